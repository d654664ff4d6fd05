"""Build the document from its pages: numbered lines, paragraphs, tables, joined over page breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Block, Cell, LineRange, PageBreak, Paragraph, Row, Run, Table
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.lines import LineCounter, joined, stripped
from thidua.lib.vanban.reading.page.alignment import AlignedTable, Column, aligned_tables
from thidua.lib.vanban.reading.page.flow import (
    STARTS_ITEM,
    Columns,
    Flow,
    Margins,
    cell_paragraphs,
    column_paragraphs,
    had_room,
    least_pitch,
    margins_of,
    paragraphs_of,
    runs_joined,
    split_columns,
)
from thidua.lib.vanban.reading.page.grid import Grid, GridCell, find_grids
from thidua.lib.vanban.reading.page.ink import Line, PageInk, Word, lines_of

_FOOT = 0.6
"""From here on down a page may have its foot."""
_MOST_ASIDE = 6
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)

Looks = tuple[bool, bool, bool, bool]
"""Bold, italic, underlined, superscript."""
CellWords = Callable[[Grid, GridCell], list[Word]]


@dataclass(slots=True)
class _LastParagraph:
    """How the last paragraph of a page ended, to join it with the next page's first."""

    index: int
    line: Line
    margins: Margins


@dataclass(slots=True)
class Assembly:
    """Takes pages in order and gives the blocks and lines of the document."""

    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    counter: LineCounter = field(init=False)
    _cells: int = 0
    _page: PageInk = field(init=False)
    _last: _LastParagraph | None = None
    _last_columns: tuple[float, ...] | None = None
    """Lines of the table that ended the page before, as fractions of the page's width."""
    _last_left: list[Line] | None = None
    """The left column that ended the page before, when two columns did."""
    _asides: list[tuple[PageInk, list[Line]]] = field(default_factory=list)
    """Lines under a rule at the foot of the first page: the address of who issues."""

    def __post_init__(self) -> None:
        self.counter = LineCounter(self.limits)

    def add(self, page: PageInk, *, grids: Sequence[Grid] | None = None, cell_words: CellWords | None = None) -> None:
        """Add one page. `grids` and `cell_words` come from a scan whose cells were recognised one by one."""
        self._page = page
        found = find_grids(page.horizontals, page.verticals) if grids is None else list(grids)
        held, free = _assigned(page.words, found)
        if cell_words is None:
            found = [grid for grid in found if any(held.get(id(cell)) for cell in grid.cells)]
            free = [word for word in free if word.text]
        lines = lines_of(free)
        break_at = len(self.blocks)
        place = self.counter.place()
        lines = self._without_page_numbers(lines)
        margins = margins_of(lines, page.width)
        cuts = _full_rules(page, found, margins)
        lines = self._without_aside(lines, cuts)
        is_first = True
        for piece in _in_order(_parted(lines, page.width, cuts), found):
            if isinstance(piece, Grid):
                words = cell_words or (lambda _, cell: held.get(id(cell), []))
                self._add_table(piece, words, joins=is_first)
            elif isinstance(piece, AlignedTable):
                self._add_aligned(piece)
            elif isinstance(piece, Columns):
                self._add_columns(piece)
            else:
                rest = self._with_left_column(piece) if is_first else piece
                self._add_paragraphs(rest, margins, joins=is_first)
            is_first = False
        if page.number > 1 and len(self.blocks) > break_at:
            self.blocks.insert(break_at, PageBreak(page.number, place))
            if self._last is not None and self._last.index >= break_at:
                self._last.index += 1

    def _without_page_numbers(self, lines: list[Line]) -> list[Line]:
        """Drop page numbers from the text; they stay among the source lines."""
        kept = []
        for line in lines:
            is_margin = line.bottom < 0.09 * self._page.height or line.top > 0.91 * self._page.height
            if is_margin and len(line.text) < 16 and _PAGE_NUMBER.fullmatch(line.text):
                self._number(line)
            else:
                kept.append(line)
        return kept

    def _without_aside(self, lines: list[Line], cuts: Sequence[float]) -> list[Line]:
        """Set aside what stands in small type under a rule at the foot of the first page."""
        cut = max((at for at in cuts if at > _FOOT * self._page.height), default=None)
        if cut is None or self._page.number > 1:
            return lines
        under = [line for line in lines if line.top > cut]
        sizes = sorted(line.size for line in lines if line.top <= cut)
        if not under or len(under) > _MOST_ASIDE or not sizes:
            return lines
        if max(line.size for line in under) > 0.95 * sizes[len(sizes) // 2]:
            return lines
        self._asides.append((self._page, under))
        return [line for line in lines if line.top <= cut]

    def finish(self) -> None:
        """Add what was set aside, behind all other blocks."""
        for page, lines in self._asides:
            self._page = page
            for line in lines:
                self.blocks.append(replace(self._paragraph(Flow([line])), is_aside=True))
        self._asides = []

    def _number(self, line: Line) -> LineRange:
        return self.counter.add(
            line.text, page=self._page.number, box=line.box(self._page), confidence=round(line.confidence, 3)
        )

    def _paragraph(self, flow: Flow) -> Paragraph:
        places = [self._number(line) for line in flow.lines]
        return Paragraph(
            _runs(flow.lines),
            LineRange(places[0].first, places[-1].last),
            page=self._page.number,
            alignment=flow.alignment,
        )

    def _add_paragraphs(self, lines: list[Line], margins: Margins, *, joins: bool) -> None:
        for flow in paragraphs_of(lines, margins):
            paragraph = self._paragraph(flow)
            last = self._last
            if joins and last is not None and _goes_on(last, flow.lines[0], margins):
                before = self.blocks[last.index]
                if isinstance(before, Paragraph):
                    self.blocks[last.index] = _continued(before, paragraph, last.line, flow.lines[0])
                    self._last = _LastParagraph(last.index, flow.lines[-1], margins)
                    self._last_columns = None
                    joins = False
                    continue
            joins = False
            self._last_left = None
            self.blocks.append(paragraph)
            self._last = _LastParagraph(len(self.blocks) - 1, flow.lines[-1], margins)
            self._last_columns = None

    def _with_left_column(self, lines: list[Line]) -> list[Line]:
        """Carry recipients broken over a page on in the left column; return the lines that are not of it."""
        left, self._last_left = self._last_left, None
        table = self.blocks[-1] if self.blocks else None
        if not left or not isinstance(table, Table):
            return lines
        edge = max(line.right for line in left) + 20
        count = 0
        while count < len(lines) and lines[count].right <= edge and abs(lines[count].left - left[0].left) < 20:
            count += 1
        if not count or abs(lines[0].size - left[-1].size) > 0.2 * left[-1].size:
            return lines
        row = table.rows[-1]
        paragraphs = list(row.cells[0].paragraphs)
        for index, flow in enumerate(column_paragraphs(lines[:count])):
            more = self._paragraph(flow)
            if index == 0 and not STARTS_ITEM.match(more.text) and not paragraphs[-1].text.endswith((";", ".")):
                paragraphs[-1] = _continued(paragraphs[-1], more, left[-1], flow.lines[0])
            else:
                paragraphs.append(more)
        where = LineRange(row.lines.first, paragraphs[-1].lines.last)
        cells = (replace(row.cells[0], paragraphs=tuple(paragraphs)), *row.cells[1:])
        rows = (*table.rows[:-1], replace(row, cells=cells, lines=where))
        self.blocks[-1] = replace(table, rows=rows, lines=LineRange(table.lines.first, where.last))
        return lines[count:]

    def _add_columns(self, columns: Columns) -> None:
        sides = [
            tuple(self._paragraph(flow) for flow in column_paragraphs(side)) for side in (columns.left, columns.right)
        ]
        places = [paragraph.lines for side in sides for paragraph in side]
        where = LineRange(min(place.first for place in places), max(place.last for place in places))
        row = Row(tuple(Cell(side) for side in sides), where, page=self._page.number)
        self.blocks.append(Table((row,), where, borderless=True))
        self._last = self._last_columns = None
        self._last_left = columns.left

    def _add_table(self, grid: Grid, words_of: CellWords, *, joins: bool) -> None:
        count_of_columns, count_of_rows = len(grid.columns) - 1, len(grid.rows) - 1
        self._cells += count_of_columns * count_of_rows
        if self._cells > self.limits.table_cells or count_of_columns > self.limits.table_columns:
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Bảng trong tệp quá lớn; hãy chia nhỏ bảng rồi tải lại."
            )
        matrix: list[list[Cell]] = [[Cell((), covered=True)] * count_of_columns for _ in range(count_of_rows)]
        places: list[LineRange | None] = [None] * count_of_rows
        lines_by_cell = {id(cell): lines_of(words_of(grid, cell)) for cell in grid.cells}
        pitch = least_pitch(lines_by_cell.values())
        for cell in grid.cells:
            flows = cell_paragraphs(lines_by_cell[id(cell)], cell.left, cell.right, pitch)
            paragraphs = tuple(self._paragraph(flow) for flow in flows)
            matrix[cell.row][cell.column] = Cell(paragraphs, cell.row_span, cell.column_span)
            for paragraph in paragraphs:
                place = places[cell.row]
                places[cell.row] = paragraph.lines if place is None else place.union(paragraph.lines)
        rows: list[Row] = []
        last = self.counter.place().first - 1
        for cells, place in zip(matrix, places, strict=True):
            if place is None:
                if not any(cell.covered for cell in cells):
                    continue
                before = rows[-1].lines.last if rows else max(last, 1)
                place = LineRange(before, before)
            rows.append(Row(tuple(cells), place, page=self._page.number))
        if not rows:
            return
        self._keep_table(grid, rows, joins=joins)

    def _add_aligned(self, table: AlignedTable) -> None:
        """Add a table without ruling lines; the reader of the fields joins it with the one it goes on."""
        rows = []
        for row in table.rows:
            edges = table.columns if not row.is_group else [Column(0.0, self._page.width)] * len(row.cells)
            cells = [
                Cell(tuple(self._paragraph(flow) for flow in cell_paragraphs(lines, edge.left, edge.right)))
                for lines, edge in zip(row.cells, edges, strict=True)
            ]
            places = [paragraph.lines for cell in cells for paragraph in cell.paragraphs]
            where = LineRange(places[0].first, places[-1].last)
            rows.append(Row(tuple(cells), where, page=self._page.number, is_header=row.is_header))
        self._cells += len(rows) * len(table.columns)
        where = LineRange(rows[0].lines.first, rows[-1].lines.last)
        self.blocks.append(Table(tuple(rows), where, is_landscape=self._page.width > self._page.height))
        self._last = self._last_columns = self._last_left = None

    def _keep_table(self, grid: Grid, rows: list[Row], *, joins: bool) -> None:
        """Add a table, or its rows to the table that ended the page before when the columns are the same."""
        page = self._page
        columns = tuple(position / page.width for position in grid.columns)
        before = self._last_columns
        is_rest = joins and before is not None and len(before) == len(columns)
        if is_rest and before is not None and all(abs(a - b) < 0.012 for a, b in zip(before, columns, strict=True)):
            table = self.blocks[-1]
            if isinstance(table, Table):
                self.blocks[-1] = replace(
                    table,
                    rows=(*table.rows, *rows),
                    lines=LineRange(table.lines.first, rows[-1].lines.last),
                )
                self._last_columns = columns
                return
        total = grid.columns[-1] - grid.columns[0]
        widths = tuple((b - a) / total for a, b in zip(grid.columns, grid.columns[1:], strict=False))
        where = LineRange(min(row.lines.first for row in rows), max(row.lines.last for row in rows))
        self.blocks.append(Table(tuple(rows), where, column_widths=widths, is_landscape=page.width > page.height))
        self._last = None
        self._last_left = None
        self._last_columns = columns


