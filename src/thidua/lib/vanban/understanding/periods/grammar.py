"""Read tokens as periods: join ranges, share years, apply limits; days are inclusive."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from thidua.lib.vanban.plan import Period, Recurrence
from thidua.lib.vanban.understanding.periods.tokens import Kind, Token, tokenize
from thidua.lib.vanban.understanding.words import lower

_RECURRENCE = re.compile(
    r"(?:hằng|hàng|mỗi|từng|định kỳ(?:\s+(?:hằng|hàng|theo|mỗi))?|(?:một|1|01|02|2)\s+lần\s*/|lần/)\s*(?P<unit>ngày"
    r"|tuần|tháng|quý|qúy|năm|(?:0?6|sáu) tháng)(?!\s*(?:\d|[ivx]+(?!\w)))"
    r"|(?P<every>\d{1,2}|một|hai|ba|sáu)\s+(?P<of>tuần|tháng|năm)\s*(?:/|một|1|01)?\s*lần"
    r"|(?P<per>tuần|tháng|quý|năm)\s*/\s*(?:1\s*)?lần"
    r"|^(?P<list>0?6 tháng\s*(?:,|và|/)\s*(?:01\s+|1\s+|một\s+)?(?:cả\s+)?năm|tháng,\s*quý.*|quý,\s*(?:0?6 tháng"
    r"|năm).*)$"
)
_UNITS = {
    "ngày": Recurrence.DAILY,
    "tuần": Recurrence.WEEKLY,
    "tháng": Recurrence.MONTHLY,
    "quý": Recurrence.QUARTERLY,
    "qúy": Recurrence.QUARTERLY,
    "năm": Recurrence.YEARLY,
}
_CONTINUOUS = re.compile(r"thường xuyên|liên tục|quanh năm|xuyên suốt|trong suốt|hằng ngày|hàng ngày")
_OPTIONAL = re.compile(r"nếu có|khi có|khi phát sinh|phát sinh|theo yêu cầu|khi cần|đột xuất")
_RELATIVE = re.compile(
    r"(?<![\d/])(?P<days>\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?(?P<unit>ngày|tuần"
    r"|tháng)(?P<work>\s+làm việc)?(?:\s+(?:sau|trước|kể từ|tính từ|từ (?:khi|ngày)|ngay sau))"
    r"|(?:trong(?:\s+(?:vòng|thời hạn|thời gian))?|sau|chậm nhất(?:\s+là)?|không quá"
    r"|chậm nhất sau)\s+(?P<days2>\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?ngày(?P<work2>\s+làm việc)?(?!\s*\d)"
    r"|(?<![\d/])(?P<days3>\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?ngày\s+làm việc"
    r"|ngay\s+(?:sau|khi)|sau\s+khi|(?<!\w)khi\s+(?!có|cần|phát)"
)
_RECURRING_DAY = re.compile(r"ngày\s+(?:mùng\s+)?(\d{1,2})(?![\d/.])")


@dataclass(frozen=True, slots=True)
class PlanYears:
    """The year a plan is for. A school year runs over two: from August on `first` counts, before it `second`."""

    first: int | None
    second: int | None = None

    def of_month(self, month: int) -> int | None:
        if self.second is None or self.first is None:
            return self.first
        return self.first if month >= 8 else self.second


@dataclass(frozen=True, slots=True)
class _Atom:
    """A stretch without a limit yet; `year` None until shared or taken from the plan."""

    kind: Kind
    first: int
    last: int
    month: int | None = None
    year: int | None = None
    part: int = 0
    week: int = 0

    @property
    def is_day(self) -> bool:
        return self.kind is Kind.DAY

    @property
    def first_month(self) -> int:
        if self.kind in (Kind.DAY, Kind.DAYS):
            return self.month or 1
        if self.kind is Kind.QUARTER:
            return self.first * 3 - 2
        return self.first if self.kind in (Kind.MONTH, Kind.HALF) else 1


class _NoSuchDayError(ValueError):
    """A day the calendar does not have; the argument is the Vietnamese sentence to show."""


def _month_days(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _day(year: int, month: int | None, day: int) -> date:
    try:
        return date(year, month or 0, day)
    except ValueError:
        raise _NoSuchDayError(f"Ngày {day:02d}/{(month or 0):02d}/{year} không có trong lịch.") from None


def _stretch(atom: _Atom, year: int) -> tuple[date, date]:
    """Return first and last day of an atom in a year. Raises _NoSuchDayError."""
    if atom.kind in (Kind.DAY, Kind.DAYS):
        return _day(year, atom.month, atom.first), _day(year, atom.month, atom.last)
    if atom.kind is Kind.MONTH:
        if not 1 <= atom.first <= 12:
            raise _NoSuchDayError(f"Tháng {atom.first} không có trong lịch.")
        start, end = _month_days(year, atom.first, atom.last)
        if atom.week:
            if atom.week < 0:
                return end - timedelta(days=6), end
            begin = start + timedelta(days=7 * (atom.week - 1))
            return min(begin, end), min(begin + timedelta(days=6), end)
        if atom.part:
            return (
                start if atom.part == 1 else start.replace(day=11 if atom.part == 2 else 21),
                end if atom.part == 3 else start.replace(day=10 if atom.part == 1 else 20),
            )
        return start, end
    if atom.kind is Kind.QUARTER:
        first = atom.first * 3 - 2
        if atom.part:
            return _month_days(year, first + atom.part - 1, first + atom.part - 1)
        return _month_days(year, first, atom.last * 3)
    if atom.kind is Kind.HALF:
        return _month_days(year, atom.first, atom.last)
    if atom.kind is Kind.YEARS:
        return date(atom.first, 1, 1), date(max(atom.last, atom.first), 12, 31)
    if atom.part:
        first = {1: 1, 2: 5, 3: 10}[atom.part]
        return _month_days(year, first, first + (3 if atom.part == 2 else 2))
    return date(year, 1, 1), date(year, 12, 31)


@dataclass(slots=True)
class _Entry:
    atom: _Atom
    limit: Kind | None  # BEFORE, UNTIL, FROM
    link: Kind | None  # TO or AND: how it hangs on the entry before
    from_now: bool = False


def _entries(tokens: Sequence[Token], text: str) -> list[_Entry]:
    """Gather tokens into atoms with their limits and links; bare numbers take the kind of what stands before them."""
    entries: list[_Entry] = []
    limit: Kind | None = None
    link: Kind | None = None
    part = week = 0
    now = False
    for place, token in enumerate(tokens):
        kind = token.kind
        if kind in (Kind.BEFORE, Kind.UNTIL, Kind.FROM):
            # "đến hết" after "từ" closes a range; it is a limit of its own only without one.
            if kind is Kind.UNTIL and entries and entries[-1].limit is Kind.FROM:
                link = Kind.TO
            else:
                limit = kind
            continue
        if kind is Kind.NOW:
            now = True
            continue
        if kind in (Kind.TO, Kind.AND):
            if kind is Kind.TO or link is not Kind.TO:
                link = kind
            if kind is Kind.TO and not entries and limit is not Kind.FROM and text[token.start] not in "-→":
                limit = Kind.UNTIL
            continue
        if kind is Kind.PART:
            part = token.first
            continue
        if kind is Kind.WEEK:
            week = token.first
            continue
        if kind in (Kind.NUMBER, Kind.ROMAN):
            atom = _from_bare(token, entries, link)
            if atom is None:
                # "Tháng 3, 4" reads forward; "10 - 12/2024" backward: the number takes the month of what follows.
                after = next((t for t in tokens[place + 1 :] if t.kind not in (Kind.TO, Kind.AND)), None)
                following = place + 1 < len(tokens) and tokens[place + 1].kind in (Kind.TO, Kind.AND)
                if (
                    after is None
                    or not following
                    or after.kind is not Kind.MONTH
                    or kind is Kind.ROMAN
                    or not 1 <= token.first <= 12
                ):
                    continue
                atom = _Atom(Kind.MONTH, token.first, token.first)
        elif (
            kind is Kind.YEAR
            and entries
            and entries[-1].atom.year is None
            and entries[-1].atom.kind is not Kind.YEAR
            and token.year
            and (link is None or text[tokens[place - 1].start] == "/")
        ):
            for entry in entries:
                if entry.atom.year is None:
                    entry.atom = replace(entry.atom, year=token.year)
            link = None
            continue
        else:
            atom = _Atom(kind, token.first, token.last, token.month, token.year)
        atom = replace(atom, part=part, week=week)
        if now and link is Kind.TO:
            limit, link = Kind.UNTIL, None
        if limit is None and link is Kind.TO and not entries:
            limit, link = Kind.UNTIL, None
        if (
            limit is None
            and link is Kind.AND
            and entries
            and entries[-1].limit in (Kind.BEFORE, Kind.UNTIL)
            and entries[-1].atom.kind is kind
        ):
            limit = entries[-1].limit
        entries.append(_Entry(atom, limit, link if entries else None, from_now=now))
        limit = link = None
        part = week = 0
        now = False
    return entries


def _from_bare(token: Token, entries: Sequence[_Entry], link: Kind | None) -> _Atom | None:
    if not entries or link is None:
        return None
    before = entries[-1].atom
    if token.kind is Kind.ROMAN or before.kind is Kind.QUARTER:
        return (
            _Atom(Kind.QUARTER, token.first, token.first, year=token.year)
            if before.kind is Kind.QUARTER and 1 <= token.first <= 4
            else None
        )
    if before.kind is Kind.MONTH and 1 <= token.first <= 12:
        return _Atom(Kind.MONTH, token.first, token.first)
    return None


def _share_years(entries: list[_Entry], years: PlanYears) -> bool:
    """Give every atom a year: its own, the one of what follows in a range or list, the one before it, the plan's."""
    inferred = False
    for place in range(len(entries) - 2, -1, -1):
        entry, after = entries[place], entries[place + 1]
        if (
            entry.atom.year is None
            and after.atom.year is not None
            and after.link is not None
            and entry.atom.kind is not Kind.YEARS
        ):
            year = after.atom.year
            if after.link is Kind.TO and entry.atom.first_month > after.atom.first_month:
                year -= 1
            entry.atom = replace(entry.atom, year=year)
    for place, entry in enumerate(entries):
        if entry.atom.year is not None or entry.atom.kind is Kind.YEARS:
            continue
        before = entries[place - 1].atom if place else None
        if before is not None and before.year is not None and entry.link is not None:
            shared: int | None = before.year + (
                1 if entry.link is Kind.TO and entry.atom.first_month < before.first_month else 0
            )
        else:
            shared = years.of_month(entry.atom.first_month)
            inferred = True
        entry.atom = replace(entry.atom, year=shared)
    return inferred


