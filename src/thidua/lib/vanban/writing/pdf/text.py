"""Text as it goes to the page: normal form C, nothing unseen, only letters that a font of ours can draw."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from thidua.lib.vanban.model import Run

PLACEHOLDER = "\u25a1"
"""What stands for a character no font can draw."""

Inked = dict[str, object]
"""A run as the template takes it: `t` its text, `s` its style in letters, `long` words that may not fit a line.

Styles: b bold, i italic, u underlined, s struck out, ^ raised, w kept whole on one line.
"""


def cleaned(text: str) -> str:
    """Return text in NFC on one line, without control and format characters; blanks stay as they are."""
    normal = unicodedata.normalize("NFC", text)
    if normal.isprintable():
        return normal
    return "".join(_seen(letter) for letter in normal)


def _seen(letter: str) -> str:
    if letter in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    category = unicodedata.category(letter)
    if category in ("Cc", "Cf", "Cs"):
        return ""
    return PLACEHOLDER if category in ("Co", "Cn") else letter


def inked(runs: Iterable[Run], *, width: float, size: float, bold: bool = False, italic: bool = False) -> list[Inked]:
    """Return runs for the template, in the element's weight; `width` in mm and `size` in pt find the words too long."""
    found: list[Inked] = []
    for run in runs:
        text = cleaned(run.text)
        if not text:
            continue
        style = "".join(
            mark
            for mark, on in (
                ("b", run.bold or bold),
                ("i", run.italic or italic),
                ("u", run.underline),
                ("s", run.strike),
                ("^", run.superscript),
            )
            if on
        )
        shown: Inked = {"t": text}
        if style:
            shown["s"] = style
        long = [word for word in set(text.split(" ")) if _may_overflow(word, width=width, size=size)]
        if long:
            shown["long"] = sorted(long)
        found.append(shown)
    return found


def held_together(runs: Sequence[Inked], phrase: re.Pattern[str]) -> list[Inked]:
    """Return runs in which the words of a phrase stay on one line."""
    found: list[Inked] = []
    for run in runs:
        text, at = str(run["t"]), 0
        for match in phrase.finditer(text):
            if match.start() > at:
                found.append({**run, "t": text[at : match.start()]})
            found.append({**run, "t": match.group(), "s": f"{run.get('s', '')}w"})
            at = match.end()
        if at < len(text):
            found.append({**run, "t": text[at:]})
    return found


def words_of(runs: Sequence[Inked]) -> list[list[Inked]]:
    """Return runs as words: each the stretches of one style between two blanks."""
    words: list[list[Inked]] = [[]]
    for run in runs:
        for index, part in enumerate(str(run["t"]).split(" ")):
            if index and words[-1]:
                words.append([])
            if part:
                words[-1].append({**run, "t": part})
    return [word for word in words if word]


def _may_overflow(word: str, *, width: float, size: float) -> bool:
    # No letter of Tinos is wider than 1 em; most are half as wide. The template measures those found here.
    return len(word) * 0.75 * size * 25.4 / 72 > width
