"""Rows of tables that plain text sets with tabs, bars or boxes of dashes; a cell may go on over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thidua.lib.vanban.model import SourceLine

_BAR = re.compile(r"(?<!\\)\|")
_BOX = re.compile(r"\+(?:[-=:]+\+)+")
_LABEL = re.compile(r"\s*(?:[-–•+*▪➢✓]|[(]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zđĐ]|[IVXLC]{1,6})[.)/]?)\s*")
_ROW_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{1,3})*[.)]?\s*")
_INNER_LINES = 8
"""Lines a cell may go on over, when its row is set with tabs."""


@dataclass(slots=True)
class TextRow:
    """A row: the lines of each cell with the source line they stand in; `end` is the index after its last line."""

    cells: list[list[tuple[str, SourceLine]]]
    end: int

    @property
    def texts(self) -> list[str]:
        return [" ".join(text for text, _ in cell) for cell in self.cells]


def cells_of(text: str) -> list[str]:
    """Return the cells a line shows: between tabs, else between bars; one cell where it has neither."""
    if "\t" in text:
        return text.split("\t")
    if "|" in text:
        cells = _BAR.split(text)
        if len(cells) >= 3 or (len(cells) == 2 and all(cell.strip() for cell in cells)):
            return cells
    return [text]


def is_row(text: str) -> bool:
    """Tell whether a line may begin a table: something stands on both sides of a tab or a bar."""
    return "\t" in text.strip() or ("|" in text and len(cells_of(text)) > 1)


def is_label(text: str) -> bool:
    """Tell whether a cell holds only a number, a letter or a bullet."""
    return _LABEL.fullmatch(text) is not None


def is_group(lines: Sequence[SourceLine], start: int, at: int, width: int) -> bool:
    """Tell whether a line without a separator is a group row: between full rows whose first cells are numbers.

    It begins with a capital, is short, and ends no sentence; the row behind it is as wide as the table from `start`.
    """
    text = lines[at].text.strip(" *#")
    if width < 3 or not at > start or at + 1 >= len(lines) or len(text) > 100 or text.endswith((".", ";", ",", ":")):
        return False
    if not text[:1].isupper() or not any(char.isalpha() for char in text):
        return False
    before, after = cells_of(lines[at - 1].text), cells_of(lines[at + 1].text)
    return len(before) == len(after) == width and _ROW_NUMBER.fullmatch(after[0]) is not None


def gather_rows(lines: Sequence[SourceLine], start: int, end: int) -> list[TextRow]:
    """Return the rows of lines[start:end], rows whose cells hold line breaks put together again."""
    rows: list[TextRow] = []
    widths = [len(cells_of(line.text)) for line in lines[start:end] if line.text.strip()]
    width = max(widths, default=1)
    at = start
    while at < end:
        if not lines[at].text.strip():
            at += 1
            continue
        row = TextRow([[(cell, lines[at])] for cell in cells_of(lines[at].text)], at + 1)
        while len(row.cells) < width and (until := _goes_on(lines, row, width, end)):
            for line in lines[row.end : until]:
                first, *others = cells_of(line.text)
                row.cells[-1].append((first, line))
                row.cells.extend([(cell, line)] for cell in others)
            row.end = until
        row.cells = [_unquoted(cell) for cell in row.cells]
        rows.append(row)
        at = row.end
    return rows


def _unquoted(cell: list[tuple[str, SourceLine]]) -> list[tuple[str, SourceLine]]:
    """Return a cell of several lines without the quotation marks a spreadsheet sets around it."""
    if len(cell) < 2 or not cell[0][0].startswith('"') or not cell[-1][0].rstrip().endswith('"'):
        return cell
    (first, top), *middle, (last, bottom) = cell
    return [(first[1:], top), *middle, (last.rstrip()[:-1], bottom)]


def _goes_on(lines: Sequence[SourceLine], row: TextRow, width: int, end: int) -> int:
    """Return the index after the lines that complete an open row to the width of its table, or 0."""
    count = len(row.cells)
    if count < 2:
        return 0
    for at in range(row.end, min(row.end + _INNER_LINES, end)):
        text = lines[at].text
        if not text.strip():
            return 0
        cells = cells_of(text)
        if len(cells) == 1:
            continue
        complete = count + len(cells) - 1 == width
        return at + 1 if complete and not is_label(cells[0]) else 0
    return 0


def box_end(lines: Sequence[SourceLine], at: int) -> int:
    """Return the index after a table drawn with "+---+---+" that begins at `at`, or `at`."""
    if not _BOX.fullmatch(lines[at].text.strip()):
        return at
    end = at + 1
    while end < len(lines) and lines[end].text.strip()[:1] in ("|", "+"):
        end += 1
    return end if end > at + 2 else at


def box_rows(lines: Sequence[SourceLine]) -> tuple[list[TextRow], bool]:
    """Return the rows between the rules of a drawn table, and whether its first row is marked as titles."""
    rows: list[TextRow] = []
    header = False
    open_row: TextRow | None = None
    for place, line in enumerate(lines):
        text = line.text.strip()
        if text.startswith("+"):
            header = header or ("=" in text and len(rows) == 1)
            open_row = None
            continue
        cells = _BAR.split(text.strip("|"))
        if open_row is None:
            open_row = TextRow([[] for _ in cells], place + 1)
            rows.append(open_row)
        open_row.end = place + 1
        for target, cell in zip(open_row.cells, cells, strict=False):
            if cell.strip():
                target.append((cell, line))
    return rows, header
