"""Cases of the cascade: what units received, and the coverage of a plan for those who oversee it."""

from __future__ import annotations

from typing import Any

from tests.matrix.kinds import CLERK, EVERYONE, OFFICER, Case, act, page, plan, thing
from tests.matrix.world import DIVISION, OWN, World


def receipt(world: World) -> list[Any]:
    """What the division of A received."""
    return [world.receipt_id]


OVERSEERS = frozenset(OWN)
MANAGERS = (OFFICER, CLERK, "unit_head", "leader")

CASES: dict[str, Case] = {
    "planning:received": page(EVERYONE),
    "planning:receipt-acknowledge": act(receipt, frozenset(DIVISION)),
    "planning:receipt-own-plan": act(receipt, "division clerk"),
    "planning:receipt-launch": thing(receipt, frozenset(DIVISION)),
    "planning:receipt-headcount": thing(receipt, frozenset(DIVISION)),
    "planning:plan-units": thing(plan, OVERSEERS, OFFICER),
    "planning:plan-remind": act(
        plan, *MANAGERS, fields=lambda world: {"units": str(world.division.pk), "about": "receipt"}
    ),
    "planning:plan-address": thing(plan, *MANAGERS),
}
