"""Paragraphs of a Word file: runs with their looks, fonts decoded, labels counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from thidua.lib.vanban.model import Alignment, Run
from thidua.lib.vanban.reading.docx.names import (
    ALTERNATE,
    CHOICE,
    DROPPED,
    FALLBACK,
    INLINE_HOLDERS,
    PPR,
    RPR,
    SDT,
    SDT_CONTENT,
    TEXT_BOX,
    VAL,
    Element,
    R,
    T,
    W,
    number,
    value,
)
from thidua.lib.vanban.reading.docx.numbering import Numbering
from thidua.lib.vanban.reading.docx.styles import Looks, Style, Styles
from thidua.lib.vanban.reading.lines import joined
from thidua.lib.vietnamese import charset_of_font, clean, decode_legacy, plausibility

PAGE_BREAK = "\f"
LINE_BREAK = "\v"
_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "both": Alignment.JUSTIFY,
    "distribute": Alignment.JUSTIFY,
}
_CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": LINE_BREAK,
    W + "noBreakHyphen": "-",
}
_HALF_PAGE = 16838 // 2
"""Of A4, in twentieths of a point."""
_DRAWN = frozenset((W + "drawing", W + "pict", W + "object"))


@dataclass(slots=True)
class WordParagraph:
    """A paragraph as read: its runs may hold tabs, line breaks and page breaks still."""

    runs: list[Run]
    alignment: Alignment | None
    heading_level: int | None
    label: str | None
    ends_section: bool
    is_aside: bool = False
    text_boxes: list[Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Ids of the footnotes referred to."""


