"""What an evaluation found, node by node, in three values, and how findings combine."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from thidua.lib.rules.model import Citation, Words


class Verdict(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One condition as it was found.

    `carried`: the value rests on wording since amended. `first_year`: the earliest year of achievement relied on
    (None: none). `earliest`: when time alone would meet it. `code` is the machine's reason; `counts_as` tells
    what was taken as `attested` or `declared`, or is a `warning`.
    """

    value: Verdict
    code: str
    required: Words
    found: Words
    carried: bool = False
    cite: tuple[Citation, ...] = ()
    mirror: str = ""
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    counts_as: str = ""
    earliest: date | None = None
    first_year: int | None = None
    children: tuple[Finding, ...] = ()

    def decisive(self) -> Iterator[Finding]:
        """Yield this finding and those below that made its value."""
        yield self
        for child in self.children:
            if child.value is self.value or self.code == "not":
                yield from child.decisive()

    def walk(self) -> Iterator[Finding]:
        yield self
        for child in self.children:
            yield from child.walk()


def combined(children: Sequence[Finding], *, needed: int) -> dict[str, object]:
    """Return value, carried, earliest and first_year where `needed` of the children must be met."""
    met = [one for one in children if one.value is Verdict.MET]
    possible = [one for one in children if one.value is not Verdict.UNMET]
    if len(met) >= needed:
        firm = sum(not one.carried for one in met)
        years = sorted((math.inf if one.first_year is None else one.first_year for one in met), reverse=True)
        first = years[needed - 1] if needed else math.inf
        return {
            "value": Verdict.MET,
            "carried": firm < needed,
            "first_year": None if first == math.inf else int(first),
        }
    if len(possible) >= needed:
        return {"value": Verdict.UNKNOWN, "carried": any(one.carried for one in possible)}
    firm = sum(one.value is Verdict.UNMET and not one.carried for one in children)
    dates = sorted(one.earliest for one in children if one.value is Verdict.UNMET and one.earliest is not None)
    short = needed - len(met)
    hopeful = [one for one in children if one.value is Verdict.UNKNOWN]
    earliest = dates[short - 1] if len(dates) >= short and not (hopeful and needed == len(children)) else None
    return {"value": Verdict.UNMET, "carried": firm <= len(children) - needed, "earliest": earliest}
