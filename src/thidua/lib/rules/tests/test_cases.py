"""The runner of cases beside the rules."""

from __future__ import annotations

from pathlib import Path

from thidua.lib.rules.cases import run_cases
from thidua.lib.rules.loading import load_rulebook

GOOD = Path(__file__).parent / "good"


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
