"""Turn a plan read from text into the files an office would send: Word, PDF with text, scan.

`to_docx` and `to_pdf` lay the same pieces out by Decree 30/2020: letterhead in two columns, justified body with a
first-line indent, ruled task tables, recipients beside the signature. `to_scan` takes the PDF for a walk through
a printer and a cheap scanner.
"""

from __future__ import annotations

import io
import json
import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from thidua.lib.vanban.model import Block, Cell, Document, Paragraph, Row, Run, Table
from thidua.lib.vietnamese import fold

_TYPES = (
    "ke hoach",
    "quyet dinh",
    "huong dan",
    "chuong trinh",
    "de an",
    "thong bao",
    "cong van",
    "chi thi",
    "to trinh",
)
_MOTTO = re.compile(r"C[ỘO]NG H(?:ÒA|OÀ)", re.IGNORECASE)
_LABELLED = re.compile(r"(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)\-]\s*\S")
FONT_FOLDERS = (
    "src/thidua/_built/fonts",
    "/usr/share/fonts/truetype/croscore",
    "/usr/share/fonts/truetype/liberation2",
)


@dataclass(slots=True)
class Piece:
    """One thing on the page. `kind` is columns, center, body, heading or table."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    left: list[Piece] = field(default_factory=list)
    right: list[Piece] = field(default_factory=list)
    table: Table | None = None
    gap_after: int = 0
    """Empty lines after it, as room for a signature."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def pieces_of(document: Document) -> list[Piece]:
    """Arrange the blocks of a text plan as an office would print them."""
    blocks = [block for block in document.blocks if isinstance(block, Paragraph | Table)]
    start = next((at for at, block in enumerate(blocks) if _is_type(block)), 0)
    pieces = _letterhead([block for block in blocks[:start] if isinstance(block, Paragraph)])
    at = start
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Table):
            pieces.append(Piece("table", table=joined_rows(block)))
            at += 1
        elif _is_type(block):
            end = _title_end(blocks, at)
            pieces.extend(_center(part) for part in blocks[at:end] if isinstance(part, Paragraph))
            at = end
        elif fold(block.text).startswith("noi nhan"):
            end = _closing_end(blocks, at)
            pieces.append(_closing([part for part in blocks[at:end] if isinstance(part, Paragraph)]))
            at = end
        else:
            pieces.append(_body(block))
            at += 1
    return pieces


def joined_rows(table: Table) -> Table:
    """Put rows broken over a page of the source back together, as the original file has them."""
    rows: list[Row] = []
    for row in table.rows:
        is_rest = bool(rows) and not row.cells[0].text and row.lines.first - rows[-1].lines.last > 1
        if not is_rest:
            rows.append(row)
            continue
        cells = []
        for above, below in zip(rows[-1].cells, row.cells, strict=True):
            text = f"{above.text} {below.text}".strip()
            cells.append(Cell((replace(above.paragraphs[0], runs=(Run(text),)),)) if above.paragraphs else below)
        rows[-1] = replace(rows[-1], cells=tuple(cells))
    return replace(table, rows=tuple(rows))


def _is_type(block: Block) -> bool:
    return isinstance(block, Paragraph) and fold(block.text).startswith(_TYPES) and block.text[:6].isupper()


def _title_end(blocks: list[Any], at: int) -> int:
    """Return the block after a title: the type word, the lines below it, one more group when the word stood alone."""
    end = at + 1
    groups = 1 if len(blocks[at].text) > 20 else 0
    while end < len(blocks) and isinstance(blocks[end], Paragraph):
        block = blocks[end]
        if fold(block.text).startswith(("can cu", "thuc hien", "xet ", "nham ")) or _LABELLED.match(block.text):
            break
        if block.lines.first - blocks[end - 1].lines.last > 1:
            groups += 1
            is_title = block.is_bold or block.heading_level or block.text.startswith("(") or len(block.text) < 120
            if groups > 1 + block.text.startswith("(") or not is_title:
                break
        end += 1
    return end


def _letterhead(head: list[Paragraph]) -> list[Piece]:
    left: list[Piece] = []
    right: list[Piece] = []
    for block in head:
        folded = fold(block.text)
        motto = _MOTTO.search(block.text)
        if motto:
            if before := block.text[: motto.start()].strip():
                left.append(Piece("center", [Run(before, bold=True)]))
            right.append(Piece("center", [Run(block.text[motto.start() :], bold=True)]))
        elif folded.startswith("doc lap"):
            right.append(Piece("center", [Run(block.text, bold=True)], gap_after=1))
        elif re.match(r"thang \d", folded) and right and "ngay" in fold(right[-1].text):
            right[-1].runs.append(Run(" " + block.text, italic=True))
        elif "ngay" in folded and not folded.startswith("so"):
            right.append(Piece("center", [Run(block.text, italic=True)]))
        elif folded.startswith("so"):
            left.append(Piece("center", [Run(block.text)]))
        else:
            left.append(Piece("center", [Run(block.text, bold=True)]))
    return [Piece("columns", left=left, right=right)] if left or right else []


