"""What falls on the days of a calendar: due days of work, and events. Constant queries, however many days and rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from thidua.apps.organizations.queries import Unit
from thidua.apps.planning import domain, policies
from thidua.apps.planning.enums import PlanState, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Plan, PlanEvent, PlanReceipt, Task
from thidua.apps.planning.policies import INTERNAL
from thidua.apps.planning.queries.tasks import LONGEST_LATE, RUNNING
from thidua.core.actor import ANY_ROLE, Actor
from thidua.core.policies import within

SHOWN_STATES = tuple(state for state in TaskState.values if state != TaskState.CANCELLED)
LONGEST_EVENT = timedelta(days=31)
"""An event that runs longer is shown from its beginning for so many days."""
LATE = "qua-han"
NOT_SHOWN = (*INTERNAL, PlanState.WITHDRAWN)
"""Plans whose days are nobody's to keep: not issued yet, or taken back."""


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task due on a day: how far the units are whose work the viewer sees, and which unit where it is only one."""

    task: Task
    on: date
    state: str
    total: int
    finished: int
    unit_name: str
    late_days: int


@dataclass(frozen=True, slots=True)
class EventDay:
    """An event on one of its days; `is_first` on the one it begins."""

    event: PlanEvent
    on: date
    is_first: bool

    @property
    def hour(self) -> str:
        """The hour it begins, on the day it begins."""
        return f"{timezone.localtime(self.event.starts_at):%H:%M}" if self.is_first else ""


@dataclass(slots=True)
class DayEntries:
    """What one day holds: at most as many as asked for, and how many more there are."""

    events: list[EventDay] = field(default_factory=list)
    tasks: list[DueTask] = field(default_factory=list)
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.events) + len(self.tasks) + self.more


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a calendar is narrowed to. `is_own`: the viewer's own work; else also all they oversee."""

    is_own: bool = True
    plan_id: int | None = None
    unit_id: int | None = None
    state: str = ""


def calendar_work(actor: Actor, wanted: Wanted, *, today: date) -> QuerySet[Assignment]:
    """Return the lead work a calendar shows, whatever its day."""
    work = policies.own_work(actor) if wanted.is_own else policies.visible_assignments(actor)
    work = work.filter(
        part=UnitPart.LEAD, state__in=SHOWN_STATES, due_on__isnull=False, task__is_dropped=False
    ).exclude(task__plan__state__in=NOT_SHOWN)
    if wanted.plan_id is not None:
        work = work.filter(task__plan=wanted.plan_id)
    if wanted.unit_id is not None:
        work = work.filter(unit=wanted.unit_id)
    if wanted.state == LATE:
        return work.filter(
            state__in=domain.OPEN,
            due_on__lt=today,
            due_on__gte=today - LONGEST_LATE,
            task__plan__state__in=RUNNING,
        )
    return work.filter(state=wanted.state) if wanted.state in SHOWN_STATES else work


def calendar_events(actor: Actor, wanted: Wanted) -> QuerySet[PlanEvent]:
    """Return the events of the plans a calendar shows; of plans of or sent to one's own units where it is one's own.

    None where the calendar is narrowed to the state of work or to one unit: an event is no unit's work.
    """
    if wanted.state or wanted.unit_id is not None:
        return PlanEvent.objects.none()
    events = PlanEvent.objects.filter(plan__in=policies.visible_plans(actor).exclude(state__in=NOT_SHOWN).values("pk"))
    if wanted.is_own:
        received = PlanReceipt.objects.filter(policies.at(actor, ANY_ROLE, field="unit__path")).values("plan")
        own = policies.at(actor, ANY_ROLE, field="plan__unit__path") | Q(plan__in=received)
        if actor.user_id is not None:
            named = Assignment.people.through.objects.filter(person__user_id=actor.user_id)
            own |= Q(task__in=named.values("assignment__task"))
        events = events.filter(own)
    return events.filter(plan=wanted.plan_id) if wanted.plan_id is not None else events


def calendar_days(
    actor: Actor, wanted: Wanted, *, first: date, last: date, limit: int, today: date
) -> Mapping[date, DayEntries]:
    """Return what falls on the days from `first` to `last`, at most `limit` a day, in three queries.

    Units of one task due on the same day stand together as one entry, counted from the work the viewer sees.
    """
    counts: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in SHOWN_STATES}
    grouped = (
        calendar_work(actor, wanted, today=today)
        .filter(due_on__range=(first, last))
        .order_by("due_on", "task__plan", "task__position", "task")
        .values("due_on", "task", "task__plan__state")
        .annotate(total=Count("pk"), unit_name=Min("unit__name"), **counts)
    )
    rows: list[dict[str, Any]] = [dict(row) for row in grouped]
    days = place_events(calendar_events(actor, wanted), first=first, last=last, limit=limit)
    shown: list[dict[str, Any]] = []
    taken = {on: len(entries.events) for on, entries in days.items()}
    for row in rows:
        on = row["due_on"]
        taken[on] = taken.get(on, 0) + 1
        entries = days.setdefault(on, DayEntries())
        if taken[on] > limit:
            entries.more += 1
        else:
            shown.append(row)
    tasks = _tasks({row["task"] for row in shown})
    for row in shown:
        days[row["due_on"]].tasks.append(_due(row, tasks[row["task"]], today=today))
    return days


