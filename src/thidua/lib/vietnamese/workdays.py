"""Working days in Viet Nam: public holidays, days off in lieu, working days swapped with a Saturday.

The `holidays` library computes what the Labor Code (Art. 112) fixes, lunar days included; `workdays.toml` beside this
module adds what the Government announced for a year, with the paper it was announced by. An office adds its own days
with `Calendar(Overrides(...))` and passes it as `calendar`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)
DAYS_TRIED = 400
"""A calendar that leaves no working day in more than a year is wrong; the search for one stops there."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """Days off and working days (a Saturday worked in lieu) beyond the computed ones, each with what to call it."""

    days_off: Mapping[date, str] = field(default_factory=dict)
    working_days: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        both = sorted(set(self.days_off) & set(self.working_days))
        if both:
            raise ValueError(f"both a day off and a working day: {', '.join(day.isoformat() for day in both)}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The public calendar with the days of one office laid over it."""

    own: Overrides = field(default_factory=Overrides)

    def day_off(self, day: date) -> str:
        """Return what a day off is called; empty for an ordinary day, a weekend and a day worked in lieu."""
        if day in self.own.working_days:
            return ""
        return self.own.days_off.get(day) or _public(day.year).days_off.get(day, "")

    def worked(self, day: date) -> str:
        """Return why a day is worked in lieu, such as a swapped Saturday; empty for any other."""
        if day in self.own.days_off:
            return ""
        return self.own.working_days.get(day) or _public(day.year).working_days.get(day, "")

    def is_working(self, day: date) -> bool:
        return bool(self.worked(day)) or (day.weekday() < SATURDAY and not self.day_off(day))


VIETNAM = Calendar()


def is_working_day(day: date, *, calendar: Calendar = VIETNAM) -> bool:
    """Return whether offices work that day."""
    return calendar.is_working(day)


def holiday_name(day: date, *, calendar: Calendar = VIETNAM) -> str:
    """Return the Vietnamese name of a day off, empty for any other day and for a plain weekend."""
    return calendar.day_off(day)


def holidays_between(first: date, last: date, *, calendar: Calendar = VIETNAM) -> dict[date, str]:
    """Return the named days off from `first` to `last`, both included, in order; those on a weekend too."""
    return {day: name for day in _days(first, last) if (name := calendar.day_off(day))}


def makeup_days_between(first: date, last: date, *, calendar: Calendar = VIETNAM) -> dict[date, str]:
    """Return the days worked in lieu from `first` to `last`, both included, in order, with the reason."""
    return {day: reason for day in _days(first, last) if (reason := calendar.worked(day))}


def add_working_days(start: date, count: int, *, calendar: Calendar = VIETNAM) -> date:
    """Return the working day `count` after `start`, before it when negative; `start` itself for 0.

    `start` is not counted, as a time limit runs from the day after (Civil Code, Art. 147.2).
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    day, left = start, abs(count)
    while left:
        day = _seek(day + step, step, calendar)
        left -= 1
    return day


def working_days_between(first: date, last: date, *, calendar: Calendar = VIETNAM) -> int:
    """Return how many working days lie after `first` up to and including `last`.

    Negative when `last` is before `first`: the working days before `first` back to and including `last`. So
    `working_days_between(day, add_working_days(day, count)) == count` for every count.
    """
    if last >= first:
        return sum(calendar.is_working(day) for day in _days(first + ONE_DAY, last))
    return -sum(calendar.is_working(day) for day in _days(last, first - ONE_DAY))


def next_working_day(day: date, *, calendar: Calendar = VIETNAM) -> date:
    """Return the first working day from `day` on: `day` itself when it is one.

    A time limit that ends on a day off ends on that day (Civil Code, Art. 148.5).
    """
    return _seek(day, ONE_DAY, calendar)


def is_provisional(year: int) -> bool:
    """Return whether the Government's announcement for this year is not known here: swaps and Tết may yet change."""
    return year > max(_announced().years)


@dataclass(frozen=True, slots=True)
class _Announced:
    years: Mapping[int, str]
    swaps: tuple[tuple[date, date], ...]


@lru_cache(maxsize=1)
def _announced() -> _Announced:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return _Announced(
        years={one["year"]: one["source"] for one in table["announced"]},
        swaps=tuple((one["day_off"], one["worked_on"]) for one in table["swap"]),
    )


@lru_cache(maxsize=64)
def _public(year: int) -> Overrides:
    """Return the named days off and the days worked in lieu of one year, computed and announced."""
    computed = holidays.country_holidays("VN", years=year, language="vi")
    days_off = {day: _called(name) for day, name in computed.items() if day.year == year}
    working = {day: "Làm bù cho ngày nghỉ hoán đổi" for day in sorted(computed.weekend_workdays) if day.year == year}
    for day_off, worked_on in _announced().swaps:
        if day_off.year == year:
            days_off[day_off] = f"Nghỉ hoán đổi, làm bù ngày {worked_on:%d/%m/%Y}"
        if worked_on.year == year:
            working[worked_on] = f"Làm bù cho ngày {day_off:%d/%m/%Y}"
    return Overrides(MappingProxyType(days_off), MappingProxyType(working))


def _called(name: str) -> str:
    """Return a name of the library as papers write it.

    The library calls the day before New Year's Eve "29 Tết" in every year; it is the 28th where the last lunar month
    has 29 days, as in 2025.
    """
    return name.replace("Nguyên Đán", "Nguyên đán").replace("29 Tết", "Ngày trước giao thừa Tết Nguyên đán")


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _seek(day: date, step: timedelta, calendar: Calendar) -> date:
    for _ in range(DAYS_TRIED):
        if calendar.is_working(day):
            return day
        day += step
    raise ValueError(f"no working day within {DAYS_TRIED} days of {day.isoformat()}")
