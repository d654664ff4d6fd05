"""The periods of a recurring task within the year of its plan, and the day each is due.

A day in the month ("trước ngày 20", "trước ngày 20 của tháng cuối quý") is a day of the last month of the period and
included; without one a period is due on its last day. What recurs daily is followed month by month, so that no task has
more than 53 periods a year (those of the weeks).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"daily": 1, "monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
"""How many months a period takes; weeks are counted from Monday."""
MOST_PERIODS = 53


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One stretch of a recurring task, both days included, and the day its work is due."""

    starts_on: date
    ends_on: date
    due_on: date


def occurrences_of(
    recurrence: str,
    *,
    year: int,
    day: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> list[Occurrence]:
    """Return the periods of a year in order; only those that touch the days of the task where it has such.

    A week belongs to the year in which it begins. Raises ValueError for a recurrence nobody knows.
    """
    if recurrence == "weekly":
        found = _weeks(year)
    elif recurrence in MONTHS:
        found = _months(year, MONTHS[recurrence], day)
    else:
        raise ValueError(f"{recurrence} is no recurrence")
    kept = [one for one in found if (starts_on is None or one.ends_on >= starts_on)]
    kept = [one for one in kept if (ends_on is None or one.starts_on <= ends_on)]
    return [Occurrence(one.starts_on, one.ends_on, min(one.due_on, ends_on) if ends_on else one.due_on) for one in kept]


def _months(year: int, length: int, day: int | None) -> list[Occurrence]:
    found = []
    for last in range(length, 13, length):
        ends_on = date(year, last, monthrange(year, last)[1])
        due_on = date(year, last, min(day, ends_on.day)) if day else ends_on
        found.append(Occurrence(date(year, last - length + 1, 1), ends_on, due_on))
    return found


def _weeks(year: int) -> list[Occurrence]:
    first = date(year, 1, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    found = []
    while monday.year == year:
        sunday = monday + timedelta(days=6)
        found.append(Occurrence(monday, sunday, sunday))
        monday += timedelta(days=7)
    return found


def occurrence_name(recurrence: str, period: Occurrence) -> str:
    """Name a period as offices do: "Tháng 3/2026", "Quý I/2026", "6 tháng đầu năm 2026", "Tuần 02/03 – 08/03/2026"."""
    first, year = period.starts_on, period.starts_on.year
    if recurrence == "weekly":
        return f"Tuần {first:%d/%m} – {period.ends_on:%d/%m/%Y}"
    if recurrence == "quarterly":
        return f"Quý {('I', 'II', 'III', 'IV')[first.month // 3]}/{year}"
    if recurrence == "half-yearly":
        return f"6 tháng {'đầu' if first.month == 1 else 'cuối'} năm {year}"
    return f"Năm {year}" if recurrence == "yearly" else f"Tháng {first.month}/{year}"
