"""The register of outgoing documents as a PDF: A4 across, the head of the table on every page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thidua.lib.vanban.writing.pdf.typesetting import fonts_folder

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("register_sheet")
"""A folder of its own: the engine reads no file outside of it."""


def register_pdf(
    *, body: str, name: str, year: int, heads: Sequence[str], lines: Sequence[Sequence[str]], printed_on: str
) -> bytes:
    """Return the register on paper. A line of one cell goes over all columns."""
    content = {"body": body, "name": name, "year": str(year), "heads": heads, "lines": lines, "printed_on": printed_on}
    pdf = _compiler().compile(
        sys_inputs={"register": json.dumps(content, ensure_ascii=False)}, format="pdf", timestamp=0
    )
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts_folder()])
    return typst.Compiler(TEMPLATE / "register.typ", root=TEMPLATE, font_paths=fonts, ignore_system_fonts=True)
