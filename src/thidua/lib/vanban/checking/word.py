"""A Word file taken apart for checking: its lines with their looks, its sections, what it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from thidua.lib.vanban.checking.drawings import Drawn, Frame, shapes_of
from thidua.lib.vanban.checking.formatting import CharLooks, Formats, Style, over
from thidua.lib.vanban.checking.lines import Line, Place, Span
from thidua.lib.vanban.checking.sections import Section, read_sections
from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.archive import Archive, damaged
from thidua.lib.vanban.reading.docx.names import (
    ALTERNATE,
    BLOCK_HOLDERS,
    CHOICE,
    FALLBACK,
    INLINE_HOLDERS,
    PPR,
    RPR,
    SDT,
    SDT_CONTENT,
    TBL,
    TBLPR,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    Element,
    P,
    R,
    T,
    W,
    number,
    value,
)
from thidua.lib.vanban.reading.docx.numbering import Numbering
from thidua.lib.vanban.reading.docx.package import inner_relations, main_part, not_word, theme_fonts, xml_root
from thidua.lib.vanban.reading.docx.styles import Styles, has_borders
from thidua.lib.vanban.reading.layout import is_layout_text
from thidua.lib.vanban.reading.limits import MEGABYTE, Limits

_PAGE_FIELD = re.compile(r"(?:^|\s|\{)PAGE(?:\s|$)", re.IGNORECASE)
_PAGES = re.compile(rb"<Pages>(\d{1,6})</Pages>")
_DRAWN = frozenset((W + "drawing", W + "pict", W + "object"))
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_NO_SECTION = etree.Element(W + "sectPr")


@dataclass(slots=True)
class WordFile:
    """What is checked."""

    lines: list[Line]
    sections: list[Section]
    pages: int | None
    """As the program that wrote the file counted them."""


def open_word(source: Path | bytes, *, limits: Limits) -> WordFile:
    """Take a Word file apart; raise `UnreadableDocument` when it is none, is damaged or costs too much."""
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size > limits.file_bytes:
        raise UnreadableDocument(
            UnreadableReason.TOO_LARGE,
            f"Tệp nặng {size // MEGABYTE} MB, vượt mức {limits.file_bytes // MEGABYTE} MB; hãy giảm dung lượng tệp.",
        )
    content = source.read_bytes() if isinstance(source, Path) else source
    if not content:
        raise UnreadableDocument(UnreadableReason.EMPTY, "Tệp rỗng; hãy kiểm tra lại tệp đã chọn.")
    if not content.startswith(b"PK"):
        raise UnreadableDocument(
            UnreadableReason.UNKNOWN_TYPE,
            "Chỉ kiểm tra được thể thức của tệp Word (.docx); hãy mở tệp bằng Word và lưu lại dạng .docx.",
        )
    archive = Archive(content, limits)
    main = main_part(archive)
    if main is None:
        raise not_word(archive)
    relations = inner_relations(archive, main)
    named: dict[str, str] = {}
    for relation in relations:
        named.setdefault(relation.kind, relation.target)

    def part(kind: str) -> bytes | None:
        return archive.read(named[kind]) if named.get(kind) in archive.names else None

    root = xml_root(archive.read(main))
    if root is None:
        raise damaged("phần thân văn bản")
    styles, numbering = xml_root(part("styles")), xml_root(part("numbering"))
    reader = _Reader(
        Formats.read(styles, numbering, theme_fonts(part("theme"))),
        Styles.read(styles, {}),
        Numbering.read(numbering),
        limits,
    )
    body = root.find(W + "body")
    lines = reader.read(root if body is None else body)
    edges: dict[str, list[Line]] = {}
    for relation in relations:
        if relation.kind in ("header", "footer") and relation.target in archive.names:
            edge = xml_root(archive.read(relation.target))
            if edge is not None:
                edges[relation.key] = reader.read_edge(edge)
    if not any(line.text for line in lines):
        raise UnreadableDocument(UnreadableReason.NO_TEXT, "Tệp Word không có chữ nào để kiểm tra thể thức.")
    sections = read_sections(reader.section_elements, edges)
    told = _PAGES.search(archive.read("docProps/app.xml")) if "docProps/app.xml" in archive.names else None
    return WordFile(lines, sections or read_sections([_NO_SECTION], edges), int(told[1]) if told else None)


@dataclass(slots=True)
class _Reader:
    """Walks the blocks of a file once."""

    formats: Formats
    borders: Styles
    numbering: Numbering
    limits: Limits
    section_elements: list[Element] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _tables: int = 0
    _table_style: Style = field(default_factory=Style)

    def read(self, body: Element) -> list[Line]:
        self._blocks(body, None, None, 0)
        last = body.find(W + "sectPr")
        if last is not None:
            self.section_elements.append(last)
        return self._lines

    def read_edge(self, root: Element) -> list[Line]:
        """Return the lines of a header or footer."""
        self._lines = []
        self._blocks(root, None, None, 0)
        return self._lines

    def _blocks(self, holder: Element, place: Place | None, frame: Frame | None, depth: int) -> None:
        if depth > self.limits.nesting:
            raise _too_complex("Cấu trúc tệp lồng nhau quá sâu; hãy lưu lại tệp bằng Word.")
        for child in holder.iterchildren():
            name = child.tag
            if name == P:
                self._paragraph(child, place, frame, depth)
            elif name == TBL:
                self._table(child, place, frame, depth)
            elif name == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    self._blocks(content, place, frame, depth + 1)
            elif name in BLOCK_HOLDERS:
                self._blocks(child, place, frame, depth + 1)
            elif name == ALTERNATE:
                choice = child.find(CHOICE)
                choice = child.find(FALLBACK) if choice is None else choice
                if choice is not None:
                    self._blocks(choice, place, frame, depth + 1)

    # Tables

    def _table(self, table: Element, around: Place | None, frame: Frame | None, depth: int) -> None:
        self._tables += 1
        rows = [row for row in table.iter(TR) if _table_of(row) is table]
        if len(rows) > self.limits.table_rows:
            raise _too_complex("Bảng trong tệp quá lớn; hãy chia nhỏ bảng.")
        properties = table.find(TBLPR)
        drawn = has_borders(properties)
        if drawn is None:
            drawn = self.borders.style(value(properties, "tblStyle") or self.formats.default_table).has_borders
        cells = [[cell for cell in row.iter(TC) if _row_of(cell) is row] for row in rows]
        columns = max((len(row) for row in cells), default=0)
        if columns == 1 and len(rows) == 1:
            self._boxed(rows[0], cells[0][0], bool(drawn), around, depth)
            return
        flat = [cell for row in cells for cell in row]
        texts = ["\n".join("".join(t.text or "" for t in p.iter(T)) for p in cell.iter(P)) for cell in flat]
        ruled = bool(drawn) or 2 * sum(bool(has_borders(cell.find(TCPR), "tcBorders")) for cell in flat) >= len(flat)
        is_layout = (len(rows) <= 8 and columns <= 3) and (not ruled or is_layout_text(texts))
        number_of = self._tables
        widths = [number(column.get(W + "w")) / 20 for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        for at, row in enumerate(cells):
            column = 0
            for cell in row:
                cell_properties = cell.find(TCPR)
                span = max(1, number(value(cell_properties, "gridSpan"), 1))
                own = None if cell_properties is None else cell_properties.find(W + "tcW")
                width = sum(widths[column : column + span]) or None
                if own is not None and own.get(W + "type") == "dxa":
                    width = number(own.get(W + "w")) / 20 or width
                bottom = None if cell_properties is None else cell_properties.find(f"{W}tcBorders/{W}bottom")
                place = Place(
                    number_of,
                    at,
                    column,
                    columns,
                    is_layout and not (around and not around.is_layout),
                    width,
                    bottom is not None and bottom.get(VAL) not in ("nil", "none"),
                )
                self._styled_blocks(cell, place, frame, depth + 1, table)
                column += span

    def _styled_blocks(self, cell: Element, place: Place, frame: Frame | None, depth: int, table: Element) -> None:
        before, self._table_style = self._table_style, self.formats.table_style(table)
        self._blocks(cell, place, frame, depth)
        self._table_style = before

    def _boxed(self, row: Element, cell: Element, drawn: bool, around: Place | None, depth: int) -> None:  # noqa: FBT001 - private
        """Read a table of one cell: a frame around text."""
        properties = row.find(TRPR)
        height = None if properties is None else properties.find(W + "trHeight")
        cell_properties = cell.find(TCPR)
        width = None if cell_properties is None else cell_properties.find(W + "tcW")
        edges = cell_properties.find(W + "tcBorders") if cell_properties is not None else None
        table = next(cell.iterancestors(TBL))
        own = table.find(f"{TBLPR}/{W}tblBorders")
        edge = next((side for holder in (edges, own) if holder is not None for side in holder), None)
        color = None if edge is None else edge.get(W + "color")
        frame = Frame(
            number(width.get(W + "w")) / 20 if width is not None and width.get(W + "type") == "dxa" else None,
            number(height.get(VAL)) / 20 if height is not None else None,
            drawn or bool(has_borders(cell_properties, "tcBorders")),
            None if color in (None, "auto") else color,
            floats=False,
        )
        before, self._table_style = self._table_style, self.formats.table_style(table)
        self._blocks(cell, around, frame, depth + 1)
        self._table_style = before

    # Paragraphs

    def _paragraph(self, element: Element, place: Place | None, frame: Frame | None, depth: int) -> None:
        properties = element.find(PPR)
        looks, base = self.formats.of_paragraph(properties, self._table_style)
        style_id, style = self.formats.paragraph_style(properties)
        ink = _Ink(self.formats, base)
        ink.walk(element, 0)
        numbered = None if properties is None else properties.find(W + "numPr")
        list_id = value(numbered, "numId") or style.list_id
        if list_id and list_id != "0" and any(span.text.strip() for line in ink.lines for span in line):
            level = max(0, min(number(value(numbered, "ilvl"), style.list_level), 8))
            label = self.numbering.label(list_id, level)
            if label:
                mark = self.formats.of_run(None if properties is None else properties.find(RPR), base)
                letters = over(self.formats.list_letters.get((list_id, level), CharLooks()), mark)
                ink.lines[0].insert(0, Span(f"{label} ", letters, is_label=True))
        section = len(self.section_elements)
        if len(self._lines) + len(ink.lines) > self.limits.lines:
            raise _too_complex("Tệp có quá nhiều dòng; hãy chia nhỏ tệp.")
        for at, spans in enumerate(ink.lines):
            self._lines.append(
                Line(
                    tuple(spans),
                    looks,
                    section,
                    place,
                    frame,
                    tuple(ink.drawn) if at == len(ink.lines) - 1 else (),
                    style_id,
                    opens=at == 0,
                    closes=at == len(ink.lines) - 1,
                    starts_page=at in ink.pages or (at == 0 and bool(looks.page_break_before)),
                    page_field=ink.page_field if at == 0 else None,
                )
            )
        for box, content in ink.boxes:
            self._blocks(content, place, box, depth + 1)
        ending = None if properties is None else properties.find(W + "sectPr")
        if ending is not None:
            self.section_elements.append(ending)


@dataclass(slots=True)
class _Ink:
    """What one paragraph prints, cut at its line breaks."""

    formats: Formats
    base: CharLooks
    lines: list[list[Span]] = field(default_factory=lambda: [[]])
    drawn: list[Drawn] = field(default_factory=list)
    boxes: list[tuple[Frame, Element]] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    page_field: CharLooks | None = None

    def walk(self, holder: Element, depth: int) -> None:
        if depth > 50:
            return
        for child in holder.iterchildren():
            name = child.tag
            if name == R:
                self._run(child)
            elif name == W + "fldSimple":
                if _PAGE_FIELD.search(child.get(W + "instr") or ""):
                    run = next(child.iter(R), None)
                    self.page_field = self.formats.of_run(None if run is None else run.find(RPR), self.base)
                self.walk(child, depth + 1)
            elif name in INLINE_HOLDERS:
                self.walk(child, depth + 1)
            elif name == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    self.walk(content, depth + 1)
            elif name == ALTERNATE:
                self._draw(child)

    def _run(self, run: Element) -> None:
        looks = self.formats.of_run(run.find(RPR), self.base)
        if looks.hidden:
            return
        for child in run.iterchildren():
            name = child.tag
            if name == T:
                self._add((child.text or "").replace("\n", " "), looks)
            elif name in _CHARACTERS:
                self._add(_CHARACTERS[name], looks)
            elif name in (W + "br", W + "cr"):
                if child.get(W + "type") == "page" and self._is_empty:
                    self.pages.add(0)
                    continue
                self.lines.append([])
                if child.get(W + "type") == "page":
                    self.pages.add(len(self.lines) - 1)
            elif name in (W + "instrText", W + "pgNum"):
                if name == W + "pgNum" or _PAGE_FIELD.search(child.text or ""):
                    self.page_field = looks
            elif name in _DRAWN or name == ALTERNATE:
                self._draw(child)

    @property
    def _is_empty(self) -> bool:
        return not any(span.text.strip() for line in self.lines for span in line)

    def _draw(self, drawing: Element) -> None:
        for shape in shapes_of(drawing):
            if isinstance(shape, Drawn):
                self.drawn.append(shape)
            else:
                self.boxes.append(shape)

    def _add(self, text: str, looks: CharLooks) -> None:
        line = self.lines[-1]
        if line and line[-1].looks == looks:
            line[-1] = Span(line[-1].text + text, looks)
        elif text:
            line.append(Span(text, looks))


def _too_complex(sentence: str) -> UnreadableDocument:
    return UnreadableDocument(UnreadableReason.TOO_COMPLEX, sentence)


def _table_of(row: Element) -> Element | None:
    return next(row.iterancestors(TBL), None)


def _row_of(cell: Element) -> Element | None:
    return next(cell.iterancestors(TR), None)
