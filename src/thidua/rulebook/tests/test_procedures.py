"""Deadlines against a table of our own, and what the preparation of a dossier reads."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.rulebook import load

# id: (days, unit, by), first day, last day, main citation
LIMITS = {
    "dl17-cstdtq": ((None, "days", "10-31"), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017:48.1"),
    "dl17-cocp": ((None, "days", "03-31"), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017:48.1"),
    "dl17-cocp-education": ((None, "days", "10-15"), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017:48.1"),
    "dl17-merit": ((None, "days", "06-30"), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017:48.1"),
    "dl17-merit-education": ((None, "days", "10-15"), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017:48.1"),
    "dl17-heroes": ((None, "days", "02-28"), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017:48.1"),
    "dl17-appraisal": ((20, "working_days", ""), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017"),
    "dl17-appraisal-consulted": ((30, "working_days", ""), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017"),
    "dl17-result": ((10, "working_days", ""), date(2017, 10, 1), date(2023, 12, 31), "nd-91-2017:48.2"),
    "dl24-return": ((5, "working_days", ""), date(2025, 1, 1), date(2025, 6, 30), "qd-311-2025-bnv"),
    "dl25-cstdtq": ((None, "days", "12-31"), date(2025, 7, 1), None, "nd-152-2025:35.1.a"),
    "dl25-cocp": ((None, "days", "06-30"), date(2025, 7, 1), None, "nd-152-2025:35.1.b"),
    "dl25-cocp-education": ((None, "days", "12-31"), date(2025, 7, 1), None, "nd-152-2025:35.1.b"),
    "dl25-review": ((30, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:35.3"),
    "dl25-review-high": ((40, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:35.3"),
    "dl25-appraisal": ((20, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:35.2"),
    "dl25-return": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:35.4.a"),
    "dl25-refused": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:35.4.b"),
    "dl25-copy": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:35.4.c"),
    "dl25-items-few": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:35.4.d"),
    "dl25-items-many": ((20, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:35.4.d"),
    "dl25-consulted": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:34.6"),
    "dl25-agreed": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:34.7"),
    "dl25-cutoff": ((6, "months", ""), date(2025, 7, 1), None, "nd-152-2025:33.9"),
    "dl25-revoke": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:56.4"),
    "dl25-return-items": ((15, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:58"),
    "dl25-strip": ((30, "days", ""), date(2025, 7, 1), None, "nd-152-2025:57.2"),
    "pub25-before-council": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:44.2"),
    "pub25-heroes": ((10, "working_days", ""), date(2025, 7, 1), None, "nd-152-2025:44.1"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limit(name: str) -> None:
    one = load().procedures[name]
    limit, first, last, cite = LIMITS[name]
    assert one.limit is not None
    assert (one.limit.days, one.limit.unit, one.limit.by) == limit
    assert (one.in_force.first, one.in_force.last) == (first, last)
    assert str(one.basis.cite[0]) == cite


def test_every_national_limit_that_decides_is_in_the_table() -> None:
    book = load()
    limits = {key for key, one in book.procedures.items() if one.limit and one.kind in ("deadline", "publication")}
    deciding = {key for key in limits if book.standing(book.procedures[key].basis, date(2026, 1, 1)).decides}
    assert sorted(deciding - LIMITS.keys()) == []


def test_only_three_numbered_forms_are_confirmed() -> None:
    forms = {key: one for key, one in load().procedures.items() if key.startswith("form25-") and key[7:].isdigit()}
    assert len(forms) == 13
    assert [key for key, one in forms.items() if one.basis.confidence == "high"] == [
        "form25-01",
        "form25-05",
        "form25-13",
    ]


@pytest.mark.parametrize(
    ("award", "on", "dossiers"),
    [
        ("chien-si-thi-dua-toan-quoc", date(2023, 12, 31), ["ds17-cstdtq"]),
        ("chien-si-thi-dua-toan-quoc", date(2024, 1, 1), []),
        ("chien-si-thi-dua-toan-quoc", date(2025, 7, 1), ["ds25-cstdtq", "ds25-scope"]),
        ("co-thi-dua-chinh-phu", date(2025, 7, 1), ["ds25-cocp"]),
        ("giay-khen", date(2025, 7, 1), ["ds25-lower"]),
    ],
)
def test_dossiers_named_for_an_award(award: str, on: date, dossiers: list[str]) -> None:
    found = [
        key
        for key, one in load().procedures.items()
        if one.kind == "dossier" and award in one.awards and one.in_force.holds(on)
    ]
    assert found == dossiers


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        (date(2023, 12, 31), "to-2023-12"),
        (date(2024, 1, 1), "from-2024-01"),
        (date(2025, 6, 30), "from-2024-01"),
        (date(2025, 7, 1), "from-2025-07"),
    ],
)
def test_one_regime_a_day(day: date, regime: str) -> None:
    assert [key for key, one in load().regimes.items() if one.in_force.holds(day)] == [regime]
