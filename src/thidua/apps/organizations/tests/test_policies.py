"""`can_…` for one object and `visible_…` for rows say the same, whatever the tree and the roles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from thidua.apps.accounts.models import User
from thidua.apps.organizations import policies
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Person, RoleAssignment, Unit, UnitGroup
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON
from thidua.core.actor import SYSTEM, Actor, Role

TREES = st.lists(st.integers(0, 6), min_size=1, max_size=7)
"""For each unit after the first: which of the units before it stands above, or the number of none: a new body."""
ROLES = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(Role.values)), max_size=3)


def grow(parents: list[int]) -> list[Unit]:
    units: list[Unit] = []
    for number, above in enumerate([99, *parents]):
        parent = units[above] if above < len(units) else None
        unit = Unit.objects.create(
            parent=parent, path=f"t{number}", code=f"U{number}", name=f"U{number}", kind=UnitKind.DIVISION
        )
        unit.path = f"{parent.path if parent else ''}{unit.pk}."
        unit.save()
        UnitGroup.objects.create(owner=unit, name="Nhóm", kinds=["division"])
        Person.objects.create(code=f"P{number}", full_name=f"P{number}", sort_name="", unit=unit)
        units.append(unit)
    return units


def actor_with(units: list[Unit], roles: list[tuple[int, str]]) -> Actor:
    user = User.objects.create(username="someone", created_at=AT)
    person = Person.objects.create(code="ME", full_name="Me", sort_name="", unit=units[-1], user=user)
    for at, role in set(roles):
        RoleAssignment.objects.get_or_create(person=person, unit=units[at % len(units)], role=role)
    return actor_for(user, on=ON)


class PoliciesAgree(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(TREES, ROLES, st.booleans())
    def test_one_by_one_and_as_rows(self, parents: list[int], roles: list[tuple[int, str]], is_system: bool) -> None:
        units = grow(parents)
        actor = actor_with(units, roles)
        if is_system:
            actor = SYSTEM
        everybody = list(Person.objects.select_related("unit"))
        groups = list(UnitGroup.objects.select_related("owner"))

        def units_where(can: object) -> set[Unit]:
            assert callable(can)
            return {unit for unit in units if can(actor, unit)}

        assert set(policies.visible_units(actor)) == units_where(policies.can_see_unit)
        assert set(policies.managed_units(actor)) == units_where(policies.can_manage_unit)
        assert set(policies.visible_people(actor)) == {one for one in everybody if policies.can_see_person(actor, one)}
        assert set(policies.managed_people(actor)) == {
            one for one in everybody if policies.can_manage_person(actor, one)
        }
        assert set(policies.visible_groups(actor)) == {
            group for group in groups if policies.can_see_unit(actor, group.owner)
        }
        assert units_where(policies.can_place_unit) <= units_where(policies.can_manage_unit)
        assert units_where(policies.can_manage_unit) <= units_where(policies.can_map_names)
        assert units_where(policies.can_map_names) <= units_where(policies.can_see_unit)


@pytest.mark.django_db
def test_who_is_nobody_sees_nothing() -> None:
    grow([0, 1])
    nobody = Actor(user_id=None, label="")
    assert not policies.visible_units(nobody).exists()
    assert not policies.visible_people(nobody).exists()
    assert not policies.visible_imports(nobody).exists()
