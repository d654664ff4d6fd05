"""Background work of notifications: the digests of the day, each sent at least once under one Message-ID."""

from __future__ import annotations

from datetime import date
from email.utils import format_datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from thidua.apps.notifications import queries, services
from thidua.apps.notifications.models import OutgoingMail
from thidua.core import clock

SHOWN = 100
"""Notices written out in one mail; of more it gives the number and the way to the inbox."""


@task()
def plan_digests(day: str) -> None:
    """Queue the digests of the day, hour by hour. Runs daily."""
    services.queue_hours(on=date.fromisoformat(day), at=clock.now())


@task()
def send_digests(day: str, hour: int) -> int:
    """Queue a digest for everybody who wants it at this hour. Returns how many people these are."""
    return services.queue_digests(on=date.fromisoformat(day), hour=hour, at=clock.now())


@task()
def send_digest(user_id: int, day: str) -> str:
    """Send one person the one mail of a day.

    The mail is fixed in the database before it is sent and marked after: whoever is killed in between sends the same
    mail again, under the same Message-ID.
    """
    on = date.fromisoformat(day)
    mail = queries.mail_of(user_id=user_id, on=on)
    if mail is None:
        digest = queries.digest_for(user_id=user_id, on=on)
        if digest is None:
            return "nothing to send"
        mail = services.prepare_mail(digest=digest, letter=_written(digest), at=clock.now())
        if mail is None:
            return "no usable address"
    if mail.sent_at or mail.given_up_at:
        return "settled before"
    if not mail.recipient.is_active:
        return "account closed"
    try:
        _message(mail).send()
    except OSError as error:  # of which every error of smtplib is one
        services.note_failure(mail_id=mail.pk, error=_words(error), is_refused=_is_refused(error), at=clock.now())
        return "not taken"
    services.note_sent(mail_id=mail.pk, at=clock.now())
    return "sent"


@task()
def sweep(day: str) -> list[int]:
    """Forget what is too old to be asked for. Runs daily."""
    return list(services.sweep_old(at=clock.now()))


def _written(digest: queries.Digest) -> services.Letter:
    base = settings.OPTIONS.url
    with translation.override(digest.user.language):
        shown = queries.Digest(digest.user, digest.on, digest.notices[:SHOWN])
        context: dict[str, Any] = {
            "user": digest.user,
            "on": digest.on,
            "count": len(digest.notices),
            "further": len(digest.notices) - len(shown.notices),
            "groups": [
                (label, [(one, base + reverse("notifications:open", args=[one.pk])) for one in notices])
                for label, notices in shown.groups
            ],
            "inbox_url": base + reverse("notifications:list"),
            "preferences_url": base + reverse("notifications:preferences"),
        }
        subject = _("Thi Đua: %(count)s việc cần chú ý ngày %(day)s") % {
            "count": len(digest.notices),
            "day": f"{digest.on:%d/%m/%Y}",
        }
        return services.Letter(
            subject=subject,
            text=render_to_string("notifications/digest.txt", context).strip() + "\n",
            html=render_to_string("notifications/digest.html", context),
        )


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(timezone.localtime(mail.created_at)),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.address], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message


def _is_refused(error: OSError) -> bool:
    """Whether the server will never take this address; a busy one says 4xx."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _said in error.recipients.values())


def _words(error: OSError) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        answers = (f"{code} {said.decode(errors='replace')}" for code, said in error.recipients.values())
        return "; ".join(answers)
    return f"{type(error).__name__}: {error}"
