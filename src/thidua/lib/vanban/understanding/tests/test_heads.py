"""Titles, annexes and openings in the shapes offices print, and how a reading says what it lacks."""

from __future__ import annotations

from typing import Any

import pytest

from thidua.lib.vanban.understanding import to_json, understand
from thidua.lib.vanban.understanding.tests.factories import reading_of
from thidua.lib.vanban.understanding.tests.test_groups import page, scanned

TOP = ["SỞ XÂY DỰNG", "Số: 7/KH-SXD", "Hà Nam, ngày 05 tháng 01 năm 2024"]
REST = ["", "I. NỘI DUNG", "Phát động phong trào."]


def titled(*lines: str, top: list[str] = TOP) -> dict[str, Any]:
    return reading_of("\n".join([*top, *lines, *REST]) + "\n")


@pytest.mark.parametrize(
    ("lines", "kind", "title"),
    [
        (["KẾ HOẠCH", "Thi đua năm 2024"], "plan", "Thi đua năm 2024"),
        (["KẾ HOẠCH Thi đua năm 2024"], "plan", "Thi đua năm 2024"),
        (["K Ế  H O Ạ C H", "Thi đua năm 2024"], "plan", "Thi đua năm 2024"),
        (["KẾ HOẠCH", "Tổ chức phong trào thi đua và", "khen thưởng năm 2024"], "plan",
         "Tổ chức phong trào thi đua và khen thưởng năm 2024"),
        (["KẾ HOẠCH", "TỔ CHỨC PHONG TRÀO THI ĐUA", "CHÀO MỪNG NGÀY QUỐC KHÁNH", "Căn cứ Luật Thi đua năm 2022;"],
         "plan", "TỔ CHỨC PHONG TRÀO THI ĐUA CHÀO MỪNG NGÀY QUỐC KHÁNH"),
        (["HƯỚNG DẪN", "Bình xét danh hiệu thi đua"], "guideline", "Bình xét danh hiệu thi đua"),
        (["THÔNG BÁO", "Lịch họp cụm thi đua"], "other", "Lịch họp cụm thi đua"),
        (["KẾ HOẠCH", "Căn cứ Luật Thi đua, khen thưởng năm 2022;"], "plan", None),
        (["KẾ HOẠCH", "Thi đua năm 2024", "(Kèm theo Quyết định số 5/QĐ-SXD", "ngày 05/01/2024 của Giám đốc Sở)"],
         "plan", "Thi đua năm 2024"),
    ],
)  # fmt: skip
def test_kind_and_title(lines: list[str], kind: str, title: str | None) -> None:
    reading = titled(*lines)
    assert (reading["doc_type"], reading["title"]) == (kind, title)


def test_decision_stops_at_the_authority_that_decides() -> None:
    reading = titled(
        "QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch thi đua năm 2024", "GIÁM ĐỐC SỞ XÂY DỰNG",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", "QUYẾT ĐỊNH:",
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch thi đua.", "", "KẾ HOẠCH", "Thi đua năm 2024",
        top=["SỞ XÂY DỰNG", "Số: 5/QĐ-SXD", "Hà Nam, ngày 05 tháng 01 năm 2024"],
    )  # fmt: skip
    assert (reading["doc_type"], reading["title"], reading["symbol"]) == (
        "decision_with_plan", "Về việc ban hành Kế hoạch thi đua năm 2024", "QĐ-SXD",
    )  # fmt: skip
    assert [(basis["text"], basis["date"]) for basis in reading["legal_bases"]] == [
        ("Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022", "2022-06-15")
    ]
    upper = titled(
        "QUYẾT ĐỊNH", "BAN HÀNH QUY CHẾ XÉT THI ĐUA", "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", "QUYẾT ĐỊNH:", "Điều 1. Ban hành quy chế.",
    )  # fmt: skip
    assert (upper["doc_type"], upper["title"]) == ("decision", "BAN HÀNH QUY CHẾ XÉT THI ĐUA")


@pytest.mark.parametrize(
    ("reference", "number", "symbol", "day", "issuer"),
    [
        ("(Kèm theo Kế hoạch số 15/KH-SXD ngày 05/01/2024 của Sở Xây dựng)", "15", "KH-SXD", (2024, 1, 5),
         "Sở Xây dựng"),
        ("(Ban hành kèm theo Quyết định số /QĐ-SXD ngày tháng 3 năm 2024 của Giám đốc Sở)", None, "QĐ-SXD",
         (2024, 3, None), "Giám đốc Sở"),
        ("(Kèm theo Kế hoạch này)", None, None, (None, None, None), None),
    ],
)  # fmt: skip
def test_annex_alone(
    reference: str, number: str | None, symbol: str | None, day: tuple[int | None, ...], issuer: str | None
) -> None:
    reading = reading_of(
        f"PHỤ LỤC 1: DANH MỤC NHIỆM VỤ\nTHI ĐUA NĂM 2024\n{reference}\n\n"
        "STT\tNội dung\tChủ trì\tThời gian\n1\tPhát động\tVăn phòng\tTháng 2/2024\n2\tTổng kết\tVăn phòng\tQuý IV\n"
    )
    assert (reading["doc_type"], reading["title"]) == ("plan", "DANH MỤC NHIỆM VỤ THI ĐUA NĂM 2024")
    assert (reading["number"], reading["symbol"], reading["issuer"]) == (number, symbol, issuer)
    assert tuple(reading["date"].values()) == day
    assert [task["end"] for task in reading["tasks"]] == ["2024-02-29", "2024-12-31"]


