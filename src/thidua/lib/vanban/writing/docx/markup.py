"""WordprocessingML as text: paragraphs, runs, tables without borders, all escaped and in the order the schema asks for.

Widths come in mm and leave in twips, a twentieth of a point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from thidua.lib.vanban.model import Alignment, Run

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JUSTIFICATION = {
    Alignment.LEFT: "left",
    Alignment.CENTER: "center",
    Alignment.RIGHT: "right",
    Alignment.JUSTIFY: "both",
}
LINE_BREAK = "<w:r><w:br/></w:r>"


def escaped(text: str) -> str:
    """Return text safe inside an element; what XML cannot hold is left out."""
    return escape(_NO_XML.sub("", text))


def attribute(text: str) -> str:
    """Return text as an attribute with its quotes."""
    return quoteattr(_NO_XML.sub("", text))


def twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def justification(alignment: Alignment) -> str:
    return f'<w:jc w:val="{_JUSTIFICATION[alignment]}"/>'


def run(text: str, properties: str = "") -> str:
    """Return one run; tabs become Word's tabs."""
    if not text:
        return ""
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    pieces = (f'<w:t xml:space="preserve">{escaped(piece)}</w:t>' if piece else "" for piece in text.split("\t"))
    return f"<w:r>{told}{'<w:tab/>'.join(pieces)}</w:r>"


def runs(pieces: Iterable[Run], *, size: float | None = None) -> str:
    """Return runs in their own looks, over a style that is upright and not bold."""
    return "".join(run(piece.text, _looks(piece, size)) for piece in pieces)


def _looks(piece: Run, size: float | None) -> str:
    looks = ""
    if piece.bold:
        looks += "<w:b/><w:bCs/>"
    if piece.italic:
        looks += "<w:i/><w:iCs/>"
    if piece.strike:
        looks += "<w:strike/>"
    looks += half_points(size)
    if piece.underline:
        looks += '<w:u w:val="single"/>'
    if piece.superscript:
        looks += '<w:vertAlign w:val="superscript"/>'
    return looks


def half_points(size: float | None) -> str:
    """Return a size of type as direct formatting; None is the style's."""
    return f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a paragraph says beside its style."""

    keep_next: bool = False
    frame: str = ""
    number: tuple[int, int] | None = None  # list id and level
    top_border: str = ""
    spacing: str = ""
    indent: str = ""
    alignment: Alignment | None = None
    section: str = ""


PLAIN = Setting()


def paragraph(style: str, content: str = "", setting: Setting = PLAIN) -> str:
    """Return a paragraph of a style, named by the key of its element."""
    properties = f'<w:pStyle w:val="{style_id(style)}"/>'
    if setting is not PLAIN:
        if setting.keep_next:
            properties += "<w:keepNext/>"
        properties += setting.frame
        if setting.number:
            list_id, level = setting.number
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        if setting.top_border:
            properties += f"<w:pBdr>{setting.top_border}</w:pBdr>"
        properties += setting.spacing + setting.indent
        if setting.alignment:
            properties += justification(setting.alignment)
        properties += setting.section
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def style_id(key: str) -> str:
    return f"TD-{key}"


def line(style: str, text: str, setting: Setting = PLAIN) -> str:
    """Return a paragraph of one plain run."""
    return paragraph(style, run(text), setting)


def indent(*, left_mm: float = 0, right_mm: float = 0, hanging_mm: float = 0) -> str:
    first = f' w:hanging="{twips(hanging_mm)}"' if hanging_mm else ' w:firstLine="0"'
    return f'<w:ind w:left="{twips(left_mm)}" w:right="{twips(right_mm)}"{first}/>'


def rule(*, length_mm: float, width_mm: float, keep_next: bool = False) -> str:
    """Return a drawn rule in the middle of a column: a paragraph without text that has a border as long as asked."""
    side = max(0.0, (width_mm - length_mm) / 2)
    return paragraph(
        "rule",
        setting=Setting(
            keep_next=keep_next,
            top_border='<w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/>',
            indent=indent(left_mm=side, right_mm=side),
        ),
    )


def gap(setting: Setting = PLAIN) -> str:
    """Return a paragraph of no height: behind a table in a cell, between two tables, at the end of a section."""
    return paragraph("gap", setting=setting)


def layout_table(rows: Sequence[Sequence[str]], *, widths_mm: Sequence[float]) -> str:
    """Return a table without borders in the middle of the page; a row is never split."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths_mm)
    lines = ""
    for cells in rows:
        lines += "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        for content, width in zip(cells, widths_mm, strict=True):
            lines += f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{content or gap()}</w:tc>'
        lines += "</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips(width) for width in widths_mm)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{NO_CELL_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>'
    )


NO_CELL_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'


def box(style: str, text: str, *, width_mm: float, height_mm: float, color: str) -> str:
    """Return a box of exact size in the middle of its cell, drawn as a table of one cell."""
    border = f'w:val="single" w:sz="12" w:space="0" w:color="{color}"/>'
    borders = "".join(f"<w:{side} {border}" for side in ("top", "left", "bottom", "right"))
    width, height = twips(width_mm), twips(height_mm)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{NO_CELL_MARGINS}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/><w:jc w:val="center"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{line(style, text)}</w:tc></w:tr></w:tbl>"
    )
