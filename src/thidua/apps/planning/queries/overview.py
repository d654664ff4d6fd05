"""The year of a unit for who leads it: lead work by where it stands, by quarter and by unit. Constant queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When

from thidua.apps.organizations.queries import Unit
from thidua.apps.planning import policies
from thidua.apps.planning.domain.coverage import IN_FORCE, percent
from thidua.apps.planning.domain.progress import OPEN
from thidua.apps.planning.enums import ExtensionState, PlanState, ReceiptState, Standing, TaskState
from thidua.apps.planning.models import Assignment, Extension, Plan
from thidua.apps.planning.queries.coverage import worked
from thidua.apps.planning.queries.keeping import kept
from thidua.apps.planning.queries.quarters import Quarter
from thidua.apps.planning.queries.tasks import late_work
from thidua.apps.planning.queries.work import work_awaiting
from thidua.core.actor import Actor, Role
from thidua.core.policies import within

LOOKERS = (Role.LEADER, Role.OFFICER, Role.UNIT_HEAD)
"""Who looks at a year as a whole: the leader, the standing officer, the head of a unit."""
SOON = timedelta(days=14)
HALF = 50
WORST = (Standing.OVERDUE, Standing.AT_RISK, Standing.NOT_BEGUN)


def year_work(actor: Actor, *, year: int, roles: Collection[str] = LOOKERS) -> QuerySet[Assignment]:
    """Return the lead work of the year the actor leads: of the units where one of `roles` is held and those below,
    and of everybody in the plans issued there. What did not arise, was cancelled or only sums up its parts is left out.
    """
    # By keys found once, not by the paths of the two units beside each of thousands of rows.
    units = Unit.objects.filter(within(actor, roles, field="path"))
    plans = Plan.objects.filter(within(actor, roles, field="unit__path"), year=year)
    led = Q(unit__in=units.values("pk")) | Q(task__plan__in=plans.values("pk"))
    return worked(Assignment.objects.filter(led, task__plan__year=year, task__plan__state__in=IN_FORCE)).exclude(
        state=TaskState.NOT_ARISEN
    )


def extension_is_asked() -> Q:
    return Q(pk__in=Extension.objects.filter(state=ExtensionState.ASKED).values("assignment"))


def standing(today: date) -> Case:
    """Return where a piece of lead work stands (`Standing`).

    At risk is open work whose day has not passed and which is due within 14 days with less than half done, or has a
    difficulty nobody answered, or asks for an extension. Work that waits for confirmation is at risk of nothing.
    """
    near = Q(due_on__range=(today, today + SOON), percent__lt=HALF)
    at_risk = Q(state__in=OPEN, task__plan__state__in=(PlanState.ISSUED, PlanState.ACTIVE)) & ~Q(
        state=TaskState.AWAITING
    )
    return Case(
        When(state=TaskState.DONE, done_on__gt=F("due_on"), then=Value(Standing.DONE_LATE.value)),
        When(state=TaskState.DONE, then=Value(Standing.DONE.value)),
        When(late_work(today), then=Value(Standing.OVERDUE.value)),
        When(at_risk & Q(near | Q(has_difficulty=True)), then=Value(Standing.AT_RISK.value)),
        When(at_risk & extension_is_asked(), then=Value(Standing.AT_RISK.value)),
        When(state=TaskState.NOT_BEGUN, then=Value(Standing.NOT_BEGUN.value)),
        default=Value(Standing.IN_PROGRESS.value),
        output_field=CharField(),
    )


def due_quarter(year: int) -> Case:
    """Return the quarter of the year a piece of work is due in; 0 for no day, or a day of another year."""
    quarters = [Quarter(year, number) for number in (1, 2, 3, 4)]
    return Case(
        *(When(due_on__range=(one.first_day, one.last_day), then=Value(one.quarter)) for one in quarters),
        default=Value(0),
        output_field=IntegerField(),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How much work stands where. `key` names whose it is: a quarter, or a unit with its `name`."""

    key: int
    name: str
    by: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by.values())

    @property
    def done(self) -> int:
        return self.by.get(Standing.DONE, 0) + self.by.get(Standing.DONE_LATE, 0)

    @property
    def done_percent(self) -> int | None:
        return percent(self.done, self.total)

    @property
    def worst_first(self) -> tuple[int, ...]:
        return tuple(-self.by.get(one, 0) for one in WORST)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The year by quarter (0 last: without a day in it) and by unit, the worst first."""

    quarters: list[Tally]
    units: list[Tally]

    @property
    def whole(self) -> Tally:
        return Tally(0, "", {one: sum(tally.by.get(one, 0) for tally in self.quarters) for one in Standing.values})


def year_figures(work: QuerySet[Assignment], *, year: int, today: date) -> YearFigures:
    """Count the work by quarter and by unit, in two queries however much there is."""
    rows = (
        work.order_by()
        .annotate(standing=standing(today), quarter=due_quarter(year))
        .values_list("unit_id", "quarter", "standing")
        .annotate(count=Count("pk"))
    )
    quarters: dict[int, dict[str, int]] = {number: {} for number in (1, 2, 3, 4, 0)}
    units: dict[int, dict[str, int]] = {}
    for unit_id, quarter, stands, count in rows:
        for counted in (quarters[quarter], units.setdefault(unit_id, {})):
            counted[stands] = counted.get(stands, 0) + count
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
    by_unit = [Tally(key, names[key], counted) for key, counted in units.items()]
    return YearFigures(
        [Tally(number, "", counted) for number, counted in quarters.items() if number or counted],
        sorted(by_unit, key=lambda one: (one.worst_first, one.done_percent or 0, one.name)),
    )


def year_figures_of(actor: Actor, *, year: int, today: date) -> YearFigures:
    """Return the figures of `year_work`, kept until something changes; the same for all who lead the same units."""
    paths = sorted(actor.paths(LOOKERS))
    return kept(
        "year", *paths, year, today, count=lambda: year_figures(year_work(actor, year=year), year=year, today=today)
    )


@dataclass(frozen=True, slots=True)
class PlanReach:
    """How far the units that received a plan have come, in whole percent; None while it went to nobody."""

    plan: Plan
    units: int
    received: int | None
    planned: int | None
    launched: int | None


def reach_of_plans(actor: Actor, *, year: int, roles: Collection[str] = LOOKERS, limit: int = 5) -> list[PlanReach]:
    """Return how far the year's plans of the actor's very units have come with who received them, in one query."""
    plans = (
        Plan.objects.filter(policies.at(actor, roles, field="unit__path"), year=year, state__in=IN_FORCE)
        .annotate(
            units=Count("receipts"),
            received=Count("receipts", filter=~Q(receipts__state=ReceiptState.SENT)),
            planned=Count("receipts", filter=Q(receipts__own_plan__state__in=IN_FORCE)),
            launched=Count("receipts", filter=Q(receipts__state=ReceiptState.LAUNCHED)),
        )
        .filter(units__gt=0)
        .only("number", "symbol", "title")
        .order_by("-units", "pk")[:limit]
    )
    found: list[PlanReach] = []
    for one in plans:
        counted: Any = one  # what `annotate` added
        shares = (percent(getattr(counted, name), counted.units) for name in ("received", "planned", "launched"))
        found.append(PlanReach(one, counted.units, *shares))
    return found


def plan_most_late(actor: Actor, *, year: int, today: date) -> int | None:
    """Return the plan, of those the actor may remind units of, in which most units that received it are late."""

    def most_late() -> int | None:
        late = worked(Assignment.objects.filter(late_work(today), task__plan__in=_reminded_plans(actor, year)))
        rows = late.exclude(unit=F("task__plan__unit")).order_by().values_list("task__plan")
        found = rows.annotate(units=Count("unit", distinct=True)).order_by("-units", "task__plan").first()
        return found[0] if found else None

    return kept("most late", actor.key, year, today, count=most_late)


def _reminded_plans(actor: Actor, year: int) -> QuerySet[Plan, Any]:
    # Who judges the work of a plan is who manages it (`policies.can_manage_plan`).
    return policies.judged_plans(actor).filter(year=year).values("pk")


def plans_by_state(actor: Actor, *, year: int) -> list[tuple[PlanState, int]]:
    """Count the year's plans the actor sees by state: what the list of plans holds."""
    rows = policies.visible_plans(actor).filter(year=year)
    counted = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return [(state, counted[state]) for state in PlanState if state in counted]


