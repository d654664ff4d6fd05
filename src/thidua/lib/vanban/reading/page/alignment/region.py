"""Tables without ruling lines: cells that stand under each other over several lines.

One line never makes a table. Columns are stretches that the words of many lines keep to, with nothing printed in the
gutters between them; rows are told by their numbers, by blank lines, or by a cell that begins again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.reading.layout import opens_layout
from thidua.lib.vanban.reading.page.alignment.columns import Column, Columns, segments_of
from thidua.lib.vanban.reading.page.alignment.rows import AlignedRow, Cells, Entry, RowBuilder, is_label, text_of
from thidua.lib.vanban.reading.page.ink import Line

_NUMBER_TITLE = re.compile(r"(?:S?TT|Stt|Tt|Số TT|Số thứ tự|Thứ tự)\.?", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?\d{1,3}(?:\s*[-–])?|Trang\s+\d{1,3}(?:\s*/\s*\d{1,3})?", re.IGNORECASE)
_MOST_BLANK = 3
_MOST_HEADER = 5
_MOST_LOOSE = 3
_LONGEST_GROUP = 120


@dataclass(slots=True)
class AlignedTable:
    """Rows over common columns; `end` is the index behind the last line."""

    columns: list[Column]
    rows: list[AlignedRow]
    end: int

    @property
    def top(self) -> float:
        return min(line.top for cell in self.rows[0].cells for line in cell)


def aligned_table(lines: Sequence[Line | None], at: int, *, most: int = 4000) -> AlignedTable | None:
    """Return the table whose first line is lines[at], of `most` lines, or None.

    A blank line, or a wider space, is None in `lines`.
    """
    region = _Region(lines, at, min(len(lines), at + most))
    region.grow()
    return region.table()


@dataclass(slots=True)
class _Region:
    """The lines from `start` on that keep to common columns."""

    lines: Sequence[Line | None]
    start: int
    stop: int
    columns: Columns = field(default_factory=Columns)
    entries: list[Entry] = field(default_factory=list)

    def grow(self) -> None:
        """Take lines in as long as they keep to the columns."""
        blanks = 0
        after_page = False
        pending: list[Entry] = []
        for index in range(self.start, self.stop):
            line = self.lines[index]
            if line is None:
                blanks += 1
                if blanks > _MOST_BLANK:
                    break
                continue
            if self.entries and self._is_page_number(index):
                after_page, blanks = True, 0
                continue
            entry = Entry(line, index, after_blank=blanks > 0, after_page=after_page)
            if opens_layout(text_of(segment) for segment in segments_of(line)):
                break
            before = list(self.columns.held)
            placed = self.columns.place(line)
            if placed is None or (self.entries and len(placed) == 1 and self._stands_alone(placed, entry)):
                entry.is_loose, self.columns.held = True, before
                pending.append(entry)
                if len(pending) > _MOST_LOOSE or len(line.text) > _LONGEST_GROUP or not self.entries:
                    break
            else:
                if pending and (self._repeats_header(line) or not self._opens_row(placed)):
                    self.columns.held = before
                    break
                self.entries.extend(pending)
                pending = []
                self.columns.widen(placed)
                self.entries.append(entry)
                after_page = False
            blanks = 0

    def _is_page_number(self, index: int) -> bool:
        line = self.lines[index]
        if line is None or not _PAGE_NUMBER.fullmatch(line.text):
            return False
        if self.columns.held and line.left < self.columns.held[0].right:
            return False
        around = (self.lines[index - 1], self.lines[index + 1] if index + 1 < len(self.lines) else None)
        return None in around or (around[1] is not None and self._repeats_header(around[1]))

    def _stands_alone(self, placed: Cells, entry: Entry) -> bool:
        """Tell whether a lone cell is a group row, or text behind the table, and carries no row on."""
        place, words = next(iter(placed.items()))
        if place == 0 and not is_label(words) and (self._is_numbered() or text_of(words).isupper()):
            return True
        return entry.after_blank and not (entry.after_page and place > 0)

    def _is_numbered(self) -> bool:
        """Tell whether the first column has held numbers so far, or is titled to hold them."""
        first = self.columns.held[0]
        begun = [[word for word in entry.line.words if word.right <= first.right] for entry in self.entries[:12]]
        return any(words and (is_label(words) or _NUMBER_TITLE.fullmatch(text_of(words))) for words in begun)

    def _opens_row(self, placed: Cells) -> bool:
        first = placed.get(0)
        return len(placed) >= 2 and first is not None and (len(placed) >= 3 or is_label(first))

    def _repeats_header(self, line: Line) -> bool:
        return len(self.entries) > 1 and line.text == self.entries[0].line.text

    def table(self) -> AlignedTable | None:
        """Return the rows of the region when it is a table, else None."""
        if len(self.columns.held) < 2 or len(self.entries) < 3:
            return None
        first = self.entries[0].line.text
        titles = [entry.line.text == first for entry in self.entries]
        self.columns.part(
            [entry.line for entry, title in zip(self.entries, titles, strict=True) if not title and not entry.is_loose]
        )
        self.columns.join_titles(sum(titles))
        placed = [None if entry.is_loose else self.columns.assign(entry.line) for entry in self.entries]
        full = sum(1 for cells in placed if cells is not None and len(cells) >= 3)
        if len(self.columns.held) < 3 or full < 2:
            return None
        labels = [cells is not None and 0 in cells and is_label(cells[0]) for cells in placed]
        titled = bool(placed[0]) and _NUMBER_TITLE.fullmatch(text_of((placed[0] or {}).get(0, []))) is not None
        numbered = sum(labels) >= 2 or (titled and any(labels))
        if numbered:
            others = sum(1 for cells, label in zip(placed, labels, strict=True) if cells and 0 in cells and not label)
            numbered = others <= sum(labels) + 2 * _MOST_HEADER
        if not numbered and not self._is_even(placed):
            return None
        rows = RowBuilder(self.entries, placed, labels if numbered else None, len(self.columns.held)).rows()
        if len(rows) < (2 if numbered else 4):
            return None
        return AlignedTable(self.columns.held, rows, self.entries[-1].index + 1)

    def _is_even(self, placed: Sequence[Cells | None]) -> bool:
        """Tell whether cells begin under each other in every column, on enough lines to be no accident."""
        if sum(1 for cells in placed if cells is not None and len(cells) >= 3) < 4:
            return False
        near = 0.6 * self.entries[0].line.size
        for place in range(len(self.columns.held)):
            starts = sorted(cells[place][0].left for cells in placed[1:] if cells is not None and place in cells)
            middle = starts[len(starts) // 2] if starts else 0.0
            if sum(1 for start in starts if abs(start - middle) < near) * 5 < len(starts) * 4:
                return False
        return True
