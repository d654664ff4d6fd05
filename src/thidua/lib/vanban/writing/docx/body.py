"""The body of a document: passages by their level and tables, in pieces of one page orientation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thidua.lib.vanban.form import measures
from thidua.lib.vanban.official import Level, Passage, Piece, Sheet
from thidua.lib.vanban.writing.docx.markup import LINE_BREAK, PLAIN, Setting, gap, paragraph, run, runs
from thidua.lib.vanban.writing.docx.tables import sheet_table
from thidua.lib.vanban.writing.turning import turned, with_end_mark

Number = tuple[int, int] | None
_ON_OWN_LINE = {
    Level.PART: "part",
    Level.CHAPTER: "chapter",
    Level.SECTION: "section",
    Level.SUBSECTION: "subsection",
}
_STYLES = {
    Level.HEADING: ("heading", "heading"),
    Level.ARTICLE: ("article", "article-text"),
    Level.CLAUSE: ("clause-heading", "clause"),
    Level.POINT: ("clause-heading", "point"),
    Level.ITEM: ("clause-heading", "item"),
    Level.TEXT: ("clause-heading", "text"),
    Level.CENTERED: ("clause-heading", "centered"),
}
"""Style of a passage that is a title, and of one that is text."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces that stand on pages of one orientation."""

    pieces: tuple[Piece, ...]
    numbers: tuple[Number, ...]
    is_turned: bool


def stretches(body: Sequence[Piece], numbers: Sequence[Number]) -> list[Stretch]:
    """Cut a body where the page turns: wide tables, with the headings right above them, lie on turned pages."""
    sides = turned(body)
    found: list[Stretch] = []
    start = 0
    for place in range(1, len(body) + 1):
        if place == len(body) or sides[place] != sides[start]:
            found.append(Stretch(tuple(body[start:place]), tuple(numbers[start:place]), sides[start]))
            start = place
    return found or [Stretch((), (), is_turned=False)]


def stretch_markup(stretch: Stretch, *, is_last: bool, keep_end: bool) -> str:
    """Return the paragraphs and tables of a stretch.

    `is_last` says that the body ends here, which then carries its end mark; `keep_end` holds its last piece on the
    page of what follows.
    """
    form = measures()
    width = form.landscape_text_width_mm if stretch.is_turned else form.text_width_mm
    lines = []
    last = len(stretch.pieces) - 1
    for place, (piece, number) in enumerate(zip(stretch.pieces, stretch.numbers, strict=True)):
        at_end = is_last and place == last
        if isinstance(piece, Sheet):
            lines.append(_spacer() + sheet_table(piece.table, width_mm=width, keep_next=keep_end and at_end))
        else:
            passage = with_end_mark(piece) if at_end else piece
            lines.append(_passage(passage, number, keep_next=keep_end and at_end))
    return "".join(lines)


def _spacer() -> str:
    """Return the blank between text and a table."""
    return gap(Setting(keep_next=True, spacing='<w:spacing w:before="120" w:line="20" w:lineRule="exact"/>'))


def _passage(passage: Passage, number: Number, *, keep_next: bool) -> str:
    setting = Setting(keep_next=keep_next, number=number) if keep_next or number else PLAIN
    if passage.level in _ON_OWN_LINE:
        return _heading_lines(passage, _ON_OWN_LINE[passage.level], number, setting)
    titled, plain = _STYLES[passage.level]
    style = titled if passage.title else plain
    label = "" if number or not passage.label else passage.label
    if passage.title:
        title = measures().elements[style].as_printed(passage.title)
        return paragraph(style, run(f"{label} {title}".lstrip()), setting)
    if not label:
        return paragraph(style, runs(passage.runs), setting)
    looks = "<w:b/><w:bCs/>" if passage.level is Level.ARTICLE else ""
    return paragraph(style, run(label, looks) + (run(" ") + runs(passage.runs) if passage.runs else ""), setting)


def _heading_lines(passage: Passage, name: str, number: Number, setting: Setting) -> str:
    """Return a heading on two lines: label, then title; a generated label stands before a line break."""
    title = measures().elements[f"{name}-title"].as_printed(passage.text)
    if number:
        return paragraph(f"{name}-label", LINE_BREAK + run(title), setting)
    lines = paragraph(f"{name}-label", run(passage.label)) if passage.label else ""
    return lines + (paragraph(f"{name}-title", run(title), setting) if title else "")
