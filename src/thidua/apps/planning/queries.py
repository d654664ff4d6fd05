"""Reads of planning."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, DateField, F, Max, Min, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from thidua.apps.organizations import policies as organization_policies
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import policies
from thidua.apps.planning.enums import IntakeState, UnitPart
from thidua.apps.planning.models import Intake, Plan, PlanTarget, Task, TaskMember, TaskUnit
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.lib.vietnamese import fold

LONGEST_LATE = timedelta(days=366)
"""A day passed longer ago than this is history, not lateness: plans of past years are read, not chased."""
READ_ENDINGS = ".docx,.doc,.pdf,.txt,.md,.html,.htm,.png,.jpg,.jpeg,.tif,.tiff"
OPEN_INTAKES = (IntakeState.WAITING, IntakeState.READING, IntakeState.REVIEW, IntakeState.UNREADABLE)


def plans_of(actor: Actor, *, year: int | None = None) -> QuerySet[Plan]:
    """Return the plans the actor sees, with their unit and the number of tasks and targets."""
    plans = policies.visible_plans(actor).select_related("unit").defer("evidence", "headings", "legal_bases")
    if year is not None:
        plans = plans.filter(year=year)
    return plans.annotate(
        task_count=Count("tasks", distinct=True),
        target_count=Count("targets", distinct=True),
    )


def plan_for(actor: Actor, plan_id: int) -> Plan:
    """Return a plan the actor sees. Raises NotVisible."""
    plan = policies.visible_plans(actor).select_related("unit").filter(pk=plan_id).first()
    if plan is None:
        raise NotVisible
    return plan


def source_of(plan: Plan, *, having: Collection[str] = ()) -> Intake | None:
    """Return the document a plan was taken from, with the heavy columns named in `having`; None where there is none."""
    return _light(Intake.objects.filter(plan=plan), having).first()


def _light(intakes: QuerySet[Intake], having: Collection[str]) -> QuerySet[Intake]:
    left_out = [name for name in ("source", "reading", "draft") if name not in having]
    return intakes.select_related("file", "unit", "created_by").defer(*left_out)


def tasks_with_units(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Return the tasks with the names of their units, in two queries however many there are."""
    return tasks.select_related("plan__unit").prefetch_related(
        Prefetch("units", TaskUnit.objects.select_related("unit", "group"))
    )


def tasks_of(plan: Plan) -> QuerySet[Task]:
    return tasks_with_units(plan.tasks.all())


def task_for(actor: Actor, task_id: int) -> Task:
    """Return a task of a plan the actor sees. Raises NotVisible."""
    task = tasks_with_units(policies.visible_tasks(actor)).filter(pk=task_id).first()
    if task is None:
        raise NotVisible
    return task


def tasks_of_actor(actor: Actor, *, year: int) -> QuerySet[Task]:
    """Return the year's tasks in which a unit of the actor takes part, the dated ones first, soonest first."""
    own = Q(pk__in=[])
    for path in actor.paths([held.role for held in actor.roles]):
        own |= Q(unit__path__startswith=path)
    return (
        policies.visible_tasks(actor)
        .filter(pk__in=TaskMember.objects.filter(own).values("task"), plan__year=year)
        .order_by(end_or_last(), "plan", "position")
    )


def end_or_last() -> Coalesce:
    """Return the day a task ends, for sorting: tasks without a day come last."""
    return Coalesce("due_on", Value(date.max), output_field=DateField())


def taking_part(*, unit_ids: Collection[int], part: str = "") -> Q:
    """Return the tasks in which one of the units takes part, in the given part or in any."""
    members = TaskMember.objects.filter(unit_id__in=unit_ids)
    return Q(pk__in=(members.filter(part=part) if part else members).values("task"))


def units_taking_part(tasks: QuerySet[Task]) -> list[tuple[int, str]]:
    """Return (key, name) of the units of the tree that take part in any of the tasks, in tree order."""
    rows = TaskMember.objects.filter(task__in=tasks.order_by().values("pk"))
    return list(rows.order_by("unit__path").values_list("unit_id", "unit__name").distinct())


def targets_of(plan: Plan) -> list[tuple[PlanTarget, int]]:
    """Return the plan's targets with their depth, parts right behind their whole."""
    parts: dict[int | None, list[PlanTarget]] = {}
    for row in plan.targets.all():
        parts.setdefault(row.whole_id, []).append(row)

    def below(key: int | None, depth: int) -> list[tuple[PlanTarget, int]]:
        return [one for row in parts.get(key, []) for one in ((row, depth), *below(row.pk, depth + 1))]

    return below(None, 0)


def open_intakes(actor: Actor) -> QuerySet[Intake]:
    """Return the documents on their way that wait for somebody or something, without the heavy columns."""
    return (
        policies.visible_intakes(actor)
        .filter(state__in=OPEN_INTAKES)
        .select_related("file", "unit", "created_by")
        .defer("source", "reading", "draft")
    )


def intake_for(actor: Actor, intake_id: UUID, *, having: Collection[str] = ()) -> Intake:
    """Return an intake the actor sees, with the heavy columns named in `having` (source, draft). Raises NotVisible."""
    intake = _light(policies.visible_intakes(actor), having).filter(pk=intake_id).first()
    if intake is None:
        raise NotVisible
    return intake


@dataclass(frozen=True, slots=True)
class UploadPlace:
    """Where somebody may bring plans in: the units, topmost first, which endings are read, and the largest size."""

    units: tuple[tuple[int, str], ...]
    accept: str
    max_bytes: int

    @property
    def megabytes(self) -> int:
        return self.max_bytes // 2**20


