"""Which task must be done before which: no circle, and what stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def has_circle(needs: Iterable[tuple[int, int]], *, task: int, needed: Collection[int]) -> bool:
    """Whether `task` would wait for itself if it needed `needed`; `needs` holds the other (task, needed) pairs."""
    onward: dict[int, list[int]] = {}
    for one, other in needs:
        if one != task:
            onward.setdefault(one, []).append(other)
    seen: set[int] = set()
    waiting = list(needed)
    while waiting:
        one = waiting.pop()
        if one == task:
            return True
        if one not in seen:
            seen.add(one)
            waiting += onward.get(one, [])
    return False
