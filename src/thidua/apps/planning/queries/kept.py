"""Figures kept until anything they count may have changed.

Every write of these capabilities leaves an entry in the audit, in the same transaction, and entries are numbered in the
order in which they become visible. So what was counted when a number was the newest holds until there is a newer one:
nothing is kept for a time and hoped to be true.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import TypeVar, cast

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
        found = (count(),)
        caches["figures"].set(name, found)
    return cast("tuple[T]", found)[0]
