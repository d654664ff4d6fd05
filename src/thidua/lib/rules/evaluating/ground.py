"""What a condition is judged on, and the findings its judges make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.lib.rules.facts import Case
from thidua.lib.rules.facts import Held as HeldAward
from thidua.lib.rules.findings import Finding, Verdict, combined
from thidua.lib.rules.model import Rulebook, Words

MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN
Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ground:
    """One candidate before the law of one day; `relied_on` is the earliest year a met rule relies on."""

    book: Rulebook
    case: Case
    law_on: date
    relied_on: int | None = None

    def holding(self, awards: tuple[str, ...]) -> list[HeldAward] | None:
        given = self.case.candidate.recognitions
        if given is None:
            return None
        return [
            one
            for one in given
            if one.award in awards and (one.decided_on is None or one.decided_on <= self.case.on)
            and one.year <= self.case.on.year
        ]  # fmt: skip

    def years(self, years: int, window: Window | None) -> Window:
        if years or window is None:
            return (self.case.year - (years or 1) + 1, self.case.year)
        return window


NOTHING = Words("", "")


def made(value: Verdict, code: str, found: Words, *, required: Words = NOTHING, **more: Any) -> Finding:
    """Return a finding; its requirement is worded by the caller."""
    return Finding(value=value, code=code, required=required, found=found, **more)


def unknown(code: str, *missing: str) -> Finding:
    """Return an unknown that names the evidence it lacks."""
    keys = ", ".join(missing)
    return made(UNKNOWN, code, Words(f"Thiếu: {keys}", f"Missing: {keys}"), missing=missing)


def joined(code: str, children: tuple[Finding, ...], *, needed: int) -> Finding:
    """Return the finding of a condition over others."""
    parts: dict[str, Any] = combined(children, needed=needed)
    missing: tuple[str, ...] = ()
    if parts["value"] is UNKNOWN:
        missing = tuple(dict.fromkeys(key for one in children if one.value is UNKNOWN for key in one.missing))
    met = sum(one.value is MET for one in children)
    note = Words(f"đạt {met}/{len(children)}", f"{met} of {len(children)} met")
    return Finding(code=code, required=NOTHING, found=note, missing=missing, children=children, **parts)


def truth(value: bool) -> Verdict:  # noqa: FBT001 - a truth value
    return MET if value else UNMET


def yes(value: bool) -> Words:  # noqa: FBT001 - a truth value
    return Words("có", "yes") if value else Words("không", "no")


def years_in(held: set[tuple[str, int]], none: str) -> str:
    return ", ".join(str(year) for _, year in sorted(held, key=lambda one: one[1])) or none
