"""The view base of list pages: it searches, filters, sorts, turns pages and exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views import View

from thidua.core.search import matching
from thidua.ui.excel import Cell as ExcelCell
from thidua.ui.excel import ExcelColumn, workbook_response
from thidua.ui.forms import parse_date
from thidua.ui.http import ActorRequest
from thidua.ui.lists.cells import plain, shown, value_of
from thidua.ui.lists.declared import SIZES, Column, Empty, Filter, Text
from thidua.ui.lists.drawn import Choice, Head, Page, Row, Shown, ShownFilter


class ListPage(View):
    """Base of list pages: declare, and give `rows`. Two queries a page, whatever its number of rows."""

    request: ActorRequest
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

    def choices(self, one: Filter, request: ActorRequest) -> Sequence[tuple[Any, Text]]:
        """Return the choices of a filter; a page whose choices follow from its rows gives them here."""
        return one.choices(request)

    def more(self, request: ActorRequest) -> dict[str, Any]:
        """Return further context for the page's own template (actions, tabs, breadcrumbs)."""
        return {}

    def whole_count(self) -> int | None:
        """Return how many rows there are without a filter where the page knows; None to have them counted."""
        return None

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
            for value, label in self.choices(one, request):
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

    def _heads(self, request: ActorRequest, sorted_by: Column | None, is_descending: bool) -> list[Head]:  # noqa: FBT001 - private
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
        paginator = Paginator(rows, size)
        known = None if page.is_filtered else self.whole_count()
        if known is not None:
            paginator.count = known
        leaf = paginator.get_page(request.GET.get("trang"))
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


def _directed(names: Sequence[str], is_descending: bool) -> list[str]:  # noqa: FBT001 - private
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
