"""Evaluate a whole table at once: the same tree as for one candidate, a column at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from thidua.lib.rules import conditions as c
from thidua.lib.rules.errors import NoRule
from thidua.lib.rules.evaluating import ONLY_TAKES_AWAY
from thidua.lib.rules.findings import Finding
from thidua.lib.rules.model import Rule, Rulebook
from thidua.lib.rules.resolving import (
    Alternative,
    NoRouteHere,
    alternatives,
    governing,
    keep_route,
    restrictions_on,
)
from thidua.lib.rules.table import leaves
from thidua.lib.rules.table.columns import Bools, Ints, NotTabular, Table, table_of
from thidua.lib.rules.table.found import MET, NONE, UNKNOWN, UNMET, Found, joined, leaf, reasons
from thidua.lib.rules.table.leaves import Span

__all__ = ["CODES", "NotTabular", "Table", "TableAnswer", "evaluate_table", "reason_codes", "table_of"]

CODES = (
    "completion", "solidarity", "held", "meets_standard", "work", "after", "members", "flag", "attested", "declared",
    "movement", "service", "category", "gender", "discipline", "pending", "interval", "quota", "unread", "unconfirmed",
    "no_rule", "not_for_them",
)  # fmt: skip
"""Reasons, one bit each, in this order."""
VERDICTS = ("unmet", "unknown", "met")


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """A row a candidate: `verdict` indexes VERDICTS; `reasons` holds the bits of CODES that made it."""

    verdict: Ints
    is_confirmed: Bools
    reasons: Ints

    def codes(self, row: int) -> frozenset[str]:
        return frozenset(code for at, code in enumerate(CODES) if self.reasons[row] >> at & 1)


def reason_codes(tree: Finding) -> frozenset[str]:
    """Return the reasons of a single answer in the words of a table."""
    return frozenset(one.code.partition(".")[0] for one in tree.decisive() if not one.children)


def evaluate_table(book: Rulebook, table: Table, *, chunk: int = 200_000) -> TableAnswer:
    """Answer a table, in chunks of rows. Gives for each row what `answering.evaluate` gives for its case."""
    size = len(table)
    answer = TableAnswer(np.zeros(size, dtype=np.int64), np.ones(size, dtype=bool), np.zeros(size, dtype=np.int64))
    for start in range(0, size, chunk):
        part = table.rows(slice(start, start + chunk))
        for code in np.unique(part.category):
            at = np.flatnonzero(part.category == code)
            found = _governed(book, part.rows(at), None if code < 0 else table.categories[code])
            answer.verdict[start + at] = found.value
            answer.is_confirmed[start + at] = ~found.carried
            answer.reasons[start + at] = reasons(found, CODES)
    return answer


def _governed(book: Rulebook, table: Table, category: str | None) -> Found:
    law = governing(book, table.case)
    judged = [_Evaluation(book, table, category, day).award() for day in law.days]
    best = judged[0]
    for other in judged[1:]:
        if law.is_certain:
            better = (other.value > best.value) | ((other.value == best.value) & ~other.carried & best.carried)
            best = _where(better, other, best)
        else:
            differs = replace(leaf("", np.full(len(table), UNKNOWN)), children=tuple(judged))
            best = _where(other.value != best.value, differs, best)
    return best


def _where(mask: Bools, one: Found, other: Found) -> Found:
    """Return one finding on the rows of `mask`, the other elsewhere."""
    return Found(
        value=np.where(mask, one.value, other.value),
        carried=np.where(mask, one.carried, other.carried),
        first=np.where(mask, one.first, other.first),
        active=np.ones(len(mask), dtype=bool),
        children=(replace(one, active=one.active & mask), replace(other, active=other.active & ~mask)),
    )


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """One table of one category before the law of one day."""

    book: Rulebook
    table: Table
    category: str | None
    law_on: date
    relied_on: Ints | None = None

    def _all(self, value: int) -> Ints:
        return np.full(len(self.table), value)

    def award(self) -> Found:
        case = self.table.case
        award = self.book.awards.get(case.ask)
        if award is None:
            return leaf("no_rule", self._all(UNKNOWN))
        if case.candidate.kind not in award.subjects or not award.in_force.holds(self.law_on):
            decides = self.book.standing(award.basis, self.law_on).decides
            code, value = ("not_for_them", UNMET) if decides else ("unconfirmed", UNKNOWN)
            return leaf(code, self._all(value))
        standard = self.standard(case.ask, case.route)
        if standard is None:
            return leaf("no_rule", self._all(UNKNOWN))
        asking = replace(self, relied_on=np.where(standard.value == MET, standard.first, NONE))
        children = [standard]
        kind = case.candidate.kind
        for one in restrictions_on(self.book, award, subject=kind, category=self.category, on=self.law_on):
            if one.blocks and self.book.standing(one.basis, self.law_on).decides:
                found = asking.find(one.require)
                if one.scope.covers(subject=kind, category=self.category) is None:
                    found = replace(found, value=np.where(found.value == MET, MET, UNKNOWN))
                children.append(found)
        return joined(children, needed=None)

    def standard(self, award: str, route: str = "") -> Found | None:
        try:
            options = alternatives(
                self.book,
                award=award,
                subject=self.table.case.candidate.kind,
                category=self.category,
                on=self.law_on,
                route=route,
            )
        except NoRule:
            return None
        found = [(option, one) for option in options if (one := self._by_rule(option, route)) is not None]
        if not found:
            return None
        certain = [one for option, one in found if option.is_certain]
        doubtful = [one for option, one in found if not option.is_certain]
        if doubtful:
            same = np.all([one.value == doubtful[0].value for one in doubtful], axis=0)
            certain.append(_where(same, joined(doubtful, needed=1), self._doubtful(doubtful)))
        return certain[0] if len(certain) == 1 else joined(certain, needed=1)

    def _doubtful(self, doubtful: list[Found]) -> Found:
        return replace(leaf("", self._all(UNKNOWN)), children=tuple(doubtful))

    def _by_rule(self, option: Alternative, route: str) -> Found | None:
        rules = (option.rule, *option.added)
        try:
            found = [self._one_rule(rule, "" if rule.route else route) for rule in rules]
        except NoRouteHere:
            return None
        return found[0] if len(found) == 1 else joined(found, needed=None)

    def _one_rule(self, rule: Rule, route: str) -> Found:
        inner = self.find(rule.conditions, route=route)
        standing = self.book.standing(rule.basis, self.law_on)
        found = replace(inner, carried=inner.carried | standing.carried)
        if standing.decides:
            return found
        return replace(found, value=self._all(UNKNOWN), first=self._all(NONE))

    def find(self, one: c.Condition, *, span: Span | None = None, route: str = "") -> Found:
        one = keep_route(one, route)
        found = self._composite(one, span, route) or self._leaf(one, span)
        standing = self.book.standing(one.basis, self.law_on)
        if standing.carried and not found.children:
            found = replace(found, carried=np.ones_like(found.carried))
        if standing.decides:
            return found
        if isinstance(one, ONLY_TAKES_AWAY):
            return replace(found, value=self._all(MET), code="unconfirmed")
        code = "" if found.children else "unconfirmed"
        return replace(found, value=self._all(UNKNOWN), first=self._all(NONE), code=code)

    def _composite(self, one: c.Condition, span: Span | None, route: str) -> Found | None:
        def below(conditions: tuple[c.Condition, ...], its: Span | None) -> Iterator[Found]:
            return (self.find(child, span=its, route=route) for child in conditions)

        match one:
            case c.All(of=of):
                return joined([*below(of, span)], needed=None)
            case c.AnyOf(of=of):
                return joined([*below(of, span)], needed=1)
            case c.AtLeast(n=n, of=of):
                return joined([*below(of, span)], needed=n)
            case c.Not(of=of):
                inner = self.find(of, span=span, route=route)
                return replace(
                    inner, value=MET - inner.value, first=self._all(NONE), children=(inner,), code="", always=True
                )
            case c.Span(years=years, conditions=conditions):
                its = (self.table.year - years + 1, self.table.year)
                return joined([*below(conditions, its)], needed=None)
            case c.After():
                return self._after(one, route)
            case c.MeetsStandard():
                return self._meets_standard(one)
        return None

    def _after(self, one: c.After, route: str) -> Found:
        if one.count_from == "any":
            raise NotTabular("an award that any earlier one may open is judged one by one")
        table = self.table
        held = leaves.holding(table, one.award)
        if one.no_later:
            later = leaves.last_year(table, leaves.holding(table, (one.no_later,)))
            held = np.where(table.years > later[:, None], held, 0)
        base = leaves.last_year(table, held)
        some = table.has_recognitions & (base > 0)
        value = np.where(table.has_recognitions, np.where(some & (table.year - base >= one.years), MET, UNMET), UNKNOWN)
        passed = leaf("after", value, first=base + 1)
        carried = self.book.standing(one.basis, self.law_on).carried
        passed = replace(passed, carried=np.full(len(table), carried))
        its = (np.where(some, base + 1, table.year), np.maximum(table.year, base + 1))
        conditions = [self.find(child, span=its, route=route) for child in one.conditions]
        return joined([passed, *(replace(child, active=child.active & some) for child in conditions)], needed=None)

    def _meets_standard(self, one: c.MeetsStandard) -> Found:
        table = self.table
        mask = table.years == table.year[:, None]
        holds = ((leaves.holding(table, one.award) > 0) & mask).any(axis=1)
        carried = np.full(len(table), self.book.standing(one.basis, self.law_on).carried)
        held = replace(leaf("meets_standard", self._all(MET), first=table.year, active=holds), carried=carried)
        standards = [found for key in one.award if (found := self.standard(key)) is not None]
        if not standards:
            return replace(leaf("meets_standard", np.where(holds, MET, UNKNOWN), first=table.year), carried=carried)
        rest = [replace(found, active=found.active & ~holds) for found in standards]
        rest.append(leaf("held", self._all(UNKNOWN), active=~holds & ~table.has_recognitions))
        return joined([held, *rest], needed=1)

    def _leaf(self, one: c.Condition, span: Span | None) -> Found:
        book, table = self.book, self.table
        match one:
            case c.Completion():
                return leaves.completion(book, table, one, span)
            case c.Solidarity():
                return leaves.solidarity(table, one, span)
            case c.Held():
                return leaves.held(table, one, span)
            case c.Work():
                return leaves.work(book, table, one, span)
            case c.Members():
                return leaves.members(book, table, one, self.law_on)
            case c.Flag(key=key):
                return leaves.flag(table, key)
            case c.Attested(key=key):
                return leaves.taken(table, "attested", key)
            case c.Declared(key=key):
                return leaves.taken(table, "declared", key)
            case c.Category(of=of):
                return leaf(
                    "category", self._all(UNKNOWN if self.category is None else MET if self.category in of else UNMET)
                )
            case c.Gender(is_=gender):
                wanted = int(gender == "female")
                return leaf("gender", np.where(table.gender < 0, UNKNOWN, leaves.of(table.gender == wanted)))
            case c.Undisciplined():
                return leaves.undisciplined(book, table, one, self.relied_on)
            case c.NoPending():
                return leaves.no_pending(table, one)
            case c.Interval():
                return leaves.interval(table, one)
            case c.Quota():
                return leaves.quota(book, table, one, self.law_on)
            case c.Unread():
                return leaf("unread", self._all(UNKNOWN))
        return leaf("movement" if isinstance(one, c.Movement) else "service", self._all(UNMET))
