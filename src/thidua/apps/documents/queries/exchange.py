"""Reads of document packages."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.apps.documents.models import ReceivedPackage
from thidua.apps.documents.policies.exchange import visible_packages
from thidua.apps.documents.policies.papers import RECEIVERS
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible


def received_packages(actor: Actor) -> QuerySet[ReceivedPackage]:
    """Return the packages taken in by one's units and those below."""
    return visible_packages(actor).select_related("unit")


def package_for(actor: Actor, package_id: int) -> ReceivedPackage:
    """Return a package the actor sees, with its files. Raises NotVisible."""
    package = received_packages(actor).select_related("file").prefetch_related("files__file").filter(pk=package_id)
    found = package.first()
    if found is None:
        raise NotVisible
    return found


def receiving_units(actor: Actor) -> QuerySet[Unit]:
    """Return the units for which the actor takes papers in."""
    held = {one.unit_id for one in actor.roles if one.role in RECEIVERS}
    return Unit.objects.filter(pk__in=held).order_by("path")
