"""The lines the form prints."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.lib.vanban.form import wording
from thidua.lib.vanban.official import Capacity, CopyForm, Signature


@pytest.mark.parametrize(
    ("number", "line"),
    [(5, "Số: 05/KH-SNV"), (10, "Số: 10/KH-SNV"), (123, "Số: 123/KH-SNV"), (None, "Số:         /KH-SNV")],
)
def test_number_line(number: int | None, line: str) -> None:
    assert wording.number_line(number, "KH-SNV") == line


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_zeros_of_dates(day: date, words: str) -> None:
    assert wording.place_and_date("Hà Nội", day) == f"Hà Nội, {words}"


def test_blank_dates() -> None:
    assert wording.place_and_date("Hà Nội", None) == "Hà Nội, ngày       tháng       năm      "
    assert wording.place_and_date("", None, year=2026) == "……, ngày       tháng       năm 2026"
    assert wording.date_in_words(None, year=2026, month=2) == "ngày       tháng 02 năm 2026"


def test_lists_close_with_a_stop() -> None:
    assert wording.legal_basis_lines(("Căn cứ A", "Căn cứ B")) == ("Căn cứ A;", "Căn cứ B.")
    assert wording.recipient_lines(("Như trên", "Lưu: VT")) == ("- Như trên;", "- Lưu: VT.")
    assert wording.recipient_lines(()) == ()


def test_addressees() -> None:
    assert wording.addressee_lines(("Bộ Nội vụ",)) == ("Bộ Nội vụ",)
    assert wording.addressee_lines(("Bộ Nội vụ", "Bộ Tài chính")) == ("- Bộ Nội vụ;", "- Bộ Tài chính.")
    assert wording.telegram_line("CHỦ TỊCH TỈNH") == "CHỦ TỊCH TỈNH điện:"


def test_annexes() -> None:
    assert (wording.annex_line(""), wording.annex_line("II")) == ("Phụ lục", "Phụ lục II")
    known = {"number": 5, "symbol": "KH-SNV", "issued_on": date(2026, 1, 5), "issuer": "Sở Nội vụ"}
    assert wording.annex_reference("Kế hoạch", **known) == (
        "(Kèm theo Kế hoạch số 05/KH-SNV ngày 05 tháng 01 năm 2026 của Sở Nội vụ)"
    )
    assert wording.annex_reference("Kế hoạch", **known, blank=True) == (
        "(Kèm theo Kế hoạch số …/KH-SNV ngày … tháng … năm … của Sở Nội vụ)"
    )


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        (Signature("GIÁM ĐỐC", "Nguyễn Văn A"), ("GIÁM ĐỐC",)),
        (Signature("GIÁM ĐỐC", "Nguyễn Văn A", Capacity.ACTING), ("Q. GIÁM ĐỐC",)),
        (Signature("Phó Giám đốc", "A", Capacity.DEPUTY, "Giám đốc"), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (Signature("CHỦ TỊCH", "A", Capacity.COLLECTIVE, "ỦY BAN NHÂN DÂN"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (
            Signature("PHÓ CHỦ TỊCH", "A", Capacity.COLLECTIVE, "ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
    ],
)
def test_signature_lines(signature: Signature, lines: tuple[str, ...]) -> None:
    assert wording.signature_lines(signature) == lines


@pytest.mark.parametrize(
    ("type_key", "unit", "symbol"),
    [("ke-hoach", "", "KH-SNV"), ("ke-hoach", "VP", "KH-SNV"), ("cong-van", "VP", "SNV-VP"), ("thu-cong", "", "SNV")],
)
def test_symbols(type_key: str, unit: str, symbol: str) -> None:
    assert wording.symbol_of(type_key, agency="SNV", unit=unit) == symbol


def test_symbol_of_a_copy() -> None:
    assert wording.copy_symbol(CopyForm.EXTRACT, agency="SNV") == "TrS-SNV"


def test_letters_of_points() -> None:
    assert [wording.point_label(place) for place in range(1, 8)] == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]


@pytest.mark.parametrize(
    ("text", "printed", "read"),
    [("thi hành.", "thi hành./.", "thi hành."), ("thi hành", "thi hành./.", "thi hành."), ("gồm:", "gồm:./.", "gồm:")],
)
def test_end_mark(text: str, printed: str, read: str) -> None:
    assert wording.with_end_mark(text) == printed
    assert wording.without_end_mark(printed) == read


def test_text_without_end_mark_is_left_alone() -> None:
    assert wording.without_end_mark("thi hành.") == "thi hành."
