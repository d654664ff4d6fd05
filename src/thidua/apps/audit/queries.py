"""Reading the record of acts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from thidua.apps.audit.models import Entry, Head
from thidua.apps.audit.services import content
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
