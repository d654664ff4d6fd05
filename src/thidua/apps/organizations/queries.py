"""Reads of the tree of units and its people."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from thidua.apps.accounts.queries import User
from thidua.apps.organizations.models import RoleAssignment, Unit
from thidua.core.actor import Actor, RoleHeld


def in_force(on: date) -> Q:
    """Return the condition "valid on this day" for anything with `valid_from` and `valid_to`."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def actor_for(user: User, *, on: date) -> Actor:
    """Return the actor a signed-in user is on this day, in one query. Decided anew at every request."""
    held = (
        RoleAssignment.objects.filter(in_force(on), person__user_id=user.pk, person__is_active=True)
        .order_by("unit__path", "role")
        .values_list("role", "unit_id", "unit__path")
    )
    return Actor(user_id=user.pk, label=user.full_name or user.username, roles=tuple(RoleHeld(*row) for row in held))


def branch(unit: Unit) -> QuerySet[Unit]:
    """Return the unit and everything below it, in tree order."""
    return Unit.objects.filter(path__startswith=unit.path)
