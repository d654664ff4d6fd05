"""The order of Vietnamese words and of people's names."""

from __future__ import annotations

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONE_ORDER = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_RANK = {letter: str(index) for index, letter in enumerate(_LETTERS, start=40)}
_RANK |= {str(digit): str(20 + digit) for digit in range(10)} | {" ": "00"}
_SIGN, _FOREIGN_LETTER = "10", "99"


def sort_key(text: str) -> str:
    """Return an ASCII key that sorts text as a Vietnamese dictionary does: letters, then tones, then case.

    Compare keys byte by byte (PostgreSQL: `COLLATE "C"`). Tones go level, huyền, hỏi, ngã, sắc, nặng.
    """
    letters: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    for char in unicodedata.normalize("NFC", " ".join(text.split())):
        parts = unicodedata.normalize("NFD", char)
        tone = next((part for part in parts if part in _TONE_ORDER), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
        lower = letter.lower()
        letters.append(_RANK.get(lower) or (_FOREIGN_LETTER if char.isalpha() else _SIGN))
        tones.append(_TONE_ORDER.get(tone, "0"))
        cases.append("1" if letter != lower else "0")
    return " ".join(("".join(letters), "".join(tones), "".join(cases)))


def sort_name(full_name: str) -> str:
    """Return the sort key of a person: by given name (the last word), then family name, then the middle."""
    words = full_name.split()
    if len(words) < 2:
        return sort_key(full_name)
    return sort_key(" ".join([words[-1], words[0], *words[1:-1]]))
