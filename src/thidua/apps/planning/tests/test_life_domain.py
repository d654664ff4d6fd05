"""Plain calculations: moving a plan to another year, ordering and numbering, templates, differences."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.planning import domain
from thidua.apps.planning.domain import Placed
from thidua.apps.planning.enums import Comparator, Recurrence

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("before", "years", "after"),
    [
        (date(2025, 3, 31), 1, date(2026, 3, 31)),
        (date(2025, 2, 28), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2027, 2, 28), 1, date(2028, 2, 29)),  # the last day of a month stays the last
        (date(2024, 2, 28), 1, date(2025, 2, 28)),
        (date(2026, 4, 30), -2, date(2024, 4, 30)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_days_move_by_whole_years(before: date, years: int, after: date) -> None:
    assert domain.moved_day(before, years=years) == after


def test_no_day_stays_no_day() -> None:
    assert domain.moved_day(None, years=1) is None


@given(DAYS, st.integers(-5, 5))
def test_a_moved_day_keeps_its_month_and_the_end_of_it(day: date, years: int) -> None:
    moved = domain.moved_day(day, years=years)
    assert moved is not None
    assert (moved.year, moved.month) == (day.year + years, day.month)
    is_last = [one.day == monthrange(one.year, one.month)[1] for one in (day, moved)]
    assert is_last[1] or not is_last[0]
    assert abs(moved.day - day.day) <= 1


@given(st.lists(DAYS, min_size=2, max_size=2).map(sorted), st.integers(-5, 5))
def test_moved_days_stay_in_order(days: list[date], years: int) -> None:
    first, last = (domain.moved_day(day, years=years) for day in days)
    assert first is not None
    assert last is not None
    assert first <= last


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Công tác thi đua năm 2025", "Công tác thi đua năm 2026"),
        ("Tháng 3/2025", "Tháng 3/2026"),
        ("Trước ngày 15/01/2026", "Trước ngày 15/01/2027"),
        ("so với năm 2024", "so với năm 2025"),
        ("giai đoạn 2021 - 2030", "giai đoạn 2021 - 2030"),
        ("Nghị định số 152/2025/NĐ-CP ngày 14/6/2025", "Nghị định số 152/2025/NĐ-CP ngày 14/6/2025"),
        (
            "theo Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025, hoàn thành năm 2025",
            "theo Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025, hoàn thành năm 2026",
        ),
        ("Kế hoạch 25/KH-SNV ngày 05/3/2025 và tổng kết 2025", "Kế hoạch 25/KH-SNV ngày 05/3/2025 và tổng kết 2026"),
        ("2.025 người, 20250 đồng", "2.025 người, 20250 đồng"),
        ("", ""),
    ],
)
def test_years_in_words_move_but_cited_documents_stay(before: str, after: str) -> None:
    assert domain.moved_words(before, from_year=2025, years=1) == after


ROWS = [Placed(1, None), Placed(2, None), Placed(3, 2), Placed(4, None), Placed(5, 2), Placed(6, 99)]


def keys(rows: list[Placed]) -> list[int]:
    return [row.key for row in rows]


def test_parts_stand_behind_their_task() -> None:
    assert keys(domain.in_order(ROWS)) == [1, 2, 3, 5, 4, 6]


@pytest.mark.parametrize(
    ("key", "place", "order"),
    [
        (4, 1, [4, 1, 2, 3, 5, 6]),
        (2, 3, [1, 4, 2, 3, 5, 6]),
        (2, 99, [1, 4, 6, 2, 3, 5]),
        (1, 0, [1, 2, 3, 5, 4, 6]),
        (5, 1, [1, 2, 5, 3, 4, 6]),
        (3, 2, [1, 2, 5, 3, 4, 6]),
    ],
)
def test_a_task_moves_among_those_beside_it(key: int, place: int, order: list[int]) -> None:
    assert keys(domain.moved(ROWS, key, place=place)) == order


def test_numbers_follow_the_order() -> None:
    assert domain.numbers(ROWS) == {1: "1", 2: "2", 3: "2.1", 5: "2.2", 4: "3", 6: "4"}


@given(st.lists(st.integers(0, 8), min_size=1, max_size=9), st.integers(0, 8), st.integers(-1, 12))
def test_moving_loses_no_task_and_keeps_the_order_of_the_others(parents: list[int], key: int, place: int) -> None:
    rows = [Placed(at, parent if parent < at else None) for at, parent in enumerate(parents)]
    chosen = key % len(rows)
    after = domain.moved(rows, chosen, place=place)
    assert sorted(keys(after)) == list(range(len(rows)))
    beside = [row.key for row in domain.in_order(rows) if row.parent == rows[chosen].parent and row.key != chosen]
    assert [row.key for row in after if row.key in beside] == beside
    assert len(set(domain.numbers(after).values())) == len(rows)


# ---- Templates -------------------------------------------------------------------------------------------------


def test_the_library_holds_the_kinds_of_plans_offices_write() -> None:
    assert [one.key for one in domain.templates()] == ["cong-tac-nam", "phong-trao", "dien-hinh", "dai-hoi"]
    assert domain.template_named("khong-co") is None


@pytest.mark.parametrize("template", domain.templates(), ids=lambda one: one.key)
def test_a_template_can_be_written_as_a_plan(template: domain.Template) -> None:
    assert len(template.tasks) >= 10
    assert len(template.checklist) >= 8
    assert len({one["text"] for one in template.checklist}) == len(template.checklist)
    for task in template.tasks:
        period = domain.period_in(task["period"], 2028)
        assert period.due_on.year == 2028
        assert period.starts_on is None or period.starts_on <= period.due_on
        assert task["content"]
        assert task["lead"]
        assert task.get("recurrence", "") in {"", *Recurrence.values}
    assert {one["comparator"] for one in template.targets} <= set(Comparator.values)


def test_periods_are_written_as_offices_write_them() -> None:
    found = {name: domain.period_in(name, 2026) for name in ("Q1", "M2", "H1", "H2", "Y", "28/02")}
    assert {name: (one.text, one.starts_on, one.due_on) for name, one in found.items()} == {
        "Q1": ("Quý I/2026", date(2026, 1, 1), date(2026, 3, 31)),
        "M2": ("Tháng 2/2026", date(2026, 2, 1), date(2026, 2, 28)),
        "H1": ("6 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 6, 30)),
        "H2": ("6 tháng cuối năm 2026", date(2026, 7, 1), date(2026, 12, 31)),
        "Y": ("Cả năm 2026", date(2026, 1, 1), date(2026, 12, 31)),
        "28/02": ("Trước ngày 28/02/2026", None, date(2026, 2, 28)),
    }
    with pytest.raises(ValueError, match="invalid literal"):
        domain.period_in("Q5/x", 2026)


@pytest.mark.parametrize(
    ("law", "first", "last"),
    [("06/2026/QH16", date(2026, 10, 1), None), ("152/2025/NĐ-CP", date(2025, 7, 1), date(2027, 2, 28))],
)
def test_a_template_cites_the_law_of_the_day(law: str, first: date, last: date | None) -> None:
    template = domain.templates()[0]

    def cites(day: date) -> bool:
        return law in {one.get("number") for one in template.bases_on(day)}

    assert (cites(first - timedelta(days=1)), cites(first)) == (False, True)
    if last is not None:
        assert (cites(last), cites(last + timedelta(days=1))) == (True, False)


# ---- Differences -----------------------------------------------------------------------------------------------

BLANK = dict.fromkeys(domain.COMPARED, "") | {"lead": (), "coordinating": (), "starts_on": None, "due_on": None,
                                                  "is_optional": False, "is_continuous": False}  # fmt: skip
VALUES = st.fixed_dictionaries(
    {
        "no": st.sampled_from(["", "1", "2"]),
        "content": st.sampled_from(["Phát động", "Sơ kết"]),
        "due_on": st.none() | DAYS,
        "lead": st.lists(st.sampled_from(["Văn phòng", "Phòng A"]), max_size=2, unique=True).map(tuple),
        "is_optional": st.booleans(),
    }
).map(lambda given: BLANK | given)


@given(st.lists(VALUES, max_size=4), st.data())
def test_differences_say_exactly_what_differs(before: list[dict[str, object]], data: st.DataObject) -> None:
    originals = [domain.TaskText(key, values) for key, values in enumerate(before, start=1)]
    copies = [
        domain.TaskText(100 + one.key, data.draw(VALUES), revises=one.key, is_dropped=data.draw(st.booleans()))
        for one in originals
    ]
    copies += [domain.TaskText(200 + at, values) for at, values in enumerate(data.draw(st.lists(VALUES, max_size=2)))]
    found = domain.differences(originals, copies)
    expected = []
    for copy in copies:
        original = next((one for one in originals if one.key == copy.revises), None)
        if original is None:
            expected.append(("new", 0))
        elif copy.is_dropped:
            expected.append(("dropped", original.key))
        elif copy.values != original.values:
            expected.append(("changed", original.key))
    assert [(one["kind"], one["task"]) for one in found] == expected
    for one in found:
        if one["kind"] == "changed":
            copy = next(copy for copy in copies if copy.revises == one["task"])
            original = originals[one["task"] - 1]
            assert [change["field"] for change in one["fields"]] == [
                name for name in domain.COMPARED if copy.values[name] != original.values[name]
            ]
    assert domain.differences(originals, [domain.TaskText(9, one.values, revises=one.key) for one in originals]) == []
