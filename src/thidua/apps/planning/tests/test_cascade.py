"""What a unit does with a plan it received: every state, every step, every role; the draft of its own plan; depth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from thidua.apps.audit.models import Entry
from thidua.apps.notifications.models import Notice
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON, make_unit, make_user_with_role
from thidua.apps.planning import policies, queries, services, transitions
from thidua.apps.planning.enums import Comparator, Lack, PlanState, ReceiptState, TaskOrigin, UnitPart
from thidua.apps.planning.models import Plan, PlanReceipt, PlanTarget, TargetShare, Task
from thidua.apps.planning.tests.cascades import Cascade, make_cascade, write_plan
from thidua.core.actor import Actor, Role
from thidua.core.errors import DomainError, InvalidInput, NotPermitted, NotVisible

LATER = AT + timedelta(days=1)
RECEIVERS = ("clerk 0", "unit officer", "unit unit_head")
INSIDE = (*RECEIVERS, "unit leader", "unit administrator", "officer", "head", "leader", "administrator")
OUTSIDE = ("clerk 1", "stranger")


@pytest.fixture
def cascade(db: None) -> Cascade:
    return make_cascade()


def put(receipt: PlanReceipt, state: str) -> None:
    """Put a receipt into a state as if it had come there."""
    PlanReceipt.objects.filter(pk=receipt.pk).update(
        state=state,
        acknowledged_at=None if state == ReceiptState.SENT else AT,
        launched_on=ON if state == ReceiptState.LAUNCHED else None,
    )


def acknowledge(actor: Actor, receipt: PlanReceipt) -> object:
    return services.acknowledge_plan(actor=actor, receipt_id=receipt.pk, at=LATER)


def launch(actor: Actor, receipt: PlanReceipt) -> object:
    return services.launch_received(actor=actor, receipt_id=receipt.pk, on=ON, note="Họp toàn phòng", at=LATER)


STEPS: dict[str, Callable[[Actor, PlanReceipt], object]] = {
    "planning.acknowledge_plan": acknowledge,
    "planning.launch_received": launch,
}


def test_every_step_of_the_table_is_tried_here() -> None:
    assert set(transitions.RECEIPT.acts) == {*STEPS, "planning.answer_plan"}


@pytest.mark.parametrize("who", [*INSIDE, *OUTSIDE])
@pytest.mark.parametrize("state", ReceiptState.values)
@pytest.mark.parametrize("act", sorted(STEPS))
def test_step(cascade: Cascade, act: str, state: str, who: str) -> None:
    receipt = cascade.receipt(0)
    put(receipt, state)
    before = Entry.objects.count()
    if who in OUTSIDE:
        expected: type[Exception] | None = NotVisible
    elif who not in RECEIVERS:
        expected = NotPermitted
    else:
        expected = None if act in transitions.RECEIPT.allowed(state) else DomainError
    if expected is None:
        STEPS[act](cascade.actor(who), receipt)
        receipt.refresh_from_db()
        assert receipt.state == transitions.RECEIPT.step(act, state=state)
        entry = Entry.objects.latest("sequence")
        assert (entry.act, entry.subject_id, Entry.objects.count()) == (act, str(receipt.pk), before + 1)
        return
    with pytest.raises(expected) as raised:
        STEPS[act](cascade.actor(who), receipt)
    assert raised.type is expected
    assert isinstance(raised.value, DomainError)
    assert raised.value.message
    assert raised.value.remedy
    receipt.refresh_from_db()
    assert (receipt.state, Entry.objects.count()) == (state, before)


@pytest.mark.parametrize("state", ReceiptState.values)
def test_issuing_the_own_plan_answers_in_every_state(cascade: Cascade, state: str) -> None:
    receipt = cascade.receipt(0)
    put(receipt, state)
    own = write_plan(receipt.unit, cascade.users["clerk 0"], [("Việc của phòng", [receipt.unit], [])])
    Plan.objects.filter(pk=own.pk).update(answers=cascade.plan, number="3")
    services.register_issued(actor=cascade.actor("clerk 0"), plan_id=own.pk, at=LATER)
    receipt.refresh_from_db()
    # A unit that has launched already stays launched; every other is now planned, and has acknowledged by answering.
    expected = ReceiptState.LAUNCHED if state == ReceiptState.LAUNCHED else ReceiptState.PLANNED
    assert (receipt.state, receipt.own_plan, receipt.planned_at) == (expected, own, LATER)
    assert receipt.acknowledged_at == (LATER if state == ReceiptState.SENT else AT)
    entry = Entry.objects.get(act="planning.answer_plan")
    assert entry.subject_id == str(receipt.pk)


def test_a_plan_that_answers_nothing_marks_nothing(cascade: Cascade) -> None:
    own = write_plan(cascade.units[0], cascade.users["clerk 0"], [("Việc riêng", [], [])])
    services.mark_answered(actor=cascade.actor("clerk 0"), plan=own, at=LATER)
    own.answers = cascade.plan
    own.unit = make_unit(cascade.body)  # has received nothing
    services.mark_answered(actor=cascade.actor("clerk 0"), plan=own, at=LATER)
    assert not Entry.objects.filter(act="planning.answer_plan").exists()


def test_acknowledging_says_who_and_when(cascade: Cascade) -> None:
    receipt = services.acknowledge_plan(actor=cascade.actor("clerk 0"), receipt_id=cascade.receipt(0).pk, at=LATER)
    assert (receipt.acknowledged_at, receipt.acknowledged_by) == (LATER, cascade.users["clerk 0"])


@pytest.mark.parametrize("state", [PlanState.CLOSED, PlanState.WITHDRAWN])
def test_nothing_more_is_asked_once_the_superiors_plan_has_ended(cascade: Cascade, state: str) -> None:
    Plan.objects.filter(pk=cascade.plan.pk).update(state=state)
    clerk, receipt = cascade.actor("clerk 0"), cascade.receipt(0)
    acts: tuple[Callable[[], object], ...] = (
        lambda: acknowledge(clerk, receipt),
        lambda: launch(clerk, receipt),
        lambda: services.start_own_plan(actor=clerk, receipt_id=receipt.pk, at=LATER),
    )
    for act in acts:
        with pytest.raises(DomainError, match=PlanState(state).label):
            act()


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 3, 4), "ở sau hôm nay"), (date(2026, 2, 19), "đứng trước ngày ban hành")]
)
def test_a_launch_lies_between_the_issue_and_today(cascade: Cascade, day: date, words: str) -> None:
    clerk, receipt = cascade.actor("clerk 0"), cascade.receipt(0)
    acknowledge(clerk, receipt)
    with pytest.raises(InvalidInput, match=words) as raised:
        services.launch_received(actor=clerk, receipt_id=receipt.pk, on=day, at=LATER)
    assert list(raised.value.fields) == ["on"]


def test_launching_keeps_the_day_and_the_way(cascade: Cascade) -> None:
    clerk, receipt = cascade.actor("clerk 0"), cascade.receipt(0)
    acknowledge(clerk, receipt)
    launch(clerk, receipt)
    receipt.refresh_from_db()
    assert (receipt.launched_on, receipt.launch_note) == (ON, "Họp toàn phòng")
    entry = Entry.objects.latest("sequence")
    assert entry.changes == {"launched_on": "2026-03-02", "launch_note": "Họp toàn phòng"}


# ---- Headcounts ------------------------------------------------------------------------------------------------


def test_headcount(cascade: Cascade) -> None:
    clerk, receipt = cascade.actor("clerk 0"), cascade.receipt(0)
    acknowledge(clerk, receipt)
    services.report_headcount(actor=clerk, receipt_id=receipt.pk, total=40, taking_part=38, at=LATER)
    receipt.refresh_from_db()
    assert (receipt.staff_total, receipt.staff_taking_part, receipt.staff_reported_at) == (40, 38, LATER)
    entry = Entry.objects.latest("sequence")
    assert entry.act == "planning.report_headcount"
    assert entry.changes == {"staff_total": [None, 40], "staff_taking_part": [None, 38]}


@pytest.mark.parametrize(
    ("total", "taking_part", "field"),
    [(0, 0, "total"), (-1, 0, "total"), (10_000_001, 1, "total"), (5, 6, "taking_part"), (5, -1, "taking_part")],
)
def test_headcount_refuses(cascade: Cascade, total: int, taking_part: int, field: str) -> None:
    clerk, receipt = cascade.actor("clerk 0"), cascade.receipt(0)
    acknowledge(clerk, receipt)
    with pytest.raises(InvalidInput) as raised:
        services.report_headcount(actor=clerk, receipt_id=receipt.pk, total=total, taking_part=taking_part, at=LATER)
    assert field in raised.value.fields


def test_headcount_follows_the_acknowledgement_and_ends_with_the_plan(cascade: Cascade) -> None:
    clerk, receipt = cascade.actor("clerk 0"), cascade.receipt(0)
    with pytest.raises(DomainError, match="chưa tiếp nhận"):
        services.report_headcount(actor=clerk, receipt_id=receipt.pk, total=4, taking_part=4, at=LATER)
    acknowledge(clerk, receipt)
    Plan.objects.filter(pk=cascade.plan.pk).update(state=PlanState.CLOSED)  # figures of the year come after its end
    services.report_headcount(actor=clerk, receipt_id=receipt.pk, total=4, taking_part=4, at=LATER)
    Plan.objects.filter(pk=cascade.plan.pk).update(state=PlanState.WITHDRAWN)
    with pytest.raises(DomainError, match="Đã thu hồi"):
        services.report_headcount(actor=clerk, receipt_id=receipt.pk, total=4, taking_part=4, at=LATER)


# ---- The unit's own plan ---------------------------------------------------------------------------------------


def start(cascade: Cascade, number: int = 0) -> Plan:
    actor = cascade.actor(f"clerk {number}")
    return services.start_own_plan(actor=actor, receipt_id=cascade.receipt(number).pk, at=LATER)


def test_own_plan_is_drafted_from_what_the_unit_has_to_do(cascade: Cascade) -> None:
    own = start(cascade)
    receipt = cascade.receipt(0)
    assert (receipt.state, receipt.own_plan, receipt.acknowledged_at) == (ReceiptState.ACKNOWLEDGED, own, LATER)
    assert (own.state, own.unit, own.answers, own.year) == (PlanState.DRAFT, cascade.units[0], cascade.plan, 2026)
    cited = "Kế hoạch số 25/KH-SNV ngày 20/02/2026 của Sở Nội vụ về công tác thi đua, khen thưởng năm 2026"
    assert own.title == f"Triển khai thực hiện {cited}"
    assert own.legal_bases == [{"text": f"Căn cứ {cited};", "number": "25/KH-SNV", "date": "2026-02-20"}]
    superior = {task.no: task for task in cascade.plan.tasks.all()}
    tasks = list(own.tasks.all())
    assert [task.answers for task in tasks] == [superior["1"], superior["2"]]
    for task in tasks:
        source = task.answers
        assert source is not None
        assert (task.origin, task.content, task.starts_on, task.due_on, task.product) == (
            TaskOrigin.SUPERIOR, source.content, source.starts_on, source.due_on, source.product
        )  # fmt: skip
        assert task.note == "Đơn vị chủ trì theo kế hoạch cấp trên."
        assert [(one.part, one.unit) for one in task.units.all()] == [(UnitPart.LEAD, cascade.units[0])]
        assert [(one.part, one.unit) for one in task.assignments.all()] == [(UnitPart.LEAD, cascade.units[0])]
    acts = list(Entry.objects.order_by("-sequence").values_list("act", flat=True)[:2])
    assert acts == ["planning.create_plan", "planning.start_own_plan"]


def test_a_coordinating_unit_is_told_whom_it_helps(cascade: Cascade) -> None:
    own = start(cascade, 1)
    assert [task.note for task in own.tasks.all()] == [
        "Đơn vị chủ trì theo kế hoạch cấp trên.",
        "Đơn vị phối hợp với Phòng số 1 (chủ trì) theo kế hoạch cấp trên.",
    ]


def test_a_title_that_begins_with_an_abbreviation_keeps_it(cascade: Cascade) -> None:
    Plan.objects.filter(pk=cascade.plan.pk).update(title="CNVCLĐ thi đua", number="", symbol="", issued_on=None)
    assert start(cascade).title == "Triển khai thực hiện Kế hoạch của Sở Nội vụ về CNVCLĐ thi đua"


def test_subtasks_stay_below_their_task_and_occurrences_come_anew(cascade: Cascade) -> None:
    parent = cascade.plan.tasks.get(no="1")
    for content, fields in (("Phần việc", {}), ("Lần tháng 3", {"period_starts_on": ON, "origin": "occurrence"})):
        values = {"plan": cascade.plan, "parent": parent, "position": 9, "content": content, "origin": "table"}
        child = Task.objects.create(**(values | fields))
        child.assignments.create(unit=cascade.units[0], part=UnitPart.LEAD)
    dropped = Task.objects.create(plan=cascade.plan, position=10, content="Bỏ", origin="table", is_dropped=True)
    dropped.assignments.create(unit=cascade.units[0], part=UnitPart.LEAD)
    own = start(cascade)
    assert [(task.content, task.parent and task.parent.content) for task in own.tasks.all()] == [
        ("Phát động phong trào thi đua", None),
        ("Tổng kết phong trào thi đua", None),
        ("Phần việc", "Phát động phong trào thi đua"),
    ]


def test_a_granted_extension_is_the_day_that_holds(cascade: Cascade) -> None:
    task = cascade.plan.tasks.get(no="1")
    task.assignments.filter(unit=cascade.units[0]).update(due_on=date(2026, 4, 15), first_due_on=date(2026, 3, 31))
    days = [start(cascade, number).tasks.get(answers=task).due_on for number in (0, 1)]
    assert days == [date(2026, 4, 15), date(2026, 3, 31)]


def test_shares_of_targets_become_targets(cascade: Cascade) -> None:
    common: dict[str, Any] = {"plan": cascade.plan, "measure": "người", "baseline": 9}
    whole = PlanTarget.objects.create(
        position=1, indicator="Tuyển mới", comparator=Comparator.RANGE, minimum=100, maximum=120, **common
    )
    part = PlanTarget.objects.create(
        position=2, indicator="Nữ", comparator=Comparator.AT_LEAST, minimum=40, whole=whole, **common
    )
    PlanTarget.objects.create(
        position=3, indicator="Của Phòng số 1", comparator=Comparator.EQUAL, minimum=1, maximum=1, **common
    )
    TargetShare.objects.create(target=whole, unit=cascade.units[0], minimum=50)
    TargetShare.objects.create(target=part, unit=cascade.units[0], minimum=20)
    own = start(cascade)
    rows: list[tuple[Any, ...]] = [
        (one.indicator, one.comparator, one.minimum, one.maximum, one.measure, one.baseline, one.whole and 1)
        for one in own.targets.order_by("position")
    ]
    assert rows == [
        ("Tuyển mới", Comparator.AT_LEAST, 50, None, "người", None, None),
        ("Nữ", Comparator.AT_LEAST, 20, None, "người", None, 1),
    ]


def test_without_shares_the_targets_that_name_the_unit_are_taken(cascade: Cascade) -> None:
    for position, indicator in enumerate(("PHÒNG SỐ 1: tuyển mới", "Phòng số 10: tuyển mới", "Toàn sở"), start=1):
        PlanTarget.objects.create(
            plan=cascade.plan,
            position=position,
            indicator=indicator,
            comparator=Comparator.AT_MOST,
            maximum=7,
            baseline=3,
        )
    rows: list[tuple[Any, ...]] = [(one.indicator, one.maximum, one.baseline) for one in start(cascade).targets.all()]
    assert rows == [("PHÒNG SỐ 1: tuyển mới", 7, 3)]


def test_a_share_with_an_upper_bound_only(cascade: Cascade) -> None:
    target = PlanTarget.objects.create(
        plan=cascade.plan, position=1, indicator="Chi", comparator=Comparator.RANGE, minimum=1, maximum=9
    )
    TargetShare.objects.create(target=target, unit=cascade.units[0], maximum=3)
    assert start(cascade).targets.get().comparator == Comparator.AT_MOST


@pytest.mark.parametrize("who", [*INSIDE, *OUTSIDE])
def test_who_starts_the_own_plan(cascade: Cascade, who: str) -> None:
    receipt = cascade.receipt(0)
    if who in {"clerk 0", "unit officer"}:
        services.start_own_plan(actor=cascade.actor(who), receipt_id=receipt.pk, at=LATER)
        assert Plan.objects.filter(answers=cascade.plan).count() == 1
        return
    expected = NotVisible if who in OUTSIDE else NotPermitted
    with pytest.raises(expected):
        services.start_own_plan(actor=cascade.actor(who), receipt_id=receipt.pk, at=LATER)
    assert not Plan.objects.filter(answers=cascade.plan).exists()


def test_a_second_own_plan_is_refused_until_the_first_is_withdrawn(cascade: Cascade) -> None:
    own = start(cascade)
    with pytest.raises(DomainError, match="đã có kế hoạch hoặc dự thảo"):
        start(cascade)
    Plan.objects.filter(pk=own.pk).update(state=PlanState.WITHDRAWN)
    assert start(cascade).pk != own.pk


def test_superiors_see_the_own_plan_once_issued_and_siblings_never(cascade: Cascade) -> None:
    own = start(cascade)

    def viewers() -> set[str]:
        return {who for who in cascade.users if policies.can_see_plan(cascade.actor(who), own)}

    unit = {"clerk 0", *(f"unit {role}" for role in (Role.OFFICER, Role.UNIT_HEAD, Role.LEADER, Role.ADMINISTRATOR))}
    assert viewers() == unit
    Plan.objects.filter(pk=own.pk).update(number="3", issued_on=ON)
    services.register_issued(actor=cascade.actor("clerk 0"), plan_id=own.pk, at=LATER)
    assert viewers() == {*unit, "officer", "head", "leader", "administrator"}


def test_answering_tasks_are_shown_upward_only_once_issued(cascade: Cascade) -> None:
    own = start(cascade)
    superior = cascade.plan.tasks.get(no="1")
    task = own.tasks.get(answers=superior)
    officer, clerk, sibling = (cascade.actor(who) for who in ("officer", "clerk 0", "clerk 1"))
    assert queries.answering_tasks(officer, superior) == []
    assert queries.answered_task(clerk, task) == superior
    assert queries.answered_task(clerk, superior) is None
    assert (queries.superior_of(clerk, own), queries.superior_of(clerk, cascade.plan)) == (cascade.plan, None)
    Plan.objects.filter(pk=own.pk).update(number="3", issued_on=ON)
    services.register_issued(actor=clerk, plan_id=own.pk, at=LATER)
    assert queries.answering_tasks(officer, superior) == [task]
    assert (queries.answering_tasks(clerk, superior), queries.answering_tasks(sibling, superior)) == ([], [])


# ---- Three levels ----------------------------------------------------------------------------------------------


def test_the_same_again_one_level_down(cascade: Cascade) -> None:
    """Ministry → department → division: each answers with its own plan, whose issue addresses the units below."""
    department = cascade.units[0]
    divisions = [make_unit(department, name=f"Tổ {number}") for number in (1, 2)]
    clerk = actor_for(make_user_with_role(divisions[0], Role.UNIT_CLERK), on=ON)
    sibling = actor_for(make_user_with_role(divisions[1], Role.UNIT_CLERK), on=ON)
    own = start(cascade)
    task = own.tasks.get(no="1")
    services.change_task(
        actor=cascade.actor("clerk 0"), task_id=task.pk, version=task.version, values={},
        units={"lead": [divisions[0].name], "coordinating": [divisions[1].name]}, at=LATER,
    )  # fmt: skip
    Plan.objects.filter(pk=own.pk).update(number="3", symbol="KH-PKH", issued_on=ON)
    services.register_issued(actor=cascade.actor("clerk 0"), plan_id=own.pk, at=LATER)
    assert [one.unit for one in own.receipts.all()] == divisions
    receipt = own.receipts.get(unit=divisions[0])
    deepest = services.start_own_plan(actor=clerk, receipt_id=receipt.pk, at=LATER)
    assert [one.answers for one in deepest.tasks.all()] == [task]
    services.report_headcount(actor=clerk, receipt_id=receipt.pk, total=10, taking_part=9, at=LATER)
    Plan.objects.filter(pk=deepest.pk).update(number="1", symbol="KH-T1", issued_on=ON)
    services.register_issued(actor=clerk, plan_id=deepest.pk, at=LATER)
    receipt.refresh_from_db()
    assert receipt.state == ReceiptState.PLANNED
    with pytest.raises(NotVisible):
        services.acknowledge_plan(actor=sibling, receipt_id=receipt.pk, at=LATER)

    above = {one.unit_id: one for one in queries.coverage_of(cascade.plan, today=ON)}[department.pk]
    assert above.below is not None
    assert (above.below.units, above.below.received, above.below.planned, above.below.launched) == (2, 1, 1, 0)
    assert (above.staff, above.has_headcount) == ((9, 10), False)
    assert queries.headcount_below(cascade.receipt(0)) == (9, 10)
    assert queries.headcount_below(cascade.receipt(1)) is None
    middle = {one.unit_id: one for one in queries.coverage_of(own, today=ON)}
    assert [middle[unit.pk].is_planned for unit in divisions] == [True, False]
    assert {plan.pk for plan in policies.visible_plans(cascade.actor("officer"))} == {
        cascade.plan.pk, own.pk, deepest.pk
    }  # fmt: skip


# ---- Reminding and addressing more -----------------------------------------------------------------------------


def remind(cascade: Cascade, numbers: list[int], *, who: str = "officer", **changes: Any) -> services.Reminded:
    values: dict[str, Any] = {"about": Lack.RECEIPT, "text": "", "at": LATER} | changes
    unit_ids = [cascade.units[number].pk for number in numbers]
    return services.remind_units(actor=cascade.actor(who), plan_id=cascade.plan.pk, unit_ids=unit_ids, **values)


def urged() -> list[tuple[int, str]]:
    rows = Notice.objects.filter(kind="planning.remind_units").order_by("recipient_id")
    return list(rows.values_list("recipient_id", "text"))


def test_a_reminder_reaches_exactly_those_missing(cascade: Cascade) -> None:
    acknowledge(cascade.actor("clerk 0"), cascade.receipt(0))
    done = remind(cascade, [0, 1])
    assert done == services.Reminded(("Phòng số 2",), (), (), ("Phòng số 1",))
    words = "Đề nghị đơn vị tiếp nhận kế hoạch số 25/KH-SNV (Công tác thi đua, khen thưởng năm 2026).\nSở Nội vụ"
    assert urged() == [(cascade.users["clerk 1"].pk, words)]
    receipt = cascade.receipt(1)
    assert (receipt.reminded_at, receipt.reminders) == (LATER, {"receipt": "2026-03-03"})
    assert cascade.receipt(0).reminded_at is None
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject_type) == ("planning.remind_units", "planning.coverage")
    assert entry.changes["units"] == "Phòng số 2"


def test_a_reminder_reaches_clerk_officer_and_head_of_the_unit(cascade: Cascade) -> None:
    remind(cascade, [0], text="Gấp!")
    assert urged() == [(cascade.users[who].pk, "Gấp!\nSở Nội vụ") for who in RECEIVERS]


def test_once_a_day_for_each_matter(cascade: Cascade) -> None:
    remind(cascade, [0])
    with pytest.raises(DomainError, match="Hôm nay đã đôn đốc"):
        remind(cascade, [0])
    assert remind(cascade, [0, 1]).already == ("Phòng số 1",)
    assert remind(cascade, [0], about=Lack.LAUNCH).told == ("Phòng số 1",)
    assert remind(cascade, [0], at=LATER + timedelta(days=1)).told == ("Phòng số 1",)


def test_reminders_refuse_in_words(cascade: Cascade) -> None:
    with pytest.raises(DomainError, match="Chưa chọn đơn vị"):
        remind(cascade, [])
    with pytest.raises(InvalidInput, match="Chưa chọn nội dung"):
        remind(cascade, [0], about="everything")
    with pytest.raises(InvalidInput, match="dài quá"):
        remind(cascade, [0], text="x" * 1001)
    acknowledge(cascade.actor("clerk 0"), cascade.receipt(0))
    with pytest.raises(DomainError, match="vừa làm xong"):
        remind(cascade, [0])
    empty = make_unit(cascade.body, name="Phòng chưa có ai")
    services.address_more(actor=cascade.actor("officer"), plan_id=cascade.plan.pk, names=[empty.name], at=LATER)
    cascade.units.append(empty)
    with pytest.raises(DomainError, match="Chưa có ai nhận được lời nhắc ở: Phòng chưa có ai"):
        remind(cascade, [2])
    assert remind(cascade, [1, 2]).without_people == ("Phòng chưa có ai",)
    Plan.objects.filter(pk=cascade.plan.pk).update(state=PlanState.CLOSED)
    with pytest.raises(DomainError, match="Đã kết thúc"):
        remind(cascade, [1], at=LATER + timedelta(days=1))


@pytest.mark.parametrize("who", ["officer", "head", "leader", "administrator", "clerk 0", "clerk 1", "stranger"])
def test_who_reminds_and_who_addresses_more(cascade: Cascade, who: str) -> None:
    more = make_unit(cascade.body, name="Phòng thêm")

    def address() -> tuple[str, ...]:
        return services.address_more(actor=cascade.actor(who), plan_id=cascade.plan.pk, names=[more.name], at=LATER)

    if who in {"officer", "head", "leader"}:
        assert remind(cascade, [0], who=who).told == ("Phòng số 1",)
        assert address() == ("Phòng thêm",)
        return
    expected = NotVisible if who == "stranger" else NotPermitted
    acts: tuple[Callable[[], object], ...] = (lambda: remind(cascade, [0], who=who), address)
    for act in acts:
        with pytest.raises(expected):
            act()


def test_addressing_more_gives_a_receipt_and_tells_the_unit(cascade: Cascade) -> None:
    more = make_unit(cascade.body, name="Phòng thêm")
    clerk = make_user_with_role(more, Role.UNIT_CLERK)
    officer, names = cascade.actor("officer"), ["Phòng thêm", "Phòng số 1"]
    assert not policies.can_see_plan(actor_for(clerk, on=ON), cascade.plan)
    assert services.address_more(actor=officer, plan_id=cascade.plan.pk, names=names, at=LATER) == ("Phòng thêm",)
    assert policies.can_see_plan(actor_for(clerk, on=ON), cascade.plan)
    assert cascade.plan.receipts.get(unit=more).state == ReceiptState.SENT
    assert Notice.objects.filter(recipient=clerk).count() == 1
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.changes) == ("planning.address_more", {"units": "Phòng thêm"})
    with pytest.raises(DomainError, match="đều đã nhận"):
        services.address_more(actor=officer, plan_id=cascade.plan.pk, names=names, at=LATER)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "Chưa chọn"),
        (["Ban không có"], "Không có trong cơ cấu tổ chức: Ban không có"),
        (["Sở Nội vụ"], "gửi xuống"),
    ],
)
def test_addressing_refuses(cascade: Cascade, names: list[str], words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as raised:
        services.address_more(actor=cascade.actor("officer"), plan_id=cascade.plan.pk, names=names, at=LATER)
    assert list(raised.value.fields) == ["units"]
