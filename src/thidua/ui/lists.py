"""List pages: one view base that searches, filters, sorts, pages and exports. See docs/reference/ui-kit.md.

    class Units(ListPage):
        title = "Đơn vị"
        columns = (
            Column("name", "Tên đơn vị", "name", sort=("name",), is_title=True),
            Column("people", "Số cán bộ", "people_count", sort=("people_count",), is_number=True),
        )
        filters = (Filter("loai", "Loại", choices=lambda request: UnitKind.choices, field="kind"),)
        default_sort = "name"

        def rows(self, request):
            return visible_units(request.actor).annotate(people_count=Count("people"))

The address says all: `q` search, `sap` sort ("name", "-name"), `trang` page, `dong` rows a page, `xuat=excel`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views import View

from thidua.core.search import matching
from thidua.ui.excel import Cell as ExcelCell
from thidua.ui.excel import ExcelColumn, workbook_response
from thidua.ui.forms import parse_date
from thidua.ui.http import ActorRequest
from thidua.ui.templatetags.ui import date_text, number

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


@dataclass(frozen=True, slots=True)
class Choice:
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
            f'<option value="{escape(one.value)}"{" selected" if one.is_chosen else ""}>{escape(one.label)}</option>'
            for one in self.choices
        ]
        return SafeString("".join(parts))


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


class ListPage(View):
    """Base of list pages: declare, and give `rows`. Two queries a page, whatever its number of rows."""

    title: ClassVar[Text] = ""
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    default_sort: ClassVar[str] = ""
    search_field: ClassVar[str] = "search_text"
    search_label: ClassVar[Text] = ""
    export_name: ClassVar[str] = ""
    empty: ClassVar[Empty | None] = None
    template_name: ClassVar[str] = "ui/list.html"
    table_template: ClassVar[str] = "ui/list_table.html"
    empty_template: ClassVar[str] = "ui/list_empty.html"

    # What a page gives ---------------------------------------------------------------------------------------

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        """Return the rows the actor may see, with what the columns need (`select_related`, annotations)."""
        raise NotImplementedError

    def row_url(self, row: Any) -> str:
        """Return the address a row opens; empty for none."""
        return ""

    def row_css(self, row: Any) -> str:
        """Return a class of the style sheet for a row; empty for none."""
        return ""

    def search(self, request: ActorRequest, query: str) -> Q:
        """Return the condition of a search."""
        return matching(query, field=self.search_field)

    def more(self, request: ActorRequest) -> dict[str, Any]:
        """Return further context for the page's own template (actions, tabs, breadcrumbs)."""
        return {}

    def empty_state(self, request: ActorRequest) -> Empty:
        return self.empty or Empty(gettext("Chưa có gì ở đây"))

    # How it is drawn -----------------------------------------------------------------------------------------

    def get(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        shown, condition = self._filters(request)
        query = request.GET.get("q", "").strip()
        rows = self.rows(request).filter(condition)
        if query:
            rows = rows.filter(self.search(request, query))
        column, is_descending = self._sorting(request)
        if column is not None:
            rows = rows.order_by(*_directed(column.sort, is_descending), "pk")
        if request.GET.get("xuat") == "excel" and self.export_name:
            return self._export(rows)
        page = Page(
            title=self.title,
            path=request.path,
            query=query,
            search_label=self.search_label,
            filters=shown,
            kept=[(name, request.GET[name]) for name in ("sap", "dong") if name in request.GET],
            is_filtered=bool(query) or bool(condition),
            clear_url=_address(request, drop=["q", "trang", *(one.key for one in self.filters)]),
            heads=self._heads(request, column, is_descending),
            export_url=_address(request, drop=["trang"], xuat="excel") if self.export_name else "",
            table_template=self.table_template,
            empty_template=self.empty_template,
            empty=self.empty_state(request),
        )
        self._turn_to_page(request, page, rows)
        context = {"page": page, **self.more(request)}
        is_partial = request.htmx and request.htmx.target == "danh-sach" and not request.htmx.history_restore_request
        response = render(request, page.body_template if is_partial else self.template_name, context)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def _filters(self, request: ActorRequest) -> tuple[list[ShownFilter], Q]:
        shown, condition = [], Q()
        for one in self.filters:
            if one.kind == "date":
                text = request.GET.get(one.key, "").strip()
                value = parse_date(text)
                if value is not None:
                    condition &= one.query(value)
                shown.append(ShownFilter(one.key, one.label, one.kind, (), text, bool(text) and value is None))
                continue
            asked = [value for value in request.GET.getlist(one.key) if value]
            chosen, choices = Q(), []
            for value, label in one.choices(request):
                is_chosen = str(value) in asked
                choices.append(Choice(str(value), label, is_chosen))
                if is_chosen:
                    chosen |= one.query(value)
            condition &= chosen
            shown.append(ShownFilter(one.key, one.label, one.kind, choices))
        return shown, condition

    def _sorting(self, request: ActorRequest) -> tuple[Column | None, bool]:
        by_key = {column.key: column for column in self.columns if column.sort}
        for asked in (request.GET.get("sap", ""), self.default_sort):
            column = by_key.get(asked.removeprefix("-"))
            if column is not None:
                return column, asked.startswith("-")
        return None, False

    def _heads(self, request: ActorRequest, sorted_by: Column | None, is_descending: bool) -> list[Head]:  # noqa: FBT001
        heads = []
        for column in self.columns:
            if column.only == "excel":
                continue
            if not column.sort:
                heads.append(Head(column.label, column.css))
                continue
            is_current = column is sorted_by
            next_sort = f"-{column.key}" if is_current and not is_descending else column.key
            heads.append(
                Head(
                    column.label,
                    column.css,
                    url=_address(request, drop=["trang"], sap=next_sort),
                    icon=("sorted-down" if is_descending else "sorted-up") if is_current else "sortable",
                    aria_sort=("descending" if is_descending else "ascending") if is_current else "",
                )
            )
        return heads

    def _turn_to_page(self, request: ActorRequest, page: Page, rows: QuerySet[Any]) -> None:
        size = next((size for size in SIZES if str(size) == request.GET.get("dong")), SIZES[0])
        leaf = Paginator(rows, size).get_page(request.GET.get("trang"))
        columns = [(column, column.opening) for column in self.columns if column.only != "excel"]
        page.rows = [self._row(record, columns) for record in leaf.object_list]
        page.total, page.first, page.last = leaf.paginator.count, leaf.start_index(), leaf.end_index()
        page.sizes = [
            {"size": one, "is_current": one == size, "url": _address(request, drop=["trang"], dong=str(one))}
            for one in SIZES
        ]
        if leaf.has_previous():
            page.previous_url = _address(request, trang=str(leaf.previous_page_number()))
        if leaf.has_next():
            page.next_url = _address(request, trang=str(leaf.next_page_number()))

    def _row(self, record: Any, columns: Sequence[tuple[Column, str]]) -> Row:
        url = self.row_url(record)
        cells = []
        for column, opening in columns:
            html = shown(value_of(column.value, record))
            if column.is_title and url:
                html = format_html('<a href="{}">{}</a>', url, html)
            cells.append(Shown(column.label, html, column.css, opening))
        return Row(record, cells, url, self.row_css(record))

    def _export(self, rows: QuerySet[Any]) -> HttpResponseBase:
        columns = [column for column in self.columns if column.only != "screen"]

        def lines() -> Iterator[list[ExcelCell]]:
            for record in rows.iterator(chunk_size=1000):
                yield [plain(value_of(column.excel or column.value, record)) for column in columns]

        heads = [ExcelColumn(str(column.label), column.width) for column in columns]
        return workbook_response(name=self.export_name, sheet=str(self.title), columns=heads, rows=lines())


def value_of(value: Value, record: Any) -> object:
    """Return a column's value for a row: by calling it, or along an attribute path that may meet nothing."""
    if callable(value):
        return value(record)
    for name in value.split("."):
        if record is None:
            return None
        record = getattr(record, name)
    return record() if callable(record) and not isinstance(record, Model) else record


def shown(value: object) -> str:
    """Return a value as the page writes it."""
    if value is None:
        return ""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, bool):
        return gettext("Có") if value else gettext("Không")
    if isinstance(value, (datetime, date)):
        return date_text(value)
    if isinstance(value, (int, float)):
        return number(value)
    return str(value)


def plain(value: object) -> ExcelCell:
    """Return a value as a workbook keeps it: dates and numbers as such, anything else as text."""
    if isinstance(value, bool):
        return gettext("Có") if value else gettext("Không")
    if value is None or isinstance(value, (int, float, date)):
        return value
    if isinstance(value, SafeString):
        from django.utils.html import strip_tags

        return strip_tags(value)
    return str(value)


def _directed(names: Sequence[str], is_descending: bool) -> list[str]:  # noqa: FBT001
    if not is_descending:
        return list(names)
    return [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in names]


def _address(request: HttpRequest, *, drop: Sequence[str] = (), **changes: str) -> str:
    """Return the present address with parameters dropped or changed."""
    parameters: QueryDict = request.GET.copy()
    for name in (*drop, "xuat"):
        parameters.pop(name, None)
    for name, value in changes.items():
        parameters[name] = value
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path
