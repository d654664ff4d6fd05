"""Text and markdown: every physical line a paragraph, tab or pipe tables found by their shape."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import (
    Block,
    Cell,
    Document,
    LineRange,
    PageBreak,
    Paragraph,
    Row,
    Run,
    SourceFormat,
    SourceLine,
    Table,
)
from thidua.lib.vanban.reading.aligned import AlignedText
from thidua.lib.vanban.reading.delimited import (
    TextRow,
    box_end,
    box_rows,
    cells_of,
    gather_rows,
    is_group,
    is_label,
    is_row,
)
from thidua.lib.vanban.reading.html import blocks_of
from thidua.lib.vanban.reading.layout import closing_columns, closing_end, letterhead_columns, letterhead_end
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.lines import split_runs, stripped
from thidua.lib.vanban.reading.markup import LINE_BREAK, runs_of
from thidua.lib.vietnamese import clean, decode_bytes, fold

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r"(#{1,6})(?=[\s*])")
# Possessive, so that no line however odd makes them try twice.
_RULE = re.compile(r"(?:[-_=*~–—]\s*+){3,}+")
_PIPE_RULE = re.compile(r"\|?+\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+\|?")
_HTML_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_MOST_INNER = 200
"""Lines without a separator that may stand within the rows of a table."""
_NEAR = 8
"""A lone row this many lines behind a table of as many columns, under a page's foot, still belongs to it."""
_MARKDOWN = re.compile(r"^#{1,6}\s|\*\*\S|^\s*\|.*\|\s*$", re.MULTILINE)
_LAYOUT_CELLS = ("cong hoa xa hoi chu nghia viet nam", "doc lap", "dang cong san viet nam", "noi nhan")
_NAMES_OF_ENCODINGS = {
    "windows-1258": "Windows-1258",
    "tcvn3": "TCVN3 (ABC)",
    "tcvn3-capitals": "TCVN3 (ABC)",
    "vni": "VNI",
    "windows-1252": "Windows-1252",
}


def read_text(content: bytes, *, limits: Limits, is_markdown: bool = False) -> Document:
    """Read a text or markdown file in any encoding; raise `UnreadableDocument` when the bytes are not text."""
    decoded = decode_bytes(content)
    if decoded is None:
        raise UnreadableDocument(
            UnreadableReason.UNKNOWN_TYPE,
            "Không nhận ra loại tệp; hãy tải lên tệp Word (.docx, .doc), PDF, ảnh quét hoặc văn bản (.txt).",
        )
    notices: tuple[str, ...] = ()
    if not decoded.is_certain:
        name = _NAMES_OF_ENCODINGS[decoded.encoding]
        notices = (f"Bảng mã {name} được đoán theo mặt chữ; hãy soát lại các chữ có dấu.",)
    printed = _LINE_END.split(decoded.text.replace("\x1a", ""))
    if printed and not printed[-1]:
        printed.pop()
    if len(printed) > limits.lines:
        raise UnreadableDocument(
            UnreadableReason.TOO_COMPLEX,
            f"Tệp có quá {limits.lines:,} dòng; hãy chia nhỏ rồi tải lại.".replace(",", "."),
        )
    if any(len(line) > limits.line_length for line in printed):
        raise UnreadableDocument(
            UnreadableReason.TOO_COMPLEX, "Tệp có dòng dài bất thường, không giống văn bản; hãy kiểm tra lại tệp."
        )
    lines = _numbered(printed)
    if not any(line.text.strip() for line in lines):
        raise UnreadableDocument(UnreadableReason.EMPTY, "Tệp không có chữ nào; hãy kiểm tra lại tệp đã chọn.")
    blocks = _TextBlocks(lines, limits).read()
    source_format = SourceFormat.TEXT
    if is_markdown or _MARKDOWN.search(decoded.text):
        source_format = SourceFormat.MARKDOWN
    pages = lines[-1].page
    return Document(
        tuple(blocks), tuple(lines), source_format, encoding=decoded.encoding, page_count=pages, notices=notices
    )


