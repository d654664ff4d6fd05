"""What a list page declares: its columns, its filters, and what it says while it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.html import escape

from thidua.ui.http import ActorRequest

SIZES = (25, 50, 100)
Text = str | Promise
Value = Callable[[Any], object] | str


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value` is an attribute path ("unit.name") or a function of the row.

    A value may be safe HTML (`format_html`, `state_badge`); dates, numbers and booleans are written as offices do.
    `sort` holds `order_by` names, without which the column cannot be sorted. `excel` gives the exported value where
    it differs from the shown one; `only` keeps a column to "screen" or "excel". The title column carries the row's
    link and stands alone on the first line of a phone; `wide_only` columns are left out there.
    """

    key: str
    label: Text
    value: Value
    sort: Sequence[str] = ()
    excel: Value | None = None
    width: int = 18
    is_title: bool = False
    is_number: bool = False
    is_nowrap: bool = False
    wide_only: bool = False
    only: str = ""

    @property
    def opening(self) -> str:
        """The tag that opens a cell of the column."""
        css = f' class="{self.css}"' if self.css else ""
        return f'<td role="cell"{css} data-label="{escape(self.label)}">'

    @property
    def css(self) -> str:
        marks = {
            "is-title": self.is_title,
            "is-number": self.is_number,
            "is-nowrap": self.is_nowrap,
            "is-wide-only": self.wide_only,
        }
        return " ".join(name for name, is_set in marks.items() if is_set)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `kind` is "select" (one of), "chips" (any of) or "date".

    `field` compares for equality; `condition` turns one chosen value into a query instead.
    Values that are not among the choices are ignored.
    """

    key: str
    label: Text
    choices: Callable[[ActorRequest], Sequence[tuple[Any, Text]]] = lambda request: ()
    field: str = ""
    condition: Callable[[Any], Q] | None = None
    kind: str = "select"

    def query(self, value: Any) -> Q:
        return self.condition(value) if self.condition else Q(**{self.field: value})


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list without a single row says: what will appear here, and the first step."""

    title: Text
    text: Text = ""
    icon: str = "list"
    action_label: Text = ""
    action_url: str = ""