def _tasks(keys: Collection[int]) -> dict[int, Task]:
    wanted = ("content", "no", "is_optional", "plan", "plan__number", "plan__symbol", "plan__title")
    return {task.pk: task for task in Task.objects.filter(pk__in=keys).select_related("plan").only(*wanted)}


def _due(row: Mapping[str, Any], task: Task, *, today: date) -> DueTask:
    counts = {state: row[state] for state in SHOWN_STATES}
    is_open = any(counts[state] for state in domain.OPEN)
    is_late = (
        is_open and row["task__plan__state"] in RUNNING and today - LONGEST_LATE <= row["due_on"] < today
    )  # fmt: skip
    return DueTask(
        task=task,
        on=row["due_on"],
        state=domain.rolled_state(counts),
        total=row["total"],
        finished=sum(counts.get(state, 0) for state in domain.FINISHED),
        unit_name=row["unit_name"] if row["total"] == 1 else "",
        late_days=(today - row["due_on"]).days if is_late else 0,
    )


def place_events(
    events: QuerySet[PlanEvent], *, first: date, last: date, limit: int
) -> dict[date, DayEntries]:  # fmt: skip
    """Return the events on each day they run, at most `limit` a day, in one query."""
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    running = Q(starts_at__gte=since) | Q(starts_at__gte=since - LONGEST_EVENT, ends_at__gte=since)
    rows = events.filter(running, starts_at__lt=until).select_related("plan").defer("plan__evidence", "plan__headings")
    days: dict[date, DayEntries] = {}
    for event in rows.order_by("starts_at", "pk"):
        begins, ends = event_days(event)
        on = max(begins, first)
        while on <= min(ends, last):
            entries = days.setdefault(on, DayEntries())
            if len(entries.events) < limit:
                entries.events.append(EventDay(event, on, on == begins))
            else:
                entries.more += 1
            on += timedelta(days=1)
    return days


def event_days(event: PlanEvent) -> tuple[date, date]:
    """Return the first and last day of an event as the office's calendar has them."""
    begins = timezone.localtime(event.starts_at).date()
    ends = timezone.localtime(event.ends_at).date() if event.ends_at else begins
    return begins, min(ends, begins + LONGEST_EVENT)


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))


def choose_tasks(days: dict[date, DayEntries], due: Iterable[tuple[date, int]], *, limit: int) -> list[int]:
    """Return the keys of the tasks that find room beside what the days hold, at most `limit` a day; count the rest."""
    taken = {on: len(entries.events) for on, entries in days.items()}
    chosen = []
    for on, key in due:
        entries = days.setdefault(on, DayEntries())
        taken[on] = taken.get(on, 0) + 1
        if taken[on] > limit:
            entries.more += 1
        else:
            chosen.append(key)
    return chosen


def plans_on_calendar(actor: Actor, *, year: int) -> list[Plan]:
    """Return the plans of a year that a calendar may be narrowed to, with their names and the paths of their units."""
    plans = policies.visible_plans(actor).filter(year=year).exclude(state__in=NOT_SHOWN).select_related("unit")
    return list(plans.only("number", "symbol", "title", "year", "issued_on", "unit__path"))


def units_on_calendar(
    actor: Actor, wanted: Wanted, *, plans: Collection[Plan], year: int, today: date
) -> list[tuple[int, str]]:
    """Return (key, name) of the units a calendar may be narrowed to in a year, in tree order.

    `plans` are those of `plans_on_calendar`. Whoever works on a plan has received it or is its own unit: asked of
    these, not of the many rows of work.
    """
    if wanted.is_own:
        work = calendar_work(actor, Wanted(plan_id=wanted.plan_id), today=today).filter(task__plan__year=year)
        return list(work.order_by("unit__path").values_list("unit_id", "unit__name").distinct())
    shown = [one for one in plans if wanted.plan_id in (None, one.pk)]
    overseen = [one for one in shown if policies.can_oversee(actor, one)]
    seen = within(actor, ANY_ROLE, field="unit__path") | Q(plan__in=[one.pk for one in overseen])
    received = PlanReceipt.objects.filter(seen, plan__in=[one.pk for one in shown]).values("unit")
    units = Unit.objects.filter(Q(pk__in=received) | Q(pk__in={one.unit_id for one in overseen})).order_by("path")
    return list(units.values_list("pk", "name"))


def relative_tasks(actor: Actor, wanted: Wanted, *, year: int) -> QuerySet[Task]:
    """Return the open tasks due so many working days after something, which no calendar can place on a day."""
    work = policies.own_work(actor) if wanted.is_own else policies.visible_assignments(actor)
    work = work.filter(part=UnitPart.LEAD, state__in=domain.OPEN, task__relative_days__isnull=False, due_on=None)
    if wanted.unit_id is not None:
        work = work.filter(unit=wanted.unit_id)
    tasks = Task.objects.filter(pk__in=work.values("task"), plan__year=year).exclude(plan__state__in=NOT_SHOWN)
    if wanted.plan_id is not None:
        tasks = tasks.filter(plan=wanted.plan_id)
    return tasks.select_related("plan").order_by("plan", "position")
