from __future__ import annotations

import pytest

from thidua.lib.vanban.understanding.tests.factories import reading_of


def head(*lines: str) -> dict[str, object]:
    return reading_of("\n".join([*lines, "KẾ HOẠCH", "Công tác năm 2024", "", "I. NỘI DUNG", "Nội dung."]) + "\n")


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: 25 /KH-SXD", "25", "KH-SXD"),
        ("Số: /KH-UBND", None, "KH-UBND"),
        ("Số: ....../KH-UBND", None, "KH-UBND"),
        ("Số: 142/KH - LĐLĐ", "142", "KH-LĐLĐ"),
        ("Số 12-KH/ĐU", "12", "KH/ĐU"),
        ("Số   -KH/ĐU", None, "KH/ĐU"),
        ("Số: **77** /KH-BVĐK", "77", "KH-BVĐK"),
        ("Số: 5/KH-ĐHSP-TĐKT", "5", "KH-ĐHSP-TĐKT"),
    ],
)
def test_number_and_symbol(line: str, number: str | None, symbol: str) -> None:
    reading = head("SỞ XÂY DỰNG", line, "Hà Nam, ngày 05 tháng 01 năm 2024")
    assert (reading["number"], reading["symbol"]) == (number, symbol)


@pytest.mark.parametrize(
    ("line", "place", "year", "month", "day"),
    [
        ("Hà Nam, ngày 05 tháng 01 năm 2024", "Hà Nam", 2024, 1, 5),
        ("Bà Rịa - Vũng Tàu, ngày tháng 6 năm 2024", "Bà Rịa - Vũng Tàu", 2024, 6, None),
        ("TP. Hồ Chí Minh, ngày … tháng … năm 2024", "TP. Hồ Chí Minh", 2024, None, None),
        ("Đắk Lắk, ngày     tháng 11 năm 2024", "Đắk Lắk", 2024, 11, None),
    ],
)
def test_place_and_date(line: str, place: str, year: int, month: int | None, day: int | None) -> None:
    reading = head("SỞ XÂY DỰNG", "Số: 7/KH-SXD", line)
    assert (reading["place"], reading["date"]) == (place, {"year": year, "month": month, "day": day})


@pytest.mark.parametrize(
    ("lines", "parent", "issuer"),
    [
        (["UBND TỈNH A", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"], "UBND TỈNH A", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"),
        (["ỦY BAN NHÂN DÂN", "THÀNH PHỐ PHỦ LÝ"], None, "ỦY BAN NHÂN DÂN THÀNH PHỐ PHỦ LÝ"),
        (["SỞ Y TẾ HÀ NAM", "BỆNH VIỆN MẮT"], "SỞ Y TẾ HÀ NAM", "BỆNH VIỆN MẮT"),
        (["TỔNG LIÊN ĐOÀN", "LIÊN ĐOÀN LAO ĐỘNG TỈNH A"], "TỔNG LIÊN ĐOÀN", "LIÊN ĐOÀN LAO ĐỘNG TỈNH A"),
    ],
)  # fmt: skip
def test_bodies(lines: list[str], parent: str | None, issuer: str) -> None:
    reading = head(*lines, "Số: 7/KH-A", "Hà Nam, ngày 05 tháng 01 năm 2024")
    assert (reading["issuer_parent"], reading["issuer"]) == (parent, issuer)


def test_lost_letterhead_takes_the_body_that_issues() -> None:
    text = "Số: 9/KH-SNV\nHà Nam, ngày 02 tháng 3 năm 2024\nKẾ HOẠCH\nCông tác năm 2024\n\n"
    text += "Căn cứ Luật Thi đua, khen thưởng năm 2022; Sở Nội vụ tỉnh Hà Nam xây dựng kế hoạch như sau:\n\n"
    text += "I. NỘI DUNG\nA.\n"
    reading = reading_of(text)
    assert (reading["issuer_parent"], reading["issuer"]) == (None, "Sở Nội vụ tỉnh Hà Nam")
    assert reading["evidence"]["issuer"]["doubt"] is not None
    assert [basis["text"] for basis in reading["legal_bases"]] == ["Luật Thi đua, khen thưởng năm 2022"]


def test_letter_is_no_plan() -> None:
    reading = reading_of(
        "SỞ NỘI VỤ\nSố: 15/SNV-TĐKT\nV/v đăng ký\nHà Nam, ngày 02 tháng 3 năm 2024\n\nKính gửi: Các sở, ngành.\n"
    )
    assert reading["doc_type"] == "other"


def test_letter_is_titled_by_what_it_is_about() -> None:
    found = reading_of(
        "SỞ XÂY DỰNG\nSố: 41/SXD-VP\nV/v đăng ký danh hiệu thi đua\nnăm 2024\n\nHà Nam, ngày 04 tháng 3 năm 2024\n\n"
        "Kính gửi: Các phòng, đơn vị trực thuộc.\n\n1. Các phòng gửi đăng ký trước ngày 20/3/2024.\n"
    )
    assert (found["doc_type"], found["title"], found["issuer"]) == (
        "other",
        "V/v đăng ký danh hiệu thi đua năm 2024",
        "SỞ XÂY DỰNG",
    )
