"""What the daily reminders are about, of one plan: work near or past its day, units that are late, missing figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from thidua.apps.planning.domain.periods import quarters_due
from thidua.apps.planning.domain.progress import TO_DO
from thidua.apps.planning.enums import ReceiptState, UnitPart
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, TargetActual, TargetShare
from thidua.apps.planning.queries.tasks import RUNNING, late_work

BATCH = 1000
YEARS = 1
"""Plans of the years around this one are followed."""


@dataclass(frozen=True, slots=True)
class WorkDue:
    """Work of one unit whose day is near or past."""

    id: int
    unit_id: int
    unit_name: str
    task_id: int
    content: str
    is_optional: bool
    due_on: date
    user_ids: tuple[int, ...]
    """Those its unit made responsible, as far as they sign in."""


def plans_to_remind(on: date) -> QuerySet[Plan]:
    return Plan.objects.filter(state__in=RUNNING, year__range=(on.year - YEARS, on.year + YEARS)).order_by("pk")


def _work(plan: Plan) -> QuerySet[Assignment]:
    """Return the lead work on the plan's tasks that are done themselves, not through their parts."""
    rows = Assignment.objects.filter(task__plan=plan, task__recurrence="", part=UnitPart.LEAD, state__in=TO_DO)
    return rows.filter(task__children__isnull=True)


def work_due(plan: Plan, *, due_days: Collection[date]) -> Iterator[list[WorkDue]]:
    """Give the open work whose day is one of `due_days`, 1,000 at a time, in two queries each."""
    last = 0
    wanted = _work(plan).filter(due_on__in=due_days).order_by("pk")
    while True:
        rows = wanted.filter(pk__gt=last).values_list(
            "pk", "unit_id", "unit__name", "task_id", "task__content", "task__is_optional", "due_on"
        )[:BATCH]  # fmt: skip
        found = list(rows)
        if not found:
            return
        last = found[-1][0]
        responsible: dict[int, list[int]] = {}
        through = Assignment.people.through.objects.filter(
            assignment__in=[row[0] for row in found], person__is_active=True, person__user__is_active=True
        )
        for key, user_id in through.order_by("person").values_list("assignment_id", "person__user_id"):
            if user_id is not None:
                responsible.setdefault(key, []).append(user_id)
        yield [
            WorkDue(key, unit_id, unit_name, task_id, content, is_optional, due_on, tuple(responsible.get(key, ())))
            for key, unit_id, unit_name, task_id, content, is_optional, due_on in found
            if due_on is not None
        ]


def late_units(plan: Plan, *, today: date) -> list[tuple[int, str, int]]:
    """Return (unit, name, pieces of work past their day) of the units that are late, in tree order."""
    rows = _work(plan).filter(late_work(today)).order_by("unit__path").values_list("unit_id", "unit__name")
    return [(unit_id, name, count) for unit_id, name, count in rows.annotate(late=Count("pk"))]


def unacknowledged(plan: Plan, *, since: datetime, until: datetime, today: datetime) -> list[tuple[int, int, datetime]]:
    """Return (receipt, unit, sent at) of units that neither acknowledged what was sent then nor were reminded today."""
    rows = PlanReceipt.objects.filter(plan=plan, state=ReceiptState.SENT, sent_at__gte=since, sent_at__lt=until)
    return list(rows.exclude(reminded_at__gte=today).order_by("pk").values_list("pk", "unit_id", "sent_at"))


def figures_missing(plan: Plan, *, on: date, ends: Collection[date]) -> dict[int, dict[date, int]]:
    """Return how many targets each unit still owes a figure of, by the last day of the quarter: {unit: {day: count}}.

    A figure is owed by each unit with a share of the target, else by the plan's own. Four queries at most.
    """
    targets = dict(plan.targets.values_list("pk", "is_cumulative"))
    if not targets:
        return {}
    owed = set(TargetShare.objects.filter(target__in=targets).values_list("target_id", "unit_id"))
    owed |= {(key, plan.unit_id) for key in targets.keys() - {key for key, _unit in owed}}
    spans: dict[tuple[int, int], list[tuple[date, date]]] = {}
    rows = TargetActual.objects.filter(target__in=targets).values_list("target_id", "unit_id", "starts_on", "ends_on")
    for target_id, unit_id, first, last in rows:
        spans.setdefault((target_id, unit_id), []).append((first, last))
    since = plan.issued_on or date(plan.year, 1, 1)
    found: dict[int, dict[date, int]] = {}
    for target_id, unit_id in sorted(owed):
        reported = spans.get((target_id, unit_id), ())
        due = quarters_due(
            year=plan.year, on=on, since=since, spans=reported, is_cumulative=targets[target_id]
        )  # fmt: skip
        for day in {quarter.ends_on for quarter in due}.intersection(ends):
            by_day = found.setdefault(unit_id, {})
            by_day[day] = by_day.get(day, 0) + 1
    return found
