"""The document as a flat run of pieces: lines of prose, and grids that are real tables.

Layout tables (letterhead, recipients beside the signature) become lines again, column by column.
Printed lines of one paragraph, broken by the page or the margin, are joined by `join_lines`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from thidua.lib.vanban.model import Alignment, Document, PageBreak, Paragraph, Run, SourceFormat, Table
from thidua.lib.vanban.reading.lines import split_runs
from thidua.lib.vanban.understanding.names import POSITION
from thidua.lib.vanban.understanding.numbering import Label, read_label
from thidua.lib.vanban.understanding.passages import Mark, Passage, clean
from thidua.lib.vanban.understanding.words import is_upper, lower, plain

_PAGE_NUMBER = re.compile(
    r"(?:[-–—\s]*\d{1,3}[-–—\s]*|(?:trang|page)\s*\d{1,3}(?:\s*/\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3})", re.IGNORECASE
)
_FOOT = re.compile(
    r"(?P<before>\S.{2,90}?\S)(?:\s{3,}|\s*[|\t]\s*)(?P<last>\d{1,3})"
    r"|(?P<paged>\S.{0,90}?)?\s*[-–|,.]?\s*(?:trang|page)\s*(?P<page>\d{1,3})(?:\s*/\s*\d{1,3})?"
    r"|(?P<first>\d{1,3})(?:\s{3,}|\s*[|\t]\s*)(?P<after>\S.{2,90}\S)",
    re.IGNORECASE,
)
_INK = re.compile(r"\w")
_MOTTO = re.compile(r"cong hoa xa hoi chu nghia viet nam|doc lap\s*-\s*tu do\s*-\s*hanh phuc|dang cong san viet nam")
_CLOSING = re.compile(r"n[oơ]i nh[aậ]n\s*:?")
_ON_BEHALF = re.compile(r"(?:tm|kt|tl|tuq|t/m|k/t|t/l)\s*[./]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or paragraph. `label` is its number or bullet, printed or generated; `body` is what follows it.

    `side` is the column of a layout table it stood in. `gap` tells that blank space stands before it,
    `bold_until` how far from its start it is bold.
    """

    passage: Passage
    label: Label | None = None
    is_bold: bool = False
    bold_until: int = 0
    is_italic: bool = False
    is_centered: bool = False
    heading_level: int | None = None
    gap: bool = False
    after_break: bool = False
    side: int | None = None
    left: float | None = None
    right: float | None = None
    whole: bool = False
    """The source tells paragraphs apart, so a following piece hardly ever continues this one."""
    is_folio: bool = False
    """Nothing but a number: that of the page, or that of a row whose cells stand one to a line."""
    runs: tuple[Run, ...] = ()
    """The source's own runs, not cleaned; a blank run joins those of two lines."""
    list_label: str | None = None
    """The number the source generates, as it prints it."""
    is_aside: bool = False
    """Stood at the foot of a page, apart from the text."""

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def body(self) -> Passage:
        return self.passage.cut(self.label.end) if self.label and self.label.end else self.passage

    @property
    def body_text(self) -> str:
        return self.text[self.label.end :].strip() if self.label else self.text


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its printed lines; `above` tells that it belongs to the merged cell over it, `beside` to its left."""

    lines: tuple[Passage, ...]
    above: bool = False
    beside: bool = False
    is_bold: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class GridRow:
    cells: tuple[GridCell, ...]
    first_line: int
    last_line: int
    page: int | None
    is_header: bool = False
    after_break: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A real table, cells cleaned and merges resolved."""

    rows: tuple[GridRow, ...]
    first_line: int
    last_line: int
    page: int | None
    table: Table | None = None
    """The source's own table; None when rows were gathered from lines."""


Item = Piece | Grid


