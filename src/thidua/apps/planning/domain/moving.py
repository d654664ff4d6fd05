"""Moving a plan of an earlier year to another year: days, and the years written in its words.

The rule, as it is told on the page: day and month stay, the year moves; the last day of a month stays the last day
(28/02 and 29/02). So quarters and months are kept; the day of the week is not, and a due day that falls on a day off
is left for a person to judge. In words, the plan's year and those beside it move; numbers and dates of cited
documents stay as they are.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

CITED = re.compile(
    r"\d+(?:/\d{4})?/[A-ZĐ][\w–-]*(?:,?\s+ngày\s+\d{1,2}(?:\s*/\s*\d{1,2}\s*/\s*|\s+tháng\s+\d{1,2}\s+năm\s+)\d{4})?"
    r"|\d+/\d{4}/[A-ZĐ]"
)
"""Number of a document, "152/2025/NĐ-CP" or "25/KH-SNV", with the day it bears."""
YEAR = re.compile(r"(?<!\d)(\d{4})(?![\d/])")
NEAR = 1
"""How far from the plan's year a year in its words may lie and still move with it."""


def moved_day(day: date | None, *, years: int) -> date | None:
    """Return the same day and month so many years later; the last day of February stays the last."""
    if day is None:
        return None
    year = day.year + years
    last = monthrange(year, day.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if is_last else min(day.day, last))


def moved_words(text: str, *, from_year: int, years: int) -> str:
    """Return a text with the plan's year, the one before and the one after moved; cited documents are left alone."""
    parts = []
    start = 0
    for cited in CITED.finditer(text):
        parts += [_moved(text[start : cited.start()], from_year, years), cited.group()]
        start = cited.end()
    return "".join([*parts, _moved(text[start:], from_year, years)])


def _moved(text: str, from_year: int, years: int) -> str:
    def one(found: re.Match[str]) -> str:
        year = int(found.group(1))
        return str(year + years) if abs(year - from_year) <= NEAR else found.group()

    return YEAR.sub(one, text)
