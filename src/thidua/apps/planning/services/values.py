"""Setting what a person typed on a row, and telling what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from thidua.lib.vietnamese import clean


def set_values(row: Model, values: Mapping[str, Any], *, fields: Sequence[str]) -> dict[str, list[Any]]:
    """Set those of `fields` that are given, texts cleaned. Returns what changed as {field: [before, after]}."""
    changes = {}
    for name in fields:
        if name not in values:
            continue
        before, after = getattr(row, name), values[name]
        after = clean(after).strip() if isinstance(after, str) else after
        if before != after:
            setattr(row, name, after)
            changes[name] = [before, after]
    return changes
