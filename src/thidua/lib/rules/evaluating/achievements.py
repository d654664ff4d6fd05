"""Judges of what was achieved: levels, titles held, works, service, movements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from thidua.lib.rules import conditions as c
from thidua.lib.rules.evaluating.ground import MET, UNKNOWN, UNMET, Ground, Window, made, truth, unknown, years_in, yes
from thidua.lib.rules.facts import WorkDone
from thidua.lib.rules.findings import Finding
from thidua.lib.rules.model import Words


def completion(ground: Ground, one: c.Completion, window: Window | None) -> Finding:
    scale = ground.book.scales["completion"]
    wanted = scale.index(one.at_least or one.exactly)
    first, last = ground.years(one.years, window)
    good, bad, missing, shown = 0, [], [], []
    for year in range(first, last + 1):
        record = (ground.case.candidate.years or {}).get(year)
        level = record.completion if record else None
        if level is None:
            missing.append(f"years[{year}].completion")
            continue
        at = scale.index(level)
        shown.append((year, ground.book.word(level)))
        if at >= wanted if one.at_least else at == wanted:
            good += 1
        else:
            bad.append(year)
    total = last - first + 1
    needed = one.count or total
    value = MET if good >= needed else UNKNOWN if good + len(missing) >= needed else UNMET
    note = Words(
        "; ".join(f"{year}: {level.vi}" for year, level in shown) or "chưa có kết quả",
        "; ".join(f"{year}: {level.en}" for year, level in shown) or "no result",
    )
    earliest = None
    if value is UNMET:
        earliest = date(ground.case.year + (needed - good) + 1, 1, 1) if one.count else date(bad[-1] + total + 1, 1, 1)
    return made(
        value, "completion", note, evidence=tuple(f"years[{year}]" for year, _ in shown),
        missing=tuple(missing) if value is UNKNOWN else (), earliest=earliest, first_year=first,
    )  # fmt: skip


def solidarity(ground: Ground, window: Window) -> Finding:
    first, last = window
    found = {year: (ground.case.candidate.years or {}).get(year) for year in range(first, last + 1)}
    bad = [year for year, record in found.items() if record is not None and record.solidarity is False]
    missing = tuple(
        f"years[{year}].solidarity" for year, record in found.items() if record is None or record.solidarity is None
    )
    if bad:
        earliest = date(bad[-1] + (last - first + 1) + 1, 1, 1)
        return made(UNMET, "solidarity", yes(False), earliest=earliest, first_year=first)
    if missing:
        return unknown("solidarity", *missing)
    return made(MET, "solidarity", yes(True), first_year=first)


def held(ground: Ground, one: c.Held, window: Window | None) -> Finding:
    held = ground.holding(one.award)
    if held is None:
        return unknown("held", "recognitions")
    years = sorted({award.year for award in held})
    if one.since:
        last = max((award.year for award in ground.holding((one.since,)) or ()), default=0)
        years = [year for year in years if year > last]
        held = [award for award in held if award.year > last]
    if one.consecutive:
        return consecutive(ground, one, years)
    if one.same_year:
        first, last = ground.case.year, ground.case.year
    elif one.years or (window and not one.anytime):
        first, last = ground.years(one.years, window)
    else:
        first, last = 0, ground.case.on.year
    inside = {(award.award, award.year) for award in held if first <= award.year <= last}
    value = truth(len(inside) >= one.count)
    note = Words(years_in(inside, "chưa có"), years_in(inside, "none"))
    return made(
        value, "held", note, evidence=tuple(f"recognitions[{award}:{year}]" for award, year in sorted(inside)),
        first_year=min((year for _, year in inside), default=None) if value is MET else None,
    )  # fmt: skip


def consecutive(ground: Ground, one: c.Held, years: list[int]) -> Finding:
    held = set(years)
    runs = []
    for end in range(ground.case.year, ground.case.year - one.ending_within - 1, -1):
        run, at = [], end
        while at in held:
            run.append(at)
            at -= 1 if at - 1 in held else one.step
        runs.append(run)
    best = max(runs, key=len)
    value = truth(len(best) >= one.consecutive)
    start = best[0] if best else ground.case.year
    shown = ", ".join(str(year) for year in years)
    return made(
        value, "held.consecutive", Words(shown or "chưa có", shown or "none"),
        evidence=tuple(f"recognitions[{one.award[0]}:{year}]" for year in years),
        earliest=None if value is MET else date(start + one.consecutive - len(best) + 1, 1, 1),
        first_year=best[one.consecutive - 1] - one.step + 1 if value is MET else None,
    )  # fmt: skip


def work(ground: Ground, one: c.Work, window: Window | None) -> Finding:
    works = ground.case.candidate.works
    if works is None:
        return unknown("work", "initiatives")
    span = ground.years(one.years, window) if one.years or window else None
    judged = [(work, counts(ground, one, work, span)) for work in works]
    good = [work for work, missing in judged if missing == ()]
    doubtful = [missing for _, missing in judged if missing]
    names = ", ".join(work.id for work in good)
    note = Words(names or "chưa có", names or "none")
    if len(good) >= one.count:
        return made(MET, "work", note, evidence=tuple(f"initiatives[{work.id}]" for work in good))
    if len(good) + len(doubtful) >= one.count:
        return unknown("work", *(key for missing in doubtful for key in missing))
    return made(UNMET, "work", note)


def counts(ground: Ground, one: c.Work, work: WorkDone, span: Window | None) -> tuple[str, ...] | None:
    """Return None when the work does not count, else what is missing to know (nothing: it counts)."""
    scale = ground.book.scales["scope"]
    missing: list[str] = []

    def judge(key: str, given: object, holds: Callable[[Any], bool]) -> bool:
        if given is None:
            missing.append(f"initiatives[{work.id}].{key}")
            return True
        return holds(given)

    kept = (
        (not one.kind or judge("kind", work.kind, lambda kind: kind in one.kind))
        and (not one.scope or judge("scope", work.scope, lambda its: scale.index(its) >= scale.index(one.scope)))
        and (not one.effective or judge("effective", work.effective, bool))
        and (one.unused != "true" or judge("used_for", work.used_for, lambda used: not used))
        and (one.unused != "forms" or judge("used_for", work.used_for, lambda used: not _for_form(ground, used)))
        and judge(
            "recognized",
            work.recognized_on,
            lambda day: (
                day <= ground.case.on and (span is None or span[0] <= day.year <= max(span[1], ground.case.year))
            ),
        )
    )
    return tuple(missing) if kept else None


def _for_form(ground: Ground, used: tuple[str, ...]) -> bool:
    awards = (ground.book.awards.get(key) for key in used)
    return any(award is None or award.kind == "form" for award in awards)


def movement(ground: Ground, one: c.Movement) -> Finding:
    led = ground.case.candidate.movements
    scale = ground.book.scales.get("scope", ())
    if led is None:
        note = Words("Không có trong dữ liệu của trường hợp", "Not in the evidence of the case")
        return made(UNMET, "movement", note, counts_as="declared")
    ok = any(
        (not one.rank or move.rank <= one.rank)
        and move.years >= one.years
        and (not one.launched_by or scale.index(move.launched_by) >= scale.index(one.launched_by))
        for move in led
    )
    return made(truth(ok), "movement", yes(ok))


def service(ground: Ground, one: c.Service) -> Finding:
    served = ground.case.candidate.service
    if served is None:
        note = Words("Không có trong dữ liệu của trường hợp", "Not in the evidence of the case")
        return made(UNMET, "service", note, counts_as="declared")
    years = sum((post.years for post in served if post.post in one.posts), Fraction(0))
    shown = f"{float(years):.4g}"
    note = Words(f"{shown} năm", f"{shown} years")
    less = one.years * (1 - one.women_less)
    if one.below is not None and years >= one.below:
        return made(UNMET, "service", note)
    if years < one.years and less <= years and ground.case.candidate.gender is None:
        return unknown("service", "candidate.gender")
    wanted = less if ground.case.candidate.gender == "female" else one.years
    return made(truth(years >= wanted), "service", note)
