"""An uploaded document on its way to a plan: taken in, read in the background, checked by a person, confirmed whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.documents import services as documents
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import domain, policies, queries, transitions
from thidua.apps.planning.models import Intake
from thidua.apps.planning.services.confirmation import write_plan
from thidua.apps.planning.services.lifecycle import register_issued
from thidua.apps.planning.services.steps import next_state
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotVisible
from thidua.core.jobs.queue import enqueue
from thidua.core.locking import locked
from thidua.core.policies import require

READ_JOB = "thidua.apps.planning.jobs.read_intake"
NOTHING_FOUND = (
    "Đọc được văn bản nhưng không tìm thấy nhiệm vụ, phân công, chỉ tiêu hay mốc thời hạn nào. "
    "Nếu đúng là kế hoạch, chọn “Vẫn đối chiếu” để nhập tay bên cạnh văn bản gốc."
)


def subject(intake: Intake) -> audit.Subject:
    return audit.Subject("planning.intake", intake.pk, intake.file.original_name, intake.unit.path)


@transaction.atomic
def start_intake(*, actor: Actor, unit_id: int, content: BinaryIO, name: str, at: datetime) -> Intake:
    """Take a document in and queue its reading (`planning.start_intake`).

    Raises NotVisible for a unit outside the actor's tree, NotPermitted, FileRefused for a file that cannot be kept.
    """
    unit = organizations.visible_unit(actor, unit_id)
    require(
        policies.can_bring_in(actor, unit_path=unit.path),
        "Chỉ cán bộ thường trực của đơn vị được đưa kế hoạch vào hệ thống.",
    )
    stored = documents.store_file(actor=actor, unit=unit, content=content, original_name=name, at=at)
    intake = Intake.objects.create(unit=unit, file=stored, created_by_id=actor.user_id, created_at=at)
    enqueue(READ_JOB, str(intake.pk), at=at)
    audit.record(actor=actor, act="planning.start_intake", subject=subject(intake), at=at)
    return intake


@transaction.atomic
def begin_reading(*, actor: Actor, intake_id: UUID, at: datetime) -> Intake | None:
    """Mark that the worker has begun (`planning.start_reading`). Returns None when there is nothing left to read."""
    intake = locked(Intake.objects.select_related("file", "unit"), intake_id)
    if "planning.start_reading" not in transitions.INTAKE.allowed(intake.state):
        return None
    intake.state = transitions.INTAKE.step("planning.start_reading", state=intake.state)
    intake.step_done = intake.step_count = 0
    intake.save(update_fields=["state", "step_done", "step_count"])
    return intake


def record_progress(*, intake_id: UUID, done: int, count: int) -> None:
    """Keep how far the reading is, for the page that waits. Not an act of a person: not audited."""
    Intake.objects.filter(pk=intake_id, state="reading").update(step_done=done, step_count=count)


@transaction.atomic
def finish_reading(
    *, actor: Actor, intake_id: UUID, source: dict[str, Any], reading: dict[str, Any], at: datetime
) -> Intake:
    """Keep what was read and open it for review (`planning.finish_reading`), or say that no plan was found in it."""
    intake = locked(Intake.objects.select_related("file", "unit"), intake_id)
    draft = domain.draft_from_reading(reading, this_year=at.year)
    intake.source, intake.reading, intake.draft = source, reading, draft
    if not domain.is_worth_confirming(draft):
        return _refuse(intake, actor=actor, message=NOTHING_FOUND, at=at)
    _match_units(intake, on=at.date())
    _step(intake, "planning.finish_reading")
    intake.refusal = ""
    intake.save()
    counts = {"tasks": len(draft["tasks"]), "targets": len(draft["targets"])}
    audit.record(actor=actor, act="planning.finish_reading", subject=subject(intake), at=at, changes=counts)
    return intake


@transaction.atomic
def refuse_document(*, actor: Actor, intake_id: UUID, message: str, at: datetime) -> Intake:
    """Say that the document cannot be read, and why (`planning.refuse_document`). The file stays as it came."""
    intake = locked(Intake.objects.select_related("file", "unit"), intake_id)
    return _refuse(intake, actor=actor, message=message, at=at)


@transaction.atomic
def review_anyway(*, actor: Actor, intake_id: UUID, at: datetime) -> Intake:
    """Open a document in which no plan was found, to be filled in by hand (`planning.review_anyway`)."""
    intake = _for_writing(actor, intake_id)
    if not intake.draft:
        raise DomainError("Tệp này không đọc được nội dung.", remedy="Tải lên bản khác của văn bản.")
    _step(intake, "planning.review_anyway")
    intake.refusal = ""
    intake.save(update_fields=["state", "refusal"])
    audit.record(actor=actor, act="planning.review_anyway", subject=subject(intake), at=at)
    return intake


@transaction.atomic
def read_again(*, actor: Actor, intake_id: UUID, at: datetime) -> Intake:
    """Queue the reading once more (`planning.read_again`); what was typed into the draft goes, as the page says."""
    intake = _for_writing(actor, intake_id)
    _step(intake, "planning.read_again")
    intake.draft, intake.refusal, intake.version = {}, "", intake.version + 1
    intake.save(update_fields=["state", "draft", "refusal", "version"])
    enqueue(READ_JOB, str(intake.pk), at=at)
    audit.record(actor=actor, act="planning.read_again", subject=subject(intake), at=at)
    return intake


@transaction.atomic
def save_draft(
    *, actor: Actor, intake_id: UUID, version: int, path: str, seen_value: str, value: Any, at: datetime
) -> Intake:
    """Keep one value typed into the draft (`planning.save_draft`).

    Several people may check one document: a change made elsewhere since `version` does not matter unless this very
    value is no longer `seen_value`. Raises EditConflict then, InvalidInput for a value that cannot be taken,
    NotVisible for a path, a unit or a group that is not there; nothing is changed then.
    """
    intake = _for_writing(actor, intake_id)
    _step(intake, "planning.save_draft")
    try:
        if intake.version != version and domain.typed_value(intake.draft, path) != seen_value:
            raise EditConflict(
                "Người khác vừa sửa giá trị này.",
                remedy="So sánh hai bản rồi chọn bản giữ lại.",
            )
        before, after = domain.apply_change(intake.draft, path, value)
    except KeyError:
        raise NotVisible from None
    except domain.InvalidChange as error:
        raise InvalidInput(str(error), fields={path: str(error)}) from None
    if path.startswith("units.") and after:
        _check_choice(actor, intake, after)
    if before == after:
        intake.save(update_fields=["draft"])  # an accepted doubt is kept though its value stays
        return intake
    if path.endswith((".lead", ".coordinating", ".included")):
        _match_units(intake, on=at.date())
    intake.version += 1
    intake.save(update_fields=["draft", "version"])
    changes: dict[str, Any] = {"path": path, "value": [before, after]}
    if path.startswith("units."):
        written = intake.draft["units"][path.removeprefix("units.")]["as_written"]
        changes = {"path": path, "as_written": written, "means": [_choice_name(before), _choice_name(after)]}
    audit.record(actor=actor, act="planning.save_draft", subject=subject(intake), at=at, changes=changes)
    return intake


@transaction.atomic
def add_to_draft(*, actor: Actor, intake_id: UUID, area: str, at: datetime) -> tuple[Intake, str]:
    """Add an empty item to a list of the draft (`planning.save_draft`). Returns the intake and the new item's key."""
    intake = _for_writing(actor, intake_id)
    _step(intake, "planning.save_draft")
    try:
        key = domain.add_item(intake.draft, area)
    except KeyError:
        raise NotVisible from None
    intake.version += 1
    intake.save(update_fields=["draft", "version"])
    audit.record(actor=actor, act="planning.save_draft", subject=subject(intake), at=at, changes={area: [None, key]})
    return intake, key


