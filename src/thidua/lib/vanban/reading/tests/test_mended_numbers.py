"""Numbers of recognised tables, put right by their neighbours."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.model import Cell, LineRange, Paragraph, Row, Run, Table
from thidua.lib.vanban.reading.scan.numbering import mended_text, with_mended_numbers

PLACE = LineRange(1, 1)


def cell(text: str, span: int = 1) -> Cell:
    paragraphs = (Paragraph((Run(text),), PLACE),) if text else ()
    return Cell(paragraphs, column_span=span)


def table(*rows: tuple[str, ...]) -> Table:
    return Table(tuple(Row(tuple(cell(text) for text in row), PLACE) for row in rows), PLACE)


def numbers(*rows: tuple[str, ...]) -> list[str]:
    (mended,) = with_mended_numbers((table(*rows),))
    assert isinstance(mended, Table)
    return [row.cells[0].text for row in mended.rows]


def test_a_doubtful_number_follows_from_its_neighbours() -> None:
    assert numbers(
        ("S1T", "Nội dung", "Chủ trì"),
        ("l", "Phát động", "Văn phòng"),
        ("2", "Sơ kết", "Phòng Nội vụ"),
        ("8", "Kiểm tra", "Thanh tra"),
        ("4", "Bình xét", "Hội đồng"),
        ("S", "Tổng kết", "Văn phòng"),
    ) == ["STT", "1", "2", "3", "4", "5"]


def test_titles_repeated_and_groups_count_on() -> None:
    assert numbers(
        ("T1", "Nội dung", "Chủ trì"),
        ("I", "TUYÊN TRUYỀN", ""),
        ("1.", "Treo băng rôn", "Văn phòng"),
        ("2.", "Viết bài", "Tổ tin"),
        ("ĩT", "Nội dung", "Chủ trì"),
        ("H", "KIỂM TRA", ""),
        ("1.", "Lập đoàn", "Thanh tra"),
        ("2.", "Báo cáo", "Văn phòng"),
        ("", "", ""),
    ) == ["TT", "I", "1.", "2.", "TT", "II", "1.", "2.", ""]


def test_one_quarter_among_others_is_mended() -> None:
    (mended,) = with_mended_numbers(
        (
            table(
                ("TT", "Nội dung", "Chủ trì"),
                ("", "QUÝ I", ""), ("1", "Phát động", "Văn phòng"),
                ("", "QUÝ II", ""), ("2", "Sơ kết", "Văn phòng"),
                ("", "QUÝ II", ""), ("3", "Kiểm tra", "Văn phòng"),
                ("", "QUÝ IV", ""), ("4", "Tổng kết", "Văn phòng"),
            ),
        )
    )  # fmt: skip
    assert isinstance(mended, Table)
    assert [row.cells[1].text for row in mended.rows if not row.cells[0].text] == [
        "QUÝ I", "QUÝ II", "QUÝ III", "QUÝ IV",
    ]  # fmt: skip


def test_few_numbers_prove_nothing() -> None:
    assert numbers(("A", "Nội dung"), ("1", "Phát động"), ("x", "Sơ kết")) == ["A", "1", "x"]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("QUÝ IH", "QUÝ III"),
        ("Quý u năm nay", "Quý II năm nay"),
        ("L. MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("-Văn phòng Sở", "- Văn phòng Sở"),
        ("tổ chức ỚƠ phong trào", "tổ chức Ớơ phong trào"),
    ],
)
def test_slips_of_recognition(seen: str, meant: str) -> None:
    assert mended_text(seen) == meant
