"""PDF files with a text layer."""

import pytest

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Alignment, PageBreak, Paragraph, SourceFormat, Table
from thidua.lib.vanban.reading import Limits, read_document
from thidua.lib.vanban.reading.tests.files import drawn_pdf, pages_pdf, pdf_of, plan_pdf, typst_pdf
from thidua.lib.vanban.reading.tests.outline import only_table, outline

LONG = (
    "Đẩy mạnh các phong trào thi đua yêu nước, động viên cán bộ, công chức, viên chức hoàn thành nhiệm vụ được giao. "
)


def test_letterhead_title_paragraph_and_table() -> None:
    document = read_document(plan_pdf())
    assert outline(document) == [
        [
            [
                "UBND TỈNH HẢI SƠN\nSỞ NỘI VỤ\nSố: 12/KH-SNV",
                "CỘNG HÒA XÃ HỘI\nĐộc lập - Tự do - Hạnh phúc\nHải Sơn, ngày 05 tháng 02 năm 2026",
            ]
        ],
        "KẾ HOẠCH",
        (
            "Đẩy mạnh các phong trào thi đua yêu nước, động viên cán bộ, công chức, viên chức và người lao động "
            "hoàn thành xuất sắc nhiệm vụ được giao."
        ),
        [
            ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"],
            ["1", "Phát động phong trào thi đua năm 2026", "Văn phòng Sở", "Các phòng, đơn vị", "Tháng 02/2026"],
            ["2", "Tổ chức hội nghị tổng kết cụm thi đua", "Phòng Thi đua", "Văn phòng Sở", "Quý IV"],
        ],
    ]
    head, title, body, _ = document.blocks
    assert isinstance(head, Table)
    assert head.borderless
    assert isinstance(title, Paragraph)
    assert (title.alignment, title.is_bold, title.page) == (Alignment.CENTER, True, 1)
    assert isinstance(body, Paragraph)
    assert body.lines.last > body.lines.first
    assert (document.source_format, document.page_count) == (SourceFormat.PDF, 1)


def test_lines_have_their_place_on_the_page() -> None:
    document = read_document(typst_pdf("Trang này"))
    (line,) = document.lines
    assert (line.text, line.page, line.confidence) == ("Trang này", 1, 1.0)
    assert line.box is not None
    assert 0.09 < line.box.left < 0.1 < line.box.right < 0.25
    assert 0.05 < line.box.top < line.box.bottom < 0.1


def test_table_and_paragraph_go_on_over_the_page() -> None:
    rows = ", ".join(f"[{number}], [Việc {number} {LONG * 2}], [Phòng {number}]" for number in range(1, 12))
    source = (
        "#set page(header: context align(center)[#counter(page).display()])\n"
        f"#par(justify: true)[{LONG * 30}]\n#table(columns: (1cm, 1fr, 3cm), [STT], [Nội dung], [Đơn vị], {rows})"
    )
    document = read_document(typst_pdf(source))
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    table = only_table(document)
    assert [paragraph.text for paragraph in paragraphs] == [(LONG * 30).strip()]
    assert [row.cells[0].text for row in table.rows if row.cells[0].text] == ["STT", *map(str, range(1, 12))]
    assert {row.page for row in table.rows} == set(
        range(min(row.page or 0 for row in table.rows), 1 + (document.page_count or 0))
    )
    assert document.lines[0].text == "1"


def test_merged_cells() -> None:
    source = (
        "#table(columns: (2cm, 4cm, 4cm), table.cell(rowspan: 2)[STT], table.cell(colspan: 2)[Nội dung], [a], [b],"
        "[1], [Hai dòng \\ Trong ô], [])"
    )
    table = only_table(read_document(typst_pdf(source)))
    assert [[(c.text, c.row_span, c.column_span, c.covered) for c in row.cells] for row in table.rows] == [
        [("STT", 2, 1, False), ("Nội dung", 1, 2, False), ("", 1, 1, True)],
        [("", 1, 1, True), ("a", 1, 1, False), ("b", 1, 1, False)],
        [("1", 1, 1, False), ("Hai dòng\nTrong ô", 1, 1, False), ("", 1, 1, False)],
    ]
    assert table.column_widths is not None
    assert [round(width, 1) for width in table.column_widths] == [0.2, 0.4, 0.4]


def test_recipients_stand_beside_the_signature() -> None:
    source = (
        f"{LONG}\n\n#grid(columns: (1fr, 1fr), text(size: 11pt)[*Nơi nhận:* \\ - Như trên; \\ - Lưu: VT.],"
        " align(center)[*GIÁM ĐỐC* #v(2cm) *Nguyễn Thị Ước*])"
    )
    document = read_document(typst_pdf(source))
    assert outline(document)[-1] == [["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "GIÁM ĐỐC\nNguyễn Thị Ước"]]


def test_pages_break_between_blocks() -> None:
    document = read_document(typst_pdf("Một.\n#pagebreak()\nHai."))
    assert [block.page for block in document.blocks if isinstance(block, PageBreak)] == [2]


def test_words_are_put_together_from_glyphs() -> None:
    content = b"BT /F1 12 Tf 50 700 Td [(Ke) -20 (ho) 10 (ach) -300 (nam)] TJ 0 -40 Td (2026) Tj ET"
    assert outline(read_document(drawn_pdf(content))) == ["Kehoach nam", "2026"]


def test_turned_pages_are_read_as_seen() -> None:
    upright = drawn_pdf(b"BT /F1 12 Tf 0 1 -1 0 300 200 Tm (Ke hoach) Tj ET")
    turned = upright.replace(b"/MediaBox", b"/Rotate 90/MediaBox")
    assert outline(read_document(turned)) == ["Ke hoach"]


@pytest.mark.parametrize(
    ("content", "limits", "reason"),
    [
        (pages_pdf(2000), Limits(), UnreadableReason.TOO_MANY_PAGES),
        (pages_pdf(2), Limits(), UnreadableReason.NO_TEXT),
        (drawn_pdf(b"BT /F1 12 Tf (aaaa) Tj ET"), Limits(page_characters=3), UnreadableReason.TOO_COMPLEX),
        (b"%PDF-1.7\nnothing", Limits(), UnreadableReason.DAMAGED),
        (plan_pdf()[:800], Limits(), UnreadableReason.DAMAGED),
    ],
)
def test_other_pdfs_are_refused(content: bytes, limits: Limits, reason: UnreadableReason) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(content, limits=limits)
    assert caught.value.reason is reason


def test_user_password_is_said() -> None:
    encrypted = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[]/Count 0>>",
            b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
        ]
    ).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]")
    with pytest.raises(UnreadableDocument) as caught:
        read_document(encrypted)
    assert (caught.value.reason, str(caught.value)) == (
        UnreadableReason.ENCRYPTED,
        "Tệp PDF được đặt mật khẩu; hãy bỏ mật khẩu rồi tải lại.",
    )
