"""A notice is its recipient's alone; to anybody else it is as if missing, whatever their role."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.apps.notifications.models import Notice
from thidua.core.actor import Actor


def visible_notices(actor: Actor) -> QuerySet[Notice]:
    """Return the notices of the actor's own inbox."""
    return Notice.objects.filter(recipient_id=actor.user_id, in_program=True)


def can_read(actor: Actor, notice: Notice) -> bool:
    """Whether the notice is in the actor's own inbox."""
    return actor.user_id is not None and notice.recipient_id == actor.user_id and notice.in_program
