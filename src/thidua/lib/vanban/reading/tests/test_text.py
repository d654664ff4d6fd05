"""Text and markdown."""

from pathlib import Path

import pytest

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import LineRange, PageBreak, Paragraph, Run, SourceFormat, Table
from thidua.lib.vanban.reading import DEFAULT_LIMITS, Limits, read_document
from thidua.lib.vanban.reading.tests.files import PLAN
from thidua.lib.vanban.reading.tests.outline import only_table, outline

PLANS = Path(__file__).parents[7] / "shared" / "plans"


def test_every_printed_line_is_a_paragraph_with_its_number() -> None:
    document = read_document("Một\r\n\r\nHai  \nBa".encode())
    assert [(block.text, block.lines) for block in document.blocks if isinstance(block, Paragraph)] == [
        ("Một", LineRange(1, 1)),
        ("Hai", LineRange(3, 3)),
        ("Ba", LineRange(4, 4)),
    ]
    assert [line.text for line in document.lines] == ["Một", "", "Hai  ", "Ba"]
    assert (document.source_format, document.encoding, document.page_count) == (SourceFormat.TEXT, "utf-8", None)


def test_markup_becomes_runs() -> None:
    document = read_document("**KẾ HOẠCH\nnăm** *2026* <b>a</b>&amp;~~b~~ 5*3 \\* **lẻ".encode())
    first, second = (block for block in document.blocks if isinstance(block, Paragraph))
    assert first.runs == (Run("KẾ HOẠCH", bold=True),)
    assert second.runs == (
        Run("năm", bold=True),
        Run(" "),
        Run("2026", italic=True),
        Run(" "),
        Run("a", bold=True),
        Run("&"),
        Run("b", strike=True),
        Run(" 5*3 * lẻ"),
    )


def test_three_stars_open_what_two_and_one_close() -> None:
    (paragraph,) = read_document("#### ***Nơi* nhận:** hết".encode()).paragraphs()
    assert paragraph.runs == (
        Run("Nơi", bold=True, italic=True),
        Run(" nhận:", bold=True),
        Run(" hết"),
    )
    assert paragraph.heading_level == 4


def test_tab_table_with_page_break_group_and_ragged_rows() -> None:
    text = "STT\tNội dung\tĐơn vị\nI\tQuý I\n1\tHọp\tVăn phòng\n\n\ttiếp theo\t\n<b>QUÝ II</b>\t\t\n\nhết"
    document = read_document(text.encode())
    assert outline(document) == [
        [
            ["STT", "Nội dung", "Đơn vị"],
            ["I", "Quý I", ""],
            ["1", "Họp", "Văn phòng"],
            ["", "tiếp theo", ""],
            ["QUÝ II", "", ""],
        ],
        "hết",
    ]
    assert [row.lines.first for row in only_table(document).rows] == [1, 2, 3, 5, 6]


@pytest.mark.parametrize(
    "text", ["1.\tMục đích\n2.\tYêu cầu", "\tThụt đầu dòng\n\tThụt nữa", "Một\thai", "a)\tMột\nb)\tHai"]
)
def test_stray_tabs_make_no_table(text: str) -> None:
    assert not any(isinstance(block, Table) for block in read_document(text.encode()).blocks)


def test_pipe_table() -> None:
    document = read_document("| TT | Việc |\n|:--|--:|\n| 1 | **Họp**<br>sơ kết |\nsau".encode())
    table = only_table(document)
    assert outline(document) == [[["TT", "Việc"], ["1", "Họp\nsơ kết"]], "sau"]
    assert [row.is_header for row in table.rows] == [True, False]
    assert table.rows[1].lines == LineRange(3, 3)


def test_html_table_within_text_keeps_lines() -> None:
    text = "trước\n<table><tr><td>1</td>\n<td>a</td></tr>\n<tr><td colspan=2>QUÝ I</td></tr></table>\nsau"
    document = read_document(text.encode())
    assert outline(document) == ["trước", [["1", "a"], ["QUÝ I", ""]], "sau"]
    assert [row.lines.first for row in only_table(document).rows] == [2, 4]


@pytest.mark.parametrize("gap", ["\t", "          "])
def test_letterhead_in_two_columns(gap: str) -> None:
    text = f"UBND TỈNH A{gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ{gap}Độc lập - Tự do - Hạnh phúc\n\nKẾ HOẠCH"
    document = read_document(text.encode())
    assert outline(document) == [
        [["UBND TỈNH A\nSỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"]],
        "KẾ HOẠCH",
    ]
    assert only_table(document).borderless


