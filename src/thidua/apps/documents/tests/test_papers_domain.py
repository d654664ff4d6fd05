"""Papers as typed lines and tables, and versions compared: examples, then what holds for any."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.documents.domain.papers import styles, tables
from thidua.apps.documents.domain.papers.beginning import abbreviation, begin_paper
from thidua.apps.documents.domain.papers.completeness import missing_parts
from thidua.apps.documents.domain.papers.fields import typed_fields, with_fields, with_new_annex
from thidua.apps.documents.domain.papers.lines import Line, lines_of
from thidua.apps.documents.domain.papers.redline import changed_count, compare
from thidua.apps.documents.domain.papers.redline_docx import redline_docx
from thidua.apps.documents.domain.papers.writing import BodyFault, read_body, read_line, typed_body, typed_line
from thidua.apps.documents.tests.paper_factories import content
from thidua.lib.vanban.form import types
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Level, OfficialDocument, Passage, Sheet

LINES = [
    ("Phần thứ nhất QUY ĐỊNH CHUNG", Passage(Level.PART, "Phần thứ nhất", title="QUY ĐỊNH CHUNG")),
    ("Chương II TỔ CHỨC", Passage(Level.CHAPTER, "Chương II", title="TỔ CHỨC")),
    ("Mục 1 CHUNG", Passage(Level.SECTION, "Mục 1", title="CHUNG")),
    ("Tiểu mục 2 RIÊNG", Passage(Level.SUBSECTION, "Tiểu mục 2", title="RIÊNG")),
    ("IV. TỔ CHỨC THỰC HIỆN", Passage(Level.HEADING, "IV.", title="TỔ CHỨC THỰC HIỆN")),
    ("Điều 1. Ban hành kèm theo", Passage(Level.ARTICLE, "Điều 1.", runs=(Run("Ban hành kèm theo"),))),
    ("Điều 2. **Đối tượng**", Passage(Level.ARTICLE, "Điều 2.", title="Đối tượng")),
    ("1.2. Nội dung", Passage(Level.CLAUSE, "1.2.", runs=(Run("Nội dung"),))),
    ("đ) Khác", Passage(Level.POINT, "đ)", runs=(Run("Khác"),))),
    ("- Một việc", Passage(Level.ITEM, "-", runs=(Run("Một việc"),))),
    ("Đoạn **đậm** và ''nghiêng''.", Passage(Level.TEXT, runs=(
        Run("Đoạn "), Run("đậm", bold=True), Run(" và "), Run("nghiêng", italic=True), Run("."),
    ))),
    ("[giữa] QUYẾT NGHỊ:", Passage(Level.CENTERED, runs=(Run("QUYẾT NGHỊ:"),))),
    ("[thường] 1. Không phải khoản", Passage(Level.TEXT, runs=(Run("1. Không phải khoản"),))),
    ("[khoản|1/] Cách đánh số khác", Passage(Level.CLAUSE, "1/", runs=(Run("Cách đánh số khác"),))),
]  # fmt: skip


@pytest.mark.parametrize(("line", "passage"), LINES)
def test_a_line_says_its_level_by_its_label(line: str, passage: Passage) -> None:
    assert read_line(line) == passage
    assert typed_line(passage) == line


_text = st.text(st.sampled_from("aăđ 1.)*'_~^\\[]|-IV"), min_size=1, max_size=12)
_runs = st.lists(st.builds(Run, _text, bold=st.booleans(), italic=st.booleans(), strike=st.booleans()), max_size=4)


@given(_runs)
def test_styled_text_is_read_as_it_was_typed(runs: list[Run]) -> None:
    assert styles.read(styles.typed(runs)) == styles.joined(runs)


@given(st.lists(st.builds(Passage, st.sampled_from(Level), st.sampled_from(["", "1.", "a)", "-", "Điều 1."]),
                          runs=_runs.map(tuple)), max_size=6))  # fmt: skip
def test_a_body_nobody_touched_is_kept_whole(body: list[Passage]) -> None:
    kept = tuple(one for one in body if typed_line(one).strip())
    assert read_body(typed_body(kept), before=kept) == kept


def test_an_untouched_line_keeps_what_cannot_be_typed_and_others_are_read() -> None:
    odd = Passage(Level.HEADING, "I.", runs=(Run("Chữ không in đậm"),))
    before = (odd, Passage(Level.TEXT, runs=(Run("Cũ"),)))
    after = read_body(typed_body(before).replace("Cũ", "Mới"), before=before)
    assert after == (odd, Passage(Level.TEXT, runs=(Run("Mới"),)))


def test_tables_keep_their_place_and_excel_makes_new_ones() -> None:
    table = tables.sheet_of([["STT", "Việc"], ["Quý I", ""], ["1", "Phát động"]])
    before = (Passage(Level.TEXT, runs=(Run("Trước"),)), table)
    lines = typed_body(before).splitlines()
    assert lines[1] == "[bảng 1: 3 dòng, 2 cột – STT, Việc]"
    moved = read_body(f"{lines[1]}\nTrước\nA\tB\n1\t2\nSau", before=before)
    assert moved[0] == table
    assert isinstance(moved[2], Sheet)
    assert [[cell.text for cell in row.cells] for row in moved[2].table.rows] == [["A", "B"], ["1", "2"]]
    with pytest.raises(BodyFault) as raised:
        read_body("[bảng 2: không có]", before=before)
    assert str(raised.value) == "Dòng “[bảng 2: không có]” chỉ một bảng không có trong văn bản."


def test_cells_are_written_rows_added_and_taken_away_but_not_out_of_merged_ones() -> None:
    table = tables.sheet_of([["STT", "Việc"], ["Quý I", ""], ["1", "Phát động"]])
    assert (table.table.rows[0].is_header, table.table.rows[1].cells[0].column_span) == (True, 2)
    changed = tables.with_texts(table, {(2, 1): "Phát động\nthi đua", (1, 1): "phủ"})
    assert [tables.cell_text(cell) for cell in changed.table.rows[2].cells] == ["1", "Phát động\nthi đua"]
    assert tables.with_texts(table, {(2, 1): "Phát động"}) == table
    longer = tables.with_row_after(table, 2)
    assert (len(longer.table.rows), tables.without_row(longer, 3)) == (4, table)
    merged = tables.sheet_of([["A", "B"], ["1", "2"]]).table.rows
    with pytest.raises(tables.MergedRow):
        tables.without_row(tables.sheet_of([["A"]]), 0)
    assert len(merged) == 2


def test_every_type_begins_with_its_form_and_lacks_only_what_is_still_to_be_written() -> None:
    for kind in types():
        begun = begin_paper(
            type_key=kind.key, issuer="Sở Nội vụ", parent="UBND tỉnh", agency="SNV", unit="VP", last=content()
        )
        assert begun.order_word == kind.order_word
        assert not {one for one in missing_parts(begun) if "ký hiệu" in one or "cơ quan" in one}, kind.key
    assert missing_parts(content()) == ()


def test_the_short_form_of_a_body() -> None:
    assert abbreviation(name="Sở Nội vụ", short_name="") == "SNV"
    assert abbreviation(name="Sở Nội vụ", short_name="SNVU") == "SNVU"
    assert abbreviation(name="Sở Lao động", short_name="Sở LĐTBXH") == "SL"


def test_fields_and_back_lose_nothing() -> None:
    paper = with_new_annex(with_new_annex(content(type_key="quyet-dinh", order_word="QUYẾT ĐỊNH:")))
    assert [getattr(one, "label", "") for one in paper.attachments] == ["I", "II"]
    assert with_fields(paper, typed_fields(paper)) == paper


def test_the_end_mark_is_the_forms_own() -> None:
    assert with_fields(content(), {"body": "Đoạn đầu.\nTrân trọng./."}).body[-1].text == "Trân trọng."


def _said(*lines: str) -> list[Line]:
    return [Line("Nội dung", line) for line in lines]


def test_words_know_the_version_that_brought_and_took_them() -> None:
    versions = [
        (1, _said("Thời gian trong tháng 10.", "Giữ nguyên.", "Bỏ đoạn này đi.")),
        (2, _said("Thời gian ngày 15 tháng 10.", "Giữ nguyên.", "Bỏ đoạn này đi.")),
        (3, _said("Thời gian ngày 15 tháng 10 năm 2026.", "Giữ nguyên.", "Thêm một đoạn hoàn toàn khác.")),
    ]
    lines = compare(versions)
    assert [(line.kind, [(one.kind, one.text, one.version) for one in line.stretches]) for line in lines] == [
        ("changed", [
            ("kept", "Thời gian ", 0), ("deleted", "trong", 2), ("inserted", "ngày 15", 2), ("kept", " tháng 10", 0),
            ("inserted", " năm 2026", 3), ("kept", ".", 0),
        ]),
        ("kept", [("kept", "Giữ nguyên.", 0)]),
        ("deleted", [("deleted", "Bỏ đoạn này đi.", 3)]),
        ("inserted", [("inserted", "Thêm một đoạn hoàn toàn khác.", 3)]),
    ]  # fmt: skip
    assert changed_count(lines) == 3


_lines = st.lists(st.text(st.sampled_from("abc ."), min_size=1, max_size=12).filter(str.strip), max_size=6)


@given(st.lists(_lines, min_size=2, max_size=4))
def test_what_is_not_deleted_is_the_last_version_and_what_is_not_inserted_the_first(drafts: list[list[str]]) -> None:
    lines = compare([(number, _said(*draft)) for number, draft in enumerate(drafts, start=1)])
    last = ["".join(one.text for one in line.stretches if one.kind != "deleted") for line in lines]
    first = ["".join(one.text for one in line.stretches if one.kind != "inserted") for line in lines]
    assert [line for line in last if line] == drafts[-1]
    assert sorted(line for line in first if line) == sorted(drafts[0])


def test_the_comparison_goes_out_with_tracked_changes() -> None:
    lines = compare([(1, _said("Cũ thôi")), (2, _said("Mới thôi"))])
    at = datetime(2026, 3, 2, tzinfo=UTC)
    file = redline_docx(title="Văn bản", lines=lines, authors={1: ("An", at), 2: ("Bình", at)})
    xml = zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml").decode()
    assert '<w:delText xml:space="preserve">Cũ</w:delText>' in xml
    assert 'w:author="Bình"' in xml
    assert "<w:ins " in xml


def test_every_part_of_a_paper_is_a_line() -> None:
    paper = content(
        legal_bases=("Luật",), addressees=("Sở A",), body=(*content().body, tables.sheet_of([["STT", "Việc"]])),
        attachments=(OfficialDocument("ke-hoach", "SỞ", "Kế hoạch kèm theo"),),
    )  # fmt: skip
    assert [(line.part, line.text) for line in lines_of(paper)] == [
        ("Phần đầu", "UBND TỈNH BÌNH MINH"),
        ("Phần đầu", "SỞ NỘI VỤ"),
        ("Phần đầu", "Ký hiệu: TB-SNV"),
        ("Phần đầu", "Địa danh: Bình Minh"),
        ("Trích yếu", "Kết quả sơ kết phong trào thi đua quý I năm 2026"),
        ("Phần đầu", "Kính gửi: Sở A"),
        ("Căn cứ", "Luật"),
        ("Nội dung", "I. KẾT QUẢ"),
        ("Nội dung", "1. Các đơn vị đã đăng ký thi đua."),
        ("Nội dung", "Đề nghị các đơn vị thực hiện."),
        ("Nội dung, bảng 1", "STT | Việc"),
        ("Người ký", "GIÁM ĐỐC / Trần Văn Bình"),
        ("Nơi nhận", "Các đơn vị trực thuộc"),
        ("Nơi nhận", "Lưu: VT, TĐKT (3)"),
        ("Kèm theo 1 – Phần đầu", "SỞ"),
        ("Kèm theo 1 – Trích yếu", "Kế hoạch kèm theo"),
    ]
