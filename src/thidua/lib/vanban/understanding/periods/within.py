"""Times that only make sense under the month they are grouped by: "Tuần 3, 4", "Cả tháng", "Ngày 15"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date

from thidua.lib.vanban.plan import Period
from thidua.lib.vanban.understanding.periods.grammar import PlanYears, parse_period
from thidua.lib.vanban.understanding.periods.tokens import Kind, tokenize
from thidua.lib.vanban.understanding.words import lower

_WEEKS = re.compile(
    r"(?:trong )?tuần (?:thứ )?(?P<first>[1-5]|i{1,3}|iv|v)"
    r"(?:\s*(?:[,;&+-]|và|đến)\s*(?:tuần )?(?P<last>[1-5]|i{1,3}|iv|v))*"
)
_WHOLE = re.compile(r"(?:cả|trong|suốt|toàn|trong cả) tháng")
_PART = re.compile(r"(?:đầu|giữa|cuối) tháng")
_DAYS = re.compile(r"(?:(?:trước|chậm nhất|đến hết|từ)\s+)?ngày \d{1,2}(?:\s*(?:-|đến|,|và)\s*(?:ngày )?\d{1,2})?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def parse_within(text: str, group: str, *, years: PlanYears) -> Period | None:
    """Return what a time without a month means under a group that is one month, None where it needs no such help."""
    small = lower(text).strip(" .;")
    weeks = _WEEKS.fullmatch(small)
    if not (weeks or _WHOLE.fullmatch(small) or _PART.fullmatch(small) or _DAYS.fullmatch(small)):
        return None
    if [token.kind for token in tokenize(group) if token.kind is not Kind.YEAR] != [Kind.MONTH]:
        return None
    month = parse_period(group, years=years)
    if month.start is None or month.end is None:
        return None
    if weeks:
        first, last = _week(weeks["first"]), _week(weeks["last"] or weeks["first"])
        begin, end = 7 * (first - 1) + 1, 7 * last if last < 5 else 31
        days = monthrange(month.start.year, month.start.month)[1]
        if first > last or begin > days:
            return None
        return Period(
            text=text,
            start=month.start.replace(day=begin),
            end=month.start.replace(day=min(end, days)),
            year_inferred=month.year_inferred,
        )
    if _WHOLE.fullmatch(small):
        return replace(month, text=text)
    named = f" {_named(month.start)}" if _PART.fullmatch(small) else f"/{_named(month.start)}"
    return replace(parse_period(small + named, years=years), text=text, year_inferred=month.year_inferred)


def _week(text: str) -> int:
    return int(text) if text.isdigit() else _ROMAN[text]


def _named(day: date) -> str:
    return f"{day.month}/{day.year}"
