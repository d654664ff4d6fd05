"""The encodings of Vietnamese before Unicode: TCVN3 (.VnTime, «ABC») and VNI, told by font name or by looks.

Both reuse the codes of Western letters, so legacy text that travelled through Word or a PDF arrives as
Latin-1 characters: «Céng hßa» (TCVN3), «Coäng hoøa» (VNI).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from thidua.lib.vietnamese.syllables import plausibility


class LegacyCharset(StrEnum):
    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3-capitals"
    """A .VnTimeH font: the codes of small letters, drawn as capitals."""
    VNI = "vni"


# Codes A1 to FF of TCVN 5712:1993 as drawn by the .Vn fonts; B0 to B4 are the five bare tones.
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3 = {0xA1 + offset: letter for offset, letter in enumerate(_TCVN3_LETTERS)}
_TCVN3[0xA0] = " "

_VNI_MARKS = {
    "ù": "\u0301",
    "ø": "\u0300",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_SINGLE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}
_VNI_SINGLE |= {code.upper(): letter.upper() for code, letter in _VNI_SINGLE.items()}
_HATTED = "".join(mark for mark, signs in _VNI_MARKS.items() if "\u0302" in signs)
_BREVED = "".join(mark for mark, signs in _VNI_MARKS.items() if "\u0306" in signs)
_BARE = "ùøûõï"
_VNI_PAIR = re.compile(
    f"[aA][{_HATTED}{_HATTED.upper()}{_BREVED}{_BREVED.upper()}]|[eEoO][{_HATTED}{_HATTED.upper()}]"
    f"|[aeouyôöAEOUYÔÖ][{_BARE}{_BARE.upper()}]|[{''.join(_VNI_SINGLE)}]"
)
# Letters of Western Europe and signs that the two encodings press into service.
_SUSPECT = re.compile(
    "[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d5-\u00d8\u00db-\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb-\u00ff]"
)


def charset_of_font(font: str | None) -> LegacyCharset | None:
    """Return the legacy charset a font name stands for, else None. A PDF subset prefix «ABCDEF+» is passed over."""
    if not font:
        return None
    name = font.rpartition("+")[2].strip().lower().lstrip(".")
    if name.startswith("vn") and not name.startswith("vni"):
        family = re.split(r"[-, ]|bold|italic|mt$", name)[0]
        return LegacyCharset.TCVN3_CAPITALS if family.endswith("h") else LegacyCharset.TCVN3
    if name.startswith(("vni-", "vni ", "vnitimes", "vnihelve")):
        return LegacyCharset.VNI
    return None


def decode_legacy(text: str, charset: LegacyCharset) -> str:
    """Return text that was read as Latin-1 characters as the Vietnamese it stands for, in NFC."""
    if charset is LegacyCharset.VNI:
        return _VNI_PAIR.sub(_vni_letter, text)
    decoded = unicodedata.normalize("NFC", text.translate(_TCVN3))
    return decoded.upper() if charset is LegacyCharset.TCVN3_CAPITALS else decoded


def _vni_letter(match: re.Match[str]) -> str:
    code = match[0]
    if len(code) == 1:
        return _VNI_SINGLE[code]
    base = _VNI_SINGLE.get(code[0], code[0])
    return unicodedata.normalize("NFC", base + _VNI_MARKS[code[1].lower()])


def detect_legacy(text: str) -> LegacyCharset | None:
    """Tell by its looks whether Unicode text is really TCVN3 or VNI shown as Latin-1; None when it is not."""
    sample = text[:20_000]
    suspects = len(_SUSPECT.findall(sample))
    if suspects < 3 or suspects * 60 < len(sample):
        return None
    best: LegacyCharset | None = None
    best_score = plausibility(sample) + 0.3
    for charset in (LegacyCharset.TCVN3, LegacyCharset.VNI):
        score = plausibility(decode_legacy(sample, charset))
        if score > max(best_score, 0.4):
            best, best_score = charset, score
    return best
