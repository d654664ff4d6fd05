"""The kinds of cases of the table of addresses: how to ask for one thing of body A, and who gets an answer.

Who is not in `allowed` gets 403 or 404; another body gets 404 for A's objects, the same as for a missing one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.matrix.world import DIVISION, FORMER, OWN, SIBLING, SITUATIONS, SUBSTITUTE, World

OPEN = ("accounts:sign-in", "office:set-up", "calendar:feed")
"""Addresses for people not signed in; that of a feed answers only to its secret (planning/tests/test_feeds.py)."""

EVERYONE = frozenset(SITUATIONS) - {"anonymous"}
OWN_BODY = frozenset({*OWN, *DIVISION, SIBLING})


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
        if situation == FORMER and self.method == "POST":
            return (302,)  # sent to the first page: what was meant in another's name is not done in one's own
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


def in_person(case: Case) -> Case:
    """Return the case of what is the officer's own: whoever acts in his place gets no answer."""
    return replace(case, allowed=case.allowed - {SUBSTITUTE})


def _together(allowed: tuple[str | frozenset[str], ...]) -> frozenset[str]:
    """Return who is allowed; with the officer the one who acts in his place."""
    roles = frozenset().union(*({one} if isinstance(one, str) else one for one in allowed))
    return roles | {SUBSTITUTE} if OFFICER in roles else roles


def plan(world: World) -> list[Any]:
    return [world.plan.pk]


def draft(world: World) -> list[Any]:
    """A plan of A that is still a draft."""
    return [world.draft.pk]


def draft_task(world: World) -> list[Any]:
    return [world.draft_task.pk]


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
CLERK = "unit_clerk"
ADMINISTRATOR = "administrator"
