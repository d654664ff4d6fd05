"""Reads of documents, one module a subject."""

from thidua.apps.documents.models import StoredFile
from thidua.apps.documents.queries.files import content_path, file_for, has_pages, open_content, page_image
from thidua.apps.documents.queries.registers import register_for, scheme_for

__all__ = [
    "StoredFile",
    "content_path",
    "file_for",
    "has_pages",
    "open_content",
    "page_image",
    "register_for",
    "scheme_for",
]
