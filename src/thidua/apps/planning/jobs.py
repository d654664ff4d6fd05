"""Background work of planning."""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django_tasks import task

from thidua.apps.documents import queries as documents
from thidua.apps.planning import domain, services
from thidua.core import clock
from thidua.core.actor import SYSTEM
from thidua.lib.vanban.errors import UnreadableDocument
from thidua.lib.vanban.reading import read_document_isolated
from thidua.lib.vanban.understanding import to_json, understand

logger = logging.getLogger("thidua.planning")


@task()
def read_intake(intake_id: str) -> str:
    """Read an uploaded document and open it for review. A second run of the same job reads it again, harmlessly."""
    key = UUID(intake_id)
    intake = services.begin_reading(actor=SYSTEM, intake_id=key, at=clock.now())
    if intake is None:
        return "nothing to do"
    path: Path = documents.content_path(intake.file)
    try:
        document = read_document_isolated(
            path,
            filename=intake.file.original_name,
            progress=lambda done, count: services.record_progress(intake_id=key, done=done, count=count),
            memory_bytes=settings.OPTIONS.read_megabytes * 2**20,
        )
    except UnreadableDocument as error:
        services.refuse_document(actor=SYSTEM, intake_id=key, message=str(error), at=clock.now())
        return error.reason.value
    reading = to_json(understand(document), document)
    services.finish_reading(
        actor=SYSTEM, intake_id=key, source=domain.source_view(document), reading=reading, at=clock.now()
    )
    return "read"
