"""The life of a plan, from its draft to its end: one function a step of `transitions.PLAN`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.planning import policies, queries, transitions
from thidua.apps.planning.enums import NOTICE_LIFE, PlanState, ReceiptState
from thidua.apps.planning.models import Plan, PlanReceipt
from thidua.apps.planning.services import cascade
from thidua.apps.planning.services.amendments import apply_amendment
from thidua.apps.planning.services.confirmation import plan_subject
from thidua.apps.planning.services.life_notices import name_of, tell_approvers, tell_people, tell_units
from thidua.apps.planning.services.release import release
from thidua.apps.planning.services.steps import next_state
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.core.search import search_key
from thidua.lib.vietnamese import clean

ILLEGAL = "Kế hoạch đang ở trạng thái “{state}” nên không thực hiện được việc này."
NOT_YOURS = {
    "planning.submit_plan": "Chỉ người soạn kế hoạch của đơn vị được gửi duyệt.",
    "planning.return_plan": "Chỉ thủ trưởng hoặc lãnh đạo của đơn vị được trả lại kế hoạch.",
    "planning.issue_plan": "Chỉ thủ trưởng hoặc lãnh đạo của đơn vị được duyệt và ban hành kế hoạch.",
    "planning.register_issued": "Chỉ người soạn kế hoạch của đơn vị được ghi nhận việc ban hành.",
    "planning.launch_plan": "Chỉ người soạn hoặc người duyệt kế hoạch của đơn vị được ghi nhận việc triển khai.",
    "planning.close_plan": "Chỉ người soạn hoặc người duyệt kế hoạch của đơn vị được kết thúc kế hoạch.",
    "planning.reopen_plan": "Chỉ người soạn hoặc người duyệt kế hoạch của đơn vị được mở lại kế hoạch.",
    "planning.withdraw_plan": "Chỉ người soạn hoặc người duyệt kế hoạch của đơn vị được thu hồi kế hoạch.",
}
AMENDING = "Kế hoạch sửa đổi, bổ sung có hiệu lực vào kế hoạch gốc ngay khi ban hành, không có bước này."
AMENDING_REMEDY = "Thực hiện việc này ở kế hoạch gốc, hoặc lập kế hoạch sửa đổi khác."


@transaction.atomic
def submit_plan(*, actor: Actor, plan_id: int, at: datetime) -> Plan:
    """Hand a draft to the head of its unit for approval (`planning.submit_plan`).

    Raises NotVisible, NotPermitted, DomainError for a plan without title or tasks, or that is no draft.
    """
    plan = _begin(actor, plan_id, "planning.submit_plan")
    _require_contents(plan)
    plan.submitted_at, plan.state_reason = at, ""
    plan.save()
    audit.record(actor=actor, act="planning.submit_plan", subject=plan_subject(plan), at=at)
    tell_approvers(plan, actor=actor, at=at)
    return plan


@transaction.atomic
def return_plan(*, actor: Actor, plan_id: int, reason: str, at: datetime) -> Plan:
    """Send a submitted plan back to who wrote it, with the reason (`planning.return_plan`)."""
    plan = _begin(actor, plan_id, "planning.return_plan")
    plan.state_reason = _reason(reason, "Nêu lý do trả lại để người soạn biết cần sửa gì.")
    plan.submitted_at = None
    plan.save()
    _record(actor, "planning.return_plan", plan, at, reason=plan.state_reason)
    tell_people(
        plan,
        texts={plan.created_by_id: f"Lý do: {plan.state_reason}"},
        kind=NOTICE_LIFE,
        act="planning.return_plan",
        title=f"Bị trả lại: {name_of(plan)}",
        at=at,
    )
    return plan


@transaction.atomic
def issue_plan(
    *,
    actor: Actor,
    plan_id: int,
    number: str,
    symbol: str,
    issued_on: date | None,
    signer: Mapping[str, str],
    unit_ids: Collection[int] = (),
    at: datetime,
) -> Plan:
    """Approve a plan, number it and hand it to its units (`planning.issue_plan`).

    `signer` holds on_behalf, position and name as they stand on the paper. Every unit that takes part receives the
    plan, and each of `unit_ids`. An amending plan changes the plan it amends. Raises NotVisible, NotPermitted,
    DomainError, InvalidInput for a number, symbol, day or signer that is missing, or a number already given.
    """
    plan = _begin(actor, plan_id, "planning.issue_plan")
    _require_contents(plan)
    plan.number, plan.symbol = clean(number).strip(), clean(symbol).strip()
    plan.issued_on, plan.issued_text = issued_on, ""
    plan.signer = {part: clean(signer.get(part, "")).strip() for part in ("on_behalf", "position", "name")}
    _check_head(plan)
    _record(actor, "planning.issue_plan", plan, at, number=plan.number, symbol=plan.symbol, issued_on=plan.issued_on)
    _come_into_force(plan, actor=actor, unit_ids=unit_ids, at=at)
    tell_people(
        plan,
        texts=dict.fromkeys({plan.created_by_id} - {actor.user_id}, f"{actor.label} duyệt và ban hành."),
        kind=NOTICE_LIFE,
        act="planning.issue_plan",
        title=f"Đã được duyệt và ban hành: {name_of(plan)}",
        at=at,
    )
    return plan


@transaction.atomic
def register_issued(*, actor: Actor, plan_id: int, unit_ids: Collection[int] = (), at: datetime) -> Plan:
    """Enter a plan that was already signed and issued on paper (`planning.register_issued`), and hand it to its units.

    Raises NotVisible, NotPermitted, DomainError when it has no number or day, or is no draft.
    """
    plan = _begin(actor, plan_id, "planning.register_issued")
    if not plan.code or plan.issued_on is None:
        raise DomainError(
            "Kế hoạch chưa có số, ký hiệu và ngày ban hành.",
            remedy="Điền ở “Sửa thông tin chung” như trên văn bản đã ký, hoặc gửi duyệt để ban hành trong hệ thống.",
        )
    audit.record(actor=actor, act="planning.register_issued", subject=plan_subject(plan), at=at)
    _come_into_force(plan, actor=actor, unit_ids=unit_ids, at=at)
    return plan


def _come_into_force(plan: Plan, *, actor: Actor, unit_ids: Collection[int], at: datetime) -> None:
    plan.issued_at, plan.state_reason = at, ""
    plan.search_text = search_key(plan.code, plan.title, plan.issuer)
    plan.save()
    if plan.amends_id is not None:
        apply_amendment(plan, actor=actor, at=at)
        return
    release(plan, unit_ids=unit_ids, at=at)
    cascade.mark_answered(actor=actor, plan=plan, at=at)
    title = f"Đơn vị nhận {name_of(plan)}"
    tell_units(plan, actor=actor, act="planning.issue_plan", title=title, text="Mở kế hoạch để tiếp nhận.", at=at)


@transaction.atomic
def launch_plan(*, actor: Actor, plan_id: int, on: date, note: str = "", at: datetime) -> Plan:
    """Say that a plan is being carried out from this day (`planning.launch_plan`); `note` says how it was launched.

    Raises InvalidInput for a day before the plan was issued or still to come.
    """
    plan = _begin(actor, plan_id, "planning.launch_plan")
    _refuse_amending(plan)
    wrong = ""
    if plan.issued_on and on < plan.issued_on:
        wrong = f"Ngày triển khai đứng trước ngày ban hành {plan.issued_on:%d/%m/%Y}."
    elif on > timezone.localdate(at):
        wrong = "Ngày triển khai chưa đến; ghi nhận vào ngày triển khai hoặc sau đó."
    if wrong:
        raise InvalidInput(wrong, fields={"on": wrong})
    plan.launched_on, plan.state_reason = on, ""
    plan.save()
    _record(actor, "planning.launch_plan", plan, at, launched_on=on, launch_note=clean(note).strip())
    return plan


@transaction.atomic
def close_plan(*, actor: Actor, plan_id: int, with_open_work: bool = False, at: datetime) -> Plan:
    """End a plan (`planning.close_plan`); what is still open is no longer chased.

    Raises DomainError while work is open, unless `with_open_work`.
    """
    plan = _begin(actor, plan_id, "planning.close_plan")
    _refuse_amending(plan)
    left = queries.open_work(plan)
    if left.tasks and not with_open_work:
        raise DomainError(
            f"Kế hoạch còn {left.tasks} nhiệm vụ của {left.units} đơn vị chưa xong.",
            remedy="Chờ các đơn vị báo cáo, hoặc xác nhận kết thúc khi còn việc dở; việc dở sẽ không được nhắc nữa.",
        )
    plan.closed_at, plan.state_reason = at, ""
    plan.save()
    _record(actor, "planning.close_plan", plan, at, open_tasks=left.tasks)
    return plan


@transaction.atomic
def reopen_plan(*, actor: Actor, plan_id: int, reason: str, at: datetime) -> Plan:
    """Carry a closed plan on, with the reason (`planning.reopen_plan`)."""
    plan = _begin(actor, plan_id, "planning.reopen_plan")
    plan.state_reason = _reason(reason, "Nêu lý do mở lại kế hoạch.")
    plan.closed_at = None
    plan.launched_on = plan.launched_on or timezone.localdate(at)
    plan.save()
    _record(actor, "planning.reopen_plan", plan, at, reason=plan.state_reason)
    return plan


@transaction.atomic
def withdraw_plan(*, actor: Actor, plan_id: int, reason: str, at: datetime) -> Plan:
    """Take a plan back for good, with the reason (`planning.withdraw_plan`). Its units are told; nothing is deleted.

    A unit whose own plan is withdrawn may answer the superior's plan with another.
    """
    plan = _begin(actor, plan_id, "planning.withdraw_plan")
    was_issued = plan.issued_at is not None
    if was_issued:
        _refuse_amending(plan)
    plan.state_reason = _reason(reason, "Nêu lý do thu hồi kế hoạch.")
    plan.save()
    _record(actor, "planning.withdraw_plan", plan, at, reason=plan.state_reason)
    if plan.answers_id is not None:
        _take_answer_back(plan)
    if was_issued:
        tell_units(
            plan,
            actor=actor,
            act="planning.withdraw_plan",
            title=f"Đã thu hồi: {name_of(plan)}",
            text=f"Lý do: {plan.state_reason}",
            at=at,
        )
    return plan


def _take_answer_back(plan: Plan) -> None:
    """The superior's plan counts as not yet answered, and may be answered with another."""
    unanswered = Case(When(state=ReceiptState.PLANNED, then=Value(ReceiptState.ACKNOWLEDGED)), default=F("state"))
    PlanReceipt.objects.filter(own_plan=plan).update(own_plan=None, planned_at=None, state=unanswered)


