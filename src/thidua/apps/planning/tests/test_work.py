"""The work of units on tasks: every state × every step × every role, what moves, what is told, what is recorded."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.apps.audit.models import Entry
from thidua.apps.notifications.models import Notice
from thidua.apps.organizations.tests.factories import AT, make_person, make_unit, make_user_with_role
from thidua.apps.planning import policies, queries, services, transitions
from thidua.apps.planning.enums import ExtensionState, PlanState, TaskState
from thidua.apps.planning.models import Assignment, Extension, Plan, ProgressReport, Task
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.core.actor import Actor, Role
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotPermitted, NotVisible

LATER = AT + timedelta(days=1)
DUE = date(2026, 3, 31)


@dataclass
class Field:
    """A plan at work: one task that two units lead, of which the office is the one the tests look at."""

    world: World
    plan: Plan
    task: Task
    office: Assignment
    division: Assignment

    def actor(self, who: str) -> Actor:
        return self.world.actor(who)

    def put(self, state: str, **more: Any) -> Assignment:
        """Put the office's work into a state as its steps leave it."""
        fields: dict[str, Any] = {"state": state, "percent": 100 if state == TaskState.AWAITING else 40, **more}
        if state == TaskState.DONE:
            fields["done_on"] = AT.date()
        Assignment.objects.filter(pk=self.office.pk).update(**fields)
        if state == TaskState.AWAITING:
            ProgressReport.objects.create(
                assignment=self.office, kind="completion", percent=100, text="Xong", created_at=AT
            )
        self.office.refresh_from_db()
        return self.office


@pytest.fixture
def field(world: World) -> Field:
    world.users["office_head"] = make_user_with_role(world.office, Role.UNIT_HEAD, full_name="Trần Trưởng Phòng")
    plan = make_plan(world.actor("officer"), world.body, rows=1)
    task = plan.tasks.get(content="Nhiệm vụ số 1")
    Task.objects.filter(pk=task.pk).update(is_optional=True)
    task.refresh_from_db()
    office = task.assignments.get(unit=world.office)
    division = task.assignments.get(unit=world.division)
    Assignment.objects.filter(pk=division.pk).update(part="lead", due_on=DUE)
    division.refresh_from_db()
    return Field(world, plan, task, office, division)


Take = Callable[[Field, Actor], Any]


def unit_step(name: str, **fields: Any) -> Take:
    def take(field: Field, actor: Actor) -> Any:
        return getattr(services, name)(
            actor=actor, assignment_id=field.office.pk, version=field.office.version, at=LATER, **fields
        )

    return take


def judge_step(name: str) -> Take:
    def take(field: Field, actor: Actor) -> Any:
        return getattr(services, name)(actor=actor, assignment_id=field.office.pk, reason="Vì lý do khác", at=LATER)

    return take


STEPS: dict[str, Take] = {
    "planning.report_progress": unit_step("report_progress", percent=60, text="Đã làm một nửa"),
    "planning.submit_completion": unit_step("submit_completion", text="Đã xong"),
    "planning.take_back_completion": unit_step("take_back_completion"),
    "planning.confirm_completion": lambda field, actor: services.confirm_completion(
        actor=actor, assignment_ids=[field.office.pk], at=LATER
    ),
    "planning.return_completion": judge_step("return_completion"),
    "planning.declare_not_arisen": unit_step("declare_not_arisen", reason="Không có đoàn nào"),
    "planning.cancel_work": judge_step("cancel_work"),
    "planning.reopen_work": judge_step("reopen_work"),
}
OF_UNIT = {
    "planning.report_progress", "planning.submit_completion", "planning.take_back_completion",
    "planning.declare_not_arisen",
}  # fmt: skip
WHO = ("officer", "leader", "clerk", "office_head", "division_clerk", "stranger")


