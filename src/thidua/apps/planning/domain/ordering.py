"""The order and the numbers of a plan's tasks, subtasks behind their task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Placed(NamedTuple):
    """A task in the order of its plan."""

    key: int
    parent: int | None


def in_order(rows: Sequence[Placed]) -> list[Placed]:
    """Return the rows with every subtask right behind its task; a row whose parent is not among them stands alone."""
    keys = {row.key for row in rows}
    below: dict[int | None, list[Placed]] = {}
    for row in rows:
        below.setdefault(row.parent if row.parent in keys else None, []).append(row)

    def walk(parent: int | None) -> list[Placed]:
        return [one for row in below.get(parent, []) for one in (row, *walk(row.key))]

    return walk(None)


def moved(rows: Sequence[Placed], key: int, *, place: int) -> list[Placed]:
    """Return the rows with one task, and all behind it, at the given place among its siblings, counted from 1.

    A place beyond the ends is the nearest end.
    """
    ordered = in_order(rows)
    parents = {row.key: row.parent if row.parent in {one.key for one in rows} else None for row in rows}
    siblings = [row for row in ordered if parents[row.key] == parents[key]]
    chosen = next(row for row in siblings if row.key == key)
    siblings.remove(chosen)
    siblings.insert(min(max(place, 1), len(siblings) + 1) - 1, chosen)
    others = [row for row in ordered if parents[row.key] != parents[key]]
    return in_order([*siblings, *others])


def numbers(rows: Sequence[Placed]) -> dict[int, str]:
    """Return "1", "2", "2.1" … for rows in order, by key."""
    keys = {row.key for row in rows}
    counts: dict[int | None, int] = {}
    found: dict[int, str] = {}
    for row in in_order(rows):
        parent = row.parent if row.parent in keys else None
        counts[parent] = counts.get(parent, 0) + 1
        found[row.key] = f"{found[parent]}.{counts[parent]}" if parent is not None else str(counts[parent])
    return found
