"""The work of a unit on a task: one function a step of `transitions.WORK`, answers, and who is responsible.

`assignment_id` names the unit's part in the task; `files` are (content, name) pairs of evidence. The other side is told
in the same transaction, and the task rolled up.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.documents import services as documents
from thidua.apps.organizations.queries import Person
from thidua.apps.planning import domain, policies, queries, transitions
from thidua.apps.planning.enums import ExtensionState, ReportKind, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Extension, ProgressReport
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.services.work_notices import tell_people, tell_superior, tell_units
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.workflow import IllegalStep

Files = Sequence[tuple[BinaryIO, str]]
MOST_FILES = 10
NOT_YOUR_WORK = "Chỉ đơn vị được giao, hoặc người được phân công phụ trách, báo cáo về việc này."
NOT_YOURS_TO_JUDGE = "Chỉ đơn vị ban hành kế hoạch được quyết định về kết quả của việc này."
NOT_YOURS_TO_ASSIGN = "Chỉ cán bộ đầu mối hoặc thủ trưởng đơn vị được giao phân công người phụ trách."
CONFLICT = "Người khác của đơn vị vừa báo cáo hoặc đổi trạng thái của việc này sau khi Ông/Bà mở trang."
CONFLICT_REMEDY = "Nội dung Ông/Bà nhập vẫn còn trong biểu mẫu: so với báo cáo mới nhất rồi gửi lại."
ILLEGAL = "Việc của {unit} đang ở trạng thái “{state}” nên không thực hiện được thao tác này."


def work_subject(work: Assignment) -> audit.Subject:
    """Name a unit's work in the record: as the unit's own, so that no sibling reads it."""
    return audit.Subject("planning.assignment", work.pk, f"{work.unit.name}: {work.task}", work.unit.path)


# ---- What the unit does ----------------------------------------------------------------------------------------


@transaction.atomic
def report_progress(
    *,
    actor: Actor,
    assignment_id: int,
    version: int,
    percent: int,
    text: str,
    difficulties: str = "",
    files: Files = (),
    at: datetime,
) -> Assignment:
    """Say how far the unit has come (`planning.report_progress`); difficulties wait for the superior's answer.

    Raises NotVisible, NotPermitted, EditConflict, InvalidInput, and DomainError for work that cannot be reported now.
    """
    work = _own_work(actor, assignment_id, version)
    before = _step(work, "planning.report_progress")
    if not 0 <= percent <= 100:
        raise InvalidInput("Tiến độ là số từ 0 đến 100.", fields={"percent": "Nhập số từ 0 đến 100."})
    if percent == work.percent and not (text.strip() or difficulties.strip() or files):
        sentence = "Ghi kết quả đã làm, hoặc thay đổi tiến độ, hoặc nêu khó khăn."
        raise InvalidInput("Báo cáo chưa có nội dung.", fields={"text": sentence})
    work.percent = percent
    _report(work, ReportKind.PROGRESS, before, actor=actor, text=text, difficulties=difficulties, files=files, at=at)
    return work


@transaction.atomic
def submit_completion(
    *,
    actor: Actor,
    assignment_id: int,
    version: int,
    text: str,
    difficulties: str = "",
    files: Files = (),
    at: datetime,
) -> Assignment:
    """Report the work as done (`planning.submit_completion`); the plan's unit confirms or returns it.

    Raises what `report_progress` raises.
    """
    work = _own_work(actor, assignment_id, version)
    before = _step(work, "planning.submit_completion")
    _needed(text, field="text", sentence="Ghi kết quả đã đạt được.", message="Báo cáo hoàn thành chưa ghi kết quả.")
    work.percent = 100
    _report(work, ReportKind.COMPLETION, before, actor=actor, text=text, difficulties=difficulties, files=files, at=at)
    tell_superior(
        work, kind="planning.completion_reported", title="{unit} báo cáo hoàn thành: {task}", text=text, actor=actor,
        at=at,
    )  # fmt: skip
    return work


@transaction.atomic
def take_back_completion(*, actor: Actor, assignment_id: int, version: int, at: datetime) -> Assignment:
    """Take a report of completion back before it is confirmed (`planning.take_back_completion`)."""
    work = _own_work(actor, assignment_id, version)
    before = _step(work, "planning.take_back_completion")
    _reopened(work)
    _keep(work, "planning.take_back_completion", before, actor=actor, at=at)
    return work


@transaction.atomic
def declare_not_arisen(*, actor: Actor, assignment_id: int, version: int, reason: str, at: datetime) -> Assignment:
    """Say that an optional task ("nếu có") did not arise (`planning.declare_not_arisen`).

    Raises what `report_progress` raises; DomainError for a task that is not optional.
    """
    work = _own_work(actor, assignment_id, version)
    before = _step(work, "planning.declare_not_arisen")
    if not work.task.is_optional:
        raise DomainError(
            "Nhiệm vụ này không ghi “nếu có” nên đơn vị phải thực hiện, không báo là không phát sinh được.",
            remedy="Nếu không làm được, nêu khó khăn trong báo cáo tiến độ để đơn vị ban hành kế hoạch quyết định.",
        )
    _needed(reason, sentence="Ghi vì sao việc không phát sinh.", message="Chưa ghi lý do.")
    _report(work, ReportKind.NOT_ARISEN, before, actor=actor, text=reason, difficulties="", files=(), at=at)
    tell_superior(
        work, kind="planning.completion_reported", title="{unit} báo không phát sinh: {task}", text=reason,
        actor=actor, at=at,
    )  # fmt: skip
    return work


@transaction.atomic
def assign_people(*, actor: Actor, assignment_id: int, person_ids: Collection[int], at: datetime) -> Assignment:
    """Say who inside the unit, or below it, is responsible for its part (`planning.assign_people`).

    Raises NotVisible, NotPermitted, InvalidInput for people who do not work there, DomainError while nothing is worked.
    """
    work = work_for_step(actor, assignment_id)
    require(actor.holds(policies.REPORTERS, path=work.unit.path), NOT_YOURS_TO_ASSIGN)
    require_running(work)
    wanted = set(person_ids)
    staff = Person.objects.filter(pk__in=wanted, unit__path__startswith=work.unit.path, is_active=True)
    chosen = {one.pk: one for one in staff}
    if len(chosen) != len(wanted):
        sentence = "Chỉ chọn người đang công tác tại đơn vị hoặc đơn vị trực thuộc."
        raise InvalidInput(sentence, fields={"people": sentence})
    before = {one.pk: one for one in work.people.all()}
    if set(before) == wanted:
        return work
    work.people.set(wanted)
    changes = {"people": [", ".join(sorted(one.full_name for one in side.values())) for side in (before, chosen)]}
    audit.record(actor=actor, act="planning.assign_people", subject=work_subject(work), at=at, changes=changes)
    added = [one.user_id for key, one in chosen.items() if key not in before and one.user_id is not None]
    tell_people(work, added, title="Ông/Bà được phân công phụ trách: {task}", actor=actor, at=at)
    return work


# ---- What the plan's unit decides ------------------------------------------------------------------------------


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
        _step(work, "planning.confirm_completion")
    for work in rows:
        require_running(work)
        work.done_on = timezone.localtime(work.reported_at or at).date()
        work.has_difficulty = False
        work.version += 1
    Assignment.objects.bulk_update(rows, ["state", "done_on", "has_difficulty", "version"], batch_size=500)
    _close_extensions(keys, actor=actor, at=at)
    roll_up(task_ids={work.task_id for work in rows})
    changes = {"state": [TaskState.AWAITING.value, TaskState.DONE.value]}
    acts = [audit.Act("planning.confirm_completion", work_subject(work), changes) for work in rows]
    audit.record_many(actor=actor, acts=acts, at=at)
    tell_units(rows, kind="planning.work_confirmed", title="Kết quả được xác nhận: {task}", actor=actor, at=at)
    return len(rows)


@transaction.atomic
def return_completion(*, actor: Actor, assignment_id: int, reason: str, at: datetime) -> Assignment:
    """Return a report of completion with the reason (`planning.return_completion`)."""
    work = _judged_work(actor, assignment_id)
    before = _step(work, "planning.return_completion")
    _needed(reason, sentence="Ghi chỗ chưa đạt và việc cần làm tiếp.", message="Chưa ghi lý do trả lại.")
    report = work.reports.filter(kind=ReportKind.COMPLETION).first()
    if report is not None:
        report.is_returned, report.answer = True, reason.strip()
        report.answered_by_id, report.answered_at = actor.user_id, at
        report.save(update_fields=["is_returned", "answer", "answered_by", "answered_at"])
    _reopened(work)
    work.has_difficulty = _is_unanswered(work)
    _keep(work, "planning.return_completion", before, actor=actor, at=at, reason=reason)
    tell_units(
        [work], kind="planning.work_returned", title="Báo cáo hoàn thành bị trả lại: {task}", text=reason, actor=actor,
        at=at,
    )  # fmt: skip
    return work


@transaction.atomic
def cancel_work(*, actor: Actor, assignment_id: int, reason: str, at: datetime) -> Assignment:
    """Let a unit off its part in a task (`planning.cancel_work`), with the reason."""
    work = _judged_work(actor, assignment_id)
    before = _step(work, "planning.cancel_work")
    _needed(reason, sentence="Ghi vì sao đơn vị không phải thực hiện nữa.", message="Chưa ghi lý do hủy.")
    work.has_difficulty = False
    _keep(work, "planning.cancel_work", before, actor=actor, at=at, reason=reason)
    _close_extensions([work.pk], actor=actor, at=at)
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
    before = _step(work, "planning.reopen_work")
    require_running(work)
    _needed(reason, sentence="Ghi vì sao mở lại.", message="Chưa ghi lý do mở lại.")
    _reopened(work)
    work.done_on = None
    _keep(work, "planning.reopen_work", before, actor=actor, at=at, reason=reason)
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
    work = _judged_work(actor, work_id)
    report = work.reports.get(pk=report_id)
    if report.answered_at is not None:
        raise DomainError("Báo cáo này đã được trả lời.", remedy="Tải lại trang để xem câu trả lời.")
    _needed(answer, field="answer", sentence="Ghi câu trả lời.", message="Chưa ghi câu trả lời.")
    report.answer, report.answered_by_id, report.answered_at = answer.strip(), actor.user_id, at
    report.save(update_fields=["answer", "answered_by", "answered_at"])
    work.has_difficulty = work.state in domain.OPEN and _is_unanswered(work)
    work.save(update_fields=["has_difficulty"])
    changes = {"answer": report.answer}
    audit.record(actor=actor, act="planning.answer_report", subject=work_subject(work), at=at, changes=changes)
    title = "Báo cáo của đơn vị được trả lời: {task}"
    tell_units([work], kind="planning.report_answered", title=title, text=report.answer, actor=actor, at=at)
    return report


# ---- What these share ------------------------------------------------------------------------------------------


def work_for_step(actor: Actor, assignment_id: int) -> Assignment:
    """Return a unit's work that the actor sees, locked. Raises NotVisible."""
    rows = policies.visible_assignments(actor).select_related("unit", "task__plan__unit")
    return locked(rows, assignment_id)


