"""Tables without ruling lines among the lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from thidua.lib.vanban.reading.page.alignment.columns import segments_of
from thidua.lib.vanban.reading.page.alignment.region import AlignedTable, aligned_table
from thidua.lib.vanban.reading.page.ink import Line

_MOST_TRIES = 40
_HIGHER = 2
"""Titles of two lines stand around those of one: this many lines may come before the first full one."""
_NEAR = 40
"""Lines over which the usual step from one to the next is taken."""
_WIDE = 1.35
"""A step down this many times the usual one parts rows as a blank line does."""


def aligned_tables(lines: Sequence[Line]) -> list[Line | AlignedTable]:
    """Return the lines of a page with those that make a table without rules put together."""
    if sum(1 for line in lines if len(line.words) > 2 and len(segments_of(line)) >= 3) < 3:
        return list(lines)
    found: list[Line | AlignedTable] = []
    at = tries = 0
    while at < len(lines):
        line = lines[at]
        if tries < _MOST_TRIES and len(line.words) > 2 and len(segments_of(line)) >= 3:
            tries += 1
            if (begun := _table_from(lines, at)) is not None:
                table, start, end = begun
                del found[len(found) - (at - start) :]
                found.append(table)
                at = end
                continue
        found.append(line)
        at += 1
    return found


def _table_from(lines: Sequence[Line], at: int) -> tuple[AlignedTable, int, int] | None:
    """Return the table that line `at` belongs to, with the index of its first line and the one behind its last."""
    near = lines[at : at + _NEAR]
    steps = sorted(below.base - above.base for above, below in pairwise(near) if below.base > above.base)
    usual = steps[len(steps) // 5] if steps else 0.0
    first = at
    while first > 0 and at - first < _HIGHER and 0 < lines[first].base - lines[first - 1].base < _WIDE * usual:
        first -= 1
    for start in range(first, at + 1):
        if start < at and not _within(lines[start], lines[at]):
            continue
        spaced: list[Line | None] = []
        places: list[int] = []
        for place in range(start, len(lines)):
            if spaced and lines[place].base - lines[place - 1].base > _WIDE * usual:
                spaced.append(None)
                places.append(place)
            spaced.append(lines[place])
            places.append(place)
        table = aligned_table(spaced, 0)
        if table is not None and table.end > places.index(at):
            return table, start, places[table.end - 1] + 1
    return None


def _within(above: Line, line: Line) -> bool:
    """Tell whether a line holds only upper lines of titles, none across two cells of the full line below it."""
    cells = segments_of(line)
    return all(
        sum(1 for cell in cells if part[0].left < cell[-1].right and part[-1].right > cell[0].left) <= 1
        and part[0].left > cells[0][-1].right
        for part in segments_of(above)
    )
