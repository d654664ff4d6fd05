"""Keeping and removing files."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.audit.models import Entry
from thidua.apps.documents import policies, queries, services
from thidua.apps.documents.domain.files import DOCX, UNKNOWN, XLSX, clean_name, media_type
from thidua.apps.documents.errors import FileRefused
from thidua.apps.documents.models import StoredFile
from thidua.apps.documents.tests.factories import make_file, make_pdf
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, make_actor, make_body
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Iterator[Path]:
    from django.core.files.storage import FileSystemStorage

    field = StoredFile._meta.get_field("content")
    before = field.storage
    field.storage = FileSystemStorage(location=tmp_path)
    yield tmp_path
    field.storage = before


def kept(home: Path) -> list[Path]:
    return sorted(path for path in home.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_store_file(home: Path) -> None:
    body = make_body()
    actor = make_actor(body)
    content = make_pdf()
    stored = services.store_file(
        actor=actor, unit=body, content=io.BytesIO(content), original_name="C:\\tài liệu\\kế hoạch.doc", at=AT
    )
    assert (stored.original_name, stored.media_type) == ("kế hoạch.doc", "application/pdf")
    assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert stored.uploaded_by_id == actor.user_id
    with queries.open_content(stored=stored) as file:
        assert file.read() == content
    assert queries.content_path(stored) == kept(home)[0]
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject_id, entry.unit_path) == ("documents.store_file", str(stored.pk), body.path)
    assert entry.changes["sha256"] == stored.sha256


@pytest.mark.django_db
def test_empty_and_too_large_files_leave_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from django.conf import settings

    monkeypatch.setattr(settings, "OPTIONS", replace(settings.OPTIONS, upload_megabytes=1))
    body = make_body()
    for content in (b"", b"x" * (2**20 + 1)):
        with pytest.raises(FileRefused):
            make_file(body, content)
    assert not StoredFile.objects.exists()
    assert kept(home) == []
    assert make_file(body, b"x" * 2**20).size == 2**20


@pytest.mark.django_db
def test_what_is_not_recorded_is_not_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = make_body()

    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("thidua.apps.audit.services.record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        make_file(body)
    assert kept(home) == []


@pytest.mark.django_db(transaction=True)
def test_delete_file_takes_the_bytes_and_the_drawn_pages_with_it(home: Path) -> None:
    body = make_body()
    stored = make_file(body, make_pdf())
    other = make_file(body, make_pdf())
    queries.page_image(stored=stored, page=1)
    services.delete_file(actor=make_actor(body), file_id=stored.pk, at=AT)
    assert kept(home) == [queries.content_path(other)]
    assert Entry.objects.latest("sequence").act == "documents.delete_file"
    with pytest.raises(NotVisible):
        services.delete_file(actor=make_actor(body), file_id=stored.pk, at=AT)


@pytest.mark.django_db
def test_a_file_is_open_to_whom_its_app_lets_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body: Unit = make_body()
    stored = make_file(body)
    friend, stranger = make_actor(body), make_actor(make_body())
    monkeypatch.setattr(policies.files, "_checks", [])
    with pytest.raises(NotVisible):
        queries.file_for(actor=friend, file_id=stored.pk)

    def check(actor: Actor, one: StoredFile) -> bool:
        return actor == friend and one == stored

    policies.register_owner(check)
    policies.register_owner(check)
    assert queries.file_for(actor=friend, file_id=stored.pk) == stored
    for actor, key in ((stranger, stored.pk), (friend, uuid.uuid4())):
        with pytest.raises(NotVisible):
            queries.file_for(actor=actor, file_id=key)


def office_file(part: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7 \n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\x00", "image/tiff"),
        (office_file("word/document.xml"), DOCX),
        (office_file("xl/workbook.xml"), XLSX),
        (office_file("a.txt"), "application/zip"),
        (b"PK\x03\x04 broken", UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "application/msword"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Book", "application/x-ole-storage"),
        ("Kế hoạch".encode(), "text/plain"),
        ("Kế hoạch".encode("utf-16"), "text/plain"),
        (b"<!DOCTYPE html><script>", "text/html"),
        (b"MZ\x90\x00\x03", UNKNOWN),
    ],
)
def test_the_type_is_told_from_the_bytes(content: bytes, expected: str) -> None:
    assert media_type(content[:4096], io.BytesIO(content)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\Kế hoạch.docx", "Kế hoạch.docx"),
        ("ke\u0302\u0301 hoa\u0323ch.pdf", "kế hoạch.pdf"),
        ("hóa\u202efdp.exe", "hóafdp.exe"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie_ x.txt"),
        ("…", "…"),
        ("...", "tep"),
        ("", "tep"),
        ("x" * 300 + ".docx", "x" * 195 + ".docx"),
    ],
)
def test_names_are_made_safe(name: str, expected: str) -> None:
    assert clean_name(name) == expected


@given(st.text(max_size=300))
def test_a_safe_name_stays_as_it_is(name: str) -> None:
    safe = clean_name(name)
    assert 0 < len(safe) <= 200
    assert not set('/\\\x00\r\n"\u202e') & set(safe)
    assert clean_name(safe) == safe