def answer_of(take: Take, field: Field, actor: Actor) -> type[Exception] | None:
    try:
        take(field, actor)
    except DomainError as error:
        told = error
    else:
        return None
    assert told.message
    assert isinstance(told, NotVisible) or told.remedy
    return type(told)


def expected(act: str, state: str, who: str) -> type[Exception] | None:
    if who in {"division_clerk", "stranger"}:
        return NotVisible
    judges = {"officer", "leader"}
    workers = {"officer", "clerk", "office_head"}
    may = workers if act in OF_UNIT else judges
    if act == "planning.reopen_work" and state == TaskState.NOT_ARISEN:
        may = judges | workers
    if who not in may:
        return NotPermitted
    return None if act in transitions.WORK.allowed(state) else DomainError


def test_every_step_of_the_table_is_tried() -> None:
    assert tuple(STEPS) == transitions.WORK.acts


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("act", list(STEPS))
@pytest.mark.parametrize("state", TaskState.values)
def test_every_state_step_and_role(field: Field, state: str, act: str, who: str) -> None:
    field.put(state)
    acts = Entry.objects.count()
    answer = answer_of(STEPS[act], field, field.actor(who))
    assert answer == expected(act, state, who)
    field.office.refresh_from_db()
    if answer is None:
        assert field.office.state == transitions.WORK.step(act, state=state)
        entry = Entry.objects.get(act=act)
        assert (entry.subject_type, entry.subject_id) == ("planning.assignment", str(field.office.pk))
        assert entry.unit_path == field.world.office.path
    else:
        assert (field.office.state, Entry.objects.count()) == (state, acts)


def test_progress_rolls_up_and_difficulties_reach_the_officers(field: Field) -> None:
    work = services.report_progress(
        actor=field.actor("clerk"), assignment_id=field.office.pk, version=1, percent=50, text="Đã gửi giấy mời",
        difficulties="Chưa có kinh phí", files=[(io.BytesIO(b"giay moi"), "giay-moi.txt")], at=LATER,
    )  # fmt: skip
    field.task.refresh_from_db()
    assert (work.state, work.percent, work.version, work.has_difficulty) == ("in_progress", 50, 2, True)
    assert (field.task.state, field.task.percent) == ("in_progress", 25)
    report = work.reports.get()
    assert [one.original_name for one in report.files.all()] == ["giay-moi.txt"]
    told = Notice.objects.filter(kind="planning.difficulty_raised").order_by("recipient")
    assert {one.recipient.full_name for one in told} == {"Nguyễn officer", "Nguyễn second_officer"}
    assert told[0].url == f"/ke-hoach/nhiem-vu/{field.task.pk}/?viec={work.pk}"
    services.answer_report(actor=field.actor("officer"), report_id=report.pk, answer="Sẽ bổ sung", at=LATER)
    work.refresh_from_db()
    assert (work.has_difficulty, work.version) == (False, 2)
    assert Notice.objects.get(kind="planning.report_answered").recipient.full_name == "Nguyễn clerk"
    assert Entry.objects.get(act="planning.answer_report").subject_id == str(work.pk)
    with pytest.raises(DomainError, match="đã được trả lời"):
        services.answer_report(actor=field.actor("officer"), report_id=report.pk, answer="Lần nữa", at=LATER)
    with pytest.raises(NotPermitted):
        services.answer_report(actor=field.actor("clerk"), report_id=report.pk, answer="Tự trả lời", at=LATER)
    with pytest.raises(NotVisible):
        services.answer_report(actor=field.actor("division_clerk"), report_id=report.pk, answer="Xen vào", at=LATER)


def test_confirmed_work_was_done_on_the_day_it_was_reported(field: Field) -> None:
    STEPS["planning.submit_completion"](field, field.actor("clerk"))
    services.confirm_completion(
        actor=field.actor("leader"), assignment_ids=[field.office.pk], at=LATER + timedelta(days=20)
    )
    field.office.refresh_from_db()
    field.task.refresh_from_db()
    assert (field.office.done_on, field.office.percent) == (LATER.date(), 100)
    assert (field.task.state, field.task.done_count, field.task.lead_count) == ("in_progress", 1, 2)
    assert Notice.objects.get(kind="planning.work_confirmed").recipient.full_name == "Nguyễn clerk"


