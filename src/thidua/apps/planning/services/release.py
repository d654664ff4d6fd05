"""Handing an issued plan to its units: groups expanded on the day, one receipt a unit, work opened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from thidua.apps.planning.enums import UnitPart
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, TargetShare, Task, TaskUnit
from thidua.apps.planning.services.confirmation import BATCH, write_members
from thidua.apps.planning.services.occurrences import write_occurrences
from thidua.apps.planning.services.rollup import roll_up


def release(plan: Plan, *, unit_ids: Collection[int] = (), at: datetime) -> None:
    """Open the work of a plan that has just been issued, in constant queries, within the caller's transaction.

    Every unit that takes part, and each of `unit_ids`, receives the plan. A task that names no unit of the tree is
    the plan's own unit's to carry out. A recurring task has no day of its own: its occurrences have.
    """
    Assignment.objects.filter(task__plan=plan).delete()
    write_members(list(TaskUnit.objects.filter(task__plan=plan).order_by("position")), on=timezone.localtime(at).date())
    leads = Assignment.objects.filter(task=OuterRef("pk"), part=UnitPart.LEAD)
    alone = list(Task.objects.filter(plan=plan).exclude(Exists(leads)).values_list("pk", flat=True))
    Assignment.objects.filter(task__in=alone, unit=plan.unit).delete()
    Assignment.objects.bulk_create(
        [Assignment(task_id=key, unit=plan.unit, part=UnitPart.LEAD) for key in alone], batch_size=BATCH
    )
    # A recurring task is done in its occurrences, one with subtasks in these: neither has a day of its own to miss.
    parts = Task.objects.filter(parent=OuterRef("task"))
    dated = Assignment.objects.filter(~Exists(parts), task__plan=plan, task__recurrence="", part=UnitPart.LEAD)
    dated.update(due_on=Subquery(Task.objects.filter(pk=OuterRef("task")).values("due_on")[:1]))
    address(plan, unit_ids=unit_ids, at=at)
    write_occurrences(plan, on=timezone.localtime(at).date())
    roll_up(plan_id=plan.pk)


def address(plan: Plan, *, unit_ids: Collection[int] = (), at: datetime) -> None:
    """Give a receipt to each unit that takes part, has a share of a target, or is in `unit_ids`, unless it has one."""
    taking_part = Assignment.objects.filter(task__plan=plan).values_list("unit_id", flat=True).distinct()
    shared = TargetShare.objects.filter(target__plan=plan).values_list("unit_id", flat=True).distinct()
    PlanReceipt.objects.bulk_create(
        [
            PlanReceipt(plan=plan, unit_id=unit_id, sent_at=at)
            for unit_id in sorted({*taking_part, *shared, *unit_ids} - {plan.unit_id})
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
