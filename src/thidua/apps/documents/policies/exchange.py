"""Who sends and takes in document packages."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.apps.documents.models import Paper, ReceivedFile, ReceivedPackage, StoredFile
from thidua.apps.documents.policies.papers import RECEIVERS, can_issue_paper
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import ANY_ROLE, Actor
from thidua.core.policies import within


def can_export_package(actor: Actor, paper: Paper) -> bool:
    """What leaves the house is sent by the records clerk."""
    return can_issue_paper(actor, paper)


def can_import_package(actor: Actor, unit: Unit) -> bool:
    """Whoever takes papers in for this very unit."""
    return unit.path in actor.paths(RECEIVERS)


def visible_packages(actor: Actor) -> QuerySet[ReceivedPackage]:
    if actor.is_system:
        return ReceivedPackage.objects.all()
    return ReceivedPackage.objects.filter(within(actor, ANY_ROLE, field="unit__path"))


def can_open_package_file(actor: Actor, stored: StoredFile) -> bool:
    """A package and its files are as open as what came with them."""
    packages = visible_packages(actor)
    if packages.filter(file=stored).exists():
        return True
    return ReceivedFile.objects.filter(file=stored, package__in=packages).exists()
