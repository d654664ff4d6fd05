"""Signatures: checking them is open to all; a seal's picture is kept by the records clerk and the administrator.

Packages of other bodies: taken in by who takes papers in, read in the body; one's own leave by the records clerk.
"""

from __future__ import annotations

import io
from typing import Any

from tests.matrix.kinds import ADMINISTRATOR, CLERK, EVERYONE, OFFICER, Case, act, both, page, thing
from tests.matrix.world import CANARY, DIVISION, OWN, SIBLING, World
from thidua.apps.documents.enums import PaperState
from thidua.apps.documents.models import Paper, ReceivedPackage
from thidua.apps.documents.services import store_file
from thidua.apps.organizations.tests.factories import AT
from thidua.core.actor import SYSTEM
from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.official_json import to_json

RECEIVERS = frozenset({OFFICER, CLERK, "unit_head", "records_clerk"})


def _body(world: World) -> list[Any]:
    return [world.body.pk]


def _package(world: World) -> list[Any]:
    """A package that the body took in."""
    file = store_file(actor=SYSTEM, unit=world.body, content=io.BytesIO(b"<edXML/>"), original_name="a.edxml", at=AT)
    package = ReceivedPackage.objects.create(
        unit=world.body, document_id="H26,2026/03/02,1/QĐ", sender_code="H26", sender_name="UBND", issued_on=AT.date(),
        subject=CANARY, priority=0, business=1, sent_at=AT, file=file, received_label="A", received_at=AT,
    )  # fmt: skip
    return [package.pk]


def _submitted(world: World) -> list[Any]:
    """A paper of the body that waits for its signature."""
    content = to_json(OfficialDocument(type_key="thong-bao", issuer="SỞ NỘI VỤ", title=CANARY))
    paper = Paper.objects.create(
        unit=world.body, drafting_unit=world.body, type_key="thong-bao", title=CANARY, content=content, edited_at=AT,
        created_at=AT, state=PaperState.SUBMITTED,
    )  # fmt: skip
    return [paper.pk]


CASES: dict[str, Case] = {
    "papers:signature-check": page(EVERYONE),
    "papers:signature-images": page(EVERYONE),
    "papers:signature-hand": act(lambda world: [], EVERYONE - {"without role"}, is_object=False),
    "papers:signature-seal": act(_body, "records_clerk", ADMINISTRATOR),
    "papers:packages": page(EVERYONE),
    "papers:package-receive": page(both(*RECEIVERS), frozenset({*DIVISION, SIBLING})),
    "papers:package": thing(_package, frozenset(OWN)),
    "papers:package-export": act(_submitted, "records_clerk"),
}