def _resolve(entries: Sequence[_Entry]) -> list[tuple[date | None, date | None]]:
    periods: list[tuple[date | None, date | None]] = []
    for entry in entries:
        year = entry.atom.year
        if year is None and entry.atom.kind is not Kind.YEARS:
            continue
        start, end = _stretch(entry.atom, year or entry.atom.first)
        if entry.link is Kind.TO and periods:
            began = periods[-1][0] or periods[-1][1]
            if began is not None and began <= end:
                periods[-1] = (began, end)
                continue
        if entry.limit is Kind.BEFORE:
            periods.append((None, end if entry.atom.is_day else start - timedelta(days=1)))
        elif entry.limit is Kind.UNTIL or entry.from_now:
            periods.append((None, end))
        elif entry.limit is Kind.FROM and entry.atom.kind is not Kind.DAYS:
            periods.append((start, None))
        elif entry.atom.is_day:
            periods.append((None, end))
        else:
            periods.append((start, end))
    return periods


def _recurrence(small: str) -> Recurrence | None:
    match = _RECURRENCE.search(small)
    if not match:
        return None
    if match["unit"]:
        return _UNITS.get(match["unit"], Recurrence.HALF_YEARLY)
    if match["per"]:
        return _UNITS[match["per"]]
    if match["list"]:
        return Recurrence.HALF_YEARLY if match["list"].startswith(("6", "06")) else Recurrence.QUARTERLY
    count = {"một": 1, "hai": 2, "ba": 3, "sáu": 6}.get(match["every"], 0) or (
        int(match["every"]) if match["every"].isdigit() else 1
    )
    if match["of"] == "tháng":
        return {3: Recurrence.QUARTERLY, 6: Recurrence.HALF_YEARLY, 12: Recurrence.YEARLY}.get(
            count, Recurrence.MONTHLY
        )
    return _UNITS[match["of"]]