def test_a_returned_report_says_why_and_the_percent_goes_back(field: Field) -> None:
    STEPS["planning.report_progress"](field, field.actor("clerk"))
    field.office.refresh_from_db()
    STEPS["planning.submit_completion"](field, field.actor("clerk"))
    services.return_completion(
        actor=field.actor("officer"), assignment_id=field.office.pk, reason="Thiếu danh sách", at=LATER
    )
    field.office.refresh_from_db()
    report = field.office.reports.get(kind="completion")
    assert (field.office.percent, report.is_returned, report.answer) == (60, True, "Thiếu danh sách")


def test_who_reports_second_is_told_and_nothing_is_lost(field: Field) -> None:
    first = field.office.version
    for who, percent in (("clerk", 30), ("office_head", 70)):
        step = unit_step("report_progress", percent=percent, text=f"{percent}%")
        if who == "clerk":
            step(field, field.actor(who))
        else:
            with pytest.raises(EditConflict, match="Người khác của đơn vị vừa báo cáo"):
                step(field, field.actor(who))
    field.office.refresh_from_db()
    assert (field.office.percent, field.office.version, field.office.reports.count()) == (30, first + 1, 1)


def test_several_units_are_confirmed_at_once_or_none(field: Field) -> None:
    field.put(TaskState.AWAITING)
    both = [field.office.pk, field.division.pk]
    with pytest.raises(DomainError, match="Phòng Kế hoạch đang ở trạng thái “Chưa thực hiện”"):
        services.confirm_completion(actor=field.actor("officer"), assignment_ids=both, at=LATER)
    field.office.refresh_from_db()
    assert field.office.state == "awaiting"
    Assignment.objects.filter(pk=field.division.pk).update(state="awaiting", reported_at=AT)
    assert services.confirm_completion(actor=field.actor("officer"), assignment_ids=both, at=LATER) == 2
    field.task.refresh_from_db()
    assert (field.task.state, field.task.percent, field.task.open_due_on) == ("done", 100, None)
    assert Entry.objects.filter(act="planning.confirm_completion").count() == 2


def test_confirming_costs_the_same_for_two_and_for_twenty(field: Field) -> None:
    def cost(count: int) -> int:
        units = [make_unit(field.world.body, name=f"Đơn vị {count} {number}") for number in range(count)]
        rows = Assignment.objects.bulk_create(
            Assignment(task=field.task, unit=one, part="lead", state="awaiting", reported_at=AT) for one in units
        )
        with CaptureQueriesContext(connection) as caught:
            services.confirm_completion(actor=field.actor("officer"), assignment_ids=[one.pk for one in rows], at=LATER)
        return len(caught)

    assert cost(2) == cost(20)


@pytest.mark.parametrize("state", PlanState.values)
def test_work_is_done_only_while_the_plan_runs(field: Field, state: str) -> None:
    more = {"launched_on": AT.date()} if state == "active" else {}
    Plan.objects.filter(pk=field.plan.pk).update(state=state, **more)
    answer = answer_of(STEPS["planning.report_progress"], field, field.actor("officer"))
    assert answer == (None if state in {"issued", "active"} else DomainError)


def test_only_what_may_not_arise_is_declared_not_arisen(field: Field) -> None:
    Task.objects.filter(pk=field.task.pk).update(is_optional=False)
    with pytest.raises(DomainError, match="không ghi “nếu có”"):
        STEPS["planning.declare_not_arisen"](field, field.actor("clerk"))
    assert not Entry.objects.filter(act="planning.declare_not_arisen").exists()


