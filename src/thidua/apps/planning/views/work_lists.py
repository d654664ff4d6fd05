"""Lists of work: of one's own units, and what waits for one's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.planning import domain, queries
from thidua.apps.planning.enums import TaskState, UnitPart
from thidua.apps.planning.models import Assignment
from thidua.apps.planning.templatetags.work import work_bar, work_due_mark
from thidua.apps.planning.views.task_lists import period_choices
from thidua.core import clock
from thidua.ui.forms import in_words
from thidua.ui.http import ActorRequest, chosen_year
from thidua.ui.lists import Column, Empty, Filter, ListPage, Page
from thidua.ui.templatetags.ui import date_text

SOON = timedelta(days=30)
DAYS = (("qua-han", _("Quá hạn")), ("sap-den", _("Đến hạn trong 30 ngày")))
WAITING = (("cho", _("Báo hoàn thành")), ("gia-han", _("Xin gia hạn")), ("kho-khan", _("Nêu khó khăn")))


def content_cell(work: Assignment) -> SafeString:
    """The task, under the plan it belongs to and its period."""
    task = work.task
    over = " · ".join(part for part in (task.plan.code or task.plan.title[:60], task.group[:80]) if part)
    own = f" – {task.time_text}" if task.period_starts_on else ""
    return format_html('<span class="over">{}</span>{}{}', over, task.content, own)


def unit_cell(work: Assignment) -> str:
    return work.unit.name


def due_cell(work: Assignment) -> SafeString:
    """The day that holds for the unit, marked when near, past or moved; the words of the paper where there is none."""
    day = getattr(work, "holds_on", work.due_on)
    first = format_html('<span class="is-nowrap">{}</span>', f"{day:%d/%m/%Y}") if day else work.task.time_text
    return format_html("{}{}", first, work_due_mark(work) if work.part == UnitPart.LEAD else "")


def state_cell(work: Assignment) -> SafeString:
    return work_bar(work) if work.part == UnitPart.LEAD else format_html('<span class="muted">{}</span>', "–")


def act_cell(work: Assignment) -> SafeString | str:
    """The one next act of a unit's own open work, one click from its form."""
    if work.part != UnitPart.LEAD or work.task.plan.state not in queries.RUNNING:
        return ""
    if work.state in {TaskState.NOT_BEGUN, TaskState.IN_PROGRESS}:
        url = f"{reverse('planning:task', args=[work.task_id])}?viec={work.pk}#bao-cao"
        name = format_html('<span class="visually-hidden"> {}</span>', work.task.content[:80])
        return format_html('<a class="btn btn-sm" href="{}">{}{}</a>', url, gettext("Báo cáo"), name)
    return ""


def by_day(value: str) -> Q:
    today = clock.today()
    if value == "qua-han":
        return queries.late_work(today)
    return Q(holds_on__gte=today, holds_on__lte=today + SOON, state__in=domain.OPEN)


def in_period(value: str) -> Q:
    """Return the work whose day lies in a quarter ("2026-q1") or that has none ("khong")."""
    if value == "khong":
        return Q(holds_on__isnull=True)
    year, _dash, quarter = value.partition("-q")
    one = queries.Quarter(int(year), int(quarter))
    return Q(holds_on__gte=one.first_day, holds_on__lte=one.last_day)


def _quarters(request: ActorRequest) -> list[tuple[str, str]]:
    year = chosen_year(request)
    listed = period_choices([queries.Quarter(year, quarter) for quarter in (1, 2, 3, 4)])
    return [one for one in listed if "-q" in one[0] or one[0] == "khong"]


def _plans(request: ActorRequest) -> list[tuple[int, str]]:
    actor, year = request.actor, chosen_year(request)
    return queries.kept("own plans", actor.key, year, count=lambda: queries.plans_of_own_work(actor, year=year))


class WorkList(ListPage):
    """What lists of units' work share."""

    search_label = _("Tìm nhiệm vụ")
    search_field = "task__search_text"

    def row_url(self, row: Assignment) -> str:
        return f"{reverse('planning:task', args=[row.task_id])}?viec={row.pk}"

    def row_css(self, row: Assignment) -> str:
        return "is-late" if queries.work_days_late(row, today=clock.today()) else ""


