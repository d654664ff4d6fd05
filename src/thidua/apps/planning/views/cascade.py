"""What an addressed unit sees and does: plans it received, and the next step with each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.domain.coverage import IN_FORCE, IN_HAND
from thidua.apps.planning.enums import Lack, PlanState, ReceiptState
from thidua.apps.planning.models import Plan, PlanReceipt, Task
from thidua.core import clock
from thidua.core.errors import InvalidInput
from thidua.core.policies import require
from thidua.core.search import matching
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, chosen_year, go
from thidua.ui.lists import Column, Empty, Filter, ListPage
from thidua.ui.templatetags.ui import state_badge

TONES = {
    ReceiptState.SENT: "waiting",
    ReceiptState.ACKNOWLEDGED: "progress",
    ReceiptState.PLANNED: "progress",
    ReceiptState.LAUNCHED: "done",
}
TASKS_SHOWN = 8
NOT_ACKNOWLEDGED = _("Chưa tiếp nhận")
NOT_YOURS = _("Chỉ cán bộ đầu mối, cán bộ thường trực hoặc thủ trưởng của đơn vị nhận kế hoạch được làm việc này.")


class LaunchForm(forms.Form):
    """On which day and how a unit launched a plan."""

    on = forms.DateField(label=_("Ngày triển khai"))
    note = forms.CharField(
        label=_("Cách triển khai"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: hội nghị phổ biến tới toàn thể cán bộ, gửi văn bản tới các tổ."),
    )


class HeadcountForm(forms.Form):
    """How many people a unit has, and how many of them take part."""

    total = forms.IntegerField(label=_("Tổng số người của đơn vị"))
    taking_part = forms.IntegerField(label=_("Số người tham gia"))


def receipt_badge(receipt: PlanReceipt) -> SafeString:
    return state_badge(ReceiptState(receipt.state), TONES[ReceiptState(receipt.state)])


def own_plan_cell(receipt: PlanReceipt) -> SafeString | str:
    """The unit's own plan: a link, and whether it is still being written."""
    own = receipt.own_plan
    if own is None:
        return ""
    url = reverse("planning:plan", args=[own.pk])
    state = gettext(PlanState(own.state).label)
    return format_html('<a href="{}">{}</a><span class="sub">{}</span>', url, own.code or gettext("Chưa có số"), state)


STEPS_MISSING = (
    ("tiep-nhan", NOT_ACKNOWLEDGED),
    ("ke-hoach", _("Chưa có kế hoạch của đơn vị")),
    ("trien-khai", _("Chưa triển khai")),
    ("so-nguoi", _("Chưa báo số người tham gia")),
)


def missing(value: str) -> Q:
    return {
        "tiep-nhan": Q(state=ReceiptState.SENT),
        "ke-hoach": Q(own_plan__isnull=True) | ~Q(own_plan__state__in=IN_FORCE),
        "trien-khai": ~Q(state=ReceiptState.LAUNCHED),
        "so-nguoi": Q(staff_total__isnull=True),
    }[value]


