"""A later due day: asked with a reason, granted or refused by the plan's unit. Nothing else moves a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.planning import domain, policies, transitions
from thidua.apps.planning.enums import ExtensionState, TaskState
from thidua.apps.planning.models import Assignment, Extension
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.services.steps import next_state
from thidua.apps.planning.services.work import (
    NOT_YOUR_WORK,
    NOT_YOURS_TO_JUDGE,
    require_own,
    require_running,
    work_for_step,
    work_subject,
)
from thidua.apps.planning.services.work_notices import tell_superior, tell_units, withdraw_reminders
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput, NotVisible
from thidua.core.policies import require

REMEDY = "Tải lại trang để xem các việc làm được lúc này."


@transaction.atomic
def ask_extension(*, actor: Actor, assignment_id: int, to_on: date, reason: str, at: datetime) -> Extension:
    """Ask for a later due day (`planning.ask_extension`).

    Raises NotVisible, NotPermitted, InvalidInput for a day that is not later, DomainError for work that is finished,
    has no day, or for which one is asked already.
    """
    work = work_for_step(actor, assignment_id)
    require_own(actor, work)
    _require_open(work)
    if work.due_on is None:
        raise DomainError("Việc này không có hạn nên không cần xin gia hạn.")
    if work.extensions.filter(state=ExtensionState.ASKED).exists():
        raise DomainError(
            "Đơn vị đã xin gia hạn việc này và đang chờ trả lời.", remedy="Rút lần xin trước nếu muốn xin ngày khác."
        )
    fields = {}
    if to_on <= work.due_on:
        fields["to_on"] = f"Ngày xin gia hạn phải sau hạn hiện tại ({work.due_on:%d/%m/%Y})."
    elif to_on < timezone.localtime(at).date():
        fields["to_on"] = "Ngày xin gia hạn đã qua."
    if not reason.strip():
        fields["reason"] = "Ghi lý do xin gia hạn."
    if fields:
        raise InvalidInput("Chưa gửi được đề nghị gia hạn.", fields=fields)
    extension = Extension.objects.create(
        assignment=work, from_on=work.due_on, to_on=to_on, reason=reason.strip(), asked_by_id=actor.user_id, asked_at=at
    )
    facts = {"from_on": work.due_on, "to_on": to_on, "reason": extension.reason}
    audit.record(actor=actor, act="planning.ask_extension", subject=work_subject(work), at=at, changes=facts)
    title = f"{{unit}} xin gia hạn đến {to_on:%d/%m/%Y}: {{task}}"
    tell_superior(work, kind="planning.extension_asked", title=title, text=extension.reason, actor=actor, at=at)
    return extension


@transaction.atomic
def grant_extension(*, actor: Actor, extension_id: int, granted_on: date, answer: str = "", at: datetime) -> Extension:
    """Grant a later day, the one asked for or another (`planning.grant_extension`): the work's due day moves to it.

    Raises NotVisible, NotPermitted, InvalidInput, DomainError.
    """
    extension = _asked(actor, extension_id)
    work = extension.assignment
    require(policies.can_judge(actor, work.task.plan), NOT_YOURS_TO_JUDGE)
    _step(extension, "planning.grant_extension")
    require_running(work)
    _require_open(work)
    if work.due_on is not None and granted_on <= work.due_on:
        sentence = f"Ngày gia hạn phải sau hạn hiện tại ({work.due_on:%d/%m/%Y})."
        raise InvalidInput("Chưa gia hạn được.", fields={"granted_on": sentence})
    extension.granted_on = granted_on
    _decided(extension, answer, actor=actor, at=at)
    before = work.due_on
    work.first_due_on, work.due_on = work.first_due_on or work.due_on, granted_on
    work.save(update_fields=["due_on", "first_due_on"])
    roll_up(task_ids=[work.task_id])
    withdraw_reminders([work.pk])
    changes = {"due_on": [before, granted_on], **({"answer": extension.answer} if extension.answer else {})}
    audit.record(actor=actor, act="planning.grant_extension", subject=work_subject(work), at=at, changes=changes)
    title = f"Được gia hạn đến {granted_on:%d/%m/%Y}: {{task}}"
    _tell(work, title, extension.answer, actor=actor, at=at)
    return extension


@transaction.atomic
def refuse_extension(*, actor: Actor, extension_id: int, answer: str, at: datetime) -> Extension:
    """Refuse a later day, saying why (`planning.refuse_extension`)."""
    extension = _asked(actor, extension_id)
    work = extension.assignment
    require(policies.can_judge(actor, work.task.plan), NOT_YOURS_TO_JUDGE)
    _step(extension, "planning.refuse_extension")
    require_running(work)
    if not answer.strip():
        raise InvalidInput("Chưa ghi lý do không đồng ý.", fields={"answer": "Ghi lý do không đồng ý."})
    _decided(extension, answer, actor=actor, at=at)
    facts = {"answer": extension.answer}
    audit.record(actor=actor, act="planning.refuse_extension", subject=work_subject(work), at=at, changes=facts)
    _tell(work, "Không được gia hạn: {task}", extension.answer, actor=actor, at=at)
    return extension


@transaction.atomic
def take_back_extension(*, actor: Actor, extension_id: int, at: datetime) -> Extension:
    """Take back what the unit asked for, before it is answered (`planning.take_back_extension`)."""
    extension = _asked(actor, extension_id)
    work = extension.assignment
    require(policies.can_work(actor, work), NOT_YOUR_WORK)
    _step(extension, "planning.take_back_extension")
    require_running(work)
    _decided(extension, "", actor=actor, at=at)
    facts = {"to_on": extension.to_on}
    audit.record(actor=actor, act="planning.take_back_extension", subject=work_subject(work), at=at, changes=facts)
    return extension


def _asked(actor: Actor, extension_id: int) -> Extension:
    """Return an extension of work the actor sees; the work is locked, and with it what is asked for it."""
    work_id = Extension.objects.filter(pk=extension_id).values_list("assignment_id", flat=True).first()
    if work_id is None:
        raise NotVisible
    work = work_for_step(actor, work_id)
    extension: Extension = work.extensions.get(pk=extension_id)
    extension.assignment = work
    return extension


def _require_open(work: Assignment) -> None:
    if work.state not in domain.OPEN:
        raise DomainError(
            f"Việc đang ở trạng thái “{TaskState(work.state).label}” nên không gia hạn được.", remedy=REMEDY
        )


def _step(extension: Extension, act: str) -> None:
    refusal = f"Đề nghị gia hạn này đã được xử lý: “{ExtensionState(extension.state).label}”."
    extension.state = next_state(transitions.EXTENSION, act, state=extension.state, refusal=refusal, remedy=REMEDY)


def _decided(extension: Extension, answer: str, *, actor: Actor, at: datetime) -> None:
    extension.answer, extension.decided_by_id, extension.decided_at = answer.strip(), actor.user_id, at
    extension.save()


def _tell(work: Assignment, title: str, text: str, *, actor: Actor, at: datetime) -> None:
    tell_units([work], kind="planning.extension_decided", title=title, text=text, actor=actor, at=at)