def plan_for_step(actor: Actor, plan_id: int) -> Plan:
    """Return a plan the actor sees, locked. Raises NotVisible."""
    return locked(policies.visible_plans(actor).select_related("unit"), plan_id)


def take_step(plan: Plan, act: str) -> None:
    """Move the plan along its table. Raises DomainError in words for an illegal step."""
    refusal = ILLEGAL.format(state=PlanState(plan.state).label)
    plan.state = next_state(transitions.PLAN, act, state=plan.state, refusal=refusal)


def require_step(actor: Actor, plan: Plan, act: str) -> None:
    """Raise for a step that is not the actor's, or not possible now, without taking it: for pages that ask first."""
    require(policies.PLAN_STEPS[act](actor, plan), NOT_YOURS[act])
    take_step(Plan(state=plan.state), act)
    if act not in queries.plan_steps(actor, plan):
        raise DomainError(AMENDING, remedy=AMENDING_REMEDY)


def _begin(actor: Actor, plan_id: int, act: str) -> Plan:
    plan = plan_for_step(actor, plan_id)
    require(policies.PLAN_STEPS[act](actor, plan), NOT_YOURS[act])
    take_step(plan, act)
    return plan


def _record(actor: Actor, act: str, plan: Plan, at: datetime, **changes: object) -> None:
    kept = {name: value for name, value in changes.items() if value not in ("", None)}
    audit.record(actor=actor, act=act, subject=plan_subject(plan), at=at, changes=kept)


