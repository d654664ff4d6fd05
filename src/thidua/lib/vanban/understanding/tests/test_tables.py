from __future__ import annotations

from thidua.lib.vanban.understanding.tests.factories import body


def tasks(*rows: str) -> list[dict[str, object]]:
    return body("I. NỘI DUNG", "", *rows, "")["tasks"]  # type: ignore[no-any-return]


def test_strange_titles_are_told_by_their_cells() -> None:
    found = tasks(
        "#\tĐề mục\tAi\tBao giờ",
        "1\tRà soát danh sách tập thể tiêu biểu\tPhòng Nội vụ\tTháng 3",
        "2\tTổ chức lễ biểu dương cấp huyện\tVăn phòng; Phòng Văn hóa\tTháng 6",
        "3\tTổng hợp kết quả bình xét cuối năm\tPhòng Nội vụ\tTháng 12",
    )
    assert [(task["lead"], task["end"]) for task in found] == [
        (["Phòng Nội vụ"], "2024-03-31"),
        (["Văn phòng", "Phòng Văn hóa"], "2024-06-30"),
        (["Phòng Nội vụ"], "2024-12-31"),
    ]


def test_crosses_under_quarters_are_times() -> None:
    found = tasks(
        "TT\tNội dung\tĐơn vị thực hiện\tQuý I\tQuý II\tQuý III\tQuý IV",
        "1\tPhát động thi đua\tVăn phòng\tx\t\t\t",
        "2\tKiểm tra chéo các cụm\tPhòng Nội vụ\t\tx\tx\t",
    )
    assert [(task["start"], task["end"]) for task in found] == [
        ("2024-01-01", "2024-03-31"),
        ("2024-04-01", "2024-09-30"),
    ]


def test_row_broken_over_a_page_is_one_task() -> None:
    found = tasks(
        "STT\tNội dung\tChủ trì\tPhối hợp\tThời gian",
        "1\tXây dựng kế hoạch kiểm tra công tác\tVăn phòng\tCác phòng chuyên\tTháng 2",
        "",
        "\tthi đua tại cơ sở\t\tmôn thuộc Sở\t",
        "2\tTổng kết\tVăn phòng\t\tTháng 12",
    )
    assert [(task["content"], task["coordinating"]) for task in found] == [
        ("Xây dựng kế hoạch kiểm tra công tác thi đua tại cơ sở", ["Các phòng chuyên môn thuộc Sở"]),
        ("Tổng kết", []),
    ]


def test_repeated_titles_and_counting_rows_are_no_tasks() -> None:
    found = tasks(
        "STT\tNội dung\tChủ trì\tThời gian",
        "(1)\t(2)\t(3)\t(4)",
        "1\tPhát động\tVăn phòng\tTháng 2",
        "STT\tNội dung\tChủ trì\tThời gian",
        "2\tTổng kết\tVăn phòng\tTháng 12",
    )
    assert [task["no"] for task in found] == ["1", "2"]


def test_blank_cell_takes_the_value_above_only_where_the_column_is_sparse() -> None:
    dense = tasks(
        "STT\tNội dung\tĐơn vị thực hiện",
        "1\tXây dựng kế hoạch\tVăn phòng",
        "2\tDự hội nghị của khối\t",
        "3\tTổng hợp hồ sơ\tVăn phòng",
        "4\tBáo cáo cuối năm\tVăn phòng",
    )
    assert [task["lead"] for task in dense] == [["Văn phòng"], [], ["Văn phòng"], ["Văn phòng"]]
    sparse = tasks(
        "STT\tNội dung\tĐơn vị thực hiện",
        "1\tXây dựng kế hoạch\tVăn phòng",
        "2\tDự hội nghị của khối\t",
        "3\tTổng hợp hồ sơ\t",
        "4\tBáo cáo cuối năm\tPhòng Nội vụ",
    )
    assert [task["lead"] for task in sparse] == [["Văn phòng"], ["Văn phòng"], ["Văn phòng"], ["Phòng Nội vụ"]]


def test_other_tables_are_no_tasks() -> None:
    assert (
        tasks("TT\tTiêu chí\tĐiểm chuẩn\tĐiểm tự chấm", "1\tTổ chức tốt phong trào\t10\t9", "2\tBáo cáo đúng hạn\t5\t5")
        == []
    )
    assert tasks("TT\tHọ và tên\tChức vụ\tĐơn vị", "1\tLê Văn An\tTrưởng phòng\tPhòng Nội vụ") == []
