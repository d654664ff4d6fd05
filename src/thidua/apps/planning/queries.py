"""Reads of planning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from thidua.apps.planning import policies
from thidua.apps.planning.enums import IntakeState, UnitPart
from thidua.apps.planning.models import Intake, Plan, PlanTarget, Task, TaskUnit
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible

OPEN_INTAKES = (IntakeState.WAITING, IntakeState.READING, IntakeState.REVIEW, IntakeState.UNREADABLE)


def plans_of(actor: Actor, *, year: int | None = None) -> QuerySet[Plan]:
    """Return the plans the actor sees, with their unit and the number of tasks and targets."""
    plans = policies.visible_plans(actor).select_related("unit")
    if year is not None:
        plans = plans.filter(year=year)
    return plans.annotate(
        task_count=Count("tasks", distinct=True),
        target_count=Count("targets", distinct=True),
    )


def plan_for(actor: Actor, plan_id: int) -> Plan:
    """Return a plan the actor sees. Raises NotVisible."""
    plan = policies.visible_plans(actor).select_related("unit", "intake__file").filter(pk=plan_id).first()
    if plan is None:
        raise NotVisible
    return plan


def tasks_with_units(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Return the tasks with the names of their units, in two queries however many there are."""
    return tasks.select_related("plan__unit").prefetch_related(
        Prefetch("units", TaskUnit.objects.select_related("unit", "group"))
    )


def tasks_of(plan: Plan) -> QuerySet[Task]:
    return tasks_with_units(plan.tasks.all())


def task_for(actor: Actor, task_id: int) -> Task:
    """Return a task of a plan the actor sees. Raises NotVisible."""
    task = tasks_with_units(policies.visible_tasks(actor)).filter(pk=task_id).first()
    if task is None:
        raise NotVisible
    return task


def tasks_of_actor(actor: Actor, *, year: int) -> QuerySet[Task]:
    """Return the year's tasks in which a unit of the actor takes part, the dated ones first, soonest first."""
    paths = actor.paths([held.role for held in actor.roles])
    own = Q(pk__in=[])
    for path in paths:
        own |= Q(members__unit__path__startswith=path)
    return (
        tasks_with_units(policies.visible_tasks(actor))
        .filter(own, plan__year=year)
        .distinct()
        .order_by(undated_last(), "due_on", "plan", "position")
    )


def undated_last() -> Case:
    return Case(When(due_on__isnull=True, then=Value(1)), default=Value(0), output_field=IntegerField())


def targets_of(plan: Plan) -> list[PlanTarget]:
    """Return the plan's targets, parts right behind their whole."""
    rows = list(plan.targets.all())
    parts: dict[int | None, list[PlanTarget]] = {}
    for row in rows:
        parts.setdefault(row.whole_id, []).append(row)

    def below(key: int | None) -> list[PlanTarget]:
        return [one for row in parts.get(key, []) for one in (row, *below(row.pk))]

    return below(None)


def open_intakes(actor: Actor) -> QuerySet[Intake]:
    """Return the documents on their way that wait for somebody or something."""
    return policies.visible_intakes(actor).filter(state__in=OPEN_INTAKES).select_related("file", "unit", "created_by")


def intake_for(actor: Actor, intake_id: UUID) -> Intake:
    """Return an intake the actor sees. Raises NotVisible."""
    intake = policies.visible_intakes(actor).select_related("file", "unit", "plan").filter(pk=intake_id).first()
    if intake is None:
        raise NotVisible
    return intake


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """How many tasks end in a quarter; `quarter` None counts those without a day."""

    quarter: int | None
    count: int


def tasks_by_quarter(tasks: QuerySet[Task], *, year: int) -> list[QuarterCount]:
    """Count tasks by the quarter of their due day, in one query."""
    quarters = {
        f"q{quarter}": Count(
            "pk",
            filter=Q(due_on__gte=date(year, 3 * quarter - 2, 1), due_on__lt=_after(year, quarter)),
            distinct=True,
        )
        for quarter in (1, 2, 3, 4)
    }
    counted = tasks.order_by().aggregate(undated=Count("pk", filter=Q(due_on__isnull=True), distinct=True), **quarters)
    return [
        *(QuarterCount(quarter, counted[f"q{quarter}"]) for quarter in (1, 2, 3, 4)),
        QuarterCount(None, counted["undated"]),
    ]


def _after(year: int, quarter: int) -> date:
    return date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)


def names_of(task: Task, part: UnitPart) -> list[str]:
    """Return the names of the task's units in one part, as written. Uses what `tasks_with_units` fetched."""
    return [one.as_written for one in task.units.all() if one.part == part]
