"""Gathers what the template sets: lines, headings, passages and tables of one document or annex, in printed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from thidua.lib.vanban.form import measures
from thidua.lib.vanban.model import Run, Table
from thidua.lib.vanban.official import Level, Passage, Piece, Sheet
from thidua.lib.vanban.writing.pdf.tables import cut_before_last, sheet_of
from thidua.lib.vanban.writing.pdf.text import inked, words_of
from thidua.lib.vanban.writing.turning import turned, with_end_mark

Shown = dict[str, Any]
Lines = Sequence[tuple[str, str]]
"""Lines as the element that sets each, and its text."""

_OWN_LINES = (Level.PART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION)
_RANKS = (*_OWN_LINES, Level.HEADING, Level.ARTICLE, Level.CLAUSE, Level.POINT, Level.ITEM, Level.TEXT, Level.CENTERED)
_ELEMENTS = {
    Level.HEADING: ("heading", "heading"),
    Level.ARTICLE: ("article", "article-text"),
    Level.CLAUSE: ("clause-heading", "clause"),
    Level.POINT: ("clause-heading", "point"),
    Level.ITEM: ("clause-heading", "item"),
    Level.TEXT: ("clause-heading", "text"),
    Level.CENTERED: ("clause-heading", "centered"),
}
"""Element of a passage that is a title, and of one that is text."""
_LINE = 90
"""A passage of fewer letters may be a single line."""


@dataclass(slots=True)
class Writer:
    """Gathers the pieces of one document or annex, page turn by page turn."""

    part: int
    is_kept: bool = False
    sections: list[Shown] = field(default_factory=list)
    _after: float = 0.0
    """Space that the piece before asks for below itself."""
    _ranks: list[int] = field(default_factory=list)
    """Ranks of the headings that the place is under."""

    @property
    def is_wide(self) -> bool:
        return bool(self.sections) and bool(self.sections[-1]["wide"])

    @property
    def width(self) -> float:
        return measures().landscape_text_width_mm if self.is_wide else measures().text_width_mm

    def turn(self, *, wide: bool) -> None:
        """Go on on pages turned this way."""
        if not self.sections or self.is_wide != wide:
            self.sections.append({"wide": wide, "starts": not self.sections, "pieces": []})
            self._after = 0.0

    def add(self, piece: Shown, *, before: float = 0.0, after: float = 0.0) -> Shown:
        piece["a"] = self._after + before
        self._after = after
        self.sections[-1]["pieces"].append(piece)
        return piece

    @contextmanager
    def together(self, *, before: float) -> Iterator[None]:
        """Keep on one page what is added meanwhile."""
        group = self.add({"kind": "together", "pieces": []}, before=before)
        outer, self.sections[-1]["pieces"] = self.sections[-1]["pieces"], group["pieces"]
        yield
        self.sections[-1]["pieces"] = outer

    def line(self, key: str, runs: Iterable[Run], *, width: float | None = None) -> Shown:
        """Return a line of an element; it has its own space before, nothing yet of the piece above."""
        element = measures().elements[key]
        shown = inked(
            (replace(run, text=element.as_printed(run.text)) for run in runs),
            width=width or self.width,
            size=element.size,
            bold=element.bold,
            italic=element.italic,
        )
        return {"e": key, "r": shown, "a": element.space_before}

    def add_line(self, key: str, runs: Iterable[Run] | str, **options: Any) -> Shown:
        element = measures().elements[key]
        line = self.line(key, (Run(runs),) if isinstance(runs, str) else runs)
        return self.add({"kind": "line", **line, **options}, before=element.space_before, after=element.space_after)

    def add_rule(self, name: str, line: tuple[str, str]) -> None:
        """Add a rule as long as its share of a line above it."""
        key, text = line
        under = self.line(key, (Run(text),))
        self.add({"kind": "rule", "share": measures().rules[name].chosen, "under": under}, after=6.0)

    def heading_level(self, rank: int) -> int:
        """Return the level of a heading so that none is skipped, whatever levels the paper uses."""
        self._ranks = [above for above in self._ranks if above < rank]
        self._ranks.append(rank)
        return min(len(self._ranks), 6)

    def add_heading(self, lines: Lines, rank: int, **options: Any) -> None:
        """Add a heading of one or more lines."""
        shown = [self.line(key, (Run(text),)) for key, text in lines if text]
        if not shown:
            return
        shown[0]["a"] = self._after + shown[0]["a"]
        last = measures().elements[shown[-1]["e"]]
        self.add({"kind": "heading", "h": self.heading_level(rank), "lines": shown, **options}, after=last.space_after)

    def add_body(self, body: Sequence[Piece], *, has_closing: bool) -> None:
        """Add passages and tables; `has_closing` tells that a signature follows, which two lines must go with."""
        last = len(body) - 1
        near = last - 1 if last > 0 and _is_line(body[last]) else last
        for place, (piece, is_turned) in enumerate(zip(body, turned(body), strict=True)):
            self.turn(wide=is_turned)
            note: Shown = {"near": self.part} if has_closing and place == near else {}
            is_tail = has_closing and self.is_kept and place >= near
            if isinstance(piece, Sheet):
                self._add_sheet(piece.table, note, is_tail=is_tail)
            else:
                passage = with_end_mark(piece) if place == last else piece
                self._add_passage(passage, note, is_tail=is_tail)

    def _add_sheet(self, table: Table, note: Shown, *, is_tail: bool) -> None:
        if not table.column_count:
            return
        shown = sheet_of(table, width=self.width)
        own = [row for row in (*shown["header"], *shown["rows"]) if row]
        if own:
            own[max(len(own) - 2, 0)][0] |= note
        rows = shown["rows"]
        if is_tail and rows:
            cut = cut_before_last(rows)
            if cut:
                self.add({**shown, "rows": rows[:cut]}, before=6.0)
                self.add({**shown, "rows": rows[cut:], "keep": True})
                return
            shown["keep"] = True
        self.add(shown, before=6.0)

    def _add_passage(self, passage: Passage, note: Shown, *, is_tail: bool) -> None:
        rank = _RANKS.index(passage.level)
        if passage.level in _OWN_LINES:
            title = (f"{passage.level}-title", passage.text)
            self.add_heading(((f"{passage.level}-label", passage.label), title), rank, **note)
            return
        titled, plain = _ELEMENTS[passage.level]
        if passage.title:
            self.add_heading(((titled, f"{passage.label} {passage.title}".lstrip()),), rank, **note)
            return
        runs = passage.runs
        if passage.label:
            is_bold = passage.level is Level.ARTICLE
            runs = (Run(passage.label, bold=is_bold), *((Run(" "), *runs) if runs else ()))
        if not is_tail:
            self.add_line(plain, runs, **note)
            return
        element = measures().elements[plain]
        line = self.line(plain, runs)
        tail = {"kind": "tail", **line, "words": words_of(line["r"]), **note}
        self.add(tail, before=element.space_before, after=element.space_after)


def _is_line(piece: Piece) -> bool:
    """Tell whether a piece may be a single line, which is too little to stand above a signature."""
    return isinstance(piece, Passage) and len(piece.text) < _LINE
