"""Opening the periods of recurring tasks as tasks of their own, with the same units, a fortnight ahead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.planning import domain, queries
from thidua.apps.planning.enums import TaskOrigin, UnitPart
from thidua.apps.planning.models import Assignment, Plan, Task, TaskUnit
from thidua.apps.planning.services.confirmation import BATCH, plan_subject
from thidua.apps.planning.services.rollup import roll_up
from thidua.core.actor import Actor
from thidua.core.locking import locked
from thidua.core.search import search_key

AHEAD = timedelta(days=14)
COPIED = ("no", "group", "content", "product", "budget", "note", "code", "is_optional")


@transaction.atomic
def open_occurrences(*, actor: Actor, plan_id: int, on: date, at: datetime) -> int:
    """Open the periods that begin by `on` and a fortnight (`planning.open_occurrences`), in constant queries.

    Returns how many were opened: none in a second run. Periods that were due before the plan was issued are not
    opened: nobody could have worked them. A plan that is not running, or amends another, is left alone.
    """
    plan = locked(Plan.objects.select_related("unit"), plan_id)
    if plan.state not in queries.RUNNING or plan.amends_id is not None:
        return 0
    count = write_occurrences(plan, on=on)
    if count:
        roll_up(plan_id=plan.pk)
        audit.record(
            actor=actor, act="planning.open_occurrences", subject=plan_subject(plan), at=at, changes={"tasks": count}
        )
    return count


def write_occurrences(plan: Plan, *, on: date) -> int:
    """Write what `open_occurrences` opens, in the caller's transaction, without rolling up. The plan is locked."""
    recurring = {
        one.pk: one for one in plan.tasks.filter(is_dropped=False).exclude(recurrence="").defer("evidence", "other")
    }
    if not recurring:
        return 0
    first = timezone.localtime(plan.issued_at).date() if plan.issued_at else on
    present = set(Task.objects.filter(parent__in=recurring).values_list("parent_id", "period_starts_on"))
    made: dict[int, list[Task]] = {}
    for one in recurring.values():
        for period in domain.occurrences_of(
            one.recurrence, year=plan.year, day=one.recurrence_day, starts_on=one.starts_on, ends_on=one.due_on
        ):
            if first <= period.due_on and period.starts_on <= on + AHEAD and (one.pk, period.starts_on) not in present:
                made.setdefault(one.pk, []).append(_occurrence(one, period))
    tasks = [task for found in made.values() for task in found]
    Task.objects.bulk_create(tasks, batch_size=BATCH)
    if tasks:
        _copy_units(made)
    return len(tasks)


def _occurrence(task: Task, period: domain.Occurrence) -> Task:
    name = domain.occurrence_name(task.recurrence, period)
    return Task(
        plan_id=task.plan_id,
        parent=task,
        period_starts_on=period.starts_on,
        origin=TaskOrigin.OCCURRENCE,
        position=task.position,
        time_text=name,
        starts_on=period.starts_on,
        due_on=period.due_on,
        search_text=f"{task.search_text} {search_key(name)}",
        **{field: getattr(task, field) for field in COPIED},
    )


def _copy_units(made: dict[int, list[Task]]) -> None:
    """Give each occurrence the names, units and responsible people its recurring task has now."""
    names = TaskUnit.objects.filter(task__in=made)
    copies = [
        (one.pk, TaskUnit(task=task, part=one.part, position=one.position, as_written=one.as_written,
                          unit_id=one.unit_id, group_id=one.group_id))
        for one in names
        for task in made[one.task_id]
    ]  # fmt: skip
    TaskUnit.objects.bulk_create([copy for _source, copy in copies], batch_size=BATCH)
    named = {(source, copy.task_id): copy.pk for source, copy in copies}
    work = [
        (one.pk, Assignment(task=task, unit_id=one.unit_id, part=one.part,
                            named_id=named.get((one.named_id or 0, task.pk)),
                            due_on=task.due_on if one.part == UnitPart.LEAD else None))
        for one in Assignment.objects.filter(task__in=made)
        for task in made[one.task_id]
    ]  # fmt: skip
    Assignment.objects.bulk_create([copy for _source, copy in work], batch_size=BATCH)
    through = Assignment.people.through
    responsible: dict[int, list[int]] = {}
    for source, person_id in through.objects.filter(assignment__task__in=made).values_list(
        "assignment_id", "person_id"
    ):
        responsible.setdefault(source, []).append(person_id)
    through.objects.bulk_create(
        [
            through(assignment_id=copy.pk, person_id=person_id)
            for source, copy in work
            for person_id in responsible.get(source, ())
        ],
        batch_size=BATCH,
    )


def plans_recurring(*, on: date) -> list[int]:
    """Return the running plans of this year and the next with recurring tasks."""
    near = Q(year__in=(on.year, (on + AHEAD).year), state__in=queries.RUNNING)
    recurring = Task.objects.filter(plan=OuterRef("pk")).exclude(recurrence="")
    return list(Plan.objects.filter(near, Exists(recurring)).values_list("pk", flat=True))
