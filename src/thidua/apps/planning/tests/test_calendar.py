"""The calendar: its days, what it shows to whom, and that many rows cost the queries of one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, make_unit
from thidua.apps.planning.domain import calendar as domain
from thidua.apps.planning.enums import PlanState, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Plan, PlanEvent, PlanReceipt, Task
from thidua.apps.planning.queries import calendar as queries
from thidua.apps.planning.queries.calendar import LATE, Wanted
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.pages import signed_in
from thidua.apps.planning.tests.test_reminders import make_running_plan, make_work
from thidua.lib.vietnamese.workdays import is_working_day

DAY = date(2026, 3, 18)
TODAY = date(2026, 3, 20)


# ---- Days ------------------------------------------------------------------------------------------------------


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_month_is_whole_weeks_that_hold_it(on: date) -> None:
    weeks = domain.weeks_of_month(on)
    days = [day for week in weeks for day in week]
    assert [day.on.weekday() for day in days] == [0, 1, 2, 3, 4, 5, 6] * len(weeks)
    assert [day.on for day in days] == [days[0].on + timedelta(days=number) for number in range(len(days))]
    inside = [day.on for day in days if day.is_inside]
    assert (inside[0], inside[-1]) == (on.replace(day=1), domain.next_month(on) - timedelta(days=1))
    assert all(day.is_off != is_working_day(day.on) for day in days)
    assert domain.previous_month(domain.next_month(on)) == on.replace(day=1)


def test_days_off_are_named() -> None:
    days = {day.on: day for week in domain.weeks_of_month(date(2026, 4, 1)) for day in week}
    assert days[date(2026, 4, 30)].holiday == "Ngày Chiến thắng"
    assert days[date(2026, 4, 26)].holiday == "Ngày Giỗ Tổ Hùng Vương"
    assert (days[date(2026, 4, 4)].is_off, days[date(2026, 4, 4)].holiday) == (True, "")
    assert days[date(2026, 4, 30)].working_day_before == date(2026, 4, 29)
    assert days[date(2026, 4, 30)].working_day_after == date(2026, 5, 4)


def test_a_saturday_worked_in_lieu_is_no_day_off() -> None:
    day = domain.day(date(2026, 1, 10))
    assert (day.is_off, day.worked) == (False, "Làm bù cho ngày 02/01/2026")


# ---- What it shows ---------------------------------------------------------------------------------------------


def shown(world: World, who: str, **wanted: object) -> dict[date, list[str]]:
    """Return what the calendar of March 2026 shows to somebody, by day."""
    days = queries.calendar_days(
        world.actor(who), Wanted(**({"is_own": False} | wanted)),
        first=date(2026, 3, 1), last=date(2026, 3, 31), limit=50, today=TODAY,
    )  # fmt: skip
    return {
        on: [*(one.event.title for one in entries.events), *(one.task.content for one in entries.tasks)]
        for on, entries in sorted(days.items())
    }


def hold(plan: Plan, title: str, on: date = DAY, *, days: int = 0) -> PlanEvent:
    starts = timezone.make_aware(datetime(on.year, on.month, on.day, 8))
    return PlanEvent.objects.create(
        plan=plan, kind="meeting", title=title, starts_at=starts, ends_at=starts + timedelta(days=days, hours=2),
        created_at=AT,
    )  # fmt: skip


def test_a_unit_sees_its_own_work_and_whoever_oversees_sees_all(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, DAY, content="văn phòng")
    make_work(plan, world.division, DAY, content="phòng")
    assert shown(world, "clerk") == {DAY: ["văn phòng"]}
    assert shown(world, "division_clerk") == {DAY: ["phòng"]}
    assert shown(world, "officer") == shown(world, "leader") == {DAY: ["văn phòng", "phòng"]}
    assert shown(world, "officer", is_own=True) == {}
    assert shown(world, "stranger") == {}


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SUBMITTED, PlanState.WITHDRAWN])
def test_what_is_not_or_no_longer_issued_is_on_no_calendar(world: World, state: str) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, DAY)
    hold(plan, "Hội nghị")
    Plan.objects.filter(pk=plan.pk).update(state=state)
    for who in ("clerk", "officer"):
        assert shown(world, who) == {}


def test_units_of_one_task_stand_together_counted_by_what_the_viewer_sees(world: World) -> None:
    plan = make_running_plan(world.body)
    work = make_work(plan, world.office, DAY)
    Assignment.objects.create(
        task=work.task, unit=world.division, part=UnitPart.LEAD, due_on=DAY, state=TaskState.DONE, percent=100,
        done_on=DAY,
    )  # fmt: skip
    PlanReceipt.objects.create(plan=plan, unit=world.division, sent_at=AT)

    def entry(who: str) -> tuple[str, int, int, str, int]:
        days = queries.calendar_days(
            world.actor(who), Wanted(is_own=False), first=DAY, last=DAY, limit=5, today=TODAY
        )  # fmt: skip
        one = days[DAY].tasks[0]
        return one.state, one.finished, one.total, one.unit_name, one.late_days

    assert entry("officer") == ("in_progress", 1, 2, "", 2)
    assert entry("clerk") == ("not_begun", 0, 1, "Văn phòng Sở", 2)
    assert entry("division_clerk") == ("done", 1, 1, "Phòng Kế hoạch", 0)


def test_the_day_of_a_unit_that_was_given_longer_is_its_own(world: World) -> None:
    plan = make_running_plan(world.body)
    work = make_work(plan, world.office, DAY)
    Assignment.objects.create(task=work.task, unit=world.division, part=UnitPart.LEAD, due_on=date(2026, 3, 30))
    assert list(shown(world, "officer")) == [DAY, date(2026, 3, 30)]


def test_filters(world: World) -> None:
    plan, other = make_running_plan(world.body), make_running_plan(world.body, number="26")
    make_work(plan, world.office, DAY, content="trễ")
    make_work(plan, world.division, DAY, content="xong", state=TaskState.DONE, done_on=DAY)
    make_work(other, world.office, TODAY, content="khác")
    hold(other, "Hội nghị", TODAY)
    assert shown(world, "officer", plan_id=plan.pk) == {DAY: ["trễ", "xong"]}
    assert shown(world, "officer", unit_id=world.office.pk) == {DAY: ["trễ"], TODAY: ["khác"]}
    assert shown(world, "officer", state=TaskState.DONE) == {DAY: ["xong"]}
    assert shown(world, "officer", state=LATE) == {DAY: ["trễ"]}
    assert shown(world, "officer", plan_id=other.pk) == {TODAY: ["Hội nghị", "khác"]}


def test_the_units_a_calendar_may_be_narrowed_to(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, DAY)
    make_work(plan, world.division, DAY)

    def units(who: str, *, is_own: bool = False) -> list[str]:
        actor = world.actor(who)
        plans = queries.plans_on_calendar(actor, year=2026)
        found = queries.units_on_calendar(actor, Wanted(is_own), plans=plans, year=2026, today=TODAY)
        return [name for _key, name in found]

    assert units("officer") == [world.body.name, "Văn phòng Sở", "Phòng Kế hoạch"]
    assert units("clerk") == units("clerk", is_own=True) == ["Văn phòng Sở"]
    assert units("officer", is_own=True) == units("stranger") == []


def test_events_stand_on_each_of_their_days(world: World) -> None:
    plan = make_running_plan(world.body)
    hold(plan, "Hội thao", DAY, days=2)
    hold(plan, "từ tháng trước", date(2026, 2, 27), days=3)
    days = queries.calendar_days(
        world.actor("officer"), Wanted(), first=date(2026, 3, 1), last=date(2026, 3, 31), limit=5, today=TODAY
    )  # fmt: skip
    assert {on: [(one.event.title, one.hour) for one in found.events] for on, found in sorted(days.items())} == {
        date(2026, 3, 1): [("từ tháng trước", "")], date(2026, 3, 2): [("từ tháng trước", "")],
        DAY: [("Hội thao", "08:00")], date(2026, 3, 19): [("Hội thao", "")], TODAY: [("Hội thao", "")],
    }  # fmt: skip


def test_events_are_seen_by_those_who_received_the_plan(world: World) -> None:
    plan = make_running_plan(world.body)
    hold(plan, "Hội nghị")
    assert (shown(world, "clerk"), shown(world, "stranger")) == ({}, {})
    PlanReceipt.objects.create(plan=plan, unit=world.office, sent_at=AT)
    assert shown(world, "clerk") == shown(world, "clerk", is_own=True) == {DAY: ["Hội nghị"]}
    assert shown(world, "division_clerk") == {}


def test_a_day_shows_so_many_and_says_how_many_more(world: World) -> None:
    plan = make_running_plan(world.body)
    for number in range(5):
        make_work(plan, world.office, DAY, content=str(number))
    hold(plan, "một")
    days = queries.calendar_days(world.actor("officer"), Wanted(is_own=False), first=DAY, last=DAY, limit=3, today=DAY)
    assert (len(days[DAY].events), len(days[DAY].tasks), days[DAY].more, days[DAY].count) == (1, 2, 3, 6)


def test_work_counted_in_working_days_is_shown_as_said(world: World) -> None:
    plan = make_running_plan(world.body)
    work = make_work(plan, world.office, DAY, content="trong 05 ngày")
    Task.objects.filter(pk=work.task_id).update(relative_days=5, due_on=None)
    Assignment.objects.filter(pk=work.pk).update(due_on=None)
    found = {
        who: [task.content for task in queries.relative_tasks(world.actor(who), Wanted(is_own=False), year=2026)]
        for who in ("officer", "clerk", "division_clerk", "stranger")
    }
    assert found == {
        "officer": ["trong 05 ngày"], "clerk": ["trong 05 ngày"], "division_clerk": [], "stranger": [],
    }  # fmt: skip


# ---- Pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "period", "days"),
    [
        ("?ngay=2026-03-18", "Tháng 3/2026", 42),
        ("?kieu=tuan&ngay=2026-03-18", "Tuần 16/03 – 22/03/2026", 7),
        ("?kieu=ngay&ngay=2026-03-18", "Thứ Tư, 18/03/2026", 1),
        ("?kieu=la&ngay=2026-03-18", "Tháng 3/2026", 42),
        ("?ngay=1970-01-01&nam=2026", "Tháng 1/2026", 35),
        ("?ngay=9999-12-31", "Tháng 12/2100", 35),
    ],
)
def test_month_week_and_day(world: World, address: str, period: str, days: int) -> None:
    page = signed_in(world, "officer").get(f"/lich/{address}")
    assert (page.status_code, page.context["period"]) == (200, period)
    assert sum(len(week) for week in page.context["cells"]) == days


@pytest.mark.parametrize("address", ["?ngay=hôm+nay", "?kh=x&dv=-1&tt=y", "?nam=2027", ""])
def test_what_makes_no_sense_is_passed_over(world: World, address: str) -> None:
    assert signed_in(world, "officer").get(f"/lich/{address}").status_code == 200


def test_the_page_marks_days_off_and_what_falls_on_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thidua.core.clock.today", lambda: TODAY)
    plan = make_running_plan(world.body)
    make_work(plan, world.office, date(2026, 4, 30))
    hold(plan, "Hội nghị", date(2026, 5, 1))
    client = signed_in(world, "officer")
    text = client.get("/lich/?ngay=2026-04-15").content.decode()
    assert "Ngày Chiến thắng" in text
    advice = "Hạn rơi vào ngày nghỉ: nên xong trước, trong ngày 29/04; ngày làm việc kế tiếp 04/05"
    assert text.count(advice) == 1
    assert "Hạn rơi vào ngày nghỉ" not in client.get("/lich/?kieu=ngay&ngay=2026-05-01").content.decode()


def test_the_rest_of_a_day_is_a_link_that_keeps_the_filter(world: World) -> None:
    plan = make_running_plan(world.body)
    for number in range(6):
        make_work(plan, world.office, DAY, content=f"việc {number}")
    client = signed_in(world, "officer")
    page = client.get(f"/lich/?ngay=2026-03-01&kh={plan.pk}")
    address = f"/lich/?ngay=2026-03-18&amp;kh={plan.pk}&amp;kieu=ngay"
    assert "còn 2 việc" in page.content.decode()
    assert address in page.content.decode()
    assert page.context["count"] == 6
    day = client.get(address.replace("&amp;", "&"))
    assert [one.task.content for one in day.context["cells"][0][0].entries.tasks] == [f"việc {n}" for n in range(6)]


def test_a_filter_changes_only_the_list(world: World) -> None:
    headers = {"HX-Request": "true", "HX-Target": "danh-sach"}
    part = signed_in(world, "officer").get("/lich/?tt=done", headers=headers).content.decode()
    assert "calendar-grid" in part
    assert "<html" not in part


def test_the_calendar_costs_the_same_queries_for_one_and_for_thirty(world: World) -> None:
    plan = make_running_plan(world.body)

    def fill(units: list[Unit]) -> None:
        for number, unit in enumerate(units):
            make_work(plan, unit, DAY + timedelta(days=number % 10))
            hold(plan, f"Hội nghị {number}", DAY + timedelta(days=number % 10))

    def cost(address: str) -> int:
        client = signed_in(world, "officer")
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    addresses = ["/lich/?ngay=2026-03-18", "/lich/?ngay=2026-03-18&kieu=tuan", "/lich/?ngay=2026-03-18&kieu=ngay"]
    fill([world.office])
    before = [cost(address) for address in addresses]
    fill([make_unit(world.body) for _number in range(29)])
    assert [cost(address) for address in addresses] == before


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("?tu=24/04/2026&so=5", "5 ngày làm việc kể từ 24/04/2026 là hết <strong>Thứ Tư, ngày 06/05/2026</strong>"),
        ("?tu=24/04/2026&so=0", "0 ngày làm việc kể từ 24/04/2026 là hết <strong>Thứ Sáu, ngày 24/04/2026</strong>"),
        ("?tu=24/04/2026&so=501", "Nhập số ngày từ 0 đến 500."),
        ("?tu=24/04/2026&so=mười", "Nhập số ngày từ 0 đến 500."),
        ("?tu=24/04/2026&den=05/05/2026", "<strong>4 ngày làm việc</strong>"),
        ("?tu=01/01/0001&den=31/12/9999", "ngày làm việc</strong>"),
    ],
)
def test_working_days_are_counted(world: World, address: str, words: str) -> None:
    assert words in signed_in(world, "clerk").get(f"/lich/ngay-lam-viec/{address}").content.decode()


# ---- The calendar of one plan ----------------------------------------------------------------------------------


def test_a_plans_calendar_shows_its_tasks_and_events_and_what_the_viewer_may_know(world: World) -> None:
    plan = make_running_plan(world.body)
    make_work(plan, world.office, DAY, content="văn phòng", state=TaskState.IN_PROGRESS)
    make_work(plan, world.division, DAY, content="phòng")
    hold(plan, "Hội nghị")
    roll_up(plan_id=plan.pk)

    def states(who: str) -> dict[str, str]:
        page = signed_in(world, who).get(f"/ke-hoach/{plan.pk}/lich/?thang=2026-03")
        assert (page.status_code, page.context["period"]) == (200, "Tháng 3/2026")
        found = next(cell.entries for week in page.context["cells"] for cell in week if cell.day.on == DAY)
        assert [one.event.title for one in found.events] == ["Hội nghị"]
        return {one.task.content: str(one.state) for one in found.tasks}

    assert states("officer") == {"văn phòng": "in_progress", "phòng": "not_begun"}
    assert states("clerk") == {"văn phòng": "in_progress", "phòng": ""}
    assert signed_in(world, "stranger").get(f"/ke-hoach/{plan.pk}/lich/").status_code == 404


def test_a_plans_calendar_takes_the_filters_of_its_list_and_turns_to_it(world: World) -> None:
    plan = make_running_plan(world.body)
    for number in range(6):
        make_work(plan, world.office, DAY, content=f"việc {number}")
    make_work(plan, world.division, DAY, content="khác")
    roll_up(plan_id=plan.pk)
    address = f"/ke-hoach/{plan.pk}/lich/?thang=2026-03&dv={world.office.pk}"
    page = signed_in(world, "officer").get(address)
    assert page.context["count"] == 6
    text = page.content.decode()
    assert "còn 2 việc" in text
    assert f"/ke-hoach/{plan.pk}/nhiem-vu/?dv={world.office.pk}&amp;ky=2026-03" in text
    links = {one["label"]: (one["url"], one["is_active"]) for one in page.context["views"]}
    assert links["Lịch"] == (f"/ke-hoach/{plan.pk}/lich/?dv={world.office.pk}", True)
    assert links["Danh sách"][0].startswith(f"/ke-hoach/{plan.pk}/nhiem-vu/?")
    part = signed_in(world, "officer").get(address, headers={"HX-Request": "true", "HX-Target": "danh-sach"})
    assert "calendar-grid" in part.content.decode()
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize(
    ("year", "month", "period"),
    [
        (2026, "2026-13", "Tháng 3/2026"),
        (2026, "", "Tháng 3/2026"),
        (2025, "", "Tháng 6/2025"),
        (2024, "", "Tháng 1/2024"),
    ],
)
def test_the_month_a_plans_calendar_opens_on(
    world: World, monkeypatch: pytest.MonkeyPatch, year: int, month: str, period: str
) -> None:
    monkeypatch.setattr("thidua.core.clock.today", lambda: TODAY)
    plan = make_running_plan(world.body)
    Plan.objects.filter(pk=plan.pk).update(year=year)
    if year == 2025:
        make_work(plan, world.office, date(2025, 6, 5))
    page = signed_in(world, "officer").get(f"/ke-hoach/{plan.pk}/lich/?thang={month}")
    assert page.context["period"] == period


def test_a_plans_calendar_costs_the_same_queries_for_one_and_for_thirty(world: World) -> None:
    plan = make_running_plan(world.body)

    def cost() -> int:
        client = signed_in(world, "officer")
        client.get(f"/ke-hoach/{plan.pk}/lich/?thang=2026-03")
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/ke-hoach/{plan.pk}/lich/?thang=2026-03").status_code == 200
        return len(found)

    make_work(plan, world.office, DAY)
    hold(plan, "Hội nghị")
    before = cost()
    for number in range(29):
        make_work(plan, make_unit(world.body), DAY + timedelta(days=number % 10))
        hold(plan, f"Hội nghị {number}", DAY + timedelta(days=number % 10))
    assert cost() == before
