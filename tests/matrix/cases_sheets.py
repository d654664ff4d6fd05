"""Lists of a plan from Excel and into Excel: who gets an answer at which address."""

from __future__ import annotations

from typing import Any

from tests.matrix.kinds import CLERK, OFFICER, OWN_BODY, Case, act, in_person, thing
from tests.matrix.world import World


def sheet(world: World) -> list[Any]:
    """A list of tasks that the officer of A brought in: nobody else sees it."""
    return [world.sheet_id]


CASES: dict[str, Case] = {
    "planning:sheet-upload": thing(lambda world: [world.draft.pk, "nhiem-vu"], OFFICER, CLERK),
    "planning:sheet-template": thing(lambda world: [world.plan.pk, "chi-tieu"], OWN_BODY),
    "planning:sheet-export": thing(lambda world: [world.plan.pk, "so-lieu"], OWN_BODY),
    "planning:sheet": in_person(thing(sheet, OFFICER)),
    "planning:sheet-discard": in_person(act(sheet, OFFICER)),
}
