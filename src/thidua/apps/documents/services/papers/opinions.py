"""Asking for opinions on a draft, giving them, and settling them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thidua.apps.documents import policies
from thidua.apps.documents.domain.papers.lines import lines_of
from thidua.apps.documents.enums import ISSUED_STATES, PAPER_ANSWERED, PAPER_WAITING
from thidua.apps.documents.models import Paper, PaperComment
from thidua.apps.documents.services.papers.notices import tell_people, tell_units
from thidua.apps.documents.services.papers.shared import (
    begin,
    keep,
    name_of,
    paper_for_change,
    record,
    required_text,
)
from thidua.apps.organizations.policies import visible_units
from thidua.core.actor import ANY_ROLE, Actor
from thidua.core.errors import DomainError, InvalidInput, NotVisible
from thidua.core.policies import require
from thidua.lib.vanban.official_json import from_json


@transaction.atomic
def ask_opinions(
    *, actor: Actor, paper_id: int, unit_ids: Collection[int], until: date | None = None, at: datetime
) -> Paper:
    """Ask units for their opinion on a draft (`documents.ask_opinions`): while it lasts they see and comment it.

    Raises NotVisible, NotPermitted, DomainError, InvalidInput without units or with a day that is over.
    """
    paper = begin(actor, paper_id, "documents.ask_opinions")
    units = list(visible_units(actor).filter(pk__in=unit_ids).order_by("path"))
    fields = {}
    if not units:
        fields["units"] = "Chọn ít nhất một đơn vị cho ý kiến."
    if until is not None and until < timezone.localdate(at):
        fields["until"] = "Hạn cho ý kiến đã qua."
    if fields:
        raise InvalidInput("Chưa xin được ý kiến.", fields=fields)
    paper.reviewers.set(units)
    paper.review_until = until
    paper.save()
    version = keep(paper, actor=actor, at=at, note="Bản xin ý kiến")
    names = [unit.name for unit in units]
    kept = version.number if version else None
    record(actor, "documents.ask_opinions", paper, at, reviewers=names, review_until=until, version=kept)
    tell_units(
        paper, unit_ids=[unit.pk for unit in units], roles=ANY_ROLE, kind=PAPER_WAITING, act="documents.ask_opinions",
        title=f"Xin ý kiến: {name_of(paper)}",
        text=f"{actor.label} xin ý kiến{f' đến hết ngày {until:%d/%m/%Y}' if until else ''}.", but=actor, at=at,
    )  # fmt: skip
    return paper


@transaction.atomic
def close_opinions(*, actor: Actor, paper_id: int, at: datetime) -> Paper:
    """End the asking for opinions; the paper is a draft again (`documents.close_opinions`)."""
    paper = begin(actor, paper_id, "documents.close_opinions")
    paper.save()
    record(actor, "documents.close_opinions", paper, at)
    return paper


@transaction.atomic
def comment_paper(
    *,
    actor: Actor,
    paper_id: int,
    text: str,
    at: datetime,
    version: int | None = None,
    line: int | None = None,
    parent_id: int | None = None,
) -> PaperComment:
    """Say something about a paper that is not issued yet (`documents.comment_paper`).

    On one line of a version (`line` counts those of `domain.papers.lines_of` from 0), on it as a whole, or as an answer
    to a comment. Raises NotVisible, NotPermitted, DomainError, InvalidInput.
    """
    paper = paper_for_change(actor, paper_id)
    require(policies.can_comment(actor, paper), "Chỉ người soạn thảo, người được xin ý kiến và người ký góp ý văn bản.")
    if paper.state in ISSUED_STATES:
        raise DomainError(
            "Văn bản đã ban hành nên không góp ý ở đây được nữa.",
            remedy="Lập văn bản đính chính hoặc văn bản thay thế.",
        )
    text = required_text(text, "Chưa ghi ý kiến.", name="text")
    about = paper.versions.filter(number=version).first() if version else paper.versions.order_by("number").last()
    if about is None:
        raise NotVisible
    comment = PaperComment(paper=paper, version=about, text=text, author_id=actor.user_id, at=at)
    comment.author_label = actor.label[:200]
    if parent_id is not None:
        comment.parent = _comment(paper, parent_id)
        if comment.parent.parent_id is not None:
            comment.parent_id = comment.parent.parent_id
    elif line is not None:
        lines = lines_of(from_json(about.content))
        if not 0 <= line < len(lines):
            raise InvalidInput("Đoạn được góp ý không có trong phiên bản này.", fields={"line": "Chọn lại đoạn."})
        comment.line, comment.quote = line, lines[line].text
    comment.save()
    record(actor, "documents.comment_paper", paper, at, opinion=text, quote=comment.quote[:200], version=about.number)
    told = {paper.created_by_id, paper.edited_by_id}
    told |= {comment.parent.author_id} if comment.parent else set()
    tell_people(
        paper, user_ids=told - {actor.user_id, None}, kind=PAPER_ANSWERED, act=f"documents.comment_paper:{comment.pk}",
        title=f"Có ý kiến: {name_of(paper)}", text=f"{actor.label}: {text}", at=at,
    )  # fmt: skip
    return comment


@transaction.atomic
def resolve_comment(*, actor: Actor, paper_id: int, comment_id: int, at: datetime) -> PaperComment:
    """Say that an opinion is settled (`documents.resolve_comment`): whoever writes the paper, or who gave it."""
    paper = paper_for_change(actor, paper_id)
    comment = _comment(paper, comment_id)
    is_own = actor.user_id is not None and comment.author_id == actor.user_id
    require(
        policies.can_comment(actor, paper) and (is_own or policies.can_write_paper(actor, paper)),
        "Chỉ người soạn thảo hoặc người góp ý được đánh dấu ý kiến đã giải quyết.",
    )
    if comment.resolved_at is None:
        comment.resolved_by_id, comment.resolved_at = actor.user_id, at
        comment.save(update_fields=["resolved_by", "resolved_at"])
        record(actor, "documents.resolve_comment", paper, at, opinion=comment.text)
    return comment


def _comment(paper: Paper, comment_id: int) -> PaperComment:
    comment = paper.comments.filter(pk=comment_id).first()
    if comment is None:
        raise NotVisible
    return comment
