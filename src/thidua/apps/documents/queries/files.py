"""Reads of stored files."""

from __future__ import annotations

import contextlib
import os
import tempfile
import uuid
from pathlib import Path
from typing import BinaryIO, cast

from thidua.apps.documents import policies
from thidua.apps.documents.domain import pages
from thidua.apps.documents.errors import PageNotAvailable
from thidua.apps.documents.models import StoredFile
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible


def file_for(*, actor: Actor, file_id: uuid.UUID) -> StoredFile:
    """Return a file the actor may open. Raises NotVisible for any other, as for one that does not exist."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or not policies.can_open(actor, stored):
        raise NotVisible
    return stored


def open_content(*, stored: StoredFile) -> BinaryIO:
    """Open the bytes of a file for reading. The caller has checked the right to it, and closes it."""
    return cast("BinaryIO", stored.content.storage.open(str(stored.content.name), "rb"))


def content_path(stored: StoredFile) -> Path:
    """Return where the bytes of a file lie, for programs that read by name. The caller has checked the right to it."""
    return Path(stored.content.path)


def has_pages(stored: StoredFile) -> bool:
    """Whether `page_image` can draw the file: PDF files and scans."""
    return stored.media_type in pages.DRAWN_TYPES


def page_image(*, stored: StoredFile, page: int) -> bytes:
    """Return one page as PNG, drawn at first need and kept beside the file. The caller has checked the right to it.

    Raises NotVisible for a page the file does not have, PageNotAvailable for one that cannot be drawn.
    """
    path = content_path(stored)
    kept = path.with_name(f"{path.name}-{page}.png")
    with contextlib.suppress(OSError):
        return kept.read_bytes()
    try:
        picture = pages.draw_page(path, media_type=stored.media_type, page=page)
    except pages.PageMissing:
        raise NotVisible from None
    except pages.PageNotDrawn:
        raise PageNotAvailable from None
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        file.write(picture)
        os.replace(file.name, kept)
    return picture
