"""Tables of plain text set with blanks: what is one, what is none, and how its rows and cells come out."""

from __future__ import annotations

import textwrap
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.lib.vanban.model import Document, Table
from thidua.lib.vanban.reading import DEFAULT_LIMITS
from thidua.lib.vanban.reading.text import read_text

WIDTHS = (5, 30, 24, 16)
TITLES = ("TT", "Việc cần làm", "Đơn vị lo", "Hạn xong")


def block(cells: tuple[str, ...], widths: tuple[int, ...] = WIDTHS, gap: int = 2) -> list[str]:
    """Print one row, each cell broken at its width."""
    lines = zip_longest(*(textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)), fillvalue="")
    return [
        (" " * gap).join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip() for line in lines
    ]


def document(*lines: str) -> Document:
    return read_text("\n".join(lines).encode(), limits=DEFAULT_LIMITS)


def tables(*lines: str) -> list[list[list[str]]]:
    found = (part for part in document(*lines).blocks if isinstance(part, Table) and not part.borderless)
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


FIRST = ("1", "Rà soát danh sách hộ khó khăn để thăm hỏi", "Hội Chữ thập đỏ và Đoàn Thanh niên", "Tháng 3")
SECOND = ("2", "Sửa cầu thôn Đông", "Ban Quản lý thôn", "Trước ngày 20/5")
THIRD = ("3", "Trồng cây dọc đường vào trường học của xã", "Trường Tiểu học", "Thường xuyên")


def printed(*rows: tuple[str, ...], blank: bool = False) -> list[str]:
    return [line for row in rows for line in [*block(row), *([""] if blank else [])]]


@pytest.mark.parametrize("blank", [False, True])
def test_wrapped_cells_become_rows(blank: bool) -> None:
    lines = printed(TITLES, FIRST, SECOND, THIRD, blank=blank)
    assert tables("Phân công như sau:", "", *lines, "", "IV. THỰC HIỆN", "Các đơn vị thực hiện.") == [
        [list(TITLES), list(FIRST), list(SECOND), list(THIRD)]
    ]


def test_titles_in_the_middle_of_their_columns() -> None:
    titles = "  ".join(title.center(width) for title, width in zip(TITLES, WIDTHS, strict=True)).rstrip()
    assert tables(titles, *printed(FIRST, SECOND, THIRD)) == [[list(TITLES), list(FIRST), list(SECOND), list(THIRD)]]


def test_group_rows_stand_across() -> None:
    lines = [
        *block(TITLES),
        "QUÝ I",
        *block(FIRST),
        "Công tác xây dựng nông thôn và môi trường",
        *printed(SECOND, THIRD),
    ]
    assert tables(*lines) == [
        [
            list(TITLES),
            ["QUÝ I", "", "", ""],
            list(FIRST),
            ["Công tác xây dựng nông thôn và môi trường", "", "", ""],
            list(SECOND),
            list(THIRD),
        ]
    ]


def test_a_page_in_the_middle_of_a_row() -> None:
    first, *rest = block(FIRST)
    lines = [*block(TITLES), first, "", " " * 34 + "2", "", *rest, *printed(SECOND, THIRD)]
    assert tables(*lines) == [[list(TITLES), list(FIRST), list(SECOND), list(THIRD)]]


def test_repeated_titles_stay_rows_of_titles() -> None:
    lines = [
        *printed(TITLES, FIRST, SECOND),
        "",
        " " * 34 + "2",
        "",
        *printed(TITLES, THIRD, ("4", "Họp", "Xã", "Quý II")),
    ]
    (table,) = (part for part in document(*lines).blocks if isinstance(part, Table))
    assert [row.is_header for row in table.rows] == [True, False, False, True, False, False]


def test_a_full_cell_leaves_one_blank() -> None:
    lines = [
        "TT   Việc                 Đơn vị        Hạn",
        "1    Họp                  Văn phòng     Quý I",
        "2    Lập danh sách khen   Phòng Nội vụ  Quý II",
        "3    Kiểm tra các đơn vị  Thanh tra xã  Quý III",
        "4    Tổng kết phong trào. Ban Thi đua   Quý IV",
    ]
    assert tables(*lines)[0][4] == ["4", "Tổng kết phong trào.", "Ban Thi đua", "Quý IV"]


