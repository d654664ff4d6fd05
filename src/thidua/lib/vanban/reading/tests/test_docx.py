"""Word files."""

import pytest

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Alignment, LineRange, PageBreak, Paragraph, Run, SourceFormat
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.reading.tests.files import (
    SAMPLES,
    WORD,
    cell,
    docx_of,
    numbering_part,
    paragraph,
    ruled_table,
    styles_part,
)
from thidua.lib.vanban.reading.tests.outline import only_table, outline


def test_runs_alignment_and_lines() -> None:
    body = (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:i w:val="0"/></w:rPr><w:t>KẾ</w:t></w:r>'
        '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> HOẠCH</w:t></w:r>'
        "<w:r><w:rPr><w:i/><w:u w:val='single'/><w:strike/></w:rPr><w:t>a</w:t></w:r>"
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        "<w:r><w:rPr><w:caps/></w:rPr><w:t>hoa</w:t></w:r></w:p><w:p/>" + paragraph("Ba")
    )
    document = read_document(docx_of(body))
    first, third = (block for block in document.blocks if isinstance(block, Paragraph))
    assert first.runs == (
        Run("KẾ HOẠCH", bold=True),
        Run("a", italic=True, underline=True, strike=True),
        Run("2", superscript=True),
        Run("HOA"),
    )
    assert (first.alignment, first.lines, third.lines) == (Alignment.CENTER, LineRange(1, 1), LineRange(3, 3))
    assert document.source_format is SourceFormat.DOCX


def test_line_and_page_breaks_part_paragraphs() -> None:
    document = read_document(
        docx_of('<w:p><w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:br w:type="page"/><w:t>ba</w:t></w:r></w:p>')
    )
    assert outline(document) == ["một", "hai", 2, "ba"]
    assert isinstance(document.blocks[2], PageBreak)


def test_looks_and_outline_are_inherited() -> None:
    styles = styles_part(
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 2"/><w:basedOn w:val="N"/>'
        '<w:pPr><w:jc w:val="right"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="mine"/><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L"><w:basedOn w:val="L"/></w:style>'
    )
    body = paragraph("Mục", '<w:pStyle w:val="B"/>') + paragraph("x", '<w:pStyle w:val="L"/>')
    (heading, _) = read_document(docx_of(body, parts={"word/styles.xml": styles})).paragraphs()
    assert (heading.heading_level, heading.is_bold, heading.alignment) == (2, True, Alignment.RIGHT)


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>{more}'
    return f'<w:lvl w:ilvl="{depth}">{inner}</w:lvl>'


def test_automatic_numbers_are_counted() -> None:
    numbering = numbering_part(
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "upperRoman", "%1.")
        + level(1, "decimal", "%1.%2.", "<w:isLgl/>")
        + level(2, "lowerLetter", "%3)")
        + level(3, "bullet", "\uf0b7")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )

    def item(text: str, depth: int, list_id: int = 1) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')

    body = item("a", 0) + item("b", 1) + item("c", 1) + item("d", 2) + item("e", 3) + item("f", 0) + item("g", 1)
    document = read_document(docx_of(body + item("h", 0, 2), parts={"word/numbering.xml": numbering}))
    assert outline(document) == ["I. a", "1.1. b", "1.2. c", "a) d", "• e", "II. f", "2.1. g", "V. h"]
    assert document.lines[1].text == "1.1. b"


def test_merged_cells_keep_the_grid() -> None:
    body = ruled_table(
        cell("STT", '<w:vMerge w:val="restart"/>') + cell("Nội dung", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("a") + cell("b"),
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell("1") + cell("2") + cell("3") + "</w:tr>",
    )
    table = only_table(read_document(docx_of(body)))
    assert [[(c.text, c.row_span, c.column_span, c.covered) for c in row.cells] for row in table.rows] == [
        [("STT", 2, 1, False), ("Nội dung", 1, 2, False), ("", 1, 1, True)],
        [("", 1, 1, True), ("a", 1, 1, False), ("b", 1, 1, False)],
        [("1", 1, 1, False), ("2", 1, 1, False), ("3", 1, 1, False)],
    ]
    assert [row.is_header for row in table.rows] == [False, False, True]
    assert [row.lines for row in table.rows] == [LineRange(1, 1), LineRange(2, 2), LineRange(3, 3)]
    assert not table.borderless


def test_table_without_rules_is_layout() -> None:
    rows = f"<w:tr>{cell('UBND TỈNH A')}{cell('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')}</w:tr>"
    assert only_table(read_document(docx_of(f"<w:tbl>{rows}</w:tbl>"))).borderless


def test_columns_set_by_tabs_are_layout() -> None:
    body = "".join(
        f"<w:p><w:r><w:t>{left}</w:t><w:tab/><w:tab/><w:t>{right}</w:t></w:r></w:p>"
        for left, right in (("UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("SỞ", "Độc lập - Tự do"))
    )
    document = read_document(docx_of(body + paragraph("1.\tMục đích")))
    assert outline(document) == [
        [["UBND TỈNH A\nSỞ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do"]],
        "1. Mục đích",
    ]


def test_changes_boxes_fields_and_content_controls() -> None:
    text = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p>{text.format('giữ ')}<w:ins>{text.format('thêm ')}</w:ins>"
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f"<w:hyperlink>{text.format('nối ')}</w:hyperlink>"
        f"<w:sdt><w:sdtContent>{text.format('ô')}</w:sdtContent></w:sdt></w:p>"
        f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('khung')}</w:txbxContent></w:pict></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('khối')}</w:sdtContent></w:sdt>"
    )
    document = read_document(docx_of(body))
    assert outline(document) == ["giữ thêm nối ô", "khung", "khối"]
    assert document.notices == ("Tệp còn vết sửa (Track Changes): phần thêm được giữ, phần xóa được bỏ.",)


