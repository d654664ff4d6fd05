"""What stands where on the pages, in the measures of the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from thidua.lib.vanban.form import measures, types
from thidua.lib.vanban.official import (
    Annex,
    Capacity,
    Circulation,
    CopyForm,
    CopyMark,
    Level,
    OfficialDocument,
    Passage,
    Secrecy,
    Signature,
    Urgency,
)
from thidua.lib.vanban.writing.pdf import typeset, write_pdf
from thidua.lib.vanban.writing.pdf.content import content_of
from thidua.lib.vanban.writing.pdf.tests.papers import PLAN, SENTENCE, group, lines_of, pages_of, plan, row, sheet, text

MM = 72 / 25.4
HEAD = row("STT", "Nội dung công việc", "Chủ trì", is_header=True)


def line_of(page: Any, words: str) -> dict[str, Any]:
    return next(line for line in page.extract_text_lines() if words in line["text"])


def test_page_and_margins() -> None:
    page = pages_of(write_pdf(plan(*(text(SENTENCE) for _ in range(12)))))[1]
    assert (float(page.width), float(page.height)) == (
        pytest.approx(210 * MM, abs=0.1),
        pytest.approx(297 * MM, abs=0.1),
    )
    lines = [line for line in page.extract_text_lines() if line["text"] != "2"]
    long = [line for line in lines if line["x1"] - line["x0"] > 130 * MM]
    assert min(line["x0"] for line in long) == pytest.approx(35 * MM, abs=1)
    assert {round(line["x1"]) for line in long[:-1]} == {round(190 * MM)}  # justified
    assert lines[0]["top"] >= 25 * MM - 1


def test_sizes_of_elements() -> None:
    page = pages_of(write_pdf(plan(text(SENTENCE))))[0]
    for words, key in (
        ("CỘNG HÒA", "national-title"),
        ("Độc lập", "motto"),
        ("05/KH-SNV", "number"),
        ("KẾ HOẠCH", "type-name"),
        ("Tổ chức các phong trào", "abstract"),
        ("Các phòng chuyên môn", "text"),
    ):
        sizes = {char["size"] for char in line_of(page, words)["chars"] if char["text"] in "CĐ0KTp"}
        assert measures().elements[key].size in sizes


def test_indent_and_space_between_paragraphs() -> None:
    page = pages_of(write_pdf(plan(text(SENTENCE), text(SENTENCE))))[0]
    lines = page.extract_text_lines()
    first = [line for line in lines if line["text"].startswith("Các phòng")]
    assert [line["x0"] for line in first] == [pytest.approx((35 + 12.7) * MM, abs=1)] * 2
    pitch = lines[lines.index(first[0]) + 1]["top"] - first[0]["top"]
    above = lines[lines.index(first[1]) - 1]
    assert pitch == pytest.approx(14 * 1.149, abs=0.2)
    assert first[1]["top"] - above["top"] == pytest.approx(pitch + 6, abs=0.2)


def test_number_and_date_stand_on_one_line_with_their_zeros() -> None:
    assert any(
        "Số: 05/KH-SNV" in line and "Hải Sơn, ngày 05 tháng 01 năm 2026" in line
        for line in lines_of(write_pdf(PLAN))[0]
    )


def test_rules_are_drawn_in_their_lengths() -> None:
    page = pages_of(write_pdf(plan(text(SENTENCE))))[0]
    lengths = sorted(line["x1"] - line["x0"] for line in page.lines)
    motto, issuer, abstract = line_of(page, "Độc lập"), line_of(page, "SỞ NỘI VỤ"), line_of(page, "Tổ chức các")
    words = [char for char in motto["chars"] if char["x0"] > 105 * MM]
    names = [char for char in issuer["chars"] if char["x1"] < 105 * MM]
    rules = measures().rules
    assert lengths == [
        pytest.approx((names[-1]["x1"] - names[0]["x0"]) * rules["issuer"].chosen, abs=1),
        pytest.approx((abstract["x1"] - abstract["x0"]) * rules["abstract"].chosen, abs=1),
        pytest.approx((words[-1]["x1"] - words[0]["x0"]) * rules["motto"].chosen, abs=1),
    ]


def test_pages_are_numbered_from_the_second_at_the_top() -> None:
    pages = pages_of(write_pdf(plan(*(text(SENTENCE) for _ in range(24)))))
    firsts = [page.extract_text_lines()[0] for page in pages]
    assert [line["text"] for line in firsts[1:]] == ["2", "3"]
    assert firsts[0]["text"] != "1"
    for line in firsts[1:]:
        assert line["bottom"] < 25 * MM
        assert (line["x0"] + line["x1"]) / 2 == pytest.approx((35 + 190) / 2 * MM, abs=1)


def test_annexes_have_their_own_numbers() -> None:
    annexes = (
        Annex("DANH MỤC", "I", "(Kèm theo Kế hoạch số 05/KH-SNV)", tuple(text(SENTENCE) for _ in range(12))),
        Annex("BIỂU MẪU", "II", body=(text(SENTENCE),)),
    )
    pages = lines_of(write_pdf(plan(text(SENTENCE), attachments=annexes)))
    assert [page[0] for page in pages] == [pages[0][0], "Phụ lục I", "2", "Phụ lục II"]
    assert pages[1][1:3] == ["DANH MỤC", "(Kèm theo Kế hoạch số 05/KH-SNV)"]


def test_wide_tables_lie_on_turned_pages_and_text_goes_on_upright() -> None:
    wide = sheet(HEAD, *(row(str(number), SENTENCE, "Văn phòng Sở") for number in range(6)), is_wide=True)
    heading = Passage(Level.HEADING, "II.", "NỘI DUNG")
    pages = pages_of(write_pdf(plan(text(SENTENCE), heading, wide, text("Tổ chức thực hiện."))))
    turned = [page.width > page.height for page in pages]
    assert turned == [False, True, False]
    assert "II. NỘI DUNG" in pages[1].extract_text()
    assert [page.extract_text_lines()[0]["text"] for page in pages[1:]] == ["2", "3"]
    assert max(edge["x1"] for edge in (*pages[1].lines, *pages[1].rects)) == pytest.approx((297 - 15) * MM, abs=2)


def test_signature_after_a_wide_table_stays_on_its_page() -> None:
    wide = sheet(HEAD, row("1", SENTENCE, "Văn phòng Sở"), is_wide=True)
    pages = lines_of(write_pdf(plan(wide)))
    assert len(pages) == 1


def test_header_repeats_and_groups_stay_with_their_rows() -> None:
    rows = [group(f"QUÝ {number}", 3) if number % 9 == 0 else row(str(number), SENTENCE, "VP") for number in range(60)]
    pages = lines_of(write_pdf(plan(sheet(HEAD, *rows))))
    assert len(pages) > 5
    for number, lines in enumerate(pages):
        body = lines[1:] if number else lines
        if any("Các phòng chuyên môn" in line for line in lines):
            assert sum(line.startswith("STT") for line in body) == 1
        assert not lines[-1].startswith("QUÝ")


@pytest.mark.parametrize("count", range(13, 20))
@pytest.mark.parametrize("long", [1, 3])
def test_signature_is_never_alone(count: int, long: int) -> None:
    """Of every length of text, the page of the signature holds at least two lines of it."""
    paper = plan(*(text(f"{SENTENCE} {SENTENCE[: 20 * count]}") for _ in range(count // 2)), text(SENTENCE * long))
    found = typeset(replace(paper, recipients=()))
    page = lines_of(found.pdf)[-1]
    above = page[: next(place for place, line in enumerate(page) if "KT. GIÁM ĐỐC" in line)]
    if found.page_count > 1:
        above = above[1:]
    assert len(above) >= 2
    assert above[-1].endswith("./.")


def test_signature_takes_rows_of_a_table_along() -> None:
    for count in range(14, 34):
        pages = lines_of(write_pdf(plan(sheet(HEAD, *(row(str(number), "Việc", "VP") for number in range(count))))))
        last = pages[-1]
        above = last[: next(place for place, line in enumerate(last) if "KT. GIÁM ĐỐC" in line)]
        assert f"{count - 1} Việc VP" in above
        assert f"{count - 2} Việc VP" in above


def test_signature_takes_two_short_paragraphs_along() -> None:
    for count in range(20, 44):
        pages = lines_of(write_pdf(plan(*(text(f"Dòng thứ {number}.") for number in range(count)))))
        last = pages[-1]
        above = last[: next(place for place, line in enumerate(last) if "KT. GIÁM ĐỐC" in line)]
        assert above[-2:] == [f"Dòng thứ {count - 2}.", f"Dòng thứ {count - 1}./."]


def test_closing_of_a_lone_heading() -> None:
    pages = lines_of(write_pdf(plan(*(text(SENTENCE) for _ in range(7)), Passage(Level.HEADING, "I.", "NỘI DUNG"))))
    last = pages[-1]
    assert "I. NỘI DUNG" in last
    assert last.index("I. NỘI DUNG") < next(place for place, line in enumerate(last) if "KT. GIÁM ĐỐC" in line)


def test_stamps_have_their_size_and_are_red() -> None:
    paper = plan(
        text(SENTENCE), secrecy=Secrecy.MOST_CLASSIFIED, urgency=Urgency.IMMEDIATE, circulation=Circulation.RETURN
    )
    page = pages_of(write_pdf(paper))[0]
    boxes = {
        (round((rect["x1"] - rect["x0"]) / MM), round((rect["bottom"] - rect["top"]) / MM))
        for rect in (*page.rects, *page.curves)
        if rect["stroking_color"] not in (None, (0,), 0, (0, 0, 0))
    }
    stamps = measures().stamps
    assert boxes == {
        (round(stamps[mark].width_mm), round(stamps[mark].height_mm))
        for mark in (Secrecy.MOST_CLASSIFIED, Urgency.IMMEDIATE, Circulation.RETURN)
    }
    word = line_of(page, "HỎA TỐC")["chars"]
    assert {char["non_stroking_color"] for char in word if char["text"] in "ỎT"} == {(1, 0, 0)}


def test_letter_has_its_abstract_under_the_number() -> None:
    letter = plan(text(SENTENCE), type_key="cong-van", symbol="SNV-VP", title="báo cáo kết quả")
    one = lines_of(write_pdf(replace(letter, addressees=("UBND tỉnh",))))[0]
    assert "V/v báo cáo kết quả" in one
    assert "Kính gửi: UBND tỉnh" in one
    several = pages_of(write_pdf(replace(letter, addressees=("UBND tỉnh", "Sở Tài chính"))))[0]
    word, first = line_of(several, "Kính gửi:"), line_of(several, "- UBND tỉnh;")
    assert word["chars"][-1]["text"] == ":"
    assert first["x0"] == pytest.approx(word["chars"][-1]["x0"], abs=1)
    assert line_of(several, "- Sở Tài chính.")["x0"] == pytest.approx(first["x0"], abs=0.1)


def test_telegram_names_who_sends_it() -> None:
    paper = plan(text(SENTENCE), type_key="cong-dien", authority_line="Giám đốc Sở Nội vụ", addressees=("Các phòng",))
    lines = lines_of(write_pdf(paper))[0]
    assert lines[lines.index("GIÁM ĐỐC SỞ NỘI VỤ điện:") + 1] == "- Các phòng."


def test_contact_stands_at_the_foot_of_the_first_page() -> None:
    pages = pages_of(write_pdf(plan(*(text(SENTENCE) for _ in range(12)), contact=("Địa chỉ: 12 Trần Phú",))))
    line = line_of(pages[0], "Địa chỉ: 12 Trần Phú")
    assert line["bottom"] == pytest.approx((297 - 20) * MM, abs=4)
    rule = max(pages[0].lines, key=lambda each: each["x1"] - each["x0"])
    assert rule["x1"] - rule["x0"] == pytest.approx(155 * MM, abs=1)
    assert "Địa chỉ" not in pages[1].extract_text()


def test_promulgated_document_has_its_own_letterhead() -> None:
    rules = OfficialDocument(
        "quy-che",
        "SỞ NỘI VỤ",
        "Xét tặng danh hiệu",
        reference="(Kèm theo Quyết định số 05/QĐ-SNV)",
        body=(text("Một."),),
    )
    pages = lines_of(write_pdf(plan(text(SENTENCE), type_key="quyet-dinh", attachments=(rules,))))
    assert len(pages) == 2
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[1][0]
    assert not any("Số:" in line for line in pages[1])
    at = pages[1].index("QUY CHẾ")
    assert pages[1][at + 1 : at + 3] == ["Xét tặng danh hiệu", "(Kèm theo Quyết định số 05/QĐ-SNV)"]


def test_copy_stands_under_a_rule() -> None:
    copy = CopyMark(
        CopyForm.EXTRACT, "VĂN PHÒNG", "TrS-VP", Signature("CHÁNH VĂN PHÒNG", "Lê Văn Cường"), "SỞ NỘI VỤ", 3,
        "Hải Sơn", date(2026, 2, 3), ("Như trên", "Lưu: VT"),
    )  # fmt: skip
    lines = lines_of(write_pdf(plan(text(SENTENCE), copy=copy)))[0]
    below = lines[next(place for place, line in enumerate(lines) if "TRÍCH SAO" in line) :]
    assert any("Số: 03/TrS-VP" in line and "Hải Sơn, ngày 03 tháng 02 năm 2026" in line for line in below)
    assert any("Lê Văn Cường" in line for line in below)


def test_copy_stays_on_one_page() -> None:
    copy = CopyMark(CopyForm.WHOLE, "VĂN PHÒNG", "SY-VP", Signature("CHÁNH VĂN PHÒNG", "Lê Văn Cường"), number=3)
    for count in range(9, 22):
        pages = pages_of(write_pdf(plan(*(text(f"{SENTENCE[:150]}.") for _ in range(count)), copy=copy)))
        page = next(each for each in pages if "SAO Y" in each.extract_text())
        assert "Lê Văn Cường" in page.extract_text()
        assert max(line["x1"] - line["x0"] for line in page.lines) == pytest.approx(155 * MM, abs=1)


def test_lines_of_an_issuer_keep_names_whole() -> None:
    lines = lines_of(write_pdf(plan(text(SENTENCE), parent="ỦY BAN NHÂN DÂN TỈNH HẢI SƠN")))[0]
    assert lines[0].startswith("ỦY BAN NHÂN DÂN CỘNG HÒA")
    assert lines[1].startswith("TỈNH HẢI SƠN")
    lines = lines_of(write_pdf(plan(text(SENTENCE), issuer="BAN THI ĐUA - KHEN THƯỞNG TRUNG ƯƠNG")))[0]
    at = next(place for place, line in enumerate(lines) if line.startswith("BAN THI ĐUA -"))
    assert [line.split("  ")[0][:12] for line in lines[at + 1 : at + 3]] == ["KHEN THƯỞNG", "TRUNG ƯƠNG"]


def test_no_line_of_a_signer_begins_with_a_dash() -> None:
    signer = Signature("CHỦ TỊCH", "Hoàng Thị Ý", Capacity.COLLECTIVE, "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG")
    lines = lines_of(write_pdf(plan(text(SENTENCE), signatures=(signer,), recipients=())))[0]
    at = next(place for place, line in enumerate(lines) if line.startswith("TM."))
    assert lines[at : at + 3] == ["TM. HỘI ĐỒNG THI ĐUA -", "KHEN THƯỞNG", "CHỦ TỊCH"]


def test_headings_never_skip_a_level() -> None:
    levels = (Level.CLAUSE, Level.PART, Level.ARTICLE, Level.CHAPTER, Level.CLAUSE, Level.HEADING)
    body = tuple(Passage(level, f"{number}.", "Đề mục") for number, level in enumerate(levels))
    pieces = content_of(plan(*body))["sections"][0]["pieces"]
    depths = [piece["h"] for piece in pieces if piece["kind"] == "heading"]
    assert depths == [1, 2, 2, 3, 3, 4, 4]
    write_pdf(plan(*body))


@pytest.mark.parametrize("kind", types(), ids=lambda kind: kind.key)
def test_every_type_is_set(kind: Any) -> None:
    signatures = tuple(Signature(title, "Nguyễn Văn Ước") for title in kind.signers) or PLAN.signatures
    paper = plan(text(SENTENCE), type_key=kind.key, signatures=signatures, order_word=kind.order_word)
    shown = " ".join(lines_of(write_pdf(paper))[0])
    for words in (
        kind.printed_name,
        kind.order_word,
        *kind.signers,
        "Nguyễn Văn Ước",
        "Hải Sơn, ngày 05" if kind.has_place_and_date else "",
        "V/v Tổ chức" if not kind.printed_name else "Tổ chức các phong trào",
    ):
        assert words in shown
