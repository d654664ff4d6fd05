"""Events of a plan: prepared, held with a result, or called off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.documents import services as documents
from thidua.apps.planning import policies, transitions
from thidua.apps.planning.enums import EventKind, EventState, PlanState
from thidua.apps.planning.models import Plan, PlanEvent, Task
from thidua.apps.planning.services.steps import next_state
from thidua.apps.planning.services.targets import require_version
from thidua.apps.planning.services.values import set_values
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vietnamese import clean

EVENT_FIELDS = ("kind", "title", "starts_at", "ends_at", "place", "participants", "participant_count")
EVENT_STATES = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.ISSUED, PlanState.ACTIVE)
"""The states of a plan to which events are added."""
Files = Sequence[tuple[str, BinaryIO]]
"""(name, content) of each file to keep."""


def event_subject(event: PlanEvent) -> audit.Subject:
    return audit.Subject("planning.planevent", event.pk, str(event), event.plan.unit.path)


@transaction.atomic
def create_event(
    *, actor: Actor, plan_id: int, values: Mapping[str, Any], files: Files = (), at: datetime
) -> PlanEvent:
    """Add an event to a plan (`planning.create_event`), whether a draft or issued.

    `values` holds EVENT_FIELDS and `task`, the key of a task of the plan or None. Raises NotVisible, NotPermitted,
    InvalidInput, DomainError for a plan that is closed or withdrawn.
    """
    plan = locked(policies.visible_plans(actor).select_related("unit"), plan_id)
    require_new_event(actor, plan)
    event = PlanEvent(plan=plan, created_by_id=actor.user_id, created_at=at)
    _take(event, values)
    event.save()
    kept = _keep(actor, event, files, at=at)
    changes = {"title": event.title, "starts": _moment(event.starts_at), "place": event.place, **kept}
    audit.record(actor=actor, act="planning.create_event", subject=event_subject(event), at=at, changes=changes)
    return event


@transaction.atomic
def change_event(
    *, actor: Actor, event_id: int, version: int, values: Mapping[str, Any], files: Files = (), at: datetime
) -> PlanEvent:
    """Change an event that is still ahead (`planning.change_event`).

    Raises NotVisible, NotPermitted, EditConflict, InvalidInput, DomainError for one held or called off.
    """
    event = _event_for(actor, event_id)
    event.state = _target(event, "planning.change_event")
    require_version(event.version, version)
    changes = {**_take(event, values), **_keep(actor, event, files, at=at)}
    if changes:
        event.version += 1
        event.save()
        audit.record(actor=actor, act="planning.change_event", subject=event_subject(event), at=at, changes=changes)
    return event


@transaction.atomic
def record_event(
    *,
    actor: Actor,
    event_id: int,
    version: int,
    result: str,
    participant_count: int | None = None,
    files: Files = (),
    at: datetime,
) -> PlanEvent:
    """Record that an event was held, and with what result (`planning.record_event`); again to correct it.

    Raises NotVisible, NotPermitted, EditConflict, InvalidInput, DomainError for one called off.
    """
    event = _event_for(actor, event_id)
    event.state = _target(event, "planning.record_event")
    require_version(event.version, version)
    result = clean(result).strip()
    if not result:
        sentence = "Chưa có kết quả của sự kiện."
        raise InvalidInput(sentence, fields={"result": sentence}, remedy="Ghi tóm tắt kết quả rồi lưu lại.")
    if event.starts_at > at:
        raise InvalidInput(
            f"Sự kiện bắt đầu lúc {_moment(event.starts_at)}, chưa diễn ra.",
            remedy="Ghi kết quả sau khi tổ chức; nếu đã tổ chức sớm hơn, sửa lại thời gian trước.",
        )
    changes: dict[str, Any] = {}
    for name, value in (("result", result), ("participant_count", participant_count)):
        if getattr(event, name) != value:
            changes[name] = [getattr(event, name), value]
            setattr(event, name, value)
    changes |= _keep(actor, event, files, at=at)
    event.version += 1
    event.save()
    audit.record(actor=actor, act="planning.record_event", subject=event_subject(event), at=at, changes=changes)
    return event


@transaction.atomic
def call_off_event(*, actor: Actor, event_id: int, reason: str, at: datetime) -> PlanEvent:
    """Call off an event that is still ahead (`planning.call_off_event`), with the reason.

    Raises NotVisible, NotPermitted, InvalidInput, DomainError for one held or called off already.
    """
    event = _event_for(actor, event_id)
    event.state = _target(event, "planning.call_off_event")
    reason = clean(reason).strip()
    if not reason:
        sentence = "Chưa có lý do hủy sự kiện."
        raise InvalidInput(sentence, fields={"reason": sentence}, remedy="Ghi lý do rồi hủy lại.")
    event.result = reason
    event.version += 1
    event.save()
    audit.record(
        actor=actor, act="planning.call_off_event", subject=event_subject(event), at=at, changes={"reason": reason}
    )
    return event


def require_new_event(actor: Actor, plan: Plan) -> None:
    """Raise NotPermitted for who does not keep the plan's events, DomainError for a plan at its end."""
    _require_keeper(actor, plan)
    if plan.state not in EVENT_STATES:
        raise DomainError(
            f"Kế hoạch đang ở trạng thái “{plan.get_state_display()}” nên không thêm sự kiện được.",
            remedy="Mở lại kế hoạch nếu còn việc phải làm.",
        )


