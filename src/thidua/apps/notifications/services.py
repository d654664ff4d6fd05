"""Writes: notices, what people want to be told, and the course of the mails.

Telling somebody is no act of its own: the act that causes it is recorded where it happens. Recorded here are only
what a person changes (`notifications.set_preferences`) and a mail that never arrives (`notifications.give_up_mail`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from thidua.apps.accounts.queries import User
from thidua.apps.accounts.services import subject
from thidua.apps.audit import services as audit
from thidua.apps.notifications.enums import FIRST_HOUR, LAST_HOUR, MAIL_FAILED, kind_of, kinds
from thidua.apps.notifications.models import KindPreference, MailPreference, Notice, OutgoingMail
from thidua.apps.notifications.policies import visible_notices
from thidua.apps.notifications.queries import Digest, Wishes, hours_in_use, recipients_due, wishes_of
from thidua.core.actor import SYSTEM, Actor
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.jobs import schedule
from thidua.core.jobs.queue import NewJob, enqueue, enqueue_many
from thidua.core.locking import locked
from thidua.core.search import search_key

BATCH = 1000
JOBS = "thidua.apps.notifications.jobs"
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
"""Pauses between the attempts at one mail: a mail server that is down for a morning delays it, no more."""
BODIES_KEPT = timedelta(days=30)
NOTICES_KEPT = timedelta(days=400)

FindAdministrators = Callable[[int, date], Collection[int]]

_find_administrators: list[FindAdministrators] = []


def register_administrators(find: FindAdministrators) -> None:
    """Let the app that knows roles say who answers for a user on a day; call it in `AppConfig.ready`."""
    if find not in _find_administrators:
        _find_administrators.append(find)


# ---- Notices ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One thing to tell one person. `key` tells it from all others of that person: the same key is told once.

    `url` is an address inside the program ("/ke-hoach/3/"). `on_behalf_of` names the absent person a substitute
    stands in for.
    """

    recipient_id: int
    kind: str
    title: str
    key: str
    on: date
    text: str = ""
    url: str = ""
    subject_type: str = ""
    subject_id: object = ""
    on_behalf_of: str = ""


def notify_many(*, notices: Iterable[NewNotice], at: datetime) -> None:
    """Tell people, in the caller's transaction; a second run with the same keys changes nothing.

    Three statements for every 1,000 notices. Closed accounts, and people who want the kind nowhere, are passed over.
    Raises ValueError for a kind nobody named and for an address outside the program.
    """
    rest = iter(notices)
    with transaction.atomic():
        while batch := list(islice(rest, BATCH)):
            _notify(batch, at)


