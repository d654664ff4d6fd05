"""Word files at the edges: merged blocks, crowded tables, rows longer than a page, papers that lack parts."""

from __future__ import annotations

from dataclasses import replace

from thidua.lib.vanban.model import Cell, Row, Run, Table
from thidua.lib.vanban.official import NOWHERE, Level, OfficialDocument, Passage, Piece, Sheet, Signature
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.tests.papers.tables import cell
from thidua.lib.vanban.writing.tests.word import W, WordFile, at, text_of, value, word

_CLOSE = Passage(Level.TEXT, runs=(Run("Trên đây là Kế hoạch."),))
COVERED = Cell((), covered=True)


def paper(*body: Piece) -> OfficialDocument:
    return OfficialDocument("ke-hoach", "SỞ NỘI VỤ", "Thi đua", symbol="KH-SNV", place="Hà Nội", body=(*body, _CLOSE))


def spanned(text: str, rows: int, columns: int) -> Cell:
    return replace(cell(text), row_span=rows, column_span=columns)


def sheet(*rows: tuple[Cell, ...], heads: int = 1) -> Sheet:
    lines = (Row(cells, NOWHERE, is_header=place < heads) for place, cells in enumerate(rows))
    return Sheet(Table(tuple(lines), NOWHERE))


def table_of(written: WordFile) -> list[list[tuple[str, str | None, str | None]]]:
    """Return text, columns spanned and vertical merge of each cell of the second table."""
    table = at(written.body, "tbl[2]")
    assert table is not None
    return [
        [
            (text_of(each), value(each, "tcPr/gridSpan"), None if merge is None else merge.get(W + "val", "continue"))
            for each in row.iter(W + "tc")
            for merge in (at(each, "tcPr/vMerge"),)
        ]
        for row in table.iter(W + "tr")
    ]


def test_blocks_of_merged_cells() -> None:
    made = sheet(
        (spanned("TT", 2, 1), spanned("Đơn vị", 1, 2), spanned("Ghi chú", 2, 1)),
        (COVERED, cell("Chủ trì"), cell("Phối hợp"), COVERED),
        (cell("1"), spanned("Khối", 2, 2), COVERED, cell("a")),
        (cell("2"), COVERED, COVERED, cell("b")),
        (cell("3"), cell("Sở"), cell("Xã"), cell("c")),
        heads=2,
    )
    first = made.table.rows[0]
    filled = replace(first, cells=(first.cells[0], first.cells[1], COVERED, first.cells[2]))
    made = Sheet(replace(made.table, rows=(filled, *made.table.rows[1:])))
    told = paper(made)
    assert table_of(word(told)) == [
        [("TT", None, "restart"), ("Đơn vị", "2", None), ("Ghi chú", None, "restart")],
        [("", None, "continue"), ("Chủ trì", None, None), ("Phối hợp", None, None), ("", None, "continue")],
        [("1", None, None), ("Khối", "2", "restart"), ("a", None, None)],
        [("2", None, None), ("", "2", "continue"), ("b", None, None)],
        [("3", None, None), ("Sở", None, None), ("Xã", None, None), ("c", None, None)],
    ]
    assert recognize(read_document(write_docx(told))) == told


def test_a_crowded_table_is_set_smaller_and_stays_on_the_page() -> None:
    columns = 16
    words = tuple(cell("Nghiệp") for _ in range(columns))
    written = word(paper(sheet(words, tuple(cell("12.500.000") for _ in range(columns)))))
    table = at(written.body, "tbl[2]")
    assert table is not None
    assert sum(int(each.get(W + "w", "")) for each in table.iter(W + "gridCol")) <= 155 * 1440 / 25.4 + columns
    sizes = {each.get(W + "val") for each in table.iter(W + "sz")}
    assert sizes == {"18"}


def test_a_row_longer_than_a_page_may_break() -> None:
    rows = (cell("TT"), cell("Nội dung")), (cell("1"), cell("Tổ chức thực hiện. " * 600)), (cell("2"), cell("Ngắn"))
    table = at(word(paper(sheet(*rows))).body, "tbl[2]")
    assert table is not None
    whole = [at(row, "trPr/cantSplit") is not None for row in table.iter(W + "tr")]
    assert whole == [True, False, True]


def test_papers_that_lack_parts() -> None:
    bare = OfficialDocument("ke-hoach", "", "")
    written = word(bare)
    assert written.texts("issuer") == []
    assert written.texts("abstract") == []
    assert len(list(written.body.iter(W + "tbl"))) == 1
    telegram = word(replace(bare, type_key="cong-dien"))
    assert telegram.texts("addressees") == []
    received = word(replace(bare, recipients=("Như trên", "Lưu: VT")))
    assert received.texts("recipients") == ["- Như trên;", "- Lưu: VT."]
    assert len(list(received.body.iter(W + "tbl"))) == 1


def test_an_attached_document_without_agency_has_no_letterhead() -> None:
    attached = replace(paper(), issuer="", symbol="", place="", reference="(Kèm theo …)")
    written = word(replace(paper(), attachments=(attached,)))
    assert len(written.texts("national-title")) == 1
    assert written.texts("type-name") == ["KẾ HOẠCH", "KẾ HOẠCH"]


def test_three_signatures_stand_side_by_side() -> None:
    signers = tuple(Signature(f"ĐẠI DIỆN BÊN {side}", "Lê An") for side in "ABC")
    table = at(word(replace(paper(), signatures=signers)).body, "tbl[2]")
    assert table is not None
    assert [text_of(each) for each in table.iter(W + "tc")] == [f"ĐẠI DIỆN BÊN {side}Lê An" for side in "ABC"]