@transaction.atomic
def confirm_intake(*, actor: Actor, intake_id: UUID, version: int, is_issued: bool = False, at: datetime) -> Intake:
    """Make the draft a plan with its tasks, units and targets, all in one transaction (`planning.confirm_intake`).

    With `is_issued` the paper is taken as signed and issued, and the plan goes to its units at once
    (`planning.register_issued`); otherwise it stays a draft of its unit. Raises DomainError for an issued paper
    without number or day, InvalidInput naming every problem left, EditConflict; nothing is written then.
    """
    intake = _for_writing(actor, intake_id)
    _same_version(intake, version)
    _step(intake, "planning.confirm_intake")
    left = domain.problems(intake.draft)
    if left:
        raise InvalidInput(
            f"Chưa xác nhận được: còn {len(left)} chỗ phải sửa.",
            fields={problem.path: problem.message for problem in left},
            remedy="Sửa các chỗ được đánh dấu rồi xác nhận lại.",
        )
    intake.plan = write_plan(intake, actor=actor, at=at)
    intake.save(update_fields=["state", "plan"])
    audit.record(
        actor=actor,
        act="planning.confirm_intake",
        subject=subject(intake),
        at=at,
        changes={"plan": intake.plan.pk, "tasks": intake.plan.tasks.count()},
    )
    if is_issued:
        register_issued(actor=actor, plan_id=intake.plan.pk, at=at)
    return intake


