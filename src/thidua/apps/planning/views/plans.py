"""Plans: their list, and the pages of one plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.apps.audit.queries import entries_about
from thidua.apps.organizations.queries import Unit
from thidua.apps.planning import domain, policies, queries, services
from thidua.apps.planning.domain.coverage import IN_FORCE, Work
from thidua.apps.planning.enums import PlanState
from thidua.apps.planning.forms import PlanForm
from thidua.apps.planning.models import Plan
from thidua.apps.planning.templatetags.planning import quarter_label
from thidua.apps.planning.views.cascade import cascade_of
from thidua.apps.planning.views.plan_head import checklist_of, head_of, plan_badge
from thidua.apps.planning.views.reading import found_in, has_pages, picture_pages, unread_of
from thidua.core import clock
from thidua.core.actor import Actor
from thidua.core.errors import EditConflict, InvalidInput, NotVisible
from thidua.ui.forms import add_errors, in_words
from thidua.ui.http import ActorRequest, chosen_year, go
from thidua.ui.lists import Column, Empty, Filter, ListPage

KINDS = {
    "plan": _("Kế hoạch"),
    "decision_with_plan": _("Quyết định kèm kế hoạch"),
    "decision": _("Quyết định"),
    "guideline": _("Hướng dẫn"),
    "other": _("Văn bản khác"),
}
HISTORY_TASKS = 500
WITH_SUBJECT = ("planning.task", "planning.planreceipt")
"""Acts in a plan's history that say on what they were done."""
Differences = list[tuple[str, str, str]]
"""(label, present value, typed value) of the fields in which two versions differ."""


class PlanList(ListPage):
    """The plans of the year, and above them the documents that wait."""

    title = _("Kế hoạch")
    search_label = _("Tìm theo số, trích yếu, cơ quan")
    columns = (
        Column("code", _("Số, ký hiệu"), lambda plan: plan.code or "", sort=("symbol", "number"), is_nowrap=True),
        Column("title", _("Trích yếu"), "title", sort=("title",), is_title=True, width=60),
        Column("issuer", _("Cơ quan ban hành"), "issuer", sort=("issuer",), width=36),
        Column(
            "state",
            _("Trạng thái"),
            plan_badge,
            sort=("state",),
            excel=lambda plan: gettext(plan.get_state_display()),
            is_nowrap=True,
            width=20,
        ),
        Column("date", _("Ngày"), lambda plan: plan.issued_on or plan.issued_text, sort=("issued_on",), is_nowrap=True),
        Column("tasks", _("Nhiệm vụ"), "task_count", sort=("task_count",), is_number=True),
        Column("targets", _("Chỉ tiêu"), "target_count", sort=("target_count",), is_number=True, wide_only=True),
    )
    filters = (Filter("tt", _("Trạng thái"), choices=lambda request: in_words(PlanState.choices), field="state"),)
    default_sort = "-date"
    export_name = "ke-hoach"
    template_name = "planning/plan_list.html"

    def rows(self, request: ActorRequest) -> QuerySet[Plan]:
        return queries.plans_of(request.actor, year=chosen_year(request))

    def row_url(self, row: Plan) -> str:
        return reverse("planning:plan", args=[row.pk])

    def empty_state(self, request: ActorRequest) -> Empty:
        year = chosen_year(request)
        title = gettext("Chưa có kế hoạch nào của năm %(year)s") % {"year": year}
        if queries.upload_place(request.actor) is None:
            text = gettext("Kế hoạch giao việc cho đơn vị sẽ hiện ở đây ngay khi cán bộ thường trực đưa vào.")
            return Empty(title, text, icon="plan")
        text = gettext(
            "Tải lên văn bản kế hoạch (Word, PDF hoặc bản quét); chương trình đọc thành nhiệm vụ để đối chiếu."
        )
        return Empty(title, text, "plan", gettext("Đưa kế hoạch vào"), reverse("planning:upload"))

    def more(self, request: ActorRequest) -> dict[str, Any]:
        zone = queries.upload_place(request.actor)
        waiting = queries.with_duplicates(request.actor, queries.open_intakes(request.actor)[:10]) if zone else []
        may_write = bool(request.actor.paths(policies.DRAFTERS))
        return {"zone": zone, "waiting": waiting, "year": chosen_year(request), "may_write": may_write}


