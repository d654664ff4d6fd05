"""Writes of documents, one module a subject."""

from thidua.apps.documents.services.files import delete_file, store_file, subject
from thidua.apps.documents.services.registers import (
    RegisterEntry,
    allot_number,
    close_year,
    confirm_highest_numbers,
    hold_numbers,
    note_entry,
    raise_marks,
    set_scheme,
)
from thidua.apps.documents.services.templates import retire_template, upload_template_version

__all__ = [
    "RegisterEntry",
    "allot_number",
    "close_year",
    "confirm_highest_numbers",
    "delete_file",
    "hold_numbers",
    "note_entry",
    "raise_marks",
    "retire_template",
    "set_scheme",
    "store_file",
    "subject",
    "upload_template_version",
]
