"""Tables whose cells stand one to a line."""

from __future__ import annotations

from thidua.lib.vanban.understanding.tests.factories import body


def tasks(*lines: str) -> list[tuple[object, ...]]:
    found = body("I. NỘI DUNG", "", *lines, "", "II. TỔ CHỨC THỰC HIỆN", "1. Văn phòng", "- Theo dõi, đôn đốc.")
    assert [task["content"] for task in found["prose_tasks"]] == ["Theo dõi, đôn đốc."]
    return [(task["no"], task["group"], task["content"], task["lead"], task["end"]) for task in found["tasks"]]


def test_numbered_rows_with_sections() -> None:
    assert tasks(
        "STT", "Nội dung", "Đơn vị chủ trì", "Thời gian",
        "I", "Phát động",
        "1", "Ký giao ước thi đua", "Văn phòng", "Tháng 3",
        "2", "Treo băng rôn tuyên truyền", "Phòng Văn hóa", "Tháng 4",
        "QUÝ IV",
        "3", "Bình xét cuối năm", "Phòng Nội vụ", "Tháng 12",
    ) == [
        ("1", "Phát động", "Ký giao ước thi đua", ["Văn phòng"], "2024-03-31"),
        ("2", "Phát động", "Treo băng rôn tuyên truyền", ["Phòng Văn hóa"], "2024-04-30"),
        ("3", "QUÝ IV", "Bình xét cuối năm", ["Phòng Nội vụ"], "2024-12-31"),
    ]  # fmt: skip


def test_blank_cells_and_cells_of_two_lines_find_their_columns() -> None:
    assert tasks(
        "TT", "Công việc", "Chủ trì", "Phối hợp", "Hoàn thành",
        "1", "Lập danh sách tập thể tiêu biểu", "Phòng Nội vụ", "Tháng 3",
        "2", "Dựng phóng sự về gương điển hình", "Đài Truyền thanh", "Văn phòng", "Phòng Văn hóa", "Tháng 5",
        "3", "Tổ chức gặp mặt", "Văn phòng", "Công đoàn", "Tháng 6",
    ) == [
        ("1", None, "Lập danh sách tập thể tiêu biểu", ["Phòng Nội vụ"], "2024-03-31"),
        ("2", None, "Dựng phóng sự về gương điển hình", ["Đài Truyền thanh"], "2024-05-31"),
        ("3", None, "Tổ chức gặp mặt", ["Văn phòng"], "2024-06-30"),
    ]  # fmt: skip


def test_page_number_between_rows_is_no_row() -> None:
    found = tasks(
        "STT", "Nội dung", "Chủ trì", "Thời gian",
        "1", "Ký giao ước thi đua", "Văn phòng", "Tháng 3", "", "2", "",
        "2", "Bình xét cuối năm", "Phòng Nội vụ", "Tháng 12",
    )  # fmt: skip
    assert [(task[0], task[2]) for task in found] == [("1", "Ký giao ước thi đua"), ("2", "Bình xét cuối năm")]


def test_rows_without_numbers() -> None:
    assert tasks(
        "Nội dung công việc", "Đơn vị chủ trì", "Thời gian",
        "Quý II",
        "Tổ chức hội thi tay nghề", "Công đoàn", "Tháng 5",
        "Khen thưởng đợt một", "Phòng Nội vụ", "Tháng 6",
    ) == [
        (None, "Quý II", "Tổ chức hội thi tay nghề", ["Công đoàn"], "2024-05-31"),
        (None, "Quý II", "Khen thưởng đợt một", ["Phòng Nội vụ"], "2024-06-30"),
    ]  # fmt: skip


def test_words_like_titles_alone_make_no_table() -> None:
    assert tasks("Nội dung", "Thời gian", "Địa điểm", "Hội trường lớn của Sở.") == []
    assert tasks("STT", "Nội dung", "Chủ trì", "1", "Một việc duy nhất") == []
    assert tasks("Nội dung công việc", "Đơn vị chủ trì", "Thời gian", "Không có việc nào ở đây.") == []


def test_programme_of_a_meeting_assigns_nothing() -> None:
    assert tasks(
        "Thời gian", "Nội dung", "Thực hiện",
        "7h30 - 8h00", "Đón tiếp đại biểu", "Văn phòng Sở",
        "8h00 - 8h15", "Tuyên bố lý do", "Ban Tổ chức",
    ) == []  # fmt: skip
