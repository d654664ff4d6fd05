"""Work of every day: apps say at start what runs at which hour; the workers queue it, each day once.

    schedule.daily("thidua.apps.planning.jobs.remind", hour=6)        # in AppConfig.ready

The task gets the day as ISO text. However many workers there are, and whenever they are killed, the key of the job
lets it be queued once a day. A machine that was off in the morning makes up for this day, not for those before.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from thidua.core.jobs.queue import NewJob, enqueue_many
from thidua.core.models import Job

_daily: dict[str, int] = {}
"""Task path → the hour of the office's clock from which it may run."""


def daily(task_path: str, *, hour: int) -> None:
    """Have a task run every day from `hour` (0 to 23, Asia/Ho_Chi_Minh) on. Call it in `AppConfig.ready`."""
    if not 0 <= hour <= 23:
        raise ValueError(f"{hour} is no hour of the day")
    _daily[task_path] = hour


def moment(day: date, *, hour: int) -> datetime:
    """Return the full hour of a day as the office's clock has it."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def key_of(task_path: str, *, day: date) -> str:
    """Return the key under which a daily task is queued for one day."""
    return f"{task_path}:{day.isoformat()}"


def enqueue_due(*, now: datetime) -> None:
    """Queue every daily task whose hour has come and that this day does not have yet."""
    local = timezone.localtime(now)
    day = local.date()
    due = {key_of(path, day=day): path for path, hour in _daily.items() if hour <= local.hour}
    present = set(Job.objects.filter(key__in=due).values_list("key", flat=True))
    jobs = [NewJob(path, [day.isoformat()], key=key) for key, path in due.items() if key not in present]
    if jobs:
        enqueue_many(jobs=jobs, at=now)
