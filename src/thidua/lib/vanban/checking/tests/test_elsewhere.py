"""Files that other programs made, in the ways offices make them, and files that are none."""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from lxml import etree

from thidua.lib.vanban.checking import check_docx, rules
from thidua.lib.vanban.checking.checker import _check
from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.checking.tests.samples import SAMPLES, right
from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, Limits
from thidua.lib.vanban.reading.tests.files import docx_of, paragraph, plan_docx

OFFICE = shutil.which("soffice")


def _typed_in_a_hurry() -> bytes:
    """Return a decision as a clerk sets one in a program's own defaults: Letter paper, Calibri or Cambria, 11 pt."""
    document = docx.Document()
    head = document.add_table(rows=2, cols=2)
    left, right_cell = head.cell(0, 0), head.cell(0, 1)
    left.text = "UBND TỈNH HẢI SƠN"
    left.add_paragraph().add_run("SỞ NỘI VỤ").bold = True
    left.add_paragraph("-------")
    right_cell.paragraphs[0].add_run("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM").bold = True
    motto = right_cell.add_paragraph().add_run("Độc lập - Tự do - Hạnh phúc")
    motto.bold = motto.underline = True
    head.cell(1, 0).text, head.cell(1, 1).text = "Số: 7/QĐ-SNV", "Hải Sơn, ngày 5 tháng 1 năm 2026"
    for one in (one for row in head.rows for cell in row.cells for one in cell.paragraphs):
        one.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in ("QUYẾT ĐỊNH", "Về việc khen thưởng", "GIÁM ĐỐC SỞ NỘI VỤ"):
        _centered(document, words)
    document.add_paragraph("Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;")
    document.add_paragraph("Xét đề nghị của Văn phòng,")
    _centered(document, "QUYẾT ĐỊNH")
    for label, words in (("Điều 1.", "Tặng Giấy khen cho các ông, bà có tên sau."), ("Điều 2.", "Văn phòng thi hành.")):
        one = document.add_paragraph()
        one.add_run(label).bold = True
        one.add_run(f" {words}")
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:"
    for words in ("- Như Điều 2;", "- Lưu VT."):
        foot.cell(0, 0).add_paragraph(words)
    foot.cell(0, 1).text = "KT.GIÁM ĐỐC"
    for words in ("PHÓ GIÁM ĐỐC", "", "", "ThS. Trần Văn Hùng"):
        foot.cell(0, 1).add_paragraph(words)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _centered(document: docx.document.Document, words: str) -> None:
    one = document.add_paragraph()
    one.alignment = WD_ALIGN_PARAGRAPH.CENTER
    one.add_run(words).bold = True


