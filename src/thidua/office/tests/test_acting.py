"""Acting in an absent person's place, from the menu to the end of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.organizations import services
from thidua.apps.organizations.models import Delegation, RoleAssignment
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import make_body, make_unit, make_user_with_role
from thidua.core import clock
from thidua.core.actor import Role

pytestmark = pytest.mark.django_db

BANNER = "Đang làm thay <strong>Trần Thị Bình</strong>"


class Standing:
    """Somebody of a division, signed in, who may do the work of the officer of the body for five days."""

    def __init__(self, role: str = Role.OFFICER) -> None:
        self.body = make_body(name="Sở Mẫu")
        self.division = make_unit(self.body, name="Phòng Một")
        self.absent = make_user_with_role(self.body, role, full_name="Trần Thị Bình")
        self.user = make_user_with_role(self.division, Role.UNIT_CLERK, full_name="Nguyễn Văn An")
        today = clock.today()
        self.delegation = services.delegate(
            actor=actor_for(self.absent, on=today),
            person_id=self.absent.person.pk,
            substitute_id=self.user.person.pk,
            starts_on=today,
            ends_on=today + timedelta(days=4),
            at=clock.now(),
        )
        self.client = signed_in(self.user)

    def take_up(self) -> None:
        answer = self.client.post("/lam-thay/", {"delegation": self.delegation.pk})
        assert (answer.status_code, answer["Location"]) == (302, "/")

    def end(self) -> None:
        services.revoke_delegation(
            actor=actor_for(self.absent, on=clock.today()), delegation_id=self.delegation.pk, at=clock.now()
        )

    def text(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")
    return client


@pytest.fixture
def standing() -> Standing:
    return Standing()


def test_the_menu_offers_it_and_says_until_when(standing: Standing) -> None:
    ends_on = f"{standing.delegation.ends_on:%d/%m/%Y}"
    text = standing.text("/tai-khoan/")
    assert f"Làm thay Trần Thị Bình (đến {ends_on})" in text
    assert BANNER not in text
    standing.take_up()
    text = standing.text("/tai-khoan/")
    assert f"{BANNER} đến hết {ends_on}" in text
    assert "Làm thay Trần Thị Bình (đến" not in text
    assert "Làm thay" not in signed_in(standing.absent).get("/tai-khoan/").content.decode()


def test_the_roles_are_those_of_the_absent(standing: Standing) -> None:
    names = "/co-cau/cach-goi/"
    assert standing.client.get(names).status_code == 403
    standing.take_up()
    assert BANNER in standing.text(names)
    standing.client.post("/lam-thay/thoi/")
    assert standing.client.get(names).status_code == 403
    assert BANNER not in standing.text("/tai-khoan/")


def test_own_roles_are_not_mixed_in() -> None:
    standing = Standing(Role.UNIT_HEAD)
    RoleAssignment.objects.filter(person=standing.user.person).update(role=Role.ADMINISTRATOR)
    assert standing.client.get("/co-cau/nhap/").status_code == 200
    standing.take_up()
    assert standing.client.get("/co-cau/nhap/").status_code == 403


def test_acts_are_recorded_in_both_names(standing: Standing) -> None:
    standing.take_up()
    answer = standing.client.post(
        f"/co-cau/cach-goi/ghi-nho/?co-quan={standing.body.pk}",
        {"co-quan": standing.body.pk, "text": "tổ giúp việc", "meaning": f"unit:{standing.division.pk}"},
    )
    assert answer.status_code == 302
    standing.client.post("/lam-thay/thoi/")
    entries = list(Entry.objects.order_by("-sequence")[:3])[::-1]
    assert [(one.act, one.actor_id, one.actor_label) for one in entries] == [
        ("organizations.act_in_place", standing.user.pk, "Nguyễn Văn An"),
        ("organizations.learn_alias", standing.user.pk, "Nguyễn Văn An (thay Trần Thị Bình)"),
        ("organizations.stop_acting", standing.user.pk, "Nguyễn Văn An"),
    ]


def test_the_account_stays_ones_own(standing: Standing) -> None:
    standing.take_up()
    text = standing.text("/tai-khoan/")
    assert '<td role="cell">Phòng Một</td>' in text
    assert '<td role="cell">Sở Mẫu</td>' not in text
    assert 'href="/co-cau/cach-goi/"' in text, "the navigation stays that of the work"
    standing.client.post("/tai-khoan/ngon-ngu/", {"language": "en", "next": "/"})
    standing.user.refresh_from_db()
    standing.absent.refresh_from_db()
    assert (standing.user.language, standing.absent.language) == ("en", "vi")


def test_names_no_substitute_for_the_absent(standing: Standing) -> None:
    standing.take_up()
    assert standing.client.get(f"/co-cau/can-bo/{standing.absent.person.pk}/lam-thay/").status_code == 404
    assert standing.client.post(f"/co-cau/lam-thay/{standing.delegation.pk}/cham-dut/").status_code == 403
    assert Delegation.objects.get() == standing.delegation


def test_ends_by_itself_when_it_is_called_off(standing: Standing) -> None:
    standing.take_up()
    standing.end()
    text = standing.text("/tai-khoan/")
    assert "Việc làm thay đã kết thúc; Ông/Bà trở lại công việc của mình." in text
    assert BANNER not in text
    assert "Việc làm thay đã kết thúc" not in standing.text("/tai-khoan/")
    assert standing.client.get("/co-cau/cach-goi/").status_code == 403


def test_ends_by_itself_after_the_last_day(standing: Standing) -> None:
    standing.take_up()
    yesterday = clock.today() - timedelta(days=1)
    Delegation.objects.update(starts_on=yesterday, ends_on=yesterday)
    assert BANNER not in standing.text("/tai-khoan/")
    assert standing.client.post("/lam-thay/", {"delegation": standing.delegation.pk}).status_code == 404


def test_what_is_sent_after_the_end_is_not_done_in_ones_own_name() -> None:
    standing = Standing()
    RoleAssignment.objects.filter(person=standing.user.person).update(unit=standing.body, role=Role.OFFICER)
    standing.take_up()
    standing.end()
    before = Entry.objects.count()
    fields = {"co-quan": standing.body.pk, "text": "tổ giúp việc", "meaning": f"unit:{standing.division.pk}"}
    answer = standing.client.post("/co-cau/cach-goi/ghi-nho/", fields)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Entry.objects.count() == before
    assert "nên việc vừa gửi chưa được thực hiện" in standing.text("/")
    assert standing.client.post("/co-cau/cach-goi/ghi-nho/", fields).status_code == 302
    assert Entry.objects.count() == before + 1


def test_a_part_of_a_page_sends_the_whole_page_home(standing: Standing) -> None:
    standing.take_up()
    standing.end()
    answer = standing.client.get("/co-cau/can-bo/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/"


def test_nobody_takes_up_what_is_not_his(standing: Standing) -> None:
    other = signed_in(make_user_with_role(standing.division, Role.UNIT_HEAD))
    for delegation in (standing.delegation.pk, "", "x", "²"):
        assert other.post("/lam-thay/", {"delegation": delegation}).status_code == 404
    assert other.post("/lam-thay/thoi/").status_code == 302
    assert standing.client.get("/lam-thay/").status_code == 405


def test_a_page_costs_as_many_queries_for_one_as_for_many(standing: Standing) -> None:
    def cost(address: str) -> int:
        standing.client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as spent:
            assert standing.client.get(address).status_code == 200
        return len(spent)

    own = cost("/co-cau/can-bo/")
    standing.take_up()
    acting = cost("/co-cau/can-bo/")
    for number in range(5):
        one = make_user_with_role(standing.body, Role.LEADER, full_name=f"Lãnh đạo {number}")
        services.delegate(
            actor=actor_for(one, on=clock.today()),
            person_id=one.person.pk,
            substitute_id=standing.user.person.pk,
            starts_on=clock.today(),
            ends_on=clock.today(),
            at=clock.now(),
        )
    assert (own, acting) == (acting, cost("/co-cau/can-bo/"))
