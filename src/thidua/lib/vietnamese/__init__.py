"""The Vietnamese language: clean Unicode, folding for search, the order of names, legacy encodings."""

from thidua.lib.vietnamese.characters import clean, fold
from thidua.lib.vietnamese.encodings import Decoded, decode_bytes
from thidua.lib.vietnamese.legacy import LegacyCharset, charset_of_font, decode_legacy, detect_legacy
from thidua.lib.vietnamese.names import sort_key, sort_name
from thidua.lib.vietnamese.syllables import is_syllable, plausibility

__all__ = [
    "Decoded",
    "LegacyCharset",
    "charset_of_font",
    "clean",
    "decode_bytes",
    "decode_legacy",
    "detect_legacy",
    "fold",
    "is_syllable",
    "plausibility",
    "sort_key",
    "sort_name",
]
