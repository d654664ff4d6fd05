"""Who does whose work: what the service takes and refuses, who may, and what a substitute is then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.organizations import policies, services
from thidua.apps.organizations.enums import DelegationState
from thidua.apps.organizations.models import Delegation, Person, RoleAssignment
from thidua.apps.organizations.queries import (
    absences_of,
    actor_for,
    actor_in_place_of,
    delegation_state,
    delegations_to,
    person_of,
    substitutes_on,
)
from thidua.apps.organizations.tests.factories import AT, ON, make_actor, make_body, make_unit, make_user_with_role
from thidua.core import clock
from thidua.core.actor import SYSTEM, Actor, Role
from thidua.core.errors import InvalidInput, NotPermitted, NotVisible

pytestmark = pytest.mark.django_db

LAST = ON + timedelta(days=9)


class Office:
    """A body with an officer about to be away and somebody in a division who can do the work."""

    def __init__(self) -> None:
        self.body = make_body()
        self.division = make_unit(self.body)
        self.absent = make_user_with_role(self.body, Role.OFFICER, full_name="Trần Thị Bình")
        self.substitute = make_user_with_role(self.division, Role.UNIT_CLERK, full_name="Nguyễn Văn An")

    def delegate(
        self,
        *,
        actor: Actor | None = None,
        substitute: User | None = None,
        starts_on: date = ON,
        ends_on: date = LAST,
        reason: str = "nghỉ phép",
    ) -> Delegation:
        return services.delegate(
            actor=actor or actor_for(self.absent, on=ON),
            person_id=self.absent.person.pk,
            substitute_id=(substitute or self.substitute).person.pk,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            at=AT,
        )


@pytest.fixture
def office() -> Office:
    return Office()


def last_entry() -> Entry:
    return Entry.objects.latest("sequence")


def own(user: User, on: date = ON) -> Actor:
    return actor_for(user, on=on)


# ---- naming a substitute ----------------------------------------------------------------------------------


def test_a_person_names_who_does_the_work(office: Office) -> None:
    made = office.delegate(reason=" nghỉ  phép ")
    assert (made.person, made.substitute, made.body) == (office.absent.person, office.substitute.person, office.body)
    assert (made.starts_on, made.ends_on, made.reason) == (ON, LAST, "nghỉ phép")
    entry = last_entry()
    assert (entry.act, entry.actor_label, entry.subject_label) == (
        "organizations.delegate",
        "Trần Thị Bình",
        "Trần Thị Bình",
    )
    assert entry.changes == {
        "substitute": [None, "Nguyễn Văn An"],
        "days": [None, "02/03/2026 – 11/03/2026"],
        "reason": [None, "nghỉ phép"],
    }


def test_an_administrator_names_one_for_others(office: Office) -> None:
    administrator = make_actor(office.body, Role.ADMINISTRATOR)
    made = office.delegate(actor=administrator)
    assert made.created_by_id == administrator.user_id
    with pytest.raises(NotPermitted):
        office.delegate(actor=make_actor(office.body, Role.LEADER), starts_on=LAST + timedelta(days=1))
    with pytest.raises(NotVisible):
        office.delegate(actor=make_actor(make_body(), Role.ADMINISTRATOR))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field", "sentence"),
    [
        (ON - timedelta(days=1), LAST, "starts_on", "Ngày bắt đầu phải từ hôm nay trở đi."),
        (ON, ON - timedelta(days=1), "ends_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        (ON, ON + timedelta(days=366), "ends_on", "Một lần cử người làm thay dài nhất là một năm."),
    ],
)
def test_days_that_cannot_be(office: Office, starts_on: date, ends_on: date, field: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        office.delegate(starts_on=starts_on, ends_on=ends_on)
    assert refused.value.fields == {field: sentence}
    assert not Delegation.objects.exists()


def test_a_whole_year_is_the_longest(office: Office) -> None:
    assert office.delegate(ends_on=ON + timedelta(days=365)).pk


def test_a_long_reason_is_refused(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        office.delegate(reason="x" * 201)
    assert list(refused.value.fields) == ["reason"]


def test_who_cannot_be_a_substitute(office: Office) -> None:
    elsewhere = make_user_with_role(make_body(), Role.OFFICER)
    gone = make_user_with_role(office.division, Role.UNIT_HEAD)
    Person.objects.filter(user=gone).update(is_active=False)
    locked_out = make_user_with_role(office.division, Role.UNIT_HEAD)
    User.objects.filter(pk=locked_out.pk).update(is_active=False)
    for nobody in (office.absent, elsewhere, gone, locked_out):
        with pytest.raises(InvalidInput) as refused:
            office.delegate(substitute=nobody)
        assert refused.value.fields == {"substitute": "Cần chọn một người có tài khoản, cùng cơ quan."}


def test_a_body_within_the_body_is_another(office: Office) -> None:
    inner = make_unit(office.body, kind="body")
    within = make_user_with_role(inner, Role.UNIT_CLERK)
    officer = make_user_with_role(inner, Role.OFFICER)
    people = policies.possible_substitutes(SYSTEM, officer.person, body=inner)
    assert list(people) == [within.person]


def test_who_sees_nobody_may_name_a_colleague_of_the_unit(office: Office) -> None:
    colleague = make_user_with_role(office.division, Role.UNIT_HEAD)
    RoleAssignment.objects.filter(person=office.substitute.person).delete()
    actor = own(office.substitute)
    people = policies.possible_substitutes(actor, office.substitute.person, body=office.body)
    assert list(people) == [colleague.person]


def test_one_person_has_one_substitute_a_day(office: Office) -> None:
    office.delegate()
    other = make_user_with_role(office.division, Role.UNIT_HEAD, full_name="Lê Văn Cường")
    for starts_on, ends_on in ((ON, ON), (LAST, LAST + timedelta(days=5)), (ON, LAST + timedelta(days=5))):
        with pytest.raises(InvalidInput) as refused:
            office.delegate(substitute=other, starts_on=starts_on, ends_on=ends_on)
        assert refused.value.fields == {
            "starts_on": "Nguyễn Văn An đã làm thay từ 02/03/2026 đến hết 11/03/2026; "
            "chấm dứt lần đó trước hoặc chọn ngày khác."
        }
    assert office.delegate(substitute=other, starts_on=LAST + timedelta(days=1), ends_on=LAST + timedelta(days=2)).pk


def test_who_has_no_account_has_no_work_to_give(office: Office) -> None:
    User.objects.filter(pk=office.absent.pk).update(is_active=False)
    with pytest.raises(InvalidInput) as refused:
        office.delegate(actor=SYSTEM)
    assert refused.value.fields == {
        "person": "Trần Thị Bình chưa có tài khoản đang hoạt động nên chưa có việc để làm thay."
    }


def test_the_database_refuses_the_impossible(office: Office) -> None:
    made = office.delegate()
    for wrong in ({"substitute": made.person}, {"ends_on": ON - timedelta(days=1)}, {"revoked_by": office.absent}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(pk=made.pk).update(**wrong)


# ---- ending it --------------------------------------------------------------------------------------------


def test_ended_early(office: Office) -> None:
    made = office.delegate()
    ended = services.revoke_delegation(actor=own(office.absent), delegation_id=made.pk, at=AT)
    assert (ended.revoked_at, ended.revoked_by_id) == (AT, office.absent.pk)
    entry = last_entry()
    assert (entry.act, entry.subject_label) == ("organizations.revoke_delegation", "Trần Thị Bình")
    assert entry.changes == {"substitute": ["Nguyễn Văn An", None], "days": ["02/03/2026 – 11/03/2026", None]}
    with pytest.raises(InvalidInput):
        services.revoke_delegation(actor=own(office.absent), delegation_id=made.pk, at=AT)
    assert office.delegate().pk != made.pk


def test_who_may_end_it(office: Office) -> None:
    made = office.delegate()
    for other, error in (
        (own(office.substitute), NotPermitted),
        (make_actor(office.body, Role.LEADER), NotPermitted),
        (make_actor(office.division, Role.ADMINISTRATOR), NotVisible),
        (make_actor(make_body(), Role.ADMINISTRATOR), NotVisible),
    ):
        with pytest.raises(error):
            services.revoke_delegation(actor=other, delegation_id=made.pk, at=AT)
    administrator = make_actor(office.body, Role.ADMINISTRATOR)
    assert services.revoke_delegation(actor=administrator, delegation_id=made.pk, at=AT).revoked_at == AT


def test_what_is_over_is_not_ended_again(office: Office) -> None:
    made = office.delegate()
    later = AT + timedelta(days=10)
    with pytest.raises(InvalidInput):
        services.revoke_delegation(actor=own(office.absent), delegation_id=made.pk, at=later)


# ---- acting -----------------------------------------------------------------------------------------------


def test_a_substitute_holds_the_roles_of_the_absent_and_no_others(office: Office) -> None:
    made = office.delegate()
    [offered] = delegations_to(office.substitute, on=ON)
    assert offered == made
    actor = actor_in_place_of(office.substitute, delegation=offered, on=ON)
    assert actor == Actor(
        user_id=office.substitute.pk,
        label="Nguyễn Văn An (thay Trần Thị Bình)",
        roles=own(office.absent).roles,
        in_place_of=office.absent.pk,
    )
    assert not actor.paths((Role.UNIT_CLERK,))
    assert not actor.is_system


def test_roles_are_those_of_the_day(office: Office) -> None:
    [offered] = delegations_to(office.substitute, on=ON) or [office.delegate()]
    RoleAssignment.objects.filter(person=office.absent.person).update(valid_to=ON)
    assert actor_in_place_of(office.substitute, delegation=offered, on=ON).roles
    assert not actor_in_place_of(office.substitute, delegation=offered, on=ON + timedelta(days=1)).roles


def test_a_delegation_is_not_passed_on(office: Office) -> None:
    office.delegate()
    third = make_user_with_role(office.division, Role.UNIT_HEAD)
    services.delegate(
        actor=own(office.substitute),
        person_id=office.substitute.person.pk,
        substitute_id=third.person.pk,
        starts_on=ON,
        ends_on=LAST,
        at=AT,
    )
    [offered] = delegations_to(third, on=ON)
    actor = actor_in_place_of(third, delegation=offered, on=ON)
    assert actor.roles == own(office.substitute).roles
    assert [one.person for one in delegations_to(third, on=ON)] == [office.substitute.person]


def test_another_is_not_the_substitute(office: Office) -> None:
    made = office.delegate()
    with pytest.raises(ValueError, match="names another substitute"):
        actor_in_place_of(office.absent, delegation=made, on=ON)


def test_days_in_force(office: Office) -> None:
    made = office.delegate(starts_on=ON + timedelta(days=1))
    days = [ON, ON + timedelta(days=1), LAST, LAST + timedelta(days=1)]
    assert [bool(delegations_to(office.substitute, on=day)) for day in days] == [False, True, True, False]
    assert [substitutes_on(on=day) for day in days] == [
        {},
        {office.absent.pk: office.substitute.pk},
        {office.absent.pk: office.substitute.pk},
        {},
    ]
    states = [delegation_state(made, on=day) for day in days]
    assert states == [
        DelegationState.AHEAD,
        DelegationState.RUNNING,
        DelegationState.RUNNING,
        DelegationState.OVER,
    ]
    services.revoke_delegation(actor=own(office.absent), delegation_id=made.pk, at=AT)
    made.refresh_from_db()
    assert delegation_state(made, on=LAST) == DelegationState.ENDED
    assert substitutes_on(on=LAST) == {}


@pytest.mark.parametrize("who", ["absent", "substitute"])
def test_ends_when_one_of_both_leaves(office: Office, who: str) -> None:
    office.delegate()
    user: User = getattr(office, who)
    Person.objects.filter(user=user).update(is_active=False)
    assert substitutes_on(on=ON) == {}
    Person.objects.filter(user=user).update(is_active=True, unit=make_body())
    assert substitutes_on(on=ON) == {}
    Person.objects.filter(user=user).update(unit=office.division)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert substitutes_on(on=ON) == {}
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert substitutes_on(on=ON) == {office.absent.pk: office.substitute.pk}


def test_substitutes_of_a_whole_house_take_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    offices = [Office() for _ in range(5)]
    for office in offices:
        office.delegate()
    with django_assert_num_queries(1):
        found = substitutes_on(on=ON)
    assert found == {office.absent.pk: office.substitute.pk for office in offices}


def test_taking_up_and_laying_down_is_on_record(office: Office) -> None:
    made = office.delegate()
    actor = own(office.substitute)
    assert services.act_in_place(actor=actor, delegation_id=made.pk, at=AT) == made
    entry = last_entry()
    assert (entry.act, entry.actor_label, entry.subject_label) == (
        "organizations.act_in_place",
        "Nguyễn Văn An",
        "Trần Thị Bình",
    )
    assert entry.changes == {"days": "02/03/2026 – 11/03/2026"}
    services.stop_acting(actor=actor, delegation_id=made.pk, at=AT)
    assert (last_entry().act, last_entry().subject_label) == ("organizations.stop_acting", "Trần Thị Bình")


def test_only_the_substitute_takes_it_up(office: Office) -> None:
    made = office.delegate(starts_on=ON + timedelta(days=1))
    before = Entry.objects.count()
    nobody = Actor(user_id=None, label="")
    for actor in (own(office.substitute), own(office.absent), nobody, SYSTEM):
        with pytest.raises(NotVisible):
            services.act_in_place(actor=actor, delegation_id=made.pk, at=AT)
    for actor in (own(office.absent), nobody):
        with pytest.raises(NotVisible):
            services.stop_acting(actor=actor, delegation_id=made.pk, at=AT)
    assert Entry.objects.count() == before


# ---- what is never taken over -----------------------------------------------------------------------------


def acting(office: Office) -> Actor:
    return actor_in_place_of(office.substitute, delegation=office.delegate(), on=ON)


def test_every_act_names_both(office: Office) -> None:
    services.learn_alias(
        actor=acting(office), owner_id=office.body.pk, text="tổ giúp việc", unit_id=office.division.pk, at=AT
    )
    entry = last_entry()
    assert (entry.act, entry.actor_id) == ("organizations.learn_alias", office.substitute.pk)
    assert entry.actor_label == "Nguyễn Văn An (thay Trần Thị Bình)"


def test_a_substitute_names_no_substitutes(office: Office) -> None:
    RoleAssignment.objects.filter(person=office.absent.person).update(role=Role.ADMINISTRATOR)
    actor = acting(office)
    third = make_user_with_role(office.division, Role.UNIT_HEAD)
    for person in (office.absent.person, office.substitute.person, third.person):
        assert not policies.can_delegate(actor, person)
    with pytest.raises(NotPermitted):
        office.delegate(actor=actor, substitute=third, starts_on=LAST + timedelta(days=1), ends_on=LAST.replace(day=20))
    with pytest.raises(NotPermitted):
        services.revoke_delegation(actor=actor, delegation_id=Delegation.objects.get().pk, at=AT)


def test_a_substitute_keeps_off_the_account_and_gives_himself_no_role(office: Office) -> None:
    RoleAssignment.objects.filter(person=office.absent.person).update(role=Role.ADMINISTRATOR)
    make_user_with_role(office.body, Role.ADMINISTRATOR)
    actor = acting(office)
    with pytest.raises(NotPermitted):
        services.reset_password(actor=actor, person_id=office.absent.person.pk, at=AT)
    with pytest.raises(NotPermitted, match="không tự giao vai trò cho mình"):
        services.grant_role(
            actor=actor,
            person_id=office.substitute.person.pk,
            unit_id=office.body.pk,
            role=Role.ADMINISTRATOR,
            at=AT,
        )
    third = make_user_with_role(office.division, Role.UNIT_HEAD)
    assert services.reset_password(actor=actor, person_id=third.person.pk, at=AT)[0] == third
    held = services.grant_role(
        actor=actor, person_id=third.person.pk, unit_id=office.division.pk, role=Role.UNIT_CLERK, at=AT
    )
    assert held.person == third.person


# ---- seeing -----------------------------------------------------------------------------------------------


def test_seen_one_by_one_and_as_rows(office: Office) -> None:
    other = Office()
    made = [office.delegate(), other.delegate()]
    actors = [
        own(office.absent),
        own(office.substitute),
        make_actor(office.body, Role.LEADER),
        make_actor(office.division, Role.UNIT_HEAD),
        actor_in_place_of(office.substitute, delegation=made[0], on=ON),
        Actor(user_id=None, label=""),
        SYSTEM,
    ]
    seen = [[one for one in made if policies.can_see_delegation(actor, one)] for actor in actors]
    assert seen == [made[:1], made[:1], made[:1], [], made[:1], [], made]
    assert [set(policies.visible_delegations(actor)) for actor in actors] == [set(one) for one in seen]


def test_absences_of_a_person(office: Office, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = office.delegate(ends_on=ON)
    second = office.delegate(starts_on=LAST, ends_on=LAST)
    person, actor = office.absent.person, own(office.absent)
    with django_assert_num_queries(1):
        found = absences_of(actor, person, on=ON + timedelta(days=1))
    assert [(item.one, item.state, item.can_revoke) for item in found.items] == [
        (second, DelegationState.AHEAD, True),
        (first, DelegationState.OVER, False),
    ]
    assert found.can_add
    assert not absences_of(replace(actor, in_place_of=1), person, on=ON).can_add
    assert person_of(office.absent) == person


# ---- pages ------------------------------------------------------------------------------------------------


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="thidua.apps.accounts.backends.UsernameBackend")
    return client


def test_a_person_names_and_ends_on_the_page(office: Office) -> None:
    client, today = signed_in(office.absent), clock.today()
    page = f"/co-cau/can-bo/{office.absent.person.pk}/lam-thay/?next=/tai-khoan/"
    assert office.substitute.full_name in client.get(page).content.decode()
    form = {"substitute": office.substitute.person.pk, "starts_on": f"{today:%d/%m/%Y}", "ends_on": f"{today:%d/%m/%Y}"}
    refused = client.post(page, form | {"ends_on": "01/01/2020"})
    assert refused.status_code == 400
    assert "Ngày kết thúc phải từ ngày bắt đầu trở đi." in refused.content.decode()
    answer = client.post(page, form)
    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/#vang-mat")
    made = Delegation.objects.get()
    assert "Nguyễn Văn An" in client.get("/tai-khoan/").content.decode()
    answer = client.post(f"/co-cau/lam-thay/{made.pk}/cham-dut/?next=https://elsewhere.example/")
    assert answer["Location"] == f"/co-cau/can-bo/{office.absent.person.pk}/#vang-mat"
    made.refresh_from_db()
    assert made.revoked_by == office.absent


def test_pages_answer_as_missing_outside(office: Office) -> None:
    made = office.delegate()
    client = signed_in(make_user_with_role(make_body(), Role.ADMINISTRATOR))
    assert client.get(f"/co-cau/can-bo/{office.absent.person.pk}/lam-thay/").status_code == 404
    assert client.post(f"/co-cau/lam-thay/{made.pk}/cham-dut/").status_code == 404


def test_the_person_page_costs_the_same_with_many_absences(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(make_user_with_role(office.body, Role.ADMINISTRATOR))
    page = f"/co-cau/can-bo/{office.absent.person.pk}/"
    counts = []
    for number in (1, 10):
        while Delegation.objects.count() < number:
            day = ON + timedelta(days=Delegation.objects.count())
            office.delegate(starts_on=day, ends_on=day)
        with django_assert_max_num_queries(40) as spent:
            assert client.get(page).status_code == 200
        counts.append(len(spent))
    assert counts[0] == counts[1]
