from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from thidua.ui.excel import CELL_LIMIT, ExcelColumn, write_workbook


def written(rows: list[list[object]], columns: int = 1) -> tuple[BytesIO, list[list[object]]]:
    target = BytesIO()
    heads = [ExcelColumn(f"Cột {at}") for at in range(columns)]
    write_workbook(target, sheet="Danh sách: 2026/01", columns=heads, rows=rows)
    target.seek(0)
    return target, CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()[1:]


def test_moments_are_written_in_office_time() -> None:
    _, rows = written([[datetime(2026, 3, 1, 20, 0, tzinfo=UTC), date(2026, 3, 1), 5, 1.25, None]], columns=5)
    assert rows == [[datetime(2026, 3, 2, 3, 0), date(2026, 3, 1), 5.0, 1.25, ""]]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from("=+-@\t"), st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=30)
)
def test_text_is_never_a_formula(first: str, rest: str) -> None:
    target, rows = written([["x", first + rest]], columns=2)
    with ZipFile(target) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert str(rows[0][1]).strip() == (first + rest).strip()


def test_long_text_is_cut_at_what_a_cell_holds() -> None:
    _, rows = written([["a" * (CELL_LIMIT + 10)]])
    assert len(str(rows[0][0])) == CELL_LIMIT
