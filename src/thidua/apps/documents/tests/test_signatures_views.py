"""Pages of signatures: any PDF checked in plain words; pictures kept by whom they belong to."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from thidua.apps.accounts.models import User
from thidua.apps.documents.models import SigningImage, StoredFile
from thidua.apps.organizations.tests.factories import make_body, make_user_with_role
from thidua.core.actor import Role
from thidua.lib.vanban.signing import Place, TrustStore, sign_personal, signer_from_pkcs12
from thidua.lib.vanban.signing.tests import authority
from thidua.lib.vanban.signing.tests.authority import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> User:
    user = make_user_with_role(make_body(name="Sở Nội vụ"), Role.RECORDS_CLERK, full_name="Phạm Văn Thư")
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")
    return user


def words(client: Client, content: bytes, *, status: int = 200) -> str:
    file = SimpleUploadedFile("Quyết định.pdf", content, "application/pdf")
    response = client.post(reverse("papers:signature-check"), {"file": file})
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def signed() -> bytes:
    own = signer_from_pkcs12(authority.identity().key_file(), passphrase=PASSPHRASE)
    return sign_personal(
        authority.paper(), own, place=Place(2, 330, 400, 500, 460), at=authority.NOW, reason="<b>Duyệt</b>"
    )


def test_any_signed_pdf_is_told_in_words_and_not_kept(
    client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(reverse("papers:signature-check")).status_code == 200
    said = words(client, signed())
    assert "1. Chữ ký số cá nhân của Trần Văn Bình" in said
    assert "Chưa có danh sách tổ chức chứng thực tin cậy" in said
    assert "Chữ ký nguyên vẹn nhưng chưa đủ căn cứ để kết luận hợp lệ." in said
    assert "&lt;b&gt;Duyệt&lt;/b&gt;" in said
    store = TrustStore((authority.root().der,))
    monkeypatch.setattr("thidua.apps.documents.views.signatures.signatures.trust_store", lambda: store)
    monkeypatch.setattr("thidua.core.clock.now", lambda: authority.NOW)
    said = words(client, signed())
    assert "Chữ ký hợp lệ." in said
    assert "Chưa có danh sách" not in said
    assert StoredFile.objects.count() == 0


def test_files_without_signatures_and_files_that_are_none(client: Client, clerk: User) -> None:
    assert "Hình chữ ký, con dấu nhìn thấy trên trang chỉ là ảnh." in words(client, authority.paper())
    assert "Tệp không phải PDF hoặc đã hỏng." in words(client, b"khong phai", status=400)
    assert client.post(reverse("papers:signature-check"), {}).status_code == 400


def test_a_picture_of_ones_own_hand(client: Client, clerk: User) -> None:
    page, address = reverse("papers:signature-images"), reverse("papers:signature-hand")
    assert "Ảnh chữ ký của tôi" in client.get(page).content.decode()
    wrong = client.post(address, {"image": SimpleUploadedFile("a.png", authority.picture("#c01020"))})
    assert (wrong.status_code, "không phải màu xanh" in wrong.content.decode()) == (400, True)
    assert client.post(address, {}).status_code == 400
    right = client.post(address, {"image": SimpleUploadedFile("a.png", authority.picture())})
    assert (right.status_code, right["Location"]) == (302, page)
    image = SigningImage.objects.get(person=clerk.person)
    shown = client.get(page).content.decode()
    drawn = reverse("documents:page", args=[image.file_id, 1])
    assert drawn in shown
    preview = Image.open(io.BytesIO(client.get(drawn).content)).convert("RGB")
    assert preview.getpixel((0, 0)) == (255, 255, 255)
    assert client.post(address, {"remove": "1"}).status_code == 302
    assert SigningImage.objects.count() == 0


def test_a_picture_of_the_seal(client: Client, clerk: User) -> None:
    unit, other = clerk.person.unit, make_body()
    assert "Con dấu của Sở Nội vụ" in client.get(reverse("papers:signature-images")).content.decode()
    address = reverse("papers:signature-seal", args=[unit.pk])
    wrong = client.post(address, {"image": SimpleUploadedFile("a.png", authority.picture())})
    assert (wrong.status_code, "không phải màu đỏ" in wrong.content.decode()) == (400, True)
    right = client.post(address, {"image": SimpleUploadedFile("a.png", authority.picture("#c01020"))})
    assert right.status_code == 302
    assert SigningImage.objects.get().unit_id == unit.pk
    assert client.post(address, {"remove": "1"}).status_code == 302
    foreign = client.post(
        reverse("papers:signature-seal", args=[other.pk]),
        {"image": SimpleUploadedFile("a.png", authority.picture("#c01020"))},
    )
    assert foreign.status_code == 404


def test_who_keeps_no_seal_sees_none(client: Client) -> None:
    user = make_user_with_role(make_body(), Role.OFFICER)
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")
    assert "Con dấu của" not in client.get(reverse("papers:signature-images")).content.decode()
    address = reverse("papers:signature-seal", args=[user.person.unit_id])
    image = SimpleUploadedFile("a.png", authority.picture("#c01020"))
    assert client.post(address, {"image": image}).status_code == 403
