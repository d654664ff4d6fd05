"""What is paid when several awards of one person or collective are decided together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from thidua.lib.rules.amounts import BonusAnswer, bonus
from thidua.lib.rules.model import Citation, Rulebook, Stacking, Words

_PAID = Words("Được chi.", "Paid.")
_TITLE = Words(
    "Cùng thời kỳ chỉ chi danh hiệu có mức cao nhất.", "Of the titles of one period the highest alone is paid."
)
_FORM = Words(
    "Cùng thành tích chỉ chi hình thức có mức cao nhất.", "Of the forms for one achievement the highest alone."
)
_TOGETHER = Words("Chỉ chi mức cao nhất.", "The highest alone is paid.")
_NO_RULE = Words(
    "Chưa có quy định được kiểm chứng về việc chi nhiều mức thưởng cùng lúc vào ngày này.",
    "No confirmed rule says on this day how several bonuses are paid together.",
)
_TWO_FORMS = Words(
    "Có hai hình thức khen thưởng cho cùng một thành tích: xem lại trước khi chi.",
    "Two forms are given for one achievement: look again before paying.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One award decided: whom for, the period of a title, the achievement of a form (any words that tell apart)."""

    award: str
    kind: str
    period: str = ""
    achievement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One award of a payment: its bonus, whether it is paid and why."""

    due: Due
    bonus: BonusAnswer
    is_paid: bool
    reason: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """`amount` of all that is paid, or None with `reason`."""

    amount: int | None
    parts: tuple[Part, ...]
    citations: tuple[Citation, ...]
    reason: Words | None = None


def payment(book: Rulebook, *, dues: Sequence[Due], on: date) -> Payment:
    """Return what is paid for awards of one recipient decided on one day."""
    bonuses = [bonus(book, award=due.award, kind=due.kind, on=on) for due in dues]
    cites = list(dict.fromkeys(cite for one in bonuses for cite in one.citations))
    refused: dict[int, Words] = {}
    reason = next((one.reason for one in bonuses if one.amount is None), None)
    if len(dues) > 1 and reason is None:
        rule = _rule(book, on)
        if rule is None:
            reason = _NO_RULE
        else:
            cites += [cite for cite in rule.basis.cite if cite not in cites]
            refused, reason = _refused(book, dues, bonuses, rule)
    parts = tuple(
        Part(
            due=due,
            bonus=one,
            is_paid=reason is None and place not in refused,
            reason=refused.get(place, reason or _PAID),
        )
        for place, (due, one) in enumerate(zip(dues, bonuses, strict=True))
    )
    amount = None if reason else sum(part.bonus.amount or 0 for part in parts if part.is_paid)
    return Payment(amount=amount, parts=parts, citations=tuple(cites), reason=reason)


def _rule(book: Rulebook, on: date) -> Stacking | None:
    held = (one for one in book.stackings.values() if one.in_force.holds(on))
    return next((one for one in held if book.standing(one.basis, on).decides), None)


def _refused(
    book: Rulebook, dues: Sequence[Due], bonuses: Sequence[BonusAnswer], rule: Stacking
) -> tuple[dict[int, Words], Words | None]:
    titles = [place for place, due in enumerate(dues) if book.awards[due.award].kind == "title"]
    forms = [place for place in range(len(dues)) if place not in titles]
    refused: dict[int, Words] = {}
    if rule.titles == "highest_of_period":
        for group in _groups((dues[place].period, place) for place in titles):
            refused |= dict.fromkeys(_but_highest(group, bonuses), _TITLE)
    for group in _groups((dues[place].achievement, place) for place in forms):
        if len(group) > 1 and rule.forms == "one_an_achievement":
            return {}, _TWO_FORMS
        refused |= dict.fromkeys(_but_highest(group, bonuses), _FORM)
    if rule.together == "highest" and titles and forms:
        left = [place for place in range(len(dues)) if place not in refused]
        refused |= dict.fromkeys(_but_highest(left, bonuses), _TOGETHER)
    return refused, None


def _groups(keyed: Iterable[tuple[str, int]]) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for name, place in keyed:
        found.setdefault(name, []).append(place)
    return list(found.values())


def _but_highest(places: Sequence[int], bonuses: Sequence[BonusAnswer]) -> list[int]:
    best = max(places, key=lambda place: bonuses[place].amount or 0)
    return [place for place in places if place != best]
