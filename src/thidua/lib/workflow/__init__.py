"""Explicit state machines: a table of steps, each with its sources, its target and the reason it exists.

A table is data; nothing moves by itself. `Workflow.step` says where an act leads, or raises `IllegalStep`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["IllegalStep", "Step", "Workflow"]


class IllegalStep(Exception):
    """The act is not possible from this state. `allowed` holds the acts that are."""

    def __init__(self, *, act: str, state: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"{act} is not a step from {state}")
        self.act = act
        self.state = state
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Step:
    """One act: the states it starts from, the state it leads to, and where that is laid down."""

    act: str
    sources: tuple[str, ...]
    target: str
    citation: str = ""


class Workflow:
    """The steps of one kind of object. Raises ValueError for an act that stands twice for one source."""

    def __init__(self, steps: Iterable[Step]) -> None:
        table: dict[tuple[str, str], Step] = {}
        for step in steps:
            for source in step.sources:
                if (step.act, source) in table:
                    raise ValueError(f"{step.act} stands twice for {source}")
                table[step.act, source] = step
        self._table: Mapping[tuple[str, str], Step] = table

    @property
    def acts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(act for act, _ in self._table))

    def allowed(self, state: str) -> tuple[str, ...]:
        """Return the acts possible from `state`, in the table's order."""
        return tuple(act for act, source in self._table if source == state)

    def step(self, act: str, *, state: str) -> str:
        """Return the state that `act` leads to from `state`. Raises IllegalStep."""
        step = self._table.get((act, state))
        if step is None:
            raise IllegalStep(act=act, state=state, allowed=self.allowed(state))
        return step.target
