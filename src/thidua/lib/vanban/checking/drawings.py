"""Lines and boxes drawn in a Word file, as DrawingML or VML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from thidua.lib.vanban.reading.docx.names import ALTERNATE, CHOICE, FALLBACK, TEXT_BOX, Element

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_EMU = 12_700
"""English metric units in a point."""
_THIN = 3.0
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|mm|cm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75, None: 1.0}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn horizontal line; `length` in pt, None when it is not told."""

    length: float | None
    is_solid: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """A box around text; sizes in pt, None when they are not told."""

    width: float | None
    height: float | None
    has_border: bool
    color: str | None = None
    """Of its border: six hexadecimal digits, None when it is not told."""
    floats: bool = True
    """A text box beside the text; False for a table of one cell in its course."""


def shapes_of(drawing: Element) -> Iterator[Drawn | tuple[Frame, Element]]:
    """Yield the lines of a `w:drawing`, `w:pict` or alternate content, and its text boxes each with its content."""
    if drawing.tag == ALTERNATE:
        chosen = drawing.find(CHOICE)
        chosen = drawing.find(FALLBACK) if chosen is None else chosen
        for child in () if chosen is None else chosen.iterchildren():
            yield from shapes_of(child)
        return
    for holder in drawing.iter(_WP + "anchor", _WP + "inline"):
        yield from _drawing_ml(holder)
    for shape in drawing.iter(_V + "line", _V + "shape", _V + "rect", _V + "roundrect"):
        yield from _vml(shape)


def _drawing_ml(holder: Element) -> Iterator[Drawn | tuple[Frame, Element]]:
    extent = holder.find(_WP + "extent")
    width = height = None
    if extent is not None:
        width, height = _emu(extent.get("cx")), _emu(extent.get("cy"))
    shapes = list(holder.iter(_WPS + "wsp"))
    for shape in shapes:
        own = shape.find(f"{_WPS}spPr/{_A}xfrm/{_A}ext")
        wide = _emu(own.get("cx")) if own is not None and len(shapes) > 1 else width
        high = _emu(own.get("cy")) if own is not None and len(shapes) > 1 else height
        outline = shape.find(f"{_WPS}spPr/{_A}ln")
        content = next(shape.iter(TEXT_BOX), None)
        if content is not None:
            has_border = outline is not None and outline.find(_A + "noFill") is None
            color = None if outline is None else outline.find(f"{_A}solidFill/{_A}srgbClr")
            yield Frame(wide, high, has_border, None if color is None else color.get("val")), content
        elif _is_line(shape) or (high is not None and high <= _THIN):
            dash = None if outline is None else outline.find(_A + "prstDash")
            yield Drawn(wide, is_solid=dash is None or dash.get("val") == "solid")


def _is_line(shape: Element) -> bool:
    geometry = shape.find(f"{_WPS}spPr/{_A}prstGeom")
    kind = "" if geometry is None else geometry.get("prst") or ""
    return kind == "line" or kind.startswith("straightConnector") or shape.find(_WPS + "cNvCnPr") is not None


def _vml(shape: Element) -> Iterator[Drawn | tuple[Frame, Element]]:
    style = dict(pair.strip().split(":", 1) for pair in (shape.get("style") or "").split(";") if ":" in pair)
    width, height = _length(style.get("width")), _length(style.get("height"))
    content = next(shape.iter(TEXT_BOX), None)
    if content is not None:
        color = (shape.get("strokecolor") or "").split(" ")[0].lstrip("#")
        border = shape.get("stroked") not in ("f", "false")
        yield Frame(width, height, border, _NAMED.get(color.lower(), color.upper()) or None), content
        return
    dash = shape.find(_V + "stroke")
    is_solid = dash is None or dash.get("dashstyle") in (None, "solid")
    if etree.QName(shape).localname == "line":
        ends = [_length(shape.get(name, "").split(",")[0]) for name in ("from", "to")]
        length = abs(ends[1] - ends[0]) if ends[0] is not None and ends[1] is not None else None
        yield Drawn(length, is_solid)
    elif shape.get(_O + "connectortype") == "straight" or shape.get(_O + "hr") in ("t", "true"):
        yield Drawn(width or None, is_solid)
    elif height is not None and height <= _THIN and width:
        yield Drawn(width, is_solid)


_NAMED = {"red": "FF0000", "black": "000000", "": ""}


def _emu(text: str | None) -> float | None:
    try:
        return int(text or "") / _EMU
    except ValueError:
        return None


def _length(text: str | None) -> float | None:
    match = _LENGTH.match((text or "").strip())
    return None if match is None else float(match[1]) * _POINTS[match[2]]
