"""The document model: everything a document says, in order, with where each piece stood.

One model serves both directions. `reading` fills it from any file; `writing` (later) renders it
to DOCX and PDF; `understanding` reads fields out of it. All text is NFC Unicode.

Lines are the common coordinate. Every source is given numbered lines, from 1 on: the physical lines
of a text file; one line a paragraph or table row for DOCX, DOC and HTML; the visual lines of a PDF page
or scan, numbered through the whole file. A block knows the lines it came from, so a value found in it
can be shown in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class SourceFormat(StrEnum):
    """What kind of file a document was read from."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    SCAN = "scan"


class Alignment(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, as fractions (0 to 1) of the page's width and height, origin top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One numbered line of the source as printed: `number` from 1, `page` from 1 or None where there are no pages.

    `confidence` is 1.0 except where characters were recognised (OCR), then 0 to 1.
    """

    number: int
    text: str
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class LineRange:
    """First and last source line of a piece, both inclusive."""

    first: int
    last: int

    def union(self, other: LineRange) -> LineRange:
        return LineRange(min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    superscript: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one printed line where the source does not tell where paragraphs end.

    `heading_level` is what the source itself declares (Word outline level, <h2>, ##), else None.
    `list_label` is a number the source generates instead of printing ("1.", "a)"), else None; `text` does not hold it.
    """

    runs: tuple[Run, ...]
    lines: LineRange
    page: int | None = None
    alignment: Alignment | None = None
    heading_level: int | None = None
    list_label: str | None = None
    is_aside: bool = False
    """Stands at the foot of a page apart from the running text; the reader puts it behind all other blocks."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def is_bold(self) -> bool:
        inked = [run for run in self.runs if run.text.strip()]
        return bool(inked) and all(run.bold for run in inked)

    @property
    def is_italic(self) -> bool:
        inked = [run for run in self.runs if run.text.strip()]
        return bool(inked) and all(run.italic for run in inked)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid. A merged cell is present once, at its top left, with its spans;
    the places it covers hold a cell with `covered=True` and no paragraphs, so that every row has a cell per column.
    """

    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1
    covered: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    lines: LineRange
    page: int | None = None
    is_header: bool = False
    """Declared by the source (<th>, Word's repeated header row); False when not known."""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with as many cells in every row as it has columns.

    `borderless` marks a grid used for layout only: the two columns of a letterhead, of recipients and signature.
    A table broken over pages stays one table where the reader is sure, else it is several in a row.
    """

    rows: tuple[Row, ...]
    lines: LineRange
    borderless: bool = False
    column_widths: tuple[float, ...] | None = None
    """Fractions of the table's width, where the source tells."""
    is_landscape: bool = False
    """Stands on pages turned on their side; False where the source does not tell."""

    @property
    def column_count(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The source starts a new page here. `page` is the number of the page that begins."""

    page: int
    lines: LineRange


Block = Paragraph | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in reading order.

    `notices` are short Vietnamese sentences about what the reader met (encoding guessed, pages without text).
    """

    blocks: tuple[Block, ...]
    lines: tuple[SourceLine, ...]
    source_format: SourceFormat
    encoding: str | None = None
    page_count: int | None = None
    notices: tuple[str, ...] = field(default=())

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph in order, those in table cells included."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            elif isinstance(block, Table):
                for row in block.rows:
                    for cell in row.cells:
                        yield from cell.paragraphs

    @property
    def text(self) -> str:
        """The source lines, one a line."""
        return "\n".join(line.text for line in self.lines)