def require_running(work: Assignment) -> None:
    """Raise DomainError in words unless the plan is issued and not over."""
    plan = work.task.plan
    if plan.state not in queries.RUNNING:
        raise DomainError(
            f"Kế hoạch đang ở trạng thái “{plan.get_state_display()}” nên việc của kế hoạch chưa hoặc không còn được "
            "thực hiện, báo cáo.",
            remedy="Chỉ báo cáo, xác nhận, gia hạn khi kế hoạch đã ban hành và chưa kết thúc.",
        )


def require_own(actor: Actor, work: Assignment) -> None:
    """Raise for whoever does not report for the unit, for work not reported here, and for a plan not running."""
    require(policies.can_work(actor, work), NOT_YOUR_WORK)
    if work.part != UnitPart.LEAD:
        raise DomainError(
            "Đơn vị phối hợp không báo cáo riêng về nhiệm vụ này.",
            remedy="Gửi kết quả phối hợp cho đơn vị chủ trì để tổng hợp, báo cáo.",
        )
    require_running(work)
    if work.task.recurrence:
        raise DomainError(
            "Nhiệm vụ lặp lại được báo cáo theo từng kỳ.",
            remedy="Mở kỳ cần báo cáo ở mục “Các kỳ thực hiện” của nhiệm vụ.",
        )
    if work.task.children.exists():
        raise DomainError(
            "Nhiệm vụ này gồm các nhiệm vụ thành phần nên không báo cáo chung.",
            remedy="Báo cáo từng nhiệm vụ thành phần; tiến độ chung được tổng hợp tự động.",
        )


