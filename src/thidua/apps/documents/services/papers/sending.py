"""Where a paper goes, and that it has arrived: inside the tree as a paper received, outside by mail."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from thidua.apps.documents import policies
from thidua.apps.documents.enums import PAPER_ANSWERED, PAPER_RECEIVED, NoteKind, PaperState
from thidua.apps.documents.models import Paper, PaperRecipient
from thidua.apps.documents.policies.papers import RECEIVERS
from thidua.apps.documents.services.papers.notices import tell_people, tell_units
from thidua.apps.documents.services.papers.shared import begin, name_of, paper_for_change, record
from thidua.apps.documents.services.registers import note_entry
from thidua.apps.organizations.policies import visible_units
from thidua.core.actor import SYSTEM, Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.jobs.queue import NewJob, enqueue, enqueue_many
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vietnamese import clean

MAILING = "thidua.apps.documents.jobs.mail_paper"
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
"""Pauses between the attempts at one mail."""
CLOSED = (PaperState.WITHDRAWN, PaperState.DROPPED)


@dataclass(frozen=True, slots=True)
class Address:
    """A recipient outside the tree: how it is called, and its e-mail address."""

    email: str
    name: str = ""


@transaction.atomic
def set_recipients(
    *, actor: Actor, paper_id: int, unit_ids: Collection[int], addresses: Iterable[Address] = (), at: datetime
) -> Paper:
    """Say where a paper goes (`documents.set_recipients`). Whoever it was sent to already stays.

    Raises NotVisible, NotPermitted, DomainError for a paper withdrawn or dropped, InvalidInput for a wrong address.
    """
    paper = paper_for_change(actor, paper_id)
    require(policies.can_address_paper(actor, paper), "Chỉ người soạn thảo hoặc văn thư được ghi nơi nhận.")
    if paper.state in CLOSED:
        raise DomainError("Văn bản đã thu hồi hoặc đã bỏ nên không ghi thêm nơi nhận.")
    units = {unit.pk: unit for unit in visible_units(actor).filter(pk__in=unit_ids).order_by("path")}
    outside = {one.email.strip().lower(): clean(one.name).strip() for one in addresses if one.email.strip()}
    for email in outside:
        _check_address(email)
    before = list(paper.recipients.all())
    kept_units = {one.unit_id for one in before if one.unit_id in units}
    kept_mails = {one.email for one in before if one.email in outside}
    gone = [
        one.pk
        for one in before
        if one.sent_at is None and one.unit_id not in kept_units and (not one.email or one.email not in kept_mails)
    ]
    sent = {one.unit_id or one.email for one in before if one.sent_at is not None}
    PaperRecipient.objects.filter(pk__in=gone).delete()
    PaperRecipient.objects.bulk_create(
        [
            PaperRecipient(paper=paper, unit=unit, name=unit.name)
            for pk, unit in units.items()
            if pk not in kept_units | sent
        ]
        + [
            PaperRecipient(paper=paper, email=email, name=name)
            for email, name in outside.items()
            if email not in kept_mails | sent
        ]
    )
    changes = {"recipients": [unit.name for unit in units.values()], "addresses": list(outside)}
    record(actor, "documents.set_recipients", paper, at, **changes)
    return paper


@transaction.atomic
def send_paper(*, actor: Actor, paper_id: int, at: datetime) -> Paper:
    """Send an issued paper to every recipient that does not have it yet (`documents.send_paper`, Điều 18 khoản 1).

    Units find it among the papers received and are told; addresses outside get a mail with the file, each once under
    one Message-ID. Raises NotVisible, NotPermitted, DomainError when nobody is left to send it to.
    """
    paper = begin(actor, paper_id, "documents.send_paper")
    waiting = list(paper.recipients.filter(sent_at__isnull=True).select_related("unit"))
    if not waiting:
        raise DomainError(
            "Văn bản chưa có nơi nhận nào chưa được gửi.", remedy="Chọn nơi nhận ở mục “Gửi văn bản” rồi gửi."
        )
    for one in waiting:
        one.sent_at = at
        if one.email:
            one.message_id = f"<{uuid.uuid4().hex}@{urlsplit(settings.OPTIONS.url).hostname}>"
    PaperRecipient.objects.bulk_update(waiting, ["sent_at", "message_id"])
    paper.save(update_fields=["state"])
    assert paper.entry_id is not None
    names = [str(one) for one in waiting]
    note_entry(
        actor=actor, entry_id=paper.entry_id, kind=NoteKind.TRANSFERRED, on=timezone.localdate(at),
        text=_shortened("; ".join(names)), at=at,
    )  # fmt: skip
    record(actor, "documents.send_paper", paper, at, recipients=names)
    unit_ids = [one.unit_id for one in waiting if one.unit_id is not None]
    tell_units(
        paper, unit_ids=unit_ids, roles=RECEIVERS, kind=PAPER_RECEIVED, act="documents.send_paper",
        title=f"Văn bản đến: {name_of(paper)}", text=f"{paper.unit.name} gửi. Mở văn bản để tiếp nhận.", but=actor,
        at=at,
    )  # fmt: skip
    mails = [NewJob(MAILING, [one.pk], key=f"{MAILING}:{one.pk}:0") for one in waiting if one.email]
    enqueue_many(jobs=mails, at=at)
    return paper


@transaction.atomic
def note_seen(*, actor: Actor, recipient_id: int, at: datetime) -> PaperRecipient:
    """Say that somebody of the unit has opened a paper sent to it (`documents.note_seen`); told once."""
    recipient = _received(actor, recipient_id)
    if recipient.seen_at is None:
        recipient.seen_at = at
        recipient.save(update_fields=["seen_at"])
        record(actor, "documents.note_seen", recipient.paper, at, unit=str(recipient))
    return recipient


@transaction.atomic
def acknowledge_paper(*, actor: Actor, recipient_id: int, note: str = "", at: datetime) -> PaperRecipient:
    """Take in a paper for the unit it was sent to (`documents.acknowledge_paper`); a second time changes nothing."""
    recipient = _received(actor, recipient_id)
    if recipient.acknowledged_at is not None:
        return recipient
    recipient.seen_at = recipient.seen_at or at
    recipient.acknowledged_at, recipient.acknowledged_by_id = at, actor.user_id
    recipient.acknowledged_label, recipient.note = actor.label[:200], clean(note).strip()[:300]
    recipient.save()
    paper = recipient.paper
    record(actor, "documents.acknowledge_paper", paper, at, unit=str(recipient), note=recipient.note)
    tell_people(
        paper, user_ids={paper.created_by_id} - {actor.user_id}, kind=PAPER_ANSWERED,
        act=f"documents.acknowledge_paper:{recipient.pk}", title=f"{recipient} đã tiếp nhận: {name_of(paper)}",
        text=recipient.note, at=at,
    )  # fmt: skip
    return recipient


@transaction.atomic
def note_mailed(*, recipient_id: int, at: datetime) -> None:
    """Say that the mail server has taken a paper's mail (`documents.note_mailed`)."""
    recipient = locked(_with_paper(), recipient_id)
    if recipient.mailed_at is None:
        recipient.mailed_at, recipient.mail_error = at, ""
        recipient.mail_attempts += 1
        recipient.save(update_fields=["mailed_at", "mail_error", "mail_attempts"])
        record(SYSTEM, "documents.note_mailed", recipient.paper, at, addresses=recipient.email)