class _Lines:
    """Source lines by number, for pages, recognition confidence and boxes."""

    def __init__(self, document: Document) -> None:
        self.by_number = {line.number: line for line in document.lines}

    def passage(self, paragraph: Paragraph, text: str) -> Passage:
        first, last = paragraph.lines.first, paragraph.lines.last
        marks: list[Mark] = []
        cursor = 0
        for number in range(first, min(last, first + 400) + 1):
            line = self.by_number.get(number)
            page = (line.page if line else None) or paragraph.page
            sure = line.confidence if line else 1.0
            if number == first:
                marks.append(Mark(0, number, page, sure))
                cursor = min(len(clean(line.text)) if line else 0, len(text)) if last > first else 0
            elif line and (printed := clean(line.text)):
                found = text.find(printed[:24], max(cursor - 4, 1))
                if found > 0:
                    marks.append(Mark(found, number, page, sure))
                    cursor = found + len(printed)
        return Passage(text, tuple(marks))

    def edges(self, paragraph: Paragraph) -> tuple[float | None, float | None]:
        first, last = self.by_number.get(paragraph.lines.first), self.by_number.get(paragraph.lines.last)
        return (first.box.left if first and first.box else None, last.box.right if last and last.box else None)


def read_items(document: Document) -> list[Item]:
    """Return the document's lines and grids in order, page numbers and rules left out."""
    return list(_read(document, _Lines(document)))


def _read(document: Document, lines: _Lines) -> Iterable[Item]:
    whole = document.source_format in (SourceFormat.DOCX, SourceFormat.DOC, SourceFormat.HTML) or (
        document.source_format in (SourceFormat.PDF, SourceFormat.SCAN)
        and any(isinstance(block, Paragraph) and block.lines.last > block.lines.first for block in document.blocks)
    )
    furniture = _page_furniture(document)
    previous_line = 0
    after_break = False
    count = len(document.blocks)
    for index, block in enumerate(document.blocks):
        if isinstance(block, PageBreak):
            after_break = True
            continue
        if index in furniture:
            continue
        gap = block.lines.first > previous_line + 1
        if isinstance(block, Table):
            if _is_layout(block, near_start=index < 12 or index * 8 < count):
                yield from _layout_lines(block, lines, whole=whole, gap=gap)
            else:
                yield _grid(block, lines, after_break=after_break)
            previous_line, after_break = block.lines.last, False
            continue
        for piece in _pieces(block, lines, whole=whole):
            yield replace(piece, gap=gap, after_break=after_break)
            gap = after_break = False
            previous_line = block.lines.last


def _page_furniture(document: Document) -> set[int]:
    """Return the places of heads and feet of pages: one text, its number growing, or standing at every page break."""
    counted: dict[str, list[tuple[int, int]]] = {}
    beside: dict[str, list[int]] = {}
    blocks = document.blocks
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or len(block.text) > 120:
            continue
        text = block.text.strip()
        if match := _FOOT.fullmatch(text):
            number = match["last"] or match["page"] or match["first"]
            name = match["before"] or match["paged"] or match["after"] or ""
            counted.setdefault(plain(clean(name)), []).append((int(number), index))
        if any(isinstance(blocks[other], PageBreak) for other in (index - 1, index + 1) if 0 <= other < len(blocks)):
            beside.setdefault(plain(clean(re.sub(r"\d+", "", text))), []).append(index)
    found: set[int] = set()
    for entries in counted.values():
        if len(entries) > 1 and all(one < other for (one, _), (other, _) in itertools.pairwise(entries)):
            found.update(index for _, index in entries)
    for text, places in beside.items():
        if len(places) >= 3 and text:
            found.update(places)
    return found


