"""Every act on units, people, roles and names: what it changes, what it records, whom it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.organizations import services
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.errors import LastAdministrator, UnitInUse
from thidua.apps.organizations.models import Person, RoleAssignment, Unit, UnitAlias, UnitGroup
from thidua.apps.organizations.queries import actor_for, expand
from thidua.apps.organizations.tests.factories import (
    AT,
    ON,
    make_actor,
    make_body,
    make_person,
    make_unit,
    make_user_with_role,
)
from thidua.core.actor import SYSTEM, Actor, Role
from thidua.core.errors import InvalidInput, NotPermitted, NotVisible

pytestmark = pytest.mark.django_db


def last_entry() -> Entry:
    return Entry.objects.latest("sequence")


def unit_fields(unit: Unit, **changes: Any) -> dict[str, Any]:
    names = ("code", "name", "short_name", "kind", "position", "valid_from")
    return {name: getattr(unit, name) for name in names} | changes


def person_fields(person: Person, **changes: Any) -> dict[str, Any]:
    names = ("unit_id", "code", "full_name", "title", "email", "phone", "is_active")
    return {name: getattr(person, name) for name in names} | changes


# Units -------------------------------------------------------------------------------------------------------


def test_a_body_starts_with_its_groups() -> None:
    body = make_body()
    assert body.path == f"{body.pk}."
    assert list(UnitGroup.objects.filter(owner=body).order_by("pk").values_list("name", "kinds")) == [
        ("Các phòng chuyên môn", ["division"]),
        ("Các đơn vị trực thuộc", ["subordinate"]),
        ("Các huyện, thành phố", ["district"]),
        ("Các phòng chuyên môn và đơn vị trực thuộc", ["division", "subordinate"]),
        ("Toàn thể đơn vị", ["division", "subordinate", "district"]),
    ]
    assert services.ensure_default_groups(actor=SYSTEM, owner_id=body.pk, at=AT) == []


def test_create_unit() -> None:
    body = make_body()
    actor = make_actor(body)
    unit = services.create_unit(
        actor=actor, parent_id=body.pk, code="VP", name=" Văn  phòng ", kind=UnitKind.DIVISION, at=AT
    )
    assert (unit.name, unit.path, unit.search_text) == ("Văn phòng", f"{body.pk}.{unit.pk}.", "van phong vp")
    entry = last_entry()
    assert (entry.act, entry.actor_id, entry.subject_id, entry.unit_path) == (
        "organizations.create_unit",
        actor.user_id,
        str(unit.pk),
        unit.path,
    )
    assert entry.changes == {
        "code": [None, "VP"],
        "name": [None, "Văn phòng"],
        "kind": [None, "division"],
        "parent": [None, body.name],
    }


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"code": ""}, {"code"}),
        ({"name": "\u200b "}, {"name"}),
        ({"kind": "phong"}, {"kind"}),
        ({"code": "vp"}, {"code"}),
        ({"name": "x" * 201, "code": "c" * 41, "short_name": "s" * 81}, {"name", "code", "short_name"}),
    ],
)
def test_a_unit_with_wrong_fields_is_refused(fields: dict[str, Any], wrong: set[str]) -> None:
    body = make_body()
    make_unit(body, code="VP")
    with pytest.raises(InvalidInput) as refused:
        services.create_unit(
            actor=SYSTEM,
            parent_id=body.pk,
            **({"code": "A", "name": "Phòng A", "kind": UnitKind.DIVISION} | fields),
            at=AT,
        )
    assert set(refused.value.fields) == wrong


def test_a_renamed_unit_is_still_known_by_its_old_name() -> None:
    body = make_body()
    unit = make_unit(body, name="Phòng Dạy nghề")
    services.change_unit(
        actor=make_actor(body), unit_id=unit.pk, **unit_fields(unit, name="Phòng Giáo dục nghề nghiệp"), at=AT
    )
    unit.refresh_from_db()
    assert unit.search_text.startswith("phong giao duc nghe nghiep")
    alias = UnitAlias.objects.get(owner=body)
    assert (alias.text, alias.folded, alias.unit) == ("Phòng Dạy nghề", "phong day nghe", unit)
    assert (last_entry().act, last_entry().changes) == (
        "organizations.change_unit",
        {"name": ["Phòng Dạy nghề", "Phòng Giáo dục nghề nghiệp"]},
    )


def test_a_branch_moves_as_a_whole() -> None:
    body = make_body()
    old, new = make_unit(body, name="Cũ"), make_unit(body, name="Mới")
    center = make_unit(old)
    team = make_unit(center)
    services.move_unit(actor=make_actor(body), unit_id=center.pk, parent_id=new.pk, at=AT)
    center.refresh_from_db()
    team.refresh_from_db()
    assert (center.parent, center.path) == (new, f"{new.path}{center.pk}.")
    assert team.path == f"{center.path}{team.pk}."
    assert (last_entry().act, last_entry().changes["parent"]) == ("organizations.move_unit", ["Cũ", "Mới"])


def test_a_unit_cannot_move_below_itself() -> None:
    body = make_body()
    unit = make_unit(body)
    below = make_unit(unit)
    for target in (unit, below):
        with pytest.raises(InvalidInput):
            services.move_unit(actor=make_actor(body), unit_id=unit.pk, parent_id=target.pk, at=AT)
    with pytest.raises(NotPermitted):
        services.move_unit(actor=make_actor(body), unit_id=body.pk, parent_id=unit.pk, at=AT)


def test_a_unit_closes_when_nobody_is_left() -> None:
    body = make_body()
    unit = make_unit(body)
    person = make_person(unit)
    actor = make_actor(body)
    with pytest.raises(UnitInUse):
        services.close_unit(actor=actor, unit_id=unit.pk, valid_to=ON, at=AT)
    services.change_person(actor=actor, person_id=person.pk, **person_fields(person, unit_id=body.pk), at=AT)
    services.close_unit(actor=actor, unit_id=unit.pk, valid_to=ON, at=AT)
    unit.refresh_from_db()
    assert unit.valid_to == ON
    assert (last_entry().act, last_entry().changes) == ("organizations.close_unit", {"valid_to": [None, "2026-03-02"]})


# People ------------------------------------------------------------------------------------------------------


def test_add_person() -> None:
    body = make_body()
    unit = make_unit(body)
    person = services.add_person(
        actor=make_actor(body), unit_id=unit.pk, full_name="Đỗ  Thị Ánh", title="Trưởng phòng", email="a@b.vn", at=AT
    )
    assert (person.full_name, person.code) == ("Đỗ Thị Ánh", f"CB{person.pk:05d}")
    assert person.search_text == "do thi anh truong phong a@b.vn"
    assert (last_entry().act, last_entry().unit_path) == ("organizations.add_person", unit.path)
    assert last_entry().changes["unit"] == [None, unit.name]


def test_people_stand_in_the_order_of_their_given_names() -> None:
    unit = make_unit(make_body())
    for name in ("Nguyễn Văn Úy", "Lê Thị Ba", "Trần Văn Ân", "Phạm Đức Đạt", "Lê Văn An"):
        make_person(unit, full_name=name)
    assert list(Person.objects.values_list("full_name", flat=True)) == [
        "Lê Văn An",
        "Trần Văn Ân",
        "Lê Thị Ba",
        "Phạm Đức Đạt",
        "Nguyễn Văn Úy",
    ]


def test_wrong_fields_of_a_person_are_named() -> None:
    body = make_body()
    person = make_person(body)
    with pytest.raises(InvalidInput) as refused:
        services.change_person(
            actor=SYSTEM,
            person_id=make_person(body).pk,
            **person_fields(person, full_name="", email="không có", phone="1" * 31, title="x" * 121),
            at=AT,
        )
    assert set(refused.value.fields) == {"full_name", "email", "phone", "title", "code"}


def test_an_account_is_given_with_a_password_shown_once() -> None:
    body = make_body()
    person = make_person(body)
    user, password = services.create_account(actor=make_actor(body), person_id=person.pk, username="an.nv", at=AT)
    person.refresh_from_db()
    assert (person.user, user.must_change_password, user.check_password(password)) == (user, True, True)
    assert (last_entry().act, last_entry().changes) == ("organizations.create_account", {"username": [None, "an.nv"]})
    assert password not in str(list(Entry.objects.values_list("changes", flat=True)))
    with pytest.raises(InvalidInput):
        services.create_account(actor=make_actor(body), person_id=person.pk, username="an.nv2", at=AT)


def test_reset_and_close_an_account() -> None:
    body = make_body()
    person = make_person(body)
    with pytest.raises(InvalidInput):
        services.reset_password(actor=make_actor(body), person_id=person.pk, at=AT)
    user, first = services.create_account(actor=make_actor(body), person_id=person.pk, username="an.nv", at=AT)
    user, second = services.reset_password(actor=make_actor(body), person_id=person.pk, at=AT)
    assert (user.check_password(first), user.check_password(second)) == (False, True)
    assert last_entry().act == "organizations.reset_password"
    services.close_account(actor=make_actor(body), person_id=person.pk, is_active=False, at=AT)
    assert not User.objects.get(pk=user.pk).is_active
    assert (last_entry().act, last_entry().changes) == ("organizations.close_account", {"is_active": [True, False]})
    services.close_account(actor=make_actor(body), person_id=person.pk, is_active=True, at=AT)
    assert last_entry().act == "organizations.open_account"


def test_nobody_takes_over_the_account_of_somebody_above() -> None:
    body = make_body()
    unit = make_unit(body)
    chief = make_user_with_role(unit, Role.ADMINISTRATOR, full_name="Phạm Văn Cao")
    RoleAssignment.objects.create(person=chief.person, unit=body, role=Role.LEADER)
    local = make_actor(unit)
    with pytest.raises(NotPermitted):
        services.reset_password(actor=local, person_id=chief.person.pk, at=AT)
    with pytest.raises(NotPermitted):
        services.change_person(
            actor=local, person_id=chief.person.pk, **person_fields(chief.person, is_active=False), at=AT
        )
    make_actor(body)
    services.reset_password(actor=make_actor(body), person_id=chief.person.pk, at=AT)
    assert last_entry().act == "organizations.reset_password"


# Roles -------------------------------------------------------------------------------------------------------


def test_grant_and_revoke_a_role() -> None:
    body = make_body()
    unit = make_unit(body)
    actor = make_actor(body)
    user = make_user_with_role(unit, Role.UNIT_CLERK)
    held = services.grant_role(actor=actor, person_id=user.person.pk, unit_id=unit.pk, role=Role.UNIT_HEAD, at=AT)
    assert (held.valid_from, held.valid_to) == (ON, None)
    assert (last_entry().act, last_entry().unit_path) == ("organizations.grant_role", unit.path)
    assert last_entry().changes == {"role": "unit_head", "valid": [None, ["2026-03-02", None]]}
    assert actor_for(user, on=ON).holds([Role.UNIT_HEAD], path=unit.path)
    with pytest.raises(InvalidInput):
        services.grant_role(actor=actor, person_id=user.person.pk, unit_id=unit.pk, role=Role.UNIT_HEAD, at=AT)
    services.revoke_role(actor=actor, assignment_id=held.pk, at=AT)
    assert last_entry().act == "organizations.revoke_role"
    assert not actor_for(user, on=ON).holds([Role.UNIT_HEAD], path=unit.path)


def test_a_role_held_before_stays_on_record() -> None:
    body = make_body()
    held = RoleAssignment.objects.create(
        person=make_person(body), unit=body, role=Role.OFFICER, valid_from=date(2025, 1, 1)
    )
    services.revoke_role(actor=make_actor(body), assignment_id=held.pk, at=AT)
    held.refresh_from_db()
    assert held.valid_to == date(2026, 3, 1)
    with pytest.raises(InvalidInput):
        services.revoke_role(actor=make_actor(body), assignment_id=held.pk, at=AT)
    again = services.grant_role(
        actor=make_actor(body), person_id=held.person_id, unit_id=body.pk, role=Role.OFFICER, at=AT
    )
    assert (again.pk, again.valid_from, again.valid_to) == (held.pk, ON, None)


def test_nobody_grants_a_role_above_where_he_is_administrator() -> None:
    body = make_body()
    unit, other = make_unit(body), make_unit(body)
    person = make_person(unit)
    local = make_actor(unit)
    for target in (body, other):
        with pytest.raises(NotPermitted):
            services.grant_role(actor=local, person_id=person.pk, unit_id=target.pk, role=Role.LEADER, at=AT)
    assert not RoleAssignment.objects.filter(person=person).exists()


def test_the_last_administrator_stays() -> None:
    body = make_body()
    user = make_user_with_role(body)
    actor = actor_for(user, on=ON)
    held = RoleAssignment.objects.get(person=user.person)
    with pytest.raises(LastAdministrator):
        services.revoke_role(actor=actor, assignment_id=held.pk, at=AT)
    with pytest.raises(LastAdministrator):
        services.change_person(
            actor=actor, person_id=user.person.pk, **person_fields(user.person, is_active=False), at=AT
        )
    with pytest.raises(LastAdministrator):
        services.close_account(actor=actor, person_id=user.person.pk, is_active=False, at=AT)
    with pytest.raises(LastAdministrator):
        services.grant_role(
            actor=actor,
            person_id=user.person.pk,
            unit_id=body.pk,
            role=Role.ADMINISTRATOR,
            valid_from=date(2027, 1, 1),
            at=AT,
        )
    make_user_with_role(body)
    services.revoke_role(actor=actor, assignment_id=held.pk, at=AT)
    assert last_entry().act == "organizations.revoke_role"


# Names -------------------------------------------------------------------------------------------------------


def test_a_group_has_its_kinds_and_those_listed() -> None:
    body = make_body()
    division, district = make_unit(body), make_unit(body, kind=UnitKind.DISTRICT)
    center = make_unit(body, kind=UnitKind.SUBORDINATE)
    make_unit(center, kind=UnitKind.DIVISION)
    actor = make_actor(body, Role.OFFICER)
    group = services.create_group(
        actor=actor, owner_id=body.pk, name="Khối I", kinds=[UnitKind.DIVISION], member_ids=[district.pk], at=AT
    )
    assert expand(group=group, on=ON) == [division, district]
    assert last_entry().act == "organizations.create_group"
    services.change_group(actor=actor, group_id=group.pk, name="Khối I", kinds=[], member_ids=[center.pk], at=AT)
    assert expand(group=group, on=ON) == [center]
    assert last_entry().changes == {"kinds": [["division"], []], "members": [[district.name], [center.name]]}
    Unit.objects.filter(pk=center.pk).update(valid_to=date(2026, 3, 1))
    assert expand(group=group, on=ON) == []


def test_a_group_needs_members_of_its_own_body() -> None:
    body, other = make_body(), make_body()
    stranger = make_unit(other)
    for fields in ({"kinds": [], "member_ids": []}, {"kinds": [], "member_ids": [stranger.pk]}):
        with pytest.raises(InvalidInput):
            services.create_group(actor=SYSTEM, owner_id=body.pk, name="Nhóm", **fields, at=AT)
    with pytest.raises(InvalidInput):
        services.create_group(
            actor=SYSTEM, owner_id=body.pk, name="Các phòng chuyên môn", kinds=["body"], member_ids=[], at=AT
        )


def test_a_wording_is_learned_relearned_and_forgotten() -> None:
    body = make_body()
    unit, other = make_unit(body), make_unit(body)
    actor = make_actor(body, Role.OFFICER)
    alias = services.learn_alias(actor=actor, owner_id=body.pk, text=" Tổ  Tổng hợp; ", unit_id=unit.pk, at=AT)
    assert (alias.text, alias.folded) == ("Tổ Tổng hợp;", "to tong hop")
    assert (last_entry().act, last_entry().changes) == ("organizations.learn_alias", {"means": [None, unit.name]})
    again = services.learn_alias(actor=actor, owner_id=body.pk, text="tổ tổng hợp", unit_id=other.pk, at=AT)
    assert (again.pk, again.unit) == (alias.pk, other)
    services.forget_alias(actor=actor, alias_id=alias.pk, at=AT)
    assert not UnitAlias.objects.exists()
    assert (last_entry().act, last_entry().changes) == ("organizations.forget_alias", {"means": [other.name, None]})


def test_a_wording_means_one_thing_of_the_same_tree() -> None:
    body, other = make_body(), make_body()
    unit, stranger = make_unit(body), make_unit(other)
    group = UnitGroup.objects.filter(owner=other).first()
    actor = make_actor(body)
    with pytest.raises(InvalidInput):
        services.learn_alias(actor=actor, owner_id=body.pk, text="…", unit_id=unit.pk, at=AT)
    with pytest.raises(InvalidInput):
        services.learn_alias(actor=actor, owner_id=body.pk, text="Tổ", at=AT)
    with pytest.raises(NotVisible):
        services.learn_alias(actor=actor, owner_id=body.pk, text="Tổ", unit_id=stranger.pk, at=AT)
    with pytest.raises(NotVisible):
        services.learn_alias(actor=actor, owner_id=body.pk, text="Tổ", group_id=group.pk, at=AT)


# Refusals ----------------------------------------------------------------------------------------------------


def acts_on(body: Unit, unit: Unit, person: Person, held: RoleAssignment) -> dict[str, tuple[Any, dict[str, Any]]]:
    group = UnitGroup.objects.filter(owner=body).first()
    alias = UnitAlias.objects.create(owner=body, text=f"x{unit.pk}", folded=f"x{unit.pk}", unit=unit)
    return {
        "create_unit": (services.create_unit, {"parent_id": unit.pk, "code": "X", "name": "X", "kind": "division"}),
        "change_unit": (services.change_unit, {"unit_id": unit.pk, **unit_fields(unit)}),
        "move_unit": (services.move_unit, {"unit_id": unit.pk, "parent_id": body.pk}),
        "close_unit": (services.close_unit, {"unit_id": unit.pk, "valid_to": ON}),
        "add_person": (services.add_person, {"unit_id": unit.pk, "full_name": "X"}),
        "change_person": (services.change_person, {"person_id": person.pk, **person_fields(person)}),
        "create_account": (services.create_account, {"person_id": person.pk, "username": "x"}),
        "reset_password": (services.reset_password, {"person_id": person.pk}),
        "close_account": (services.close_account, {"person_id": person.pk, "is_active": False}),
        "grant_role": (services.grant_role, {"person_id": person.pk, "unit_id": unit.pk, "role": "leader"}),
        "revoke_role": (services.revoke_role, {"assignment_id": held.pk}),
        "create_group": (
            services.create_group,
            {"owner_id": body.pk, "name": "X", "kinds": ["bloc"], "member_ids": []},
        ),
        "change_group": (
            services.change_group,
            {"group_id": group.pk, "name": "X", "kinds": ["bloc"], "member_ids": []},
        ),
        "learn_alias": (services.learn_alias, {"owner_id": body.pk, "text": "X", "unit_id": unit.pk}),
        "forget_alias": (services.forget_alias, {"alias_id": alias.pk}),
    }


ACTS = [
    "create_unit",
    "change_unit",
    "move_unit",
    "close_unit",
    "add_person",
    "change_person",
    "create_account",
    "reset_password",
    "close_account",
    "grant_role",
    "revoke_role",
    "create_group",
    "change_group",
    "learn_alias",
    "forget_alias",
]


@pytest.mark.parametrize("act", ACTS)
def test_outside_the_tree_everything_is_missing_and_inside_it_forbidden(act: str) -> None:
    body = make_body()
    unit = make_unit(body)
    clerk = make_user_with_role(unit, Role.UNIT_CLERK)
    held = RoleAssignment.objects.get(person=clerk.person)
    service, arguments = acts_on(body, unit, clerk.person, held)[act]
    stranger = make_actor(make_body(), Role.ADMINISTRATOR)
    inside = make_actor(body, Role.LEADER)
    entries = Entry.objects.count()
    refusals: list[tuple[Actor, type[Exception]]] = [
        (stranger, NotVisible),
        (inside, NotPermitted),
        (Actor(user_id=None, label=""), NotVisible),
    ]
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            service(actor=actor, **arguments, at=AT)
    assert Entry.objects.count() == entries


def test_only_the_program_itself_creates_a_topmost_body() -> None:
    with pytest.raises(NotPermitted):
        services.create_unit(
            actor=make_actor(make_body()), parent_id=None, code="X", name="X", kind=UnitKind.BODY, at=AT
        )
