"""The first page, by who looks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import ON, make_body, make_unit, make_user_with_role
from thidua.apps.planning.tests.factories import make_plan, make_review
from thidua.core.actor import Role

BACKEND = "thidua.apps.accounts.backends.UsernameBackend"
pytestmark = pytest.mark.django_db


def page(user: object, year: int = 2026) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)  # type: ignore[arg-type]
    answer = client.get(reverse("office:workbench"), {"nam": year})
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_role_finds_its_own_work() -> None:
    body = make_body()
    office = make_unit(body, name="Văn phòng Sở")
    officer = make_user_with_role(body, Role.OFFICER, full_name="Nguyễn Cán Bộ")
    leader = make_user_with_role(body, Role.LEADER, full_name="Trần Lãnh Đạo")
    clerk = make_user_with_role(office, Role.UNIT_CLERK, full_name="Lê Đầu Mối")
    stranger = make_user_with_role(make_body(name="Sở Y tế"), Role.OFFICER, full_name="Phạm Người Khác")
    actor = actor_for(officer, on=ON)
    make_plan(actor, body)
    waiting = make_review(actor, body)
    own = reverse("planning:intake", args=[waiting.pk])
    strip = f"{reverse('planning:tasks')}?ky=2026-q1"
    expected = {"zone": True, "waiting": True, "strip": True, "units": True}
    found = {
        name: {
            "zone": "data-upload" in (html := page(user)),
            "waiting": own in html,
            "strip": strip in html,
            "units": "Theo đơn vị chủ trì" in html,
        }
        for name, user in {"officer": officer, "leader": leader, "clerk": clerk, "stranger": stranger}.items()
    }
    assert found == {
        "officer": expected,
        "leader": expected | {"zone": False, "waiting": False},
        "clerk": expected | {"zone": False, "waiting": False, "units": False},
        "stranger": {"zone": True, "waiting": False, "strip": False, "units": False},
    }


def test_an_empty_first_page_offers_the_first_step() -> None:
    body = make_body()
    officer = make_user_with_role(body, Role.OFFICER, full_name="Nguyễn Cán Bộ")
    clerk = make_user_with_role(make_unit(body), Role.UNIT_CLERK, full_name="Lê Đầu Mối")
    assert "Bước đầu tiên: đưa văn bản kế hoạch của năm vào." in page(officer)
    assert "Chưa có việc nào" in page(clerk)
