"""Pages from their ink alone: words and ruling lines put where a page has them."""

from __future__ import annotations

from typing import Any

import pytest

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Alignment, Document, Paragraph, SourceFormat, Table
from thidua.lib.vanban.reading import DEFAULT_LIMITS, Limits, read_document
from thidua.lib.vanban.reading.page import Rule
from thidua.lib.vanban.reading.page.assembly import Assembly
from thidua.lib.vanban.reading.page.ink import PageInk, Word
from thidua.lib.vanban.reading.tests.files import drawn_pdf
from thidua.lib.vanban.reading.tests.outline import only_table, outline

WIDTH, HEIGHT = 595.0, 842.0
LETTER = 6.0


def words(text: str, left: float, base: float, **looks: Any) -> list[Word]:
    """Return the words of one line, every letter as wide as the next."""
    found = []
    for part in text.split(" "):
        right = left + LETTER * len(part)
        found.append(Word(part, left, base - 10, right, base + 3, base, 12.0, **looks))
        left = right + LETTER
    return found


def pages(
    *inks: list[Word], limits: Limits = DEFAULT_LIMITS, rules: tuple[list[Rule], list[Rule]] = ([], [])
) -> Document:
    assembly = Assembly(limits)
    for number, ink in enumerate(inks, start=1):
        assembly.add(PageInk(number, WIDTH, HEIGHT, ink, *rules))
    return Document(tuple(assembly.blocks), tuple(assembly.counter.lines), SourceFormat.PDF)


FULL = "Văn phòng Sở chủ trì phối hợp với các phòng tổng hợp kết quả báo cáo xong"  # 73 letters: 85 to 523


def test_letterhead_of_two_columns_with_a_lone_line_between() -> None:
    document = pages(
        [
            *words("UBND TỈNH HẢI SƠN", 60, 80),
            *words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 330, 80),
            *words("SỞ NỘI VỤ", 85, 96),
            *words("Độc lập - Tự do - Hạnh phúc", 330, 96),
            *words("Hải Sơn, ngày 05 tháng 02", 340, 130),
            *words("KẾ HOẠCH", 268, 190, bold=True),
            *words(FULL, 85, 230),
        ]
    )
    head, title, body = document.blocks
    assert isinstance(head, Table)
    assert isinstance(title, Paragraph)
    assert isinstance(body, Paragraph)
    assert (head.borderless, [cell.text for cell in head.rows[0].cells]) == (
        True,
        [
            "UBND TỈNH HẢI SƠN\nSỞ NỘI VỤ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nĐộc lập - Tự do - Hạnh phúc\nHải Sơn, ngày 05 tháng 02",
        ],
    )  # fmt: skip
    assert (title.text, title.is_bold, title.alignment, body.text) == ("KẾ HOẠCH", True, Alignment.CENTER, FULL)


def test_recipients_beside_the_signature_go_on_over_the_page() -> None:
    document = pages(
        [
            *words(FULL, 85, 600),
            *words("Nơi nhận:", 85, 700, bold=True),
            *words("GIÁM ĐỐC", 380, 700, bold=True),
            *words("- Ủy ban nhân dân tỉnh;", 85, 716),
            *words("- Các phòng, đơn vị", 85, 732),
            *words("Trần Thị Hải Vân", 365, 780, bold=True),
        ],
        [*words("thuộc và trực thuộc Sở;", 85, 80), *words("- Lưu: VT, TĐKT.", 85, 96)],
    )
    foot = document.blocks[-1]
    assert isinstance(foot, Table)
    assert [cell.text for cell in foot.rows[0].cells] == [
        "Nơi nhận:\n- Ủy ban nhân dân tỉnh;\n- Các phòng, đơn vị thuộc và trực thuộc Sở;\n- Lưu: VT, TĐKT.",
        "GIÁM ĐỐC\nTrần Thị Hải Vân",
    ]
    assert (foot.lines.first, foot.lines.last) == (2, 8)


def test_paragraphs_are_told_by_indent_room_and_distance() -> None:
    document = pages(
        [
            *words(FULL, 85, 100),
            *words(FULL, 85, 116),
            *words("và dừng ở đây.", 85, 132),
            *words("Đoạn sau thụt vào " + FULL[:50], 110, 148),
            *words(FULL, 85, 164),
            *words("Chữ đậm đứng riêng", 85, 200, bold=True),
            *words("ghi ở cuối dòng", 435, 240),
            *words("GIỮA", 292, 280),
        ]
    )
    assert [(block.text, block.alignment) for block in document.blocks if isinstance(block, Paragraph)] == [
        (f"{FULL} {FULL} và dừng ở đây.", Alignment.JUSTIFY),
        (f"Đoạn sau thụt vào {FULL[:50]} {FULL}", Alignment.JUSTIFY),
        ("Chữ đậm đứng riêng", None),
        ("ghi ở cuối dòng", Alignment.RIGHT),
        ("GIỮA", Alignment.CENTER),
    ]


def test_a_paragraph_broken_over_the_page_is_one_with_its_hyphen() -> None:
    document = pages(
        [*words(FULL, 85, 740), *words(FULL[:-4] + "KH-", 85, 756)],
        [*words("SXD ngày 05 tháng 01.", 85, 80), *words("Đoạn mới.", 110, 96)],
    )
    assert outline(document) == [f"{FULL} {FULL[:-4]}KH-SXD ngày 05 tháng 01.", 2, "Đoạn mới."]


