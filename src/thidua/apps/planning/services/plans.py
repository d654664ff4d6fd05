"""Changing a plan and its tasks by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from thidua.apps.audit import services as audit
from thidua.apps.planning import policies, queries
from thidua.apps.planning.domain import rules
from thidua.apps.planning.enums import TaskOrigin, UnitPart
from thidua.apps.planning.models import Plan, Task, TaskUnit
from thidua.apps.planning.services.confirmation import plan_subject, task_search_text, write_members
from thidua.apps.planning.services.links import Links, set_links
from thidua.apps.planning.services.values import set_values
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, EditConflict, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.core.search import search_key
from thidua.lib.vietnamese import clean, fold

PLAN_FIELDS = (
    "issuer_parent", "issuer", "number", "symbol", "place", "issued_on", "title", "year", "legal_bases", "recipients",
    "movements", "signer", "reminder_days", "head_after_days", "leader_after_days",
)  # fmt: skip
LONGEST_REMINDER = 365
MOST_REMINDERS = 10
TASK_FIELDS = (
    "no", "group", "content", "time_text", "starts_on", "due_on", "is_optional", "is_continuous", "recurrence",
    "product", "budget", "note",
)  # fmt: skip
NOT_YOURS = "Chỉ cán bộ soạn thảo của đơn vị ban hành được sửa kế hoạch này."
LOCKED = "Kế hoạch đang ở trạng thái “{state}” nên không sửa trực tiếp được."
LOCKED_REMEDY = "Lập kế hoạch sửa đổi, bổ sung; khi ban hành, phần thay đổi được ghi rõ và gửi tới các đơn vị."


def task_subject(task: Task) -> audit.Subject:
    return audit.Subject("planning.task", task.pk, str(task), task.plan.unit.path)


@transaction.atomic
def change_plan(*, actor: Actor, plan_id: int, version: int, values: Mapping[str, Any], at: datetime) -> Plan:
    """Change what a plan says besides its tasks (`planning.change_plan`). `values` holds fields of PLAN_FIELDS.

    Dates are dates; legal bases {"text", "number", "date"}; recipients and movements lists of texts; the signer
    {"on_behalf", "position", "name"}; reminder days numbers of days.
    Raises NotVisible, NotPermitted, EditConflict, InvalidInput.
    """
    plan = _plan_for_change(actor, plan_id)
    _same_version(plan.version, version)
    if not str(values.get("title", plan.title)).strip():
        raise InvalidInput("Chưa có trích yếu của kế hoạch.", fields={"title": "Chưa có trích yếu của kế hoạch."})
    changes = set_values(plan, values, fields=PLAN_FIELDS)
    _check_reminders(plan)
    if changes:
        plan.version += 1
        plan.search_text = search_key(plan.code, plan.title, plan.issuer)
        plan.save()
        audit.record(actor=actor, act="planning.change_plan", subject=plan_subject(plan), at=at, changes=changes)
    return plan


@transaction.atomic
def create_task(
    *,
    actor: Actor,
    plan_id: int,
    values: Mapping[str, Any],
    units: Mapping[str, list[str]],
    links: Links | None = None,
    at: datetime,
) -> Task:
    """Add a task by hand (`planning.create_task`). `units` maps each UnitPart to names as a person wrote or chose them.

    Raises NotVisible, NotPermitted, InvalidInput.
    """
    plan = _plan_for_change(actor, plan_id)
    last = plan.tasks.aggregate(last=Max("position"))["last"] or 0
    task = Task(plan=plan, origin=TaskOrigin.MANUAL, position=last + 1)
    set_values(task, values, fields=TASK_FIELDS)
    _check(task)
    task.search_text = task_search_text(task, [name for names in units.values() for name in names])
    task.save()
    _write_units(task, units, on=at.date())
    linked = set_links(task, links) if links else {}
    audit.record(
        actor=actor,
        act="planning.create_task",
        subject=task_subject(task),
        at=at,
        changes={"content": task.content, "units": units, **linked},
    )
    return task


@transaction.atomic
def change_task(
    *,
    actor: Actor,
    task_id: int,
    version: int,
    values: Mapping[str, Any],
    units: Mapping[str, list[str]],
    links: Links | None = None,
    at: datetime,
) -> Task:
    """Change a task (`planning.change_task`). What the document said stays with it as evidence.

    Raises NotVisible, NotPermitted, EditConflict, InvalidInput.
    """
    task = _task_for_change(actor, task_id)
    _same_version(task.version, version)
    changes = set_values(task, values, fields=TASK_FIELDS)
    _check(task)
    before = {part: [one.as_written for one in task.units.all() if one.part == part] for part in UnitPart.values}
    after = {part: [clean(name).strip() for name in units.get(part, [])] for part in UnitPart.values}
    if after != before:
        changes |= {part: [before[part], after[part]] for part in UnitPart.values if before[part] != after[part]}
        task.units.all().delete()
        task.assignments.all().delete()
        _write_units(task, after, on=at.date())
    if links:
        changes |= set_links(task, links)
    if changes:
        task.version += 1
        task.search_text = task_search_text(task, [name for names in after.values() for name in names])
        task.save()
        audit.record(actor=actor, act="planning.change_task", subject=task_subject(task), at=at, changes=changes)
    return task


@transaction.atomic
def remove_task(*, actor: Actor, task_id: int, at: datetime) -> Plan:
    """Take a task out of its draft (`planning.remove_task`); the record keeps what it said.

    Raises NotVisible, NotPermitted, DomainError for a plan that is no draft, or the copy of a task in an amending one.
    """
    task = _task_for_change(actor, task_id)
    if task.revises_id is not None:
        raise DomainError(
            "Nhiệm vụ này đang có trong kế hoạch được sửa đổi nên không xóa khỏi dự thảo.",
            remedy="Bấm “Bỏ khỏi kế hoạch” để ghi rõ là nhiệm vụ bị bỏ khi kế hoạch sửa đổi được ban hành.",
        )
    audit.record(
        actor=actor,
        act="planning.remove_task",
        subject=plan_subject(task.plan),
        at=at,
        changes={field: getattr(task, field) for field in TASK_FIELDS},
    )
    plan = task.plan
    task.delete()
    return plan


def _plan_for_change(actor: Actor, plan_id: int) -> Plan:
    plan = locked(policies.visible_plans(actor).select_related("unit"), plan_id)
    require_change(actor, plan)
    return plan


def _task_for_change(actor: Actor, task_id: int) -> Task:
    task = locked(policies.visible_tasks(actor).select_related("plan__unit").prefetch_related("units"), task_id)
    require_change(actor, task.plan)
    return task


def require_change(actor: Actor, plan: Plan) -> None:
    """Raise NotPermitted for whoever does not write this plan, DomainError for a plan that is no draft any more."""
    require(policies.can_write_plan(actor, plan), NOT_YOURS)
    if not policies.can_change_plan(actor, plan):
        raise DomainError(LOCKED.format(state=plan.get_state_display()), remedy=LOCKED_REMEDY)


def _same_version(current: int, opened: int) -> None:
    if current != opened:
        raise EditConflict(
            "Người khác vừa sửa nội dung này sau khi Ông/Bà mở trang.",
            remedy="Xem bản hiện tại bên cạnh, chép phần cần giữ rồi lưu lại.",
        )


def _check_reminders(plan: Plan) -> None:
    fields = {}
    days = plan.reminder_days or []
    if len(days) > MOST_REMINDERS or any(not 0 < day <= LONGEST_REMINDER for day in days):
        fields["reminder_days"] = f"Ghi nhiều nhất {MOST_REMINDERS} số ngày, mỗi số từ 1 đến {LONGEST_REMINDER}."
    if plan.leader_after_days < plan.head_after_days:
        fields["leader_after_days"] = "Lãnh đạo được báo sau thủ trưởng, hoặc cùng ngày."
    if fields:
        raise InvalidInput("Chưa lưu được kế hoạch.", fields=fields, remedy="Sửa các ô được đánh dấu rồi lưu lại.")


def _check(task: Task) -> None:
    fields = rules.task_faults(content=task.content, starts_on=task.starts_on, due_on=task.due_on)
    if fields:
        raise InvalidInput("Chưa lưu được nhiệm vụ.", fields=fields, remedy="Sửa các ô được đánh dấu rồi lưu lại.")


def _write_units(task: Task, units: Mapping[str, list[str]], *, on: date) -> None:
    names = [name for part in UnitPart.values for name in units.get(part, [])]
    entries = queries.unit_entries(task.plan.unit, names, on=on)
    named = []
    for part in UnitPart.values:
        for position, name in enumerate(units.get(part, []), start=1):
            choice = entries[fold(name)]["choice"] or {}
            named.append(
                TaskUnit(
                    task=task,
                    part=part,
                    position=position,
                    as_written=name,
                    unit_id=choice.get("unit"),
                    group_id=choice.get("group"),
                )
            )
    TaskUnit.objects.bulk_create(named)
    write_members(named, on=on)
