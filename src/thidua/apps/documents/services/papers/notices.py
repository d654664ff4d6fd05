"""Telling people of a paper, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from thidua.apps.documents.models import Paper
from thidua.apps.notifications.services import NewNotice, notify_many
from thidua.apps.organizations import queries as organizations
from thidua.core.actor import Actor


def paper_address(paper_id: int) -> str:
    """Return the address of a paper's page."""
    return f"/van-ban/{paper_id}/"


def tell_people(
    paper: Paper, *, user_ids: Collection[int | None], kind: str, act: str, title: str, text: str = "", at: datetime
) -> None:
    """Tell accounts once of one act on a paper."""
    notify_many(
        notices=[
            NewNotice(
                recipient_id=user_id,
                kind=kind,
                title=title,
                text=text,
                key=f"{act}:{paper.pk}:{at.isoformat()}",
                on=timezone.localdate(at),
                url=paper_address(paper.pk),
                subject_type="documents.paper",
                subject_id=paper.pk,
            )
            for user_id in sorted({one for one in user_ids if one is not None})
        ],
        at=at,
    )


def tell_units(
    paper: Paper,
    *,
    unit_ids: Collection[int],
    roles: Collection[str],
    kind: str,
    act: str,
    title: str,
    text: str = "",
    but: Actor,
    at: datetime,
) -> None:
    """Tell those who hold one of `roles` at these very units, except who acts."""
    held = organizations.users_holding(roles, unit_ids=unit_ids, on=timezone.localdate(at))
    user_ids = {user_id for holders in held.values() for user_id in holders} - {but.user_id}
    tell_people(paper, user_ids=user_ids, kind=kind, act=act, title=title, text=text, at=at)
