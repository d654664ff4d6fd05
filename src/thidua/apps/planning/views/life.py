"""The steps in the life of a plan: a page for each that asks something, an answer for each that does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import queries, services
from thidua.apps.planning.forms import CloseForm, IssueForm, PlanLaunchForm, StepReasonForm
from thidua.apps.planning.models import Plan
from thidua.core import clock
from thidua.core.errors import InvalidInput
from thidua.lib.vietnamese import fold
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go

Take = Callable[[ActorRequest, Plan, Form], str]


def _ask(
    request: ActorRequest,
    plan_id: int,
    act: str,
    form_class: type[Form],
    take: Take,
    *,
    heading: Any,
    verb: Any,
    explain: Any = "",
    icon: str = "check",
    is_danger: bool = False,
    initial: Callable[[Plan], dict[str, Any]] = lambda plan: {},
    more: Callable[[Plan], dict[str, Any]] = lambda plan: {},
) -> HttpResponse:
    """Ask for what a step needs and take it. `take` returns what is said when it is done."""
    plan = queries.plan_for(request.actor, plan_id)
    services.require_step(request.actor, plan, act)
    form = form_class(request.POST or None, initial=initial(plan))
    status = 200
    if request.method == "POST":
        status = 400
        form = form_class(request.POST)
        if form.is_valid():
            try:
                said = take(request, plan, form)
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, said)
                return go(request, reverse("planning:plan", args=[plan_id]))
    back = reverse("planning:plan", args=[plan_id])
    context = {
        "plan": plan,
        "form": form,
        "heading": heading,
        "verb": verb,
        "explain": explain,
        "icon": icon,
        "kind": "danger" if is_danger else "primary",
        "back": back,
        "trail": [(gettext("Kế hoạch"), reverse("planning:list")), (plan.code or plan.title, back)],
        **more(plan),
    }
    return render(request, "planning/life_step.html", context, status=status)


@require_POST
def submit(request: ActorRequest, plan_id: int) -> HttpResponse:
    plan = services.submit_plan(actor=request.actor, plan_id=plan_id, at=clock.now())
    messages.success(request, gettext("Đã gửi duyệt. Thủ trưởng và lãnh đạo đơn vị nhận được thông báo."))
    return go(request, reverse("planning:plan", args=[plan.pk]))


@require_http_methods(["GET", "POST"])
def send_back(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Return a submitted plan to its writer."""

    def take(request: ActorRequest, plan: Plan, form: Form) -> str:
        services.return_plan(actor=request.actor, plan_id=plan.pk, reason=form.cleaned_data["reason"], at=clock.now())
        return gettext("Đã trả lại kế hoạch cho người soạn.")

    return _ask(
        request, plan_id, "planning.return_plan", StepReasonForm, take,
        heading=_("Trả lại kế hoạch"), verb=_("Trả lại"), icon="undo",
        explain=_("Kế hoạch trở về dự thảo; người soạn nhận được lý do và sửa rồi gửi duyệt lại."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Approve a plan and hand it to its units."""

    def take(request: ActorRequest, plan: Plan, form: Form) -> str:
        typed = form.cleaned_data
        done = services.issue_plan(
            actor=request.actor,
            plan_id=plan.pk,
            number=typed["number"],
            symbol=typed["symbol"],
            issued_on=typed["issued_on"],
            signer={part: typed[f"signer_{part}"] for part in ("on_behalf", "position", "name")},
            unit_ids=_units_named(plan, typed["further"]),
            at=clock.now(),
        )
        if done.amends is not None:
            return gettext("Đã ban hành. Kế hoạch gốc được sửa đổi và các đơn vị liên quan nhận được thông báo.")
        count = done.receipts.count()
        return gettext("Đã ban hành và gửi tới %(count)s đơn vị.") % {"count": count}

    return _ask(
        request, plan_id, "planning.issue_plan", IssueForm, take,
        heading=_("Duyệt và ban hành"), verb=_("Duyệt và ban hành"),
        initial=lambda plan: {
            "number": plan.number, "symbol": plan.symbol, "issued_on": plan.issued_on or clock.today(),
            **{f"signer_{part}": text for part, text in plan.signer.items()},
        },
        more=_issue_preview,
    )  # fmt: skip


def _issue_preview(plan: Plan) -> dict[str, Any]:
    is_amending = plan.amends_id is not None
    return {
        "is_issue": True,
        "is_amending": is_amending,
        "task_count": plan.tasks.count(),
        "change_count": len(queries.amendment_of(plan)) if is_amending else 0,
        "units": [] if is_amending else queries.units_taking_part(plan.tasks.all()),
    }


def _units_named(plan: Plan, names: list[str]) -> set[int]:
    """Return the units behind names typed by hand, groups expanded today. Raises InvalidInput for an unknown name."""
    today = clock.today()
    entries = queries.unit_entries(plan.unit, names, on=today)
    choices = [(name, entries[fold(name)]["choice"] or {}) for name in names]
    unknown = [name for name, choice in choices if not choice]
    if unknown:
        message = gettext("Không có trong cơ cấu tổ chức: %(names)s.") % {"names": "; ".join(unknown)}
        raise InvalidInput(message, fields={"further": message})
    found = {choice["unit"] for _name, choice in choices if "unit" in choice}
    members = organizations.group_members([choice["group"] for _name, choice in choices if "group" in choice], on=today)
    return found | {unit.pk for units in members.values() for unit in units}


@require_http_methods(["GET", "POST"])
def register(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Enter a plan signed on paper."""

    def take(request: ActorRequest, plan: Plan, form: Form) -> str:
        services.register_issued(actor=request.actor, plan_id=plan.pk, at=clock.now())
        return gettext("Đã ghi nhận kế hoạch được ban hành và gửi tới các đơn vị.")

    return _ask(
        request, plan_id, "planning.register_issued", Form, take,
        heading=_("Ghi nhận đã ban hành"), verb=_("Ghi nhận và gửi tới các đơn vị"),
        explain=_(
            "Dùng khi văn bản đã được ký, lấy số và ban hành trên giấy. Số, ký hiệu và ngày ban hành lấy theo "
            "“Sửa thông tin chung”; các đơn vị có tên trong kế hoạch nhận được kế hoạch ngay."
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def launch(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Say that a plan is being carried out."""

    def take(request: ActorRequest, plan: Plan, form: Form) -> str:
        typed = form.cleaned_data
        services.launch_plan(actor=request.actor, plan_id=plan.pk, on=typed["on"], note=typed["note"], at=clock.now())
        return gettext("Đã ghi nhận triển khai kế hoạch.")

    return _ask(
        request, plan_id, "planning.launch_plan", PlanLaunchForm, take,
        heading=_("Triển khai kế hoạch"), verb=_("Triển khai"), icon="flag",
        explain=_("Ghi ngày kế hoạch bắt đầu được thực hiện và cách phổ biến tới các đơn vị."),
        initial=lambda plan: {"on": clock.today()},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, plan_id: int) -> HttpResponse:
    """End a plan, saying first what is still open."""

    def take(request: ActorRequest, plan: Plan, form: Form) -> str:
        with_open_work = form.cleaned_data["with_open_work"]
        if queries.open_work(plan).tasks and not with_open_work:
            message = gettext("Kế hoạch còn việc dở: đánh dấu ô này để kết thúc, hoặc chờ các đơn vị báo cáo.")
            raise InvalidInput(message, fields={"with_open_work": message})
        services.close_plan(actor=request.actor, plan_id=plan.pk, with_open_work=with_open_work, at=clock.now())
        return gettext("Đã kết thúc kế hoạch.")

    return _ask(
        request, plan_id, "planning.close_plan", CloseForm, take,
        heading=_("Kết thúc kế hoạch"), verb=_("Kết thúc"), icon="done",
        explain=_("Việc của kế hoạch đã kết thúc không được nhắc nữa; khi cần có thể mở lại."),
        more=lambda plan: {"left": queries.open_work(plan), "is_close": True},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Carry a closed plan on."""

    def take(request: ActorRequest, plan: Plan, form: Form) -> str:
        services.reopen_plan(actor=request.actor, plan_id=plan.pk, reason=form.cleaned_data["reason"], at=clock.now())
        return gettext("Đã mở lại kế hoạch.")

    return _ask(
        request, plan_id, "planning.reopen_plan", StepReasonForm, take,
        heading=_("Mở lại kế hoạch"), verb=_("Mở lại"), icon="undo",
        explain=_("Kế hoạch trở về “Đang thực hiện”; việc còn dở lại được nhắc theo hạn."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Take a plan back for good."""

    def take(request: ActorRequest, plan: Plan, form: Form) -> str:
        services.withdraw_plan(actor=request.actor, plan_id=plan.pk, reason=form.cleaned_data["reason"], at=clock.now())
        return gettext("Đã thu hồi kế hoạch.")

    return _ask(
        request, plan_id, "planning.withdraw_plan", StepReasonForm, take,
        heading=_("Thu hồi kế hoạch"), verb=_("Thu hồi kế hoạch"), icon="cancelled", is_danger=True,
        explain=_(
            "Kế hoạch thu hồi không thực hiện nữa và không mở lại được. Nội dung, báo cáo và lịch sử vẫn được giữ; "
            "các đơn vị đã nhận kế hoạch được báo kèm lý do."
        ),
    )  # fmt: skip
