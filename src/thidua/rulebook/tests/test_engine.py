"""The law on the engine: the open cases of the brief, and tables that answer as single cases do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from thidua import rulebook
from thidua.lib.rules.answering import evaluate
from thidua.lib.rules.cases import differences
from thidua.lib.rules.facts import read_cases
from thidua.lib.rules.tests.test_table import assert_equal, cases_of

OPEN = Path(__file__).parents[5] / "shared" / "law-cases.md"


def test_open_cases_of_the_brief() -> None:
    if not OPEN.exists():
        pytest.skip("the brief's cases (../shared/law-cases.md) are not on this machine")
    blocks = re.findall(r"```yaml\n(id: .*?)```", OPEN.read_text(encoding="utf-8"), re.DOTALL)
    cases = [case for block in blocks for case in read_cases(block) if case.expect]
    assert len(cases) >= 10
    book = rulebook.load()
    assert {case.id: differences(case, evaluate(book, case)) for case in cases} == {case.id: [] for case in cases}


@pytest.mark.parametrize("on", [date(2022, 12, 20), date(2025, 12, 20), date(2026, 12, 20), date(2027, 12, 20)])
def test_tables_of_every_award_answer_as_single_cases_do(on: date) -> None:
    book = rulebook.load()
    for award in book.awards.values():
        for kind in award.subjects:
            assert_equal(book, cases_of(book, 11, 25, ask=award.key, kind=kind, on=on, received=on, route=""))
