"""How far a target has come: what was reached, where it leads, and whether parts and shares add up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from thidua.apps.planning.enums import Comparator, Verdict

TOLERANCE = Decimal("0.05")
"""How far "about" may be missed and still be kept."""
SMALLEST = Decimal("0.0001")
"""The last place in which amounts are kept."""
Amount = Decimal | None


class Reason(StrEnum):
    """Why a verdict is what it is; pages say it in words."""

    NO_AMOUNT = "no-amount"
    NO_FIGURE = "no-figure"
    FEW_PERIODS = "few-periods"
    FORECAST = "forecast"
    LEVEL = "level"
    REACHED = "reached"
    EXCEEDED = "exceeded"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached. A ratio (`is_ratio`) is no sum of its units' figures but their mean."""

    comparator: str
    minimum: Amount
    maximum: Amount
    is_cumulative: bool = True
    is_ratio: bool = False
    baseline: Amount = None

    @property
    def lowest(self) -> Amount:
        return self.minimum if self.minimum is not None else self.maximum

    @property
    def highest(self) -> Amount:
        return self.maximum if self.maximum is not None else self.minimum

    @property
    def rises(self) -> bool:
        """Whether more is better: not below a ceiling, nor where the goal lies under what the year began with."""
        if self.comparator in (Comparator.AT_MOST, Comparator.AT_LEAST):
            return self.comparator == Comparator.AT_LEAST
        highest = self.highest
        return self.is_cumulative or self.baseline is None or highest is None or self.baseline <= highest

    @property
    def bar(self) -> Amount:
        """The value that decides: the least when it rises, the most when it falls; "about" gives a little."""
        value = self.lowest if self.rises else self.highest
        if value is None or self.comparator != Comparator.ABOUT:
            return value
        return value - abs(value) * TOLERANCE if self.rises else value + abs(value) * TOLERANCE

    def is_met(self, value: Decimal) -> bool:
        """Whether the value keeps the goal. Going over what was promised keeps it too."""
        bar = self.bar
        return bar is not None and (value >= bar if self.rises else value <= bar)

    def percent(self, value: Decimal) -> int | None:
        """Return the value in percent of the amount asked for; of the way down where a level is to fall."""
        wanted = self.lowest if self.rises else self.highest
        if wanted is None:
            return None
        if not self.rises and self.comparator != Comparator.AT_MOST and self.baseline is not None:
            return int((self.baseline - value) * 100 / (self.baseline - wanted))
        return int(value * 100 / wanted) if wanted > 0 else None


@dataclass(frozen=True, slots=True)
class Figure:
    """What one unit reached in one period; both days belong to it."""

    unit_id: int
    starts_on: date
    ends_on: date
    value: Decimal

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the end of the year would bring: as so far, as in the slowest and as in the fastest period."""

    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a target stands. `behind` counts the units that have not reported up to `last_on`, the latest of all."""

    reached: Amount
    percent: int | None
    forecast: Forecast | None
    trend: int | None
    verdict: Verdict
    reason: Reason
    last_on: date | None
    behind: int
    points: tuple[Point, ...]


