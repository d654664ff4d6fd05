"""Headings and nesting: which numbered lines are titles, and what stands under what.

Levels come from the document's own order of numbering styles, not from a fixed one: a style seen first under
another is nested in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.plan import Found, Heading
from thidua.lib.vanban.understanding.letterhead import type_word
from thidua.lib.vanban.understanding.numbering import Label, roman, roman_value
from thidua.lib.vanban.understanding.passages import cap
from thidua.lib.vanban.understanding.pieces import Grid, Item, Piece
from thidua.lib.vanban.understanding.units import begins_unit, looks_like_unit
from thidua.lib.vanban.understanding.words import ACT, is_upper, lower

MENDED = "Số La Mã nhận dạng từ ảnh bị trùng, suy theo thứ tự đề mục."
_LEAD_IN = re.compile(r"(?:như sau|sau đây|sau|dưới đây|gồm|cụ thể|bao gồm|là)\s*:\s*$")
_SENTENCES = re.compile(r"[.;]\s+[A-ZĐÀ-Ỹ]")
_RUN_IN = re.compile(r":\s+\S")
_FOR = re.compile(r"(?:(?:trách nhiệm|nhiệm vụ)\s+(?:của\s+)?|đối với\s+|giao\s+(?:cho\s+)?|đề nghị\s+|yêu cầu\s+)")
_CLOSING_WORDS = re.compile(r"trên đây là|yêu cầu các|đề nghị các")


@dataclass(slots=True)
class Node:
    """A piece or grid in the outline. `parents` are the nodes above it, outermost first."""

    item: Item
    parents: tuple[Node, ...] = ()
    is_heading: bool = False
    level: int = 0
    part: int = 0
    """Grows where the numbering starts anew: a plan after its decision, an annex."""
    children: int = 0

    @property
    def piece(self) -> Piece | None:
        return self.item if isinstance(self.item, Piece) else None

    @property
    def title(self) -> str:
        return self.item.body_text.strip(" :.*") if isinstance(self.item, Piece) else ""


@dataclass(slots=True)
class Outline:
    nodes: list[Node] = field(default_factory=list)
    headings: list[Found[Heading]] = field(default_factory=list)


def read_outline(items: Sequence[Item], *, recognised: bool = False) -> Outline:
    """Tell headings from paragraphs and set every item under its headings.

    `recognised` text loses strokes: a second "I." after "I." is read as "II.".
    """
    outline = Outline()
    stack: list[tuple[str, Label, Node]] = []
    part = 0
    for index, item in enumerate(items):
        if isinstance(item, Grid):
            outline.nodes.append(Node(item, tuple(node for _, _, node in stack), part=part))
            continue
        if _begins_part(item):
            stack = []
            part += 1
        label = _resolved(item.label, stack)
        if label is None or label.is_bullet or label.style == "article":
            if label is not None and label.style == "article":
                stack = []
            if label is None and _closes(item):
                stack = [entry for entry in stack if entry[2].is_heading][:1]
            outline.nodes.append(Node(item, tuple(node for _, _, node in stack), part=part))
            continue
        mended = None
        if recognised and label.style == "roman" and set(label.text) == {"I"}:
            before = next((other for style, other, _ in reversed(stack) if style == "roman"), None)
            if before is not None and label.value <= before.value < 39:
                mended = label
                label = Label(roman(before.value + 1), "roman", before.value + 1, label.end)
        _pop(stack, label)
        node = Node(item, tuple(node for _, _, node in stack), part=part, level=len(stack) + 1)
        node.is_heading = _is_heading(item, label, items, index)
        for above in node.parents:
            above.children += 1
        stack.append((_style(label), label, node))
        outline.nodes.append(node)
        if node.is_heading:
            heading = _heading(item, label, node.level)
            outline.headings.append(cap(heading, 0.7, MENDED) if mended else heading)
    return outline


def _heading(piece: Piece, label: Label, level: int) -> Found[Heading]:
    title = piece.body_text.strip(" *").rstrip(" :.;")
    sure = 0.95 if is_upper(title) or piece.is_bold or piece.heading_level else 0.85
    return piece.passage.found(Heading(label.text, title, level), confidence=sure)


def _begins_part(piece: Piece) -> bool:
    if piece.label is not None:
        return False
    text = piece.text
    small = lower(text)
    return (
        (type_word(text) is not None and is_upper(text[:8]))
        or (is_upper(text) and small.startswith(("phụ lục", "phụ biểu")))
        or (
            is_upper(text)
            and len(text) > 24
            and small.startswith(("phân công", "danh mục", "bảng phân công", "biểu phân công"))
        )
    )


def _closes(piece: Piece) -> bool:
    return _CLOSING_WORDS.match(lower(piece.text)) is not None


def _style(label: Label) -> str:
    return label.style


def _resolved(label: Label | None, stack: Sequence[tuple[str, Label, Node]]) -> Label | None:
    """Settle letters that may be roman numerals by the list they continue: "C." after "B.", "V." after "IV."."""
    if label is None:
        return None
    single = label.text
    if label.style == "roman" and len(single) == 1:
        for style, other, _ in reversed(stack):
            if style == "LETTER" and other.value + 1 == "ABCDĐEGHIKLMNOPQRSTUVXY".find(single) + 1:
                return Label(single, "LETTER", other.value + 1, label.end)
    if label.style == "letter" and single in "iv":
        for style, other, _ in reversed(stack):
            if style == "small-roman" and other.value + 1 == roman_value(single):
                return Label(single, "small-roman", roman_value(single), label.end)
    return label


def _prefix(label: Label) -> str:
    return label.text.rsplit(".", 1)[0] if "." in label.text else ""


def _pop(stack: list[tuple[str, Label, Node]], label: Label) -> None:
    """Close what the new label ends, so that the stack holds its parents."""
    style = _style(label)
    if style.startswith(("decimal", "roman-decimal")) or (style == "letter-number" and "." in label.text):
        prefix = _prefix(label)
        for place in range(len(stack) - 1, -1, -1):
            if stack[place][1].text.lower() == prefix.lower():
                del stack[place + 1 :]
                return
    for place in range(len(stack) - 1, -1, -1):
        if stack[place][0] == style:
            del stack[place:]
            return
    if style.startswith("word"):
        order = {"word phần": 0, "word chương": 1, "word mục": 2, "word tiểu mục": 3}
        keep = [
            entry for entry in stack if entry[0].startswith("word") and order.get(entry[0], 9) < order.get(style, 9)
        ]
        stack[:] = keep


def _is_heading(piece: Piece, label: Label, items: Sequence[Item], index: int) -> bool:
    text = piece.body_text.strip(" *")
    if not text or not any(char.isalpha() for char in text) or piece.side is not None:
        return bool(not text and label.style.startswith("word"))
    words = len(text.split())
    upper = is_upper(text)
    if words > 90 or len(text) > 500:
        return False
    if upper and words >= 1 and words <= 60:
        return not (words == 1 and len(text) < 3)
    small = lower(text)
    if text.endswith((";", ",")) or (_SENTENCES.search(text) and not _lists_units(text)):
        return False
    if text[:1].islower() and not piece.is_bold:
        return False
    bold = piece.is_bold or piece.heading_level is not None
    if _RUN_IN.search(text):
        return bold and words <= 25
    if text.endswith("."):
        brief = words <= 6 and ACT.match(small) is None and _has_body(items, index)
        return words <= 14 and (bold or (brief and not _next_is_sibling(items, index, label)))
    if _LEAD_IN.search(small) and words > 7:
        return bold and words <= 20
    if bold:
        return words <= 60
    unit = looks_like_unit(_without_for(text))
    if unit and not _next_is_sibling(items, index, label):
        return True
    limit = 34 if text.endswith(":") else 24
    if words > limit:
        return False
    if _next_is_sibling(items, index, label) or _previous_is_sibling(items, index, label):
        return False
    if begins_unit(text) and ACT.search(small, 6) and words > 8:
        act = ACT.search(small, 6)
        return act is None or text[act.start()].isupper() or words <= 8
    return True


def _lists_units(text: str) -> bool:
    """Tell whether a line only names bodies, set apart by semicolons: "Sở A; Ban B"."""
    return all(looks_like_unit(_without_for(part.strip())) for part in text.rstrip(":. ").split(";"))


def _without_for(text: str) -> str:
    match = _FOR.match(lower(text))
    return text[match.end() :] if match else text


def _sibling(item: Item | None, label: Label, step: int) -> bool:
    return (
        isinstance(item, Piece)
        and item.label is not None
        and item.label.style == label.style
        and item.label.value == label.value + step
        and _prefix(item.label) == _prefix(label)
    )


def _has_body(items: Sequence[Item], index: int) -> bool:
    """Tell whether a table, a bullet or a paragraph without number stands right under a line."""
    after = items[index + 1] if index + 1 < len(items) else None
    return isinstance(after, Grid) or (isinstance(after, Piece) and (after.label is None or after.label.is_bullet))


def _next_is_sibling(items: Sequence[Item], index: int, label: Label) -> bool:
    """Tell whether the next piece is the next number of the same list: then this line has nothing under it."""
    return _sibling(items[index + 1] if index + 1 < len(items) else None, label, 1)


def _previous_is_sibling(items: Sequence[Item], index: int, label: Label) -> bool:
    """Tell whether this ends a list of bare lines: the line before is its sibling, and nothing stands under it."""
    before = items[index - 1] if index else None
    if not _sibling(before, label, -1) or (
        isinstance(before, Piece) and before.text.endswith((".", ";")) and len(before.text) > 40
    ):
        return False
    after = items[index + 1] if index + 1 < len(items) else None
    return not (
        isinstance(after, Grid)
        or (isinstance(after, Piece) and after.label is not None and after.label.style != label.style)
    )
