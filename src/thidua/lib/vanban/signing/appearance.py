"""What a signature looks like on the page (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.7, II.8; Phần II)."""

from __future__ import annotations

import io
import json
import unicodedata
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from thidua.lib.vanban.signing.images import open_image
from thidua.lib.vanban.signing.place import Place
from thidua.lib.vanban.writing.pdf.typesetting import fonts_folder

VIETNAM = timezone(timedelta(hours=7))
BLUE, RED, BLACK = "#0b3d91", "#c1121f", "#000000"
_SOURCE = b"""
#let given = json(bytes(sys.inputs.at("given")))
#set page(width: given.width * 1pt, height: given.height * 1pt, margin: (rest: 0pt, top: 0.15em), fill: none)
#set text(font: "Tinos", style: given.style, fill: rgb(given.color), lang: "vi")
#set text(top-edge: "ascender", bottom-edge: "descender")
#set par(leading: 0.2em, spacing: 0.3em)
#let edge = if given.is_left { left } else { center }
#let line(words) = par(words.map(word => box(word)).join([ ]))
#layout(room => {
  let at(size, wide) = text(size, block(width: wide, align(edge, given.lines.map(line).join())))
  let widest(size) = calc.max(..given.lines.flatten().map(word => measure(text(size, word)).width))
  let fits(size) = widest(size) <= room.width and measure(at(size, room.width)).height <= room.height
  let sizes = range(0, 13).map(step => given.size * (1pt - step * 0.05pt))
  let size = sizes.find(fits)
  let shown = at(if size == none { sizes.last() } else { size }, room.width)
  block(width: 100%, height: 100%, align(if given.is_left { left + top } else { center + horizon }, shown))
})
"""


def printed_time(at: datetime) -> str:
    """Return a moment as it is printed: ISO 8601 with the time zone of Vietnam."""
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


def picture_style(image: bytes) -> Any:
    """Return the appearance that shows a picture and nothing else. Raises SigningRefused."""
    from pyhanko.pdf_utils.images import PdfImage

    return _style(PdfImage(open_image(image)))


def text_style(lines: tuple[str, ...], *, place: Place, size: float, color: str, is_left: bool = False) -> Any:
    """Return the appearance of some lines of text, made smaller when the place is too small for them."""
    return _style(text_content(lines, place=place, size=size, color=color, is_left=is_left))


def text_content(
    lines: tuple[str, ...],
    *,
    place: Place,
    size: float,
    color: str,
    is_left: bool = False,
    is_italic: bool = False,
) -> Any:
    """Return some lines of text as a pyHanko content, made smaller when the place is too small for them."""
    given = {
        "lines": [unicodedata.normalize("NFC", line).split() for line in lines if line.strip()],
        "width": round(place.width, 2),
        "height": round(place.height, 2),
        "size": size,
        "color": color,
        "is_left": is_left,
        "style": "italic" if is_italic else "normal",
    }
    return _imported_page()(_typeset(json.dumps(given)))


def _typeset(given: str) -> bytes:
    import typst

    library: Any = typst  # its types want all arguments of one class
    content = library.compile(
        _SOURCE,
        font_paths=[str(fonts_folder())],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"given": given},
        pdf_tags=False,
    )
    return bytes(content)


@cache
def _imported_page() -> Any:
    """Return the kind of content that is the one page of another PDF (made at first use: pyHanko loads slowly)."""
    from pyhanko.pdf_utils import content
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class ImportedPage(content.PdfContent):
        def __init__(self, page: bytes) -> None:
            super().__init__()
            self.page = page

        def render(self) -> bytes:
            writer = self._ensure_writer
            imported = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.page)))
            self.resources.xobject["/Text"] = imported
            left, bottom, right, top = imported.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
            return b"/Text Do"

    return ImportedPage


def _style(content: Any) -> Any:
    from pyhanko.pdf_utils import layout
    from pyhanko.stamp import StaticStampStyle

    middle = layout.AxisAlignment.ALIGN_MID
    rule = layout.SimpleBoxLayoutRule(
        x_align=middle, y_align=middle, inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT
    )
    return StaticStampStyle(background=content, background_layout=rule, border_width=0)
