"""Rules of tasks, targets and figures: the last value that holds, the first that does not, and what is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from thidua.apps.planning.domain import rules
from thidua.apps.planning.domain.sheets import actuals, targets, tasks

DAY = date(2026, 3, 5)
TASK: dict[str, Any] = {"content": "Việc", "starts_on": DAY, "due_on": DAY}
TARGET: dict[str, Any] = {"indicator": "Tuyển mới", "comparator": ">=", "minimum": Decimal(1), "maximum": None}
FIGURE: dict[str, Any] = {"starts_on": DAY, "value": Decimal(0), "is_cumulative": True, "on": DAY}


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, {}),
        ({"content": ""}, {"content": "Chưa có nội dung nhiệm vụ."}),
        ({"due_on": None}, {}),
        ({"due_on": date(2026, 3, 4)}, {"due_on": "Ngày kết thúc 04/03/2026 đứng trước ngày bắt đầu 05/03/2026."}),
    ],
)
def test_tasks(changed: dict[str, Any], faults: dict[str, str]) -> None:
    assert rules.task_faults(**TASK | changed) == faults


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, {}),
        ({"indicator": "", "comparator": ""}, {"indicator": rules.NO_INDICATOR, "comparator": rules.NO_COMPARATOR}),
        ({"minimum": None}, {"minimum": rules.NO_GOAL}),
        ({"minimum": None, "maximum": Decimal(2)}, {}),
        ({"comparator": "range"}, {"maximum": rules.NO_RANGE}),
        ({"comparator": "range", "maximum": Decimal(1)}, {}),
        ({"comparator": "range", "maximum": Decimal("0.9")}, {"maximum": rules.WRONG_ORDER}),
    ],
)
def test_targets(changed: dict[str, Any], faults: dict[str, str]) -> None:
    assert rules.target_faults(**TARGET | changed) == faults


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, {}),
        ({"on": date(2026, 3, 4)}, {"period": "Kỳ này bắt đầu ngày 05/03/2026, chưa có gì để báo cáo."}),
        ({"value": Decimal(-1)}, {"value": rules.NEGATIVE_SUM}),
        ({"value": Decimal(-1), "is_cumulative": False}, {}),
        ({"value": Decimal(10**15 - 1)}, {}),
        ({"value": Decimal(10**15)}, {"value": rules.TOO_LARGE}),
    ],
)
def test_figures(changed: dict[str, Any], faults: dict[str, str]) -> None:
    assert rules.figure_faults(**FIGURE | changed) == faults


def test_a_list_knows_what_to_do_about_every_rule() -> None:
    said = {
        *rules.target_faults(**TARGET | {"indicator": "", "comparator": ""}).values(),
        *rules.target_faults(**TARGET | {"minimum": None}).values(),
        *rules.target_faults(**TARGET | {"comparator": "range"}).values(),
        *rules.target_faults(**TARGET | {"maximum": Decimal(0)}).values(),
    }
    assert set(targets.REMEDIES) == said
    assert set(tasks.REMEDIES) == set(rules.task_faults(content="", starts_on=DAY, due_on=date(2026, 3, 4)))
    both = rules.figure_faults(**FIGURE | {"on": date(2026, 3, 4), "value": Decimal(-1)})
    assert set(actuals.REMEDIES) == set(both)
