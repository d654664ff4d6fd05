"""Writing the draft of a unit's own plan from the plan it received."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.planning import policies
from thidua.apps.planning.enums import Comparator, PlanState, ReceiptState, TaskOrigin, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, PlanTarget, TargetShare, Task, TaskUnit
from thidua.apps.planning.services.cascade import acknowledge, receipt_for_step, receipt_subject, require_running
from thidua.apps.planning.services.confirmation import (
    BATCH,
    plan_subject,
    task_search_text,
    write_members,
    write_targets,
)
from thidua.core.actor import Actor
from thidua.core.errors import DomainError
from thidua.core.policies import require
from thidua.core.search import search_key
from thidua.lib.vietnamese import fold

NOUNS = {
    "plan": "Kế hoạch",
    "decision_with_plan": "Kế hoạch ban hành kèm theo Quyết định",
    "decision": "Quyết định",
    "guideline": "Hướng dẫn",
}
"""What a paper is called where another cites it, by `Plan.kind`."""
KEPT = (
    "no", "group", "content", "time_text", "starts_on", "is_optional", "is_continuous", "recurrence",
    "recurrence_day", "relative_days", "product",
)  # fmt: skip
"""What a task of the unit's plan takes over as it stands; money and remarks are the superior's own."""


@transaction.atomic
def start_own_plan(*, actor: Actor, receipt_id: int, at: datetime) -> Plan:
    """Write the unit's own detailed plan as a draft, from what it has to do in a plan it received.

    `planning.start_own_plan`; acknowledges the plan if the unit has not yet. The tasks in which the unit leads or
    coordinates are copied with their days, each with the unit as its lead until the writer says who does it; so are
    the unit's shares of targets, or else the targets that name it.
    Raises NotVisible, NotPermitted, DomainError when the unit has such a plan or the superior's has ended.
    """
    receipt = receipt_for_step(actor, receipt_id)
    superior, unit = receipt.plan, receipt.unit
    require(
        policies.can_draft(actor, unit_path=unit.path),
        "Chỉ cán bộ đầu mối hoặc cán bộ thường trực của đơn vị soạn kế hoạch của đơn vị.",
    )
    require_running(superior)
    if Plan.objects.filter(unit=unit, answers=superior).exclude(state=PlanState.WITHDRAWN).exists():
        raise DomainError(
            "Đơn vị đã có kế hoạch hoặc dự thảo kế hoạch thực hiện kế hoạch này.",
            remedy="Mở kế hoạch đó ở thẻ “Đơn vị đã nhận kế hoạch này” để soạn tiếp.",
        )
    plan = _head(receipt, actor=actor, at=at)
    task_count = _copy_tasks(receipt, plan, at=at)
    target_count = _copy_targets(receipt, plan)
    if receipt.state == ReceiptState.SENT:
        acknowledge(receipt, actor=actor, at=at)
    receipt.own_plan = plan
    receipt.save()
    audit.record(
        actor=actor, act="planning.start_own_plan", subject=receipt_subject(receipt), at=at,
        changes={"own_plan": str(plan), "tasks": task_count, "targets": target_count},
    )  # fmt: skip
    audit.record(
        actor=actor, act="planning.create_plan", subject=plan_subject(plan), at=at,
        changes={"tasks": task_count, "targets": target_count},
    )  # fmt: skip
    return plan


def cited(plan: Plan) -> str:
    """Return a plan as another paper cites it: "Kế hoạch số 25/KH-SNV ngày 05/03/2026 của Sở Nội vụ về …"."""
    noun = NOUNS.get(plan.kind, "Văn bản")
    number = f" số {plan.code}" if plan.code else ""
    day = f" ngày {plan.issued_on:%d/%m/%Y}" if plan.issued_on else ""
    title = plan.title.strip()
    if title[1:2].islower():  # "Công tác …" is a word, "CNVCLĐ …" an abbreviation
        title = title[:1].lower() + title[1:]
    return f"{noun}{number}{day} của {plan.unit.name} về {title}"


def _head(receipt: PlanReceipt, *, actor: Actor, at: datetime) -> Plan:
    superior, unit = receipt.plan, receipt.unit
    basis = {
        "text": f"Căn cứ {cited(superior)};",
        "number": superior.code,
        "date": superior.issued_on.isoformat() if superior.issued_on else None,
    }
    plan = Plan(
        unit=unit,
        kind="plan",
        year=superior.year,
        issuer_parent=superior.unit.name[:300],
        issuer=unit.name,
        place=superior.place,
        title=f"Triển khai thực hiện {cited(superior)}",
        legal_bases=[basis],
        recipients=[f"{superior.unit.name} (để báo cáo);", "Lưu: VT."],
        signer={"on_behalf": "", "position": "", "name": ""},
        answers=superior,
        created_by_id=actor.user_id,
        created_at=at,
    )
    plan.search_text = search_key(plan.code, plan.title, plan.issuer)
    plan.save()
    return plan


def _copy_tasks(receipt: PlanReceipt, plan: Plan, *, at: datetime) -> int:
    """Copy what the unit leads or coordinates; occurrences of recurring tasks come anew when the plan is issued."""
    rows = list(
        Assignment.objects.filter(
            task__plan=receipt.plan, unit=receipt.unit, task__period_starts_on=None, task__is_dropped=False
        )
        .exclude(state=TaskState.CANCELLED)
        .exclude(task__state=TaskState.CANCELLED)
        .select_related("task")
        .prefetch_related("task__units")
        .order_by("task__position", "task")
    )
    made: dict[int, Task] = {}
    for position, row in enumerate(rows, start=1):
        source = row.task
        is_lead = row.part == UnitPart.LEAD
        task = Task(
            plan=plan,
            answers=source,
            origin=TaskOrigin.SUPERIOR,
            position=position,
            due_on=(row.due_on if is_lead else None) or source.due_on,
            note=_part_in_words(source, is_lead=is_lead),
            **{name: getattr(source, name) for name in KEPT},
        )
        task.search_text = task_search_text(task, [receipt.unit.name])
        made[source.pk] = task
    tasks = Task.objects.bulk_create(made.values(), batch_size=BATCH)
    parts = [row.task for row in rows if row.task.parent_id in made]
    for source in parts:
        made[source.pk].parent = made[source.parent_id or 0]
    Task.objects.bulk_update([made[source.pk] for source in parts], ["parent"], batch_size=BATCH)
    named = [
        TaskUnit(task=task, part=UnitPart.LEAD, position=1, as_written=receipt.unit.name, unit=receipt.unit)
        for task in tasks
    ]
    TaskUnit.objects.bulk_create(named, batch_size=BATCH)
    write_members(named, on=at.date())
    return len(tasks)


def _part_in_words(source: Task, *, is_lead: bool) -> str:
    others = [one.as_written for one in source.units.all() if one.part == UnitPart.LEAD]
    if is_lead:
        return "Đơn vị chủ trì theo kế hoạch cấp trên."
    named = f" với {'; '.join(others)} (chủ trì)" if others else ""
    return f"Đơn vị phối hợp{named} theo kế hoạch cấp trên."


def _copy_targets(receipt: PlanReceipt, plan: Plan) -> int:
    shares = {one.target_id: one for one in TargetShare.objects.filter(target__plan=receipt.plan, unit=receipt.unit)}
    targets = list(receipt.plan.targets.all())
    names = [f" {_words(name)} " for name in (receipt.unit.name, receipt.unit.short_name) if name]
    chosen = [
        one
        for one in targets
        if (one.pk in shares if shares else any(name in f" {_words(one.indicator)} " for name in names))
    ]
    made = {
        one.pk: PlanTarget(
            plan=plan,
            position=position,
            indicator=one.indicator,
            measure=one.measure,
            is_cumulative=one.is_cumulative,
            **_bounds(one, shares.get(one.pk)),
        )
        for position, one in enumerate(chosen, start=1)
    }
    write_targets(made, {one.pk: one.whole_id for one in chosen})
    return len(made)


def _bounds(target: PlanTarget, share: TargetShare | None) -> dict[str, Any]:
    """Return what is to be reached: the unit's share in the target's own sense, or the target itself."""
    if share is None:
        return {
            "comparator": target.comparator, "minimum": target.minimum, "maximum": target.maximum,
            "baseline": target.baseline, "baseline_text": target.baseline_text,
        }  # fmt: skip
    comparator = target.comparator
    if comparator == Comparator.RANGE and share.maximum is None:
        comparator = Comparator.AT_LEAST
    elif comparator == Comparator.RANGE and share.minimum is None:
        comparator = Comparator.AT_MOST
    return {"comparator": comparator, "minimum": share.minimum, "maximum": share.maximum}


def _words(text: str) -> str:
    """Return a text folded to its words, so that a name is found as a whole and not inside a longer word."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())
