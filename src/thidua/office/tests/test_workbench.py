"""The first page, by who looks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.apps.accounts.models import User
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON, make_body, make_person, make_unit, make_user_with_role
from thidua.apps.planning.models import Assignment, Extension, Plan, PlanReceipt, PlanTarget, ProgressReport, Task
from thidua.apps.planning.tests.factories import make_review
from thidua.core import clock
from thidua.core.actor import Role
from thidua.office.workbench import Item, Workbench, work_url, workbench_of

BACKEND = "thidua.apps.accounts.backends.UsernameBackend"
pytestmark = pytest.mark.django_db


def page(user: User, year: int = 2026) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    answer = client.get(reverse("office:workbench"), {"nam": year})
    assert answer.status_code == 200
    return answer.content.decode()


class Year:
    """A body with an office and a division whose plan is being worked on 02/03/2026."""

    def __init__(self) -> None:
        self.body = make_body()
        self.office, self.division = make_unit(self.body, name="Văn phòng"), make_unit(self.body, name="Phòng Một")
        self.users = {
            "officer": make_user_with_role(self.body, Role.OFFICER),
            "leader": make_user_with_role(self.body, Role.LEADER),
            "clerk": make_user_with_role(self.division, Role.UNIT_CLERK),
            "head": make_user_with_role(self.division, Role.UNIT_HEAD),
            "stranger": make_user_with_role(make_body(name="Sở Y tế"), Role.OFFICER),
        }
        self.plan = self.write(self.body, "Kế hoạch của Sở")

    def write(self, unit: Unit, title: str, *, state: str = "active") -> Plan:
        is_issued = state in {"issued", "active"}
        return Plan.objects.create(
            unit=unit, kind="plan", year=2026, issuer=unit.name, symbol="KH", number="1", title=title, state=state,
            issued_at=AT if is_issued else None, launched_on=ON if is_issued else None, created_at=AT,
            submitted_at=AT if state == "submitted" else None,
        )  # fmt: skip

    def give(self, unit: Unit, content: str, *, due_on: date | None = None, state: str = "not_begun") -> Assignment:
        task = Task.objects.create(plan=self.plan, position=1, content=content, origin="table", due_on=due_on)
        return Assignment.objects.create(task=task, unit=unit, part="lead", due_on=due_on, state=state)

    def bench(self, who: str) -> Workbench:
        return workbench_of(actor_for(self.users[who], on=ON), year=2026, now=AT)

    def shown(self, who: str) -> dict[str, list[str]]:
        """Return the texts of every part of somebody's first page."""
        bench = self.bench(who)
        return {part.key: [item.text for item in part.items] for part in (*bench.own, *bench.attention)}

    def item(self, who: str, key: str) -> Item:
        bench = self.bench(who)
        return next(part.items[0] for part in (*bench.own, *bench.attention) if part.key == key)


@pytest.fixture
def year(db: None) -> Year:
    return Year()


def test_own_work_stands_soonest_first_with_its_next_act(year: Year) -> None:
    year.give(year.division, "Sau", due_on=ON + timedelta(days=20))
    late = year.give(year.division, "Quá hạn", due_on=ON - timedelta(days=2))
    year.give(year.division, "Không hạn")
    year.give(year.division, "Năm kia", due_on=ON - timedelta(days=400))
    year.give(year.division, "Đã báo xong", state="awaiting")
    year.give(year.office, "Của đơn vị khác", due_on=ON)
    assert year.shown("clerk") == {"den-han": ["Quá hạn", "Sau", "Không hạn"]}
    first = year.item("clerk", "den-han")
    assert (first.url, first.act_url) == (
        work_url(late.task_id, late.pk),
        reverse("planning:work-report", args=[late.pk]),
    )
    assert "Quá hạn 2 ngày" in first.mark


def test_who_is_named_responsible_finds_the_work_without_a_role(year: Year) -> None:
    work = year.give(year.division, "Việc được giao")
    person = make_person(year.division)
    person.user = User.objects.create(username="an", full_name="An", created_at=AT)
    person.save()
    work.people.add(person)
    year.users["employee"] = person.user
    assert year.shown("employee") == {"den-han": ["Việc được giao"]}
    assert "Báo cáo tiến độ" in page(person.user)