def require_event(actor: Actor, event: PlanEvent, act: str) -> None:
    """Raise NotPermitted for who does not keep the plan's events, DomainError for a step that is not possible."""
    _require_keeper(actor, event.plan)
    _target(event, act)


def _event_for(actor: Actor, event_id: int) -> PlanEvent:
    event = locked(policies.visible_events(actor).select_related("plan__unit", "task"), event_id)
    _require_keeper(actor, event.plan)
    return event


def _require_keeper(actor: Actor, plan: Plan) -> None:
    require(policies.can_manage_plan(actor, plan), "Chỉ người soạn hoặc duyệt kế hoạch của đơn vị được ghi sự kiện.")
    if plan.state == PlanState.WITHDRAWN:
        raise DomainError(
            "Kế hoạch đã thu hồi nên sự kiện của nó không sửa được nữa.", remedy="Ghi sự kiện vào kế hoạch thay thế."
        )


def _target(event: PlanEvent, act: str) -> str:
    """Return the state an act leads to. Raises DomainError in words for an illegal step."""
    refusal = f"Sự kiện ở trạng thái “{EventState(event.state).label}” nên không thực hiện được việc này."
    return next_state(transitions.EVENT, act, state=event.state, refusal=refusal)


def _take(event: PlanEvent, values: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = set_values(event, values, fields=EVENT_FIELDS)
    for name in ("starts_at", "ends_at"):
        if name in changes:
            changes[name.removesuffix("_at")] = [_moment(one) for one in changes.pop(name)]
    fields = {}
    if event.kind not in EventKind.values:
        fields["kind"] = "Chọn loại sự kiện."
    if not event.title:
        fields["title"] = "Chưa có tên sự kiện."
    starts_at, ends_at = (getattr(event, name, None) for name in ("starts_at", "ends_at"))
    if starts_at is None:
        fields["starts_on"] = "Chưa có ngày tổ chức."
    elif ends_at is not None and ends_at < starts_at:
        fields["ends_on"] = "Lúc kết thúc đứng trước lúc bắt đầu."
    if "task" in values and values["task"] != event.task_id:
        before_task = event.task
        event.task = Task.objects.filter(plan=event.plan_id, pk=values["task"]).first() if values["task"] else None
        if values["task"] and event.task is None:
            fields["task"] = "Nhiệm vụ không thuộc kế hoạch này."
        changes["of_task"] = [str(before_task or ""), str(event.task or "")]
    if fields:
        raise InvalidInput("Chưa lưu được sự kiện.", fields=fields, remedy="Sửa các ô được đánh dấu rồi lưu lại.")
    return changes


def _keep(actor: Actor, event: PlanEvent, files: Files, *, at: datetime) -> dict[str, str]:
    for name, content in files:
        event.files.add(
            documents.store_file(actor=actor, unit=event.plan.unit, content=content, original_name=name, at=at)
        )
    return {"files": "; ".join(name for name, _content in files)} if files else {}


def _moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%H:%M %d/%m/%Y}" if value else ""
