"""Tables of the body: a header row that repeats on every page, rows that stay whole, columns as wide as their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.lib.vanban.form import measures
from thidua.lib.vanban.model import Alignment, Cell, Row, Table
from thidua.lib.vanban.writing.docx.markup import PLAIN, Setting, paragraph, runs, twips
from thidua.lib.vanban.writing.widths import MM_PER_POINT, text_width_mm

_PADDING_MM = 1.5
_SMALLEST_SIZE = 9.0
_FIGURES = re.compile(r"[\d.,:/%+\-–() ]{1,12}|[IVX]{1,6}|x|X")
_BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
_BORDERS = "".join(f"<w:{side} {_BORDER}" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
_MARGINS = (
    f'<w:tblCellMar><w:left w:w="{twips(_PADDING_MM)}" w:type="dxa"/><w:right w:w="{twips(_PADDING_MM)}" w:type="dxa"/>'
    "</w:tblCellMar>"
)
_LONGEST_WHOLE_ROW_MM = 100
"""A row higher than this may break over pages; kept whole it would leave a hole on the page before."""


def is_group_row(row: Row) -> bool:
    """Tell whether the first cell spans all columns: the name of a quarter or of a group above its rows."""
    return len(row.cells) > 1 and row.cells[0].column_span == len(row.cells)


def sheet_table(table: Table, *, width_mm: float, keep_next: bool = False) -> str:
    """Return a table of the body; `keep_next` holds its last row on the page of what follows."""
    size = _size(table, width_mm)
    widths = _column_widths(table, width_mm, size)
    centered = [_is_figures(table, column) for column in range(table.column_count)]
    cut = [twips(width) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in cut)
    last = len(table.rows) - 1
    rows = "".join(
        _row(table, place, cut, centered, size, keep_next=keep_next and place == last)
        for place in range(len(table.rows))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(cut)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(
    table: Table, place: int, widths: Sequence[int], centered: Sequence[bool], size: float | None, *, keep_next: bool
) -> str:
    row = table.rows[place]
    style = "table-header" if row.is_header else "table-group" if is_group_row(row) else "table-cell"
    properties = "<w:cantSplit/>" if _height_mm(row, widths, size) < _LONGEST_WHOLE_ROW_MM else ""
    properties += "<w:tblHeader/>" if row.is_header else ""
    cells = ""
    for column, cell in enumerate(row.cells):
        top = _top_of(table, place, column) if cell.covered else None
        if cell.covered and (top is None or top.column != column):
            continue
        shown = cell if top is None else top.cell
        span = shown.column_span
        width = sum(widths[column : column + span])
        told = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        told += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        if top is not None:
            told += "<w:vMerge/>"
        elif cell.row_span > 1:
            told += '<w:vMerge w:val="restart"/>'
        told += '<w:vAlign w:val="center"/>' if row.is_header or cell.row_span > 1 or centered[column] else ""
        setting = PLAIN
        if keep_next or (centered[column] and style == "table-cell" and span == 1):
            alignment = Alignment.CENTER if centered[column] and style == "table-cell" and span == 1 else None
            setting = Setting(keep_next=keep_next, alignment=alignment)
        content = "".join(paragraph(style, runs(each.runs, size=size), setting) for each in cell.paragraphs)
        cells += f"<w:tc><w:tcPr>{told}</w:tcPr>{content or paragraph(style, setting=setting)}</w:tc>"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


class _Top:
    """A merged cell and the column of its top left."""

    __slots__ = ("cell", "column")

    def __init__(self, cell: Cell, column: int) -> None:
        self.cell = cell
        self.column = column


def _top_of(table: Table, row: int, column: int) -> _Top | None:
    """Return the merged cell of a row above that covers this place; None when one of the same row does."""
    for above in range(row - 1, -1, -1):
        for left in range(column, -1, -1):
            cell = table.rows[above].cells[left]
            if cell.covered:
                continue
            if above + cell.row_span > row and left + cell.column_span > column:
                return _Top(cell, left)
            break
        if not table.rows[above].cells[column].covered:
            return None
    return None


# Widths


def _size(table: Table, width_mm: float) -> float | None:
    """Return the largest size at which no word is wider than its column; None is that of the style."""
    size = measures().elements["table-cell"].size
    widest = sum(_least_widths(table, size))
    padding = 2 * _PADDING_MM * table.column_count
    if widest <= width_mm:
        return None
    fitting = size * (width_mm - padding) / max(widest - padding, 1)
    return max(_SMALLEST_SIZE, int(fitting * 2) / 2)


def _column_widths(table: Table, width_mm: float, size: float | None) -> list[float]:
    """Return widths in mm: room for the longest word of each column, the rest by how much text each holds."""
    columns = table.column_count
    set_size = size or measures().elements["table-cell"].size
    least = _least_widths(table, set_size)
    if sum(least) >= width_mm:
        return [width * width_mm / sum(least) for width in least]
    wanted = list(least)
    amount = [0.0] * columns
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if cell.column_span == 1 and not cell.covered:
                for each in cell.paragraphs:
                    length = text_width_mm(each.text, size=set_size, bold=row.is_header) + 2 * _PADDING_MM + 0.5
                    wanted[column] = max(wanted[column], length)
                    amount[column] += 0 if row.is_header else length
    if sum(wanted) <= width_mm:
        spare = (width_mm - sum(wanted)) / columns
        return [width + spare for width in wanted]
    # A column never needs more than its longest line; the rest is shared by the root of what each column holds.
    shares = [min(want - low, held**0.5) for want, low, held in zip(wanted, least, amount, strict=True)]
    spare = width_mm - sum(least)
    total = sum(shares) or 1
    return [low + spare * share / total for low, share in zip(least, shares, strict=True)]


def _least_widths(table: Table, size: float) -> list[float]:
    least = [2 * _PADDING_MM + 4.0] * table.column_count
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if cell.column_span > 1 or cell.covered:
                continue
            for each in cell.paragraphs:
                bold = row.is_header or each.is_bold
                for word in each.text.split():
                    width = text_width_mm(word, size=size, bold=bold) + 2 * _PADDING_MM + 0.5
                    least[column] = max(least[column], width)
    return least


def _is_figures(table: Table, column: int) -> bool:
    """Tell whether a column holds only numbers, dates and marks: set in the middle."""
    texts = [
        row.cells[column].text
        for row in table.rows
        if not row.is_header and row.cells[column].column_span == 1 and row.cells[column].paragraphs
    ]
    return bool(texts) and all(_FIGURES.fullmatch(text) for text in texts)


def _height_mm(row: Row, widths: Sequence[int], size: float | None) -> float:
    """Return about how high a row prints."""
    set_size = size or measures().elements["table-cell"].size
    highest = 0.0
    for column, cell in enumerate(row.cells):
        width = sum(widths[column : column + cell.column_span]) / 1440 * 25.4 - 2 * _PADDING_MM
        lines = sum(1 + text_width_mm(each.text, size=set_size) * 1.1 // max(width, 1.0) for each in cell.paragraphs)
        highest = max(highest, lines * set_size * 1.2 * MM_PER_POINT)
    return highest
