"""The periods of a year for which figures are reported, and which of them are due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from thidua.apps.planning.enums import PeriodKind

MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """The `number`th stretch of a kind in a year; both days belong to it."""

    kind: PeriodKind
    number: int
    starts_on: date
    ends_on: date

    @property
    def key(self) -> str:
        """Name the period in forms and addresses: "quarter-2026-2"."""
        return f"{self.kind}-{self.starts_on.year}-{self.number}"


def periods_of(*, year: int, kind: PeriodKind | None = None) -> list[Period]:
    """Return the periods of a year, of one kind or of all, months first."""
    return [
        Period(
            one,
            number,
            date(year, (number - 1) * months + 1, 1),
            date(year, number * months, monthrange(year, number * months)[1]),
        )
        for one, months in MONTHS.items()
        if kind in (None, one)
        for number in range(1, 12 // months + 1)
    ]


def quarters_due(
    *, year: int, on: date, since: date, spans: Collection[tuple[date, date]], is_cumulative: bool
) -> list[Period]:
    """Return the quarters over before `on` and running on or after `since` for which a figure is still missing.

    A cumulative target wants every day of the quarter reported, in whatever periods; any other only a figure that
    stands at the end of the quarter or later.
    """
    ended = [one for one in periods_of(year=year, kind=PeriodKind.QUARTER) if one.ends_on < on and one.ends_on >= since]
    if not is_cumulative:
        latest = max((end for _start, end in spans), default=date.min)
        return [one for one in ended if latest < one.ends_on]
    return [one for one in ended if not _covered(one, spans)]


def _covered(period: Period, spans: Collection[tuple[date, date]]) -> bool:
    reported_to = None
    for start, end in sorted(spans):
        if end < period.starts_on:
            continue
        if start > period.starts_on and (reported_to is None or (start - reported_to).days > 1):
            return False
        reported_to = end if reported_to is None else max(reported_to, end)
        if reported_to >= period.ends_on:
            return True
    return False
