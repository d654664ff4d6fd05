"""One shape for permissions: a test on a path for one object, the same test as a query for many."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from thidua.core.actor import Actor
from thidua.core.errors import NotPermitted


def within(actor: Actor, roles: Collection[str], *, field: str) -> Q:
    """Return the rows whose path in `field` lies at or below a unit where the actor holds one of `roles`.

    Agrees with `Actor.holds` on every row. With no such role it matches nothing.
    """
    found = Q(pk__in=[])
    for path in actor.paths(roles):
        found |= Q(**{f"{field}__startswith": path})
    return found


def require(allowed: bool, message: str, *, remedy: str = "") -> None:  # noqa: FBT001 - reads as a sentence
    """Raise NotPermitted with `message` unless allowed."""
    if not allowed:
        raise NotPermitted(message, remedy=remedy or "Liên hệ cán bộ thường trực thi đua hoặc quản trị của đơn vị.")
