"""What the unit does: reports, takes back, declares, names who is responsible."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.organizations.queries import Person
from thidua.apps.planning import policies
from thidua.apps.planning.enums import ReportKind
from thidua.apps.planning.models import Assignment
from thidua.apps.planning.services.work.steps import (
    NOT_YOURS_TO_ASSIGN,
    Files,
    keep_step,
    own_work,
    require_running,
    require_text,
    set_back_percent,
    take_step,
    work_for_step,
    work_subject,
    write_report,
)
from thidua.apps.planning.services.work_notices import tell_people, tell_superior
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.policies import require


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
    work = own_work(actor, assignment_id, version)
    before = take_step(work, "planning.report_progress")
    if not 0 <= percent <= 100:
        raise InvalidInput("Tiến độ là số từ 0 đến 100.", fields={"percent": "Nhập số từ 0 đến 100."})
    if percent == work.percent and not (text.strip() or difficulties.strip() or files):
        sentence = "Ghi kết quả đã làm, hoặc thay đổi tiến độ, hoặc nêu khó khăn."
        raise InvalidInput("Báo cáo chưa có nội dung.", fields={"text": sentence})
    work.percent = percent
    write_report(
        work, ReportKind.PROGRESS, before, actor=actor, text=text, difficulties=difficulties, files=files, at=at
    )
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
    work = own_work(actor, assignment_id, version)
    before = take_step(work, "planning.submit_completion")
    require_text(
        text, field="text", sentence="Ghi kết quả đã đạt được.", message="Báo cáo hoàn thành chưa ghi kết quả."
    )
    work.percent = 100
    write_report(
        work, ReportKind.COMPLETION, before, actor=actor, text=text, difficulties=difficulties, files=files, at=at
    )
    tell_superior(
        work, kind="planning.completion_reported", title="{unit} báo cáo hoàn thành: {task}", text=text, actor=actor,
        at=at,
    )  # fmt: skip
    return work


@transaction.atomic
def take_back_completion(*, actor: Actor, assignment_id: int, version: int, at: datetime) -> Assignment:
    """Take a report of completion back before it is confirmed (`planning.take_back_completion`)."""
    work = own_work(actor, assignment_id, version)
    before = take_step(work, "planning.take_back_completion")
    set_back_percent(work)
    keep_step(work, "planning.take_back_completion", before, actor=actor, at=at)
    return work


@transaction.atomic
def declare_not_arisen(*, actor: Actor, assignment_id: int, version: int, reason: str, at: datetime) -> Assignment:
    """Say that an optional task ("nếu có") did not arise (`planning.declare_not_arisen`).

    Raises what `report_progress` raises; DomainError for a task that is not optional.
    """
    work = own_work(actor, assignment_id, version)
    before = take_step(work, "planning.declare_not_arisen")
    if not work.task.is_optional:
        raise DomainError(
            "Nhiệm vụ này không ghi “nếu có” nên đơn vị phải thực hiện, không báo là không phát sinh được.",
            remedy="Nếu không làm được, nêu khó khăn trong báo cáo tiến độ để đơn vị ban hành kế hoạch quyết định.",
        )
    require_text(reason, sentence="Ghi vì sao việc không phát sinh.", message="Chưa ghi lý do.")
    write_report(work, ReportKind.NOT_ARISEN, before, actor=actor, text=reason, difficulties="", files=(), at=at)
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
