"""The only place that reads the clock. Edges (views, jobs, commands) call it and pass the moment on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _standing.get() or timezone.now()


def today() -> date:
    """Return this day as the office's calendar has it (Asia/Ho_Chi_Minh)."""
    return timezone.localdate(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware moment, in this thread: to fill the demo with a year that has gone by."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
