"""Thresholds of votes by award and day, and the day before and after each change."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.lib.rules.amounts import vote
from thidua.lib.rules.comparing import changes
from thidua.rulebook import load

HERO, SOLDIER = "anh-hung-lao-dong", "anh-hung-luc-luong-vu-trang-nhan-dan"
NATION, MINISTRY, BASE = "chien-si-thi-dua-toan-quoc", "chien-si-thi-dua-bo-tinh", "chien-si-thi-dua-co-so"
FLAG, MINISTRY_FLAG = "co-thi-dua-chinh-phu", "co-thi-dua-bo-tinh"

# award, day, members: threshold, votes needed (None: no confirmed national threshold)
ROWS = [
    (NATION, date(2017, 9, 30), 10, None, None),
    (NATION, date(2017, 10, 1), 10, "9/10", 9),
    (MINISTRY, date(2023, 12, 31), 11, "9/10", 10),
    (HERO, date(2023, 12, 31), 9, "9/10", 9),
    (SOLDIER, date(2023, 12, 31), 20, "9/10", 18),
    (BASE, date(2023, 12, 31), 10, None, None),
    (MINISTRY_FLAG, date(2023, 12, 31), 10, None, None),
    (FLAG, date(2023, 12, 31), 10, None, None),
    (MINISTRY, date(2024, 1, 1), 11, "9/10", 10),
    (BASE, date(2024, 1, 1), 9, "4/5", 8),
    (MINISTRY_FLAG, date(2025, 6, 30), 10, "4/5", 8),
    (FLAG, date(2025, 6, 30), 11, "4/5", 9),
    (NATION, date(2025, 6, 30), 10, None, None),  # not in the clause of Decree 98/2023 that was read
    (NATION, date(2025, 7, 1), 10, "9/10", 9),
    (HERO, date(2025, 7, 1), 15, "9/10", 14),
    ("tinh-thanh-pho-anh-hung", date(2025, 7, 1), 15, "9/10", 14),
    (FLAG, date(2025, 7, 1), 11, "4/5", 9),
    (MINISTRY, date(2025, 7, 1), 11, None, None),
    (BASE, date(2025, 7, 1), 9, None, None),
    (MINISTRY_FLAG, date(2025, 7, 1), 10, None, None),
    (FLAG, date(2027, 2, 28), 5, "4/5", 4),
    (FLAG, date(2027, 3, 1), 5, None, None),
]


@pytest.mark.parametrize(("award", "on", "members", "threshold", "needed"), ROWS, ids=lambda one: str(one))
def test_vote(award: str, on: date, members: int, threshold: str | None, needed: int | None) -> None:
    found = vote(load(), award=award, on=on, members=members)
    assert (found.threshold, found.needed) == (threshold, needed)
    assert found.base == ("all_members" if needed else None)
    assert (found.reason is None) == (needed is not None)


def test_the_old_ballot_was_secret() -> None:
    book = load()
    assert vote(book, award=NATION, on=date(2023, 1, 1), members=9).ballot == "secret"
    assert vote(book, award=NATION, on=date(2026, 1, 1), members=9).ballot == "required"
    assert [str(one) for one in vote(book, award=NATION, on=date(2023, 1, 1), members=9).citations] == [
        "nd-91-2017:45.8"
    ]


def test_a_body_may_keep_the_thresholds_of_the_decree_before() -> None:
    book = load(adopt=["votes-of-decree-98"])
    rows = {
        award: vote(book, award=award, on=date(2026, 1, 1), members=9).needed
        for award in (MINISTRY, BASE, MINISTRY_FLAG)
    }
    assert rows == {MINISTRY: 9, BASE: 8, MINISTRY_FLAG: 8}
    assert vote(book, award=FLAG, on=date(2026, 1, 1), members=9).needed == 8


def test_what_changed_for_one_title_names_that_title_alone() -> None:
    book = load()
    found = changes(book, first=date(2025, 6, 30), second=date(2025, 7, 1), award=BASE)
    assert {one.about for one in found if one.about in book.awards} == {BASE}
    assert [(one.sign, one.cite) for one in found if one.about == BASE and "Phiếu" in one.words.vi] == [
        ("-", "nd-98-2023:30.7"),
        ("+", "nd-152-2025:6.2.đ, nd-152-2025:6.2.e"),
    ]
