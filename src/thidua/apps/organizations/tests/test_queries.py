"""Reads of the tree, and matching a paper's names against it."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from thidua.apps.organizations import services
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Unit, UnitGroup
from thidua.apps.organizations.queries import (
    NameMatcher,
    ancestors,
    body_of,
    branch,
    group_members,
    in_tree_order,
    visible_unit,
)
from thidua.apps.organizations.tests.factories import AT, ON, make_actor, make_body, make_unit
from thidua.core.actor import SYSTEM
from thidua.core.errors import NotVisible

pytestmark = pytest.mark.django_db


def test_above_and_below() -> None:
    body = make_body()
    center = make_unit(body, kind=UnitKind.SUBORDINATE)
    team = make_unit(center)
    assert list(ancestors(team)) == [body, center]
    assert list(branch(center)) == [center, team]
    assert body_of(team) == body_of(body) == body


def test_a_tree_reads_by_position_not_by_number() -> None:
    body = make_body()
    first, second = make_unit(body), make_unit(body)
    below = make_unit(first)
    Unit.objects.filter(pk=first.pk).update(position=2)
    Unit.objects.filter(pk=second.pk).update(position=1)
    assert in_tree_order(Unit.objects.all()) == [body, second, first, below]


def test_a_body_within_a_body_has_its_own_papers() -> None:
    ministry = make_body(name="Bộ Nội vụ")
    school = make_unit(ministry, kind=UnitKind.BODY)
    assert body_of(make_unit(school)) == school


def test_a_unit_of_another_body_is_missing() -> None:
    actor, other = make_actor(make_body()), make_body()
    for unit_id in (other.pk, 0):
        with pytest.raises(NotVisible):
            visible_unit(actor, unit_id)


def test_matching_takes_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    body = make_body()
    unit = make_unit(body, name="Văn phòng")
    for _ in range(20):
        make_unit(body)
    services.learn_alias(actor=SYSTEM, owner_id=body.pk, text="Tổ giúp việc", unit_id=unit.pk, at=AT)
    with django_assert_num_queries(3):
        matcher = NameMatcher.for_body(owner=body, on=ON)
        found = matcher.match_all(["Văn phòng Sở", "tổ giúp việc", "Các phòng chuyên môn sở"])
    assert [(one.kind, one.name, one.confidence) for one in found.values()] == [
        ("unit", "Văn phòng", 0.95),
        ("unit", "Văn phòng", 1.0),
        ("group", "Các phòng chuyên môn", 0.95),
    ]


def test_members_of_many_groups_take_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    body = make_body()
    divisions = [make_unit(body) for _ in range(3)]
    groups = list(UnitGroup.objects.filter(owner=body).order_by("pk"))
    with django_assert_num_queries(3):
        members = group_members({group.pk for group in groups}, on=ON)
    assert [members[group.pk] for group in groups] == [divisions, [], [], divisions, divisions]
