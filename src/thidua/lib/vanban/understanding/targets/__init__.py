"""Quantified goals: in prose and bullets, and in tables of targets."""

from thidua.lib.vanban.understanding.targets.prose import read_targets
from thidua.lib.vanban.understanding.targets.quantities import number
from thidua.lib.vanban.understanding.targets.tables import targets_of_table

__all__ = ["number", "read_targets", "targets_of_table"]
