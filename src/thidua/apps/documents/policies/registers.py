"""Who sees the registers of a body, gives numbers, and says how they run. `can_…` for one object, `visible_…` for rows.

A register is read by those who hold an office at the body itself or above it; the one of secret documents only by who
keeps it and who leads.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thidua.apps.documents.domain.numbering import CLASSIFIED_SERIES
from thidua.apps.documents.models import IssuedNumber, NumberRegister
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor, Role
from thidua.core.policies import within

KEEPERS = (Role.RECORDS_CLERK,)
"""Who gives numbers, writes into the register, closes it, and confirms it after a restore."""
HEADS = (Role.LEADER, Role.UNIT_HEAD)
SETTERS = (*KEEPERS, *HEADS)
"""Who enters how the body numbers: its head lays it down, the văn thư may enter it (Điều 15 khoản 1)."""
READERS = (*SETTERS, Role.OFFICER)


def can_see_registers(actor: Actor, body: Unit) -> bool:
    """Whether the actor may look at the body's registers at all."""
    return actor.is_system or actor.holds(READERS, path=body.path)


def can_see_register(actor: Actor, register: NumberRegister) -> bool:
    """Registers of a body are read by its offices; that of secret documents by fewer."""
    roles = SETTERS if register.series == CLASSIFIED_SERIES else READERS
    return actor.is_system or actor.holds(roles, path=register.body.path)


def visible_registers(actor: Actor) -> QuerySet[NumberRegister]:
    if actor.is_system:
        return NumberRegister.objects.all()
    return NumberRegister.objects.filter(
        ~Q(series=CLASSIFIED_SERIES) & within(actor, READERS, field="body__path")
        | Q(series=CLASSIFIED_SERIES) & within(actor, SETTERS, field="body__path")
    )


def visible_entries(actor: Actor) -> QuerySet[IssuedNumber]:
    """Lines are as open as their register."""
    if actor.is_system:
        return IssuedNumber.objects.all()
    return IssuedNumber.objects.filter(register__in=visible_registers(actor))


def can_allot(actor: Actor, body: Unit) -> bool:
    """Numbers are given by the văn thư of the body."""
    return actor.is_system or actor.holds(KEEPERS, path=body.path)


def can_note(actor: Actor, entry: IssuedNumber) -> bool:
    """Who gives the numbers also writes down what became of the documents."""
    return can_allot(actor, entry.register.body)


def can_set_scheme(actor: Actor, body: Unit) -> bool:
    """The head of the body says how it numbers; the văn thư enters it with its basis."""
    return actor.is_system or actor.holds(SETTERS, path=body.path)


def can_keep(actor: Actor, body: Unit) -> bool:
    """Closing a year and confirming numbers after a restore are the văn thư's."""
    return can_allot(actor, body)
