"""HTML, also under the name of .doc as old systems export it: paragraphs, headings, lists, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import (
    Alignment,
    Block,
    Cell,
    Document,
    LineRange,
    Paragraph,
    Row,
    Run,
    SourceFormat,
    Table,
)
from thidua.lib.vanban.reading.layout import is_layout_text, tabbed_columns
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.lines import LineCounter, joined, split_runs, stripped
from thidua.lib.vietnamese import charset_of_font, clean, decode_bytes, decode_legacy

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
# fmt: off
_DROPPED = frozenset((
    "script", "style", "head", "noscript", "template", "iframe", "object", "embed", "svg", "math",
    "canvas", "video", "audio", "select", "textarea", "button",
))
# fmt: on
# fmt: off
_BLOCKS = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
    "li", "dl", "dt", "dd", "table", "blockquote", "pre", "section", "article", "header",
    "footer", "main", "aside", "nav", "address", "figure", "figcaption", "form", "fieldset", "center",
    "hr", "body", "html",
))
# fmt: on
_STYLES = {
    "b": "bold",
    "strong": "bold",
    "th": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "strike": "strike",
    "sup": "superscript",
}
_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "center": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "justify": Alignment.JUSTIFY,
}
_LINE_BREAK = "\v"
_WHITE = re.compile(r"[ \t\r\n\f]+")


def read_html(content: bytes, *, limits: Limits) -> Document:
    """Read an HTML file; raise `UnreadableDocument` when nothing is in it or it is nested too deep."""
    declared = _CHARSET.search(content[:4096])
    decoded = decode_bytes(content, declared=declared[1].decode("ascii") if declared else None)
    if decoded is None:
        raise UnreadableDocument(
            UnreadableReason.DAMAGED, "Tệp HTML bị hỏng; hãy lưu lại dạng Word (.docx) rồi tải lên."
        )
    blocks, counter = blocks_of(decoded.text, limits)
    if not any(line.text.strip() for line in counter.lines):
        raise UnreadableDocument(UnreadableReason.NO_TEXT, "Trang HTML không có chữ nào; hãy kiểm tra lại tệp đã chọn.")
    return Document(tuple(blocks), tuple(counter.lines), SourceFormat.HTML, encoding=decoded.encoding)


def blocks_of(text: str, limits: Limits, *, first_line: int | None = None) -> tuple[list[Block], LineCounter]:
    """Return the blocks of HTML text; with `first_line` rows stand on the physical lines of a larger text."""
    parser = lxml_html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = lxml_html.document_fromstring(clean(text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(
            UnreadableReason.DAMAGED, "Tệp HTML bị hỏng; hãy lưu lại dạng Word (.docx) rồi tải lên."
        ) from error
    reader = _HtmlReader(limits, first_line=first_line)
    blocks = tabbed_columns(reader.blocks(root, _Looks(), 0))
    return blocks, reader.counter


@dataclass(frozen=True, slots=True)
class _Looks:
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    superscript: bool = False
    font: str | None = None
    keeps_white: bool = False
    alignment: Alignment | None = None
    heading: int | None = None


@dataclass(slots=True)
class _HtmlReader:
    """Walks the tree once, gathering inline text until a block ends."""

    limits: Limits
    first_line: int | None = None
    counter: LineCounter = field(init=False)
    _cells: int = 0

    def __post_init__(self) -> None:
        self.counter = LineCounter(self.limits)

    def _place(self, text: str) -> LineRange:
        if self.first_line is not None:
            return LineRange(self.first_line, self.first_line)
        return self.counter.add(text)

    def blocks(self, element: etree._Element, looks: _Looks, depth: int, row: LineRange | None = None) -> list[Block]:
        """Return the blocks within an element; `row` is the line of the table row it stands in."""
        if depth > 2 * self.limits.nesting:
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Cấu trúc tệp lồng nhau quá sâu; hãy lưu lại bằng Word rồi tải lại."
            )
        blocks: list[Block] = []
        runs: list[Run] = []
        looks = _looks(element, looks)
        self._walk(element, looks, depth, row, blocks, runs, label=None)
        self._end(blocks, runs, looks, row, None)
        return blocks

    def _walk(
        self,
        element: etree._Element,
        looks: _Looks,
        depth: int,
        row: LineRange | None,
        blocks: list[Block],
        runs: list[Run],
        label: str | None,
    ) -> None:
        self._text(element.text, looks, runs)
        count = 0
        for child in element.iterchildren():
            tag = child.tag.lower() if isinstance(child.tag, str) else ""
            if tag in _DROPPED or not tag or _is_hidden(child):
                pass
            elif tag == "br":
                runs.append(Run(_LINE_BREAK))
            elif tag == "table":
                self._end(blocks, runs, looks, row, label)
                blocks.extend(self._table(child, looks, depth + 1, row))
            elif tag in _BLOCKS:
                self._end(blocks, runs, looks, row, label)
                inner = self.blocks(child, looks, depth + 1, row)
                if tag == "li":
                    count += 1
                    inner = _labelled(inner, _label(element, child, count))
                blocks.extend(inner)
            else:
                if depth > 2 * self.limits.nesting:
                    raise UnreadableDocument(
                        UnreadableReason.TOO_COMPLEX,
                        "Cấu trúc tệp lồng nhau quá sâu; hãy lưu lại bằng Word rồi tải lại.",
                    )
                self._walk(child, _looks(child, looks), depth + 1, row, blocks, runs, label)
            self._text(child.tail, looks, runs)

    def _text(self, text: str | None, looks: _Looks, runs: list[Run]) -> None:
        if not text:
            return
        charset = charset_of_font(looks.font)
        if charset is not None and not any(char > "\u00ff" and char.isalpha() for char in text):
            text = clean(decode_legacy(text, charset))
        text = text.replace("\n", _LINE_BREAK) if looks.keeps_white else _WHITE.sub(" ", text)
        runs.append(
            Run(
                text,
                bold=looks.bold,
                italic=looks.italic,
                underline=looks.underline,
                strike=looks.strike,
                superscript=looks.superscript,
            )
        )

    def _end(
        self, blocks: list[Block], runs: list[Run], looks: _Looks, row: LineRange | None, label: str | None
    ) -> None:
        """Make paragraphs of the inline text gathered so far, one for each printed line."""
        for piece in split_runs(joined(runs), _LINE_BREAK):
            kept = stripped(piece)
            if kept:
                place = row or self._place("".join(run.text for run in kept))
                blocks.append(Paragraph(kept, place, alignment=looks.alignment, heading_level=looks.heading))
        runs.clear()

    def _table(self, element: etree._Element, looks: _Looks, depth: int, row: LineRange | None) -> list[Block]:
        rows = list(_rows(element))
        if not rows:
            return []
        if len(rows) > self.limits.table_rows:
            raise _too_big()
        if row is not None:
            # A table within a cell: its text belongs to the cell.
            return [block for line in rows for cell in _cells(line) for block in self.blocks(cell, looks, depth, row)]
        nested = [cell for line in rows for cell in _cells(line) if next(cell.iter("table"), None) is not None]
        if len(rows) == 1 and len(list(_cells(rows[0]))) == 1:
            return self.blocks(next(_cells(rows[0])), looks, depth)
        if nested and len(nested) * 2 >= len(rows):
            # Layout: what is in the cells stands in order.
            return [block for line in rows for cell in _cells(line) for block in self.blocks(cell, looks, depth)]
        grid, columns = self._grid(rows, looks, depth)
        borderless = (
            len(grid) <= 6 and columns <= 3 and is_layout_text(cell.text for line in grid for cell in line.cells)
        )
        borderless = borderless or (len(grid) <= 6 and columns <= 3 and (element.get("border") or "") == "0")
        lines = LineRange(grid[0].lines.first, grid[-1].lines.last)
        return [Table(tuple(grid), lines, borderless=borderless)]

    def _grid(self, rows: list[etree._Element], looks: _Looks, depth: int) -> tuple[list[Row], int]:
        placed: list[dict[int, Cell]] = [{} for _ in rows]
        places: list[LineRange] = []
        headers: list[bool] = []
        for index, element in enumerate(rows):
            place = self.counter.place()
            if self.first_line is not None:
                line = self.first_line + (element.sourceline or 1) - 1
                place = LineRange(line, line)
            column = 0
            for cell in _cells(element):
                while column in placed[index]:
                    column += 1
                across = _span(cell.get("colspan"), self.limits.table_columns)
                down = min(_span(cell.get("rowspan"), 1000), len(rows) - index)
                self._cells += across * down
                if column + across > self.limits.table_columns or self._cells > self.limits.table_cells:
                    raise _too_big()
                inner = self.blocks(cell, looks, depth + 1, place)
                paragraphs = tuple(block for block in inner if isinstance(block, Paragraph))
                for step in range(down):
                    for side in range(across):
                        placed[index + step].setdefault(column + side, Cell((), covered=True))
                placed[index][column] = Cell(paragraphs, down, across)
                column += across
            texts = (cell.text.replace("\n", " ") for _, cell in sorted(placed[index].items()))
            if self.first_line is None:
                self.counter.add("\t".join(texts).rstrip("\t"))
            places.append(place)
            headers.append(all(cell.tag == "th" for cell in _cells(element)) or _in_head(element))
        columns = max((max(line, default=0) + 1 for line in placed), default=1)
        grid = [
            Row(tuple(line.get(column, Cell(())) for column in range(columns)), place, is_header=header)
            for line, place, header in zip(placed, places, headers, strict=True)
        ]
        return grid, columns


def _looks(element: etree._Element, looks: _Looks) -> _Looks:
    tag = element.tag.lower() if isinstance(element.tag, str) else ""
    changes: dict[str, Any] = {}
    if tag in _STYLES:
        changes[_STYLES[tag]] = True
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        changes["heading"] = int(tag[1])
    if tag == "pre":
        changes["keeps_white"] = True
    if tag == "center":
        changes["alignment"] = Alignment.CENTER
    if element.get("face"):
        changes["font"] = element.get("face")
    if (element.get("align") or "").lower() in _ALIGNMENTS:
        changes["alignment"] = _ALIGNMENTS[(element.get("align") or "").lower()]
    for declaration in (element.get("style") or "")[:2000].split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if name == "font-weight":
            changes["bold"] = value in ("bold", "bolder", "600", "700", "800", "900")
        elif name == "font-style":
            changes["italic"] = value in ("italic", "oblique")
        elif name == "font-family":
            changes["font"] = value.split(",")[0].strip("\"' ")
        elif name == "text-align" and value in _ALIGNMENTS:
            changes["alignment"] = _ALIGNMENTS[value]
    return replace(looks, **changes) if changes else looks


def _is_hidden(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "mso-hide:all" in style or element.get("hidden") is not None


def _label(holder: etree._Element, item: etree._Element, count: int) -> str:
    if holder.tag != "ol":
        return "•"
    start = _span(holder.get("start"), 100_000, least=0)
    number = _span(item.get("value"), 100_000, least=0) if item.get("value") else start + count - 1
    if (holder.get("type") or "1") in ("a", "A") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return f"{letter.upper() if holder.get('type') == 'A' else letter})"
    return f"{number}."


def _labelled(blocks: list[Block], label: str) -> list[Block]:
    if blocks and isinstance(blocks[0], Paragraph) and blocks[0].list_label is None:
        blocks[0] = replace(blocks[0], list_label=label)
    return blocks


def _span(text: str | None, most: int, *, least: int = 1) -> int:
    try:
        return max(least, min(int(text or 1), most))
    except ValueError:
        return 1


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table.iterchildren():
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return row.iterchildren("td", "th")


def _in_head(row: etree._Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _too_big() -> UnreadableDocument:
    return UnreadableDocument(UnreadableReason.TOO_COMPLEX, "Bảng trong tệp quá lớn; hãy chia nhỏ bảng rồi tải lại.")
