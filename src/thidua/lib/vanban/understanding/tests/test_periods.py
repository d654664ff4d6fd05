from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.lib.vanban.plan import Recurrence
from thidua.lib.vanban.understanding.periods import PlanYears, parse_period

YEARS = PlanYears(2021)


def days(text: str, years: PlanYears = YEARS, unit: str | None = None) -> tuple[str | None, str | None]:
    period = parse_period(text, years=years, unit=unit)
    return (period.start and period.start.isoformat(), period.end and period.end.isoformat())


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Tháng 8/2022 - 3/2023", "2022-08-01", "2023-03-31"),
        ("Tháng 5/2022", "2022-05-01", "2022-05-31"),
        ("Trong tháng 2/2024", "2024-02-01", "2024-02-29"),
        ("Quý III", "2021-07-01", "2021-09-30"),
        ("Q.IV", "2021-10-01", "2021-12-31"),
        ("Quý I/2022 và Quý II/2023", "2022-01-01", "2023-06-30"),
        ("Quý I, II năm 2024", "2024-01-01", "2024-06-30"),
        ("Quý III và IV/2024", "2024-07-01", "2024-12-31"),
        ("Trước 9/2022", None, "2022-08-31"),
        ("Trước tháng 3", None, "2021-02-28"),
        ("Trước quý II", None, "2021-03-31"),
        ("17/8/2022", None, "2022-08-17"),
        ("Chậm nhất ngày 17/8/2022", None, "2022-08-17"),
        ("Đến hết ngày 17 tháng 8 năm 2022", None, "2022-08-17"),
        ("Trước ngày 17/8", None, "2021-08-17"),
        ("30.01.2022", None, "2022-01-30"),
        ("30-01-2022", None, "2022-01-30"),
        ("Từ 02/4 đến hết 10/5", "2021-04-02", "2021-05-10"),
        ("Từ ngày 15 đến ngày 20 tháng 5", "2021-05-15", "2021-05-20"),
        ("01-15/6/2024", "2024-06-01", "2024-06-15"),
        ("Từ 20/12 - 15/01/2025", "2024-12-20", "2025-01-15"),
        ("06 tháng đầu năm", "2021-01-01", "2021-06-30"),
        ("6 tháng cuối năm 2023", "2023-07-01", "2023-12-31"),
        ("9 tháng đầu năm", "2021-01-01", "2021-09-30"),
        ("Cả năm", "2021-01-01", "2021-12-31"),
        ("Năm 2022 - 2025", "2022-01-01", "2025-12-31"),
        ("Tuần 2 tháng 4/2023", "2023-04-08", "2023-04-14"),
        ("Cuối tháng 6", "2021-06-21", "2021-06-30"),
        ("Tháng 3, 4, 5", "2021-03-01", "2021-05-31"),
        ("Tháng 10 - 3/2024", "2023-10-01", "2024-03-31"),
        ("từ tháng 3 đến tháng 5", "2021-03-01", "2021-05-31"),
        ("tháng Ba", "2021-03-01", "2021-03-31"),
        ("Tháng mười hai", "2021-12-01", "2021-12-31"),
        ("T6/2022", "2022-06-01", "2022-06-30"),
        ("Từ nay đến hết năm 2022", None, "2022-12-31"),
        ("Từ tháng 3/2021", "2021-03-01", None),
        ("Hết quý II", None, "2021-06-30"),
        ("Bế mạc hội thi (9/2022)", "2022-09-01", "2022-09-30"),
        ("7h30 ngày 15/5/2024", None, "2024-05-15"),
        ("Thường xuyên", None, None),
        ("Hằng quý, trước ngày 20 của tháng cuối quý", None, None),
        ("15 ngày sau khi kết thúc", None, None),
        ("Theo kế hoạch của cấp trên", None, None),
    ],
)
def test_wordings(text: str, start: str | None, end: str | None) -> None:
    assert days(text) == (start, end)


def test_column_of_months_counts_bare_numbers() -> None:
    assert days("3", unit="tháng") == ("2021-03-01", "2021-03-31")
    assert days("II-III", unit="quý") == ("2021-04-01", "2021-09-30")


def test_school_year_runs_over_two_years() -> None:
    years = PlanYears(2022, 2023)
    assert days("Tháng 9", years) == ("2022-09-01", "2022-09-30")
    assert days("Tháng 3", years) == ("2023-03-01", "2023-03-31")
    assert days("Tháng 9 - tháng 12", years) == ("2022-09-01", "2022-12-31")