def _reason(text: str, missing: str) -> str:
    text = clean(text).strip()
    if not text:
        raise InvalidInput(missing, fields={"reason": missing})
    return text


def _refuse_amending(plan: Plan) -> None:
    if plan.amends_id is not None:
        raise DomainError(AMENDING, remedy=AMENDING_REMEDY)


def _require_contents(plan: Plan) -> None:
    if not plan.title.strip():
        raise DomainError("Kế hoạch chưa có trích yếu.", remedy="Điền trích yếu ở “Sửa thông tin chung”.")
    if not plan.tasks.exists():
        raise DomainError("Kế hoạch chưa có nhiệm vụ nào.", remedy="Thêm nhiệm vụ rồi gửi duyệt.")


def _check_head(plan: Plan) -> None:
    """Raise InvalidInput naming each part of the paper's head that is missing, and a number already given."""
    missing = {
        "number": (plan.number, "Chưa có số của văn bản."),
        "symbol": (plan.symbol, "Chưa có ký hiệu của văn bản."),
        "issued_on": (plan.issued_on, "Chưa có ngày ban hành."),
        "signer_name": (plan.signer["name"], "Chưa có họ và tên người ký."),
    }
    fields = {name: sentence for name, (value, sentence) in missing.items() if not value}
    same = Plan.objects.filter(
        unit=plan.unit_id, number=plan.number, symbol=plan.symbol, issued_on__year=getattr(plan.issued_on, "year", 0)
    ).exclude(pk=plan.pk)
    if not fields and same.exclude(state=PlanState.WITHDRAWN).exists():
        fields["number"] = f"Số {plan.code} năm {plan.issued_on:%Y} đã cấp cho kế hoạch khác của đơn vị."
    if fields:
        raise InvalidInput("Chưa ban hành được kế hoạch.", fields=fields, remedy="Điền các ô được đánh dấu.")
