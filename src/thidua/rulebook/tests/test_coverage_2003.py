"""The table of coverage of the old law names nothing that is not there, and no rule of it is left out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from thidua.lib.rules.model import Rulebook
from thidua.rulebook import load

PAGE = Path(__file__).parents[4] / "docs" / "law" / "coverage-2003.md"
LAST = date(2023, 12, 31)
KEYS_OF_CASES = {
    "lao_dong_tien_tien",
    "proposed_rank",
    "unknown",
    "thidua rules vote",
    "rulebook/tests/test_amounts.py",
}


def _named() -> set[str]:
    return set(re.findall(r"`([^`]+)`", PAGE.read_text(encoding="utf-8"))) - KEYS_OF_CASES


def _ids(book: Rulebook) -> set[str]:
    return {
        key
        for items in (book.instruments, book.awards, book.rules, book.restrictions, book.parameters, book.votes,
                      book.bonuses, book.bonus_methods, book.procedures, book.transitions)
        for key in items
    }  # fmt: skip


def test_every_id_on_the_page_exists() -> None:
    assert sorted(_named() - _ids(load())) == []


def test_every_item_of_the_old_law_is_on_the_page() -> None:
    book = load()
    old = {
        key
        for items in (book.rules, book.restrictions, book.votes, book.procedures, book.bonus_methods)
        for key, one in items.items()
        if one.in_force.last is not None and one.in_force.last <= LAST
    }
    assert len(old) > 60
    assert sorted(old - _named()) == []
