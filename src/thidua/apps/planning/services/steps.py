"""Taking a step of a state table, refused in words."""

from __future__ import annotations

from thidua.core.errors import DomainError
from thidua.lib.workflow import IllegalStep, Workflow

RELOAD = "Tải lại trang để xem các việc làm được lúc này."


def next_state(table: Workflow, act: str, *, state: str, refusal: str, remedy: str = RELOAD) -> str:
    """Return the state an act leads to. Raises DomainError with `refusal` where the table knows no such step."""
    try:
        return table.step(act, state=state)
    except IllegalStep:
        raise DomainError(refusal, remedy=remedy) from None
