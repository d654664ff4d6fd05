"""Calendars for phones and desks: making and revoking their secret addresses, noting that one was read."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import policies
from thidua.apps.planning.models import CalendarFeed
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput, NotPermitted, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require

MOST_FEEDS = 10
READ_NOTED_EVERY = timedelta(minutes=10)
"""A program that reads every minute does not cost a write every minute."""


def hash_of(token: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_feed(*, actor: Actor, unit_id: int | None = None, name: str, at: datetime) -> tuple[CalendarFeed, str]:
    """Make a calendar of one's own work, or of a unit's (`planning.create_feed`). Returns it with its secret.

    The secret has 256 bits and is not kept: whoever loses it makes another feed.
    Raises NotVisible for a unit of another body, NotPermitted where the actor holds no role, InvalidInput,
    DomainError beyond 10 feeds.
    """
    user_id = actor.user_id
    if user_id is None or actor.in_place_of is not None:
        raise NotPermitted("Địa chỉ lịch chỉ do chính người dùng tạo.", remedy="Thôi làm thay rồi tạo cho chính mình.")
    unit = organizations.visible_unit(actor, unit_id) if unit_id is not None else None
    if unit is not None:
        require(policies.can_feed_unit(actor, unit_path=unit.path), "Ông/Bà không giữ vai trò nào ở đơn vị này.")
    name = " ".join(name.split())
    if not name or len(name) > 120:
        message = "Đặt tên để nhận ra lịch này, không quá 120 ký tự." if name else "Chưa đặt tên cho lịch này."
        raise InvalidInput(message, fields={"name": message})
    if policies.own_feeds(actor).count() >= MOST_FEEDS:
        raise DomainError(
            f"Mỗi người có nhiều nhất {MOST_FEEDS} địa chỉ lịch đang dùng.", remedy="Thu hồi địa chỉ không còn dùng."
        )
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user_id=user_id, unit=unit, name=name, secret_hash=hash_of(token), created_at=at)
    audit.record(actor=actor, act="planning.create_feed", subject=_subject(actor, feed), at=at)
    return feed, token


@transaction.atomic
def revoke_feed(*, actor: Actor, feed_id: int, at: datetime) -> CalendarFeed:
    """Make a feed's address answer nothing from now on (`planning.revoke_feed`). Raises NotVisible for another's."""
    if actor.in_place_of is not None:
        raise NotVisible
    feed = locked(policies.own_feeds(actor).select_related("unit"), feed_id)
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])
    audit.record(actor=actor, act="planning.revoke_feed", subject=_subject(actor, feed), at=at)
    return feed


def note_read(*, feed: CalendarFeed, at: datetime) -> None:
    """Remember when a program last read a feed, to the ten minutes. No act: nobody does anything."""
    if feed.last_read_at is None or at - feed.last_read_at >= READ_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=at)


def _subject(actor: Actor, feed: CalendarFeed) -> audit.Subject:
    path = feed.unit.path if feed.unit else (actor.roles[0].unit_path if actor.roles else "")
    return audit.Subject("planning.feed", feed.pk, feed.name, path)
