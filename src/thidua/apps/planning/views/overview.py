"""The picture of a year for who leads it, and the list of the work behind its figures."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from thidua.apps.planning import queries
from thidua.apps.planning.enums import PlanState, Standing
from thidua.apps.planning.models import Assignment
from thidua.apps.planning.queries import Quarter
from thidua.apps.planning.templatetags.planning import quarter_label
from thidua.core import clock
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.ui.forms import in_words
from thidua.ui.http import ActorRequest, chosen_year
from thidua.ui.lists import Column, Empty, Filter, ListPage
from thidua.ui.templatetags.ui import number, state_badge

UNITS_SHOWN = 15
LATE_SHOWN = 8
TONES = {
    Standing.DONE: "done",
    Standing.DONE_LATE: "done",
    Standing.IN_PROGRESS: "progress",
    Standing.NOT_BEGUN: "neutral",
    Standing.AT_RISK: "soon",
    Standing.OVERDUE: "overdue",
}
WAITS = (
    ("cho", _("Chờ xác nhận hoàn thành")),
    ("gia-han", _("Chờ trả lời xin gia hạn")),
    ("kho-khan", _("Có khó khăn chưa được trả lời")),
)
"""What work waits for, by the values of the filter of `planning:awaiting`."""


def require_looker(actor: Actor) -> None:
    """The picture of a year is for who leads a unit or works for its leader. Raises NotVisible."""
    if not actor.paths(queries.LOOKERS):
        raise NotVisible


@require_GET
def show(request: ActorRequest) -> HttpResponse:
    """The year on one page: how much stands where, by quarter and by unit, what waits, and who is late."""
    require_looker(request.actor)
    actor, year, today = request.actor, chosen_year(request), clock.today()
    figures = queries.year_figures_of(actor, year=year, today=today)
    late = queries.year_work(actor, year=year).filter(queries.late_work(today))
    rows_url = reverse("planning:year-work")
    shown = figures.units[:UNITS_SHOWN]
    largest = max((one.total for one in shown), default=0)
    context = {
        "year": year,
        "today": today,
        "rows_url": rows_url,
        "figures": figures,
        "headline": headline(figures.whole, rows_url),
        "standings": [(one, gettext(one.label)) for one in Standing],
        "quarters": [tally_row(one, quarter_name(one.key, year), f"{rows_url}?quy={one.key}", largest=one.total)
                     for one in figures.quarters],
        "units": [tally_row(one, one.name, f"{rows_url}?dv={one.key}", largest=largest) for one in shown],
        "units_left": len(figures.units) - len(shown),
        "late": late.select_related("task", "unit").only("due_on", "unit__name", "task__content", "task_id")
        .order_by("due_on", "pk")[:LATE_SHOWN],
        "waiting": [(label, count, url) for label, count, url in waiting(actor) if count],
        "reach": queries.reach_of_plans(actor, year=year),
        "plan_states": queries.plans_by_state(actor, year=year),
    }  # fmt: skip
    return render(request, "planning/year.html", context)


def quarter_name(key: int, year: int) -> str:
    return quarter_label(Quarter(year, key), with_year=False) if key else gettext("Không có hạn trong năm")


def headline(whole: queries.Tally, rows_url: str) -> list[dict[str, Any]]:
    """Return the figures on top, each opening into its rows."""
    return [
        {"label": gettext("Việc phải làm"), "count": whole.total, "url": rows_url, "tone": ""},
        *(
            {
                "label": gettext(one.label),
                "count": whole.by.get(one, 0),
                "url": f"{rows_url}?tt={one}",
                "tone": TONES[one],
            }
            for one in Standing
        ),
    ]


def tally_row(tally: queries.Tally, name: str, url: str, *, largest: int) -> dict[str, Any]:
    """Return a line of a table: its bar, and its figures as cells that each open into their rows."""
    address, bars, cells, at = escape(f"{url}&tt="), [], [], 0.0
    for one in Standing:
        count, label = tally.by.get(one, 0), escape(gettext(one.label))
        width = 100 * count / largest if largest else 0
        opening = f'<td class="is-number c-{one.value}" data-label="{label}">'
        if not count:
            cells.append(f'{opening}<span class="muted">–</span></td>')
            continue
        figure = number(count)
        cells.append(f'{opening}<a href="{address}{one.value}">{figure}</a></td>')
        bars.append(
            f'<a href="{address}{one.value}" tabindex="-1"><title>{label}: {figure}</title>'
            f'<rect class="st-{one.value}" x="{at:.2f}" width="{width:.2f}" y="0" height="10"/></a>'
        )
        at += width
    return {"name": name, "url": url, "tally": tally, "cells": SafeString("".join(cells)), "bar": drawn("".join(bars))}


def drawn(bars: str) -> SafeString:
    """Return a bar of what stands where. The figures beside it say the same in words, so it is left out of reading."""
    return SafeString(
        '<svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{bars}</svg>"
    )


def waiting(actor: Actor) -> list[tuple[Any, int, str]]:
    """Return what waits for a signature or a decision, counted, with where it is done."""
    counted = queries.awaiting_decision(actor)
    return [
        (gettext("Kế hoạch chờ duyệt"), counted["plans"], f"{reverse('planning:list')}?tt={PlanState.SUBMITTED}"),
        *((label, counted[key], f"{reverse('planning:awaiting')}?loai={key}") for key, label in WAITS),
    ]


def _quarters(request: ActorRequest) -> list[tuple[int, str]]:
    year = chosen_year(request)
    return [(key, quarter_name(key, year)) for key in (1, 2, 3, 4, 0)]


def _units(request: ActorRequest) -> list[tuple[int, str]]:
    return queries.units_of_work(queries.year_work(request.actor, year=chosen_year(request)))


class YearWork(ListPage):
    """The work behind the figures of the year: one row for each task of each unit that leads it."""

    title = _("Việc của các đơn vị")
    search_field = "task__search_text"
    search_label = _("Tìm nhiệm vụ")
    export_name = "viec-cua-cac-don-vi"
    default_sort = "due"
    template_name = "planning/year_work.html"
    columns = (
        Column("content", _("Nhiệm vụ"), "task.content", sort=("task__content",), is_title=True, width=60),
        Column("unit", _("Đơn vị chủ trì"), "unit.name", sort=("unit__path",), width=30),
        Column("plan", _("Kế hoạch"), lambda work: work.task.plan.code or work.task.plan.title,
               sort=("task__plan__symbol", "task__plan__number"), wide_only=True, width=24),
        Column("due", _("Hạn"), "due_on", sort=("due_on",), is_nowrap=True, width=12),
        Column("percent", _("Tiến độ (%)"), "percent", sort=("percent",), is_number=True, width=10),
        Column("standing", _("Tình trạng"), lambda work: state_badge(Standing(work.standing), TONES[work.standing]),
               excel=lambda work: gettext(Standing(work.standing).label), is_nowrap=True, width=18),
    )  # fmt: skip
    filters = (
        Filter("dv", _("Đơn vị"), choices=_units, field="unit"),
        Filter("quy", _("Thời hạn"), choices=_quarters, field="quarter"),
        Filter("tt", _("Tình trạng"), choices=lambda request: in_words(Standing.choices), field="standing"),
    )

    def get(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        require_looker(request.actor)
        return super().get(request, **kwargs)

    def rows(self, request: ActorRequest) -> QuerySet[Assignment]:
        year, today = chosen_year(request), clock.today()
        return (
            queries.year_work(request.actor, year=year)
            .annotate(standing=queries.standing(today), quarter=queries.due_quarter(year))
            .select_related("task__plan", "unit")
            .only("due_on", "percent", "unit__name", "task__content", "task__plan__number", "task__plan__symbol",
                  "task__plan__title")
        )  # fmt: skip

    def row_url(self, row: Assignment) -> str:
        return reverse("planning:task", args=[row.task_id])

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {
            "year": chosen_year(request),
            "trail": [(gettext("Bức tranh năm"), reverse("planning:year"))],
        }

    def empty_state(self, request: ActorRequest) -> Empty:
        title = gettext("Năm %(year)s chưa có việc nào được giao") % {"year": chosen_year(request)}
        text = gettext("Việc mà các đơn vị chủ trì trong những kế hoạch đã ban hành của năm sẽ hiện ở đây.")
        return Empty(
            title, text, icon="task", action_label=gettext("Xem kế hoạch"), action_url=reverse("planning:list")
        )
