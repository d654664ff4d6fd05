"""The one list of a workbook that is asked for, found by its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from thidua.apps.planning.domain.sheets.cells import as_text, tidy
from thidua.apps.planning.domain.sheets.records import Listed, SheetRow, Stored
from thidua.lib.vanban.reading.workbooks import (
    HEADING_ROWS,
    MAX_ROWS,
    Cell,
    UnreadableList,
    column_letters,
    columns_under,
    read_sheets,
    too_long,
)
from thidua.lib.vietnamese import clean


def read_listed(content: bytes, *, fields: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Listed:
    """Return the first list of the workbook that has all of the `needed` columns.

    `fields` maps each field to its headings, our own first. Raises UnreadableList.
    """
    for name, lines in read_sheets(content):
        found = _list_in(name, lines, fields, needed)
        if found is not None:
            if not found.rows:
                raise UnreadableList("Danh sách chưa có dòng nào dưới dòng tiêu đề.")
            return found
    wanted = " và ".join(f"“{fields[name][0]}”" for name in needed)
    raise UnreadableList(f"Không thấy dòng tiêu đề có cột {wanted}. Dùng tệp mẫu hoặc đặt lại tên cột.")


def _list_in(
    sheet: str, lines: Sequence[Sequence[Cell]], fields: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> Listed | None:
    columns: dict[int, str] = {}
    ignored: list[str] = []
    rows: list[SheetRow] = []
    for line, cells in enumerate(lines, start=1):
        if columns:
            found = {name: _stored(cells[at]) for at, name in columns.items() if at < len(cells)}
            kept = {name: cell for name, cell in found.items() if tidy(as_text(cell))}
            if kept:
                rows.append(SheetRow(line, kept))
            if len(rows) > MAX_ROWS:
                raise too_long(sheet)
            continue
        if line > HEADING_ROWS:
            return None
        headings = [" ".join(clean(as_text(cell)).split()) for cell in cells]
        known = columns_under(headings, fields)
        if set(needed) <= set(known.values()):
            columns = known
            ignored = [text[:60] for at, text in enumerate(headings) if text and at not in known]
    if not columns:
        return None
    return Listed(sheet, {name: column_letters(at) for at, name in columns.items()}, ignored, rows)


def _stored(cell: Cell) -> Stored:
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    return "" if cell is None else cell
