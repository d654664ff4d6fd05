"""Coverage of a plan: figures against a plain count over generated data, constant queries, the page and its acts."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON, make_unit, make_user_with_role
from thidua.apps.planning import queries, services
from thidua.apps.planning.domain import coverage as domain
from thidua.apps.planning.enums import Lack, PlanState, ReceiptState, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, Task
from thidua.apps.planning.tests.cascades import Cascade, make_cascade, write_plan
from thidua.apps.planning.tests.pages import signed_in
from thidua.core import clock
from thidua.core.actor import Role
from thidua.lib.vietnamese import fold

TODAY = date(2026, 5, 4)
LATER = AT + timedelta(days=1)


@contextmanager
def counting() -> Iterator[list[int]]:
    counted: list[int] = []
    with CaptureQueriesContext(connection) as captured:
        yield counted
    counted.append(len(captured))


def scatter(cascade: Cascade, chance: random.Random) -> None:
    """Put receipts, work and own plans of the units anywhere they may be."""
    tasks = [
        Task.objects.create(plan=cascade.plan, position=10 + number, content=f"Việc {number}", origin="table")
        for number in range(4)
    ]
    tasks[3].recurrence = "monthly"
    tasks[3].save()
    Task.objects.create(plan=cascade.plan, parent=tasks[2], position=20, content="Phần", origin="table")
    for unit in cascade.units:
        for task in tasks:
            if chance.random() < 0.7:
                state = chance.choice(TaskState.values)
                part = chance.choice([UnitPart.LEAD, UnitPart.LEAD, UnitPart.COORDINATING])
                if part != UnitPart.LEAD:
                    state = TaskState.NOT_BEGUN
                due = chance.choice([None, TODAY, TODAY - timedelta(days=chance.randrange(1, 500)), date(2026, 9, 1)])
                Assignment.objects.create(
                    task=task, unit=unit, part=part, state=state, due_on=due,
                    done_on=date(2026, 4, chance.randrange(1, 29)) if state == TaskState.DONE else None,
                    reported_at=AT if chance.random() < 0.5 else None,
                )  # fmt: skip
        receipt = cascade.plan.receipts.get(unit=unit)
        receipt.state = chance.choice(ReceiptState.values)
        receipt.acknowledged_at = None if receipt.state == ReceiptState.SENT else AT
        receipt.launched_on = ON if receipt.state == ReceiptState.LAUNCHED else None
        if chance.random() < 0.5:
            receipt.staff_total = chance.randrange(1, 90)
            receipt.staff_taking_part = chance.randrange(0, receipt.staff_total + 1)
        own_state = chance.choice([None, *PlanState.values])
        if own_state is not None:
            receipt.own_plan = Plan.objects.create(
                unit=unit, kind="plan", year=2026, issuer=unit.name, title="Riêng", state=own_state, created_at=AT,
                answers=cascade.plan, issued_at=AT, launched_on=ON,
            )  # fmt: skip
            for number in range(chance.randrange(3)):
                below = make_unit(unit, name=f"Tổ {number}")
                PlanReceipt.objects.create(
                    plan=receipt.own_plan, unit=below, sent_at=AT,
                    **chance.choice([
                        {},
                        {"state": "acknowledged", "acknowledged_at": AT, "staff_total": 9, "staff_taking_part": 5},
                        {"state": "launched", "acknowledged_at": AT, "launched_on": ON},
                    ]),
                )  # fmt: skip
        receipt.save()


def counted_plainly(plan: Plan, unit: Unit) -> dict[str, object]:
    """Count what a unit has done the slow way: row by row, in plain words."""
    receipt = plan.receipts.get(unit=unit)
    lead = expected = reported = overdue = done = late_done = 0
    for row in Assignment.objects.filter(unit=unit, task__plan=plan):
        if row.part != "lead" or row.state == "cancelled" or row.task.recurrence or row.task.children.count():
            continue
        lead += 1
        if row.state != "not_begun" or (row.due_on is not None and row.due_on <= TODAY):
            expected += 1
            reported += row.reported_at is not None
        is_open = row.state in ("not_begun", "in_progress", "awaiting")
        if is_open and row.due_on and row.due_on < TODAY and (TODAY - row.due_on).days <= 366:
            overdue += 1
        if row.state == "done":
            done += 1
            late_done += bool(row.due_on and row.done_on and row.done_on > row.due_on)
    own = receipt.own_plan
    is_answered = own is not None and own.state in ("issued", "active", "closed")
    below = list(own.receipts.all()) if own is not None and is_answered else []
    staff = None
    if receipt.staff_total is not None:
        staff = (receipt.staff_taking_part, receipt.staff_total)
    elif sum(one.staff_total or 0 for one in below):
        staff = (sum(one.staff_taking_part or 0 for one in below), sum(one.staff_total or 0 for one in below))
    return {
        "work": (lead, expected, reported, overdue, done, late_done),
        "received": receipt.state != "sent",
        "planned": is_answered,
        "drafting": own is not None and own.state in ("draft", "submitted"),
        "launched": receipt.state == "launched",
        "below": (len(below), sum(one.state != "sent" for one in below), sum(one.state == "launched" for one in below)),
        "staff": staff,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_figures_agree_with_a_plain_count(seed: int) -> None:
    cascade = make_cascade(7, with_clerks=False)
    scatter(cascade, random.Random(seed))
    rows = queries.coverage_of(cascade.plan, today=TODAY)
    assert [one.unit_id for one in rows] == [unit.pk for unit in cascade.units]
    plain = [counted_plainly(cascade.plan, unit) for unit in cascade.units]
    for one, other in zip(rows, plain, strict=True):
        work, below = one.work, one.below or domain.Below()
        assert {
            "work": (work.lead, work.expected, work.reported, work.overdue, work.done, work.late_done),
            "received": one.is_received,
            "planned": one.is_planned,
            "drafting": one.is_drafting,
            "launched": one.is_launched,
            "below": (below.units, below.received, below.launched),
            "staff": one.staff,
        } == other
    with_work = [other["work"] for other in plain]
    figures = [
        (sum(bool(other["received"]) for other in plain), 7),
        (sum(bool(other["planned"]) for other in plain), 7),
        (sum(bool(other["launched"]) for other in plain), 7),
        (sum(w[1] > 0 and w[2] == w[1] for w in with_work), sum(w[1] > 0 for w in with_work)),
        (sum(w[0] > 0 and w[3] == 0 for w in with_work), sum(w[0] > 0 for w in with_work)),
    ]
    assert [(one.have, one.of) for one in domain.measures(rows)] == figures
    known = [other["staff"] for other in plain if other["staff"] is not None]
    total = domain.headcount(rows)
    assert (total.taking_part, total.total, total.units, total.of) == (
        sum(one[0] for one in known), sum(one[1] for one in known), len(known), 7
    )  # fmt: skip


def unit_row(path: str, *, staff: tuple[int, int] | None = None, state: str = "sent") -> domain.UnitCoverage:
    return domain.UnitCoverage(
        receipt_id=1, unit_id=1, name=path, short_name="", path=path, place=0, search_text="", state=state,
        own_plan_id=None, own_state="", launched_on=None, staff_total=staff and staff[1],
        staff_taking_part=staff and staff[0], reminders={},
    )  # fmt: skip


def test_a_unit_below_a_counted_one_is_not_counted_twice() -> None:
    rows = [
        unit_row("1.2.3.", staff=(3, 4)),
        unit_row("1.2.", staff=(8, 9)),
        unit_row("1.4."),
        unit_row("1.5.6.", staff=(1, 1)),
    ]
    found = domain.headcount(rows)
    assert (found.taking_part, found.total, found.units, found.of, found.percent) == (9, 10, 3, 4, 90)


@pytest.mark.parametrize(("have", "of", "expected"), [(0, 0, None), (0, 3, 0), (2, 3, 66), (699, 700, 99), (7, 7, 100)])
def test_only_all_is_a_hundred_percent(have: int, of: int, expected: int | None) -> None:
    assert domain.percent(have, of) == expected


def test_measures_of_nobody() -> None:
    assert [(one.have, one.of, one.missing, one.percent) for one in domain.measures([])] == [(0, 0, 0, None)] * 5


# ---- Queries ---------------------------------------------------------------------------------------------------


def add_units(cascade: Cascade, numbers: range) -> None:
    """Give the plan more units, each with work, an own plan, and a unit that received it."""
    task = cascade.plan.tasks.get(no="1")
    units = Unit.objects.bulk_create(
        Unit(parent=cascade.body, path=f"{cascade.body.path}{100_000 + number}.", code=f"N{number}", kind="division",
             name=f"Đơn vị số {number}", position=number, search_text=f"don vi so {number}")
        for number in numbers
    )  # fmt: skip
    Assignment.objects.bulk_create(Assignment(task=task, unit=unit, part=UnitPart.LEAD, due_on=ON) for unit in units)
    plans = Plan.objects.bulk_create(
        Plan(unit=unit, kind="plan", year=2026, issuer=unit.name, title="Riêng", state=PlanState.ISSUED,
             created_at=AT, issued_at=AT, answers=cascade.plan)
        for unit in units
    )  # fmt: skip
    PlanReceipt.objects.bulk_create(
        PlanReceipt(plan=cascade.plan, unit=unit, sent_at=AT, own_plan=own)
        for unit, own in zip(units, plans, strict=True)
    )
    PlanReceipt.objects.bulk_create(PlanReceipt(plan=own, unit=cascade.units[0], sent_at=AT) for own in plans)


@pytest.mark.django_db
def test_pages_cost_the_same_for_1_30_and_300_units() -> None:
    cascade = make_cascade(1)
    add_units(cascade, range(1))
    officer = signed_in(cascade, "officer")
    units = reverse("planning:plan-units", args=[cascade.plan.pk])
    addresses = {
        "page": f"{units}?thieu=receipt&dong=100",
        "excel": f"{units}?xuat=excel",
        "overview": reverse("planning:plan", args=[cascade.plan.pk]),
        "history": reverse("planning:plan-history", args=[cascade.plan.pk]),
    }
    found: dict[str, list[int]] = {}
    for numbers in (range(1, 1), range(1, 29), range(29, 299)):
        add_units(cascade, numbers)
        with counting() as counted:
            assert len(queries.coverage_of(cascade.plan, today=ON)) == numbers.stop + 1
        found.setdefault("query", []).append(counted[0])
        for name, address in addresses.items():
            with counting() as counted:
                assert officer.get(address).getvalue()
            found.setdefault(name, []).append(counted[0])
    assert found["query"] == [3, 3, 3]
    assert {name: len(set(counts)) for name, counts in found.items()} == dict.fromkeys(found, 1), found


@pytest.mark.django_db
def test_a_reminder_costs_the_same_for_2_and_30_units() -> None:
    counts = []
    for count in (2, 30):
        cascade = make_cascade(count)
        with counting() as counted:
            services.remind_units(
                actor=cascade.actor("officer"), plan_id=cascade.plan.pk, about=Lack.RECEIPT, at=LATER,
                unit_ids=[unit.pk for unit in cascade.units],
            )  # fmt: skip
        counts.append(counted[0])
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_list_of_received_plans_costs_the_same_for_1_and_30() -> None:
    cascade = make_cascade(1)
    clerk = signed_in(cascade, "clerk 0")
    clerk.get("/?nam=2026")  # the year is remembered once
    counts = []
    for more in (0, 29):
        for number in range(more):
            plan = write_plan(cascade.body, cascade.users["officer"], [])
            Plan.objects.filter(pk=plan.pk).update(state=PlanState.ISSUED, issued_at=AT, number=str(number))
            PlanReceipt.objects.create(plan=plan, unit=cascade.units[0], sent_at=AT)
        with counting() as counted:
            page = clerk.get(reverse("planning:received") + "?nam=2026&dong=50")
        counts.append(counted[0])
        assert page.content.decode().count("data-href=") == more + 1
    assert counts[0] == counts[1]


# ---- Pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def cascade(db: None) -> Cascade:
    """Three units on the day of `clock`: the first has acknowledged and launched, the others have done nothing."""
    made = make_cascade(3)
    Plan.objects.filter(pk=made.plan.pk).update(issued_on=clock.today() - timedelta(days=30))
    for unit in made.units:
        Unit.objects.filter(pk=unit.pk).update(search_text=fold(unit.name))  # numbers of codes are not searched here
    clerk, receipt = made.actor("clerk 0"), made.receipt(0)
    services.acknowledge_plan(actor=clerk, receipt_id=receipt.pk, at=clock.now())
    services.launch_received(actor=clerk, receipt_id=receipt.pk, on=clock.today(), at=clock.now())
    return made


def names_shown(page: str) -> list[str]:
    return [f"Phòng số {number}" for number in (1, 2, 3) if f">Phòng số {number}</a>" in page]


def units_page(cascade: Cascade, query: str = "", who: str = "officer") -> str:
    answer = signed_in(cascade, who).get(reverse("planning:plan-units", args=[cascade.plan.pk]) + query)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3]),
        ("?thieu=receipt", [2, 3]),
        ("?thieu=launch", [2, 3]),
        ("?thieu=plan", [1, 2, 3]),
        ("?thieu=receipt&q=PHONG+3", [3]),
        ("?q=so+2", [2]),
        ("?thieu=khong-co", [1, 2, 3]),
    ],
)
def test_the_page_names_those_missing(cascade: Cascade, query: str, expected: list[int]) -> None:
    assert names_shown(units_page(cascade, query)) == [f"Phòng số {number}" for number in expected]


def test_the_strip_opens_into_those_missing(cascade: Cascade) -> None:
    page = units_page(cascade)
    address = reverse("planning:plan-units", args=[cascade.plan.pk])
    assert page.count('class="coverage-figure') == 5
    assert f'href="{address}?thieu=receipt">Chưa tiếp nhận: 2 đơn vị</a>' in page
    assert page.count('<p class="coverage-percent">33%</p>') == 2


def test_sorting_by_a_figure(cascade: Cascade) -> None:
    def shown(query: str) -> list[str]:
        page = units_page(cascade, query)
        return sorted(["1", "2", "3"], key=lambda number: page.index(f">Phòng số {number}</a>"))

    assert (shown("?sap=launched"), shown("?sap=-launched"), shown("?sap=-unit")) == (
        ["2", "3", "1"], ["1", "3", "2"], ["3", "2", "1"]
    )  # fmt: skip


def test_the_button_reminds_exactly_the_filtered_ones(cascade: Cascade) -> None:
    page = units_page(cascade, "?thieu=receipt")
    keys = ",".join(str(unit.pk) for unit in cascade.units[1:])
    assert f'name="units" value="{keys}"' in page
    assert "Đôn đốc 2 đơn vị này" in page
    assert "Đôn đốc" not in units_page(cascade, "?thieu=receipt", who="administrator").split("<table")[0]
    officer = signed_in(cascade, "officer")
    address = reverse("planning:plan-remind", args=[cascade.plan.pk])
    answer = officer.post(address, {"units": f"{keys},x", "about": "receipt", "text": ""}, follow=True)
    assert "Đã đôn đốc 2 đơn vị: Phòng số 2; Phòng số 3." in answer.content.decode()
    assert [bool(cascade.receipt(number).reminders) for number in range(3)] == [False, True, True]
    again = officer.post(address, {"units": keys, "about": "receipt"})
    assert (again.status_code, "Hôm nay đã đôn đốc" in again.content.decode()) == (409, True)


def test_a_reminder_says_who_was_passed_over(cascade: Cascade) -> None:
    officer = signed_in(cascade, "officer")
    empty = make_unit(cascade.body, name="Phòng chưa có ai")
    services.address_more(actor=cascade.actor("officer"), plan_id=cascade.plan.pk, names=[empty.name], at=clock.now())
    address = reverse("planning:plan-remind", args=[cascade.plan.pk])
    officer.post(address, {"units": str(cascade.units[1].pk), "about": "receipt"})
    keys = ",".join(str(unit.pk) for unit in (*cascade.units, empty))
    page = officer.post(address, {"units": keys, "about": "receipt"}, follow=True).content.decode()
    assert "Đã đôn đốc 1 đơn vị: Phòng số 3." in page
    assert "Hôm nay đã đôn đốc về việc này: Phòng số 2." in page
    assert "Vừa làm xong nên không nhắc nữa: Phòng số 1." in page
    assert "để nhắc: Phòng chưa có ai." in page


def test_the_export_says_what_the_page_says(cascade: Cascade) -> None:
    address = reverse("planning:plan-units", args=[cascade.plan.pk]) + "?thieu=receipt&xuat=excel"
    content = signed_in(cascade, "officer").get(address).getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    heads = rows[0]
    first = dict(zip(heads, rows[1], strict=True))
    assert [row[0] for row in rows[1:]] == ["Phòng số 2", "Phòng số 3"]
    assert (first["Tiếp nhận"], first["Kế hoạch"], first["Triển khai"]) == (
        "Chưa nhận", "Chưa có", "Chưa triển khai"
    )  # fmt: skip


def test_every_word_of_the_table(cascade: Cascade) -> None:
    """A row with everything: late work, work done late, a draft, headcounts of the units below."""
    today = clock.today()
    own = services.start_own_plan(actor=cascade.actor("clerk 0"), receipt_id=cascade.receipt(0).pk, at=clock.now())
    page = units_page(cascade)
    assert (page.count("Đang soạn"), "Không chủ trì việc nào" in page) == (1, False)
    late = Assignment.objects.filter(task__plan=cascade.plan, unit=cascade.units[0]).order_by("task")
    late.filter(pk=late[0].pk).update(due_on=today - timedelta(days=9), reported_at=AT)
    late.filter(pk=late[1].pk).update(due_on=today - timedelta(days=9), done_on=today, state="done", reported_at=AT)
    Assignment.objects.filter(task__plan=cascade.plan, unit=cascade.units[2]).delete()
    Assignment.objects.filter(task__plan=cascade.plan, unit=cascade.units[1]).update(due_on=None)
    Plan.objects.filter(pk=own.pk).update(state=PlanState.ISSUED, issued_at=AT)
    below = make_unit(cascade.units[0])
    PlanReceipt.objects.create(
        plan=own, unit=below, sent_at=AT, state="acknowledged", acknowledged_at=AT, staff_total=10, staff_taking_part=9
    )
    page = units_page(cascade)
    for words in (
        "Quá hạn 1 việc", "1 việc xong sau hạn", "2/2 việc", "Đã ban hành", "9/10", "90%, cộng từ đơn vị trực thuộc",
        "1 đơn vị</a>", "1 nhận · 0 có kế hoạch · 0 triển khai", "Không chủ trì việc nào", "Chưa đến kỳ",
    ):  # fmt: skip
        assert words in page, words


def test_an_empty_coverage_says_what_will_stand_there(cascade: Cascade) -> None:
    PlanReceipt.objects.all().delete()
    assert "Chưa có đơn vị nào nhận kế hoạch này" in units_page(cascade)
    Plan.objects.filter(pk=cascade.plan.pk).update(state=PlanState.DRAFT)
    assert "Kế hoạch chưa ban hành" in units_page(cascade)


def test_only_those_who_oversee_see_the_coverage(cascade: Cascade) -> None:
    answers = {
        who: signed_in(cascade, who).get(reverse("planning:plan-units", args=[cascade.plan.pk])).status_code
        for who in ("officer", "leader", "administrator", "clerk 0", "unit unit_head", "stranger")
    }
    assert answers == {
        "officer": 200, "leader": 200, "administrator": 200, "clerk 0": 403, "unit unit_head": 403, "stranger": 404
    }  # fmt: skip


def test_siblings_read_nothing_of_each_other(cascade: Cascade) -> None:
    """What unit 1 wrote, drafted and issued appears on no page, export or search of unit 2."""
    canary = "hoàng yến"
    actor, receipt = cascade.actor("clerk 0"), cascade.receipt(0)
    PlanReceipt.objects.filter(pk=receipt.pk).update(launch_note=f"Triển khai {canary}")
    Unit.objects.filter(pk=cascade.units[0].pk).update(short_name=canary)
    own = services.start_own_plan(actor=actor, receipt_id=receipt.pk, at=clock.now())
    Plan.objects.filter(pk=own.pk).update(
        title=f"Kế hoạch {canary}", search_text="ke hoach hoang yen", number="7", issued_on=clock.today()
    )
    Task.objects.filter(plan=own).update(content=canary, search_text="hoang yen")
    services.register_issued(actor=actor, plan_id=own.pk, at=clock.now())
    task = cascade.plan.tasks.get(no="1")
    sibling, head = signed_in(cascade, "clerk 1"), reverse("planning:plan", args=[cascade.plan.pk])
    for address in (
        "/", head, f"{head}nhiem-vu/", f"{head}nhiem-vu/?xuat=excel", f"{head}lich-su/", "/ke-hoach/", "/tim/?q=hoang",
        reverse("planning:received"), reverse("planning:received") + "?xuat=excel", reverse("planning:tasks"),
        reverse("planning:task", args=[task.pk]),
    ):  # fmt: skip
        answer = sibling.get(address)
        assert (answer.status_code, canary in answer.getvalue().decode("utf-8", "replace")) == (200, False), address
    for name, key in (
        ("planning:plan", own.pk), ("planning:plan-units", own.pk), ("planning:receipt-launch", receipt.pk),
        ("planning:receipt-headcount", receipt.pk), ("planning:task", own.tasks.all()[0].pk),
    ):  # fmt: skip
        assert sibling.get(reverse(name, args=[key])).status_code == 404
    own_page = signed_in(cascade, "clerk 0").get(head).content.decode()
    assert canary in own_page
    seen = signed_in(cascade, "officer").get(reverse("planning:task", args=[task.pk])).content.decode()
    assert canary in seen


def test_the_card_leads_from_step_to_step(cascade: Cascade) -> None:
    clerk = signed_in(cascade, "clerk 1")
    head = reverse("planning:plan", args=[cascade.plan.pk])
    receipt = cascade.receipt(1)

    def primary() -> list[str]:
        page = clerk.get(head).content.decode().split("Đơn vị đã nhận kế hoạch này")[-1].split("</section>")[0]
        steps = ("Tiếp nhận", "Lập kế hoạch của đơn vị", "Soạn tiếp kế hoạch của đơn vị", "Triển khai",
                 "Báo số người tham gia")  # fmt: skip
        buttons = [part.split("</button>")[0].split("</a>")[0] for part in page.split("btn-primary")[1:]]
        return [step for step in steps for button in buttons if button.endswith(step)]

    assert primary() == ["Tiếp nhận"]
    answer = clerk.post(reverse("planning:receipt-acknowledge", args=[receipt.pk]), follow=True)
    assert "Đã tiếp nhận kế hoạch." in answer.content.decode()
    assert primary() == ["Lập kế hoạch của đơn vị"]
    answer = clerk.post(reverse("planning:receipt-own-plan", args=[receipt.pk]), follow=True)
    assert "Đã lập dự thảo" in answer.content.decode()
    own = Plan.objects.get(answers=cascade.plan)
    assert "Thực hiện kế hoạch cấp trên" in answer.content.decode()
    assert primary() == ["Soạn tiếp kế hoạch của đơn vị"]
    Plan.objects.filter(pk=own.pk).update(number="7", issued_on=clock.today())
    services.register_issued(actor=cascade.actor("clerk 1"), plan_id=own.pk, at=clock.now())
    assert primary() == ["Triển khai"]
    launch = reverse("planning:receipt-launch", args=[receipt.pk])
    assert f"{clock.today():%d/%m/%Y}" in clerk.get(launch).content.decode()
    tomorrow = clock.today() + timedelta(days=1)
    refused = clerk.post(launch, {"on": f"{tomorrow:%d/%m/%Y}"})
    assert (refused.status_code, "ở sau hôm nay" in refused.content.decode()) == (400, True)
    clerk.post(launch, {"on": f"{clock.today():%d/%m/%Y}", "note": "Hội nghị"})
    assert primary() == ["Báo số người tham gia"]
    count = reverse("planning:receipt-headcount", args=[receipt.pk])
    refused = clerk.post(count, {"total": "3", "taking_part": "4"})
    assert (refused.status_code, "lớn hơn tổng số" in refused.content.decode()) == (400, True)
    clerk.post(count, {"total": "4", "taking_part": "4"})
    assert primary() == []
    assert "4/4 người tham gia." in clerk.get(head).content.decode()


def test_the_headcount_form_starts_from_what_the_units_below_reported(cascade: Cascade) -> None:
    own = services.start_own_plan(actor=cascade.actor("clerk 0"), receipt_id=cascade.receipt(0).pk, at=clock.now())
    PlanReceipt.objects.create(
        plan=own, unit=make_unit(cascade.units[0]), sent_at=AT, staff_total=7, staff_taking_part=6
    )
    page = signed_in(cascade, "clerk 0").get(reverse("planning:receipt-headcount", args=[cascade.receipt(0).pk]))
    text = page.content.decode()
    assert "Các đơn vị trực thuộc đã báo 6/7 người." in text
    assert 'name="total" value="7"' in text


@pytest.mark.parametrize(
    ("missing", "count"), [("", 1), ("tiep-nhan", 0), ("trien-khai", 0), ("ke-hoach", 1), ("so-nguoi", 1)]
)
def test_received_plans_by_the_step_missing(cascade: Cascade, missing: str, count: int) -> None:
    address = reverse("planning:received") + f"?nam=2026&thieu={missing}"
    page = signed_in(cascade, "clerk 0").get(address).content.decode()
    assert page.count("data-href=") == count


def test_received_plans_show_the_own_plan_and_are_searched(cascade: Cascade) -> None:
    clerk = signed_in(cascade, "clerk 0")
    services.start_own_plan(actor=cascade.actor("clerk 0"), receipt_id=cascade.receipt(0).pk, at=clock.now())
    page = clerk.get(reverse("planning:received") + "?nam=2026&q=khen+thuong").content.decode()
    assert ("Chưa có số" in page, "Dự thảo" in page) == (True, True)
    assert "Năm 2031 chưa có kế hoạch nào" in clerk.get(reverse("planning:received") + "?nam=2031").content.decode()
    export = clerk.get(reverse("planning:received") + "?nam=2026&xuat=excel").getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(export)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Trích yếu", "Công tác thi đua, khen thưởng năm 2026"]


def test_sending_to_further_units_from_the_page(cascade: Cascade) -> None:
    more = make_unit(cascade.body, name="Phòng thêm")
    officer, address = signed_in(cascade, "officer"), reverse("planning:plan-address", args=[cascade.plan.pk])
    assert officer.get(address).status_code == 200
    refused = officer.post(address, {"units": "Ban không có"})
    assert (refused.status_code, "Không có trong cơ cấu tổ chức" in refused.content.decode()) == (400, True)
    done = officer.post(address, {"units": "Phòng thêm"}, follow=True)
    assert "Đã gửi kế hoạch tới: Phòng thêm." in done.content.decode()
    assert cascade.plan.receipts.filter(unit=more).count() == 1
    assert signed_in(cascade, "administrator").get(address).status_code == 403
    assert signed_in(cascade, "clerk 0").get(address).status_code == 403


def test_many_names_in_a_message_are_cut(cascade: Cascade) -> None:
    made = make_cascade(7)
    keys = ",".join(str(unit.pk) for unit in made.units)
    address = reverse("planning:plan-remind", args=[made.plan.pk])
    page = signed_in(made, "officer").post(address, {"units": keys, "about": "receipt"}, follow=True).content.decode()
    assert "Phòng số 5 và 2 đơn vị khác." in page


def test_the_history_tells_units_only_their_own_acts(cascade: Cascade) -> None:
    officer, address = signed_in(cascade, "officer"), reverse("planning:plan-history", args=[cascade.plan.pk])
    keys = str(cascade.units[1].pk)
    officer.post(reverse("planning:plan-remind", args=[cascade.plan.pk]), {"units": keys, "about": "receipt"})
    pages = {who: signed_in(cascade, who).get(address).content.decode() for who in ("officer", "clerk 0", "clerk 1")}
    assert {who: ("đã tiếp nhận kế hoạch" in page, "đã đôn đốc" in page) for who, page in pages.items()} == {
        "officer": (True, True), "clerk 0": (True, False), "clerk 1": (False, False)
    }  # fmt: skip


def test_a_person_without_a_role_sees_no_receipt(cascade: Cascade) -> None:
    nobody = make_user_with_role(cascade.units[0], Role.UNIT_CLERK)
    nobody.person.role_assignments.all().delete()
    assert list(queries.receipts_of(actor_for(nobody, on=ON))) == []
