"""The cases beside the rules: every one comes out as it says, and they reach every rule that decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from thidua.lib.rules.answering import Answer, evaluate
from thidua.lib.rules.facts import Candidate, Case, read_cases
from thidua.lib.rules.findings import Verdict
from thidua.rulebook import FOLDER, load

OPEN_CASES = Path(__file__).parents[5] / "shared" / "law-cases.md"


def _cases() -> Iterator[tuple[str, Case]]:
    for path in sorted((FOLDER / "cases").glob("*.yaml")):
        for case in read_cases(path.read_text(encoding="utf-8")):
            yield path.stem, case


CASES = [case for _, case in _cases()]
SINCE_2024 = [case for name, case in _cases() if name.endswith("-2022")]


def _bears(answer: Answer, because: str) -> bool:
    cites = [str(one) for one in answer.citations]
    return any(cite == because or cite.startswith((f"{because}.", f"{because}:")) for cite in cites)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_case_comes_out_as_it_says(case: Case) -> None:
    answer = evaluate(load(), case, with_nearest=False)

    assert str(answer.verdict) == case.expect["verdict"], answer.missing
    if "confirmed" in case.expect:
        assert answer.is_confirmed == case.expect["confirmed"]
    assert [one for one in case.because if not _bears(answer, one)] == []
    if answer.verdict is Verdict.UNKNOWN:
        assert answer.missing


def test_ids_of_cases_are_unique() -> None:
    names = [case.id for case in CASES]
    assert sorted(set(names)) == sorted(names)


def test_each_deciding_rule_since_2024_holds_in_one_case_and_fails_in_another() -> None:
    book = load()
    seen: dict[str, set[Verdict]] = {}
    for case in SINCE_2024:
        for found in evaluate(book, case, with_nearest=False).tree.walk():
            if found.code.startswith("rule."):
                seen.setdefault(found.code.removeprefix("rule."), set()).add(found.value)
    ours = [rule for rule in book.rules.values() if "-2022" in rule.origin.file]
    silent = [
        rule.id
        for rule in ours
        if rule.basis.confidence == "high" and not {Verdict.MET, Verdict.UNMET} <= seen.get(rule.id, set())
    ]
    assert silent == []


def test_what_nobody_read_is_unknown_and_names_the_text() -> None:
    book = load()
    unread = [rule for rule in book.rules.values() if "-2022" in rule.origin.file and rule.basis.confidence == "gap"]
    for rule in unread:
        on = rule.in_force.last or date(2026, 1, 20)
        candidate = Candidate(kind=rule.scope.subjects[0], category=next(iter(sorted(rule.scope.applies_to)), None))
        case = Case(id=rule.id, ask=rule.award, on=on, received_on=on, route=rule.route, candidate=candidate)
        answer = evaluate(book, case, with_nearest=False)
        assert answer.verdict is Verdict.UNKNOWN, rule.id
        assert any(key.startswith("text:") for key in answer.missing), rule.id


def test_the_open_cases_of_the_product_brief_come_out_as_they_say() -> None:
    if not OPEN_CASES.is_file():
        pytest.skip("the product brief with its open cases is not beside this checkout")
    text = OPEN_CASES.read_text(encoding="utf-8").split("## Open cases")[1].split("```yaml")[1].split("```")[0]
    cases = read_cases(text)
    answers = [evaluate(load(), case) for case in cases]

    assert len(cases) == 10
    assert [str(one.verdict) for one in answers] == [case.expect["verdict"] for case in cases]
    assert [one.is_confirmed for one, case in zip(answers, cases, strict=True) if "confirmed" in case.expect] == [
        case.expect["confirmed"] for case in cases if "confirmed" in case.expect
    ]
    for answer, case in zip(answers, cases, strict=True):
        assert [one for one in case.because if not _bears(answer, one)] == []


def test_the_preset_of_a_province_gives_the_standard_the_law_leaves_to_it() -> None:
    good = """
id: gk
ask: giay-khen
on: 2026-01-20
candidate: {kind: individual, category: vien-chuc, years: [{year: 2025, completion: tot, solidarity: true}],
  recognitions: [], initiatives: [], discipline: [], pending: [], declared: {excellent_in_movement_of_unit: true}}
"""
    (case,) = read_cases(good)
    (low,) = read_cases(good.replace("completion: tot", "completion: hoan-thanh"))
    adopted = load(adopt=["bac-ninh-2025"])

    assert evaluate(load(), case).verdict is Verdict.UNKNOWN
    assert evaluate(adopted, case).verdict is Verdict.MET
    assert _bears(evaluate(adopted, case), "qd-86-2025-bac-ninh:4.3")
    assert evaluate(adopted, low).verdict is Verdict.UNMET