def _own_work(actor: Actor, assignment_id: int, version: int) -> Assignment:
    work = work_for_step(actor, assignment_id)
    require_own(actor, work)
    if work.version != version:
        raise EditConflict(CONFLICT, remedy=CONFLICT_REMEDY)
    return work


def _judged_work(actor: Actor, assignment_id: int) -> Assignment:
    work = work_for_step(actor, assignment_id)
    require(policies.can_judge(actor, work.task.plan), NOT_YOURS_TO_JUDGE)
    require_running(work)
    return work


def _step(work: Assignment, act: str) -> dict[str, Any]:
    """Move the work along its table. Returns what stood before; raises DomainError in words for an illegal step."""
    before = {"state": work.state, "percent": work.percent}
    try:
        work.state = transitions.WORK.step(act, state=work.state)
    except IllegalStep:
        raise DomainError(
            ILLEGAL.format(unit=work.unit.name, state=TaskState(work.state).label),
            remedy="Tải lại trang để xem các việc làm được lúc này.",
        ) from None
    return before


def _needed(text: str, *, sentence: str, message: str, field: str = "reason") -> None:
    if not text.strip():
        raise InvalidInput(message, fields={field: sentence})


def _report(
    work: Assignment,
    kind: ReportKind,
    before: dict[str, Any],
    *,
    actor: Actor,
    text: str,
    difficulties: str,
    files: Files,
    at: datetime,
) -> None:
    if len(files) > MOST_FILES:
        sentence = f"Mỗi báo cáo kèm tối đa {MOST_FILES} tệp."
        raise InvalidInput(sentence, fields={"files": sentence})
    report = ProgressReport.objects.create(
        assignment=work,
        kind=kind,
        percent=work.percent,
        text=text.strip(),
        difficulties=difficulties.strip(),
        created_by_id=actor.user_id,
        created_at=at,
    )
    stored = [
        documents.store_file(actor=actor, unit=work.unit, content=content, original_name=name, at=at)
        for content, name in files
    ]
    if stored:
        report.files.set(stored)
    work.reported_at = at
    work.has_difficulty = kind != ReportKind.NOT_ARISEN and (work.has_difficulty or bool(report.difficulties))
    act = {
        ReportKind.PROGRESS: "planning.report_progress",
        ReportKind.COMPLETION: "planning.submit_completion",
        ReportKind.NOT_ARISEN: "planning.declare_not_arisen",
    }[kind]
    facts = {"result": report.text, "difficulties": report.difficulties, "files": [one.original_name for one in stored]}
    _keep(work, act, before, actor=actor, at=at, **{name: value for name, value in facts.items() if value})
    if kind == ReportKind.NOT_ARISEN:
        _close_extensions([work.pk], actor=actor, at=at)
    if report.difficulties:
        tell_superior(
            work, kind="planning.difficulty_raised", title="{unit} nêu khó khăn, vướng mắc: {task}",
            text=report.difficulties, actor=actor, at=at,
        )  # fmt: skip


