"""A body with an office, a division, a stranger's body, and the people who work in them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from thidua.apps.accounts.models import User
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import ON, make_body, make_unit, make_user_with_role
from thidua.core.actor import Actor, Role


@dataclass
class World:
    body: Unit
    office: Unit
    division: Unit
    stranger_body: Unit
    users: dict[str, User]

    def actor(self, who: str) -> Actor:
        return actor_for(self.users[who], on=ON)


@pytest.fixture
def world(db: None) -> World:
    body = make_body()
    office = make_unit(body, name="Văn phòng Sở")
    division = make_unit(body, name="Phòng Kế hoạch")
    stranger_body = make_body(name="Sở Y tế", short_name="SYT")
    places = {
        "officer": (body, Role.OFFICER),
        "second_officer": (body, Role.OFFICER),
        "clerk": (office, Role.UNIT_CLERK),
        "division_clerk": (division, Role.UNIT_CLERK),
        "leader": (body, Role.LEADER),
        "stranger": (stranger_body, Role.OFFICER),
    }
    users = {who: make_user_with_role(unit, role, full_name=f"Nguyễn {who}") for who, (unit, role) in places.items()}
    return World(body, office, division, stranger_body, users)
