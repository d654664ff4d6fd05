"""Turn the demo's papers and lists into the files an office would have: Word, PDF with text, scan, Excel.

Reads src/thidua/cli/demo (papers/*.txt in a light markup of one piece a line, structure.py) and writes
src/thidua/_built/demo. The same sources give the same bytes.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
import zipfile
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/thidua/cli/demo"
OUT = ROOT / "src/thidua/_built/demo"
FONTS = ROOT / "src/thidua/_built/fonts"
MOMENT = (2026, 1, 1, 8, 0, 0)
SCAN_DPI = 200

sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


@dataclass(slots=True)
class Piece:
    """One thing on the page: letterhead, type, title, basis, body, heading, subheading, center, article, note, annex,
    table, closing or page."""

    kind: str
    text: str = ""
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    """Of a table: the header first; a group row has one cell."""


def pieces_of(source: str) -> list[Piece]:
    """Read the light markup: `@word text`, `# heading`, `## heading`, `|| header`, `= group`, `| row`, else body."""
    pieces: list[Piece] = []
    marks = {"basis", "center", "note", "annex", "article", "type", "title"}
    for line in source.splitlines():
        word, _, text = line.partition(" ")
        last = pieces[-1] if pieces else Piece("")
        if word == "@parent":
            pieces.append(Piece("letterhead", left=[text, "", ""], right=[""]))
        elif word in {"@issuer", "@number"}:
            last.left[1 if word == "@issuer" else 2] = text
        elif word == "@dated":
            last.right[0] = text
        elif word == "@recipients":
            pieces.append(Piece("closing"))
        elif word == "@signer":
            last.right = [part.strip() for part in text.split("|")]
        elif word == "@page":
            pieces.append(Piece("page"))
        elif word.startswith("@") and word[1:] in marks:
            pieces.append(Piece(word[1:], text))
        elif word in {"#", "##"}:
            pieces.append(Piece("heading" if word == "#" else "subheading", text))
        elif word == "||":
            pieces.append(Piece("table", rows=[_cells(text)]))
        elif word == "|":
            last.rows.append(_cells(text))
        elif word == "=":
            last.rows.append([text])
        elif last.kind == "closing":
            last.left.append(line)
        elif line.strip():
            pieces.append(Piece("body", line))
    return pieces


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split(" | ")]


def column_shares(rows: list[list[str]]) -> list[float]:
    """Return widths of columns as shares of 1: the number column narrow, the others by what they hold."""
    weights = []
    for column in range(len(rows[0])):
        held = [len(row[column]) for row in rows if len(row) > 1]
        weights.append(7.5 if column == 0 else min(34.0, 11 + 0.32 * sum(held) / len(held)))
    return [weight / sum(weights) for weight in weights]


# Word


def write_docx(pieces: list[Piece], path: Path) -> None:
    """Write a Word file laid out by Decree 30/2020."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(1.5), Cm(2), Cm(2)
    section.different_first_page_header_footer = True
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.paragraph_format.space_after = Pt(0)
    properties = word.core_properties
    properties.author = properties.last_modified_by = "Thi Đua"
    properties.created = properties.modified = datetime(*MOMENT, tzinfo=UTC)
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run._r.append(mark)

    def put(paragraph: Any, text: str, style: str = "", size: float = 0, align: str = "center") -> Any:
        run = paragraph.add_run(text)
        run.bold, run.italic = "b" in style or None, "i" in style or None
        if size:
            run.font.size = Pt(size)
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
        return paragraph

    def side(cell: Any, lines: list[tuple[str, str, float, str]], width: float) -> None:
        cell.width = Cm(width)
        for index, (text, style, size, align) in enumerate(lines):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            if style == "rule":
                ruled(paragraph, width)
            put(paragraph, text, "" if style == "rule" else style, size, align)

    def ruled(paragraph: Any, width: float) -> None:
        """Draw a line of about half the column, as a border under an empty paragraph."""
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(width / 4)
        paragraph.paragraph_format.line_spacing = Pt(4)
        paragraph.paragraph_format.space_after = Pt(4)
        border = OxmlElement("w:pBdr")
        line = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        border.append(line)
        paragraph._p.get_or_add_pPr().append(border)

    def columns(left: list[tuple[str, str, float, str]], right: list[tuple[str, str, float, str]]) -> None:
        grid = word.add_table(1, 2)
        grid.autofit = False
        for column, lines, width in zip(grid.columns, (left, right), (6.5, 10.0), strict=True):
            column.width = Cm(width)
            side(column.cells[0], lines, width)
        word.add_paragraph()

    def table(rows: list[list[str]]) -> None:
        grid = word.add_table(len(rows), len(rows[0]))
        grid.style, grid.autofit = "Table Grid", False
        shares = column_shares(rows)
        for column, share in zip(grid.columns, shares, strict=True):
            column.width = Cm(16.5 * share)
        for index, (row, target) in enumerate(zip(rows, grid.rows, strict=True)):
            cells = list(target.cells)
            for cell, share in zip(cells, shares, strict=True):
                cell.width = Cm(16.5 * share)
            if len(row) == 1:
                put(cells[0].merge(cells[-1]).paragraphs[0], row[0], "b", 12, "left")
                continue
            for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
                style, align = ("b", "center") if index == 0 else ("", "center" if column == 0 else "left")
                put(cell.paragraphs[0], text, style, 12, align)
        grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        word.add_paragraph()

    for piece in pieces:
        if piece.kind == "letterhead":
            left = [(piece.left[0], "", 12.0, "center")]
            left += [(line, "b", 12.0, "center") for line in piece.left[1].split(" / ")] + [("", "rule", 4.0, "center")]
            right = [
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "b", 12.0, "center"),
                ("Độc lập - Tự do - Hạnh phúc", "b", 13.0, "center"),
                ("", "rule", 4.0, "center"),
            ]
            if piece.left[2]:
                left.append((piece.left[2], "", 13.0, "center"))
                right.append((piece.right[0], "i", 13.0, "center"))
            columns(left, right)
        elif piece.kind == "closing":
            left = [("Nơi nhận:", "bi", 12.0, "left"), *((line, "", 11.0, "left") for line in piece.left)]
            right = [(line, "b", 14.0, "center") for line in piece.right[:-1]]
            right += [("", "", 14.0, "center")] * 4 + [(piece.right[-1], "b", 14.0, "center")]
            columns(left, right)
        elif piece.kind == "table":
            table(piece.rows)
        elif piece.kind == "page":
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif piece.kind in {"type", "title", "center", "annex", "note"}:
            put(word.add_paragraph(), piece.text, "i" if piece.kind == "note" else "b", 14)
            if piece.kind == "title":
                word.add_paragraph()
        else:
            style = {"heading": "b", "subheading": "b", "basis": "i"}.get(piece.kind, "")
            paragraph = word.add_paragraph()
            if piece.kind == "article":
                label, _, text = piece.text.partition(" | ")
                put(paragraph, label + " ", "b")
                put(paragraph, text, "", 0, "justify")
            else:
                put(paragraph, piece.text, style, 0, "justify")
            paragraph.paragraph_format.first_line_indent = Cm(1.27)
            paragraph.paragraph_format.space_before = Pt(6)
            paragraph.paragraph_format.keep_with_next = piece.kind in {"heading", "subheading"}
    held = io.BytesIO()
    word.save(held)
    path.write_bytes(_same_moment(held.getvalue()))