class OwnWork(WorkList):
    """The year's work of one's own units over all plans, soonest due first: what they lead, and what they join in."""

    title = _("Nhiệm vụ của đơn vị")
    template_name = "planning/own_tasks.html"
    default_sort = "due"
    export_name = "nhiem-vu-cua-don-vi"
    filters = (
        Filter("tt", _("Trạng thái"), choices=lambda request: in_words(TaskState.choices),
               condition=lambda value: Q(state=value, part=UnitPart.LEAD)),
        Filter("han", _("Hạn"), choices=lambda request: DAYS, condition=by_day),
        Filter("ky", _("Thời gian"), choices=_quarters, condition=in_period),
        Filter("vt", _("Vai trò"), choices=lambda request: in_words(UnitPart.choices), field="part"),
        Filter("kh", _("Kế hoạch"), choices=lambda request: _plans(request), field="task__plan"),
        Filter("kk", _("Khó khăn"), choices=lambda request: [("1", _("Có khó khăn chưa trả lời"))],
               condition=lambda value: Q(has_difficulty=True)),
        Filter("gom", _("Gồm đơn vị trực thuộc"), choices=lambda request: [("1", _("Gồm đơn vị trực thuộc"))],
               condition=lambda value: Q(), kind="chips"),
    )  # fmt: skip
    columns = (
        Column("content", _("Nội dung"), content_cell, sort=("task__content",), excel="task.content", is_title=True,
               width=60),
        Column("plan", _("Kế hoạch"), lambda work: work.task.plan.code or work.task.plan.title, only="excel", width=24),
        Column("unit", _("Đơn vị"), unit_cell, sort=("unit__path",), wide_only=True, width=30),
        Column("part", _("Vai trò"), lambda work: gettext(work.get_part_display()), sort=("part",), is_nowrap=True,
               width=12),
        Column("due", _("Hạn"), due_cell, sort=("ends", "task__position"), excel="holds_on", width=14),
        Column("first", _("Hạn ban đầu"), "first_due_on", only="excel", width=14),
        Column("state", _("Trạng thái"), state_cell, sort=("state", "percent"),
               excel=lambda work: gettext(work.get_state_display()) if work.part == UnitPart.LEAD else ""),
        Column("percent", _("Tiến độ (%)"), "percent", only="excel", width=10),
        Column("late", _("Quá hạn (ngày)"), lambda work: queries.work_days_late(work, today=clock.today()),
               only="excel", width=10),
        Column("act", _("Việc tiếp theo"), act_cell, only="screen"),
    )  # fmt: skip

    def rows(self, request: ActorRequest) -> QuerySet[Assignment]:
        below = request.GET.get("gom") == "1"
        asked = request.GET.getlist("tt")
        return queries.own_parts(request.actor, year=chosen_year(request), with_below=below, asked=asked)

    def _turn_to_page(self, request: ActorRequest, page: Page, rows: QuerySet[Any]) -> None:
        page.is_filtered = page.is_filtered or request.GET.get("gom") == "1"
        super()._turn_to_page(request, page, rows)
        if not page.total and not page.is_filtered:
            page.empty = self._empty_with_a_way_on(request)

    def _empty_with_a_way_on(self, request: ActorRequest) -> Empty:
        """Offer the work of the units below to those whose own units have none."""
        found = self.empty_state(request)
        year = chosen_year(request)
        if not queries.own_parts(request.actor, year=year, with_below=True).exists():
            return found
        title = gettext("Năm %(year)s đơn vị không trực tiếp chủ trì, phối hợp nhiệm vụ nào") % {"year": year}
        return replace(
            found,
            title=title,
            text=gettext("Các đơn vị trực thuộc có nhiệm vụ trong các kế hoạch của năm."),
            action_label=gettext("Xem việc của các đơn vị trực thuộc"),
            action_url=f"{request.path}?gom=1",
        )

    def empty_state(self, request: ActorRequest) -> Empty:
        year = chosen_year(request)
        title = gettext("Năm %(year)s chưa có nhiệm vụ nào giao cho đơn vị") % {"year": year}
        text = gettext(
            "Nhiệm vụ mà đơn vị chủ trì hoặc phối hợp trong các kế hoạch sẽ hiện ở đây, việc đến hạn trước đứng trên."
        )
        return Empty(title, text, icon="task")


def waits_for(value: str) -> Q:
    if value == "cho":
        return Q(state=TaskState.AWAITING)
    return Q(has_asked=True) if value == "gia-han" else Q(has_difficulty=True)


def words_cell(work: Assignment) -> SafeString:
    """What the unit says in its newest report, and the day it asks for."""
    parts = []
    report = next(iter(getattr(work, "newest_reports", ())), None)
    if report is not None:
        parts += [format_html('<span class="work-words">{}</span>', text[:240]) for text in (report.text,) if text]
        if report.difficulties:
            parts.append(format_html('<span class="sub">{}: {}</span>', gettext("Khó khăn"), report.difficulties[:240]))
    for asked in getattr(work, "asked_extensions", ()):
        line = gettext("Xin gia hạn đến %(day)s: %(reason)s") % {
            "day": f"{asked.to_on:%d/%m/%Y}", "reason": asked.reason[:200],
        }  # fmt: skip
        parts.append(format_html('<span class="sub">{}</span>', line))
    if work.reported_at is not None:
        parts.append(format_html('<span class="sub muted">{}</span>', date_text(work.reported_at)))
    return format_html_join("", "{}", ((part,) for part in parts))


def standing_cell(work: Assignment) -> SafeString:
    return format_html("{}{}", due_cell(work), work_bar(work))


class Awaiting(WorkList):
    """What waits for the word of those who answer for a plan; completions are confirmed one by one or together."""

    title = _("Chờ tôi xác nhận")
    template_name = "planning/awaiting.html"
    table_template = "planning/awaiting_table.html"
    default_sort = "reported"
    filters = (
        Filter("loai", _("Chờ việc gì"), choices=lambda request: WAITING, condition=waits_for),
        Filter("han", _("Hạn"), choices=lambda request: DAYS[:1], condition=by_day),
    )
    columns = (
        Column("content", _("Nội dung"), content_cell, sort=("task__content",), is_title=True, width=60),
        Column("unit", _("Đơn vị"), unit_cell, sort=("unit__path",), width=30),
        Column("reported", _("Đơn vị báo cáo"), words_cell, sort=("reported_at",), width=40),
        Column("due", _("Hạn, trạng thái"), standing_cell, sort=("ends",), width=18),
    )
    empty = Empty(
        _("Không có gì chờ Ông/Bà xác nhận"),
        _("Báo cáo hoàn thành, đề nghị gia hạn và khó khăn mà các đơn vị gửi lên sẽ hiện ở đây."),
        icon="done",
    )

    def rows(self, request: ActorRequest) -> QuerySet[Assignment]:
        return queries.work_awaiting(request.actor)
