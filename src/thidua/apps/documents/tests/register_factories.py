"""Registers of numbers for tests, made through the services."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from django.db import transaction

from thidua.apps.documents import services
from thidua.apps.documents.domain.numbering import RegisterEntry
from thidua.apps.documents.enums import Manner
from thidua.apps.documents.models import IssuedNumber
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT
from thidua.core.actor import SYSTEM, Actor

_requests = count(1)


def make_scheme(body: Unit, manner: str = Manner.COMMON, *, at: datetime = AT, **more: object) -> None:
    """Lay down how a body numbers from this year on."""
    services.set_scheme(actor=SYSTEM, body_id=body.pk, year=at.year, manner=manner, at=at, **more)


def make_entry(type_key: str = "ke-hoach", **more: object) -> RegisterEntry:
    """Return what a document brings to its line, with a request of its own."""
    fields = {
        "request_key": f"test:{next(_requests)}",
        "symbol": "KH-SNV",
        "title": "Kế hoạch tổ chức phong trào thi đua",
        "signer": "Trần Văn Bình",
        "recipients": "Như trên; Lưu: VT",
        "keeping_unit": "Văn phòng",
        **more,
    }
    return RegisterEntry(type_key=type_key, **fields)


def allot(
    body: Unit, *, at: datetime = AT, actor: Actor = SYSTEM, entry: RegisterEntry | None = None, **more: object
) -> IssuedNumber:
    """Give the next number in a transaction of its own."""
    with transaction.atomic():
        return services.allot_number(actor=actor, body=body, entry=entry or make_entry(**more), at=at)
