"""Writing a plan by hand: how it begins, the order of its tasks, what it amends, and what else it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.apps.planning import domain, queries, services
from thidua.apps.planning.enums import Recurrence
from thidua.apps.planning.forms import DraftForm
from thidua.apps.planning.forms.plans import TaskForm
from thidua.apps.planning.models import ChecklistItem, Plan, Task
from thidua.apps.planning.views.plan_head import checklist_of
from thidua.apps.planning.views.plans import page_of
from thidua.core import clock
from thidua.core.errors import InvalidInput, NotPermitted
from thidua.lib.vietnamese.workdays import is_working_day
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, chosen_year, go
from thidua.ui.lists import Column, Empty, ListPage
from thidua.ui.templatetags.ui import date_text

EARLIER_SHOWN = 30
LABELS: dict[str, Any] = {
    **TaskForm.Meta.labels,
    "lead": _("Chủ trì"),
    "coordinating": _("Phối hợp"),
    "recurrence": _("Lặp lại"),
    "recurrence_day": _("Ngày trong kỳ"),
    "relative_days": _("Số ngày làm việc"),
    "parent": _("Là phần của nhiệm vụ"),
}
MARKS = {"new": (_("Thêm"), "done"), "changed": (_("Sửa"), "doubt"), "dropped": (_("Bỏ"), "cancelled")}


# ---- The beginning ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def write(request: ActorRequest) -> HttpResponse:
    """Begin a plan from a template, from one of an earlier year, or blank."""
    units = queries.drafting_units(request.actor)
    if not units:
        raise NotPermitted(
            "Chỉ cán bộ thường trực hoặc cán bộ đầu mối của đơn vị được lập kế hoạch.",
            remedy="Liên hệ quản trị để được giao vai trò.",
        )
    earlier = list(queries.earlier_plans(request.actor)[:EARLIER_SHOWN])
    asked = request.GET.get("tu", "")
    chosen = next((one for one in earlier if str(one.pk) == asked), None)
    initial = {
        "unit": chosen.unit_id if chosen else units[0][0],
        "year": chosen.year + 1 if chosen else chosen_year(request),
        "start": f"cu:{chosen.pk}" if chosen else f"mau:{domain.templates()[0].key}",
    }
    options: dict[str, Any] = {"units": units, "earlier": [(one.pk, str(one)) for one in earlier]}
    form = DraftForm(initial=initial, **options)
    status = 200
    if request.method == "POST":
        status = 400
        form = DraftForm(request.POST, **options)
        if form.is_valid():
            try:
                plan = _begin(request, form.cleaned_data)
            except InvalidInput as error:
                add_errors(form, error)
            else:
                _say_begun(request, plan)
                return go(request, reverse("planning:plan", args=[plan.pk]))
    context = {
        "form": form,
        "templates": domain.templates(),
        "earlier": earlier,
        "start": form["start"].value(),
        "trail": [(gettext("Kế hoạch"), reverse("planning:list"))],
        "back": reverse("planning:list"),
    }
    return render(request, "planning/life_write.html", context, status=status)


def _begin(request: ActorRequest, typed: dict[str, Any]) -> Plan:
    way, _colon, key = typed["start"].partition(":")
    given: dict[str, Any] = {"actor": request.actor, "year": typed["year"], "at": clock.now()}
    if way == "cu":
        return services.draft_from_earlier(earlier_id=int(key), **given)
    if way == "mau":
        return services.draft_from_template(unit_id=typed["unit"], template=key, **given)
    return services.draft_blank(unit_id=typed["unit"], title=typed["title"], **given)


def _say_begun(request: ActorRequest, plan: Plan) -> None:
    messages.success(request, gettext("Đã lập dự thảo. Sửa lại cho đúng rồi gửi duyệt."))
    days = plan.tasks.filter(due_on__isnull=False).values_list("due_on", flat=True) if plan.based_on_id else []
    off = sum(not is_working_day(day) for day in days if day is not None)
    if off:
        text = ngettext(
            "%(count)s hạn rơi vào ngày nghỉ sau khi chuyển năm; xem lại ở thẻ Nhiệm vụ.",
            "%(count)s hạn rơi vào ngày nghỉ sau khi chuyển năm; xem lại ở thẻ Nhiệm vụ.",
            off,
        )
        messages.info(request, text % {"count": off})


# ---- The order of tasks ----------------------------------------------------------------------------------------


class OrderTasks(ListPage):
    """The tasks of a draft in their order, to be moved and numbered; in an amending plan also to be dropped."""

    title = _("Sắp xếp nhiệm vụ")
    template_name = "planning/life_order.html"
    table_template = "planning/life_order_rows.html"
    columns = (Column("content", _("Nội dung"), "content", sort=("position",), is_title=True),)
    default_sort = "content"
    empty = Empty(_("Kế hoạch này chưa có nhiệm vụ nào"), _("Thêm nhiệm vụ rồi sắp xếp ở đây."), icon="task")

    @cached_property
    def plan(self) -> Plan:
        return queries.plan_for(self.request.actor, self.kwargs["plan_id"])

    def get(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        services.require_change(request.actor, self.plan)
        return super().get(request, **kwargs)

    def rows(self, request: ActorRequest) -> QuerySet[Task]:
        return self.plan.tasks.order_by("position", "pk")

    def more(self, request: ActorRequest) -> dict[str, Any]:
        back = reverse("planning:plan", args=[self.plan.pk])
        trail = [(gettext("Kế hoạch"), reverse("planning:list")), (self.plan.code or self.plan.title, back)]
        return {"plan": self.plan, "trail": trail}


@require_POST
def move(request: ActorRequest, task_id: int) -> HttpResponse:
    """Move a task one place up or down, or to a place among the tasks beside it."""
    task = queries.task_for(request.actor, task_id)
    asked = request.POST.get("toi", "")
    place = queries.place_of(task)
    if asked == "len":
        place -= 1
    elif asked == "xuong":
        place += 1
    elif asked.isascii() and asked.isdigit() and len(asked) < 7:
        place = int(asked)
    plan = services.move_task(actor=request.actor, task_id=task_id, place=place, at=clock.now())
    page = request.POST.get("trang", "")
    query = f"?trang={page}" if page.isascii() and page.isdigit() else ""
    return go(request, reverse("planning:plan-order", args=[plan.pk]) + f"{query}#viec-{task_id}")


@require_POST
def number(request: ActorRequest, plan_id: int) -> HttpResponse:
    services.number_tasks(actor=request.actor, plan_id=plan_id, at=clock.now())
    messages.success(request, gettext("Đã đánh lại số thứ tự nhiệm vụ."))
    return go(request, reverse("planning:plan-order", args=[plan_id]))


# ---- Amending --------------------------------------------------------------------------------------------------


@require_POST
def amend(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Begin the plan that amends an issued one."""
    plan = services.start_amendment(actor=request.actor, plan_id=plan_id, at=clock.now())
    messages.success(
        request, gettext("Đã lập dự thảo sửa đổi, bổ sung. Sửa, thêm, bỏ nhiệm vụ; thẻ Thay đổi cho thấy chỗ khác.")
    )
    return go(request, reverse("planning:plan-tasks", args=[plan.pk]))


