"""How wide words print in Times New Roman: for rules as long as a line, and for columns as wide as what they hold.

Widths in thousandths of the size of type, after the metrics of Times Roman and Times Bold; a Vietnamese letter is as
wide as its Latin base. Italics are close to upright ones.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MM_PER_POINT = 25.4 / 72

_UPRIGHT = {
    180: "'",
    200: "|",
    250: " ,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr",
    389: "Js",
    408: '"',
    444: "?acez“”",
    480: "{}",
    500: "#$*0123456789_bdghknopquvxyđ–",
    529: "ơ",
    542: "ư",
    556: "FPS",
    564: "+<=>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐƠ",
    776: "Ư",
    778: "&m",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
    1000: "…",
}
_BOLD = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt",
    389: "Is",
    394: "{}",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–“”",
    554: "ơ",
    555: '"',
    556: "Sbdhknpquđ",
    570: "+<=>",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQƠ",
    796: "Ư",
    833: "&m",
    930: "@",
    944: "M",
    1000: "%W…",
}
_UNKNOWN = 600


def _table(by_width: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in by_width.items() for letter in letters}


_WIDTHS = (_table(_UPRIGHT), _table(_BOLD))


def text_width_mm(text: str, *, size: float, bold: bool = False) -> float:
    """Return how long `text` prints on one line."""
    return _thousandths(text, bold) * size * MM_PER_POINT / 1000


@lru_cache(maxsize=10_000)
def _thousandths(text: str, bold: bool) -> int:  # noqa: FBT001 - a key of the cache: words come again and again
    widths = _WIDTHS[bold]
    total = 0
    for letter in text:
        width = widths.get(letter)
        if width is None:
            width = widths[letter] = _base_width(letter, widths)
        total += width
    return total


def _base_width(letter: str, widths: dict[str, int]) -> int:
    parts = unicodedata.normalize("NFD", letter)
    horned = unicodedata.normalize("NFC", parts[0] + "\u031b") if "\u031b" in parts else ""
    return widths.get(horned) or widths.get(parts[0], _UNKNOWN)


def wrapped(text: str, *, width_mm: float, size: float, bold: bool = False) -> list[str]:
    """Return the lines that `text` takes in a column, broken at blanks."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width_mm(longer, size=size, bold=bold) > width_mm:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def longest_line_mm(text: str, *, width_mm: float, size: float, bold: bool = False) -> float:
    """Return the length of the longest line that `text` takes in a column."""
    lines = wrapped(text, width_mm=width_mm, size=size, bold=bold)
    return min(width_mm, max(text_width_mm(line, size=size, bold=bold) for line in lines))