def test_received_plans_say_the_next_step(year: Year) -> None:
    receipt = PlanReceipt.objects.create(plan=year.plan, unit=year.division, sent_at=AT)
    item = year.item("clerk", "da-nhan")
    address = reverse("planning:receipt-acknowledge", args=[receipt.pk])
    assert (item.act, item.act_url, item.is_post) == ("Tiếp nhận", address, True)
    receipt.state, receipt.acknowledged_at = "acknowledged", AT
    receipt.save()
    assert year.item("clerk", "da-nhan").act == "Lập kế hoạch"
    receipt.own_plan = year.write(year.division, "Của phòng", state="draft")
    receipt.save()
    assert year.item("clerk", "da-nhan").act == "Soạn tiếp"
    Plan.objects.filter(pk=receipt.own_plan.pk).update(state="issued", issued_at=AT)
    assert year.item("clerk", "da-nhan").act == "Triển khai"
    receipt.state, receipt.launched_on = "launched", ON
    receipt.save()
    assert year.shown("clerk") == {}


def test_figures_of_targets_are_asked_of_the_unit_that_reports_them(year: Year) -> None:
    year.write(year.division, "Của phòng")
    plan = Plan.objects.get(title="Của phòng")
    plan.issued_on = date(2025, 1, 5)
    plan.year = 2025
    plan.save()
    target = PlanTarget.objects.create(plan=plan, position=1, indicator="Tuyển mới", comparator=">=", minimum=10)
    bench = workbench_of(actor_for(year.users["clerk"], on=ON), year=2025, now=AT)
    found = {part.key: [(item.text, item.act_url) for item in part.items] for part in bench.own}
    address = reverse("planning:target-report", args=[target.pk, year.division.pk])
    assert found == {"so-lieu": [("Tuyển mới", address)]}


def test_what_waits_for_a_word_stands_with_who_decides(year: Year) -> None:
    year.give(year.division, "Đã xong", state="awaiting")
    stuck = year.give(year.division, "Vướng", state="in_progress")
    Assignment.objects.filter(pk=stuck.pk).update(has_difficulty=True)
    asking = year.give(year.division, "Xin lùi", state="in_progress", due_on=ON + timedelta(days=90))
    Extension.objects.create(assignment=asking, from_on=asking.due_on, to_on=date(2026, 9, 9), reason="…", asked_at=AT)
    for who in ("officer", "leader"):
        part = next(one for one in year.bench(who).own if one.key == "cho-tra-loi")
        assert {item.text: item.act for item in part.items} == {
            "Đã xong": "Xem và xác nhận",
            "Vướng": "Trả lời",
            "Xin lùi": "Xem và trả lời",
        }
    assert "cho-tra-loi" not in year.shown("clerk")
    assert year.shown("stranger") == {}


def test_answers_and_decisions_come_back_until_followed_by_a_report(year: Year) -> None:
    returned = year.give(year.division, "Bị trả", state="in_progress")
    report = ProgressReport.objects.create(
        assignment=returned, kind="completion", percent=100, created_at=AT - timedelta(days=2), is_returned=True,
        answer="Thiếu số liệu", answered_at=AT - timedelta(days=1),
    )  # fmt: skip
    moved = year.give(year.division, "Được lùi", state="in_progress", due_on=ON + timedelta(days=60))
    Extension.objects.create(
        assignment=moved, from_on=ON, to_on=ON + timedelta(days=60), granted_on=ON + timedelta(days=60), reason="…",
        state="granted", asked_at=AT - timedelta(days=4), decided_at=AT - timedelta(days=3),
    )  # fmt: skip
    old = year.give(year.division, "Cũ", state="in_progress")
    ProgressReport.objects.create(
        assignment=old, kind="progress", percent=10, created_at=AT - timedelta(days=40), answer="…",
        answered_at=AT - timedelta(days=30),
    )  # fmt: skip
    assert year.shown("clerk")["tra-ve"] == ["Bị trả", "Được lùi"]
    assert "Thiếu số liệu" in year.item("clerk", "tra-ve").note
    assert "tra-ve" not in year.shown("officer")
    Assignment.objects.filter(pk=returned.pk).update(reported_at=report.answered_at + timedelta(hours=1))
    assert year.shown("clerk")["tra-ve"] == ["Được lùi"]


