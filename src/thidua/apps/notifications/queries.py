"""Reads of notices, of what people want to be told, and of what a digest holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.apps.accounts.queries import User
from thidua.apps.notifications.enums import DEFAULT_HOUR, kind_of, kinds
from thidua.apps.notifications.models import KindPreference, MailPreference, Notice, OutgoingMail
from thidua.apps.notifications.policies import visible_notices
from thidua.core.actor import Actor
from thidua.lib.vietnamese.workdays import is_working_day

COUNTED = 100
"""The bell counts no further: beyond that the figure tells nobody anything."""
LOOK_BACK = timedelta(days=14)
"""Notices older than this are mailed no more; longer than the longest run of holidays."""


def unread_count(actor: Actor) -> int:
    """Return how many notices wait unread in the actor's inbox, at most 100."""
    return visible_notices(actor).filter(read_at__isnull=True)[:COUNTED].count()


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants to be told: the hour of the digest, and by kind (inside the program, by mail)."""

    hour: int
    working_days_only: bool
    kinds: Mapping[str, tuple[bool, bool]]


def wishes_of(user_id: int) -> Wishes:
    """Return what a person wants, with the defaults where they said nothing, in two queries."""
    own = MailPreference.objects.filter(user_id=user_id).first() or MailPreference(user_id=user_id)
    said = {one.kind: one for one in KindPreference.objects.filter(user_id=user_id)}
    wanted = {
        kind.key: (said[kind.key].in_program or kind.is_required, said[kind.key].by_mail)
        if kind.key in said
        else (True, kind.by_mail)
        for kind in kinds()
    }
    return Wishes(own.hour, own.working_days_only, wanted)


def hours_in_use() -> list[int]:
    """Return the hours at which somebody wants the digest."""
    return sorted({DEFAULT_HOUR, *MailPreference.objects.values_list("hour", flat=True).distinct()})


def _to_mail(on: date) -> QuerySet[Notice]:
    """Return what digests of this day hold: neither read nor mailed before, of kinds their people want by mail."""
    said = KindPreference.objects.filter(user_id=OuterRef("recipient_id"), kind=OuterRef("kind"))
    by_default = Q(kind__in=[kind.key for kind in kinds() if kind.by_mail]) & ~Exists(said.filter(by_mail=False))
    return Notice.objects.filter(
        by_default | Exists(said.filter(by_mail=True)),
        read_at__isnull=True,
        mail__isnull=True,
        on__lte=on,
        on__gt=on - LOOK_BACK,
    )


def recipients_due(*, on: date, hour: int) -> list[int]:
    """Return who gets a digest of this day at this hour: users with an address, in one query."""
    at_hour = Q(recipient__mail_preference__hour=hour)
    if hour == DEFAULT_HOUR:
        at_hour |= Q(recipient__mail_preference__isnull=True)
    rows = _to_mail(on).filter(at_hour, recipient__is_active=True).exclude(recipient__email="")
    if not is_working_day(on):
        rows = rows.filter(recipient__mail_preference__working_days_only=False)
    return list(rows.order_by("recipient_id").values_list("recipient_id", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Digest:
    """What one mail says: notices by kind, in the order in which the kinds were registered."""

    user: User
    on: date
    notices: tuple[Notice, ...]

    @property
    def groups(self) -> list[tuple[object, list[Notice]]]:
        """The notices under the label of their kind; those of an app that is gone come last."""
        order = {kind.key: number for number, kind in enumerate(kinds())}
        keys = sorted({one.kind for one in self.notices}, key=lambda key: (order.get(key, len(order)), key))
        return [
            (kind.label if (kind := kind_of(key)) else "", [one for one in self.notices if one.kind == key])
            for key in keys
        ]


def digest_for(*, user_id: int, on: date) -> Digest | None:
    """Return what waits to be mailed to a person; None when nothing does or the person gets no mail."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return None
    notices = tuple(_to_mail(on).filter(recipient_id=user_id).order_by("on", "created_at", "pk"))
    return Digest(user, on, notices) if notices else None


def mail_of(*, user_id: int, on: date) -> OutgoingMail | None:
    """Return the mail a person got, or is to get, for a day."""
    return OutgoingMail.objects.select_related("recipient").filter(recipient_id=user_id, on=on).first()
