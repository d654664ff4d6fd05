"""Official documents as Word files: what stands where, and how it is set."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from random import Random

import docx
import pytest

from thidua.lib.vanban.form import measures, types
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import (
    Annex,
    Capacity,
    CopyForm,
    CopyMark,
    Level,
    OfficialDocument,
    Passage,
    Secrecy,
    Signature,
    Urgency,
)
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.tests.papers import made_up, sheet
from thidua.lib.vanban.writing.tests.word import W, at, text_of, value, word


def text(words: str) -> Passage:
    return Passage(Level.TEXT, runs=(Run(words),))


PLAN = OfficialDocument(
    type_key="ke-hoach",
    issuer="SỞ NỘI VỤ",
    title="Tổ chức phong trào thi đua năm 2026",
    parent="UBND TỈNH LÂM ĐỒNG",
    number=5,
    symbol="KH-SNV",
    place="Lâm Đồng",
    issued_on=date(2026, 1, 5),
    body=(text("Sở Nội vụ ban hành Kế hoạch."),),
    signatures=(Signature("PHÓ GIÁM ĐỐC", "Nguyễn Văn An", Capacity.DEPUTY, "GIÁM ĐỐC"),),
    recipients=("Như trên", "Lưu: VT"),
)


def test_equal_papers_give_equal_bytes() -> None:
    paper = made_up(Random(3), "quyet-dinh")
    assert write_docx(paper) == write_docx(made_up(Random(3), "quyet-dinh"))


@pytest.mark.parametrize("type_key", [kind.key for kind in types()])
def test_every_type_opens_in_python_docx(type_key: str) -> None:
    opened = docx.Document(io.BytesIO(write_docx(made_up(Random(11), type_key))))
    assert {paragraph.style.name for paragraph in opened.paragraphs} <= {
        *(f"TĐ {element.name}" for element in measures().elements.values()),
        "TĐ Đường kẻ",
        "TĐ Khoảng trống",
    }
    section = opened.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) in ((210, 297), (297, 210))


def test_letterhead() -> None:
    table = at(word(PLAN).body, "tbl")
    assert table is not None
    cells = list(table.iter(W + "tc"))
    assert [[text_of(each) for each in cell.iter(W + "p") if text_of(each)] for cell in cells] == [
        ["UBND TỈNH LÂM ĐỒNG", "SỞ NỘI VỤ"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
        ["Số: 05/KH-SNV"],  # level with place and date, however many lines the names take
        ["Lâm Đồng, ngày 05 tháng 01 năm 2026"],
    ]
    assert [value(cell, "tcPr/tcW", "w") for cell in cells] == ["3628", "5726"] * 2
    assert at(table, "tblPr/tblBorders") is None


def test_rules_are_drawn_and_never_typed() -> None:
    written = word(PLAN)
    assert "__" not in "".join(written.body.itertext())
    lengths = []
    for rule, width in zip(written.styled("rule"), (64, 101, 155), strict=True):
        assert value(rule, "pPr/pBdr/top") == "single"
        indent = at(rule, "pPr/ind")
        assert indent is not None
        lengths.append(width - (int(indent.get(W + "left", "")) + int(indent.get(W + "right", ""))) * 25.4 / 1440)
    issuer, motto, abstract = lengths
    assert 8 < issuer < 12  # of "SỞ NỘI VỤ", some 24 mm
    assert 55 < motto < 60
    assert 30 < abstract < 40


def test_styles_carry_the_measures() -> None:
    styles = {value(each, "name"): each for each in word(PLAN).root("styles").iter(W + "style")}
    for element in measures().elements.values():
        style = styles[f"TĐ {element.name}"]
        assert value(style, "rPr/sz") == str(round(element.size * 2))
        assert (at(style, "rPr/b") is not None) == element.bold
        assert (at(style, "rPr/i") is not None) == element.italic
    assert value(styles["TĐ Nội dung"], "pPr/ind", "firstLine") == "720"
    assert value(styles["TĐ Nội dung"], "pPr/spacing", "before") == "120"
    fonts = at(word(PLAN).root("styles"), "docDefaults/rPrDefault/rPr/rFonts")
    assert fonts is not None
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert value(word(PLAN).root("styles"), "docDefaults/rPrDefault/rPr/lang") == "vi-VN"


def test_page_numbers_stand_at_the_top_from_page_two() -> None:
    written = word(PLAN)
    (section,) = written.sections()
    assert at(section, "titlePg") is not None
    assert value(section, "pgNumType", "start") == "1"
    assert [each.get(W + "type") for each in section.iter(W + "headerReference")] == ["default", "first"]
    assert "PAGE" in "".join(written.root("header1").itertext())
    assert "".join(written.root("header2").itertext()) == ""
    margins = at(section, "pgMar")
    assert margins is not None
    sides = {side: round(int(margins.get(W + side, "")) * 25.4 / 1440) for side in ("top", "bottom", "left", "right")}
    assert sides == {"top": 25, "bottom": 20, "left": 35, "right": 20}


def test_annexes_have_sections_of_their_own() -> None:
    annex = Annex("DANH SÁCH", "I", "(Kèm theo Kế hoạch số 05/KH-SNV)", (text("Nội dung."),))
    written = word(replace(PLAN, attachments=(annex, replace(annex, label="II"))))
    assert [value(each, "pgNumType", "start") for each in written.sections()] == ["1", "1", "1"]
    assert written.texts("annex-label") == ["Phụ lục I", "Phụ lục II"]
    assert written.texts("annex-title") == ["DANH SÁCH"] * 2
    assert written.texts("reference") == ["(Kèm theo Kế hoạch số 05/KH-SNV)"] * 2


def test_wide_tables_turn_the_page_and_back() -> None:
    wide = sheet(Random(1), is_wide=True)
    heading = Passage(Level.HEADING, "I.", title="NHIỆM VỤ")
    written = word(replace(PLAN, body=(text("Trước."), heading, wide, text("Sau."))))
    turns = [value(each, "pgSz", "orient") for each in written.sections()]
    assert turns == [None, "landscape", None]
    assert [value(each, "pgNumType", "start") for each in written.sections()] == ["1", None, None]
    first = next(place for place, each in enumerate(written.body) if each.find(f".//{W}sectPr") is not None)
    assert text_of(written.body[first + 1]) == "NHIỆM VỤ"  # goes with its table


def test_a_document_that_ends_on_a_turned_page_is_signed_there() -> None:
    written = word(replace(PLAN, body=(text("Trước."), sheet(Random(1), is_wide=True))))
    assert [value(each, "pgSz", "orient") for each in written.sections()] == [None, "landscape"]


def test_tables_repeat_their_head_and_keep_rows_whole() -> None:
    made = next(
        each
        for seed in range(50)
        if (each := sheet(Random(seed), row_count=8, is_wide=False)).table.rows[1].cells[0].column_span > 1
    )
    table = at(word(replace(PLAN, body=(made, text("Sau.")))).body, "tbl[2]")
    assert table is not None
    rows = list(table.iter(W + "tr"))
    assert [at(row, "trPr/tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
    assert all(at(row, "trPr/cantSplit") is not None for row in rows)
    group = rows[1]
    assert value(group, "tc/tcPr/gridSpan") == str(made.table.column_count)
    assert value(group, "tc/p/pPr/pStyle") == "TD-table-group"
    widths = [int(each.get(W + "w", "")) for each in table.iter(W + "gridCol")]
    assert widths[0] == min(widths)
    assert max(widths) == widths[1]
    assert 154 < sum(widths) * 25.4 / 1440 < 156


def test_merged_cells() -> None:
    made = next(
        each
        for seed in range(50)
        if (each := sheet(Random(seed), row_count=5, is_wide=False)).table.rows[2].cells[2].row_span == 2
    )
    table = at(word(replace(PLAN, body=(made, text("Sau.")))).body, "tbl[2]")
    assert table is not None
    rows = list(table.iter(W + "tr"))
    merges = [[value(each, "tcPr/vMerge") for each in row.iter(W + "tc")][2] for row in rows]
    assert merges[2] == "restart"
    assert at(list(rows[3].iter(W + "tc"))[2], "tcPr/vMerge") is not None


def test_the_signature_keeps_to_the_end_of_the_text() -> None:
    written = word(PLAN)
    (last,) = written.styled("text")
    assert text_of(last) == "Sở Nội vụ ban hành Kế hoạch./."
    assert at(last, "pPr/keepNext") is not None
    assert written.texts("signatory-capacity") == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert written.texts("signatory-name") == ["Nguyễn Văn An"]
    assert value(written.styled("signatory-name")[0], "pPr/spacing", "before") == str(
        round(measures().signature.space_pt * 20)
    )
    assert written.texts("recipients") == ["- Như trên;", "- Lưu: VT."]


def test_minutes_have_two_signatures_and_no_place() -> None:
    signers = (Signature("THƯ KÝ", "Lê Thị Bình"), Signature("CHỦ TỌA", "Trần Văn Chí"))
    written = word(replace(PLAN, type_key="bien-ban", place="", issued_on=None, signatures=signers))
    assert written.texts("signatory-capacity") == ["THƯ KÝ", "CHỦ TỌA"]
    assert written.texts("place-and-date") == []
    assert len(list(written.body.iter(W + "tbl"))) == 2


def test_letters() -> None:
    letter = replace(PLAN, type_key="cong-van", title="đôn đốc nộp hồ sơ", addressees=("Sở Tài chính",))
    written = word(letter)
    assert written.texts("subject") == ["V/v đôn đốc nộp hồ sơ"]
    assert written.texts("type-name") == []
    assert written.texts("addressees") == ["Kính gửi: Sở Tài chính"]
    many = word(replace(letter, addressees=("Sở Tài chính", "Sở Y tế")))
    assert many.texts("addressees") == ["Kính gửi:", "- Sở Tài chính;", "- Sở Y tế."]


def test_telegrams_say_who_sends_them() -> None:
    written = word(replace(PLAN, type_key="cong-dien", authority_line="CHỦ TỊCH TỈNH", addressees=("Sở Y tế",)))
    assert written.texts("addressees") == ["CHỦ TỊCH TỈNH điện:", "- Sở Y tế."]
    assert written.texts("authority") == []


def test_a_draft_leaves_number_and_date_open() -> None:
    written = word(replace(PLAN, number=None, issued_on=None, year=2026))
    assert written.texts("number") == ["Số:         /KH-SNV"]
    assert written.texts("place-and-date") == ["Lâm Đồng, ngày       tháng       năm 2026"]


def test_stamps_are_boxes_of_exact_size() -> None:
    written = word(replace(PLAN, urgency=Urgency.VERY_URGENT, secrecy=Secrecy.CLASSIFIED))
    boxes = [each for each in written.body.iter(W + "tbl") if at(each, "tblPr/tblBorders") is not None]
    assert [text_of(each) for each in boxes] == ["MẬT", "THƯỢNG KHẨN"]
    urgent = boxes[1]
    assert value(urgent, "tblPr/tblBorders/top", "color") == "FF0000"
    assert round(int(value(urgent, "tblPr/tblW", "w") or 0) * 25.4 / 1440, 1) == 40.0
    assert round(int(value(urgent, "tr/trPr/trHeight") or 0) * 25.4 / 1440, 1) == 8.0
    assert value(urgent, "tr/trPr/trHeight", "hRule") == "exact"


def test_the_address_stands_in_a_frame_at_the_foot_of_page_one() -> None:
    contact = ("Địa chỉ: Số 4 Trần Phú", "Điện thoại: 0263")
    lines = word(replace(PLAN, type_key="cong-van", contact=contact)).styled("contact")
    assert [text_of(each) for each in lines] == list(contact)
    for each in lines:
        assert value(each, "pPr/framePr", "vAnchor") == "page"
        assert value(each, "pPr/pBdr/top") == "single"


def test_a_promulgated_document_has_its_own_letterhead() -> None:
    issued = OfficialDocument(
        "quy-che", "SỞ NỘI VỤ", "Thi đua", parent="UBND TỈNH", reference="(Kèm theo …)", body=(text("Lời."),)
    )
    written = word(replace(PLAN, attachments=(issued,)))
    assert written.texts("national-title") == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] * 2
    assert written.texts("number") == ["Số: 05/KH-SNV"]
    assert written.texts("type-name") == ["KẾ HOẠCH", "QUY CHẾ"]
    assert len(written.texts("place-and-date")) == 1


def test_copies() -> None:
    mark = CopyMark(
        CopyForm.EXTRACT,
        "SỞ TÀI CHÍNH",
        "TrS-STC",
        Signature("CHÁNH VĂN PHÒNG", "Lê Thị Bình", Capacity.ORDER, "GIÁM ĐỐC"),
        number=7,
        place="Lâm Đồng",
        issued_on=date(2026, 3, 9),
        recipients=("Như trên", "Lưu: VT"),
    )
    written = word(replace(PLAN, copy=mark))
    assert written.texts("copy-form") == ["TRÍCH SAO"]
    assert written.texts("number") == ["Số: 05/KH-SNV", "Số: 07/TrS-STC"]
    assert written.texts("place-and-date")[-1] == "Lâm Đồng, ngày 09 tháng 3 năm 2026"
    assert written.texts("signatory-capacity")[-2:] == ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]


def test_capitals_and_hostile_characters() -> None:
    paper = replace(PLAN, issuer="Sở Nội vụ", title="A & B <c> \x00\x0b", body=(text("“x” ]]> & \t sau"),))
    written = word(paper)
    assert written.texts("issuer") == ["SỞ NỘI VỤ"]
    assert written.texts("abstract") == ["A & B <c> "]
    assert at(written.styled("text")[0], "r/tab") is not None


def test_core_properties_hold_nothing_volatile() -> None:
    core = word(PLAN).parts["docProps/core.xml"].decode()
    assert re.findall(r">([^<]+)<", core) == [
        "Kế hoạch Tổ chức phong trào thi đua năm 2026",
        "SỞ NỘI VỤ",
        "2026-01-05T00:00:00Z",
        "2026-01-05T00:00:00Z",
        "vi-VN",
    ]
    assert "dcterms:" not in re.sub(
        r"xmlns:\w+=\S+", "", word(replace(PLAN, issued_on=None)).parts["docProps/core.xml"].decode()
    )


def test_unknown_types_are_refused() -> None:
    with pytest.raises(KeyError):
        write_docx(replace(PLAN, type_key="thu-tay"))


# The order of properties that the schema of Word asks for; Word refuses files in another order.
_ORDERS = {
    "pPr": ["pStyle", "keepNext", "framePr", "numPr", "pBdr", "spacing", "ind", "jc", "outlineLvl", "sectPr"],
    "rPr": ["rFonts", "b", "bCs", "i", "iCs", "strike", "color", "sz", "szCs", "u", "vertAlign", "lang"],
    "tblPr": ["tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"],
    "tcPr": ["tcW", "gridSpan", "vMerge", "vAlign"],
    "sectPr": ["headerReference", "type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg"],
    "lvl": ["start", "numFmt", "lvlRestart", "suff", "lvlText", "lvlJc", "pPr", "rPr"],
}


@pytest.mark.parametrize("seed", range(20))
def test_properties_stand_in_the_order_of_the_schema(seed: int) -> None:
    kinds = types()
    written = word(made_up(Random(seed), kinds[seed % len(kinds)].key))
    for part in ("document", "styles", "numbering", "header1"):
        for element in written.root(part).iter():
            order = _ORDERS.get(str(element.tag).removeprefix(W))
            if order is not None and not (part == "styles" and element.tag == W + "tblPr"):
                places = [order.index(str(child.tag).removeprefix(W)) for child in element]
                assert places == sorted(places), (part, element.tag, places)
