"""Records of labelled lines, and times that need the month they are grouped by."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.lib.vanban.understanding.periods import PlanYears, parse_within
from thidua.lib.vanban.understanding.tests.factories import body

YEARS = PlanYears(first=2026, second=2026)


def assigned(*lines: str) -> list[tuple[str, list[str]]]:
    return [(task["content"], task["assignee"]) for task in body(*lines)["prose_tasks"]]


def test_a_record_is_one_assignment() -> None:
    assert assigned(
        "II. PHÂN CÔNG NHIỆM VỤ",
        "1.1. Nội dung: Kiểm kê hiện vật của bảo tàng.",
        "Thời gian: trước ngày 20/4.",
        "Đơn vị chủ trì: Phòng Nghiệp vụ.",
        "Đơn vị phối hợp: Phòng Hành chính; Trung tâm Lưu trữ.",
        "1.2. Nội dung: In tập gấp giới thiệu.",
        "Đơn vị chủ trì: Phòng Truyền thông.",
        "Kinh phí: nguồn thu của bảo tàng.",
    ) == [
        ("Kiểm kê hiện vật của bảo tàng.", ["Phòng Nghiệp vụ"]),
        ("In tập gấp giới thiệu.", ["Phòng Truyền thông"]),
    ]


def test_a_numbered_line_opens_a_record_too() -> None:
    assert assigned(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Mở lớp dạy nghề đan lát",
        "- Thời gian: tháng 5.",
        "- Đơn vị thực hiện: Hội Nông dân.",
    ) == [("Mở lớp dạy nghề đan lát", ["Hội Nông dân"])]


def test_details_without_anyone_in_charge_are_no_record() -> None:
    contents = [
        content
        for content, _ in assigned("III. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "- Tập huấn: mở 2 lớp cho trạm y tế.")
    ]
    assert contents == ["Tập huấn: mở 2 lớp cho trạm y tế."]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Tuần 1", date(2026, 4, 1), date(2026, 4, 7)),
        ("Tuần 3, 4", date(2026, 4, 15), date(2026, 4, 28)),
        ("Tuần II - tuần III", date(2026, 4, 8), date(2026, 4, 21)),
        ("Tuần 5", date(2026, 4, 29), date(2026, 4, 30)),
        ("Cả tháng", date(2026, 4, 1), date(2026, 4, 30)),
        ("Đầu tháng", date(2026, 4, 1), date(2026, 4, 10)),
        ("Trước ngày 12", None, date(2026, 4, 12)),
    ],
)
def test_times_within_the_month_of_their_group(text: str, start: date | None, end: date) -> None:
    period = parse_within(text, "THÁNG 4/2026", years=YEARS)
    assert period is not None
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "group"),
    [("Tuần 3", "QUÝ II"), ("Tuần 3 tháng 7", "THÁNG 4"), ("Thường xuyên", "THÁNG 4"), ("Tuần 5", "THÁNG 2")],
)
def test_times_that_need_no_month(text: str, group: str) -> None:
    assert parse_within(text, group, years=YEARS) is None
