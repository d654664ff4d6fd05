"""Cases of the work of a unit on a task: what the division of A reports, and what is decided about it."""

from __future__ import annotations

from typing import Any

from tests.matrix.kinds import CLERK, EVERYONE, OFFICER, Case, act, page
from tests.matrix.world import World


def work(world: World) -> list[Any]:
    """What the division of A leads in the issued plan."""
    return [world.work_id]


def extension(world: World) -> list[Any]:
    return [world.extension_id]


REPORTERS = (OFFICER, CLERK, "unit_head", "division clerk", "division head")
JUDGES = (OFFICER, CLERK, "unit_head", "leader")


def reason(world: World) -> dict[str, Any]:
    return {"reason": "Vì lý do khác", "version": world.work_version}


CASES: dict[str, Case] = {
    "planning:awaiting": page(EVERYONE),
    "planning:work-confirm": act(lambda world: [], *JUDGES, fields=lambda world: {"only": world.work_id}),
    "planning:work-report": act(
        work, *REPORTERS, fields=lambda world: {"percent": 55, "text": "Tiếp", "version": world.work_version}
    ),
    "planning:work-take-back": act(work, *REPORTERS, fields=lambda world: {"version": world.work_version}),
    "planning:work-extend": act(work, *REPORTERS, fields=lambda world: {"to_on": "31/12/2100", "reason": "Vì"}),
    "planning:work-not-arisen": act(work, *REPORTERS, fields=reason),
    "planning:work-people": act(work, *REPORTERS, fields=lambda world: {"people": [world.person.pk]}),
    "planning:work-return": act(work, *JUDGES, fields=reason),
    "planning:work-cancel": act(work, *JUDGES, fields=reason),
    "planning:work-reopen": act(work, *JUDGES, fields=reason),
    "planning:work-grant": act(extension, *JUDGES, fields=lambda world: {"granted_on": "31/12/2100"}),
    "planning:work-refuse": act(extension, *JUDGES, fields=lambda world: {"answer": "Không"}),
    "planning:work-take-back-extension": act(extension, *REPORTERS),
    "planning:work-answer": act(lambda world: [world.report_id], *JUDGES, fields=lambda world: {"answer": "Đã rõ"}),
}
