"""Signatures: checking them is open to all; a seal's picture is kept by the records clerk and the administrator."""

from __future__ import annotations

from typing import Any

from tests.matrix.kinds import ADMINISTRATOR, EVERYONE, Case, act, page
from tests.matrix.world import World


def _body(world: World) -> list[Any]:
    return [world.body.pk]


CASES: dict[str, Case] = {
    "papers:signature-check": page(EVERYONE),
    "papers:signature-images": page(EVERYONE),
    "papers:signature-hand": act(lambda world: [], EVERYONE, is_object=False),
    "papers:signature-seal": act(_body, "records_clerk", ADMINISTRATOR),
}
