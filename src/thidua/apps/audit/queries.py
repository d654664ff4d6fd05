"""Reading the record of acts."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from django.apps import apps
from django.db.models import Field, Q, QuerySet
from django.utils.translation import gettext

from thidua.apps.audit.enums import fact_label, words_of
from thidua.apps.audit.models import Entry as Entry
from thidua.apps.audit.models import Head
from thidua.lib import ledger


def entries_of(*, subject_type: str, subject_id: object) -> QuerySet[Entry]:
    """Return the history of one object, newest first."""
    return Entry.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("-sequence")


def entries_about(subjects: Mapping[str, Iterable[object]], *, limit: int = 200) -> QuerySet[Entry]:
    """Return the newest acts on several objects, given as {subject type: ids}."""
    found = Q(pk__in=[])
    for subject_type, ids in subjects.items():
        found |= Q(subject_type=subject_type, subject_id__in=[str(one) for one in ids])
    return Entry.objects.filter(found).order_by("-sequence")[:limit]


def newest_sequence(prefixes: Collection[str]) -> int:
    """Return the number of the newest act whose name begins with one of `prefixes`, 0 where there is none."""
    named = Q(pk__in=[])
    for prefix in prefixes:
        named |= Q(act__startswith=prefix)
    return Entry.objects.filter(named).order_by("-sequence").values_list("sequence", flat=True).first() or 0


def verify_chain() -> tuple[int, str]:
    """Re-derive every hash. Returns (number of entries, last hash). Raises ledger.BrokenChain."""

    def links(entries: Iterable[Entry]) -> Iterator[ledger.Link]:
        for entry in entries:
            yield ledger.Link(entry.sequence, content(entry), entry.previous_hash, entry.hash)

    # Closed by hand: PostgreSQL keeps a cursor open until then, and a broken chain leaves it in the middle.
    with closing(
        cast("Generator[Entry, None, None]", Entry.objects.order_by("sequence").iterator(chunk_size=2000))
    ) as entries:
        count, last = ledger.verify(links(entries))
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


@dataclass(frozen=True, slots=True)
class Change:
    """One thing changed, in words. `before` is empty for a plain fact."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a person reads it."""

    at: datetime
    actor: str
    words: str
    subject: str
    changes: tuple[Change, ...]


HISTORY_LIMIT = 200


def history_of(*, subject_type: str, subject_id: object, limit: int = HISTORY_LIMIT) -> list[Line]:
    """Return the newest lines of an object's history tab. The caller has checked that the actor may see the object."""
    return [described(entry) for entry in entries_of(subject_type=subject_type, subject_id=subject_id)[:limit]]


def described(entry: Entry, *, with_subject: bool = False) -> Line:
    """Return an entry in words. Changes without a name in words are left out, so that no code is shown."""
    fields = _fields(entry.subject_type)
    is_self = entry.subject_type == "accounts.user" and entry.subject_id == str(entry.actor_id)
    return Line(
        at=entry.at,
        actor=entry.actor_label,
        words=words_of(entry.act),
        subject=entry.subject_label if with_subject and not is_self else "",
        changes=tuple(_changes(entry, fields)),
    )


def _fields(subject_type: str) -> dict[str, Field[Any, Any]]:
    app_label, _, name = subject_type.partition(".")
    try:
        model = apps.get_model(app_label, name)
    except (LookupError, ValueError):
        return {}
    return {field.name: field for field in model._meta.get_fields() if isinstance(field, Field)}


def _changes(entry: Entry, fields: dict[str, Field[Any, Any]]) -> Iterable[Change]:
    # In the model's order, then by name: PostgreSQL does not keep the order in which changes were written.
    places = {name: place for place, name in enumerate(fields)}
    for key, value in sorted(entry.changes.items(), key=lambda one: (places.get(one[0], len(places)), one[0])):
        field = fields.get(key)
        label = (_own_label(field) if field is not None else "") or fact_label(entry.act, key)
        if not label:
            continue
        if isinstance(value, list) and len(value) == 2:
            before, after = (_value_words(one, field) for one in value)
            yield Change(label, before or gettext("(trống)"), after or gettext("(trống)"))
        elif words := _value_words(value, field):
            yield Change(label, "", words)


def _own_label(field: Field[Any, Any]) -> str:
    """Return the label somebody wrote for a field; Django's own guess from its name is English and not shown."""
    label = str(field.verbose_name)
    return "" if label == field.name.replace("_", " ") else gettext(label)


def _value_words(value: Any, field: Field[Any, Any] | None) -> str:
    if value is None:
        return ""
    if field is not None and field.choices:
        return gettext(str(dict(field.flatchoices).get(value, value)))
    if isinstance(value, bool):
        return gettext("Có") if value else gettext("Không")
    if isinstance(value, list):
        return "; ".join(_value_words(one, field) for one in value)
    if isinstance(value, dict):
        return "; ".join(_value_words(one, None) for one in value.values())
    text = str(value)
    if len(text) == len("2026-01-31") and text[4:5] == text[7:8] == "-":
        try:
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        except ValueError:
            return text
    return text
