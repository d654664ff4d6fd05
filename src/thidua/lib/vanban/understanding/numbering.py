"""Numbers and letters that begin a line: "I.", "1-", "1.1", "a)", "(2)", "Phần I", "-"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"

_WORD = re.compile(
    r"(?P<word>ph[ầẦ]n|ch[ươƯƠ]+ng|m[ụỤ]c|ti[ểỂ]u m[ụỤ]c)\s+(?P<value>(?:th[ứỨ]\s+)?(?:[IVXLC]+|\d{1,2}|[A-H]"
    r"|nh[ấẤ]t|hai|ba|t[ưƯ]|n[ăĂ]m|s[áÁ]u))(?!\w)\s*[.:)–/-]?\s*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:[đĐ]i[ềỀ]u)\s+\d{1,3}\s*[.:]?\s*", re.IGNORECASE)
_DECIMAL = re.compile(r"(?P<value>\d{1,2}(?:\s?\.\s?\d{1,2}){1,4})(?P<mark>\s?[.)/:]|\s?[-–](?=\s))?\s*(?=\D|$)")
_NUMBER = re.compile(
    r"(?P<value>\d{1,3})\s?(?P<mark>[.)/]|[-–:](?=\s)|[-–](?=[^\W\d]))(?:\s+(?=\d{2,}[\s%])|\s*(?=[^\d\s]|$))"
)
_ROMAN_DECIMAL = re.compile(rf"(?P<value>{_ROMAN}(?:\s?\.\s?\d{{1,2}}){{1,3}})\s?[.)/:-]?\s+(?=\S)")
_ROMAN_LINE = re.compile(
    rf"(?P<value>{_ROMAN})\s?(?P<mark>[.):]|/(?=\s|[A-ZĐÀ-Ỹ]{{2}})|[-–](?!\w)|[-–](?=[A-ZĐÀ-Ỹ]))\s*(?=[^\d\s]|$)"
)
_ROMAN_BARE = re.compile(rf"(?P<value>{_ROMAN})\s+(?=[A-ZĐÀ-Ỹ]{{2,}}[\s,])")
_LETTER = re.compile(r"(?P<value>[a-zđ]|[A-HĐIK])\s?(?P<mark>[)]|[./](?=\s|[^\W\d_]{2})|[-–](?=\s))\s*(?=\S|$)")
_LETTER_NUMBER = re.compile(r"(?P<value>[a-zđA-HĐ]\.?\d{1,2}(?:\.\d{1,2})?)\s?(?P<mark>[.)])\s*(?=\S)")
_PAREN = re.compile(r"\((?P<value>\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s*(?=\S|$)")
_SMALL_ROMAN = re.compile(r"(?P<value>i{1,3}|iv|vi{0,3}|ix|x)\)\s*(?=\S)")
_BULLET = re.compile(r"(?:[-–—+•●○▪■◦‣➢✓►·*]+|o(?=\s))\s*(?=\S|$)")


@dataclass(frozen=True, slots=True)
class Label:
    """A number or bullet at the start of a line. `text` has no closing mark; `style` tells kinds apart that
    count separately; `value` is the place in its list (0 when it has none); `end` is where the line goes on."""

    text: str
    style: str
    value: int
    end: int
    depth: int = 1

    @property
    def is_bullet(self) -> bool:
        return self.style == "bullet"


def roman_value(text: str) -> int:
    """Return the value of a roman numeral of any case; 0 for anything else."""
    total = previous = 0
    for char in reversed(text.lower()):
        value = _ROMAN_VALUES.get(char, 0)
        if not value:
            return 0
        total += -value if value < previous else value
        previous = max(previous, value)
    return total


def roman(value: int) -> str:
    """Return a number from 1 to 39 as a roman numeral."""
    return "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]


def _letter_value(letter: str) -> int:
    return _LETTERS.find(letter.lower()) + 1


def read_label(text: str) -> Label | None:
    """Return the label a line begins with, or None. Bullets are labels of style "bullet"."""
    if not text:
        return None
    char = text[0]
    if char.isdigit():
        return _numeric(text)
    if char == "(":
        return _parenthesised(text)
    if not char.isalpha():
        match = _BULLET.match(text)
        return Label(match[0].strip(), "bullet", 0, match.end()) if match else None
    return _lettered(text)


def _numeric(text: str) -> Label | None:
    if match := _DECIMAL.match(text):
        parts = [part.strip() for part in match["value"].split(".")]
        rest = text[match.end() :]
        spaced = " " in match["value"]
        marked = match["mark"] is not None
        if (
            rest
            and (marked or rest[0].isupper())
            and (marked or not spaced)
            and not (marked and match["mark"].strip() == "/" and False)
        ):
            return Label(".".join(parts), f"decimal{len(parts)}", int(parts[-1]), match.end(), len(parts))
        if not rest and marked:
            return Label(".".join(parts), f"decimal{len(parts)}", int(parts[-1]), match.end(), len(parts))
    if match := _NUMBER.match(text):
        mark = match["mark"].strip()
        style = "number)" if mark == ")" else "number"
        return Label(match["value"], style, int(match["value"]), match.end())
    return None


def _parenthesised(text: str) -> Label | None:
    match = _PAREN.match(text)
    if not match:
        return None
    value = match["value"]
    if value.isdigit():
        return Label(value, "(number)", int(value), match.end())
    if len(value) > 1:
        return Label(value, "(roman)", roman_value(value), match.end())
    return Label(value, "(letter)", _letter_value(value), match.end())


def _lettered(text: str) -> Label | None:
    if match := _ARTICLE.match(text):
        return Label(match[0].strip(" .:"), "article", 0, match.end())
    if match := _WORD.match(text):
        word = match["word"].lower()
        value = match["value"]
        number = int(value) if value.isdigit() else roman_value(value) or 1
        return Label(f"{match['word']} {value}", f"word {word}", number, match.end())
    if match := _ROMAN_DECIMAL.match(text):
        parts = match["value"].replace(" ", "").split(".")
        return Label(".".join(parts), f"roman-decimal{len(parts)}", int(parts[-1]), match.end(), len(parts))
    if match := _ROMAN_LINE.match(text):
        return Label(match["value"], "roman", roman_value(match["value"]), match.end())
    if match := _LETTER_NUMBER.match(text):
        value = match["value"]
        return Label(value, "letter-number", int(re.findall(r"\d+", value)[-1]), match.end(), 2)
    if match := _SMALL_ROMAN.match(text):
        value = match["value"]
        if len(value) > 1:
            return Label(value, "small-roman", roman_value(value), match.end())
    if match := _LETTER.match(text):
        value = match["value"]
        style = "LETTER" if value.isupper() else "letter"
        return Label(value, style, _letter_value(value), match.end())
    if match := _ROMAN_BARE.match(text):
        return Label(match["value"], "roman", roman_value(match["value"]), match.end())
    if text[:2] == "o ":
        return Label("o", "bullet", 0, 2)
    return None
