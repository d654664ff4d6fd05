"""Columns of a table without ruling lines: stretches that the words of many lines keep to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from thidua.lib.vanban.reading.page.ink import Line, Word

_MOST_COLUMNS = 14
_GUTTER = 0.55
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

    @property
    def is_title_only(self) -> bool:
        return self.is_titled and self.lines <= 1


def segments_of(line: Line) -> list[Segment]:
    """Return the words of a line in the groups that wide blanks part."""
    groups: list[Segment] = [[line.words[0]]]
    for one, other in pairwise(line.words):
        if other.left - one.right > _GUTTER * line.size:
            groups.append([other])
        else:
            groups[-1].append(other)
    return groups


@dataclass(slots=True)
class Columns:
    """The columns found so far, from left to right; `begun` after the first line."""

    held: list[Column] = field(default_factory=list)
    begun: bool = False

    def place(self, line: Line) -> dict[int, Segment] | None:
        """Return the words of a line by column, None when a cell would cross a gutter. New columns are made for."""
        result: dict[int, Segment] = {}
        fresh: list[Segment] = []
        queue = segments_of(line)
        lone = len(queue) == 1
        while queue:
            segment = queue.pop(0)
            touched = [
                place
                for place, column in enumerate(self.held)
                if segment[0].left < column.right and segment[-1].right > column.left
            ]
            if len(touched) > 1:
                held = [place for place in touched if not self.held[place].is_title_only]
                cut = 0 if lone else self._cut(segment, held, line.size)
                if not cut and self._merge(touched):
                    return self.place(line)
                cut = cut or (0 if lone else self._cut(segment, touched, line.size))
                if not cut:
                    return None
                queue[:0] = [segment[:cut], segment[cut:]]
                continue
            if touched:
                result.setdefault(touched[0], []).extend(segment)
            else:
                fresh.append(segment)
        if fresh:
            if len(self.held) + len(fresh) > _MOST_COLUMNS:
                return None
            titled = not self.begun
            self.held.extend(Column(segment[0].left, segment[-1].right, is_titled=titled) for segment in fresh)
            self.held.sort(key=lambda column: column.left)
            return self.place(line)
        return result

    def _cut(self, segment: Segment, touched: list[int], size: float) -> int:
        """Return the word at which a cell begins that a full one before it left only one blank."""
        starts = [self.held[place].left for place in touched[1:]]
        for place, word in enumerate(segment[1:], start=1):
            if any(abs(word.left - start) < 0.3 * size for start in starts):
                return place
        return 0

    def _merge(self, touched: list[int]) -> bool:
        """Join columns that only one line set apart by a wide blank of its own."""
        span = self.held[touched[0] : touched[-1] + 1]
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
        self.held[touched[0] : touched[-1] + 1] = [whole]
        return True

    def widen(self, placed: dict[int, Segment]) -> None:
        for place, words in placed.items():
            column = self.held[place]
            column.left, column.right = min(column.left, words[0].left), max(column.right, words[-1].right)
            column.lines += 1
        self.begun = True

    def part(self, lines: Sequence[Line]) -> None:
        """Part columns that only a title spread over them kept together, with nothing printed between their cells."""
        parted: list[Column] = []
        for column in self.held:
            inner = Columns()
            both = 0
            for line in lines:
                words = [word for word in line.words if column.left <= word.left and word.right <= column.right]
                if not words:
                    continue
                cells = inner.place(Line.of(words))
                if cells is None:
                    inner.held = []
                    break
                inner.widen(cells)
                both += len(cells) > 1
            fine = both >= 3 and all(part.lines >= 3 for part in inner.held)
            parted.extend(inner.held if fine else [column])
        self.held = parted[:_MOST_COLUMNS]

    def join_titles(self, repeats: int) -> None:
        """Join a title that stands off its cells, as one set in the middle of a column does, with the cells beside.

        `repeats` counts how often the titles are printed.
        """
        for place in range(len(self.held) - 1, -1, -1):
            title = self.held[place]
            if not title.is_titled or title.lines > repeats:
                continue
            beside = [
                other
                for other in (place - 1, place + 1)
                if 0 <= other < len(self.held) and not self.held[other].is_titled
            ]
            if not beside:
                continue
            nearest = min(beside, key=lambda other: self._between(place, other))
            cells = self.held[nearest]
            joined = Column(min(title.left, cells.left), max(title.right, cells.right), cells.lines, is_titled=True)
            self.held[min(place, nearest) : max(place, nearest) + 1] = [joined]

    def _between(self, one: int, other: int) -> float:
        left, right = self.held[min(one, other)], self.held[max(one, other)]
        return right.left - left.right

    def assign(self, line: Line) -> dict[int, Segment]:
        """Return the words of a line by final column; a title spread over several belongs to the first of them."""
        result: dict[int, Segment] = {}
        for segment in segments_of(line):
            rest = segment
            while rest:
                touched = [
                    place
                    for place, column in enumerate(self.held)
                    if rest[0].left < column.right and rest[-1].right > column.left
                ]
                cut = self._cut(rest, touched, line.size) if len(touched) > 1 else 0
                place = touched[0] if touched else self._nearest(rest)
                result.setdefault(place, []).extend(rest[: cut or None])
                rest = rest[cut:] if cut else []
        return result

    def _nearest(self, segment: Segment) -> int:
        return max((place for place, column in enumerate(self.held) if column.left <= segment[0].left), default=0)
