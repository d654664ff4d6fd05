"""Writes to the registers of numbers."""

from thidua.apps.documents.domain.numbering import RegisterEntry
from thidua.apps.documents.services.registers.keeping import (
    close_year,
    confirm_highest_numbers,
    hold_numbers,
    note_entry,
    raise_marks,
)
from thidua.apps.documents.services.registers.numbers import allot_number
from thidua.apps.documents.services.registers.schemes import set_scheme

__all__ = [
    "RegisterEntry",
    "allot_number",
    "close_year",
    "confirm_highest_numbers",
    "hold_numbers",
    "note_entry",
    "raise_marks",
    "set_scheme",
]
