"""The coverage page of a plan: who has received, planned, launched and reported, and who is late, by name."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.domain.coverage import Measure, UnitCoverage, headcount, measures
from thidua.apps.planning.enums import Lack
from thidua.apps.planning.forms import NamesField
from thidua.apps.planning.models import Plan
from thidua.apps.planning.views.plans import page_of
from thidua.core import clock
from thidua.core.errors import InvalidInput
from thidua.core.policies import require
from thidua.lib.vietnamese import fold
from thidua.ui.forms import add_errors, in_words
from thidua.ui.http import ActorRequest, go
from thidua.ui.lists import Column, Empty, Filter, ListPage, Page
from thidua.ui.templatetags.ui import date_text, number, state_badge

NAMES = {
    Lack.RECEIPT: _("Đã tiếp nhận"),
    Lack.PLAN: _("Đã có kế hoạch"),
    Lack.LAUNCH: _("Đã triển khai"),
    Lack.REPORT: _("Đã báo cáo"),
    Lack.OVERDUE: _("Không quá hạn"),
    Lack.HEADCOUNT: _("Đã báo số người"),
}
NAMED_IN_MESSAGE = 5


class Computed(list[UnitCoverage]):
    """Rows worked out in Python that a list page sorts, pages and exports like rows of a table."""

    def filter(self, _condition: Q) -> Computed:
        """The page has filtered already: its conditions are no columns."""
        return self

    def order_by(self, *names: str) -> Computed:
        rows = Computed(self)
        for name in reversed(names):
            if name != "pk":
                rows.sort(key=attrgetter(name.removeprefix("-")), reverse=name.startswith("-"))
        return rows

    def iterator(self, *, chunk_size: int) -> Iterator[UnitCoverage]:
        return iter(self)


def _with_note(badge: SafeString, note: str) -> SafeString:
    return format_html('{}<span class="sub">{}</span>', badge, note) if note else badge


def received_cell(one: UnitCoverage) -> SafeString:
    badge = state_badge(_("Đã nhận"), "done") if one.is_received else state_badge(_("Chưa nhận"), "waiting")
    day = one.last_reminder
    return _with_note(badge, gettext("Nhắc %(day)s") % {"day": date_text(day)} if day else "")


def planned_cell(one: UnitCoverage) -> SafeString:
    if one.is_planned:
        url = reverse("planning:plan", args=[one.own_plan_id])
        link = format_html('<a href="{}">{}</a>', url, gettext("Xem kế hoạch"))
        return format_html('{}<span class="sub">{}</span>', state_badge(_("Đã ban hành"), "done"), link)
    if one.is_drafting:
        return state_badge(_("Đang soạn"), "progress")
    return state_badge(_("Chưa có"), "neutral")


def planned_text(one: UnitCoverage) -> str:
    if one.is_planned:
        return gettext("Đã ban hành")
    return gettext("Đang soạn") if one.is_drafting else gettext("Chưa có")


def launched_cell(one: UnitCoverage) -> SafeString:
    if not one.is_launched:
        return state_badge(_("Chưa"), "neutral")
    return state_badge(date_text(one.launched_on), "done")


def reported_text(one: UnitCoverage) -> str:
    work = one.work
    if not work.lead:
        return gettext("Không chủ trì việc nào")
    if not work.expected:
        return gettext("Chưa đến kỳ")
    return gettext("%(reported)s/%(expected)s việc") % {"reported": work.reported, "expected": work.expected}


def reported_cell(one: UnitCoverage) -> SafeString:
    tone = "done" if one.is_reported else "waiting"
    return state_badge(reported_text(one), tone if one.work.expected else "none")


def on_time_text(one: UnitCoverage) -> str:
    if not one.work.lead:
        return gettext("Không chủ trì việc nào")
    if one.work.overdue:
        return ngettext("Quá hạn %(count)s việc", "Quá hạn %(count)s việc", one.work.overdue) % {
            "count": one.work.overdue
        }
    return gettext("Không quá hạn")


def late_done_text(one: UnitCoverage) -> str:
    return (
        ngettext("%(count)s việc xong sau hạn", "%(count)s việc xong sau hạn", one.work.late_done)
        % {"count": one.work.late_done}
        if one.work.late_done
        else ""
    )


def on_time_cell(one: UnitCoverage) -> SafeString:
    tone = "overdue" if one.work.overdue else "done" if one.work.lead else "none"
    return _with_note(state_badge(on_time_text(one), tone), late_done_text(one))


def staff_cell(one: UnitCoverage) -> SafeString:
    if one.staff is None:
        return state_badge(_("Chưa báo"), "neutral")
    taking_part, total = one.staff
    note = (
        f"{one.staff_percent}%"
        if one.has_headcount
        else gettext("%(percent)s%%, cộng từ đơn vị trực thuộc") % {"percent": one.staff_percent}
    )
    return _with_note(format_html("{}/{}", number(taking_part), number(total)), note)


def below_cell(one: UnitCoverage) -> SafeString:
    """How far the unit's own units are with its plan, opening into the coverage of that plan."""
    below = one.below
    if below is None:
        return SafeString("")
    url = reverse("planning:plan-units", args=[one.own_plan_id])
    words = gettext("%(received)s nhận · %(planned)s có kế hoạch · %(launched)s triển khai") % {
        "received": below.received,
        "planned": below.planned,
        "launched": below.launched,
    }
    label = ngettext("%(count)s đơn vị", "%(count)s đơn vị", below.units) % {"count": below.units}
    return format_html('<a href="{}">{}</a><span class="sub">{}</span>', url, label, words)


