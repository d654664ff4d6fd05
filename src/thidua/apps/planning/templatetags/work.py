"""How the state of work is shown: as a mark, as a bar, as days late."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from thidua.apps.planning import domain, queries
from thidua.apps.planning.enums import ExtensionState, TaskState
from thidua.apps.planning.models import Assignment, Task
from thidua.core import clock
from thidua.ui.templatetags.ui import number, state_badge

register = template.Library()

SOON_DAYS = 14
TONES = {
    TaskState.NOT_BEGUN: "neutral",
    TaskState.IN_PROGRESS: "progress",
    TaskState.AWAITING: "waiting",
    TaskState.DONE: "done",
    TaskState.NOT_ARISEN: "none",
    TaskState.CANCELLED: "cancelled",
}
EXTENSION_TONES = {
    ExtensionState.ASKED: "waiting",
    ExtensionState.GRANTED: "done",
    ExtensionState.REFUSED: "refused",
    ExtensionState.TAKEN_BACK: "none",
}


@register.filter
def work_state(state: str) -> SafeString:
    """Show the state of work as icon and word."""
    one = TaskState(state)
    return state_badge(one.label, TONES[one])


@register.filter
def extension_state(state: str) -> SafeString:
    one = ExtensionState(state)
    return state_badge(one.label, EXTENSION_TONES[one])


@register.filter
def late_mark(days: int) -> SafeString | str:
    """Mark work that is past its day: "Quá hạn 5 ngày"; nothing for 0."""
    return (
        state_badge(
            ngettext("Quá hạn %(count)s ngày", "Quá hạn %(count)s ngày", days) % {"count": number(days)}, "overdue"
        )
        if days
        else ""
    )


def near_mark(due_on: date | None, *, today: date) -> SafeString | str:
    """Mark a day that is near: "Đến hạn hôm nay", "Còn 3 ngày"."""
    left = (due_on - today).days if due_on else -1
    if left == 0:
        return state_badge(gettext("Đến hạn hôm nay"), "soon")
    if 0 < left <= SOON_DAYS:
        return state_badge(ngettext("Còn %(count)s ngày", "Còn %(count)s ngày", left) % {"count": left}, "soon")
    return ""


def percent_bar(percent: int, *, tone: str = "") -> SafeString:
    return format_html(
        '<span class="progress-line"><progress class="bar{}" value="{}" max="100" aria-label="{}"></progress>'
        '<span class="progress-text">{}%</span></span>',
        f" bar-{tone}" if tone else "", percent, gettext("Tiến độ"), percent,
    )  # fmt: skip


def bar_of(state: str, percent: int, late: int) -> SafeString | str:
    """Draw how far open work is; nothing for what has not begun or is over."""
    if state in domain.FINISHED or not percent:
        return ""
    return percent_bar(percent, tone="overdue" if late else "")


@register.filter
def task_work(task: Task) -> SafeString | str:
    """Show how a task stands as far as the viewer may know: state, bar, units done of all, days late."""
    return work_of(task, queries.seen_work(task, today=clock.today()))


def work_of(task: Task, seen: queries.SeenWork | None) -> SafeString | str:
    """Show how a task stands that has been looked at: see `task_work`."""
    if seen is None:
        if task.recurrence and getattr(task, "own_work", None):
            return state_badge(gettext("Theo từng kỳ"), "info")
        return ""
    return _drawn(get_language(), seen.state, seen.percent, seen.late > 0, seen.done, seen.total)


@lru_cache(maxsize=4096)
def _drawn(_language: str | None, state: str, percent: int, is_late: bool, done: int, total: int) -> SafeString:  # noqa: FBT001 - private
    """Draw how work stands; hundreds of tasks on a page share a few such drawings in a language."""
    parts = [work_state(state), bar_of(state, percent, int(is_late))]
    if total > 1:
        parts.append(
            format_html('<span class="sub">{}</span>', gettext("xong %(done)s/%(total)s") % {
                "done": number(done), "total": number(total)})
        )  # fmt: skip
    return format_html_join("", '<span class="work-part">{}</span>', ((part,) for part in parts if part))


@register.filter
def due_mark(task: Task) -> SafeString | str:
    """Mark a day past with open work, or near. Without sight of the work (`with_seen_work`) no lateness shows."""
    today = clock.today()
    return mark_of(task, queries.seen_work(task, today=today), today=today)


def mark_of(task: Task, seen: queries.SeenWork | None, *, today: date) -> SafeString | str:
    """Mark the day of a task that has been looked at: see `due_mark`."""
    if seen is None:
        return near_mark(task.due_on, today=today)
    if seen.late:
        return late_mark(seen.late)
    if seen.state in domain.FINISHED:
        return ""
    return near_mark(seen.due_on or (None if task.plan.state in queries.RUNNING else task.due_on), today=today)


@register.filter
def work_due_mark(work: Assignment) -> SafeString | str:
    """Mark the day of a unit's own work: late, near, moved."""
    today = clock.today()
    late = queries.work_days_late(work, today=today)
    marks = [late_mark(late) if late else near_mark(work.due_on if work.state in domain.OPEN else None, today=today)]
    if work.first_due_on and work.due_on:
        marks.append(state_badge(gettext("Được gia hạn đến %(day)s") % {"day": f"{work.due_on:%d/%m/%Y}"}, "info"))
    return format_html_join("", '<span class="work-part">{}</span>', ((mark,) for mark in marks if mark))


@register.filter
def work_bar(work: Assignment) -> SafeString:
    """Show the state of a unit's work and its bar."""
    late = queries.work_days_late(work, today=clock.today())
    parts = [work_state(work.state), bar_of(work.state, work.percent, late)]
    if work.has_difficulty:
        parts.append(state_badge(gettext("Có khó khăn chưa trả lời"), "doubt"))
    if getattr(work, "has_asked", False):
        parts.append(state_badge(gettext("Xin gia hạn"), "waiting"))
    return format_html_join("", '<span class="work-part">{}</span>', ((part,) for part in parts if part))
