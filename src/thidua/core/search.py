"""Search without diacritics: a folded shadow column, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from django.db.models import Q

from thidua.lib.vietnamese import fold


def search_key(*texts: str | None) -> str:
    """Return the texts folded for a `search_text` column."""
    return " ".join(fold(text) for text in texts if text)


def matching(query: str, *, field: str = "search_text") -> Q:
    """Return the rows whose folded column holds every word of `query`, in any order; all rows for an empty query."""
    found = Q()
    for word in fold(query).split():
        found &= Q(**{f"{field}__contains": word})
    return found
