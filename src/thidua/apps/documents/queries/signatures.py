"""Reads of signatures and of whose seals somebody keeps."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.apps.documents.models import Paper, PaperSignature
from thidua.apps.documents.policies.signatures import SEAL_KEEPERS, can_set_seal_image
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.core.policies import require


def signatures_of(paper: Paper) -> QuerySet[PaperSignature]:
    """Return the digital signatures on a paper, the first first."""
    return PaperSignature.objects.filter(paper=paper).select_related("after", "before")


def seal_units(actor: Actor) -> list[Unit]:
    """Return the bodies whose seal the actor keeps, those where the role itself is held."""
    held = {one.unit_id for one in actor.roles if one.role in SEAL_KEEPERS}
    without = (UnitKind.DIVISION, UnitKind.BLOC)  # they have no seal of their own
    return list(Unit.objects.filter(pk__in=held).exclude(kind__in=without).order_by("path"))


def seal_unit(actor: Actor, unit_id: int) -> Unit:
    """Return a unit whose seal the actor keeps. Raises NotVisible, NotPermitted."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or not any(unit.path.startswith(held.unit_path) for held in actor.roles):
        raise NotVisible
    require(can_set_seal_image(actor, unit), f"Chỉ văn thư hoặc quản trị của {unit.name} được lưu ảnh con dấu.")
    return unit
