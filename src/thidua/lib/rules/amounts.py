"""Bonus money and vote thresholds of a day; null with the reason where no confirmed rule says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from thidua.lib.rules.model import Award, Basis, Bonus, BonusMethod, Citation, Rulebook, Vote, Words

_LAYERS = {"national": 0, "ministry": 1, "province": 2, "body": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusAnswer:
    """`amount` in dong, or None with `reason`; `ceiling` is the most where the law only caps."""

    amount: int | None
    coefficient: str | None
    base_salary: int | None
    citations: tuple[Citation, ...]
    reason: Words | None = None
    ceiling: int | None = None

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "amount": self.amount,
            "coefficient": self.coefficient,
            "base_salary": self.base_salary,
            "citations": [str(cite) for cite in self.citations],
        }
        if self.reason:
            shown["reason"] = {"vi": self.reason.vi, "en": self.reason.en}
        if self.ceiling is not None:
            shown["at_most"] = self.ceiling
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteAnswer:
    """`needed` of the members, or None with `reason`."""

    threshold: str | None
    base: str | None
    needed: int | None
    citations: tuple[Citation, ...]
    reason: Words | None = None
    ballot: str = ""

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "threshold": self.threshold,
            "base": self.base,
            "needed": self.needed,
            "citations": [str(cite) for cite in self.citations],
        }
        if self.ballot:
            shown["ballot"] = self.ballot
        if self.reason:
            shown["reason"] = {"vi": self.reason.vi, "en": self.reason.en}
        return shown


def bonus(book: Rulebook, *, award: str, kind: str, on: date) -> BonusAnswer:
    """Return the bonus of an award decided on a day, for an individual, a collective or a household."""
    cites: list[Citation] = []

    def nothing(vi: str, en: str, *, coefficient: Fraction | None = None) -> BonusAnswer:
        shown = decimal_text(coefficient) if coefficient is not None else None
        return BonusAnswer(
            amount=None, coefficient=shown, base_salary=None, citations=tuple(cites), reason=Words(vi, en)
        )

    known: Award | None = book.awards.get(award)
    if known is None or kind not in known.subjects or not known.in_force.holds(on):
        return nothing("Danh hiệu, hình thức này không dành cho đối tượng này.", "Not an award for this kind.")
    rate = _rate(book, award, kind, on)
    if rate is None:
        return nothing("Không có mức tiền thưởng chung cho trường hợp này.", "No national rate for this case.")
    chain = [rate]
    factor = rate.times or Fraction(1)
    while chain[-1].of:
        below = _rate(book, award, chain[-1].of, on)
        if below is None or below in chain:
            return nothing("Thiếu hệ số gốc để nhân.", "The rate to multiply is not known.")
        chain.append(below)
        factor *= below.times or Fraction(1)
    coefficient = factor * (chain[-1].coefficient or Fraction(0))
    cites += [cite for one in chain for cite in one.basis.cite]
    method = next((one for one in book.bonus_methods.values() if one.in_force.holds(on)), None)
    if any(_unsure(book, one.basis, on) for one in chain) or method is None or _unsure(book, method.basis, on):
        return nothing("Mức thưởng chưa được kiểm chứng vào ngày này.", "The rate is not confirmed on this day.")
    cites += method.basis.cite
    return _amount(book, method, coefficient, on, cites, is_ceiling=any(one.is_ceiling for one in chain))


def _amount(
    book: Rulebook, method: BonusMethod, coefficient: Fraction, on: date, cites: list[Citation], *, is_ceiling: bool
) -> BonusAnswer:
    shown = decimal_text(coefficient)
    for value in book.parameters[method.base].values:
        if not value.in_force.holds(on) or not isinstance(value.value, Fraction):
            continue
        cites += value.basis.cite
        if _unsure(book, value.basis, on):
            break
        base = int(value.value)
        amount = math.ceil(coefficient * base / method.round_up_to) * method.round_up_to
        cited = tuple(dict.fromkeys(cites))
        if is_ceiling:
            reason = Words("Luật chỉ quy định mức tối đa; nơi tặng quyết định mức.", "The law only caps it.")
            return BonusAnswer(
                amount=None, coefficient=shown, base_salary=base, citations=cited, reason=reason, ceiling=amount
            )
        return BonusAnswer(amount=amount, coefficient=shown, base_salary=base, citations=cited)
    reason = Words("Mức lương cơ sở vào ngày này chưa được kiểm chứng.", "The base salary is not confirmed.")
    return BonusAnswer(amount=None, coefficient=shown, base_salary=None, citations=tuple(cites), reason=reason)


def _unsure(book: Rulebook, basis: Basis, on: date) -> bool:
    return not book.standing(basis, on).decides


def _rate(book: Rulebook, award: str, kind: str, on: date) -> Bonus | None:
    said = (one for one in book.bonuses.values() if award in one.awards and one.kind == kind)
    found = [one for one in said if one.in_force.holds(on)]
    return max(found, key=lambda one: _LAYERS[one.origin.layer], default=None)


def decimal_text(value: Fraction) -> str:
    """Return an exact decimal with at least one digit after the point: 1.0, 0.45."""
    text = format((Decimal(value.numerator) / Decimal(value.denominator)).normalize(), "f")
    return text if "." in text else f"{text}.0"


def vote(book: Rulebook, *, award: str, on: date, members: int) -> VoteAnswer:
    """Return how many of `members` must agree to an award on a day."""
    rule = _vote_rule(book, award, on)
    if rule is None or rule.threshold is None or _unsure(book, rule.basis, on):
        if rule is None:
            reason = Words("Không có ngưỡng phiếu chung cho trường hợp này.", "No national threshold for this case.")
        elif rule.threshold is None:
            reason = rule.note or Words("Không có ngưỡng phiếu chung.", "No national threshold.")
        else:
            reason = Words("Ngưỡng phiếu chưa được kiểm chứng vào ngày này.", "The threshold is not confirmed.")
        cites = rule.basis.cite if rule else ()
        return VoteAnswer(threshold=None, base=None, needed=None, citations=cites, reason=reason)
    return VoteAnswer(
        threshold=f"{rule.threshold.numerator}/{rule.threshold.denominator}",
        base=rule.base,
        needed=math.ceil(rule.threshold * members),
        citations=rule.basis.cite,
        ballot=rule.ballot,
    )


def _vote_rule(book: Rulebook, award: str, on: date) -> Vote | None:
    found = [one for one in book.votes.values() if award in one.awards and one.in_force.holds(on)]
    return max(found, key=lambda one: _LAYERS[one.origin.layer], default=None)