def parse_period(text: str, *, years: PlanYears, unit: str | None = None) -> Period:
    """Return the time a wording means. `unit` ("tháng", "quý") is what bare numbers count, from a column's title.

    A wording without a fixed day gives a period without dates; nothing is raised.
    """
    small = lower(text).strip()
    if (
        unit
        and small[:1].isalnum()
        and not small.startswith((unit, "trước", "từ", "sau"))
        and len(small) <= 12
        and not any(c.isalpha() and c not in "ivx" for c in small)
    ):
        small = f"{unit} {small}"
    if not small:
        return Period(text=text)
    recurrence = _recurrence(small)
    is_continuous = _CONTINUOUS.search(small) is not None
    is_optional = _OPTIONAL.search(small) is not None
    relative = _RELATIVE.search(small)
    period = Period(text=text, recurrence=recurrence, is_continuous=is_continuous, is_optional=is_optional)
    tokens = tokenize(small)
    entries = _entries(tokens, small)
    dated = [entry for entry in entries if entry.atom.kind not in (Kind.YEAR, Kind.YEARS)]
    if recurrence is not None:
        day = _RECURRING_DAY.search(small)
        ranged = len(entries) >= 2 and any(entry.link is Kind.TO for entry in entries)
        if not ranged:
            return replace(period, recurrence_day=int(day[1]) if day and 1 <= int(day[1]) <= 31 else None)
    if is_continuous and not dated:
        return period
    if relative is not None:
        count = relative["days"] or relative["days2"] or relative["days3"]
        working = relative["work"] or relative["work2"] or relative["days3"]
        if count or not dated:
            return replace(period, is_relative=True, working_days=int(count) if count and working else None)
    if not entries:
        understood = recurrence or is_continuous or is_optional
        return period if understood else replace(period, doubt="Chưa suy ra được ngày tháng từ cách ghi này.")
    inferred = _share_years(entries, years)
    try:
        periods = _resolve(entries)
    except _NoSuchDayError as error:
        return replace(period, doubt=str(error))
    except (ValueError, OverflowError):
        return replace(period, doubt="Ngày tháng ghi không đúng lịch.")
    if not periods:
        return replace(period, doubt="Chưa rõ năm của thời gian này.")
    limited = all(entry.limit in (Kind.BEFORE, Kind.UNTIL) for entry in entries)
    start, end = (
        (None, max(end for _, end in periods if end)) if limited and all(e for _, e in periods) else _envelope(periods)
    )
    return replace(
        period, start=start, end=end, periods=tuple(periods) if len(periods) > 1 else (), year_inferred=inferred
    )


def _envelope(periods: Sequence[tuple[date | None, date | None]]) -> tuple[date | None, date | None]:
    if len(periods) == 1:
        return periods[0]
    ends = [end for _, end in periods if end is not None]
    starts = [start for start, _ in periods if start is not None]
    lone = [end for start, end in periods if start is None and end is not None]
    open_end = any(end is None for _, end in periods)
    start = min([*starts, *(lone if starts or len(lone) == len(periods) else [])], default=None)
    end = None if open_end and not ends else max(ends)
    return (start, end)
