"""What the plan's unit decides: confirms, returns, cancels, opens again, answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.planning import domain, policies
from thidua.apps.planning.enums import ReportKind, TaskState
from thidua.apps.planning.models import Assignment, ProgressReport
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.services.work.steps import (
    NOT_YOURS_TO_JUDGE,
    is_unanswered,
    judged_work,
    keep_step,
    require_running,
    require_text,
    set_back_percent,
    take_back_open_extensions,
    take_step,
    work_for_step,
    work_subject,
)
from thidua.apps.planning.services.work_notices import tell_units, withdraw_reminders
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, NotVisible
from thidua.core.policies import require


@transaction.atomic
def confirm_completion(*, actor: Actor, assignment_ids: Collection[int], at: datetime) -> int:
    """Confirm that work is done (`planning.confirm_completion`), for any number of units at once, all or nothing.

    The day it was done is the day it was reported. Returns how many. Raises NotVisible, NotPermitted, DomainError.
    """
    keys = sorted(set(assignment_ids))
    found = policies.visible_assignments(actor).select_related("unit", "task__plan__unit").filter(pk__in=keys)
    rows = list(found.order_by("pk").select_for_update(of=("self",)))
    if not keys or len(rows) != len(keys):
        raise NotVisible
    for work in rows:
        require(policies.can_judge(actor, work.task.plan), NOT_YOURS_TO_JUDGE)
        take_step(work, "planning.confirm_completion")
    for work in rows:
        require_running(work)
        work.done_on = timezone.localtime(work.reported_at or at).date()
        work.has_difficulty = False
        work.version += 1
    Assignment.objects.bulk_update(rows, ["state", "done_on", "has_difficulty", "version"], batch_size=500)
    take_back_open_extensions(keys, actor=actor, at=at)
    roll_up(task_ids={work.task_id for work in rows})
    withdraw_reminders(keys)
    changes = {"state": [TaskState.AWAITING.value, TaskState.DONE.value]}
    acts = [audit.Act("planning.confirm_completion", work_subject(work), changes) for work in rows]
    audit.record_many(actor=actor, acts=acts, at=at)
    tell_units(rows, kind="planning.work_confirmed", title="Kết quả được xác nhận: {task}", actor=actor, at=at)
    return len(rows)


@transaction.atomic
def return_completion(*, actor: Actor, assignment_id: int, reason: str, at: datetime) -> Assignment:
    """Return a report of completion with the reason (`planning.return_completion`)."""
    work = judged_work(actor, assignment_id)
    before = take_step(work, "planning.return_completion")
    require_text(reason, sentence="Ghi chỗ chưa đạt và việc cần làm tiếp.", message="Chưa ghi lý do trả lại.")
    report = work.reports.filter(kind=ReportKind.COMPLETION).first()
    if report is not None:
        report.is_returned, report.answer = True, reason.strip()
        report.answered_by_id, report.answered_at = actor.user_id, at
        report.save(update_fields=["is_returned", "answer", "answered_by", "answered_at"])
    set_back_percent(work)
    work.has_difficulty = is_unanswered(work)
    keep_step(work, "planning.return_completion", before, actor=actor, at=at, reason=reason)
    tell_units(
        [work], kind="planning.work_returned", title="Báo cáo hoàn thành bị trả lại: {task}", text=reason, actor=actor,
        at=at,
    )  # fmt: skip
    return work


@transaction.atomic
def cancel_work(*, actor: Actor, assignment_id: int, reason: str, at: datetime) -> Assignment:
    """Let a unit off its part in a task (`planning.cancel_work`), with the reason."""
    work = judged_work(actor, assignment_id)
    before = take_step(work, "planning.cancel_work")
    require_text(reason, sentence="Ghi vì sao đơn vị không phải thực hiện nữa.", message="Chưa ghi lý do hủy.")
    work.has_difficulty = False
    keep_step(work, "planning.cancel_work", before, actor=actor, at=at, reason=reason)
    take_back_open_extensions([work.pk], actor=actor, at=at)
    tell_units(
        [work], kind="planning.work_changed", title="Đơn vị không phải thực hiện nữa: {task}", text=reason,
        actor=actor, at=at,
    )  # fmt: skip
    return work


@transaction.atomic
def reopen_work(*, actor: Actor, assignment_id: int, reason: str, at: datetime) -> Assignment:
    """Open finished work again (`planning.reopen_work`): the plan's unit any, the unit itself what arose after all."""
    work = work_for_step(actor, assignment_id)
    is_own = work.state == TaskState.NOT_ARISEN and policies.can_work(actor, work)
    require(is_own or policies.can_judge(actor, work.task.plan), NOT_YOURS_TO_JUDGE)
    before = take_step(work, "planning.reopen_work")
    require_running(work)
    require_text(reason, sentence="Ghi vì sao mở lại.", message="Chưa ghi lý do mở lại.")
    set_back_percent(work)
    work.done_on = None
    keep_step(work, "planning.reopen_work", before, actor=actor, at=at, reason=reason)
    title = "Việc được mở lại để thực hiện tiếp: {task}"
    tell_units([work], kind="planning.work_changed", title=title, text=reason, actor=actor, at=at)
    return work


@transaction.atomic
def answer_report(*, actor: Actor, report_id: int, answer: str, at: datetime) -> ProgressReport:
    """Answer what a unit reported, above all its difficulties (`planning.answer_report`); each report once.

    Raises NotVisible, NotPermitted, InvalidInput, DomainError when it has its answer or the plan is over.
    """
    work_id = ProgressReport.objects.filter(pk=report_id).values_list("assignment_id", flat=True).first()
    if work_id is None:
        raise NotVisible
    work = judged_work(actor, work_id)
    report = work.reports.get(pk=report_id)
    if report.answered_at is not None:
        raise DomainError("Báo cáo này đã được trả lời.", remedy="Tải lại trang để xem câu trả lời.")
    require_text(answer, field="answer", sentence="Ghi câu trả lời.", message="Chưa ghi câu trả lời.")
    report.answer, report.answered_by_id, report.answered_at = answer.strip(), actor.user_id, at
    report.save(update_fields=["answer", "answered_by", "answered_at"])
    work.has_difficulty = work.state in domain.OPEN and is_unanswered(work)
    work.save(update_fields=["has_difficulty"])
    changes = {"answer": report.answer}
    audit.record(actor=actor, act="planning.answer_report", subject=work_subject(work), at=at, changes=changes)
    title = "Báo cáo của đơn vị được trả lời: {task}"
    tell_units([work], kind="planning.report_answered", title=title, text=report.answer, actor=actor, at=at)
    return report
