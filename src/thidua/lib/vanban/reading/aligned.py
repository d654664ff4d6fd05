"""Tables of plain text whose cells are set under each other with blanks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

from thidua.lib.vanban.model import Cell, LineRange, Paragraph, Row, SourceLine, Table
from thidua.lib.vanban.reading.lines import stripped
from thidua.lib.vanban.reading.markup import runs_of
from thidua.lib.vanban.reading.page.alignment import AlignedRow, Column, aligned_table
from thidua.lib.vanban.reading.page.ink import Line, Word

_WORD = re.compile(r"\S+")
_WIDE = re.compile(r"\S {2,}(?=\S)")
_AHEAD = 3
"""Titles of columns may take this many lines until one shows three columns."""
_SIZE = 2.0
"""Height of type in columns of letters, so that one blank lies within a cell and two part cells."""
_MOST_LINES = 4000
_MOST_LOOKS = 4
_MOST_LOOKS_IN_ALL = 40_000
"""How often the lines of a text may be looked at altogether, so that no odd one costs more than its length."""
_STARTS = re.compile(r"[-–•+*]\s|\(?\d{1,2}[.)]\s|[a-zđ]\)\s")


@dataclass(slots=True)
class _Printed(Sequence["Line | None"]):
    """The lines with the place of their words, made when looked at; None for a blank one."""

    lines: Sequence[SourceLine]
    looks: int = 0
    _made: dict[int, Line | None] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> Line | None: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line | None]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line | None] | None:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        self.looks += 1
        if at not in self._made:
            self._made[at] = _line(self.lines[at].text, at)
        return self._made[at]


@dataclass(slots=True)
class AlignedText:
    """Finds aligned tables in the lines of a text; answers given are kept, so that no stretch is looked at twice."""

    lines: Sequence[SourceLine]
    _tables: dict[int, tuple[int, Table] | None] = field(default_factory=dict)
    _printed: _Printed = field(init=False)
    _walls: list[int] = field(init=False)
    """Lines set with tabs or bars, which other tables are made of."""

    def __post_init__(self) -> None:
        self._printed = _Printed(self.lines)
        self._walls = [at for at, line in enumerate(self.lines) if "\t" in line.text or "|" in line.text]

    def end(self, at: int) -> int:
        """Return the index behind an aligned table that begins at `at`, or `at`."""
        found = self._found(at)
        return found[0] if found else at

    def table(self, at: int) -> Table:
        """Return the table that begins at `at`, where `end` found one."""
        found = self._found(at)
        assert found is not None
        return found[1]

    def _found(self, at: int) -> tuple[int, Table] | None:
        if at not in self._tables:
            if not self._may_begin(at):
                return None
            self._find(at)
        return self._tables[at]

    def _may_begin(self, at: int) -> bool:
        text = self.lines[at].text
        if "  " not in text or "\t" in text or "|" in text:
            return False
        gaps = len(_WIDE.findall(text))
        if gaps >= 2:
            return True
        indent = len(text) - len(text.lstrip())
        if not gaps and indent < 8:
            return False
        ahead = [line.text for line in self.lines[at + 1 : at + 1 + _AHEAD]]
        blank = next((place for place, line in enumerate(ahead) if not line.strip()), len(ahead))
        return any(len(_WIDE.findall(line)) >= 2 for line in ahead[: blank if gaps else min(blank, 1)])

    def _find(self, at: int) -> None:
        table = None
        if self._printed.looks < min(_MOST_LOOKS * len(self.lines) + _MOST_LINES, _MOST_LOOKS_IN_ALL):
            wall = bisect_right(self._walls, at)
            most = self._walls[wall] - at if wall < len(self._walls) else _MOST_LINES
            table = aligned_table(self._printed, at, most=min(most, _MOST_LINES))
        if table is not None:
            rows = tuple(self._row(row, table.columns) for row in table.rows)
            where = LineRange(rows[0].lines.first, rows[-1].lines.last)
            self._tables[at] = table.end, Table(rows, where)
            return
        # The lines next to each other are no table; behind a blank one may yet begin.
        while at < len(self.lines) and self.lines[at].text.strip():
            self._tables[at] = None
            at += 1

    def _row(self, row: AlignedRow, columns: Sequence[Column]) -> Row:
        cells = []
        numbers = [self.lines[int(line.base)].number for cell in row.cells for line in cell]
        for cell, column in zip(row.cells, columns, strict=True):
            measure = max([column.right - column.left, *(line.right - line.left for line in cell)])
            cells.append(Cell(tuple(self._paragraphs(cell, measure))))
        first = self.lines[min(numbers) - self.lines[0].number]
        return Row(tuple(cells), LineRange(min(numbers), max(numbers)), page=first.page, is_header=row.is_header)

    def _paragraphs(self, cell: Sequence[Line], measure: float) -> list[Paragraph]:
        """Join the lines of a cell: a line goes on where its first word had no room above, or in small letters."""
        groups: list[list[Line]] = []
        for line in cell:
            if groups and not _is_meant(groups[-1][-1], line, measure):
                groups[-1].append(line)
            else:
                groups.append([line])
        found = []
        for group in groups:
            source = [self.lines[int(line.base)] for line in group]
            runs = stripped(runs_of(" ".join(line.text for line in group)))
            if runs:
                found.append(Paragraph(runs, LineRange(source[0].number, source[-1].number), page=source[0].page))
        return found


def _is_meant(above: Line, line: Line, measure: float) -> bool:
    """Tell whether a line break in a cell was meant: a list goes on, or the next word had room on the line above."""
    if _STARTS.match(line.text) and above.text.endswith((".", ";", ",", ":")):
        return True
    had_room = above.right - above.left + 1 + len(line.words[0].text) <= measure
    return had_room and not line.text[0].islower() and not above.text.endswith((",", ":", "-", "("))


def _line(text: str, place: int) -> Line | None:
    words = [
        Word(match[0], match.start(), place, match.end(), place + 1, place, _SIZE) for match in _WORD.finditer(text)
    ]
    return Line(words, words[0].left, words[-1].right, place, place + 1, place, _SIZE) if words else None
