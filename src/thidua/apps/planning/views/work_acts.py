"""The acts on a unit's work: a page with a short form for each that needs a word, a plain POST for the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.enums import TaskState
from thidua.apps.planning.forms import AnswerForm, ExtensionForm, GrantForm, PeopleForm, WhyForm
from thidua.apps.planning.models import Assignment
from thidua.apps.planning.views.work import address_of, back_of
from thidua.core import clock
from thidua.core.errors import EditConflict, InvalidInput, NotVisible
from thidua.core.policies import require
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go

Text = str | Promise
View = Callable[..., HttpResponse]


def _unit(request: ActorRequest, work: Assignment) -> None:
    services.require_own(request.actor, work)


def _judge(request: ActorRequest, work: Assignment) -> None:
    require(policies.can_judge(request.actor, work.task.plan), services.NOT_YOURS_TO_JUDGE)


def _either(request: ActorRequest, work: Assignment) -> None:
    if work.state == TaskState.NOT_ARISEN and policies.can_work(request.actor, work):
        return
    _judge(request, work)


def _head(request: ActorRequest, work: Assignment) -> None:
    require(request.actor.holds(policies.REPORTERS, path=work.unit.path), services.NOT_YOURS_TO_ASSIGN)


@dataclass(frozen=True, slots=True)
class Act:
    """One act with a form. `perform` gets (actor, key, cleaned values); `find` leads from the key to the work."""

    title: Text
    verb: Text
    done: Text
    form: Callable[[ActorRequest, Assignment, Any], forms.Form]
    perform: Callable[..., Any]
    may: Callable[[ActorRequest, Assignment], None]
    find: Callable[[Any, int], Assignment] = queries.work_for
    hint: Text = ""
    is_danger: bool = False


def _why(request: ActorRequest, work: Assignment, typed: Any) -> forms.Form:
    return WhyForm(typed, initial={"version": work.version})


def _grant(request: ActorRequest, work: Assignment, typed: Any) -> forms.Form:
    asked = next(iter(queries.extensions_of(work)), None)
    return GrantForm(typed, initial={"granted_on": asked.to_on if asked else None})


def _people(request: ActorRequest, work: Assignment, typed: Any) -> forms.Form:
    chosen = [str(one.pk) for one in work.people.all()]
    return PeopleForm(typed, staff=queries.staff_for(work)[:300], initial={"people": chosen})


def _reason_of(step: str) -> Callable[..., Any]:
    def perform(key: int, *, reason: str, version: int | None = None, **shared: Any) -> Any:
        more = {"version": version or 0} if step == "declare_not_arisen" else {}
        return getattr(services, step)(assignment_id=key, reason=reason, **more, **shared)

    return perform


ACTS: dict[str, Act] = {
    "extend": Act(
        _("Xin gia hạn"), _("Gửi đề nghị"), _("Đã gửi đề nghị gia hạn."),
        lambda request, work, typed: ExtensionForm(typed),
        lambda key, **typed: services.ask_extension(assignment_id=key, **typed), _unit,
        hint=_("Hạn chỉ thay đổi khi đơn vị ban hành kế hoạch đồng ý."),
    ),
    "not-arisen": Act(
        _("Báo không phát sinh"), _("Báo không phát sinh"), _("Đã báo việc không phát sinh."), _why,
        _reason_of("declare_not_arisen"), _unit,
        hint=_("Dùng cho nhiệm vụ “nếu có” mà trong năm không có việc để làm."),
    ),
    "return": Act(
        _("Trả lại báo cáo hoàn thành"), _("Trả lại"), _("Đã trả lại báo cáo cho đơn vị."), _why,
        _reason_of("return_completion"), _judge, hint=_("Ghi rõ chỗ chưa đạt và việc cần làm tiếp."),
    ),
    "cancel": Act(
        _("Hủy việc của đơn vị"), _("Hủy việc"), _("Đã hủy việc của đơn vị."), _why, _reason_of("cancel_work"), _judge,
        hint=_("Đơn vị không phải thực hiện nữa; có thể mở lại."), is_danger=True,
    ),
    "reopen": Act(
        _("Mở lại việc"), _("Mở lại"), _("Đã mở lại việc."), _why, _reason_of("reopen_work"), _either,
    ),
    "people": Act(
        _("Phân công người phụ trách"), _("Lưu"), _("Đã phân công người phụ trách."), _people,
        lambda key, *, people, **shared: services.assign_people(
            assignment_id=key, person_ids=[int(one) for one in people], **shared
        ), _head, hint=_("Người được chọn thấy việc ở Bàn làm việc của mình và báo cáo được."),
    ),
    "grant": Act(
        _("Cho gia hạn"), _("Đồng ý gia hạn"), _("Đã cho gia hạn."), _grant,
        lambda key, **typed: services.grant_extension(extension_id=key, **typed), _judge,
        find=queries.work_of_extension,
    ),
    "refuse": Act(
        _("Không đồng ý gia hạn"), _("Không đồng ý"), _("Đã trả lời đề nghị gia hạn."),
        lambda request, work, typed: AnswerForm(typed),
        lambda key, **typed: services.refuse_extension(extension_id=key, **typed), _judge,
        find=queries.work_of_extension,
    ),
    "answer": Act(
        _("Trả lời báo cáo"), _("Gửi trả lời"), _("Đã gửi trả lời."), lambda request, work, typed: AnswerForm(typed),
        lambda key, **typed: services.answer_report(report_id=key, **typed), _judge, find=queries.work_of_report,
    ),
}  # fmt: skip
"""By the name of the address, "planning:work-…"."""


def page_for(name: str) -> View:
    """Return the view of one act: its form, drawn again with what was typed until the act is done."""
    one = ACTS[name]

    @require_http_methods(["GET", "POST"])
    def view(request: ActorRequest, key: int) -> HttpResponse:
        work = one.find(request.actor, key)
        one.may(request, work)
        form = one.form(request, work, request.POST or ({} if request.method == "POST" else None))
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    one.perform(key, **form.cleaned_data, actor=request.actor, at=clock.now())
                except EditConflict as error:
                    posted = request.POST.copy()
                    posted["version"] = str(queries.work_for(request.actor, work.pk).version)
                    form, status = one.form(request, work, posted), error.status
                    form.add_error(None, f"{error.message} {error.remedy}")
                except InvalidInput as error:
                    add_errors(form, error)
                else:
                    messages.success(request, str(one.done))
                    return go(request, back_of(request, work))
        context = {
            "act": one,
            "form": form,
            "work": work,
            "task": work.task,
            "asked": next(iter(queries.extensions_of(work)), None) if name in {"grant", "refuse"} else None,
            "report": queries.report_for(key) if name == "answer" else None,
            "newest": next(iter(queries.reports_of(work, limit=1)), None) if name == "return" else None,
            "back": back_of(request, work),
            "trail": [
                (gettext("Kế hoạch"), reverse("planning:list")),
                (work.task.plan.code or work.task.plan.title, reverse("planning:plan", args=[work.task.plan_id])),
                (str(work.task)[:60], address_of(work)),
            ],
        }
        return render(request, "planning/work_act.html", context, status=status)

    return view


@require_POST
def take_back(request: ActorRequest, key: int) -> HttpResponse:
    """Take a report of completion back."""
    work = queries.work_for(request.actor, key)
    version = request.POST.get("version", "")
    services.take_back_completion(
        actor=request.actor, assignment_id=key, version=int(version) if version.isdecimal() else 0, at=clock.now()
    )
    messages.success(request, gettext("Đã rút báo cáo hoàn thành."))
    return go(request, address_of(work))


@require_POST
def take_back_extension(request: ActorRequest, key: int) -> HttpResponse:
    work = queries.work_of_extension(request.actor, key)
    services.take_back_extension(actor=request.actor, extension_id=key, at=clock.now())
    messages.success(request, gettext("Đã rút đề nghị gia hạn."))
    return go(request, address_of(work))


@require_POST
def confirm(request: ActorRequest) -> HttpResponse:
    """Confirm one piece of work (`only`), or all that are ticked (`viec`)."""
    typed = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("viec")
    keys = [int(one) for one in typed if one.isascii() and one.isdigit()]
    if len(keys) != len(typed):
        raise NotVisible
    if not keys:
        raise InvalidInput(
            gettext("Chưa chọn việc nào để xác nhận."), remedy=gettext("Đánh dấu ít nhất một việc trong danh sách.")
        )
    count = services.confirm_completion(actor=request.actor, assignment_ids=keys, at=clock.now())
    done = ngettext("Đã xác nhận hoàn thành %(count)s việc.", "Đã xác nhận hoàn thành %(count)s việc.", count)
    messages.success(request, done % {"count": count})
    if request.GET.get("ve") == "cho" or len(keys) > 1:
        return go(request, reverse("planning:awaiting"))
    return go(request, address_of(queries.work_for(request.actor, keys[0])))
