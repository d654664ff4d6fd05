from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import (
    AT,
    ON,
    make_actor,
    make_body,
    make_person,
    make_unit,
    make_user_with_role,
)
from thidua.apps.planning import services
from thidua.apps.planning.tests.factories import make_plan
from thidua.core.actor import Role
from thidua.office.search import SHOWN, search_everything

pytestmark = pytest.mark.django_db


def test_finds_units_and_people_of_the_own_body_without_diacritics() -> None:
    body, other = make_body(name="Sở Một"), make_body(name="Sở Hai")
    make_unit(body, name="Phòng Thi đua - Khen thưởng")
    make_unit(other, name="Ban Thi đua - Khen thưởng")
    make_person(body, full_name="Đặng Thị Thưởng")
    actor = make_actor(body, Role.OFFICER)
    found = {str(kind.label): [hit.text for hit in kind.hits] for kind in search_everything(actor, "thi thuong")}
    assert found == {"Đơn vị": ["Phòng Thi đua - Khen thưởng"], "Cán bộ": ["Đặng Thị Thưởng"]}
    assert search_everything(actor, "  ") == []


def test_shows_a_few_with_the_same_number_of_queries() -> None:
    body = make_body(name="Sở Một")
    actor = make_actor(body, Role.OFFICER)
    counts = []
    for number in (1, 29):
        for _ in range(number):
            make_unit(body, name="Phòng Nghiệp vụ")
        with CaptureQueriesContext(connection) as queries:
            found = search_everything(actor, "nghiep vu")
        counts.append(len(queries))
    assert counts == [5, 5]
    assert len(found[0].hits) == SHOWN


def test_a_task_is_found_once_and_not_after_it_was_taken_out_of_its_plan() -> None:
    body = make_body(name="Sở Một")
    make_unit(body, name="Văn phòng Sở")
    officer = actor_for(make_user_with_role(body, Role.OFFICER), on=ON)
    leader = actor_for(make_user_with_role(body, Role.LEADER), on=ON)
    plan = make_plan(officer, body, rows=2)

    def found() -> list[str]:
        return [hit.text for kind in search_everything(officer, "nhiem vu so") for hit in kind.hits]

    amending = services.start_amendment(actor=officer, plan_id=plan.pk, at=AT)
    services.drop_task(actor=officer, task_id=amending.tasks.get(content="Nhiệm vụ số 1").pk, at=AT)
    assert found() == ["Nhiệm vụ số 1", "Nhiệm vụ số 2"]
    services.submit_plan(actor=officer, plan_id=amending.pk, at=AT)
    services.issue_plan(
        actor=leader, plan_id=amending.pk, number="40", symbol="KH-S", issued_on=ON,
        signer={"on_behalf": "", "position": "GIÁM ĐỐC", "name": "Trần Văn Bình"}, at=AT,
    )  # fmt: skip
    assert found() == ["Nhiệm vụ số 2"]
