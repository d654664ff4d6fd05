"""Tasks counted by quarter and by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from thidua.apps.planning.enums import UnitPart
from thidua.apps.planning.models import Assignment, Task
from thidua.apps.planning.queries.tasks import late_work, overdue


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year; `quarter` 0 stands for tasks of a whole year or without a day."""

    year: int
    quarter: int

    @property
    def roman(self) -> str:
        return ("", "I", "II", "III", "IV")[self.quarter]

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def last_day(self) -> date:
        first = date(self.year + self.quarter // 4, self.quarter % 4 * 3 + 1, 1)
        return first - timedelta(days=1)


def quarter_of(task: Task) -> Quarter | None:
    """Return the quarter a task ends in; None for one without a day or that runs from the first to the last quarter."""
    due = task.due_on
    if due is None or (task.starts_on and task.starts_on <= date(due.year, 3, 31) and due.month >= 10):
        return None
    return Quarter(due.year, (due.month + 2) // 3)


def in_quarter(quarter: Quarter) -> Q:
    """Return the tasks `quarter_of` puts into a quarter."""
    ends = Q(due_on__gte=quarter.first_day, due_on__lte=quarter.last_day)
    if quarter.quarter == 4:
        ends &= Q(starts_on__isnull=True) | Q(starts_on__gt=date(quarter.year, 3, 31))
    return ends


def without_quarter() -> Q:
    """Return the tasks `quarter_of` puts into no quarter."""
    in_winter = Q(due_on__month__gte=10, starts_on__isnull=False)
    early = Q(starts_on__year__lt=F("due_on__year")) | Q(starts_on__year=F("due_on__year"), starts_on__month__lte=3)
    return Q(due_on__isnull=True) | (in_winter & early)


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """How many tasks end in a quarter, and how many of them are past their day; `quarter` None: those in no quarter."""

    quarter: Quarter | None
    count: int
    late: int


def tasks_by_quarter(
    tasks: QuerySet[Task], *, quarters: Iterable[Quarter], today: date, late: Q | None = None
) -> list[QuarterCount]:
    """Count tasks by quarter, in one query; those in no quarter last.

    `late` says which count as late, as far as the viewer may know (`Sight.late`); else all that are.
    """
    listed = list(quarters)
    late = overdue(today) if late is None else late
    sums: dict[str, Any] = {}
    for position, quarter in enumerate(listed):
        sums[f"all{position}"] = Count("pk", filter=in_quarter(quarter))
        sums[f"late{position}"] = Count("pk", filter=in_quarter(quarter) & late)
    counted = tasks.order_by().aggregate(
        none=Count("pk", filter=without_quarter()), none_late=Count("pk", filter=without_quarter() & late), **sums
    )
    return [
        *(
            QuarterCount(quarter, counted[f"all{position}"], counted[f"late{position}"])
            for position, quarter in enumerate(listed)
        ),
        QuarterCount(None, counted["none"], counted["none_late"]),
    ]


def quarters_of(tasks: QuerySet[Task], *, year: int) -> list[Quarter]:
    """Return the quarters of a plan's year and of the other years in which its tasks end, in order."""
    ends = tasks.order_by().filter(due_on__isnull=False).aggregate(first=Min("due_on"), last=Max("due_on"))
    first = min(year, ends["first"].year) if ends["first"] else year
    last = max(year, ends["last"].year) if ends["last"] else year
    return [Quarter(one, quarter) for one in range(first, min(last, first + 10) + 1) for quarter in (1, 2, 3, 4)]


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How many tasks a unit leads, by the quarter they end in."""

    unit_id: int
    name: str
    total: int
    by_quarter: tuple[int, int, int, int]
    late: int


def tasks_by_unit(
    tasks: QuerySet[Task], *, year: int, today: date, limit: int = 15, seen: Q | None = None
) -> list[UnitCount]:
    """Count the tasks each unit leads, the units with most tasks first, in one query.

    Only work of `seen` (`work_of_own`) is counted as late where a viewer may not know of the rest.
    """

    def ending(quarter: int) -> Count:
        days = Quarter(year, quarter)
        return Count("task", filter=Q(task__due_on__range=(days.first_day, days.last_day)), distinct=True)

    late = late_work(today) if seen is None else late_work(today) & seen
    rows = (
        Assignment.objects.filter(part=UnitPart.LEAD, task__in=tasks.order_by().values("pk"))
        .values("unit_id", "unit__name")
        .annotate(total=Count("task", distinct=True), late=Count("task", filter=late, distinct=True),
                  q1=ending(1), q2=ending(2), q3=ending(3), q4=ending(4))
        .order_by("-total", "unit__path")
    )  # fmt: skip
    return [
        UnitCount(row["unit_id"], row["unit__name"], row["total"],
                  (row["q1"], row["q2"], row["q3"], row["q4"]), row["late"])
        for row in rows[:limit]
    ]  # fmt: skip