def test_form_feeds_count_pages() -> None:
    document = read_document("một\n\fhai".encode())
    assert document.blocks[1] == PageBreak(2, LineRange(2, 2))
    assert [line.page for line in document.lines] == [1, 2]


def test_guessed_encoding_is_said() -> None:
    document = read_document("Céng hßa x· héi chñ nghÜa ViÖt Nam, thi ®ua".encode("latin-1"))
    assert document.lines[0].text == "Cộng hòa xã hội chủ nghĩa Việt Nam, thi đua"
    assert document.notices == ("Bảng mã TCVN3 (ABC) được đoán theo mặt chữ; hãy soát lại các chữ có dấu.",)


def test_five_thousand_rows_are_read() -> None:
    rows = "\n".join(f"{number}\tViệc số {number}\tPhòng {number}" for number in range(1, 5001))
    assert len(only_table(read_document(f"STT\tNội dung\tĐơn vị\n{rows}".encode())).rows) == 5001


@pytest.mark.parametrize(
    ("content", "limits", "reason"),
    [
        (b"", DEFAULT_LIMITS, UnreadableReason.EMPTY),
        (b" \n\t \r\n", DEFAULT_LIMITS, UnreadableReason.EMPTY),
        ("\u200b\n\u200b".encode(), DEFAULT_LIMITS, UnreadableReason.EMPTY),
        (bytes(range(256)) * 9, DEFAULT_LIMITS, UnreadableReason.UNKNOWN_TYPE),
        (b"abc", Limits(file_bytes=2), UnreadableReason.TOO_LARGE),
        (b"a\nb\nc", Limits(lines=2), UnreadableReason.TOO_COMPLEX),
        (b"abc", Limits(line_length=2), UnreadableReason.TOO_COMPLEX),
        (b"aa\tb\ncc\td\nee\tf", Limits(table_rows=2), UnreadableReason.TOO_COMPLEX),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, limits: Limits, reason: UnreadableReason) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(content, limits=limits)
    assert caught.value.reason is reason


def test_plan_of_our_own() -> None:
    assert [type(block).__name__ for block in read_document(PLAN.encode()).blocks].count("Table") == 3


@pytest.mark.skipif(not PLANS.is_dir(), reason="the given plans are not beside this checkout")
def test_given_plans_lose_no_letter() -> None:
    for path in sorted(PLANS.glob("*.txt")):
        document = read_document(path)
        printed = {char for char in path.read_text(encoding="utf-8") if char.isalpha()}
        assert printed - {char for paragraph in document.paragraphs() for char in paragraph.text} == set()


def test_cell_that_holds_line_breaks() -> None:
    text = 'TT\tViệc\tAi\tHạn\n1\tHọp\tChủ trì: A\nvà B\nPhối hợp: C\tTháng 3\n2\tXét\t"D\nE"\tTháng 5\nhết'
    document = read_document(text.encode())
    assert outline(document) == [
        [
            ["TT", "Việc", "Ai", "Hạn"],
            ["1", "Họp", "Chủ trì: A\nvà B\nPhối hợp: C", "Tháng 3"],
            ["2", "Xét", "D\nE", "Tháng 5"],
        ],
        "hết",
    ]


def test_bars_without_outer_ones() -> None:
    document = read_document(b"TT | A | B\n1 | x | y\n2 | z | w\n\nm | n")
    assert outline(document) == [[["TT", "A", "B"], ["1", "x", "y"], ["2", "z", "w"]], "m | n"]


def test_drawn_box() -> None:
    text = "+---+-----+\n| a | b   |\n|   | c   |\n+===+=====+\n| 1 | d   |\n+---+-----+\nhết\n+---+\nx"
    document = read_document(text.encode())
    assert outline(document) == [[["a", "b\nc"], ["1", "d"]], "hết", "+---+", "x"]
    table = only_table(read_document(text[: text.index("hết")].encode()))
    assert [row.is_header for row in table.rows] == [True, False]


def test_lone_row_behind_the_foot_of_a_page() -> None:
    document = read_document(b"1\ta\tb\n2\tc\td\n\nfoot\n\n3\te\tf\n\nend\n")
    assert outline(document) == [[["1", "a", "b"], ["2", "c", "d"]], "foot", [["3", "e", "f"]], "end"]
