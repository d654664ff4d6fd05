"""Rows of task tables as tasks: group rows, rows broken over pages, merged cells, ditto marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from thidua.lib.vanban.plan import PlanTask, Span, UnreadPart
from thidua.lib.vanban.understanding.columns import Columns, TableKind, read_columns
from thidua.lib.vanban.understanding.periods import PlanYears
from thidua.lib.vanban.understanding.pieces import Grid, GridCell, GridRow
from thidua.lib.vanban.understanding.tables.cells import fill_from_above, task_of
from thidua.lib.vanban.understanding.tables.rows import gather_drafts
from thidua.lib.vanban.understanding.words import lower


@dataclass(slots=True)
class TableReading:
    """Tasks of the document's tables, tables of targets for others to read, and what was not understood."""

    tasks: list[PlanTask] = field(default_factory=list)
    target_grids: list[tuple[Grid, Columns]] = field(default_factory=list)
    other_grids: list[Grid] = field(default_factory=list)
    unread: list[UnreadPart] = field(default_factory=list)


def read_tables(grids: Sequence[Grid], *, years: PlanYears) -> TableReading:
    """Read all grids in order; a grid without titles that fits the one before continues it."""
    reading = TableReading()
    for grid, columns in _merged(grids):
        if columns.kind is TableKind.TASKS:
            drafts = list(gather_drafts(grid, columns))
            fill_from_above(drafts, columns, grid)
            for draft in drafts:
                task = task_of(draft, columns, years)
                if task is not None:
                    reading.tasks.append(task)
        elif columns.kind is TableKind.TARGETS:
            reading.target_grids.append((grid, columns))
        else:
            reading.other_grids.append(grid)
            if columns.kind is TableKind.UNKNOWN:
                reading.unread.append(_unread(grid.rows, "Bảng giống bảng phân công nhưng chưa nhận ra cột nội dung."))
    return reading


def _unread(rows: Sequence[GridRow], why: str) -> UnreadPart:
    lines = [cell.lines[0] for row in rows for cell in row.cells if cell.lines]
    text = " | ".join(cell.text for cell in rows[0].cells if cell.text)
    span = lines[0].span() if lines else None
    return UnreadPart(Span(rows[0].first_line, rows[-1].last_line, text, span.page if span else rows[0].page), why)


def _merged(grids: Sequence[Grid]) -> Iterator[tuple[Grid, Columns]]:
    """Put together grids that continue one another: no titles of its own, as many columns, right behind."""
    current: Grid | None = None
    columns: Columns | None = None
    for grid in grids:
        width = max((len(row.cells) for row in grid.rows), default=0)
        if not width:
            continue
        if current is not None and columns is not None:
            near = grid.first_line - current.last_line <= 12
            own = read_columns(grid)
            fits = width == len(columns.roles) or (width < len(columns.roles) and own.header_rows == 0)
            same = own.header_rows > 0 and [lower(t) for t in own.titles] == [lower(t) for t in columns.titles]
            if near and fits and (own.header_rows == 0 or same) and columns.header_rows:
                rows = list(grid.rows)
                if rows:
                    rows[0] = replace(rows[0], after_break=True)
                if width < len(columns.roles):
                    rows = [
                        replace(
                            row, cells=(*row.cells, *(GridCell(()) for _ in range(len(columns.roles) - len(row.cells))))
                        )
                        for row in rows
                    ]
                current = replace(current, rows=(*current.rows, *rows), last_line=grid.last_line)
                continue
            yield current, read_columns(current) if len(current.rows) else columns
            current, columns = grid, own
            continue
        current, columns = grid, read_columns(grid)
    if current is not None:
        yield current, read_columns(current)