def _numbered(printed: list[str]) -> list[SourceLine]:
    """Number the physical lines; form feeds count pages when there are any."""
    has_pages = any("\f" in line for line in printed)
    page = 1
    lines = []
    for number, text in enumerate(printed, start=1):
        if text.startswith("\f"):
            page += 1
        lines.append(
            SourceLine(number, clean(text).replace("\f", " ").replace("\n", " "), page=page if has_pages else None)
        )
        page += text.count("\f", 1)
    return lines


@dataclass(slots=True)
class _TextBlocks:
    """Walk over the lines, cutting them into tables, paragraphs and page breaks."""

    lines: list[SourceLine]
    limits: Limits
    _tab_ends: dict[int, int] = field(default_factory=dict)
    """Answers already given, so that a long run of tabbed lines that is no table is looked at once."""
    _last_table: tuple[int, int] = (-1, 0)
    """Where the last table ended, and its columns."""
    _aligned: AlignedText = field(init=False)

    def __post_init__(self) -> None:
        self._aligned = AlignedText(self.lines)

    def read(self) -> list[Block]:
        blocks: list[Block] = []
        at = 0
        page = self.lines[0].page
        while at < len(self.lines):
            line = self.lines[at]
            if line.page != page:
                page = line.page
                blocks.append(PageBreak(page or 1, LineRange(line.number, line.number)))
            if not line.text.strip():
                at += 1
                continue
            if (end := self._html_table_end(at)) > at:
                source = "\n".join(part.text for part in self.lines[at:end])
                blocks.extend(blocks_of(source, self.limits, first_line=line.number)[0])
            elif "|" in line.text and (end := self._pipe_end(at)) > at:
                blocks.append(self._pipe_table(at, end))
            elif line.text.lstrip().startswith("+") and (end := box_end(self.lines, at)) > at:
                rows, header = box_rows(self.lines[at:end])
                blocks.append(self._table(rows, header=header))
            elif is_row(line.text) and (end := self._tab_end(at)) > at:
                blocks.extend(self._tab_blocks(at, end))
            elif (end := letterhead_end(self.lines, at)) > at:
                blocks.append(_two_columns(letterhead_columns(self.lines, at, end)))
            elif (end := closing_end(self.lines, at)) > at:
                blocks.append(_two_columns(closing_columns(self.lines, at, end)))
            elif (end := self._aligned.end(at)) > at:
                blocks.append(self._aligned.table(at))
            else:
                end = at + 1
                while end < len(self.lines) and not self._starts_something(end):
                    end += 1
                blocks.extend(_paragraphs(self.lines[at:end]))
            at = end
        return blocks

    def _starts_something(self, at: int) -> bool:
        line = self.lines[at]
        text = line.text
        return (
            not text.strip()
            or self._html_table_end(at) > at
            or line.page != self.lines[at - 1].page
            or ("|" in text and self._pipe_end(at) > at)
            or (text.lstrip().startswith("+") and box_end(self.lines, at) > at)
            or (is_row(text) and self._tab_end(at) > at)
            or letterhead_end(self.lines, at) > at
            or closing_end(self.lines, at) > at
            or self._aligned.end(at) > at
        )

    def _html_table_end(self, at: int) -> int:
        """Return the line after an HTML table, as some recognisers leave it in text, or `at` when none begins here."""
        if "<" not in self.lines[at].text or not _HTML_TABLE.match(self.lines[at].text.lstrip()):
            return at
        for end in range(at, min(len(self.lines), at + 5000)):
            if "</table>" in self.lines[end].text.lower():
                return end + 1
        return at

    # Markdown pipe tables

    def _pipe_end(self, at: int) -> int:
        """Return the line after a pipe table that begins at `at`, or `at` when none does."""
        if not (at + 1 < len(self.lines) and "|" in self.lines[at].text):
            return at
        is_boxed = self.lines[at].text.strip().startswith("|")
        has_rule = bool(_PIPE_RULE.fullmatch(self.lines[at + 1].text.strip())) and "|" in self.lines[at + 1].text
        if not has_rule and not (is_boxed and self.lines[at + 1].text.strip().startswith("|")):
            return at
        end = at
        while end < len(self.lines) and "|" in self.lines[end].text and self.lines[end].text.strip():
            if not has_rule and not self.lines[end].text.strip().startswith("|"):
                break
            end += 1
        return end

    def _pipe_table(self, at: int, end: int) -> Block:
        rows: list[TextRow] = []
        header = False
        for place, line in enumerate(self.lines[at:end], start=at):
            if _PIPE_RULE.fullmatch(line.text.strip()):
                header = header or len(rows) == 1
                continue
            text = line.text.strip().removeprefix("|")
            if text.endswith("|") and not text.endswith("\\|"):
                text = text[:-1]
            rows.append(TextRow([[(cell.strip(), line)] for cell in re.split(r"(?<!\\)\|", text)], place + 1))
        return self._table(rows, header=header)

    # Tables of tab-separated lines

    def _tab_end(self, at: int) -> int:
        """Return the line after a run of tab-separated lines from `at` that make a table, or `at`.

        Blank lines, as a page break leaves them, may stand between rows.
        """
        if at in self._tab_ends:
            return self._tab_ends[at]
        end = last = at
        inner = width = count = 0
        while end < len(self.lines):
            text = self.lines[end].text
            if not text.strip():
                if end - last > 3:
                    break
                count = width
            elif len(cells := cells_of(text)) > 1:
                if last < end - 1 and (_is_layout([text]) or ("\t" not in text and len(cells) != width)):
                    break
                last, count = end, len(cells)
                width = max(width, count)
            elif last == end - 1 and is_group(self.lines, at, end, width):
                last = end  # a row of one cell over the whole width: "QUÝ II", "Công tác tuyên truyền"
            elif count >= width or inner >= _MOST_INNER:
                break
            else:
                inner += 1  # a line of a cell that holds line breaks, if a row goes on behind it
            end += 1
        end = self._table_end(at, last + 1)
        if end > at:
            self._tab_ends[at] = end
        else:
            self._tab_ends.update({line: line for line in range(at, last + 1)})
        return self._tab_ends[at]

    def _table_end(self, at: int, end: int) -> int:
        """Return the line after the table within lines[at:end], without lines that fall out of its rows, or `at`."""
        rows = gather_rows(self.lines, at, end)
        width = max((len(row.cells) for row in rows), default=1)
        for place, row in enumerate(rows):
            if len(row.cells) == 1 and not is_group(self.lines, at, row.end - 1, width):
                rows = rows[:place]
                break
        if not rows:
            return at
        ended, columns = self._last_table
        near = 0 <= at - ended <= _NEAR and columns >= 3 and all(len(row.cells) == columns for row in rows)
        return rows[-1].end if near or self._is_table([row.texts for row in rows]) else at

    def _is_table(self, rows: list[list[str]]) -> bool:
        if _is_layout(["\t".join(row) for row in rows]):
            return True
        filled = [[cell for cell in cells if cell.strip()] for cells in rows]
        if len(rows) < 2 or sum(len(cells) >= 2 for cells in filled) < 2:
            return False
        columns = max(len(cells) for cells in rows)
        width = Counter(len(cells) for cells in rows).most_common(1)[0]
        if columns == 2 or width[0] == 2:
            # «1.<tab>Mục đích»: a list whose labels are set off by a tab is no table.
            return not all(not cells[0].strip() or is_label(cells[0]) for cells in rows)
        return width[1] * 2 >= len(rows)

    def _tab_blocks(self, at: int, end: int) -> list[Block]:
        lines = [line for line in self.lines[at:end] if line.text.strip()]
        if _is_layout(["\t".join(cells_of(line.text)) for line in lines]):
            return [_two_columns([(line, _split_once("\t".join(cells_of(line.text)))) for line in lines])]
        return [self._table(gather_rows(self.lines, at, end), header=False)]

    def _table(self, rows: list[TextRow], *, header: bool) -> Table:
        columns = max((_width(row.texts) for row in rows), default=1)
        if len(rows) > self.limits.table_rows or columns > self.limits.table_columns:
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Bảng trong tệp quá lớn; hãy chia nhỏ bảng rồi tải lại."
            )
        built = []
        for index, row in enumerate(rows):
            lines = [line for cell in row.cells for _, line in cell]
            where = LineRange(min(line.number for line in lines), max(line.number for line in lines))
            cells = [
                tuple(paragraph for text, line in cell for paragraph in _cell_paragraphs(text.strip(), line))
                for cell in row.cells[:columns]
            ]
            padded = [*cells, *((),) * (columns - len(cells))]
            built.append(
                Row(tuple(Cell(cell) for cell in padded), where, page=lines[0].page, is_header=header and index == 0)
            )
        self._last_table = (built[-1].lines.last, columns)
        return Table(tuple(built), LineRange(built[0].lines.first, built[-1].lines.last))


