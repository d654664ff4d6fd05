"""Tables without ruling lines: cells that stand under each other over several lines.

One line never makes a table. Columns are stretches that the words of many lines keep to, with nothing printed in the
gutters between them; rows are told by their numbers, by blank lines, or by a cell that begins again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from thidua.lib.vanban.reading.layout import opens_layout
from thidua.lib.vanban.reading.page.ink import Line, Word

_LABEL = re.compile(r"[(]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[a-zđA-ZĐ])[.)]?")
_NUMBER_TITLE = re.compile(r"(?:S?TT|Stt|Tt|Số TT|Số thứ tự|Thứ tự)\.?", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:[-–]\s*|[Tt]rang\s+)?\d{1,3}(?:\s*[-–]|\s*/\s*\d{1,3})?")
_MOST_COLUMNS = 14
_MOST_BLANK = 3
_MOST_HEADER = 5
_MOST_LOOSE = 3
_LONGEST_GROUP = 120
_GUTTER = 0.75
"""Blank between cells, in heights of type; words of one cell stand closer."""

Segment = list[Word]


@dataclass(slots=True)
class Column:
    """A stretch that words keep to; `lines` counts those with a word in it."""

    left: float
    right: float
    lines: int = 0
    is_titled: bool = False
    """Begun by the first line."""


@dataclass(slots=True)
class AlignedRow:
    """The printed lines of each cell; a row of one cell over the whole width has it first and `is_group`."""

    cells: list[list[Line]]
    is_group: bool = False
    is_header: bool = False


@dataclass(slots=True)
class AlignedTable:
    columns: list[Column]
    rows: list[AlignedRow]
    end: int
    """The index behind the last line of the table."""


@dataclass(slots=True)
class _Entry:
    """A line of the region; `segments` is None for one that crosses the gutters, `words` is empty for a blank one."""

    index: int
    line: Line
    after_blank: bool = False
    after_page: bool = False
    is_loose: bool = False


def segments_of(line: Line) -> list[Segment]:
    """Return the words of a line in the groups that wide blanks part."""
    groups: list[Segment] = [[line.words[0]]]
    for one, other in pairwise(line.words):
        if other.left - one.right > _GUTTER * line.size:
            groups.append([other])
        else:
            groups[-1].append(other)
    return groups


def aligned_table(lines: Sequence[Line | None], at: int) -> AlignedTable | None:
    """Return the table whose first line is lines[at], or None. A blank line, or a wider space, is None in `lines`."""
    region = _Region(lines, at)
    region.grow()
    return region.table()


@dataclass(slots=True)
class _Region:
    """The lines from `start` on that keep to common columns."""

    lines: Sequence[Line | None]
    start: int
    columns: list[Column] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)

    def grow(self) -> None:
        blanks = 0
        after_page = False
        pending: list[_Entry] = []
        for index in range(self.start, len(self.lines)):
            line = self.lines[index]
            if line is None:
                blanks += 1
                if blanks > _MOST_BLANK:
                    break
                continue
            if self.entries and self._is_page_number(index):
                after_page, blanks = True, 0
                continue
            entry = _Entry(index, line, after_blank=blanks > 0, after_page=after_page)
            if opens_layout(" ".join(word.text for word in segment) for segment in segments_of(line)):
                break
            before = list(self.columns)
            placed = self._placed(line)
            if placed is None or (self.entries and len(placed) == 1 and self._stands_alone(placed, entry)):
                entry.is_loose, self.columns = True, before
                pending.append(entry)
                if len(pending) > _MOST_LOOSE or len(line.text) > _LONGEST_GROUP or not self.entries:
                    break
            else:
                if pending and (self._repeats_header(line) or not self._opens_row(placed)):
                    self.columns = before
                    break
                self.entries.extend(pending)
                pending = []
                self._widen(placed)
                self.entries.append(entry)
                after_page = False
            blanks = 0

    def _is_page_number(self, index: int) -> bool:
        line = self.lines[index]
        if line is None or not _PAGE_NUMBER.fullmatch(line.text):
            return False
        if self.columns and line.left < self.columns[0].right:
            return False
        around = (self.lines[index - 1], self.lines[index + 1] if index + 1 < len(self.lines) else None)
        return None in around or (around[1] is not None and self._repeats_header(around[1]))

    def _stands_alone(self, placed: dict[int, Segment], entry: _Entry) -> bool:
        """Tell whether a lone cell is a group row, or text behind the table, and carries no row on."""
        place, words = next(iter(placed.items()))
        if place == 0 and not _is_label(words) and self._is_numbered():
            return True
        return entry.after_blank and not (entry.after_page and place > 0)

    def _is_numbered(self) -> bool:
        """Tell whether the first column has held numbers so far, or is titled to hold them."""
        first = self.columns[0]
        begun = [[word for word in entry.line.words if word.right <= first.right] for entry in self.entries[:12]]
        return any(words and (_is_label(words) or _NUMBER_TITLE.fullmatch(_text(words))) for words in begun)

    def _opens_row(self, placed: dict[int, Segment]) -> bool:
        first = placed.get(0)
        return len(placed) >= 2 and first is not None and (len(placed) >= 3 or _is_label(first))

    def _repeats_header(self, line: Line) -> bool:
        return len(self.entries) > 1 and line.text == self.entries[0].line.text

    def _placed(self, line: Line) -> dict[int, Segment] | None:
        """Return the words of a line by column, None when a cell would cross a gutter. New columns are made for."""
        result: dict[int, Segment] = {}
        fresh: list[Segment] = []
        queue = segments_of(line)
        lone = len(queue) == 1
        while queue:
            segment = queue.pop(0)
            touched = [
                place
                for place, column in enumerate(self.columns)
                if segment[0].left < column.right and segment[-1].right > column.left
            ]
            if len(touched) > 1:
                cut = 0 if lone else self._cut(segment, touched, line.size)
                if cut:
                    queue[:0] = [segment[:cut], segment[cut:]]
                    continue
                if not self._merge(touched):
                    return None
                return self._placed(line)
            if touched:
                result.setdefault(touched[0], []).extend(segment)
            else:
                fresh.append(segment)
        if fresh:
            if len(self.columns) + len(fresh) > _MOST_COLUMNS:
                return None
            titled = not self.entries
            self.columns.extend(Column(segment[0].left, segment[-1].right, is_titled=titled) for segment in fresh)
            self.columns.sort(key=lambda column: column.left)
            return self._placed(line)
        return result

    def _cut(self, segment: Segment, touched: list[int], size: float) -> int:
        """Return the word at which a cell begins that a full one before it left only one blank."""
        starts = [self.columns[place].left for place in touched[1:]]
        for place, word in enumerate(segment[1:], start=1):
            if any(abs(word.left - start) < 0.3 * size for start in starts):
                return place
        return 0

    def _merge(self, touched: list[int]) -> bool:
        """Join columns that only one line set apart by a wide blank of its own."""
        span = self.columns[touched[0] : touched[-1] + 1]
        strong = [column for column in span if column.lines > 1 or column.is_titled]
        titles = [column for column in strong if column.is_titled]
        if len(strong) > 1 and not (len(strong) == 2 and len(titles) == 1 and titles[0].lines == 1):
            return False  # only a title set off from its cells may join them
        whole = Column(
            min(column.left for column in span),
            max(column.right for column in span),
            max(column.lines for column in span),
            bool(strong and strong[0].is_titled),
        )
        self.columns[touched[0] : touched[-1] + 1] = [whole]
        return True

    def _widen(self, placed: dict[int, Segment]) -> None:
        for place, words in placed.items():
            column = self.columns[place]
            column.left, column.right = min(column.left, words[0].left), max(column.right, words[-1].right)
            column.lines += 1

    # From lines to rows

    def _part(self) -> None:
        """Part columns that only a title spread over them kept together, with nothing printed between their cells."""
        parted: list[Column] = []
        for column in self.columns:
            inner = _Region((), 0)
            both = 0
            for entry in self.entries[1:]:
                words = [word for word in entry.line.words if column.left <= word.left and word.right <= column.right]
                if entry.is_loose or not words or entry.line.text == self.entries[0].line.text:
                    continue
                cells = inner._placed(Line.of(words))
                if cells is None:
                    inner.columns = []
                    break
                inner._widen(cells)
                both += len(cells) > 1
            fine = both >= 3 and all(part.lines >= 3 for part in inner.columns)
            parted.extend(inner.columns if fine else [column])
        self.columns = parted[:_MOST_COLUMNS]

    def _join_titles(self) -> None:
        """Join a title that stands off its cells, as one set in the middle of a column does, with the cells beside."""
        repeats = sum(1 for entry in self.entries if entry.line.text == self.entries[0].line.text)
        for place in range(len(self.columns) - 1, -1, -1):
            title = self.columns[place]
            if not title.is_titled or title.lines > repeats:
                continue
            beside = [
                other
                for other in (place - 1, place + 1)
                if 0 <= other < len(self.columns) and not self.columns[other].is_titled
            ]
            if not beside:
                continue
            nearest = min(beside, key=lambda other: self._between(place, other))
            cells = self.columns[nearest]
            joined = Column(min(title.left, cells.left), max(title.right, cells.right), cells.lines, is_titled=True)
            self.columns[min(place, nearest) : max(place, nearest) + 1] = [joined]

    def _between(self, one: int, other: int) -> float:
        left, right = self.columns[min(one, other)], self.columns[max(one, other)]
        return right.left - left.right

    def _assigned(self, entry: _Entry) -> dict[int, Segment] | None:
        """Return the words of a line by final column; a title spread over several belongs to the first of them."""
        result: dict[int, Segment] = {}
        for segment in segments_of(entry.line):
            rest = segment
            while rest:
                touched = [
                    place
                    for place, column in enumerate(self.columns)
                    if rest[0].left < column.right and rest[-1].right > column.left
                ]
                cut = self._cut(rest, touched, entry.line.size) if len(touched) > 1 else 0
                place = touched[0] if touched else self._nearest(rest)
                result.setdefault(place, []).extend(rest[: cut or None])
                rest = rest[cut:] if cut else []
        return result

    def _nearest(self, segment: Segment) -> int:
        return max((place for place, column in enumerate(self.columns) if column.left <= segment[0].left), default=0)

    def table(self) -> AlignedTable | None:
        """Return the rows of the region when it is a table, else None."""
        if len(self.columns) < 2 or len(self.entries) < 3:
            return None
        self._part()
        self._join_titles()
        placed = [None if entry.is_loose else self._assigned(entry) for entry in self.entries]
        full = sum(1 for cells in placed if cells is not None and len(cells) >= 3)
        if len(self.columns) < 3 or full < 2:
            return None
        labels = [cells is not None and 0 in cells and _is_label(cells[0]) for cells in placed]
        titled = bool(placed[0]) and _NUMBER_TITLE.fullmatch(_text((placed[0] or {}).get(0, []))) is not None
        numbered = sum(labels) >= 2 or (titled and any(labels))
        if numbered:
            others = sum(1 for cells, label in zip(placed, labels, strict=True) if cells and 0 in cells and not label)
            numbered = others <= sum(labels) + 2 * _MOST_HEADER
        if not numbered and not self._is_even(placed):
            return None
        rows = self._rows(placed, labels if numbered else None)
        if len(rows) < (2 if numbered else 4):
            return None
        return AlignedTable(self.columns, rows, self.entries[-1].index + 1)

    def _is_even(self, placed: Sequence[dict[int, Segment] | None]) -> bool:
        """Tell whether cells begin under each other in every column, on enough lines to be no accident."""
        if sum(1 for cells in placed if cells is not None and len(cells) >= 3) < 4:
            return False
        for place, column in enumerate(self.columns):
            starts = [cells[place][0].left for cells in placed if cells is not None and place in cells]
            even = sum(1 for start in starts if abs(start - column.left) < 0.6 * self.entries[0].line.size)
            if even * 5 < len(starts) * 4:
                return False
        return True

    def _rows(self, placed: Sequence[dict[int, Segment] | None], labels: Sequence[bool] | None) -> list[AlignedRow]:
        header = self._header_length(placed, labels)
        first = self.entries[0].line.text
        by_block = labels is not None and self._blocks_are_rows(labels, header)
        rows: list[AlignedRow] = []
        filled: set[int] = set()
        titles = 0
        for index, (entry, cells) in enumerate(zip(self.entries, placed, strict=True)):
            if cells is None:
                if rows and rows[-1].is_group and not entry.after_blank:
                    rows[-1].cells[0].append(entry.line)
                else:
                    rows.append(AlignedRow([[entry.line], *([] for _ in self.columns[1:])], is_group=True))
                continue
            if entry.line.text == first:
                titles = header
            in_header = titles > 0
            titles -= 1
            if in_header:
                begins = entry.line.text == first
            elif not rows or rows[-1].is_group or rows[-1].is_header:
                begins = True
            elif labels is None:
                begins = (entry.after_blank and not entry.after_page) or _begins_again(cells, filled, len(self.columns))
            elif by_block:
                begins = entry.after_blank and not (entry.after_page and not self._block_has_label(index, labels))
            else:
                begins = labels[index] or (entry.after_blank and not entry.after_page and len(cells) >= 2)
            if begins:
                rows.append(AlignedRow([[] for _ in self.columns], is_header=in_header))
            for place, words in cells.items():
                rows[-1].cells[place].append(Line.of(words))
            filled = set(cells)
        return rows

    def _header_length(self, placed: Sequence[dict[int, Segment] | None], labels: Sequence[bool] | None) -> int:
        """Return how many lines the titles take: those before the first number, a blank line or a group row."""
        if labels is None:
            return 1
        count = 0
        for entry, cells, label in zip(self.entries, placed, labels, strict=True):
            if label or cells is None or (count and entry.after_blank):
                return count
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


def _begins_again(cells: dict[int, Segment], filled: set[int], count: int) -> bool:
    """Tell whether a line without a number begins a row: a cell that had ended is printed in again, or all begin."""
    if not set(cells) <= filled:
        return True
    return len(cells) == count and all(not words[0].text[:1].islower() for words in cells.values())


def _text(words: Segment) -> str:
    return " ".join(word.text for word in words)


def _is_label(words: Segment) -> bool:
    return _LABEL.fullmatch(_text(words)) is not None
