"""What an amending plan changes in the plan it amends, task by task and field by field. Plain values in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

COMPARED = (
    "no", "group", "content", "lead", "coordinating", "time_text", "starts_on", "due_on", "recurrence",
    "recurrence_day", "relative_days", "is_optional", "is_continuous", "product", "budget", "note", "parent",
)  # fmt: skip
"""Fields of a task that an amending plan may change, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task as it is compared. `values` holds COMPARED; `revises` is the key of the task it is to take the place of.

    `parent` among the values names the parent in words, so that a copy and its original say the same.
    """

    key: int
    values: Mapping[str, Any]
    revises: int | None = None
    is_dropped: bool = False

    @property
    def label(self) -> str:
        return f"{self.values['no']}. {self.values['content']}" if self.values["no"] else str(self.values["content"])


class FieldChange(TypedDict):
    field: str
    before: Any
    after: Any


class Difference(TypedDict):
    """One task changed, new or dropped. `task` is the key in the amended plan; 0 for a new task not yet written."""

    kind: str
    task: int
    label: str
    fields: list[FieldChange]


def differences(before: Sequence[TaskText], after: Sequence[TaskText]) -> list[Difference]:
    """Return what `after`, the tasks of an amending plan, changes in `before`, in the order of `after`.

    A copy that says the same as its original is no difference; nor is an original that has no copy. Values are written
    as JSON keeps them, so that what is shown before the issue equals what is stored at it.
    """
    originals = {one.key: one for one in before}
    found: list[Difference] = []
    for one in after:
        original = originals.get(one.revises) if one.revises is not None else None
        if original is None:
            if not one.is_dropped:
                found.append(_difference("new", 0, one, [_change(name, None, one) for name in COMPARED]))
        elif one.is_dropped:
            found.append(_difference("dropped", original.key, original, []))
        else:
            fields = [_change(name, original, one) for name in COMPARED]
            fields = [change for change in fields if change["before"] != change["after"]]
            if fields:
                found.append(_difference("changed", original.key, original, fields))
    return found


def _difference(kind: str, task: int, shown: TaskText, fields: list[FieldChange]) -> Difference:
    if kind == "new":
        fields = [change for change in fields if change["after"] not in (None, "", [], False)]
    return {"kind": kind, "task": task, "label": shown.label, "fields": fields}


def _change(name: str, before: TaskText | None, after: TaskText) -> FieldChange:
    return {"field": name, "before": before and _plain(before.values[name]), "after": _plain(after.values[name])}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
