"""Reminders: the days they go out on, whom they reach, and that a second run adds nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.notifications.models import Notice
from thidua.apps.organizations import services as organizations
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON, make_person, make_unit, make_user_with_role
from thidua.apps.planning import jobs, services
from thidua.apps.planning.domain import reminders as domain
from thidua.apps.planning.domain.reminders import Level, Reminder, Rhythm
from thidua.apps.planning.enums import (
    DUE_SOON,
    ESCALATED,
    FIGURES_DUE,
    LATE_UNITS,
    OVERDUE,
    UNACKNOWLEDGED,
    PlanState,
    ReceiptState,
    TaskOrigin,
    TaskState,
    UnitPart,
)
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, PlanTarget, TargetActual, TargetShare, Task
from thidua.apps.planning.tests.conftest import World
from thidua.core.actor import Role
from thidua.core.models import Job
from thidua.lib.vietnamese.workdays import is_working_day

MONDAY = date(2026, 3, 9)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


# ---- Days ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "offset", "day"),
    [
        (date(2026, 3, 18), -7, date(2026, 3, 11)),  # a Wednesday for a Wednesday
        (date(2026, 3, 23), -1, date(2026, 3, 20)),  # Sunday: the Friday before
        (date(2026, 3, 22), 0, date(2026, 3, 20)),  # due on a Sunday: said while offices still work
        (date(2026, 3, 20), 1, date(2026, 3, 23)),  # Saturday: the Monday after
        (date(2026, 5, 2), 0, date(2026, 4, 29)),  # 30/4 and 1/5 are days off
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
    ],
)
def test_a_reminder_goes_out_on_a_working_day(due_on: date, offset: int, day: date) -> None:
    assert domain.sending_day(due_on, offset) == day


def test_the_latest_of_several_that_fall_together_counts() -> None:
    # 22/03/2026 is a Sunday: the day before and the day itself both go out on Friday the 20th.
    assert domain.reminders_on(date(2026, 3, 20), Rhythm())[date(2026, 3, 22)] == Reminder(
        0, date(2026, 3, 20), Level.PEOPLE
    )


def test_nothing_goes_out_on_a_day_off() -> None:
    assert dict(domain.reminders_on(date(2026, 3, 22), Rhythm())) == {}
    assert dict(domain.reminders_on(date(2026, 4, 30), Rhythm())) == {}
    assert domain.acknowledgements_on(date(2026, 4, 30)) == {}
    assert domain.figures_due_on(date(2026, 7, 4)) == {}


def test_lateness_goes_up() -> None:
    rhythm = Rhythm(before=(), head_after=3, leader_after=7)
    levels = {offset: rhythm.level(offset) for offset in rhythm.offsets}
    assert levels == {
        0: Level.PEOPLE, 1: Level.PEOPLE, 3: Level.HEAD, 7: Level.LEADER,
        **{weeks * 7: Level.HEAD for weeks in range(2, 9)},
    }  # fmt: skip


def test_a_machine_that_was_off_makes_up_for_three_days() -> None:
    due_on = date(2026, 3, 18)  # a week before it is Wednesday the 11th
    said = {
        day: domain.reminders_on(day, Rhythm()).get(due_on)
        for day in (date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 13), date(2026, 3, 16))
    }
    week = Reminder(-7, date(2026, 3, 11), Level.PEOPLE)
    assert said == {date(2026, 3, 10): None, date(2026, 3, 11): week, date(2026, 3, 13): week, date(2026, 3, 16): None}


@given(DAYS, st.sampled_from(Rhythm().offsets))
def test_every_reminder_has_one_working_day(due_on: date, offset: int) -> None:
    day = domain.sending_day(due_on, offset)
    assert is_working_day(day)
    assert day <= due_on if offset <= 0 else day > due_on
    assert abs(day - due_on - timedelta(days=offset)) <= domain.LONGEST_BREAK


@given(DAYS, st.lists(st.integers(1, 30), max_size=4), st.integers(0, 20), st.integers(0, 30))
def test_each_reminder_is_found_on_its_day(due_on: date, before: list[int], head: int, leader: int) -> None:
    rhythm = Rhythm.of(before=before, head_after=head, leader_after=leader)
    for offset in rhythm.offsets:
        day = domain.sending_day(due_on, offset)
        found = domain.reminders_on(day, rhythm).get(due_on)
        assert found is not None
        assert found.offset >= offset
        assert found.level >= rhythm.level(offset)
        assert domain.sending_day(due_on, found.offset) == found.on <= day


def test_what_a_plan_keeps_is_taken_with_care() -> None:
    assert Rhythm.of(before=[7, "x", -1, 0, True, 7, 14], head_after=0, leader_after=0).before == (14, 7)


def test_receipts_are_asked_for_after_three_and_eight_working_days() -> None:
    # Sent on Wednesday 04/03/2026: three working days later is Monday the 9th.
    first, last = domain.acknowledgements_on(date(2026, 3, 9))[3]
    assert first <= date(2026, 3, 4) <= last < date(2026, 3, 5)
    # Sent on a Saturday it counts from Monday on.
    first, last = domain.acknowledgements_on(date(2026, 3, 11))[3]
    assert last == date(2026, 3, 8) - timedelta(days=0)


def test_figures_are_asked_for_when_a_quarter_has_ended_and_a_week_later() -> None:
    assert domain.figures_due_on(date(2026, 7, 1)) == {date(2026, 6, 30): 0}
    assert domain.figures_due_on(date(2026, 7, 8)) == {date(2026, 6, 30): 1}
    assert domain.figures_due_on(date(2026, 7, 20)) == {}
    assert domain.figures_due_on(date(2027, 1, 4)) == {date(2026, 12, 31): 0}


# ---- People ----------------------------------------------------------------------------------------------------


def make_running_plan(unit: Unit, *, number: str = "25") -> Plan:
    return Plan.objects.create(
        unit=unit, kind="plan", year=2026, issuer=unit.name, number=number, symbol="KH-SLĐ", title="Thi đua 2026",
        state=PlanState.ACTIVE, issued_at=AT, launched_on=ON, created_at=AT,
    )  # fmt: skip


def make_work(plan: Plan, unit: Unit, due_on: date, *, content: str = "Sơ kết", **values: object) -> Assignment:
    """Return work of a unit that has acknowledged the plan."""
    task = Task.objects.create(plan=plan, origin=TaskOrigin.TABLE, position=1, content=content, due_on=due_on)
    if unit != plan.unit:
        acknowledged = {"sent_at": AT, "state": ReceiptState.ACKNOWLEDGED, "acknowledged_at": AT}
        PlanReceipt.objects.get_or_create(plan=plan, unit=unit, defaults=acknowledged)
    return Assignment.objects.create(task=task, unit=unit, part=UnitPart.LEAD, due_on=due_on, **values)


def remind(plan: Plan, on: date) -> list[tuple[str, str, str]]:
    """Run the round and return (who, kind, title) of what it told."""
    before = set(Notice.objects.values_list("pk", flat=True))
    at = timezone.make_aware(datetime(on.year, on.month, on.day, 5))
    services.send_reminders(plan_id=plan.pk, on=on, at=at)
    rows = Notice.objects.exclude(pk__in=before).select_related("recipient").order_by("recipient__full_name", "key")
    return [(one.recipient.full_name, one.kind, one.title) for one in rows]


def test_clerks_are_reminded_where_nobody_is_named(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 3, 16))
    told = remind(plan, MONDAY)
    assert told == [("Nguyễn clerk", DUE_SOON, "Còn 7 ngày đến hạn: Sơ kết")]
    notice = Notice.objects.get()
    assert notice.text == "Hạn: 16/03/2026; Kế hoạch: 25/KH-SLĐ; Đơn vị chủ trì: Văn phòng Sở."
    assert notice.url == f"/ke-hoach/nhiem-vu/{plan.tasks.get().pk}/"


def test_a_second_run_adds_nothing(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 3, 16))
    make_work(plan, world.division, date(2026, 3, 2))
    assert remind(plan, MONDAY) != []
    assert remind(plan, MONDAY) == []
    assert remind(plan, MONDAY + timedelta(days=1)) == []  # what is made up for was said


def test_named_people_are_reminded_instead_of_the_clerk(world: World) -> None:
    plan = make_running_plan(world.body)
    work = make_work(plan, world.office, date(2026, 3, 16))
    named = make_user_with_role(world.office, Role.UNIT_HEAD, full_name="Lê Được Giao")
    work.people.add(named.person, make_person(world.office, full_name="Không Tài Khoản"))
    assert remind(plan, MONDAY) == [("Lê Được Giao", DUE_SOON, "Còn 7 ngày đến hạn: Sơ kết")]


def test_lateness_reaches_the_head_then_the_leader(world: World) -> None:
    make_user_with_role(world.office, Role.UNIT_HEAD, full_name="Nguyễn head")
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 3, 9))
    late = ("Nguyễn officer", LATE_UNITS, "1 việc quá hạn, 1 đơn vị: 25/KH-SLĐ")
    second = ("Nguyễn second_officer", *late[1:])
    assert remind(plan, date(2026, 3, 9)) == [("Nguyễn clerk", DUE_SOON, "Hôm nay đến hạn: Sơ kết")]
    assert remind(plan, date(2026, 3, 10)) == [
        ("Nguyễn clerk", OVERDUE, "Quá hạn 1 ngày: Sơ kết"), late, second,
    ]  # fmt: skip
    assert remind(plan, date(2026, 3, 11)) == []
    assert remind(plan, date(2026, 3, 12)) == [
        ("Nguyễn clerk", OVERDUE, "Quá hạn 3 ngày: Sơ kết"),
        ("Nguyễn head", OVERDUE, "Quá hạn 3 ngày: Sơ kết"),
        late, second,
    ]  # fmt: skip
    assert remind(plan, date(2026, 3, 16)) == [
        ("Nguyễn clerk", OVERDUE, "Quá hạn 7 ngày: Sơ kết"),
        ("Nguyễn head", OVERDUE, "Quá hạn 7 ngày: Sơ kết"),
        ("Nguyễn leader", ESCALATED, "1 việc quá hạn từ 7 ngày trở lên, 1 đơn vị: 25/KH-SLĐ"),
        late, second,
    ]  # fmt: skip
    assert Notice.objects.filter(kind=ESCALATED).get().text == "Văn phòng Sở (1)."


def test_the_officer_gets_one_word_a_plan_however_many_tasks(world: World) -> None:
    plan = make_running_plan(world.body)
    for number in range(5):
        make_work(plan, world.office, date(2026, 3, 6), content=f"Việc {number}")
    make_work(plan, world.division, date(2026, 3, 6))
    told = [one for one in remind(plan, MONDAY) if one[0] == "Nguyễn officer"]
    assert told == [("Nguyễn officer", LATE_UNITS, "6 việc quá hạn, 2 đơn vị: 25/KH-SLĐ")]
    assert Notice.objects.filter(kind=LATE_UNITS).first().text == "Văn phòng Sở (5), Phòng Kế hoạch (1)."


def test_nobody_is_told_twice_of_the_same_work_on_a_day(world: World) -> None:
    # The officers of the body are the people of its own work, and its leader is the head of it.
    plan = make_running_plan(world.body)
    make_work(plan, world.body, date(2026, 3, 9))
    told = remind(plan, date(2026, 3, 16))
    assert told == [
        ("Nguyễn leader", OVERDUE, "Quá hạn 7 ngày: Sơ kết"),
        ("Nguyễn officer", OVERDUE, "Quá hạn 7 ngày: Sơ kết"),
        ("Nguyễn second_officer", OVERDUE, "Quá hạn 7 ngày: Sơ kết"),
    ]


@pytest.mark.parametrize("state", [TaskState.AWAITING, TaskState.NOT_ARISEN, TaskState.CANCELLED])
def test_work_that_is_handed_in_or_over_is_not_chased(world: World, state: str) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 3, 6), state=state)
    assert remind(plan, MONDAY) == []


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SUBMITTED, PlanState.CLOSED, PlanState.WITHDRAWN])
def test_only_plans_that_run_are_chased(world: World, state: str) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 3, 6))
    Plan.objects.filter(pk=plan.pk).update(state=state)
    assert remind(plan, MONDAY) == []
    assert services.queue_reminders(on=MONDAY, at=AT) == 0


def test_containers_are_not_chased(world: World) -> None:
    plan = make_running_plan(world.body)
    whole = make_work(plan, world.office, date(2026, 3, 16))
    part = make_work(plan, world.office, date(2026, 3, 16), content="Phần việc")
    Task.objects.filter(pk=part.task_id).update(parent=whole.task)
    assert [title for _who, _kind, title in remind(plan, MONDAY)] == ["Còn 7 ngày đến hạn: Phần việc"]


def test_a_substitute_gets_a_copy_that_says_for_whom(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 3, 16))
    clerk = world.users["clerk"]
    stand_in = make_user_with_role(world.office, Role.UNIT_HEAD, full_name="Phạm Làm Thay")
    organizations.delegate(
        actor=actor_for(clerk, on=ON), person_id=clerk.person.pk, substitute_id=stand_in.person.pk,
        starts_on=ON, ends_on=MONDAY, at=AT,
    )  # fmt: skip
    remind(plan, MONDAY)
    told = Notice.objects.order_by("on_behalf_of").values_list("recipient__full_name", "on_behalf_of", "title")
    assert list(told) == [
        ("Nguyễn clerk", "", "Còn 7 ngày đến hạn: Sơ kết"),
        ("Phạm Làm Thay", "Nguyễn clerk", "Còn 7 ngày đến hạn: Sơ kết"),
    ]


def test_no_unit_reads_of_another(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 3, 6), content="hoàng yến của văn phòng")
    make_work(plan, world.division, date(2026, 3, 6), content="vành khuyên của phòng")
    remind(plan, MONDAY)
    for who, foreign, unit in (
        ("clerk", "vành khuyên", world.division),
        ("division_clerk", "hoàng yến", world.office),
    ):
        texts = " ".join(
            f"{one.title} {one.text}" for one in Notice.objects.filter(recipient=world.users[who])
        )  # fmt: skip
        assert texts != ""
        assert foreign not in texts
        assert unit.name not in texts
    assert not Notice.objects.filter(recipient=world.users["stranger"]).exists()


def test_units_that_do_not_acknowledge_are_asked_then_their_heads(world: World) -> None:
    make_user_with_role(world.office, Role.UNIT_HEAD, full_name="Nguyễn head")
    plan = make_running_plan(world.body)
    at = timezone.make_aware(datetime(2026, 3, 4, 16))
    receipt = PlanReceipt.objects.create(plan=plan, unit=world.office, sent_at=at)
    title = "Chưa tiếp nhận kế hoạch 25/KH-SLĐ gửi ngày 04/03/2026"
    assert remind(plan, date(2026, 3, 6)) == []
    assert remind(plan, date(2026, 3, 9)) == [("Nguyễn clerk", UNACKNOWLEDGED, title)]
    assert remind(plan, date(2026, 3, 9)) == []
    assert remind(plan, date(2026, 3, 16)) == [
        ("Nguyễn clerk", UNACKNOWLEDGED, title), ("Nguyễn head", UNACKNOWLEDGED, title),
    ]  # fmt: skip
    Notice.objects.all().delete()
    PlanReceipt.objects.filter(pk=receipt.pk).update(state=ReceiptState.ACKNOWLEDGED, acknowledged_at=at)
    assert remind(plan, date(2026, 3, 16)) == []


def test_a_unit_reminded_by_hand_today_is_not_asked_again(world: World) -> None:
    plan = make_running_plan(world.body)
    at = timezone.make_aware(datetime(2026, 3, 4, 16))
    by_hand = timezone.make_aware(datetime(2026, 3, 9, 4))
    PlanReceipt.objects.create(plan=plan, unit=world.office, sent_at=at, reminded_at=by_hand)
    assert remind(plan, date(2026, 3, 9)) == []


def test_units_that_owe_figures_are_asked_at_the_end_of_the_quarter(world: World) -> None:
    plan = make_running_plan(world.body)
    shared = PlanTarget.objects.create(plan=plan, position=1, indicator="Việc làm mới", comparator=">=", minimum=10)
    PlanTarget.objects.create(plan=plan, position=2, indicator="Tỷ lệ", comparator=">=", minimum=70)
    for unit in (world.office, world.division):
        TargetShare.objects.create(target=shared, unit=unit, minimum=5)
    TargetActual.objects.create(
        target=shared, unit=world.division, period="quarter", starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30),
        value=5, reported_at=AT,
    )  # fmt: skip
    title = "1 chỉ tiêu chờ số liệu quý II/2026: 25/KH-SLĐ"
    expected = [
        ("Nguyễn clerk", FIGURES_DUE, title), ("Nguyễn officer", FIGURES_DUE, title),
        ("Nguyễn second_officer", FIGURES_DUE, title),
    ]  # fmt: skip
    assert remind(plan, date(2026, 7, 1)) == expected
    assert remind(plan, date(2026, 7, 2)) == []
    assert remind(plan, date(2026, 7, 8)) == expected


# ---- Jobs ------------------------------------------------------------------------------------------------------


def test_a_day_queues_one_job_a_plan_once(world: World) -> None:
    plans = [make_running_plan(world.body, number=str(number)) for number in range(3)]
    assert [jobs.remind.call(MONDAY.isoformat()) for _twice in range(2)] == [3, 3]
    keys = {f"planning.remind:{plan.pk}:2026-03-09" for plan in plans}
    assert set(Job.objects.filter(key__startswith="planning.remind:").values_list("key", flat=True)) == keys
    assert jobs.remind.call("2026-03-08") == 0  # a Sunday


def test_the_job_of_a_plan_tells_its_people(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 3, 16))
    assert jobs.remind_plan.call(plan.pk, MONDAY.isoformat()) == 1
    assert Notice.objects.get().recipient == world.users["clerk"]


def test_the_round_costs_the_same_queries_for_many_units(world: World) -> None:
    def cost(units: int) -> int:
        plan = make_running_plan(world.body, number=str(units))
        for number in range(units):
            unit = make_unit(world.body, name=f"Phòng {units}.{number}")
            make_user_with_role(unit, Role.UNIT_CLERK)
            make_work(plan, unit, date(2026, 3, 6))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            services.send_reminders(plan_id=plan.pk, on=MONDAY, at=AT)
        return len(queries)

    assert cost(1) == cost(30)
