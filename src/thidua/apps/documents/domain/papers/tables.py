"""Tables of a paper as rows of texts to type, and back; merged cells stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from thidua.apps.documents.domain.papers import styles
from thidua.lib.vanban.model import Cell, Paragraph, Row, Table
from thidua.lib.vanban.official import NOWHERE, Sheet

WIDE_COLUMNS = 8
"""From so many columns on a new table stands on a turned page (P-02: Phụ lục I, Phần I, Mục I.2)."""
COVERED = Cell((), covered=True)


class MergedRow(ValueError):
    """The row is part of cells merged over several rows."""


def cell_of(text: str) -> Cell:
    """Return a cell with a paragraph a line of `text`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Cell(tuple(Paragraph(styles.read(line), NOWHERE) for line in lines))


def cell_text(cell: Cell) -> str:
    """Return a cell as one types it."""
    return "\n".join(styles.typed(paragraph.runs) for paragraph in cell.paragraphs)


def sheet_of(rows: Sequence[Sequence[str]]) -> Sheet:
    """Return a new table; its first row is the head, a row with nothing but a first cell spans all columns."""
    columns = max(len(row) for row in rows)
    made = [_row([*row, *[""] * (columns - len(row))], is_header=at == 0) for at, row in enumerate(rows)]
    return Sheet(Table(tuple(made), NOWHERE), is_wide=columns >= WIDE_COLUMNS)


def _row(texts: list[str], *, is_header: bool = False) -> Row:
    if not is_header and len(texts) > 1 and texts[0] and not any(texts[1:]):
        return Row((replace(cell_of(texts[0]), column_span=len(texts)), *[COVERED] * (len(texts) - 1)), NOWHERE)
    return Row(tuple(cell_of(text) for text in texts), NOWHERE, is_header=is_header)


def with_texts(sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> Sheet:
    """Return the table with other texts at (row, column); cells whose text is as it was keep their styles."""
    rows = []
    for at, row in enumerate(sheet.table.rows):
        cells = []
        for column, cell in enumerate(row.cells):
            text = texts.get((at, column))
            if text is not None and not cell.covered and _plain(text) != cell_text(cell):
                cell = replace(cell, paragraphs=cell_of(text).paragraphs)
            cells.append(cell)
        rows.append(replace(row, cells=tuple(cells)))
    return replace(sheet, table=replace(sheet.table, rows=tuple(rows)))


def with_row_after(sheet: Sheet, at: int) -> Sheet:
    """Return the table with an empty row behind row `at`. Raises MergedRow inside of cells merged over rows."""
    rows = list(sheet.table.rows)
    if at in _rows_merged_on(sheet):
        raise MergedRow
    empty = Row(tuple(Cell(()) for _ in range(sheet.table.column_count)), NOWHERE)
    return _with_rows(sheet, [*rows[: at + 1], empty, *rows[at + 1 :]])


def without_row(sheet: Sheet, at: int) -> Sheet:
    """Return the table without row `at`. Raises MergedRow for a row of cells merged over rows, and for the last one."""
    rows = list(sheet.table.rows)
    merged = _rows_merged_on(sheet)
    if at in merged or at - 1 in merged or len(rows) == 1:
        raise MergedRow
    return _with_rows(sheet, [*rows[:at], *rows[at + 1 :]])


def _rows_merged_on(sheet: Sheet) -> set[int]:
    """Return the rows from which a merged cell goes on into the next row."""
    return {
        on for at, row in enumerate(sheet.table.rows) for cell in row.cells for on in range(at, at + cell.row_span - 1)
    }


def _with_rows(sheet: Sheet, rows: Sequence[Row]) -> Sheet:
    return replace(sheet, table=replace(sheet.table, rows=tuple(rows)))


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