@dataclass(slots=True)
class ParagraphReader:
    """Reads one paragraph after the other; the order matters to automatic numbers."""

    styles: Styles
    numbering: Numbering
    has_legacy_fonts: bool
    has_decoded: bool = False
    has_changes: bool = False
    _note_count: int = 0
    _looks_of_style: dict[str | None, tuple[Style, Looks]] = field(default_factory=dict)

    def read(self, element: Element) -> WordParagraph:
        """Read a `w:p` element."""
        properties = element.find(PPR)
        style_id = value(properties, "pStyle")
        if style_id not in self._looks_of_style:
            style = self.styles.paragraph(style_id)
            self._looks_of_style[style_id] = style, style.looks.over(self.styles.default_looks)
        style, base = self._looks_of_style[style_id]
        paragraph = WordParagraph([], _ALIGNMENTS.get(style.alignment or ""), None, None, ends_section=False)
        outline = style.outline
        list_id, depth = style.list_id, style.list_level or 0
        if properties is not None:
            for child in properties.iterchildren():
                name = child.tag
                if name == W + "jc":
                    paragraph.alignment = _ALIGNMENTS.get(child.get(VAL) or "", paragraph.alignment)
                elif name == W + "outlineLvl":
                    outline = number(child.get(VAL), 9)
                elif name == W + "numPr":
                    list_id = value(child, "numId") or list_id
                    depth = number(value(child, "ilvl"), depth)
                elif name == W + "framePr":
                    paragraph.is_aside = _is_at_foot(child)
                elif name == W + "sectPr":
                    paragraph.ends_section = value(child, "type") != "continuous"
        paragraph.heading_level = outline + 1 if outline is not None and 0 <= outline < 9 else None
        runs: list[Run] = []
        self._inline(element, base, runs, paragraph, 0)
        paragraph.runs = joined(runs)
        if list_id and list_id != "0" and any(run.text.strip() for run in paragraph.runs):
            paragraph.label = self.numbering.label(list_id, max(0, min(depth, 8)))
        return paragraph

    def _inline(self, holder: Element, base: Looks, runs: list[Run], paragraph: WordParagraph, depth: int) -> None:
        if depth > 50:
            return
        for child in holder.iterchildren():
            name = child.tag
            if name == R:
                self._run(child, base, runs, paragraph)
            elif name in INLINE_HOLDERS:
                self.has_changes = self.has_changes or name == W + "ins"
                self._inline(child, base, runs, paragraph, depth + 1)
            elif name == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    self._inline(content, base, runs, paragraph, depth + 1)
            elif name in DROPPED:
                self.has_changes = True
            elif name == ALTERNATE:
                for choice in _chosen(child):
                    self._inline(choice, base, runs, paragraph, depth + 1)

    def _run(self, element: Element, base: Looks, runs: list[Run], paragraph: WordParagraph) -> None:
        properties = element.find(RPR)
        looks = base
        if properties is not None:
            style = self.styles.style(value(properties, "rStyle"))
            looks = self.styles.looks(properties).over(style.looks.over(base))
        if looks.hidden:
            return
        pieces: list[str] = []
        for child in element.iterchildren():
            name = child.tag
            if name == T:
                pieces.append((child.text or "").replace("\n", " "))
            elif name in _CHARACTERS:
                pieces.append(_CHARACTERS[name])
            elif name == W + "br":
                pieces.append(PAGE_BREAK if child.get(W + "type") == "page" else LINE_BREAK)
            elif name == W + "sym":
                pieces.append(_symbol(child))
            elif name == W + "footnoteReference":
                if pieces:  # the mark stands behind what the same run has said so far
                    runs.append(self._styled("".join(pieces), looks))
                    pieces.clear()
                self._note_count += 1
                paragraph.notes.append(child.get(W + "id") or "")
                runs.append(Run(str(self._note_count), superscript=True))
            elif name in _DRAWN:
                paragraph.text_boxes.extend(_text_boxes(child))
            elif name == ALTERNATE:
                for choice in _chosen(child):
                    paragraph.text_boxes.extend(_text_boxes(choice))
        text = "".join(pieces)
        if text:
            runs.append(self._styled(text, looks))

    def _styled(self, text: str, looks: Looks) -> Run:
        if self.has_legacy_fonts:
            text = self._decoded(text, looks.font)
        if not text.isascii():
            text = "".join(part if part in (PAGE_BREAK, LINE_BREAK) else clean(part) for part in _parts(text))
        return Run(
            text.upper() if looks.capitals else text,
            bold=bool(looks.bold),
            italic=bool(looks.italic),
            underline=bool(looks.underline),
            strike=bool(looks.strike),
            superscript=bool(looks.superscript),
        )

    def _decoded(self, text: str, font: str | None) -> str:
        """Decode text in a legacy font, unless it is Unicode that kept the old font's name."""
        charset = charset_of_font(font)
        if charset is None or any(char > "\u00ff" and char.isalpha() for char in text):
            return text
        decoded = decode_legacy(text, charset)
        if not text.isascii() and plausibility(text) > plausibility(decoded):
            return text
        self.has_decoded = self.has_decoded or decoded != text
        return decoded


def _is_at_foot(frame: Element) -> bool:
    """Tell whether a frame is set in the lower half of its page."""
    if frame.get(W + "yAlign") == "bottom":
        return True
    return frame.get(W + "vAnchor") == "page" and number(frame.get(W + "y")) > _HALF_PAGE


def _parts(text: str) -> list[str]:
    parts = [""]
    for char in text:
        if char in (PAGE_BREAK, LINE_BREAK):
            parts += [char, ""]
        else:
            parts[-1] += char
    return parts


def _symbol(element: Element) -> str:
    try:
        return chr(int(element.get(W + "char") or "", 16))
    except (ValueError, OverflowError):
        return ""


def _chosen(alternate: Element) -> list[Element]:
    choice = alternate.find(CHOICE)
    fallback = alternate.find(FALLBACK)
    if choice is not None and (fallback is None or next(choice.iter(T), None) is not None):
        return [choice]
    return [] if fallback is None else [fallback]


def _text_boxes(drawn: Element) -> list[Element]:
    """Return the outermost text boxes of a drawing, each once though Word stores two versions of it."""
    boxes: list[Element] = []
    for box in drawn.iter(TEXT_BOX):
        around = set(box.iterancestors())
        if any(outer in around for outer in boxes):
            continue
        alternate = next((outer for outer in box.iterancestors(ALTERNATE) if drawn in outer.iterancestors()), None)
        if alternate is not None and not any(choice in around for choice in _chosen(alternate)):
            continue
        boxes.append(box)
    return boxes
