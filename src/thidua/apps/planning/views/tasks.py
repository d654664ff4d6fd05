"""One task: its page, and adding, changing and removing it by hand."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.apps.audit.queries import HISTORY_LIMIT, entries_of
from thidua.apps.organizations import policies as organization_policies
from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.enums import UnitPart
from thidua.apps.planning.forms import TaskForm
from thidua.apps.planning.models import Plan, Task
from thidua.apps.planning.templatetags.planning import quoted
from thidua.apps.planning.views.plans import Differences, typed_over
from thidua.core import clock
from thidua.core.errors import EditConflict, InvalidInput
from thidua.core.search import matching
from thidua.lib.vietnamese import fold
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go


def context_of(request: ActorRequest, task: Task) -> dict[str, Any]:
    """Return what the page of a task says of its units, its time, the paper it was taken from, and its history."""
    members = queries.members_named(task)
    parts = [
        (gettext(part.label), [(one, members.get(one.pk, [])) for one in task.units.all() if one.part == part])
        for part in UnitPart
    ]
    return {
        "task": task,
        "plan": task.plan,
        "parts": parts,
        "quotes": quoted(task.evidence),
        "has_source": queries.source_of(task.plan) is not None,
        "can_change": policies.can_change_plan(request.actor, task.plan),
        "lines": queries.seen_lines(
            request.actor, task.plan, entries_of(subject_type="planning.task", subject_id=task.pk)[:HISTORY_LIMIT]
        ),
        "trail": _trail(task.plan),
        "facts": _facts(task),
        "answered": queries.answered_task(request.actor, task),
        "answering": queries.answering_tasks(request.actor, task),
    }


def _facts(task: Task) -> list[tuple[str, Any]]:
    return [
        (gettext("Nhóm"), task.group),
        (gettext("Sản phẩm"), task.product),
        (gettext("Kinh phí"), task.budget),
        (gettext("Ghi chú"), task.note),
        (gettext("Mã nhiệm vụ"), task.code),
        *((str(title), value) for title, value in task.other.items()),
        (gettext("Nguồn"), gettext(task.get_origin_display())),
    ]


def _trail(plan: Plan) -> list[tuple[str, str]]:
    return [
        (gettext("Kế hoạch"), reverse("planning:list")),
        (plan.code or plan.title, reverse("planning:plan", args=[plan.pk])),
        (gettext("Nhiệm vụ"), reverse("planning:plan-tasks", args=[plan.pk])),
    ]


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Add a task to a plan by hand."""
    plan = queries.plan_for(request.actor, plan_id)
    services.require_change(request.actor, plan)
    form = TaskForm(request.POST or None, initial={"version": 0}, near=queries.tasks_near(plan))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                task = services.create_task(
                    actor=request.actor, plan_id=plan_id, values=form.task_values, units=form.units,
                    links=_links(form), at=clock.now(),
                )  # fmt: skip
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã thêm nhiệm vụ."))
                return go(request, reverse("planning:task", args=[task.pk]))
    context = {
        "plan": plan,
        "form": form,
        "trail": _trail(plan),
        "back": reverse("planning:plan-tasks", args=[plan.pk]),
    }
    return render(request, "planning/task_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, task_id: int) -> HttpResponse:
    """Change a task. When somebody else was quicker, both versions are shown and nothing typed is lost."""
    task = queries.task_for(request.actor, task_id)
    services.require_change(request.actor, task.plan)
    names: dict[str, Any] = {part.value: queries.names_of(task, part) for part in UnitPart}
    form_class = partial(TaskForm, near=queries.tasks_near(task.plan, task))
    names |= _linked(task)
    form = form_class(request.POST or None, instance=task, initial={"version": task.version, **names})
    status = 200
    conflict: Differences = []
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.change_task(
                    actor=request.actor, task_id=task_id, version=form.cleaned_data["version"] or 0,
                    values=form.task_values, units=form.units, links=_links(form), at=clock.now(),
                )  # fmt: skip
            except EditConflict as error:
                current = queries.task_for(request.actor, task_id)
                present = {part.value: queries.names_of(current, part) for part in UnitPart}
                form, conflict = typed_over(form_class, request, current, error, **present, **_linked(current))
                status = error.status
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã lưu nhiệm vụ."))
                return go(request, reverse("planning:task", args=[task_id]))
    fresh = queries.task_for(request.actor, task_id)
    context = {
        "task": fresh,
        "plan": fresh.plan,
        "form": form,
        "conflict": conflict,
        "trail": [*_trail(fresh.plan), (str(fresh)[:60], reverse("planning:task", args=[task_id]))],
        "back": reverse("planning:task", args=[task_id]),
    }
    return render(request, "planning/task_form.html", context, status=status)


def _linked(task: Task) -> dict[str, Any]:
    """Return the links of a task as its form holds them."""
    needs = [str(key) for key in task.needs.order_by("position").values_list("pk", flat=True)]
    return {"parent": str(task.parent_id or ""), "needs": needs}


def _links(form: TaskForm) -> services.Links | None:
    if form.links is None:
        return None
    parent_id, need_ids = form.links
    return services.Links(parent_id, frozenset(need_ids))


@require_POST
def remove(request: ActorRequest, task_id: int) -> HttpResponse:
    plan = services.remove_task(actor=request.actor, task_id=task_id, at=clock.now())
    messages.success(request, gettext("Đã xóa nhiệm vụ khỏi kế hoạch."))
    return go(request, reverse("planning:plan-tasks", args=[plan.pk]))


@require_GET
def suggest_units(request: ActorRequest) -> HttpResponse:
    """Answer units and groups whose name holds the words typed, without diacritics; for tokens and the mapping step."""
    text = re.sub(r"\s+", " ", request.GET.get("q", "")).strip()[:100]
    units = organization_policies.visible_units(request.actor).filter(matching(text)).order_by("path")
    found = [{"value": f"unit:{unit.pk}", "label": unit.name, "note": unit.short_name} for unit in units[:12]]
    groups = organization_policies.visible_groups(request.actor).select_related("owner").order_by("name")
    wanted = fold(text).split()
    listed = [group for group in groups if all(word in fold(group.name) for word in wanted)][:8]
    found += [{"value": f"group:{group.pk}", "label": group.name, "note": gettext("nhóm")} for group in listed]
    return JsonResponse({"results": found})
