"""Read any file into the document model: `read_document` here, `read_document_isolated` in a bounded child process."""

from thidua.lib.vanban.reading.isolation import read_document_isolated
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, Limits
from thidua.lib.vanban.reading.reader import Progress, read_document

__all__ = ["DEFAULT_LIMITS", "Limits", "Progress", "read_document", "read_document_isolated"]
