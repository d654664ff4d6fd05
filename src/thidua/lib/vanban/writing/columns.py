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
    """Return widths in mm: room for the longest word of each column, the rest by how much text each holds."""
    columns = table.column_count
    set_size = size or measures().elements["table-cell"].size
    least = _least_widths(table, set_size)
    if sum(least) >= width_mm:
        return [width * width_mm / sum(least) for width in least]
    wanted = list(least)
    lengths: list[list[float]] = [[] for _ in range(columns)]
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if cell.column_span == 1 and not cell.covered:
                for each in cell.paragraphs:
                    length = text_width_mm(each.text, size=set_size, bold=row.is_header) + 2 * PADDING_MM + 0.5
                    wanted[column] = max(wanted[column], length)
                    if not row.is_header:
                        lengths[column].append(length)
    if sum(wanted) <= width_mm:
        spare = (width_mm - sum(wanted)) / columns
        return [width + spare for width in wanted]
    needs = [want - low for want, low in zip(wanted, least, strict=True)]
    usual = [sum(each) / len(each) if each else 0.0 for each in lengths]
    more = _shared(width_mm - sum(least), needs, [max(each, 1.0) ** 0.5 for each in usual])
    return [low + each for low, each in zip(least, more, strict=True)]


def _shared(room: float, needs: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Share room by weights, to none more than it needs; what that leaves goes to the others."""
    given = [0.0] * len(needs)
    open_places = set(range(len(needs)))
    while open_places:
        total = sum(weights[place] for place in open_places)
        full = {place for place in open_places if room * weights[place] / total >= needs[place]}
        if not full:
            for place in open_places:
                given[place] = room * weights[place] / total
            break
        for place in full:
            given[place] = needs[place]
        room -= sum(needs[place] for place in full)
        open_places -= full
    return given


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
