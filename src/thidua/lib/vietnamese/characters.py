"""Clean Unicode: one form for every letter, no invisible characters, and folding for search."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = "\u0302\u0306\u031b"
_STRAY_MARK = re.compile(f"[{_TONES}{_SHAPES}]")
_TONE_BEFORE_SHAPE = re.compile(f"([{_TONES}])([{_SHAPES}])")
_MARKS = re.compile("[\u0300-\u036f]")

# Letters that look like another one, glyphs of the Symbol and Wingdings fonts, and spaces of every width.
_REPLACED: dict[int, str | None] = {
    0x00D0: "Đ",
    0x00F0: "đ",
    0x0189: "Đ",
    0xF02D: "-",
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0x00A0: " ",
    0x202F: " ",
    0x205F: " ",
    0x3000: " ",
    0x2028: "\n",
    0x2029: "\n",
    0x0085: "\n",
    0x000B: "\n",
    0x2011: "-",
    0x2044: "/",  # the fraction slash: drawn as ³³⁄₂₀₂₅ beside digits
    **dict.fromkeys(range(0x2000, 0x200B), " "),
}
# Soft hyphens, joiners, byte-order marks, direction marks, controls and lone surrogates say nothing on paper.
_DROPPED = [0x00AD, 0x061C, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
_DROPPED += [*range(0x2066, 0x206A), *range(0x0009), *range(0x000E, 0x0020), *range(0x007F, 0x0085)]
_DROPPED += range(0x0086, 0x00A0)
_REPLACED.update(dict.fromkeys(_DROPPED))
_CLEANED = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_REPLACED)) + "\ud800-\udfff]")


def clean(text: str) -> str:
    """Return text in NFC with invisible characters dropped and every kind of space made a plain one.

    Decode legacy encodings first: in TCVN3 the soft hyphen is the letter «ư». Tabs, line feeds, carriage
    returns and form feeds stay; line and paragraph separators become line feeds.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    if _STRAY_MARK.search(text):
        text = _reordered(text)
    return _CLEANED.sub(lambda match: _REPLACED.get(ord(match[0])) or "", text)


def _reordered(text: str) -> str:
    """Compose letters whose tone was typed before the hat, which NFC alone leaves apart."""
    parts = unicodedata.normalize("NFD", text)
    previous = ""
    while previous != parts:
        previous, parts = parts, _TONE_BEFORE_SHAPE.sub(r"\2\1", parts)
    return unicodedata.normalize("NFC", parts)


def fold(text: str) -> str:
    """Return text in lower case without diacritics, «đ» as «d», for search and comparison.

    NFC text keeps its length, so a position in the folded text is the position in the text.
    """
    if text.isascii():
        return text.lower()
    folded = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return _MARKS.sub("", unicodedata.normalize("NFD", folded)).replace("đ", "d")
