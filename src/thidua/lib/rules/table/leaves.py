"""The leaves of conditions over a whole table; each says the same as its judge for one candidate."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import numpy as np

from thidua.lib.rules import conditions as c
from thidua.lib.rules.model import Rulebook
from thidua.lib.rules.resolving import figure_on
from thidua.lib.rules.table.columns import OPEN, Bools, Ints, Table
from thidua.lib.rules.table.found import MET, NONE, UNKNOWN, UNMET, Found, leaf

Span = tuple[Ints, Ints]


def of(truth: Bools) -> Ints:
    return np.where(truth, MET, UNMET)


def window(table: Table, years: int, span: Span | None) -> Span:
    if years or span is None:
        return table.year - (years or 1) + 1, table.year
    return span


def inside(table: Table, span: Span) -> Bools:
    return (table.years >= span[0][:, None]) & (table.years <= span[1][:, None])


def completion(book: Rulebook, table: Table, one: c.Completion, span: Span | None) -> Found:
    wanted = book.scales["completion"].index(one.at_least or one.exactly)
    span = window(table, one.years, span)
    mask = inside(table, span)
    known = mask & (table.completion >= 0)
    good = (known & ((table.completion >= wanted) if one.at_least else (table.completion == wanted))).sum(axis=1)
    total = span[1] - span[0] + 1
    missing = total - known.sum(axis=1)
    needed = np.full_like(total, one.count) if one.count else total
    value = np.where(good >= needed, MET, np.where(good + missing >= needed, UNKNOWN, UNMET))
    return leaf("completion", value, first=span[0])


def solidarity(table: Table, one: c.Solidarity, span: Span | None) -> Found:
    span = window(table, one.years, span)
    mask = inside(table, span)
    bad = (mask & (table.solidarity == 0)).any(axis=1)
    good = (mask & (table.solidarity == 1)).sum(axis=1)
    value = np.where(bad, UNMET, np.where(good == span[1] - span[0] + 1, MET, UNKNOWN))
    return leaf("solidarity", value, first=span[0])


def holding(table: Table, awards: tuple[str, ...]) -> Ints:
    """Return how many of the awards are held for each year."""
    columns = [table.holds[award].astype(np.int64) for award in dict.fromkeys(awards) if award in table.holds]
    held: Ints = np.sum(columns, axis=0) if columns else np.zeros(table.completion.shape, dtype=np.int64)
    return held


def last_year(table: Table, held: Ints) -> Ints:
    """Return the last year held, 0 for never."""
    last: Ints = np.where(held > 0, table.years, 0).max(axis=1, initial=0)
    return last


def held(table: Table, one: c.Held, span: Span | None) -> Found:
    count = holding(table, one.award)
    if one.since:
        count = np.where(table.years > last_year(table, holding(table, (one.since,)))[:, None], count, 0)
    if one.consecutive:
        value, first = _consecutive(table, one, count > 0)
    else:
        if one.same_year:
            mask = table.years == table.year[:, None]
        elif one.years or (span is not None and not one.anytime):
            mask = inside(table, window(table, one.years, span))
        else:
            mask = np.ones_like(count, dtype=bool)
        count = np.where(mask, count, 0)
        value = of(count.sum(axis=1) >= one.count)
        first = np.where(count > 0, table.years, NONE).min(axis=1, initial=NONE)
    return leaf("held", np.where(table.has_recognitions, value, UNKNOWN), first=first)


def _consecutive(table: Table, one: c.Held, has: Bools) -> tuple[Ints, Ints]:
    rows = np.arange(len(table))
    width = has.shape[1]

    def at_year(year: Ints) -> Bools:
        place = year - table.first_year
        good = (place >= 0) & (place < width)
        there: Bools = good & has[rows, np.clip(place, 0, width - 1)]
        return there

    best, first = np.zeros(len(table), dtype=np.int64), np.full(len(table), NONE)
    for back in range(one.ending_within + 1):
        at = table.year - back
        run, nth = np.zeros(len(table), dtype=np.int64), np.full(len(table), NONE)
        alive = at_year(at)
        while alive.any():
            run = run + alive
            nth = np.where(alive & (run == one.consecutive), at, nth)
            at = np.where(at_year(at - 1), at - 1, at - one.step)
            alive = alive & at_year(at)
        better = run > best
        best, first = np.where(better, run, best), np.where(better, nth, first)
    return of(best >= one.consecutive), first - one.step + 1


def work(book: Rulebook, table: Table, one: c.Work, span: Span | None) -> Found:
    columns, on = table.works, table.case.on.toordinal()
    false = columns["present"] != 1
    missing = np.zeros_like(false)
    checks: list[tuple[Ints, Bools]] = []
    if one.kind:
        kinds = [table.kinds.index(kind) for kind in one.kind if kind in table.kinds]
        checks.append((columns["kind"], np.isin(columns["kind"], kinds)))
    if one.scope:
        checks.append((columns["scope"], columns["scope"] >= book.scales["scope"].index(one.scope)))
    if one.effective:
        checks.append((columns["effective"], columns["effective"] == 1))
    if one.unused == "true":
        checks.append((columns["used"], columns["used"] == 0))
    if one.unused == "forms":
        checks.append((columns["used_for_form"], columns["used_for_form"] == 0))
    in_time = columns["recognized"] <= on
    if one.years or span is not None:
        first, last = window(table, one.years, span)
        year = columns["recognized_year"]
        in_time = in_time & (year >= first[:, None]) & (year <= np.maximum(last, table.year)[:, None])
    checks.append((columns["recognized"], in_time))
    for given, holds in checks:
        missing |= given == -1
        false |= (given != -1) & ~holds
    good = (~false & ~missing).sum(axis=1)
    value = np.where(good >= one.count, MET, np.where((~false).sum(axis=1) >= one.count, UNKNOWN, UNMET))
    return leaf("work", np.where(table.has_works, value, UNKNOWN))


def members(book: Rulebook, table: Table, one: c.Members, on: date) -> Found:
    size = len(table)
    absent = np.full(size, -1)
    count = table.members.get(one.ratio or one.count, absent)
    total = table.members.get("total", absent) if one.ratio else np.ones(size, dtype=np.int64)
    limit = next(value for value in (one.at_least, one.more_than, one.at_most) if value is not None)
    wanted = figure_on(book, limit, on)
    if wanted is None:
        return leaf("members", np.full(size, UNKNOWN))
    left, right = count * wanted.denominator, total * wanted.numerator
    over = left > right if one.more_than is not None else left >= right
    holds = left <= right if one.at_most is not None else over
    return leaf("members", np.where((count < 0) | (total < 0), UNKNOWN, of(holds & (total > 0))))


def flag(table: Table, key: str) -> Found:
    given = table.flags.get(key, np.full(len(table), -1))
    return leaf("flag", np.where(given < 0, UNKNOWN, of(given == 1)))


def taken(table: Table, code: str, key: str) -> Found:
    given = (table.attested if code == "attested" else table.declared).get(key, np.full(len(table), -1))
    return leaf(code, of((given == 1) | ((given < 0) & (code == "attested"))))


def undisciplined(book: Rulebook, table: Table, one: c.Undisciplined, relied_on: Ints | None) -> Found:
    on = table.case.on.toordinal()
    start = np.full(len(table), on)
    if relied_on is not None and not one.running_only:
        years = range(int(relied_on.min(initial=NONE)), table.case.on.year + 1)
        days = np.array([date(year, 1, 1).toordinal() for year in years] or [on])
        start = np.where(
            relied_on == NONE, on, days[np.clip(relied_on - (years.start if years else 0), 0, len(days) - 1)]
        )
    columns, scale = table.discipline, book.scales.get("discipline", ())
    bearing = (columns["present"] == 1) & (columns["first"] <= on) & (columns["last"] > start[:, None])
    if one.at_least:
        floor = scale.index(one.at_least)
        weak = [at for at, kind in enumerate(table.kinds) if kind in scale and scale.index(kind) < floor]
        bearing &= ~np.isin(columns["kind"], weak)
    known = (bearing & (columns["known"] == 1)).any(axis=1)
    value = np.where(bearing.any(axis=1), np.where(known, UNMET, UNKNOWN), MET)
    return leaf("discipline", np.where(table.has_discipline, value, UNKNOWN))


def no_pending(table: Table, one: c.NoPending) -> Found:
    on, columns = table.case.on.toordinal(), table.pending
    kinds = [table.kinds.index(kind) for kind in one.kinds if kind in table.kinds]
    bearing = (columns["present"] == 1) & np.isin(columns["kind"], kinds) & (columns["since"] <= on)
    bearing &= (columns["cleared"] == OPEN) | (columns["cleared"] > on)
    known = (bearing & (columns["known"] == 1)).any(axis=1)
    value = np.where(bearing.any(axis=1), np.where(known, UNMET, UNKNOWN), MET)
    return leaf("pending", np.where(table.has_pending, value, UNKNOWN))


def interval(table: Table, one: c.Interval) -> Found:
    awards = tuple(table.case.ask if key == "self" else key for key in one.award)
    last = last_year(table, holding(table, awards))
    value = of((last == 0) | (table.year - last >= one.years))
    return leaf("interval", np.where(table.has_recognitions, value, UNKNOWN))


def quota(book: Rulebook, table: Table, one: c.Quota, on: date) -> Found:
    given, rank = table.case.round.get(one.of), table.case.round.get(one.rank)
    ratio = figure_on(book, one.ratio, on)
    holds = True
    if given is not None and rank is not None and ratio is not None:
        share = ratio * given + (Fraction(1, 2) if one.rounding == "nearest" else 0)
        holds = rank <= (math.ceil(share) if one.rounding == "up" else math.floor(share))
    return leaf("quota", np.full(len(table), MET if holds else UNMET))
