"""Rows of documents, one module a subject."""

from thidua.apps.documents.models.files import StoredFile, storage_key

__all__ = ["StoredFile", "storage_key"]