def units_of_work(work: QuerySet[Assignment]) -> list[tuple[int, str]]:
    """Return (key, name) of the units whose work it is, in tree order."""
    units = Unit.objects.filter(pk__in=work.order_by().values("unit"))
    return list(units.order_by("path").values_list("pk", "name"))


def plans_to_approve(actor: Actor) -> QuerySet[Plan]:
    """Return the plans that wait for the actor's approval (`policies.can_approve_plan`), the longest waiting first."""
    waiting = Plan.objects.filter(policies.at(actor, policies.APPROVERS, field="unit__path"), state=PlanState.SUBMITTED)
    return waiting.order_by("submitted_at", "pk")


def awaiting_decision(actor: Actor) -> dict[str, int]:
    """Count what waits for the actor's signature or decision: plans, and work by what it waits for."""

    def count() -> dict[str, int]:
        counted: dict[str, int] = (
            work_awaiting(actor)
            .order_by()
            .aggregate(
                **{
                    "cho": Count("pk", filter=Q(state=TaskState.AWAITING)),
                    "gia-han": Count("pk", filter=Q(has_asked=True)),
                    "kho-khan": Count("pk", filter=Q(has_difficulty=True)),
                }
            )
        )
        return {"plans": plans_to_approve(actor).count(), **counted}

    return kept("awaiting", actor.key, count=count)
