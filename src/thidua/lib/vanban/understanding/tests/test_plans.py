"""Whole plans of invented bodies, each of another shape."""

from __future__ import annotations

from thidua.lib.vanban.understanding.tests.factories import plan

EVERYBODY = ["Các phòng, ban, ngành", "UBND các xã, thị trấn"]


def column(reading: list[dict[str, object]], *keys: str) -> list[tuple[object, ...]]:
    return [tuple(item[key] for key in keys) for item in reading]


def test_district_head_beside_motto() -> None:
    reading = plan("huyen")
    assert reading["issuer"] == "ỦY BAN NHÂN DÂN HUYỆN SÔNG HIẾN"
    assert (reading["number"], reading["symbol"], reading["place"]) == ("45", "KH-UBND", "Sông Hiến")
    assert reading["date"] == {"year": 2023, "month": 2, "day": 15}
    assert reading["signer"] == {
        "on_behalf": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
        "position": "PHÓ CHỦ TỊCH",
        "name": "Lê Thị Minh Thu",
    }
    assert reading["recipients"] == [
        "Sở Nội vụ",
        "TT Huyện ủy, HĐND huyện (để b/c)",
        "UBND các xã, thị trấn",
        "Lưu: VT, NV",
    ]


def test_district_bases_and_movements() -> None:
    reading = plan("huyen")
    assert column(reading["legal_bases"], "number", "date") == [
        ("12/KH-UBND", "2023-01-10"),
        ("77/SNV-BTĐKT", "2023-02-02"),
    ]
    assert reading["movements"] == ["Sông Hiến chung sức xây dựng nông thôn mới"]


def test_district_table_with_ditto_and_sections() -> None:
    tasks = plan("huyen")["tasks"]
    assert column(tasks, "no", "group", "lead", "coordinating", "end", "product") == [
        ("1", "Công tác chỉ đạo, điều hành", ["Phòng Nội vụ"], EVERYBODY, "2023-02-28", "Kế hoạch"),
        ("2", "Công tác chỉ đạo, điều hành", ["Phòng Nội vụ"], EVERYBODY, "2023-09-30", "Kết luận"),
        (
            "1", "Công tác tuyên truyền", ["Trung tâm Văn hóa, Thông tin và Truyền thông"],
            ["Phòng Văn hóa và Thông tin", "UBMTTQ huyện", "các đoàn thể"], None, "Tin, bài",
        ),
        (
            "2", "Công tác tuyên truyền", ["Hội Nông dân", "Hội Liên hiệp Phụ nữ"],
            ["Phòng Văn hóa và Thông tin", "UBMTTQ huyện", "các đoàn thể"], "2023-10-31", "Hội thi",
        ),
    ]  # fmt: skip
    assert [task["continuous"] for task in tasks] == [False, False, True, False]


def test_district_targets() -> None:
    assert column(plan("huyen")["targets"], "comparator", "min", "max", "unit") == [
        (">=", 3, None, "xã"),
        (">=", 55, None, "triệu đồng/năm"),
        ("<=", None, 3.5, "%"),
        ("range", 95, 98, "%"),
        ("range", 5000, 7000, "m2"),
        ("~", 20, 20, "ha"),
    ]


def test_district_charges_and_limits() -> None:
    reading = plan("huyen")
    assert [task["assignee"] for task in reading["prose_tasks"]] == [
        ["Phòng Nội vụ (cơ quan Thường trực Hội đồng Thi đua - Khen thưởng huyện)"],
        ["Phòng Tài chính - Kế hoạch"],
        ["UBND các xã, thị trấn"],
        ["UBND các xã, thị trấn"],
        ["Ủy ban MTTQ Việt Nam huyện và các tổ chức chính trị - xã hội"],
    ]
    assert [deadline["due"] for deadline in reading["deadlines"]] == [
        "2023-12-15",
        "2023-03-10",
        "2023-06-10",
        "2023-12-05",
    ]


def test_school_year_and_blank_number() -> None:
    reading = plan("truong")
    assert (reading["issuer_parent"], reading["issuer"]) == ("PHÒNG GDĐT HUYỆN LA NGÀ", "TRƯỜNG THCS NGUYỄN DU")
    assert (reading["number"], reading["symbol"], reading["place"]) == (None, "KH-THCSND", "La Ngà")
    assert reading["date"] == {"year": 2022, "month": 9, "day": None}
    assert column(reading["headings"], "label", "level") == [
        ("PHẦN I", 1), ("1", 2), ("2", 2), ("PHẦN II", 1), ("I", 2), ("2", 3), ("II", 2), ("III", 2),
    ]  # fmt: skip
    assert column(reading["tasks"], "start", "end", "note") == [
        ("2022-09-01", "2022-09-30", None),
        ("2022-10-01", "2022-10-31", "Nộp về văn phòng"),
        ("2022-11-01", "2022-11-30", None),
        ("2023-01-01", "2023-01-31", None),
        ("2023-05-21", "2023-05-31", None),
    ]
    assert reading["movements"] == ["Dạy tốt, học tốt", "Mỗi thầy cô giáo là một tấm gương đạo đức, tự học và sáng tạo"]


def test_school_counts_no_past_year() -> None:
    assert column(plan("truong")["targets"], "comparator", "min", "max", "unit") == [
        ("=", 100, 100, "%"),
        ("=", 5, 5, "người"),
        ("<=", None, 15, "%"),
        (">=", 2, None, "sáng kiến"),
    ]


