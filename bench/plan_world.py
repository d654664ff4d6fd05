"""The year of a ministry, written set by set: 700 units, a plan of 5,000 tasks being worked, 20,000 reports."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.db.models import Model

from thidua.apps.accounts.models import User
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Person, RoleAssignment, Unit
from thidua.apps.planning.enums import (
    ExtensionState,
    PlanState,
    ReceiptState,
    ReportKind,
    TaskOrigin,
    TaskState,
    UnitPart,
)
from thidua.apps.planning.models import (
    Assignment,
    Extension,
    Plan,
    PlanReceipt,
    PlanTarget,
    ProgressReport,
    Task,
    TaskUnit,
)
from thidua.apps.planning.services.rollup import roll_up
from thidua.core import clock
from thidua.core.actor import Role
from thidua.core.search import search_key

DEPARTMENTS, UNITS, TASKS, REPORTS = 63, 700, 5_000, 20_000
SIZES = (100, 10_000)
"""Rows of the two plans whose lists are compared."""
BACKEND = "thidua.apps.accounts.backends.UsernameBackend"
WORK = (
    "Phát động phong trào thi đua",
    "Kiểm tra, đôn đốc thực hiện kế hoạch thi đua",
    "Tổ chức sơ kết, đánh giá kết quả phong trào",
    "Lập hồ sơ đề nghị khen thưởng, trình cấp có thẩm quyền",
    "Tuyên truyền, nhân rộng điển hình tiên tiến",
    "Tập huấn nghiệp vụ công tác thi đua, khen thưởng",
)


@dataclass(frozen=True)
class World:
    """What the bench asks for: keys of plans and units, and the session of each person who looks."""

    plan_id: int
    small_id: int
    large_id: int
    sessions: tuple[str, ...]
    unit_sessions: tuple[str, ...]
    usernames: tuple[str, ...]


def build(*, seed: int = 3) -> World:
    """Fill an empty, migrated database. The same seed and day give the same world."""
    chance = random.Random(seed)
    now = clock.now()
    with transaction.atomic():
        ministry, departments, units = _units()
        people = _people(ministry, departments, units, at=now)
        plan = _plan(ministry, "Kế hoạch thi đua, khen thưởng toàn ngành", at=now)
        _work(plan, departments, units, count=TASKS, chance=chance)
        _report(plan, people["officer0"], chance=chance, now=now)
        _receive(plan, departments, units, chance=chance, now=now)
        small, large = (
            _plan(ministry, f"Kế hoạch chuyên đề {count} nhiệm vụ", at=now, year=plan.year - 1) for count in SIZES
        )
        for one, count in zip((small, large), SIZES, strict=True):
            _work(one, departments, [], count=count, chance=chance)
            _save(PlanReceipt(plan=one, unit=unit, state=ReceiptState.SENT, sent_at=now) for unit in departments)
            roll_up(plan_id=one.pk)
        lookers = [name for name in people if name.startswith(("officer", "leader"))]
        clerks = [name for name in people if name.startswith("clerk")]
        world = World(
            plan.pk, small.pk, large.pk,
            tuple(_session(people[name]) for name in lookers),
            tuple(_session(people[name]) for name in clerks),
            tuple(lookers + clerks),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


def _save(rows: Iterable[Model], *, batch: int = 400) -> list[Any]:
    listed = list(rows)
    return type(listed[0])._default_manager.bulk_create(listed, batch_size=batch) if listed else []


def _units() -> tuple[Unit, list[Unit], list[Unit]]:
    """Return the ministry, its departments and the units below them; paths are chains of keys."""
    ministry = Unit(pk=1, path="1.", code="BO", name="Bộ Phát triển", kind=UnitKind.BODY, search_text="bo phat trien")
    departments, units = [], []
    for number in range(DEPARTMENTS):
        key = 2 + number
        name = f"Sở Phát triển tỉnh số {number + 1:02d}"
        departments.append(
            Unit(pk=key, parent=ministry, path=f"1.{key}.", code=f"SO{number}", name=name, kind=UnitKind.BODY,
                 short_name=f"Sở {number + 1:02d}", position=number, search_text=search_key(name))
        )  # fmt: skip
    for number in range(UNITS - DEPARTMENTS):
        key, above = 2 + DEPARTMENTS + number, departments[number % DEPARTMENTS]
        name = f"Phòng số {number // DEPARTMENTS + 1} – {above.short_name}"
        units.append(
            Unit(pk=key, parent=above, path=f"{above.path}{key}.", code=f"P{number}", name=name,
                 kind=UnitKind.DIVISION, position=number, search_text=search_key(name))
        )  # fmt: skip
    _save([ministry, *departments, *units])
    return ministry, departments, units


def _people(ministry: Unit, departments: Sequence[Unit], units: Sequence[Unit], *, at: datetime) -> dict[str, User]:
    """Five officers and three leaders of the ministry, and eight clerks of departments and units."""
    places = [(f"officer{number}", ministry, Role.OFFICER) for number in range(5)]
    places += [(f"leader{number}", ministry, Role.LEADER) for number in range(3)]
    places += [(f"clerk{number}", departments[number], Role.UNIT_CLERK) for number in range(6)]
    places += [(f"clerk{number}", units[number], Role.UNIT_CLERK) for number in (6, 7)]
    found = {}
    for username, unit, role in places:
        user = User(username=username, full_name=f"Nguyễn Văn {username.title()}", created_at=at)
        user.set_unusable_password()
        user.save()
        person = Person.objects.create(
            code=username, full_name=user.full_name, sort_name=username, unit=unit, user=user
        )
        RoleAssignment.objects.create(person=person, unit=unit, role=role)
        found[username] = user
    return found


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _plan(unit: Unit, title: str, *, at: datetime, year: int = 0, **more: Any) -> Plan:
    year = year or clock.today().year
    facts: dict[str, Any] = {"state": PlanState.ACTIVE, "issued_at": at, "launched_on": date(year, 1, 15)} | more
    return Plan.objects.create(
        unit=unit, kind="plan", year=year, issuer=unit.name, number="25", symbol="KH-BPT", title=title,
        issued_on=date(year, 1, 5), created_at=at, search_text=search_key(title), **facts,
    )  # fmt: skip


def _work(plan: Plan, departments: Sequence[Unit], units: Sequence[Unit], *, count: int, chance: random.Random) -> None:
    """Write tasks, who they name, and the assignments that follow."""
    first = date(plan.year, 1, 1)
    tasks = []
    for number in range(count):
        starts = first + timedelta(days=chance.randrange(0, 330))
        due = min(starts + timedelta(days=chance.randrange(5, 90)), date(plan.year, 12, 31))
        content = f"{WORK[number % len(WORK)]} đợt {number + 1}"
        tasks.append(
            Task(plan=plan, origin=TaskOrigin.TABLE, position=number, no=str(number + 1), content=content,
                 group=f"Quý {('I', 'II', 'III', 'IV')[(due.month - 1) // 3]}", starts_on=starts, due_on=due,
                 time_text=f"Tháng {due.month}/{due.year}", search_text=search_key(content))
        )  # fmt: skip
    tasks = _save(tasks)
    named = []
    for number, task in enumerate(tasks):
        leads = [departments[number % len(departments)]]
        if units:
            leads = chance.choices([[units[number % len(units)]], leads, [*leads, units[-1 - number % len(units)]]],
                                   weights=(5, 3, 2))[0]  # fmt: skip
        elif number < len(departments):
            leads = [departments[number]]
        helpers = chance.sample([one for one in departments if one not in leads], 2)
        for part, chosen in ((UnitPart.LEAD, leads), (UnitPart.COORDINATING, helpers)):
            named += [TaskUnit(task=task, part=part, position=place, as_written=unit.name, unit=unit)
                      for place, unit in enumerate(chosen)]  # fmt: skip
    named = _save(named)
    due_of = {task.pk: task.due_on for task in tasks}
    _save(
        Assignment(task_id=one.task_id, unit_id=one.unit_id, part=one.part, named=one,
                   due_on=due_of[one.task_id] if one.part == UnitPart.LEAD else None)
        for one in named
    )  # fmt: skip


def _report(plan: Plan, user: User, *, chance: random.Random, now: datetime) -> None:
    """Let the lead units report until there are 20,000 reports, and leave their work in the states that follow."""
    today = clock.today()
    work = list(Assignment.objects.filter(task__plan=plan, part=UnitPart.LEAD).order_by("pk"))
    reports, extensions = [], []
    per_unit = REPORTS / len(work)
    for place, one in enumerate(work):
        count = int((place + 1) * per_unit) - int(place * per_unit)
        is_past = one.due_on is not None and one.due_on < today
        state = chance.choices(
            (TaskState.DONE, TaskState.AWAITING, TaskState.IN_PROGRESS, TaskState.NOT_BEGUN, TaskState.NOT_ARISEN),
            weights=(70, 6, 14, 6, 4) if is_past else (10, 6, 44, 40, 0),
        )[0]
        one.state = state
        one.percent = {
            TaskState.DONE: 100,
            TaskState.AWAITING: 100,
            TaskState.IN_PROGRESS: chance.randrange(5, 95, 5),
        }.get(state, 0)
        one.has_difficulty = state == TaskState.IN_PROGRESS and chance.random() < 0.1
        if state == TaskState.DONE and one.due_on:
            one.done_on = min(one.due_on + timedelta(days=chance.randrange(-20, 8)), today)
        if state != TaskState.NOT_BEGUN:
            one.reported_at = now - timedelta(days=chance.randrange(0, 60))
            is_finished = state in {TaskState.DONE, TaskState.AWAITING}
            reports += [
                ProgressReport(
                    assignment=one, percent=100 if is_finished and number == count - 1 else 10 * number % 100,
                    kind=ReportKind.COMPLETION if is_finished and number == count - 1 else ReportKind.PROGRESS,
                    text=f"Đã thực hiện đợt {number + 1}", created_by=user,
                    created_at=one.reported_at - timedelta(days=7 * (count - 1 - number)),
                    difficulties="Thiếu kinh phí tổ chức" if one.has_difficulty and number == count - 1 else "",
                )
                for number in range(count)
            ]  # fmt: skip
        if state == TaskState.IN_PROGRESS and one.due_on and chance.random() < 0.25:
            extensions.append(
                Extension(assignment=one, from_on=one.due_on, to_on=one.due_on + timedelta(days=15), asked_at=now,
                          reason="Chờ văn bản của cấp trên", state=ExtensionState.ASKED, asked_by=user)
            )  # fmt: skip
    begun = [one for one in work if one.reported_at]
    for number in range(REPORTS - len(reports)):
        one = begun[number % len(begun)]
        reports.append(
            ProgressReport(assignment=one, percent=5, kind=ReportKind.PROGRESS, text="Bước đầu", created_by=user,
                           created_at=one.reported_at - timedelta(days=90))
        )  # fmt: skip
    Assignment.objects.bulk_update(
        work, ["state", "percent", "has_difficulty", "done_on", "reported_at"], batch_size=400
    )
    _save(reports[:REPORTS])
    _save(extensions)
    roll_up(plan_id=plan.pk)


def _receive(
    plan: Plan, departments: Sequence[Unit], units: Sequence[Unit], *, chance: random.Random, now: datetime
) -> None:
    """Give every unit its receipt, and every third department an own plan with tasks of its divisions."""
    own = {}
    for place, unit in enumerate(departments[::3]):
        answer = _plan(unit, f"Kế hoạch thực hiện của {unit.name}", at=now, answers=plan)
        below = [one for one in units if one.parent_id == unit.pk]
        _work(answer, [unit, *[one for one in departments[:4] if one != unit]], below, count=20, chance=chance)
        roll_up(plan_id=answer.pk)
        own[unit.pk] = answer
        PlanTarget.objects.create(
            plan=answer,
            position=place,
            indicator="Tỷ lệ đơn vị đạt danh hiệu",
            comparator=">=",
            minimum=80,
            measure="%",
        )
    receipts = []
    for unit in [*departments, *units]:
        state = ReceiptState.PLANNED if unit.pk in own else chance.choices(
            (ReceiptState.SENT, ReceiptState.ACKNOWLEDGED, ReceiptState.LAUNCHED), weights=(2, 3, 5))[0]  # fmt: skip
        is_taken = state != ReceiptState.SENT
        receipts.append(
            PlanReceipt(
                plan=plan, unit=unit, state=state, sent_at=now, acknowledged_at=now if is_taken else None,
                own_plan=own.get(unit.pk), planned_at=now if unit.pk in own else None,
                launched_on=clock.today() if state == ReceiptState.LAUNCHED else None,
                staff_total=20 if is_taken else None, staff_taking_part=18 if is_taken else None,
            )
        )  # fmt: skip
    _save(receipts)
