"""The tasks of a plan as list, boards by quarter and by state, and timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from html import escape as quoted
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from thidua.apps.planning import queries
from thidua.apps.planning.domain.sheets.keys import TASK, written_key
from thidua.apps.planning.enums import TaskOrigin, TaskState, UnitPart
from thidua.apps.planning.models import Plan, Task
from thidua.apps.planning.queries import Quarter
from thidua.apps.planning.templatetags.planning import computed_time, quarter_label
from thidua.apps.planning.templatetags.work import due_mark, task_work
from thidua.apps.planning.views.plans import page_of
from thidua.apps.planning.views.task_boards import board, board_by_state, timeline
from thidua.core import clock
from thidua.lib.vietnamese import fold
from thidua.ui.forms import in_words
from thidua.ui.http import ActorRequest
from thidua.ui.lists import Column, Empty, Filter, ListPage, Page

SOON = timedelta(days=30)
AT_ONCE = 150
"""Tasks a board or a timeline shows; beyond that a person filters."""
Choices = Sequence[tuple[Any, Any]]


def units_cell(part: UnitPart) -> Callable[[Task], SafeString]:
    """Return the cell of a part's units: as written, dimmed where the name stands for nobody in the tree yet."""

    def cell(task: Task) -> SafeString:
        named = [one for one in queries.named_units(task) if one.part == part]
        marks = ("" if one.unit_id or one.group_id else ' class="is-unmatched"' for one in named)
        parts = (f"<span{mark}>{quoted(one.as_written)}</span>" for mark, one in zip(marks, named, strict=True))
        return SafeString("; ".join(parts))

    return cell


def names_cell(part: UnitPart) -> Callable[[Task], str]:
    return lambda task: "; ".join(queries.names_of(task, part))


def sheet_key(task: Task) -> str:
    return written_key(TASK, task.pk, task.version)


def content_cell(task: Task) -> SafeString:
    """The content under its heading in the document, which tells the first row of one quarter from that of another."""
    if not task.group:
        return format_html("{}", task.content)
    return format_html('<span class="over">{}</span>{}', task.group, task.content)


def time_cell(task: Task) -> SafeString:
    """The time as printed, as computed where that differs, and the mark of a near day."""
    printed, computed = task.time_text, computed_time(task)
    parts = [format_html('<span class="{}">{}</span>', "" if printed else "is-nowrap", printed or computed)]
    if printed and (task.starts_on or task.due_on) and fold(printed) != fold(computed):
        parts.append(format_html('<span class="sub">{}</span>', computed))
    if task.is_optional:
        parts.append(format_html('<span class="sub">{}</span>', gettext("nếu có")))
    mark = due_mark(task)
    if mark:
        parts.append(format_html('<span class="sub">{}</span>', mark))
    return format_html_join("", "{}", ((part,) for part in parts))


def period_choices(quarters: Sequence[Quarter]) -> list[tuple[str, str]]:
    """Return quarters, then months, then "no day", as choices of the period filter."""
    choices = [(f"{one.year}-q{one.quarter}", quarter_label(one)) for one in quarters]
    for year in sorted({one.year for one in quarters}):
        choices += [
            (f"{year}-{month:02d}", gettext("Tháng %(month)s/%(year)s") % {"month": month, "year": year})
            for month in range(1, 13)
        ]
    return [*choices, ("khong", gettext("Cả năm, chưa rõ ngày"))]


