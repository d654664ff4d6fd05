"""Writing a confirmed draft as a plan: set-based, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from thidua.apps.audit import services as audit
from thidua.apps.organizations import policies as organization_policies
from thidua.apps.organizations import queries as organizations
from thidua.apps.organizations import services as organization_services
from thidua.apps.planning import domain
from thidua.apps.planning.enums import UnitPart
from thidua.apps.planning.models import Assignment, Intake, Plan, PlanTarget, Task, TaskUnit
from thidua.core.actor import Actor
from thidua.core.search import search_key

BATCH = 500
K = TypeVar("K", bound=Hashable)
LONGEST_WORDING = 300
"""Letters of a wording that can be remembered; longer ones are sentences, not names."""


def plan_subject(plan: Plan) -> audit.Subject:
    return audit.Subject("planning.plan", plan.pk, str(plan), plan.unit.path)


def write_plan(intake: Intake, *, actor: Actor, at: datetime) -> Plan:
    """Write plan, tasks, units and targets of a checked draft, and remember the unit names a person mapped."""
    draft = intake.draft
    head = draft["head"]
    plan = Plan(
        unit=intake.unit,
        kind=head["kind"],
        year=head["year"],
        issued_on=_day(head["issued_on"]),
        issued_text=head["issued_text"],
        legal_bases=_kept(draft["legal_bases"], "text", "number", "date"),
        headings=draft["headings"],
        movements=[item["text"] for item in draft["movements"] if item["included"]],
        recipients=[item["text"] for item in draft["recipients"] if item["included"]],
        signer={name: head[f"signer_{name}"] for name in ("on_behalf", "position", "name")},
        evidence=head["evidence"],
        created_by_id=actor.user_id,
        created_at=at,
        **{name: head[name] for name in ("issuer_parent", "issuer", "number", "symbol", "place", "title")},
    )
    plan.search_text = search_key(plan.code, plan.title, plan.issuer)
    plan.save()
    _write_tasks(plan, draft, on=at.date())
    _write_targets(plan, draft)
    _remember_names(intake, actor=actor, at=at)
    audit.record(
        actor=actor, act="planning.create_plan", subject=plan_subject(plan), at=at, changes={"intake": intake.pk}
    )
    return plan


def _write_tasks(plan: Plan, draft: domain.Draft, *, on: date) -> None:
    rows = [row for row in draft["tasks"] if row["included"]]
    tasks = Task.objects.bulk_create(
        [_task(plan, row, position) for position, row in enumerate(rows, start=1)], batch_size=BATCH
    )
    named = [
        TaskUnit(task=task, part=part, position=position, as_written=name, **_chosen(draft, name))
        for task, row in zip(tasks, rows, strict=True)
        for part in UnitPart.values
        for position, name in enumerate(row[part], start=1)
    ]
    TaskUnit.objects.bulk_create(named, batch_size=BATCH)
    write_members(named, on=on)


def write_members(named: list[TaskUnit], *, on: date) -> None:
    """Write the units of the tree behind names of tasks, groups expanded to their members on the day.

    A unit named more than once takes part once, as lead if any name says so.
    """
    groups = organizations.group_members({one.group_id for one in named if one.group_id}, on=on)
    members = {group_id: [unit.pk for unit in units] for group_id, units in groups.items()}
    found: dict[tuple[int, int], Assignment] = {}
    for one in sorted(named, key=lambda one: one.part != UnitPart.LEAD):
        for unit_id in [one.unit_id] if one.unit_id else members.get(one.group_id or 0, ()):
            assignment = Assignment(task_id=one.task_id, unit_id=unit_id, part=one.part, named=one)
            found.setdefault((one.task_id, unit_id), assignment)
    Assignment.objects.bulk_create(found.values(), batch_size=BATCH)


def _task(plan: Plan, row: dict[str, Any], position: int) -> Task:
    task = Task(
        plan=plan,
        origin=row["origin"],
        position=position,
        starts_on=_day(row["start"]),
        due_on=_day(row["end"]),
        evidence=row["evidence"],
        **{
            name: row[name]
            for name in ("no", "group", "content", "time_text", "product", "budget", "note", "code", "other",
                         "is_optional", "is_continuous", "recurrence", "recurrence_day", "relative_days")
        },
    )  # fmt: skip
    task.search_text = task_search_text(task, [*row["lead"], *row["coordinating"]])
    return task


def task_search_text(task: Task, names: list[str]) -> str:
    """Return what a task is found by: its number, content, group, product and the names of its units."""
    return search_key(task.no, task.code, task.content, task.group, task.product, *names)


def _write_targets(plan: Plan, draft: domain.Draft) -> None:
    rows = [row for row in draft["targets"] if row["included"]]
    made = {
        row["key"]: PlanTarget(
            plan=plan,
            position=position,
            indicator=row["indicator"],
            comparator=row["comparator"],
            minimum=_decimal(row["min"]),
            maximum=_decimal(row["max"]),
            measure=row["unit"],
            is_cumulative=not domain.is_ratio_measure(row["unit"]),
            evidence=row["evidence"],
        )
        for position, row in enumerate(rows, start=1)
    }
    write_targets(made, {row["key"]: row["whole"] for row in rows})


def write_targets(made: Mapping[K, PlanTarget], wholes: Mapping[K, K | None]) -> None:
    """Write new targets, by keys of the caller's, and hang each on its whole where that is among them."""
    PlanTarget.objects.bulk_create(made.values(), batch_size=BATCH)
    parts = {key: whole for key, whole in wholes.items() if whole in made}
    for key, whole in parts.items():
        made[key].whole = made[cast("K", whole)]
    PlanTarget.objects.bulk_update([made[key] for key in parts], ["whole"], batch_size=BATCH)


def _remember_names(intake: Intake, *, actor: Actor, at: datetime) -> None:
    """What a person mapped by hand is learned for the body, so that it is asked only once.

    An officer of a unit below the body brings plans in, but teaches the body nothing.
    """
    owner = organizations.body_of(intake.unit)
    if not organization_policies.can_map_names(actor, owner):
        return
    for entry in intake.draft["units"].values():
        if entry.get("chosen_by_person") and entry["choice"] and len(entry["as_written"]) <= LONGEST_WORDING:
            organization_services.learn_alias(
                actor=actor,
                owner_id=owner.pk,
                text=entry["as_written"],
                unit_id=entry["choice"].get("unit"),
                group_id=entry["choice"].get("group"),
                at=at,
            )


def _chosen(draft: domain.Draft, name: str) -> dict[str, int | None]:
    choice = (domain.unit_entry(draft, name) or {}).get("choice") or {}
    return {"unit_id": choice.get("unit"), "group_id": choice.get("group")}


def _kept(items: list[dict[str, Any]], *fields: str) -> list[dict[str, Any]]:
    return [{field: item[field] for field in fields} for item in items if item["included"]]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