@transaction.atomic
def note_mail_failure(*, recipient_id: int, error: str, is_refused: bool, at: datetime) -> PaperRecipient:
    """Say that a paper's mail was not taken, and queue the next attempt; after the last one whoever sent it is told."""
    recipient = locked(_with_paper(), recipient_id)
    if recipient.mailed_at is not None:
        return recipient
    recipient.mail_attempts += 1
    recipient.mail_error = error[:2000]
    recipient.save(update_fields=["mail_attempts", "mail_error"])
    paper = recipient.paper
    if is_refused or recipient.mail_attempts > len(RETRY_AFTER):
        assert paper.entry is not None
        tell_people(
            paper, user_ids={paper.created_by_id, paper.entry.recorded_by_id}, kind=PAPER_ANSWERED,
            act=f"documents.mail_failed:{recipient.pk}", title=f"Chưa gửi được thư tới {recipient.email}",
            text=f"{name_of(paper)}. Máy chủ thư trả lời: {recipient.mail_error}", at=at,
        )  # fmt: skip
    else:
        enqueue(
            MAILING, recipient.pk, at=at, run_at=at + RETRY_AFTER[recipient.mail_attempts - 1],
            key=f"{MAILING}:{recipient.pk}:{recipient.mail_attempts}",
        )  # fmt: skip
    return recipient


def _with_paper() -> QuerySet[PaperRecipient]:
    return PaperRecipient.objects.select_related(
        "unit", "paper__unit", "paper__drafting_unit", "paper__entry", "paper__signer"
    )


def _received(actor: Actor, recipient_id: int) -> PaperRecipient:
    visible = policies.visible_receipts(actor).values("pk")
    recipient = locked(_with_paper().filter(pk__in=visible), recipient_id)
    require(
        policies.can_receive_paper(actor, recipient),
        f"Chỉ người của {recipient} được tiếp nhận văn bản gửi đến đơn vị.",
    )
    return recipient


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        message = f"Địa chỉ thư “{email}” không đúng."
        raise InvalidInput(message, fields={"addresses": message}) from None


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:299].rstrip()}…"
