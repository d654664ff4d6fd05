"""Calculations of planning in plain Python: the draft an officer checks, and the source shown beside it."""

from thidua.apps.planning.domain.building import draft_from_reading
from thidua.apps.planning.domain.draft import (
    DOUBTFUL,
    Draft,
    InvalidChange,
    add_item,
    apply_change,
    as_typed,
    is_worth_confirming,
    names_in,
    possible_wholes,
    typed_value,
)
from thidua.apps.planning.domain.progress import FINISHED, OPEN, rolled_state
from thidua.apps.planning.domain.review import Counts, Doubt, Problem, counts, doubts, problems, unit_entry
from thidua.apps.planning.domain.source import SourcePart, lines_holding, source_parts, source_view

__all__ = [
    "DOUBTFUL",
    "FINISHED",
    "OPEN",
    "Counts",
    "Doubt",
    "Draft",
    "InvalidChange",
    "Problem",
    "SourcePart",
    "add_item",
    "apply_change",
    "as_typed",
    "counts",
    "doubts",
    "draft_from_reading",
    "is_worth_confirming",
    "lines_holding",
    "names_in",
    "possible_wholes",
    "problems",
    "rolled_state",
    "source_parts",
    "source_view",
    "typed_value",
    "unit_entry",
]
