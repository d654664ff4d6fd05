"""People who are told things, and the things."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from thidua.apps.accounts.models import User
from thidua.apps.notifications.enums import Kind, name_kinds
from thidua.apps.notifications.models import Notice
from thidua.apps.notifications.services import NewNotice, notify_many

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""The moment of every act of these tests: 09:00 on Monday 02/03/2026 in the office."""
ON = date(2026, 3, 2)
SATURDAY = date(2026, 3, 7)
HOLIDAY = date(2026, 2, 17)

SOON, LATE, QUIET = "samples.due_soon", "samples.late", "samples.quiet"
name_kinds(
    (
        Kind(SOON, "Nhiệm vụ sắp đến hạn"),
        Kind(LATE, "Nhiệm vụ quá hạn", is_required=True),
        Kind(QUIET, "Việc đã xong", by_mail=False),
    )
)

_numbers = count(1)


def make_user(*, full_name: str = "Nguyễn Văn An", email: str | None = None, is_active: bool = True) -> User:
    """Return somebody with an address of their own."""
    number = next(_numbers)
    return User.objects.create(
        username=f"told{number}",
        full_name=full_name,
        email=f"told{number}@so.gov.vn" if email is None else email,
        is_active=is_active,
        created_at=AT,
    )


def new_notice(
    user: User, *, kind: str = SOON, title: str = "Nộp báo cáo quý I", key: str = "", **more: Any
) -> NewNotice:
    """Return something to tell."""
    fields: dict[str, Any] = {"on": ON, "url": "/ke-hoach/", **more}
    return NewNotice(recipient_id=user.pk, kind=kind, title=title, key=key or f"key{next(_numbers)}", **fields)


def tell(user: User, **more: Any) -> Notice:
    """Tell somebody something. Returns the notice."""
    new = new_notice(user, **more)
    notify_many(notices=[new], at=AT)
    return Notice.objects.get(recipient=user, key=new.key)
