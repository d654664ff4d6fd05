"""The body of a Word file: paragraphs and tables in order, each with its source line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Block, Cell, LineRange, PageBreak, Paragraph, Row, Run, SourceLine, Table
from thidua.lib.vanban.reading.docx.names import (
    ALTERNATE,
    BLOCK_HOLDERS,
    CHOICE,
    DROPPED,
    FALLBACK,
    PPR,
    SDT,
    SDT_CONTENT,
    SECTION,
    TBL,
    TBLPR,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    Element,
    P,
    W,
    is_on,
    number,
    value,
)
from thidua.lib.vanban.reading.docx.numbering import Numbering
from thidua.lib.vanban.reading.docx.paragraphs import LINE_BREAK, PAGE_BREAK, ParagraphReader
from thidua.lib.vanban.reading.docx.styles import Styles, has_borders
from thidua.lib.vanban.reading.layout import is_layout_text, tabbed_columns
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.lines import LineCounter, split_runs, stripped


@dataclass(slots=True)
class _GridCell:
    """A `w:tc` placed on the grid."""

    column: int
    span: int
    merge: str | None
    """Word's vertical merge: "restart", "continue" or None."""
    blocks: list[Block]
    has_borders: bool | None


@dataclass(slots=True)
class Body:
    """Reads the blocks of a document; used once."""

    styles: Styles
    numbering: Numbering
    limits: Limits
    has_legacy_fonts: bool
    _cells: int = 0
    _page: int = 1
    _notes: list[str] = field(default_factory=list)
    _turned: set[Element] = field(default_factory=set)
    """Tables of sections that are wider than high."""
    _counter: LineCounter = field(init=False)
    _paragraphs: ParagraphReader = field(init=False)

    def __post_init__(self) -> None:
        self._counter = LineCounter(self.limits)
        self._paragraphs = ParagraphReader(self.styles, self.numbering, self.has_legacy_fonts)

    @property
    def has_decoded(self) -> bool:
        return self._paragraphs.has_decoded

    @property
    def has_changes(self) -> bool:
        return self._paragraphs.has_changes

    def read(self, root: Element, notes: Element | None) -> tuple[list[Block], list[SourceLine]]:
        """Return all blocks and source lines; footnotes follow at the end."""
        body = root.find(W + "body")
        if body is not None:
            self._turned = _turned_tables(body)
        blocks = self._blocks(root if body is None else body)
        if notes is not None:
            by_id = {note.get(W + "id"): note for note in notes.iterchildren(W + "footnote")}
            for count, note_id in enumerate(self._notes, start=1):
                note = by_id.get(note_id)
                if note is not None:
                    blocks.extend(_marked(self._blocks(note), count))
        asides: list[Block] = [block for block in blocks if isinstance(block, Paragraph) and block.is_aside]
        if asides:
            blocks = [block for block in blocks if not (isinstance(block, Paragraph) and block.is_aside)] + asides
        return tabbed_columns(blocks), self._counter.lines

    def _blocks(self, holder: Element, depth: int = 0) -> list[Block]:
        if depth > self.limits.nesting:
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Cấu trúc tệp lồng nhau quá sâu; hãy lưu lại tệp bằng Word rồi tải lại."
            )
        blocks: list[Block] = []
        for child in holder.iterchildren():
            name = child.tag
            if name == P:
                blocks.extend(self._paragraph(child, depth))
            elif name == TBL:
                blocks.extend(self._table(child, depth))
            elif name == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    blocks.extend(self._blocks(content, depth + 1))
            elif name in BLOCK_HOLDERS:
                blocks.extend(self._blocks(child, depth + 1))
            elif name == ALTERNATE:
                choice = child.find(CHOICE)
                choice = child.find(FALLBACK) if choice is None else choice
                if choice is not None:
                    blocks.extend(self._blocks(choice, depth + 1))
        return blocks

    def _paragraph(self, element: Element, depth: int, place: LineRange | None = None) -> list[Block]:
        """Return the printed lines of a paragraph as blocks; `place` is the row's line inside a table."""
        read = self._paragraphs.read(element)
        self._notes.extend(read.notes)
        blocks: list[Block] = []
        first = True
        for piece in _pieces(read.runs):
            if piece is None:
                if place is None:
                    self._page += 1
                    blocks.append(PageBreak(self._page, self._counter.place()))
                continue
            runs = stripped(piece)
            label = read.label if first and runs else None
            text = "".join(run.text for run in runs)
            where = place or self._counter.add(f"{label} {text}" if label else text)
            if runs:
                blocks.append(
                    Paragraph(
                        runs,
                        where,
                        alignment=read.alignment,
                        heading_level=read.heading_level,
                        list_label=label,
                        is_aside=read.is_aside,
                    )
                )
                first = False
        for box in read.text_boxes:
            blocks.extend(self._inside(box, depth + 1, place) if place else self._blocks(box, depth + 1))
        if read.ends_section and place is None:
            self._page += 1
            blocks.append(PageBreak(self._page, self._counter.place()))
        return blocks

    # Tables

    def _table(self, element: Element, depth: int) -> list[Block]:
        grid: list[tuple[Element, list[_GridCell], LineRange]] = []
        for row in _rows(element):
            if len(grid) >= self.limits.table_rows:
                raise _too_big()
            place = self._counter.place()
            cells = self._grid_cells(row, depth, place)
            texts = (" ".join(block.text for block in cell.blocks if isinstance(block, Paragraph)) for cell in cells)
            self._counter.add("\t".join(texts).rstrip("\t"))
            if cells:
                grid.append((row, cells, place))
        if not grid:
            return []
        columns = max(cell.column + cell.span for _, cells, _ in grid for cell in cells)
        self._cells += columns * len(grid)
        if columns > self.limits.table_columns or self._cells > self.limits.table_cells:
            raise _too_big()
        if columns == 1 and len(grid) == 1:
            # A frame around text is no table.
            return grid[0][1][0].blocks
        rows = _merged(grid, columns)
        table = Table(
            tuple(rows),
            LineRange(grid[0][2].first, grid[-1][2].last),
            borderless=self._is_borderless(element, grid, columns, rows),
            column_widths=_widths(element, columns),
            is_landscape=element in self._turned,
        )
        return [table]

    def _grid_cells(self, row: Element, depth: int, place: LineRange) -> list[_GridCell]:
        properties = row.find(TRPR)
        column = number(value(properties, "gridBefore"))
        column = max(0, min(column, self.limits.table_columns))
        cells: list[_GridCell] = []
        for element in _row_cells(row):
            cell_properties = element.find(TCPR)
            span = max(1, min(number(value(cell_properties, "gridSpan"), 1), self.limits.table_columns))
            merge = None
            if cell_properties is not None:
                vertical = cell_properties.find(W + "vMerge")
                if vertical is not None:
                    merge = vertical.get(VAL) or "continue"
                if value(cell_properties, "hMerge") == "continue" and cells:
                    cells[-1].span += span
                    column += span
                    continue
            blocks = self._inside(element, depth + 1, place)
            cells.append(_GridCell(column, span, merge, blocks, has_borders(cell_properties, "tcBorders")))
            column += span
            if column > self.limits.table_columns:
                raise _too_big()
        return cells

    def _inside(self, holder: Element, depth: int, place: LineRange) -> list[Block]:
        """Return the paragraphs of a cell, those of tables within it included, all on the row's line."""
        if depth > self.limits.nesting:
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Bảng lồng nhau quá sâu; hãy lưu lại tệp bằng Word rồi tải lại."
            )
        blocks: list[Block] = []
        for child in holder.iterchildren():
            name = child.tag
            if name == P:
                blocks.extend(self._paragraph(child, depth, place))
            elif name == TBL:
                for row in _rows(child):
                    for cell in _row_cells(row):
                        blocks.extend(self._inside(cell, depth + 1, place))
            elif name == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    blocks.extend(self._inside(content, depth + 1, place))
            elif name in BLOCK_HOLDERS:
                blocks.extend(self._inside(child, depth + 1, place))
        return blocks

    def _is_borderless(
        self,
        element: Element,
        grid: list[tuple[Element, list[_GridCell], LineRange]],
        columns: int,
        rows: list[Row],
    ) -> bool:
        """Tell layout from tables: no ruling lines and few columns, or the words of a letterhead or of recipients."""
        if len(rows) <= 6 and columns <= 3 and is_layout_text(cell.text for row in rows for cell in row.cells):
            return True
        properties = element.find(TBLPR)
        drawn = has_borders(properties)
        if drawn is None:
            drawn = self.styles.style(value(properties, "tblStyle")).has_borders
        if drawn:
            return False
        cells = [cell for _, row, _ in grid for cell in row]
        if sum(bool(cell.has_borders) for cell in cells) * 2 >= len(cells):
            return False
        return columns <= 3 and len(rows) <= 6


