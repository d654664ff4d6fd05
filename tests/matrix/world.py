"""Two bodies that must not see each other, everybody in them, and one of each object with a canary in its texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from thidua.apps.accounts.models import User
from thidua.core.actor import Role

CANARY = "hoàng yến trong lồng"
"""Stands in every text of body A; nobody of body B may ever read it."""

OWN = tuple(Role.values)
DIVISION = ("division clerk", "division head")
OTHER = tuple(f"other {role}" for role in Role.values)
SITUATIONS = ("anonymous", "without role", *OWN, *DIVISION, *OTHER)
"""Who asks: nobody; somebody without a role; each role at the head of A; two in a division of A; each role in B."""


@dataclass
class World:
    users: dict[str, User] = field(default_factory=dict)
