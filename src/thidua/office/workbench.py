"""What stands on the first page, by who looks: documents to check, tasks near their day, the year at a glance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from thidua.apps.planning import policies, queries
from thidua.core.actor import Actor, Role

SOON = timedelta(days=30)
SHOWN = 8
LATE_SHOWN = 5
WIDE_VIEW = (Role.OFFICER, Role.LEADER, Role.UNIT_HEAD, Role.ADMINISTRATOR)


@dataclass(slots=True)
class Workbench:
    """The parts of the first page; a part that is empty or not for this person is left out."""

    year: int
    is_officer: bool
    sees_units: bool
    soon: list[Any] = field(default_factory=list)
    late: list[Any] = field(default_factory=list)
    late_count: int = 0
    strip: list[dict[str, Any]] = field(default_factory=list)
    by_unit: list[queries.UnitCount] = field(default_factory=list)
    plan_count: int = 0
    tasks_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.soon or self.late or self.plan_count or any(one["total"] for one in self.strip))


def workbench_of(actor: Actor, *, year: int, today: date) -> Workbench:
    """Return the first page of a person: the work of the units they stand for, over every plan of the year."""
    tasks = queries.tasks_of_actor(actor, year=year)
    bench = Workbench(
        year=year,
        is_officer=bool(actor.paths(policies.WRITERS)),
        sees_units=bool(actor.paths(WIDE_VIEW)),
        plan_count=policies.visible_plans(actor).filter(year=year).count(),
        tasks_url=reverse("planning:tasks"),
    )
    own = queries.tasks_with_units(tasks).order_by("due_on", "plan", "position")
    bench.soon = list(own.filter(due_on__gte=today, due_on__lte=today + SOON)[:SHOWN])
    late = own.filter(due_on__lt=today, due_on__gte=today - queries.LONGEST_LATE)
    bench.late_count = late.count()
    bench.late = list(late.order_by("-due_on", "plan", "position")[:LATE_SHOWN]) if bench.late_count else []
    quarters = [queries.Quarter(year, quarter) for quarter in (1, 2, 3, 4)]
    counted = queries.tasks_by_quarter(tasks, quarters=quarters, today=today)
    largest = max((one.count for one in counted), default=0) or 1
    bench.strip = [
        {
            "label": gettext("Quý %(quarter)s") % {"quarter": one.quarter.roman},
            "total": one.count,
            "late": one.late,
            "largest": largest,
            "url": f"{bench.tasks_url}?ky={year}-q{one.quarter.quarter}",
            "is_current": one.quarter.first_day <= today <= one.quarter.last_day,
        }
        for one in counted
        if one.quarter is not None
    ]
    if bench.sees_units:
        bench.by_unit = queries.tasks_by_unit(tasks, year=year, today=today)
    return bench
