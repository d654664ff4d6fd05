"""What an addressed unit does with a plan it received: one function a step of `transitions.RECEIPT`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.planning import policies, queries, transitions
from thidua.apps.planning.enums import PlanState, ReceiptState
from thidua.apps.planning.models import Plan, PlanReceipt
from thidua.apps.planning.services.steps import next_state
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require

NOT_YOURS = "Chỉ cán bộ đầu mối, cán bộ thường trực hoặc thủ trưởng của đơn vị nhận kế hoạch được làm việc này."
ENDED = "Kế hoạch của cấp trên đang ở trạng thái “{state}” nên đơn vị không cần làm việc này nữa."
ENDED_REMEDY = "Xem trạng thái và lý do ở trang kế hoạch; nếu chưa rõ, hỏi đơn vị ban hành."
REFUSALS = {
    "planning.acknowledge_plan": ("Đơn vị đã tiếp nhận kế hoạch này rồi.", "Tải lại trang để xem việc tiếp theo."),
    "planning.answer_plan": ("Đơn vị đã có kế hoạch riêng cho kế hoạch này rồi.", "Tải lại trang để xem kế hoạch đó."),
    "planning.launch_received": ("Đơn vị đã triển khai kế hoạch này rồi.", "Tải lại trang để xem việc tiếp theo."),
}
NOT_RECEIVED = "Đơn vị chưa tiếp nhận kế hoạch này nên chưa ghi nhận việc triển khai được."
MOST_PEOPLE = 10_000_000


def receipt_subject(receipt: PlanReceipt) -> audit.Subject:
    label = f"{receipt.plan.code or receipt.plan.title} ({receipt.unit.name})"
    return audit.Subject("planning.planreceipt", receipt.pk, label, receipt.unit.path)


@transaction.atomic
def acknowledge_plan(*, actor: Actor, receipt_id: int, at: datetime) -> PlanReceipt:
    """Say that the unit has received a plan (`planning.acknowledge_plan`).

    Raises NotVisible, NotPermitted, DomainError when it already has or the plan has ended.
    """
    receipt = receipt_for_step(actor, receipt_id)
    require_running(receipt.plan)
    acknowledge(receipt, actor=actor, at=at)
    receipt.save()
    audit.record(actor=actor, act="planning.acknowledge_plan", subject=receipt_subject(receipt), at=at)
    return receipt


def acknowledge(receipt: PlanReceipt, *, actor: Actor, at: datetime) -> None:
    """Take the step of acknowledging, for acts that imply it; the caller saves."""
    take_step(receipt, "planning.acknowledge_plan")
    receipt.acknowledged_at = at
    receipt.acknowledged_by_id = actor.user_id


def mark_answered(*, actor: Actor, plan: Plan, at: datetime) -> None:
    """Note that a plan which answers a superior's was issued (`planning.answer_plan`), within the caller's transaction.

    Nothing for a plan that answers none, or one that its unit never received. A unit that answers has acknowledged;
    one that has launched already stays launched.
    """
    if plan.answers_id is None:
        return
    receipt = (
        PlanReceipt.objects.select_for_update(of=("self",))
        .select_related("plan", "unit")
        .filter(plan=plan.answers_id, unit=plan.unit_id)
        .first()
    )
    if receipt is None:
        return
    if receipt.state in {ReceiptState.SENT, ReceiptState.ACKNOWLEDGED}:
        if receipt.acknowledged_at is None:
            receipt.acknowledged_at, receipt.acknowledged_by_id = at, actor.user_id
        take_step(receipt, "planning.answer_plan")
    receipt.own_plan = plan
    receipt.planned_at = at
    receipt.save()
    audit.record(
        actor=actor,
        act="planning.answer_plan",
        subject=receipt_subject(receipt),
        at=at,
        changes={"own_plan": str(plan)},
    )


@transaction.atomic
def launch_received(*, actor: Actor, receipt_id: int, on: date, note: str = "", at: datetime) -> PlanReceipt:
    """Say on which day, and how, the unit launched a plan it received (`planning.launch_received`).

    With or without a plan of its own. Raises NotVisible, NotPermitted, DomainError, InvalidInput for a day before the
    plan was issued or after today.
    """
    receipt = receipt_for_step(actor, receipt_id)
    require_running(receipt.plan)
    take_step(receipt, "planning.launch_received")
    issued_on = receipt.plan.issued_on
    if on > local_day(at):
        raise _wrong_day("Ngày triển khai ở sau hôm nay; chỉ ghi nhận việc đã triển khai.")
    if issued_on and on < issued_on:
        raise _wrong_day(f"Ngày triển khai đứng trước ngày ban hành kế hoạch ({issued_on:%d/%m/%Y}).")
    receipt.launched_on, receipt.launch_note = on, note.strip()
    receipt.save()
    audit.record(
        actor=actor,
        act="planning.launch_received",
        subject=receipt_subject(receipt),
        at=at,
        changes={"launched_on": on, "launch_note": receipt.launch_note},
    )
    return receipt


@transaction.atomic
def report_headcount(*, actor: Actor, receipt_id: int, total: int, taking_part: int, at: datetime) -> PlanReceipt:
    """Report how many people the unit has and how many of them take part (`planning.report_headcount`).

    Raises NotVisible, NotPermitted, DomainError for a plan not yet acknowledged or withdrawn, InvalidInput.
    """
    receipt = receipt_for_step(actor, receipt_id)
    if receipt.plan.state == PlanState.WITHDRAWN:
        raise _ended(receipt.plan)
    if receipt.state == ReceiptState.SENT:
        raise DomainError(
            "Đơn vị chưa tiếp nhận kế hoạch này nên chưa báo số người tham gia được.",
            remedy="Bấm “Tiếp nhận” trước, rồi báo số người.",
        )
    fields = {}
    if not 1 <= total <= MOST_PEOPLE:
        fields["total"] = "Tổng số người của đơn vị phải từ 1 trở lên." if total < 1 else "Số này quá lớn."
    if taking_part < 0:
        fields["taking_part"] = "Số người tham gia không thể âm."
    elif taking_part > total:
        fields["taking_part"] = "Số người tham gia lớn hơn tổng số người của đơn vị."
    if fields:
        raise InvalidInput("Chưa lưu được số người tham gia.", fields=fields, remedy="Kiểm tra lại hai con số.")
    changes = {
        "staff_total": [receipt.staff_total, total],
        "staff_taking_part": [receipt.staff_taking_part, taking_part],
    }
    receipt.staff_total, receipt.staff_taking_part, receipt.staff_reported_at = total, taking_part, at
    receipt.save()
    audit.record(actor=actor, act="planning.report_headcount", subject=receipt_subject(receipt), at=at, changes=changes)
    return receipt


def receipt_for_step(actor: Actor, receipt_id: int) -> PlanReceipt:
    """Return a receipt whose unit the actor acts for, locked. Raises NotVisible, NotPermitted."""
    visible = policies.visible_receipts(actor).select_related("unit", "plan__unit", "own_plan")
    receipt = locked(visible, receipt_id)
    require(policies.can_receive(actor, receipt), NOT_YOURS)
    return receipt


def require_running(plan: Plan) -> None:
    """Raise DomainError in words for a superior's plan that has ended."""
    if plan.state not in queries.RUNNING:
        raise _ended(plan)


def take_step(receipt: PlanReceipt, act: str) -> None:
    """Move a receipt along its table. Raises DomainError in words for an illegal step."""
    refusal, remedy = REFUSALS[act]
    if act == "planning.launch_received" and receipt.state == ReceiptState.SENT:
        refusal, remedy = NOT_RECEIVED, "Bấm “Tiếp nhận” trước, rồi ghi nhận ngày triển khai."
    receipt.state = next_state(transitions.RECEIPT, act, state=receipt.state, refusal=refusal, remedy=remedy)


def local_day(at: datetime) -> date:
    """Return the day a moment falls on in the office's calendar."""
    return timezone.localtime(at).date()


def _ended(plan: Plan) -> DomainError:
    return DomainError(ENDED.format(state=PlanState(plan.state).label), remedy=ENDED_REMEDY)


def _wrong_day(message: str) -> InvalidInput:
    return InvalidInput(message, fields={"on": message}, remedy="Sửa ngày triển khai rồi lưu lại.")
