"""The calendar of one plan: its tasks on the days the plan says, under the filters of its task list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from thidua.apps.planning import queries
from thidua.apps.planning.domain import calendar as domain
from thidua.apps.planning.models import Task
from thidua.apps.planning.queries import calendar
from thidua.apps.planning.views.calendar import WEEKDAYS, cells
from thidua.apps.planning.views.task_lists import ASKED, PlanTasks
from thidua.core import clock
from thidua.ui.http import ActorRequest
from thidua.ui.lists import Page

SHOWN = 4


class PlanCalendar(PlanTasks):
    """One month of a plan; a draft's too, since these are the days it means to set."""

    template_name = "planning/plan_calendar.html"
    export_name = ""

    def _turn_to_page(self, request: ActorRequest, page: Page, rows: QuerySet[Any]) -> None:
        month, today = self._month(request, rows), clock.today()
        weeks = domain.weeks_of_month(month)
        first, last = domain.bounds(weeks)
        found = rows.filter(due_on__range=(first, last)).order_by("due_on", "position")
        days = calendar.place_events(self.plan.events.all(), first=first, last=last, limit=SHOWN)
        shown = calendar.choose_tasks(days, found.values_list("due_on", "pk"), limit=SHOWN)
        self.shown_tasks = list(found.filter(pk__in=shown))
        for task in self.shown_tasks:
            if task.due_on is not None:
                days[task.due_on].tasks.append(self._due(task, task.due_on, today))
        turned = {"previous": domain.previous_month(month), "next": domain.next_month(month), "today": today}
        self.month: dict[str, Any] = {
            "cells": cells(weeks, days, today=today, url_of=lambda on: self._list_url(request, on)),
            "weekdays": WEEKDAYS,
            "period": gettext("Tháng %(month)s/%(year)s") % {"month": month.month, "year": month.year},
            "count": sum(found.count for on, found in days.items() if (on.year, on.month) == (month.year, month.month)),
            "turn": {name: _address(request, domain.within_years(on)) for name, on in turned.items()},
        }
        self.is_cut = False
        page.kept = [*page.kept, ("thang", f"{month:%Y-%m}")]
        page.is_filtered = page.is_filtered or any(request.GET.get(name) for name in ASKED)
        page.total = page.smallest_size = 1
        page.body_template = "planning/plan_calendar_body.html"

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {**super().more(request), **self.month}

    def view_links(self, request: ActorRequest) -> list[dict[str, Any]]:
        """Return the ways to see the tasks; the others stand on the page of the list."""
        back = reverse("planning:plan-tasks", args=[self.plan.pk])
        links = super().view_links(request)
        return [
            one | {"url": f"{back}{one['url']}" if one["url"].startswith("?") else one["url"],
                   "is_active": one["icon"] == "calendar"}
            for one in links
        ]  # fmt: skip

    def _month(self, request: ActorRequest, rows: QuerySet[Task]) -> date:
        """Return the month asked for, else this one in the plan's own year, else the first with something due."""
        try:
            return domain.within_years(date.fromisoformat(f"{request.GET.get('thang', '')}-01"))
        except ValueError:
            today = clock.today()
        if today.year == self.plan.year:
            return today
        dated = rows.filter(due_on__isnull=False).order_by("due_on").values_list("due_on", flat=True)
        return dated.first() or date(self.plan.year, 1, 1)

    def _due(self, task: Task, on: date, today: date) -> calendar.DueTask:
        """Return a task as the calendar shows it, its state only as far as the viewer may know."""
        seen = queries.seen_work(task, today=today)
        if seen is None:
            return calendar.DueTask(task, on, "", 0, 0, "", 0)
        return calendar.DueTask(task, on, seen.state, seen.total, seen.done, "", seen.late)

    def _list_url(self, request: ActorRequest, on: date) -> str:
        """Return the list of the month of a day, under the same filters."""
        address = request.GET.copy()
        address.pop("thang", None)
        address["ky"] = f"{on:%Y-%m}"
        return f"{reverse('planning:plan-tasks', args=[self.plan.pk])}?{address.urlencode()}"


def _address(request: ActorRequest, on: date) -> str:
    address = request.GET.copy()
    address["thang"] = f"{on:%Y-%m}"
    return f"?{address.urlencode()}"
