"""Lines joined to paragraphs, heads and feet of pages, letterheads of attached papers."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.understanding.tests.factories import body, reading_of


def test_part_alone_on_its_line_takes_the_title_under_it() -> None:
    found = body("Phần I", "MỤC ĐÍCH", "", "Phần II", "", "**Nội dung thi đua**", "1. Phát động", "Làm ngay.")
    assert [(item["label"], item["title"], item["level"]) for item in found["headings"]] == [
        ("Phần I", "MỤC ĐÍCH", 1),
        ("Phần II", "Nội dung thi đua", 1),
        ("1", "Phát động", 2),
    ]


def test_blank_lines_alone_part_paragraphs() -> None:
    found = body(
        "I. MỤC ĐÍCH,", "YÊU CẦU", "",
        "Nâng cao nhận", "thức của đoàn viên về", "thi đua.", "",
        "II. TỔ CHỨC", "THỰC HIỆN", "",
        "1. Phòng Tổ chức", "cán bộ", "",
        "- Tổng kết giai đoạn 2021", "- 2024 và báo cáo Giám đốc trong quý", "IV/2024.", "",
        "2. Báo Hà", "Nam mở chuyên mục", "người tốt việc tốt", "hằng tuần.", "",
    )  # fmt: skip
    assert [item["title"] for item in found["headings"]] == [
        "MỤC ĐÍCH, YÊU CẦU",
        "TỔ CHỨC THỰC HIỆN",
        "Phòng Tổ chức cán bộ",
    ]
    assert [(task["content"], task["assignee"]) for task in found["prose_tasks"]] == [
        ("Tổng kết giai đoạn 2021 - 2024 và báo cáo Giám đốc trong quý IV/2024.", ["Phòng Tổ chức cán bộ"]),
        ("Báo Hà Nam mở chuyên mục người tốt việc tốt hằng tuần.", ["Báo Hà Nam"]),
    ]


def test_feet_of_pages_are_no_text() -> None:
    rows = ["STT\tNội dung\tChủ trì\tThời gian"]
    rows += ["1\tPhát động\tVăn phòng\tTháng 2", "2\tKiểm tra\tPhòng Nội vụ\tTháng 6", ""]
    rows += ["Sở Xây dựng tỉnh Hà Nam                         1", "", "3\tTổng kết\tVăn phòng\tTháng 12", ""]
    found = body("I. NỘI DUNG", "", *rows, "II. TỔ CHỨC THỰC HIỆN", "1. Văn phòng", "- Theo dõi việc thực hiện.", "",
                 "Sở Xây dựng tỉnh Hà Nam                         2")  # fmt: skip
    assert [task["no"] for task in found["tasks"]] == ["1", "2", "3"]
    assert [task["content"] for task in found["prose_tasks"]] == ["Theo dõi việc thực hiện."]


def test_line_at_every_page_break_is_furniture() -> None:
    pages = [f"- Việc thứ {word} của Văn phòng Sở.\nKế hoạch thi đua 2024\n\f" for word in ("nhất", "hai", "ba", "tư")]
    found = body("I. TỔ CHỨC THỰC HIỆN", "1. Văn phòng", "".join(pages))
    assert [task["content"] for task in found["prose_tasks"]] == [
        f"Việc thứ {word} của Văn phòng Sở." for word in ("nhất", "hai", "ba", "tư")
    ]


DECISION = """SỞ XÂY DỰNG
Số: 9/QĐ-SXD
Hà Nam, ngày 05 tháng 01 năm 2024
QUYẾT ĐỊNH
Ban hành Kế hoạch thi đua năm 2024

GIÁM ĐỐC SỞ XÂY DỰNG

Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022 được sửa đổi bởi Luật số 97/2025/QH15;
Căn cứ khoản 2 Điều 5 Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch thi đua năm 2024.

Nơi nhận:
- Như Điều 1;
- Lưu: VT.

TM. BAN GIÁM
ĐỐC
GIÁM ĐỐC

Trần Văn Nam

UBND TỈNH HÀ NAM
SỞ XÂY DỰNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

KẾ HOẠCH
Thi đua năm 2024

I. NỘI DUNG
Phát động phong trào.
"""


def test_letterhead_of_the_attached_plan_is_no_recipient() -> None:
    found = reading_of(DECISION)
    assert found["doc_type"] == "decision_with_plan"
    assert found["recipients"] == ["Như Điều 1", "Lưu: VT"]
    assert found["signer"] == {"on_behalf": "TM. BAN GIÁM ĐỐC", "position": "GIÁM ĐỐC", "name": "Trần Văn Nam"}
    assert found["unread"] == []


def test_documents_cited_by_article_and_by_amendment() -> None:
    assert [basis["number"] for basis in reading_of(DECISION)["legal_bases"]] == [
        None,
        "97/2025/QH15",
        "98/2023/NĐ-CP",
    ]


@pytest.mark.parametrize(
    "title", ["1. Cơ sở vật chất hiện tại", "1. Chuyển đổi số", "1. Việc làm hằng năm", "1. Biểu mẫu kèm theo"]
)
def test_titles_that_end_in_a_word_left_hanging_elsewhere(title: str) -> None:
    headings = body(
        "I. NỘI DUNG", title, "Nhà trường có ba dãy nhà cho việc dạy và học.", "2. Tổ chức lớp", "Mỗi khối hai lớp."
    )
    assert title[3:] in [heading["title"] for heading in headings["headings"]]
