"""Group rows of task tables, with merged and bold cells as HTML and recognition give them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from thidua.lib.vanban.model import Document
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.understanding import to_json, understand
from thidua.lib.vanban.understanding.tests.factories import body, document_of

HEAD = ("STT", "Nội dung công việc", "Chủ trì", "Thời gian")


def page(*parts: str) -> dict[str, Any]:
    """Return the reading of a plan in HTML whose body are these parts."""
    head = (
        "<p>SỞ XÂY DỰNG</p><p>Số: 7/KH-SXD</p><p>Hà Nam, ngày 05 tháng 01 năm 2024</p>"
        "<p><b>KẾ HOẠCH</b></p><p><b>Công tác năm 2024</b></p><p>I. NỘI DUNG</p>"
    )
    document = read_document(f"<html><meta charset=utf-8><body>{head}{''.join(parts)}</body></html>".encode())
    return to_json(understand(document), document)


def table(*rows: str | tuple[str, ...]) -> str:
    shown = [
        f"<tr><td colspan=4>{row}</td></tr>"
        if isinstance(row, str)
        else "<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>"
        for row in (HEAD, *rows)
    ]
    return f"<table border=1>{''.join(shown)}</table>"


def grouped(*rows: str | tuple[str, ...]) -> list[tuple[Any, ...]]:
    found = page(table(*rows))["tasks"]
    return [(task["no"], task["group"], task["content"], task["start"], task["end"]) for task in found]


def test_merged_quarters_give_their_period() -> None:
    assert grouped(
        "QUÝ I",
        ("1", "Phát động thi đua", "Văn phòng", ""),
        ("2", "Ký giao ước thi đua", "Phòng Nội vụ", "Tháng 3"),
        "Quý II năm 2024",
        ("3", "Sơ kết phong trào", "Văn phòng", ""),
    ) == [
        ("1", "QUÝ I", "Phát động thi đua", "2024-01-01", "2024-03-31"),
        ("2", "QUÝ I", "Ký giao ước thi đua", "2024-03-01", "2024-03-31"),
        ("3", "Quý II năm 2024", "Sơ kết phong trào", "2024-04-01", "2024-06-30"),
    ]


def test_sections_numbered_in_roman_letters_and_words() -> None:
    rows = [
        ("I", "Công tác chỉ đạo", "", ""),
        ("1", "Ban hành văn bản", "Văn phòng", "Tháng 2"),
        ("II", "Công tác tuyên truyền", "", ""),
        ("1", "Viết tin, bài", "Tổ tin", "Tháng 4"),
    ]
    assert [task[:3] for task in grouped(*rows)] == [
        ("1", "Công tác chỉ đạo", "Ban hành văn bản"),
        ("1", "Công tác tuyên truyền", "Viết tin, bài"),
    ]
    lettered = [
        ("A", "Nhiệm vụ chung", "", ""),
        ("1", "Ban hành văn bản", "Văn phòng", "Tháng 2"),
        ("B", "Nhiệm vụ riêng", "", ""),
        ("1", "Viết tin, bài", "Tổ tin", "Tháng 4"),
    ]
    assert [task[1] for task in grouped(*lettered)] == ["Nhiệm vụ chung", "Nhiệm vụ riêng"]


def test_a_number_with_parts_under_it_is_a_section() -> None:
    assert [
        task[:3]
        for task in grouped(
            ("1", "Công tác kiểm tra", "", ""),
            ("1.1", "Lập đoàn kiểm tra", "Thanh tra", "Tháng 5"),
            ("1.2", "Thông báo kết luận", "Thanh tra", "Tháng 6"),
            ("2", "CÔNG TÁC KHEN THƯỞNG", "", ""),
            ("2.1", "Thẩm định hồ sơ", "Phòng Nội vụ", "Tháng 11"),
        )
    ] == [
        ("1.1", "Công tác kiểm tra", "Lập đoàn kiểm tra"),
        ("1.2", "Công tác kiểm tra", "Thông báo kết luận"),
        ("2.1", "CÔNG TÁC KHEN THƯỞNG", "Thẩm định hồ sơ"),
    ]


def test_a_number_with_bullets_under_it_is_a_section() -> None:
    found = grouped(
        ("1", "Hoạt động chào mừng", "", ""),
        ("", "- Giải bóng bàn cán bộ", "Công đoàn", "Tháng 3"),
        ("", "- Hội diễn văn nghệ", "Đoàn thanh niên", "Tháng 5"),
    )
    assert [(task[1], task[2].lstrip("- ")) for task in found] == [
        ("Hoạt động chào mừng", "Giải bóng bàn cán bộ"),
        ("Hoạt động chào mừng", "Hội diễn văn nghệ"),
    ]


def test_bold_lines_without_numbers_are_sections() -> None:
    assert [
        task[:3]
        for task in grouped(
            ("", "<b>Công tác cán bộ</b>", "", ""),
            ("1", "Rà soát quy hoạch", "Phòng Nội vụ", "Tháng 4"),
            ("2", "Đánh giá viên chức", "Phòng Nội vụ", "Tháng 12"),
            ("", "<b>Công tác tài chính</b>", "", ""),
            ("3", "Lập dự toán", "Phòng Kế toán", "Tháng 6"),
        )
    ] == [
        ("1", "Công tác cán bộ", "Rà soát quy hoạch"),
        ("2", "Công tác cán bộ", "Đánh giá viên chức"),
        ("3", "Công tác tài chính", "Lập dự toán"),
    ]
    unnumbered = (
        "<table border=1><tr><td>Nội dung công việc</td><td>Chủ trì</td><td>Thời gian</td></tr>"
        "<tr><td><b>Công tác cán bộ</b></td><td></td><td></td></tr>"
        "<tr><td>Rà soát quy hoạch cán bộ</td><td>Phòng Nội vụ</td><td>Tháng 4</td></tr>"
        "<tr><td><b>Công tác tài chính</b></td><td></td><td></td></tr>"
        "<tr><td>Lập dự toán thu chi</td><td>Phòng Kế toán</td><td>Tháng 6</td></tr></table>"
    )
    assert [(task["group"], task["content"]) for task in page(unnumbered)["tasks"]] == [
        ("Công tác cán bộ", "Rà soát quy hoạch cán bộ"),
        ("Công tác tài chính", "Lập dự toán thu chi"),
    ]


def test_a_lone_line_before_numbers_that_start_anew_is_a_section() -> None:
    assert [
        task[:3]
        for task in grouped(
            ("1", "Phát động thi đua", "Văn phòng", "Tháng 2"),
            ("2", "Ký giao ước thi đua", "Văn phòng", "Tháng 3"),
            ("", "Công tác khen thưởng", "", ""),
            ("1", "Thẩm định hồ sơ", "Phòng Nội vụ", "Tháng 11"),
            ("2", "Trình khen thưởng", "Phòng Nội vụ", "Tháng 12"),
        )
    ] == [
        ("1", None, "Phát động thi đua"),
        ("2", None, "Ký giao ước thi đua"),
        ("1", "Công tác khen thưởng", "Thẩm định hồ sơ"),
        ("2", "Công tác khen thưởng", "Trình khen thưởng"),
    ]


def test_numbers_that_count_on_are_tasks_even_in_capitals() -> None:
    assert [
        task[:3]
        for task in grouped(
            ("1", "Phát động thi đua", "Văn phòng", "Tháng 2"),
            ("2", "TỔNG KẾT PHONG TRÀO", "", ""),
            ("3", "Trình khen thưởng", "Phòng Nội vụ", "Tháng 12"),
        )
    ] == [
        ("1", None, "Phát động thi đua"),
        ("2", None, "TỔNG KẾT PHONG TRÀO"),
        ("3", None, "Trình khen thưởng"),
    ]


def test_months_in_the_first_column_and_topics_under_them() -> None:
    assert grouped(
        ("Tháng 3", "", "", ""),
        ("1", "Phát động thi đua", "Văn phòng", ""),
        ("Tháng 4", "", "", ""),
        ("2", "Ký giao ước thi đua", "Văn phòng", ""),
    ) == [
        ("1", "Tháng 3", "Phát động thi đua", "2024-03-01", "2024-03-31"),
        ("2", "Tháng 4", "Ký giao ước thi đua", "2024-04-01", "2024-04-30"),
    ]


def scanned(text: str) -> Document:
    document = document_of(text)
    return replace(document, lines=tuple(replace(line, confidence=0.8) for line in document.lines))


def test_a_quarter_seen_twice_in_a_scan_is_the_next_one() -> None:
    lines = (
        "SỞ XÂY DỰNG\nSố: 7/KH-SXD\nHà Nam, ngày 05 tháng 01 năm 2024\nKẾ HOẠCH\nCông tác năm 2024\n\nI. NỘI DUNG\n\n"
        "STT\tNội dung\tChủ trì\tThời gian\n\tQUÝ II\t\t\n1\tSơ kết phong trào\tVăn phòng\t\n"
        "\tQUÝ II\t\t\n2\tKiểm tra chéo\tVăn phòng\t\n\tQUÝ IV\t\t\n3\tTổng kết\tVăn phòng\t\n"
    )
    document = scanned(lines)
    found = to_json(understand(document), document)["tasks"]
    assert [(task["group"], task["end"]) for task in found] == [
        ("QUÝ II", "2024-06-30"),
        ("QUÝ III", "2024-09-30"),
        ("QUÝ IV", "2024-12-31"),
    ]
    printed = document_of(lines)
    certain = to_json(understand(printed), printed)["tasks"]
    assert [task["end"] for task in certain] == ["2024-06-30", "2024-06-30", "2024-12-31"]


def test_merged_cells_down_hold_for_the_rows_they_span() -> None:
    merged = (
        "<table border=1><tr><td>STT</td><td>Nội dung công việc</td><td>Chủ trì</td><td>Thời gian</td></tr>"
        "<tr><td>1</td><td>Phát động thi đua</td><td rowspan=2>Văn phòng</td><td>Tháng 2</td></tr>"
        "<tr><td>2</td><td>Ký giao ước thi đua</td><td>Tháng 3</td></tr>"
        "<tr><td>3</td><td>Trình khen thưởng</td><td>Phòng Nội vụ</td><td>Tháng 12</td></tr></table>"
    )
    assert [(task["no"], task["lead"]) for task in page(merged)["tasks"]] == [
        ("1", ["Văn phòng"]), ("2", ["Văn phòng"]), ("3", ["Phòng Nội vụ"]),
    ]  # fmt: skip


def test_a_table_without_content_column_is_told_to_be_unread() -> None:
    reading = page(
        "<table border=1><tr><td>TT</td><td>Chủ trì</td><td>Thời gian</td><td>Địa điểm</td></tr>"
        "<tr><td>1</td><td>Phòng Nội vụ</td><td>Tháng 3</td><td>Hội trường</td></tr>"
        "<tr><td>2</td><td>Văn phòng</td><td>Tháng 4</td><td>Nhà văn hóa</td></tr></table>"
    )
    assert reading["tasks"] == []
    assert [part["why"] for part in reading["unread"]] == ["Bảng giống bảng phân công nhưng chưa nhận ra cột nội dung."]


def test_tables_that_continue_one_another_share_their_titles() -> None:
    first = table(("1", "Phát động thi đua", "Văn phòng", "Tháng 2"))
    rest = (
        "<table border=1><tr><td>2</td><td>Ký giao ước thi đua</td><td>Phòng Nội vụ</td><td>Tháng 3</td></tr>"
        "<tr><td>3</td><td>Bình xét thi đua</td><td>Hội đồng</td><td>Tháng 12</td></tr></table>"
    )
    again = table(("4", "Trao thưởng", "Văn phòng", "Tháng 12"))
    assert [(task["no"], task["end"]) for task in page(first, rest, again)["tasks"]] == [
        ("1", "2024-02-29"), ("2", "2024-03-31"), ("3", "2024-12-31"), ("4", "2024-12-31"),
    ]  # fmt: skip


def test_targets_of_a_table_take_the_year_of_the_plan() -> None:
    found = body(
        "I. CHỈ TIÊU", "",
        "TT\tChỉ tiêu\tĐVT\tThực hiện năm 2023\tKế hoạch năm 2024",
        "1\tTập thể lao động xuất sắc\ttập thể\t4\t6",
        "2\tTỷ lệ hồ sơ đúng hạn\t%\t95\t≥ 98",
        "3\tHọc viên được bồi dưỡng\tngười\t1.200\tkhông quá 1.500",
        "4\tChưa giao\tngười\t\t",
        "",
    )["targets"]  # fmt: skip
    assert [(one["indicator"], one["comparator"], one["min"], one["max"], one["unit"]) for one in found] == [
        ("Tập thể lao động xuất sắc", "=", 6, 6, "tập thể"),
        ("Tỷ lệ hồ sơ đúng hạn", ">=", 98, None, "%"),
        ("Học viên được bồi dưỡng", "<=", None, 1500, "người"),
    ]
