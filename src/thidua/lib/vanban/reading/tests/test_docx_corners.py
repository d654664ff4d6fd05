"""Word files as they also come: controls, tracked changes, nested and merged tables, text boxes, odd packages."""

import io
import zipfile

import pytest

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Paragraph, Table
from thidua.lib.vanban.reading import DEFAULT_LIMITS, Limits, read_document
from thidua.lib.vanban.reading.tests.files import (
    WORD,
    cell,
    docx_of,
    numbering_part,
    paragraph,
    ruled_table,
    styles_part,
)
from thidua.lib.vanban.reading.tests.outline import only_table, outline

BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"
COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def said(body: str, **parts: str) -> list[object]:
    members = {f"word/{name}.xml": content for name, content in parts.items()}
    return list(outline(read_document(docx_of(body, parts=dict(members)))))


def test_content_controls_and_holders_are_read_through() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    rows = control.format(f"<w:tr>{cell('1')}{control.format(cell('Phát động'))}</w:tr>")
    assert said(
        control.format(paragraph("I. MỤC TIÊU"))
        + "<w:sdt/>"
        + f"<w:customXml>{paragraph('Trong thẻ riêng')}</w:customXml>"
        + f"<w:p>{control.format('<w:r><w:t>Tên đơn vị</w:t></w:r>')}<w:sdt/></w:p>"
        + ruled_table(f"{cell('TT')}{cell('Việc')}")[: -len("</w:tbl>")]
        + rows
        + f"<w:customXml><w:tr>{cell('2')}<w:customXml>{cell('Tổng kết')}</w:customXml><w:sdt/></w:tr></w:customXml>"
        + "<w:sdt/></w:tbl>"
    ) == ["I. MỤC TIÊU", "Trong thẻ riêng", "Tên đơn vị", [["TT", "Việc"], ["1", "Phát động"], ["2", "Tổng kết"]]]


def test_of_two_versions_one_is_read() -> None:
    both = f"<mc:AlternateContent {COMPATIBLE}><mc:Choice>{{}}</mc:Choice><mc:Fallback>{{}}</mc:Fallback>"
    both += "</mc:AlternateContent>"
    only_old = f"<mc:AlternateContent {COMPATIBLE}><mc:Fallback>{{}}</mc:Fallback></mc:AlternateContent>"
    run = "<w:r><w:t>{}</w:t></w:r>"
    assert said(
        both.format(paragraph("mới"), paragraph("cũ"))
        + only_old.format(paragraph("chỉ có bản cũ"))
        + f"<mc:AlternateContent {COMPATIBLE}/>"
        + f"<w:p>{both.format(run.format('chữ mới'), run.format('chữ cũ'))}"
        + f"{both.format('<w:r/>', run.format(', phần thay thế'))}</w:p>"
    ) == ["mới", "chỉ có bản cũ", "chữ mới, phần thay thế"]


