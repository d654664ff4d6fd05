"""The engine: fonts, standards, sameness, and where signatures show."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from thidua.lib.vanban.form import measures
from thidua.lib.vanban.official import CopyForm, CopyMark, Signature
from thidua.lib.vanban.writing.pdf import FontsMissing, Place, typeset, write_pdf
from thidua.lib.vanban.writing.pdf.tests.papers import PLAN, SENTENCE, lines_of, pages_of, plan, text, words_of

POINT = 25.4 / 72


def told(tool: str, *options: Path | str) -> str:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} (poppler-utils) is not installed")
    return subprocess.run([tool, *map(str, options)], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(write_pdf(plan(text("Đỗ Hữu Thưởng: ễ ữ ợ Đ ₫ ằ ỷ ỗ ẵ"), text(SENTENCE))))
    return path


def test_only_tinos_is_embedded_and_draws_vietnamese(pdf: Path) -> None:
    fonts = {char["fontname"].split("+")[1] for page in pages_of(pdf.read_bytes()) for char in page.chars}
    assert fonts == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    assert "Đỗ Hữu Thưởng: ễ ữ ợ Đ ₫ ằ ỷ ỗ ẵ" in words_of(pdf.read_bytes())


def test_poppler_sees_embedded_fonts_and_the_same_text(pdf: Path) -> None:
    lines = told("pdffonts", pdf).splitlines()[2:]
    assert {line.split()[0].split("+")[1] for line in lines} == {
        "Tinos-Regular",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-BoldItalic",
    }
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)  # embedded, a subset, with Unicode
    assert "Đỗ Hữu Thưởng: ễ ữ ợ Đ ₫ ằ ỷ ỗ ẵ" in told("pdftotext", pdf, "-")


def test_file_says_what_it_is(pdf: Path) -> None:
    content = pdf.read_bytes()
    for mark in (
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfaid:conformance>A</pdfaid:conformance>",
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/Lang(vi-VN)",
        b"/MarkInfo",
        "Kế hoạch Tổ chức các phong trào thi đua yêu nước năm 2026".encode(),
    ):
        assert mark in content
    shown = told("pdfinfo", pdf)
    assert "Tagged:          yes" in shown
    assert "Title:           Kế hoạch Tổ chức các phong trào thi đua yêu nước năm 2026" in shown
    assert "595.276 x 841.89 pts (A4)" in shown


def test_same_paper_gives_the_same_bytes() -> None:
    assert write_pdf(plan(text(SENTENCE))) == write_pdf(plan(text(SENTENCE)))


def test_date_of_the_file_is_the_day_of_issue() -> None:
    assert b"/CreationDate(D:20260104170000Z" in write_pdf(PLAN)
    assert b"/CreationDate(D:19700101000000Z" in write_pdf(replace(PLAN, issued_on=None, number=None))


def test_combining_marks_are_composed() -> None:
    decomposed = "Nguye\u0302\u0303n Hu\u031b\u0303u"
    assert "Nguyễn Hữu" in words_of(write_pdf(plan(text(decomposed))))


def test_missing_fonts_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FontsMissing, match="Tinos"):
        write_pdf(PLAN, fonts=tmp_path)
    monkeypatch.setenv("THIDUA_FONTS", str(tmp_path))
    write_pdf(PLAN)  # falls back on what the build made


def test_letters_no_font_has_are_marked() -> None:
    found = typeset(plan(text("Giải 🏆 và 漢字, đạt ≥ 90 % → xong ☐")))
    assert found.replaced == "字漢🏆"
    assert "Giải □ và □□, đạt ≥ 90 % → xong ☐" in words_of(found.pdf)


def test_unseen_characters_are_left_out() -> None:
    assert "thi đua" in words_of(write_pdf(plan(text("thi\x00\ufeff\u200b\u202e đua\x07"))))


def test_threads_share_the_engine() -> None:
    papers = [plan(text(f"Đoạn số {number}. {SENTENCE}")) for number in range(12)]
    expected = [write_pdf(paper) for paper in papers]
    found: dict[int, bytes] = {}

    def write(number: int) -> None:
        found[number] = write_pdf(papers[number])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(12)] == expected


# Where signatures show


def test_signature_stands_between_position_and_name() -> None:
    found = typeset(plan(text(SENTENCE)))
    assert found.page_count == 1
    place, seal = found.signature, found.seal
    assert place is not None
    assert seal is not None
    assert (place.page, seal.page) == (1, 1)
    page = pages_of(found.pdf)[0]
    lines = {line["text"]: line for line in page.extract_text_lines()}
    name = next(line for key, line in lines.items() if key.endswith("Nguyễn Văn Ước"))
    office = next(char for char in page.chars if char["text"] == "P" and char["size"] == 14)
    height = float(page.height)
    assert height - place.top >= office["bottom"] - 4
    assert height - place.bottom <= name["top"] + 1
    middle = (place.left + place.right) / 2
    words = [word for word in page.extract_words() if word["text"] in ("Nguyễn", "Ước")]
    assert middle == pytest.approx((words[0]["x0"] + words[-1]["x1"]) / 2, abs=1)


def test_seal_has_its_true_size_over_a_third_of_the_signature() -> None:
    found = typeset(plan(text(SENTENCE)))
    place, seal = found.signature, found.seal
    assert place is not None
    assert seal is not None
    diameter = measures().digital_signature.stamp_diameter_mm
    assert (seal.right - seal.left) * POINT == pytest.approx(diameter)
    assert (seal.top - seal.bottom) * POINT == pytest.approx(diameter)
    assert (seal.right - place.left) / (place.right - place.left) == pytest.approx(1 / 3, abs=0.001)
    assert (seal.top + seal.bottom) / 2 == pytest.approx((place.top + place.bottom) / 2)


def test_corner_is_free() -> None:
    found = typeset(plan(text(SENTENCE)))
    page = pages_of(found.pdf)[0]
    top, bottom = float(page.height) - found.corner.top, float(page.height) - found.corner.bottom
    assert (found.corner.page, found.corner.right * POINT) == (1, pytest.approx(190))
    assert [char for char in page.chars if char["top"] < bottom and char["bottom"] > top] == []


def test_minutes_have_two_places_and_an_unsigned_paper_none() -> None:
    signers = (Signature("THƯ KÝ", "Trần Thị Bưởi"), Signature("CHỦ TỌA", "Nguyễn Văn Ước"))
    found = typeset(plan(text(SENTENCE), type_key="bien-ban", signatures=signers))
    assert len(found.signatures) == len(found.seals) == 2
    assert found.signatures[0].right < found.signatures[1].left
    unsigned = typeset(plan(text(SENTENCE), signatures=()))
    assert (unsigned.signature, unsigned.seal, unsigned.signatures) == (None, None, ())


def test_places_follow_the_page_of_the_signature() -> None:
    found = typeset(plan(*(text(SENTENCE) for _ in range(30))))
    assert found.page_count > 1
    assert isinstance(found.signature, Place)
    assert found.signature.page == found.page_count
    assert found.signature.box[3] < 842


def test_copy_has_places_of_its_own() -> None:
    copy = CopyMark(CopyForm.WHOLE, "VĂN PHÒNG", "SY-VP", Signature("CHÁNH VĂN PHÒNG", "Lê Văn Cường"), number=3)
    found = typeset(plan(text(SENTENCE), copy=replace(copy, place="Hải Sơn", issued_on=date(2026, 2, 3))))
    assert len(found.signatures) == 1
    assert found.signature is not None
    assert found.copy_signature is not None
    assert found.copy_seal is not None
    assert found.copy_signature.top < found.signature.bottom
    assert "SAO Y" in " ".join(lines_of(found.pdf)[0])