def _assigned(words: list[Word], grids: list[Grid]) -> tuple[dict[int, list[Word]], list[Word]]:
    """Give each word to the cell its middle lies in; return words by cell, and the free ones."""
    held: dict[int, list[Word]] = {}
    free: list[Word] = []
    by_place = [grid.cells_by_place() for grid in grids]
    for word in words:
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        index = next((index for index, grid in enumerate(grids) if grid.holds(x, y)), None)
        if index is None:
            free.append(word)
        else:
            cell = by_place[index][grids[index].place_of(x, y)]
            held.setdefault(id(cell), []).append(word)
    return held, free


def _full_rules(page: PageInk, grids: Sequence[Grid], margins: Margins) -> list[float]:
    """Return where rules over the whole measure part the page, those of tables left out."""
    measure = margins.right - margins.left
    return sorted(
        rule.at
        for rule in page.horizontals
        if rule.end - rule.start > 0.95 * measure
        and not any(grid.rows[0] - 2 <= rule.at <= grid.rows[-1] + 2 for grid in grids)
    )


def _parted(lines: list[Line], width: float, cuts: Sequence[float]) -> list[Line | Columns | AlignedTable]:
    """Find tables without rules and zones of two columns among free lines; none reaches over a rule at `cuts`."""
    parted: list[Line | Columns | AlignedTable] = []
    run: list[Line] = []
    for piece in aligned_tables(lines):
        if isinstance(piece, Line):
            run.append(piece)
            continue
        parted.extend(_columns_between(run, width, cuts))
        parted.append(piece)
        run = []
    parted.extend(_columns_between(run, width, cuts))
    return parted