class ReceivedPlans(ListPage):
    """The plans that superiors sent to the actor's own units, with how far each has come."""

    title = _("Kế hoạch cấp trên giao")
    search_label = _("Tìm theo số, trích yếu, cơ quan")
    columns = (
        Column("title", _("Trích yếu"), "plan.title", sort=("plan__title",), is_title=True, width=60),
        Column("code", _("Số, ký hiệu"), "plan.code", sort=("plan__symbol", "plan__number"), is_nowrap=True),
        Column("from", _("Đơn vị ban hành"), "plan.unit.name", sort=("plan__unit__path",), width=36),
        Column("unit", _("Đơn vị nhận"), "unit.name", sort=("unit__path",), width=30),
        Column("sent", _("Ngày nhận"), lambda row: timezone.localdate(row.sent_at), sort=("sent_at",), is_nowrap=True),
        Column("state", _("Tình hình"), receipt_badge, sort=("state",), is_nowrap=True),
        Column("own", _("Kế hoạch của đơn vị"), own_plan_cell, width=30,
               excel=lambda row: row.own_plan.code or row.own_plan.title if row.own_plan else ""),
    )  # fmt: skip
    filters = (Filter("thieu", _("Việc chưa làm"), choices=lambda request: STEPS_MISSING, condition=missing),)
    default_sort = "-sent"
    export_name = "ke-hoach-cap-tren"
    template_name = "planning/cascade_received.html"

    def rows(self, request: ActorRequest) -> QuerySet[PlanReceipt]:
        return queries.receipts_of(request.actor).filter(plan__year=chosen_year(request))

    def search(self, request: ActorRequest, query: str) -> Q:
        return matching(query, field="plan__search_text")

    def row_url(self, row: PlanReceipt) -> str:
        return reverse("planning:plan", args=[row.plan_id])

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {"year": chosen_year(request), "trail": [(gettext("Kế hoạch"), reverse("planning:list"))]}

    def empty_state(self, request: ActorRequest) -> Empty:
        title = gettext("Năm %(year)s chưa có kế hoạch nào của cấp trên gửi tới đơn vị") % {
            "year": chosen_year(request)
        }
        text = gettext("Kế hoạch gửi tới đơn vị của Ông/Bà hiện ở đây ngay khi cấp trên ban hành.")
        return Empty(title, text, icon="plan")


def cascade_of(request: ActorRequest, plan: Plan) -> dict[str, Any]:
    """Return what the first page of a plan says of its cascade: cards of the units, the superior's plan."""
    superior = queries.superior_of(request.actor, plan)
    return {
        "cards": cards_of(request, plan),
        "superior": superior,
        "answer_count": plan.tasks.filter(answers__isnull=False).count() if superior else 0,
    }


def cards_of(request: ActorRequest, plan: Plan) -> list[dict[str, Any]]:
    """Return a card for each of the actor's own units that received the plan: its steps, the next one, its tasks."""
    if plan.state in policies.INTERNAL:
        return []
    receipts = list(queries.receipts_of(request.actor).filter(plan=plan))
    tasks = queries.tasks_by_member(plan, [one.unit_id for one in receipts])
    return [_card(request, one, tasks.get(one.unit_id, [])) for one in receipts]


def _card(request: ActorRequest, receipt: PlanReceipt, tasks: list[tuple[Task, str]]) -> dict[str, Any]:
    own = receipt.own_plan
    is_sent, is_launched = receipt.state == ReceiptState.SENT, receipt.state == ReceiptState.LAUNCHED
    has_plan = own is not None and own.state in IN_FORCE
    is_drafting = own is not None and own.state in IN_HAND
    may = policies.can_receive(request.actor, receipt) and receipt.plan.state in queries.RUNNING
    done = {
        Lack.RECEIPT: not is_sent,
        Lack.PLAN: has_plan,
        Lack.LAUNCH: is_launched,
        Lack.HEADCOUNT: receipt.staff_total is not None,
    }
    current = next((lack for lack, is_done in done.items() if not is_done), None)
    labels = {
        Lack.RECEIPT: gettext("Tiếp nhận"),
        Lack.PLAN: gettext("Lập kế hoạch của đơn vị"),
        Lack.LAUNCH: gettext("Triển khai"),
        Lack.HEADCOUNT: gettext("Báo số người tham gia"),
    }
    return {
        "receipt": receipt,
        "badge": receipt_badge(receipt),
        "steps": [
            {"label": label, "is_done": done[lack], "is_current": lack == current} for lack, label in labels.items()
        ],
        "current": current.value if current and may else "",
        "can_draft": may and not own and policies.can_draft(request.actor, unit_path=receipt.unit.path),
        "can_launch": may and not is_sent and not is_launched,
        "can_count": may and not is_sent,
        "own": own,
        "own_state": gettext(PlanState(own.state).label) if own else "",
        "is_drafting": is_drafting,
        "tasks": tasks[:TASKS_SHOWN],
        "task_count": len(tasks),
    }


