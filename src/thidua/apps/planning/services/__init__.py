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
from thidua.apps.planning.services.lifecycle import register_issued
from thidua.apps.planning.services.plans import change_plan, change_task, create_task, remove_task, require_change

__all__ = [
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
    "register_issued",
    "remove_task",
    "require_change",
    "review_anyway",
    "save_draft",
    "start_intake",
]
