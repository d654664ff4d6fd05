"""Periods of recurring tasks, the tasks opened for them, and how tasks hang together."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.audit.models import Entry
from thidua.apps.organizations.tests.factories import AT, make_person
from thidua.apps.planning import domain, services
from thidua.apps.planning.enums import Recurrence
from thidua.apps.planning.jobs import open_occurrences
from thidua.apps.planning.models import Assignment, Plan, Task
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.core.actor import SYSTEM
from thidua.core.errors import InvalidInput


@given(
    recurrence=st.sampled_from(Recurrence.values),
    year=st.integers(1990, 2100),
    day=st.none() | st.integers(1, 31),
    starts_on=st.none() | st.dates(date(1989, 1, 1), date(2101, 12, 31)),
    length=st.none() | st.integers(0, 800),
)
def test_periods_follow_each_other_and_are_due_within(
    recurrence: str, year: int, day: int | None, starts_on: date | None, length: int | None
) -> None:
    ends_on = starts_on + timedelta(days=length) if starts_on and length is not None else None
    found = domain.occurrences_of(recurrence, year=year, day=day, starts_on=starts_on, ends_on=ends_on)
    assert len(found) <= domain.MOST_PERIODS
    for one in found:
        assert one.starts_on.year == year
        assert one.starts_on <= one.due_on <= one.ends_on
        assert starts_on is None or one.ends_on >= starts_on
        assert ends_on is None or (one.starts_on <= ends_on and one.due_on <= ends_on)
    for before, after in pairwise(found):
        assert after.starts_on == before.ends_on + timedelta(days=1)
    names = [domain.occurrence_name(recurrence, one) for one in found]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("recurrence", "day", "count", "first", "last"),
    [
        ("daily", None, 12, ("Tháng 1/2026", date(2026, 1, 31)), ("Tháng 12/2026", date(2026, 12, 31))),
        ("weekly", None, 52, ("Tuần 05/01 – 11/01/2026", date(2026, 1, 11)),
         ("Tuần 28/12 – 03/01/2027", date(2027, 1, 3))),
        ("monthly", 20, 12, ("Tháng 1/2026", date(2026, 1, 20)), ("Tháng 12/2026", date(2026, 12, 20))),
        ("monthly", 31, 12, ("Tháng 1/2026", date(2026, 1, 31)), ("Tháng 12/2026", date(2026, 12, 31))),
        ("quarterly", 20, 4, ("Quý I/2026", date(2026, 3, 20)), ("Quý IV/2026", date(2026, 12, 20))),
        ("half-yearly", 10, 2, ("6 tháng đầu năm 2026", date(2026, 6, 10)),
         ("6 tháng cuối năm 2026", date(2026, 12, 10))),
        ("yearly", 5, 1, ("Năm 2026", date(2026, 12, 5)), ("Năm 2026", date(2026, 12, 5))),
    ],
)  # fmt: skip
def test_each_recurrence(
    recurrence: str, day: int | None, count: int, first: tuple[str, date], last: tuple[str, date]
) -> None:
    found = domain.occurrences_of(recurrence, year=2026, day=day)
    ends = [(domain.occurrence_name(recurrence, one), one.due_on) for one in (found[0], found[-1])]
    assert (len(found), ends) == (count, [first, last])


def test_february_ends_early_and_unknown_words_are_refused() -> None:
    assert domain.occurrences_of("monthly", year=2026, day=30)[1].due_on == date(2026, 2, 28)
    with pytest.raises(ValueError, match="sometimes is no recurrence"):
        domain.occurrences_of("sometimes", year=2026)


@given(st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=20), st.sets(st.integers(1, 8), max_size=4))
def test_circles_are_found(pairs: set[tuple[int, int]], needed: set[int]) -> None:
    kept = {(one, other) for one, other in pairs if one != 1} | {(1, other) for other in needed}

    def reach(start: int) -> set[int]:
        found: set[int] = set()
        edge = {other for one, other in kept if one == start}
        while edge - found:
            found |= edge
            edge = {other for one, other in kept if one in found}
        return found

    assert domain.has_circle(pairs, task=1, needed=needed) == (1 in reach(1))


# ---- Opening periods -----------------------------------------------------------------------------------------


@pytest.fixture
def quarterly(world: World) -> Task:
    """The third task of the plan recurs every quarter, led by the office, with somebody responsible."""
    plan = make_plan(world.actor("officer"), world.body, rows=3, is_issued=False)
    task = plan.tasks.get(content="Nhiệm vụ số 3")
    Task.objects.filter(pk=task.pk).update(
        recurrence="quarterly", recurrence_day=20, starts_on=None, due_on=None, time_text="Hằng quý"
    )
    Plan.objects.filter(pk=plan.pk).update(number="25", symbol="KH", issued_on=AT.date())
    services.register_issued(actor=world.actor("officer"), plan_id=plan.pk, at=AT)
    task.refresh_from_db()
    return task


def periods(task: Task) -> list[tuple[str, date | None]]:
    return list(task.children.order_by("period_starts_on").values_list("time_text", "due_on"))


def test_release_opens_what_begins_within_a_fortnight(quarterly: Task, world: World) -> None:
    child = quarterly.children.get()
    assert periods(quarterly) == [("Quý I/2026", date(2026, 3, 20))]
    assert (child.origin, child.recurrence, child.content, child.position) == (
        "occurrence", "", quarterly.content, quarterly.position,
    )  # fmt: skip
    source = {(one.unit_id, one.part, one.named.as_written if one.named else "") for one in quarterly.assignments.all()}
    copied = {(one.unit_id, one.part, one.named.as_written if one.named else "") for one in child.assignments.all()}
    assert source == copied != set()
    assert child.assignments.get(part="lead").due_on == date(2026, 3, 20)
    assert quarterly.assignments.get(part="lead").due_on is None
    quarterly.refresh_from_db()
    assert (quarterly.lead_count, quarterly.open_due_on) == (1, date(2026, 3, 20))


def test_the_daily_job_opens_each_period_once(quarterly: Task, world: World) -> None:
    lead = quarterly.assignments.get(part="lead")
    person = make_person(world.office)
    lead.people.add(person)
    assert open_occurrences.call("2026-03-17") == 0
    assert open_occurrences.call("2026-03-18") == 1
    assert open_occurrences.call("2026-03-18") == 0
    assert periods(quarterly)[1:] == [("Quý II/2026", date(2026, 6, 20))]
    child = quarterly.children.get(time_text="Quý II/2026")
    assert list(child.assignments.get(part="lead").people.all()) == [person]
    entry = Entry.objects.get(act="planning.open_occurrences")
    assert (entry.actor_label, entry.changes) == (SYSTEM.label, {"tasks": 1})
    assert open_occurrences.call("2026-12-01") == 2
    Plan.objects.update(state="closed", closed_at=AT)
    assert open_occurrences.call("2026-12-02") == 0


def test_what_was_due_before_the_plan_is_not_opened(quarterly: Task) -> None:
    Task.objects.filter(parent=quarterly).delete()
    Plan.objects.update(issued_at=AT + timedelta(days=19))
    assert open_occurrences.call("2026-03-30") == 1
    assert periods(quarterly) == [("Quý II/2026", date(2026, 6, 20))]


def test_finishing_the_periods_finishes_the_task(quarterly: Task, world: World) -> None:
    work = Assignment.objects.get(task__parent=quarterly, part="lead")
    services.submit_completion(actor=world.actor("clerk"), assignment_id=work.pk, version=1, text="Xong", at=AT)
    services.confirm_completion(actor=world.actor("officer"), assignment_ids=[work.pk], at=AT)
    quarterly.refresh_from_db()
    assert (quarterly.state, quarterly.percent, quarterly.done_count) == ("done", 100, 1)
    open_occurrences.call("2026-03-20")
    quarterly.refresh_from_db()
    assert (quarterly.state, quarterly.percent, quarterly.lead_count) == ("in_progress", 50, 2)


def test_opening_costs_the_same_for_one_period_and_for_twenty(quarterly: Task, world: World) -> None:
    Task.objects.filter(parent=quarterly).delete()

    def cost(day: date) -> int:
        plan = Plan.objects.get()
        with CaptureQueriesContext(connection) as caught:
            services.open_occurrences(actor=SYSTEM, plan_id=plan.pk, on=day, at=AT)
        return len(caught)

    one = cost(date(2026, 3, 2))
    Task.objects.filter(pk=quarterly.pk).update(recurrence="weekly", recurrence_day=None)
    assert cost(date(2026, 8, 3)) == one
    assert quarterly.children.count() > 20


# ---- Subtasks and what must be done first --------------------------------------------------------------------


def test_links_are_checked_and_recorded(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body, rows=3, is_issued=False)
    other = make_plan(world.actor("officer"), world.body, rows=1, is_issued=False).tasks.all()[0]
    one, two, three = plan.tasks.filter(origin="table").order_by("position")

    def link(task: Task, parent: Task | None, *needs: Task) -> Task:
        links = services.Links(parent.pk if parent else None, frozenset(need.pk for need in needs))
        task.refresh_from_db()
        units = {"lead": ["Văn phòng Sở"], "coordinating": ["Các phòng chuyên môn"]}
        return services.change_task(
            actor=world.actor("officer"),
            task_id=task.pk,
            version=task.version,
            values={},
            units=units,
            links=links,
            at=AT,
        )

    link(two, one, three)
    two.refresh_from_db()
    assert (two.parent, list(two.needs.all())) == (one, [three])
    entry = Entry.objects.get(act="planning.change_task")
    assert entry.changes == {"parent": ["", "Nhiệm vụ số 1"], "needs": ["", "Nhiệm vụ số 3"]}
    for task, parent, needs, wrong in (
        (three, None, [two], "needs"),
        (three, two, [], "parent"),
        (one, three, [], "parent"),
        (three, None, [other], "needs"),
        (three, three, [], "parent"),
    ):
        with pytest.raises(InvalidInput) as caught:
            link(task, parent, *needs)
        assert list(caught.value.fields) == [wrong]
    Task.objects.filter(pk=three.pk).update(recurrence="monthly")
    with pytest.raises(InvalidInput, match="Chưa lưu được nhiệm vụ"):
        link(two, three)
    link(two, None)
    two.refresh_from_db()
    assert (two.parent, list(two.needs.all())) == (None, [])


def test_a_whole_has_no_day_to_miss_its_parts_have(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body, rows=2, is_issued=False)
    one, two = plan.tasks.filter(origin="table").order_by("position")
    Task.objects.filter(pk=two.pk).update(parent=one)
    Plan.objects.filter(pk=plan.pk).update(number="25", symbol="KH", issued_on=AT.date())
    services.register_issued(actor=world.actor("officer"), plan_id=plan.pk, at=AT)
    days = {task.pk: task.assignments.get(part="lead").due_on for task in (one, two)}
    assert days == {one.pk: None, two.pk: date(2026, 3, 31)}
    one.refresh_from_db()
    assert (one.lead_count, one.open_due_on) == (1, date(2026, 3, 31))
