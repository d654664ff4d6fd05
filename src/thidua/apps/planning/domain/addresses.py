"""Where pages are, for notices and calendars: services and queries know no views. A test holds them to `urls`."""

from __future__ import annotations


def plan_address(plan_id: int) -> str:
    return f"/ke-hoach/{plan_id}/"


def targets_address(plan_id: int) -> str:
    return f"/ke-hoach/{plan_id}/chi-tieu/"


def task_address(task_id: int) -> str:
    return f"/ke-hoach/nhiem-vu/{task_id}/"


def work_address(task_id: int, assignment_id: int) -> str:
    """The part of one unit on the page of a task."""
    return f"{task_address(task_id)}?viec={assignment_id}"
