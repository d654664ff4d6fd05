"""What the acts on registers share: the lock of a body's registry, registers opened, marks raised."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.documents import policies
from thidua.apps.documents.domain.marks import Mark, Marks
from thidua.apps.documents.domain.numbering import Series
from thidua.apps.documents.errors import NumberingNotSet
from thidua.apps.documents.models import IssuedNumber, NumberRegister, Registry
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible

ASK_REGISTRY = "Liên hệ văn thư cơ quan."


def entry_subject(entry: IssuedNumber) -> audit.Subject:
    return audit.Subject("documents.issuednumber", entry.pk, str(entry), entry.register.body.path)


def register_subject(register: NumberRegister) -> audit.Subject:
    return audit.Subject("documents.numberregister", register.pk, str(register), register.body.path)


def registry_subject(body: Unit) -> audit.Subject:
    return audit.Subject("documents.registry", body.pk, f"Văn thư {body.name}", body.path)


def visible_body(actor: Actor, body_id: int) -> Unit:
    body = Unit.objects.filter(pk=body_id).first()
    if body is None or not policies.can_see_registers(actor, body):
        raise NotVisible
    return body


def locked_registry(actor: Actor, body: Unit, *, year: int) -> Registry:
    if not policies.can_see_registers(actor, body):
        raise NotVisible
    registry = Registry.objects.select_for_update(of=("self",)).filter(pk=body.pk).first()
    if registry is None:
        raise NumberingNotSet(body.name, year=year)
    return registry


def open_register(
    actor: Actor, body: Unit, series: Series, *, year: int, at: datetime, starts_after: int = 0
) -> NumberRegister:
    """Open a register of a series and a year (`documents.open_register`)."""
    register = NumberRegister.objects.create(
        body=body,
        year=year,
        series=series.key,
        name=series.name,
        type_keys=list(series.type_keys),
        starts_after=starts_after,
        opened_by_id=actor.user_id,
        opened_at=at,
    )
    changes = {"year": year, "series": series.name, "starts_after": starts_after}
    audit.record(actor=actor, act="documents.open_register", subject=register_subject(register), at=at, changes=changes)
    return register


def mark_after_commit(kept: Marks, body: Unit, *, year: int, raised: dict[str, Mark]) -> None:
    """Raise the marks once the transaction holds. A mark that cannot be written stays behind, which loses nothing."""

    def write() -> None:
        kept.raise_to(body.pk, year=year, body=f"{body.code} {body.name}", raised=raised)

    transaction.on_commit(write, robust=True)
