"""The table: for each address how to ask for one thing of body A, and who gets an answer.

Who is not in `allowed` gets 403 or 404; another body gets 404 for A's objects, the same as for a missing one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.matrix.world import DIVISION, OWN, SITUATIONS, World

OPEN = ("accounts:sign-in", "office:set-up")
"""Addresses for people not signed in."""

EVERYONE = frozenset(SITUATIONS) - {"anonymous"}
OWN_BODY = frozenset({*OWN, *DIVISION})


def both(*roles: str) -> frozenset[str]:
    """Return the roles in either body: for addresses that belong to no object."""
    return frozenset({*roles, *(f"other {role}" for role in roles)})


@dataclass(frozen=True)
class Case:
    """`done` holds the statuses of success; a POST with nothing in it may be refused in words (400, 409).

    `refused` holds the statuses for who is not allowed: 400 too where a form offers only what one may choose.
    """

    allowed: frozenset[str]
    args: Callable[[World], list[Any]] = lambda world: []
    method: str = "GET"
    fields: Callable[[World], dict[str, Any]] = lambda world: {}
    done: tuple[int, ...] = (200,)
    is_object: bool = True
    refused: tuple[int, ...] = (403, 404)

    def expected(self, situation: str) -> tuple[int, ...]:
        if situation in self.allowed:
            return self.done
        if self.is_object and situation.startswith("other "):
            return (404,)
        return self.refused


def page(*allowed: str | frozenset[str], done: tuple[int, ...] = (200,)) -> Case:
    """Return the case of an address that names no object."""
    return Case(_together(allowed), done=done, is_object=False)


def thing(args: Callable[[World], list[Any]], *allowed: str | frozenset[str], done: tuple[int, ...] = (200,)) -> Case:
    """Return the case of an address of one object of A."""
    return Case(_together(allowed), args=args, done=done)


def act(
    args: Callable[[World], list[Any]],
    *allowed: str | frozenset[str],
    fields: Callable[[World], dict[str, Any]] = lambda world: {},
    is_object: bool = True,
    refused: tuple[int, ...] = (403, 404),
) -> Case:
    """Return the case of a POST on one object of A."""
    return Case(
        _together(allowed),
        args=args,
        method="POST",
        fields=fields,
        done=(200, 204, 302, 400, 409),
        is_object=is_object,
        refused=refused,
    )


def _together(allowed: tuple[str | frozenset[str], ...]) -> frozenset[str]:
    return frozenset().union(*({one} if isinstance(one, str) else one for one in allowed))


def plan(world: World) -> list[Any]:
    return [world.plan.pk]


def task(world: World) -> list[Any]:
    return [world.task.pk]


def intake(world: World) -> list[Any]:
    return [world.review.pk]


def unit(world: World) -> list[Any]:
    return [world.division.pk]


def person(world: World) -> list[Any]:
    return [world.person.pk]


def imported(world: World) -> list[Any]:
    return [world.import_id]


OFFICER = "officer"
ADMINISTRATOR = "administrator"

CASES: dict[str, Case] = {
    # the shell
    "office:workbench": page(EVERYONE),
    "office:search": page(EVERYONE),
    "office:account": page(EVERYONE),
    "office:components": page(both(ADMINISTRATOR)),
    "accounts:password": page(EVERYONE),
    "accounts:language": act(lambda world: [], EVERYONE, fields=lambda world: {"language": "vi"}, is_object=False),
    "accounts:sign-out": act(lambda world: [], EVERYONE, is_object=False),
    "audit:list": page(both(ADMINISTRATOR, "leader")),
    # notices
    "notifications:list": page(EVERYONE),
    "notifications:preferences": page(EVERYONE),
    "notifications:read-all": act(lambda world: [], EVERYONE, is_object=False),
    "notifications:open": thing(lambda world: [world.notice_id], OFFICER, done=(302,)),
    # planning
    "planning:list": page(EVERYONE),
    "planning:tasks": page(EVERYONE),
    "planning:intakes": page(both(OFFICER)),
    "planning:upload": page(both(OFFICER)),
    "planning:suggest-units": page(EVERYONE),
    "planning:plan": thing(plan, OWN_BODY),
    "planning:plan-tasks": thing(plan, OWN_BODY),
    "planning:plan-targets": thing(plan, OWN_BODY),
    "planning:plan-source": thing(plan, OWN_BODY),
    "planning:plan-source-part": thing(lambda world: [world.plan.pk, 0], OWN_BODY),
    "planning:plan-find": thing(lambda world: [world.plan.pk], OWN_BODY),
    "planning:plan-history": thing(plan, OWN_BODY),
    "planning:plan-edit": thing(plan, OFFICER),
    "planning:task": thing(task, OWN_BODY),
    "planning:task-create": thing(plan, OFFICER),
    "planning:task-edit": thing(task, OFFICER),
    "planning:task-remove": act(task, OFFICER),
    "planning:intake": thing(intake, OFFICER),
    "planning:intake-progress": thing(intake, OFFICER, done=(200, 286)),
    "planning:intake-source": thing(lambda world: [world.review.pk, 0], OFFICER),
    "planning:intake-find": thing(lambda world: [world.review.pk], OFFICER),
    "planning:intake-rows": thing(lambda world: [world.review.pk, "table", 1], OFFICER),
    "planning:intake-units": thing(intake, OFFICER),
    "planning:intake-confirm": thing(intake, OFFICER),
    "planning:intake-save": act(
        intake,
        OFFICER,
        fields=lambda world: {"path": "head.place", "value": "Hà Nội", "version": world.review.version},
    ),
    "planning:intake-add": act(
        intake, OFFICER, fields=lambda world: {"area": "tasks", "version": world.review.version}
    ),
    "planning:intake-read-again": act(intake, OFFICER),
    "planning:intake-anyway": act(lambda world: [world.refused.pk], OFFICER),
    "planning:intake-discard": act(intake, OFFICER),
    # files
    "documents:download": thing(lambda world: [world.plan.intake.file_id], OWN_BODY),
    "documents:page": thing(lambda world: [world.plan.intake.file_id, 1], OWN_BODY, done=(200, 404)),
    # units
    "organizations:units": page(EVERYONE),
    "organizations:unit-list": page(EVERYONE),
    "organizations:unit": thing(unit, OWN_BODY),
    "organizations:unit-people": thing(unit, OWN_BODY),
    "organizations:unit-history": thing(unit, OWN_BODY),
    "organizations:unit-create": page(both(ADMINISTRATOR)),
    "organizations:unit-edit": thing(unit, ADMINISTRATOR),
    "organizations:unit-move": thing(unit, ADMINISTRATOR),
    "organizations:unit-close": thing(unit, ADMINISTRATOR),
    # people
    "organizations:people": page(EVERYONE),
    "organizations:person": thing(person, OWN_BODY),
    "organizations:person-history": thing(person, OWN_BODY),
    "organizations:person-create": page(both(ADMINISTRATOR)),
    "organizations:person-edit": thing(person, ADMINISTRATOR),
    "organizations:person-account": act(person, ADMINISTRATOR, fields=lambda world: {"username": "le.moi"}),
    "organizations:role-grant": act(
        person,
        ADMINISTRATOR,
        fields=lambda world: {"role": "unit_clerk", "unit": world.division.pk},
        refused=(400, 403, 404),
    ),
    "organizations:role-revoke": act(lambda world: [world.assignment_id], ADMINISTRATOR),
    # names of units
    "organizations:names": page(both(OFFICER, ADMINISTRATOR)),
    "organizations:alias-learn": act(
        lambda world: [],
        OFFICER,
        ADMINISTRATOR,
        fields=lambda world: {"co-quan": world.body.pk, "text": "tên mới", "meaning": f"unit:{world.division.pk}"},
        is_object=False,
        refused=(400, 403, 404),
    ),
    "organizations:alias-forget": act(lambda world: [world.alias_id], OFFICER, ADMINISTRATOR),
    "organizations:group-create": page(both(OFFICER, ADMINISTRATOR)),
    "organizations:group-edit": thing(lambda world: [world.group_id], OFFICER, ADMINISTRATOR),
    # lists from Excel
    "organizations:import": page(both(ADMINISTRATOR)),
    "organizations:import-template": page(both(ADMINISTRATOR)),
    "organizations:export": page(both(ADMINISTRATOR)),
    "organizations:import-review": thing(imported, ADMINISTRATOR),
    "organizations:import-discard": act(imported, ADMINISTRATOR),
    "organizations:import-passwords": act(lambda world: [world.applied_import_id], ADMINISTRATOR),
}
