"""Writes to the registers of numbers."""

from thidua.apps.documents.services.registers.keeping import close_year, confirm_highest_numbers, note_entry
from thidua.apps.documents.services.registers.numbers import allot_number
from thidua.apps.documents.services.registers.schemes import set_scheme

__all__ = ["allot_number", "close_year", "confirm_highest_numbers", "note_entry", "set_scheme"]
