"""Telling the other side of a piece of work what has happened, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from thidua.apps.notifications.services import NewNotice, withdraw_notices
from thidua.apps.organizations.queries import users_holding
from thidua.apps.planning import policies
from thidua.apps.planning.domain.addresses import work_address
from thidua.apps.planning.enums import DUE_SOON, OVERDUE
from thidua.apps.planning.models import Assignment, Plan
from thidua.apps.planning.services.notices import tell
from thidua.core.actor import Actor, Role

CLERKS = (Role.OFFICER, Role.UNIT_CLERK)
"""Who is told for a unit; its head and leaders only where it has no such person."""


def tell_superior(work: Assignment, *, kind: str, title: str, actor: Actor, at: datetime, text: str = "") -> None:
    """Tell who writes the plan what a unit says of its work."""
    plan = work.task.plan
    _tell([(work, user_id) for user_id in _judges(plan, at)], kind=kind, title=title, text=text, actor=actor, at=at)


def tell_units(
    rows: Sequence[Assignment], *, kind: str, title: str, actor: Actor, at: datetime, text: str = ""
) -> None:
    """Tell each unit, and whom it made responsible, what was decided about its work; five queries for any number."""
    on = timezone.localtime(at).date()
    unit_ids = {one.unit_id for one in rows}
    clerks = users_holding(CLERKS, unit_ids=unit_ids, on=on)
    silent = unit_ids - set(clerks)
    heads = users_holding(policies.APPROVERS, unit_ids=silent, on=on) if silent else {}
    named: dict[int, set[int]] = {}
    people = Assignment.people.through.objects.filter(
        assignment__in=[one.pk for one in rows], person__is_active=True, person__user__isnull=False
    )
    for work_id, user_id in people.values_list("assignment_id", "person__user_id"):
        named.setdefault(work_id, set()).add(user_id)
    told = [
        (one, user_id)
        for one in rows
        for user_id in {*clerks.get(one.unit_id, heads.get(one.unit_id, [])), *named.get(one.pk, ())}
    ]
    _tell(told, kind=kind, title=title, text=text, actor=actor, at=at)


def tell_people(work: Assignment, user_ids: Collection[int], *, title: str, actor: Actor, at: datetime) -> None:
    """Tell people that they were made responsible for a piece of work."""
    _tell([(work, one) for one in user_ids], kind="planning.made_responsible", title=title, actor=actor, at=at)


def withdraw_reminders(work_ids: Collection[int]) -> None:
    """Take back reminders nobody has read or been mailed yet of work that is due no more, or not on that day."""
    withdraw_notices(subject_type="planning.assignment", subject_ids=work_ids, kinds=(DUE_SOON, OVERDUE))


def _judges(plan: Plan, at: datetime) -> set[int]:
    """Return who writes for the plan's unit, and the officer above who brought it in for that unit."""
    on = timezone.localtime(at).date()
    chain = [int(key) for key in plan.unit.path.split(".")[:-1]]
    holders = users_holding(CLERKS, unit_ids=chain, on=on)
    found = set(holders.pop(plan.unit_id, []))
    found |= {one for above in holders.values() for one in above if one == plan.created_by_id}
    if not found:
        found = set(users_holding(policies.APPROVERS, unit_ids=[plan.unit_id], on=on).get(plan.unit_id, []))
    return found


def _tell(
    told: Iterable[tuple[Assignment, int]], *, kind: str, title: str, actor: Actor, at: datetime, text: str = ""
) -> None:
    on = timezone.localtime(at).date()
    notice_moment = at.isoformat()
    tell(
        notices=[
            NewNotice(
                recipient_id=user_id,
                kind=kind,
                title=title.format(unit=work.unit.name, task=work.task.content),
                text=text,
                key=f"{kind}:{work.pk}:{notice_moment}",
                on=on,
                url=work_address(work.task_id, work.pk),
                subject_type="planning.assignment",
                subject_id=work.pk,
            )
            for work, user_id in told
            if user_id not in {actor.user_id, actor.in_place_of}
        ],
        at=at,
    )
