"""Figures kept until anything they count may have changed.

Every write of these capabilities leaves an entry in the audit, in the same transaction, and entries are numbered in the
order in which they become visible. So what was counted when a number was the newest holds until there is a newer one:
nothing is kept for a time and hoped to be true.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from hashlib import sha256
from threading import Lock
from typing import TypeVar, cast
from weakref import WeakValueDictionary

from django.core.cache import caches

from thidua.apps.audit.queries import newest_sequence

COUNTED = ("planning.", "organizations.", "documents.")
"""Whose acts change what plans, work, units and papers amount to."""

T = TypeVar("T")


def kept(*key: Hashable, count: Callable[[], T]) -> T:
    """Return what `count` gives, kept since the last act for the same `key`: one query where nothing changed.

    `key` names what is counted and all it depends on beside the rows: the day, the year, and for whom. What is
    counted is pickled. Only for reading: a service counts anew.
    """
    name = sha256(f"{newest_sequence(COUNTED)}:{key!r}".encode()).hexdigest()
    found = caches["figures"].get(name)
    if found is None:
        with _counting_of(name):
            found = caches["figures"].get(name)  # whoever counted while we waited has kept it
            if found is None:
                found = (count(),)
                caches["figures"].set(name, found)
    return cast("tuple[T]", found)[0]


def _counting_of(name: str) -> _Turn:
    """Return the turn to count one thing: of several who ask at once in a process, one counts and the others wait."""
    with _guard:
        return _turns.setdefault(name, _Turn())


class _Turn:
    """A lock that a weak dictionary can hold."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


_guard = Lock()
_turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
