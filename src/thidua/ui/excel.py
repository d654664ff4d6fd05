"""Workbooks that open as an office expects: real dates and numbers, text that never becomes a formula."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone

Cell = str | int | float | date | datetime | None
CELL_LIMIT = 32_767
GUIDE_SHEET = "Hướng dẫn"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ExcelColumn:
    label: str
    width: int = 18


def write_workbook(
    target: IO[bytes],
    *,
    sheet: str,
    columns: Sequence[ExcelColumn],
    rows: Iterable[Sequence[Cell]],
    guide: Sequence[tuple[str, str]] = (),
) -> int:
    """Write one sheet with a frozen header row, row by row in constant memory. Returns the number of rows.

    `guide`, (word, explanation) pairs, goes on a second sheet.
    """
    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    book = xlsxwriter.Workbook(target, options)
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    head = book.add_format({**font, "bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#E9F0F7"})
    text = book.add_format({**font, "text_wrap": True})
    figure = book.add_format({**font, "num_format": "#,##0.###"})
    whole = book.add_format({**font, "num_format": "#,##0"})
    day = book.add_format({**font, "num_format": "dd/mm/yyyy", "align": "left"})
    moment = book.add_format({**font, "num_format": "hh:mm dd/mm/yyyy", "align": "left"})
    page = book.add_worksheet(_sheet_name(sheet))
    page.freeze_panes(1, 0)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.label, head)
    line = 0
    for line, cells in enumerate(rows, 1):
        for at, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, datetime):
                local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
                page.write_datetime(line, at, local.replace(tzinfo=None), moment)
            elif isinstance(cell, date):
                page.write_datetime(line, at, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a day of Excel has no zone
            elif isinstance(cell, int):
                page.write_number(line, at, cell, whole)
            elif isinstance(cell, float):
                page.write_number(line, at, cell, figure)
            else:
                page.write_string(line, at, cell[:CELL_LIMIT], text)
    if line:
        page.autofilter(0, 0, line, len(columns) - 1)
    if guide:
        page = book.add_worksheet(GUIDE_SHEET)
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 100)
        for at, (word, explanation) in enumerate(guide):
            page.write_string(at, 0, word, head)
            page.write_string(at, 1, explanation, text)
    book.close()
    return line


def workbook_response(
    *,
    name: str,
    sheet: str,
    columns: Sequence[ExcelColumn],
    rows: Iterable[Sequence[Cell]],
    guide: Sequence[tuple[str, str]] = (),
) -> FileResponse:
    """Return the workbook as a download, streamed from a temporary file that goes when it has been sent."""
    target = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - FileResponse closes it
    write_workbook(target, sheet=sheet, columns=columns, rows=rows, guide=guide)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{name}.xlsx", content_type=MEDIA_TYPE)


def _sheet_name(title: str) -> str:
    """Excel takes at most 31 characters and none of []:*?/\\."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:31] or "Danh sách"
