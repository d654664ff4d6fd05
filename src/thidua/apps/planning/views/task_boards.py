"""The tasks of a list as boards by quarter and by state, and as a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from thidua.apps.planning import domain, queries
from thidua.apps.planning.enums import TaskState
from thidua.apps.planning.models import Task
from thidua.apps.planning.queries import Quarter
from thidua.apps.planning.templatetags.planning import quarter_label
from thidua.core import clock
from thidua.ui.gantt import Bar, Chart


def board(tasks: Sequence[Task], *, year: int) -> list[dict[str, Any]]:
    """Return the tasks as columns by quarter; the plan's own quarters always, others where tasks are."""
    columns: dict[Quarter | None, list[Task]] = {Quarter(year, quarter): [] for quarter in (1, 2, 3, 4)}
    for task in tasks:
        columns.setdefault(queries.quarter_of(task), []).append(task)
    loose = columns.pop(None, [])
    found = [
        {"label": quarter_label(quarter), "tasks": columns[quarter]}
        for quarter in sorted(key for key in columns if key is not None)
    ]
    if any(columns[key] for key in columns if key is not None and key.year != year):
        found = [one for one in found if one["tasks"]]
    return [*found, {"label": gettext("Cả năm, chưa rõ ngày"), "tasks": loose}] if loose else found


def board_by_state(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """Return the tasks as columns by state; last, those whose state is not the viewer's to know."""
    today = clock.today()
    columns: dict[str, list[Task]] = {state: [] for state in TaskState.values}
    unknown: list[Task] = []
    for task in tasks:
        seen = queries.seen_work(task, today=today)
        (unknown if seen is None else columns[seen.state]).append(task)
    shown = [
        {"label": gettext(TaskState(state).label), "tasks": found}
        for state, found in columns.items()
        if found or state not in {TaskState.NOT_ARISEN, TaskState.CANCELLED}
    ]
    return [*shown, {"label": gettext("Việc của đơn vị khác"), "tasks": unknown}] if unknown else shown


def timeline(tasks: Sequence[Task], *, year: int) -> tuple[Chart, list[Task]]:
    """Return the dated tasks as a chart by month, and those without a day."""
    dated = [task for task in tasks if task.due_on or task.starts_on]
    undated = [task for task in tasks if not (task.due_on or task.starts_on)]
    today = clock.today()
    days = [day for task in dated for day in (task.starts_on, task.due_on) if day]
    first = min([date(year, 1, 1), *days])
    last = max([date(year, 12, 31), *days])
    bars = []
    for task in sorted(dated, key=lambda one: (one.starts_on or one.due_on, one.due_on or one.starts_on, one.position)):
        seen = queries.seen_work(task, today=today)
        late = seen.late if seen else 0
        is_over = seen is not None and seen.state in domain.FINISHED
        note = (
            ngettext("Quá hạn %(count)s ngày", "Quá hạn %(count)s ngày", late) % {"count": late}
            if late
            else task.time_text
        )
        label = f"{task.no}. {task.content}" if task.no else task.content
        bars.append(
            Bar(label, reverse("planning:task", args=[task.pk]), task.starts_on or task.due_on,
                task.due_on or task.starts_on, tone="overdue" if late else "done" if is_over else "progress", note=note)
        )  # fmt: skip
    return Chart(first, last, bars, today, gettext("Dòng thời gian của nhiệm vụ")), undated
