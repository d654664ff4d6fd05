"""Events of a plan: their list, one of them, and what is done with it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.apps.audit.queries import HISTORY_LIMIT, entries_of
from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.enums import EventKind, EventState
from thidua.apps.planning.forms import EventForm, EventResultForm, ReasonForm
from thidua.apps.planning.models import Plan, PlanEvent
from thidua.apps.planning.templatetags.measures import event_state, event_time
from thidua.apps.planning.views.plans import Differences, page_of, typed_over
from thidua.core import clock
from thidua.core.errors import DomainError, EditConflict, InvalidInput
from thidua.ui.forms import add_errors, in_words
from thidua.ui.http import ActorRequest, go
from thidua.ui.lists import Column, Empty, Filter, ListPage


def when(value: str) -> Q:
    now = clock.now()
    return Q(starts_at__gte=now) if value == "sap-toi" else Q(starts_at__lt=now)


def title_cell(event: PlanEvent) -> SafeString:
    return format_html('{}<span class="sub">{}</span>', event.title, gettext(EventKind(event.kind).label))


class PlanEvents(ListPage):
    """The events of one plan, the soonest first."""

    title = _("Sự kiện")
    search_label = _("Tìm theo tên, địa điểm, thành phần")
    export_name = "su-kien"
    default_sort = "time"
    template_name = "planning/events_plan.html"
    columns = (
        Column("time", _("Thời gian"), event_time, sort=("starts_at",), excel="starts_at", is_nowrap=True, width=20),
        Column("ends", _("Kết thúc"), "ends_at", only="excel", width=20),
        Column("title", _("Sự kiện"), title_cell, sort=("title",), excel="title", is_title=True, width=50),
        Column("kind", _("Loại"), lambda event: gettext(EventKind(event.kind).label), only="excel", width=24),
        Column("place", _("Địa điểm"), "place", sort=("place",), width=30),
        Column("participants", _("Thành phần"), "participants", only="excel", width=40),
        Column("count", _("Số người"), "participant_count", sort=("participant_count",), is_number=True, width=10),
        Column("task", _("Nhiệm vụ"), lambda event: str(event.task or ""), only="excel", width=40),
        Column("state", _("Tình trạng"), event_state, sort=("state", "starts_at"), width=16),
        Column("result", _("Kết quả"), "result", only="excel", width=50),
    )
    filters = (
        Filter("luc", _("Thời gian"), lambda request: (("sap-toi", _("Sắp tới")), ("da-qua", _("Đã qua"))),
               condition=when, kind="chips"),
        Filter("loai", _("Loại"), lambda request: in_words(EventKind.choices), field="kind"),
        Filter("tt", _("Tình trạng"), lambda request: in_words(EventState.choices), field="state"),
    )  # fmt: skip

    @cached_property
    def plan(self) -> Plan:
        return queries.plan_for(self.request.actor, self.kwargs["plan_id"])

    def rows(self, request: ActorRequest) -> QuerySet[PlanEvent]:
        return queries.events_of(request.actor, self.plan)

    def search(self, request: ActorRequest, query: str) -> Q:
        found = Q()
        for word in query.split():
            found &= Q(title__icontains=word) | Q(place__icontains=word) | Q(participants__icontains=word)
        return found

    def row_url(self, row: PlanEvent) -> str:
        return reverse("planning:event", args=[row.pk])

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {
            **page_of(request, self.plan, "plan-events"),
            "can_add": policies.can_manage_plan(request.actor, self.plan) and self.plan.state in services.EVENT_STATES,
        }

    def empty_state(self, request: ActorRequest) -> Empty:
        title = gettext("Kế hoạch này chưa có sự kiện nào")
        text = gettext("Hội nghị, tập huấn, thăm hỏi, hội thao, họp báo của kế hoạch sẽ hiện ở đây theo thời gian.")
        return Empty(title, text, icon="calendar")


def _trail(plan: Plan) -> list[tuple[str, str]]:
    return [
        (gettext("Kế hoạch"), reverse("planning:list")),
        (plan.code or plan.title, reverse("planning:plan", args=[plan.pk])),
        (gettext("Sự kiện"), reverse("planning:plan-events", args=[plan.pk])),
    ]


def _tasks(plan: Plan) -> Any:
    """The occurrences of a recurring task are not chosen one by one."""
    return plan.tasks.filter(period_starts_on__isnull=True)


@require_GET
def show(request: ActorRequest, event_id: int) -> HttpResponse:
    """One event with its documents, its result and its history."""
    event = queries.event_for(request.actor, event_id)
    manages = policies.can_manage_plan(request.actor, event.plan) and event.plan.state != "withdrawn"
    now = clock.now()
    context = {
        "event": event,
        "plan": event.plan,
        "files": event.files.all(),
        "can_change": manages and event.state == EventState.PLANNED,
        "can_record": manages and event.state != EventState.CALLED_OFF and event.starts_at <= now,
        "facts": [
            (gettext("Loại"), gettext(EventKind(event.kind).label)),
            (gettext("Thời gian"), event_time(event)),
            (gettext("Địa điểm"), event.place),
            (gettext("Thành phần"), event.participants),
            (gettext("Số người dự"), event.participant_count),
        ],
        "lines": queries.seen_lines(
            request.actor,
            event.plan,
            entries_of(subject_type="planning.planevent", subject_id=event.pk)[:HISTORY_LIMIT],
        ),
        "trail": _trail(event.plan),
    }
    return render(request, "planning/events_one.html", context)


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Add an event to a plan."""
    plan = queries.plan_for(request.actor, plan_id)
    services.require_new_event(request.actor, plan)
    form = EventForm(
        request.POST or None,
        request.FILES or None,
        tasks=_tasks(plan),
        initial={"version": 0, "task": request.GET.get("nhiem-vu", "")},
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                event = services.create_event(
                    actor=request.actor, plan_id=plan_id, values=form.values, files=files_of(form), at=clock.now()
                )
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã thêm sự kiện."))
                return go(request, reverse("planning:event", args=[event.pk]))
    back = reverse("planning:plan-events", args=[plan_id])
    context = {"plan": plan, "form": form, "trail": _trail(plan), "back": back}
    return render(request, "planning/events_form.html", context, status=status)


def files_of(form: Any) -> list[tuple[str, Any]]:
    """Return (name, content) of the files of a form."""
    return [(one.name, one.file) for one in form.cleaned_data["attachments"]]


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, event_id: int) -> HttpResponse:
    """Change an event. When somebody else was quicker, both versions are shown and nothing typed is lost."""
    event = queries.event_for(request.actor, event_id)
    services.require_event(request.actor, event, "planning.change_event")
    make: Any = partial(EventForm, tasks=_tasks(event.plan))
    form = make(request.POST or None, request.FILES or None, instance=event, initial={"version": event.version})
    status = 200
    conflict: Differences = []
    back = reverse("planning:event", args=[event_id])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.change_event(
                    actor=request.actor, event_id=event_id, version=form.cleaned_data["version"] or 0,
                    values=form.values, files=files_of(form), at=clock.now(),
                )  # fmt: skip
            except EditConflict as error:
                form, conflict = typed_over(make, request, queries.event_for(request.actor, event_id), error)
                status = error.status
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã lưu sự kiện."))
                return go(request, back)
    context = {
        "plan": event.plan,
        "event": event,
        "form": form,
        "conflict": conflict,
        "trail": [*_trail(event.plan), (str(event)[:60], back)],
        "back": back,
    }
    return render(request, "planning/events_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def record(request: ActorRequest, event_id: int) -> HttpResponse:
    """Record that an event was held, and what came of it."""
    event = queries.event_for(request.actor, event_id)
    services.require_event(request.actor, event, "planning.record_event")
    initial = {"version": event.version, "participant_count": event.participant_count, "result": event.result}
    form = EventResultForm(request.POST or None, request.FILES or None, initial=initial)
    status = 200
    back = reverse("planning:event", args=[event_id])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            count = form.cleaned_data["participant_count"]
            try:
                services.record_event(
                    actor=request.actor, event_id=event_id, version=form.cleaned_data["version"],
                    result=form.cleaned_data["result"], participant_count=None if count is None else int(count),
                    files=files_of(form), at=clock.now(),
                )  # fmt: skip
            except InvalidInput as error:
                add_errors(form, error)
            except EditConflict as error:
                posted = request.POST.copy()
                posted["version"] = str(queries.event_for(request.actor, event_id).version)
                form = EventResultForm(posted)
                form.is_valid()
                form.add_error(None, f"{error.message} {error.remedy}")
                status = error.status
            else:
                messages.success(request, gettext("Đã ghi kết quả sự kiện."))
                return go(request, back)
    context = {
        "plan": event.plan,
        "event": queries.event_for(request.actor, event_id),
        "form": form,
        "is_conflict": status == DomainError.status,
        "trail": [*_trail(event.plan), (str(event)[:60], back)],
        "back": back,
    }
    return render(request, "planning/events_record.html", context, status=status)


@require_http_methods(["GET", "POST"])
def call_off(request: ActorRequest, event_id: int) -> HttpResponse:
    """Call an event off, with the reason."""
    event = queries.event_for(request.actor, event_id)
    services.require_event(request.actor, event, "planning.call_off_event")
    form = ReasonForm(request.POST or None)
    status = 200
    back = reverse("planning:event", args=[event_id])
    if request.method == "POST":
        status = 400
        if form.is_valid():
            services.call_off_event(
                actor=request.actor, event_id=event_id, reason=form.cleaned_data["reason"], at=clock.now()
            )
            messages.success(request, gettext("Đã hủy sự kiện."))
            return go(request, back)
    words = {
        "title": gettext("Hủy sự kiện"),
        "text": f"{event.title} · {event_time(event)}",
        "verb": gettext("Hủy sự kiện"),
    }
    context = {"form": form, "words": words, "trail": [*_trail(event.plan), (str(event)[:60], back)], "back": back}
    return render(request, "planning/measures_reason.html", context, status=status)
