"""Who may do what with documents, one module a subject."""

from thidua.apps.documents.policies.files import Check, can_open, register_owner

__all__ = ["Check", "can_open", "register_owner"]
