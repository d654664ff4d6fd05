"""Reads of the work of units on tasks: as one actor may see it, one's own, and what waits for one's word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Abs, Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext

from thidua.apps.organizations.queries import Person, Unit
from thidua.apps.planning import domain, policies
from thidua.apps.planning.enums import ExtensionState, TaskOrigin, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Extension, Plan, ProgressReport, Task
from thidua.apps.planning.queries.tasks import (
    LONGEST_LATE,
    RUNNING,
    late_work,
    overdue,
    tasks_with_names,
    tasks_with_units,
)
from thidua.core.actor import ANY_ROLE, Actor
from thidua.core.errors import NotVisible
from thidua.core.policies import within

NEAR = 200


def work_of_own(actor: Actor) -> Q:
    """Return the work of the actor's units and those below them, and what is theirs by name."""
    found = within(actor, ANY_ROLE, field="unit__path")
    if actor.user_id is not None:
        found |= Q(pk__in=Assignment.people.through.objects.filter(person__user_id=actor.user_id).values("assignment"))
    return found


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor sees of the work on the tasks of one plan: the whole of it, or that of own units only."""

    actor: Actor
    is_whole: bool

    def work(self) -> QuerySet[Assignment]:
        """Return the lead work seen, over all plans."""
        leads = Assignment.objects.filter(part=UnitPart.LEAD)
        return leads if self.is_whole else leads.filter(work_of_own(self.actor))

    def in_state(self, state: str) -> Q:
        """Return the tasks in a state."""
        return Q(state=state) if self.is_whole else self._having(Q(state=state))

    def late(self, today: date) -> Q:
        """Return the tasks with open work past its day."""
        return overdue(today) if self.is_whole else self._having(late_work(today))

    def with_difficulty(self) -> Q:
        """Return the tasks with a difficulty nobody has answered."""
        return self._having(Q(has_difficulty=True))

    def _having(self, condition: Q) -> Q:
        return Q(Exists(self.work().filter(condition, task=OuterRef("pk"))))


def sight_of(actor: Actor, plan: Plan) -> Sight:
    return Sight(actor, is_whole=policies.can_oversee(actor, plan))


@dataclass(frozen=True, slots=True)
class SeenWork:
    """How a task stands as far as the viewer may know; `late` counts the days past the first open day."""

    state: str
    percent: int
    due_on: date | None
    late: int
    done: int
    total: int


def with_seen_work(actor: Actor, tasks: QuerySet[Task], *, plan: Plan | None = None) -> QuerySet[Task]:
    """Return the tasks so that `seen_work` can say how each stands to this actor, in one more query for all.

    `plan` is theirs where they all are of one: who oversees it sees how each stands without asking of each.
    """
    if plan is not None and policies.can_oversee(actor, plan):
        return tasks.annotate(is_overseen=Value(True))
    overseen = within(actor, ANY_ROLE, field="plan__unit__path")
    own = Assignment.objects.filter(work_of_own(actor), part=UnitPart.LEAD).exclude(
        within(actor, ANY_ROLE, field="task__plan__unit__path")
    )
    return tasks.annotate(
        is_overseen=Case(When(overseen, then=Value(True)), default=Value(False), output_field=BooleanField()),
        has_parts=Exists(Task.objects.filter(parent=OuterRef("pk"))),
    ).prefetch_related(Prefetch("assignments", own, to_attr="own_work"))


def seen_work(task: Task, *, today: date) -> SeenWork | None:
    """Return how a task of `with_seen_work` stands; None where the viewer has no part in it, or only in its parts.

    None as well for the tasks of an amending plan: they are worked in the plan it amends.
    """
    if task.plan.amends_id is not None:
        return None
    if getattr(task, "is_overseen", False):
        return SeenWork(
            task.state,
            task.percent,
            task.open_due_on,
            late=days_late(task.open_due_on, plan=task.plan, today=today),
            done=task.done_count,
            total=task.lead_count,
        )
    own: Sequence[Assignment] = getattr(task, "own_work", ())
    if not own or task.recurrence or getattr(task, "has_parts", False):
        return None
    states = Counter(one.state for one in own)
    days = [one.due_on for one in own if one.due_on and one.state in domain.OPEN]
    first = min(days) if days else None
    reached = sum(100 if one.state in domain.FINISHED else one.percent for one in own)
    return SeenWork(
        domain.rolled_state(states),
        round(reached / len(own)),
        first,
        late=days_late(first, plan=task.plan, today=today),
        done=sum(states[state] for state in domain.FINISHED),
        total=len(own),
    )


def due_next(actor: Actor, plan: Plan, *, today: date, limit: int) -> list[Task]:
    """Return the tasks of a running plan whose open work is due next, ready for `seen_work`, soonest first.

    As far as the actor sees the work on it, and of what recurs only the next occurrence. Four queries.
    """
    if plan.state not in RUNNING or plan.amends_id is not None:
        return []
    sight = sight_of(actor, plan)
    if sight.is_whole:
        parts = Task.objects.filter(parent=OuterRef("pk"), is_dropped=False)
        tasks = Task.objects.filter(~Exists(parts), plan=plan, is_dropped=False, recurrence="", open_due_on__gte=today)
        near: QuerySet[Any, Any] = tasks.order_by("open_due_on", "position").values_list("pk", "parent_id")
    else:
        work = sight.work().filter(leaf_work(), task__plan=plan, state__in=domain.OPEN, due_on__gte=today).order_by()
        rows = work.values("task").annotate(first=Min("due_on")).order_by("first", "task__position")
        near = rows.values_list("task", "task__parent_id")
    series = set(plan.tasks.exclude(recurrence="").values_list("pk", flat=True))
    chosen: dict[int, int] = {}  # the task, by the series it belongs to
    for key, parent_id in near[: limit * 10]:
        chosen.setdefault(parent_id if parent_id in series else key, key)
    keys = list(chosen.values())[:limit]
    found = with_seen_work(actor, tasks_with_names(Task.objects.filter(pk__in=keys)))
    return sorted(found, key=lambda one: keys.index(one.pk))


def days_late(due_on: date | None, *, plan: Plan, today: date) -> int:
    """Return how many days an open due day of a plan is past, 0 if it is not (see `late_work`)."""
    if due_on is None or plan.state not in RUNNING or not today - LONGEST_LATE <= due_on < today:
        return 0
    return (today - due_on).days


def work_days_late(work: Assignment, *, today: date) -> int:
    """Return how many days a unit's open work is past its day. Needs `task__plan`."""
    if work.state not in domain.OPEN or work.part != UnitPart.LEAD:
        return 0
    return days_late(work.due_on, plan=work.task.plan, today=today)