def test_text_boxes_follow_their_paragraph_each_once() -> None:
    inner = paragraph("Trong khung")
    nested = f"<w:p>{BOX.format(inner + '<w:p>' + BOX.format(paragraph('khung trong khung')) + '</w:p>')}</w:p>"
    twice = (
        f"<w:r><mc:AlternateContent {COMPATIBLE}><mc:Choice><w:drawing><w:txbxContent>{paragraph('khung vẽ')}"
        f"</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{paragraph('khung vẽ')}"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert said(nested + f"<w:p>{twice}</w:p>") == ["Trong khung", "khung trong khung", "khung vẽ"]
    framed = f"<w:tc><w:p>{BOX.format(paragraph('khung trong ô'))}</w:p></w:tc>"
    assert said(ruled_table(f"{cell('1')}{framed}")) == [[["1", "khung trong ô"]]]


def test_pages_sections_and_line_breaks_inside_a_paragraph() -> None:
    document = read_document(
        docx_of(
            "<w:p><w:r><w:t>trước</w:t><w:br w:type='page'/><w:t>sau</w:t><w:br/><w:t>dòng</w:t></w:r></w:p>"
            + paragraph("hết phần", "<w:sectPr/>")
            + paragraph("cùng trang", "<w:sectPr><w:type w:val='continuous'/></w:sectPr>")
        )
    )
    assert outline(document) == ["trước", 2, "sau", "dòng", "hết phần", 3, "cùng trang"]
    broken = "<w:tc><w:p><w:r><w:t>đầu ô</w:t><w:br w:type='page'/><w:t>cuối ô</w:t></w:r></w:p></w:tc>"
    assert only_table(read_document(docx_of(ruled_table(cell("1") + broken)))).rows[0].cells[1].text == "đầu ô\ncuối ô"


def test_merged_cells_across_down_and_set_in() -> None:
    table = only_table(
        read_document(
            docx_of(
                ruled_table(
                    cell("A", '<w:hMerge w:val="restart"/>') + cell("", '<w:hMerge w:val="continue"/>') + cell("C"),
                    cell("hai hàng", "<w:vMerge w:val='restart'/>") + cell("b") + cell("c"),
                    cell("", "<w:vMerge/>") + cell("d") + cell("đ"),
                    f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("thụt")}{cell("e")}</w:tr>',
                )
            )
        )
    )
    assert [[(one.text, one.row_span, one.column_span, one.covered) for one in row.cells] for row in table.rows] == [
        [("A", 1, 2, False), ("", 1, 1, True), ("C", 1, 1, False)],
        [("hai hàng", 2, 1, False), ("b", 1, 1, False), ("c", 1, 1, False)],
        [("", 1, 1, True), ("d", 1, 1, False), ("đ", 1, 1, False)],
        [("", 1, 1, False), ("thụt", 1, 1, False), ("e", 1, 1, False)],
    ]


def test_a_frame_around_text_and_an_empty_table_are_no_tables() -> None:
    assert said(ruled_table(f"<w:tc>{paragraph('Khung')}{paragraph('hai đoạn')}</w:tc>") + ruled_table()) == [
        "Khung",
        "hai đoạn",
    ]


def test_deleted_rows_are_left_out_and_tables_in_cells_become_text() -> None:
    inner = ruled_table(cell("a") + cell("b"))
    control = f"<w:sdt><w:sdtContent>{paragraph('c')}</w:sdtContent></w:sdt><w:customXml>{paragraph('d')}</w:customXml>"
    holder = f"<w:tc>{inner}{control}<w:sdt/></w:tc>"
    assert said(
        ruled_table(cell("1") + holder, f"<w:tr><w:trPr><w:del/></w:trPr>{cell('2')}{cell('đã xóa')}</w:tr>")
    ) == [[["1", "a\nb\nc\nd"]]]


def test_layout_is_told_by_its_lines() -> None:
    bare = "<w:tbl><w:tblPr>{}</w:tblPr><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>"
    ruled = '<w:tcBorders><w:top w:val="single"/><w:bottom w:val="single"/></w:tcBorders>'
    row, lined = cell("Họ tên") + cell("Việc"), cell("Họ tên", ruled) + cell("Việc", ruled)
    style = styles_part(
        '<w:style w:type="table" w:styleId="Luoi"><w:tblPr><w:tblBorders><w:top w:val="single"/>'
        '<w:insideH w:val="single"/></w:tblBorders></w:tblPr></w:style>'
    )
    documents = [
        docx_of(bare.format("", row, row)),
        docx_of(bare.format("", lined, lined)),
        docx_of(bare.format('<w:tblStyle w:val="Luoi"/>', row, row), parts={"word/styles.xml": style}),
    ]
    assert [only_table(read_document(content)).borderless for content in documents] == [True, False, False]


def test_widths_are_shares_of_the_table() -> None:
    grid = '<w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="3000"/></w:tblGrid>'
    inner = ruled_table(cell("TT") + cell("Việc")).replace("<w:tr>", f"{grid}<w:tr>", 1)
    assert only_table(read_document(docx_of(inner))).column_widths == (0.25, 0.75)
    odd = inner.replace('<w:gridCol w:w="3000"/>', "")
    assert only_table(read_document(docx_of(odd))).column_widths is None


def test_footnotes_come_last_with_their_numbers() -> None:
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="7">{paragraph("Số liệu năm trước")}</w:footnote>'
    notes += "</w:footnotes>"
    body = '<w:p><w:r><w:t>Đạt chỉ tiêu</w:t><w:footnoteReference w:id="7"/></w:r></w:p>'
    body += '<w:p><w:r><w:t>Có</w:t><w:footnoteReference w:id="9"/></w:r></w:p>'
    assert said(body, footnotes=notes) == ["Đạt chỉ tiêu1", "Có2", "1 Số liệu năm trước"]


