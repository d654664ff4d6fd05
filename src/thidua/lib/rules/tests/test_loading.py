"""Loading: a good rulebook whole; the errors of broken files, each pinned."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from thidua.lib.rules.errors import RulebookInvalid
from thidua.lib.rules.loading import load_rulebook
from thidua.lib.rules.model import Citation

GOOD = Path(__file__).parent / "good"


def test_good_rulebook_loads_with_its_dates_and_words() -> None:
    book = load_rulebook(GOOD)
    assert list(book.rules) == [
        "bronze-old", "bronze", "bronze-mechanics", "silver", "gold", "flag", "letter", "letter-sudden",
        "letter-collective",
    ]  # fmt: skip
    old = book.rules["bronze-old"].in_force
    assert (old.first, old.last) == (date(2000, 1, 1), date(2019, 12, 31))  # those of its instrument
    assert book.bonuses["b1"].coefficient == Fraction("0.3")
    assert book.bonuses["b1"].in_force.last is None  # the decree lapses into «unknown», it ends nothing
    assert book.word("kha").en == "Good"
    assert [str(cite) for cite in book.rules["letter-sudden"].basis.cite] == ["luat-2:9.2"]


def test_presets_apply_only_when_adopted() -> None:
    assert "letter-east" not in load_rulebook(GOOD).rules
    assert "letter-east" in load_rulebook(GOOD, adopt=["east"]).rules
    with pytest.raises(RulebookInvalid, match="Không có bộ mẫu west"):
        load_rulebook(GOOD, adopt=["west"])


def test_standing_follows_confidence_source_and_instrument() -> None:
    book = load_rulebook(GOOD)
    standing = book.standing(book.rules["bronze"].basis, date(2025, 12, 31))
    assert (standing.decides, standing.carried) == (True, False)
    standing = book.standing(book.rules["bronze"].basis, date(2026, 1, 1))
    assert (standing.decides, standing.carried) == (True, True)
    assert not book.standing(book.rules["letter-collective"].basis, date(2025, 1, 1)).decides
    assert book.standing(book.restrictions["no-pending"].basis, date(2027, 6, 30)).decides
    assert not book.standing(book.restrictions["no-pending"].basis, date(2027, 7, 1)).decides


@pytest.mark.parametrize("text", ["luat-2", "luat-2:5", "luat-2:5.1", "luat-2:5.1.đb", "nd-1:9a.2.c"])
def test_citations_print_as_they_are_read(text: str) -> None:
    assert str(Citation.parse(text)) == text
