"""Reads of amending plans: what they change, before and after they are issued."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from thidua.apps.planning import domain, policies
from thidua.apps.planning.enums import PlanState, UnitPart
from thidua.apps.planning.models import Plan, Task
from thidua.core.actor import Actor


def amendment_of(plan: Plan) -> list[domain.Difference]:
    """Return what an amending plan changes: as it would now while it is a draft, as it did once it is issued."""
    if plan.issued_at is not None or plan.amends is None:
        return list(plan.amendment)
    before = task_texts(plan.amends.tasks.filter(period_starts_on=None))
    return domain.differences(before, task_texts(plan.tasks.all()))


def task_texts(tasks: QuerySet[Task]) -> list[domain.TaskText]:
    """Return tasks as they are compared, in order, in two queries. A parent is named as the amended plan names it."""
    rows = list(tasks.select_related("parent__revises").prefetch_related("units").order_by("position", "pk"))
    return [
        domain.TaskText(
            key=row.pk,
            values={name: _value(row, name) for name in domain.COMPARED},
            revises=row.revises_id,
            is_dropped=row.is_dropped,
        )
        for row in rows
    ]


def _value(task: Task, name: str) -> object:
    if name in UnitPart.values:
        return tuple(one.as_written for one in task.units.all() if one.part == name)
    if name == "parent":
        parent = task.parent and (task.parent.revises or task.parent)
        return parent.content if parent else ""
    return getattr(task, name)


def open_amendment(plan: Plan) -> Plan | None:
    """Return the amending plan of a plan that is being written or waits for approval."""
    return plan.amended_by.filter(state__in=policies.INTERNAL).first()


def amendments_to(plan: Plan, *, amending: Iterable[Plan] | None = None) -> list[Plan]:
    """Return the plans that have amended a plan, newest first; of those given where they were read already."""
    found = amending_plans(plan) if amending is None else amending
    return [one for one in found if one.state not in policies.INTERNAL]


def amending_plans(plan: Plan) -> list[Plan]:
    """Return the plans that have amended a plan, newest first, and the one on its way, which few may see."""
    rows = plan.amended_by.exclude(state=PlanState.WITHDRAWN).defer("evidence", "headings", "legal_bases")
    return list(rows.order_by("-issued_at", "-pk"))


def visible_open_amendment(actor: Actor, plan: Plan) -> Plan | None:
    """Return the amending plan on its way, for whoever may see such a draft."""
    return policies.visible_plans(actor).filter(amends=plan, state__in=policies.INTERNAL).first()
