"""HTML."""

from thidua.lib.vanban.model import Paragraph, Run, SourceFormat
from thidua.lib.vanban.reading import read_document
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
