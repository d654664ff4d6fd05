"""Reads of targets: each with its parts, shares and figures as far as the actor sees them, in constant queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from thidua.apps.audit.queries import Line, entries_of
from thidua.apps.organizations import policies as organization_policies
from thidua.apps.organizations.queries import Unit, in_force
from thidua.apps.planning import domain, policies
from thidua.apps.planning.enums import PlanState
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, PlanTarget, TargetActual, TargetShare
from thidua.apps.planning.queries.life import seen_lines
from thidua.apps.planning.queries.plans import targets_of
from thidua.core.actor import ANY_ROLE, Actor
from thidua.core.errors import NotVisible
from thidua.core.policies import within

REPORTED_STATES = (PlanState.ISSUED, PlanState.ACTIVE)
"""The states of a plan in which figures are reported."""
HISTORY = 200


def year_end(plan: Plan) -> date:
    return date(plan.year, 12, 31)


def goal_of(target: PlanTarget) -> domain.Goal:
    """Return what a target asks for, as a whole."""
    return domain.Goal(
        comparator=target.comparator,
        minimum=target.minimum,
        maximum=target.maximum,
        is_cumulative=target.is_cumulative,
        is_ratio=domain.is_ratio_measure(target.measure),
        baseline=target.baseline,
    )


def goal_of_shares(target: PlanTarget, shares: Collection[TargetShare]) -> domain.Goal:
    """Return what some units are to reach together: the sum of their shares; of a ratio, the whole's own amount."""
    whole = goal_of(target)
    if len(shares) > 1 and whole.is_ratio:
        return whole
    lows = [one.minimum for one in shares if one.minimum is not None]
    highs = [one.maximum for one in shares if one.maximum is not None]
    return domain.Goal(
        comparator=target.comparator,
        minimum=sum(lows[1:], lows[0]) if lows else None,
        maximum=sum(highs[1:], highs[0]) if highs else None,
        is_cumulative=target.is_cumulative,
        is_ratio=whole.is_ratio,
        baseline=target.baseline if whole.is_ratio else None,
    )


def figures_of(actuals: Iterable[TargetActual]) -> list[domain.Figure]:
    return [domain.Figure(one.unit_id, one.starts_on, one.ends_on, one.value) for one in actuals]


@dataclass(slots=True)
class TargetRow:
    """A target as the actor sees it.

    `is_whole`: the standing is that of the whole target, which only overseers see; otherwise of the actor's own units.
    `standing` is None for whoever has no part in it. `reporting` are the units the actor reports for.
    """

    target: PlanTarget
    depth: int
    goal: domain.Goal
    is_whole: bool
    shares: list[TargetShare] = field(default_factory=list)
    actuals: list[TargetActual] = field(default_factory=list)
    standing: domain.Standing | None = None
    reporting: list[Unit] = field(default_factory=list)
    mismatches: list[domain.Mismatch] = field(default_factory=list)
    is_shared: bool = False

    @property
    def unit_ids(self) -> list[int]:
        """Return the units whose figures make up the standing."""
        return [one.unit_id for one in self.shares] if self.is_shared else [self.target.plan.unit_id]


def target_rows(actor: Actor, plan: Plan) -> list[TargetRow]:
    """Return the targets of a plan the actor sees, parts right behind their whole, in four queries."""
    placed = targets_of(plan)
    for target, _depth in placed:
        target.plan = plan
    return _rows(actor, placed, is_whole=policies.can_oversee(actor, plan))


def target_row(actor: Actor, target: PlanTarget) -> TargetRow:
    """Return one target with its parts, for its own page."""
    family = [(target, 0), *((part, 1) for part in target.parts.order_by("position", "pk"))]
    for one, _depth in family:
        one.plan = target.plan
    return _rows(actor, family, is_whole=policies.can_oversee(actor, target.plan))[0]


