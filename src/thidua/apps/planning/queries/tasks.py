"""Reads of tasks and of the units that take part in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db.models import DateField, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from thidua.apps.organizations.queries import Unit
from thidua.apps.planning import domain, policies
from thidua.apps.planning.enums import PlanState, UnitPart
from thidua.apps.planning.models import Assignment, Plan, Task, TaskUnit
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible

LONGEST_LATE = timedelta(days=366)
"""A day passed longer ago than this is history, not lateness: plans of past years are read, not chased."""
RUNNING = (PlanState.ISSUED, PlanState.ACTIVE)
"""States of a plan whose work is followed."""


def overdue(today: date) -> Q:
    """Return the tasks of running plans with open work past its day. Lateness is computed, never stored."""
    return Q(open_due_on__lt=today, open_due_on__gte=today - LONGEST_LATE, plan__state__in=RUNNING)


def late_work(today: date) -> Q:
    """Return the lead assignments of running plans that are open and past their day."""
    return Q(
        part=UnitPart.LEAD,
        state__in=domain.OPEN,
        due_on__lt=today,
        due_on__gte=today - LONGEST_LATE,
        task__plan__state__in=RUNNING,
    )


def tasks_with_units(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Return the tasks with the names of their units, in two queries however many there are."""
    return tasks.select_related("plan__unit").prefetch_related(
        Prefetch("units", TaskUnit.objects.select_related("unit", "group"))
    )


def tasks_with_names(tasks: QuerySet[Task], *, parts: Collection[UnitPart] = tuple(UnitPart)) -> QuerySet[Task]:
    """Return the tasks of a list with their plans and their units as written, and nothing a list does not show.

    `parts` are those whose units are shown.

    Plans are fetched once, not beside each of their tasks: a list of one plan would read its documents row by row.
    """
    named = TaskUnit.objects.only("task_id", "part", "position", "as_written", "unit_id", "group_id")
    if len(parts) < len(UnitPart):
        named = named.filter(part__in=parts)
    tasks = tasks.defer("evidence", "other", "search_text").prefetch_related("plan__unit")
    return tasks.prefetch_related(Prefetch("units", named, to_attr="named_units"))


def tasks_of(plan: Plan) -> QuerySet[Task]:
    """Return the tasks of a plan, without those an amendment took out of it; an amending plan shows what it takes out.

    Beside an amended plan, its amending plans hold copies of its tasks: nobody works these.
    """
    return plan.tasks.all() if plan.amends_id is not None else plan.tasks.filter(is_dropped=False)


def task_for(actor: Actor, task_id: int) -> Task:
    """Return a task of a plan the actor sees. Raises NotVisible."""
    task = tasks_with_units(policies.visible_tasks(actor)).filter(pk=task_id).first()
    if task is None:
        raise NotVisible
    return task


def end_or_last() -> Coalesce:
    """Return the day a task ends, for sorting: tasks without a day come last."""
    return Coalesce("due_on", Value(date.max), output_field=DateField())


def taking_part(*, unit_ids: Collection[int], part: str = "") -> Q:
    """Return the tasks in which one of the units takes part, in the given part or in any."""
    members = Assignment.objects.filter(unit_id__in=unit_ids)
    return Q(pk__in=(members.filter(part=part) if part else members).values("task"))


def units_taking_part(tasks: QuerySet[Task]) -> list[tuple[int, str]]:
    """Return (key, name) of the units of the tree that take part in any of the tasks, in tree order."""
    rows = Assignment.objects.filter(task__in=tasks.order_by().values("pk"))
    units = Unit.objects.filter(pk__in=rows.values("unit"))  # each unit once, without sorting every row by its name
    return list(units.order_by("path").values_list("pk", "name"))


def units_of_plan(actor: Actor, plan: Plan) -> list[tuple[int, str]]:
    """Return (key, name) of the units that take part in a plan, in tree order.

    Whoever works on an issued plan has received it or is its own unit. Who oversees the plan sees all receipts: they
    are asked of these, not of the many rows of work.
    """
    if plan.state in policies.INTERNAL or plan.amends_id is not None or not policies.can_oversee(actor, plan):
        return units_taking_part(tasks_of(plan))
    units = Unit.objects.filter(Q(pk__in=plan.receipts.values("unit")) | Q(pk=plan.unit_id))
    return list(units.order_by("path").values_list("pk", "name"))


def is_late(task: Task, *, today: date) -> int:
    """Return how many days the first open work on a task is past its day, 0 if none is (see `overdue`)."""
    due = task.open_due_on
    if due is None or task.plan.state not in RUNNING or not today - LONGEST_LATE <= due < today:
        return 0
    return (today - due).days


def members_named(task: Task) -> dict[int, list[str]]:
    """Return the names of the units behind each name of a task, groups expanded, by the key of the TaskUnit."""
    found: dict[int, list[str]] = {}
    rows = Assignment.objects.filter(task=task).order_by("unit__position", "unit__name")
    for named_id, name in rows.values_list("named_id", "unit__name"):
        found.setdefault(named_id, []).append(name)
    return found


def names_of(task: Task, part: UnitPart | str) -> list[str]:
    """Return the names of the task's units in one part, as written; for tasks of `tasks_with_…`, without a query."""
    return [one.as_written for one in named_units(task) if one.part == part]


def named_units(task: Task) -> Sequence[TaskUnit]:
    """Return the units a task names; for tasks of `tasks_with_…`, without a query."""
    found: Sequence[TaskUnit] | None = getattr(task, "named_units", None)
    return list(task.units.all()) if found is None else found