def test_page_numbers_stay_lines_and_are_no_text() -> None:
    document = pages([*words("2", 295, 40), *words(FULL, 85, 100)])
    assert (outline(document), [line.text for line in document.lines]) == ([FULL], ["2", FULL])


def grid(rows: list[float], columns: list[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(at, columns[0], columns[-1]) for at in rows], [Rule(at, rows[0], rows[-1]) for at in columns]


def test_lines_of_cells_become_paragraphs_by_their_room() -> None:
    ink = [
        *words("TT", 90, 115), *words("Nội dung", 150, 115),
        *words("1", 90, 145), *words("Phát động phong trào thi", 125, 145), *words("đua toàn Sở;", 125, 160),
        *words("- Ký giao ước.", 125, 175),
    ]  # fmt: skip
    document = pages(ink, rules=grid([100, 125, 185], [85, 120, 285]))
    table = only_table(document)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["TT", "Nội dung"],
        ["1", "Phát động phong trào thi đua toàn Sở;\n- Ký giao ước."],
    ]
    assert table.column_widths == (35 / 200, 165 / 200)
    with pytest.raises(UnreadableDocument) as refused:
        pages(ink, limits=Limits(table_cells=3), rules=grid([100, 125, 185], [85, 120, 285]))
    assert refused.value.reason is UnreadableReason.TOO_COMPLEX


def drawn_table(lines: bytes) -> list[list[str]]:
    """Return the cells of a table of two rows whose lines are drawn in this way."""
    texts = ((110, 715, b"So"), (210, 715, b"Viec"), (110, 685, b"1"), (210, 685, b"Ky giao uoc"))
    ink = b"".join(b"BT /F1 12 Tf %d %d Td (%s) Tj ET\n" % (x, y, text) for x, y, text in texts)
    table = only_table(read_document(drawn_pdf(lines + ink)))
    return [[cell.text for cell in row.cells] for row in table.rows]


ACROSS, DOWN = (670, 700, 730), (100, 200, 400)


@pytest.mark.parametrize(
    "lines",
    [
        b"".join(b"100 %d m 400 %d l S\n" % (y, y) for y in ACROSS)
        + b"".join(b"%d 670 m %d 730 l S\n" % (x, x) for x in DOWN),
        b"".join(b"100 %d 300 0.5 re f\n" % y for y in ACROSS) + b"".join(b"%d 670 0.5 60 re f\n" % x for x in DOWN),
        # All thin boxes in one path, as Word prints them; a curve among fills is no line.
        b"".join(b"100 %d 300 0.5 re\n" % y for y in ACROSS)
        + b"".join(b"%d 670 0.5 60 re\n" % x for x in DOWN)
        + b"f\n100 100 m 150 150 200 150 250 100 c f\n",
        b"100 700 m 400 700 l 400 730 l 100 730 l h S 100 670 300 30 re S 200 670 m 200 730 l S\n",
        b"q 0.5 0 0 0.5 0 0 cm\n"
        + b"".join(b"200 %d m 800 %d l S\n" % (2 * y, 2 * y) for y in ACROSS)
        + b"".join(b"%d 1340 m %d 1460 l S\n" % (2 * x, 2 * x) for x in DOWN)
        + b"Q\n",
    ],
)
def test_ruling_lines_drawn_in_any_way_make_the_same_table(lines: bytes) -> None:
    assert drawn_table(lines) == [["So", "Viec"], ["1", "Ky giao uoc"]]


def test_a_table_without_ruling_lines() -> None:
    document = pages(
        [
            *words(FULL, 85, 100),
            *words("Đơn vị", 330, 134),
            *words("TT", 85, 142),
            *words("Việc phải làm", 120, 142),
            *words("Hạn xong", 450, 142),
            *words("lo việc", 330, 150),
            *words("1", 85, 180),
            *words("Lập danh sách gia đình", 120, 180),
            *words("Phòng Y tế", 330, 180),
            *words("Quý I", 450, 180),
            *words("cần giúp đỡ", 120, 196),
            *words("2", 85, 226),
            *words("Thăm hỏi", 120, 226),
            *words("Hội Chữ thập đỏ", 330, 226),
            *words("Quý II", 450, 226),
            *words("3", 85, 256),
            *words("Tổng kết", 120, 256),
            *words("Văn phòng", 330, 256),
            *words("Quý IV", 450, 256),
            *words(FULL, 85, 300),
        ]
    )
    before, table, after = document.blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["TT", "Việc phải làm", "Đơn vị\nlo việc", "Hạn xong"],
        ["1", "Lập danh sách gia đình cần giúp đỡ", "Phòng Y tế", "Quý I"],
        ["2", "Thăm hỏi", "Hội Chữ thập đỏ", "Quý II"],
        ["3", "Tổng kết", "Văn phòng", "Quý IV"],
    ]
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert (before.text, after.text) == (FULL, FULL)


def test_lines_set_to_full_measure_are_no_table() -> None:
    spread = [
        *words("Văn phòng", 85, 100),
        *words("chủ trì phối hợp với", 165, 100),
        *words("các phòng tổng hợp", 330, 100),
        *words("kết quả báo cáo", 85, 116),
        *words("Giám đốc trước ngày", 210, 116),
        *words("hai mươi của tháng", 370, 116),
        *words("cuối quý để theo", 85, 132),
        *words("dõi và đôn đốc", 240, 132),
        *words("các đơn vị làm chậm", 350, 132),
    ]
    assert not any(isinstance(block, Table) and not block.borderless for block in pages(spread).blocks)