def _rows(actor: Actor, placed: list[tuple[PlanTarget, int]], *, is_whole: bool) -> list[TargetRow]:
    ids = [target.pk for target, _depth in placed]
    shared = set(TargetShare.objects.filter(target__in=ids).values_list("target_id", flat=True))
    shares: dict[int, list[TargetShare]] = {}
    for share in policies.visible_shares(actor).filter(target__in=ids).select_related("unit").order_by("unit__path"):
        shares.setdefault(share.target_id, []).append(share)
    actuals: dict[int, list[TargetActual]] = {}
    found = policies.visible_actuals(actor).filter(target__in=ids).select_related("unit", "reported_by")
    for actual in found.order_by("ends_on", "starts_on", "unit__path"):
        actuals.setdefault(actual.target_id, []).append(actual)
    rows = []
    for target, depth in placed:
        own = shares.get(target.pk, [])
        has_part = is_whole or bool(own)
        goal = goal_of(target) if is_whole or not own else goal_of_shares(target, own)
        row = TargetRow(target, depth, goal, is_whole, own, actuals.get(target.pk, []), is_shared=target.pk in shared)
        if has_part:
            figures = figures_of(row.actuals)
            row.standing = domain.standing(goal, figures, unit_ids=row.unit_ids, ends_on=year_end(target.plan))
        row.reporting = _reporting(actor, row)
        rows.append(row)
    _compare(rows)
    return rows


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit's part in a target, as its page lists it."""

    unit: Unit
    share: TargetShare | None
    goal: domain.Goal
    standing: domain.Standing
    actuals: list[TargetActual]


def unit_standings(row: TargetRow) -> list[UnitStanding]:
    """Return each unit of a row with its share, its figures and where it stands alone."""
    plan = row.target.plan
    units = [(one.unit, one) for one in row.shares] if row.is_shared else [(plan.unit, None)] if row.standing else []
    found = []
    for unit, share in units:
        own = [one for one in row.actuals if one.unit_id == unit.pk]
        goal = goal_of_shares(row.target, [share]) if share else row.goal
        standing = domain.standing(goal, figures_of(own), unit_ids=[unit.pk], ends_on=year_end(plan))
        found.append(UnitStanding(unit, share, goal, standing, own))
    return found


def _reporting(actor: Actor, row: TargetRow) -> list[Unit]:
    plan = row.target.plan
    if plan.state not in REPORTED_STATES:
        return []
    units = [one.unit for one in row.shares] if row.is_shared else [plan.unit]
    return [unit for unit in units if policies.can_report_target(actor, unit_path=unit.path)]


def _compare(rows: list[TargetRow]) -> None:
    """Set the warnings of each target: its shares for who sees them all, its parts for who sees them all."""
    parts: dict[int, list[TargetRow]] = {}
    for row in rows:
        if row.target.whole_id:
            parts.setdefault(row.target.whole_id, []).append(row)
    for row in rows:
        if not row.is_whole:
            continue
        row.mismatches = domain.shares_against(row.goal, [(one.minimum, one.maximum) for one in row.shares])
        row.mismatches += domain.parts_against(
            row.goal,
            [
                domain.Part(str(one.target), one.goal, one.standing.reached if one.standing else None)
                for one in parts.get(row.target.pk, [])
                if one.target.measure == row.target.measure
            ],
            reached=row.standing.reached if row.standing else None,
        )


def target_for(actor: Actor, target_id: int) -> PlanTarget:
    """Return a target of a plan the actor sees. Raises NotVisible."""
    target = policies.visible_targets(actor).filter(pk=target_id).select_related("plan__unit", "whole").first()
    if target is None:
        raise NotVisible
    return target


def actual_for(actor: Actor, actual_id: int) -> TargetActual:
    """Return a figure the actor sees. Raises NotVisible."""
    found = policies.visible_actuals(actor).select_related("target__plan__unit", "unit").filter(pk=actual_id).first()
    if found is None:
        raise NotVisible
    return found


def reporting_unit(target: PlanTarget, unit_id: int) -> Unit | None:
    """Return the unit if figures of the target are its to report: it has a share, or the plan is its own."""
    shares = TargetShare.objects.filter(target=target)
    if shares.exists():
        share = shares.filter(unit=unit_id).select_related("unit").first()
        return share.unit if share else None
    return target.plan.unit if target.plan.unit_id == unit_id else None