def is_own_work(actor: Actor, work: Assignment) -> bool:
    """Whether it is the actor's own to do: at the very unit they report for, or theirs by name."""
    return work.unit.path in actor.paths(policies.REPORTERS) or (
        actor.user_id is not None and any(one.user_id == actor.user_id for one in work.people.all())
    )


def work_on(actor: Actor, task: Task) -> QuerySet[Assignment]:
    """Return the lead work on a task that the actor sees, with unit, people and the extension that waits."""
    asked = Extension.objects.filter(assignment=OuterRef("pk"), state=ExtensionState.ASKED)
    return (
        sight_of(actor, task.plan)
        .work()
        .filter(task=task)
        .select_related("unit", "task__plan__unit")
        .prefetch_related("people")
        .annotate(has_asked=Exists(asked))
    )


def reports_of(work: Assignment, *, limit: int = 50) -> list[ProgressReport]:
    """Return the newest reports on a unit's work, with who wrote and answered them and their files."""
    rows = work.reports.select_related("created_by", "answered_by").prefetch_related("files")
    return list(rows[:limit])


def extensions_of(work: Assignment) -> list[Extension]:
    """Return what was asked and decided about the day of a unit's work, newest first."""
    return list(work.extensions.select_related("asked_by", "decided_by")[:20])


def staff_for(work: Assignment) -> QuerySet[Person]:
    """Return who may be made responsible for a unit's work: the staff of the unit and of those below."""
    return Person.objects.filter(unit__path__startswith=work.unit.path, is_active=True).order_by("sort_name", "pk")


def parts_of(task: Task) -> QuerySet[Task]:
    """Return the occurrences of a recurring task, or the subtasks of any other."""
    parts = task.children.all() if task.plan.amends_id is not None else task.children.filter(is_dropped=False)
    return parts.select_related("plan__unit").order_by("period_starts_on", "position", "pk")


def own_parts(actor: Actor, *, year: int, with_below: bool, asked: Collection[str] = ()) -> QuerySet[Assignment]:
    """Return the parts of the actor's own units in the year's issued plans: what they lead and what they coordinate.

    `with_below` adds the units below. What is done in occurrences or subtasks stands there, not here. What a unit was
    let off, and what did not arise, is no work of the year: only where one of these states is `asked` for.
    """
    hidden = [state for state in (TaskState.CANCELLED, TaskState.NOT_ARISEN) if state not in asked]
    # By keys found before: beside the paths of units, or a question about people, both databases go through all work.
    units = [held.unit_id for held in actor.roles]
    if with_below:
        units = list(Unit.objects.filter(within(actor, ANY_ROLE, field="path")).values_list("pk", flat=True))
    own = Q(unit__in=units)
    if actor.user_id is not None:
        named = Assignment.people.through.objects.filter(person__user_id=actor.user_id)
        own |= Q(pk__in=list(named.values_list("assignment", flat=True)))
    return (
        Assignment.objects.filter(own, leaf_work(), task__plan__year=year)
        .exclude(state__in=hidden)
        .exclude(task__plan__state__in=[*policies.INTERNAL, "withdrawn"])
        .select_related("unit", "task__plan__unit")
        .annotate(ends=Coalesce("due_on", "task__due_on", Value(date.max)), holds_on=Coalesce("due_on", "task__due_on"))
    )


def plans_of_own_work(actor: Actor, *, year: int) -> list[tuple[int, str]]:
    """Return (key, name) of the year's plans in which the actor's own units, or those below, take part."""
    work = own_parts(actor, year=year, with_below=True).order_by()
    keys = list(work.values_list("task__plan", flat=True).distinct())
    plans = Plan.objects.filter(pk__in=keys).only("number", "symbol", "title")
    return [(one.pk, one.code or Truncator(one.title).chars(60)) for one in plans]


