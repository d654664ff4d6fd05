"""What changed in the law between two days, and when a candidate may be proposed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.lib.rules import conditions as c
from thidua.lib.rules.answering import Answer, evaluate
from thidua.lib.rules.facts import Case
from thidua.lib.rules.findings import Verdict
from thidua.lib.rules.model import Basis, Rulebook, Words
from thidua.lib.rules.wording import figure, requirement


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `sign` is + (new), - (gone) or ~ (stands, but worth less or more)."""

    sign: str
    about: str
    words: Words
    cite: str


def changes(book: Rulebook, *, first: date, second: date, award: str = "") -> list[Change]:
    """Return what the law of `second` has that of `first` has not, and the other way; of one award or of all."""
    found: list[Change] = []
    for section, line in (("rules", _rule_lines), ("restrictions", _restriction_lines), ("votes", _vote_lines),
                          ("bonuses", _bonus_lines), ("procedures", _procedure_lines)):  # fmt: skip
        items: Mapping[str, Any] = getattr(book, section)
        before = {key: one for key, one in items.items() if one.in_force.holds(first) and _about(one, award)}
        after = {key: one for key, one in items.items() if one.in_force.holds(second) and _about(one, award)}
        gone = [entry for key, one in before.items() if key not in after for entry in line(book, one)]
        new = [entry for key, one in after.items() if key not in before for entry in line(book, one)]
        if award:  # an item that names several awards says one line for each
            gone, new = ([one for one in told if one[0] == award or one[0] not in book.awards] for told in (gone, new))
        same = {words.vi for _, words, _ in gone} & {words.vi for _, words, _ in new}
        found += [Change("-", about, words, cite) for about, words, cite in gone if words.vi not in same]
        found += [Change("+", about, words, cite) for about, words, cite in new if words.vi not in same]
        for key in before.keys() & after.keys():
            found += _standing_changes(book, section, before[key], first, second)
    if not award:
        found += _parameter_changes(book, first, second)
    return found


def _about(one: Any, award: str) -> bool:
    if not award:
        return True
    named = (one.award,) if hasattr(one, "award") else one.awards
    return award in named or (not named and not hasattr(one, "kind"))


def _standing_changes(book: Rulebook, section: str, one: Any, first: date, second: date) -> Iterator[Change]:
    basis: Basis = one.basis
    before, after = book.standing(basis, first), book.standing(basis, second)
    about = getattr(one, "award", "") or ", ".join(getattr(one, "awards", ())) or section
    cite = ", ".join(str(one) for one in basis.cite)
    if before.decides and not after.decides:
        words = Words(f"{one.id}: không còn quyết định, phải đối chiếu văn bản", f"{one.id}: no longer decides")
        yield Change("~", about, words, cite)
    elif not before.carried and after.carried:
        words = Words(f"{one.id}: lời văn đã sửa đổi, chưa đọc bản mới", f"{one.id}: wording amended, not read again")
        yield Change("~", about, words, cite)


Entry = tuple[str, Words, str]


def _rule_lines(book: Rulebook, rule: Any) -> Iterator[Entry]:
    cite = ", ".join(str(one) for one in rule.basis.cite)
    for one, depth in _leaves(rule.conditions, 0):
        words = requirement(one, book)
        own = ", ".join(str(item) for item in one.basis.cite) or cite
        yield rule.award, Words("  " * depth + words.vi, "  " * depth + words.en), own


def _leaves(one: c.Condition, depth: int) -> Iterator[tuple[c.Condition, int]]:
    if not isinstance(one, c.All):
        yield one, depth
    for child in one.children:
        yield from _leaves(child, depth if isinstance(one, c.All) else depth + 1)


def _restriction_lines(book: Rulebook, one: Any) -> Iterator[Entry]:
    words = requirement(one.require, book)
    yield ", ".join(one.awards) or "restrictions", words, ", ".join(str(cite) for cite in one.basis.cite)


def _vote_lines(book: Rulebook, one: Any) -> Iterator[Entry]:
    base = {"all_members": Words("tổng số thành viên", "all members"), "present": Words("số có mặt", "present")}
    cite = ", ".join(str(cite) for cite in one.basis.cite)
    for award in one.awards:
        name = book.word(award)
        if one.threshold is None:
            yield award, Words(f"Phiếu cho {name.vi}: {one.note.vi}", f"Vote on {name.en}: {one.note.en}"), cite
        else:
            on = base[one.base]
            yield (
                award,
                Words(
                    f"Phiếu cho {name.vi}: {one.threshold} {on.vi}", f"Vote on {name.en}: {one.threshold} of {on.en}"
                ),
                cite,
            )


def _bonus_lines(book: Rulebook, one: Any) -> Iterator[Entry]:
    cite = ", ".join(str(cite) for cite in one.basis.cite)
    rate = (
        f"{figure(one.coefficient, book)}" if one.coefficient is not None else f"{figure(one.times, book)} × {one.of}"
    )
    for award in one.awards:
        name = book.word(award)
        yield award, Words(f"Thưởng {name.vi} ({one.kind}): {rate}", f"Bonus {name.en} ({one.kind}): {rate}"), cite


def _procedure_lines(book: Rulebook, one: Any) -> Iterator[Entry]:
    yield ", ".join(one.awards) or one.kind, one.words, ", ".join(str(cite) for cite in one.basis.cite)


def _parameter_changes(book: Rulebook, first: date, second: date) -> Iterator[Change]:
    for one in book.parameters.values():
        before = next((value for value in one.values if value.in_force.holds(first)), None)
        after = next((value for value in one.values if value.in_force.holds(second)), None)
        for sign, value, other in (("-", before, after), ("+", after, before)):
            if value is not None and (other is None or other.value != value.value):
                words = Words(f"{one.words.vi}: {value.value}", f"{one.words.en}: {value.value}")
                yield Change(sign, one.key, words, ", ".join(str(cite) for cite in value.basis.cite))


def earliest(book: Rulebook, case: Case) -> tuple[Answer, date | None]:
    """Return the answer, and the earliest day the candidate may be proposed: the day asked when it is met now.

    Assumes that what does not hang on time stays as it is and that the coming years meet what the rule asks.
    """
    answer = evaluate(book, case)
    if answer.verdict is Verdict.MET:
        return answer, case.on
    return answer, answer.earliest_on