def target_history(actor: Actor, target: PlanTarget) -> list[Line]:
    """Return the acts on a target: all for who oversees its plan, else those of the actor's own units."""
    found = entries_of(subject_type="planning.plantarget", subject_id=target.pk)
    if not policies.can_oversee(actor, target.plan):
        found = found.filter(within(actor, ANY_ROLE, field="unit_path"))
    return seen_lines(actor, target.plan, found[:HISTORY])


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A target a unit reports: its share, where it stands, and the quarters still missing."""

    target: PlanTarget
    unit: Unit
    goal: domain.Goal
    standing: domain.Standing
    due: list[domain.Period]


def target_reports(actor: Actor, *, year: int, on: date) -> list[ReportDue]:
    """Return what the actor's own units report of the year's targets, those with missing quarters first.

    Three queries whatever the number of targets.
    """
    paths = actor.paths(policies.REPORTERS)
    targets = policies.visible_targets(actor).filter(plan__year=year, plan__state__in=REPORTED_STATES)
    shares = TargetShare.objects.filter(target__in=targets.values("pk"), unit__path__in=paths).select_related(
        "unit", "target__plan__unit"
    )
    is_shared = Exists(TargetShare.objects.filter(target=OuterRef("pk")))
    kept = targets.filter(~is_shared, plan__unit__path__in=paths).select_related("plan__unit")
    tasks = [(one.target, one.unit, goal_of_shares(one.target, [one])) for one in shares]
    tasks += [(one, one.plan.unit, goal_of(one)) for one in kept]
    actuals: dict[tuple[int, int], list[TargetActual]] = {}
    mine = TargetActual.objects.filter(unit__path__in=paths, target__in=[target.pk for target, _unit, _goal in tasks])
    for actual in mine:
        actuals.setdefault((actual.target_id, actual.unit_id), []).append(actual)
    found = []
    for target, unit, goal in tasks:
        own = actuals.get((target.pk, unit.pk), [])
        standing = domain.standing(goal, figures_of(own), unit_ids=[unit.pk], ends_on=year_end(target.plan))
        found.append(ReportDue(target, unit, goal, standing, due_of(target, own, on=on)))
    return sorted(
        found, key=lambda one: (not one.due, one.unit.path, one.target.plan_id, one.target.position, one.target.pk)
    )


def due_of(target: PlanTarget, actuals: Collection[TargetActual], *, on: date) -> list[domain.Period]:
    """Return the quarters a unit with these figures still owes, from the one in which the plan was issued."""
    plan = target.plan
    since = plan.issued_on or (plan.issued_at.date() if plan.issued_at else date(plan.year, 1, 1))
    return domain.quarters_due(
        year=plan.year,
        on=on,
        since=since,
        spans=[(one.starts_on, one.ends_on) for one in actuals],
        is_cumulative=target.is_cumulative,
    )


def units_to_share(actor: Actor, target: PlanTarget, *, on: date) -> list[tuple[Unit, int]]:
    """Return the units a target may be shared out to, with the number of people on their staff, in two queries.

    Those that have a share, that take part in the plan or received it, and those right below the plan's unit.
    """
    plan = target.plan
    units = organization_policies.visible_units(actor).filter(
        Q(pk__in=TargetShare.objects.filter(target=target).values("unit"))
        | Q(pk__in=PlanReceipt.objects.filter(plan=plan).values("unit"))
        | Q(pk__in=Assignment.objects.filter(task__plan=plan).values("unit"))
        | (Q(parent=plan.unit_id) & in_force(on))
    )
    found = list(units.order_by("path"))
    people = organization_policies.visible_people(actor).filter(is_active=True, unit__path__startswith=plan.unit.path)
    counts = list(people.values_list("unit__path").annotate(number=Count("pk")).order_by())
    return [(unit, sum(number for path, number in counts if path.startswith(unit.path))) for unit in found]