@require_GET
def compare(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Show what an amending plan changes, before and after each field."""
    plan = queries.plan_for(request.actor, plan_id)
    changes = queries.amendment_of(plan)
    counts = {kind: sum(one["kind"] == kind for one in changes) for kind in MARKS}
    context = {
        **page_of(request, plan, "plan-compare"),
        "changes": [_shown(one) for one in changes],
        "counts": [(str(label), counts[kind]) for kind, (label, _tone) in MARKS.items() if counts[kind]],
        "is_in_force": plan.issued_at is not None,
    }
    return render(request, "planning/life_compare.html", context)


def _shown(one: domain.Difference) -> dict[str, Any]:
    label, tone = MARKS[one["kind"]]
    rows = [
        (LABELS[change["field"]], _words(change["field"], change["before"]), _words(change["field"], change["after"]))
        for change in one["fields"]
    ]
    return {"mark": label, "tone": tone, "label": one["label"], "rows": rows, "task": one["task"], "kind": one["kind"]}


def _words(field: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return gettext("Có") if value else gettext("Không")
    if isinstance(value, list):
        return "; ".join(value)
    if field in ("starts_on", "due_on"):
        return date_text(value) if not isinstance(value, str) else "/".join(reversed(value.split("-")))
    return gettext(str(Recurrence(value).label)) if field == "recurrence" else str(value)


@require_POST
def drop(request: ActorRequest, task_id: int) -> HttpResponse:
    task = services.drop_task(actor=request.actor, task_id=task_id, at=clock.now())
    messages.success(request, gettext("Nhiệm vụ sẽ bị bỏ khi kế hoạch sửa đổi được ban hành."))
    return go(request, reverse("planning:plan-compare", args=[task.plan_id]))


@require_POST
def keep(request: ActorRequest, task_id: int) -> HttpResponse:
    task = services.keep_task(actor=request.actor, task_id=task_id, at=clock.now())
    messages.success(request, gettext("Đã giữ lại nhiệm vụ."))
    return go(request, reverse("planning:task", args=[task.pk]))


# ---- What else it needs ----------------------------------------------------------------------------------------


def _answer(request: ActorRequest, plan: Plan, *, problem: str = "", typed: str = "") -> HttpResponse:
    """Draw the list again in place, or go back to it."""
    if request.htmx:
        context = {**checklist_of(request, plan), "problem": problem, "typed": typed}
        return render(request, "planning/life_checklist.html", context)
    if problem:
        messages.error(request, problem)
    return go(request, reverse("planning:plan", args=[plan.pk]) + "#can-co")


@require_POST
def add_needed(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Add an item by hand, or all items of a template."""
    given: dict[str, Any] = {"actor": request.actor, "plan_id": plan_id, "at": clock.now()}
    template, text = request.POST.get("mau", ""), request.POST.get("viec", "")
    try:
        if template:
            services.add_from_template(template=template, **given)
        else:
            services.add_item(text=text, **given)
    except InvalidInput as error:
        return _answer(request, queries.plan_for(request.actor, plan_id), problem=error.message, typed=text)
    return _answer(request, queries.plan_for(request.actor, plan_id))


def _ticking(act: Callable[..., ChecklistItem]) -> Callable[[ActorRequest, int], HttpResponse]:
    @require_POST
    def view(request: ActorRequest, item_id: int) -> HttpResponse:
        item = act(actor=request.actor, item_id=item_id, at=clock.now())
        return _answer(request, item.plan)

    return view


tick = _ticking(services.tick_item)
untick = _ticking(services.untick_item)


@require_POST
def remove_needed(request: ActorRequest, item_id: int) -> HttpResponse:
    plan = services.remove_item(actor=request.actor, item_id=item_id, at=clock.now())
    return _answer(request, plan)
