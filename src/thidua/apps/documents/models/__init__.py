"""Rows of documents, one module a subject."""

from thidua.apps.documents.models.files import StoredFile, storage_key
from thidua.apps.documents.models.registers import (
    DatabaseIdentity,
    EntryNote,
    IssuedNumber,
    NumberRecovery,
    NumberRegister,
    NumberScheme,
    Registry,
)

__all__ = [
    "DatabaseIdentity",
    "EntryNote",
    "IssuedNumber",
    "NumberRecovery",
    "NumberRegister",
    "NumberScheme",
    "Registry",
    "StoredFile",
    "storage_key",
]