def _columns_between(lines: list[Line], width: float, cuts: Sequence[float]) -> list[Line | Columns]:
    found: list[Line | Columns] = []
    for above, below in pairwise((float("-inf"), *cuts, float("inf"))):
        found.extend(split_columns([line for line in lines if above < line.base <= below], width))
    return found


def _in_order(
    pieces: list[Line | Columns | AlignedTable], grids: list[Grid]
) -> list[list[Line] | Columns | AlignedTable | Grid]:
    """Order lines, columns and tables from top to bottom; neighbouring lines come as one list."""
    keyed: list[tuple[float, Line | Columns | AlignedTable | Grid]] = [(piece.top, piece) for piece in pieces]
    keyed += [(grid.top, grid) for grid in grids]
    keyed.sort(key=lambda entry: entry[0])
    ordered: list[list[Line] | Columns | AlignedTable | Grid] = []
    for _, piece in keyed:
        if isinstance(piece, Line):
            if ordered and isinstance(ordered[-1], list):
                ordered[-1].append(piece)
            else:
                ordered.append([piece])
        else:
            ordered.append(piece)
    return ordered


def _goes_on(last: _LastParagraph, line: Line, margins: Margins) -> bool:
    """Tell whether the first line of a page carries on the paragraph that ended the page before."""
    text = last.line.text
    if text.endswith((".", ":", "!", "?", "./.", ";")) or STARTS_ITEM.match(line.text):
        return False
    if abs(line.size - last.line.size) > 0.2 * line.size or line.left - margins.left > 0.9 * line.size:
        return False
    return line.is_bold == last.line.is_bold and not had_room(last.line, line, last.margins.right)


def _continued(before: Paragraph, after: Paragraph, above: Line, below: Line) -> Paragraph:
    glue = runs_joined(above.words[-1], below.words[0])
    runs = joined((*before.runs, Run(glue), *after.runs)) if glue else joined((*before.runs, *after.runs))
    return replace(before, runs=tuple(runs), lines=before.lines.union(after.lines))


def _runs(lines: Sequence[Line]) -> tuple[Run, ...]:
    """Return the words of lines as runs, a blank between words that were set apart."""
    runs: list[Run] = []
    parts: list[str] = []
    looks: Looks | None = None
    above: Word | None = None
    for line in lines:
        for index, word in enumerate(line.words):
            if above is not None:
                parts.append(runs_joined(above, word) if index == 0 else "" if word.glued else " ")
            own = word.bold, word.italic, word.underline, word.superscript
            if own != looks:
                if looks is not None:
                    runs.append(_run(parts, looks))
                    parts = []
                looks = own
            parts.append(word.text)
            above = word
    if looks is not None:
        runs.append(_run(parts, looks))
    return stripped(runs)


def _run(parts: Sequence[str], looks: Looks) -> Run:
    return Run("".join(parts), bold=looks[0], italic=looks[1], underline=looks[2], superscript=looks[3])
