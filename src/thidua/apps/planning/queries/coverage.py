"""How far the units that received a plan have come with it: constant queries for one unit or for seven hundred."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from thidua.apps.organizations import queries as organizations
from thidua.apps.organizations.queries import Unit
from thidua.apps.planning import policies
from thidua.apps.planning.domain import coverage as domain
from thidua.apps.planning.domain.progress import OPEN
from thidua.apps.planning.enums import ReceiptState, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, Task
from thidua.apps.planning.queries.tasks import late_work
from thidua.apps.planning.queries.work import leaf_work
from thidua.core.actor import ANY_ROLE, Actor
from thidua.core.errors import NotVisible

ANSWERS_SHOWN = 200
HISTORY_RECEIPTS = 1000


def coverage_of(plan: Plan, *, today: date) -> list[domain.UnitCoverage]:
    """Return where each unit that received the plan stands, in tree order, in three queries.

    For whoever oversees the plan (`policies.can_oversee`); the caller asks.
    """
    # Values, not models: three of these for each of hundreds of units would take most of the page.
    receipts: list[Any] = list(plan.receipts.order_by().values(
        "pk", "unit_id", "state", "own_plan_id", "launched_on", "staff_total", "staff_taking_part", "reminders",
        name=F("unit__name"), short_name=F("unit__short_name"), path=F("unit__path"), position=F("unit__position"),
        search_text=F("unit__search_text"), own_state=F("own_plan__state"),
    ))  # fmt: skip
    work = work_by_unit(plan, today=today)
    below = units_below([one["own_plan_id"] for one in receipts if one["own_plan_id"]])
    positions = {one["unit_id"]: one.pop("position") for one in receipts}
    receipts.sort(key=lambda one: organizations.tree_place(one["path"], positions))
    return [
        domain.UnitCoverage(
            receipt_id=one.pop("pk"),
            place=place,
            own_state=one.pop("own_state") or "",
            work=work.get(one["unit_id"], domain.NO_WORK),
            below=below.get(one["own_plan_id"] or 0),
            **one,
        )
        for place, one in enumerate(receipts)
    ]


def worked(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return the lead work that is reported on: no cancelled work, no task that is only the sum of its parts."""
    return rows.filter(leaf_work(), part=UnitPart.LEAD).exclude(state=TaskState.CANCELLED)


def work_by_unit(plan: Plan, *, today: date) -> dict[int, domain.Work]:
    """Count the lead work of each unit in a plan, in one query."""
    expected = ~Q(state=TaskState.NOT_BEGUN) | Q(due_on__lte=today)
    sums: dict[str, Any] = {
        "lead": Count("pk"),
        "expected": Count("pk", filter=expected),
        "reported": Count("pk", filter=expected & Q(reported_at__isnull=False)),
        "overdue": Count("pk", filter=late_work(today) & Q(state__in=OPEN)),
        "done": Count("pk", filter=Q(state=TaskState.DONE)),
        "late_done": Count("pk", filter=Q(state=TaskState.DONE, done_on__gt=F("due_on"))),
    }
    work = worked(Assignment.objects.filter(task__plan=plan))
    rows: Any = work.order_by().values_list("unit_id").annotate(**sums)
    return {unit_id: domain.Work(*counts) for unit_id, *counts in rows}


def units_behind(plan: Plan, *, today: date, limit: int) -> list[tuple[Unit, domain.Work]]:
    """Return the units that lead in a plan and how their work stands, those with most late work first: two queries.

    For whoever oversees the plan.
    """
    work = work_by_unit(plan, today=today)
    units = organizations.in_tree_order(Unit.objects.filter(pk__in=work))
    return sorted(((one, work[one.pk]) for one in units), key=lambda pair: -pair[1].overdue)[:limit]


