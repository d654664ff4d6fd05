"""Tables as an official document holds them: cells clean, the source's lines forgotten, broken rows whole again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from thidua.lib.vanban.model import Cell, Paragraph, Row, Run, Table
from thidua.lib.vanban.official import NOWHERE, Sheet
from thidua.lib.vanban.recognition.runs import normal, without_bold
from thidua.lib.vanban.understanding.columns import read_columns
from thidua.lib.vanban.understanding.pieces import Grid, GridRow

_ENDED = re.compile(r"[.;:!?]$")


def sheet_of(grid: Grid, *, has_lines: bool) -> Sheet:
    """Return a table; `has_lines` tells that its source has lines instead of cells, broken where a page ended."""
    source = grid.table
    if source is None:
        rows = [_gathered(row) for row in grid.rows]
    else:
        printed = _without_repeats(source.rows, read_columns(grid).header_rows)
        rows = _whole_rows([_row(row) for row in printed], printed, has_lines=has_lines)
    if has_lines or source is None:
        rows = [_spanned(row) for row in rows]
    if not any(row.is_header for row in rows):
        count = read_columns(grid).header_rows
        rows = [replace(row, is_header=place < count) for place, row in enumerate(rows)]
    rows = [_plain(row) if row.is_header or _is_group(row) else row for row in rows]
    return Sheet(Table(tuple(rows), NOWHERE), is_wide=source is not None and source.is_landscape)


def _row(row: Row) -> Row:
    return Row(tuple(replace(cell, paragraphs=_paragraphs(cell)) for cell in row.cells), NOWHERE, None, row.is_header)


def _paragraphs(cell: Cell) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    for paragraph in cell.paragraphs:
        label = (Run(f"{paragraph.list_label} "),) if paragraph.list_label else ()
        for part in _lines(paragraph.runs):
            runs = normal((*label, *part))
            label = ()
            if runs:
                found.append(Paragraph(runs, NOWHERE))
    return tuple(found)


def _lines(runs: Sequence[Run]) -> Iterable[Sequence[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=text)] for text in rest)
    return lines


def _gathered(row: GridRow) -> Row:
    """Return a row whose cells stood one to a line in the source; one that fills its first cell alone is a group."""
    cells = [Cell(tuple(Paragraph((Run(line.text),), NOWHERE) for line in cell.lines)) for cell in row.cells]
    return Row(tuple(cells), NOWHERE, None, row.is_header)


def _spanned(row: Row) -> Row:
    """Return a row that fills its first cell alone as the group row it is."""
    count = len(row.cells)
    if row.is_header or count < 3 or not row.cells[0].text or any(cell.text or cell.covered for cell in row.cells[1:]):
        return row
    return replace(row, cells=(replace(row.cells[0], column_span=count), *(Cell((), covered=True),) * (count - 1)))


def _whole_rows(rows: Sequence[Row], printed: Sequence[Row], *, has_lines: bool) -> list[Row]:
    """Put rows back together that a page of the source broke: their rest has no number."""
    whole: list[Row] = []
    for place, row in enumerate(rows):
        if place and _is_rest(printed[place - 1], printed[place], has_lines=has_lines):
            cells = [_continued(above, below) for above, below in zip(whole[-1].cells, row.cells, strict=True)]
            whole[-1] = replace(whole[-1], cells=tuple(cells))
        else:
            whole.append(row)
    return whole


def _is_rest(above: Row, row: Row, *, has_lines: bool) -> bool:
    """Tell whether a row is the rest of the one above: blank lines part them in text, a page's end on paper."""
    if not row.cells or row.cells[0].text or row.cells[0].covered or not any(cell.text for cell in row.cells):
        return False
    if has_lines:
        return row.lines.first - above.lines.last > 1
    if row.page is None or row.page == above.page:
        return False
    pairs = [(one.text, other.text) for one, other in zip(above.cells, row.cells, strict=True) if other.text]
    return all(one and (other[0].islower() or not _ENDED.search(one)) for one, other in pairs)


def _continued(above: Cell, below: Cell) -> Cell:
    if not above.paragraphs or not below.paragraphs:
        return replace(above, paragraphs=above.paragraphs or below.paragraphs)
    last, first = above.paragraphs[-1], below.paragraphs[0]
    glued = replace(last, runs=normal((*last.runs, Run(" "), *first.runs)))
    return replace(above, paragraphs=(*above.paragraphs[:-1], glued, *below.paragraphs[1:]))


def _without_repeats(rows: Sequence[Row], count: int) -> list[Row]:
    """Leave out the head of `count` rows, or of those declared, where a page of the source prints it again."""
    head = [row for row in rows[:4] if row.is_header] or list(rows[:count])
    count = len(head)
    texts = [_texts(row) for row in head]
    kept = list(rows[:count])
    at = count
    while at < len(rows):
        if count and any(texts[0]) and [_texts(row) for row in rows[at : at + count]] == texts:
            at += count
            continue
        kept.append(rows[at])
        at += 1
    return kept


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def _is_group(row: Row) -> bool:
    return len(row.cells) > 1 and row.cells[0].column_span == len(row.cells)


def _plain(row: Row) -> Row:
    """Return a head or group row without the bold that its place gives it."""
    cells = (
        replace(cell, paragraphs=tuple(replace(part, runs=without_bold(part.runs)) for part in cell.paragraphs))
        for cell in row.cells
    )
    return replace(row, cells=tuple(cells))
