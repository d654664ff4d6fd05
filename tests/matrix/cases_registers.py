"""Number registers: who gets an answer at which address."""

from __future__ import annotations

from typing import Any

from tests.matrix.kinds import OFFICER, Case, act, both, page, thing
from tests.matrix.world import World

REGISTRY = "records_clerk"
SETTERS = (REGISTRY, "leader", "unit_head")
"""Who enters how the body numbers."""
READERS = (*SETTERS, OFFICER)


def register(world: World) -> list[Any]:
    return [world.register_id]


def line(world: World) -> list[Any]:
    return [world.register_id, 1]


CASES: dict[str, Case] = {
    "papers:registers": page(both(*READERS)),
    "papers:number-scheme": page(both(*SETTERS)),
    "papers:numbers-confirm": page(both(REGISTRY)),
    "papers:registers-close": act(
        lambda world: [2025], REGISTRY, fields=lambda world: {"co-quan": world.body.pk}, is_object=True
    ),
    "papers:register": thing(register, *READERS),
    "papers:register-print": thing(register, *READERS),
    "papers:register-pdf": thing(register, *READERS),
    "papers:register-entry": thing(line, *READERS),
    "papers:register-note": act(line, REGISTRY),
}
