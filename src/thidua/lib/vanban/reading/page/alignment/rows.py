"""Rows of a table without ruling lines, told by their numbers, by blank lines, or by cells that begin again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thidua.lib.vanban.reading.page.alignment.columns import Segment
from thidua.lib.vanban.reading.page.ink import Line

_LABEL = re.compile(r"[(]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[a-zđA-ZĐ])[.)]?")

Cells = dict[int, Segment]


@dataclass(slots=True)
class AlignedRow:
    """The printed lines of each cell; a row of one cell over the whole width has it first and `is_group`."""

    cells: list[list[Line]]
    is_group: bool = False
    is_header: bool = False


@dataclass(slots=True)
class Entry:
    """A line of a table: `is_loose` where it stands across the columns, `after_page` behind the number of a page."""

    line: Line
    index: int
    after_blank: bool = False
    after_page: bool = False
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class RowBuilder:
    """Gathers lines into rows. `placed` holds the cells of each entry, `labels` tells which begin with a number;
    it is None for a table without numbers.
    """

    entries: Sequence[Entry]
    placed: Sequence[Cells | None]
    labels: Sequence[bool] | None
    width: int

    def rows(self) -> list[AlignedRow]:
        """Return the rows in order, titles and group rows among them."""
        header = self._header_length()
        first = self.entries[0].line.text
        if self.labels is not None:
            by_block = self._blocks_are_rows(self.labels, header)
        else:
            by_block = sum(entry.after_blank and not entry.after_page for entry in self.entries[header:]) >= 3
        rows: list[AlignedRow] = []
        filled: set[int] = set()
        titles = 0
        for index, (entry, cells) in enumerate(zip(self.entries, self.placed, strict=True)):
            if cells is None:
                if rows and rows[-1].is_group and not entry.after_blank:
                    rows[-1].cells[0].append(entry.line)
                else:
                    rows.append(AlignedRow([[entry.line], *([] for _ in range(self.width - 1))], is_group=True))
                continue
            if entry.line.text == first:
                titles = header
            in_header = titles > 0
            titles -= 1
            if in_header:
                begins = entry.line.text == first
            elif not rows or rows[-1].is_group or rows[-1].is_header:
                begins = True
            elif by_block:
                begins = entry.after_blank and (
                    not entry.after_page or (self.labels is not None and self._block_has_label(index, self.labels))
                )
            elif self.labels is None:
                begins = _begins_again(cells, filled, self.width)
            else:
                begins = self.labels[index] or (entry.after_blank and not entry.after_page and len(cells) >= 2)
            if begins:
                rows.append(AlignedRow([[] for _ in range(self.width)], is_header=in_header))
            for place, words in cells.items():
                rows[-1].cells[place].append(Line.of(words))
            filled = set(cells)
        return rows

    def _header_length(self) -> int:
        """Return how many lines the titles take: those before the first number, a blank line or a group row."""
        count = 0
        for entry, cells, label in zip(
            self.entries, self.placed, self.labels or [False] * len(self.placed), strict=True
        ):
            if label or cells is None or (count and entry.after_blank):
                break
            if (
                count
                and self.labels is None
                and not all(words[0].text[0] in "(" or _goes_on(words) for words in cells.values())
            ):
                break
            count += 1
        return count

    def _blocks_are_rows(self, labels: Sequence[bool], header: int) -> bool:
        """Tell whether blank lines part the rows, so that a number may stand at any height of its row."""
        counts: list[int] = []
        for index in range(header, len(self.entries)):
            entry = self.entries[index]
            if entry.is_loose:
                continue
            if entry.after_blank or not counts:
                counts.append(0)
            counts[-1] += labels[index]
        return len(counts) >= 2 and max(counts) == 1 and sum(counts) * 4 >= len(counts) * 3

    def _block_has_label(self, index: int, labels: Sequence[bool]) -> bool:
        for place in range(index, len(self.entries)):
            if place > index and self.entries[place].after_blank:
                return False
            if labels[place]:
                return True
        return False


def _goes_on(words: Segment) -> bool:
    return words[0].text[:1].islower()


def _begins_again(cells: Cells, filled: set[int], count: int) -> bool:
    """Tell whether a line without a number begins a row: a cell that had ended is printed in again, or all begin."""
    if not set(cells) <= filled:
        return True
    return len(cells) == count and all(not words[0].text[:1].islower() for words in cells.values())


def text_of(words: Segment) -> str:
    return " ".join(word.text for word in words)


def is_label(words: Segment) -> bool:
    """Tell whether a cell holds only the number of its row."""
    return _LABEL.fullmatch(text_of(words)) is not None
