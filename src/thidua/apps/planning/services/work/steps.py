"""What the acts on a unit's work share: the row, the step, the report, the record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from thidua.apps.audit import services as audit
from thidua.apps.documents import services as documents
from thidua.apps.planning import policies, queries, transitions
from thidua.apps.planning.domain.progress import TO_DO
from thidua.apps.planning.enums import ExtensionState, ReportKind, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Extension, ProgressReport
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.services.steps import next_state
from thidua.apps.planning.services.work_notices import tell_superior, withdraw_reminders
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, EditConflict, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require

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


def work_for_step(actor: Actor, assignment_id: int) -> Assignment:
    """Return a unit's work that the actor sees, locked. Raises NotVisible."""
    rows = policies.visible_assignments(actor).select_related("unit", "task__plan__unit")
    return locked(rows, assignment_id)


def require_running(work: Assignment) -> None:
    """Raise DomainError in words unless the plan is issued and not over, and the task still in it."""
    plan = work.task.plan
    if plan.state not in queries.RUNNING:
        raise DomainError(
            f"Kế hoạch đang ở trạng thái “{plan.get_state_display()}” nên việc của kế hoạch chưa hoặc không còn được "
            "thực hiện, báo cáo.",
            remedy="Chỉ báo cáo, xác nhận, gia hạn khi kế hoạch đã ban hành và chưa kết thúc.",
        )
    if work.task.is_dropped:
        raise DomainError(
            "Nhiệm vụ này không còn trong kế hoạch sau khi sửa đổi, bổ sung nên không được thực hiện, báo cáo nữa.",
            remedy="Nếu vẫn cần làm, đưa nhiệm vụ vào kế hoạch bằng một kế hoạch sửa đổi, bổ sung khác.",
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


def own_work(actor: Actor, assignment_id: int, version: int) -> Assignment:
    work = work_for_step(actor, assignment_id)
    require_own(actor, work)
    if work.version != version:
        raise EditConflict(CONFLICT, remedy=CONFLICT_REMEDY)
    return work


def judged_work(actor: Actor, assignment_id: int) -> Assignment:
    work = work_for_step(actor, assignment_id)
    require(policies.can_judge(actor, work.task.plan), NOT_YOURS_TO_JUDGE)
    require_running(work)
    return work


def take_step(work: Assignment, act: str) -> dict[str, Any]:
    """Move the work along its table. Returns what stood before; raises DomainError in words for an illegal step."""
    before = {"state": work.state, "percent": work.percent}
    refusal = ILLEGAL.format(unit=work.unit.name, state=TaskState(work.state).label)
    work.state = next_state(transitions.WORK, act, state=work.state, refusal=refusal)
    return before


def require_text(text: str, *, sentence: str, message: str, field: str = "reason") -> None:
    if not text.strip():
        raise InvalidInput(message, fields={field: sentence})


def write_report(
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
    keep_step(work, act, before, actor=actor, at=at, **{name: value for name, value in facts.items() if value})
    if kind == ReportKind.NOT_ARISEN:
        take_back_open_extensions([work.pk], actor=actor, at=at)
    if report.difficulties:
        tell_superior(
            work, kind="planning.difficulty_raised", title="{unit} nêu khó khăn, vướng mắc: {task}",
            text=report.difficulties, actor=actor, at=at,
        )  # fmt: skip


def keep_step(
    work: Assignment, act: str, before: dict[str, Any], *, actor: Actor, at: datetime, **facts: object
) -> None:
    """Save the work after a step, roll its task up, and record the act."""
    work.version += 1
    work.save(update_fields=["state", "percent", "reported_at", "done_on", "has_difficulty", "version"])
    roll_up(task_ids=[work.task_id])
    if work.state not in TO_DO:
        withdraw_reminders([work.pk])
    changes = {name: [value, getattr(work, name)] for name, value in before.items() if value != getattr(work, name)}
    audit.record(actor=actor, act=act, subject=work_subject(work), at=at, changes={**changes, **facts})


def set_back_percent(work: Assignment) -> None:
    """Set the percent back to what was last reported on the way."""
    last = work.reports.filter(kind=ReportKind.PROGRESS).values_list("percent", flat=True).first()
    work.percent = last or 0


def is_unanswered(work: Assignment) -> bool:
    return work.reports.exclude(difficulties="").filter(answered_at__isnull=True).exists()


def take_back_open_extensions(work_ids: Collection[int], *, actor: Actor, at: datetime) -> None:
    """Whoever finished needs no later day any more: what was asked counts as taken back."""
    Extension.objects.filter(assignment__in=work_ids, state=ExtensionState.ASKED).update(
        state=ExtensionState.TAKEN_BACK, decided_by=actor.user_id, decided_at=at
    )