def test_symbols_tabs_and_marks_of_their_own_run() -> None:
    runs = '<w:sym w:char="00E0"/><w:sym w:char="xx"/><w:noBreakHyphen/><w:t>tên</w:t>'
    accent = "<w:p><w:r><w:t>Ke</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>\u0302 hoach</w:t></w:r></w:p>"
    assert said(f"<w:p><w:r>{runs}</w:r></w:p>{accent}") == ["à-tên", "Kê hoach"]


@pytest.mark.parametrize(
    ("limits", "body"),
    [
        (Limits(table_rows=1), ruled_table(cell("1"), cell("2"))),
        (Limits(table_cells=3), ruled_table(cell("1") + cell("a"), cell("2") + cell("b"))),
        (Limits(table_columns=2), ruled_table(cell("1") + cell("2") + cell("3"))),
        (Limits(nesting=3), "<w:customXml>" * 5 + paragraph("sâu") + "</w:customXml>" * 5),
        (Limits(nesting=3), ruled_table(f"<w:tc>{'<w:customXml>' * 5}{paragraph('sâu')}{'</w:customXml>' * 5}</w:tc>")),
    ],
)
def test_tables_beyond_the_bounds_are_refused(limits: Limits, body: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(docx_of(body), limits=limits)
    assert refused.value.reason is UnreadableReason.TOO_COMPLEX


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inner}</w:lvl>'


def numbered(list_id: int, depth: int, text: str) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def labels(numbering: str, *items: str) -> list[str | None]:
    document = read_document(docx_of("".join(items), parts={"word/numbering.xml": numbering_part(numbering)}))
    return [block.list_label for block in document.blocks if isinstance(block, Paragraph)]


def test_generated_numbers_of_every_kind() -> None:
    abstract = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "upperRoman", "%1.")
        + level(1, "decimalZero", "%2)")
        + level(2, "decimal", "%1.%3", "<w:isLgl/>")
        + level(3, "upperLetter", "%4.")
        + level(4, "none", "Ghi chú")
        + "</w:abstractNum>"
        + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert labels(
        abstract,
        numbered(1, 0, "Một"), numbered(1, 1, "Hai"), numbered(1, 2, "Ba"), numbered(1, 3, "Bốn"),
        numbered(1, 4, "Năm"), numbered(1, 0, "Sáu"), numbered(1, 1, "Bảy"), numbered(1, 8, "Ngoài"),
        numbered(5, 0, "Không có danh sách"),
    ) == ["I.", "01)", "1.1", "A.", "Ghi chú", "II.", "01)", None, None]  # fmt: skip


def test_lists_that_start_anew_or_elsewhere() -> None:
    abstract = (
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="DanhSach"/>' + level(0, "decimal", "%1.")
        + level(1, "lowerRoman", "%2)", '<w:lvlRestart w:val="0"/>') + "</w:abstractNum>"
        + '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="DanhSach"/></w:abstractNum>'
        + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        + '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        + "</w:lvlOverride></w:num>"
        + '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "lowerLetter", "%1)") + "</w:lvlOverride></w:num>"
    )  # fmt: skip
    assert labels(
        abstract,
        numbered(1, 0, "Một"), numbered(1, 1, "Hai"), numbered(1, 0, "Ba"), numbered(1, 1, "Bốn"),
        numbered(3, 0, "Năm"), numbered(3, 0, "Sáu"), numbered(4, 0, "Bảy"), numbered(2, 0, "Tám"),
    ) == ["1.", "i)", "2.", "ii)", "5.", "6.", "g)", "1."]  # fmt: skip


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("xl/workbook.xml", "Đây là tệp Excel; hãy chép kế hoạch sang Word (.docx) rồi tải lên."),
        ("ppt/presentation.xml", "Đây là tệp PowerPoint; hãy chép kế hoạch sang Word (.docx) rồi tải lên."),
        ("anh.png", "Đây là tệp nén, không phải văn bản Word; hãy giải nén rồi tải lên từng tệp."),
    ],
)
def test_other_packages_are_called_by_their_names(member: str, words: str) -> None:
    content = docx_of("", parts={member: "x"}).replace(b"word/document.xml", b"none/document.xml")
    with pytest.raises(UnreadableDocument) as refused:
        read_document(content)
    assert (refused.value.reason, str(refused.value)) == (UnreadableReason.UNKNOWN_TYPE, words)


