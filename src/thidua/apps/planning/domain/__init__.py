"""Calculations of planning in plain Python: the draft an officer checks, and the source shown beside it."""

from thidua.apps.planning.domain.draft import (
    DOUBTFUL,
    Draft,
    InvalidChange,
    add_item,
    apply_change,
    draft_from_reading,
    is_worth_confirming,
    names_in,
)
from thidua.apps.planning.domain.review import Doubt, Problem, doubts, problems, unit_entry
from thidua.apps.planning.domain.source import source_view

__all__ = [
    "DOUBTFUL",
    "Doubt",
    "Draft",
    "InvalidChange",
    "Problem",
    "add_item",
    "apply_change",
    "doubts",
    "draft_from_reading",
    "is_worth_confirming",
    "names_in",
    "problems",
    "source_view",
    "unit_entry",
]
