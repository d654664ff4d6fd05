"""Targets: those of a plan, one of them, sharing it out, and the figures units report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.apps.planning import domain, policies, queries, services
from thidua.apps.planning.enums import PeriodKind
from thidua.apps.planning.forms import ActualForm, ReasonForm, SharesForm, TargetForm
from thidua.apps.planning.models import PlanTarget
from thidua.apps.planning.templatetags.measures import period_label
from thidua.apps.planning.views.plans import Differences, page_of, typed_over
from thidua.apps.planning.views.target_drawing import chart, legend, line
from thidua.core import clock
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotVisible
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, chosen_year, go


@require_GET
def targets(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The quantified goals, each whole with its parts, and where they stand for who looks."""
    plan = queries.plan_for(request.actor, plan_id)
    rows = queries.target_rows(request.actor, plan)
    context = {
        **page_of(request, plan, "plan-targets"),
        "rows": [(row, line(row)) for row in rows],
        "has_own": any(row.standing for row in rows),
        "is_whole": policies.can_oversee(request.actor, plan),
        "can_report": any(row.reporting for row in rows),
    }
    return render(request, "planning/targets_plan.html", context)


@require_GET
def show(request: ActorRequest, target_id: int) -> HttpResponse:
    """One target: its year against the goal, its units, its figures with their evidence, its history."""
    target = queries.target_for(request.actor, target_id)
    row = queries.target_row(request.actor, target)
    prefetch_related_objects(row.actuals, "files")
    context = {
        "target": target,
        "plan": target.plan,
        "row": row,
        "chart": chart(row),
        "legend": legend(row),
        "units": queries.unit_standings(row),
        "figures": [
            (one, policies.can_report_target(request.actor, unit_path=one.unit.path) and bool(row.reporting))
            for one in reversed(row.actuals)
        ],
        "parts": target.parts.order_by("position", "pk"),
        "can_change": policies.can_change_plan(request.actor, target.plan),
        "can_share": _can_share(request, target),
        "lines": queries.target_history(request.actor, target),
        "trail": trail(target),
    }
    return render(request, "planning/targets_one.html", context)


def _can_share(request: ActorRequest, target: PlanTarget) -> bool:
    plan = target.plan
    return policies.can_manage_plan(request.actor, plan) and plan.state in services.SHARED_STATES