def page_of(request: ActorRequest, plan: Plan, tab: str, *, task_count: int | None = None) -> dict[str, Any]:
    """Return what every page of one plan draws: its head, its tabs, and who may do what.

    `task_count` saves counting for who has counted.
    """
    if task_count is None:
        task_count = queries.tasks_of(plan).count()
    counts = {"tasks": task_count, "targets": plan.targets.count()}
    oversees = policies.can_oversee(request.actor, plan)
    units_tab: list[tuple[str, str, int | None]] = []
    if oversees:
        units_tab = [("plan-units", gettext("Đơn vị"), plan.receipts.count())]
    tabs = (
        ("plan", gettext("Tổng quan"), None),
        ("plan-tasks", gettext("Nhiệm vụ"), counts["tasks"]),
        *([("plan-compare", gettext("Thay đổi"), None)] if plan.amends_id is not None else []),
        *units_tab,
        ("plan-targets", gettext("Chỉ tiêu"), counts["targets"]),
        *([("plan-budget", gettext("Kinh phí"), None)] if policies.can_see_budget(request.actor, plan) else []),
        ("plan-events", gettext("Sự kiện"), plan.events.count()),
        ("plan-source", gettext("Văn bản"), None),
        ("plan-history", gettext("Lịch sử"), None),
    )
    return {
        "plan": plan,
        "kind": KINDS.get(plan.kind, KINDS["other"]),
        "can_change": policies.can_change_plan(request.actor, plan),
        **head_of(request, plan),
        "trail": [(gettext("Kế hoạch"), reverse("planning:list"))],
        "plan_is_empty": not task_count,
        "tabs": [
            {
                "label": label,
                "url": reverse(f"planning:{name}", args=[plan.pk]),
                "is_active": name == tab,
                "count": count,
            }
            for name, label, count in tabs
        ],
    }


