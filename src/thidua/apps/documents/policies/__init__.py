"""Who may do what with documents, one module a subject."""

from thidua.apps.documents.policies.files import Check, can_open, register_owner
from thidua.apps.documents.policies.registers import (
    can_allot,
    can_keep,
    can_note,
    can_see_register,
    can_see_registers,
    can_set_scheme,
    visible_entries,
    visible_registers,
)

__all__ = [
    "Check",
    "can_allot",
    "can_keep",
    "can_note",
    "can_open",
    "can_see_register",
    "can_see_registers",
    "can_set_scheme",
    "register_owner",
    "visible_entries",
    "visible_registers",
]
