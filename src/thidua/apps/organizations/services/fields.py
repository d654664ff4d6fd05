"""What services do with typed text, and with what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from thidua.lib.vietnamese import clean


def plain(text: str) -> str:
    """Return typed text in NFC on one line, with single spaces and no invisible characters."""
    return " ".join(clean(text).split())


def changed(before: Mapping[str, Any], row: Model, fields: Iterable[str]) -> dict[str, list[Any]]:
    """Return {field: [before, after]} for the fields that differ."""
    after = {field: getattr(row, field) for field in fields}
    return {
        field: [before.get(field), value]
        for field, value in after.items()
        if (before.get(field) or "") != (value or "")
    }


def day(at: datetime) -> date:
    """Return the day of a moment on the office's calendar."""
    return timezone.localdate(at)
