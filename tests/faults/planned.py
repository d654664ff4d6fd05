"""Plans for the worker under test: one reminder each, and tasks of every week whose periods are opened day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from thidua.apps.accounts.models import User
from thidua.apps.notifications.models import Notice
from thidua.apps.organizations import services as organizations
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Unit
from thidua.apps.planning import services as planning
from thidua.apps.planning.enums import DUE_SOON, PlanState, Recurrence, TaskOrigin, UnitPart
from thidua.apps.planning.models import Assignment, Plan, Task
from thidua.core.actor import SYSTEM
from thidua.core.jobs.queue import NewJob

JOBS = "thidua.apps.planning.jobs"
WEEKLY_TASKS = 10


def make_reminders(user: User, *, count: int, on: date, at: datetime) -> list[NewJob]:
    """Make plans with work due on a day, each of which its job tells the user of. Returns the job that queues them."""
    unit = organizations.create_unit(
        actor=SYSTEM, parent_id=None, code="FAULTS", name="Sở", short_name="Sở", kind=UnitKind.BODY, at=at
    )
    person = organizations.add_person(actor=SYSTEM, unit_id=unit.pk, full_name=user.full_name, at=at)
    person.user = user
    person.save(update_fields=["user"])
    plans = Plan.objects.bulk_create([_plan(unit, year=on.year, at=at) for _number in range(count)])
    tasks = Task.objects.bulk_create(
        [Task(plan=plan, origin=TaskOrigin.MANUAL, position=1, content="Báo cáo", due_on=on) for plan in plans]
    )
    work = Assignment.objects.bulk_create(
        [Assignment(task=task, unit=unit, part=UnitPart.LEAD, due_on=on) for task in tasks]
    )
    through = Assignment.people.through
    through.objects.bulk_create([through(assignment_id=one.pk, person_id=person.pk) for one in work])
    return [NewJob(f"{JOBS}.remind", [on.isoformat()])]


def make_recurrences(*, count: int, year: int, at: datetime) -> list[NewJob]:
    """Make tasks of every week. Returns a job a day, in order: one in seven opens the next week of each task."""
    issued = timezone.make_aware(datetime(year, 1, 1))
    plan = _plan(Unit.objects.get(code="FAULTS"), year=year, at=issued)
    plan.save()
    for number in range(WEEKLY_TASKS):
        task = Task.objects.create(
            plan=plan, origin=TaskOrigin.MANUAL, position=number, content="Giao ban", recurrence=Recurrence.WEEKLY
        )
        Assignment.objects.create(task=task, unit=plan.unit, part=UnitPart.LEAD)
    return [
        NewJob(
            f"{JOBS}.open_occurrences",
            [(date(year, 1, 10) + timedelta(days=number)).isoformat()],
            run_at=at - timedelta(milliseconds=count - number),
        )
        for number in range(count)
    ]


def _plan(unit: Unit, *, year: int, at: datetime) -> Plan:
    return Plan(
        unit=unit, kind="plan", year=year, issuer=unit.name, title="Thi đua", state=PlanState.ACTIVE,
        issued_at=at, launched_on=at.date(), created_at=at,
    )  # fmt: skip


def check_reminders(expected: int) -> None:
    """Assert that each reminder was told once."""
    told = Notice.objects.filter(kind=DUE_SOON)
    assert told.count() == expected, f"{told.count()} reminders told, expected {expected}"
    assert told.values("subject_id").distinct().count() == expected, "a reminder was told twice, another never"


def check_recurrences(jobs: list[str], *, at: datetime) -> int:
    """Assert that the periods of all the days were opened, each whole and once. Returns how many."""
    opened = Task.objects.filter(origin=TaskOrigin.OCCURRENCE)
    count = opened.count()
    again = [
        planning.open_occurrences(actor=SYSTEM, plan_id=plan_id, on=date.fromisoformat(day), at=at)
        for day in jobs
        for plan_id in planning.plans_recurring(on=date.fromisoformat(day))
    ]
    assert sum(again) == 0, f"{sum(again)} periods were never opened"
    assert count >= WEEKLY_TASKS * (1 + len(jobs) // 7), f"{count} periods opened by {len(jobs)} jobs"
    whole = opened.annotate(parts=Count("assignments")).filter(parts=1).count()
    assert whole == count, f"{count - whole} periods were opened by halves"
    return count
