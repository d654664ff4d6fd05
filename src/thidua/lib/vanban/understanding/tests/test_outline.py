"""Which numbered lines are titles, and how they nest."""

from __future__ import annotations

from thidua.lib.vanban.understanding.tests.factories import body, reading_of


def headings(*lines: str) -> list[tuple[str, str, int]]:
    return [(item["label"], item["title"], item["level"]) for item in body(*lines)["headings"]]


def test_nesting_follows_the_document() -> None:
    assert headings(
        "Chương I", "QUY ĐỊNH CHUNG", "Mục 1. Mục đích", "A. PHẠM VI", "Toàn Sở.", "B. ĐỐI TƯỢNG", "Mọi người.",
        "Chương II", "TỔ CHỨC THỰC HIỆN", "1. Văn phòng", "1.1. Về tuyên truyền:", "- Mở chuyên mục trên trang tin.",
    ) == [
        ("Chương I", "QUY ĐỊNH CHUNG", 1),
        ("Mục 1", "Mục đích", 2),
        ("A", "PHẠM VI", 3),
        ("B", "ĐỐI TƯỢNG", 3),
        ("Chương II", "TỔ CHỨC THỰC HIỆN", 1),
        ("1", "Văn phòng", 2),
        ("1.1", "Về tuyên truyền", 3),
    ]  # fmt: skip


def test_bodies_set_apart_by_semicolons_are_a_title() -> None:
    assert headings(
        "I. TỔ CHỨC THỰC HIỆN", "1. Văn phòng Sở; Phòng Tài chính", "Cân đối kinh phí.",
        "2. Sở Nội vụ; theo dõi, đôn đốc các đơn vị thực hiện.",
    ) == [("I", "TỔ CHỨC THỰC HIỆN", 1), ("1", "Văn phòng Sở; Phòng Tài chính", 2)]  # fmt: skip


def test_sentences_of_a_list_are_no_titles() -> None:
    assert headings(
        "I. YÊU CẦU", "1. Thiết thực, hiệu quả.", "2. Công khai, dân chủ.", "3. Tiết kiệm, tránh hình thức."
    ) == [("I", "YÊU CẦU", 1)]


def test_letters_that_look_roman_go_on_their_list() -> None:
    lines = [f"{letter}. PHẦN {letter * 2}\nNội dung của phần này." for letter in "ABCD"]
    assert [label for label, _, _ in headings(*lines)] == ["A", "B", "C", "D"]


def test_issuer_and_bases_where_the_head_is_lost() -> None:
    found = reading_of(
        "KẾ HOẠCH\nThi đua năm 2024\n\n"
        "1. Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022;\n"
        "2. Căn cứ Điều lệ Công đoàn Việt Nam; Theo đề nghị của Văn phòng tại Tờ trình số 5/TTr-VP;\n"
        "Thực hiện Quyết định số 749/QĐ-TTg ngày 03/6/2020 và Kế hoạch số 12/KH-UBND ngày 31/02/2024, "
        "Công đoàn ngành Y tế xây dựng kế hoạch như sau:\n\nI. NỘI DUNG\nPhát động.\n"
    )
    assert found["issuer"] == "Công đoàn ngành Y tế"
    assert [(basis["number"], basis["date"]) for basis in found["legal_bases"]] == [
        ("06/2022/QH15", "2022-06-15"),
        (None, None),
        ("749/QĐ-TTg", "2020-06-03"),
        ("12/KH-UBND", None),
    ]
