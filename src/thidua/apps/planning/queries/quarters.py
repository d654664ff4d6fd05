"""Tasks, and the work of units on them, counted by quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from thidua.apps.planning.domain.progress import FINISHED
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
    """How much ends in a quarter, is done, and is open past its day; `quarter` None: what is in no quarter."""

    quarter: Quarter | None
    count: int
    done: int
    late: int


def tasks_by_quarter(tasks: QuerySet[Task], *, quarters: Iterable[Quarter], today: date) -> list[QuarterCount]:
    """Count tasks by the quarter they end in, each once however many units lead it; those in no quarter last.

    For whoever oversees their plan: it tells how all units stand.
    """
    ends: dict[Quarter | None, Q] = {one: in_quarter(one) for one in quarters}
    return _counted(tasks, ends | {None: without_quarter()}, late=overdue(today))


def work_by_quarter(work: QuerySet[Assignment], *, year: int, today: date) -> list[QuarterCount]:
    """Count pieces of lead work (`own_parts`) by the quarter of a year in which their day lies, those without last."""
    quarters = [Quarter(year, number) for number in (1, 2, 3, 4)]
    ends: dict[Quarter | None, Q] = {one: Q(holds_on__range=(one.first_day, one.last_day)) for one in quarters}
    return _counted(work, ends | {None: Q(holds_on__isnull=True)}, late=late_work(today))


def _counted(
    rows: QuerySet[Task] | QuerySet[Assignment], ends: Mapping[Quarter | None, Q], *, late: Q
) -> list[QuarterCount]:
    sums: dict[str, Any] = {}
    for place, condition in enumerate(ends.values()):
        sums[f"all{place}"] = Count("pk", filter=condition)
        sums[f"done{place}"] = Count("pk", filter=condition & Q(state__in=FINISHED))
        sums[f"late{place}"] = Count("pk", filter=condition & late)
    found = rows.order_by().aggregate(**sums)
    return [
        QuarterCount(quarter, found[f"all{place}"], found[f"done{place}"], found[f"late{place}"])
        for place, quarter in enumerate(ends)
    ]


def quarters_of(tasks: QuerySet[Task], *, year: int) -> list[Quarter]:
    """Return the quarters of a plan's year and of the other years in which its tasks end, in order."""
    return span_of(tasks, year=year).quarters


@dataclass(frozen=True, slots=True)
class Span:
    """How many tasks there are, and the years in which they end, that of their plan among them."""

    count: int
    first_year: int
    last_year: int

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of these years, in order; of ten years at most."""
        years = range(self.first_year, min(self.last_year, self.first_year + 10) + 1)
        return [Quarter(year, number) for year in years for number in (1, 2, 3, 4)]


def span_of(tasks: QuerySet[Task], *, year: int) -> Span:
    """Count tasks, and return the years in which they end, in one query."""
    found = tasks.order_by().aggregate(count=Count("pk"), first=Min("due_on"), last=Max("due_on"))
    ends = [year, *(day.year for day in (found["first"], found["last"]) if day)]
    return Span(found["count"], min(ends), max(ends))
