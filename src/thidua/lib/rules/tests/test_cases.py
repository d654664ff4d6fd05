"""The runner of cases beside the rules, and the open cases of the brief on the law itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thidua.lib.rules.answering import evaluate
from thidua.lib.rules.cases import differences, run_cases
from thidua.lib.rules.facts import read_cases
from thidua.lib.rules.loading import load_rulebook

GOOD = Path(__file__).parent / "good"
OPEN = Path(__file__).parents[6] / "shared" / "law-cases.md"


def test_cases_that_come_out_as_expected() -> None:
    assert run_cases(load_rulebook(GOOD), GOOD / "cases") == (2, [])


def test_a_case_that_does_not_is_told(tmp_path: Path) -> None:
    text = (GOOD / "cases" / "stars.yaml").read_text(encoding="utf-8").partition("---")[0]
    text = text.replace("verdict: met, confirmed: true", "verdict: unmet, confirmed: false").replace(
        "luat-2:5", "luat-9:5"
    )
    (tmp_path / "wrong.yaml").write_text(text, encoding="utf-8")
    count, misses = run_cases(load_rulebook(GOOD), tmp_path)
    assert count == 1
    assert [str(one) for one in misses] == [
        "wrong.yaml: bronze-held: verdict cần unmet, ra met.",
        "wrong.yaml: bronze-held: confirmed cần False, ra True.",
        "wrong.yaml: bronze-held: căn cứ luat-9:5 không có trong luat-2:5, luat-2:5.1, nd-3:4.1, nd-3:4.2.",
    ]


def test_open_cases_of_the_brief() -> None:
    if not OPEN.exists():
        pytest.skip("the brief's cases (../shared/law-cases.md) are not on this machine")
    from thidua import rulebook

    blocks = re.findall(r"```yaml\n(id: .*?)```", OPEN.read_text(encoding="utf-8"), re.DOTALL)
    cases = [case for block in blocks for case in read_cases(block) if case.expect]
    assert len(cases) >= 10
    book = rulebook.load()
    assert {case.id: differences(case, evaluate(book, case)) for case in cases} == {case.id: [] for case in cases}
