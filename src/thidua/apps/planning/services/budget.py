"""The estimate of a plan and what was spent against it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.planning import domain, policies
from thidua.apps.planning.domain.rules import LARGEST, TOO_LARGE
from thidua.apps.planning.enums import MoneySource, PlanState
from thidua.apps.planning.models import BudgetLine, Plan, Spending, Task
from thidua.apps.planning.services.targets import require_version
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vietnamese import clean

ESTIMATED_STATES = (PlanState.DRAFT, PlanState.ISSUED, PlanState.ACTIVE)
"""The states of a plan in which its estimate is kept: it is the plan's unit's own affair, also after issue."""
SPENT_STATES = (PlanState.ISSUED, PlanState.ACTIVE, PlanState.CLOSED)
"""The states in which money is spent; bills still come in after the end."""
NOT_YOURS = "Chỉ người soạn hoặc duyệt kế hoạch của đơn vị được ghi kinh phí."


def budget_subject(plan: Plan) -> audit.Subject:
    """Name the estimate of a plan; its history is not part of the plan's, which more people read."""
    return audit.Subject("planning.budget", plan.pk, str(plan), plan.unit.path)


@transaction.atomic
def create_budget_line(*, actor: Actor, plan_id: int, values: Mapping[str, Any], at: datetime) -> BudgetLine:
    """Add a line to the estimate of a plan (`planning.create_budget_line`), behind the others.

    `values` holds `purpose`, `source`, `estimated` in đồng, `note` and `task`, the key of a task of the plan or None.
    Raises NotVisible, NotPermitted, InvalidInput, DomainError.
    """
    plan = locked(policies.visible_plans(actor).select_related("unit"), plan_id)
    require_estimate(actor, plan)
    last = plan.budget_lines.aggregate(last=Max("position"))["last"] or 0
    line = BudgetLine(plan=plan, position=last + 1)
    _take(line, values)
    line.save()
    audit.record(
        actor=actor, act="planning.create_budget_line", subject=budget_subject(plan), at=at, changes=_facts(line)
    )
    return line


@transaction.atomic
def change_budget_line(
    *, actor: Actor, line_id: int, version: int, values: Mapping[str, Any], at: datetime
) -> BudgetLine:
    """Change a line of the estimate (`planning.change_budget_line`).

    Raises NotVisible, NotPermitted, EditConflict, InvalidInput, DomainError.
    """
    line = _line_for(actor, line_id, ESTIMATED_STATES)
    require_version(line.version, version)
    before = _facts(line)
    _take(line, values)
    after = _facts(line)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        line.version += 1
        line.save()
        audit.record(
            actor=actor,
            act="planning.change_budget_line",
            subject=budget_subject(line.plan),
            at=at,
            changes={"content": line.purpose, **changes},
        )
    return line


@transaction.atomic
def remove_budget_line(*, actor: Actor, line_id: int, at: datetime) -> Plan:
    """Take a line out of the estimate (`planning.remove_budget_line`); the record keeps what it said.

    Raises NotVisible, NotPermitted, DomainError for a line against which money was spent.
    """
    line = _line_for(actor, line_id, ESTIMATED_STATES)
    if line.spendings.exists():
        raise DomainError(
            f"Dòng “{line.purpose}” đã có khoản chi nên không xóa được.",
            remedy="Sửa dòng dự toán, hoặc xóa các khoản chi ghi nhầm trước.",
        )
    audit.record(
        actor=actor, act="planning.remove_budget_line", subject=budget_subject(line.plan), at=at, changes=_facts(line)
    )
    plan = line.plan
    line.delete()
    return plan


@transaction.atomic
def record_spending(
    *, actor: Actor, line_id: int, spent_on: date, amount: int, note: str = "", at: datetime
) -> Spending:
    """Record an amount in đồng spent against a line (`planning.record_spending`), also beyond the estimate.

    Raises NotVisible, NotPermitted, InvalidInput, DomainError for a plan that is not issued.
    """
    line = _line_for(actor, line_id, SPENT_STATES)
    fields = {}
    if not 0 < amount < LARGEST:
        fields["amount"] = "Số tiền phải lớn hơn 0." if amount <= 0 else TOO_LARGE
    if spent_on > timezone.localdate(at):
        fields["spent_on"] = "Ngày chi ở sau ngày hôm nay."
    if fields:
        raise InvalidInput("Chưa ghi được khoản chi.", fields=fields, remedy="Sửa các ô được đánh dấu rồi lưu lại.")
    spending = Spending.objects.create(
        line=line,
        spent_on=spent_on,
        amount=amount,
        note=clean(note).strip(),
        created_by_id=actor.user_id,
        created_at=at,
    )
    audit.record(
        actor=actor,
        act="planning.record_spending",
        subject=budget_subject(line.plan),
        at=at,
        changes=_spent(spending),
    )
    return spending


