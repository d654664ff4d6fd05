"""Targets, figures, money and events: what is written, what is refused, what is recorded."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from thidua.apps.audit.models import Entry
from thidua.apps.documents.models import StoredFile
from thidua.apps.documents.policies import can_open
from thidua.apps.organizations.tests.factories import make_person, make_unit, make_user_with_role
from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.enums import EventState, PlanState
from thidua.apps.planning.models import (
    BudgetLine,
    Plan,
    PlanEvent,
    PlanReceipt,
    PlanTarget,
    Spending,
    TargetActual,
    TargetShare,
)
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import AT, make_plan
from thidua.apps.planning.transitions import EVENT
from thidua.core.actor import Role
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotPermitted, NotVisible

D = Decimal
LATER = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
Q1 = (date(2026, 1, 1), date(2026, 3, 31))
Q2 = (date(2026, 4, 1), date(2026, 6, 30))


def last() -> Entry:
    return Entry.objects.latest("sequence")


def recorded(act: str) -> list[dict[str, Any]]:
    return [entry.changes for entry in Entry.objects.filter(act=f"planning.{act}").order_by("sequence")]


@pytest.fixture
def draft(world: World) -> Plan:
    return make_plan(world.actor("officer"), world.body, is_issued=False)


@pytest.fixture
def plan(world: World) -> Plan:
    return Plan.objects.select_related("unit").get(pk=make_plan(world.actor("officer"), world.body).pk)


def target_of(plan: Plan) -> PlanTarget:
    return plan.targets.get(position=1)


VALUES: dict[str, Any] = {
    "indicator": "Số mô hình điển hình",
    "comparator": ">=",
    "minimum": D(12),
    "maximum": None,
    "measure": "mô hình",
    "is_cumulative": True,
    "baseline": None,
    "baseline_text": "",
    "whole": None,
}


# ---- Writing targets -----------------------------------------------------------------------------------------


def test_ratios_read_from_a_document_do_not_add_up(draft: Plan) -> None:
    assert list(draft.targets.values_list("measure", "is_cumulative")) == [("người", True), ("%", False)]


def test_a_target_is_added_behind_the_others(world: World, draft: Plan) -> None:
    target = services.create_target(actor=world.actor("officer"), plan_id=draft.pk, values=VALUES, at=AT)
    assert (target.position, target.whole, target.version) == (3, None, 1)
    entry = last()
    assert (entry.act, entry.subject_id, entry.unit_path) == (
        "planning.create_target",
        str(target.pk),
        world.body.path,
    )
    assert entry.changes == {"indicator": "Số mô hình điển hình", "minimum": "12", "maximum": None}


def test_a_target_is_changed_once_and_told_apart(world: World, draft: Plan) -> None:
    target, officer = target_of(draft), world.actor("officer")
    changed = services.change_target(
        actor=officer, target_id=target.pk, version=1, values={"minimum": D(30000), "maximum": D(33000)}, at=AT
    )
    assert (changed.minimum, changed.version, last().changes) == (
        D(30000),
        2,
        {"minimum": ["32.500", "30.000"]},
    )
    before = Entry.objects.count()
    services.change_target(actor=officer, target_id=target.pk, version=2, values={"minimum": D(30000)}, at=AT)
    assert Entry.objects.count() == before
    with pytest.raises(EditConflict):
        services.change_target(actor=officer, target_id=target.pk, version=1, values={"minimum": D(1)}, at=AT)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"indicator": " "}, "indicator"),
        ({"comparator": "!"}, "comparator"),
        ({"comparator": "range", "minimum": D(1)}, "maximum"),
        ({"minimum": None}, "minimum"),
        ({"minimum": D(5), "maximum": D(4)}, "maximum"),
    ],
)
def test_what_a_target_must_say(world: World, draft: Plan, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.create_target(actor=world.actor("officer"), plan_id=draft.pk, values=VALUES | values, at=AT)
    assert list(refused.value.fields) == [field]
    assert PlanTarget.objects.filter(plan=draft).count() == 2


def test_targets_nest_but_never_in_themselves(world: World, draft: Plan) -> None:
    officer, whole = world.actor("officer"), target_of(draft)
    part = services.create_target(actor=officer, plan_id=draft.pk, values=VALUES | {"whole": whole.pk}, at=AT)
    deeper = services.create_target(actor=officer, plan_id=draft.pk, values=VALUES | {"whole": part.pk}, at=AT)
    assert [depth for _target, depth in queries.targets_of(draft)] == [0, 1, 1, 2]
    foreign = make_plan(officer, world.body, is_issued=False, year=2027)
    for wrong in (deeper.pk, whole.pk, target_of(foreign).pk):
        with pytest.raises(InvalidInput) as refused:
            services.change_target(actor=officer, target_id=whole.pk, version=1, values={"whole": wrong}, at=AT)
        assert list(refused.value.fields) == ["whole"]
    services.change_target(actor=officer, target_id=deeper.pk, version=1, values={"whole": None}, at=AT)
    assert last().changes == {"whole_name": ["Số mô hình điển hình", ""]}


def test_a_target_moves_among_its_siblings(world: World, draft: Plan) -> None:
    officer, first = world.actor("officer"), target_of(draft)
    draft.targets.update(whole=None)
    services.move_target(actor=officer, target_id=first.pk, steps=1, at=AT)
    assert [target.pk for target in draft.targets.all()][1] == first.pk
    assert last().act == "planning.move_target"
    before = Entry.objects.count()
    services.move_target(actor=officer, target_id=first.pk, steps=1, at=AT)
    assert Entry.objects.count() == before


def test_the_parts_of_a_removed_target_stay(world: World, draft: Plan) -> None:
    officer, whole = world.actor("officer"), target_of(draft)
    part = services.create_target(actor=officer, plan_id=draft.pk, values=VALUES | {"whole": whole.pk}, at=AT)
    services.remove_target(actor=officer, target_id=whole.pk, at=AT)
    part.refresh_from_db()
    assert (part.whole, PlanTarget.objects.filter(pk=whole.pk).exists()) == (None, False)
    assert (last().act, last().changes["indicator"], last().changes["minimum"]) == (
        "planning.remove_target",
        "Tuyển mới",
        "32.500",
    )


def test_targets_are_written_in_drafts_by_who_drafts(world: World, draft: Plan, plan: Plan) -> None:
    with pytest.raises(DomainError) as refused:
        services.create_target(actor=world.actor("officer"), plan_id=plan.pk, values=VALUES, at=AT)
    assert (type(refused.value), bool(refused.value.remedy)) == (DomainError, True)
    with pytest.raises(NotPermitted):
        services.create_target(actor=world.actor("leader"), plan_id=draft.pk, values=VALUES, at=AT)
    for who in ("clerk", "stranger"):
        with pytest.raises(NotVisible):
            services.remove_target(actor=world.actor(who), target_id=target_of(draft).pk, at=AT)
    assert recorded("create_target") == []


# ---- Sharing out ---------------------------------------------------------------------------------------------


def share(world: World, target: PlanTarget, who: str = "officer", **amounts: int) -> PlanTarget:
    """Share a target out: office=20000 and so on; least and most are the same."""
    units = {"office": world.office, "division": world.division}
    target.refresh_from_db()
    return services.share_target(
        actor=world.actor(who),
        target_id=target.pk,
        shares={units[name].pk: (D(amount), D(amount)) for name, amount in amounts.items()},
        version=target.version,
        at=AT,
    )


def test_a_target_is_shared_out_and_the_units_receive_the_plan(world: World, plan: Plan) -> None:
    PlanReceipt.objects.filter(plan=plan).delete()
    target = target_of(plan)
    share(world, target, office=20000, division=12500)
    assert list(TargetShare.objects.order_by("unit__path").values_list("unit", "minimum", "maximum")) == [
        (world.office.pk, D(20000), D(20000)),
        (world.division.pk, D(12500), D(12500)),
    ]
    assert {receipt.unit for receipt in PlanReceipt.objects.filter(plan=plan)} == {world.office, world.division}
    assert (last().act, last().changes) == (
        "planning.share_target",
        {"shares": [[], ["Văn phòng Sở: 20.000", "Phòng Kế hoạch: 12.500"]]},
    )
    before = Entry.objects.count()
    share(world, target, office=20000, division=12500)
    assert Entry.objects.count() == before
    share(world, target)
    assert (TargetShare.objects.count(), last().changes["shares"][1]) == (0, [])


def test_units_with_a_share_receive_the_plan_when_it_is_issued(world: World, draft: Plan) -> None:
    unit = make_unit(world.body, name="Phòng mới lập")
    target = target_of(draft)
    services.share_target(
        actor=world.actor("officer"), target_id=target.pk, shares={unit.pk: (D(1), None)}, version=1, at=AT
    )
    assert PlanReceipt.objects.filter(plan=draft).count() == 0
    services.register_issued(actor=world.actor("officer"), plan_id=draft.pk, at=AT)
    assert PlanReceipt.objects.filter(plan=draft, unit=unit).count() == 1


def test_shares_that_cannot_be(world: World, plan: Plan) -> None:
    target, officer = target_of(plan), world.actor("officer")
    below = make_unit(world.division, name="Tổ một")

    def attempt(shares: dict[int, Any], **more: Any) -> None:
        values = {"actor": officer, "target_id": target.pk, "shares": shares, "version": 1, "at": AT} | more
        services.share_target(**values)

    with pytest.raises(DomainError, match="tính hai lần"):
        attempt({world.division.pk: (D(1), D(1)), below.pk: (D(1), D(1))})
    with pytest.raises(InvalidInput) as refused:
        attempt({world.office.pk: (None, None)})
    assert list(refused.value.fields) == [f"low_{world.office.pk}"]
    with pytest.raises(InvalidInput) as refused:
        attempt({world.office.pk: (D(2), D(1))})
    assert list(refused.value.fields) == [f"high_{world.office.pk}"]
    with pytest.raises(NotVisible):
        attempt({world.stranger_body.pk: (D(1), D(1))})
    with pytest.raises(EditConflict):
        attempt({world.office.pk: (D(1), D(1))}, version=7)
    with pytest.raises(NotPermitted):
        attempt({world.office.pk: (D(1), D(1))}, actor=world.actor("clerk"))
    with pytest.raises(NotVisible):
        attempt({world.office.pk: (D(1), D(1))}, actor=world.actor("stranger"))
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)
    with pytest.raises(DomainError, match="Đã kết thúc"):
        attempt({world.office.pk: (D(1), D(1))})
    assert (TargetShare.objects.count(), recorded("share_target")) == (0, [])


def test_a_unit_that_reported_keeps_its_share(world: World, plan: Plan) -> None:
    target = target_of(plan)
    share(world, target, office=20000, division=12500)
    report(world, target, Q1, 5000)
    with pytest.raises(DomainError, match="Văn phòng Sở"):
        share(world, target, division=32500)
    share(world, target, office=32500)
    assert TargetShare.objects.get().unit == world.office


def test_what_was_reported_of_the_whole_is_not_shared_out_afterwards(world: World, plan: Plan) -> None:
    target = target_of(plan)
    report(world, target, Q1, 5000, who="officer", unit=world.body.pk)
    with pytest.raises(DomainError, match="Sở Lao động"):
        share(world, target, office=20000)
    assert TargetShare.objects.count() == 0


def test_units_to_share_come_with_their_staff(
    world: World, plan: Plan, django_assert_num_queries: Callable[..., Any]
) -> None:
    make_person(make_unit(world.office, name="Tổ hai"))
    officer = world.actor("officer")
    target = queries.target_for(officer, target_of(plan).pk)
    with django_assert_num_queries(2):
        found = queries.units_to_share(officer, target, on=AT.date())
    assert [(unit.name, people) for unit, people in found] == [("Văn phòng Sở", 2), ("Phòng Kế hoạch", 1)]


# ---- Figures -------------------------------------------------------------------------------------------------


def report(
    world: World, target: PlanTarget, span: tuple[date, date], value: Any, *, who: str = "clerk", **more: Any
) -> TargetActual:
    values: dict[str, Any] = {"unit_id": more.pop("unit", world.office.pk), "period": "quarter", "at": LATER} | more
    return services.report_actual(
        actor=world.actor(who), target_id=target.pk, starts_on=span[0], ends_on=span[1], value=D(value), **values
    )


@pytest.fixture
def shared(world: World, plan: Plan) -> PlanTarget:
    return share(world, target_of(plan), office=20000, division=12500)


def test_a_figure_is_reported_with_its_evidence(world: World, shared: PlanTarget) -> None:
    actual = report(world, shared, Q1, "5100.5", note=" Theo sổ ", files=[("bien-ban.txt", io.BytesIO(b"so lieu"))])
    assert (actual.value, actual.note, actual.version, actual.unit) == (D("5100.5"), "Theo sổ", 1, world.office)
    stored = StoredFile.objects.get(original_name="bien-ban.txt")
    assert (list(actual.files.all()), stored.unit) == ([stored], world.office)
    assert (last().act, last().unit_path, last().changes) == (
        "planning.report_actual",
        world.office.path,
        {
            "unit": "Văn phòng Sở",
            "period_name": "01/01/2026 – 31/03/2026",
            "value": "5.100,5",
            "note": "Theo sổ",
            "files": "bien-ban.txt",
        },
    )
    assert [who for who in ("officer", "leader", "clerk") if can_open(world.actor(who), stored)] == [
        "officer",
        "leader",
        "clerk",
    ]
    assert [who for who in ("division_clerk", "stranger") if can_open(world.actor(who), stored)] == []


def test_a_second_report_of_a_period_is_a_correction(world: World, shared: PlanTarget) -> None:
    report(world, shared, Q1, 5000, note="sơ bộ")
    with pytest.raises(EditConflict):
        report(world, shared, Q1, 5200)
    actual = report(world, shared, Q1, 5200, version=1)
    assert (TargetActual.objects.count(), actual.value, actual.version) == (1, D(5200), 2)
    assert (last().act, last().changes) == (
        "planning.correct_actual",
        {
            "unit": "Văn phòng Sở",
            "period_name": "01/01/2026 – 31/03/2026",
            "value": ["5.000", "5.200"],
            "note": ["sơ bộ", ""],
        },
    )
    with pytest.raises(EditConflict):
        report(world, shared, Q2, 100, version=3)


def test_a_sum_never_counts_a_day_twice(world: World, shared: PlanTarget) -> None:
    report(world, shared, Q1, 5000)
    half = (date(2026, 1, 1), date(2026, 6, 30))
    with pytest.raises(InvalidInput) as refused:
        report(world, shared, half, 9000, period="half-year")
    assert list(refused.value.fields) == ["period"]
    level = shared.plan.targets.get(position=2)
    report(world, level, Q1, 60, who="officer", unit=world.body.pk)
    report(world, level, half, 65, who="officer", unit=world.body.pk, period="half-year")
    assert TargetActual.objects.filter(target=level).count() == 2


@pytest.mark.parametrize(
    ("span", "more", "field"),
    [
        ((date(2026, 1, 1), date(2026, 3, 30)), {}, "period"),
        (Q1, {"period": "month"}, "period"),
        (Q1, {"period": "week"}, "period"),
        ((date(2025, 1, 1), date(2025, 3, 31)), {}, "period"),
        ((date(2026, 4, 1), date(2026, 6, 30)), {"at": AT}, "period"),
        (Q1, {"value": D(-1)}, "value"),
        (Q1, {"value": D(10) ** 17}, "value"),
    ],
)
def test_figures_that_cannot_be(world: World, shared: PlanTarget, span: Any, more: dict[str, Any], field: str) -> None:
    value = more.pop("value", D(1))
    with pytest.raises(InvalidInput) as refused:
        report(world, shared, span, value, **more)
    assert (list(refused.value.fields), TargetActual.objects.count(), recorded("report_actual")) == ([field], 0, [])


def test_who_reports(world: World, shared: PlanTarget) -> None:
    for who, raised in (
        ("officer", NotPermitted),  # sees the unit, reports only for the own one
        ("division_clerk", NotVisible),
        ("stranger", NotVisible),
    ):
        with pytest.raises(raised):
            report(world, shared, Q1, 1, who=who)
    with pytest.raises(NotVisible):  # the whole is shared out: its unit has no part of its own
        report(world, shared, Q1, 1, who="officer", unit=world.body.pk)
    for state in (PlanState.CLOSED, PlanState.WITHDRAWN):
        Plan.objects.filter(pk=shared.plan_id).update(state=state)
        with pytest.raises(DomainError):
            report(world, shared, Q1, 1)
    assert (TargetActual.objects.count(), recorded("report_actual")) == (0, [])


def test_a_figure_is_taken_back_with_a_reason(world: World, shared: PlanTarget) -> None:
    actual = report(world, shared, Q1, 5000)
    with pytest.raises(InvalidInput):
        services.remove_actual(actor=world.actor("clerk"), actual_id=actual.pk, reason=" ", at=LATER)
    with pytest.raises(NotVisible):
        services.remove_actual(actor=world.actor("division_clerk"), actual_id=actual.pk, reason="x", at=LATER)
    with pytest.raises(NotPermitted):
        services.remove_actual(actor=world.actor("officer"), actual_id=actual.pk, reason="x", at=LATER)
    services.remove_actual(actor=world.actor("clerk"), actual_id=actual.pk, reason="Nhầm kỳ", at=LATER)
    assert TargetActual.objects.count() == 0
    assert (last().act, last().changes["value"], last().changes["reason"]) == (
        "planning.remove_actual",
        "5.000",
        "Nhầm kỳ",
    )


# ---- What each sees ------------------------------------------------------------------------------------------


def test_units_see_their_own_shares_and_figures_alone(world: World, shared: PlanTarget) -> None:
    report(world, shared, Q1, 5000)
    report(world, shared, Q1, 7000, who="division_clerk", unit=world.division.pk)
    seen = {
        who: queries.target_rows(world.actor(who), shared.plan)[0]
        for who in ("officer", "leader", "clerk", "division_clerk")
    }
    amounts = {
        who: (row.is_whole, row.standing and row.standing.reached, row.goal.minimum, len(row.shares))
        for who, row in seen.items()
    }
    assert amounts == {
        "officer": (True, D(12000), D(32500), 2),
        "leader": (True, D(12000), D(32500), 2),
        "clerk": (False, D(5000), D(20000), 1),
        "division_clerk": (False, D(7000), D(12500), 1),
    }
    assert [unit.name for unit in seen["clerk"].reporting] == ["Văn phòng Sở"]
    assert [line.actor for line in queries.target_history(world.actor("clerk"), shared)] == ["Nguyễn clerk"]
    assert len(queries.target_history(world.actor("leader"), shared)) == 3
    assert list(policies.visible_shares(world.actor("stranger"))) == []


def test_a_target_kept_whole_tells_units_nothing_but_itself(world: World, plan: Plan) -> None:
    target = target_of(plan)
    report(world, target, Q1, 5000, who="officer", unit=world.body.pk)
    row = queries.target_rows(world.actor("clerk"), plan)[0]
    assert (row.standing, row.actuals, row.reporting) == (None, [], [])
    own = queries.target_rows(world.actor("officer"), plan)[0]
    assert (own.standing and own.standing.reached, own.reporting) == (D(5000), [world.body])


def test_warnings_are_for_who_sees_everything(world: World, plan: Plan) -> None:
    target = target_of(plan)
    share(world, target, office=20000)
    assert [len(queries.target_rows(world.actor(who), plan)[0].mismatches) for who in ("officer", "clerk")] == [2, 0]


def test_what_is_due_of_each_unit(world: World, shared: PlanTarget, django_assert_num_queries: Any) -> None:
    report(world, shared, Q1, 5000)
    clerk = world.actor("clerk")
    with django_assert_num_queries(3):
        mine = queries.target_reports(clerk, year=2026, on=LATER.date())
    assert [(one.unit, [period.number for period in one.due]) for one in mine] == [(world.office, [2, 3])]
    whole = queries.target_reports(world.actor("officer"), year=2026, on=LATER.date())
    assert [one.target.measure for one in whole] == ["%"]
    assert queries.target_reports(world.actor("leader"), year=2026, on=LATER.date()) == []


def test_targets_cost_the_same_for_one_unit_and_for_thirty(
    world: World, plan: Plan, django_assert_num_queries: Callable[..., Any]
) -> None:
    target, officer = target_of(plan), world.actor("officer")
    counts = []
    for number in (1, 30):
        units = [make_unit(world.body, name=f"Đơn vị {number}-{at}") for at in range(number)]
        TargetShare.objects.bulk_create(TargetShare(target=target, unit=unit, minimum=D(1)) for unit in units)
        TargetActual.objects.bulk_create(
            TargetActual(target=target, unit=unit, period="quarter", starts_on=Q1[0], ends_on=Q1[1], value=D(1),
                         reported_at=AT) for unit in units
        )  # fmt: skip
        with django_assert_num_queries(4):
            rows = queries.target_rows(officer, plan)
        counts.append(rows[0].standing and rows[0].standing.reached)
    assert counts == [D(1), D(31)]


# ---- Money ---------------------------------------------------------------------------------------------------

LINE: dict[str, Any] = {"purpose": "In tài liệu", "source": "budget", "estimated": 5_000_000, "note": "", "task": None}


def test_a_line_of_the_estimate_is_kept_and_changed(world: World, plan: Plan) -> None:
    officer, task = world.actor("officer"), plan.tasks.all()[0]
    line = services.create_budget_line(actor=officer, plan_id=plan.pk, values=LINE | {"task": task.pk}, at=AT)
    assert (line.position, line.task, last().act, last().subject_type) == (
        1,
        task,
        "planning.create_budget_line",
        "planning.budget",
    )
    changed = services.change_budget_line(
        actor=officer, line_id=line.pk, version=1, values=LINE | {"estimated": 6_000_000, "task": None}, at=AT
    )
    assert (changed.estimated, changed.task, changed.version) == (6_000_000, None, 2)
    assert last().changes == {
        "content": "In tài liệu",
        "estimated": ["5.000.000", "6.000.000"],
        "of_task": ["Nhiệm vụ số 1", ""],
    }
    with pytest.raises(EditConflict):
        services.change_budget_line(actor=officer, line_id=line.pk, version=1, values=LINE, at=AT)
    services.remove_budget_line(actor=officer, line_id=line.pk, at=AT)
    assert (BudgetLine.objects.count(), last().act) == (0, "planning.remove_budget_line")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"source": "bank"}, "source"),
        ({"estimated": None}, "estimated"),
        ({"estimated": 10**15}, "estimated"),
        ({"task": 0x7FFFFFFF}, "task"),
    ],
)
def test_what_a_line_must_say(world: World, plan: Plan, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.create_budget_line(actor=world.actor("officer"), plan_id=plan.pk, values=LINE | values, at=AT)
    assert (list(refused.value.fields), recorded("create_budget_line")) == ([field], [])


def test_spending_may_go_over_and_is_shown(world: World, plan: Plan) -> None:
    officer = world.actor("officer")
    line = services.create_budget_line(actor=officer, plan_id=plan.pk, values=LINE, at=AT)
    first = services.record_spending(
        actor=officer, line_id=line.pk, spent_on=AT.date(), amount=4_000_000, note="HĐ 12", at=AT
    )
    assert (last().act, last().changes) == (
        "planning.record_spending",
        {"content": "In tài liệu", "amount": "4.000.000", "spent_on": "2026-03-02", "note": "HĐ 12"},
    )
    services.record_spending(actor=officer, line_id=line.pk, spent_on=AT.date(), amount=2_000_000, at=AT)
    total = queries.budget_of(officer, plan).total
    assert (total.estimated, total.spent, total.left, total.over, total.percent) == (
        5_000_000,
        6_000_000,
        -1_000_000,
        1_000_000,
        100,
    )
    with pytest.raises(DomainError, match="khoản chi"):
        services.remove_budget_line(actor=officer, line_id=line.pk, at=AT)
    services.remove_spending(actor=officer, spending_id=first.pk, reason="Ghi trùng", at=AT)
    assert (Spending.objects.count(), last().changes["reason"]) == (1, "Ghi trùng")


def test_spending_that_cannot_be(world: World, plan: Plan, draft: Plan) -> None:
    officer = world.actor("officer")
    line = services.create_budget_line(actor=officer, plan_id=plan.pk, values=LINE, at=AT)
    ahead = AT.date() + timedelta(days=1)
    for amount, day, field in ((0, AT.date(), "amount"), (10**15, AT.date(), "amount"), (1, ahead, "spent_on")):
        with pytest.raises(InvalidInput) as refused:
            services.record_spending(actor=officer, line_id=line.pk, spent_on=day, amount=amount, at=AT)
        assert list(refused.value.fields) == [field]
    early = services.create_budget_line(actor=officer, plan_id=draft.pk, values=LINE, at=AT)
    with pytest.raises(DomainError, match="Dự thảo"):
        services.record_spending(actor=officer, line_id=early.pk, spent_on=AT.date(), amount=1, at=AT)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)
    with pytest.raises(DomainError, match="Đã kết thúc"):
        services.change_budget_line(actor=officer, line_id=line.pk, version=1, values=LINE, at=AT)
    spending = services.record_spending(actor=officer, line_id=line.pk, spent_on=AT.date(), amount=1, at=AT)
    with pytest.raises(InvalidInput):
        services.remove_spending(actor=officer, spending_id=spending.pk, reason="", at=AT)
    assert len(recorded("record_spending")) == 1


def test_money_is_for_the_plans_unit(world: World, plan: Plan) -> None:
    line = services.create_budget_line(actor=world.actor("officer"), plan_id=plan.pk, values=LINE, at=AT)
    assert queries.budget_of(world.actor("leader"), plan).total.estimated == 5_000_000
    with pytest.raises(NotPermitted):
        queries.budget_of(world.actor("clerk"), plan)
    for who in ("clerk", "stranger"):
        actor = world.actor(who)
        for act in (
            lambda actor=actor: services.change_budget_line(
                actor=actor, line_id=line.pk, version=1, values=LINE, at=AT
            ),
            lambda actor=actor: services.remove_budget_line(actor=actor, line_id=line.pk, at=AT),
            lambda actor=actor: services.record_spending(
                actor=actor, line_id=line.pk, spent_on=AT.date(), amount=1, at=AT
            ),
        ):
            with pytest.raises(NotVisible):
                act()
    with pytest.raises(NotPermitted):
        services.create_budget_line(actor=world.actor("clerk"), plan_id=plan.pk, values=LINE, at=AT)


def test_the_estimate_is_added_up_by_source_and_by_task(
    world: World, plan: Plan, django_assert_num_queries: Callable[..., Any]
) -> None:
    officer, task = world.actor("officer"), plan.tasks.all()[0]
    for source, amount, key in (("fund", 3, None), ("budget", 5, task.pk), ("budget", 7, None)):
        values = LINE | {"source": source, "estimated": amount, "task": key}
        line = services.create_budget_line(actor=officer, plan_id=plan.pk, values=values, at=AT)
        services.record_spending(actor=officer, line_id=line.pk, spent_on=AT.date(), amount=1, at=AT)
    with django_assert_num_queries(2):
        found = queries.budget_of(officer, plan)
    assert [(one.name, one.estimated, one.spent) for one, _rows in found.sources] == [
        ("Ngân sách nhà nước", 12, 2),
        ("Quỹ thi đua, khen thưởng", 3, 1),
    ]
    assert [(one.name, one.estimated) for one in found.tasks] == [("Nhiệm vụ số 1", 5), ("", 10)]


# ---- Events --------------------------------------------------------------------------------------------------

EVENT_VALUES: dict[str, Any] = {
    "kind": "training",
    "title": "Tập huấn nghiệp vụ",
    "starts_at": AT - timedelta(hours=3),
    "ends_at": AT,
    "place": "Hội trường",
    "participants": "Cán bộ đầu mối",
    "participant_count": 40,
    "task": None,
}


def make_event(world: World, plan: Plan, **values: Any) -> PlanEvent:
    return services.create_event(actor=world.actor("officer"), plan_id=plan.pk, values=EVENT_VALUES | values, at=AT)


def test_an_event_is_prepared_changed_and_held(world: World, plan: Plan) -> None:
    officer, task = world.actor("officer"), plan.tasks.all()[0]
    event = services.create_event(
        actor=officer, plan_id=plan.pk, values=EVENT_VALUES | {"task": task.pk},
        files=[("giay-moi.txt", io.BytesIO(b"moi"))], at=AT,
    )  # fmt: skip
    assert (event.state, event.task, [one.original_name for one in event.files.all()]) == (
        EventState.PLANNED,
        task,
        ["giay-moi.txt"],
    )
    assert (last().act, last().changes) == (
        "planning.create_event",
        {"title": "Tập huấn nghiệp vụ", "starts": "06:00 02/03/2026", "place": "Hội trường", "files": "giay-moi.txt"},
    )
    services.change_event(
        actor=officer, event_id=event.pk, version=1, values={"place": "Phòng họp", "task": None}, at=AT
    )
    assert last().changes == {"place": ["Hội trường", "Phòng họp"], "of_task": ["Nhiệm vụ số 1", ""]}
    with pytest.raises(EditConflict):
        services.change_event(actor=officer, event_id=event.pk, version=1, values={"place": "Sân"}, at=AT)
    held = services.record_event(
        actor=officer, event_id=event.pk, version=2, result="Đạt yêu cầu", participant_count=38, at=AT
    )
    assert (held.state, held.participant_count, last().changes) == (
        EventState.HELD,
        38,
        {"result": ["", "Đạt yêu cầu"], "participant_count": [40, 38]},
    )
    stored = StoredFile.objects.get(original_name="giay-moi.txt")
    assert [can_open(world.actor(who), stored) for who in ("clerk", "stranger")] == [True, False]


def test_an_event_is_called_off_with_a_reason(world: World, plan: Plan) -> None:
    event = make_event(world, plan)
    with pytest.raises(InvalidInput):
        services.call_off_event(actor=world.actor("officer"), event_id=event.pk, reason="", at=AT)
    off = services.call_off_event(actor=world.actor("leader"), event_id=event.pk, reason="Bão", at=AT)
    assert (off.state, off.result, last().changes) == (EventState.CALLED_OFF, "Bão", {"reason": "Bão"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"title": " "}, "title"),
        ({"starts_at": None}, "starts_on"),
        ({"ends_at": AT - timedelta(days=2)}, "ends_on"),
        ({"task": 0x7FFFFFFF}, "task"),
    ],
)
def test_what_an_event_must_say(world: World, plan: Plan, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make_event(world, plan, **values)
    assert (list(refused.value.fields), PlanEvent.objects.count()) == ([field], 0)


def test_a_result_needs_words_and_a_day_gone_by(world: World, plan: Plan) -> None:
    event = make_event(world, plan)
    ahead = make_event(world, plan, starts_at=AT + timedelta(days=1), ends_at=None)
    with pytest.raises(InvalidInput) as refused:
        services.record_event(actor=world.actor("officer"), event_id=event.pk, version=1, result=" ", at=AT)
    assert list(refused.value.fields) == ["result"]
    with pytest.raises(InvalidInput, match="chưa diễn ra"):
        services.record_event(actor=world.actor("officer"), event_id=ahead.pk, version=1, result="Tốt", at=AT)
    assert recorded("record_event") == []


def test_events_of_plans_at_their_end(world: World, plan: Plan) -> None:
    event = make_event(world, plan)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)
    with pytest.raises(DomainError, match="Đã kết thúc"):
        make_event(world, plan)
    services.record_event(actor=world.actor("officer"), event_id=event.pk, version=1, result="Tốt", at=AT)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.WITHDRAWN)
    with pytest.raises(DomainError, match="thu hồi"):
        services.record_event(actor=world.actor("officer"), event_id=event.pk, version=2, result="Khá", at=AT)


@dataclass(frozen=True)
class Case:
    act: str
    do: Callable[[Any, PlanEvent], object]


ACTS = [
    Case(
        "planning.change_event",
        lambda actor, event: services.change_event(
            actor=actor, event_id=event.pk, version=event.version, values={"place": "Sân vận động"}, at=AT
        ),
    ),
    Case(
        "planning.record_event",
        lambda actor, event: services.record_event(
            actor=actor, event_id=event.pk, version=event.version, result="Kết quả mới", at=AT
        ),
    ),
    Case(
        "planning.call_off_event",
        lambda actor, event: services.call_off_event(actor=actor, event_id=event.pk, reason="Hoãn", at=AT),
    ),
]
ROLES = {
    **{role: (role in (Role.OFFICER, Role.UNIT_CLERK, Role.UNIT_HEAD, Role.LEADER), NotPermitted) for role in Role},
    "unit below": (False, NotPermitted),
    "stranger": (False, NotVisible),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", EventState.values)
@pytest.mark.parametrize("case", ACTS, ids=lambda case: case.act)
def test_every_step_of_an_event_by_every_role(world: World, plan: Plan, case: Case, state: str, role: str) -> None:
    from thidua.apps.organizations.queries import actor_for
    from thidua.apps.organizations.tests.factories import ON

    event = make_event(world, plan)
    PlanEvent.objects.filter(pk=event.pk).update(state=state)
    if role == "unit below":
        actor = world.actor("clerk")
    elif role == "stranger":
        actor = world.actor("stranger")
    else:
        actor = actor_for(make_user_with_role(world.body, role), on=ON)
    before = Entry.objects.count()
    is_allowed, refusal = ROLES[role]
    is_possible = case.act in EVENT.allowed(state)
    if is_allowed and is_possible:
        case.do(actor, event)
        event.refresh_from_db()
        assert (event.state, last().act) == (EVENT.step(case.act, state=state), case.act)
        return
    with pytest.raises(refusal if not is_allowed else DomainError) as refused:
        case.do(actor, event)
    event.refresh_from_db()
    assert (event.state, Entry.objects.count()) == (state, before)
    assert refused.value.message
    assert refused.value.remedy