@require_POST
def acknowledge(request: ActorRequest, receipt_id: int) -> HttpResponse:
    receipt = services.acknowledge_plan(actor=request.actor, receipt_id=receipt_id, at=clock.now())
    messages.success(request, gettext("Đã tiếp nhận kế hoạch."))
    return go(request, reverse("planning:plan", args=[receipt.plan_id]))


@require_POST
def start_own_plan(request: ActorRequest, receipt_id: int) -> HttpResponse:
    plan = services.start_own_plan(actor=request.actor, receipt_id=receipt_id, at=clock.now())
    messages.success(
        request,
        gettext("Đã lập dự thảo từ các nhiệm vụ của đơn vị. Ghi ai làm việc gì, sửa thời hạn nếu cần, rồi gửi duyệt."),
    )
    return go(request, reverse("planning:plan", args=[plan.pk]))


@require_http_methods(["GET", "POST"])
def launch(request: ActorRequest, receipt_id: int) -> HttpResponse:
    """Say when and how the unit launched a plan it received."""
    receipt = _receipt_of_unit(request, receipt_id)
    form = LaunchForm(request.POST or None, initial={"on": f"{clock.today():%d/%m/%Y}"})
    if form.is_valid():
        try:
            services.launch_received(
                actor=request.actor, receipt_id=receipt_id, on=form.cleaned_data["on"], note=form.cleaned_data["note"],
                at=clock.now(),
            )  # fmt: skip
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Đã ghi nhận việc triển khai của đơn vị."))
            return go(request, reverse("planning:plan", args=[receipt.plan_id]))
    context = {
        "heading": gettext("Ghi nhận việc triển khai"),
        "verb": gettext("Ghi nhận triển khai"),
        "fields": [form["on"], form["note"]],
    }
    return _form(request, receipt, form, context)


@require_http_methods(["GET", "POST"])
def report_headcount(request: ActorRequest, receipt_id: int) -> HttpResponse:
    """Report how many people of the unit take part; what the units below reported stands in the form already."""
    receipt = _receipt_of_unit(request, receipt_id)
    below = queries.headcount_below(receipt)
    suggested = (
        (receipt.staff_taking_part, receipt.staff_total) if receipt.staff_total is not None else below or (None, None)
    )
    form = HeadcountForm(request.POST or None, initial={"taking_part": suggested[0], "total": suggested[1]})
    if form.is_valid():
        try:
            services.report_headcount(
                actor=request.actor, receipt_id=receipt_id, total=form.cleaned_data["total"],
                taking_part=form.cleaned_data["taking_part"], at=clock.now(),
            )  # fmt: skip
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Đã báo số người tham gia."))
            return go(request, reverse("planning:plan", args=[receipt.plan_id]))
    context = {
        "heading": gettext("Báo số người tham gia"),
        "verb": gettext("Báo số người"),
        "fields": [form["total"], form["taking_part"]],
        "below": below,
    }
    return _form(request, receipt, form, context)


def _receipt_of_unit(request: ActorRequest, receipt_id: int) -> PlanReceipt:
    receipt = queries.receipt_for(request.actor, receipt_id)
    require(policies.can_receive(request.actor, receipt), str(NOT_YOURS))
    return receipt


def _form(request: ActorRequest, receipt: PlanReceipt, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    plan = receipt.plan
    back = reverse("planning:plan", args=[plan.pk])
    context |= {
        "receipt": receipt,
        "plan": plan,
        "form": form,
        "back": back,
        "trail": [(gettext("Kế hoạch"), reverse("planning:list")), (plan.code or plan.title, back)],
    }
    return render(request, "planning/cascade_form.html", context, status=400 if form.errors else 200)
