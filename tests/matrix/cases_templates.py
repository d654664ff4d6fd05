"""Templates of papers: who gets an answer at which address."""

from __future__ import annotations

from typing import Any

from tests.matrix.kinds import ADMINISTRATOR, EVERYONE, OWN_BODY, Case, act, both, thing
from tests.matrix.world import SUBSTITUTE, World


def kind(world: World) -> list[Any]:
    return ["thong-bao"]


def version(world: World) -> list[Any]:
    return [world.template_id]


OFFICE = (ADMINISTRATOR, "records_clerk")
INSIDE = OWN_BODY | {SUBSTITUTE}


def own(allowed: frozenset[str]) -> Case:
    """Return the case of a page that names a kind of paper and shows one's own body."""
    return Case(allowed, args=kind, is_object=False)


CASES: dict[str, Case] = {
    "papers:templates": Case(EVERYONE, is_object=False),
    "papers:templates-export": Case(EVERYONE, is_object=False),
    "papers:template": own(EVERYONE),
    "papers:template-base": own(EVERYONE),
    "papers:template-sample": own(EVERYONE),
    "papers:template-make": own(EVERYONE),
    "papers:template-upload": own(both(*OFFICE)),
    "papers:template-version-sample": thing(version, INSIDE),
    "papers:template-retire": act(version, *OFFICE),
}
