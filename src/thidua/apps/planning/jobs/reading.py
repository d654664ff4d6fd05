"""Reading an uploaded document in the background."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django_tasks import task

from thidua.apps.documents import queries as documents
from thidua.apps.documents.queries import StoredFile
from thidua.apps.planning import domain, services
from thidua.core import clock
from thidua.core.actor import SYSTEM
from thidua.lib.vanban.errors import UnreadableDocument
from thidua.lib.vanban.model import Document
from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.reading import DEFAULT_LIMITS, Limits, read_document_isolated
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.understanding import to_json, understand

logger = logging.getLogger("thidua.planning")

WAIT_SECONDS = 12.0
"""How long a person waits for a document to be read on the spot."""
NOT_UNDERSTOOD = "Chưa hiểu được cách trình bày của văn bản này. Tải lên bản khác, hoặc báo người quản trị kèm tên tệp."


@task()
def read_intake(intake_id: str) -> str:
    """Read an uploaded document and open it for review. A second run of the same job reads it again, harmlessly."""
    key = UUID(intake_id)
    intake = services.begin_reading(actor=SYSTEM, intake_id=key, at=clock.now())
    if intake is None:
        return "nothing to do"

    def report(done: int, count: int) -> None:
        services.record_progress(intake_id=key, done=done, count=count)

    try:
        with _on_disk(intake.file) as path:
            name = intake.file.original_name
            document = read_document_isolated(path, filename=name, limits=_limits(), progress=report)
    except UnreadableDocument as error:
        services.refuse_document(actor=SYSTEM, intake_id=key, message=str(error), at=clock.now())
        return error.reason.value
    try:
        source, reading = _read(document)
    except Exception:
        # A fault of ours must not keep the person waiting; the file stays and can be read again.
        logger.exception("intake %s was read but not understood", key)
        services.refuse_document(actor=SYSTEM, intake_id=key, message=NOT_UNDERSTOOD, at=clock.now())
        return "not understood"
    services.finish_reading(actor=SYSTEM, intake_id=key, source=source, reading=reading, at=clock.now())
    return "read"


def _read(document: Document) -> tuple[dict[str, Any], dict[str, Any]]:
    return domain.source_view(document), to_json(understand(document), document)


def official_source(stored: StoredFile) -> OfficialDocument | None:
    """Return a stored document by its parts, read while somebody waits; None for one that takes longer, as a scan."""
    try:
        with _on_disk(stored) as path:
            limits = replace(_limits(), seconds=WAIT_SECONDS)
            return recognize(read_document_isolated(path, filename=stored.original_name, limits=limits))
    except UnreadableDocument:
        return None


def _limits() -> Limits:
    options = settings.OPTIONS
    return replace(
        DEFAULT_LIMITS,
        file_bytes=options.upload_megabytes * 2**20,
        seconds=float(options.read_seconds),
        memory_bytes=options.read_megabytes * 2**20,
    )


@contextmanager
def _on_disk(stored: StoredFile) -> Iterator[Path]:
    """Lay the bytes of a stored file where another process can read them, wherever the storage keeps them."""
    with tempfile.TemporaryDirectory(prefix="thidua-read-") as folder:
        path = Path(folder) / "document"
        with documents.open_content(stored=stored) as content, path.open("wb") as target:
            shutil.copyfileobj(content, target)
        yield path