class PlanUnits(ListPage):
    """Every unit that received the plan, for those who oversee it."""

    title = _("Đơn vị")
    search_label = _("Tìm đơn vị")
    columns = (
        Column("unit", _("Đơn vị"), "name", sort=("place",), is_title=True, width=50),
        Column("received", _("Tiếp nhận"), received_cell, sort=("is_received", "place"), width=16,
               excel=lambda one: gettext("Đã nhận") if one.is_received else gettext("Chưa nhận")),
        Column("planned", _("Kế hoạch"), planned_cell, sort=("planned_rank", "place"), excel=planned_text),
        Column("launched", _("Triển khai"), launched_cell, sort=("is_launched", "place"), width=16,
               excel=lambda one: gettext("Đã triển khai") if one.is_launched else gettext("Chưa triển khai")),
        Column("launched_on", _("Ngày triển khai"), "launched_on", only="excel", width=14),
        Column("lead", _("Số việc chủ trì"), "work.lead", only="excel", width=14),
        Column("reported", _("Báo cáo"), reported_cell, sort=("report_percent", "place"), excel=reported_text),
        Column("on_time", _("Đúng hạn"), on_time_cell, sort=("work.overdue", "place"), excel=on_time_text, width=20),
        Column("overdue", _("Số việc quá hạn"), "work.overdue", only="excel", width=14),
        Column("late_done", _("Số việc xong sau hạn"), "work.late_done", only="excel", width=14),
        Column("staff", _("Người tham gia"), staff_cell, sort=("staff_percent", "place"), only="screen"),
        Column("taking_part", _("Số người tham gia"), lambda one: one.staff and one.staff[0], only="excel", width=14),
        Column("total", _("Tổng số người"), lambda one: one.staff and one.staff[1], only="excel", width=14),
        Column("below", _("Đơn vị trực thuộc"), below_cell, sort=("below_count", "place"), excel="below_count"),
        Column("reminded", _("Đôn đốc gần nhất"), "last_reminder", only="excel", width=16),
    )  # fmt: skip
    filters = (Filter("thieu", _("Còn thiếu"), lambda request: in_words(Lack.choices), condition=lambda value: Q()),)
    default_sort = "unit"
    export_name = "tinh-hinh-don-vi"
    template_name = "planning/coverage.html"

    @cached_property
    def plan(self) -> Plan:
        return _overseen_plan(self.request, self.kwargs["plan_id"])

    @cached_property
    def units(self) -> list[UnitCoverage]:
        plan, today = self.plan, clock.today()
        return queries.kept("coverage", plan.pk, today, count=lambda: queries.coverage_of(plan, today=today))

    @cached_property
    def lack(self) -> str:
        asked = self.request.GET.get("thieu", "")
        return asked if asked in Lack.values else ""

    @cached_property
    def found(self) -> Computed:
        """The units the filter and the search leave."""
        words = fold(self.request.GET.get("q", "")).split()
        return Computed(
            one
            for one in self.units
            if (not self.lack or one.lacks(self.lack)) and all(word in one.search_text for word in words)
        )

    def rows(self, request: ActorRequest) -> Any:
        return self.found

    def search(self, request: ActorRequest, query: str) -> Q:
        return Q()

    def row_url(self, row: UnitCoverage) -> str:
        return f"{reverse('planning:plan-tasks', args=[self.plan.pk])}?dv={row.unit_id}"

    def empty_state(self, request: ActorRequest) -> Empty:
        if self.plan.state in policies.INTERNAL:
            text = gettext("Khi kế hoạch được ban hành, mỗi đơn vị nhận và tình hình thực hiện hiện ở đây.")
            return Empty(gettext("Kế hoạch chưa ban hành nên chưa gửi tới đơn vị nào"), text, icon="unit")
        text = gettext("Không nhiệm vụ nào nêu đơn vị trong cơ cấu tổ chức. Gửi kế hoạch tới các đơn vị cần thực hiện.")
        return Empty(gettext("Chưa có đơn vị nào nhận kế hoạch này"), text, icon="unit")

    def _turn_to_page(self, request: ActorRequest, page: Page, rows: Any) -> None:
        super()._turn_to_page(request, page, rows)
        page.is_filtered = page.is_filtered or bool(self.lack)
        page.body_template = "planning/coverage_body.html"

    def more(self, request: ActorRequest) -> dict[str, Any]:
        plan = self.plan
        can_manage = policies.can_manage_plan(request.actor, plan) and plan.state in queries.RUNNING
        address = reverse("planning:plan-units", args=[plan.pk])
        return {
            **page_of(request, plan, "plan-units"),
            "strip": [_figure(one, address, self.lack) for one in measures(self.units)] if self.units else [],
            "staff": headcount(self.units),
            "staff_url": f"{address}?thieu={Lack.HEADCOUNT}",
            "can_manage": can_manage,
            "remind": self._reminder() if can_manage and self.lack and self.found else None,
        }

    def _reminder(self) -> dict[str, Any]:
        """What the form of a reminder holds: exactly the units the list shows, over all of its pages."""
        return {
            "count": len(self.found),
            "units": ",".join(str(one.unit_id) for one in self.found),
            "about": self.lack,
            "label": gettext(Lack(self.lack).label),
            "text": services.reminder_words(self.plan, self.lack),
            "back": self.request.get_full_path(),
        }


