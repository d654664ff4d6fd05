"""How the calendar marks what falls on a day."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from thidua.apps.planning.enums import TaskState
from thidua.apps.planning.queries.calendar import DueTask
from thidua.ui.states import TONES
from thidua.ui.templatetags.ui import icon

register = template.Library()

MARKS = {
    TaskState.NOT_BEGUN: "neutral",
    TaskState.IN_PROGRESS: "progress",
    TaskState.AWAITING: "waiting",
    TaskState.DONE: "done",
    TaskState.NOT_ARISEN: "none",
    TaskState.CANCELLED: "cancelled",
}


TITLE_LETTERS = 90


def work_mark(one: DueTask) -> SafeString | str:
    """Draw how the work stands, where the viewer may know; late work by the sign of lateness."""
    if one.late_days:
        return icon(TONES["overdue"], gettext("Quá hạn"))
    if not one.state:
        return icon("task", gettext("Nhiệm vụ"))
    state = TaskState(one.state)
    return icon(TONES[MARKS[state]], gettext(str(state.label)))


@register.filter
def due_entry(one: DueTask) -> SafeString:
    """Draw a task on the day it is due, joined here: a month holds hundreds, most of a page's time in a template."""
    text = one.task.content
    if len(text) > TITLE_LETTERS:
        text = Truncator(text).chars(TITLE_LETTERS)
    css = " is-late" if one.late_days else " is-done" if one.state == TaskState.DONE else ""
    sub = one.unit_name
    if one.total > 1:
        sub = gettext("%(done)s/%(all)s đơn vị xong") % {"done": one.finished, "all": one.total}
    late = gettext("Quá hạn %(n)s ngày") % {"n": one.late_days} if one.late_days else ""
    address = reverse("planning:task", args=[one.task.pk])
    return SafeString(
        f'<li class="calendar-entry{css}"><a href="{address}">{work_mark(one)}<span>{escape(text)}</span></a>'
        + (f'<span class="calendar-sub">{escape(sub)}</span>' if sub else "")
        + (f'<span class="calendar-late">{late}</span>' if late else "")
        + "</li>"
    )