def _keep(work: Assignment, act: str, before: dict[str, Any], *, actor: Actor, at: datetime, **facts: object) -> None:
    """Save the work after a step, roll its task up, and record the act."""
    work.version += 1
    work.save(update_fields=["state", "percent", "reported_at", "done_on", "has_difficulty", "version"])
    roll_up(task_ids=[work.task_id])
    changes = {name: [value, getattr(work, name)] for name, value in before.items() if value != getattr(work, name)}
    audit.record(actor=actor, act=act, subject=work_subject(work), at=at, changes={**changes, **facts})


def _reopened(work: Assignment) -> None:
    """Set the percent back to what was last reported on the way."""
    last = work.reports.filter(kind=ReportKind.PROGRESS).values_list("percent", flat=True).first()
    work.percent = last or 0


def _is_unanswered(work: Assignment) -> bool:
    return work.reports.exclude(difficulties="").filter(answered_at__isnull=True).exists()


def _close_extensions(work_ids: Collection[int], *, actor: Actor, at: datetime) -> None:
    """Whoever finished needs no later day any more: what was asked counts as taken back."""
    Extension.objects.filter(assignment__in=work_ids, state=ExtensionState.ASKED).update(
        state=ExtensionState.TAKEN_BACK, decided_by=actor.user_id, decided_at=at
    )
