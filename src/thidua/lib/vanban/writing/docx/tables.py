"""Tables of the body: a header row that repeats on every page, rows that stay whole, columns as wide as their words."""

from __future__ import annotations

from collections.abc import Sequence

from thidua.lib.vanban.model import Alignment, Cell, Table
from thidua.lib.vanban.writing.columns import (
    LONGEST_WHOLE_ROW_MM,
    PADDING_MM,
    column_widths,
    is_figures,
    is_group_row,
    letter_size,
    row_height_mm,
)
from thidua.lib.vanban.writing.docx.markup import Setting, paragraph, runs, twips

_BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
_BORDERS = "".join(f"<w:{side} {_BORDER}" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
_MARGINS = (
    f'<w:tblCellMar><w:left w:w="{twips(PADDING_MM)}" w:type="dxa"/><w:right w:w="{twips(PADDING_MM)}" w:type="dxa"/>'
    "</w:tblCellMar>"
)


def sheet_table(table: Table, *, width_mm: float, keep_next: bool = False) -> str:
    """Return a table of the body; `keep_next` holds its last row on the page of what follows."""
    size = letter_size(table, width_mm=width_mm)
    widths = column_widths(table, width_mm=width_mm, size=size)
    centered = [is_figures(table, column) for column in range(table.column_count)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in map(twips, widths))
    last = len(table.rows) - 1
    rows = "".join(
        _row(table, place, widths, centered, size, keep_next=keep_next and place == last)
        for place in range(len(table.rows))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(
    table: Table, place: int, widths: Sequence[float], centered: Sequence[bool], size: float | None, *, keep_next: bool
) -> str:
    row = table.rows[place]
    style = "table-header" if row.is_header else "table-group" if is_group_row(row) else "table-cell"
    properties = "<w:cantSplit/>" if row_height_mm(row, widths=widths, size=size) < LONGEST_WHOLE_ROW_MM else ""
    properties += "<w:tblHeader/>" if row.is_header else ""
    cells = ""
    for column, cell in enumerate(row.cells):
        top = _top_of(table, place, column) if cell.covered else None
        if cell.covered and (top is None or top[1] != column):
            continue
        span = (cell if top is None else top[0]).column_span
        width = sum(map(twips, widths[column : column + span]))
        told = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        told += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        if top is not None:
            told += "<w:vMerge/>"
        elif cell.row_span > 1:
            told += '<w:vMerge w:val="restart"/>'
        is_centered = centered[column] and style == "table-cell" and span == 1
        if is_centered or style == "table-header" or (cell if top is None else top[0]).row_span > 1:
            told += '<w:vAlign w:val="center"/>'
        setting = Setting(keep_next=keep_next, alignment=Alignment.CENTER if is_centered else None)
        content = "".join(paragraph(style, runs(each.runs, size=size), setting) for each in cell.paragraphs)
        cells += f"<w:tc><w:tcPr>{told}</w:tcPr>{content or paragraph(style, setting=setting)}</w:tc>"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _top_of(table: Table, row: int, column: int) -> tuple[Cell, int] | None:
    """Return the merged cell of a row above that covers this place, and its column; None when its own row does."""
    for above in range(row - 1, -1, -1):
        for left in range(column, -1, -1):
            cell = table.rows[above].cells[left]
            if cell.covered:
                continue
            if above + cell.row_span > row and left + cell.column_span > column:
                return cell, left
            break
        if not table.rows[above].cells[column].covered:
            return None
    return None
