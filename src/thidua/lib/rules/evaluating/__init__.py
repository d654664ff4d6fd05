"""Evaluate one condition tree for one candidate, with a reason at every node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from thidua.lib.rules import conditions as c
from thidua.lib.rules.evaluating import achievements, limits
from thidua.lib.rules.evaluating.ground import MET, UNKNOWN, UNMET, Ground, Window, joined, made, truth, unknown, yes
from thidua.lib.rules.findings import Finding
from thidua.lib.rules.model import Words
from thidua.lib.rules.resolving import keep_route
from thidua.lib.rules.wording import requirement

__all__ = ["Evaluation", "Ground", "joined", "made", "unknown"]

ONLY_TAKES_AWAY = (c.Quota, c.Undisciplined, c.NoPending, c.Interval)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Walks a tree. `standard` answers «meets the standard of» another award (None: no rule speaks).

    `is_trusting` reads unconfirmed law as if it were confirmed, to warn of it.
    """

    ground: Ground
    standard: Callable[[str], Finding | None]
    is_trusting: bool = False

    def find(self, one: c.Condition, *, window: Window | None = None, route: str = "") -> Finding:
        """Return what a condition comes to. Raises NoRouteHere."""
        one = keep_route(one, route)
        found = self._composite(one, window, route) or self._leaf(one, window)
        standing = self.ground.book.standing(one.basis, self.ground.law_on)
        found = replace(
            found,
            required=requirement(one, self.ground.book),
            cite=one.basis.cite if one.has_own_basis else (),
            mirror=one.basis.mirror if one.has_own_basis else "",
            carried=found.carried or (standing.carried and not found.children),
        )
        if standing.decides or self.is_trusting:
            return found
        return self._unconfirmed(one, found)

    def _unconfirmed(self, one: c.Condition, found: Finding) -> Finding:
        what = one.basis.cite[0]
        if isinstance(one, ONLY_TAKES_AWAY):
            note = Words(f"Chưa kiểm chứng ({what}): không làm thay đổi kết quả", f"Unconfirmed ({what}): not decisive")
            return replace(found, value=MET, code="unconfirmed", found=note, counts_as="warning", earliest=None)
        note = Words(f"Chưa kiểm chứng, phải đối chiếu văn bản: {what}", f"Unconfirmed, check the text: {what}")
        return replace(
            found, value=UNKNOWN, code="unconfirmed", found=note, missing=(f"text:{what}",), cite=one.basis.cite,
            earliest=None, first_year=None,
        )  # fmt: skip

    def _composite(self, one: c.Condition, window: Window | None, route: str) -> Finding | None:
        def below(conditions: Sequence[c.Condition], span: Window | None) -> tuple[Finding, ...]:
            return tuple(self.find(child, window=span, route=route) for child in conditions)

        match one:
            case c.All(of=of):
                return joined("all", below(of, window), needed=len(of))
            case c.AnyOf(of=of):
                return joined("any", below(of, window), needed=1)
            case c.AtLeast(n=n, of=of):
                return joined("at_least", below(of, window), needed=n)
            case c.Not(of=of):
                inner = self.find(of, window=window, route=route)
                value = {MET: UNMET, UNMET: MET, UNKNOWN: UNKNOWN}[inner.value]
                return made(value, "not", inner.found, carried=inner.carried, missing=inner.missing, children=(inner,))
            case c.Span(years=years, conditions=conditions):
                span = (self.ground.case.year - years + 1, self.ground.case.year)
                return joined("span", below(conditions, span), needed=len(conditions))
            case c.After():
                return self._after(one, below)
        return None

    def _after(self, one: c.After, below: Callable[[Sequence[c.Condition], Window], tuple[Finding, ...]]) -> Finding:
        held = self.ground.holding(one.award)
        if held is None:
            return unknown("after", "recognitions")
        years = sorted({award.year for award in held})
        if one.no_later:
            later = max((award.year for award in self.ground.holding((one.no_later,)) or ()), default=0)
            years = [year for year in years if year > later]
        if not years:
            name = self.ground.book.word(one.award[0])
            return made(UNMET, "after.none", Words(f"Chưa có {name.vi}", f"No {name.en}"))
        options = [self._since(one, below, base) for base in (years if one.count_from == "any" else years[-1:])]
        order = {MET: 0, UNKNOWN: 1, UNMET: 2}
        return min(options, key=lambda option: order[option.value])

    def _since(
        self, one: c.After, below: Callable[[Sequence[c.Condition], Window], tuple[Finding, ...]], base: int
    ) -> Finding:
        passed = self.ground.case.year - base
        note = Words(f"{passed} năm kể từ năm {base}", f"{passed} years since {base}")
        span = made(
            MET if passed >= one.years else UNMET,
            "after.years",
            note,
            required=Words(f"Đủ {one.years} năm", f"{one.years} full years"),
            evidence=(f"recognitions[{one.award[0]}:{base}]",),
            earliest=None if passed >= one.years else date(base + one.years + 1, 1, 1),
            first_year=base + 1,
            carried=self.ground.book.standing(one.basis, self.ground.law_on).carried,
        )
        children = (span, *below(one.conditions, (base + 1, max(self.ground.case.year, base + 1))))
        return joined("after", children, needed=len(children))

    def _leaf(self, one: c.Condition, window: Window | None) -> Finding:
        match one:
            case c.Completion():
                return achievements.completion(self.ground, one, window)
            case c.Solidarity():
                return achievements.solidarity(self.ground, self.ground.years(one.years, window))
            case c.Held():
                return achievements.held(self.ground, one, window)
            case c.MeetsStandard():
                return self._meets_standard(one)
            case c.Work():
                return achievements.work(self.ground, one, window)
            case c.Members():
                return limits.members(self.ground, one)
            case c.Flag(key=key):
                given = self.ground.case.candidate.flags.get(key)
                return (
                    unknown("flag", key) if given is None else made(truth(given), "flag", yes(given), evidence=(key,))
                )
            case c.Attested(key=key):
                given = self.ground.case.candidate.attested.get(key, True)
                note = Words("Cơ quan trình chịu trách nhiệm xác nhận", "Attested by the proposing body")
                return made(truth(given), "attested", note if given else yes(given), counts_as="attested")
            case c.Declared(key=key):
                given = self.ground.case.candidate.declared.get(key, False)
                note = Words("Không có trong dữ liệu của trường hợp", "Not in the evidence of the case")
                return made(truth(given), "declared", yes(given) if given else note, counts_as="declared")
            case c.Category(of=of):
                return self._equal("category", self.ground.case.candidate.category, of)
            case c.Gender(is_=gender):
                return self._equal("gender", self.ground.case.candidate.gender, (gender,))
            case c.Unread():
                return unknown("unread", f"text:{one.basis.cite[0]}")
        return self._of_record(one)

    def _of_record(self, one: c.Condition) -> Finding:
        match one:
            case c.Movement():
                return achievements.movement(self.ground, one)
            case c.Service():
                return achievements.service(self.ground, one)
            case c.Undisciplined():
                return limits.undisciplined(self.ground, one)
            case c.NoPending():
                return limits.no_pending(self.ground, one)
            case c.Interval():
                return limits.interval(self.ground, one)
            case c.Quota():
                return limits.quota(self.ground, one)
        raise TypeError(type(one).__name__)

    def _equal(self, key: str, given: str | None, wanted: tuple[str, ...]) -> Finding:
        if given is None:
            return unknown(key, f"candidate.{key}")
        return made(truth(given in wanted), key, self.ground.book.word(given), evidence=(key,))

    def _meets_standard(self, one: c.MeetsStandard) -> Finding:
        held = self.ground.holding(one.award)
        inside = [award for award in held or () if award.year == self.ground.case.year]
        if inside:
            name = self.ground.book.word(inside[0].award)
            note = Words(f"Đã có {name.vi} năm {self.ground.case.year}", f"Holds {name.en} for {self.ground.case.year}")
            evidence = (f"recognitions[{inside[0].award}:{self.ground.case.year}]",)
            return made(MET, "meets_standard.held", note, evidence=evidence, first_year=self.ground.case.year)
        children = tuple(found for key in one.award if (found := self.standard(key)) is not None)
        if not children:
            return unknown("meets_standard", f"rule:{one.award[0]}")
        if held is None:
            name = self.ground.book.word(one.award[0])
            asked = Words(f"Đã đạt {name.vi} trong năm", f"Holds {name.en} for the year")
            children = (*children, replace(unknown("held", "recognitions"), required=asked))
        return joined("meets_standard", children, needed=1)
