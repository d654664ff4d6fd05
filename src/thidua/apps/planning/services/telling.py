"""Telling people of the life of a plan, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from thidua.apps.notifications.services import NewNotice, notify_many
from thidua.apps.organizations.queries import users_holding
from thidua.apps.planning import policies
from thidua.apps.planning.enums import NOTICE_ISSUED, NOTICE_LIFE
from thidua.apps.planning.models import Plan
from thidua.core.actor import Actor


def name_of(plan: Plan) -> str:
    """Return a plan as a notice calls it: "Kế hoạch 25/KH-SLĐTBXH", else by its title."""
    return f"Kế hoạch {plan.code}" if plan.code else f"Kế hoạch “{plan.title}”"


def tell_people(
    plan: Plan, *, user_ids: Collection[int | None], kind: str, act: str, title: str, text: str = "", at: datetime
) -> None:
    """Tell these people of an act on a plan, each once."""
    on = timezone.localtime(at).date()
    notify_many(
        notices=[
            NewNotice(
                recipient_id=user_id,
                kind=kind,
                title=title,
                text=text,
                key=f"{act}:{plan.pk}:{at.isoformat()}",
                on=on,
                url=f"/ke-hoach/{plan.pk}/",
                subject_type="planning.plan",
                subject_id=plan.pk,
            )
            for user_id in sorted({one for one in user_ids if one is not None})
        ],
        at=at,
    )


def tell_approvers(plan: Plan, *, actor: Actor, at: datetime) -> None:
    """Tell the head and leaders of the plan's unit that it waits for them."""
    on = timezone.localtime(at).date()
    found = users_holding(policies.APPROVERS, unit_ids=[plan.unit_id], on=on).get(plan.unit_id, [])
    title = f"Chờ duyệt: {name_of(plan)}"
    people = set(found) - {actor.user_id}
    tell_people(plan, user_ids=people, kind=NOTICE_LIFE, act="planning.submit_plan", title=title, at=at)


def tell_units(
    plan: Plan,
    *,
    actor: Actor,
    act: str,
    title: str,
    text: str = "",
    unit_ids: Collection[int] | None = None,
    at: datetime,
) -> None:
    """Tell who reports for the units that received a plan, or for these of them, of an act on it."""
    on = timezone.localtime(at).date()
    wanted = plan.receipts.values_list("unit_id", flat=True) if unit_ids is None else unit_ids
    holders = users_holding(policies.REPORTERS, unit_ids=list(wanted), on=on)
    people = {user_id for found in holders.values() for user_id in found} - {actor.user_id}
    tell_people(plan, user_ids=people, kind=NOTICE_ISSUED, act=act, title=title, text=text, at=at)
