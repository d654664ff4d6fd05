"""The table of coverage names only what the rulebook has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thidua.rulebook import load

TABLE = Path(__file__).parents[4] / "docs" / "law" / "coverage.md"
WORDS_OF_THE_TABLE = {"awards", "instruments", "completion"}


def test_each_id_of_the_table_of_coverage_is_in_the_rulebook() -> None:
    if not TABLE.is_file():
        pytest.skip("the documentation is not beside this installation")
    book = load(adopt=sorted(load().presets))
    known = set(WORDS_OF_THE_TABLE)
    for section in (
        "rules", "restrictions", "parameters", "bonus_methods", "bonuses", "votes", "procedures", "transitions",
        "delegations", "regimes", "instruments",
    ):  # fmt: skip
        known |= set(getattr(book, section))
    named = [one for one in re.findall(r"`([^`]+)`", TABLE.read_text(encoding="utf-8")) if "/" not in one]
    assert len(named) > 200
    assert sorted(set(named) - known - {"law-2022.yaml"}) == []
