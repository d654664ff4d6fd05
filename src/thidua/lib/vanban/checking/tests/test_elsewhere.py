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
from thidua.lib.vanban.checking.splitting import find_papers
from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.checking.tests.samples import SAMPLES, right
from thidua.lib.vanban.checking.word import open_word
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


def _flowing(lines: list[tuple[str, str]]) -> bytes:
    """Return paragraphs one below the other; "c" centered, "r" on the right, "b" bold, "i" italic."""
    document = docx.Document()
    for words, looks in lines:
        one = document.add_paragraph()
        run = one.add_run(words)
        run.bold, run.italic = "b" in looks, "i" in looks
        if "c" in looks:
            one.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif "r" in looks:
            one.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _roles(content: bytes) -> list[tuple[int, str, str]]:
    """Return the number of its paper, the role and the first word of each line that says something."""
    papers = find_papers(open_word(content, limits=DEFAULT_LIMITS).lines)
    return [
        (number, line.role.value, line.text.split()[0])
        for number, paper in enumerate(papers)
        for line in paper.lines
        if line.text
    ]


def test_a_letterhead_and_a_closing_set_with_tabs() -> None:
    content = _flowing(
        [
            ("SỞ NỘI VỤ HẢI SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "b"),
            ("PHÒNG THI ĐUA\tĐộc lập - Tự do - Hạnh phúc", "b"),
            ("Số: 05/BC-TĐ\tHải Sơn, ngày 05 tháng 01 năm 2026", ""),
            ("BÁO CÁO\nKết quả thi đua năm 2025", "bc"),
            ("Kính gửi: Ủy ban nhân dân tỉnh.", "c"),
            ("I. KẾT QUẢ", "b"),
            ("1. Phòng đã làm xong 5 việc.", ""),
            ("Nơi nhận:\tTRƯỞNG PHÒNG", "b"),
            ("- Như trên;", ""),
            ("- Lưu: VT, TĐ.", ""),
            ("Lê Văn Cường", "br"),
        ]
    )
    assert _roles(content) == [
        (0, "parent", "SỞ"),
        (0, "national-title", "CỘNG"),
        (0, "issuer", "PHÒNG"),
        (0, "motto", "Độc"),
        (0, "number", "Số:"),
        (0, "place-and-date", "Hải"),
        (0, "type-name", "BÁO"),
        (0, "abstract", "Kết"),
        (0, "addressees", "Kính"),
        (0, "heading", "I."),
        (0, "clause", "1."),
        (0, "recipients-word", "Nơi"),
        (0, "signatory-capacity", "TRƯỞNG"),
        (0, "recipients", "-"),
        (0, "recipients", "-"),
        (0, "signatory-name", "Lê"),
    ]


def test_rules_issued_with_a_decision_copied_from_a_page() -> None:
    content = _flowing(
        [
            ("ỦY BAN NHÂN DÂN TỈNH HẢI SƠN", "c"),
            ("-------", "c"),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bc"),
            ("Độc lập - Tự do - Hạnh phúc", "bc"),
            ("---------------", "c"),
            ("Số: 123/2025/QĐ-UBND", "c"),
            ("Hải Sơn, ngày 20 tháng 3 năm 2025", "ic"),
            ("QUYẾT ĐỊNH", "bc"),
            ("Ban hành Quy định về thi đua", "bc"),
            ("ỦY BAN NHÂN DÂN TỈNH", "bc"),
            ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025.", "i"),
            ("QUYẾT ĐỊNH:", "bc"),
            ("Điều 1. Ban hành kèm theo Quyết định này Quy định về thi đua.", ""),
            ("TM. ỦY BAN NHÂN DÂN", "br"),
            ("CHỦ TỊCH", "br"),
            ("Nguyễn Văn An", "br"),
            ("QUY ĐỊNH", "bc"),
            ("Về thi đua", "bc"),
            ("(Kèm theo Quyết định số 123/2025/QĐ-UBND ngày 20 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh)", "ic"),
            ("Chương I", "bc"),
            ("QUY ĐỊNH CHUNG", "bc"),
            ("Điều 1. Phạm vi", "b"),
            ("Quy định này nói về thi đua.", ""),
        ]
    )
    assert _roles(content) == [
        (0, "issuer", "ỦY"),
        (0, "typed-rule", "-------"),
        (0, "national-title", "CỘNG"),
        (0, "motto", "Độc"),
        (0, "typed-rule", "---------------"),
        (0, "number", "Số:"),
        (0, "place-and-date", "Hải"),
        (0, "type-name", "QUYẾT"),
        (0, "abstract", "Ban"),
        (0, "authority", "ỦY"),
        (0, "legal-basis", "Căn"),
        (0, "order-word", "QUYẾT"),
        (0, "article", "Điều"),
        (0, "signatory-capacity", "TM."),
        (0, "signatory-capacity", "CHỦ"),
        (0, "signatory-name", "Nguyễn"),
        (1, "type-name", "QUY"),
        (1, "abstract", "Về"),
        (1, "reference", "(Kèm"),
        (1, "chapter-label", "Chương"),
        (1, "chapter-title", "QUY"),
        (1, "article", "Điều"),
        (1, "text", "Quy"),
    ]
    found = {one.rule for one in check_docx(content)}
    assert {"national-title-place", "motto-rule-typed", "issuer-rule-typed", "recipients-missing"} <= found
    assert not found & {"symbol-type", "article-sequence", "signature-missing"}


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
