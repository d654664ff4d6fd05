"""Tables of plain text whose cells are set under each other with blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.model import Cell, LineRange, Paragraph, Row, SourceLine, Table
from thidua.lib.vanban.reading.lines import stripped
from thidua.lib.vanban.reading.markup import runs_of
from thidua.lib.vanban.reading.page.alignment import AlignedRow, aligned_table
from thidua.lib.vanban.reading.page.ink import Line, Word

_WORD = re.compile(r"\S+")
_WIDE = re.compile(r"\S {2,}(?=\S)")
_AHEAD = 3
"""Titles of columns may take this many lines until one shows three columns."""
_SIZE = 2.0
"""Height of type in columns of letters, so that one blank lies within a cell and two part cells."""
_MOST_LINES = 4000
_STARTS = re.compile(r"[-–•+*]\s|\(?\d{1,2}[.)]\s|[a-zđ]\)\s")


@dataclass(slots=True)
class AlignedText:
    """Finds aligned tables in the lines of a text; answers given are kept, so that no stretch is looked at twice."""

    lines: Sequence[SourceLine]
    _tables: dict[int, tuple[int, Table] | None] = field(default_factory=dict)

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
        if "  " not in text or "\t" in text:
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
        printed: list[Line | None] = []
        for place, line in enumerate(self.lines[at : at + _MOST_LINES]):
            if "\t" in line.text or "|" in line.text:
                break
            printed.append(_line(line.text, place))
        table = aligned_table(printed, 0)
        if table is not None:
            rows = tuple(self._row(row, at) for row in table.rows)
            where = LineRange(rows[0].lines.first, rows[-1].lines.last)
            self._tables[at] = at + table.end, Table(rows, where)
            return
        # The lines next to each other are no table; behind a blank one may yet begin.
        for place, failed in enumerate(printed):
            if failed is None:
                break
            self._tables[at + place] = None

    def _row(self, row: AlignedRow, at: int) -> Row:
        cells = []
        numbers = [self.lines[at + int(line.base)].number for cell in row.cells for line in cell]
        for cell in row.cells:
            measure = max((line.right - line.left for line in cell), default=0.0)
            cells.append(Cell(tuple(self._paragraphs(cell, at, measure))))
        first = self.lines[min(numbers) - self.lines[0].number]
        return Row(tuple(cells), LineRange(min(numbers), max(numbers)), page=first.page, is_header=row.is_header)

    def _paragraphs(self, cell: Sequence[Line], at: int, measure: float) -> list[Paragraph]:
        """Join the lines of a cell: a line goes on where its first word had no room above, or in small letters."""
        groups: list[list[Line]] = []
        for line in cell:
            if groups and not _is_meant(groups[-1][-1], line, measure):
                groups[-1].append(line)
            else:
                groups.append([line])
        found = []
        for group in groups:
            source = [self.lines[at + int(line.base)] for line in group]
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
