"""What lead units report, rolled up on their tasks: four statements a level, for one task or for thousands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, Sum, Value, When

from thidua.apps.planning import domain
from thidua.apps.planning.enums import TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Task

BATCH = 500
ROLLED = ("state", "percent", "open_due_on", "lead_count", "done_count")


@transaction.atomic
def roll_up(*, task_ids: Collection[int] | None = None, plan_id: int | None = None) -> None:
    """Bring state, percent, counts and first open day of tasks up to date with the work on them, then of their parents.

    Give the tasks, or a plan for all of its tasks. A task with parts (subtasks, occurrences) follows its parts.
    """
    tasks = Task.objects.filter(plan_id=plan_id) if plan_id is not None else Task.objects.filter(pk__in=task_ids or ())
    # Locked in one order, so that two units reporting at once are both counted.
    rows = list(tasks.only("pk", "parent_id", *ROLLED).order_by("pk").select_for_update(of=("self",)))
    work = Assignment.objects.filter(
        part=UnitPart.LEAD, task__in=[] if plan_id is not None else [row.pk for row in rows]
    )
    if plan_id is not None:
        work = Assignment.objects.filter(part=UnitPart.LEAD, task__plan_id=plan_id)
    _write(rows, work, key="task_id", due="due_on")
    parent_ids = {row.parent_id for row in rows if row.parent_id}
    while parent_ids:
        parents = list(
            Task.objects.filter(pk__in=parent_ids)
            .only("pk", "parent_id", *ROLLED)
            .order_by("pk")
            .select_for_update(of=("self",))
        )
        _write(parents, Task.objects.filter(parent__in=parent_ids), key="parent_id", due="open_due_on")
        parent_ids = {row.parent_id for row in parents if row.parent_id}


def _write(rows: list[Task], work: QuerySet[Any], *, key: str, due: str) -> None:
    done = Case(When(state__in=domain.FINISHED, then=Value(100)), default=F("percent"), output_field=IntegerField())
    sums: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in TaskState.values}
    grouped = work.order_by().values(key).annotate(
        reached=Sum(done), first=Min(due, filter=Q(state__in=domain.OPEN)), **sums
    )  # fmt: skip
    found = {row[key]: row for row in grouped}
    for row in rows:
        one = found.get(row.pk)
        counts = {state: one[state] for state in TaskState.values} if one else {}
        row.state = domain.rolled_state(counts)
        row.lead_count = sum(counts.values())
        row.done_count = sum(counts.get(state, 0) for state in domain.FINISHED)
        row.percent = round(one["reached"] / row.lead_count) if one else 0
        row.open_due_on = one["first"] if one else None
    Task.objects.bulk_update(rows, ROLLED, batch_size=BATCH)
