"""Printed lines put together as paragraphs, where the margin, the page or a way of copying broke them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from thidua.lib.vanban.model import Run
from thidua.lib.vanban.understanding.passages import join
from thidua.lib.vanban.understanding.pieces import Item, Piece
from thidua.lib.vanban.understanding.words import is_upper, lower

_END = re.compile(r"(?:[.;:!?…]|/\.)[\"'”’)\]]*$")
_OPEN = re.compile(
    r"(?:[,\-–&(]|(?<!\w)(?:và|của|với|cho|về|các|những|từ|đến|trong|trên|do|(?<!hiện )(?<!tồn )tại"
    r"|(?<!kèm )(?<!tiếp )theo|để|là|được|bằng|thuộc|hoặc|đối với))$"
)
_OPEN_NUMBER = re.compile(r"(?<!\w)(?:năm|tháng|ngày|số)$")


def join_lines(pieces: Sequence[Item]) -> list[Item]:
    """Join lines that are one paragraph: broken by the margin, or in the midst of a sentence by the page."""
    widths = sorted(len(piece.text) for piece in pieces if isinstance(piece, Piece))
    broad = widths[int(len(widths) * 0.85)] if widths else 0
    wrap = broad if broad and widths[-1] <= max(broad * 1.6, 150) and broad >= 50 else None
    rights = sorted(piece.right for piece in pieces if isinstance(piece, Piece) and piece.right is not None)
    margin = rights[int(len(rights) * 0.8)] if rights else None
    lefts = sorted(piece.left for piece in pieces if isinstance(piece, Piece) and piece.left is not None)
    edge = lefts[int(len(lefts) * 0.2)] if lefts else None
    blocks = _blank_between_paragraphs(pieces)
    result: list[Item] = []
    group: list[Piece] = []
    for item in pieces:
        if (
            isinstance(item, Piece)
            and group
            and (
                _continues(group, item, wrap=wrap, margin=margin, edge=edge)
                or (blocks and _same_block(group[-1], item))
            )
        ):
            group.append(item)
            continue
        if group:
            result.append(_joined(group))
        group = []
        if isinstance(item, Piece):
            group = [item]
        else:
            result.append(item)
    if group:
        result.append(_joined(group))
    return result


def _blank_between_paragraphs(items: Sequence[Item]) -> bool:
    """Tell whether blank lines alone set paragraphs apart: lines without one before them go on in small letters."""
    inner = small = labels = parted = 0
    for before, item in itertools.pairwise(items):
        if not isinstance(item, Piece) or item.whole or item.left is not None:
            continue
        if item.label is not None and not item.label.is_bullet:
            labels += 1
            parted += item.gap
        elif item.label is None and not item.gap and isinstance(before, Piece) and not is_upper(item.text):
            inner += 1
            small += not item.text[0].isupper()
    return inner >= 6 and small * 3 >= inner * 2 and parted * 5 >= labels * 4


def _same_block(last: Piece, line: Piece) -> bool:
    """Tell whether a line goes on the one before where only blank lines part paragraphs."""
    if line.gap or line.after_break or line.heading_level or line.side != last.side or line.is_bold != last.is_bold:
        return False
    if line.label is None:
        return True
    # "giai đoạn 2022 / - 2023", "quý / IV/2025": no bullets and numbers, but the middle of a time.
    ahead = line.text[:1].isdigit() or line.body_text[:1].isdigit()
    return ahead and not _END.search(last.text) and (last.text[-1].isdigit() or last.text[-1].islower())


def _continues(
    group: Sequence[Piece], line: Piece, *, wrap: int | None, margin: float | None, edge: float | None
) -> bool:
    last, first = group[-1], group[0]
    if first is last and first.label is not None and not first.body_text and not first.label.is_bullet:
        # "Phần I" or "II." alone on its line is the number of what stands under it.
        return line.label is None and line.side == last.side and (not line.gap or is_upper(line.text) or line.is_bold)
    if line.label is not None or line.heading_level or line.side != last.side or last.heading_level:
        # "Thương binh" broken as "- Thương binh" looks like a bullet only when the line before is left hanging.
        return False
    text, ahead = last.text, line.text
    ended = bool(_END.search(text))
    if is_upper(ahead) and len(ahead) > 3:
        # A heading in capitals goes on over the line; prose does not turn into capitals.
        same_style = is_upper(first.text) and first.label is not None and not first.label.is_bullet
        return (
            same_style
            and not ended
            and not line.gap
            and not line.after_break
            and not first.whole
            and line.is_bold == last.is_bold
        )
    if is_upper(text) and len(text) > 3:
        return False
    hangs = _OPEN.search(lower(text)) or (ahead[0].isdigit() and _OPEN_NUMBER.search(lower(text)))
    if hangs and not last.whole and not (line.gap and len(text) < 60):
        return True
    small = ahead[0].islower() or ahead[0] in ",;)"
    if small:
        return not ended or (wrap is not None and not line.gap and not last.whole and len(text) > wrap * 0.8)
    if last.whole or (ended and line.gap):
        return False
    if last.is_bold != line.is_bold and (last.is_bold or line.is_bold) and first.is_bold:
        return False
    full = (margin is not None and last.right is not None and last.right >= margin - 0.03) or (
        margin is None and wrap is not None and len(text) >= wrap * 0.82
    )
    if margin is not None and line.left is not None and edge is not None and line.left > edge + 0.02:
        return False  # a first-line indent begins a paragraph
    if not ended:
        long = wrap is None and margin is None and len(text) > 220
        return (full and not line.gap) or (full and line.after_break) or (long and (line.gap or line.after_break))
    return full and not line.gap and margin is not None and not text.endswith((";", ":"))


def _joined(group: Sequence[Piece]) -> Piece:
    if len(group) == 1:
        return group[0]
    first = group[0]
    bold = all(piece.is_bold for piece in group)
    until = first.bold_until if not first.is_bold else len(first.text)
    return replace(
        first,
        passage=join([piece.passage for piece in group]),
        is_bold=bold,
        bold_until=until,
        is_italic=all(piece.is_italic for piece in group),
        right=group[-1].right,
        runs=tuple(run for piece in group for run in (*piece.runs, Run(" "))),
    )
