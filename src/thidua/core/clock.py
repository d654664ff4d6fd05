"""The only place that reads the clock. Edges (views, jobs, commands) call it and pass the moment on."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return this day as the office's calendar has it (Asia/Ho_Chi_Minh)."""
    return timezone.localdate()
