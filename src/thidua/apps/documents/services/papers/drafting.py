"""Writing a paper: begin it, change its text, keep versions, drop it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from thidua.apps.documents import policies
from thidua.apps.documents.domain.papers.lines import lines_of
from thidua.apps.documents.domain.papers.redline import changed_count, compare
from thidua.apps.documents.models import Paper, PaperVersion
from thidua.apps.documents.services.papers.shared import begin, content_of, keep, record, set_content
from thidua.apps.organizations.queries import Person, Unit
from thidua.core.actor import Actor
from thidua.core.errors import EditConflict, InvalidInput, NotPermitted, NotVisible
from thidua.core.policies import require
from thidua.lib.vanban.official import OfficialDocument


@dataclass(frozen=True, slots=True)
class Origin:
    """What a paper was made for: `kind` "planning.plan", its key, how it is called, the name of its page."""

    kind: str
    id: str
    label: str
    url_name: str


@transaction.atomic
def draft_paper(
    *,
    actor: Actor,
    unit: Unit,
    drafting_unit: Unit,
    content: OfficialDocument,
    at: datetime,
    origin: Origin | None = None,
    corrects_id: int | None = None,
    withdraws_id: int | None = None,
    note: str = "",
) -> Paper:
    """Begin a paper of the body `unit`, written in `drafting_unit` at or below it (`documents.draft_paper`).

    Number and date of `content` are left out: the register gives them. `corrects_id`, `withdraws_id` name an issued
    paper of the same body. Raises NotPermitted, NotVisible, InvalidInput.
    """
    require(
        policies.can_draft_paper(actor, unit_path=drafting_unit.path),
        f"Chỉ người soạn thảo của {drafting_unit.name} được lập văn bản ở đây.",
    )
    if not drafting_unit.path.startswith(unit.path):
        raise InvalidInput(
            "Cơ quan ban hành phải là đơn vị soạn thảo hoặc cấp trên của đơn vị soạn thảo.",
            fields={"unit": "Chọn đơn vị soạn thảo hoặc cấp trên của đơn vị soạn thảo."},
        )
    paper = Paper(unit=unit, drafting_unit=drafting_unit, created_by_id=actor.user_id, created_at=at)
    paper.corrects = _issued(actor, unit, corrects_id)
    paper.withdraws = _issued(actor, unit, withdraws_id)
    if origin is not None:
        paper.subject_kind, paper.subject_id = origin.kind, origin.id
        paper.subject_label, paper.subject_url = origin.label[:300], origin.url_name
    set_content(paper, replace(content, number=None, issued_on=None))
    paper.edited_by_id, paper.edited_at = actor.user_id, at
    paper.save()
    keep(paper, actor=actor, at=at, note=note or "Dự thảo ban đầu")
    record(actor, "documents.draft_paper", paper, at, type=paper.type_key, title=paper.title)
    return paper


@transaction.atomic
def change_paper(
    *,
    actor: Actor,
    paper_id: int,
    edition: int,
    content: OfficialDocument,
    at: datetime,
    signer: Person | None = None,
    keep_version: bool = False,
    note: str = "",
) -> Paper:
    """Write the text of a paper (`documents.change_paper`); `edition` is the one that was opened.

    Whoever writes over what somebody else left unkept keeps that as a version of its own first: who changed what is
    never lost. With `keep_version` this text is kept, too. Number and date are not to be written.
    Raises NotVisible, NotPermitted, DomainError, EditConflict.
    """
    paper = begin(actor, paper_id, "documents.change_paper")
    if paper.edition != edition:
        raise EditConflict(
            "Người khác vừa sửa văn bản này sau khi Ông/Bà mở trang.",
            remedy="Xem hai bản bên dưới, giữ phần cần giữ rồi lưu lại; không có gì bị mất.",
        )
    before, signer_before = content_of(paper), paper.signer_id
    content = replace(content, number=None, issued_on=None)
    paper.signer = signer
    if paper.edited_by_id != actor.user_id:
        _keep_for_last_editor(paper)
    passages = 0
    if content != before:
        passages = changed_count(compare([(1, lines_of(before)), (2, lines_of(content))]))
        set_content(paper, content)
        paper.edition += 1
        paper.edited_by_id, paper.edited_at = actor.user_id, at
    paper.save()
    version = keep(paper, actor=actor, at=at, note=note.strip()) if keep_version else None
    if content != before or signer_before != paper.signer_id or version:
        kept = version.number if version else None
        record(actor, "documents.change_paper", paper, at, passages=passages or None, version=kept)
    return paper


def _keep_for_last_editor(paper: Paper) -> PaperVersion | None:
    """Keep what the last one who wrote has left, in that person's name."""
    editor = paper.edited_by
    if editor is None:
        return None
    left = Actor(user_id=editor.pk, label=editor.full_name or editor.username)
    return keep(paper, actor=left, at=paper.edited_at, note="Lưu tự động trước khi người khác sửa")


@transaction.atomic
def drop_paper(*, actor: Actor, paper_id: int, at: datetime, reason: str = "") -> Paper:
    """Give a draft up for good (`documents.drop_paper`); it stays readable where it was written."""
    paper = begin(actor, paper_id, "documents.drop_paper")
    paper.state_reason = reason.strip()
    paper.save()
    record(actor, "documents.drop_paper", paper, at, reason=paper.state_reason)
    return paper


def _issued(actor: Actor, unit: Unit, paper_id: int | None) -> Paper | None:
    if paper_id is None:
        return None
    paper = policies.visible_papers(actor).filter(pk=paper_id).first()
    if paper is None:
        raise NotVisible
    if paper.unit_id != unit.pk:
        raise NotPermitted("Cơ quan nào ban hành thì cơ quan đó đính chính, thu hồi văn bản.")
    if paper.issued_at is None:
        raise InvalidInput("Chỉ đính chính, thu hồi được văn bản đã ban hành.")
    return paper