def _notify(batch: list[NewNotice], at: datetime) -> None:
    people = {one.recipient_id for one in batch}
    active = set(User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
    said = {
        (one.user_id, one.kind): one
        for one in KindPreference.objects.filter(user_id__in=people, kind__in={one.kind for one in batch})
    }
    rows = []
    for one in batch:
        kind = kind_of(one.kind)
        if kind is None:
            raise ValueError(f"{one.kind} is no kind of notice; name it with name_kinds")
        if one.url and (not one.url.startswith("/") or one.url.startswith(("//", "/\\"))):
            raise ValueError(f"{one.url} is no address inside the program")
        wish = said.get((one.recipient_id, one.kind))
        in_program = kind.is_required or wish is None or wish.in_program
        if one.recipient_id in active and (in_program or (wish is not None and wish.by_mail)):
            rows.append(_row(one, in_program=in_program, at=at))
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _row(new: NewNotice, *, in_program: bool, at: datetime) -> Notice:
    title = " ".join(new.title.split())
    if len(title) > 300:
        title = f"{title[:299].rstrip()}…"
    return Notice(
        recipient_id=new.recipient_id,
        kind=new.kind,
        title=title,
        text=new.text.strip(),
        url=new.url,
        subject_type=new.subject_type,
        subject_id=str(new.subject_id),
        on_behalf_of=new.on_behalf_of[:120],
        key=new.key,
        on=new.on,
        in_program=in_program,
        search_text=search_key(title, new.text, new.on_behalf_of),
        created_at=at,
    )


def withdraw_notices(*, subject_type: str, subject_ids: Collection[object], kinds: Collection[str]) -> int:
    """Take back what nobody has read or been mailed yet, once it holds no more: the task is done. Returns how many."""
    rows = Notice.objects.filter(subject_type=subject_type, subject_id__in=[str(key) for key in subject_ids])
    return rows.filter(kind__in=kinds, read_at__isnull=True, mail__isnull=True).delete()[0]


@transaction.atomic
def read_notice(*, actor: Actor, notice_id: int, at: datetime) -> Notice:
    """Mark one of the actor's own notices as read. Raises NotVisible for any other."""
    notice = locked(visible_notices(actor), notice_id)
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def read_all_notices(*, actor: Actor, at: datetime) -> int:
    """Mark everything in the actor's inbox as read. Returns how many were not."""
    return visible_notices(actor).filter(read_at__isnull=True).update(read_at=at)


@transaction.atomic
def set_preferences(*, actor: Actor, user_id: int, wishes: Wishes, at: datetime) -> None:
    """Say how one wants to be told (`notifications.set_preferences`).

    Kinds that `wishes` leaves out go back to their default.
    Raises NotVisible for another person's, InvalidInput for an hour at which no mail is sent.
    """
    if actor.user_id != user_id:
        raise NotVisible
    user = locked(User.objects.all(), user_id)
    if not FIRST_HOUR <= wishes.hour <= LAST_HOUR:
        message = f"Thư tổng hợp chỉ gửi trong khoảng từ {FIRST_HOUR} đến {LAST_HOUR} giờ."
        raise InvalidInput(message, fields={"hour": message})
    before = _in_words(wishes_of(user_id))
    MailPreference.objects.update_or_create(
        user_id=user_id, defaults={"hour": wishes.hour, "working_days_only": wishes.working_days_only}
    )
    KindPreference.objects.filter(user_id=user_id).delete()
    KindPreference.objects.bulk_create(
        KindPreference(user_id=user_id, kind=kind.key, in_program=in_program or kind.is_required, by_mail=by_mail)
        for kind in kinds()
        if kind.key in wishes.kinds
        for in_program, by_mail in [wishes.kinds[kind.key]]
        if (in_program or kind.is_required, by_mail) != (True, kind.by_mail)
    )
    after = _in_words(wishes_of(user_id))
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    where = subject(user, unit_path=actor.roles[0].unit_path if actor.roles else "")
    audit.record(actor=actor, act="notifications.set_preferences", subject=where, at=at, changes=changes)


def _in_words(wishes: Wishes) -> dict[str, object]:
    def off(place: int) -> str:
        return "; ".join(str(kind.label) for kind in kinds() if not wishes.kinds[kind.key][place])

    return {
        "hour": wishes.hour,
        "working_days_only": wishes.working_days_only,
        "off_in_program": off(0),
        "off_by_mail": off(1),
    }


# ---- Mails -----------------------------------------------------------------------------------------------------


def queue_hours(*, on: date, at: datetime) -> None:
    """Queue the digests of a day, one job for each hour that somebody chose."""
    enqueue_many(
        jobs=[
            NewJob(
                f"{JOBS}.send_digests",
                [on.isoformat(), hour],
                key=f"notifications.digests:{on}:{hour}",
                run_at=schedule.moment(on, hour=hour),
            )
            for hour in hours_in_use()
        ],
        at=at,
    )


def queue_digests(*, on: date, hour: int, at: datetime) -> int:
    """Queue one digest for everybody who is to get one at this hour. Returns how many people these are."""
    people = recipients_due(on=on, hour=hour)
    jobs = [
        NewJob(f"{JOBS}.send_digest", [user_id, on.isoformat()], key=f"notifications.digest:{user_id}:{on}")
        for user_id in people
    ]
    enqueue_many(jobs=jobs, at=at)
    return len(people)


@dataclass(frozen=True, slots=True)
class Letter:
    """A digest written out."""

    subject: str
    text: str
    html: str


@transaction.atomic
def prepare_mail(*, digest: Digest, letter: Letter, at: datetime) -> OutgoingMail | None:
    """Fix a digest as the person's one mail of the day, with its Message-ID, and count its notices as mailed.

    Returns None when the account's address is none that could be written to.
    """
    try:
        validate_email(digest.user.email)
    except ValidationError:
        return None
    mail = OutgoingMail.objects.create(
        recipient=digest.user,
        on=digest.on,
        address=digest.user.email,
        message_id=f"<{uuid.uuid4().hex}@{urlsplit(settings.OPTIONS.url).hostname}>",
        subject=" ".join(letter.subject.split())[:200],
        text=letter.text,
        html=letter.html,
        created_at=at,
    )
    Notice.objects.filter(pk__in=[one.pk for one in digest.notices], mail__isnull=True).update(mail=mail)
    return mail


@transaction.atomic
def note_sent(*, mail_id: int, at: datetime) -> None:
    """Say that the mail server has taken a mail."""
    mail = locked(OutgoingMail.objects.all(), mail_id)
    if mail.sent_at is None:
        mail.attempts += 1
        mail.sent_at, mail.given_up_at, mail.error = at, None, ""
        mail.save(update_fields=["attempts", "sent_at", "given_up_at", "error"])


@transaction.atomic
def note_failure(*, mail_id: int, error: str, is_refused: bool, at: datetime) -> OutgoingMail:
    """Say that a mail was not taken, and queue the next attempt.

    After the last one, or when the address itself `is_refused`, it is given up (`notifications.give_up_mail`) and the
    administrators of the person are told; what it would have said stays in the person's inbox.
    """
    mail = locked(OutgoingMail.objects.select_related("recipient"), mail_id)
    if mail.sent_at or mail.given_up_at:
        return mail
    mail.attempts += 1
    mail.error = error[:2000]
    if is_refused or mail.attempts > len(RETRY_AFTER):
        mail.given_up_at = at
        _tell_administrators(mail, is_refused=is_refused, at=at)
        changes = {"error": mail.error, "on": mail.on}
        audit.record(
            actor=SYSTEM, act="notifications.give_up_mail", subject=subject(mail.recipient), at=at, changes=changes
        )
    else:
        enqueue(
            f"{JOBS}.send_digest",
            mail.recipient_id,
            mail.on.isoformat(),
            at=at,
            run_at=at + RETRY_AFTER[mail.attempts - 1],
            key=f"notifications.digest:{mail.recipient_id}:{mail.on}:{mail.attempts}",
        )
    mail.save(update_fields=["attempts", "error", "given_up_at"])
    return mail


def _tell_administrators(mail: OutgoingMail, *, is_refused: bool, at: datetime) -> None:
    day = f"{mail.on:%d/%m/%Y}"
    if is_refused:
        key = f"mail-refused:{mail.pk}"
        title = f"Máy chủ thư không nhận địa chỉ {mail.address} của {mail.recipient}"
        remedy = "Sửa địa chỉ thư điện tử trong hồ sơ cán bộ."
    else:
        key = f"mail-server:{mail.on}"  # one word a day, however many mails fail
        title = f"Có thư tổng hợp ngày {day} không gửi được"
        remedy = "Kiểm tra máy chủ thư và các thiết lập THIDUA_SMTP_…"
    people = {user_id for find in _find_administrators for user_id in find(mail.recipient_id, mail.on)}
    text = f"Máy chủ thư trả lời: {mail.error}\n{remedy} Nội dung thư vẫn có trong mục Thông báo của người nhận."
    notify_many(
        notices=[
            NewNotice(recipient_id=user_id, kind=MAIL_FAILED, title=title, text=text, key=key, on=mail.on)
            for user_id in people
        ],
        at=at,
    )


@transaction.atomic
def sweep_old(*, at: datetime) -> tuple[int, int]:
    """Forget the bodies of mails after 30 days and notices after 400. Returns how many of each."""
    mails = OutgoingMail.objects.filter(created_at__lt=at - BODIES_KEPT).exclude(text="", html="")
    bodies = mails.update(text="", html="")
    notices, _ = Notice.objects.filter(created_at__lt=at - NOTICES_KEPT).delete()
    return bodies, notices
