"""The life of a plan, from its draft to its end: one function a step of `transitions.PLAN`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.planning import policies, transitions
from thidua.apps.planning.enums import PlanState
from thidua.apps.planning.models import Plan
from thidua.apps.planning.services.confirmation import plan_subject
from thidua.apps.planning.services.release import release
from thidua.core.actor import Actor
from thidua.core.errors import DomainError
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.workflow import IllegalStep

ILLEGAL = "Kế hoạch đang ở trạng thái “{state}” nên không thực hiện được việc này."


@transaction.atomic
def register_issued(*, actor: Actor, plan_id: int, unit_ids: Collection[int] = (), at: datetime) -> Plan:
    """Enter a plan that was already signed and issued on paper (`planning.register_issued`), and hand it to its units.

    Raises NotVisible, NotPermitted, DomainError when it has no number or day, or is no draft.
    """
    plan = plan_for_step(actor, plan_id)
    require(policies.can_write_plan(actor, plan), "Chỉ người soạn kế hoạch của đơn vị được ghi nhận việc ban hành.")
    take_step(plan, "planning.register_issued")
    if not plan.code or plan.issued_on is None:
        raise DomainError(
            "Kế hoạch chưa có số, ký hiệu và ngày ban hành.",
            remedy="Điền ở “Sửa thông tin chung” như trên văn bản đã ký, hoặc gửi duyệt để ban hành trong hệ thống.",
        )
    plan.issued_at = at
    plan.save()
    release(plan, unit_ids=unit_ids, at=at)
    audit.record(actor=actor, act="planning.register_issued", subject=plan_subject(plan), at=at)
    return plan


def plan_for_step(actor: Actor, plan_id: int) -> Plan:
    """Return a plan the actor sees, locked. Raises NotVisible."""
    return locked(policies.visible_plans(actor).select_related("unit"), plan_id)


def take_step(plan: Plan, act: str) -> None:
    """Move the plan along its table. Raises DomainError in words for an illegal step."""
    try:
        plan.state = transitions.PLAN.step(act, state=plan.state)
    except IllegalStep:
        raise DomainError(
            ILLEGAL.format(state=PlanState(plan.state).label), remedy="Tải lại trang để xem các việc làm được lúc này."
        ) from None
