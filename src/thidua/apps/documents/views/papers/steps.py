"""The steps of a paper, each a page that asks what the step needs, or a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.documents import policies, queries
from thidua.apps.documents.domain.papers.completeness import missing_parts
from thidua.apps.documents.forms.papers import (
    AcknowledgeForm,
    IssueForm,
    NoteForm,
    OpinionsForm,
    ReasonForm,
    RecipientsForm,
    WithdrawForm,
)
from thidua.apps.documents.models import Paper
from thidua.apps.documents.services import papers as services
from thidua.apps.documents.views.papers.head import lateness, page_of, posted
from thidua.apps.organizations.policies import visible_units
from thidua.apps.organizations.queries import Unit, in_force, in_tree_order
from thidua.core import clock
from thidua.core.errors import InvalidInput, NotVisible
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go


def step_page(
    request: ActorRequest,
    paper: Paper,
    form: forms.Form,
    take: Callable[[Any], object],
    *,
    heading: Any,
    verb: Any,
    done: Any,
    icon: str = "check",
    kind: str = "primary",
    explain: str = "",
    template: str = "documents/paper_step.html",
    back: str = "papers:paper",
    beside: Mapping[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """Ask what a step needs, take it with `take(cleaned_data)`, and go back to the paper; `beside` is more context."""
    url = reverse(back, args=[paper.pk])
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                take(form.cleaned_data)
            except InvalidInput as error:
                add_errors(form, error)
                status = error.status
            else:
                messages.success(request, str(done))
                return go(request, url)
    context = {
        "paper": paper,
        "form": form,
        "heading": heading,
        "verb": verb,
        "icon": icon,
        "kind": kind,
        "explain": explain,
        "back": url,
        "trail": [
            (gettext("Văn bản đi"), reverse("papers:outgoing")),
            (str(paper) or gettext("Dự thảo"), reverse("papers:paper", args=[paper.pk])),
        ],
        **(beside or {}),
        **more,
    }
    return render(request, template, context, status=status)


def _begin(request: ActorRequest, paper_id: int, act: str) -> Paper:
    paper = queries.paper_for(request.actor, paper_id)
    services.require_step(request.actor, paper, act)
    return paper


def units_of(request: ActorRequest, paper: Paper) -> list[Unit]:
    """Return the units in force that a paper may be sent to, as the tree reads; not the one that writes it."""
    units = visible_units(request.actor).filter(in_force(clock.today())).exclude(pk=paper.drafting_unit_id)
    return in_tree_order(units)


@require_http_methods(["GET", "POST"])
def submit(request: ActorRequest, paper_id: int) -> HttpResponse:
    paper = _begin(request, paper_id, "documents.submit_paper")
    return step_page(
        request, paper, NoteForm(posted(request)),
        lambda cleaned: services.submit_paper(
            actor=request.actor, paper_id=paper_id, note=cleaned["note"], at=clock.now()
        ),
        heading=_("Trình ký văn bản"), verb=_("Trình ký"), done=_("Đã trình ký văn bản."), icon="next",
        missing=missing_parts(services.content_of(paper)),
        explain=gettext("Sau khi trình, nội dung không sửa được nữa trừ khi rút lại hoặc bị trả lại."),
    )  # fmt: skip


@require_POST
def take_back(request: ActorRequest, paper_id: int) -> HttpResponse:
    services.take_back_paper(actor=request.actor, paper_id=paper_id, at=clock.now())
    messages.success(request, gettext("Đã rút lại; văn bản trở về dự thảo."))
    return go(request, reverse("papers:paper", args=[paper_id]))


@require_http_methods(["GET", "POST"])
def return_(request: ActorRequest, paper_id: int) -> HttpResponse:
    paper = _begin(request, paper_id, "documents.return_paper")
    return step_page(
        request, paper, ReasonForm(posted(request)),
        lambda cleaned: services.return_paper(
            actor=request.actor, paper_id=paper_id, reason=cleaned["reason"], at=clock.now()
        ),
        heading=_("Trả lại văn bản"), verb=_("Trả lại"), done=_("Đã trả lại văn bản kèm lý do."), icon="undo",
        explain=gettext("Người soạn thảo nhận lý do này, sửa rồi trình lại."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def ask_opinions(request: ActorRequest, paper_id: int) -> HttpResponse:
    paper = _begin(request, paper_id, "documents.ask_opinions")
    units = units_of(request, paper)
    form = OpinionsForm(posted(request), units=units, initial={"units": [str(one.pk) for one in paper.reviewers.all()]})
    return step_page(
        request, paper, form,
        lambda cleaned: services.ask_opinions(
            actor=request.actor, paper_id=paper_id, unit_ids=form.unit_ids, until=form.until_day, at=clock.now()
        ),
        heading=_("Xin ý kiến về dự thảo"), verb=_("Xin ý kiến"), done=_("Đã gửi dự thảo xin ý kiến."), icon="message",
        explain=gettext("Đơn vị được chọn xem được dự thảo và góp ý từng đoạn cho đến khi kết thúc lấy ý kiến."),
    )  # fmt: skip


@require_POST
def close_opinions(request: ActorRequest, paper_id: int) -> HttpResponse:
    services.close_opinions(actor=request.actor, paper_id=paper_id, at=clock.now())
    messages.success(request, gettext("Đã kết thúc lấy ý kiến."))
    return go(request, reverse("papers:paper", args=[paper_id]))


@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, paper_id: int) -> HttpResponse:
    paper = _begin(request, paper_id, "documents.issue_paper")
    return step_page(
        request, paper, IssueForm(posted(request)),
        lambda cleaned: services.issue_paper(
            actor=request.actor, paper_id=paper_id, copies=cleaned["copies"], at=clock.now()
        ),
        heading=_("Cấp số và ban hành"), verb=_("Cấp số và ban hành"), done=_("Đã cấp số và ban hành văn bản."),
        missing=missing_parts(services.content_of(paper)), late=lateness(paper),
        explain=gettext(
            "Văn bản lấy số tiếp theo trong sổ và ngày hôm nay. Sau khi ban hành, nội dung không thay đổi được nữa; "
            "có sai sót thì ban hành văn bản đính chính, thay thế hoặc thu hồi."
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, paper_id: int) -> HttpResponse:
    paper = _begin(request, paper_id, "documents.withdraw_paper")
    form = WithdrawForm(posted(request), papers=queries.issued_after(request.actor, paper))

    def take(cleaned: dict[str, Any]) -> None:
        if not cleaned["by"]:
            sentence = gettext("Chọn văn bản quyết định việc thu hồi; chưa có thì lập văn bản thu hồi trước.")
            raise InvalidInput(sentence, fields={"by": sentence})
        services.withdraw_paper(
            actor=request.actor, paper_id=paper_id, by_id=int(cleaned["by"]), reason=cleaned["reason"], at=clock.now()
        )

    return step_page(
        request, paper, form, take,
        heading=_("Thu hồi văn bản"), verb=_("Thu hồi"), done=_("Đã thu hồi văn bản; các nơi nhận được báo."),
        icon="cancelled", kind="danger",
        explain=gettext("Văn bản chỉ thu hồi bằng một văn bản khác của cơ quan (Nghị định 30/2020/NĐ-CP, Điều 18)."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def drop(request: ActorRequest, paper_id: int) -> HttpResponse:
    paper = _begin(request, paper_id, "documents.drop_paper")
    return step_page(
        request, paper, ReasonForm(posted(request)),
        lambda cleaned: services.drop_paper(
            actor=request.actor, paper_id=paper_id, reason=cleaned["reason"], at=clock.now()
        ),
        heading=_("Bỏ dự thảo"), verb=_("Bỏ dự thảo"), done=_("Đã bỏ dự thảo."), icon="delete", kind="danger",
        explain=gettext("Dự thảo đã bỏ vẫn đọc được ở đơn vị soạn thảo nhưng không soạn tiếp được nữa."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def recipients(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Say where a paper goes; once it is issued the same page sends it and shows who has it."""
    paper = queries.paper_for(request.actor, paper_id)
    addresses = policies.can_address_paper(request.actor, paper)
    if not addresses and not policies.can_see_making(request.actor, paper):
        raise NotVisible
    present = list(paper.recipients.select_related("unit", "acknowledged_by"))
    is_open = addresses and paper.state not in ("withdrawn", "dropped")
    form = RecipientsForm(posted(request), units=units_of(request, paper) if is_open else (), present=present)

    def take(cleaned: dict[str, Any]) -> None:
        services.set_recipients(
            actor=request.actor, paper_id=paper_id, unit_ids=form.unit_ids, at=clock.now(),
            addresses=[services.Address(email, name) for email, name in form.typed_addresses],
        )  # fmt: skip

    return step_page(
        request, paper, form, take,
        heading=_("Nơi nhận"), verb=_("Lưu nơi nhận"), done=_("Đã lưu nơi nhận."), icon="save",
        template="documents/paper_recipients.html", back="papers:recipients",
        beside=page_of(request, paper, "recipients"), form_open=is_open, recipients=present,
        can_send="documents.send_paper" in queries.paper_steps(request.actor, paper)
        and any(one.sent_at is None for one in present),
    )  # fmt: skip


@require_POST
def send(request: ActorRequest, paper_id: int) -> HttpResponse:
    services.send_paper(actor=request.actor, paper_id=paper_id, at=clock.now())
    messages.success(request, gettext("Đã gửi văn bản tới các nơi nhận."))
    return go(request, reverse("papers:recipients", args=[paper_id]))


@require_POST
def acknowledge(request: ActorRequest, recipient_id: int) -> HttpResponse:
    """Take in a paper for one's unit, in one click from the list, the paper or the workbench."""
    form = AcknowledgeForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    received = services.acknowledge_paper(actor=request.actor, recipient_id=recipient_id, note=note, at=clock.now())
    messages.success(request, gettext("Đã tiếp nhận %(code)s.") % {"code": services.name_of(received.paper)})
    to_list = request.POST.get("ve", "") == "den"
    url = reverse("papers:incoming") if to_list else reverse("papers:paper", args=[received.paper_id])
    return go(request, url)