def test_leaders_find_plans_to_approve_late_units_and_the_headline(year: Year) -> None:
    year.give(year.division, "Trễ", due_on=ON - timedelta(days=9))
    year.write(year.body, "Chờ ký", state="submitted")
    PlanReceipt.objects.create(plan=year.plan, unit=year.division, sent_at=AT)
    bench = year.bench("leader")
    assert year.shown("leader") == {"cho-duyet": ["Chờ ký"], "don-vi-cham": ["Phòng Một"]}
    assert [one["count"] for one in bench.headline] == [0, 0, 0, 1]
    late = bench.attention[0]
    assert late.act_url == f"{reverse('planning:plan-units', args=[year.plan.pk])}?thieu=overdue"
    assert [(one["total"], one["overdue"]) for one in bench.strip] == [(1, 1), (0, 0), (0, 0), (0, 0)]
    assert "cho-duyet" not in year.shown("officer")
    assert year.bench("clerk").headline == []


@pytest.mark.parametrize("who", ["clerk", "head", "leader"])
def test_every_quarter_opens_into_what_it_counts(year: Year, who: str) -> None:
    """For a clerk the list of own work, for who looks at a year the rows of the year."""
    for due_on, state in ((ON, "in_progress"), (ON, "cancelled"), (ON, "not_arisen"), (date(2026, 8, 1), "not_begun")):
        year.give(year.division, "Việc", due_on=due_on, state=state)
    helped = year.give(year.office, "Của Văn phòng", due_on=ON)
    Assignment.objects.create(task=helped.task, unit=year.division, part="coordinating")
    client = Client()
    client.force_login(year.users[who], backend=BACKEND)
    client.get("/", {"nam": 2026})
    strip = year.bench(who).strip
    assert sum(one["total"] for one in strip) == (3 if who == "leader" else 2)
    assert [client.get(one["url"]).context["page"].total for one in strip] == [one["total"] for one in strip]


def test_units_are_reminded_from_the_plan_in_which_they_are_late(year: Year) -> None:
    received = year.write(year.body, "Gửi nhiều đơn vị")
    for unit in (year.office, year.division):
        PlanReceipt.objects.create(plan=received, unit=unit, sent_at=AT)
    PlanReceipt.objects.create(plan=year.plan, unit=year.division, sent_at=AT)
    year.give(year.division, "Trễ", due_on=ON - timedelta(days=9))
    part = next(part for part in year.bench("leader").attention if part.key == "don-vi-cham")
    assert (part.act, part.act_url) == (
        "Đôn đốc", f"{reverse('planning:plan-units', args=[year.plan.pk])}?thieu=overdue",
    )  # fmt: skip
    assert next(part for part in year.bench("head").attention if part.key == "don-vi-cham").act == ""


def test_the_next_seven_days_count_what_is_due(year: Year) -> None:
    for days in (0, 6, 6, 7):
        year.give(year.division, "Việc", due_on=ON + timedelta(days=days))
    year.give(year.division, "Xong", due_on=ON, state="cancelled")
    found = [(one["label"], one["count"]) for one in year.bench("clerk").days]
    assert found == [("Hôm nay", 1), ("Chủ nhật 08/03", 2)]


def test_documents_wait_for_officers_alone(year: Year) -> None:
    waiting = make_review(actor_for(year.users["officer"], on=ON), year.body)
    address = reverse("planning:intake", args=[waiting.pk])
    assert {who: (address in (html := page(user)), "data-upload" in html) for who, user in year.users.items()} == {
        "officer": (True, True),
        "leader": (False, False),
        "clerk": (False, False),
        "head": (False, False),
        "stranger": (False, True),
    }


def test_an_empty_first_page_offers_the_first_step() -> None:
    body = make_body()
    officer = make_user_with_role(body, Role.OFFICER, full_name="Nguyễn Cán Bộ")
    clerk = make_user_with_role(make_unit(body), Role.UNIT_CLERK, full_name="Lê Đầu Mối")
    assert "Bước đầu tiên: đưa văn bản kế hoạch của năm vào." in page(officer)
    assert "Chưa có việc nào" in page(clerk)


def test_one_item_and_many_cost_the_same_queries(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    counts = []
    client = Client()
    client.force_login(year.users["clerk"], backend=BACKEND)
    for number in (1, 30):
        for _ in range(number):
            work = year.give(year.division, "Việc", state="in_progress", due_on=ON)
            ProgressReport.objects.create(
                assignment=work, kind="progress", percent=10, created_at=AT, answer="…", answered_at=AT
            )
            PlanReceipt.objects.create(plan=year.write(year.body, "Của Sở"), unit=year.division, sent_at=AT)
        client.get("/", {"nam": 2026})
        with CaptureQueriesContext(connection) as captured:
            assert "Có trả lời" in client.get("/", {"nam": 2026}).content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1]
