"""From the draft to the signature: submit, take back, return, sign."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from thidua.apps.documents.domain.papers.completeness import missing_parts
from thidua.apps.documents.enums import PAPER_ANSWERED, PAPER_WAITING, SigningWay
from thidua.apps.documents.errors import PaperNotReady
from thidua.apps.documents.models import Paper, StoredFile
from thidua.apps.documents.policies.papers import SIGNERS
from thidua.apps.documents.policies.registers import KEEPERS
from thidua.apps.documents.services.files import store_file
from thidua.apps.documents.services.papers.notices import tell_people, tell_units
from thidua.apps.documents.services.papers.shared import begin, content_of, keep, name_of, record, required_text
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput


@transaction.atomic
def submit_paper(*, actor: Actor, paper_id: int, at: datetime, note: str = "") -> Paper:
    """Hand a paper in for signature (`documents.submit_paper`); the text is kept as the version to be signed.

    Raises NotVisible, NotPermitted, DomainError, PaperNotReady for a paper that lacks a part of its form.
    """
    paper = begin(actor, paper_id, "documents.submit_paper")
    if missing := missing_parts(content_of(paper)):
        raise PaperNotReady("Chưa trình ký được văn bản.", missing=missing)
    paper.submitted_at, paper.state_reason = at, ""
    paper.save()
    version = keep(paper, actor=actor, at=at, note=note.strip() or "Bản trình ký")
    record(actor, "documents.submit_paper", paper, at, note=note.strip(), version=version.number if version else None)
    title, text = f"Trình ký: {name_of(paper)}", f"{actor.label} trình ký."
    if paper.signer is not None and paper.signer.user_id is not None:
        tell_people(
            paper, user_ids=[paper.signer.user_id], kind=PAPER_WAITING, act="documents.submit_paper", title=title,
            text=text, at=at,
        )  # fmt: skip
    else:
        tell_units(
            paper, unit_ids=[paper.unit_id], roles=SIGNERS, kind=PAPER_WAITING, act="documents.submit_paper",
            title=title, text=text, but=actor, at=at,
        )  # fmt: skip
    return paper


@transaction.atomic
def take_back_paper(*, actor: Actor, paper_id: int, at: datetime) -> Paper:
    """Take a submitted paper back to go on writing it (`documents.take_back_paper`)."""
    paper = begin(actor, paper_id, "documents.take_back_paper")
    paper.submitted_at = None
    paper.save()
    record(actor, "documents.take_back_paper", paper, at)
    return paper


@transaction.atomic
def return_paper(*, actor: Actor, paper_id: int, reason: str, at: datetime) -> Paper:
    """Send a paper back to who wrote it, with the reason (`documents.return_paper`).

    A signature it had does not count any more: what is signed next is another text. The file stays in the record.
    """
    paper = begin(actor, paper_id, "documents.return_paper")
    paper.state_reason = required_text(reason, "Nêu lý do trả lại để người soạn thảo biết cần sửa gì.")
    paper.submitted_at = paper.signed_at = None
    paper.signed_by = paper.signed_file = None
    paper.signing_way = ""
    paper.save()
    record(actor, "documents.return_paper", paper, at, reason=paper.state_reason)
    _tell_writers(paper, actor, "documents.return_paper", f"Bị trả lại: {name_of(paper)}", paper.state_reason, at)
    return paper


@transaction.atomic
def sign_paper(*, actor: Actor, paper_id: int, signed: StoredFile, at: datetime) -> Paper:
    """Take a paper as signed digitally by the actor (`documents.sign_paper`); `signed` is the PDF with the signature.

    The caller made the file from the submitted text and the actor's key. Raises NotVisible, NotPermitted, DomainError.
    """
    return _signed(actor, paper_id, "documents.sign_paper", SigningWay.DIGITAL, signed, at)


@transaction.atomic
def register_signature(*, actor: Actor, paper_id: int, scan: BinaryIO, original_name: str, at: datetime) -> Paper:
    """Enter that a paper was signed by hand, with the scan of the signed sheet (`documents.register_signature`).

    The scan is kept as it is, its hash in the record. Raises NotVisible, NotPermitted, DomainError, FileRefused,
    InvalidInput for a file that is neither PDF nor picture.
    """
    paper = begin(actor, paper_id, "documents.register_signature")
    stored = store_file(actor=actor, unit=paper.unit, content=scan, original_name=original_name, at=at)
    if stored.media_type != "application/pdf" and not stored.media_type.startswith("image/"):
        raise InvalidInput(
            "Bản quét phải là tệp PDF hoặc ảnh.",
            fields={"scan": "Chọn tệp PDF hoặc ảnh quét bản đã ký."},
            remedy="Quét lại bản đã ký thành PDF, màu, 200 dpi trở lên.",
        )
    return _note_signature(actor, paper, "documents.register_signature", SigningWay.ON_PAPER, stored, at)


def _signed(actor: Actor, paper_id: int, act: str, way: SigningWay, stored: StoredFile, at: datetime) -> Paper:
    return _note_signature(actor, begin(actor, paper_id, act), act, way, stored, at)


def _note_signature(actor: Actor, paper: Paper, act: str, way: SigningWay, stored: StoredFile, at: datetime) -> Paper:
    if stored.unit_id != paper.unit_id:
        raise DomainError("Tệp đã ký không thuộc cơ quan ban hành văn bản này.")
    paper.signed_at, paper.signed_by_id, paper.signing_way, paper.signed_file = at, actor.user_id, way, stored
    paper.save()
    record(actor, act, paper, at, file_sha256=stored.sha256)
    tell_units(
        paper, unit_ids=[paper.unit_id], roles=KEEPERS, kind=PAPER_WAITING, act=act,
        title=f"Chờ cấp số: {name_of(paper)}", text="Cấp số, ngày chậm nhất trong ngày làm việc tiếp theo.", but=actor,
        at=at,
    )  # fmt: skip
    _tell_writers(paper, actor, act, f"Đã ký: {name_of(paper)}", "", at)
    return paper


def _tell_writers(paper: Paper, actor: Actor, act: str, title: str, text: str, at: datetime) -> None:
    people = {paper.created_by_id, paper.edited_by_id} - {actor.user_id, None}
    tell_people(paper, user_ids=people, kind=PAPER_ANSWERED, act=f"{act}:writers", title=title, text=text, at=at)
