"""The page of a task as the place where it is worked: who stands where, the one next act, reports and answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.audit.queries import history_of
from thidua.apps.planning import domain, policies, queries, services, transitions
from thidua.apps.planning.enums import ExtensionState, TaskState, UnitPart
from thidua.apps.planning.forms import ReportForm
from thidua.apps.planning.models import Assignment, Task
from thidua.apps.planning.templatetags.work import work_bar, work_due_mark
from thidua.apps.planning.views.plans import Differences
from thidua.apps.planning.views.tasks import context_of
from thidua.core import clock
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotVisible
from thidua.ui.forms import add_errors, in_words
from thidua.ui.http import ActorRequest, go
from thidua.ui.lists import Column, Empty, Filter, ListPage

LATE = (("qua-han", _("Quá hạn")), ("kho-khan", _("Có khó khăn")), ("gia-han", _("Xin gia hạn")))
PARTS_SHOWN = 60


def standing(value: str) -> Q:
    """Return the work that is late, has a difficulty, or has an extension asked."""
    if value == "kho-khan":
        return Q(has_difficulty=True)
    return Q(has_asked=True) if value == "gia-han" else queries.late_work(clock.today())


def unit_cell(work: Assignment) -> SafeString:
    people = ", ".join(one.full_name for one in work.people.all())
    return format_html('{}<span class="sub">{}</span>', work.unit.name, people) if people else SafeString(
        format_html("{}", work.unit.name)
    )  # fmt: skip


def due_cell(work: Assignment) -> SafeString:
    day = f"{work.due_on:%d/%m/%Y}" if work.due_on else "–"
    return format_html('<span class="is-nowrap">{}</span>{}', day, work_due_mark(work))


class TaskPage(ListPage):
    """One task: its units and how each stands, the work that is the viewer's own or chosen, and what the paper says."""

    title = _("Đơn vị chủ trì")
    template_name = "planning/task.html"
    search_label = _("Tìm đơn vị")
    search_field = "unit__search_text"
    default_sort = "unit"
    export_name = "don-vi-chu-tri"
    filters = (
        Filter("tt", _("Trạng thái"), choices=lambda request: in_words(TaskState.choices), field="state"),
        Filter("loc", _("Cần chú ý"), choices=lambda request: LATE, condition=standing),
    )
    columns = (
        Column("unit", _("Đơn vị"), unit_cell, sort=("unit__path",), excel="unit.name", is_title=True, width=44),
        Column("people", _("Người phụ trách"), lambda work: ", ".join(one.full_name for one in work.people.all()),
               only="excel", width=30),
        Column("state", _("Trạng thái"), work_bar, sort=("state", "percent"),
               excel=lambda work: gettext(work.get_state_display())),
        Column("percent", _("Tiến độ (%)"), "percent", only="excel", width=10),
        Column("due", _("Hạn"), due_cell, sort=("due_on",), excel="due_on", width=14),
        Column("late", _("Quá hạn (ngày)"), lambda work: queries.work_days_late(work, today=clock.today()),
               only="excel", width=10),
        Column("first", _("Hạn ban đầu"), "first_due_on", only="excel", width=14),
        Column("reported", _("Báo cáo gần nhất"), "reported_at", sort=("reported_at",), is_nowrap=True),
        Column("done", _("Ngày hoàn thành"), "done_on", only="excel", width=14),
    )  # fmt: skip
    form: ReportForm | None = None
    conflict: Differences = []

    @cached_property
    def task(self) -> Task:
        return queries.task_seen(self.request.actor, self.kwargs["task_id"])

    @cached_property
    def sight(self) -> queries.Sight:
        return queries.sight_of(self.request.actor, self.task.plan)

    def rows(self, request: ActorRequest) -> QuerySet[Assignment]:
        return queries.work_on(request.actor, self.task)

    def row_url(self, row: Assignment) -> str:
        return f"{reverse('planning:task', args=[row.task_id])}?viec={row.pk}#viec"

    def empty_state(self, request: ActorRequest) -> Empty:
        return Empty(gettext("Chưa có đơn vị chủ trì nào trong cơ cấu tổ chức"), icon="unit")

    @cached_property
    def chosen(self) -> Assignment | None:
        """The work the page is about: the one asked for, else one's own, else the only one."""
        found = queries.work_on(self.request.actor, self.task)
        asked = self.request.GET.get("viec", "")
        if asked.isascii() and asked.isdigit():
            return found.filter(pk=int(asked)).first()
        own = Q(unit__path__in=self.request.actor.paths(policies.REPORTERS))
        if self.request.actor.user_id is not None:
            own |= Q(people__user_id=self.request.actor.user_id)
        mine = found.filter(own).order_by("unit__path").first()
        if mine is not None:
            return mine
        few = list(found.order_by("unit__path")[:2])
        return few[0] if few and (len(few) == 1 or not self.sight.is_whole) else None

    def more(self, request: ActorRequest) -> dict[str, Any]:
        task, plan = self.task, self.task.plan
        is_draft = plan.state in policies.INTERNAL
        parts = queries.seen_parts(request.actor, task)[: PARTS_SHOWN + 1]
        work = None if is_draft else self.chosen
        is_whole = bool(task.recurrence or parts)
        return {
            **context_of(request, task),
            "is_draft": is_draft,
            "is_whole": is_whole,
            "sight": self.sight,
            "unit_parts": parts[:PARTS_SHOWN],
            "is_cut": len(parts) > PARTS_SHOWN,
            "needs": queries.needs_of(request.actor, task, today=clock.today()),
            "needed_by": list(task.needed_by.filter(is_dropped=False)[:20]),
            "unit_work": block_of(request, work, form=self.form, conflict=self.conflict)
            if work and not is_whole
            else None,
        }


