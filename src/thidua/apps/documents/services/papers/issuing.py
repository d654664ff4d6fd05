"""Number, date and issue in one transaction; the files of the issued paper; taking it back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thidua.apps.documents.domain.numbering import RegisterEntry
from thidua.apps.documents.domain.papers.completeness import missing_parts
from thidua.apps.documents.enums import PAPER_ANSWERED, PAPER_RECEIVED, NoteKind
from thidua.apps.documents.errors import PaperNotReady
from thidua.apps.documents.models import Paper
from thidua.apps.documents.policies.papers import RECEIVERS
from thidua.apps.documents.services.files import store_file
from thidua.apps.documents.services.papers.notices import tell_people, tell_units
from thidua.apps.documents.services.papers.shared import (
    begin,
    content_of,
    keep,
    name_of,
    record,
    required_text,
    set_content,
)
from thidua.apps.documents.services.registers import allot_number, note_entry
from thidua.core.actor import SYSTEM, Actor
from thidua.core.errors import DomainError, NotVisible
from thidua.core.jobs.queue import enqueue
from thidua.core.locking import locked
from thidua.lib.vanban.form import type_of
from thidua.lib.vietnamese.workdays import add_working_days, working_days_between

RENDERING = "thidua.apps.documents.jobs.render_paper"


def last_day_for_number(signed_at: datetime) -> date:
    """Return the last day on which a signed paper gets its number in time: the next working day (Điều 15 khoản 2)."""
    return add_working_days(timezone.localdate(signed_at), 1)


def days_late(signed_at: datetime, *, on: date) -> int:
    """Return how many working days too late a number given on this day is (Điều 15 khoản 2, Điều 18 khoản 1)."""
    return max(0, working_days_between(last_day_for_number(signed_at), on))


@transaction.atomic
def issue_paper(*, actor: Actor, paper_id: int, at: datetime, copies: int | None = None) -> Paper:
    """Give a signed paper number and date and issue it (`documents.issue_paper`), all in this one transaction.

    The text is fixed with both; its files are made by a job afterwards. A paper that withdraws another, or corrects
    it, is entered with that one. Raises NotVisible, NotPermitted, DomainError, PaperNotReady, and what
    `allot_number` raises.
    """
    paper = begin(actor, paper_id, "documents.issue_paper")
    content = content_of(paper)
    if missing := missing_parts(content):
        raise PaperNotReady("Chưa ban hành được văn bản.", missing=missing)
    assert paper.signed_at is not None
    signature = content.signatures[-1]
    entry = allot_number(
        actor=actor,
        body=paper.unit,
        entry=RegisterEntry(
            request_key=f"documents.paper:{paper.pk}",
            type_key=paper.type_key,
            symbol=content.symbol,
            title=content.title or type_of(paper.type_key).name,
            signer=signature.name,
            recipients="; ".join(content.recipients),
            keeping_unit=paper.drafting_unit.name,
            copies=copies,
            is_secret=content.secrecy is not None,
        ),
        at=at,
    )
    paper.entry, paper.issued_at, paper.state_reason = entry, entry.issued_at, ""
    set_content(paper, replace(content, number=entry.number, issued_on=entry.issued_on))
    paper.save()
    keep(paper, actor=actor, at=at, note=f"Ban hành {entry}")
    late = days_late(paper.signed_at, on=entry.issued_on)
    record(
        actor, "documents.issue_paper", paper, at, code=str(entry), issued_on=entry.issued_on, days_late=late or None
    )
    if paper.corrects is not None:
        _note_on(actor, paper.corrects, NoteKind.CORRECTED, paper, at)
    if paper.withdraws is not None:
        _take_back(actor, paper.withdraws_id, paper, at)
    enqueue(RENDERING, paper.pk, at=at, key=f"{RENDERING}:{paper.pk}")
    people = {paper.created_by_id, paper.edited_by_id, paper.signed_by_id} - {actor.user_id, None}
    tell_people(
        paper, user_ids=people, kind=PAPER_ANSWERED, act="documents.issue_paper",
        title=f"Đã ban hành: {name_of(paper)}", at=at,
    )  # fmt: skip
    return paper


@transaction.atomic
def withdraw_paper(*, actor: Actor, paper_id: int, by_id: int, reason: str, at: datetime) -> Paper:
    """Take an issued paper back by another issued paper of the same body (`documents.withdraw_paper`, Điều 18 khoản 4).

    Its recipients are told; nothing is deleted. Raises NotVisible, NotPermitted, DomainError, InvalidInput.
    """
    paper = begin(actor, paper_id, "documents.withdraw_paper")
    reason = required_text(reason, "Nêu lý do thu hồi văn bản.")
    by = Paper.objects.select_related("entry").filter(pk=by_id, unit=paper.unit_id, issued_at__isnull=False).first()
    if by is None or by.pk == paper.pk:
        raise NotVisible
    _withdraw(actor, paper, by, reason, at)
    return paper


def _take_back(actor: Actor, paper_id: int | None, by: Paper, at: datetime) -> None:
    """Withdraw what a paper just issued takes back, in the same transaction."""
    paper = begin(actor, paper_id or 0, "documents.withdraw_paper")
    _withdraw(actor, paper, by, by.title, at)


def _withdraw(actor: Actor, paper: Paper, by: Paper, reason: str, at: datetime) -> None:
    paper.state_reason = reason
    paper.save(update_fields=["state", "state_reason"])
    _note_on(actor, paper, NoteKind.WITHDRAWN, by, at, text=reason)
    record(actor, "documents.withdraw_paper", paper, at, reason=reason, code=str(by.entry))
    units = paper.recipients.filter(unit__isnull=False, sent_at__isnull=False).values_list("unit_id", flat=True)
    tell_units(
        paper, unit_ids=[one for one in units if one is not None], roles=RECEIVERS, kind=PAPER_RECEIVED,
        act="documents.withdraw_paper", title=f"Thu hồi: {name_of(paper)}", text=f"Bằng {name_of(by)}.", but=actor,
        at=at,
    )  # fmt: skip


def _note_on(actor: Actor, paper: Paper, kind: NoteKind, by: Paper, at: datetime, *, text: str = "") -> None:
    """Enter in the register what another paper did to this one."""
    assert paper.entry_id is not None
    assert by.entry is not None
    note_entry(
        actor=actor, entry_id=paper.entry_id, kind=kind, on=by.entry.issued_on, text=text[:300],
        document_id=by.entry_id, at=at,
    )  # fmt: skip


@transaction.atomic
def keep_rendering(*, paper_id: int, docx: bytes, pdf: bytes, at: datetime) -> Paper:
    """Keep the files of an issued paper, with their hashes (`documents.keep_rendering`). A second run changes nothing.

    Raises NotVisible for a paper that is not there, DomainError for one that is not issued.
    """
    paper = locked(Paper.objects.select_related("unit", "drafting_unit", "entry"), paper_id)
    if paper.issued_at is None or paper.entry is None:
        raise DomainError("Chỉ văn bản đã ban hành mới có tệp chính thức.")
    if paper.docx_id is not None:
        return paper
    name = str(paper.entry).replace("/", "-")
    stored_docx, stored_pdf = (
        store_file(actor=SYSTEM, unit=paper.unit, content=io.BytesIO(content), original_name=f"{name}.{kind}", at=at)
        for content, kind in ((docx, "docx"), (pdf, "pdf"))
    )
    paper.docx, paper.docx_sha256 = stored_docx, stored_docx.sha256
    paper.pdf, paper.pdf_sha256 = stored_pdf, stored_pdf.sha256
    paper.save(update_fields=["docx", "docx_sha256", "pdf", "pdf_sha256"])
    record(
        SYSTEM, "documents.keep_rendering", paper, at,
        docx_sha256=paper.docx_sha256, pdf_sha256=paper.pdf_sha256,
    )  # fmt: skip
    return paper