def test_a_decision_in_the_defaults_of_a_program() -> None:
    assert {one.rule: (one.where, one.found, one.more) for one in check_docx(_typed_in_a_hurry())} == {
        "page-size": ("Trang", "215,9 × 279,4 mm", 0),
        "margin-top": ("Trang", "lề trên 25,4 mm", 0),
        "margin-bottom": ("Trang", "lề dưới 25,4 mm", 0),
        "margin-right": ("Trang", "lề phải 31,7 mm", 0),
        "font-family": ("«UBND TỈNH HẢI SƠN»", "Cambria", 20),
        "national-title-spacing": ("«CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM»", "không phải giãn dòng đơn", 0),
        "issuer-rule-typed": ("«SỞ NỘI VỤ»", "gõ bằng dấu", 0),
        "issuer-spacing": ("«UBND TỈNH HẢI SƠN»", "không phải giãn dòng đơn", 0),
        "number-zero": ("«Số: 7/QĐ-SNV»", "7", 0),
        "date-zero": ("«Hải Sơn, ngày 5 tháng 1 năm 2026»", "ngày 5 tháng 1", 0),
        "abstract-rule-missing": ("«Về việc khen thưởng»", "không có đường kẻ", 0),
        "parent-size": ("«UBND TỈNH HẢI SƠN»", "cỡ 11", 0),
        "issuer-size": ("«SỞ NỘI VỤ»", "cỡ 11", 0),
        "national-title-size": ("«CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM»", "cỡ 11", 0),
        "motto-size": ("«Độc lập - Tự do - Hạnh phúc»", "cỡ 11", 0),
        "number-size": ("«Số: 7/QĐ-SNV»", "cỡ 11", 0),
        "place-and-date-size": ("«Hải Sơn, ngày 5 tháng 1 năm 2026»", "cỡ 11", 0),
        "place-and-date-slant": ("«Hải Sơn, ngày 5 tháng 1 năm 2026»", "chữ đứng", 0),
        "type-name-size": ("«QUYẾT ĐỊNH»", "cỡ 11", 0),
        "abstract-size": ("«Về việc khen thưởng»", "cỡ 11", 0),
        "authority-size": ("«GIÁM ĐỐC SỞ NỘI VỤ»", "cỡ 11", 0),
        "legal-basis-size": ("«Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;»", "cỡ 11", 1),
        "legal-basis-slant": ("«Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;»", "chữ đứng", 1),
        "order-word-size": ("«QUYẾT ĐỊNH»", "cỡ 11", 0),
        "article-size": ("«Điều 1. Tặng Giấy khen cho các ông, bà có tên sau.»", "cỡ 11", 1),
        "recipients-word-size": ("«Nơi nhận:»", "cỡ 11", 0),
        "recipients-word-weight": ("«Nơi nhận:»", "chữ không đậm", 0),
        "recipients-word-slant": ("«Nơi nhận:»", "chữ đứng", 0),
        "signatory-capacity-size": ("«KT.GIÁM ĐỐC»", "cỡ 11", 1),
        "signatory-capacity-weight": ("«KT.GIÁM ĐỐC»", "chữ không đậm", 1),
        "signatory-capacity-alignment": ("«KT.GIÁM ĐỐC»", "canh trái", 1),
        "signatory-name-size": ("«ThS. Trần Văn Hùng»", "cỡ 11", 0),
        "signatory-name-weight": ("«ThS. Trần Văn Hùng»", "chữ không đậm", 0),
        "signatory-name-alignment": ("«ThS. Trần Văn Hùng»", "canh trái", 0),
        "basis-end": ("«Xét đề nghị của Văn phòng,»", "«,»", 0),
        "basis-law-number": ("«Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;»", "«số 06/»", 0),
        "body-alignment": ("«Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;»", "canh trái", 3),
        "body-indent": ("«Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;»", "lùi 0 mm", 3),
        "end-mark": ("«Điều 2. Văn phòng thi hành.»", "« Văn phòng thi hành.»", 0),
        "capacity-form": ("«KT.GIÁM ĐỐC»", "«KT.GIÁM ĐỐC»", 0),
        "name-degree": ("«ThS. Trần Văn Hùng»", "«ThS»", 0),
        "recipients-archive": ("«- Lưu VT.»", "«- Lưu VT.»", 0),
    }


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("name", ["letter", "notice"])
def test_a_paper_that_libreoffice_kept_is_in_form_still(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(right(name))
    for kind, source in (("odt", path), ("docx", tmp_path / "odt" / f"{name}.odt")):
        command = [
            str(OFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / kind),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert check_docx(tmp_path / "docx" / f"{name}.docx") == ()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_a_page_of_html_saved_as_word_by_libreoffice(tmp_path: Path) -> None:
    page = tmp_path / "ke-hoach.html"
    page.write_text(
        "<html><head><meta charset='utf-8'></head><body><table width='100%'><tr><td align='center'>UBND XÃ AN LẠC</td>"
        "<td align='center'><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập – Tự do – Hạnh phúc</b></td></tr></table>"
        "<p align='center'><b>KẾ HOẠCH<br>Thi đua năm 2026</b></p><p>Các phòng thực hiện khoản 2 điều 3 Luật này.</p>"
        "</body></html>",
        encoding="utf-8",
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        "docx:Office Open XML Text",
        "--infilter=HTML (StarWriter)",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(page)], check=True, capture_output=True, timeout=120)
    found = {one.rule for one in check_docx(tmp_path / "ke-hoach.docx")}
    expected = {"motto-hyphens", "motto-rule-missing", "number-missing", "place-and-date-missing", "recipients-missing"}
    assert expected | {"signature-missing", "cite-upper", "end-mark", "body-alignment", "body-indent"} <= found


def test_a_file_with_next_to_nothing_in_it() -> None:
    found = {one.rule for one in check_docx(docx_of(paragraph("Một dòng.")))}
    assert {"national-title-missing", "type-name-missing", "signature-missing", "recipients-missing"} <= found
    assert check_docx(plan_docx())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", UnreadableReason.EMPTY),
        (b"%PDF-1.7", UnreadableReason.UNKNOWN_TYPE),
        (b"PK\x03\x04", UnreadableReason.DAMAGED),
        (docx_of(""), UnreadableReason.NO_TEXT),
        (docx_of("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 50), UnreadableReason.TOO_COMPLEX),
        (docx_of("<w:sdt><w:sdtContent>" * 40 + "</w:sdtContent></w:sdt>" * 40), UnreadableReason.TOO_COMPLEX),
        (docx_of("<w:p>", parts={"word/styles.xml": "<"}), UnreadableReason.DAMAGED),
    ],
    ids=["empty", "pdf", "no archive", "no text", "many lines", "deep", "broken"],
)
def test_what_cannot_be_checked_is_refused(content: bytes, reason: UnreadableReason) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        check_docx(content, limits=Limits(lines=40, nesting=30))
    assert raised.value.reason is reason


def test_a_bomb_and_an_entity_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(UnreadableDocument) as raised:
        check_docx(stream.getvalue())
    assert raised.value.reason is UnreadableReason.TOO_LARGE
    entity = docx_of(
        "", parts={"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}
    )
    with pytest.raises(UnreadableDocument) as raised:
        check_docx(entity)
    assert raised.value.reason is UnreadableReason.DAMAGED


@pytest.mark.parametrize("seed", range(40))
def test_broken_pieces_break_nothing(seed: int) -> None:
    """Elements lost, moved, with senseless numbers: an answer or a refusal, never another error."""
    chance = random.Random(seed)
    word = Planting(right(chance.choice(list(SAMPLES))))
    for _ in range(8):
        elements = list(chance.choice((word.root, word.styles)).iter())[1:]
        one = chance.choice(elements)
        parent = one.getparent()
        if chance.random() < 0.4 and parent is not None:
            parent.remove(one)
        elif one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(("", "-5", "99999999999", "x", "1e9")))
        elif parent is not None:
            parent.append(etree.fromstring(etree.tostring(chance.choice(elements), with_tail=False)))
    with contextlib.suppress(UnreadableDocument):
        assert all(one.rule in rules() for one in _check(word.content(), DEFAULT_LIMITS))
