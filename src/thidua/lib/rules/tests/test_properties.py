"""Properties: more evidence never turns a firm answer round, and only evidence makes the unknown known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.lib.rules.answering import evaluate
from thidua.lib.rules.facts import Candidate, Case, Discipline, Held, Pending, WorkDone, YearRecord
from thidua.lib.rules.findings import Verdict
from thidua.lib.rules.loading import load_rulebook

BOOK = load_rulebook(Path(__file__).parent / "good")
DAYS = st.dates(date(2021, 1, 1), date(2025, 12, 31))
LEVELS = st.sampled_from(["khong", "dat", "kha", "gioi"])
YEARS = st.dictionaries(
    st.integers(2020, 2025), st.builds(YearRecord, st.none() | LEVELS, st.none() | st.booleans()), max_size=6
)
HELD = st.lists(
    st.builds(Held, st.sampled_from(["sao-dong", "sao-bac", "sao-vang"]), st.integers(2020, 2025), st.none()),
    max_size=5,
).map(tuple)
WORKS = st.lists(
    st.builds(
        WorkDone,
        st.just("w"),
        st.none() | st.sampled_from(["initiative", "scientific-work"]),
        st.none() | DAYS,
        st.none() | st.sampled_from(["xom", "tong", "nuoc"]),
        st.none() | st.booleans(),
        st.none() | st.sampled_from([(), ("thu-khen",)]),
    ),
    max_size=2,
).map(tuple)
CANDIDATES = st.builds(
    Candidate,
    kind=st.just("individual"),
    category=st.none() | st.sampled_from(["tho-may", "ban-viec"]),
    gender=st.none() | st.sampled_from(["female", "male"]),
    years=st.none() | YEARS,
    recognitions=st.none() | HELD,
    works=st.none() | WORKS,
    discipline=st.none()
    | st.lists(st.builds(Discipline, st.just("canh-cao"), DAYS, DAYS, st.just(True)), max_size=1).map(tuple),
    pending=st.none()
    | st.lists(st.builds(Pending, st.just("complaint"), DAYS, st.none() | DAYS, st.just(True)), max_size=1).map(tuple),
    flags=st.dictionaries(st.just("duoc-chon"), st.booleans()),
)
ASKS = st.sampled_from(["sao-dong", "sao-bac", "sao-vang", "thu-khen"])


def case(ask: str, candidate: Candidate, route: str = "") -> Case:
    day = date(2025, 12, 20)
    return Case(id="p", ask=ask, on=day, received_on=day, candidate=candidate, route=route)


def verdict(ask: str, candidate: Candidate) -> Verdict:
    return evaluate(BOOK, case(ask, candidate), with_nearest=False).verdict


WHOLE: dict[str, Any] = {
    "category": "ban-viec", "gender": "female", "years": {}, "recognitions": (), "works": (), "discipline": (),
    "pending": (),
}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(ASKS, CANDIDATES, st.data())
def test_filling_in_what_was_absent_never_turns_an_answer_round(ask: str, candidate: Candidate, data: Any) -> None:
    before = verdict(ask, candidate)
    fuller: dict[str, Any] = {}
    for key, strategy in (("category", ["tho-may", "ban-viec"]), ("gender", ["female", "male"])):
        if getattr(candidate, key) is None:
            fuller[key] = data.draw(st.sampled_from(strategy))
    for key, lists in (("recognitions", HELD), ("works", WORKS)):
        if getattr(candidate, key) is None:
            fuller[key] = data.draw(lists)
    fuller.update({key: () for key in ("discipline", "pending") if getattr(candidate, key) is None})
    given_years = dict(candidate.years or {})
    for year in range(2020, 2026):
        known = given_years.get(year, YearRecord(None, None))
        level = known.completion if known.completion is not None else data.draw(LEVELS)
        unity = known.solidarity if known.solidarity is not None else data.draw(st.booleans())
        given_years[year] = YearRecord(level, unity)
    after = verdict(ask, replace(candidate, years=given_years, **fuller))
    if before is not Verdict.UNKNOWN:
        assert after is before


@settings(max_examples=300, deadline=None)
@given(ASKS, CANDIDATES, LEVELS)
def test_another_work_a_better_year_or_a_cleared_matter_never_takes_away(
    ask: str, candidate: Candidate, level: str
) -> None:
    if verdict(ask, candidate) is not Verdict.MET:
        return
    work = WorkDone("more", "initiative", date(2025, 5, 1), "nuoc", effective=True, used_for=())
    assert verdict(ask, replace(candidate, works=(*(candidate.works or ()), work))) is Verdict.MET
    scale = BOOK.scales["completion"]
    better = {
        year: YearRecord(
            max(record.completion, level, key=scale.index) if record.completion else None, record.solidarity
        )
        for year, record in (candidate.years or {}).items()
    }
    assert verdict(ask, replace(candidate, years=better if candidate.years is not None else None)) is Verdict.MET
    assert verdict(ask, replace(candidate, pending=())) is Verdict.MET
    assert verdict(ask, replace(candidate, declared={"cuu-nguoi": True})) is Verdict.MET


@settings(max_examples=300, deadline=None)
@given(ASKS, CANDIDATES)
def test_every_answer_carries_its_reason(ask: str, candidate: Candidate) -> None:
    answer = evaluate(BOOK, case(ask, candidate))
    assert answer.citations
    assert bool(answer.missing) is (answer.verdict is not Verdict.MET)
    assert answer.earliest_on is None or (answer.verdict is Verdict.UNMET and answer.earliest_on > date(2021, 1, 1))
    for finding in answer.tree.walk():
        assert finding.required.vi
        assert finding.required.en
