"""What a list of units and people is judged against, and what is made of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

RowState = Literal["new", "changed", "same", "error"]


@dataclass(slots=True)
class UnitRecord:
    """A unit as it is, or as the list would make it. `key` is its own number, or minus the line for a new one."""

    key: int
    code: str
    name: str
    short_name: str = ""
    kind: str = ""
    parent: int | None = None
    position: int = 0
    valid_from: date | None = None
    is_managed: bool = True


@dataclass(slots=True)
class PersonRecord:
    """Somebody as they are, or as the list would make them. `roles` are (role, key of the unit)."""

    key: int
    code: str
    full_name: str
    unit: int
    title: str = ""
    email: str = ""
    phone: str = ""
    username: str = ""
    roles: frozenset[tuple[str, int]] = frozenset()
    is_managed: bool = True
    is_account_managed: bool = True


@dataclass(frozen=True, slots=True)
class Present:
    """What there is: the units and people of the body, and what other bodies have taken."""

    scope: int
    units: Mapping[int, UnitRecord]
    people: Mapping[int, PersonRecord]
    kinds: Mapping[str, str]
    """Kind by its folded words."""
    kind_labels: Mapping[str, str]
    roles: Mapping[str, str]
    """Role by its folded words."""
    role_labels: Mapping[str, str]
    unit_codes: frozenset[str] = frozenset()
    person_codes: frozenset[str] = frozenset()
    usernames: frozenset[str] = frozenset()
    """Taken anywhere, folded."""


@dataclass(slots=True)
class Judged:
    """One row of the preview, in words."""

    sheet: str
    line: int
    label: str
    state: RowState = "same"
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    """What applying the list would do. `units` and `people` hold new and changed records by key."""

    rows: list[Judged] = field(default_factory=list)
    units: dict[int, UnitRecord] = field(default_factory=dict)
    people: dict[int, PersonRecord] = field(default_factory=dict)
    accounts: list[int] = field(default_factory=list)
    """Keys of the people who get an account."""

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in ("new", "changed", "same", "error")}

    @property
    def has_errors(self) -> bool:
        return any(row.state == "error" for row in self.rows)

    @property
    def has_changes(self) -> bool:
        return any(row.state in {"new", "changed"} for row in self.rows)

    @property
    def digest(self) -> str:
        """Stands for what was shown: differs when the list would now do something else."""
        shown = [(row.sheet, row.line, row.label, row.state, row.notes) for row in self.rows]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()