def test_recurrence_and_its_day() -> None:
    quarterly = parse_period("Hằng quý, trước ngày 20 của tháng cuối quý", years=YEARS)
    assert (quarterly.recurrence, quarterly.recurrence_day) == (Recurrence.QUARTERLY, 20)
    monthly = parse_period("Ngày 25 hàng tháng", years=YEARS)
    assert (monthly.recurrence, monthly.recurrence_day) == (Recurrence.MONTHLY, 25)


def test_relative_limits_stay_relative() -> None:
    period = parse_period("Trong 05 ngày làm việc kể từ ngày nhận hồ sơ", years=YEARS)
    assert (period.is_relative, period.working_days, period.start, period.end) == (True, 5, None, None)


def test_flags() -> None:
    assert parse_period("Thường xuyên", years=YEARS).is_continuous is True
    assert parse_period("Khi có yêu cầu", years=YEARS).is_optional is True


def test_impossible_day_is_doubted_not_raised() -> None:
    period = parse_period("31/02/2024", years=YEARS)
    assert (period.end, period.doubt) == (None, "Ngày 31/02/2024 không có trong lịch.")


def test_without_year_nothing_is_computed() -> None:
    period = parse_period("Quý I", years=PlanYears(None))
    assert (period.start, period.end, period.doubt) == (None, None, "Chưa rõ năm của thời gian này.")


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(["/", ".", "-"]))
def test_any_day_reads_back(day: date, mark: str) -> None:
    assert days(f"Trước ngày {day.day:02d}{mark}{day.month:02d}{mark}{day.year}") == (None, day.isoformat())
    assert days(f"ngày {day.day} tháng {day.month} năm {day.year}") == (None, day.isoformat())


@given(st.integers(1, 12), st.integers(2000, 2096), st.integers(0, 23), st.sampled_from([" - ", " đến ", " – ", "-"]))
def test_any_range_of_months_reads_back(month: int, year: int, length: int, link: str) -> None:
    last = month + length
    last_month, last_year = (last - 1) % 12 + 1, year + (last - 1) // 12
    start, end = days(f"Tháng {month}/{year}{link}tháng {last_month}/{last_year}")
    assert start == f"{year}-{month:02d}-01"
    assert end == f"{last_year}-{last_month:02d}-{monthrange(last_year, last_month)[1]:02d}"


@given(st.text(alphabet="0123456789/-. tháng quýngàđếtừrướcI", max_size=80))
def test_no_wording_raises(text: str) -> None:
    period = parse_period(text, years=YEARS)
    assert period.start is None or period.end is None or period.start <= period.end


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Đầu tháng 6", "2021-06-01", "2021-06-10"),
        ("Giữa tháng 6", "2021-06-11", "2021-06-20"),
        ("Tuần cuối tháng 6", "2021-06-24", "2021-06-30"),
        ("Tuần 1 tháng 6", "2021-06-01", "2021-06-07"),
        ("Đầu quý II", "2021-04-01", "2021-04-30"),
        ("Cuối quý II", "2021-06-01", "2021-06-30"),
        ("Đầu năm 2022", "2022-01-01", "2022-03-31"),
        ("Giữa năm 2022", "2022-05-01", "2022-08-31"),
        ("Cuối năm 2022", "2022-10-01", "2022-12-31"),
        ("Quý I và quý III", "2021-01-01", "2021-09-30"),
        ("Từ quý II/2021 đến quý I/2022", "2021-04-01", "2022-03-31"),
        ("Trước 15/3 và 20/6", None, "2021-06-20"),
        ("Giai đoạn 2021 - 2025", "2021-01-01", "2025-12-31"),
    ],
)
def test_parts_of_months_quarters_and_years(text: str, start: str | None, end: str | None) -> None:
    assert days(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("Hằng ngày", Recurrence.DAILY),
        ("Hàng tuần", Recurrence.WEEKLY),
        ("Định kỳ hằng năm", Recurrence.YEARLY),
        ("03 tháng một lần", Recurrence.QUARTERLY),
        ("6 tháng một lần", Recurrence.HALF_YEARLY),
        ("12 tháng một lần", Recurrence.YEARLY),
        ("1 lần/tháng", Recurrence.MONTHLY),
        ("6 tháng, năm", Recurrence.HALF_YEARLY),
    ],
)
def test_recurrences(text: str, recurrence: Recurrence) -> None:
    period = parse_period(text, years=YEARS)
    assert (period.recurrence, period.start, period.end) == (recurrence, None, None)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("30/02", "Ngày 30/02/2021 không có trong lịch."),
        ("Theo lịch của cấp trên", "Chưa suy ra được ngày tháng từ cách ghi này."),
    ],
)
def test_doubts_are_said(text: str, doubt: str) -> None:
    period = parse_period(text, years=YEARS)
    assert (period.start, period.end, period.doubt) == (None, None, doubt)
