"""A table answers each row as its case is answered alone: verdict, confirmation and reasons."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thidua.lib.rules.answering import evaluate
from thidua.lib.rules.facts import Candidate, Case, Discipline, Held, Pending, WorkDone, YearRecord
from thidua.lib.rules.loading import load_rulebook
from thidua.lib.rules.model import Rulebook
from thidua.lib.rules.table import VERDICTS, NotTabular, evaluate_table, reason_codes, table_of

BOOK = load_rulebook(Path(__file__).parent / "good")
ADOPTED = load_rulebook(Path(__file__).parent / "good", adopt=["east"])


def some(chance: random.Random, *values: Any) -> Any:
    return chance.choice(values)


def day(chance: random.Random, on: date) -> date:
    return on - timedelta(days=chance.randrange(-100, 1500))


def candidate(chance: random.Random, kind: str, on: date, book: Rulebook) -> Candidate:
    levels = book.scales["completion"]
    span = range(on.year - 6, on.year + 1)
    years = {
        year: YearRecord(some(chance, None, *levels, *levels[2:] * 3), some(chance, None, True, True, True, False))
        for year in span
        if chance.random() < 0.9
    }
    awards = [key for key, award in book.awards.items() if kind in award.subjects]
    held = [
        Held(chance.choice(awards), chance.choice(span), some(chance, None, day(chance, on)))
        for _ in range(chance.randrange(9))
    ]
    works = [
        WorkDone(
            f"w{number}",
            some(chance, None, "initiative", "initiative", "scientific-work"),
            some(chance, None, day(chance, on), day(chance, on)),
            some(chance, None, *book.scales["scope"] * 2),
            some(chance, None, True, True, False),
            some(chance, None, (), (), (chance.choice(awards),)),
        )
        for number in range(chance.randrange(3))
    ]
    discipline = [
        Discipline("canh-cao", day(chance, on), some(chance, None, day(chance, on)), some(chance, True, False))
        for _ in range(chance.random() < 0.2)
    ]
    pending = [
        Pending("complaint", day(chance, on), some(chance, None, day(chance, on)), some(chance, True, False))
        for _ in range(chance.random() < 0.2)
    ]
    flags = {"duoc-chon", "doan-ket", "unity", "selected_as_outstanding"}
    keys = (
        "sao_dong", "sao_bac", "disciplined", "completing", "lao_dong_tien_tien", "chien_si_thi_dua_co_so",
        "disciplined_canh_cao_up", "total",
    )  # fmt: skip
    return Candidate(
        kind=kind,
        category=some(chance, None, "tho-may", "ban-viec", "cong-chuc", "nong-dan"),
        gender=some(chance, None, "female", "male"),
        years=some(chance, None, *[years] * 9),
        recognitions=some(chance, None, *[tuple(held)] * 9),
        works=some(chance, None, *[tuple(works)] * 9),
        discipline=some(chance, None, *[tuple(discipline)] * 9),
        pending=some(chance, None, *[tuple(pending)] * 9),
        members=some(chance, None, *[{key: chance.randrange(20 if key == "total" else 4) for key in keys}] * 5),
        flags={key: chance.random() < 0.8 for key in flags if chance.random() < 0.9},
        declared={key: True for key in ("cuu-nguoi",) if chance.random() < 0.1},
        attested={key: False for key in ("giuong-mau",) if chance.random() < 0.1},
    )


def cases_of(
    book: Rulebook, seed: int, count: int, *, ask: str, kind: str, on: date, received: date, route: str
) -> list[Case]:
    chance = random.Random(seed)
    return [
        Case(
            id=str(number), ask=ask, on=on, received_on=received, route=route,
            candidate=candidate(chance, kind, on, book),
        )
        for number in range(count)
    ]  # fmt: skip


def assert_equal(book: Rulebook, cases: list[Case], *, chunk: int = 64) -> set[str]:
    table = table_of(book, cases)
    answer = evaluate_table(book, table, chunk=chunk)
    seen = set()
    for row, case in enumerate(cases):
        alone = evaluate(book, case, with_nearest=False)
        verdict = VERDICTS[int(answer.verdict[row])]
        assert (verdict, bool(answer.is_confirmed[row]), answer.codes(row)) == (
            str(alone.verdict), alone.is_confirmed, reason_codes(alone.tree),
        ), case  # fmt: skip
        seen.add(verdict)
    return seen


@pytest.mark.parametrize(
    ("ask", "kind", "route"),
    [
        ("sao-dong", "individual", ""), ("sao-bac", "individual", ""), ("sao-vang", "individual", ""),
        ("sao-vang", "individual", "merit"), ("thu-khen", "individual", ""), ("thu-khen", "individual", "merit"),
        ("thu-khen", "collective", ""), ("co-xom", "collective", ""), ("co-xom", "individual", ""),
        ("thu-khen", "household", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("on", "received"),
    [("2019-12-20", ""), ("2025-12-20", ""), ("2026-12-20", ""), ("2027-12-20", ""), ("2026-01-20", "2025-12-20"),
     ("2020-02-01", "2019-08-01")],
)  # fmt: skip
def test_table_and_single_agree(ask: str, kind: str, route: str, on: str, received: str) -> None:
    when = date.fromisoformat(on)
    came = date.fromisoformat(received) if received else when
    for book in (BOOK, ADOPTED):
        cases = cases_of(book, len(ask + on), 60, ask=ask, kind=kind, on=when, received=came, route=route)
        assert_equal(book, cases)


def test_random_records_reach_every_verdict() -> None:
    on = date(2025, 12, 20)
    seen = [
        assert_equal(BOOK, cases_of(BOOK, 7, 600, ask=ask, kind="individual", on=on, received=on, route=route))
        for ask, route in (("sao-dong", ""), ("sao-bac", ""), ("sao-vang", "merit"))
    ]
    assert seen[:2] == [set(VERDICTS)] * 2


def test_chunks_change_nothing() -> None:
    on = date(2025, 12, 20)
    table = table_of(BOOK, cases_of(BOOK, 3, 200, ask="sao-bac", kind="individual", on=on, received=on, route=""))
    whole, parts = evaluate_table(BOOK, table), evaluate_table(BOOK, table, chunk=17)
    for one, other in ((whole.verdict, parts.verdict), (whole.reasons, parts.reasons)):
        assert np.array_equal(one, other)


def test_what_cannot_stand_in_one_table_is_refused() -> None:
    on = date(2025, 12, 20)
    cases = cases_of(BOOK, 3, 2, ask="sao-bac", kind="individual", on=on, received=on, route="")
    other = cases_of(BOOK, 3, 1, ask="sao-dong", kind="individual", on=on, received=on, route="")
    with pytest.raises(NotTabular, match="different awards"):
        table_of(BOOK, cases + other)
    with pytest.raises(NotTabular, match="no cases"):
        table_of(BOOK, [])
