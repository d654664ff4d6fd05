"""A paper as its pages will look, before it is issued: typeset anew for every text, kept for a moment."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from dataclasses import dataclass

import pypdfium2
from django.core.cache import cache

from thidua.apps.documents.models import Paper
from thidua.core.errors import NotVisible
from thidua.lib.vanban.official_json import from_json
from thidua.lib.vanban.writing.pdf import write_pdf

KEPT_SECONDS = 600
SCALE = 1.5
"""Pixels a point: sharp on a screen of twice the resolution at half the page's width."""
_pdfium = threading.Lock()
"""PDFium is not made for several threads at once."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The paper as PDF, and how many pages it has."""

    pdf: bytes
    pages: int
    key: str


def preview_of(paper: Paper) -> Preview:
    """Return the pages of a paper as it is written now. The caller has checked the right to it."""
    key = hashlib.sha256(json.dumps(paper.content, sort_keys=True).encode()).hexdigest()
    kept = cache.get(f"paper-preview:{key}")
    if kept is None:
        pdf = write_pdf(from_json(paper.content))
        with _pdfium:
            document = pypdfium2.PdfDocument(pdf)
            kept = Preview(pdf, len(document), key[:16])
            document.close()
        cache.set(f"paper-preview:{key}", kept, KEPT_SECONDS)
    found: Preview = kept
    return found


def preview_page(paper: Paper, *, page: int) -> bytes:
    """Return one page (1 is the first) as PNG. Raises NotVisible for a page the paper does not have."""
    preview = preview_of(paper)
    if not 1 <= page <= preview.pages:
        raise NotVisible
    name = f"paper-preview:{preview.key}:{page}"
    picture: bytes | None = cache.get(name)
    if picture is None:
        with _pdfium:
            document = pypdfium2.PdfDocument(preview.pdf)
            image = document[page - 1].render(scale=SCALE).to_pil()
            document.close()
        content = io.BytesIO()
        image.convert("P", palette=1, colors=32).save(content, "PNG", optimize=True)
        picture = content.getvalue()
        cache.set(name, picture, KEPT_SECONDS)
    return picture
