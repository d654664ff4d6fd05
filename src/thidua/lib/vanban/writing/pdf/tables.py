"""Tables as the template takes them: widths in mm, cells with their spans, the header that every page repeats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from thidua.lib.vanban.form import Element, measures
from thidua.lib.vanban.model import Alignment, Cell, Row, Table
from thidua.lib.vanban.official import Sheet
from thidua.lib.vanban.writing.pdf.text import cleaned, inked

_PADDING_MM = 1.5
_LETTER_MM = 0.2
"""Usual width of a letter for each point of its size."""
_LONGEST_WORD = 12
_MOST_LINES_KEPT = 14
"""A row of more lines than this may break over pages."""


def sheet_of(sheet: Sheet, *, width: float) -> dict[str, Any]:
    """Return a table of `width` mm for the template."""
    table = sheet.table
    count = table.column_count
    if not count:
        return {"kind": "sheet", "columns": [width], "header": [], "rows": []}
    columns = column_widths(table, width=width)
    top = header_length(table)
    centered = [_is_short(table, column, top) for column in range(count)]
    rows = [_row(row, columns, centered, is_header=place < top) for place, row in enumerate(table.rows)]
    return {"kind": "sheet", "columns": columns, "header": rows[:top], "rows": rows[top:]}


def header_length(table: Table) -> int:
    """Return how many rows every page repeats: those declared, with what their cells span."""
    declared = 0
    while declared < len(table.rows) and table.rows[declared].is_header:
        declared += 1
    reach = max((place + cell.row_span for place in range(declared) for cell in table.rows[place].cells), default=0)
    return min(max(reach, declared), len(table.rows))


def is_group(row: Row) -> bool:
    """Tell whether the first cell of a row spans the whole table."""
    return len(row.cells) > 1 and not row.cells[0].covered and row.cells[0].column_span >= len(row.cells)


def column_widths(table: Table, *, width: float) -> list[float]:
    """Return the widths of the columns in mm: as the source tells, else by how much they hold."""
    count = table.column_count
    if table.column_widths and len(table.column_widths) == count and min(table.column_widths) > 0:
        shares = list(table.column_widths)
    else:
        shares = _shares(table)
    total = sum(shares)
    return [round(width * share / total, 3) for share in shares]


def _shares(table: Table) -> list[float]:
    weights = []
    for column in range(table.column_count):
        texts = [text for row in table.rows if (text := _own_text(row, column))]
        longest = max((len(word) for text in texts for word in text.split()), default=1)
        mean = sum(map(len, texts)) / max(len(texts), 1)
        weights.append(max(3 * mean**0.5, min(longest, _LONGEST_WORD) * 1.4, 5.0))
    return weights


def _own_text(row: Row, column: int) -> str:
    cell = row.cells[column] if column < len(row.cells) else None
    return cell.text if cell is not None and cell.column_span == 1 else ""


def _is_short(table: Table, column: int, top: int) -> bool:
    """Tell whether a column holds only numbers and the like, which stand in its middle."""
    texts = [text for row in table.rows[top:] if (text := _own_text(row, column))]
    return bool(texts) and max(map(len, texts)) <= 8


def _row(row: Row, columns: Sequence[float], centered: Sequence[bool], *, is_header: bool) -> list[dict[str, Any]]:
    shown = []
    for column in range(len(columns)):
        cell = row.cells[column] if column < len(row.cells) else Cell(())
        if cell.covered:
            continue
        key = "table-header" if is_header else "table-group" if is_group(row) else "table-cell"
        shown.append(_cell(cell, key, columns, column, is_centered=centered[column]))
    keeps = all(each.pop("lines") <= _MOST_LINES_KEPT for each in shown)
    return [{**each, "keep": keeps} for each in shown]


def _cell(cell: Cell, key: str, columns: Sequence[float], column: int, *, is_centered: bool) -> dict[str, Any]:
    element = measures().elements[key]
    span = min(cell.column_span, len(columns) - column)
    room = sum(columns[column : column + span]) - 2 * _PADDING_MM
    paragraphs = [
        inked(each.runs, width=room, size=element.size, bold=element.bold, italic=element.italic)
        for each in cell.paragraphs
    ]
    shown: dict[str, Any] = {
        "e": key,
        "ps": paragraphs,
        "align": _alignment(cell, element, is_centered=is_centered and key == "table-cell"),
        "width": room,
        "pad": _PADDING_MM,
        "lines": sum(1 + len(cleaned(each.text)) * _LETTER_MM * element.size * 0.8 / room for each in cell.paragraphs),
    }
    if span > 1:
        shown["cs"] = span
    if cell.row_span > 1:
        shown["rs"] = cell.row_span
    return shown


def _alignment(cell: Cell, element: Element, *, is_centered: bool) -> str:
    told = cell.paragraphs[0].alignment if cell.paragraphs else None
    if told in (Alignment.CENTER, Alignment.RIGHT):
        return told.value
    return "center" if is_centered else element.alignment.value