def test_footnotes_follow_at_the_end() -> None:
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="3">{paragraph("chú thích")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>a</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r></w:p>' + paragraph("b")
    assert outline(read_document(docx_of(body, parts={"word/footnotes.xml": notes}))) == ["a1", "b", "1 chú thích"]


@pytest.mark.parametrize(
    ("font", "text", "expected"),
    [
        (".VnTime", "thi ®ua yªu n\u00adíc", "thi đua yêu nước"),
        (".VnTimeH", "kÕ ho¹ch", "KẾ HOẠCH"),
        ("VNI-Times", "thi ñua yeâu nöôùc", "thi đua yêu nước"),
        (".VnTime", "thi đua yêu nước", "thi đua yêu nước"),
    ],
)
def test_old_fonts_are_decoded_run_by_run(font: str, text: str, expected: str) -> None:
    body = paragraph(text, run=f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>') + paragraph("Đúng")
    assert outline(read_document(docx_of(body))) == [expected, "Đúng"]


def test_macros_are_said_and_not_run() -> None:
    document = read_document(docx_of(paragraph("a"), parts={"word/vbaProject.bin": b"x"}), filename="a.docm")
    assert document.notices == ("Tệp có chứa macro; macro không được chạy, chỉ phần chữ được đọc.",)


def test_strict_files_are_read() -> None:
    strict = docx_of(
        "",
        parts={
            "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
            "<w:body><w:p><w:r><w:t>chặt</w:t></w:r></w:p></w:body></w:document>"
        },
    )
    assert outline(read_document(strict)) == ["chặt"]


def test_five_thousand_rows_are_read() -> None:
    body = ruled_table(*(cell(str(number)) + cell("Việc") + cell("Phòng") for number in range(5000)))
    assert len(only_table(read_document(docx_of(body))).rows) == 5000


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("xl/workbook.xml", "Đây là tệp Excel; hãy chép kế hoạch sang Word (.docx) rồi tải lên."),
        ("ppt/presentation.xml", "Đây là tệp PowerPoint; hãy chép kế hoạch sang Word (.docx) rồi tải lên."),
        ("a.txt", "Đây là tệp nén, không phải văn bản Word; hãy giải nén rồi tải lên từng tệp."),
    ],
)
def test_other_archives_are_named(member: str, message: str) -> None:
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(UnreadableDocument) as caught:
        read_document(stream.getvalue())
    assert (caught.value.reason, str(caught.value)) == (UnreadableReason.UNKNOWN_TYPE, message)


def test_empty_word_file_has_no_text() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(docx_of("<w:p/>"))
    assert caught.value.reason is UnreadableReason.NO_TEXT


def test_doc_of_1997_is_read_like_docx() -> None:
    document = read_document(SAMPLES / "plan.doc")
    tables = [part for part in outline(document) if isinstance(part, list)]
    assert document.source_format is SourceFormat.DOC
    assert tables[0][0][0] == "UBND TỈNH HẢI SƠN\nSỞ NỘI VỤ\nSố: 12/KH-SNV"
    assert tables[1] == [
        ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"],
        ["1", "Phát động phong trào thi đua năm 2026", "Văn phòng Sở", "Các phòng, đơn vị", "Tháng 02/2026"],
        ["2", "Tổ chức hội nghị tổng kết cụm thi đua", "Phòng Thi đua", "Văn phòng Sở", "Quý IV"],
    ]
