"""Rows of documents, one module a subject."""

from thidua.apps.documents.models.exchange import ReceivedFile, ReceivedPackage
from thidua.apps.documents.models.files import StoredFile, storage_key
from thidua.apps.documents.models.papers import Paper, PaperComment, PaperRecipient, PaperVersion
from thidua.apps.documents.models.registers import (
    DatabaseIdentity,
    EntryNote,
    IssuedNumber,
    NumberRecovery,
    NumberRegister,
    NumberScheme,
    Registry,
)
from thidua.apps.documents.models.signatures import PaperSignature, SigningCopy, SigningImage
from thidua.apps.documents.models.templates import PaperTemplate, TemplateVersion

__all__ = [
    "DatabaseIdentity",
    "EntryNote",
    "IssuedNumber",
    "NumberRecovery",
    "NumberRegister",
    "NumberScheme",
    "Paper",
    "PaperComment",
    "PaperRecipient",
    "PaperSignature",
    "PaperTemplate",
    "PaperVersion",
    "ReceivedFile",
    "ReceivedPackage",
    "Registry",
    "SigningCopy",
    "SigningImage",
    "StoredFile",
    "TemplateVersion",
    "storage_key",
]
