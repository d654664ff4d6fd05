"""Stored files for tests."""

from __future__ import annotations

import io

from thidua.apps.documents import services
from thidua.apps.documents.models import StoredFile
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT
from thidua.core.actor import SYSTEM


def make_file(
    unit: Unit, content: bytes = b"K\xe1\xba\xbf ho\xe1\xba\xa1ch", *, name: str = "ke-hoach.txt"
) -> StoredFile:
    """Return a file kept for `unit`."""
    return services.store_file(actor=SYSTEM, unit=unit, content=io.BytesIO(content), original_name=name, at=AT)


def make_pdf(pages: int = 2) -> bytes:
    """Return a PDF file of empty pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
