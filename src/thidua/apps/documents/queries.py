"""Reads of stored files."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import BinaryIO, cast

from thidua.apps.documents import policies
from thidua.apps.documents.models import StoredFile
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible

__all__ = ["StoredFile", "content_path", "file_for", "open_content"]


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