def in_period(value: str) -> Q:
    """Return the tasks that end in a quarter ("2026-q1"), a month ("2026-03"), or in neither ("khong")."""
    if value == "khong":
        return queries.without_quarter()
    year, _dash, rest = value.partition("-")
    if rest.startswith("q"):
        return queries.in_quarter(Quarter(int(year), int(rest[1:])))
    first = date(int(year), int(rest), 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Q(due_on__gte=first, due_on__lte=last)


def of_kind(value: str) -> Q:
    return {
        "neu-co": Q(is_optional=True),
        "lap-lai": ~Q(recurrence=""),
        "thuong-xuyen": Q(is_continuous=True),
        "chua-ro": Q(due_on__isnull=True, recurrence="", is_continuous=False),
    }[value]


def seen_value(name: str) -> Callable[[Task], object]:
    """Return the cell of one fact of how a task stands, for a workbook."""

    def cell(task: Task) -> object:
        seen = queries.seen_work(task, today=clock.today())
        if seen is None:
            return ""
        return gettext(TaskState(seen.state).label) if name == "state" else getattr(seen, name)

    return cell


KINDS = (
    ("neu-co", _("Nếu có")),
    ("lap-lai", _("Lặp lại")),
    ("thuong-xuyen", _("Thường xuyên")),
    ("chua-ro", _("Chưa rõ thời hạn")),
)
DAYS = (("qua-han", _("Quá hạn")), ("sap-den", _("Đến hạn trong 30 ngày")))
ASKED = ("dv", "vt", "tt", "han", "kk")
"""Filters whose meaning depends on what the viewer may see."""
BOARDS = ("bang", "trang-thai")


class TaskList(ListPage):
    """What lists of tasks share: the filters, the board by quarter and the timeline over the same rows."""

    search_label = _("Tìm nhiệm vụ, đơn vị")
    export_name = "nhiem-vu"
    default_sort = "no"
    view_names = (
        ("", _("Danh sách"), "list"),
        ("bang", _("Bảng theo quý"), "board"),
        ("trang-thai", _("Bảng theo trạng thái"), "board"),
        ("thoi-gian", _("Dòng thời gian"), "timeline"),
    )
    filters = (
        Filter("dv", _("Đơn vị"), condition=lambda value: Q()),
        Filter("vt", _("Vai trò"), choices=lambda request: in_words(UnitPart.choices), condition=lambda value: Q()),
        Filter("ky", _("Thời gian"), condition=in_period),
        Filter("nguon", _("Nguồn"), choices=lambda request: in_words(TaskOrigin.choices), field="origin"),
        Filter("loai", _("Loại việc"), choices=lambda request: KINDS, condition=of_kind),
        Filter("tt", _("Trạng thái"), choices=lambda request: in_words(TaskState.choices), condition=lambda value: Q()),
        Filter("han", _("Hạn"), choices=lambda request: DAYS, condition=lambda value: Q()),
        Filter("kk", _("Khó khăn"), choices=lambda request: [("1", _("Có khó khăn chưa trả lời"))],
               condition=lambda value: Q()),
    )  # fmt: skip
    columns: ClassVar[Sequence[Column]] = (
        Column("no", _("STT"), "no", sort=("position",), is_nowrap=True, width=6),
        Column("content", _("Nội dung"), content_cell, sort=("content",), excel="content", is_title=True, width=60),
        Column("group", _("Nhóm"), "group", only="excel", width=24),
        Column("lead", _("Chủ trì"), units_cell(UnitPart.LEAD), excel=names_cell(UnitPart.LEAD), width=30),
        Column("coordinating", _("Phối hợp"), units_cell(UnitPart.COORDINATING),
               excel=names_cell(UnitPart.COORDINATING), width=30, wide_only=True),
        Column("time", _("Thời gian"), time_cell, sort=("ends", "position"), excel="time_text", width=22),
        Column("state", _("Trạng thái"), task_work, excel=seen_value("state"), width=18),
        Column("percent", _("Tiến độ (%)"), seen_value("percent"), only="excel", width=10),
        Column("late", _("Quá hạn (ngày)"), seen_value("late"), only="excel", width=10),
        Column("units_done", _("Số đơn vị xong"), seen_value("done"), only="excel", width=10),
        Column("units_all", _("Số đơn vị chủ trì"), seen_value("total"), only="excel", width=10),
        Column("starts", _("Từ ngày"), "starts_on", only="excel", width=12),
        Column("due", _("Đến hết ngày"), "due_on", only="excel", width=12),
        Column("repeat", _("Lặp lại"), lambda task: task.get_recurrence_display() if task.recurrence else "",
               only="excel", width=14),
        Column("optional", _("Nếu có"), "is_optional", only="excel", width=8),
        Column("continuous", _("Thường xuyên"), "is_continuous", only="excel", width=8),
        Column("product", _("Sản phẩm"), "product", only="excel", width=30),
        Column("budget", _("Kinh phí"), "budget", only="excel", width=18),
        Column("note", _("Ghi chú"), "note", only="excel", width=24),
        Column("origin", _("Nguồn"), lambda task: gettext(task.get_origin_display()), sort=("origin", "position"),
               wide_only=True, width=22),
    )  # fmt: skip

    def tasks(self, request: ActorRequest) -> QuerySet[Task]:
        """Return the tasks the page is about, before any filter."""
        raise NotImplementedError

    def year(self, request: ActorRequest) -> int:
        raise NotImplementedError

    @property
    def sight(self) -> queries.Sight:
        """Return what the viewer sees of the work on these tasks."""
        raise NotImplementedError

    def rows(self, request: ActorRequest) -> QuerySet[Task]:
        is_board = self.chosen_view in BOARDS and "xuat" not in request.GET
        parts = (UnitPart.LEAD,) if is_board else tuple(UnitPart)
        tasks = self.with_sight(queries.tasks_with_names(self.tasks(request), parts=parts))
        tasks = tasks.annotate(ends=queries.end_or_last()).defer("evidence", "other", "search_text")
        unit, part = request.GET.get("dv", ""), request.GET.get("vt", "")
        if unit in {str(key) for key, _name in self.unit_choices}:
            tasks = tasks.filter(
                queries.taking_part(unit_ids=[int(unit)], part=part if part in UnitPart.values else "")
            )
        elif part in UnitPart.values:
            tasks = tasks.filter(self.part_condition(request, part))
        return tasks.filter(self.standing(request))

    def with_sight(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """Return the tasks so that it can be said how each stands to the viewer."""
        return queries.with_seen_work(self.request.actor, tasks)

    def standing(self, request: ActorRequest) -> Q:
        """Return the condition of the filters on state, day and difficulties, as far as the viewer may know."""
        today, found, sight = clock.today(), Q(), self.sight
        states = [one for one in request.GET.getlist("tt") if one in TaskState.values]
        if states:
            chosen = Q()
            for state in states:
                chosen |= sight.in_state(state)
            found &= chosen
        day = request.GET.get("han", "")
        if day == "qua-han":
            found &= sight.late(today)
        elif day == "sap-den":
            found &= Q(due_on__gte=today, due_on__lte=today + SOON)
        if request.GET.get("kk") == "1":
            found &= sight.with_difficulty()
        return found

    def part_condition(self, request: ActorRequest, part: str) -> Q:
        return Q(pk__in=Task.objects.filter(units__part=part).values("pk"))

    @cached_property
    def unit_choices(self) -> Choices:
        return queries.units_taking_part(self.tasks(self.request))

    @cached_property
    def span(self) -> queries.Span:
        return queries.span_of(self.tasks(self.request), year=self.year(self.request))

    def whole_count(self) -> int:
        return self.span.count

    @property
    def chosen_view(self) -> str:
        asked = self.request.GET.get("kieu", "")
        return asked if asked in {*BOARDS, "thoi-gian"} else ""

    def row_url(self, row: Task) -> str:
        return reverse("planning:task", args=[row.pk])

    def choices(self, one: Filter, request: ActorRequest) -> Choices:
        if one.key == "dv":
            return self.unit_choices
        return period_choices(self.span.quarters) if one.key == "ky" else super().choices(one, request)

    def _turn_to_page(self, request: ActorRequest, page: Page, rows: QuerySet[Any]) -> None:
        page.is_filtered = page.is_filtered or any(request.GET.get(name) for name in ASKED)
        page.body_template = "planning/task_list_body.html"
        view = self.chosen_view
        self.shown_tasks: list[Task] = []
        self.is_cut = False
        if not view:
            super()._turn_to_page(request, page, rows)
            return
        page.kept = [*page.kept, ("kieu", view)]
        found = list(rows[: AT_ONCE + 1])
        self.shown_tasks, self.is_cut = found[:AT_ONCE], len(found) > AT_ONCE
        page.total = page.smallest_size = rows.count() if self.is_cut else len(found)
        page.table_template = "planning/task_board.html" if view in BOARDS else "planning/task_timeline.html"

    def more(self, request: ActorRequest) -> dict[str, Any]:
        view = self.chosen_view
        extra: dict[str, Any] = {
            "views": self.view_links(request),
            "is_cut": self.is_cut,
            "shown_count": len(self.shown_tasks),
        }
        if view in BOARDS:
            by_state = view == "trang-thai"
            extra["board"] = (
                board_by_state(self.shown_tasks) if by_state else board(self.shown_tasks, year=self.year(request))
            )
            extra["board_label"] = gettext("Bảng theo trạng thái") if by_state else gettext("Bảng theo quý")
        elif view == "thoi-gian":
            extra["chart"], extra["undated"] = timeline(self.shown_tasks, year=self.year(request))
        return extra

    def view_links(self, request: ActorRequest) -> list[dict[str, Any]]:
        links = []
        for name, label, icon in self.view_names:
            address = request.GET.copy()
            for dropped in ("kieu", "trang", "xuat", "thang"):
                address.pop(dropped, None)
            if name:
                address["kieu"] = name
            links.append(
                {"label": label, "icon": icon, "url": f"?{address.urlencode()}", "is_active": name == self.chosen_view}
            )
        return links


class PlanTasks(TaskList):
    """Every task of one plan: rows of its tables, charges in its prose, dated duties, and those added by hand."""

    title = _("Nhiệm vụ")
    # The code by which the import finds a row again; the list of one's own tasks is of many plans and is not imported.
    columns = (Column("key", _("Mã dòng"), sheet_key, only="excel", width=11), *TaskList.columns)
    template_name = "planning/plan_tasks.html"
    empty = Empty(_("Kế hoạch này chưa có nhiệm vụ nào"), _("Nhiệm vụ thêm tay sẽ hiện ở đây."), icon="task")

    @cached_property
    def plan(self) -> Plan:
        return queries.plan_for(self.request.actor, self.kwargs["plan_id"])

    def _export(self, rows: QuerySet[Any]) -> HttpResponseBase:
        """Write the list in Vietnamese, whatever the language of pages: the import reads it back."""
        with override(settings.LANGUAGE_CODE):
            return super()._export(rows)

    def tasks(self, request: ActorRequest) -> QuerySet[Task]:
        return queries.tasks_of(self.plan)

    @cached_property
    def sight(self) -> queries.Sight:
        return queries.sight_of(self.request.actor, self.plan)

    def with_sight(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return queries.with_seen_work(self.request.actor, tasks, plan=self.plan)

    @cached_property
    def _kept(self) -> tuple[Choices, queries.Span]:
        actor, plan = self.request.actor, self.plan

        def count() -> tuple[Choices, queries.Span]:
            units = queries.units_of_plan(actor, plan)
            return units, queries.span_of(queries.tasks_of(plan), year=plan.year)

        return queries.kept("filters of plan", actor.key, plan.pk, count=count)

    @property
    def unit_choices(self) -> Choices:
        return self._kept[0]

    @property
    def span(self) -> queries.Span:
        return self._kept[1]

    def view_links(self, request: ActorRequest) -> list[dict[str, Any]]:
        # The calendar has months of its own: it takes over every filter but the period.
        asked = request.GET.copy()
        for dropped in ("kieu", "trang", "xuat", "ky", "thang"):
            asked.pop(dropped, None)
        url = reverse("planning:plan-calendar", args=[self.plan.pk])
        calendar = {
            "label": gettext("Lịch"),
            "icon": "calendar",
            "url": f"{url}?{asked.urlencode()}" if asked else url,
            "is_active": False,
        }
        return [*super().view_links(request), calendar]

    def year(self, request: ActorRequest) -> int:
        return self.plan.year

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {**super().more(request), **page_of(request, self.plan, "plan-tasks", task_count=self.span.count)}