def _turned_tables(body: Element) -> set[Element]:
    """Return the tables of sections that are wider than high; what ends a section stands behind its tables."""
    turned: set[Element] = set()
    tables: list[Element] = []
    for child in body.iterchildren(P, TBL, SECTION):
        section: Element | None = child
        if child.tag == TBL:
            tables.append(child)
            continue
        if child.tag == P:
            properties = child.find(PPR)
            section = None if properties is None else properties.find(SECTION)
        if section is None:
            continue
        size = section.find(W + "pgSz")
        if size is not None and number(size.get(W + "w")) > number(size.get(W + "h")):
            turned.update(tables)
        tables.clear()
    return turned


def _merged(grid: list[tuple[Element, list[_GridCell], LineRange]], columns: int) -> list[Row]:
    """Fill the grid, so that every row has a cell per column and merged ones know their spans."""
    matrix: list[list[Cell]] = []
    open_merges: dict[int, tuple[int, int]] = {}
    for index, (_, cells, _) in enumerate(grid):
        row = [Cell(()) for _ in range(columns)]
        continued: dict[int, tuple[int, int]] = {}
        for cell in cells:
            paragraphs = tuple(block for block in cell.blocks if isinstance(block, Paragraph))
            above = open_merges.get(cell.column)
            covered = Cell((), covered=True)
            if cell.merge == "continue" and above is not None and above[1] == cell.span and not paragraphs:
                top = matrix[above[0]][cell.column]
                matrix[above[0]][cell.column] = replace(top, row_span=index - above[0] + 1)
                row[cell.column] = covered
                continued[cell.column] = above
            else:
                row[cell.column] = Cell(paragraphs, column_span=cell.span)
                if cell.merge is not None:
                    continued[cell.column] = (index, cell.span)
            for column in range(cell.column + 1, cell.column + cell.span):
                row[column] = covered
        open_merges = continued
        matrix.append(row)
    return [
        Row(tuple(row), place, is_header=_is_header(element))
        for row, (element, _, place) in zip(matrix, grid, strict=True)
    ]


