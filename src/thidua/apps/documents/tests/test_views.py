"""Files and pictures of their pages on their way to a browser."""

from __future__ import annotations

import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from thidua.apps.documents import policies
from thidua.apps.documents.models import StoredFile
from thidua.apps.documents.tests.factories import make_file, make_pdf
from thidua.apps.organizations.tests.factories import make_body, make_user_with_role
from thidua.core.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody whom an app lets open every file of their own body."""
    user = make_user_with_role(make_body())
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")

    def check(actor: Actor, stored: StoredFile) -> bool:
        return actor.user_id == user.pk and stored.unit.path.startswith(user.person.unit.path)

    monkeypatch.setattr(policies.files, "_checks", [check])
    client.user = user
    return client


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (3000, 2000), "white").save(content, "TIFF")
    return content.getvalue()


def test_a_file_goes_out_as_a_sandboxed_download(reader: Client) -> None:
    content = make_pdf()
    stored = make_file(reader.user.person.unit, content, name="Kế hoạch số 5.pdf")
    response = reader.get(reverse("documents:download", args=[stored.pk]))
    assert response.status_code == 200
    assert response.getvalue() == content
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20s%E1%BB%91%205.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}
    assert {"default-src 'none'", "sandbox"} <= policy
    assert "script-src" not in response["Content-Security-Policy"]


def test_what_a_browser_could_run_goes_out_as_bytes(reader: Client) -> None:
    stored = make_file(reader.user.person.unit, b"<html><script>1</script>", name="a.html")
    response = reader.get(reverse("documents:download", args=[stored.pk]))
    assert (response["Content-Type"], response.getvalue()) == ("application/octet-stream", b"<html><script>1</script>")


def test_files_of_others_and_missing_ones_answer_alike(reader: Client) -> None:
    other = make_file(make_body(), make_pdf())
    for key in (other.pk, uuid.uuid4()):
        assert reader.get(reverse("documents:download", args=[key])).status_code == 404
        assert reader.get(reverse("documents:page", args=[key, 1])).status_code == 404


def test_pages_are_drawn_once_and_kept(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (make_pdf(2), picture()):
        stored = make_file(reader.user.person.unit, content)
        first = reader.get(reverse("documents:page", args=[stored.pk, 1]))
        assert (first.status_code, first["Content-Type"]) == (200, "image/png")
        assert Image.open(io.BytesIO(first.content)).width == 1240
        with monkeypatch.context() as patch:
            patch.setattr("subprocess.run", None)
            assert reader.get(reverse("documents:page", args=[stored.pk, 1])).content == first.content
        for number in (0, 3, 9999):
            assert reader.get(reverse("documents:page", args=[stored.pk, number])).status_code == 404


def test_a_broken_file_has_no_picture_but_a_message(reader: Client) -> None:
    stored = make_file(reader.user.person.unit, b"%PDF-1.7 broken")
    response = reader.get(reverse("documents:page", args=[stored.pk, 1]))
    assert response.status_code == 409
    assert "Không vẽ được trang này" in response.content.decode()
    text = make_file(reader.user.person.unit, b"plain")
    assert reader.get(reverse("documents:page", args=[text.pk, 1])).status_code == 404