@transaction.atomic
def remove_spending(*, actor: Actor, spending_id: int, reason: str, at: datetime) -> BudgetLine:
    """Take back an amount that was recorded by mistake (`planning.remove_spending`), with the reason.

    Raises NotVisible, NotPermitted, InvalidInput, DomainError for a plan that is not issued.
    """
    found = Spending.objects.filter(line__in=policies.visible_budget_lines(actor).values("pk"))
    spending = locked(found.select_related("line__plan__unit"), spending_id)
    line = spending.line
    require_spending(actor, line.plan)
    reason = clean(reason).strip()
    if not reason:
        sentence = "Chưa có lý do xóa khoản chi."
        raise InvalidInput(sentence, fields={"reason": sentence}, remedy="Ghi lý do rồi xóa lại.")
    audit.record(
        actor=actor,
        act="planning.remove_spending",
        subject=budget_subject(line.plan),
        at=at,
        changes={**_spent(spending), "reason": reason},
    )
    spending.delete()
    return line


def require_estimate(actor: Actor, plan: Plan) -> None:
    """Raise NotPermitted for who does not keep the estimate, DomainError where it is closed."""
    _require_keeper(actor, plan, ESTIMATED_STATES)


def require_spending(actor: Actor, plan: Plan) -> None:
    """Raise NotPermitted for who does not keep the estimate, DomainError before the plan is issued."""
    _require_keeper(actor, plan, SPENT_STATES)


def _line_for(actor: Actor, line_id: int, states: tuple[PlanState, ...]) -> BudgetLine:
    line = locked(policies.visible_budget_lines(actor).select_related("plan__unit", "task"), line_id)
    _require_keeper(actor, line.plan, states)
    return line


def _require_keeper(actor: Actor, plan: Plan, states: tuple[PlanState, ...]) -> None:
    require(policies.can_manage_plan(actor, plan), NOT_YOURS)
    if plan.state not in states:
        names = ", ".join(f"“{state.label}”" for state in states)
        raise DomainError(
            f"Kế hoạch đang ở trạng thái “{plan.get_state_display()}” nên không thực hiện được việc này.",
            remedy=f"Việc này làm được khi kế hoạch ở trạng thái {names}.",
        )


def _take(line: BudgetLine, values: Mapping[str, Any]) -> None:
    for name in ("purpose", "source", "estimated", "note"):
        if name in values:
            setattr(line, name, clean(values[name]).strip() if isinstance(values[name], str) else values[name])
    fields = {}
    if not line.purpose:
        fields["purpose"] = "Chưa có nội dung chi."
    if line.source not in MoneySource.values:
        fields["source"] = "Chọn nguồn kinh phí."
    if line.estimated is None or not 0 <= line.estimated < LARGEST:
        fields["estimated"] = TOO_LARGE if line.estimated else "Chưa có số tiền dự toán."
    if "task" in values:
        line.task = Task.objects.filter(plan=line.plan_id, pk=values["task"]).first() if values["task"] else None
        if values["task"] and line.task is None:
            fields["task"] = "Nhiệm vụ không thuộc kế hoạch này."
    if fields:
        raise InvalidInput("Chưa lưu được dòng dự toán.", fields=fields, remedy="Sửa các ô được đánh dấu rồi lưu lại.")


def _facts(line: BudgetLine) -> dict[str, Any]:
    return {
        "purpose": line.purpose,
        "source": MoneySource(line.source).label,
        "estimated": domain.written_amount(line.estimated),
        "of_task": str(line.task or ""),
        "note": line.note,
    }


def _spent(spending: Spending) -> dict[str, Any]:
    return {
        "content": spending.line.purpose,
        "amount": domain.written_amount(spending.amount),
        "spent_on": spending.spent_on,
        "note": spending.note,
    }
