"""Tables as the template takes them: widths in mm, cells with their spans, the header that every page repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from thidua.lib.vanban.form import measures
from thidua.lib.vanban.model import Cell, Row, Table
from thidua.lib.vanban.writing.columns import (
    LONGEST_WHOLE_ROW_MM,
    PADDING_MM,
    column_widths,
    is_figures,
    is_group_row,
    letter_size,
    row_height_mm,
)
from thidua.lib.vanban.writing.pdf.text import inked

Shown = dict[str, Any]
_ROWS_KEPT = 2
"""So many last rows go to the next page with the signature."""


def sheet_of(table: Table, *, width: float) -> Shown:
    """Return a table of `width` mm for the template."""
    table = squared(table)
    size = letter_size(table, width_mm=width)
    columns = _Columns(
        widths=column_widths(table, width_mm=width, size=size),
        centered=[is_figures(table, column) for column in range(table.column_count)],
        size=size,
    )
    top = header_length(table)
    rows = [_row(row, columns, is_header=place < top) for place, row in enumerate(table.rows)]
    return {"kind": "sheet", "columns": columns.widths, "header": rows[:top], "rows": rows[top:]}


def squared(table: Table) -> Table:
    """Return the table with a cell for every place and spans that neither meet nor leave it; no text is lost."""
    count, height = max(table.column_count, 1), len(table.rows)
    cells: list[list[Cell]] = [[Cell((), covered=True)] * count for _ in range(height)]
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for down, row in enumerate(table.rows):
        for across in range(count):
            cell = row.cells[across] if across < len(row.cells) else Cell(())
            owner = owners.get((down, across))
            if owner is not None:
                if cell.paragraphs:
                    above = cells[owner[0]][owner[1]]
                    cells[owner[0]][owner[1]] = replace(above, paragraphs=(*above.paragraphs, *cell.paragraphs))
                continue
            wide = 1
            while wide < min(cell.column_span, count - across) and (down, across + wide) not in owners:
                wide += 1
            high = min(max(cell.row_span, 1), height - down)
            owners |= {(down + y, across + x): (down, across) for y in range(high) for x in range(wide)}
            cells[down][across] = replace(cell, row_span=high, column_span=wide, covered=False)
    return replace(
        table, rows=tuple(replace(row, cells=tuple(line)) for row, line in zip(table.rows, cells, strict=True))
    )


def header_length(table: Table) -> int:
    """Return how many rows every page repeats: those declared, with what their cells span."""
    declared = 0
    while declared < len(table.rows) and table.rows[declared].is_header:
        declared += 1
    reach = max((place + cell.row_span for place in range(declared) for cell in table.rows[place].cells), default=0)
    return min(max(reach, declared), len(table.rows))


def cut_before_last(rows: Sequence[Sequence[Shown]]) -> int:
    """Return before which row a table may be parted so that its last rows go with the signature; no span is broken."""
    cut = max(len(rows) - _ROWS_KEPT, 0)
    while cut and any(place + cell.get("rs", 1) > cut for place in range(cut) for cell in rows[place]):
        cut -= 1
    return cut


@dataclass(frozen=True, slots=True)
class _Columns:
    widths: list[float]
    centered: list[bool]
    size: float | None


def _row(row: Row, columns: _Columns, *, is_header: bool) -> list[Shown]:
    key = "table-header" if is_header else "table-group" if is_group_row(row) else "table-cell"
    keeps = row_height_mm(row, widths=columns.widths, size=columns.size) < LONGEST_WHOLE_ROW_MM
    return [
        {**_cell(cell, key, columns, column), "keep": keeps}
        for column, cell in enumerate(row.cells)
        if not cell.covered
    ]


def _cell(cell: Cell, key: str, columns: _Columns, column: int) -> Shown:
    element = measures().elements[key]
    size = columns.size or element.size
    span = cell.column_span
    room = sum(columns.widths[column : column + span]) - 2 * PADDING_MM
    is_centered = key == "table-cell" and span == 1 and columns.centered[column]
    shown: Shown = {
        "e": key,
        "ps": [
            inked(each.runs, width=room, size=size, bold=element.bold, italic=element.italic)
            for each in cell.paragraphs
        ],
        "size": size,
        "align": "center" if is_centered else element.alignment.value,
        "middle": is_centered or key == "table-header" or cell.row_span > 1,
        "width": room,
        "pad": PADDING_MM,
    }
    if span > 1:
        shown["cs"] = span
    if cell.row_span > 1:
        shown["rs"] = cell.row_span
    return shown
