"""Word files (.docx, .docm, .dotx): a direct walk over the XML."""

from thidua.lib.vanban.reading.docx.package import read_docx

__all__ = ["read_docx"]