@transaction.atomic
def discard_intake(*, actor: Actor, intake_id: UUID, at: datetime) -> Intake:
    """Put a document aside (`planning.discard_intake`). The file and the record of the act stay."""
    intake = _for_writing(actor, intake_id)
    _step(intake, "planning.discard_intake")
    intake.save(update_fields=["state"])
    audit.record(actor=actor, act="planning.discard_intake", subject=subject(intake), at=at)
    return intake


def _for_writing(actor: Actor, intake_id: UUID) -> Intake:
    """Lock the intake. What was read stays in the database: it is large, and no act of a person changes it."""
    return locked(policies.visible_intakes(actor).select_related("file", "unit").defer("source", "reading"), intake_id)


def _same_version(intake: Intake, version: int) -> None:
    if intake.version != version:
        raise EditConflict(
            "Người khác vừa sửa bản đối chiếu này.",
            remedy="Xem lại phần tóm tắt theo bản mới nhất rồi xác nhận.",
        )


def _step(intake: Intake, act: str) -> None:
    refusal = f"Không thực hiện được: văn bản đang ở trạng thái “{intake.get_state_display()}”."
    intake.state = next_state(
        transitions.INTAKE,
        act,
        state=intake.state,
        refusal=refusal,
        remedy="Tải lại trang để thấy trạng thái hiện tại.",
    )


def _refuse(intake: Intake, *, actor: Actor, message: str, at: datetime) -> Intake:
    _step(intake, "planning.refuse_document")
    intake.refusal = message
    intake.save()
    audit.record(
        actor=actor, act="planning.refuse_document", subject=subject(intake), at=at, changes={"reason": message}
    )
    return intake


def _check_choice(actor: Actor, intake: Intake, choice: dict[str, int]) -> None:
    """Raise NotVisible for a unit outside the actor's tree, or a group of another body."""
    if "unit" in choice:
        organizations.visible_unit(actor, choice["unit"])
    elif not organizations.groups_of(organizations.body_of(intake.unit)).filter(pk=choice["group"]).exists():
        raise NotVisible


def _choice_name(choice: dict[str, int] | None) -> str:
    """Return what a choice means in words, for the record; empty for none."""
    if not choice:
        return ""
    if "unit" in choice:
        return organizations.Unit.objects.filter(pk=choice["unit"]).values_list("name", flat=True).first() or ""
    return organizations.UnitGroup.objects.filter(pk=choice["group"]).values_list("name", flat=True).first() or ""


def _match_units(intake: Intake, *, on: date) -> None:
    """Match every name of the draft that has no entry yet; what a person chose is never changed."""
    names = [name for name in domain.names_in(intake.draft) if domain.unit_entry(intake.draft, name) is None]
    if names:
        intake.draft["units"] |= queries.unit_entries(intake.unit, names, on=on)
