"""How the work of many units adds up to the state of a task."""

from __future__ import annotations

from collections.abc import Mapping

from thidua.apps.planning.enums import TaskState

OPEN = (TaskState.NOT_BEGUN, TaskState.IN_PROGRESS, TaskState.AWAITING)
TO_DO = (TaskState.NOT_BEGUN, TaskState.IN_PROGRESS)
"""Work its unit still owes something, and is reminded of: what awaits confirmation is the superior's to do."""
FINISHED = (TaskState.DONE, TaskState.NOT_ARISEN, TaskState.CANCELLED)


def rolled_state(counts: Mapping[str, int]) -> TaskState:
    """Return the state of a task from how many of its lead units (or parts) are in each state.

    Finished when nothing is open: done if any of it was, else not arisen, else cancelled. Awaiting confirmation when
    all that is open waits for it. Begun as soon as anything is.
    """
    total = sum(counts.values())
    still_open = sum(counts.get(state, 0) for state in OPEN)
    if total and not still_open:
        return next(state for state in FINISHED if counts.get(state, 0))
    if still_open and counts.get(TaskState.AWAITING, 0) == still_open:
        return TaskState.AWAITING
    return TaskState.IN_PROGRESS if counts.get(TaskState.NOT_BEGUN, 0) < total else TaskState.NOT_BEGUN
