"""Cases of the life of a plan: writing by hand, its steps, amending, what else it needs."""

from __future__ import annotations

from typing import Any

from tests.matrix.kinds import CLERK, OFFICER, Case, act, both, draft, draft_task, page, plan, thing
from tests.matrix.world import OWN, SIBLING, World


def submitted(world: World) -> list[Any]:
    """A plan of A that waits for approval."""
    return [world.submitted.pk]


def closed(world: World) -> list[Any]:
    return [world.closed.pk]


def amending(world: World) -> list[Any]:
    """The draft that amends the issued plan of A."""
    return [world.amending.pk]


def amending_task(world: World) -> list[Any]:
    return [world.amending.tasks.get(no="1").pk]


def item(world: World) -> list[Any]:
    """What the draft of A still needs."""
    return [world.checklist_id]


APPROVERS = ("unit_head", "leader")
MANAGERS = (OFFICER, CLERK, *APPROVERS)

CASES: dict[str, Case] = {
    "planning:plan-write": page(both(OFFICER, CLERK), "division clerk", SIBLING),
    "planning:plan-submit": act(draft, OFFICER, CLERK),
    "planning:plan-return": thing(submitted, *APPROVERS),
    "planning:plan-issue": thing(submitted, *APPROVERS),
    "planning:plan-register": thing(draft, OFFICER, CLERK),
    "planning:plan-launch": thing(plan, *MANAGERS),
    "planning:plan-close": thing(plan, *MANAGERS),
    "planning:plan-reopen": thing(closed, *MANAGERS),
    "planning:plan-withdraw": thing(plan, *MANAGERS),
    "planning:plan-order": thing(draft, OFFICER, CLERK),
    "planning:plan-number": act(draft, OFFICER, CLERK),
    "planning:plan-amend": act(plan, OFFICER, CLERK),
    "planning:plan-compare": thing(amending, frozenset(OWN)),
    "planning:task-move": act(draft_task, OFFICER, CLERK, fields=lambda world: {"toi": "2"}),
    "planning:task-drop": act(amending_task, OFFICER, CLERK),
    "planning:task-keep": act(amending_task, OFFICER, CLERK),
    "planning:checklist-add": act(draft, *MANAGERS, fields=lambda world: {"viec": "Biểu mẫu"}),
    "planning:checklist-tick": act(item, *MANAGERS),
    "planning:checklist-untick": act(item, *MANAGERS),
    "planning:checklist-remove": act(item, *MANAGERS),
}
