"""What is done to registers: how they run, what became of a document, a year closed, numbers confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.documents import policies, services
from thidua.apps.documents.domain import numbering
from thidua.apps.documents.errors import SchemeFixed
from thidua.apps.documents.forms.registers import ConfirmForm, NoteForm, SchemeForm
from thidua.apps.documents.models import NumberScheme
from thidua.apps.documents.queries import registers as queries
from thidua.apps.documents.views.registers import address, body_asked, entry_of, entry_page
from thidua.apps.organizations.queries import Unit
from thidua.core import clock
from thidua.core.errors import InvalidInput
from thidua.core.policies import require
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go


@require_http_methods(["GET", "POST"])
def scheme(request: ActorRequest) -> HttpResponse:
    """How the body numbers: for this year until its first number is given, else from 1 January of the next."""
    body, this_year = body_asked(request), clock.today().year
    require(
        policies.can_set_scheme(request.actor, body),
        gettext("Cách đánh số do thủ trưởng cơ quan quy định; lãnh đạo hoặc văn thư nhập vào đây."),
    )
    is_fixed = queries.has_numbers(body.pk, year=this_year)
    years = [(this_year + 1, gettext("Từ 01/01/%(year)s") % {"year": this_year + 1})]
    if not is_fixed:
        years.insert(0, (this_year, gettext("Năm nay, %(year)s") % {"year": this_year}))
    now = queries.scheme_for(body.pk, year=years[0][0])
    initial = {"year": years[0][0], "manner": now.manner if now else "common", "basis": now.basis if now else ""}
    form = SchemeForm(request.POST or None, years=years, scheme=now, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = services.set_scheme(
                    actor=request.actor,
                    body_id=body.pk,
                    year=form.cleaned_data["year"],
                    manner=form.cleaned_data["manner"],
                    groups=form.groups(),
                    basis=form.cleaned_data["basis"],
                    starts_after=form.starts_after(),
                    at=clock.now(),
                )
            except (InvalidInput, SchemeFixed) as error:
                form.add_error(None, f"{error.message} {error.remedy}".strip())
            else:
                messages.success(request, gettext("Đã đặt cách đánh số áp dụng từ năm %(year)s.") % {"year": made.year})
                return go(request, address(body))
        status = 400
    context = {
        "form": form,
        "is_fixed": is_fixed,
        "this_year": this_year,
        **_frame(body),
        "schemes": _described(NumberScheme.objects.filter(body=body).select_related("set_by")),
    }
    return render(request, "documents/number_scheme.html", context, status=status)


def _described(schemes: Any) -> list[dict[str, Any]]:
    return [
        {
            "scheme": one,
            "series": [series.name for series in numbering.grouped(one.groups)],
        }
        for one in schemes
    ]


def _frame(body: Unit) -> dict[str, Any]:
    return {"body": body, "back": address(body), "trail": [(gettext("Sổ văn bản"), address(body))]}


@require_http_methods(["GET", "POST"])
def confirm(request: ActorRequest) -> HttpResponse:
    """After a restore: the highest number on paper of every series, before any other number is given."""
    body = body_asked(request)
    require(policies.can_keep(request.actor, body), gettext("Chỉ văn thư của cơ quan xác nhận số."))
    registry = queries.registry_of(body.pk)
    asked = queries.to_confirm(registry, kept=queries.marks(), at=clock.now()) if registry else []
    form = ConfirmForm(request.POST or None, asked=asked)
    status = 200
    if request.method == "POST" and asked:
        if form.is_valid():
            try:
                services.confirm_highest_numbers(
                    actor=request.actor,
                    body_id=body.pk,
                    numbers=form.given(),
                    evidence=form.cleaned_data["evidence"],
                    last_on=form.cleaned_data["last_on"],
                    at=clock.now(),
                )
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Đã xác nhận. Văn bản được cấp số trở lại."))
                return go(request, address(body))
        status = 400
    return render(
        request, "documents/numbers_confirm.html", {"form": form, "asked": asked, **_frame(body)}, status=status
    )


@require_POST
def close_year(request: ActorRequest, year: int) -> HttpResponse:
    body = body_asked(request)
    closed = services.close_year(actor=request.actor, body_id=body.pk, year=year, at=clock.now())
    if closed:
        messages.success(request, gettext("Đã khóa sổ văn bản năm %(year)s.") % {"year": year})
    else:
        messages.info(request, gettext("Sổ văn bản năm %(year)s không còn sổ nào đang mở.") % {"year": year})
    return go(request, address(body))


@require_POST
def note(request: ActorRequest, register_id: int, number: int) -> HttpResponse:
    one = entry_of(request, register_id, number)
    form = NoteForm(request.POST, entry=one)
    require(policies.can_note(request.actor, one), gettext("Chỉ văn thư của cơ quan ghi vào sổ."))
    if form.is_valid():
        try:
            services.note_entry(
                actor=request.actor,
                entry_id=one.pk,
                kind=form.cleaned_data["kind"],
                on=form.cleaned_data["on"],
                text=form.cleaned_data["text"],
                document_id=form.cleaned_data["document"],
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Đã ghi vào dòng số %(number)s.") % {"number": one})
            return go(request, request.path.removesuffix("ghi/"))
    return entry_page(request, one, form, status=400)