def _same_moment(package: bytes) -> bytes:
    """Return a zip with the times of its members set, so that equal content is equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, MOMENT), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


# PDF

_TEMPLATE = """
#let pieces = json(bytes(sys.inputs.pieces))
#set document(date: datetime(year: 2026, month: 1, day: 1))
#set page(paper: "a4", margin: (left: 3cm, right: 1.5cm, top: 2cm, bottom: 2cm),
  header: context { if here().page() > 1 { align(center, str(here().page())) } })
#set text(font: "Tinos", size: 14pt, lang: "vi", hyphenate: false)
#set par(leading: 0.62em, spacing: 0.85em)
#let centered(body, above: 0.75em) = block(width: 100%, above: above, below: 0.5em, align(center, body))
#let rule(width) = centered(above: 0.3em, line(length: width, stroke: 0.6pt))
#for piece in pieces {
  let indent = (amount: 1.27cm, all: true)
  if piece.kind == "letterhead" {
    grid(columns: (42%, 58%), align: center,
      { centered(above: 0em, text(12pt, piece.left.at(0)))
        for line in piece.left.at(1).split(" / ") { centered(above: 0.4em, text(12pt, strong(line))) }
        rule(35%)
        if piece.left.at(2) != "" { centered(text(13pt, piece.left.at(2))) } },
      { centered(above: 0em, text(12pt, strong("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")))
        centered(above: 0.4em, text(13pt, strong("Độc lập - Tự do - Hạnh phúc")))
        rule(62%)
        if piece.right.at(0) != "" { centered(text(13pt, emph(piece.right.at(0)))) } })
    v(0.6em)
  } else if piece.kind == "closing" {
    v(0.6em)
    block(breakable: false, grid(columns: (48%, 52%),
      { block(below: 0.5em, text(12pt, strong(emph("Nơi nhận:"))))
        for line in piece.left { block(above: 0.42em, below: 0.42em, text(11pt, line)) } },
      { for line in piece.right.slice(0, -1) { centered(above: 0.4em, strong(line)) }
        v(2.6cm)
        centered(strong(piece.right.last())) }))
  } else if piece.kind == "table" {
    let width = piece.rows.first().len()
    let cells = ()
    for row in piece.rows.slice(1) {
      if row.len() == 1 { cells.push(table.cell(colspan: width, align: left, strong(row.first()))) }
      else {
        for (at, cell) in row.enumerate() { cells.push(table.cell(align: if at == 0 { center } else { left }, cell)) }
      }
    }
    set text(size: 12pt)
    set par(justify: false, leading: 0.5em)
    table(columns: piece.shares.map(s => s * 1fr), stroke: 0.5pt, inset: 4pt,
      table.header(..piece.rows.first().map(cell => align(center + horizon, strong(cell)))), ..cells)
  } else if piece.kind == "page" { pagebreak() }
  else if piece.kind in ("type", "center", "annex") { centered(strong(piece.text)) }
  else if piece.kind == "title" { centered(above: 0.5em, strong(piece.text)); rule(28%); v(0.3em) }
  else if piece.kind == "note" { centered(above: 0.4em, emph(piece.text)); v(0.3em) }
  else if piece.kind == "basis" { par(justify: true, first-line-indent: indent, emph(piece.text)) }
  else if piece.kind == "article" {
    let parts = piece.text.split(" | ")
    par(justify: true, first-line-indent: indent, strong(parts.at(0)) + " " + parts.at(1))
  }
  else if piece.kind in ("heading", "subheading") {
    block(sticky: true, par(first-line-indent: indent, strong(piece.text)))
  }
  else { par(justify: true, first-line-indent: indent, piece.text) }
}
"""


def write_pdf(pieces: list[Piece], path: Path) -> None:
    """Typeset a PDF with a text layer, laid out by Decree 30/2020."""
    import typst

    plain = [asdict(piece) | {"shares": column_shares(piece.rows) if piece.rows else []} for piece in pieces]
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "paper.typ"
        template.write_text(_TEMPLATE, encoding="utf-8")
        typst.compile(
            str(template),
            output=str(path),
            root=folder,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"pieces": json.dumps(plain, ensure_ascii=False)},
        )


def write_scan(pdf: Path, path: Path) -> None:
    """Print the PDF and scan it at 200 dpi: turned a little, blurred, noisy, JPEG pages without text."""
    import pypdfium2
    from bench.turn import scanned_page
    from PIL import Image

    document = pypdfium2.PdfDocument(str(pdf))
    pages = []
    for number, page in enumerate(document):
        held = io.BytesIO()
        picture = scanned_page(page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil(), seed=26 + number)
        picture.save(held, "JPEG", quality=70, dpi=(SCAN_DPI, SCAN_DPI))
        pages.append(Image.open(held))
    document.close()
    moment = time.struct_time((*MOMENT, 3, 1, 0))
    pages[0].save(
        str(path),
        save_all=True,
        append_images=pages[1:],
        resolution=float(SCAN_DPI),
        creationDate=moment,
        modDate=moment,
    )


# Excel


def write_staff_list(path: Path) -> None:
    """Write units and people as the list an administrator brings in, with the columns of the program's own form."""
    import xlsxwriter

    from thidua.apps.organizations.enums import UnitKind
    from thidua.cli.demo import structure
    from thidua.core.actor import Role

    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"author": "Thi Đua", "created": datetime(*MOMENT, tzinfo=UTC).replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1})

    def sheet(name: str, rows: list[tuple[Any, ...]], widths: tuple[int, ...]) -> None:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row, bold if number == 0 else None)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.freeze_panes(1, 0)

    units: list[tuple[Any, ...]] = [
        ("Mã đơn vị", "Tên đơn vị", "Tên viết tắt", "Loại đơn vị", "Đơn vị cấp trên", "Thứ tự")
    ]
    units += [
        (row.code, row.name, row.short_name, UnitKind(row.kind).label, structure.BODY_CODE, position)
        for position, row in enumerate(structure.UNITS, start=1)
    ]
    people: list[tuple[Any, ...]] = [("Mã cán bộ", "Họ và tên", "Đơn vị", "Chức vụ", "Vai trò", "Tên đăng nhập")]
    for row in structure.PEOPLE:
        role = f"{Role(row.role).label}{f' ({row.role_unit})' if row.role_unit else ''}" if row.role else ""
        people.append((row.code, row.full_name, row.unit, row.title, role, row.username))
    sheet("Đơn vị", units, (12, 56, 26, 26, 18, 8))
    sheet("Cán bộ", people, (12, 26, 10, 34, 34, 16))
    book.close()


def main() -> int:
    """Build the demo's files. Returns the exit status."""
    OUT.mkdir(parents=True, exist_ok=True)

    def paper(name: str) -> list[Piece]:
        return pieces_of((SOURCE / "papers" / f"{name}.txt").read_text(encoding="utf-8"))

    write_staff_list(OUT / "co-cau-to-chuc.xlsx")
    write_docx(paper("ke-hoach-cong-tac-2026"), OUT / "ke-hoach-cong-tac-2026.docx")
    write_pdf(paper("phong-trao-nong-thon-xanh-2026"), OUT / "phong-trao-nong-thon-xanh-2026.pdf")
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "printed.pdf"
        write_pdf(paper("dien-hinh-tien-tien-2026"), printed)
        write_scan(printed, OUT / "dien-hinh-tien-tien-2026-scan.pdf")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