def _closing_end(blocks: list[Any], at: int) -> int:
    end = at + 1
    while end < len(blocks) and isinstance(blocks[end], Paragraph) and not _is_type(blocks[end]):
        if len(blocks[end].text) > 90:
            break
        end += 1
    return end


def _closing(blocks: list[Paragraph]) -> Piece:
    left = [Piece("left", [Run(blocks[0].text, bold=True, italic=True)])]
    right: list[Piece] = []
    for block in blocks[1:]:
        if block.text.startswith(("-", "+")) and not right:
            left.append(Piece("left", [Run(block.text)]))
        else:
            right.append(Piece("center", [Run(block.text, bold=True)]))
    if len(right) > 1:
        right[-2].gap_after = 4
    return Piece("columns", left=left, right=right)


def _center(block: Paragraph) -> Piece:
    is_note = block.text.startswith("(")
    return Piece("center", [Run(block.text, bold=not is_note, italic=is_note)])


def _body(block: Paragraph) -> Piece:
    text = block.text
    if text.isupper() and not _LABELLED.match(text):
        return Piece("center", [replace(run, bold=True) for run in block.runs])
    if text.startswith("(") and "kem theo" in fold(text):
        return Piece("center", [replace(run, italic=True) for run in block.runs])
    if _LABELLED.match(text) and len(text) < 130 and not text.endswith((".", ";")):
        return Piece("heading", [replace(run, bold=True) for run in block.runs])
    return Piece("body", list(block.runs))


def column_shares(table: Table) -> list[float]:
    """Return widths of columns as shares of 1, by how much they hold, a number column kept narrow."""
    weights = []
    for column in range(table.column_count):
        lengths = [len(row.cells[column].text) for row in table.rows if row.cells[column].text] or [1]
        weights.append(max(7.0, min(40.0, 3 * (sum(lengths) / len(lengths)) ** 0.5)))
    return [weight / sum(weights) for weight in weights]


def span_of(row: Row) -> tuple[int, int] | None:
    """Return the columns a group row is merged over: first and last, or None for an ordinary row."""
    filled = [column for column, cell in enumerate(row.cells) if cell.text]
    if len(row.cells) > 2 and filled in ([0], [0, 1]):
        return filled[-1], len(row.cells) - 1
    return None


# Word


def to_docx(document: Document, path: Path) -> None:
    """Write the plan as an office's Word file."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.paragraph_format.space_after = Pt(0)

    def fill(paragraph: Any, piece: Piece, size: float | None = None) -> None:
        for run in piece.runs:
            added = paragraph.add_run(run.text)
            added.bold, added.italic = run.bold or None, run.italic or None
            if size:
                added.font.size = Pt(size)
        paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "left": WD_ALIGN_PARAGRAPH.LEFT}.get(
            piece.kind, WD_ALIGN_PARAGRAPH.JUSTIFY
        )

    def columns(piece: Piece) -> None:
        grid = word.add_table(1, 2)
        for cell, side, width in zip(grid.rows[0].cells, (piece.left, piece.right), (Cm(7), Cm(9)), strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            for index, part in enumerate(side):
                if index:
                    paragraph = cell.add_paragraph()
                fill(paragraph, part, 13 if part.kind == "center" else 11)
                for _ in range(part.gap_after):
                    cell.add_paragraph()

    def table(source: Table) -> None:
        grid = word.add_table(len(source.rows), source.column_count)
        grid.style = "Table Grid"
        shares = column_shares(source)
        for index, (row, target) in enumerate(zip(source.rows, grid.rows, strict=True)):
            cells = list(target.cells)
            if index == 0:
                properties = target._tr.get_or_add_trPr()
                properties.append(OxmlElement("w:tblHeader"))
            merged = span_of(row)
            for column, (cell, share) in enumerate(zip(cells, shares, strict=True)):
                cell.width = Cm(16 * share)
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(row.cells[column].text)
                run.font.size = Pt(13)
                run.bold = True if index == 0 or merged else None
                if index == 0 or column == 0:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if merged and merged[0] < merged[1]:
                text = row.cells[merged[0]].text
                whole = cells[merged[0]].merge(cells[merged[1]])
                for extra in whole.paragraphs[1:]:
                    extra._p.getparent().remove(extra._p)
                whole.paragraphs[0].text = text
                whole.paragraphs[0].runs[0].bold = True

    for piece in pieces_of(document):
        if piece.kind == "columns":
            columns(piece)
            word.add_paragraph()
        elif piece.kind == "table" and piece.table is not None:
            table(piece.table)
            word.add_paragraph()
        else:
            paragraph = word.add_paragraph()
            fill(paragraph, piece)
            if piece.kind != "center":
                paragraph.paragraph_format.first_line_indent = Cm(1.27)
                paragraph.paragraph_format.space_before = Pt(6)
    word.save(str(path))


# PDF

_TEMPLATE = """
#let pieces = json(bytes(sys.inputs.pieces))
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, top: 2cm, bottom: 2cm),
  header: context { if here().page() > 1 { align(center, str(here().page())) } })
