from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PASSWORD = "thi-dua-Yeu-nuoc-2026"
SIGN_IN = "/tai-khoan/dang-nhap/"


@pytest.fixture(autouse=True)
def user() -> User:
    user = User(username="an.nguyen", full_name="Nguyễn Văn An", created_at=AT)
    user.set_password(PASSWORD)
    user.save()
    return user


def acts() -> list[tuple[str, str, Any]]:
    return list(Entry.objects.order_by("sequence").values_list("act", "actor_label", "subject_label"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")
    return client


def sign_in(client: Client, name: str, password: str) -> Any:
    return client.post(f"{SIGN_IN}?next=/tai-khoan/", {"username": name, "password": password, "next": "/tai-khoan/"})


def test_sign_in_whatever_the_case_of_the_name(client: Client, user: User) -> None:
    response = sign_in(client, " AN.Nguyen ", PASSWORD)
    assert (response.status_code, response.url) == (302, "/tai-khoan/")
    assert response.cookies["django_language"].value == "vi"
    assert acts() == [("accounts.sign_in", "Nguyễn Văn An", "Nguyễn Văn An (an.nguyen)")]


def test_refused_sign_in_says_so_and_is_recorded_without_what_was_typed(client: Client, user: User) -> None:
    response = sign_in(client, "an.nguyen", "sai-mat-khau")
    assert response.status_code == 400
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in response.content.decode()
    assert acts() == [("accounts.sign_in_failed", "Người chưa đăng nhập", "Nguyễn Văn An (an.nguyen)")]
    assert Entry.objects.get().changes == {"address": "127.0.0.1"}


def test_a_name_without_account_is_not_recorded(client: Client) -> None:
    assert sign_in(client, "matkhau-cua-toi", "x").status_code == 400
    assert acts() == []


def test_five_failures_lock_the_name_in_any_case(client: Client, user: User) -> None:
    names = ["an.nguyen", "An.nguyen", "AN.NGUYEN", "an.Nguyen", "an.nguyeN"]
    statuses = [sign_in(client, name, "sai").status_code for name in names]
    assert statuses == [400, 400, 400, 400, 429]
    response = sign_in(client, "an.nguyen", PASSWORD)
    assert response.status_code == 429
    assert "15 phút" in response.content.decode()


def test_fields_left_empty_are_named_and_described(client: Client) -> None:
    text = client.post(SIGN_IN, {"username": "", "password": ""}).content.decode()
    assert text.count('aria-invalid="true"') == 2
    assert 'aria-describedby="id_username_error"' in text


def test_next_page_of_another_site_is_refused(client: Client, user: User) -> None:
    response = client.post(f"{SIGN_IN}?next=//evil.example/", {"username": "an.nguyen", "password": PASSWORD})
    assert "evil" not in response.url


def test_expired_session_sends_a_partial_update_to_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/ke-hoach/?q=thi%20đua&a=1"}
    response = client.get(SIGN_IN, headers=headers)
    assert response["HX-Redirect"].startswith(f"{SIGN_IN}?next=%2Fke-hoach%2F%3Fq%3D")


def test_sign_out_only_by_post_and_recorded(user: User) -> None:
    client = signed_in(user)
    assert client.get("/tai-khoan/dang-xuat/").status_code == 405
    response = client.post("/tai-khoan/dang-xuat/")
    assert (response.status_code, response.url) == (302, SIGN_IN)
    assert acts() == [("accounts.sign_out", "Nguyễn Văn An", "Nguyễn Văn An (an.nguyen)")]
    assert client.get("/tai-khoan/").status_code == 302


def change(client: Client, old: str, new: str, repeated: str) -> Any:
    return client.post(reverse("accounts:password"), {"old_password": old, "new_password": new, "repeated": repeated})


def test_password_change_keeps_the_session(user: User) -> None:
    client = signed_in(user)
    new = "mot-mat-khau-Moi-77"
    assert change(client, PASSWORD, new, new).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    assert client.get("/tai-khoan/").status_code == 200
    assert [act for act, *_ in acts()] == ["accounts.change_password"]


@pytest.mark.parametrize(
    ("old", "new", "repeated", "sentence"),
    [
        ("khong-dung", "mot-mat-khau-Moi-77", "mot-mat-khau-Moi-77", "Mật khẩu hiện tại chưa đúng."),
        (PASSWORD, "ngan", "ngan", "Mật khẩu này quá ngắn"),
        (PASSWORD, "mot-mat-khau-Moi-77", "khac", "Hai lần nhập mật khẩu mới chưa giống nhau."),
    ],
)
def test_password_change_refused(user: User, old: str, new: str, repeated: str, sentence: str) -> None:
    response = change(signed_in(user), old, new, repeated)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert acts() == []


def test_one_time_password_must_be_changed_first(user: User) -> None:
    User.objects.update(must_change_password=True)
    client = signed_in(user)
    response = client.get("/tai-khoan/")
    assert (response.status_code, response.url) == (302, reverse("accounts:password"))
    assert "do quản trị cấp" in client.get(response.url).content.decode()
    new = "mot-mat-khau-Moi-77"
    assert change(client, PASSWORD, new, new).status_code == 302
    assert client.get("/tai-khoan/").status_code == 200


def test_language_is_kept_for_the_person_and_recorded(user: User) -> None:
    client = signed_in(user)
    response = client.post(reverse("accounts:language"), {"language": "en", "next": "/tai-khoan/"})
    assert (response.url, response.cookies["django_language"].value) == ("/tai-khoan/", "en")
    user.refresh_from_db()
    assert user.language == "en"
    assert Entry.objects.get().changes == {"language": ["Tiếng Việt", "English"]}
    assert "Sign out" in client.get("/tai-khoan/").content.decode()


def test_unknown_language_is_refused(user: User) -> None:
    response = signed_in(user).post(reverse("accounts:language"), {"language": "xx"})
    assert response.status_code == 400
    assert acts() == []


def test_what_the_browser_asks_for_does_not_change_the_language(client: Client) -> None:
    response = client.get(SIGN_IN, headers={"Accept-Language": "en-US,en"})
    assert '<html lang="vi"' in response.content.decode()
    assert response["Content-Language"] == "vi"
