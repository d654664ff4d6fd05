"""Excel lists of a plan: tasks, targets and figures, read, judged row by row, and written so that they come back."""

from thidua.apps.planning.domain.sheets import actuals, targets, tasks
from thidua.apps.planning.domain.sheets.reading import read_listed
from thidua.apps.planning.domain.sheets.records import Fault, Judged, Listed, Note, Preview, SheetRow, Writing

__all__ = [
    "Fault",
    "Judged",
    "Listed",
    "Note",
    "Preview",
    "SheetRow",
    "Writing",
    "actuals",
    "read_listed",
    "targets",
    "tasks",
]