def upload_place(actor: Actor) -> UploadPlace | None:
    """Return where the actor may bring plans in, None for whoever may not."""
    held = set(actor.paths(policies.WRITERS))
    if not held:
        return None
    units = organization_policies.visible_units(actor).filter(path__in=held).order_by("path").values_list("pk", "name")
    return UploadPlace(tuple(units), READ_ENDINGS, settings.OPTIONS.upload_megabytes * 2**20)


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """A document on its way, and the earlier intake of the very same file if there is one."""

    intake: Intake
    earlier: Intake | None

    @property
    def is_moving(self) -> bool:
        return self.intake.state in (IntakeState.WAITING, IntakeState.READING)


def with_duplicates(actor: Actor, intakes: Iterable[Intake]) -> list[IntakeRow]:
    """Return the documents with the earlier intake of the same file beside each, in one query more."""
    listed = list(intakes)
    earlier = intakes_of_same_file(actor, listed)
    return [IntakeRow(one, earlier.get(one.pk)) for one in listed]


def intakes_of_same_file(actor: Actor, intakes: Iterable[Intake]) -> dict[UUID, Intake]:
    """Return for each intake whose very file was brought in before the earlier one the actor sees, in one query."""
    wanted = list(intakes)
    earlier = (
        policies.visible_intakes(actor)
        .filter(file__sha256__in={one.file.sha256 for one in wanted})
        .exclude(state=IntakeState.DISCARDED)
        .select_related("file", "plan")
        .defer("source", "reading", "draft")
        .order_by("-created_at")
    )
    rows = list(earlier) if wanted else []
    found = {}
    for one in wanted:
        for row in rows:
            if row.pk != one.pk and row.file.sha256 == one.file.sha256 and row.created_at < one.created_at:
                found[one.pk] = row
                break
    return found


def unit_entries(unit: Any, names: Iterable[str], *, on: date) -> dict[str, dict[str, Any]]:
    """Return what the names of units in a paper of `unit` stand for, as `Draft["units"]` keeps it."""
    matcher = organizations.NameMatcher.for_body(owner=organizations.body_of(unit), on=on)
    entries = {}
    for name in names:
        found = matcher.match(name)
        entries[fold(name)] = {
            "as_written": name,
            "choice": {found.kind: found.id} if found.kind != "none" else None,
            "confidence": found.confidence,
            "why": found.why,
            "suggestions": [{"value": f"{one.kind}:{one.id}", "label": one.name} for one in found.suggestions],
        }
    return entries


@dataclass(frozen=True, slots=True)
class Meaning:
    """A unit or group of the tree as a page names it; `members` are the units a group stands for today."""

    label: str
    members: tuple[str, ...] = ()
    is_group: bool = False


def meanings(actor: Actor, choices: Iterable[Mapping[str, int] | None], *, on: date) -> dict[str, Meaning]:
    """Return what choices ("unit:5", "group:7") mean in words, in five queries however many there are."""
    wanted = [choice for choice in choices if choice]
    unit_ids = {choice["unit"] for choice in wanted if "unit" in choice}
    group_ids = {choice["group"] for choice in wanted if "group" in choice}
    units = organization_policies.visible_units(actor).filter(pk__in=unit_ids).values_list("pk", "name")
    found = {f"unit:{key}": Meaning(name) for key, name in units}
    members = organizations.group_members(group_ids, on=on)
    groups = organization_policies.visible_groups(actor).filter(pk__in=group_ids).values_list("pk", "name")
    for key, name in groups:
        found[f"group:{key}"] = Meaning(name, tuple(unit.name for unit in members.get(key, [])), is_group=True)
    return found


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


def tasks_by_quarter(tasks: QuerySet[Task], *, quarters: Iterable[Quarter], today: date) -> list[QuarterCount]:
    """Count tasks by quarter, in one query; those in no quarter last."""
    listed = list(quarters)
    late = Q(due_on__lt=today, due_on__gte=today - LONGEST_LATE)
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


def tasks_by_unit(tasks: QuerySet[Task], *, year: int, today: date, limit: int = 15) -> list[UnitCount]:
    """Count the tasks each unit leads, the units with most tasks first, in one query."""

    def ending(quarter: int) -> Count:
        days = Quarter(year, quarter)
        return Count("task", filter=Q(task__due_on__range=(days.first_day, days.last_day)), distinct=True)

    late = Q(task__due_on__lt=today, task__due_on__gte=today - LONGEST_LATE)
    rows = (
        TaskMember.objects.filter(part=UnitPart.LEAD, task__in=tasks.order_by().values("pk"))
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


def is_late(task: Task, *, today: date) -> int:
    """Return how many days a task is past its day, 0 if it is not. Days long past say nothing and count as 0."""
    if task.due_on is None or not today - LONGEST_LATE <= task.due_on < today:
        return 0
    return (today - task.due_on).days


def members_named(task: Task) -> dict[int, list[str]]:
    """Return the names of the units behind each name of a task, groups expanded, by the key of the TaskUnit."""
    found: dict[int, list[str]] = {}
    rows = TaskMember.objects.filter(task=task).order_by("unit__position", "unit__name")
    for named_id, name in rows.values_list("named_id", "unit__name"):
        found.setdefault(named_id, []).append(name)
    return found


def names_of(task: Task, part: UnitPart | str) -> list[str]:
    """Return the names of the task's units in one part, as written. Uses what `tasks_with_units` fetched."""
    return [one.as_written for one in task.units.all() if one.part == part]