#set text(font: ("Tinos", "Liberation Serif"), size: 14pt, lang: "vi", hyphenate: false)
#set par(leading: 0.6em, spacing: 0.9em)
#let inked(runs) = for run in runs {
  let body = text(run.text)
  if run.bold { body = strong(body) }
  if run.italic { body = emph(body) }
  body
}
#let side(parts) = for part in parts {
  let body = if part.kind == "center" { align(center, text(size: 12pt, inked(part.runs))) } else {
    align(left, text(size: 11pt, inked(part.runs))) }
  block(width: 100%, above: 0.55em, below: 0.55em, body)
  if part.gap > 0 { v(part.gap * 1.2em) }
}
#for piece in pieces {
  if piece.kind == "columns" {
    grid(columns: (44%, 56%), column-gutter: 0.3cm, side(piece.left), side(piece.right))
    v(0.6em)
  } else if piece.kind == "table" {
    let cells = ()
    for row in piece.rows.slice(1) {
      for cell in row {
        let body = text(size: 13pt, if cell.bold { strong(cell.text) } else { cell.text })
        cells.push(table.cell(colspan: cell.span, align: if cell.center { center } else { left }, body))
      }
    }
    set par(justify: false)
    table(columns: piece.shares.map(s => s * 1fr), stroke: 0.5pt, inset: 4pt,
      table.header(..piece.rows.first().map(cell => align(center, text(size: 13pt, strong(cell.text))))), ..cells)
  } else if piece.kind == "center" {
    block(width: 100%, above: 0.8em, below: 0.8em, align(center, inked(piece.runs)))
  } else {
    par(justify: true, first-line-indent: (amount: 1.27cm, all: true), inked(piece.runs))
  }
}
"""


def to_pdf(document: Document, path: Path) -> None:
    """Typeset the plan as a PDF with a text layer."""
    import tempfile

    import typst

    pieces = json.dumps([_plain(piece) for piece in pieces_of(document)], ensure_ascii=False)
    folders = [folder for folder in FONT_FOLDERS if Path(folder).is_dir()]
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "plan.typ"
        template.write_text(_TEMPLATE, encoding="utf-8")
        typst.compile(
            str(template),
            output=str(path),
            root=folder,
            font_paths=folders,
            ignore_system_fonts=True,
            sys_inputs={"pieces": pieces},
        )


def _plain(piece: Piece) -> dict[str, Any]:
    runs = [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in piece.runs]
    plain: dict[str, Any] = {"kind": piece.kind, "runs": runs, "gap": piece.gap_after}
    if piece.kind == "columns":
        plain |= {"left": [_plain(part) for part in piece.left], "right": [_plain(part) for part in piece.right]}
    if piece.table is not None:
        rows = []
        for row in piece.table.rows:
            merged = span_of(row)
            cells = []
            for column, cell in enumerate(row.cells):
                if merged and column > merged[0]:
                    break
                span = merged[1] - merged[0] + 1 if merged and column == merged[0] else 1
                cells.append(
                    {"text": cell.text, "span": span, "bold": bool(merged), "center": column == 0 and span == 1}
                )
            rows.append(cells)
        plain |= {"rows": rows, "shares": column_shares(piece.table)}
    return plain


# Scan


def to_scan(pdf_path: Path, path: Path, *, dpi: int = 200, seed: int = 7) -> None:
    """Print the PDF and scan it: turned a little, blurred, noisy, JPEG; `path` ends in .pdf, .tif, .png or .jpg.

    PNG and JPEG hold the first page only.
    """
    from PIL import Image

    pages = [scanned_page(image, seed=seed + number) for number, image in enumerate(_rendered(pdf_path, dpi))]
    jpegs = []
    for page in pages:
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=70, dpi=(dpi, dpi))
        jpegs.append(Image.open(buffer))
    if path.suffix.lower() in (".pdf", ".tif", ".tiff"):
        options = {"resolution": float(dpi)} if path.suffix.lower() == ".pdf" else {"compression": "jpeg"}
        jpegs[0].save(str(path), save_all=True, append_images=jpegs[1:], dpi=(dpi, dpi), **options)
    else:
        jpegs[0].save(str(path), dpi=(dpi, dpi))


def _rendered(pdf_path: Path, dpi: int) -> list[Any]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(str(pdf_path))
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in pdf]
    finally:
        pdf.close()


def scanned_page(image: Any, *, seed: int) -> Any:
    """Return one page picture as a cheap scanner sees it; the same seed gives the same page."""
    import numpy as np
    from PIL import Image, ImageFilter

    chance = random.Random(seed)
    turned = image.rotate(chance.uniform(-0.8, 0.8), resample=Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(0.6))
    pixels = np.asarray(soft, dtype=np.float32)
    noise = np.random.default_rng(seed).normal(0, 8, pixels.shape)
    return Image.fromarray(np.clip(pixels * 0.93 + 8 + noise, 0, 255).astype("uint8"))
