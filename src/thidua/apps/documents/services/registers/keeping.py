"""Keeping the registers: what became of a document, the year's end, and numbers confirmed after a restore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.documents import policies
from thidua.apps.documents.domain import numbering
from thidua.apps.documents.domain.marks import Mark
from thidua.apps.documents.enums import NoteKind, RegisterState
from thidua.apps.documents.errors import NumbersInRecovery, YearNotOver
from thidua.apps.documents.models import EntryNote, NumberRecovery, NumberRegister, Registry
from thidua.apps.documents.queries import registers as queries
from thidua.apps.documents.services.registers.registry import (
    ASK_REGISTRY,
    entry_subject,
    locked_registry,
    mark_after_commit,
    open_register,
    registry_subject,
    visible_body,
)
from thidua.apps.documents.transitions import REGISTER
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require


@transaction.atomic
def note_entry(
    *,
    actor: Actor,
    entry_id: int,
    kind: str,
    on: date,
    at: datetime,
    text: str = "",
    document_id: int | None = None,
) -> EntryNote:
    """Write down what became of an issued document (`documents.note_entry`): a new line, nothing is changed.

    A correction, replacement or withdrawal names the document of the same body that ordered it.
    Raises NotVisible, NotPermitted, InvalidInput.
    """
    visible = policies.visible_entries(actor)
    entry = locked(visible.select_related("register__body"), entry_id)
    require(
        policies.can_note(actor, entry),
        f"Chỉ văn thư của {entry.register.body.name} ghi vào sổ.",
        remedy=ASK_REGISTRY,
    )
    fields: dict[str, str] = {}
    is_ordered = kind in NoteKind.ordered()
    document = visible.filter(register__body=entry.register.body, pk=document_id).first() if document_id else None
    if kind not in NoteKind.values:
        fields["kind"] = "Cần chọn việc cần ghi."
    elif is_ordered and (document is None or document.pk == entry.pk):
        fields["document"] = "Đính chính, thay thế hoặc thu hồi phải bằng một văn bản khác đã cấp số (Điều 18)."
    elif not is_ordered and document_id:
        fields["document"] = "Việc này không cần văn bản kèm theo."
    elif kind in (NoteKind.RECEIVED, NoteKind.REMARK) and not text.strip():
        fields["text"] = "Cần ghi nội dung, ví dụ tên người ký nhận."
    if on > numbering.day_of(at) or on < entry.issued_on:
        fields["on"] = "Ngày phải từ ngày văn bản đến hôm nay."
    if fields:
        raise InvalidInput("Chưa ghi được: " + " ".join(fields.values()), fields=fields)
    note = EntryNote.objects.create(
        entry=entry,
        kind=kind,
        on=on,
        text=text.strip(),
        document=document,
        written_by_id=actor.user_id,
        written_label=actor.label[:200],
        written_at=at,
    )
    changes = {
        "kind": str(NoteKind(kind).label),
        "on": on,
        "text": note.text,
        "document": str(document) if document else "",
    }
    audit.record(actor=actor, act="documents.note_entry", subject=entry_subject(entry), at=at, changes=changes)
    return note


@transaction.atomic
def close_year(*, actor: Actor, body_id: int, year: int, at: datetime) -> list[NumberRegister]:
    """Close the registers of a year that is over (`documents.close_year`). Returns those closed now.

    Raises NotVisible, NotPermitted, YearNotOver, NumbersInRecovery.
    """
    body = visible_body(actor, body_id)
    registry = locked_registry(actor, body, year=year)
    require(policies.can_keep(actor, body), f"Chỉ văn thư của {body.name} khóa sổ.", remedy=ASK_REGISTRY)
    if year >= numbering.year_of(at):
        raise YearNotOver(year=year)
    if queries.to_confirm(registry, kept=queries.marks(), at=at):
        raise NumbersInRecovery(body.name)
    open_ones = NumberRegister.objects.filter(body=body, year=year, state=RegisterState.OPEN)
    registers = list(open_ones.select_for_update(of=("self",)).order_by("pk"))
    for register in registers:
        register.state = REGISTER.step("documents.close_year", state=register.state)
        register.closed_at = at
    NumberRegister.objects.bulk_update(registers, ["state", "closed_at"])
    # A clock a little behind gives no more numbers of the closed year: they take this moment.
    registry.last_issued_at = max(registry.last_issued_at or at, at)
    registry.save(update_fields=["last_issued_at"])
    if registers:
        changes = {"year": year, "registers": [one.name for one in registers]}
        audit.record(actor=actor, act="documents.close_year", subject=registry_subject(body), at=at, changes=changes)
    return registers


@transaction.atomic
def confirm_highest_numbers(
    *,
    actor: Actor,
    body_id: int,
    numbers: Mapping[str, int],
    evidence: str,
    at: datetime,
    last_on: date | None = None,
) -> list[NumberRecovery]:
    """Take a body's numbering out of recovery (`documents.confirm_highest_numbers`): paper is the last authority.

    `numbers` has the highest number on paper for each series of `queries.to_confirm`, by `Standing.key`; `evidence`
    says what it was compared with, `last_on` is the day of the newest document on paper. The next number follows it,
    and the marks outside the database rise to it. Raises NotVisible, NotPermitted, InvalidInput.
    """
    body = visible_body(actor, body_id)
    registry = locked_registry(actor, body, year=numbering.year_of(at))
    require(policies.can_keep(actor, body), f"Chỉ văn thư của {body.name} xác nhận số.", remedy=ASK_REGISTRY)
    kept = queries.marks()
    asked = queries.to_confirm(registry, kept=kept, at=at)
    if not asked:
        raise InvalidInput("Sổ văn bản không chờ xác nhận số nào.", remedy="Tải lại trang Sổ văn bản.")
    _check_confirmed(asked, numbers, evidence=evidence, last_on=last_on, at=at)
    made: list[NumberRecovery] = []
    for one in asked:
        confirmed = numbers[one.key]
        if one.register is None and not confirmed:
            continue
        register = one.register or open_register(actor, body, one.series, year=one.year, at=at)
        made.append(
            NumberRecovery.objects.create(
                register=register,
                recorded_number=one.last,
                confirmed_number=confirmed,
                last_on=last_on if last_on and last_on.year == one.year else None,
                evidence=evidence.strip(),
                confirmed_by_id=actor.user_id,
                confirmed_label=actor.label[:200],
                confirmed_at=at,
            )
        )
    registry.seal = kept.seal()
    moments = [mark.issued_at for year in queries.years_at_stake(at) for mark in kept.of(body.pk, year=year).values()]
    past = [moment for moment in [registry.last_issued_at, *moments] if moment and moment <= at]
    registry.last_issued_at = max(past, default=registry.last_issued_at)
    registry.save(update_fields=["seal", "last_issued_at"])
    changes = {
        "numbers": {f"{one.series.name} {one.year}": [one.last, numbers[one.key]] for one in asked},
        "evidence": evidence.strip(),
        "last_on": last_on,
    }
    subject = registry_subject(body)
    audit.record(actor=actor, act="documents.confirm_highest_numbers", subject=subject, at=at, changes=changes)
    for year in {one.year for one in asked}:
        raised = {one.series.key: Mark(numbers[one.key], at) for one in asked if one.year == year and numbers[one.key]}
        mark_after_commit(kept, body, year=year, raised=raised)
    return made


def _check_confirmed(
    asked: Sequence[queries.Standing],
    numbers: Mapping[str, int],
    *,
    evidence: str,
    last_on: date | None,
    at: datetime,
) -> None:
    fields: dict[str, str] = {}
    for one in asked:
        lowest = max(one.last, one.mark)
        if one.key not in numbers:
            fields[one.key] = f"{one.series.name} năm {one.year}: cần ghi số cao nhất."
        elif numbers[one.key] < lowest:
            fields[one.key] = (
                f"{one.series.name} năm {one.year}: chương trình đã cấp đến số {lowest}, không thể thấp hơn."
            )
    if not evidence.strip():
        fields["evidence"] = "Cần ghi đã đối chiếu với sổ, văn bản nào."
    if last_on and last_on > numbering.day_of(at):
        fields["last_on"] = "Ngày của văn bản mới nhất không thể sau hôm nay."
    if fields:
        raise InvalidInput("Chưa xác nhận được: " + " ".join(fields.values()), fields=fields)


@transaction.atomic
def hold_numbers(*, actor: Actor, at: datetime) -> list[Unit]:
    """Let no body give a number until its highest ones are confirmed on paper (`documents.hold_numbers`).

    For whoever has put back a whole machine: then database and marks are equally old, and nothing here can tell.
    Returns the bodies that wait. Raises NotPermitted for anybody but the program itself.
    """
    require(actor.is_system, "Chỉ quản trị máy chủ tạm dừng cấp số, bằng lệnh thidua numbers hold.")
    kept = queries.marks()
    kept.seal()
    registries = Registry.objects.select_for_update(of=("self",)).select_related("body")
    bodies = [one.body for one in registries.order_by("body__path")]
    audit.record_many(
        actor=actor, acts=[audit.Act("documents.hold_numbers", registry_subject(body)) for body in bodies], at=at
    )
    transaction.on_commit(kept.renew)
    return bodies


def raise_marks(*, at: datetime) -> None:
    """Bring the marks up to the database, where a kill fell between the two. Those in recovery are left as they are."""
    kept, years = queries.marks(), queries.years_at_stake(at)
    for registry in Registry.objects.select_related("body"):
        standing = queries.standings(registry.pk, years=years, kept=kept)
        if queries.is_in_recovery(registry, kept=kept, standing=standing):
            continue
        for year in years:
            raised = {
                one.series.key: Mark(one.last, at) for one in standing if one.year == year and one.last > one.mark
            }
            kept.raise_to(registry.pk, year=year, body=f"{registry.body.code} {registry.body.name}", raised=raised)
