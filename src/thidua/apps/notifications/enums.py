"""Words of notifications, and the kinds of notice: each app hands over its own when it starts (`AppConfig.ready`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST_HOUR, LAST_HOUR = 5, 20
"""The hours of the day at which a digest may be sent, both included."""
DEFAULT_HOUR = 7


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice, such as "planning.due_soon". The order of registration is the order in mails and on pages.

    A required kind cannot be turned off inside the program. `by_mail`: in the digest unless the person says otherwise.
    """

    key: str
    label: str | Promise
    is_required: bool = False
    by_mail: bool = True


_kinds: dict[str, Kind] = {}
MAIL_FAILED = "notifications.mail_failed"


def name_kinds(kinds: Iterable[Kind]) -> None:
    """Name kinds of notice; call it in `AppConfig.ready`."""
    _kinds.update({kind.key: kind for kind in kinds})


def kinds() -> tuple[Kind, ...]:
    """Return every kind named, in the order of registration; our own, for administrators, last."""
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.key == MAIL_FAILED))


def kind_of(key: str) -> Kind | None:
    """Return a kind; None for one of an app that is no longer installed."""
    return _kinds.get(key)


OWN_KINDS = (Kind(MAIL_FAILED, _("Thư điện tử không gửi được"), is_required=True, by_mail=False),)

ACTS = {
    "notifications.set_preferences": "đã đổi tùy chọn thông báo",
    "notifications.give_up_mail": "không gửi được thư tổng hợp cho",
}
FACTS = {
    "hour": "Giờ gửi thư tổng hợp",
    "working_days_only": "Chỉ gửi thư vào ngày làm việc",
    "off_in_program": "Không nhận trong chương trình",
    "off_by_mail": "Không nhận qua thư",
    "error": "Máy chủ thư trả lời",
    "on": "Ngày",
}
