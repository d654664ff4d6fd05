"""Made-up tables: a head, rows grouped by quarter now and then, merged cells."""

from __future__ import annotations

from random import Random

from thidua.lib.vanban.model import Cell, Paragraph, Row, Run, Table
from thidua.lib.vanban.official import NOWHERE, Sheet
from thidua.lib.vanban.writing.tests.papers.words import ROMAN, runs, sentence

_UNITS = ("Văn phòng Sở", "Phòng Nghiệp vụ I", "Thanh tra Sở", "Các sở, ban, ngành", "UBND các xã, phường")
_HEADS = (
    "TT",
    "Nội dung công việc",
    "Đơn vị chủ trì",
    "Thời gian thực hiện",
    "Kết quả, sản phẩm",
    "Kinh phí",
    "Ghi chú",
)


def sheet(chance: Random, *, row_count: int | None = None, is_wide: bool | None = None) -> Sheet:
    """Return a table with a head, group rows by quarter now and then, and merged cells."""
    columns = chance.choice((3, 4, 5, 7))
    rows = [Row(tuple(cell(text) for text in _HEADS[:columns]), NOWHERE, is_header=True)]
    is_grouped = chance.random() < 0.5
    count = row_count or chance.randint(2, 12)
    for place in range(count):
        if is_grouped and place % 4 == 0:
            rows.append(group_row(f"Quý {ROMAN[place // 4 % 4]}/2026", columns))
        rows.append(Row(_cells(chance, place + 1, columns), NOWHERE))
    if count >= 4 and not is_grouped and chance.random() < 0.5:
        _merge(rows, 2, 2, 2)
    return Sheet(Table(tuple(rows), NOWHERE), chance.random() < 0.2 if is_wide is None else is_wide)


def _cells(chance: Random, place: int, columns: int) -> tuple[Cell, ...]:
    cells = [
        cell(str(place)),
        Cell(tuple(_cell_paragraph(chance) for _ in range(chance.choice((1, 1, 1, 2))))),
        cell(chance.choice(_UNITS)),
        cell(f"Tháng {chance.randint(1, 12)}"),
        cell(chance.choice(("Kế hoạch", "Báo cáo", "Quyết định khen thưởng"))),
        cell(chance.choice(("12.500.000", "3.000.000", ""))),
        cell(""),
    ]
    return tuple(cells[:columns])


def _cell_paragraph(chance: Random) -> Paragraph:
    return Paragraph(runs(chance, sentence(chance, ".")), NOWHERE)


def cell(text: str) -> Cell:
    return Cell((Paragraph((Run(text),), NOWHERE),) if text else ())


def group_row(text: str, columns: int) -> Row:
    first = Cell((Paragraph((Run(text),), NOWHERE),), column_span=columns)
    return Row((first, *(Cell((), covered=True) for _ in range(columns - 1))), NOWHERE)


def _merge(rows: list[Row], first: int, column: int, count: int) -> None:
    """Merge the cells of a column downward."""
    for place in range(first, first + count):
        cells = list(rows[place].cells)
        top = Cell(cells[column].paragraphs, row_span=count)
        cells[column] = top if place == first else Cell((), covered=True)
        rows[place] = Row(tuple(cells), NOWHERE)
