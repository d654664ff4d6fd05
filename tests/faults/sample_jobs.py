"""Jobs of the other shapes the program has: a reminder that tells somebody, an occurrence that queues the next."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from thidua.apps.notifications.services import NewNotice, notify_many
from thidua.core import clock
from thidua.core.jobs.queue import enqueue

BY_MAIL, QUIET = "faults.by_mail", "faults.quiet"


@task()
def remind(user_id: int, number: int, day: str) -> None:
    """Tell one person one thing."""
    _tell(user_id, f"Nhắc việc {number}", key=f"remind:{number}", day=day)


@task()
def recur(user_id: int, number: int, left: int, day: str) -> None:
    """Open one occurrence and queue the next."""
    _tell(user_id, f"Kỳ {left} của việc {number}", key=f"recur:{number}:{left}", day=day)
    if left:
        path = f"{__name__}.recur"
        enqueue(path, user_id, number, left - 1, day, at=clock.now(), key=f"{path}:{number}:{left - 1}")


def _tell(user_id: int, title: str, *, key: str, day: str) -> None:
    new = NewNotice(recipient_id=user_id, kind=QUIET, title=title, key=key, on=date.fromisoformat(day))
    notify_many(notices=[new], at=clock.now())
