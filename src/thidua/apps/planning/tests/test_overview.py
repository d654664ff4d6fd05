"""The picture of a year: figures against a plain count over generated data, who sees what, constant queries, pages."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.apps.accounts.models import User
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON, make_unit, make_user_with_role
from thidua.apps.planning import policies, queries
from thidua.apps.planning.enums import ExtensionState, PlanState, Standing, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Extension, Plan, PlanReceipt, Task
from thidua.apps.planning.tests.conftest import World
from thidua.core import clock
from thidua.core.actor import Actor, Role

pytestmark = pytest.mark.django_db
BACKEND = "thidua.apps.accounts.backends.UsernameBackend"
TODAY = date(2026, 5, 4)
OPEN = {"not_begun", "in_progress", "awaiting"}
ISSUED = {"issued", "active", "closed"}


def issued_plan(unit: Unit, *, year: int = 2026, state: str = PlanState.ACTIVE, title: str = "Kế hoạch") -> Plan:
    return Plan.objects.create(
        unit=unit, kind="plan", year=year, issuer=unit.name, symbol="KH", number="1", title=title, state=state,
        issued_at=None if state in policies.INTERNAL else AT, launched_on=ON if state == PlanState.ACTIVE else None,
        created_at=AT,
    )  # fmt: skip


def give(
    plan: Plan, unit: Unit, *, state: str = TaskState.NOT_BEGUN, due_on: date | None = None, **more: object
) -> Assignment:
    """Give a unit a task of its own in a plan."""
    task = Task.objects.create(
        plan=plan, position=plan.tasks.count(), content=f"Việc của {unit.name}", origin="table", due_on=due_on
    )
    facts = {"done_on": TODAY} if state == TaskState.DONE else {}
    return Assignment.objects.create(
        task=task, unit=unit, part=UnitPart.LEAD, state=state, due_on=due_on, **{**facts, **more}
    )


def scatter(world: World, *, seed: int, count: int = 120) -> None:
    """Put work of every state, day and kind of task on plans of the body, of its units and of a stranger."""
    chance = random.Random(seed)
    units = [world.body, world.office, world.division, make_unit(world.division), world.stranger_body]
    plans = [
        issued_plan(unit, year=year, state=state)
        for unit in (world.body, world.division, world.stranger_body)
        for year, state in ((2026, "active"), (2026, "closed"), (2026, "withdrawn"), (2026, "draft"), (2025, "issued"))
    ]
    for _ in range(count):
        state = chance.choice(TaskState.values)
        due = chance.choice(
            [None, TODAY + timedelta(days=chance.randrange(-600, 300)), TODAY, TODAY + timedelta(days=14)]
        )
        work = give(
            chance.choice(plans), chance.choice(units), state=state, due_on=due, percent=chance.choice([0, 49, 50, 90]),
            has_difficulty=chance.random() < 0.2,
            done_on=TODAY + timedelta(days=chance.randrange(-50, 50)) if state == "done" else None,
        )  # fmt: skip
        if chance.random() < 0.2:
            state = chance.choice([ExtensionState.ASKED, ExtensionState.REFUSED])
            Extension.objects.create(
                assignment=work,
                from_on=due,
                to_on=(due or TODAY) + timedelta(days=9),
                reason="…",
                state=state,
                asked_at=AT,
            )
        kind = chance.randrange(6)
        if kind == 0:
            Task.objects.filter(pk=work.task_id).update(recurrence="monthly")
        elif kind == 1:
            Task.objects.create(plan=work.task.plan, parent=work.task, position=999, content="Phần", origin="table")
        elif kind == 2:
            Assignment.objects.create(task=work.task, unit=make_unit(world.body), part=UnitPart.COORDINATING)


def stands(work: Assignment, today: date) -> str:
    """Say where a piece of work stands, as the page says it in words."""
    is_running = work.task.plan.state in {"issued", "active"}
    if work.state == "done":
        return "done_late" if work.due_on and work.done_on and work.done_on > work.due_on else "done"
    if is_running and work.due_on and work.due_on < today and (today - work.due_on).days <= 366:
        return "overdue"
    if is_running and work.state != "awaiting":
        is_near = work.due_on is not None and 0 <= (work.due_on - today).days <= 14
        if (is_near and work.percent < 50) or work.has_difficulty or work.extensions.filter(state="asked").exists():
            return "at_risk"
    return "not_begun" if work.state == "not_begun" else "in_progress"


def plainly(actor: Actor, *, year: int, today: date) -> tuple[Counter[tuple[int, str]], Counter[tuple[int, str]]]:
    """Count the year row by row: by quarter and by unit."""
    roles = ("leader", "officer", "unit_head")
    by_quarter: Counter[tuple[int, str]] = Counter()
    by_unit: Counter[tuple[int, str]] = Counter()
    for work in Assignment.objects.all():
        task, plan = work.task, work.task.plan
        is_led = actor.holds(roles, path=work.unit.path) or actor.holds(roles, path=plan.unit.path)
        is_container = (task.recurrence and task.period_starts_on is None) or task.children.exists()
        if work.part != "lead" or work.state in {"cancelled", "not_arisen"} or is_container or not is_led:
            continue
        if plan.year != year or plan.state not in ISSUED:
            continue
        quarter = (work.due_on.month + 2) // 3 if work.due_on and work.due_on.year == year else 0
        standing = stands(work, today)
        by_quarter[quarter, standing] += 1
        by_unit[work.unit_id, standing] += 1
    return by_quarter, by_unit


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_a_plain_count(world: World, seed: int) -> None:
    scatter(world, seed=seed)
    head = actor_for(make_user_with_role(world.division, Role.UNIT_HEAD), on=ON)
    for actor in (world.actor("leader"), world.actor("officer"), head):
        figures = queries.year_figures(queries.year_work(actor, year=2026), year=2026, today=TODAY)
        by_quarter, by_unit = plainly(actor, year=2026, today=TODAY)
        assert {(one.key, key): n for one in figures.quarters for key, n in one.by.items()} == by_quarter
        assert {(one.key, key): n for one in figures.units for key, n in one.by.items()} == by_unit
        assert figures.whole.total == sum(by_unit.values())


@pytest.mark.parametrize("seed", range(3))
def test_the_work_counted_is_work_the_actor_sees(world: World, seed: int) -> None:
    scatter(world, seed=seed)
    for plan in Plan.objects.exclude(state__in=("draft", "withdrawn")):  # whoever takes part has received the plan
        named = set(Assignment.objects.filter(task__plan=plan).values_list("unit_id", flat=True)) - {plan.unit_id}
        PlanReceipt.objects.bulk_create([PlanReceipt(plan=plan, unit_id=unit, sent_at=AT) for unit in named])
    head = actor_for(make_user_with_role(world.division, Role.UNIT_HEAD), on=ON)
    for actor in (world.actor("leader"), head, world.actor("stranger")):
        counted = set(queries.year_work(actor, year=2026).values_list("pk", flat=True))
        visible = set(policies.visible_assignments(actor).values_list("pk", flat=True))
        assert counted - visible == set()


def test_at_risk_is_open_work_that_is_near_stuck_or_asks_for_time(world: World) -> None:
    plan = issued_plan(world.body)
    near = TODAY + timedelta(days=14)
    cases = {
        "near": (give(plan, world.office, due_on=near, percent=49), Standing.AT_RISK),
        "half done": (give(plan, world.office, due_on=near, percent=50, state="in_progress"), Standing.IN_PROGRESS),
        "far": (give(plan, world.office, due_on=near + timedelta(days=1)), Standing.NOT_BEGUN),
        "stuck": (give(plan, world.office, state="in_progress", has_difficulty=True), Standing.AT_RISK),
        "awaiting": (give(plan, world.office, due_on=near, state="awaiting"), Standing.IN_PROGRESS),
        "today": (give(plan, world.office, due_on=TODAY), Standing.AT_RISK),
        "yesterday": (give(plan, world.office, due_on=TODAY - timedelta(days=1)), Standing.OVERDUE),
    }
    work = queries.year_work(world.actor("leader"), year=2026).annotate(standing=queries.standing(TODAY))
    found = dict(work.values_list("pk", "standing"))
    assert {name: found[one.pk] for name, (one, _standing) in cases.items()} == {
        name: after.value for name, (_one, after) in cases.items()
    }


def test_units_stand_worst_first(world: World) -> None:
    plan = issued_plan(world.body)
    late, risky = TODAY - timedelta(days=3), TODAY + timedelta(days=3)
    for unit, days in ((world.office, [risky, risky]), (world.division, [late]), (world.body, [])):
        for day in days:
            give(plan, unit, due_on=day)
    give(plan, world.body, state="done")
    figures = queries.year_figures(queries.year_work(world.actor("leader"), year=2026), year=2026, today=TODAY)
    assert [one.name for one in figures.units] == [world.division.name, world.office.name, world.body.name]
    assert (figures.whole.done, figures.whole.done_percent) == (1, 25)


def test_reach_of_plans_counts_receipts_in_percent(world: World) -> None:
    plan = issued_plan(world.body)
    own = issued_plan(world.office)
    draft = issued_plan(world.division, state=PlanState.DRAFT)
    states = [
        (world.office, "planned", own),
        (world.division, "sent", draft),
        (make_unit(world.body), "launched", None),
    ]
    for unit, state, answer in states:
        PlanReceipt.objects.create(
            plan=plan, unit=unit, state=state, sent_at=AT, acknowledged_at=None if state == "sent" else AT,
            own_plan=answer, launched_on=ON if state == "launched" else None,
        )  # fmt: skip
    found = queries.reach_of_plans(world.actor("leader"), year=2026)
    assert [(one.plan, one.units, one.received, one.planned, one.launched) for one in found] == [(plan, 3, 66, 33, 33)]
    assert queries.reach_of_plans(world.actor("stranger"), year=2026) == []


@pytest.mark.parametrize("who", ["leader", "officer", "division_clerk"])
def test_plans_are_counted_by_state_as_their_list_shows_them(world: World, who: str) -> None:
    for unit, state in ((world.body, "active"), (world.division, "issued"), (world.body, "submitted")):
        plan = issued_plan(unit, state=state)
        PlanReceipt.objects.create(plan=plan, unit=world.division, sent_at=AT)
    client = client_of(world.users[who])
    for state, count in queries.plans_by_state(world.actor(who), year=2026):
        assert client.get(reverse("planning:list"), {"nam": 2026, "tt": state.value}).context["page"].total == count


def test_units_are_reminded_in_the_plan_in_which_most_are_late(world: World) -> None:
    few, most, foreign = issued_plan(world.body), issued_plan(world.body), issued_plan(world.division)
    past = TODAY - timedelta(days=3)
    for plan, unit in ((few, world.office), (most, world.office), (most, world.division)):
        give(plan, unit, due_on=past)
    for _ in range(4):
        give(foreign, make_unit(world.division), due_on=past)
    for _ in range(3):
        give(few, world.body, due_on=past)  # the plan's own unit received nothing and is not reminded
    assert queries.plan_most_late(world.actor("officer"), year=2026, today=TODAY) == most.pk
    assert queries.plan_most_late(world.actor("division_clerk"), year=2026, today=TODAY) == foreign.pk
    assert queries.plan_most_late(world.actor("clerk"), year=2026, today=TODAY) is None


def test_plans_by_state_leaves_out_what_is_not_seen(world: World) -> None:
    issued_plan(world.body)
    issued_plan(world.division, state=PlanState.ISSUED)
    issued_plan(world.division, state=PlanState.DRAFT)
    issued_plan(world.body, state=PlanState.DRAFT)
    found = queries.plans_by_state(world.actor("leader"), year=2026)
    assert found == [(PlanState.DRAFT, 1), (PlanState.ISSUED, 1), (PlanState.ACTIVE, 1)]


def test_what_waits_is_counted_for_who_decides(world: World) -> None:
    plan = issued_plan(world.body)
    issued_plan(world.body, state=PlanState.SUBMITTED)
    give(plan, world.office, state="awaiting")
    give(plan, world.office, state="in_progress", has_difficulty=True)
    asking = give(plan, world.division, due_on=TODAY)
    Extension.objects.create(assignment=asking, from_on=TODAY, to_on=TODAY + timedelta(days=9), reason="…", asked_at=AT)
    assert queries.awaiting_decision(world.actor("leader")) == {"plans": 1, "cho": 1, "gia-han": 1, "kho-khan": 1}
    assert queries.awaiting_decision(world.actor("officer")) == {"plans": 0, "cho": 1, "gia-han": 1, "kho-khan": 1}
    assert queries.awaiting_decision(world.actor("stranger")) == {"plans": 0, "cho": 0, "gia-han": 0, "kho-khan": 0}


# Pages ---------------------------------------------------------------------------------------------------------------


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.mark.usefixtures("_today")
def test_every_figure_of_the_page_opens_into_its_rows(world: World) -> None:
    scatter(world, seed=9)
    client = client_of(world.users["leader"])
    context = client.get(reverse("planning:year"), {"nam": 2026}).context
    opened = {one["url"]: one["count"] for one in context["headline"]}
    for row in (*context["quarters"], *context["units"]):
        opened[row["url"]] = row["tally"].total
        opened |= {f"{row['url']}&tt={key}": count for key, count in row["tally"].by.items()}
    assert len(opened) > 20
    assert {url: client.get(url).context["page"].total for url in opened} == opened


@pytest.mark.usefixtures("_today")
def test_the_head_of_a_unit_sees_his_tree_alone(world: World) -> None:
    plan = issued_plan(world.body)
    give(plan, world.office, due_on=TODAY - timedelta(days=2))
    give(plan, world.division, due_on=TODAY - timedelta(days=2))
    head = make_user_with_role(world.division, Role.UNIT_HEAD)
    page = client_of(head).get(reverse("planning:year"), {"nam": 2026})
    rows = client_of(head).get(reverse("planning:year-work"), {"nam": 2026})
    assert [one["name"] for one in page.context["units"]] == [world.division.name]
    assert world.office.name not in page.content.decode()
    assert [row.record.unit for row in rows.context["page"].rows] == [world.division]
    assert world.office.name not in rows.content.decode()


def test_clerks_have_no_picture_of_a_year(world: World) -> None:
    for name in ("planning:year", "planning:year-work"):
        assert client_of(world.users["clerk"]).get(reverse(name)).status_code == 404


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize("name", ["planning:year", "planning:year-work", "office:workbench"])
def test_one_row_and_many_cost_the_same_queries(world: World, name: str) -> None:
    plan = issued_plan(world.body)
    client = client_of(world.users["leader"])
    counts = []
    for number in (1, 30):
        for _ in range(number):
            unit = make_unit(world.body)
            work = give(plan, unit, due_on=TODAY - timedelta(days=2), state="in_progress", has_difficulty=True)
            PlanReceipt.objects.create(plan=plan, unit=unit, sent_at=AT)
            Extension.objects.create(assignment=work, from_on=work.due_on, to_on=TODAY, reason="…", asked_at=AT)
        client.get(reverse(name), {"nam": 2026})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name), {"nam": 2026}).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("_today")
def test_a_year_without_work_says_what_will_stand_here(world: World) -> None:
    page = client_of(world.users["leader"]).get(reverse("planning:year"), {"nam": 2026}).content.decode()
    assert "Năm 2026 chưa có việc nào được giao" in page
    rows = client_of(world.users["leader"]).get(reverse("planning:year-work"), {"nam": 2026}).content.decode()
    assert "Năm 2026 chưa có việc nào được giao" in rows
