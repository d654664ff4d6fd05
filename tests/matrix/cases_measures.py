"""Targets, money and events: who gets an answer at which address."""

from __future__ import annotations

from typing import Any

from tests.matrix.kinds import (
    CLERK,
    EVERYONE,
    OFFICER,
    OWN_BODY,
    Case,
    act,
    draft,
    page,
    plan,
    thing,
)
from tests.matrix.world import DIVISION, OWN, World


def target(world: World) -> list[Any]:
    return [world.target.pk]


def draft_target(world: World) -> list[Any]:
    return [world.draft_target.pk]


def line(world: World) -> list[Any]:
    return [world.budget_line.pk]


def event(world: World) -> list[Any]:
    return [world.event.pk]


KEEPERS = (OFFICER, CLERK, "unit_head", "leader")
"""Who writes or approves the plans of the body."""
DIVISION_REPORTERS = DIVISION

CASES: dict[str, Case] = {
    "planning:plan-targets": thing(plan, OWN_BODY),
    "planning:target": thing(target, OWN_BODY),
    "planning:target-reports": page(EVERYONE),
    "planning:target-create": thing(draft, OFFICER, CLERK),
    "planning:target-edit": thing(draft_target, OFFICER, CLERK),
    "planning:target-move": act(draft_target, OFFICER, CLERK),
    "planning:target-remove": act(draft_target, OFFICER, CLERK),
    "planning:target-share": thing(target, *KEEPERS),
    "planning:target-report": thing(lambda world: [world.target.pk, world.division.pk], *DIVISION_REPORTERS),
    "planning:actual-remove": thing(lambda world: [world.actual.pk], *DIVISION_REPORTERS),
    "planning:plan-budget": thing(plan, frozenset(OWN)),
    "planning:budget-create": thing(plan, *KEEPERS),
    "planning:budget-edit": thing(line, *KEEPERS),
    "planning:budget-remove": act(line, *KEEPERS),
    "planning:spending-create": thing(line, *KEEPERS),
    "planning:spending-remove": thing(lambda world: [world.spending.pk], *KEEPERS),
    "planning:plan-events": thing(plan, OWN_BODY),
    "planning:event": thing(event, OWN_BODY),
    "planning:event-create": thing(plan, *KEEPERS),
    "planning:event-edit": thing(event, *KEEPERS),
    "planning:event-record": thing(event, *KEEPERS),
    "planning:event-call-off": thing(event, *KEEPERS),
}
