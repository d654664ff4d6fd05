"""Writes of documents, one module a subject."""

from thidua.apps.documents.services.files import delete_file, store_file, subject
from thidua.apps.documents.services.registers import (
    allot_number,
    close_year,
    confirm_highest_numbers,
    note_entry,
    set_scheme,
)

__all__ = [
    "allot_number",
    "close_year",
    "confirm_highest_numbers",
    "delete_file",
    "note_entry",
    "set_scheme",
    "store_file",
    "subject",
]
