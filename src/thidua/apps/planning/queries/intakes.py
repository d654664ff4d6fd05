"""Reads of documents on their way, and of what the names of units in them mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from thidua.apps.organizations import policies as organization_policies
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import policies
from thidua.apps.planning.enums import IntakeState
from thidua.apps.planning.models import Intake
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.lib.vietnamese import fold

READ_ENDINGS = ".docx,.doc,.pdf,.txt,.md,.html,.htm,.png,.jpg,.jpeg,.tif,.tiff"
OPEN_INTAKES = (IntakeState.WAITING, IntakeState.READING, IntakeState.REVIEW, IntakeState.UNREADABLE)


def light(intakes: QuerySet[Intake], having: Collection[str]) -> QuerySet[Intake]:
    """Return intakes with what rows show, and only those of the heavy columns that are named in `having`."""
    left_out = [name for name in ("source", "reading", "draft") if name not in having]
    return intakes.select_related("file", "unit", "created_by").defer(*left_out)


def open_intakes(actor: Actor) -> QuerySet[Intake]:
    """Return the documents on their way that wait for somebody or something, without the heavy columns."""
    return (
        policies.visible_intakes(actor)
        .filter(state__in=OPEN_INTAKES)
        .select_related("file", "unit", "created_by")
        .defer("source", "reading", "draft")
    )


def intake_for(actor: Actor, intake_id: UUID, *, having: Collection[str] = ()) -> Intake:
    """Return an intake the actor sees, with the heavy columns named in `having` (source, draft). Raises NotVisible."""
    intake = light(policies.visible_intakes(actor), having).filter(pk=intake_id).first()
    if intake is None:
        raise NotVisible
    return intake


@dataclass(frozen=True, slots=True)
class UploadPlace:
    """Where somebody may bring plans in: the units, topmost first, which endings are read, and the largest size."""

    units: tuple[tuple[int, str], ...]
    accept: str
    max_bytes: int

    @property
    def megabytes(self) -> int:
        return self.max_bytes // 2**20


def upload_place(actor: Actor) -> UploadPlace | None:
    """Return where the actor may bring plans in, None for whoever may not."""
    held = set(actor.paths(policies.WRITERS))
    if not held:
        return None
    units = organization_policies.visible_units(actor).filter(path__in=held).order_by("path").values_list("pk", "name")
    return UploadPlace(tuple(units), READ_ENDINGS, settings.OPTIONS.upload_megabytes * 2**20)


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """A document on its way, and the earlier intake of the very same file if there is one."""

    intake: Intake
    earlier: Intake | None

    @property
    def is_moving(self) -> bool:
        return self.intake.state in (IntakeState.WAITING, IntakeState.READING)


def with_duplicates(actor: Actor, intakes: Iterable[Intake]) -> list[IntakeRow]:
    """Return the documents with the earlier intake of the same file beside each, in one query more."""
    listed = list(intakes)
    earlier = intakes_of_same_file(actor, listed)
    return [IntakeRow(one, earlier.get(one.pk)) for one in listed]


def intakes_of_same_file(actor: Actor, intakes: Iterable[Intake]) -> dict[UUID, Intake]:
    """Return for each intake whose very file was brought in before the earlier one the actor sees, in one query."""
    wanted = list(intakes)
    earlier = (
        policies.visible_intakes(actor)
        .filter(file__sha256__in={one.file.sha256 for one in wanted})
        .exclude(state=IntakeState.DISCARDED)
        .select_related("file", "plan")
        .defer("source", "reading", "draft")
        .order_by("-created_at")
    )
    rows = list(earlier) if wanted else []
    found = {}
    for one in wanted:
        for row in rows:
            if row.pk != one.pk and row.file.sha256 == one.file.sha256 and row.created_at < one.created_at:
                found[one.pk] = row
                break
    return found


def unit_entries(unit: Any, names: Iterable[str], *, on: date) -> dict[str, dict[str, Any]]:
    """Return what the names of units in a paper of `unit` stand for, as `Draft["units"]` keeps it."""
    matcher = organizations.NameMatcher.for_body(owner=organizations.body_of(unit), on=on)
    entries = {}
    for name in names:
        found = matcher.match(name)
        entries[fold(name)] = {
            "as_written": name,
            "choice": {found.kind: found.id} if found.kind != "none" else None,
            "confidence": found.confidence,
            "why": found.why,
            "suggestions": [{"value": f"{one.kind}:{one.id}", "label": one.name} for one in found.suggestions],
        }
    return entries


@dataclass(frozen=True, slots=True)
class Meaning:
    """A unit or group of the tree as a page names it; `members` are the units a group stands for today."""

    label: str
    members: tuple[str, ...] = ()
    is_group: bool = False


def meanings(actor: Actor, choices: Iterable[Mapping[str, int] | None], *, on: date) -> dict[str, Meaning]:
    """Return what choices ("unit:5", "group:7") mean in words, in five queries however many there are."""
    wanted = [choice for choice in choices if choice]
    unit_ids = {choice["unit"] for choice in wanted if "unit" in choice}
    group_ids = {choice["group"] for choice in wanted if "group" in choice}
    units = organization_policies.visible_units(actor).filter(pk__in=unit_ids).values_list("pk", "name")
    found = {f"unit:{key}": Meaning(name) for key, name in units}
    members = organizations.group_members(group_ids, on=on)
    groups = organization_policies.visible_groups(actor).filter(pk__in=group_ids).values_list("pk", "name")
    for key, name in groups:
        found[f"group:{key}"] = Meaning(name, tuple(unit.name for unit in members.get(key, [])), is_group=True)
    return found