def test_coordinating_units_recurring_tasks_and_wholes_are_not_reported(field: Field) -> None:
    Assignment.objects.filter(pk=field.office.pk).update(part="coordinating")
    with pytest.raises(DomainError, match="Đơn vị phối hợp không báo cáo riêng"):
        STEPS["planning.report_progress"](field, field.actor("clerk"))
    Assignment.objects.filter(pk=field.office.pk).update(part="lead")
    Task.objects.filter(pk=field.task.pk).update(recurrence="monthly")
    with pytest.raises(DomainError, match="theo từng kỳ"):
        STEPS["planning.report_progress"](field, field.actor("clerk"))
    Task.objects.filter(pk=field.task.pk).update(recurrence="")
    Task.objects.create(plan=field.plan, parent=field.task, origin="manual", position=9, content="Phần một")
    with pytest.raises(DomainError, match="nhiệm vụ thành phần"):
        STEPS["planning.report_progress"](field, field.actor("clerk"))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"percent": 101, "text": "x"}, "percent"),
        ({"percent": -1, "text": "x"}, "percent"),
        ({"percent": 0, "text": " "}, "text"),
    ],
)
def test_a_report_must_say_something_true(field: Field, fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        unit_step("report_progress", **fields)(field, field.actor("clerk"))
    assert list(caught.value.fields) == [wrong]
    assert field.office.reports.count() == 0


def test_people_of_the_unit_are_made_responsible_and_may_report(field: Field) -> None:
    user = make_user_with_role(field.world.office, Role.UNIT_CLERK, full_name="Lê Thị Việc")
    user.person.role_assignments.all().delete()
    field.world.users["employee"] = user
    outside = make_person(field.world.division)
    with pytest.raises(InvalidInput, match="đang công tác tại đơn vị"):
        services.assign_people(
            actor=field.actor("clerk"), assignment_id=field.office.pk, person_ids=[outside.pk], at=LATER
        )
    assert answer_of(STEPS["planning.report_progress"], field, field.actor("employee")) == NotVisible
    services.assign_people(
        actor=field.actor("clerk"), assignment_id=field.office.pk, person_ids=[user.person.pk], at=LATER
    )
    assert Entry.objects.get(act="planning.assign_people").changes == {"people": ["", "Lê Thị Việc"]}
    assert Notice.objects.get(kind="planning.made_responsible").recipient == user
    assert answer_of(STEPS["planning.report_progress"], field, field.actor("employee")) is None
    with pytest.raises(NotPermitted):
        services.assign_people(actor=field.actor("employee"), assignment_id=field.office.pk, person_ids=[], at=LATER)


# ---- A later day ---------------------------------------------------------------------------------------------


def ask(field: Field, who: str = "clerk", to_on: date = date(2026, 4, 20), reason: str = "Chờ kinh phí") -> Extension:
    return services.ask_extension(
        actor=field.actor(who), assignment_id=field.office.pk, to_on=to_on, reason=reason, at=LATER
    )


DECIDE: dict[str, Callable[[Field, Actor, int], Any]] = {
    "planning.grant_extension": lambda field, actor, key: services.grant_extension(
        actor=actor, extension_id=key, granted_on=date(2026, 4, 15), at=LATER
    ),
    "planning.refuse_extension": lambda field, actor, key: services.refuse_extension(
        actor=actor, extension_id=key, answer="Còn đủ thời gian", at=LATER
    ),
    "planning.take_back_extension": lambda field, actor, key: services.take_back_extension(
        actor=actor, extension_id=key, at=LATER
    ),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("act", list(DECIDE))
@pytest.mark.parametrize("state", ExtensionState.values)
def test_every_state_step_and_role_of_an_extension(field: Field, state: str, act: str, who: str) -> None:
    extension = ask(field)
    granted = {"granted_on": date(2026, 4, 20)} if state == "granted" else {}
    Extension.objects.filter(pk=extension.pk).update(state=state, **granted)
    answer = answer_of(lambda field, actor: DECIDE[act](field, actor, extension.pk), field, field.actor(who))
    if who in {"division_clerk", "stranger"}:
        wanted: type[Exception] | None = NotVisible
    elif who not in (
        {"officer", "clerk", "office_head"} if act == "planning.take_back_extension" else {"officer", "leader"}
    ):
        wanted = NotPermitted
    else:
        wanted = None if act in transitions.EXTENSION.allowed(state) else DomainError
    assert answer == wanted
    extension.refresh_from_db()
    field.office.refresh_from_db()
    assert extension.state == (state if answer else transitions.EXTENSION.step(act, state=state))
    moved = answer is None and act == "planning.grant_extension"
    assert (field.office.due_on, field.office.first_due_on) == ((date(2026, 4, 15), DUE) if moved else (DUE, None))
    assert Entry.objects.filter(act=act).count() == (0 if answer else 1)


def test_every_step_of_an_extension_is_tried() -> None:
    assert tuple(DECIDE) == transitions.EXTENSION.acts


def test_granting_moves_the_day_of_this_unit_alone(field: Field) -> None:
    extension = ask(field)
    assert {one.recipient.full_name for one in Notice.objects.filter(kind="planning.extension_asked")} == {
        "Nguyễn officer", "Nguyễn second_officer",
    }  # fmt: skip
    DECIDE["planning.grant_extension"](field, field.actor("officer"), extension.pk)
    second = ask(field, to_on=date(2026, 5, 5))
    services.grant_extension(
        actor=field.actor("officer"), extension_id=second.pk, granted_on=date(2026, 5, 5), answer="Lần cuối", at=LATER
    )
    field.office.refresh_from_db()
    field.division.refresh_from_db()
    field.task.refresh_from_db()
    assert (field.office.due_on, field.office.first_due_on) == (date(2026, 5, 5), DUE)
    assert (field.division.due_on, field.task.open_due_on, field.task.due_on) == (DUE, DUE, DUE)
    assert Entry.objects.filter(act="planning.grant_extension").latest("sequence").changes == {
        "due_on": ["2026-04-15", "2026-05-05"], "answer": "Lần cuối",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("to_on", "reason", "wrong"),
    [(DUE, "Vì", ["to_on"]), (date(2026, 3, 1), "Vì", ["to_on"]), (date(2026, 4, 20), "  ", ["reason"])],
)
def test_an_extension_needs_a_later_day_and_a_reason(field: Field, to_on: date, reason: str, wrong: list[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        ask(field, to_on=to_on, reason=reason)
    assert list(caught.value.fields) == wrong


def test_one_extension_at_a_time_and_none_for_finished_or_dayless_work(field: Field) -> None:
    ask(field)
    with pytest.raises(DomainError, match="đã xin gia hạn"):
        ask(field)
    STEPS["planning.submit_completion"](field, field.actor("clerk"))
    services.confirm_completion(actor=field.actor("officer"), assignment_ids=[field.office.pk], at=LATER)
    assert Extension.objects.get().state == "taken_back"
    with pytest.raises(DomainError, match="“Hoàn thành” nên không gia hạn"):
        ask(field)
    Assignment.objects.filter(pk=field.office.pk).update(state="in_progress", done_on=None, due_on=None)
    with pytest.raises(DomainError, match="không có hạn"):
        ask(field)


def test_nothing_else_moves_a_day(field: Field) -> None:
    for act in ("planning.report_progress", "planning.submit_completion", "planning.return_completion"):
        STEPS[act](field, field.actor("officer"))
        field.office.refresh_from_db()
        assert (field.office.due_on, field.office.first_due_on) == (DUE, None)


# ---- Who sees what -------------------------------------------------------------------------------------------


def test_overseers_see_the_whole_and_units_their_own(field: Field) -> None:
    STEPS["planning.report_progress"](field, field.actor("clerk"))
    today = DUE + timedelta(days=5)

    def seen(who: str) -> queries.SeenWork | None:
        tasks = queries.with_seen_work(field.actor(who), policies.visible_tasks(field.actor(who)))
        return queries.seen_work(tasks.select_related("plan").get(pk=field.task.pk), today=today)

    whole = queries.SeenWork("in_progress", 30, DUE, late=5, done=0, total=2)
    assert seen("officer") == whole
    assert seen("clerk") == queries.SeenWork("in_progress", 60, DUE, late=5, done=0, total=1)
    assert seen("division_clerk") == queries.SeenWork("not_begun", 0, DUE, late=5, done=0, total=1)


def test_judged_plans_agree_with_can_judge(field: Field) -> None:
    make_plan(field.actor("officer"), field.world.body, rows=1, is_issued=False)
    for who in field.world.users:
        actor = field.actor(who)
        rows = set(policies.judged_plans(actor))
        assert rows == {one for one in policies.visible_plans(actor) if policies.can_judge(actor, one)}


def test_work_waits_for_those_who_judge_it(field: Field) -> None:
    def waiting(who: str) -> list[int]:
        return [one.pk for one in queries.work_awaiting(field.actor(who))]

    assert waiting("officer") == []
    field.put(TaskState.AWAITING)
    Assignment.objects.filter(pk=field.division.pk).update(has_difficulty=True)
    assert sorted(waiting("officer")) == sorted([field.office.pk, field.division.pk])
    assert waiting("clerk") == waiting("stranger") == []


# ---- Reminders --------------------------------------------------------------------------------------------------

DONE_WITH: dict[str, tuple[str, str]] = {
    "planning.submit_completion": (TaskState.IN_PROGRESS, "clerk"),
    "planning.confirm_completion": (TaskState.AWAITING, "officer"),
    "planning.declare_not_arisen": (TaskState.NOT_BEGUN, "clerk"),
    "planning.cancel_work": (TaskState.IN_PROGRESS, "officer"),
}
"""Steps after which nobody is to be reminded: from which state, by whom."""


def remind(field: Field, work: Assignment, **more: Any) -> Notice:
    facts: dict[str, Any] = {
        "recipient": field.world.users["clerk"], "kind": "planning.overdue", "title": "Quá hạn", "on": AT.date(),
        "created_at": AT, "subject_type": "planning.assignment", "subject_id": str(work.pk),
    }  # fmt: skip
    key = f"{facts['kind']}:{work.pk}:{Notice.objects.count()}"
    return Notice.objects.create(**{**facts, "key": key, **more})


@pytest.mark.parametrize("act", sorted(DONE_WITH))
def test_reminders_nobody_has_read_go_with_what_they_are_about(field: Field, act: str) -> None:
    state, who = DONE_WITH[act]
    field.put(state)
    remind(field, field.office)
    remind(field, field.office, kind="planning.due_soon")
    kept = [
        remind(field, field.office, read_at=AT),
        remind(field, field.office, kind="planning.work_returned"),
        remind(field, field.division),
    ]
    STEPS[act](field, field.actor(who))
    told = Notice.objects.filter(kind__in=("planning.overdue", "planning.due_soon", "planning.work_returned"))
    assert list(told.order_by("pk")) == kept


def test_reminders_stay_while_work_is_reported_on_its_way(field: Field) -> None:
    reminder = remind(field, field.office)
    STEPS["planning.report_progress"](field, field.actor("clerk"))
    assert list(Notice.objects.filter(kind="planning.overdue")) == [reminder]


def test_reminders_of_a_day_that_was_moved_go(field: Field) -> None:
    remind(field, field.office)
    asked = Extension.objects.create(
        assignment=field.office, from_on=DUE, to_on=date(2026, 5, 1), reason="Chậm", asked_at=AT
    )
    services.grant_extension(
        actor=field.actor("officer"), extension_id=asked.pk, granted_on=date(2026, 5, 1), at=LATER
    )  # fmt: skip
    assert not Notice.objects.filter(kind="planning.overdue").exists()
