from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from thidua.apps.accounts.queries import User
from thidua.apps.organizations.services.founding import setup_code

SIGN_IN, SET_UP = "/tai-khoan/dang-nhap/", "/thiet-lap/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_code() -> Iterator[None]:
    path = Path(settings.OPTIONS.home) / "setup-code"
    path.unlink(missing_ok=True)
    yield
    path.unlink(missing_ok=True)


def answers(**changed: str) -> dict[str, str]:
    return {
        "code_given": setup_code(),
        "name": "Sở Nông nghiệp và Môi trường",
        "short_name": "",
        "administrator_name": "Đỗ Việt Hùng",
        "username": "quantri",
        "new_password": "mua-vang-2026",
        "repeated": "mua-vang-2026",
        **changed,
    }


def test_sign_in_leads_to_the_set_up_while_nobody_can_sign_in(client: Client) -> None:
    answer = client.get(SIGN_IN)
    assert (answer.status_code, answer["Location"]) == (302, SET_UP)
    assert client.get(SET_UP).status_code == 200


def test_the_administrator_declared_can_sign_in_and_the_page_is_gone(client: Client) -> None:
    answer = client.post(SET_UP, answers())
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert client.get(SET_UP)["Location"] == SIGN_IN
    assert client.post(SET_UP, answers(username="nguoikhac"))["Location"] == SIGN_IN
    assert [user.username for user in User.objects.all()] == ["quantri"]
    answer = client.post(SIGN_IN, {"username": "QuanTri", "password": "mua-vang-2026"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"code_given": "sai"}, "code_given", "Mã thiết lập chưa đúng."),
        ({"repeated": "khac"}, "repeated", "Hai lần nhập mật khẩu chưa giống nhau."),
        ({"new_password": "1234567890", "repeated": "1234567890"}, "new_password", "Mật khẩu này quá phổ biến"),
    ],
)
def test_a_refusal_stands_at_its_field(client: Client, changed: dict[str, str], field: str, sentence: str) -> None:
    answer = client.post(SET_UP, answers(**changed))
    assert answer.status_code == 400
    [error] = [error for error in answer.context["form"].errors[field] if error.startswith(sentence)]
    assert error in answer.content.decode()
    assert not User.objects.exists()