def units_below(own_plan_ids: Collection[int]) -> Mapping[int, domain.Below]:
    """Count how far the units below have come with each of the plans, in one query."""
    rows = (
        PlanReceipt.objects.filter(plan__in=own_plan_ids, plan__state__in=domain.IN_FORCE)
        .order_by()
        .values("plan_id")
        .annotate(
            units=Count("pk"),
            received=Count("pk", filter=~Q(state=ReceiptState.SENT)),
            planned=Count("pk", filter=Q(own_plan__state__in=domain.IN_FORCE)),
            launched=Count("pk", filter=Q(state=ReceiptState.LAUNCHED)),
            total=Sum("staff_total"),
            taking_part=Sum("staff_taking_part"),
        )
    )
    return {
        row["plan_id"]: domain.Below(
            row["units"], row["received"], row["planned"], row["launched"], row["total"] or 0, row["taking_part"] or 0
        )
        for row in rows
    }


def receipts_of(actor: Actor) -> QuerySet[PlanReceipt]:
    """Return what the very units of the actor received, with plan, unit and own plan."""
    return (
        policies.visible_receipts(actor)
        .filter(policies.at(actor, ANY_ROLE, field="unit__path"))
        .select_related("plan__unit", "unit", "own_plan")
        .defer("plan__evidence", "plan__headings", "own_plan__evidence", "own_plan__headings")
    )


def receipt_for(actor: Actor, receipt_id: int) -> PlanReceipt:
    """Return a receipt the actor sees. Raises NotVisible."""
    receipt = (
        policies.visible_receipts(actor).select_related("plan__unit", "unit", "own_plan").filter(pk=receipt_id).first()
    )
    if receipt is None:
        raise NotVisible
    return receipt


def headcount_below(receipt: PlanReceipt) -> tuple[int, int] | None:
    """Return (taking part, total) as the unit's own units reported under its own plan; None where none did."""
    if receipt.own_plan_id is None:
        return None
    found = PlanReceipt.objects.filter(plan=receipt.own_plan_id).aggregate(
        total=Sum("staff_total"), taking_part=Sum("staff_taking_part")
    )
    return (found["taking_part"] or 0, found["total"]) if found["total"] else None


def tasks_by_member(plan: Plan, unit_ids: Collection[int]) -> dict[int, list[tuple[Task, str]]]:
    """Return what each of the units does in a plan: its tasks with its part, what it leads first, in one query."""
    found: dict[int, list[tuple[Task, str]]] = {}
    rows = (
        Assignment.objects.filter(
            task__plan=plan, unit__in=unit_ids, task__period_starts_on=None, task__is_dropped=False
        )
        .select_related("task__plan")
        .order_by("-part", "task__position")
    )
    for row in rows if unit_ids else ():
        found.setdefault(row.unit_id, []).append((row.task, row.part))
    return found


def superior_of(actor: Actor, plan: Plan) -> Plan | None:
    """Return the superior's plan that a plan carries out, if the actor sees it."""
    if plan.answers_id is None:
        return None
    return policies.visible_plans(actor).filter(pk=plan.answers_id).first()


def cascade_subjects(actor: Actor, plan: Plan) -> dict[str, list[object]]:
    """Return what of a plan's history is told only to some: acts of units one sees, and those that name units."""
    receipts = policies.visible_receipts(actor).filter(plan=plan).order_by("pk")
    return {
        "planning.planreceipt": list(receipts.values_list("pk", flat=True)[:HISTORY_RECEIPTS]),
        "planning.coverage": [plan.pk] if policies.can_oversee(actor, plan) else [],
    }


def answered_task(actor: Actor, task: Task) -> Task | None:
    """Return the superior's task that a task answers, if the actor sees it."""
    if task.answers_id is None:
        return None
    return policies.visible_tasks(actor).select_related("plan").filter(pk=task.answers_id).first()


def answering_tasks(actor: Actor, task: Task) -> list[Task]:
    """Return the tasks of issued plans of units that answer this one, for who oversees its plan; drafts stay theirs."""
    if not policies.can_oversee(actor, task.plan):
        return []
    visible = policies.visible_tasks(actor).filter(
        answers=task, plan__state__in=domain.IN_FORCE, plan__amends=None, is_dropped=False
    )
    return list(visible.select_related("plan__unit").order_by("plan__unit__path", "position")[:ANSWERS_SHOWN])