def trail(target: PlanTarget) -> list[tuple[str, str]]:
    plan = target.plan
    return [
        (gettext("Kế hoạch"), reverse("planning:list")),
        (plan.code or plan.title, reverse("planning:plan", args=[plan.pk])),
        (gettext("Chỉ tiêu"), reverse("planning:plan-targets", args=[plan.pk])),
    ]


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Add a target to a draft by hand."""
    plan = queries.plan_for(request.actor, plan_id)
    services.require_change(request.actor, plan)
    form = TargetForm(
        request.POST or None,
        wholes=list(plan.targets.all()),
        initial={"version": 0, "whole": request.GET.get("phan-cua", "")},
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.create_target(actor=request.actor, plan_id=plan_id, values=form.values, at=clock.now())
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã thêm chỉ tiêu."))
                return go(request, reverse("planning:plan-targets", args=[plan_id]))
    back = reverse("planning:plan-targets", args=[plan_id])
    context = {"plan": plan, "form": form, "trail": trail(PlanTarget(plan=plan)), "back": back}
    return render(request, "planning/targets_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, target_id: int) -> HttpResponse:
    """Change a target of a draft. When somebody else was quicker, both versions are shown and nothing typed is lost."""
    target = queries.target_for(request.actor, target_id)
    services.require_change(request.actor, target.plan)
    wholes = [one for one in target.plan.targets.all() if one.pk != target.pk]
    make: Any = partial(TargetForm, wholes=wholes)
    form = make(request.POST or None, instance=target, initial={"version": target.version})
    status = 200
    conflict: Differences = []
    back = reverse("planning:target", args=[target_id])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.change_target(
                    actor=request.actor, target_id=target_id, version=form.cleaned_data["version"] or 0,
                    values=form.values, at=clock.now(),
                )  # fmt: skip
            except EditConflict as error:
                form, conflict = typed_over(make, request, queries.target_for(request.actor, target_id), error)
                status = error.status
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã lưu chỉ tiêu."))
                return go(request, back)
    context = {
        "plan": target.plan,
        "target": target,
        "form": form,
        "conflict": conflict,
        "trail": [*trail(target), (str(target)[:60], back)],
        "back": back,
    }
    return render(request, "planning/targets_form.html", context, status=status)


@require_POST
def move(request: ActorRequest, target_id: int) -> HttpResponse:
    """Move a target up or down among its siblings."""
    steps = 1 if request.POST.get("huong") == "xuong" else -1
    target = services.move_target(actor=request.actor, target_id=target_id, steps=steps, at=clock.now())
    return go(request, reverse("planning:plan-targets", args=[target.plan_id]) + f"#chi-tieu-{target_id}")


@require_POST
def remove(request: ActorRequest, target_id: int) -> HttpResponse:
    plan = services.remove_target(actor=request.actor, target_id=target_id, at=clock.now())
    messages.success(request, gettext("Đã xóa chỉ tiêu khỏi kế hoạch."))
    return go(request, reverse("planning:plan-targets", args=[plan.pk]))


@require_http_methods(["GET", "POST"])
def share(request: ActorRequest, target_id: int) -> HttpResponse:
    """Share a target out: typed, or worked out evenly or by staff and then corrected by hand."""
    target = queries.target_for(request.actor, target_id)
    services.require_share(request.actor, target)
    counted = queries.units_to_share(request.actor, target, on=clock.today())
    units = [unit for unit, _people in counted]
    before = {one.unit_id: one for one in policies.visible_shares(request.actor).filter(target=target)}
    initial: dict[str, Any] = {"version": target.version}
    for key, one in before.items():
        initial |= {f"take_{key}": True, f"low_{key}": one.minimum, f"high_{key}": one.maximum}
    form = SharesForm(request.POST or None, units=units, initial=initial)
    status = 200
    back = reverse("planning:target", args=[target_id])
    if request.method == "POST":
        status = 400
        way = request.POST.get("cach", "")
        if form.is_valid() and way in ("deu", "nguoi"):
            form, status = _worked_out(form, target, dict(counted), by_staff=way == "nguoi"), 200
        elif form.is_valid():
            try:
                services.share_target(
                    actor=request.actor, target_id=target_id, shares={} if way == "nguyen" else form.shares,
                    version=form.cleaned_data["version"], at=clock.now(),
                )  # fmt: skip
            except EditConflict as error:
                form.add_error(None, f"{error.message} {gettext('Tải lại trang để xem phân bổ hiện tại.')}")
                status = error.status
            except InvalidInput as error:
                add_errors(form, error)
            except NotVisible:
                raise
            except DomainError as error:
                form.add_error(None, f"{error.message} {error.remedy}")
                status = error.status
            else:
                messages.success(request, gettext("Đã lưu phân bổ chỉ tiêu."))
                return go(request, back)
    people = dict(counted)
    context = {
        "target": target,
        "plan": target.plan,
        "form": form,
        "rows": [{**one, "people": people[one["unit"]], "fields": [one["low"], one["high"]]} for one in form.rows()],
        "is_shared": bool(before),
        "trail": [*trail(target), (str(target)[:60], back)],
        "back": back,
    }
    return render(request, "planning/targets_share.html", context, status=status)


def _worked_out(form: SharesForm, target: PlanTarget, people: dict[Any, int], *, by_staff: bool) -> SharesForm:
    """Return the form with the whole split among the units taken, all of them where none is."""
    units = form.taken or list(form.units)
    weights = [people[unit] if by_staff else 1 for unit in units]
    shares = domain.shared_out(queries.goal_of(target), weights)
    initial: dict[str, Any] = {"version": form.cleaned_data["version"]}
    for unit, (low, high) in zip(units, shares, strict=True):
        initial |= {f"take_{unit.pk}": True, f"low_{unit.pk}": low, f"high_{unit.pk}": high}
    return SharesForm(units=form.units, initial=initial)


@require_GET
def reports(request: ActorRequest) -> HttpResponse:
    """What the actor's own units report of the year's targets, and which quarters they still owe."""
    year = chosen_year(request)
    rows = queries.target_reports(request.actor, year=year, on=clock.today())
    context = {"rows": rows, "due": sum(1 for row in rows if row.due), "year": year}
    return render(request, "planning/targets_reports.html", context)


@require_http_methods(["GET", "POST"])
def report(request: ActorRequest, target_id: int, unit_id: int) -> HttpResponse:
    """Report or correct the figure of a period. A figure already there is shown to be corrected."""
    target = queries.target_for(request.actor, target_id)
    unit = services.require_report(request.actor, target, unit_id)
    own = list(policies.visible_actuals(request.actor).filter(target=target, unit=unit))
    reported = {(one.starts_on, one.ends_on): one for one in own}
    periods = {one.key: one for one in domain.periods_of(year=target.plan.year) if one.starts_on <= clock.today()}
    due = queries.due_of(target, own, on=clock.today())
    asked = request.POST.get("period") or request.GET.get("ky") or (due[0].key if due else "")
    chosen = periods.get(asked)
    present = reported.get((chosen.starts_on, chosen.ends_on)) if chosen else None
    make: Any = partial(ActualForm, periods=_choices(list(periods.values()), reported))
    form = make(
        request.POST or None, request.FILES or None, instance=present, initial={"period": chosen.key if chosen else ""}
    )
    status = 200
    conflict: Differences = []
    back = reverse("planning:target", args=[target_id])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            period = periods[form.cleaned_data["period"]]
            try:
                services.report_actual(
                    actor=request.actor, target_id=target_id, unit_id=unit_id, period=period.kind,
                    starts_on=period.starts_on, ends_on=period.ends_on, value=form.cleaned_data["value"],
                    note=form.cleaned_data["note"], version=form.cleaned_data["version"] or 0,
                    files=[(one.name, one.file) for one in form.cleaned_data["attachments"]], at=clock.now(),
                )  # fmt: skip
            except EditConflict as error:
                status = error.status
                present = policies.visible_actuals(request.actor).filter(
                    target=target, unit=unit, starts_on=period.starts_on, ends_on=period.ends_on
                ).first()  # fmt: skip
                if present is None:
                    form.add_error(None, f"{error.message} {error.remedy}")
                else:
                    form, conflict = typed_over(make, request, present, error, period=period.key)
            except InvalidInput as error:
                add_errors(form, error)
                status = error.status
            else:
                messages.success(request, gettext("Đã lưu số liệu %(period)s.") % {"period": period_label(period)})
                return go(request, back)
    context = {
        "target": target,
        "plan": target.plan,
        "unit": unit,
        "row": queries.target_row(request.actor, target),
        "form": form,
        "conflict": conflict,
        "present": present,
        "due": due,
        "reported": own,
        "trail": [*trail(target), (str(target)[:60], back)],
        "back": back,
    }
    return render(request, "planning/targets_report.html", context, status=status)


def _choices(periods: Sequence[domain.Period], reported: Any) -> list[tuple[str, Any]]:
    """Return the periods by kind, quarters first, those reported marked."""

    def label(one: domain.Period) -> str:
        text = period_label(one)
        is_reported = (one.starts_on, one.ends_on) in reported
        return gettext("%(period)s (đính chính)") % {"period": text} if is_reported else text

    order = (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.HALF_YEAR, PeriodKind.YEAR)
    return [
        ("", gettext("Chọn kỳ")),
        *((gettext(str(kind.label)), [(one.key, label(one)) for one in periods if one.kind == kind]) for kind in order),
    ]


@require_http_methods(["GET", "POST"])
def remove_actual(request: ActorRequest, actual_id: int) -> HttpResponse:
    """Take a figure back, with the reason."""
    actual = queries.actual_for(request.actor, actual_id)
    services.require_report(request.actor, actual.target, actual.unit_id)
    form = ReasonForm(request.POST or None)
    status = 200
    back = reverse("planning:target", args=[actual.target_id])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            services.remove_actual(
                actor=request.actor, actual_id=actual_id, reason=form.cleaned_data["reason"], at=clock.now()
            )
            messages.success(request, gettext("Đã xóa số liệu; lịch sử vẫn giữ số đã xóa và lý do."))
            return go(request, back)
    words = {
        "title": gettext("Xóa số liệu đã báo cáo"),
        "text": f"{actual.unit.name} · {period_label(actual)}",
        "verb": gettext("Xóa số liệu"),
    }
    context = {"form": form, "words": words, "trail": [*trail(actual.target), (str(actual.target)[:60], back)],
               "back": back}  # fmt: skip
    return render(request, "planning/measures_reason.html", context, status=status)
