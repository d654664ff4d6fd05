"""Judges of a collective's members, and of what takes away: discipline, open matters, intervals, quotas."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

from thidua.lib.rules import conditions as c
from thidua.lib.rules.evaluating.ground import MET, UNMET, Ground, made, truth, unknown
from thidua.lib.rules.findings import Finding
from thidua.lib.rules.model import Words
from thidua.lib.rules.resolving import figure_on
from thidua.lib.rules.wording import percent


def members(ground: Ground, one: c.Members) -> Finding:
    members = ground.case.candidate.members
    key = one.ratio or one.count
    if members is None:
        return unknown("members", "members")
    absent = [name for name in (key, *(("total",) if one.ratio else ())) if name not in members]
    if absent:
        return unknown("members", *(f"members.{name}" for name in absent))
    count = members[key]
    total = members["total"] if one.ratio else 1
    limit = next(value for value in (one.at_least, one.more_than, one.at_most) if value is not None)
    wanted = figure_on(ground.book, limit, ground.law_on)
    if wanted is None:
        return unknown("members", f"parameter:{limit.parameter if isinstance(limit, c.Reference) else limit}")
    bound = wanted * total
    ok = count >= bound if one.at_least is not None else count > bound if one.more_than is not None else count <= bound
    shown = f"{count}/{total} = {percent(Fraction(count, total))}" if one.ratio and total else str(count)
    return made(truth(ok and total > 0), "members", Words(shown, shown), evidence=(f"members.{key}",))


def undisciplined(ground: Ground, one: c.Undisciplined) -> Finding:
    given = ground.case.candidate.discipline
    if given is None:
        return unknown("discipline", "discipline")
    scale = ground.book.scales.get("discipline", ())
    floor = scale.index(one.at_least) if one.at_least else -1
    on = ground.case.on
    start = date(ground.relied_on, 1, 1) if ground.relied_on is not None and not one.running_only else on
    bearing = [
        period
        for period in given
        if period.first <= on
        and (floor < 0 or period.kind not in scale or scale.index(period.kind) >= floor)
        and (period.last is None or period.last > start)
    ]
    open_ended = [at for at, period in enumerate(given, 1) if period in bearing and not period.last_is_known]
    if not bearing:
        return made(MET, "discipline", Words("Không vướng kỷ luật", "No discipline bears on it"))
    if len(open_ended) == len(bearing):
        return unknown("discipline", *(f"discipline[{number}].until" for number in open_ended))
    ends = [period.last for period in bearing if period.last_is_known]
    shown = "; ".join(f"{period.kind} {period.first} – {period.last or '…'}" for period in bearing)
    earliest = None if None in ends or open_ended else max(end for end in ends if end is not None)
    return made(UNMET, "discipline", Words(shown, shown), evidence=("discipline",), earliest=earliest)


def no_pending(ground: Ground, one: c.NoPending) -> Finding:
    given = ground.case.candidate.pending
    if given is None:
        return unknown("pending", "pending")
    bearing = [
        matter
        for matter in given
        if matter.kind in one.kinds
        and matter.since <= ground.case.on
        and (matter.cleared_on is None or matter.cleared_on > ground.case.on)
    ]
    if not bearing:
        return made(MET, "pending", Words("Không có", "None"))
    if not any(matter.cleared_is_known for matter in bearing):
        return unknown("pending", *(f"pending[{matter.kind}].cleared" for matter in bearing))
    shown = "; ".join(f"{matter.kind} từ {matter.since}" for matter in bearing)
    shown_en = "; ".join(f"{matter.kind} since {matter.since}" for matter in bearing)
    cleared = [matter.cleared_on for matter in bearing]
    earliest = None if None in cleared else max(day for day in cleared if day is not None)
    return made(UNMET, "pending", Words(shown, shown_en), evidence=("pending",), earliest=earliest)


def interval(ground: Ground, one: c.Interval) -> Finding:
    held = ground.holding(tuple(ground.case.ask if key == "self" else key for key in one.award))
    if held is None:
        return unknown("interval", "recognitions")
    if not held:
        return made(MET, "interval", Words("Chưa được tặng lần nào", "Never given"))
    last = max(award.year for award in held)
    ok = ground.case.year - last >= one.years
    note = Words(f"Lần gần nhất: thành tích đến năm {last}", f"Last: achievement to {last}")
    return made(truth(ok), "interval", note, earliest=None if ok else date(last + one.years + 1, 1, 1))


def quota(ground: Ground, one: c.Quota) -> Finding:
    given, rank = ground.case.round.get(one.of), ground.case.round.get(one.rank)
    ratio = figure_on(ground.book, one.ratio, ground.law_on)
    if given is None or rank is None or ratio is None:
        note = Words("Chưa kiểm tra: đợt xét không có số liệu", "Not checked: the round gives no figures")
        return made(MET, "quota.unchecked", note, counts_as="warning")
    share = ratio * given + (Fraction(1, 2) if one.rounding == "nearest" else 0)
    limit = math.ceil(share) if one.rounding == "up" else math.floor(share)
    note = Words(f"thứ {rank}, được {limit} trên {given}", f"rank {rank}, {limit} allowed of {given}")
    return made(truth(rank <= limit), "quota", note, evidence=(f"round.{one.of}", f"round.{one.rank}"))
