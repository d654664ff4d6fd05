"""Who is charged with what in prose: by headings, lines without number, names before a colon, and subjects."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.understanding.tests.factories import body

ORGANISE = "V. TỔ CHỨC THỰC HIỆN"


def assigned(*lines: str) -> list[tuple[str, list[str]]]:
    return [(task["content"], task["assignee"]) for task in body(*lines)["prose_tasks"]]


def test_lines_without_number_head_what_follows() -> None:
    assert assigned(
        ORGANISE, "* Phòng Y tế:", "- Tham mưu kế hoạch tiêm chủng.", "* Trạm Y tế các xã:", "- Rà soát đối tượng."
    ) == [("Tham mưu kế hoạch tiêm chủng.", ["Phòng Y tế"]), ("Rà soát đối tượng.", ["Trạm Y tế các xã"])]


def test_bold_names_head_paragraphs() -> None:
    assert assigned(
        ORGANISE, "**Phòng Nội vụ**", "- Lập dự toán.", "**Công an huyện**", "Bảo đảm an ninh tại các điểm thi."
    ) == [("Lập dự toán.", ["Phòng Nội vụ"]), ("Bảo đảm an ninh tại các điểm thi.", ["Công an huyện"])]


def test_a_bullet_heads_deeper_bullets_only() -> None:
    assert assigned(
        ORGANISE, "- Phòng Y tế:", "+ Lập dự toán.", "- Công an xã giữ gìn an ninh trật tự.", "- Văn phòng bố trí xe."
    ) == [
        ("Lập dự toán.", ["Phòng Y tế"]),
        ("Công an xã giữ gìn an ninh trật tự.", ["Công an xã"]),
        ("Văn phòng bố trí xe.", ["Văn phòng"]),
    ]


@pytest.mark.parametrize(
    ("line", "content", "units"),
    [
        (
            "Phòng Kinh tế; Phòng Kế hoạch tổng hợp; Hạt Kiểm lâm: Tổ chức trồng cây.",
            "Tổ chức trồng cây.",
            ["Phòng Kinh tế", "Phòng Kế hoạch tổng hợp", "Hạt Kiểm lâm"],
        ),
        ("Vụ Quản lý vận hành lưới: Xây dựng quy trình.", "Xây dựng quy trình.", ["Vụ Quản lý vận hành lưới"]),
        ("Phòng tổ chức - hành chính: Theo dõi, chấm điểm.", "Theo dõi, chấm điểm.", ["Phòng tổ chức - hành chính"]),
        ("Chi cục Thủy lợi chủ trì: Kiểm tra đê điều.", "Kiểm tra đê điều.", ["Chi cục Thủy lợi"]),
    ],
)
def test_names_before_a_colon(line: str, content: str, units: list[str]) -> None:
    assert assigned(ORGANISE, f"1. {line}", "2. Kế toán lập dự toán.")[0] == (content, units)


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("Đề nghị Hội Nông dân, Hội Cựu chiến binh xã vận động hội viên.", ["Hội Nông dân", "Hội Cựu chiến binh xã"]),
        ("Giao Phòng Nội vụ chủ trì tham mưu tổng kết.", ["Phòng Nội vụ"]),
        ("Yêu cầu thủ trưởng các cơ quan quán triệt nội dung này.", ["thủ trưởng các cơ quan"]),
        ("Rà soát hồ sơ tồn đọng của các phường.", []),
    ],
)
def test_subjects_of_numbered_sentences(line: str, units: list[str]) -> None:
    # The last of a list: a paragraph without number behind it is not its content.
    closing = "Kinh phí thực hiện lấy từ nguồn chi thường xuyên."
    assert assigned(ORGANISE, "1. Kế toán lập dự toán.", f"2. {line}", closing)[1:] == [(line, units)]


def test_a_unit_that_charges_its_own_people_is_charged() -> None:
    assert assigned(ORGANISE, "1. Các đơn vị trực thuộc", "- Phân công lãnh đạo trực tiếp theo dõi.") == [
        ("Phân công lãnh đạo trực tiếp theo dõi.", ["Các đơn vị trực thuộc"])
    ]


def test_letters_under_a_name_with_its_verb() -> None:
    assert assigned(
        ORGANISE,
        "1. Bộ phận tổng hợp có trách nhiệm:",
        "a) Lập danh sách.",
        "2. Ban Tuyên giáo chủ trì:",
        "a) In tài liệu.",
    ) == [("Lập danh sách.", ["Bộ phận tổng hợp"]), ("In tài liệu.", ["Ban Tuyên giáo"])]


@pytest.mark.parametrize(
    "line",
    [
        "Nhiệm vụ cụ thể được phân công tại Phụ lục kèm theo Kế hoạch này./.",
        "Kế hoạch này phổ biến đến toàn thể viên chức.",
        "Nếu có vướng mắc, các đơn vị phản ánh về Sở để xem xét.",
        "Ghi chú: đơn vị gửi muộn bị trừ điểm.",
        "(Kèm theo danh sách các đơn vị)",
        "Kinh phí thực hiện lấy từ ngân sách.",
    ],
)
def test_closing_lines_charge_nobody(line: str) -> None:
    assert assigned(ORGANISE, "1. Văn phòng Sở", "- Lập dự toán chi tiết.", line) == [
        ("Lập dự toán chi tiết.", ["Văn phòng Sở"])
    ]


@pytest.mark.parametrize("title", ["II. CHỈ TIÊU PHẤN ĐẤU", "III. TIÊU CHUẨN XÉT TẶNG", "IV. ĐỐI TƯỢNG KHEN THƯỞNG"])
def test_goals_for_people_are_no_assignments(title: str) -> None:
    assert (
        assigned(title, "1. Đối với học sinh", "- Chuyên cần trên 99%.", "2. Đối với giáo viên", "- Dạy giỏi 80%.")
        == []
    )


def test_units_as_titles_make_a_section_of_assignments() -> None:
    assert assigned(
        "III. GIẢI PHÁP", "1. Phòng Nội vụ", "- Lập dự toán.", "2. Phòng Tư pháp", "- Rà soát văn bản."
    ) == [
        ("Lập dự toán.", ["Phòng Nội vụ"]),
        ("Rà soát văn bản.", ["Phòng Tư pháp"]),
    ]


def test_money_and_progress_without_a_subject_are_silent() -> None:
    assert assigned(
        ORGANISE, "1. Kinh phí", "- Chi từ nguồn thường xuyên.", "- Phòng Tài vụ lập dự toán gửi Giám đốc.",
        "2. Tiến độ", "- Thời gian thực hiện trong năm.",
    ) == [("Phòng Tài vụ lập dự toán gửi Giám đốc.", ["Phòng Tài vụ"])]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "line", "doubtful"),
    [
        (ORGANISE, "Tham mưu tổng kết.", False),
        (ORGANISE, "Hồ sơ đúng hạn: 95% trở lên.", True),
        (ORGANISE, "Phòng A gửi hồ sơ về Sở: bản in và bản mềm.", True),
        ("III. CÁC MẶT CÔNG TÁC", "Tham mưu tổng kết.", True),
        ("III. GIẢI PHÁP", "Tham mưu tổng kết.", False),
    ],
)
def test_doubt_says_why(title: str, line: str, doubtful: bool) -> None:
    reading = body(title, "1. Phòng Nội vụ", f"- {line}", "2. Phòng Tư pháp", "- Rà soát văn bản.")
    leaf = reading["evidence"]["prose_tasks"][0]["content"]
    assert (leaf["confidence"] < 0.75, bool(leaf["doubt"])) == (doubtful, doubtful)


def test_name_before_a_full_stop_is_charged_and_a_title_of_duties_names_nobody() -> None:
    found = body(
        "3. TRÁCH NHIỆM THỰC HIỆN",
        "3.1. Phòng Tài chính. Bố trí kinh phí khen thưởng theo dự toán.",
        "3.2. Rà soát tiêu chí chấm điểm của đơn vị.",
    )
    assert [task["assignee"] for task in found["prose_tasks"]] == [["Phòng Tài chính"], []]
