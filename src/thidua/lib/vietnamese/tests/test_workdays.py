"""Days off of four years pinned by name, and the arithmetic of working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.lib.vietnamese.workdays import (
    Calendar,
    Overrides,
    add_working_days,
    holiday_name,
    holidays_between,
    is_provisional,
    is_working_day,
    makeup_days_between,
    next_working_day,
    working_days_between,
)

DAYS_OFF = {
    # Công văn 8662/VPCP-KGVX of 03/11/2023: Tết 08/02 to 14/02, National Day 31/08 to 03/09;
    # Công văn 2450/VPCP-KGVX of 12/04/2024: 29/04 off, Saturday 04/05 worked. Hùng Kings 18/04: Labor Code, Art. 112.
    2024: """
        01/01 Tết Dương lịch
        08/02 Ngày trước giao thừa Tết Nguyên đán
        09/02 Giao thừa Tết Nguyên đán
        10/02 Tết Nguyên đán
        11/02 Mùng hai Tết Nguyên đán
        12/02 Mùng ba Tết Nguyên đán
        13/02 Mùng bốn Tết Nguyên đán
        14/02 Mùng năm Tết Nguyên đán
        18/04 Ngày Giỗ Tổ Hùng Vương
        29/04 Nghỉ hoán đổi, làm bù ngày 04/05/2024
        30/04 Ngày Chiến thắng
        01/05 Ngày Quốc tế Lao động
        02/09 Quốc khánh
        03/09 Quốc khánh
    """,
    # Công văn 8726/VPCP-KGVX of 26/11/2024 (nine days of Tết, five days around 30/04), Thông báo 6150/TB-BLĐTBXH.
    2025: """
        01/01 Tết Dương lịch
        27/01 Ngày trước giao thừa Tết Nguyên đán
        28/01 Giao thừa Tết Nguyên đán
        29/01 Tết Nguyên đán
        30/01 Mùng hai Tết Nguyên đán
        31/01 Mùng ba Tết Nguyên đán
        01/02 Mùng bốn Tết Nguyên đán
        07/04 Ngày Giỗ Tổ Hùng Vương
        30/04 Ngày Chiến thắng
        01/05 Ngày Quốc tế Lao động
        02/05 Nghỉ hoán đổi, làm bù ngày 26/04/2025
        01/09 Quốc khánh
        02/09 Quốc khánh
    """,
    # Announcement of 17/10/2025 (Tết 16/02 to 20/02, five days of National Day); Công văn 12729/VPCP-KGVX of 25/12/2025
    # (02/01 off, Saturday 10/01 worked); 24/11: Nghị quyết 80-NQ/TW of 07/01/2026, Nghị quyết 30/NQ-CP.
    2026: """
        01/01 Tết Dương lịch
        02/01 Nghỉ hoán đổi, làm bù ngày 10/01/2026
        16/02 Giao thừa Tết Nguyên đán
        17/02 Tết Nguyên đán
        18/02 Mùng hai Tết Nguyên đán
        19/02 Mùng ba Tết Nguyên đán
        20/02 Mùng bốn Tết Nguyên đán
        26/04 Ngày Giỗ Tổ Hùng Vương
        27/04 Ngày Giỗ Tổ Hùng Vương (nghỉ bù)
        30/04 Ngày Chiến thắng
        01/05 Ngày Quốc tế Lao động
        31/08 Nghỉ hoán đổi, làm bù ngày 22/08/2026
        01/09 Quốc khánh
        02/09 Quốc khánh
        24/11 Ngày Văn hóa Việt Nam
    """,
    # No announcement read yet: the Labor Code, Art. 112, as the `holidays` library computes it.
    2027: """
        01/01 Tết Dương lịch
        04/02 Ngày trước giao thừa Tết Nguyên đán
        05/02 Giao thừa Tết Nguyên đán
        06/02 Tết Nguyên đán
        07/02 Mùng hai Tết Nguyên đán
        08/02 Mùng ba Tết Nguyên đán
        09/02 Mùng bốn Tết Nguyên đán
        10/02 Mùng năm Tết Nguyên đán
        16/04 Ngày Giỗ Tổ Hùng Vương
        30/04 Ngày Chiến thắng
        01/05 Ngày Quốc tế Lao động
        03/05 Ngày Quốc tế Lao động (nghỉ bù)
        02/09 Quốc khánh
        03/09 Quốc khánh
        24/11 Ngày Văn hóa Việt Nam
    """,
}
WORKED = {
    2024: {date(2024, 5, 4): "Làm bù cho ngày 29/04/2024"},
    2025: {date(2025, 4, 26): "Làm bù cho ngày 02/05/2025"},
    2026: {
        date(2026, 1, 10): "Làm bù cho ngày 02/01/2026",
        date(2026, 8, 22): "Làm bù cho ngày 31/08/2026",
    },
    2027: {},
}
WORKING_DAYS = {2024: 262 - 11, 2025: 261 - 11, 2026: 261 - 12, 2027: 261 - 12}
"""Weekdays less the paid days of the year, eleven and from 2026 twelve: a swap or a day in lieu adds and takes none."""


def year_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


@pytest.mark.parametrize("year", sorted(DAYS_OFF))
def test_days_off_of_a_year(year: int) -> None:
    pinned = [line.split(" ", 1) for line in map(str.strip, DAYS_OFF[year].splitlines()) if line]
    found = holidays_between(*year_of(year))
    assert [[f"{day:%d/%m}", name] for day, name in found.items()] == pinned
    assert {day: holiday_name(day) for day in found} == found
    assert not any(is_working_day(day) for day in found)
    assert makeup_days_between(*year_of(year)) == WORKED[year]
    assert all(is_working_day(day) for day in WORKED[year])


@pytest.mark.parametrize(("year", "count"), WORKING_DAYS.items())
def test_working_days_of_a_year(year: int, count: int) -> None:
    first, last = year_of(year)
    weekdays = sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))
    off = sum(day.weekday() < 5 for day in holidays_between(first, last))
    assert working_days_between(first - timedelta(days=1), last) == weekdays - off + len(WORKED[year]) == count


def test_a_year_is_provisional_until_announced() -> None:
    assert [is_provisional(year) for year in (2019, 2024, 2025, 2026, 2027, 2030)] == [False] * 4 + [True] * 2


def test_swaps_of_earlier_years_come_from_the_library() -> None:
    assert not is_working_day(date(2018, 12, 31))
    assert is_working_day(date(2019, 1, 5))
    assert makeup_days_between(*year_of(2019)) == {
        date(2019, 1, 5): "Làm bù cho ngày nghỉ hoán đổi",
        date(2019, 5, 4): "Làm bù cho ngày nghỉ hoán đổi",
    }


def test_ordinary_days_and_weekends() -> None:
    assert is_working_day(date(2026, 3, 2))
    assert not is_working_day(date(2026, 3, 7))
    assert (holiday_name(date(2026, 3, 2)), holiday_name(date(2026, 3, 7))) == ("", "")


def test_around_tet() -> None:
    friday_before, monday_after = date(2026, 2, 13), date(2026, 2, 23)
    assert add_working_days(friday_before, 1) == monday_after
    assert add_working_days(monday_after, -1) == friday_before
    assert next_working_day(date(2026, 2, 17)) == monday_after
    assert next_working_day(monday_after) == monday_after
    assert working_days_between(friday_before, monday_after) == 1
    assert working_days_between(monday_after, friday_before) == -1
    assert add_working_days(date(2026, 2, 17), 0) == date(2026, 2, 17)


def test_an_office_adds_its_own_days() -> None:
    anniversary, saturday = date(2026, 3, 2), date(2026, 3, 7)
    own = Calendar(Overrides(days_off={anniversary: "Ngày truyền thống"}, working_days={saturday: "Làm bù"}))
    assert is_working_day(anniversary)
    assert not is_working_day(anniversary, calendar=own)
    assert holiday_name(anniversary, calendar=own) == "Ngày truyền thống"
    assert is_working_day(saturday, calendar=own)
    assert makeup_days_between(anniversary, saturday, calendar=own) == {saturday: "Làm bù"}
    assert next_working_day(anniversary, calendar=own) == date(2026, 3, 3)


def test_own_days_go_before_the_public_ones() -> None:
    swapped, worked = date(2026, 1, 2), date(2026, 1, 10)
    own = Calendar(Overrides(days_off={worked: "Nghỉ"}, working_days={swapped: "Trực"}))
    assert (is_working_day(swapped, calendar=own), holiday_name(swapped, calendar=own)) == (True, "")
    assert (is_working_day(worked, calendar=own), holiday_name(worked, calendar=own)) == (False, "Nghỉ")


def test_one_day_cannot_be_both() -> None:
    day = date(2026, 3, 7)
    with pytest.raises(ValueError, match="both a day off and a working day: 2026-03-07"):
        Overrides(days_off={day: "Nghỉ"}, working_days={day: "Làm"})


def test_a_calendar_without_working_days_is_refused() -> None:
    first = date(2026, 1, 1)
    never = Calendar(Overrides(days_off={first + timedelta(days=n): "Nghỉ" for n in range(800)}))
    with pytest.raises(ValueError, match="no working day within 400 days of"):
        next_working_day(first, calendar=never)


DAYS = st.dates(date(2005, 1, 1), date(2040, 12, 31))
COUNTS = st.integers(-300, 300)


@given(DAYS, COUNTS)
def test_added_days_are_counted_back(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert working_days_between(start, end) == count
    assert count == 0 or is_working_day(end)


@given(DAYS, COUNTS, COUNTS)
def test_more_days_end_later(start: date, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert (add_working_days(start, fewer) < add_working_days(start, more)) == (fewer < more)


@given(DAYS, DAYS, st.integers(0, 100))
def test_a_later_start_never_ends_earlier(one: date, other: date, count: int) -> None:
    earlier, later = sorted((one, other))
    assert add_working_days(earlier, count) <= add_working_days(later, count)
    assert next_working_day(earlier) <= next_working_day(later)


@given(DAYS, st.integers(0, 200), st.integers(0, 200))
def test_adding_in_two_steps_is_adding_at_once(start: date, one: int, other: int) -> None:
    assert add_working_days(add_working_days(start, one), other) == add_working_days(start, one + other)


@given(DAYS, st.integers(0, 400))
def test_counts_of_neighbouring_spans_add_up(first: date, length: int) -> None:
    middle, last = first + timedelta(days=length // 3), first + timedelta(days=length)
    parts = working_days_between(first, middle) + working_days_between(middle, last)
    assert working_days_between(first, last) == parts
