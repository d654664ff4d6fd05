"""Writes to stored files. The bytes are on disk before the row is, and gone only after the row is."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.documents.domain import files
from thidua.apps.documents.errors import FileRefused
from thidua.apps.documents.models import StoredFile
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor
from thidua.core.locking import locked

CHUNK = 256 * 1024


def subject(stored: StoredFile) -> audit.Subject:
    return audit.Subject("documents.storedfile", stored.pk, stored.original_name, stored.unit.path)


@transaction.atomic
def store_file(*, actor: Actor, unit: Unit, content: BinaryIO, original_name: str, at: datetime) -> StoredFile:
    """Keep a file as it came in (`documents.store_file`). The caller has checked that the actor may add it to `unit`.

    The hash is taken while the bytes pass; the type is told from them, not from the name. If the transaction does not
    hold, the bytes are taken away again. Raises FileRefused for an empty or too large file.
    """
    name = files.clean_name(original_name)
    limit = settings.OPTIONS.upload_megabytes * 2**20
    stored = StoredFile(id=uuid.uuid4(), unit=unit, original_name=name, uploaded_by_id=actor.user_id, uploaded_at=at)
    with tempfile.TemporaryFile() as spool:
        digest, size = hashlib.sha256(), 0
        for chunk in _chunks(content):
            size += len(chunk)
            if size > limit:
                raise FileRefused(
                    f"Tệp “{name}” lớn quá {settings.OPTIONS.upload_megabytes} MB nên chưa được tải lên.",
                    remedy="Chia nhỏ tệp, hoặc quét lại với độ phân giải 200 dpi.",
                )
            digest.update(chunk)
            spool.write(chunk)
        if not size:
            raise FileRefused(f"Tệp “{name}” không có nội dung.", remedy="Kiểm tra lại tệp rồi tải lên lần nữa.")
        spool.seek(0)
        stored.media_type = files.media_type(spool.read(files.HEAD_BYTES), cast("BinaryIO", spool))
        stored.size, stored.sha256 = size, digest.hexdigest()
        spool.seek(0)
        stored.content.save(name, File(spool), save=False)
    try:
        stored.save(force_insert=True)
        changes = {"name": name, "size": size, "sha256": stored.sha256, "media_type": stored.media_type}
        audit.record(actor=actor, act="documents.store_file", subject=subject(stored), at=at, changes=changes)
    except BaseException:
        stored.content.storage.delete(str(stored.content.name))
        raise
    return stored


@transaction.atomic
def delete_file(*, actor: Actor, file_id: uuid.UUID, at: datetime) -> None:
    """Remove a file that nothing refers to any more (`documents.delete_file`); its bytes go once the transaction holds.

    The caller, the app that owned it, has checked the right. Raises NotVisible, and ProtectedError while it is in use.
    """
    stored = locked(StoredFile.objects.select_related("unit"), file_id)
    record, storage, name = subject(stored), stored.content.storage, str(stored.content.name)
    stored.delete()
    audit.record(actor=actor, act="documents.delete_file", subject=record, at=at, changes={"sha256": stored.sha256})
    transaction.on_commit(lambda: _erase(storage, name))


def _erase(storage: Storage, name: str) -> None:
    """Take the bytes away, and the pictures drawn of their pages."""
    folder, _, own = name.rpartition("/")
    for kept in storage.listdir(folder)[1]:
        if kept == own or kept.startswith(f"{own}-"):
            storage.delete(f"{folder}/{kept}")


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk
