"""Writes of planning: bringing a document in, checking what was read, confirming it, and changing plans by hand."""

from thidua.apps.planning.services.intake import (
    add_to_draft,
    begin_reading,
    confirm_intake,
    discard_intake,
    finish_reading,
    read_again,
    record_progress,
    refuse_document,
    review_anyway,
    save_draft,
    start_intake,
)
from thidua.apps.planning.services.plans import NOT_YOURS, change_plan, change_task, create_task, remove_task

__all__ = [
    "NOT_YOURS",
    "add_to_draft",
    "begin_reading",
    "change_plan",
    "change_task",
    "confirm_intake",
    "create_task",
    "discard_intake",
    "finish_reading",
    "read_again",
    "record_progress",
    "refuse_document",
    "remove_task",
    "review_anyway",
    "save_draft",
    "start_intake",
]
