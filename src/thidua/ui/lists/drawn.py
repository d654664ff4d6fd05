"""What the templates of a list page draw, joined in Python where there are many of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape as quoted
from typing import Any, NamedTuple

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from thidua.ui.lists.declared import SIZES, Empty, Text


class Choice(NamedTuple):
    value: str
    label: Text
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFilter:
    key: str
    label: Text
    kind: str
    choices: Sequence[Choice] = ()
    value: str = ""
    is_wrong: bool = False

    @property
    def options(self) -> SafeString:
        """The choices as `<option>`s, joined here: a template would spend most of a page on hundreds of units."""
        parts = [
            f'<option value="{quoted(value)}"{" selected" if is_chosen else ""}>{quoted(str(label))}</option>'
            for value, label, is_chosen in self.choices
        ]
        return SafeString("".join(parts))

    @property
    def is_narrowing(self) -> bool:
        return bool(self.value) or any(one.is_chosen for one in self.choices)


@dataclass(frozen=True, slots=True)
class Head:
    label: Text
    css: str
    url: str = ""
    icon: str = ""
    aria_sort: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it stands on the page. `opening` is its tag, written once for all cells of a column."""

    label: Text
    html: str
    css: str
    opening: str

    @property
    def drawn(self) -> str:
        return f"{self.opening}{conditional_escape(self.html)}</td>"


@dataclass(frozen=True, slots=True)
class Row:
    record: Any
    cells: Sequence[Shown]
    url: str
    css: str

    @property
    def html(self) -> SafeString:
        """The row as the table draws it, joined here: most of a list's time would go into drawing cells one by one."""
        href = f' data-href="{escape(self.url)}"' if self.url else ""
        css = f' class="{escape(self.css)}"' if self.css else ""
        return SafeString(f'<tr role="row"{href}{css}>{"".join(cell.drawn for cell in self.cells)}</tr>')


@dataclass(slots=True)
class Page:
    """What the templates of a list page draw."""

    title: Text
    path: str
    query: str
    search_label: Text
    filters: Sequence[ShownFilter]
    kept: Sequence[tuple[str, str]]
    is_filtered: bool
    clear_url: str
    heads: Sequence[Head] = ()
    rows: Sequence[Row] = ()
    total: int = 0
    first: int = 0
    last: int = 0
    sizes: Sequence[dict[str, Any]] = ()
    smallest_size: int = SIZES[0]
    previous_url: str = ""
    next_url: str = ""
    export_url: str = ""
    empty: Empty = field(default_factory=lambda: Empty(gettext("Chưa có gì ở đây")))
    body_template: str = "ui/list_body.html"
    table_template: str = "ui/list_table.html"
    empty_template: str = "ui/list_empty.html"

    @property
    def narrowing(self) -> int:
        """How many filters are set: told on a phone, where they are folded away."""
        return sum(one.is_narrowing for one in self.filters)
