"""Writes of documents, one module a subject."""

from thidua.apps.documents.services.files import delete_file, store_file, subject

__all__ = ["delete_file", "store_file", "subject"]
