"""An Excel list of a plan as it was read, and what is made of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

RowState = Literal["new", "changed", "removed", "same", "error"]
STATES: tuple[RowState, ...] = ("new", "changed", "removed", "same", "error")
Stored = str | int | float | Mapping[str, str]
"""A cell as it is kept: text, a number, or {"date": "2026-03-05"} for a real date."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: where it stands in the file, and its cells by field; an empty cell is not there."""

    line: int
    cells: Mapping[str, Stored]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: `columns` maps each field that has a column to its letters, `ignored` are headings nothing is read of."""

    sheet: str
    columns: Mapping[str, str]
    ignored: Sequence[str] = ()
    rows: Sequence[SheetRow] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "columns": dict(self.columns),
            "ignored": list(self.ignored),
            "rows": [[row.line, dict(row.cells)] for row in self.rows],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Listed:
        return cls(
            sheet=stored.get("sheet", ""),
            columns=stored.get("columns", {}),
            ignored=stored.get("ignored", ()),
            rows=[SheetRow(*row) for row in stored.get("rows", ())],
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words. `field` names the column, empty where it is the row as a whole."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """What becomes of one field, in words; `before` is empty for a new row."""

    field: str
    before: str
    after: str


@dataclass(slots=True)
class Judged:
    """One row of the preview."""

    line: int
    label: str
    state: RowState = "same"
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def fail(self, name: str, text: str) -> None:
        self.state = "error"
        self.faults.append(Fault(name, text))


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written for one row: `key` is that of the row there is, None for a new one."""

    line: int
    key: int | None
    values: Mapping[str, Any]


@dataclass(slots=True)
class Preview:
    """What applying a list would do: every row in words, and what would be written or removed."""

    rows: list[Judged] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)
    removals: list[int] = field(default_factory=list)
    meanings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What the names of units that would be written stand for (`queries.unit_entries`)."""

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in STATES}

    @property
    def has_errors(self) -> bool:
        return any(row.state == "error" for row in self.rows)

    @property
    def has_changes(self) -> bool:
        return any(row.state in {"new", "changed", "removed"} for row in self.rows)

    @property
    def digest(self) -> str:
        """Stands for what was shown: differs when the list would now do something else."""
        shown: list[Any] = [
            (row.line, row.label, row.state, [(note.field, note.before, note.after) for note in row.notes],
             [(fault.field, fault.text) for fault in row.faults], row.warnings)
            for row in self.rows
        ]  # fmt: skip
        shown += [(name, entry.get("choice")) for name, entry in sorted(self.meanings.items())]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