def block_of(
    request: ActorRequest,
    work: Assignment,
    *,
    form: ReportForm | None = None,
    conflict: Differences | None = None,
) -> dict[str, Any]:
    """Return one unit's work as the page draws it: state, acts that may be done now, form, reports, history."""
    actor = request.actor
    runs = work.task.plan.state in queries.RUNNING and not work.task.is_dropped
    can_work = runs and work.part == UnitPart.LEAD and policies.can_work(actor, work)
    can_judge = runs and policies.can_judge(actor, work.task.plan)
    extensions = queries.extensions_of(work)
    asked = next((one for one in extensions if one.state == ExtensionState.ASKED), None)
    steps = set(transitions.WORK.allowed(work.state))
    may_report = can_work and "planning.report_progress" in steps
    is_open = work.state in domain.OPEN
    if form is None and may_report:
        form = ReportForm(initial={"percent": work.percent, "version": work.version})
    return {
        "work": work,
        "is_own": queries.is_own_work(actor, work),
        "form": form if may_report else None,
        "conflict": conflict or [],
        "may_extend": can_work and is_open and work.due_on is not None and asked is None,
        "may_not_arise": can_work and "planning.declare_not_arisen" in steps and work.task.is_optional,
        "may_take_back": can_work and "planning.take_back_completion" in steps,
        "may_take_back_extension": can_work and asked is not None and not can_judge,
        "may_confirm": can_judge and "planning.confirm_completion" in steps,
        "may_cancel": can_judge and "planning.cancel_work" in steps,
        "may_reopen": "planning.reopen_work" in steps
        and (can_judge or (can_work and work.state == TaskState.NOT_ARISEN)),
        "may_decide": can_judge and asked is not None and is_open,
        "may_answer": can_judge,
        "may_assign": runs and actor.holds(policies.REPORTERS, path=work.unit.path),
        "asked": asked,
        "extensions": extensions,
        "reports": queries.reports_of(work),
        "lines": history_of(subject_type="planning.assignment", subject_id=work.pk, limit=50),
    }


class ReportPage(TaskPage):
    """Sending a report: the page of the task again, with what was typed, until it is taken."""

    @cached_property
    def chosen(self) -> Assignment | None:
        actor = self.request.actor
        found = queries.work_for(actor, self.kwargs["assignment_id"])
        return queries.work_on(actor, found.task).filter(pk=found.pk).first()

    @cached_property
    def task(self) -> Task:
        if self.chosen is None:
            raise NotVisible
        return queries.task_seen(self.request.actor, self.chosen.task_id)

    def get(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            return super().get(request, **kwargs)
        return go(request, address_of(self._work()))

    def post(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        work = self._work()
        services.require_own(request.actor, work)
        form = ReportForm(request.POST, request.FILES)
        status = 400
        if form.is_valid():
            try:
                _send(request, work, form)
            except EditConflict as error:
                form, self.conflict = _typed_over(request, work, form, error)
                status = error.status
            except InvalidInput as error:
                add_errors(form, error)
            except DomainError as error:
                if error.status != 400 or isinstance(error, NotVisible):
                    raise
                form.add_error("files", f"{error.message} {error.remedy}".strip())
            else:
                is_done = request.POST.get("act") == "completion"
                done = gettext("Đã gửi báo cáo hoàn thành; chờ đơn vị ban hành kế hoạch xác nhận.")
                messages.success(request, done if is_done else gettext("Đã gửi báo cáo tiến độ."))
                return go(request, address_of(work))
        self.form = form
        answer = self.get(request, **kwargs)
        answer.status_code = status
        return answer

    def _work(self) -> Assignment:
        if self.chosen is None:
            raise NotVisible
        return self.chosen


def _send(request: ActorRequest, work: Assignment, form: ReportForm) -> None:
    typed = form.cleaned_data
    files = [(one.file, one.name) for one in typed["files"]]
    told = {"text": typed["text"], "difficulties": typed["difficulties"], "files": files}
    who = {"actor": request.actor, "assignment_id": work.pk, "version": typed["version"], "at": clock.now()}
    if request.POST.get("act") == "completion":
        services.submit_completion(**who, **told)
    else:
        services.report_progress(**who, **told, percent=typed["percent"])


def _typed_over(
    request: ActorRequest, work: Assignment, typed: ReportForm, error: EditConflict
) -> tuple[ReportForm, Differences]:
    """Return the form ready to be sent over what a colleague reported, and where the two differ."""
    current = queries.work_for(request.actor, work.pk)
    newest = next(iter(queries.reports_of(current, limit=1)), None)
    posted = request.POST.copy()
    posted["version"] = str(current.version)
    form = ReportForm(posted)
    form.is_valid()
    form.add_error(None, f"{error.message} {error.remedy}")
    if typed.cleaned_data["files"]:
        form.add_error("files", gettext("Chọn lại tệp trước khi gửi lại."))
    stored = {
        "percent": current.percent,
        "text": newest.text if newest else "",
        "difficulties": newest.difficulties if newest else "",
    }
    differences = [
        (str(form.fields[name].label), str(value) or gettext("(trống)"), str(form.cleaned_data[name]))
        for name, value in stored.items()
        if str(value) != str(typed.cleaned_data[name])
    ]
    return form, [(gettext("Trạng thái"), gettext(current.get_state_display()), ""), *differences]


def address_of(work: Assignment, *, part: str = "viec") -> str:
    return f"{reverse('planning:task', args=[work.task_id])}?viec={work.pk}#{part}"


def back_of(request: HttpRequest, work: Assignment) -> str:
    """Return where to go after an act: back to the list it was begun from, else to the task."""
    return reverse("planning:awaiting") if request.GET.get("ve") == "cho" else address_of(work)