def test_macros_are_not_run_but_told() -> None:
    document = read_document(docx_of(paragraph("Kế hoạch"), parts={"word/vbaProject.bin": b"x"}))
    assert document.notices == ("Tệp có chứa macro; macro không được chạy, chỉ phần chữ được đọc.",)


def test_a_word_file_without_words_says_so() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(docx_of("<w:p/>"), limits=DEFAULT_LIMITS)
    assert refused.value.reason is UnreadableReason.NO_TEXT


def test_relations_may_be_absolute_or_point_outside() -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{relation}/footnotes" Target="https://example.vn/x" TargetMode="External"/>'
        f'<Relationship Id="b" Type="{relation}/numbering" Target="/word/numbering.xml"/></Relationships>'
    )
    list_part = numbering_part(
        '<w:abstractNum w:abstractNumId="0">' + level(0, "decimal", "%1.") + "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    document = read_document(
        docx_of(numbered(1, 0, "Một"), parts={"word/_rels/document.xml.rels": links, "word/numbering.xml": list_part})
    )
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    assert (block.list_label, isinstance(block, Table)) == ("1.", False)


def test_an_old_font_named_by_the_theme_is_decoded() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    theme = (
        f'<a:theme xmlns:a="{drawing}"><a:themeElements><a:fontScheme><a:majorFont/>'
        '<a:minorFont><a:latin typeface=".VnTime"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
    )
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{base}/theme" Target="/word/theme.xml"/>'
        f'<Relationship Id="r2" Type="{base}/hyperlink" Target="nowhere:else" TargetMode="External"/></Relationships>'
    )
    run = '<w:r><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/></w:rPr><w:t>{}</w:t></w:r>'
    body = f"<w:p>{run.format('KÕ ho¹ch thi ®ua')}</w:p>"
    parts: dict[str, str | bytes] = {"word/theme.xml": theme, "word/_rels/document.xml.rels": relations}
    document = read_document(docx_of(body, parts=parts))
    assert outline(document) == ["Kế hoạch thi đua"]
    assert document.notices == ("Phông chữ cũ (.VnTime, VNI) đã được chuyển sang Unicode.",)


@pytest.mark.parametrize(
    ("member", "word"),
    [("ppt/slides/slide1.xml", "PowerPoint"), ("xl/workbook.xml", "Excel"), ("anh/1.bin", "tệp nén")],
)
def test_packages_that_are_not_word_say_what_they_are(member: str, word: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(UnreadableDocument) as refused:
        read_document(stream.getvalue())
    assert word in str(refused.value)


def test_tables_of_turned_sections_are_known() -> None:
    table = ruled_table(f"{cell('TT')}{cell('Việc')}{cell('Hạn')}")
    upright = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    turned = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    ends = "<w:p><w:pPr>{}</w:pPr></w:p>"
    body = table + ends.format(upright) + table + paragraph("Lời") + ends.format(turned) + table + upright
    blocks = read_document(docx_of(body)).blocks
    assert [block.is_landscape for block in blocks if isinstance(block, Table)] == [False, True, False]


def test_frames_at_the_foot_of_a_page_come_last() -> None:
    frame = "<w:p><w:pPr><w:framePr {}/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    body = (
        frame.format('w:vAnchor="margin" w:yAlign="bottom"', "Địa chỉ")
        + frame.format('w:vAnchor="page" w:y="15000"', "Điện thoại")
        + frame.format('w:vAnchor="page" w:y="1000"', "Mật")
        + paragraph("Lời")
    )
    blocks = [block for block in read_document(docx_of(body)).blocks if isinstance(block, Paragraph)]
    assert [(block.text, block.is_aside) for block in blocks] == [
        ("Mật", False),
        ("Lời", False),
        ("Địa chỉ", True),
        ("Điện thoại", True),
    ]
