"""PDF files: the text layer where there is one, recognition where there is none."""

from thidua.lib.vanban.reading.pdf.document import read_pdf

__all__ = ["read_pdf"]
