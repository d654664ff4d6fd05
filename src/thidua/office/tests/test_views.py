from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import make_body, make_unit, make_user_with_role
from thidua.core.actor import Role

pytestmark = pytest.mark.django_db


def signed_in(unit: Unit, role: str) -> Client:
    client = Client()
    client.force_login(make_user_with_role(unit, role), backend="thidua.apps.accounts.backends.UsernameBackend")
    return client


def labels(response: Any) -> list[str]:
    nav = response.content.decode().split('id="dieu-huong"')[1].split("</nav>")[0]
    return re.findall(r"<span>([^<]+)</span></a>", nav)


def test_component_page_draws_every_component_for_administrators() -> None:
    response = signed_in(make_body(), Role.ADMINISTRATOR).get("/thanh-phan/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "<c-" not in re.sub(r"&lt;c-", "", text)
    assert not re.findall(r"\s(?:style|onclick|onchange|onload)=", text)
    assert signed_in(make_body(), Role.OFFICER).get("/thanh-phan/").status_code == 404


def test_navigation_shows_what_the_roles_open() -> None:
    body = make_body()
    assert "Nhật ký" in labels(signed_in(body, Role.LEADER).get("/tai-khoan/"))
    assert "Nhật ký" not in labels(signed_in(body, Role.UNIT_CLERK).get("/tai-khoan/"))


def test_what_waits_for_a_word_is_in_the_navigation_of_who_judges_plans() -> None:
    body = make_body()
    for role in Role:
        shown = "Chờ xác nhận" in labels(signed_in(body, role).get("/tai-khoan/"))
        assert shown == (role in {Role.OFFICER, Role.UNIT_HEAD, Role.LEADER, Role.UNIT_CLERK})


def test_frame_names_the_body_and_marks_where_one_is() -> None:
    body = make_body(name="Sở Mẫu")
    text = signed_in(make_unit(body), Role.LEADER).get("/nhat-ky/").content.decode()
    assert '<p class="sidenav-body">Sở Mẫu</p>' in text
    assert text.count('aria-current="page"') == 1


def test_year_is_remembered() -> None:
    client = signed_in(make_body(), Role.LEADER)
    assert client.get("/tai-khoan/?nam=2024").context["frame"].year == 2024
    assert client.get("/tai-khoan/").context["frame"].year == 2024
    assert client.get("/tai-khoan/?nam=99999").context["frame"].year == 2024
    assert client.get("/tai-khoan/?nam=²").context["frame"].year == 2024


def test_own_account_lists_roles_and_units() -> None:
    body = make_body(name="Sở Mẫu")
    text = signed_in(make_unit(body, name="Phòng Một"), Role.UNIT_HEAD).get("/tai-khoan/").content.decode()
    assert "Thủ trưởng đơn vị" in text
    assert '<td role="cell">Phòng Một</td>' in text


def test_missing_page_says_so_without_codes() -> None:
    response = signed_in(make_body(), Role.LEADER).get("/khong-co/")
    assert response.status_code == 404
    assert "Không tìm thấy nội dung này." in response.content.decode()


def test_pages_need_a_person_signed_in(client: Client) -> None:
    make_user_with_role(make_body(), Role.LEADER)
    for address in ("/tai-khoan/", "/thanh-phan/", "/nhat-ky/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, f"/tai-khoan/dang-nhap/?next={address}")
