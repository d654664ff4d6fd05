from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.apps.organizations.tests.factories import make_actor, make_body, make_person, make_unit
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
    assert counts == [4, 4]
    assert len(found[0].hits) == SHOWN
