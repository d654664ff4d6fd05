"""The days a calendar shows, with what each is: a day off, a day worked in lieu, today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from thidua.lib.vietnamese.workdays import (
    add_working_days,
    holiday_name,
    is_working_day,
    makeup_days_between,
    next_working_day,
)

ONE_DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""The calendar turns no further than the years the program knows."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day: `holiday` names a public day off, `worked` says why a weekend day is worked."""

    on: date
    holiday: str
    worked: str
    is_off: bool
    is_inside: bool = True
    """Whether the day belongs to the month or week shown, or only fills its table."""

    @property
    def working_day_before(self) -> date:
        """The last working day before this one."""
        return add_working_days(self.on, -1)

    @property
    def working_day_after(self) -> date:
        """The first working day from this one on."""
        return next_working_day(self.on)


def day(on: date, *, is_inside: bool = True) -> Day:
    worked = makeup_days_between(on, on).get(on, "")
    return Day(on, holiday_name(on), worked, not is_working_day(on), is_inside)


def month_first(on: date) -> date:
    return on.replace(day=1)


def next_month(on: date) -> date:
    """Return the first day of the month after that of `on`."""
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(on: date) -> date:
    """Return the first day of the month before that of `on`."""
    return (on.replace(day=1) - ONE_DAY).replace(day=1)


def monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def weeks_of_month(on: date) -> list[list[Day]]:
    """Return the weeks, Monday to Sunday, that hold the month of `on`."""
    first, end = month_first(on), next_month(on)
    weeks, start = [], monday(first)
    while start < end:
        week = [start + timedelta(days=number) for number in range(7)]
        weeks.append([day(one, is_inside=one.month == first.month) for one in week])
        start += timedelta(days=7)
    return weeks


def week_of(on: date) -> list[Day]:
    """Return the week, Monday to Sunday, that holds `on`."""
    first = monday(on)
    return [day(first + timedelta(days=number)) for number in range(7)]


def within_years(on: date) -> date:
    """Return the day, or the nearest the program's years hold."""
    return min(max(on, FIRST_DAY), LAST_DAY)


def bounds(weeks: Sequence[Sequence[Day]]) -> tuple[date, date]:
    return weeks[0][0].on, weeks[-1][-1].on
