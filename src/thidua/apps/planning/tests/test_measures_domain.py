"""What targets come to: by examples, then by properties."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.planning.domain import periods as when
from thidua.apps.planning.domain import targets as own
from thidua.apps.planning.domain.targets import Figure, Forecast, Gap, Goal, Mismatch, Part, Reason
from thidua.apps.planning.enums import PeriodKind, Verdict

D = Decimal
END = date(2026, 12, 31)
Q1, Q2, Q3, Q4 = ((one.starts_on, one.ends_on) for one in when.periods_of(year=2026, kind=PeriodKind.QUARTER))


def figure(span: tuple[date, date], value: float | str, unit: int = 1) -> Figure:
    return Figure(unit, *span, D(str(value)))


def jobs(minimum: int = 32500, maximum: int | None = 33000) -> Goal:
    return Goal("range", D(minimum), None if maximum is None else D(maximum))


def stands(goal: Goal, *figures: Figure, units: tuple[int, ...] = (1,)) -> own.Standing:
    return own.standing(goal, figures, unit_ids=units, ends_on=END)


# ---- What was reached ----------------------------------------------------------------------------------------


def test_cumulative_figures_add_up_and_the_latest_level_counts() -> None:
    figures = [figure(Q1, 100), figure(Q2, 50), figure(Q1, 30, unit=2)]
    assert own.reached(jobs(), figures) == D(180)
    level = Goal(">=", D(200), None, is_cumulative=False)
    assert own.reached(level, figures) == D(80)
    ratio = Goal(">=", D(70), None, is_cumulative=False, is_ratio=True)
    assert own.reached(ratio, figures) == D(40)
    assert own.reached(jobs(), []) is None


def test_periods_that_overlap_are_counted_once() -> None:
    half = (date(2026, 1, 1), date(2026, 6, 30))
    april = (date(2026, 4, 1), date(2026, 4, 30))
    assert [one.value for one in own.counted([figure(Q1, 1), figure(Q2, 2), figure(half, 4)])] == [D(4)]
    assert [one.value for one in own.counted([figure(april, 8), figure(Q1, 1), figure(Q2, 2)])] == [D(1), D(2)]
    assert [one.value for one in own.counted([figure(half, 4), figure(Q3, 5)])] == [D(4), D(5)]


def test_the_series_tells_what_was_reached_at_the_end_of_each_period() -> None:
    figures = [figure(Q2, 50), figure(Q1, 100), figure(Q2, 7, unit=2)]
    assert own.series(jobs(), figures) == (own.Point(Q1[1], D(100)), own.Point(Q2[1], D(157)))
    level = Goal("=", D(3), D(3), is_cumulative=False, is_ratio=True)
    assert own.series(level, figures) == (own.Point(Q1[1], D(100)), own.Point(Q2[1], D("28.5")))


# ---- Forecast and verdict ------------------------------------------------------------------------------------


def test_a_forecast_goes_on_at_the_pace_so_far_with_the_band_of_its_periods() -> None:
    ahead = own.forecast(jobs(), [figure(Q1, 900), figure(Q2, 1820)], ends_on=END)
    rate = D(2720) / 181
    assert ahead == Forecast(
        (D(2720) + rate * 184).quantize(own.SMALLEST), D(2720) + 10 * D(184), D(2720) + 20 * D(184)
    )


def test_one_period_or_a_level_has_no_forecast() -> None:
    assert own.forecast(jobs(), [figure(Q1, 900), figure(Q1, 900, unit=2)], ends_on=END) is None
    level = Goal(">=", D(70), None, is_cumulative=False)
    assert own.forecast(level, [figure(Q1, 60), figure(Q2, 65)], ends_on=END) is None


@pytest.mark.parametrize(
    ("goal", "figures", "verdict", "reason"),
    [
        (jobs(), [], Verdict.UNKNOWN, Reason.NO_FIGURE),
        (Goal("=", None, None), [figure(Q1, 1)], Verdict.UNKNOWN, Reason.NO_AMOUNT),
        (jobs(), [figure(Q1, 9000)], Verdict.UNKNOWN, Reason.FEW_PERIODS),
        (jobs(), [figure(Q1, 8200), figure(Q2, 8300)], Verdict.LIKELY, Reason.FORECAST),
        (jobs(), [figure(Q1, 7000), figure(Q2, 7000)], Verdict.AT_RISK, Reason.FORECAST),
        (jobs(), [figure(Q1, 20000), figure(Q2, 12500)], Verdict.MET, Reason.REACHED),
        (jobs(), [figure(q, 8000) for q in (Q1, Q2, Q3, Q4)], Verdict.MISSED, Reason.FINAL),
        (jobs(), [figure(q, 8200) for q in (Q1, Q2, Q3, Q4)], Verdict.MET, Reason.FINAL),
        # at most: what is used up cannot come back
        (Goal("<=", None, D(10)), [figure(Q1, 2), figure(Q2, 2)], Verdict.LIKELY, Reason.FORECAST),
        (Goal("<=", None, D(10)), [figure(Q1, 4), figure(Q2, 4)], Verdict.AT_RISK, Reason.FORECAST),
        (Goal("<=", None, D(10)), [figure(Q1, 11)], Verdict.MISSED, Reason.EXCEEDED),
        # "about" may be missed by a twentieth
        (Goal("~", D(100), D(100)), [figure(Q1, 50), figure(Q2, 45)], Verdict.MET, Reason.REACHED),
        (Goal("=", D(100), D(100)), [figure(Q1, 10), figure(Q2, 10)], Verdict.AT_RISK, Reason.FORECAST),
        # a level
        (Goal(">=", D(70), None, False), [figure(Q1, 60), figure(Q2, 71)], Verdict.LIKELY, Reason.LEVEL),
        (Goal(">=", D(70), None, False), [figure(Q1, 75), figure(Q2, 69)], Verdict.AT_RISK, Reason.LEVEL),
        (Goal(">=", D(70), None, False), [figure(Q4, 70)], Verdict.MET, Reason.FINAL),
        # a level that is to fall from what the year began with
        (Goal("=", D(2), D(2), False, True, D(5)), [figure(Q2, 3)], Verdict.AT_RISK, Reason.LEVEL),
        (Goal("=", D(2), D(2), False, True, D(5)), [figure(Q4, "1.5")], Verdict.MET, Reason.FINAL),
    ],
)
def test_verdicts(goal: Goal, figures: list[Figure], verdict: Verdict, reason: Reason) -> None:
    standing = stands(goal, *figures)
    assert (standing.verdict, standing.reason) == (verdict, reason)


def test_the_year_is_not_decided_while_a_unit_has_not_reported_its_end() -> None:
    figures = [*(figure(q, 100) for q in (Q1, Q2, Q3, Q4)), figure(Q1, 10, unit=2)]
    standing = stands(jobs(), *figures, units=(1, 2, 3))
    assert (standing.verdict, standing.behind, standing.last_on) == (Verdict.AT_RISK, 2, END)
    assert stands(jobs(), *figures[:4]).behind == 0


def test_percent_is_of_what_was_asked_or_of_the_way_down() -> None:
    assert jobs().percent(D(16250)) == 50
    assert Goal("<=", None, D(10)).percent(D(4)) == 40
    assert Goal("=", D(2), D(2), False, True, D(5)).percent(D(3)) == 66
    assert Goal("=", D(0), D(0)).percent(D(3)) is None
    assert Goal("=", None, None).percent(D(3)) is None


def test_trend_is_that_of_the_last_two_periods() -> None:
    level = Goal(">=", D(70), None, False)
    assert [
        stands(level, figure(Q1, 50), figure(Q2, value)).trend for value in (60, 50, 40)
    ] == [1, 0, -1]  # fmt: skip
    assert stands(level, figure(Q1, 50)).trend is None


# ---- Parts and shares ----------------------------------------------------------------------------------------


def test_shares_are_held_against_the_whole_at_either_bound() -> None:
    assert own.shares_against(jobs(), [(D(30000), D(30500)), (D(2500), D(2500))]) == []
    assert own.shares_against(jobs(), [(D(30000), D(30500)), (D(2000), D(2500))]) == [
        Mismatch(Gap.SHARES_LESS, D(32500), D(32000))
    ]
    assert own.shares_against(jobs(), [(D(33000), D(34000))]) == [
        Mismatch(Gap.SHARES_MORE, D(32500), D(33000)),
        Mismatch(Gap.SHARES_MORE, D(33000), D(34000)),
    ]
    exact = Goal("=", D(10), D(10))
    assert own.shares_against(exact, [(D(4), D(4))]) == [Mismatch(Gap.SHARES_LESS, D(10), D(4))]
    assert own.shares_against(Goal(">=", D(70), None, False, True), [(D(60), None)]) == []
    assert own.shares_against(jobs(), []) == []


def test_parts_are_held_against_their_whole() -> None:
    whole = Goal("~", D(35100), D(35100))
    parts = [Part(name, Goal("=", D(n), D(n))) for name, n in (("a", 10100), ("b", 25000), ("c", 4500))]
    assert own.parts_against(whole, parts) == [Mismatch(Gap.PARTS_MORE, D(35100), D(39600))]
    assert own.parts_against(whole, parts[:2]) == []
    assert own.parts_against(Goal("=", D(9000), D(9000)), parts[:1]) == [
        Mismatch(Gap.PART_LARGER, D(9000), D(10100), "a")
    ]
    assert own.parts_against(Goal(">=", D(3), None), parts) == []
    assert own.parts_against(whole, [Part("d", Goal("<=", None, D(99999)))]) == []
    ratio = Goal("=", D(70), D(70), False, True)
    assert own.parts_against(ratio, [Part("a", ratio), Part("b", ratio)]) == []


def test_a_part_may_not_reach_more_than_its_whole() -> None:
    parts = [Part("a", jobs(1, 2), D(5)), Part("b", jobs(1, 2), None)]
    assert own.parts_against(jobs(), parts, reached=D(4)) == [Mismatch(Gap.REPORTED_LARGER, D(4), D(5), "a")]
    assert own.parts_against(jobs(), parts, reached=None) == []


def test_a_whole_is_shared_out_evenly_by_weight_or_as_it_is() -> None:
    assert own.shared_out(Goal("=", D(100), D(100)), [1, 1, 1]) == [(D(34), D(34)), (D(33), D(33)), (D(33), D(33))]
    assert own.shared_out(jobs(32500, 33000), [3, 1]) == [(D(24375), D(24750)), (D(8125), D(8250))]
    assert own.shared_out(Goal(">=", D("1.5"), None), [1, 2]) == [(D("0.5"), None), (D(1), None)]
    assert own.shared_out(Goal("<=", None, D(9)), [0, 0]) == [(None, D(5)), (None, D(4))]
    assert own.shared_out(Goal("=", None, None), [1]) == [(None, None)]
    assert own.shared_out(Goal("=", D(70), D(70), False, True), [9, 1]) == [(D(70), D(70))] * 2
    assert own.shared_out(jobs(), []) == []


def test_measures_of_ratios_and_amounts_in_words() -> None:
    assert [own.is_ratio_measure(one) for one in ("%", "% hộ", "‰", "người", "")] == [True, True, True, False, False]
    assert [own.written_amount(one) for one in (D("1234.5000"), 2530000, D(-3), None)] == [
        "1.234,5",
        "2.530.000",
        "-3",
        "",
    ]


# ---- Periods -------------------------------------------------------------------------------------------------


def test_a_year_has_nineteen_periods() -> None:
    periods = when.periods_of(year=2028)
    assert len(periods) == 12 + 4 + 2 + 1
    assert (periods[1].starts_on, periods[1].ends_on) == (date(2028, 2, 1), date(2028, 2, 29))
    assert [one.key for one in when.periods_of(year=2026, kind=PeriodKind.HALF_YEAR)] == [
        "half-year-2026-1",
        "half-year-2026-2",
    ]


def due(spans: list[tuple[date, date]], *, on: date, since: date = date(2026, 1, 20), adds: bool = True) -> list[int]:
    found = when.quarters_due(year=2026, on=on, since=since, spans=spans, is_cumulative=adds)
    return [one.number for one in found]


def test_a_quarter_is_due_the_day_after_it_ends() -> None:
    assert due([], on=date(2026, 3, 31)) == []
    assert due([], on=date(2026, 4, 1)) == [1]
    assert due([], on=date(2027, 1, 1), since=date(2026, 5, 2)) == [2, 3, 4]


def test_what_covers_a_quarter() -> None:
    months = [(one.starts_on, one.ends_on) for one in when.periods_of(year=2026, kind=PeriodKind.MONTH)]
    on = date(2026, 7, 5)
    assert due([Q1], on=on) == [2]
    assert due(months[:6], on=on) == []
    assert due([*months[:2], *months[3:6]], on=on) == [1]
    assert due([(date(2026, 1, 1), date(2026, 6, 30))], on=on) == []
    assert due([Q2], on=on) == [1]
    assert due([Q2], on=on, adds=False) == []
    assert due([Q1], on=on, adds=False) == [2]


# ---- Properties ----------------------------------------------------------------------------------------------

amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def years(draw: st.DrawFn) -> list[Figure]:
    """Draw figures of up to four units over periods of the year, overlapping or not."""
    spans = st.sampled_from([(one.starts_on, one.ends_on) for one in when.periods_of(year=2026)])
    return [
        figure(span, value, unit)
        for unit, span, value in draw(st.lists(st.tuples(st.integers(1, 4), spans, amounts), max_size=16))
    ]


@given(years())
def test_a_forecast_lies_within_its_band_and_never_under_what_was_reached(figures: list[Figure]) -> None:
    ahead = own.forecast(jobs(), figures, ends_on=END)
    reached = own.reached(jobs(), figures)
    if ahead is not None:
        assert reached is not None
        assert ahead.low <= ahead.value <= ahead.high
        assert reached - own.SMALLEST <= ahead.low


@given(years())
def test_what_counts_never_overlaps_and_covers_as_much_as_any_single_figure(figures: list[Figure]) -> None:
    mine = [one for one in figures if one.unit_id == 1]
    kept = own.counted(mine)
    assert all(later.starts_on - sooner.ends_on >= timedelta(1) for sooner, later in pairwise(kept))
    assert sum(one.days for one in kept) >= max((one.days for one in mine), default=0)


@given(years(), st.sampled_from(["=", ">=", "<=", "range", "~"]), amounts, amounts, st.booleans())
def test_every_standing_has_a_verdict_its_figures_bear_out(
    figures: list[Figure], comparator: str, one: D, other: D, adds: bool
) -> None:
    goal = Goal(comparator, min(one, other), max(one, other), is_cumulative=adds)
    standing = own.standing(goal, figures, unit_ids=[1, 2], ends_on=END)
    assert (standing.reached is None) == (not figures)
    if standing.verdict == Verdict.MET:
        assert goal.is_met(standing.reached or D(0))
    if standing.verdict == Verdict.MISSED:
        assert not goal.is_met(standing.reached or D(0))
    assert standing.reason in Reason


@given(amounts, st.lists(st.integers(0, 500), min_size=1, max_size=70))
def test_shares_add_up_to_the_whole_to_the_last_place(total: D, weights: list[int]) -> None:
    shares = own.split(total, weights)
    assert sum(shares, D(0)) == total
    assert all(share >= 0 for share in shares)
    if any(weights):
        fair = [total * weight / sum(weights) for weight in weights]
        assert all(abs(share - exact) <= 1 for share, exact in zip(shares, fair, strict=True))


@given(amounts, amounts, st.lists(st.integers(0, 500), min_size=1, max_size=70))
def test_no_unit_has_more_to_reach_at_least_than_at_most(one: D, other: D, weights: list[int]) -> None:
    goal = Goal("range", min(one, other), max(one, other))
    shares = own.shared_out(goal, weights)
    assert all(low is not None and high is not None and low <= high for low, high in shares)
    assert own.shares_against(goal, shares) == []
