"""How wide the columns of a table are, and how large its letters: the same in every format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.lib.vanban.form import measures
from thidua.lib.vanban.model import Row, Table
from thidua.lib.vanban.writing.widths import MM_PER_POINT, text_width_mm

PADDING_MM = 1.5
LONGEST_WHOLE_ROW_MM = 100
"""A row higher than this may break over pages; kept whole it would leave a hole on the page before."""
_SMALLEST_SIZE = 9.0
_ROWS_WEIGHED = 60
_STEPS = 40
_SHORT_MM = (34.0, 28.0, 22.0)
_MOST_EASED = 0.7
_FIGURES = re.compile(r"[\d.,:/%+\-–() ]{1,12}|[IVX]{1,6}|x|X")


def is_group_row(row: Row) -> bool:
    """Tell whether the first cell spans all columns: the name of a quarter or of a group above its rows."""
    return len(row.cells) > 1 and row.cells[0].column_span == len(row.cells)


def letter_size(table: Table, *, width_mm: float) -> float | None:
    """Return the largest size at which no word is wider than its column; None is that of the form."""
    size = measures().elements["table-cell"].size
    widest = sum(_least_widths(table, size))
    padding = 2 * PADDING_MM * table.column_count
    if widest <= width_mm:
        return None
    fitting = size * (width_mm - padding) / max(widest - padding, 1)
    return max(_SMALLEST_SIZE, int(fitting * 2) / 2)


def column_widths(table: Table, *, width_mm: float, size: float | None) -> list[float]:
    """Return widths in mm: room for the longest word of each column, the rest where it makes rows less high."""
    set_size = size or measures().elements["table-cell"].size
    least = _least_widths(table, set_size)
    if sum(least) >= width_mm:
        return [width * width_mm / sum(least) for width in least]
    rows = [_lengths(row, set_size) for row in table.rows]
    wanted = list(least)
    for row in rows:
        wanted = [max(want, *lengths, 0) for want, lengths in zip(wanted, row, strict=True)]
    if sum(wanted) <= width_mm:
        spare = (width_mm - sum(wanted)) / len(wanted)
        return [width + spare for width in wanted]
    least = _eased(least, rows, [row.is_header for row in table.rows], width_mm)
    every = max(1, len(rows) // _ROWS_WEIGHED)
    return _balanced(least, wanted, rows[::every], width_mm - sum(least))


def _eased(
    least: list[float], rows: Sequence[Sequence[Sequence[float]]], heads: Sequence[bool], width_mm: float
) -> list[float]:
    """Return least widths that hold short entries ("Tháng 12") on one line and heads on two, where there is room."""
    longest = list(least)
    for row, is_head in zip(rows, heads, strict=True):
        for column, lengths in enumerate(row):
            for length in lengths:
                longest[column] = max(longest[column], length * 0.6 + PADDING_MM if is_head else length)
    for short in _SHORT_MM:
        eased = [max(low, min(long, short)) for low, long in zip(least, longest, strict=True)]
        if sum(eased) <= width_mm * _MOST_EASED:
            return eased
    return least


def _lengths(row: Row, size: float) -> list[list[float]]:
    """Return for each column how wide its paragraphs would stand on one line; nothing for merged cells."""
    return [
        []
        if cell.column_span > 1 or cell.covered
        else [
            text_width_mm(each.text, size=size, bold=row.is_header) + 2 * PADDING_MM + 0.5 for each in cell.paragraphs
        ]
        for cell in row.cells
    ]


def _balanced(
    least: Sequence[float], wanted: Sequence[float], rows: Sequence[Sequence[Sequence[float]]], room: float
) -> list[float]:
    """Give room, a little at a time, to the column that makes most rows as high as they are."""
    widths = list(least)
    step = room / _STEPS
    for _ in range(_STEPS):
        pressure = [0.0] * len(widths)
        inner = [width - 2 * PADDING_MM for width in widths]
        for row in rows:
            lines = [
                sum(-(-(length - 2 * PADDING_MM) // width) for length in lengths)
                for lengths, width in zip(row, inner, strict=True)
            ]
            highest = max(lines)
            for column, count in enumerate(lines):
                if count == highest and widths[column] < wanted[column]:
                    pressure[column] += count
        column = max(range(len(widths)), key=lambda place: (pressure[place], wanted[place] - widths[place]))
        widths[column] += step
    return widths


def _least_widths(table: Table, size: float) -> list[float]:
    least = [2 * PADDING_MM + 4.0] * table.column_count
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if cell.column_span > 1 or cell.covered:
                continue
            for each in cell.paragraphs:
                bold = row.is_header or each.is_bold
                for word in each.text.split():
                    width = text_width_mm(word, size=size, bold=bold) + 2 * PADDING_MM + 0.5
                    least[column] = max(least[column], width)
    return least


def is_figures(table: Table, column: int) -> bool:
    """Tell whether a column holds only numbers, dates and marks: set in the middle."""
    texts = [
        row.cells[column].text
        for row in table.rows
        if not row.is_header and row.cells[column].column_span == 1 and row.cells[column].paragraphs
    ]
    return bool(texts) and all(_FIGURES.fullmatch(text) for text in texts)


def row_height_mm(row: Row, *, widths: Sequence[float], size: float | None) -> float:
    """Return about how high a row prints in columns of these widths in mm."""
    set_size = size or measures().elements["table-cell"].size
    highest = 0.0
    for column, cell in enumerate(row.cells):
        width = sum(widths[column : column + cell.column_span]) - 2 * PADDING_MM
        lines = sum(1 + text_width_mm(each.text, size=set_size) * 1.1 // max(width, 1.0) for each in cell.paragraphs)
        highest = max(highest, lines * set_size * 1.2 * MM_PER_POINT)
    return highest
