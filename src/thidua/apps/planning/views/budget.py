"""The estimate of a plan and what was spent; only for who oversees it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.forms import BudgetLineForm, ReasonForm, SpendingForm
from thidua.apps.planning.models import Plan
from thidua.apps.planning.views.plans import Differences, page_of, typed_over
from thidua.core import clock
from thidua.core.errors import EditConflict, InvalidInput
from thidua.ui.excel import Cell, ExcelColumn, workbook_response
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go
from thidua.ui.templatetags.ui import date_text, money


@require_GET
def budget(request: ActorRequest, plan_id: int) -> HttpResponseBase:
    """The estimate by source and by task, with what was spent and what is left."""
    plan = queries.plan_for(request.actor, plan_id)
    found = queries.budget_of(request.actor, plan)
    if request.GET.get("xuat") == "excel":
        return _workbook(plan, found)
    manages = policies.can_manage_plan(request.actor, plan)
    context = {
        **page_of(request, plan, "plan-budget"),
        "budget": found,
        "can_estimate": manages and plan.state in services.ESTIMATED_STATES,
        "can_spend": manages and plan.state in services.SPENT_STATES,
        "lines": queries.budget_history(plan),
    }
    return render(request, "planning/budget_plan.html", context)


def _workbook(plan: Plan, found: queries.Budget) -> HttpResponseBase:
    columns = [
        ExcelColumn(gettext("Nguồn kinh phí"), 26),
        ExcelColumn(gettext("Nội dung chi"), 50),
        ExcelColumn(gettext("Nhiệm vụ"), 50),
        ExcelColumn(gettext("Dự toán (đồng)"), 18),
        ExcelColumn(gettext("Đã chi (đồng)"), 18),
        ExcelColumn(gettext("Còn lại (đồng)"), 18),
        ExcelColumn(gettext("Ghi chú"), 30),
    ]
    rows: list[list[Cell]] = [
        [
            gettext(source.name), row.name, str(row.line.task or "") if row.line else "", row.estimated, row.spent,
            row.left, row.line.note if row.line else "",
        ]
        for source, own in found.sources
        for row in own
    ]  # fmt: skip
    total = found.total
    rows.append([gettext("Tổng cộng"), "", "", total.estimated, total.spent, total.left, ""])
    return workbook_response(name="kinh-phi", sheet=gettext("Kinh phí"), columns=columns, rows=rows)


def _trail(plan: Plan) -> list[tuple[str, str]]:
    return [
        (gettext("Kế hoạch"), reverse("planning:list")),
        (plan.code or plan.title, reverse("planning:plan", args=[plan.pk])),
        (gettext("Kinh phí"), reverse("planning:plan-budget", args=[plan.pk])),
    ]


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Add a line to the estimate."""
    plan = queries.plan_for(request.actor, plan_id)
    services.require_estimate(request.actor, plan)
    form = BudgetLineForm(request.POST or None, tasks=_tasks(plan), initial={"version": 0})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.create_budget_line(actor=request.actor, plan_id=plan_id, values=form.values, at=clock.now())
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã thêm dòng dự toán."))
                return go(request, reverse("planning:plan-budget", args=[plan_id]))
    context = {
        "plan": plan,
        "form": form,
        "trail": _trail(plan),
        "back": reverse("planning:plan-budget", args=[plan_id]),
    }
    return render(request, "planning/budget_form.html", context, status=status)


def _tasks(plan: Plan) -> Any:
    """The occurrences of a recurring task are not chosen one by one."""
    return plan.tasks.filter(period_starts_on__isnull=True)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, line_id: int) -> HttpResponse:
    """Change a line. When somebody else was quicker, both versions are shown and nothing typed is lost."""
    line = queries.budget_line_for(request.actor, line_id)
    plan = line.plan
    services.require_estimate(request.actor, plan)
    make: Any = partial(BudgetLineForm, tasks=_tasks(plan))
    form = make(request.POST or None, instance=line, initial={"version": line.version})
    status = 200
    conflict: Differences = []
    back = reverse("planning:plan-budget", args=[plan.pk])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.change_budget_line(
                    actor=request.actor, line_id=line_id, version=form.cleaned_data["version"] or 0,
                    values=form.values, at=clock.now(),
                )  # fmt: skip
            except EditConflict as error:
                form, conflict = typed_over(make, request, queries.budget_line_for(request.actor, line_id), error)
                status = error.status
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã lưu dòng dự toán."))
                return go(request, back)
    context = {"plan": plan, "line": line, "form": form, "conflict": conflict, "trail": _trail(plan), "back": back}
    return render(request, "planning/budget_form.html", context, status=status)


@require_POST
def remove(request: ActorRequest, line_id: int) -> HttpResponse:
    plan = services.remove_budget_line(actor=request.actor, line_id=line_id, at=clock.now())
    messages.success(request, gettext("Đã xóa dòng dự toán."))
    return go(request, reverse("planning:plan-budget", args=[plan.pk]))


@require_http_methods(["GET", "POST"])
def spend(request: ActorRequest, line_id: int) -> HttpResponse:
    """Record what was spent against a line; beyond the estimate with a warning."""
    line = queries.budget_line_for(request.actor, line_id)
    plan = line.plan
    services.require_spending(request.actor, plan)
    spent = sum(line.spendings.values_list("amount", flat=True))
    form = SpendingForm(request.POST or None, initial={"spent_on": clock.today()})
    status = 200
    back = reverse("planning:plan-budget", args=[plan.pk])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = services.record_spending(
                    actor=request.actor, line_id=line_id, spent_on=form.cleaned_data["spent_on"],
                    amount=form.cleaned_data["amount"], note=form.cleaned_data["note"], at=clock.now(),
                )  # fmt: skip
            except InvalidInput as error:
                add_errors(form, error)
            else:
                over = spent + made.amount - line.estimated
                if over > 0:
                    text = gettext("Đã ghi khoản chi. Dòng này đã chi vượt dự toán %(over)s.")
                    messages.warning(request, text % {"over": money(over)})
                else:
                    messages.success(request, gettext("Đã ghi khoản chi."))
                return go(request, back)
    context = {
        "plan": plan, "line": line, "spent": spent, "left": line.estimated - spent, "form": form,
        "trail": _trail(plan), "back": back,
    }  # fmt: skip
    return render(request, "planning/budget_spend.html", context, status=status)


@require_http_methods(["GET", "POST"])
def remove_spending(request: ActorRequest, spending_id: int) -> HttpResponse:
    """Take an amount back that was recorded by mistake, with the reason."""
    spending = queries.spending_for(request.actor, spending_id)
    plan = spending.line.plan
    services.require_spending(request.actor, plan)
    form = ReasonForm(request.POST or None)
    status = 200
    back = reverse("planning:plan-budget", args=[plan.pk])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            services.remove_spending(
                actor=request.actor, spending_id=spending_id, reason=form.cleaned_data["reason"], at=clock.now()
            )
            messages.success(request, gettext("Đã xóa khoản chi."))
            return go(request, back)
    words = {
        "title": gettext("Xóa khoản chi"),
        "text": f"{spending.line.purpose} · {date_text(spending.spent_on)} · {money(spending.amount)}",
        "verb": gettext("Xóa khoản chi"),
    }
    context = {"form": form, "words": words, "trail": _trail(plan), "back": back}
    return render(request, "planning/measures_reason.html", context, status=status)