def test_party_style() -> None:
    reading = plan("dang_uy")
    assert (reading["issuer_parent"], reading["issuer"]) == ("ĐẢNG BỘ TỈNH KIM SƠN", "ĐẢNG ỦY KHỐI CÁC CƠ QUAN")
    assert (reading["number"], reading["symbol"]) == ("12", "KH/ĐUK")
    assert reading["signer"]["on_behalf"] == "T/M BAN THƯỜNG VỤ"
    assert column(reading["tasks"], "lead", "coordinating", "start", "end") == [
        (["Văn phòng Đảng ủy Khối"], ["Ban Tổ chức", "Ban Tuyên giáo"], "2024-01-01", "2024-01-31"),
        (["Văn phòng Đảng ủy Khối"], ["các chi bộ, đảng bộ cơ sở"], None, "2024-03-30"),
        (["Các chi bộ, đảng bộ trực thuộc"], [], None, None),
        (["Ủy ban Kiểm tra"], [], "2024-07-01", "2024-09-30"),
    ]
    assert reading["tasks"][3]["content"] == "Kiểm tra chuyên đề tại cơ sở"
    assert (reading["tasks"][2]["recurrence"], reading["tasks"][2]["recurrence_day"]) == ("quarterly", 25)


def test_decision_with_plan_of_a_company() -> None:
    reading = plan("cong_ty")
    assert reading["doc_type"] == "decision_with_plan"
    assert reading["title"] == "Về việc ban hành Kế hoạch công tác thi đua, khen thưởng năm 2025 của Công ty"
    assert [basis["number"] for basis in reading["legal_bases"]] == ["59/2020/QH14", None, "98/2023/NĐ-CP"]
    assert reading["signer"] == {"on_behalf": None, "position": "GIÁM ĐỐC", "name": "Phạm Quốc Toản"}
    assert [task["assignee"] for task in reading["prose_tasks"]] == [
        ["Phòng Tổ chức - Hành chính"], ["Phòng Kế toán"], ["Các đội sản xuất"], ["Các đội sản xuất"],
    ]  # fmt: skip
    assert column(reading["targets"], "comparator", "min", "max", "unit") == [
        (">=", 12_500_000, None, "m3"), ("=", 4, 4, "%"), ("<=", None, 14, "%"), ("=", 100, 100, "%"),
    ]  # fmt: skip


def test_annex_alone_with_nested_sections() -> None:
    reading = plan("phu_luc")
    assert (reading["doc_type"], reading["number"], reading["symbol"], reading["issuer"]) == (
        "plan",
        "88",
        "KH-SYT",
        "Sở Y tế",
    )
    assert column(reading["tasks"], "no", "group", "start", "end") == [
        ("1", "Quý I", "2024-01-01", "2024-02-29"),
        ("2", "Quý I", "2024-01-01", "2024-03-31"),
        ("1", "Quý II", None, "2024-06-20"),
        ("1", "CÔNG TÁC KIỂM TRA", "2024-08-01", "2024-10-31"),
        ("2", "CÔNG TÁC KIỂM TRA", None, None),
    ]
    last = reading["tasks"][-1]
    assert (last["relative"], last["working_days"], last["optional"]) == (True, 10, True)


def test_court_signed_before_recipients() -> None:
    reading = plan("toa_an")
    assert (reading["issuer_parent"], reading["issuer"]) == (
        "TÒA ÁN NHÂN DÂN TỈNH TRƯỜNG SƠN",
        "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",
    )
    assert reading["signer"] == {"on_behalf": "TM. HỘI ĐỒNG", "position": "CHỦ TỊCH", "name": "Đỗ Hữu Chiến"}
    assert [task["assignee"] for task in reading["prose_tasks"]] == [
        ["Văn phòng Tòa án nhân dân tỉnh"], ["Văn phòng Tòa án nhân dân tỉnh"],
        ["Các Tòa chuyên trách", "Tòa án nhân dân cấp huyện"], ["Các Tòa chuyên trách", "Tòa án nhân dân cấp huyện"],
        ["đồng chí Phó Chánh án Nguyễn Văn Thắng"],
    ]  # fmt: skip
    assert [deadline["due"] for deadline in reading["deadlines"]] == [
        "2023-05-05",
        "2023-10-05",
        "2023-11-15",
        "2022-12-31",
    ]


def test_hospital_with_targets_programme_and_costs() -> None:
    reading = plan("benh_vien")
    assert column(reading["targets"], "indicator", "comparator", "min", "max", "unit") == [
        ("Số lượt khám bệnh", "=", 98_500, 98_500, "Lượt"),
        ("Công suất sử dụng giường bệnh", ">=", 95, None, "%"),
        ("Tỷ lệ hài lòng của người bệnh", "range", 90, 92, "%"),
    ]
    assert column(reading["tasks"], "no", "content", "end", "code") == [
        ("1", "Trang trí hội trường", "2024-05-20", "NV01"),
        ("2", "Chuẩn bị tài liệu", "2024-05-20", "NV02"),
        (None, "Quyết toán kinh phí", "2024-06-30", "NV03"),
    ]
    assert reading["tasks"][0]["other"] == {"Lãnh đạo phụ trách": "PGĐ A"}
    assert reading["recipients"] == ["Sở Y tế (b/c)", "Các khoa, phòng", "Lưu: VT, TCHC"]
