from __future__ import annotations

from thidua.lib.vanban.understanding.tests.factories import body


def tasks(*rows: str) -> list[dict[str, object]]:
    return body("I. NỘI DUNG", "", *rows, "")["tasks"]


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


def test_titles_over_two_rows() -> None:
    found = tasks(
        "TT\tNội dung\tPhân công\t\tThời gian\tKinh phí",
        "\tnhiệm vụ\tChủ trì\tPhối hợp\tthực hiện\t(triệu đồng)",
        "1\tHọp tổ công tác\tVăn phòng\tPhòng Nội vụ\tTháng 3\t5",
        "TT\tNội dung\tPhân công\t\tThời gian\tKinh phí",
        "\tnhiệm vụ\tChủ trì\tPhối hợp\tthực hiện\t(triệu đồng)",
        "2\tBáo cáo tổng kết\tVăn phòng\tPhòng Nội vụ\tTháng 12\t2",
    )
    assert [(task["no"], task["lead"], task["coordinating"], task["time_text"]) for task in found] == [
        ("1", ["Văn phòng"], ["Phòng Nội vụ"], "Tháng 3"),
        ("2", ["Văn phòng"], ["Phòng Nội vụ"], "Tháng 12"),
    ]


def test_codes_number_the_rows_where_nothing_else_does() -> None:
    found = tasks(
        "Mã số\tNội dung nhiệm vụ\tChủ trì\tThời gian",
        "A\tTUYÊN TRUYỀN\t\t",
        "A1\tMở chuyên mục trên trang tin\tVăn phòng\tTháng 3",
        "A2\tBiên soạn tài liệu hỏi đáp\tPhòng Nội vụ\tTháng 4",
    )
    assert [(task["no"], task["group"]) for task in found] == [("A1", "TUYÊN TRUYỀN"), ("A2", "TUYÊN TRUYỀN")]


def test_month_before_the_tasks_holds_for_rows_below() -> None:
    found = tasks(
        "Tháng\tNội dung\tPhụ trách",
        "2\tPhát động thi đua đợt một\tVăn phòng",
        "\tĐăng ký danh hiệu thi đua\tPhòng Nội vụ",
        "5\tHội thi tay nghề giỏi\tCông đoàn",
        "6\tSơ kết phong trào\tPhòng Nội vụ",
    )
    assert [task["end"] for task in found] == ["2024-02-29", "2024-02-29", "2024-05-31", "2024-06-30"]


def test_sums_are_no_tasks() -> None:
    found = tasks(
        "STT\tNội dung\tĐơn vị thực hiện\tThời gian\tKinh phí",
        "1\tTổng duyệt văn nghệ\tVăn phòng\tTháng 3\t5.000.000",
        "2\tBáo cáo năm\tPhòng Nội vụ\tTháng 12\t2.000.000",
        "\tTổng cộng\t\t\t7.000.000",
    )
    assert [task["content"] for task in found] == ["Tổng duyệt văn nghệ", "Báo cáo năm"]


def test_parts_named_in_one_cell() -> None:
    found = tasks(
        "TT\tNhiệm vụ\tPhân công thực hiện\tHoàn thành",
        "1\tHọp tổ công tác\tChủ trì: Văn phòng/Phối hợp: Phòng Nội vụ, Phòng Tài chính\tTháng 3",
        "2\tRà soát tiêu chí\t- CT: Văn phòng; - PH: Phòng Nội vụ\tTháng 4",
        "3\tThẩm định hồ sơ\tVăn phòng (chủ trì), Phòng Nội vụ (phối hợp)\tTháng 5",
        "4\tTổ chức tổng kết\tVăn phòng chủ trì, phối hợp với Phòng Nội vụ\tTháng 6",
        '5\tTrao thưởng\t"Văn phòng',
        'Phòng Nội vụ"\tTháng 7',
    )
    assert [(task["lead"], task["coordinating"]) for task in found] == [
        (["Văn phòng"], ["Phòng Nội vụ", "Phòng Tài chính"]),
        (["Văn phòng"], ["Phòng Nội vụ"]),
        (["Văn phòng"], ["Phòng Nội vụ"]),
        (["Văn phòng"], ["Phòng Nội vụ"]),
        (["Văn phòng", "Phòng Nội vụ"], []),
    ]


def test_names_with_their_parts_fill_a_column_of_plain_title() -> None:
    found = tasks(
        "TT\tTên nhiệm vụ\tCơ quan, đơn vị\tTiến độ",
        "1\tLập danh sách dự thi\tChủ trì: Phòng Nội vụ; phối hợp: Công đoàn\t12/3/2024",
        "2\tTrang trí hội trường\tChủ trì: Văn phòng\tTrước 15/3/2024",
    )
    assert [(task["lead"], task["coordinating"]) for task in found] == [
        (["Phòng Nội vụ"], ["Công đoàn"]),
        (["Văn phòng"], []),
    ]


def test_program_of_a_day_assigns_nothing() -> None:
    assert (
        tasks(
            "Giờ\tNội dung\tPhụ trách",
            "8h00\tVăn nghệ chào mừng\tĐoàn Thanh niên",
            "8h15\tGiới thiệu đại biểu về dự\tVăn phòng",
        )
        == []
    )