def _pieces(paragraph: Paragraph, lines: _Lines, *, whole: bool, side: int | None = None) -> Iterable[Piece]:
    """Return the piece, or the pieces between manual line breaks, of a paragraph; none for a page number or rule."""
    raw = paragraph.text
    if "\n" in raw and not raw.isspace():
        first = True
        for part in split_runs(paragraph.runs, "\n"):
            shown = replace(
                paragraph,
                runs=part,
                list_label=paragraph.list_label if first else None,
            )
            for piece in _pieces(shown, lines, whole=False, side=side):
                first = False
                yield piece
        return
    text = clean(raw)
    folio = _PAGE_NUMBER.fullmatch(text) is not None
    if not text or not _INK.search(text) or (folio and not text.isdigit()):
        return
    label = read_label(text)
    if paragraph.list_label is not None and paragraph.list_label.strip():
        generated = read_label(paragraph.list_label.strip() + " x") or read_label("- x")
        if generated is not None and (label is None or label.style != generated.style):
            label = replace(generated, end=0)
    bold_until = 0
    for run in paragraph.runs:
        if run.text.strip() and not run.bold:
            break
        bold_until += len(run.text)
    left, right = lines.edges(paragraph)
    yield Piece(
        passage=lines.passage(paragraph, text),
        label=label,
        is_bold=paragraph.is_bold,
        bold_until=min(bold_until, len(text)),
        is_italic=paragraph.is_italic,
        is_centered=paragraph.alignment is Alignment.CENTER,
        heading_level=paragraph.heading_level,
        side=side,
        left=left,
        right=right,
        whole=whole,
        is_folio=folio,
        runs=paragraph.runs,
        list_label=paragraph.list_label,
        is_aside=paragraph.is_aside,
    )


def _is_layout(table: Table, *, near_start: bool) -> bool:
    columns = table.column_count
    if columns > 4 or len(table.rows) > 40:
        return False
    if table.borderless and columns <= 3 and len(table.rows) <= 6:
        return True
    texts = [plain(cell.text.replace("\n", " ")) for row in table.rows[:8] for cell in row.cells if not cell.covered]
    if near_start and any(_MOTTO.search(text) for text in texts):
        return True
    return any(_CLOSING.match(text.strip(" *_#")) for text in texts) or _is_joint_signature(table)


def _is_joint_signature(table: Table) -> bool:
    """Tell whether a table sets two signatures side by side: over every column an office in capitals."""
    heads = [text for cell in table.rows[0].cells if (text := clean(cell.text).strip(" *_"))]
    return (
        2 <= table.column_count <= 3
        and 2 <= len(table.rows) <= 12
        and len(heads) >= 2
        and all(is_upper(text) and (_ON_BEHALF.match(lower(text)) or POSITION.match(lower(text))) for text in heads)
    )


def _layout_lines(table: Table, lines: _Lines, *, whole: bool, gap: bool) -> Iterable[Piece]:
    columns: list[list[Piece]] = [[] for _ in range(table.column_count)]

    def flush() -> Iterable[Piece]:
        for column in columns:
            yield from column
            column.clear()

    for row in table.rows:
        filled = [place for place, cell in enumerate(row.cells) if cell.text.strip()]
        if len(filled) == 1 and row.cells[filled[0]].column_span >= table.column_count > 1:
            yield from flush()
        for place in filled:
            for paragraph in row.cells[place].paragraphs:
                columns[place].extend(_pieces(paragraph, lines, whole=whole, side=place))
    for number, piece in enumerate(flush()):
        yield replace(piece, gap=gap if number == 0 else False)


def _grid(table: Table, lines: _Lines, *, after_break: bool) -> Grid:
    rows: list[GridRow] = []
    down: dict[int, int] = {}
    for row in table.rows:
        cells: list[GridCell] = []
        beside = 0
        for place, cell in enumerate(row.cells):
            if cell.covered:
                over = down.get(place, 0) > 0
                cells.append(GridCell((), above=over and beside <= 0, beside=beside > 0 or not over))
                if over:
                    down[place] -= 1
                beside -= 1
                continue
            beside = cell.column_span - 1
            for covered in range(place, place + cell.column_span):
                down[covered] = cell.row_span - 1
            texts = []
            for paragraph in cell.paragraphs:
                for number, part in enumerate(paragraph.text.split("\n")):
                    text = clean(part)
                    if paragraph.list_label and number == 0 and text:
                        text = f"{paragraph.list_label.strip()} {text}"
                    if text:
                        texts.append(lines.passage(paragraph, text))
            bold = bool(cell.paragraphs) and all(p.is_bold for p in cell.paragraphs if p.text.strip())
            cells.append(GridCell(tuple(texts), is_bold=bold))
        rows.append(
            GridRow(tuple(cells), row.lines.first, row.lines.last, row.page, row.is_header, after_break=after_break)
        )
        after_break = False
    return Grid(tuple(rows), table.lines.first, table.lines.last, rows[0].page if rows else None, table)
