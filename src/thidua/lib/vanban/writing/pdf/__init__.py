"""Official documents as PDF: `write_pdf` gives the bytes, `typeset` also says where digital signatures show.

Typeset by typst, which gets the template from this package and the paper as JSON, never as source: nothing in a paper
is read as markup, no file but the template is read, no address is asked.
"""

from thidua.lib.vanban.writing.pdf.typesetting import FontsMissing, Place, Typeset, typeset, write_pdf

__all__ = ["FontsMissing", "Place", "Typeset", "typeset", "write_pdf"]