def test_number_and_date_under_the_title() -> None:
    reading = titled("KẾ HOẠCH", "Công tác thi đua", "Số: 9/KH-CĐ", "Phủ Lý, 12/02/2024", top=["CÔNG ĐOÀN SỞ"])
    assert (reading["number"], reading["symbol"], reading["place"]) == ("9", "KH-CĐ", "Phủ Lý")
    assert reading["date"] == {"year": 2024, "month": 2, "day": 12}


def test_number_and_date_on_broken_lines() -> None:
    top = ["SỞ XÂY DỰNG", "Số:", "/KH-SXD", "Hà Nam, ngày", "05 tháng 01 năm 2024"]
    reading = titled("KẾ HOẠCH", "Công tác thi đua", top=top)
    assert (reading["number"], reading["symbol"], reading["issuer"]) == (None, "KH-SXD", "SỞ XÂY DỰNG")
    assert reading["date"] == {"year": 2024, "month": 1, "day": 5}


def test_head_in_one_line_with_the_motto() -> None:
    top = [
        "UBND TỈNH HẢI SƠN   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ NỘI VỤ Số: 12/KH-SNV Hải Sơn, ngày 05 tháng 02 năm 2024",
    ]
    reading = titled("KẾ HOẠCH", "Công tác thi đua", top=top)
    assert (reading["issuer_parent"], reading["issuer"], reading["number"]) == ("UBND TỈNH HẢI SƠN", "SỞ NỘI VỤ", "12")
    assert reading["date"] == {"year": 2024, "month": 2, "day": 5}


def test_title_lost_the_symbol_tells_the_kind() -> None:
    reading = reading_of("\n".join([*TOP, "Căn cứ Luật Thi đua, khen thưởng năm 2022;", *REST]) + "\n")
    assert (reading["doc_type"], reading["title"], reading["issuer"]) == ("plan", None, "SỞ XÂY DỰNG")
    assert reading["evidence"]["doc_type"]["doubt"] == "Không thấy tên loại văn bản, suy từ ký hiệu."
    letter = reading_of("\n".join([TOP[0], "Số: 7/BC-SXD", TOP[2], *REST]) + "\n")
    assert letter["doc_type"] == "other"


@pytest.mark.parametrize(
    ("title", "lines", "year"),
    [
        ("Thi đua năm học 2024 - 2025", [], 2024),
        ("Thi đua giai đoạn 2023 - 2027", [], 2023),
        ("Thi đua", ["Trong năm 2025 và 2024, riêng năm 2025 có hai đợt."], 2025),
        ("Thi đua", [], None),
    ],
)
def test_year_of_the_plan_where_the_date_is_lost(title: str, lines: list[str], year: int | None) -> None:
    reading = reading_of("\n".join(["KẾ HOẠCH", title, "", "I. NỘI DUNG", *lines, "Phát động phong trào."]) + "\n")
    assert reading["document"]["plan_year"] == year


def test_layout_tables_of_html_are_head_and_foot() -> None:
    reading = page(
        "<p>Phát động phong trào thi đua.</p><p>Dòng một<br>dòng hai</p>",
        "<table border=1><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</td>"
        "<td><b>KT. GIÁM ĐỐC<br>PHÓ GIÁM ĐỐC</b><br>Trần Văn Nam</td></tr></table>",
    )
    assert reading["recipients"] == ["Như trên", "Lưu: VT"]
    assert reading["signer"] == {"on_behalf": "KT. GIÁM ĐỐC", "position": "PHÓ GIÁM ĐỐC", "name": "Trần Văn Nam"}


def test_opening_cites_each_document_once() -> None:
    reading = titled(
        "KẾ HOẠCH", "Thi đua năm 2024", "",
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ; Thông tư số 1/2024/TT-BNV "
        "ngày 24-02-2024;", "Căn cứ khoản 2 Điều 5 Hiến pháp năm 2013;",
        "Thực hiện Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ;",
        "Căn cứ Chương trình công tác trọng tâm của Sở năm 2024;",
        "Theo đề nghị của Chánh Văn phòng tại Tờ trình số 3/TTr-VP ngày 02/01/2024;",
        "Giám đốc Sở Xây dựng ban hành Kế hoạch như sau:",
    )  # fmt: skip
    assert [(basis["number"], basis["date"]) for basis in reading["legal_bases"]] == [
        ("98/2023/NĐ-CP", "2023-12-31"),
        ("1/2024/TT-BNV", "2024-02-24"),
        (None, None),
        (None, None),
    ]
    assert [basis["text"] for basis in reading["legal_bases"]][2:] == [
        "Hiến pháp năm 2013", "Chương trình công tác trọng tâm của Sở năm 2024",
    ]  # fmt: skip


def test_second_roman_one_of_a_scan_is_the_next() -> None:
    document = scanned("\n".join([*TOP, "KẾ HOẠCH", "Thi đua", "", "I. MỤC ĐÍCH", "Nêu gương.", "I. YÊU CẦU", "Rõ."]))
    reading = to_json(understand(document), document)
    assert [(one["label"], one["title"]) for one in reading["headings"]] == [("I", "MỤC ĐÍCH"), ("II", "YÊU CẦU")]
    assert reading["evidence"]["headings"][1]["title"]["doubt"] is not None