def _width(cells: list[str]) -> int:
    """Count cells without the empty ones at the end, which a stray tab leaves."""
    width = len(cells)
    while width > 1 and not cells[width - 1].strip():
        width -= 1
    return width


def _is_layout(rows: list[str]) -> bool:
    cells = [fold(cell.strip(" *_")) for row in rows for cell in row.split("\t")]
    return any(cell.startswith(_LAYOUT_CELLS[:3]) for cell in cells[:24]) or (
        bool(cells) and cells[0].startswith(_LAYOUT_CELLS[3])
    )


def _split_once(text: str) -> tuple[str, str]:
    parts = [part for part in text.split("\t") if part.strip()]
    if text.startswith("\t") or not parts:
        return "", " ".join(parts)
    return parts[0], " ".join(parts[1:])


def _two_columns(split: list[tuple[SourceLine, tuple[str, str]]]) -> Table:
    """Lay out lines of two columns as one borderless row of two cells."""
    sides = [
        tuple(paragraph for line, pair in split for paragraph in _cell_paragraphs(pair[side].strip(), line))
        for side in (0, 1)
    ]
    where = LineRange(split[0][0].number, split[-1][0].number)
    row = Row(tuple(Cell(side) for side in sides), where, page=split[0][0].page)
    return Table((row,), where, borderless=True)


