"""Amending plans: what is shown before the issue is what is stored and done at it; work and reports stay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.apps.audit.models import Entry
from thidua.apps.notifications.models import Notice
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON, make_unit, make_user_with_role
from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.enums import TaskState
from thidua.apps.planning.models import Assignment, Extension, Plan, ProgressReport, Task
from thidua.apps.planning.queries import calendar as queries_of_calendar
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.core.actor import Role
from thidua.core.errors import DomainError, NotPermitted, NotVisible

SIGNER = {"on_behalf": "", "position": "GIÁM ĐỐC", "name": "Trần Văn Bình"}


def issue(world: World, amending: Plan, *, number: str = "40") -> Plan:
    services.submit_plan(actor=world.actor("officer"), plan_id=amending.pk, at=AT)
    return services.issue_plan(
        actor=world.actor("leader"), plan_id=amending.pk, number=number, symbol="KH-S", issued_on=ON, signer=SIGNER,
        at=AT,
    )  # fmt: skip


def change(world: World, task: Task, *, units: dict[str, list[str]] | None = None, **values: Any) -> Task:
    """Change a copy of a task; its units stay unless given."""
    copy = Task.objects.prefetch_related("units").get(pk=task.pk)
    names = {part: queries.names_of(copy, part) for part in ("lead", "coordinating")}
    return services.change_task(
        actor=world.actor("officer"), task_id=copy.pk, version=copy.version, values=values,
        units=names if units is None else units, at=AT,
    )  # fmt: skip


def started(world: World, *, rows: int = 3) -> tuple[Plan, Plan]:
    plan = make_plan(world.actor("officer"), world.body, rows=rows)
    return plan, services.start_amendment(actor=world.actor("officer"), plan_id=plan.pk, at=AT)


def copy_of(amending: Plan, content: str) -> Task:
    return amending.tasks.get(content=content)


def test_an_amendment_begins_as_a_copy_that_changes_nothing(world: World) -> None:
    plan, amending = started(world)
    assert (amending.state, amending.amends, amending.number, amending.symbol) == ("draft", plan, "", plan.symbol)
    assert amending.title == (
        f"Sửa đổi, bổ sung Kế hoạch số 25/KH-SLĐTBXH ngày 05/03/2026 của {world.body.name} về công tác thi đua, "
        "khen thưởng năm 2026"
    )
    assert [(one.revises_id, one.content, one.due_on) for one in amending.tasks.all()] == [
        (one.pk, one.content, one.due_on) for one in plan.tasks.all()
    ]
    assert queries.amendment_of(amending) == []
    assert Entry.objects.latest("sequence").act == "planning.start_amendment"
    with pytest.raises(DomainError) as refused:
        services.start_amendment(actor=world.actor("second_officer"), plan_id=plan.pk, at=AT)
    assert "Đã có kế hoạch sửa đổi đang soạn" in refused.value.message
    services.submit_plan(actor=world.actor("officer"), plan_id=amending.pk, at=AT)
    with pytest.raises(DomainError) as refused:
        services.issue_plan(actor=world.actor("leader"), plan_id=amending.pk, number="1", symbol="S", issued_on=ON,
                            signer=SIGNER, at=AT)  # fmt: skip
    assert refused.value.message == "Kế hoạch sửa đổi chưa thay đổi nhiệm vụ nào."


def test_who_amends_and_what(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    with pytest.raises(NotVisible):
        services.start_amendment(actor=world.actor("stranger"), plan_id=plan.pk, at=AT)
    for who in ("clerk", "leader"):
        with pytest.raises(NotPermitted):
            services.start_amendment(actor=world.actor(who), plan_id=plan.pk, at=AT)
    draft = make_plan(world.actor("officer"), world.body, is_issued=False)
    with pytest.raises(DomainError) as refused:
        services.start_amendment(actor=world.actor("officer"), plan_id=draft.pk, at=AT)
    assert "“Dự thảo”" in refused.value.message


def test_what_is_shown_is_what_is_done(world: World) -> None:
    plan, amending = started(world)
    added_unit = make_unit(world.body, name="Phòng Tài chính")
    told = make_user_with_role(added_unit, Role.UNIT_CLERK)
    first, second = plan.tasks.get(content="Nhiệm vụ số 1"), plan.tasks.get(content="Nhiệm vụ số 2")
    work = Assignment.objects.get(task=first, unit=world.office)
    ProgressReport.objects.create(assignment=work, kind="progress", percent=40, created_at=AT)
    Assignment.objects.filter(pk=work.pk).update(state="in_progress", percent=40, reported_at=AT)
    change(world, copy_of(amending, "Nhiệm vụ số 1"), content="Nhiệm vụ số 1 đã sửa", due_on=date(2026, 4, 15),
           units={"lead": ["Văn phòng Sở", "Phòng Tài chính"], "coordinating": []})  # fmt: skip
    services.drop_task(actor=world.actor("officer"), task_id=copy_of(amending, "Nhiệm vụ số 2").pk, at=AT)
    services.create_task(actor=world.actor("officer"), plan_id=amending.pk, values={"content": "Nhiệm vụ mới"},
                         units={"lead": ["Phòng Kế hoạch"]}, at=AT)  # fmt: skip
    shown = queries.amendment_of(Plan.objects.get(pk=amending.pk))
    assert [(one["kind"], one["task"], one["label"]) for one in shown] == [
        ("changed", first.pk, "1. Nhiệm vụ số 1"),
        ("dropped", second.pk, "2. Nhiệm vụ số 2"),
        ("new", 0, "Nhiệm vụ mới"),
    ]
    assert shown[0]["fields"] == [
        {"field": "content", "before": "Nhiệm vụ số 1", "after": "Nhiệm vụ số 1 đã sửa"},
        {"field": "lead", "before": ["Văn phòng Sở"], "after": ["Văn phòng Sở", "Phòng Tài chính"]},
        {"field": "coordinating", "before": ["Các phòng chuyên môn"], "after": []},
        {"field": "due_on", "before": "2026-03-31", "after": "2026-04-15"},
    ]
    Notice.objects.all().delete()
    issued = issue(world, amending)
    new = plan.tasks.get(content="Nhiệm vụ mới")
    for one in shown:
        one["task"] = one["task"] or new.pk
    assert queries.amendment_of(Plan.objects.get(pk=issued.pk)) == shown

    # The same rows, with their work and reports.
    first.refresh_from_db()
    assert (first.content, first.due_on, first.version, first.origin) == (
        "Nhiệm vụ số 1 đã sửa", date(2026, 4, 15), 2, "table",
    )  # fmt: skip
    rows = Assignment.objects.filter(task=first).order_by("unit__name").values_list(
        "unit__name", "part", "state", "percent", "due_on", "named__as_written"
    )  # fmt: skip
    assert list(rows) == [
        ("Phòng Tài chính", "lead", "not_begun", 0, date(2026, 4, 15), "Phòng Tài chính"),
        ("Văn phòng Sở", "lead", "in_progress", 40, date(2026, 4, 15), "Văn phòng Sở"),
    ]
    assert work.reports.count() == 1
    assert (first.state, first.percent, first.lead_count, first.open_due_on) == (
        "in_progress", 20, 2, date(2026, 4, 15),
    )  # fmt: skip
    # Dropped: its open work is cancelled.
    second.refresh_from_db()
    states = Assignment.objects.filter(task=second, part="lead").values_list("state", flat=True)
    assert (second.is_dropped, second.state, list(states)) == (True, "cancelled", ["cancelled"])
    # New: opened for its unit.
    assert [(one.unit, one.state) for one in new.assignments.all()] == [(world.division, "not_begun")]
    assert plan.receipts.filter(unit=added_unit).exists()
    # Nothing is left to do on the paper that amends.
    assert not Assignment.objects.filter(task__plan=issued).exists()
    assert (issued.state, plan.tasks.count(), Plan.objects.get(pk=plan.pk).version) == ("issued", 6, 2)
    assert queries.plan_steps(world.actor("leader"), issued) == ()
    entry = Entry.objects.filter(act="planning.apply_amendment").get()
    assert (entry.subject_id, entry.changes["tasks"]) == (str(plan.pk), 3)
    # Each unit is told what changed for it.
    texts = {notice.recipient_id: notice.text for notice in Notice.objects.filter(kind="planning.plan_issued")}
    assert texts == {
        world.users["clerk"].pk: "Sửa: 1. Nhiệm vụ số 1\nBỏ: 2. Nhiệm vụ số 2",
        world.users["division_clerk"].pk: "Sửa: 1. Nhiệm vụ số 1\nBỏ: 2. Nhiệm vụ số 2\nThêm: Nhiệm vụ mới",
        told.pk: "Sửa: 1. Nhiệm vụ số 1",
    }


def test_units_that_leave_keep_what_they_did(world: World) -> None:
    plan, amending = started(world)
    first, second = plan.tasks.get(content="Nhiệm vụ số 1"), plan.tasks.get(content="Nhiệm vụ số 2")
    begun = Assignment.objects.get(task=first, unit=world.office)
    Assignment.objects.filter(pk=begun.pk).update(state="in_progress", percent=30, reported_at=AT)
    for number in (1, 2):
        change(world, copy_of(amending, f"Nhiệm vụ số {number}"), units={"lead": ["Phòng Kế hoạch"]})
    issue(world, amending)
    begun.refresh_from_db()
    assert (begun.state, begun.percent, begun.named) == ("cancelled", 30, None)
    assert not Assignment.objects.filter(task=second, unit=world.office).exists()
    lead = Assignment.objects.get(task=first, unit=world.division)
    assert (lead.part, lead.state, lead.due_on) == ("lead", "not_begun", first.due_on)
    # Named again by a later amendment, the unit goes on where it stopped.
    again = services.start_amendment(actor=world.actor("officer"), plan_id=plan.pk, at=AT)
    change(world, again.tasks.get(content="Nhiệm vụ số 1"), units={"lead": ["Văn phòng Sở"]})
    issue(world, again, number="41")
    begun.refresh_from_db()
    assert (begun.state, begun.percent, begun.named and begun.named.as_written) == ("in_progress", 30, "Văn phòng Sở")
    assert [one.number for one in queries.amendments_to(plan)] == ["41", "40"]


def test_due_days_follow_unless_a_later_one_was_granted(world: World) -> None:
    plan, amending = started(world)
    keys = {number: plan.tasks.get(content=f"Nhiệm vụ số {number}").pk for number in (1, 2, 3)}
    lead = Assignment.objects.filter(part="lead")
    lead.filter(task=keys[1]).update(due_on=date(2026, 6, 30), first_due_on=date(2026, 3, 31))
    lead.filter(task=keys[2]).update(state="done", done_on=date(2026, 3, 20), percent=100)
    for number in (1, 2, 3):
        change(world, copy_of(amending, f"Nhiệm vụ số {number}"), due_on=date(2026, 5, 31))
    issue(world, amending)
    days = dict(lead.filter(task__in=keys.values()).values_list("task", "due_on"))
    assert days == {keys[1]: date(2026, 6, 30), keys[2]: date(2026, 3, 31), keys[3]: date(2026, 5, 31)}


def test_an_extension_asked_for_a_dropped_task_is_answered(world: World) -> None:
    plan, amending = started(world)
    work = Assignment.objects.get(task__plan=plan, task__content="Nhiệm vụ số 3", part="lead")
    asked = Extension.objects.create(assignment=work, to_on=date(2026, 9, 1), reason="Chậm", asked_at=AT)
    services.drop_task(actor=world.actor("officer"), task_id=copy_of(amending, "Nhiệm vụ số 3").pk, at=AT)
    issue(world, amending)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("refused", "Nhiệm vụ không còn trong kế hoạch sau khi sửa đổi, bổ sung.")


def test_subtasks_go_and_come_with_their_task(world: World) -> None:
    plan, amending = started(world)
    one, two, three = (copy_of(amending, f"Nhiệm vụ số {number}") for number in (1, 2, 3))
    Task.objects.filter(pk=two.pk).update(parent=one)
    Task.objects.filter(pk=three.pk).update(parent=two)
    officer = world.actor("officer")
    services.drop_task(actor=officer, task_id=one.pk, at=AT)
    assert list(amending.tasks.filter(is_dropped=True)) == [one, two, three]
    services.keep_task(actor=officer, task_id=two.pk, at=AT)
    assert list(amending.tasks.filter(is_dropped=True)) == []
    with pytest.raises(DomainError) as refused:
        services.remove_task(actor=officer, task_id=one.pk, at=AT)
    assert "Bỏ khỏi kế hoạch" in refused.value.remedy
    assert [change["fields"] for change in queries.amendment_of(amending)] == [
        [{"field": "parent", "before": "", "after": "Nhiệm vụ số 1"}],
        [{"field": "parent", "before": "", "after": "Nhiệm vụ số 2"}],
    ]
    issue(world, amending)
    second = plan.tasks.get(content="Nhiệm vụ số 2")
    assert (second.parent, plan.tasks.get(content="Nhiệm vụ số 3").parent) == (
        plan.tasks.get(content="Nhiệm vụ số 1"), second,
    )  # fmt: skip


def test_open_occurrences_follow_their_task(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body, rows=1)
    task = plan.tasks.get(content="Nhiệm vụ số 1")
    Task.objects.filter(pk=task.pk).update(recurrence="monthly", due_on=None, starts_on=None)
    Assignment.objects.filter(task=task).update(due_on=None)
    months = []
    for month in (3, 4):
        one = Task.objects.create(plan=plan, parent=task, period_starts_on=date(2026, month, 1), position=90 + month,
                                  origin="occurrence", content=task.content, due_on=date(2026, month, 28))  # fmt: skip
        Assignment.objects.create(task=one, unit=world.office, part="lead", due_on=one.due_on,
                                  state="done" if month == 3 else "not_begun",
                                  done_on=ON if month == 3 else None)  # fmt: skip
        months.append(one)
    Task.objects.filter(pk=months[0].pk).update(state="done")
    amending = services.start_amendment(actor=world.actor("officer"), plan_id=plan.pk, at=AT)
    assert amending.tasks.count() == 3  # occurrences are not copied
    change(world, copy_of(amending, "Nhiệm vụ số 1"), content="Báo cáo tháng", units={"lead": ["Phòng Kế hoạch"]})
    issue(world, amending)
    done, ahead = (Task.objects.get(pk=one.pk) for one in months)
    assert (done.content, ahead.content, ahead.due_on) == ("Nhiệm vụ số 1", "Báo cáo tháng", date(2026, 4, 28))
    assert [(one.unit, one.due_on) for one in ahead.assignments.all()] == [(world.division, date(2026, 4, 28))]
    assert [one.unit for one in done.assignments.all()] == [world.office]


def test_occurrences_are_opened_in_the_amended_plan_alone(world: World) -> None:
    plan, amending = started(world, rows=1)
    officer = world.actor("officer")
    services.create_task(
        actor=officer, plan_id=amending.pk, values={"content": "Họp giao ban", "recurrence": "monthly"},
        units={"lead": ["Phòng Kế hoạch"]}, at=AT,
    )  # fmt: skip
    issue(world, amending)
    meeting = plan.tasks.get(content="Họp giao ban", parent=None)
    periods = meeting.children.order_by("period_starts_on")
    assert [(one.period_starts_on, one.due_on) for one in periods] == [(date(2026, 3, 1), date(2026, 3, 31))]
    assert [(one.unit, one.due_on) for one in Assignment.objects.filter(task__in=periods)] == [
        (world.division, date(2026, 3, 31))
    ]
    assert services.open_occurrences(actor=officer, plan_id=amending.pk, on=ON, at=AT) == 0
    again = services.start_amendment(actor=officer, plan_id=plan.pk, at=AT)
    services.drop_task(actor=officer, task_id=again.tasks.get(content="Họp giao ban").pk, at=AT)
    issue(world, again, number="41")
    assert services.open_occurrences(actor=officer, plan_id=plan.pk, on=date(2026, 4, 20), at=AT) == 0
    assert set(Assignment.objects.filter(task__in=periods).values_list("state", flat=True)) == {"cancelled"}


def test_who_received_a_plan_sees_what_amends_it_once_it_is_issued(world: World) -> None:
    plan, amending = started(world)
    change(world, copy_of(amending, "Nhiệm vụ số 1"), product="Báo cáo")
    assert not policies.can_see_plan(world.actor("division_clerk"), amending)
    issue(world, amending)
    sees = {who: policies.can_see_plan(world.actor(who), amending) for who in ("clerk", "division_clerk", "stranger")}
    assert sees == {"clerk": True, "division_clerk": True, "stranger": False}
    assert (plan.receipts.exists(), amending.receipts.exists()) == (True, False)


def test_a_plan_that_ended_meanwhile_is_not_amended(world: World) -> None:
    plan, amending = started(world)
    change(world, copy_of(amending, "Nhiệm vụ số 1"), product="Báo cáo")
    services.withdraw_plan(actor=world.actor("officer"), plan_id=plan.pk, reason="Thay kế hoạch", at=AT)
    with pytest.raises(DomainError) as refused:
        issue(world, amending)
    assert refused.value.message.startswith("Kế hoạch gốc đang ở trạng thái “Đã thu hồi”")
    assert Plan.objects.get(pk=amending.pk).state == "submitted"


def test_an_amending_plan_in_force_takes_no_further_step(world: World) -> None:
    _, amending = started(world)
    change(world, copy_of(amending, "Nhiệm vụ số 1"), product="Báo cáo")
    issue(world, amending)
    officer = world.actor("officer")
    for act in (
        lambda: services.launch_plan(actor=officer, plan_id=amending.pk, on=ON, at=AT),
        lambda: services.close_plan(actor=officer, plan_id=amending.pk, with_open_work=True, at=AT),
        lambda: services.withdraw_plan(actor=officer, plan_id=amending.pk, reason="x", at=AT),
        lambda: services.require_step(officer, Plan.objects.get(pk=amending.pk), "planning.launch_plan"),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.message.startswith("Kế hoạch sửa đổi, bổ sung có hiệu lực")
    with pytest.raises(DomainError) as refused:
        services.start_amendment(actor=officer, plan_id=amending.pk, at=AT)
    assert refused.value.message == "Đây là kế hoạch sửa đổi, bổ sung của một kế hoạch khác."


def test_amending_one_task_and_twenty_costs_the_same(world: World) -> None:
    """Twenty new tasks still fit one statement of SQLite (999 values)."""

    def cost(rows: int, number: str) -> int:
        _, amending = started(world, rows=rows)
        for copy in amending.tasks.filter(origin="table"):
            change(world, copy, due_on=date(2026, 4, 15), units={"lead": ["Phòng Kế hoạch"], "coordinating": []})
            services.create_task(actor=world.actor("officer"), plan_id=amending.pk, values={"content": "Mới"},
                                 units={"lead": ["Văn phòng Sở"]}, at=AT)  # fmt: skip
        services.submit_plan(actor=world.actor("officer"), plan_id=amending.pk, at=AT)
        leader = actor_for(world.users["leader"], on=ON)
        with CaptureQueriesContext(connection) as caught:
            services.issue_plan(actor=leader, plan_id=amending.pk, number=number, symbol="KH-S", issued_on=ON,
                                signer=SIGNER, at=AT)  # fmt: skip
        assert TaskState.CANCELLED not in set(amending.amends.tasks.values_list("state", flat=True))
        return len(caught)

    cost(1, "50")
    assert cost(1, "51") == cost(20, "52")


def test_what_an_amendment_took_out_is_nobodys_work_however_far_it_had_come(world: World) -> None:
    plan, amending = started(world)
    officer, clerk = world.actor("officer"), world.actor("clerk")
    second = plan.tasks.get(content="Nhiệm vụ số 2")
    work = Assignment.objects.get(task=second, part="lead")
    Assignment.objects.filter(pk=work.pk).update(state="done", percent=100, done_on=ON, has_difficulty=True)
    roll_up(task_ids=[second.pk])
    services.drop_task(actor=officer, task_id=copy_of(amending, "Nhiệm vụ số 2").pk, at=AT)

    def counted() -> dict[str, int]:
        stands = {one.unit_id: one.work for one in queries.coverage_of(plan, today=ON)}[world.office.pk]
        days = queries_of_calendar.calendar_days(
            officer, queries_of_calendar.Wanted(is_own=False), first=date(2026, 3, 1), last=date(2026, 3, 31), limit=9,
            today=ON,
        )  # fmt: skip
        listed = queries.plans_of(officer).get(pk=plan.pk)
        return {
            "in the plan": queries.tasks_of(plan).count(),
            "in the list of plans": listed.task_count,
            "in coverage": stands.lead,
            "in the year": queries.year_figures(
                queries.year_work(officer, year=2026), year=2026, today=ON).whole.total,
            "in the own year": queries.own_year_work(clerk, year=2026).count(),
            "in the own list": queries.own_parts(clerk, year=2026, with_below=False).count(),
            "awaiting a word": queries.work_awaiting(officer).count(),
            "of the member": len(queries.tasks_by_member(plan, [world.office.pk])[world.office.pk]),
            "on the calendar": sum(one.count for one in days.values()),
        }  # fmt: skip

    before = counted()
    issued = issue(world, amending)
    assert counted() == {name: count - 1 for name, count in before.items()}
    assert queries.tasks_of(issued).count() == 5  # the paper itself tells what it takes out
    with pytest.raises(DomainError) as refused:
        services.reopen_work(actor=officer, assignment_id=work.pk, reason="Làm lại", at=AT)
    assert "không còn trong kế hoạch" in refused.value.message


def test_a_unit_that_leaves_waits_for_no_answer(world: World) -> None:
    plan, amending = started(world)
    work = Assignment.objects.get(task__plan=plan, task__content="Nhiệm vụ số 1", part="lead")
    Assignment.objects.filter(pk=work.pk).update(state="in_progress", percent=10, has_difficulty=True)
    Extension.objects.create(assignment=work, to_on=date(2026, 9, 1), reason="Chậm", asked_at=AT)
    change(world, copy_of(amending, "Nhiệm vụ số 1"), units={"lead": ["Phòng Kế hoạch"], "coordinating": []})
    issue(world, amending)
    work.refresh_from_db()
    asked = work.extensions.get()
    assert (work.state, work.named, work.has_difficulty) == ("cancelled", None, False)
    assert (asked.state, asked.answer) == (
        "refused", "Đơn vị không còn được giao nhiệm vụ này sau khi kế hoạch được sửa đổi, bổ sung.",
    )  # fmt: skip
    assert list(queries.work_awaiting(world.actor("officer"))) == []


def test_dropping_a_recurring_task_leaves_what_was_finished_of_it(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body, rows=1)
    task = plan.tasks.get(content="Nhiệm vụ số 1")
    Task.objects.filter(pk=task.pk).update(recurrence="monthly", due_on=None, starts_on=None)
    for month, state in ((3, "done"), (4, "not_begun")):
        one = Task.objects.create(plan=plan, parent=task, period_starts_on=date(2026, month, 1), position=90 + month,
                                  origin="occurrence", content=f"Tháng {month}", state=state)  # fmt: skip
        Assignment.objects.create(task=one, unit=world.office, part="lead", state=state,
                                  done_on=ON if state == "done" else None)  # fmt: skip
    amending = services.start_amendment(actor=world.actor("officer"), plan_id=plan.pk, at=AT)
    services.drop_task(actor=world.actor("officer"), task_id=copy_of(amending, "Nhiệm vụ số 1").pk, at=AT)
    issue(world, amending)
    assert [one.content for one in queries.tasks_of(plan).filter(parent=task)] == ["Tháng 3"]


def test_the_tasks_of_an_amending_plan_stand_nowhere(world: World) -> None:
    _plan, amending = started(world)
    change(world, copy_of(amending, "Nhiệm vụ số 1"), content="Nhiệm vụ số 1 đã sửa")
    issued = issue(world, amending)
    officer = world.actor("officer")
    tasks = queries.with_seen_work(officer, queries.tasks_with_names(queries.tasks_of(issued)))
    assert {queries.seen_work(one, today=ON) for one in tasks} == {None}
