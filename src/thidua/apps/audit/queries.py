"""Reading the record of acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import QuerySet

from thidua.apps.audit.models import Entry, Head
from thidua.lib import ledger


def entries_of(*, subject_type: str, subject_id: object) -> QuerySet[Entry]:
    """Return the history of one object, newest first."""
    return Entry.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("-sequence")


def verify_chain() -> tuple[int, str]:
    """Re-derive every hash. Returns (number of entries, last hash). Raises ledger.BrokenChain."""

    def links() -> Iterator[ledger.Link]:
        for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
            yield ledger.Link(entry.sequence, content(entry), entry.previous_hash, entry.hash)

    count, last = ledger.verify(links())
    head = Head.objects.get(pk=1)
    if (head.sequence, head.hash) != (count, last):
        raise ledger.BrokenChain(head.sequence, "missing at the end")
    return count, last


def content(entry: Entry) -> dict[str, Any]:
    """Return what the hash of an entry covers."""
    return {
        "at": entry.at.astimezone(UTC).isoformat(),
        "act": entry.act,
        "actor_id": entry.actor_id,
        "actor_label": entry.actor_label,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "subject_label": entry.subject_label,
        "unit_path": entry.unit_path,
        "changes": entry.changes,
    }
