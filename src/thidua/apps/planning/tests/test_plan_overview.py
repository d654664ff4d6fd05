"""The plan at a glance: what each sees of how far it is, and that every figure opens into exactly its rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.apps.organizations.tests.factories import ON, make_unit
from thidua.apps.planning import queries
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, Task
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import AT, make_plan
from thidua.apps.planning.tests.pages import signed_in, text_of
from thidua.core import clock

TODAY = date(2026, 4, 10)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def give(plan: Plan, *units: Any, due_on: date, content: str = "Việc", **values: Any) -> Task:
    """Return a task that the units lead."""
    state = values.pop("state", "not_begun")
    task = Task.objects.create(
        plan=plan, origin="table", position=plan.tasks.count() + 1, content=content, due_on=due_on, **values
    )
    for unit in units:
        done = {"done_on": TODAY} if state == "done" else {}
        Assignment.objects.create(task=task, unit=unit, part="lead", state=state, due_on=due_on, **done)
    roll_up(task_ids=[task.pk])
    return task


@pytest.fixture
def plan(world: World) -> Plan:
    """A running plan: the office leads one late, one done and one open task; the division a late and an open one."""
    made = Plan.objects.create(
        unit=world.body, kind="plan", year=2026, issuer=world.body.name, number="25", symbol="KH-S", title="Thi đua",
        state="active", issued_at=AT, launched_on=ON, created_at=AT,
    )  # fmt: skip
    for unit in (world.office, world.division):
        PlanReceipt.objects.create(plan=made, unit=unit, sent_at=AT)
    give(made, world.office, world.division, due_on=date(2026, 3, 31), content="Chung")
    give(made, world.office, due_on=date(2026, 3, 20), state="done", content="Xong")
    give(made, world.office, due_on=date(2026, 5, 31), content="Sắp tới")
    give(made, world.division, due_on=date(2026, 5, 20), content="Của phòng")
    return made


def overview(world: World, who: str, plan: Plan) -> Any:
    return signed_in(world, who).get(reverse("planning:plan", args=[plan.pk]))


def strip_of(answer: Any) -> dict[str, tuple[int, int, int]]:
    return {one["label"]: (one["done"], one["total"], one["overdue"]) for one in answer.context["strip"]}


def test_who_oversees_sees_tasks_and_others_the_work_of_their_own_units(world: World, plan: Plan) -> None:
    everything = overview(world, "officer", plan)
    assert strip_of(everything) == {
        "Quý I/2026": (1, 2, 1), "Quý II/2026": (0, 2, 0), "Quý III/2026": (0, 0, 0), "Quý IV/2026": (0, 0, 0),
    }  # fmt: skip
    assert [(unit.name, work.lead, work.done, work.overdue) for unit, work in everything.context["by_unit"]] == [
        (world.office.name, 3, 1, 1), (world.division.name, 2, 0, 1),
    ]  # fmt: skip
    assert "đã qua hạn" not in text_of(everything)
    own = overview(world, "division_clerk", plan)
    assert strip_of(own) == {
        "Quý I/2026": (0, 1, 1), "Quý II/2026": (0, 1, 0), "Quý III/2026": (0, 0, 0), "Quý IV/2026": (0, 0, 0),
    }  # fmt: skip
    assert (own.context["by_unit"], "Theo đơn vị chủ trì" in text_of(own)) == ([], False)
    assert [one.content for one in own.context["next_tasks"]] == ["Của phòng"]
    assert [one.content for one in everything.context["next_tasks"]] == ["Của phòng", "Sắp tới"]


@pytest.mark.parametrize("who", ["officer", "clerk", "division_clerk"])
def test_every_quarter_opens_into_exactly_what_it_counts(world: World, plan: Plan, who: str) -> None:
    client = signed_in(world, who)
    for one in overview(world, who, plan).context["strip"]:
        assert client.get(one["url"]).context["page"].total == one["total"]


def test_a_unit_without_a_part_sees_no_strip(world: World, plan: Plan) -> None:
    other = make_unit(world.body, name="Phòng khác")
    PlanReceipt.objects.create(plan=plan, unit=other, sent_at=AT)
    Assignment.objects.filter(unit=world.division).update(unit=other)
    assert overview(world, "division_clerk", plan).context["strip"] == []


def test_a_draft_says_how_many_tasks_end_when_and_nothing_of_doing_them(world: World) -> None:
    draft = make_plan(world.actor("officer"), world.body, is_issued=False)
    answer = overview(world, "officer", draft)
    assert (answer.context["is_worked"], answer.context["by_unit"], answer.context["next_tasks"]) == (False, [], [])
    assert "Đúng hạn" not in text_of(answer)
    assert strip_of(answer)["Quý I/2026"][1] == 4


def test_of_what_recurs_only_the_next_time_is_near(world: World, plan: Plan) -> None:
    series = give(plan, due_on=date(2026, 12, 31), content="Giao ban", recurrence="weekly")
    for week in range(3):
        day = TODAY + timedelta(days=7 * week)
        give(plan, world.office, due_on=day, content=f"Giao ban {week}", parent=series, period_starts_on=day)
    roll_up(task_ids=[series.pk])
    for who in ("officer", "clerk"):
        near = queries.due_next(world.actor(who), plan, today=TODAY, limit=5)
        assert [one.content for one in near if "Giao ban" in one.content] == ["Giao ban 0"]


@pytest.mark.parametrize("who", ["officer", "clerk"])
def test_one_unit_and_thirty_cost_the_same(world: World, plan: Plan, who: str) -> None:
    counts = []
    client = signed_in(world, who)
    for number in (1, 30):
        for _ in range(number):
            give(plan, make_unit(world.body), world.office, due_on=date(2026, 6, 1))
        client.get(reverse("planning:plan", args=[plan.pk]))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("planning:plan", args=[plan.pk]))
        counts.append(len(captured))
    assert counts[0] == counts[1]