def test_rest_of_a_task_with_a_year_is_no_group() -> None:
    found = tasks(
        "TT\tNội dung\tChủ trì\tThời gian",
        "1\tBình xét tổ dân phố văn\tPhòng Văn hóa\tTháng 11",
        "\thóa năm 2024\t\t",
        "2\tTổng kết phong trào\tPhòng Nội vụ\tTháng 12",
    )
    assert [(task["content"], task["group"]) for task in found] == [
        ("Bình xét tổ dân phố văn hóa năm 2024", None),
        ("Tổng kết phong trào", None),
    ]


def test_time_in_two_columns() -> None:
    found = tasks(
        "Phòng phụ trách\tNội dung công việc\tNgày bắt đầu\tNgày kết thúc",
        "Văn phòng\tLấy phiếu khảo sát cán bộ\t04/3/2024\t15/3/2024",
        "Phòng Nội vụ\tKiểm tra chéo các đơn vị\tTháng 5\tTháng 6",
        "Phòng Tài chính\tQuyết toán quỹ khen thưởng\t\t10/12/2024",
    )
    assert [(task["start"], task["end"]) for task in found] == [
        ("2024-03-04", "2024-03-15"),
        ("2024-05-01", "2024-06-30"),
        (None, "2024-12-10"),
    ]


def test_a_title_in_the_first_row_and_parts_of_titles_under_it() -> None:
    found = tasks(
        "BẢNG PHÂN CÔNG NHIỆM VỤ\t\t\t\t",
        "TT\tNội dung\tĐơn vị\t\tThời gian",
        "\t\tchủ trì\tphối hợp\t",
        "A\tB\t1\t2\t3",
        "1\tLập đoàn kiểm tra chéo\tThanh tra\tVăn phòng\tQuý II",
        "2\tThông báo kết luận kiểm tra\tThanh tra\tPhòng Nội vụ\tQuý III",
    )
    assert [(task["lead"], task["coordinating"], task["end"]) for task in found] == [
        (["Thanh tra"], ["Văn phòng"], "2024-06-30"),
        (["Thanh tra"], ["Phòng Nội vụ"], "2024-09-30"),
    ]


def test_times_alone_make_a_table_of_tasks_and_figures_do_not() -> None:
    found = tasks(
        "TT\tNội dung công việc\tThời gian hoàn thành\tGhi chú",
        "1\tBan hành văn bản phát động\tTháng 2\t",
        "2\tTổng hợp báo cáo sơ kết\tTháng 7\tGửi bản mềm",
    )
    assert [(task["end"], task["note"]) for task in found] == [("2024-02-29", None), ("2024-07-31", "Gửi bản mềm")]
    assert tasks("TT\tNội dung chi\tSố lượng\tMức chi", "1\tCờ thi đua\t5\t2.000.000", "2\tBằng khen\t9\t500.000") == []
    assert tasks("TT\tNội dung\tThời gian\tNgười phụ trách", "1\t.........\t......\t", "2\t.........\t......\t") == []


def test_column_of_the_month_or_quarter_counts_in_its_unit() -> None:
    found = tasks(
        "TT\tNội dung công việc\tĐơn vị thực hiện\tQuý thực hiện",
        "1\tPhát động thi đua toàn Sở\tVăn phòng\tII",
        "2\tTổng kết phong trào thi đua\tVăn phòng\tIV",
    )
    assert [task["end"] for task in found] == ["2024-06-30", "2024-12-31"]


def test_two_columns_of_one_kind_the_better_keeps_it() -> None:
    found = tasks(
        "TT\tNội dung công việc\tYêu cầu\tĐơn vị\tĐơn vị chủ trì\tThời gian\tNgày",
        "1\tPhát động phong trào thi đua toàn Sở\tRõ ràng\tcuộc\tVăn phòng\tTháng 2\tThứ Hai",
        "2\tTổng kết phong trào thi đua năm\tĐúng hạn\tcuộc\tPhòng Nội vụ\tTháng 12\tThứ Ba",
    )
    assert [(task["content"], task["lead"], task["end"]) for task in found] == [
        ("Phát động phong trào thi đua toàn Sở", ["Văn phòng"], "2024-02-29"),
        ("Tổng kết phong trào thi đua năm", ["Phòng Nội vụ"], "2024-12-31"),
    ]


def test_group_row_of_one_cell_stands_between_numbered_rows() -> None:
    found = tasks(
        "TT\tNội dung\tPhụ trách\tThời gian",
        "Quý I",
        "1\tPhát động thi đua năm mới\tVăn phòng\tTháng 2",
        "2\tĐăng ký danh hiệu thi đua\tPhòng Nội vụ\t",
        "Công tác kiểm tra",
        "3\tKiểm tra chéo các đơn vị\tPhòng Nội vụ\tTháng 6",
    )
    assert [(task["group"], task["end"]) for task in found] == [
        ("Quý I", "2024-02-29"),
        ("Quý I", "2024-03-31"),
        ("Công tác kiểm tra", "2024-06-30"),
    ]
