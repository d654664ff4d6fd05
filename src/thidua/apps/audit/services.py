"""Writing the record of acts. Called last in every service, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from thidua.apps.audit.models import Entry, Head
from thidua.apps.audit.queries import content
from thidua.core.actor import Actor
from thidua.core.search import search_key
from thidua.lib import ledger


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted on: `type` is "app.model", `label` what a person calls it, `unit_path` the unit it belongs to."""

    type: str
    id: object
    label: str
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act to record. `changes` maps a field to [before, after], or holds plain facts of the act."""

    act: str
    subject: Subject
    changes: Mapping[str, Any] = field(default_factory=dict)


def record(
    *, actor: Actor, act: str, subject: Subject, at: datetime, changes: Mapping[str, Any] | None = None
) -> Entry:
    """Append one act to the chain. Needs an open transaction."""
    return record_many(actor=actor, acts=[Act(act, subject, changes or {})], at=at)[0]


def record_many(*, actor: Actor, acts: Iterable[Act], at: datetime) -> list[Entry]:
    """Append several acts in order, in three statements however many they are. Needs an open transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record outside a transaction: the act and its record must stand or fall together")
    head = Head.objects.select_for_update().get(pk=1)
    sequence, previous = head.sequence, head.hash
    entries = []
    for one in acts:
        sequence += 1
        entry = Entry(
            sequence=sequence,
            at=at,
            act=one.act,
            actor_id=actor.user_id,
            actor_label=actor.label[:200],
            subject_type=one.subject.type,
            subject_id=str(one.subject.id),
            subject_label=one.subject.label[:300],
            unit_path=one.subject.unit_path,
            changes=_plain(one.changes),
            previous_hash=previous,
            search_text=search_key(actor.label, one.subject.label),
        )
        entry.hash = previous = ledger.digest(previous_hash=previous, sequence=sequence, content=content(entry))
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=500)
    head.sequence, head.hash = sequence, previous
    head.save(update_fields=["sequence", "hash"])
    return entries


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    return value