def test_rows_without_numbers_begin_where_an_ended_cell_begins_again() -> None:
    widths = (14, 30, 20)
    rows = [
        ("Thời gian", "Nội dung", "Người lo"),
        ("Tháng 1", "Họp mặt đầu xuân với các gia đình có công trong xã", "Văn phòng"),
        ("Tháng 2", "Trồng cây", "Đoàn xã"),
        ("Tháng 3", "Khám sức khỏe cho người cao tuổi ở các thôn xa", "Trạm Y tế"),
        ("Tháng 4", "Tổng kết", "Văn phòng"),
    ]
    assert tables(*(line for row in rows for line in block(row, widths))) == [[list(row) for row in rows]]


def test_a_break_that_was_meant_stays() -> None:
    lines = [
        "TT   Việc                 Đơn vị lo                   Hạn",
        "1    Họp                  Văn phòng                   Quý I",
        "                          Thanh tra",
        "2    Kiểm tra             Các phòng, ban thuộc huyện  Quý II",
        "3    Tổng kết             Ban Thi đua                 Quý IV",
    ]
    assert tables(*lines)[0][1][2] == "Văn phòng\nThanh tra"


@pytest.mark.parametrize(
    "lines",
    [
        ("Nơi nhận:              TM. ỦY BAN NHÂN DÂN", "- Như trên;                 CHỦ TỊCH", "- Lưu: VT."),
        (
            "NGƯỜI LẬP         KẾ TOÁN          GIÁM ĐỐC",
            "(Ký, họ tên)      (Ký, họ tên)     (Ký, họ tên)",
            "",
            "Lê Văn An         Vũ Thị Bình      Đỗ Cao Sơn",
        ),
        ("Các  đơn vị   tập trung  thực hiện;", "báo  cáo kết  quả về   Văn phòng", "trước   ngày  20   hằng tháng."),
        ("1.  Mục đích", "2.  Yêu cầu", "3.  Nội dung", "4.  Kinh phí"),
        ("TT   Nội dung   Hạn", "", "Phần này bỏ trống vì chưa có nội dung nào được duyệt trong kỳ họp."),
    ],
)
def test_what_is_no_table(lines: tuple[str, ...]) -> None:
    assert tables(*lines) == []


def test_recipients_beside_a_signature() -> None:
    (table,) = (
        part
        for part in document(
            "Nơi nhận:                           KT. GIÁM ĐỐC",
            "- Như trên;                         PHÓ GIÁM ĐỐC",
            "- Các phòng, ban;                      (Đã ký)",
            "- Lưu: VT.",
            "",
            "                                    Lê Thị Hòa",
            "",
            "PHỤ LỤC",
        ).blocks
        if isinstance(part, Table)
    )
    assert [cell.text for cell in table.rows[0].cells] == [
        "Nơi nhận:\n- Như trên;\n- Các phòng, ban;\n- Lưu: VT.",
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n(Đã ký)\nLê Thị Hòa",
    ]


WORDS = st.lists(
    st.sampled_from(["họp", "xét", "duyệt", "hồ", "khen", "gương", "sáng", "tại", "cơ"]), min_size=2, max_size=14
)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=3, max_size=9), st.integers(2, 4), st.booleans())
def test_what_is_set_under_each_other_is_read_as_set(
    rows: list[tuple[list[str], list[str]]], gap: int, blank: bool
) -> None:
    wanted = [list(TITLES)]
    lines = block(TITLES, gap=gap)
    for number, (work, unit) in enumerate(rows, start=1):
        cells = (str(number), " ".join(work).capitalize(), " ".join(unit).capitalize(), "Quý I")
        lines += [*([""] if blank else []), *block(cells, gap=gap)]
        wanted.append(list(cells))
    assert tables(*lines) == [wanted]
