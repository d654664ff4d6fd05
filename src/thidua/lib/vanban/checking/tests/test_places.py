"""Lines found in every place a file can keep them, and roles told in ways our own writer does not use."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.checking import check_docx
from thidua.lib.vanban.checking.papers import Paper
from thidua.lib.vanban.checking.splitting import find_papers
from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.checking.tests.samples import right
from thidua.lib.vanban.checking.tests.test_looks import opened, style
from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.tests.files import docx_of, paragraph

CENTER = '<w:jc w:val="center"/>'
BOLD = "<w:b/>"


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in opened(body, **parts).lines if line.text]


def rows(*table: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(words, CENTER)}</w:tc>" for words in row) for row in table)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def paper(body: str) -> Paper:
    return find_papers(opened(body).lines)[0]


def roles(body: str) -> list[tuple[str, str]]:
    return [(line.role.value, line.text) for line in paper(body).lines if line.text]


def test_what_holds_text_is_read_what_is_deleted_or_hidden_is_not() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('trong khung')}</w:sdtContent></w:sdt>"
        f"<w:p><w:ins>{run.format('thêm')}</w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:sdt><w:sdtContent>"
        f"{run.format(' ô')}</w:sdtContent></w:sdt><w:hyperlink>{run.format(' nối')}</w:hyperlink></w:p>"
        f"<w:ins>{paragraph('cả đoạn')}</w:ins>"
        f"<w:p>{run.format('một')}<w:r><w:br/></w:r>{run.format('hai')}<w:r><w:br w:type='page'/></w:r>"
        f"<w:r><w:tab/><w:noBreakHyphen/></w:r>{run.format('ba')}</w:p>"
    )
    assert texts(body) == ["trong khung", "thêm ô nối", "cả đoạn", "một", "hai", "-ba"]
    lines = opened(body).lines
    assert [line.starts_page for line in lines] == [False, False, False, False, False, True]
    assert [(line.opens, line.closes) for line in lines[-3:]] == [(True, False), (False, False), (False, True)]


@pytest.mark.parametrize(
    "field",
    [
        "<w:fldSimple w:instr=' PAGE '><w:r><w:rPr><w:sz w:val='28'/></w:rPr><w:t>2</w:t></w:r></w:fldSimple>",
        "<w:r><w:rPr><w:sz w:val='28'/></w:rPr><w:pgNum/></w:r>",
        "<w:r><w:rPr><w:sz w:val='28'/></w:rPr><w:instrText> PAGE </w:instrText></w:r>",
    ],
)
def test_a_page_number_in_every_way(field: str) -> None:
    [line] = opened(f"<w:p>{field}<w:r><w:t>.</w:t></w:r></w:p>").lines
    assert line.page_field is not None
    assert line.page_field.size == 14


def test_the_number_of_pages_is_no_page_number() -> None:
    [line] = opened("<w:p><w:r><w:instrText> NUMPAGES </w:instrText></w:r><w:r><w:t>9</w:t></w:r></w:p>").lines
    assert line.page_field is None


def test_a_page_number_in_roman_at_the_side() -> None:
    word = Planting(right("letter"))
    word.style("page-number", "pPr", '<w:jc w:val="right"/>')
    word.style("page-number", "rPr", '<w:sz w:val="20"/>')
    assert [one.rule for one in check_docx(word.content())] == ["page-number-size", "page-number-alignment"]


def test_too_many_rows_are_too_many() -> None:
    table = rows(*[("a", "b")] * 5)
    with pytest.raises(UnreadableDocument) as raised:
        check_docx(docx_of(table), limits=Limits(table_rows=4))
    assert raised.value.reason is UnreadableReason.TOO_COMPLEX
    with pytest.raises(UnreadableDocument) as raised:
        check_docx(docx_of(table), limits=Limits(file_bytes=10))
    assert raised.value.reason is UnreadableReason.TOO_LARGE


def test_a_number_and_a_date_behind_the_table_of_names() -> None:
    body = (
        rows(("SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("", "Độc lập - Tự do - Hạnh phúc"))
        + paragraph("Số: 12/SNV-VP")
        + paragraph("Hải Sơn, ngày 12 tháng 3 năm 2026", CENTER)
        + paragraph("V/v họp giao ban")
        + paragraph("Kính gửi: Các phòng thuộc Sở")
        + paragraph("Mời họp./.")
    )
    assert roles(body) == [
        ("issuer", "SỞ NỘI VỤ"),
        ("national-title", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("motto", "Độc lập - Tự do - Hạnh phúc"),
        ("number", "Số: 12/SNV-VP"),
        ("place-and-date", "Hải Sơn, ngày 12 tháng 3 năm 2026"),
        ("subject", "V/v họp giao ban"),
        ("addressees", "Kính gửi: Các phòng thuộc Sở"),
        ("text", "Mời họp./."),
    ]


@pytest.mark.parametrize(
    ("names", "bold", "expected"),
    [
        (("VĂN PHÒNG", "CHÍNH PHỦ"), (True, True), ["issuer", "issuer"]),
        (("BỘ NỘI VỤ", "VĂN PHÒNG BỘ"), (True, True), ["parent", "issuer"]),
        (("UBND TỈNH", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), (False, True, True), ["parent", "issuer", "issuer"]),
        (("UBND TỈNH", "SỞ NỘI VỤ", "PHÒNG THI ĐUA"), (False, False, True), ["parent", "parent", "issuer"]),
        (("UBND TỈNH", "SỞ NỘI VỤ", "PHÒNG THI ĐUA"), (True, True, True), ["parent", "issuer", "issuer"]),
    ],
)
def test_parent_and_issuer_are_told_apart(names: tuple[str, ...], bold: tuple[bool, ...], expected: list[str]) -> None:
    left = "".join(paragraph(name, CENTER, BOLD if is_bold else "") for name, is_bold in zip(names, bold, strict=True))
    right_side = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph("Độc lập - Tự do - Hạnh phúc")
    body = f"<w:tbl><w:tr><w:tc>{left}</w:tc><w:tc>{right_side}</w:tc></w:tr></w:tbl>{paragraph('Một.')}"
    assert [role for role, _ in roles(body)][: len(expected)] == expected


def test_a_paper_without_a_letterhead_has_its_number_still() -> None:
    found = roles(
        paragraph("Số: 12/TB-SNV") + paragraph("THÔNG BÁO", CENTER, BOLD) + paragraph("Nghỉ lễ", CENTER, BOLD)
    )
    assert found == [("number", "Số: 12/TB-SNV"), ("type-name", "THÔNG BÁO"), ("abstract", "Nghỉ lễ")]


def test_a_signature_that_stands_alone_at_the_end() -> None:
    body = (
        paragraph("THÔNG BÁO", CENTER, BOLD)
        + paragraph("Nghỉ lễ", CENTER, BOLD)
        + paragraph("Nghỉ một ngày./.")
        + paragraph("KT. GIÁM ĐỐC")
        + paragraph("PHÓ GIÁM ĐỐC")
        + paragraph("(Đã ký)")
        + paragraph("Nguyễn Văn An")
    )
    assert roles(body)[-4:-2] == [("signatory-capacity", "KT. GIÁM ĐỐC"), ("signatory-capacity", "PHÓ GIÁM ĐỐC")]
    assert roles(body)[-1] == ("signatory-name", "Nguyễn Văn An")


def test_a_signature_above_the_recipients() -> None:
    body = (
        paragraph("Nghỉ một ngày./.")
        + paragraph("GIÁM ĐỐC")
        + paragraph("Nguyễn Văn An")
        + paragraph("Nơi nhận:")
        + paragraph("- Như trên;")
        + paragraph("Lưu: VT.")
        + paragraph("PL.(30)")
        + paragraph("Địa chỉ: 12 Trần Phú")
    )
    assert roles(body)[1:] == [
        ("signatory-capacity", "GIÁM ĐỐC"),
        ("signatory-name", "Nguyễn Văn An"),
        ("recipients-word", "Nơi nhận:"),
        ("recipients", "- Như trên;"),
        ("recipients", "Lưu: VT."),
        ("drafter", "PL.(30)"),
        ("contact", "Địa chỉ: 12 Trần Phú"),
    ]


def test_a_table_ruled_by_its_style_is_no_layout() -> None:
    styles = style(
        "G",
        "<w:tblPr><w:tblBorders><w:top w:val='single'/><w:left w:val='single'/></w:tblBorders></w:tblPr>",
        kind="table",
    )
    table = "<w:tbl><w:tblPr><w:tblStyle w:val='G'/></w:tblPr><w:tr><w:tc>" + paragraph("TT") + "</w:tc><w:tc>"
    table += paragraph("Việc") + "</w:tc></w:tr></w:tbl>"
    first, second = opened(table, styles=styles).lines
    assert (first.place and first.place.is_layout, second.place and second.place.column) == (False, 1)


def test_an_urgency_stamp_without_a_box_and_one_in_a_bordered_paragraph() -> None:
    word = Planting(right("plan"))
    table = next(word.paragraph("HỎA TỐC").iterancestors("{*}tbl"))
    table.addprevious(word.paragraph("HỎA TỐC"))
    table.getparent().remove(table)
    assert [one.rule for one in check_docx(word.content())] == ["urgency-box"]
    sides = "".join(f'<w:{side} w:val="single" w:color="FF0000"/>' for side in ("top", "left", "bottom", "right"))
    word.shape("HỎA TỐC", f"<w:pBdr>{sides}</w:pBdr>")
    assert check_docx(word.content()) == ()


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("Kính gửi:", "Kính gửi: Sở Tài chính", {"addressees-lines"}),
        ("- Các phòng, đơn vị thuộc Sở;", "- Các phòng, đơn vị thuộc Sở,", {"addressees-end"}),
        ("Số: 47/SNV-TĐKT", "SỐ: 47/SNV-TĐKT", {"number-word"}),
        ("Số: 47/SNV-TĐKT", "Số: 47/SNV TĐKT", {"symbol-hyphens"}),
        ("TL. GIÁM ĐỐC", "TL.GIÁM ĐỐC", {"capacity-form"}),
        ("- Lưu: VT, TĐKT.", "- Văn phòng.", {"recipients-archive"}),
    ],
)
def test_other_slips(old: str, new: str, rules: set[str]) -> None:
    word = Planting(right("letter"))
    word.replace(old, new)
    assert {one.rule for one in check_docx(word.content())} == rules


def test_a_least_height_and_an_exact_one() -> None:
    word = Planting(right("letter"))
    word.shape("Thời hạn gửi", '<w:spacing w:before="120" w:line="240" w:lineRule="atLeast"/>')
    assert check_docx(word.content()) == ()
    word.shape("Thời hạn gửi", '<w:spacing w:before="120" w:line="200" w:lineRule="exact"/>')
    assert [one.rule for one in check_docx(word.content())] == ["body-line-spacing"]
    word.shape("Thời hạn gửi", '<w:spacing w:before="120" w:line="360" w:lineRule="exact"/>')
    assert check_docx(word.content()) == ()
