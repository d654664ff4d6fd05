"""Official documents as Word files."""

from thidua.lib.vanban.writing.docx.document import write_docx

__all__ = ["write_docx"]
