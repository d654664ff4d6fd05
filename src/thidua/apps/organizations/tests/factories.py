"""Units, people and roles for tests, made through the services wherever a service exists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from thidua.apps.accounts.models import User
from thidua.apps.organizations import services
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Person, RoleAssignment, Unit
from thidua.apps.organizations.queries import actor_for
from thidua.core.actor import SYSTEM, Actor, Role

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""The moment of every act of these tests: 09:00 on 02/03/2026 in the office."""
ON = date(2026, 3, 2)

_numbers = count(1)


def make_body(*, name: str = "Sở Lao động - Thương binh và Xã hội", short_name: str = "Sở LĐTBXH") -> Unit:
    """Return a topmost body with its default groups."""
    return services.create_unit(
        actor=SYSTEM,
        parent_id=None,
        code=f"CQ{next(_numbers)}",
        name=name,
        short_name=short_name,
        kind=UnitKind.BODY,
        at=AT,
    )


def make_unit(
    parent: Unit, *, name: str = "", kind: str = UnitKind.DIVISION, short_name: str = "", code: str = ""
) -> Unit:
    """Return a unit below `parent`."""
    number = next(_numbers)
    return services.create_unit(
        actor=SYSTEM,
        parent_id=parent.pk,
        code=code or f"DV{number}",
        name=name or f"Phòng số {number}",
        short_name=short_name,
        kind=kind,
        at=AT,
    )


def make_person(unit: Unit, *, full_name: str = "Nguyễn Văn An", title: str = "", email: str = "") -> Person:
    """Return a person on the staff of `unit`, without account."""
    return services.add_person(actor=SYSTEM, unit_id=unit.pk, full_name=full_name, title=title, email=email, at=AT)


def make_user_with_role(unit: Unit, role: str = Role.ADMINISTRATOR, *, full_name: str = "Trần Thị Bình") -> User:
    """Return somebody who signs in and holds `role` at `unit`, where they also work."""
    person = make_person(unit, full_name=full_name)
    user = User(username=f"user{next(_numbers)}", full_name=full_name, created_at=AT)
    user.set_unusable_password()
    user.save()
    person.user = user
    person.save(update_fields=["user"])
    RoleAssignment.objects.create(person=person, unit=unit, role=role)
    return user


def make_actor(unit: Unit, role: str = Role.ADMINISTRATOR, *, full_name: str = "Trần Thị Bình") -> Actor:
    """Return the actor of a new user with this role at this unit."""
    return actor_for(make_user_with_role(unit, role, full_name=full_name), on=ON)