def _cell_paragraphs(text: str, line: SourceLine) -> tuple[Paragraph, ...]:
    if not text:
        return ()
    return tuple(_broken(runs_of(text), line, None))


def _paragraphs(lines: list[SourceLine]) -> list[Block]:
    """Turn consecutive printed lines into a paragraph each; emphasis may run on from line to line."""
    levels: list[int | None] = []
    texts: list[str] = []
    for line in lines:
        text = line.text.strip().replace("\t", " ")
        level = None
        if heading := _HEADING.match(text):
            level, text = len(heading[1]), text[heading.end() :].strip().rstrip("#").rstrip()
        elif text.startswith("> "):
            text = text[2:].lstrip()
        elif _RULE.fullmatch(text):
            text = ""
        levels.append(level)
        texts.append(text)
    blocks: list[Block] = []
    rows = split_runs(runs_of("\n".join(texts)), "\n")
    for line, level, runs in zip(lines, levels, rows, strict=True):
        blocks.extend(_broken(runs, line, level))
    return blocks


def _broken(runs: tuple[Run, ...], line: SourceLine, level: int | None) -> list[Paragraph]:
    """Return the paragraphs of one line: one, or several where a <br> stands in it."""
    where = LineRange(line.number, line.number)
    parts = split_runs(runs, LINE_BREAK) if any(LINE_BREAK in run.text for run in runs) else [runs]
    kept = [stripped(part) for part in parts]
    return [Paragraph(part, where, page=line.page, heading_level=level) for part in kept if part]
