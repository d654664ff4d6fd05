"""Reads of the life of a plan: what may happen to it next, what happened last, and what is still open."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet

from thidua.apps.audit.queries import Entry, Line, described, entries_of
from thidua.apps.planning import domain, policies, transitions
from thidua.apps.planning.enums import UnitPart
from thidua.apps.planning.models import Assignment, Plan, Task
from thidua.core.actor import Actor

NOT_FOR_AMENDING = ("planning.launch_plan", "planning.close_plan", "planning.reopen_plan")
"""An amending plan takes effect in the plan it amends as soon as it is issued."""
LIFE = ("planning.create_plan", "planning.draft_blank", "planning.draft_from_template", "planning.draft_from_earlier",
        "planning.start_amendment", "planning.submit_plan", "planning.return_plan", "planning.issue_plan",
        "planning.register_issued", "planning.launch_plan", "planning.close_plan", "planning.reopen_plan",
        "planning.withdraw_plan")  # fmt: skip

OWN_AFFAIR = ("planning.add_checklist", "planning.tick_item", "planning.untick_item", "planning.remove_item")
"""Acts of a plan that only its own unit reads of."""


class OpenWork(NamedTuple):
    """Tasks with open work, and the lead units it waits for."""

    tasks: int
    units: int


class LastStep(NamedTuple):
    """The last step in the life of a plan: when, and who took it."""

    act: str
    at: datetime
    by: str


def plan_steps(actor: Actor, plan: Plan) -> tuple[str, ...]:
    """Return the steps in the life of a plan that are possible now and the actor's to take, in the table's order."""
    steps = [act for act in transitions.PLAN.allowed(plan.state) if act in policies.PLAN_STEPS]
    if plan.amends_id is not None:
        steps = [act for act in steps if act not in NOT_FOR_AMENDING]
        if plan.issued_at is not None:
            steps.clear()
    return tuple(act for act in steps if policies.PLAN_STEPS[act](actor, plan))


def seen_lines(actor: Actor, plan: Plan, entries: Iterable[Entry], *, with_subject: Collection[str] = ()) -> list[Line]:
    """Return the acts a person may read of, in words: drafting a plan, and what it still needs, is its unit's affair.

    `with_subject` are the types of what acts are done on that are named beside them.
    """
    if not policies.can_see_drafting(actor, plan):
        since = plan.issued_at
        entries = [one for one in entries if since and one.at >= since and one.act not in OWN_AFFAIR]
    return [described(one, with_subject=one.subject_type in with_subject) for one in entries]


def open_work(plan: Plan) -> OpenWork:
    """Count what lead units have not finished. What has parts or occurrences is done when these are."""
    found = _open_rows(plan).aggregate(tasks=Count("task", distinct=True), units=Count("unit", distinct=True))
    return OpenWork(found["tasks"], found["units"])


def has_open_work(plan: Plan) -> bool:
    """Return whether a lead unit still has something to finish (see `open_work`)."""
    return _open_rows(plan).exists()


def _open_rows(plan: Plan) -> QuerySet[Assignment]:
    parts = Task.objects.filter(parent=OuterRef("task"))
    return Assignment.objects.filter(
        task__plan=plan, task__recurrence="", task__is_dropped=False, part=UnitPart.LEAD, state__in=domain.OPEN
    ).exclude(Exists(parts))


def life_of(plan: Plan) -> LastStep | None:
    """Return the last step in the life of a plan, in one query."""
    entry = entries_of(subject_type="planning.plan", subject_id=plan.pk).filter(act__in=LIFE).first()
    return LastStep(entry.act, entry.at, entry.actor_label) if entry else None


def place_of(task: Task) -> int:
    """Return the place of a task among the tasks beside it, from 1."""
    beside = Task.objects.filter(plan=task.plan_id, parent=task.parent_id)
    return list(beside.order_by("position", "pk").values_list("pk", flat=True)).index(task.pk) + 1
