"""The page that checks the form of a Word file: nothing is kept, refusals in words."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from thidua.apps.documents.forms import checks
from thidua.apps.documents.models import StoredFile
from thidua.apps.organizations.tests.factories import make_body, make_user_with_role
from thidua.core.actor import Role
from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.checking.tests.samples import right

pytestmark = pytest.mark.django_db
BACKEND = "thidua.apps.accounts.backends.UsernameBackend"
ADDRESS = "/van-ban/kiem-tra-the-thuc/"


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make_user_with_role(make_body(), Role.RECORDS_CLERK), backend=BACKEND)
    return client


def send(client: Client, content: bytes, name: str = "cong-van.docx") -> HttpResponse:
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def test_the_page_asks_for_a_word_file(clerk: Client) -> None:
    assert reverse("papers:form-check") == ADDRESS
    page = clerk.get(ADDRESS).content.decode()
    assert 'accept=".docx"' in page
    assert "Tệp không được lưu lại." in page


def test_departures_are_shown_with_citation_and_remedy_and_nothing_is_kept(clerk: Client) -> None:
    word = Planting(right("letter"))
    word.replace("Hải Sơn, ngày", "Hải Sơn ngày")
    word.replace("Thời hạn gửi", "thời hạn <gửi>")
    page = send(clerk, word.content()).content.decode()
    for words in (
        "Trái quy định: 1 · Nên sửa: 1",
        "Sau địa danh không có dấu phẩy",
        "«Hải Sơn ngày 09 tháng 3 năm 2026»",
        "Thêm dấu phẩy ngay sau địa danh.",
        "Phụ lục I, Phần I, Mục II.4.c, ô 4",
        "«thời hạn &lt;gửi&gt; là ngày 31 tháng 3 năm 2026./.»",
    ):
        assert words in page
    assert not StoredFile.objects.exists()


def test_a_paper_in_form(clerk: Client) -> None:
    page = send(clerk, right("letter")).content.decode()
    assert "Không thấy chỗ nào sai thể thức." in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "Chỉ kiểm tra được thể thức của tệp Word (.docx)"),
        (b"PK\x03\x04", "Tệp bị hỏng"),
        (b"", "Tệp không có nội dung."),
    ],
)
def test_what_cannot_be_checked_is_refused_in_words(clerk: Client, content: bytes, sentence: str) -> None:
    answer = send(clerk, content)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_no_file_and_one_too_large(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = clerk.post(ADDRESS)
    assert answer.status_code == 400
    assert "Chọn tệp Word (.docx) cần kiểm tra." in answer.content.decode()
    monkeypatch.setattr(checks, "most_bytes", lambda: 100)
    answer = send(clerk, right("letter"))
    assert answer.status_code == 400
    assert "Tệp lớn hơn mức cho phép." in answer.content.decode()