@require_GET
def overview(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The plan at a glance."""
    plan = queries.plan_for(request.actor, plan_id)
    today = clock.today()
    context = {
        **page_of(request, plan, "plan"),
        **cascade_of(request, plan),
        **checklist_of(request, plan),
        **quarters_of(request, plan),
        "by_unit": _units(request.actor, plan),
        "next_tasks": queries.due_next(request.actor, plan, today=today, limit=5),
        "targets": [target for target, depth in queries.targets_of(plan) if depth == 0][:8],
    }
    return render(request, "planning/plan_overview.html", context)


def _units(actor: Actor, plan: Plan) -> list[tuple[Unit, Work]]:
    """Return how the units that lead in a plan stand, for whoever oversees it once it is worked."""
    if not policies.can_oversee(actor, plan) or plan.state not in IN_FORCE:
        return []
    return queries.units_behind(plan, today=clock.today(), limit=8)


def quarters_of(request: ActorRequest, plan: Plan) -> dict[str, Any]:
    """Return the quarters of a plan, each opening into exactly what it counts.

    Whoever oversees the plan sees its tasks and how many are done or late, everybody else the pieces of work of own
    units; while nothing is worked yet, or ever on this paper, only how many tasks end when.
    """
    tasks_url = reverse("planning:plan-tasks", args=[plan.pk])
    tasks, today = queries.tasks_of(plan), clock.today()
    is_worked = plan.state in IN_FORCE and plan.amends_id is None
    if is_worked and not policies.can_oversee(request.actor, plan):
        work = queries.own_parts(request.actor, year=plan.year, with_below=True).filter(task__plan=plan, part="lead")
        counted = queries.work_by_quarter(work, year=plan.year, today=today)
        own_url = f"{reverse('planning:tasks')}?nam={plan.year}&kh={plan.pk}&vt=lead&gom=1"
        heading = gettext("Việc của đơn vị theo quý") if request.actor.roles else gettext("Việc của tôi theo quý")
        return {"strip": quarter_strip(counted, own_url, year=plan.year), "strip_heading": heading, "is_worked": True}
    quarters = queries.quarters_of(tasks, year=plan.year)
    counted = queries.tasks_by_quarter(tasks, quarters=quarters, today=today)
    strip = quarter_strip(counted, tasks_url, year=plan.year)
    return {"strip": strip, "strip_heading": gettext("Nhiệm vụ theo quý"), "is_worked": is_worked}


def quarter_strip(counted: list[queries.QuarterCount], rows_url: str, *, year: int) -> list[dict[str, Any]]:
    """Return quarters as a strip draws them; other years in which nothing ends go, and a strip without anything."""
    today = clock.today()
    joined = "&" if "?" in rows_url else "?"
    strip: list[dict[str, Any]] = []
    for one in counted:
        quarter = one.quarter
        if not one.count and (quarter is None or quarter.year != year):
            continue
        period = "khong" if quarter is None else f"{quarter.year}-q{quarter.quarter}"
        strip.append(
            {
                "label": gettext("Cả năm, chưa rõ ngày") if quarter is None else quarter_label(quarter),
                "total": one.count,
                "done": one.done,
                "overdue": one.late,
                "url": f"{rows_url}{joined}ky={period}",
                "is_current": quarter is not None and quarter.first_day <= today <= quarter.last_day,
            }
        )
    largest = max((one["total"] for one in strip), default=0)
    return [one | {"largest": largest} for one in strip] if largest else []


@require_GET
def source(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The document the plan was taken from."""
    plan = queries.plan_for(request.actor, plan_id)
    intake = queries.source_of(plan, having=("source", "draft"))
    parts = domain.source_parts(intake.source) if intake else []
    context = {
        **page_of(request, plan, "plan-source"),
        "intake": intake,
        "parts": parts,
        "first_parts": parts[:2],
        "later_parts": parts[2:],
        "unread": unread_of(intake),
        "has_pages": bool(intake and has_pages(intake)),
        "pages": picture_pages(intake) if intake else [],
        "config": {
            "unread": [[one["first_line"], one["last_line"], one.get("why") or ""] for one in unread_of(intake)],
            "lines": request.GET.get("dong", ""),
        },
    }
    return render(request, "planning/plan_source.html", context)


@require_GET
def source_part(request: ActorRequest, plan_id: int, part: int) -> HttpResponse:
    intake = queries.source_of(queries.plan_for(request.actor, plan_id), having=("source",))
    parts = domain.source_parts(intake.source) if intake else []
    if part >= len(parts):
        raise NotVisible
    return render(request, "planning/source_part.html", {"part": parts[part]})


@require_GET
def find_in_source(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Answer the source lines that hold the words, for the search box over the source."""
    intake = queries.source_of(queries.plan_for(request.actor, plan_id), having=("source",))
    return found_in(intake.source if intake else {}, request.GET.get("q", ""))


@require_GET
def history(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Every act on the plan, on its tasks, and on the document it came from."""
    plan = queries.plan_for(request.actor, plan_id)
    intake = queries.source_of(plan)
    subjects: dict[str, list[object]] = {
        "planning.plan": [plan.pk],
        "planning.task": list(plan.tasks.values_list("pk", flat=True)[:HISTORY_TASKS]),
        "planning.intake": [intake.pk] if intake else [],
        **queries.cascade_subjects(request.actor, plan),
    }
    lines = queries.seen_lines(request.actor, plan, entries_about(subjects), with_subject=WITH_SUBJECT)
    return render(request, "planning/plan_history.html", {**page_of(request, plan, "plan-history"), "lines": lines})


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Change the head of a plan. When somebody else was quicker, both versions are shown and nothing typed is lost."""
    plan = queries.plan_for(request.actor, plan_id)
    services.require_change(request.actor, plan)
    form = PlanForm(request.POST or None, instance=plan, initial={"version": plan.version})
    status = 200
    conflict: Differences = []
    if request.method == "POST":
        if form.is_valid():
            try:
                services.change_plan(
                    actor=request.actor, plan_id=plan_id, version=form.cleaned_data["version"],
                    values=form.plan_values, at=clock.now(),
                )  # fmt: skip
            except EditConflict as error:
                form, conflict = typed_over(PlanForm, request, queries.plan_for(request.actor, plan_id), error)
                status = error.status
            except InvalidInput as error:
                add_errors(form, error)
                status = error.status
            else:
                messages.success(request, gettext("Đã lưu thông tin chung của kế hoạch."))
                return go(request, reverse("planning:plan", args=[plan_id]))
        else:
            status = 400
    back = reverse("planning:plan", args=[plan.pk])
    context = {
        "plan": plan,
        "trail": [(gettext("Kế hoạch"), reverse("planning:list")), (plan.code or plan.title, back)],
        "back": back,
        "form": form,
        "conflict": conflict,
    }
    return render(request, "planning/plan_form.html", context, status=status)


def typed_over(
    form_class: Any, request: ActorRequest, current: Any, error: EditConflict, **initial: Any
) -> tuple[Any, Differences]:
    """Return the form with what was typed, ready to be saved over the present version, and the fields that differ.

    Each difference is (label, present value, typed value).
    """
    posted = request.POST.copy()
    posted["version"] = str(current.version)
    form = form_class(posted, instance=current)
    form.is_valid()
    fresh = form_class(instance=current, initial=initial)
    differences = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        stored = fresh[name].value()
        typed = form[name].value()
        before, after = _as_text(stored, field), _as_text(typed, field)
        if before != after:
            differences.append((str(field.label), before, after))
    form.add_error(None, f"{error.message} {error.remedy}")
    return form, differences


def _as_text(value: Any, field: Any) -> str:
    if value in (None, ""):
        return gettext("(trống)")
    if isinstance(value, bool) or value in ("on", "True", "False"):
        return gettext("Có") if value in (True, "on", "True") else gettext("Không")
    if isinstance(value, list):
        named = dict(getattr(field, "choices", []) or [])
        value = "\n".join(str(named.get(one, one)) for one in value)
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    choices = dict(getattr(field, "choices", []) or [])
    return str(choices.get(value, value)).replace("\r\n", "\n").strip()
