"""Background work of planning: reading documents, and the reminders of every day."""

from thidua.apps.planning.jobs.occurrences import open_occurrences
from thidua.apps.planning.jobs.reading import read_intake
from thidua.apps.planning.jobs.reminders import remind, remind_plan

__all__ = ["open_occurrences", "read_intake", "remind", "remind_plan"]
