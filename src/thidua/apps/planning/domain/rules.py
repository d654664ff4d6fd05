"""What a task, a target and a figure must be, each rule once with its sentence: for forms, and for the rows of a list.

A check returns {field: sentence} for each field that breaks a rule. A list adds what to do about it in the file.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from thidua.apps.planning.enums import Comparator

LARGEST = 10**15
"""Amounts are kept up to here."""
TOO_LARGE = "Số này lớn quá mức ghi được."
NO_CONTENT = "Chưa có nội dung nhiệm vụ."
NO_INDICATOR = "Chưa có nội dung chỉ tiêu."
NO_COMPARATOR = "Chưa có cách so sánh."
NO_RANGE = "Khoảng cần cả mức thấp nhất và mức cao nhất."
NO_GOAL = "Chưa có mức phấn đấu."
WRONG_ORDER = "Mức cao nhất nhỏ hơn mức thấp nhất."
NEGATIVE_SUM = "Số liệu cộng dồn không thể là số âm."


def task_faults(*, content: str, starts_on: date | None, due_on: date | None) -> dict[str, str]:
    """A task says what is to be done, and ends no earlier than it begins."""
    faults = {} if content else {"content": NO_CONTENT}
    if starts_on and due_on and starts_on > due_on:
        faults["due_on"] = f"Ngày kết thúc {due_on:%d/%m/%Y} đứng trước ngày bắt đầu {starts_on:%d/%m/%Y}."
    return faults


def target_faults(
    *, indicator: str, comparator: str, minimum: Decimal | None, maximum: Decimal | None
) -> dict[str, str]:
    """A target says of what, how it is compared, and with which amounts: both of a range, else one at least."""
    faults = {} if indicator else {"indicator": NO_INDICATOR}
    if comparator not in Comparator.values:
        faults["comparator"] = NO_COMPARATOR
    elif comparator == Comparator.RANGE and (minimum is None or maximum is None):
        faults["maximum"] = NO_RANGE
    elif minimum is None and maximum is None:
        faults["minimum"] = NO_GOAL
    if minimum is not None and maximum is not None and minimum > maximum:
        faults["maximum"] = WRONG_ORDER
    return faults


def figure_faults(*, starts_on: date, value: Decimal, is_cumulative: bool, on: date) -> dict[str, str]:
    """A figure is of a period that has begun, can be kept, and where figures are added up is not negative."""
    faults = {}
    if starts_on > on:
        faults["period"] = f"Kỳ này bắt đầu ngày {starts_on:%d/%m/%Y}, chưa có gì để báo cáo."
    if abs(value) >= LARGEST:
        faults["value"] = TOO_LARGE
    elif is_cumulative and value < 0:
        faults["value"] = NEGATIVE_SUM
    return faults


def overlap_fault(starts_on: date, ends_on: date, *, where: str = "kỳ đã báo cáo") -> str:
    """Say that figures which are added up are already there for these days."""
    return f"Kỳ này trùng với {where} ({days(starts_on, ends_on)}) nên số liệu sẽ bị cộng hai lần."


def not_reported_here(unit_name: str) -> str:
    """Say whose a unit's figures are to report."""
    return f"Số liệu của “{unit_name}” do cán bộ đầu mối, cán bộ thường trực hoặc thủ trưởng của chính đơn vị báo cáo."


def days(starts_on: date, ends_on: date) -> str:
    return f"{starts_on:%d/%m/%Y} – {ends_on:%d/%m/%Y}"
