"""The calendar: what falls due and what is held, by month, week and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from thidua.apps.planning.domain import calendar as domain
from thidua.apps.planning.domain.progress import FINISHED
from thidua.apps.planning.enums import TaskState
from thidua.apps.planning.queries import calendar as queries
from thidua.apps.planning.queries.keeping import kept
from thidua.core import clock
from thidua.lib.vietnamese.workdays import add_working_days, is_provisional, working_days_between
from thidua.ui.forms import parse_date
from thidua.ui.http import YEAR_PARAMETER, ActorRequest, chosen_year
from thidua.ui.lists import Choice, Page, ShownFilter

WEEKDAYS = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ Nhật"))
WEEK, DAY = "tuan", "ngay"
SHOWN = {"": 4, WEEK: 12, DAY: 400}
"""Entries a day shows in each view; the day itself shows them all, within reason."""
RELATIVE_SHOWN = 20
LONGEST_COUNT = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """One day as the page draws it."""

    day: domain.Day
    weekday: str
    entries: queries.DayEntries
    url: str
    is_today: bool
    is_past: bool

    @property
    def advice(self) -> str:
        """What to do about open work that falls due on a day off to come."""
        is_open = any(one.state not in FINISHED for one in self.entries.tasks)
        if not self.day.is_off or self.is_past or not is_open:
            return ""
        advice = gettext(
            "Hạn rơi vào ngày nghỉ: nên xong trước, trong ngày %(before)s; ngày làm việc kế tiếp %(after)s"
        )
        before, after = self.day.working_day_before, self.day.working_day_after
        return advice % {"before": f"{before:%d/%m}", "after": f"{after:%d/%m}"}


@require_GET
def show(request: ActorRequest) -> HttpResponse:
    """The month, the week or the day that holds `?ngay=`, narrowed by the filters."""
    view = asked if (asked := request.GET.get("kieu", "")) in SHOWN else ""
    anchor, today = _anchor(request), clock.today()
    shown, wanted = _filters(request, year=anchor.year)
    weeks = _weeks(view, anchor)
    first, last = domain.bounds(weeks)
    actor, limit = request.actor, SHOWN[view]
    days = kept(
        "days", actor.key, wanted, first, last, limit, today,
        count=lambda: queries.calendar_days(actor, wanted, first=first, last=last, limit=limit, today=today),
    )  # fmt: skip
    relative = kept(
        "relative", actor.key, wanted, anchor.year,
        count=lambda: list(queries.relative_tasks(actor, wanted, year=anchor.year)[: RELATIVE_SHOWN + 1]),
    )  # fmt: skip
    page = Page(
        title=gettext("Lịch"),
        path=request.path,
        query="",
        search_label="",
        filters=shown,
        kept=[(name, value) for name, value in (("kieu", view), ("ngay", anchor.isoformat())) if value],
        is_filtered=wanted != queries.Wanted(is_own=False),
        clear_url=_address(request, drop=("kh", "dv", "tt", "rieng")),
        total=1,
    )
    context = {
        "page": page,
        "view": view,
        "period": _period_words(view, anchor),
        "cells": cells(weeks, days, today=today, url_of=lambda on: _address(request, kieu=DAY, ngay=on.isoformat())),
        "weekdays": WEEKDAYS,
        "views": [
            {"label": label, "url": _address(request, kieu=name, ngay=anchor.isoformat()), "is_active": name == view}
            for name, label in (("", gettext("Tháng")), (WEEK, gettext("Tuần")), (DAY, gettext("Ngày")))
        ],
        "turn": {
            "previous": _address(request, kieu=view, ngay=_turned(view, anchor, -1).isoformat()),
            "next": _address(request, kieu=view, ngay=_turned(view, anchor, 1).isoformat()),
            "today": _address(request, kieu=view, ngay=today.isoformat()),
        },
        "relative": relative[:RELATIVE_SHOWN],
        "is_relative_cut": len(relative) > RELATIVE_SHOWN,
        "count": sum(entries.count for on, entries in days.items() if _is_inside(weeks, on)),
        "is_provisional": is_provisional(anchor.year),
    }
    is_partial = request.htmx and request.htmx.target == "danh-sach" and not request.htmx.history_restore_request
    response = render(request, "planning/calendar_body.html" if is_partial else "planning/calendar.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_GET
def working_days(request: ActorRequest) -> HttpResponse:
    """Count working days from a day on, and between two days."""
    start = domain.within_years(parse_date(request.GET.get("tu", "")) or clock.today())
    asked = parse_date(request.GET.get("den", ""))
    until = domain.within_years(asked) if asked else None
    text = request.GET.get("so", "").strip()
    count = int(text) if text.isascii() and text.isdigit() and int(text) <= LONGEST_COUNT else None
    end = add_working_days(start, count) if count is not None else None
    days = [domain.day(start + timedelta(days=number)) for number in range((end - start).days + 1)] if end else []
    context = {
        "start": start,
        "count": count,
        "count_text": text,
        "end": end,
        "end_weekday": WEEKDAYS[end.weekday()] if end else "",
        "holidays": [one for one in days if one.holiday or one.worked],
        "until": until,
        "between": working_days_between(start, until) if until else None,
        "is_wrong": bool(text) and count is None,
        "longest": LONGEST_COUNT,
        "trail": [(gettext("Lịch"), reverse("calendar:show"))],
        "is_provisional": is_provisional((end or until or start).year),
    }
    return render(request, "planning/working_days.html", context)


def cells(
    weeks: Sequence[Sequence[domain.Day]], days: Mapping[date, queries.DayEntries], *, today: date, url_of: Any
) -> list[list[Cell]]:
    """Return the weeks as the page draws them."""
    none = queries.DayEntries()
    return [
        [
            Cell(
                day=one,
                weekday=str(WEEKDAYS[one.on.weekday()]),
                entries=days.get(one.on, none),
                url=url_of(one.on),
                is_today=one.on == today,
                is_past=one.on < today,
            )
            for one in week
        ]
        for week in weeks
    ]


def _weeks(view: str, anchor: date) -> list[list[domain.Day]]:
    if view == DAY:
        return [[domain.day(anchor)]]
    return [domain.week_of(anchor)] if view == WEEK else domain.weeks_of_month(anchor)


def _is_inside(weeks: Sequence[Sequence[domain.Day]], on: date) -> bool:
    return any(one.on == on and one.is_inside for week in weeks for one in week)


def _turned(view: str, anchor: date, step: int) -> date:
    """Return a day of the next month, week or day, or of the one before."""
    if view:
        return domain.within_years(anchor + timedelta(days=step * (7 if view == WEEK else 1)))
    return domain.within_years(domain.next_month(anchor) if step > 0 else domain.previous_month(anchor))


def _anchor(request: ActorRequest) -> date:
    """Return the day asked for; of another year chosen above, the same day there; else today."""
    year, today = chosen_year(request), clock.today()
    try:
        asked = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        asked = today if year == today.year else date(year, 1, 1)
    if YEAR_PARAMETER in request.GET and asked.year != year:
        asked = asked.replace(year=year, day=min(asked.day, 28))
    return domain.within_years(asked)


def _period_words(view: str, anchor: date) -> str:
    if view == DAY:
        return f"{WEEKDAYS[anchor.weekday()]}, {anchor:%d/%m/%Y}"
    if view == WEEK:
        first = domain.monday(anchor)
        last = first + timedelta(days=6)
        return gettext("Tuần %(first)s – %(last)s") % {"first": f"{first:%d/%m}", "last": f"{last:%d/%m/%Y}"}
    return gettext("Tháng %(month)s/%(year)s") % {"month": anchor.month, "year": anchor.year}


def _filters(request: ActorRequest, *, year: int) -> tuple[list[ShownFilter], queries.Wanted]:
    """Return the filters as drawn, and what they ask for; values that are not among the choices are ignored."""
    actor, today = request.actor, clock.today()
    is_own = request.GET.get("rieng") == "1"
    plans = kept("plans", actor.key, year, count=lambda: queries.plans_on_calendar(actor, year=year))
    named = [(plan.pk, plan.code or plan.title) for plan in plans]
    plan_id = _chosen(request, "kh", named)
    wanted = queries.Wanted(is_own, plan_id)
    units = kept(
        "units", actor.key, wanted, year, today,
        count=lambda: queries.units_on_calendar(actor, wanted, plans=plans, year=year, today=today),
    )  # fmt: skip
    unit_id = _chosen(request, "dv", units)
    states = [
        (queries.LATE, gettext("Quá hạn")),
        *((one, gettext(TaskState(one).label)) for one in queries.SHOWN_STATES),
    ]
    state = next((key for key, _label in states if key == request.GET.get("tt", "")), "")
    shown = [
        ShownFilter("rieng", gettext("Phạm vi"), "chips", [Choice("1", gettext("Chỉ việc của tôi"), is_own)]),
        _select("kh", gettext("Kế hoạch"), named, plan_id),
        _select("dv", gettext("Đơn vị"), units, unit_id),
        _select("tt", gettext("Trạng thái"), states, state),
    ]
    return shown, queries.Wanted(is_own, plan_id, unit_id, state)


def _chosen(request: ActorRequest, name: str, choices: Sequence[tuple[int, str]]) -> int | None:
    asked = request.GET.get(name, "")
    return next((key for key, _label in choices if str(key) == asked), None)


def _select(key: str, label: str, choices: Sequence[tuple[Any, Any]], chosen: object) -> ShownFilter:
    return ShownFilter(key, label, "select", [Choice(str(value), text, value == chosen) for value, text in choices])


def _address(request: ActorRequest, *, drop: Sequence[str] = (), **changes: str) -> str:
    parameters = request.GET.copy()
    for name in (*drop, YEAR_PARAMETER):
        parameters.pop(name, None)
    for name, value in changes.items():
        parameters[name] = value
        if not value:
            del parameters[name]
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path