def counted(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures of one unit that count towards a sum: of periods that overlap, those covering the most days.

    Where several do, the fewest: the half-year rather than its two quarters.
    """
    ordered = sorted(figures, key=lambda one: (one.ends_on, one.starts_on))
    ends = [one.ends_on for one in ordered]
    best: list[tuple[int, int, tuple[Figure, ...]]] = [(0, 0, ())]
    for at, one in enumerate(ordered):
        days, fewer, taken = best[bisect_left(ends, one.starts_on)]
        best.append(max(best[at], (days + one.days, fewer - 1, (*taken, one)), key=lambda choice: choice[:2]))
    return list(best[-1][2])


def reached(goal: Goal, figures: Collection[Figure]) -> Amount:
    """Return what the figures come to: the sum of a cumulative target, the latest of a level, the mean of ratios."""
    return _together(goal, _that_count(goal, figures))


def series(goal: Goal, figures: Collection[Figure]) -> tuple[Point, ...]:
    """Return what was reached at the end of each period, in order."""
    by_unit = _that_count(goal, figures, all_levels=True)
    days = sorted({one.ends_on for rows in by_unit.values() for one in rows})
    found = []
    for day in days:
        so_far = {unit: [one for one in rows if one.ends_on <= day] for unit, rows in by_unit.items()}
        value = _together(goal, {unit: rows for unit, rows in so_far.items() if rows})
        if value is not None:
            found.append(Point(day, value))
    return tuple(found)


def forecast(goal: Goal, figures: Collection[Figure], *, ends_on: date) -> Forecast | None:
    """Return where a cumulative target leads by `ends_on`, None with fewer than two periods or for a level.

    Each unit goes on at its own average a day; the band is that of its slowest and fastest period. A unit that never
    reported adds nothing.
    """
    if not goal.is_cumulative:
        return None
    by_unit = _that_count(goal, figures)
    if len({(one.starts_on, one.ends_on) for rows in by_unit.values() for one in rows}) < 2:
        return None
    value = low = high = Decimal(0)
    for rows in by_unit.values():
        so_far = sum((one.value for one in rows), Decimal(0))
        left = max((ends_on - max(one.ends_on for one in rows)).days, 0)
        rates = [one.value / one.days for one in rows]
        average = so_far / sum(one.days for one in rows)
        value += so_far + average * left
        # The average lies between the two by definition; division may push it past them in its last digit.
        low += so_far + min(average, *rates) * left
        high += so_far + max(average, *rates) * left
    return Forecast(*(amount.quantize(SMALLEST) for amount in (value, low, high)))


def standing(goal: Goal, figures: Collection[Figure], *, unit_ids: Collection[int], ends_on: date) -> Standing:
    """Return where a target stands with these figures; `unit_ids` are to report, up to `ends_on`."""
    value = reached(goal, figures)
    points = series(goal, figures)
    ahead = forecast(goal, figures, ends_on=ends_on)
    last = {unit: max(one.ends_on for one in figures if one.unit_id == unit) for unit in {f.unit_id for f in figures}}
    is_final = bool(last) and set(unit_ids) <= set(last) and min(last.values()) >= ends_on
    verdict, reason = _judged(goal, value, ahead, is_final=is_final)
    return Standing(
        reached=value,
        percent=None if value is None else goal.percent(value),
        forecast=None if is_final else ahead,
        trend=_sign(points[-1].value - points[-2].value) if len(points) > 1 else None,
        verdict=verdict,
        reason=reason,
        last_on=max(last.values(), default=None),
        behind=sum(1 for unit in set(unit_ids) if last.get(unit, date.min) < max(last.values(), default=date.min)),
        points=points,
    )


def _judged(goal: Goal, value: Amount, ahead: Forecast | None, *, is_final: bool) -> tuple[Verdict, Reason]:
    if goal.bar is None:
        return Verdict.UNKNOWN, Reason.NO_AMOUNT
    if value is None:
        return Verdict.UNKNOWN, Reason.NO_FIGURE
    is_met = goal.is_met(value)
    if is_final:
        return (Verdict.MET if is_met else Verdict.MISSED), Reason.FINAL
    if not goal.is_cumulative:
        return (Verdict.LIKELY if is_met else Verdict.AT_RISK), Reason.LEVEL
    if goal.rises and is_met:
        return Verdict.MET, Reason.REACHED
    if not goal.rises and not is_met:
        return Verdict.MISSED, Reason.EXCEEDED
    if ahead is None:
        return Verdict.UNKNOWN, Reason.FEW_PERIODS
    return (Verdict.LIKELY if goal.is_met(ahead.value) else Verdict.AT_RISK), Reason.FORECAST


def _that_count(goal: Goal, figures: Collection[Figure], *, all_levels: bool = False) -> dict[int, list[Figure]]:
    by_unit: dict[int, list[Figure]] = {}
    for one in figures:
        by_unit.setdefault(one.unit_id, []).append(one)
    if goal.is_cumulative:
        return {unit: counted(rows) for unit, rows in by_unit.items()}
    return by_unit if all_levels else {unit: [_latest(rows)] for unit, rows in by_unit.items()}


def _latest(rows: Sequence[Figure]) -> Figure:
    """Of two periods that end on one day the shorter one tells the level of that day more closely."""
    return max(rows, key=lambda one: (one.ends_on, one.starts_on))


def _together(goal: Goal, by_unit: Mapping[int, Sequence[Figure]]) -> Amount:
    if not by_unit:
        return None
    if goal.is_cumulative:
        return sum((one.value for rows in by_unit.values() for one in rows), Decimal(0))
    levels = [_latest(rows).value for rows in by_unit.values()]
    total = sum(levels, Decimal(0))
    return (total / len(levels)).quantize(SMALLEST) if goal.is_ratio else total


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


# ---- Parts and shares ----------------------------------------------------------------------------------------


class Gap(StrEnum):
    """In what parts or shares do not fit their whole."""

    SHARES_LESS = "shares-less"
    SHARES_MORE = "shares-more"
    PART_LARGER = "part-larger"
    PARTS_MORE = "parts-more"
    REPORTED_LARGER = "reported-larger"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One warning: the amount of the whole, what parts or shares come to, and the part it is about."""

    gap: Gap
    whole: Decimal
    found: Decimal
    part: str = ""


def shares_against(goal: Goal, shares: Collection[tuple[Amount, Amount]]) -> list[Mismatch]:
    """Return in what the units' shares do not come to the whole. Ratios do not add up, so nothing is said of them."""
    if not shares or goal.is_ratio:
        return []
    found = []
    for whole, amounts in (
        (goal.minimum, [low if low is not None else high for low, high in shares]),
        (goal.maximum, [high if high is not None else low for low, high in shares]),
    ):
        total = sum((amount for amount in amounts if amount is not None), Decimal(0))
        if whole is not None and total != whole:
            found.append(Mismatch(Gap.SHARES_LESS if total < whole else Gap.SHARES_MORE, whole, total))
    return found[:1] if len(found) == 2 and found[0] == found[1] else found


@dataclass(frozen=True, slots=True)
class Part:
    """A part ("trong đó") of a whole with the same measure."""

    name: str
    goal: Goal
    reached: Amount = None


def parts_against(goal: Goal, parts: Collection[Part], *, reached: Amount = None) -> list[Mismatch]:
    """Return in what parts exceed their whole: one alone, all together, or in what was reported.

    A whole without an upper bound cannot be exceeded; parts of a ratio may overlap, so they are not added.
    """
    found = []
    most = None if goal.comparator == Comparator.AT_LEAST else goal.highest
    if most is not None:
        least = [(one, one.goal.lowest) for one in parts]
        asked = [(one, amount) for one, amount in least if amount is not None and _binds(one.goal)]
        found += [Mismatch(Gap.PART_LARGER, most, amount, one.name) for one, amount in asked if amount > most]
        total = sum((amount for _one, amount in asked), Decimal(0))
        if not found and not goal.is_ratio and total > most:
            found.append(Mismatch(Gap.PARTS_MORE, most, total))
    if reached is not None:
        found += [
            Mismatch(Gap.REPORTED_LARGER, reached, one.reached, one.name)
            for one in parts
            if one.reached is not None and one.reached > reached
        ]
    return found


def _binds(goal: Goal) -> bool:
    """A part that may be anything up to a ceiling asks for nothing."""
    return goal.comparator != Comparator.AT_MOST


# ---- Sharing out ---------------------------------------------------------------------------------------------


def split(total: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """Share an amount out by weights, to the last place the amount has, so that the shares add up to it exactly.

    What is left after rounding goes to those who lost most by it. Without any weight everybody gets the same.
    """
    if not weights:
        return []
    used = list(weights) if any(weights) else [1] * len(weights)
    unit = Decimal(1).scaleb(min(_exponent(total), 0))
    exact = [total * weight / sum(used) for weight in used]
    shares = [(amount / unit).to_integral_value(ROUND_FLOOR) * unit for amount in exact]
    left = int((total - sum(shares, Decimal(0))) / unit)
    lost = sorted(range(len(shares)), key=lambda at: exact[at] - shares[at], reverse=True)
    for at in lost[:left]:
        shares[at] += unit
    return shares


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def shared_out(goal: Goal, weights: Sequence[int]) -> list[tuple[Amount, Amount]]:
    """Return the (minimum, maximum) of each unit: of a ratio the same for all, else the whole split by weights."""
    if goal.is_ratio:
        return [(goal.minimum, goal.maximum)] * len(weights)
    if goal.minimum is None:
        return [(None, high) for high in _split_if_any(goal.maximum, weights)]
    if goal.maximum is None:
        return [(low, None) for low in _split_if_any(goal.minimum, weights)]
    lows = split(goal.minimum, weights)
    rooms = split(goal.maximum - goal.minimum, weights)  # so that no least comes out above its most
    return [(low, low + room) for low, room in zip(lows, rooms, strict=True)]


def _split_if_any(total: Amount, weights: Sequence[int]) -> Sequence[Amount]:
    return [None] * len(weights) if total is None else split(total, weights)


def written_amount(value: Decimal | int | None) -> str:
    """Write an amount as the record of acts keeps it for people: "1.234,5"; nothing for None."""
    return "" if value is None else f"{Decimal(value).normalize():,f}".translate(str.maketrans(",.", ".,"))


def is_ratio_measure(measure: str) -> bool:
    """Whether figures in this measure are ratios, which neither add up over periods nor over units."""
    return "%" in measure or "‰" in measure
