"""How the calendar marks what falls on a day."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
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


@register.simple_tag
def work_mark(one: DueTask) -> SafeString | str:
    """Draw how the work stands, where the viewer may know; late work by the sign of lateness."""
    if one.late_days:
        return icon(TONES["overdue"], gettext("Quá hạn"))
    if not one.state:
        return icon("task", gettext("Nhiệm vụ"))
    state = TaskState(one.state)
    return icon(TONES[MARKS[state]], gettext(str(state.label)))
