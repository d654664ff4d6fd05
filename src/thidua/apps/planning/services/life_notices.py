"""Telling people of the steps of a plan: who is told, and in which words. In the transaction of the act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils import timezone

from thidua.apps.notifications.services import NewNotice
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning.domain.addresses import plan_address
from thidua.apps.planning.enums import NOTICE_ISSUED, NOTICE_LIFE
from thidua.apps.planning.models import Plan, PlanReceipt
from thidua.apps.planning.policies import APPROVERS, REPORTERS
from thidua.apps.planning.services.notices import tell
from thidua.core.actor import Actor


def name_of(plan: Plan) -> str:
    """Name a plan in a sentence: "Kế hoạch số 25/KH-SLĐTBXH (Công tác thi đua …)"."""
    return f"Kế hoạch số {plan.code} ({plan.title})" if plan.number else f"Kế hoạch “{plan.title}”"


def tell_people(plan: Plan, *, texts: Mapping[int | None, str], kind: str, act: str, title: str, at: datetime) -> None:
    """Tell people once of one step of a plan; `texts` says what to each account, nothing to None."""
    tell(
        notices=[
            NewNotice(
                recipient_id=user_id,
                kind=kind,
                title=title,
                text=text,
                key=f"{act}:{plan.pk}:{at.isoformat()}",
                on=timezone.localdate(at),
                url=plan_address(plan.pk),
                subject_type="planning.plan",
                subject_id=plan.pk,
            )
            for user_id, text in texts.items()
            if user_id is not None
        ],
        at=at,
    )


def tell_units(
    plan: Plan,
    *,
    actor: Actor,
    act: str,
    title: str,
    text: str = "",
    unit_ids: Collection[int] | None = None,
    own_texts: Mapping[int, str] | None = None,
    at: datetime,
) -> None:
    """Tell the clerks, officers and heads of the units that received a plan, or of the given ones, but not the actor.

    `own_texts` says something of its own to some units; who stands for several units reads all of it.
    """
    if unit_ids is None:
        unit_ids = list(PlanReceipt.objects.filter(plan=plan).values_list("unit_id", flat=True))
    held = organizations.users_holding(REPORTERS, unit_ids=unit_ids, on=timezone.localdate(at))
    said: dict[int | None, list[str]] = {}
    for unit_id, holders in held.items():
        for user_id in holders:
            said.setdefault(user_id, [])
            if own_texts and unit_id in own_texts and own_texts[unit_id] not in said[user_id]:
                said[user_id].append(own_texts[unit_id])
    said.pop(actor.user_id, None)
    texts = {user_id: "\n".join(own) or text for user_id, own in said.items()}
    tell_people(plan, texts=texts, kind=NOTICE_ISSUED, act=act, title=title, at=at)


def tell_approvers(plan: Plan, *, actor: Actor, at: datetime) -> None:
    """Tell the head and the leader of the plan's unit that it waits for them."""
    held = organizations.users_holding(APPROVERS, unit_ids=[plan.unit_id], on=timezone.localdate(at))
    tell_people(
        plan,
        texts=dict.fromkeys(held.get(plan.unit_id, []), f"{actor.label} gửi duyệt."),
        kind=NOTICE_LIFE,
        act="planning.submit_plan",
        title=f"Chờ duyệt: {name_of(plan)}",
        at=at,
    )
