"""HTML."""

import pytest

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Alignment, Paragraph, Run, SourceFormat
from thidua.lib.vanban.reading import Limits, read_document
from thidua.lib.vanban.reading.tests.outline import only_table, outline


def test_blocks_headings_lists_and_styles() -> None:
    page = (
        "<!doctype html><html><head><title>x</title><script>alert(1)</script><style>p{}</style></head><body>"
        "<h2>KẾ  HOẠCH</h2><p>Một <b>đậm</b> <i style='font-weight:bold'>cả hai</i><br>hai&nbsp;</p>"
        "<ol type=a><li>thứ nhất<li>thứ hai</ol><ul><li>gạch</ul><p hidden>ẩn</p>chữ rời</body></html>"
    )
    document = read_document(page.encode())
    assert outline(document) == ["KẾ HOẠCH", "Một đậm cả hai", "hai", "a) thứ nhất", "b) thứ hai", "• gạch", "chữ rời"]
    heading, first = (block for block in document.blocks[:2] if isinstance(block, Paragraph))
    assert (heading.heading_level, document.source_format) == (2, SourceFormat.HTML)
    assert first.runs == (
        Run("Một "),
        Run("đậm ", bold=True),
        Run("cả hai", bold=True, italic=True),
    )


def test_spans_keep_the_grid() -> None:
    page = (
        "<html><table border=1><thead><tr><th rowspan=2>TT<th colspan=2>Việc</thead>"
        "<tr><td>a<td>b<tr><td>1<td>2<td>3</table>"
    )
    table = only_table(read_document(page.encode()))
    assert [[(c.text, c.row_span, c.column_span, c.covered) for c in row.cells] for row in table.rows] == [
        [("TT", 2, 1, False), ("Việc", 1, 2, False), ("", 1, 1, True)],
        [("", 1, 1, True), ("a", 1, 1, False), ("b", 1, 1, False)],
        [("1", 1, 1, False), ("2", 1, 1, False), ("3", 1, 1, False)],
    ]
    assert [row.is_header for row in table.rows] == [True, False, False]


def test_layout_tables_give_way_to_what_they_hold() -> None:
    page = "<html><table><tr><td><p>trên</p><table><tr><td>1<td>a<tr><td>2<td>b</table></table>"
    assert outline(read_document(page.encode())) == ["trên", [["1", "a"], ["2", "b"]]]


def test_charset_is_taken_from_the_page() -> None:
    page = "<html><meta charset=windows-1258><p>Căn cứ".encode("cp1258", "ignore") + b"</p></html>"
    assert read_document(page).encoding == "cp1258"


def test_html_under_the_name_of_doc_is_html() -> None:
    document = read_document("<div><p>Kế hoạch năm</p></div>".encode(), filename="kehoach.doc")
    assert (document.source_format, outline(document)) == (SourceFormat.HTML, ["Kế hoạch năm"])


def test_old_fonts_are_decoded() -> None:
    page = (
        "<html><meta charset=utf-8><font face='.VnTime'>thi ®ua</font> <span style='font-family:VNI-Times'>ñua</span>"
    )
    assert outline(read_document(page.encode())) == ["thi đua đua"]


def test_styles_alignment_and_lists_of_every_kind() -> None:
    page = (
        "<html><body><center><h1>QUYẾT ĐỊNH</h1></center><p align=right>Bình Minh, ngày 05</p>"
        "<p style='text-align:justify; font-style:italic; font-family: Times'>Căn cứ Luật</p>"
        "<pre>một\nhai</pre><ol type=A start=2><li>việc<li value=5>việc khác</ol><ol start=x><li>đầu</ol></body></html>"
    )
    document = read_document(page.encode())
    assert outline(document) == [
        "QUYẾT ĐỊNH", "Bình Minh, ngày 05", "Căn cứ Luật", "một", "hai", "B) việc", "E) việc khác", "1. đầu",
    ]  # fmt: skip
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert [block.alignment for block in paragraphs[:3]] == [Alignment.CENTER, Alignment.RIGHT, Alignment.JUSTIFY]
    assert paragraphs[2].is_italic


def test_tables_for_layout_give_their_text_in_order() -> None:
    one = read_document("<html><table><tr><td><p>Một ô</p><p>hai dòng</p></table><table></table></html>".encode())
    assert outline(one) == ["Một ô", "hai dòng"]
    inner = "<table border=1><tr><td>1<td>Phát động<tr><td>2<td>Tổng kết</table>"
    nested = read_document(f"<html><table><tr><td>Trái<td>{inner}</table></html>".encode())
    assert only_table(nested).rows[1].cells[1].text == "Tổng kết"
    mixed = f"<html><table border=1><tr><td>a<td>b<tr><td>c<td>d<tr><td>e<td>Trong {inner}</table></html>"
    assert "Phát động" in only_table(read_document(mixed.encode())).rows[2].cells[1].text


def test_too_many_rows_and_too_deep_nesting_are_refused_in_words() -> None:
    rows = "<html><table>" + "<tr><td>1<td>2" * 20 + "</table></html>"
    with pytest.raises(UnreadableDocument) as many:
        read_document(rows.encode(), limits=Limits(table_rows=10))
    assert many.value.reason == UnreadableReason.TOO_COMPLEX
    deep = "<html>" + "<div>" * 200 + "chữ" + "</div>" * 200 + "</html>"
    with pytest.raises(UnreadableDocument) as nested:
        read_document(deep.encode(), limits=Limits(nesting=10))
    assert nested.value.reason == UnreadableReason.TOO_COMPLEX
