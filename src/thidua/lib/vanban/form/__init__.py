"""The form of official documents, as data: `measures()` how each part is set, `types()` the 29 types of the Decree."""

from thidua.lib.vanban.form.loading import WrongForm, copy_type, measures, type_of, types
from thidua.lib.vanban.form.measures import (
    Case,
    Columns,
    Confidence,
    DigitalSignature,
    Element,
    Margins,
    Measures,
    Page,
    RuleLength,
    Span,
    Stamp,
)
from thidua.lib.vanban.form.types import Addressing, CopyType, DocumentType, TitleBox, Types

__all__ = [
    "Addressing",
    "Case",
    "Columns",
    "Confidence",
    "CopyType",
    "DigitalSignature",
    "DocumentType",
    "Element",
    "Margins",
    "Measures",
    "Page",
    "RuleLength",
    "Span",
    "Stamp",
    "TitleBox",
    "Types",
    "WrongForm",
    "copy_type",
    "measures",
    "type_of",
    "types",
]