def _is_header(row: Element) -> bool:
    properties = row.find(TRPR)
    return properties is not None and bool(is_on(properties.find(W + "tblHeader")))


def _rows(table: Element, depth: int = 0) -> Iterator[Element]:
    for child in table.iterchildren():
        if child.tag == TR:
            properties = child.find(TRPR)
            if properties is None or properties.find(W + "del") is None:
                yield child
        elif child.tag == SDT and depth < 20:
            content = child.find(SDT_CONTENT)
            if content is not None:
                yield from _rows(content, depth + 1)
        elif child.tag in BLOCK_HOLDERS and child.tag not in DROPPED and depth < 20:
            yield from _rows(child, depth + 1)


def _row_cells(row: Element, depth: int = 0) -> Iterator[Element]:
    for child in row.iterchildren():
        if child.tag == TC:
            yield child
        elif child.tag == SDT and depth < 20:
            content = child.find(SDT_CONTENT)
            if content is not None:
                yield from _row_cells(content, depth + 1)
        elif child.tag in BLOCK_HOLDERS and depth < 20:
            yield from _row_cells(child, depth + 1)


def _widths(table: Element, columns: int) -> tuple[float, ...] | None:
    grid = table.find(W + "tblGrid")
    if grid is None:
        return None
    widths = [max(0, number(column.get(W + "w"))) for column in grid.iterchildren(W + "gridCol")]
    total = sum(widths)
    if len(widths) != columns or not total:
        return None
    return tuple(width / total for width in widths)


def _pieces(runs: list[Run]) -> Iterator[tuple[Run, ...] | None]:
    """Cut the runs of a paragraph at line breaks; a page break comes as None between pieces."""
    if not any(PAGE_BREAK in run.text or LINE_BREAK in run.text for run in runs):
        yield tuple(runs)
        return
    for index, page in enumerate(split_runs(runs, PAGE_BREAK)):
        if index:
            yield None
        if page or index == 0:
            yield from split_runs(page, LINE_BREAK)


def _marked(blocks: list[Block], count: int) -> list[Block]:
    """Put the number of a footnote before its first paragraph."""
    if blocks and isinstance(blocks[0], Paragraph):
        blocks[0] = replace(blocks[0], runs=(Run(str(count), superscript=True), Run(" "), *blocks[0].runs))
    return blocks


def _too_big() -> UnreadableDocument:
    return UnreadableDocument(UnreadableReason.TOO_COMPLEX, "Bảng trong tệp quá lớn; hãy chia nhỏ bảng rồi tải lại.")
