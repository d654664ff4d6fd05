from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django_htmx.middleware import HtmxDetails
from python_calamine import CalamineWorkbook

from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Unit
from thidua.core.search import search_key
from thidua.ui.lists import Column, Empty, Filter, ListPage

pytestmark = pytest.mark.django_db


class Units(ListPage):
    title = "Đơn vị"
    search_label = "Tìm đơn vị"
    columns = (
        Column("name", "Tên đơn vị", "name", sort=("name",), is_title=True),
        Column("kind", "Loại", "get_kind_display", sort=("kind", "name")),
        Column("people", "Số cán bộ", "people_count", sort=("people_count",), is_number=True),
        Column("from", "Từ ngày", "valid_from", sort=("valid_from",)),
        Column("code", "Mã", "code", only="excel"),
    )
    filters = (
        Filter("loai", "Loại", choices=lambda request: UnitKind.choices, field="kind", kind="chips"),
        Filter("tu", "Từ ngày", field="valid_from__gte", kind="date"),
    )
    default_sort = "name"
    export_name = "don-vi"
    empty = Empty("Chưa có đơn vị nào", "Đơn vị sẽ hiện ở đây.", action_label="Thêm", action_url="/them/")
    template_name = "ui/list_body.html"

    def rows(self, request: Any) -> QuerySet[Unit]:
        return Unit.objects.annotate(people_count=Count("people"))

    def row_url(self, row: Unit) -> str:
        return f"/don-vi/{row.pk}/"


def make_units(number: int) -> None:
    for at in range(number):
        Unit.objects.create(
            path=f"{at}.",
            code=f"=M{at:03}",
            name=f"Phòng Tổng hợp {at:03}",
            kind="division" if at % 2 else "district",
            valid_from=date(2026, 1, 1 + at % 28),
            search_text=search_key(f"Phòng Tổng hợp {at:03}"),
        )


def ask(query: str = "", **headers: str) -> HttpResponseBase:
    request = RequestFactory().get(f"/ds/{query}", headers=headers)
    request.htmx = HtmxDetails(request)
    return Units.as_view()(request)


def names(response: Any) -> list[str]:
    text = response.content.decode()
    return [part.split("</a>")[0].rpartition(">")[2] for part in text.split('data-label="Tên đơn vị"')[1:]]


def test_same_number_of_queries_for_one_row_and_thirty() -> None:
    counts = []
    for number in (1, 29):
        start = Unit.objects.count()
        for at in range(start, start + number):
            Unit.objects.create(path=f"{at}.", code=f"M{at}", name=f"Phòng {at}", kind="division")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert ask("?dong=50").status_code == 200
        counts.append(len(queries))
    assert counts == [2, 2]


def test_pages_and_sizes() -> None:
    make_units(30)
    assert names(ask()) == [f"Phòng Tổng hợp {at:03}" for at in range(25)]
    assert names(ask("?trang=2")) == [f"Phòng Tổng hợp {at:03}" for at in range(25, 30)]
    assert len(names(ask("?dong=50"))) == 30
    assert len(names(ask("?dong=7&trang=999"))) == 5
    assert "1–25 trong 30" in ask().content.decode()


def test_sorting_is_told_to_assistive_technology() -> None:
    make_units(3)
    assert names(ask("?sap=-name"))[0] == "Phòng Tổng hợp 002"
    text = ask("?sap=-name").content.decode()
    assert text.count('aria-sort="descending"') == 1
    assert names(ask("?sap=code;DROP")) == names(ask())


def test_search_needs_no_diacritics() -> None:
    make_units(12)
    assert names(ask("?q=tong hop 011")) == ["Phòng Tổng hợp 011"]
    assert names(ask("?q=TỔNG 003")) == ["Phòng Tổng hợp 003"]
    assert "Không có dòng nào phù hợp" in ask("?q=không có").content.decode()


def test_filters_take_listed_values_only() -> None:
    make_units(4)
    assert names(ask("?loai=district")) == ["Phòng Tổng hợp 000", "Phòng Tổng hợp 002"]
    assert len(names(ask("?loai=district&loai=division"))) == 4
    assert len(names(ask("?loai=nonsense"))) == 4
    assert names(ask("?tu=03/01/2026")) == ["Phòng Tổng hợp 002", "Phòng Tổng hợp 003"]
    assert len(names(ask("?tu=31/02/2026"))) == 4


def test_empty_list_offers_the_first_step() -> None:
    text = ask().content.decode()
    assert "Chưa có đơn vị nào" in text
    assert 'href="/them/"' in text


def test_markup_in_names_stays_text() -> None:
    Unit.objects.create(path="1.", code="1", name="<script>x</script>", kind="division")
    assert "<script>" not in ask().content.decode()


def test_export_holds_the_filtered_rows_with_real_dates_and_no_formulas() -> None:
    make_units(40)
    response = ask("?loai=division&sap=-name&xuat=excel&dong=25")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response)))
    response.close()
    rows = book.get_sheet_by_name("Đơn vị").to_python()
    assert rows[0] == ["Tên đơn vị", "Loại", "Số cán bộ", "Từ ngày", "Mã"]
    assert len(rows) == 21
    assert rows[1][0] == "Phòng Tổng hợp 039"
    assert rows[1][2:] == [0.0, date(2026, 1, 12), "=M039"]
    assert not isinstance(rows[1][3], (str, datetime))


def test_partial_update_is_asked_for_by_target() -> None:
    make_units(1)
    response = ask(**{"HX-Request": "true", "HX-Target": "danh-sach"})
    assert {"HX-Request", "HX-Target"} <= {name.strip() for name in response["Vary"].split(",")}