def _figure(one: Measure, address: str, lack: str) -> dict[str, Any]:
    return {
        "name": NAMES[one.lack],
        "percent": one.percent,
        "have": one.have,
        "of": one.of,
        "missing": one.missing,
        "missing_name": gettext(one.lack.label),
        "url": f"{address}?thieu={one.lack}" if one.missing else "",
        "is_current": one.lack == lack,
        "tone": "done" if not one.missing else "overdue" if one.lack == Lack.OVERDUE else "",
    }


def _overseen_plan(request: ActorRequest, plan_id: int) -> Plan:
    """Return a plan whose units the actor may look over. Raises NotVisible, NotPermitted."""
    plan = queries.plan_for(request.actor, plan_id)
    require(
        policies.can_oversee(request.actor, plan),
        gettext("Tình hình của các đơn vị chỉ đơn vị ban hành kế hoạch và cấp trên xem được."),
        remedy=gettext("Việc của đơn vị mình ở thẻ Tổng quan và thẻ Nhiệm vụ."),
    )
    return plan


@require_POST
def remind(request: ActorRequest, plan_id: int) -> HttpResponseBase:
    """Remind the units of the list as it was filtered, and say in words who was told and who not."""
    asked = request.POST.get("units", "").split(",")
    done = services.remind_units(
        actor=request.actor,
        plan_id=plan_id,
        unit_ids=[int(key) for key in asked if key.isascii() and key.isdigit()],
        about=request.POST.get("about", ""),
        text=request.POST.get("text", ""),
        at=clock.now(),
    )
    messages.success(
        request,
        gettext("Đã đôn đốc %(count)s đơn vị: %(names)s.") % {"count": len(done.told), "names": _few(done.told)},
    )
    passed_over = (
        (done.already, gettext("Hôm nay đã đôn đốc về việc này: %(names)s.")),
        (done.settled, gettext("Vừa làm xong nên không nhắc nữa: %(names)s.")),
        (done.without_people, gettext("Chưa có cán bộ đầu mối hay thủ trưởng để nhắc: %(names)s.")),
    )
    for names, sentence in passed_over:
        if names:
            messages.info(request, sentence % {"names": _few(names)})
    return go(request, f"{reverse('planning:plan-units', args=[plan_id])}?thieu={request.POST.get('about', '')}")


def _few(names: tuple[str, ...]) -> str:
    shown = "; ".join(names[:NAMED_IN_MESSAGE])
    left = len(names) - NAMED_IN_MESSAGE
    return shown if left <= 0 else gettext("%(names)s và %(count)s đơn vị khác") % {"names": shown, "count": left}


class UnitsForm(forms.Form):
    """Which further units a plan is sent to."""

    units = NamesField(label=_("Gửi thêm tới"), help_text=_("Tên đơn vị hoặc nhóm đơn vị; nhóm gồm mọi thành viên."))


@require_http_methods(["GET", "POST"])
def address(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Send an issued plan to further units."""
    plan = _overseen_plan(request, plan_id)
    require(
        policies.can_manage_plan(request.actor, plan),
        gettext("Chỉ người soạn hoặc duyệt kế hoạch của đơn vị ban hành được gửi kế hoạch cho thêm đơn vị."),
    )
    form = UnitsForm(request.POST or None)
    back = reverse("planning:plan-units", args=[plan.pk])
    if form.is_valid():
        try:
            added = services.address_more(
                actor=request.actor, plan_id=plan_id, names=form.cleaned_data["units"], at=clock.now()
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Đã gửi kế hoạch tới: %(names)s.") % {"names": _few(added)})
            return go(request, back)
    trail = [
        (gettext("Kế hoạch"), reverse("planning:list")),
        (plan.code or plan.title, reverse("planning:plan", args=[plan.pk])),
        (gettext("Đơn vị"), back),
    ]
    context = {
        "plan": plan,
        "form": form,
        "fields": [form["units"]],
        "trail": trail,
        "back": back,
        "heading": gettext("Gửi kế hoạch tới đơn vị khác"),
        "verb": gettext("Gửi kế hoạch"),
    }
    return render(request, "planning/cascade_form.html", context, status=400 if form.errors else 200)
