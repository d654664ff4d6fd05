"""The register of outgoing documents as it is read and printed: the columns of Phụ lục IV, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext

from thidua.apps.documents.domain.numbering import printed
from thidua.apps.documents.enums import NoteKind
from thidua.apps.documents.models import EntryNote, IssuedNumber, NumberRecovery, NumberRegister

COLUMNS = (
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
"""The heads of the register (Nghị định 30/2020/NĐ-CP, Phụ lục IV)."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of the register on paper. `number` orders it; a line without `cells` says that lines are lost here."""

    number: int
    cells: tuple[str, ...] = ()
    lost: str = ""


def with_notes(entries: QuerySet[IssuedNumber]) -> QuerySet[IssuedNumber]:
    """Add what the functions below read, in two queries however many lines."""
    return entries.prefetch_related("notes__document")


def title_of(entry: IssuedNumber) -> str:
    """Return type and abstract as the register has them in one column."""
    return f"{entry.type_name} {entry.title}"


def transferred_on(entry: IssuedNumber) -> date | None:
    """Return the day the document was handed on, the last one written down."""
    return next((note.on for note in _notes(entry, NoteKind.TRANSFERRED)), None)


def received_by(entry: IssuedNumber) -> str:
    """Return who signed for the document."""
    return "; ".join(f"{note.text} ({note.on:%d/%m/%Y})" for note in reversed(_notes(entry, NoteKind.RECEIVED)))


def remarks(entry: IssuedNumber) -> str:
    """Return the note made at issue and everything written down since: corrections, replacements, withdrawals."""
    said = [entry.note] if entry.note else []
    said += [
        words_of(note)
        for note in entry.notes.all()
        if note.kind in (*NoteKind.ordered(), NoteKind.REMARK) or (note.kind == NoteKind.TRANSFERRED and note.text)
    ]
    return "; ".join(said)


def words_of(note: EntryNote) -> str:
    """Return a note in words."""
    if note.document is not None:
        by = gettext("%(what)s bằng văn bản số %(number)s ngày %(day)s") % {
            "what": gettext(note.get_kind_display()),
            "number": note.document,
            "day": f"{note.document.issued_on:%d/%m/%Y}",
        }
        return f"{by} ({note.text})" if note.text else by
    return note.text


def _notes(entry: IssuedNumber, kind: str) -> Sequence[EntryNote]:
    """Return the notes of a kind, newest first."""
    return [note for note in reversed(entry.notes.all()) if note.kind == kind]


def printed_lines(register: NumberRegister) -> list[PrintedLine]:
    """Return the whole register as it stands on paper, lines lost by a restore named at their place."""
    lines = [
        PrintedLine(entry.number, cells_of(entry)) for entry in with_notes(register.entries.all()).order_by("number")
    ]
    return sorted([*lines, *lost_lines(register)], key=lambda line: line.number)


def lost_lines(register: NumberRegister) -> list[PrintedLine]:
    """Return what stands in the place of numbers given on paper only: before the program, or lost by a restore."""
    lines = [
        PrintedLine(one.recorded_number + 1, lost=words_of_loss(one))
        for one in register.recoveries.all()
        if one.confirmed_number > one.recorded_number
    ]
    if register.starts_after:
        words = gettext("Số 01–%(last)s đã cấp trên sổ giấy trước khi dùng phần mềm.")
        lines.append(PrintedLine(0, lost=words % {"last": printed(register.starts_after)}))
    return lines


def cells_of(entry: IssuedNumber) -> tuple[str, ...]:
    """Return the columns of one line as texts."""
    handed_on = transferred_on(entry)
    return (
        str(entry),
        f"{entry.issued_on:%d/%m/%Y}",
        title_of(entry),
        entry.signer,
        entry.recipients,
        entry.keeping_unit,
        "" if entry.copies is None else str(entry.copies),
        f"{handed_on:%d/%m/%Y}" if handed_on else "",
        received_by(entry),
        remarks(entry),
    )


def words_of_loss(one: NumberRecovery) -> str:
    """Return what stands in place of the lines a restore has lost."""
    words = gettext("Số %(first)s–%(last)s đã cấp, mất dòng khi phục hồi dữ liệu; xem trên giấy (%(evidence)s).")
    return words % {
        "first": printed(one.recorded_number + 1),
        "last": printed(one.confirmed_number),
        "evidence": one.evidence,
    }
