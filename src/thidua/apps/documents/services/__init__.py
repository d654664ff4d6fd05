"""Writes of documents, one module a subject."""

from thidua.apps.documents.services.files import delete_file, store_file, subject
from thidua.apps.documents.services.registers import (
    allot_number,
    close_year,
    confirm_highest_numbers,
    note_entry,
    set_scheme,
)
from thidua.apps.documents.services.templates import retire_template, upload_template_version

__all__ = [
    "allot_number",
    "close_year",
    "confirm_highest_numbers",
    "delete_file",
    "note_entry",
    "retire_template",
    "set_scheme",
    "store_file",
    "subject",
    "upload_template_version",
]
