"""Who acts: a plain value handed to every service and query, never a global."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import models


class Role(models.TextChoices):
    """What a person may do in a unit and every unit below it."""

    OFFICER = "officer", "Cán bộ thường trực"
    UNIT_CLERK = "unit_clerk", "Cán bộ đầu mối"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
    LEADER = "leader", "Lãnh đạo"
    RECORDS_CLERK = "records_clerk", "Văn thư"
    ADMINISTRATOR = "administrator", "Quản trị"


ANY_ROLE = tuple(Role.values)


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role held at a unit and therefore in every unit below it. `unit_path` is the unit's materialised path."""

    role: str
    unit_id: int
    unit_path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person signed in, or the program itself (`SYSTEM`); with `user_id` None and not SYSTEM: nobody.

    `in_place_of` is the account of an absent person whose roles, and only those, are held here; `user_id` stays the
    account of who really acts, and `label` names both.
    """

    user_id: int | None
    label: str
    roles: tuple[RoleHeld, ...] = field(default=())
    in_place_of: int | None = None

    @property
    def key(self) -> tuple[int | None, int | None, tuple[RoleHeld, ...]]:
        """What decides which rows this actor sees, and nothing else: equal keys see the same."""
        return (self.user_id, self.in_place_of, self.roles)

    @property
    def is_system(self) -> bool:
        return self == SYSTEM

    def paths(self, roles: Collection[str]) -> tuple[str, ...]:
        """Paths of the units where the actor holds one of `roles`."""
        return tuple(held.unit_path for held in self.roles if held.role in roles)

    def holds(self, roles: Collection[str], *, path: str) -> bool:
        """Whether one of `roles` is held at the unit of `path` or above it."""
        return any(path.startswith(held) for held in self.paths(roles))


SYSTEM = Actor(user_id=None, label="Hệ thống")
