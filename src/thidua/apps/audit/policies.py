"""Who may read the record of acts."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.apps.audit.models import Entry
from thidua.core.actor import Actor, Role
from thidua.core.policies import within

READERS = (Role.ADMINISTRATOR, Role.LEADER)


def can_read(actor: Actor, entry: Entry) -> bool:
    """Administrators and leaders read what happened in their unit and below it."""
    return bool(entry.unit_path) and actor.holds(READERS, path=entry.unit_path)


def visible_entries(actor: Actor) -> QuerySet[Entry]:
    return Entry.objects.filter(within(actor, READERS, field="unit_path")).exclude(unit_path="")


def can_read_any(actor: Actor) -> bool:
    """Whether there is a unit whose record the actor may read."""
    return bool(actor.paths(READERS))
