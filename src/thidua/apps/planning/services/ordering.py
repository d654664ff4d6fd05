"""The order, the numbers and the dropping of tasks in a draft."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.planning import domain, policies
from thidua.apps.planning.models import Plan, Task
from thidua.apps.planning.services.confirmation import BATCH, plan_subject, task_search_text
from thidua.apps.planning.services.plans import require_change, task_subject
from thidua.core.actor import Actor
from thidua.core.errors import DomainError
from thidua.core.locking import locked


@transaction.atomic
def move_task(*, actor: Actor, task_id: int, place: int, at: datetime) -> Plan:
    """Put a task, and its parts with it, at a place among the tasks beside it, from 1 (`planning.order_tasks`).

    Raises NotVisible, NotPermitted, DomainError for a plan that is no draft. Nothing happens where it stands already.
    """
    task = _task(actor, task_id)
    rows = list(Task.objects.filter(plan=task.plan).order_by("position", "pk").only("pk", "parent_id", "position"))
    before = [row.key for row in domain.in_order(_placed(rows))]
    after = [row.key for row in domain.moved(_placed(rows), task.pk, place=place)]
    if after != before:
        _write_order(rows, after)
        audit.record(
            actor=actor, act="planning.order_tasks", subject=plan_subject(task.plan), at=at,
            changes={"content": task.content, "place": [before.index(task.pk) + 1, after.index(task.pk) + 1]},
        )  # fmt: skip
    return task.plan


@transaction.atomic
def number_tasks(*, actor: Actor, plan_id: int, at: datetime) -> Plan:
    """Number the tasks of a draft 1, 2, 2.1 … in their order (`planning.number_tasks`).

    Raises NotVisible, NotPermitted, DomainError for a plan that is no draft.
    """
    plan = locked(policies.visible_plans(actor).select_related("unit"), plan_id)
    require_change(actor, plan)
    rows = list(Task.objects.filter(plan=plan).prefetch_related("units").order_by("position", "pk"))
    kept = [row for row in rows if not row.is_dropped]
    given = domain.numbers(_placed(kept))
    changed = [row for row in kept if row.no != given[row.pk]]
    for row in changed:
        row.no = given[row.pk]
        row.version += 1
        row.search_text = task_search_text(row, [one.as_written for one in row.units.all()])
    Task.objects.bulk_update(changed, ["no", "version", "search_text"], batch_size=BATCH)
    _write_order(rows, [row.key for row in domain.in_order(_placed(rows))])
    audit.record(
        actor=actor, act="planning.number_tasks", subject=plan_subject(plan), at=at, changes={"tasks": len(changed)}
    )
    return plan


@transaction.atomic
def drop_task(*, actor: Actor, task_id: int, at: datetime) -> Task:
    """Mark a task of an amending plan, and its parts, as no longer in the plan it amends (`planning.drop_task`).

    Raises NotVisible, NotPermitted, DomainError for a task that the amended plan does not have.
    """
    return _mark(actor, task_id, "planning.drop_task", is_dropped=True, at=at)


@transaction.atomic
def keep_task(*, actor: Actor, task_id: int, at: datetime) -> Task:
    """Keep a task after all, with its parts and what it is a part of (`planning.keep_task`)."""
    return _mark(actor, task_id, "planning.keep_task", is_dropped=False, at=at)


def _mark(actor: Actor, task_id: int, act: str, *, is_dropped: bool, at: datetime) -> Task:
    task = _task(actor, task_id)
    if task.revises_id is None:
        raise DomainError(
            "Nhiệm vụ này không có trong kế hoạch được sửa đổi.", remedy="Xóa nhiệm vụ nếu không cần thêm nữa."
        )
    rows = domain.in_order(_placed(Task.objects.filter(plan=task.plan).only("pk", "parent_id")))
    parents = {row.key: row.parent for row in rows}

    def is_below(key: int | None) -> bool:
        while key is not None and key != task.pk:
            key = parents.get(key)
        return key == task.pk

    touched = {row.key for row in rows if is_below(row.key)}
    above = task.parent_id
    while not is_dropped and above is not None:
        touched.add(above)
        above = parents.get(above)
    if task.is_dropped != is_dropped:
        # A part that was only added here goes with its task; there is nothing to drop of it in the amended plan.
        Task.objects.filter(pk__in=touched).update(is_dropped=is_dropped)
        task.is_dropped = is_dropped
        audit.record(actor=actor, act=act, subject=task_subject(task), at=at, changes={"content": task.content})
    return task


def _task(actor: Actor, task_id: int) -> Task:
    task = locked(policies.visible_tasks(actor).select_related("plan__unit"), task_id)
    require_change(actor, task.plan)
    return task


def _placed(rows: Iterable[Task]) -> list[domain.Placed]:
    return [domain.Placed(row.pk, row.parent_id) for row in rows]


def _write_order(rows: list[Task], keys: list[int]) -> None:
    places = {key: position for position, key in enumerate(keys, start=1)}
    changed = [row for row in rows if row.position != places[row.pk]]
    for row in changed:
        row.position = places[row.pk]
    Task.objects.bulk_update(changed, ["position"], batch_size=BATCH)