def leaf_work() -> Q:
    """Return the work that is reported where it stands: not that of recurring tasks, nor of those with subtasks.

    What an amendment took out of its plan is nobody's work any more, however far it had come.
    """
    return Q(~Exists(Task.objects.filter(parent=OuterRef("task"))), task__recurrence="", task__is_dropped=False)


def work_awaiting(actor: Actor) -> QuerySet[Assignment]:
    """Return the work that waits for the word of the actor: completions, extensions asked, difficulties raised."""
    asked = Extension.objects.filter(state=ExtensionState.ASKED)
    later = ProgressReport.objects.filter(assignment=OuterRef("assignment"), created_at__gt=OuterRef("created_at"))
    newest = ProgressReport.objects.filter(~Exists(later))
    return (
        Assignment.objects.filter(
            Q(state=TaskState.AWAITING) | Q(has_difficulty=True) | Q(pk__in=asked.values("assignment")),
            part=UnitPart.LEAD,
            task__is_dropped=False,
            task__plan__in=policies.judged_plans(actor).filter(state__in=RUNNING).values("pk"),
        )
        .select_related("unit", "task__plan__unit")
        .annotate(ends=Coalesce("due_on", Value(date.max)), has_asked=Exists(asked.filter(assignment=OuterRef("pk"))))
        .prefetch_related(
            Prefetch("extensions", asked, to_attr="asked_extensions"),
            Prefetch("reports", newest, to_attr="newest_reports"),
        )
    )


def work_for(actor: Actor, assignment_id: int) -> Assignment:
    """Return a unit's work that the actor sees. Raises NotVisible."""
    rows = policies.visible_assignments(actor).select_related("unit", "task__plan__unit")
    work = rows.filter(pk=assignment_id).first()
    if work is None:
        raise NotVisible
    return work


def work_of_extension(actor: Actor, extension_id: int) -> Assignment:
    """Return the work an extension was asked for. Raises NotVisible."""
    key = Extension.objects.filter(pk=extension_id).values_list("assignment_id", flat=True).first()
    return work_for(actor, key or 0)


def work_of_report(actor: Actor, report_id: int) -> Assignment:
    """Return the work a report is about. Raises NotVisible."""
    key = ProgressReport.objects.filter(pk=report_id).values_list("assignment_id", flat=True).first()
    return work_for(actor, key or 0)


def report_for(report_id: int) -> ProgressReport:
    """Return a report whose work the caller has found to be visible."""
    return ProgressReport.objects.select_related("created_by").get(pk=report_id)


def seen_parts(actor: Actor, task: Task) -> QuerySet[Task]:
    """Return the occurrences or subtasks of a task, ready for `seen_work`."""
    return with_seen_work(actor, parts_of(task))


@dataclass(frozen=True, slots=True)
class Need:
    """A task that must be done before another, and what stands in the way of that; no words where nothing does."""

    task: Task
    warnings: tuple[str, ...]


def needs_of(actor: Actor, task: Task, *, today: date) -> list[Need]:
    """Return what must be done before a task; lateness only of what the actor may know."""
    found = []
    needs = task.needs.filter(plan=task.plan_id, is_dropped=False).select_related("plan__unit")
    for one in with_seen_work(actor, needs.order_by("position", "pk")):
        warnings = []
        seen = seen_work(one, today=today)
        if seen is not None and seen.late:
            warnings.append(gettext("đang quá hạn %(count)s ngày") % {"count": seen.late})
        if task.starts_on and one.due_on and task.starts_on <= one.due_on:
            warnings.append(
                gettext("kết thúc %(end)s, sau ngày bắt đầu của nhiệm vụ này (%(start)s)")
                % {"end": f"{one.due_on:%d/%m/%Y}", "start": f"{task.starts_on:%d/%m/%Y}"}
            )
        found.append(Need(one, tuple(warnings)))
    return found


def task_seen(actor: Actor, task_id: int) -> Task:
    """Return a task of a plan the actor sees, ready for `seen_work`. Raises NotVisible."""
    rows = tasks_with_units(with_seen_work(actor, policies.visible_tasks(actor))).select_related("parent")
    task = rows.filter(pk=task_id).first()
    if task is None:
        raise NotVisible
    return task


def tasks_near(plan: Plan, task: Task | None = None) -> list[Task]:
    """Return the tasks of a plan that a task may be tied to: the 200 nearest in order, and those it is tied to."""
    rows = plan.tasks.exclude(origin=TaskOrigin.OCCURRENCE).only("no", "content", "position", "parent", "recurrence")
    if task is None:
        return list(rows.order_by("-position")[:NEAR])[::-1]
    rows = rows.exclude(pk=task.pk)
    near = list(rows.order_by(Abs(F("position") - task.position), "pk")[:NEAR])
    tied = rows.filter(Q(pk=task.parent_id) | Q(needed_by=task))
    return sorted({*near, *tied}, key=lambda one: (one.position, one.pk))
