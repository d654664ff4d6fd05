"""The first page, and the pages for what went wrong."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.accounts.queries import User, has_users
from thidua.apps.organizations.policies import visible_units
from thidua.apps.organizations.queries import absences_of, person_of
from thidua.apps.organizations.services import act_in_place
from thidua.apps.organizations.services import stop_acting as note_stop
from thidua.apps.organizations.services.founding import found_body
from thidua.apps.planning.queries import open_intakes, upload_place, with_duplicates
from thidua.core import clock
from thidua.core.actor import Role
from thidua.core.errors import DomainError, InvalidInput, NotPermitted, NotVisible
from thidua.office.acting import SESSION_KEY
from thidua.office.bench import SHOWN
from thidua.office.forms import SetUpForm
from thidua.office.samples import sample_context, samples
from thidua.office.search import search_everything
from thidua.office.workbench import workbench_of
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, chosen_year, go
from thidua.ui.icons import ICONS


def workbench(request: ActorRequest) -> HttpResponse:
    """The first page after sign-in."""
    zone = upload_place(request.actor)
    waiting = with_duplicates(request.actor, open_intakes(request.actor)[:SHOWN]) if zone else []
    bench = workbench_of(request.actor, year=chosen_year(request), now=clock.now())
    return render(request, "office/workbench.html", {"bench": bench, "zone": zone, "waiting": waiting})


def search(request: ActorRequest) -> HttpResponse:
    """What the search box of every page finds."""
    query = request.GET.get("q", "").strip()
    return render(request, "office/search.html", {"query": query, "found": search_everything(request.actor, query)})


def account(request: ActorRequest) -> HttpResponse:
    """One's own account: who one is, the roles held and where, the language."""
    units = visible_units(request.actor).in_bulk([held.unit_id for held in request.actor.roles])
    roles = [(_(Role(held.role).label), units[held.unit_id].name) for held in request.actor.roles]
    person = person_of(cast("User", request.user))
    context = {
        "account": request.user,
        "roles": roles,
        "languages": settings.LANGUAGES,
        "absences": absences_of(request.actor, person, on=clock.today()) if person else None,
    }
    return render(request, "office/account.html", context)


@require_POST
def act_for(request: ActorRequest) -> HttpResponse:
    """Take up the work of somebody absent; kept in the session until laid down or until the delegation ends."""
    asked = request.POST.get("delegation", "")
    if not (asked.isascii() and asked.isdigit()):
        raise NotVisible
    one = act_in_place(actor=request.actor, delegation_id=int(asked), at=clock.now())
    request.session[SESSION_KEY] = one.pk
    messages.success(request, _("Ông/Bà đang làm thay %(name)s.") % {"name": one.person.full_name})
    return go(request, reverse("office:workbench"))


@require_POST
def stop_acting(request: ActorRequest) -> HttpResponse:
    """Go back to one's own work."""
    one = request.session.pop(SESSION_KEY, None)
    if one is not None:
        note_stop(actor=request.actor, delegation_id=one, at=clock.now())
        messages.success(request, _("Đã thôi làm thay; Ông/Bà trở lại công việc của mình."))
    return go(request, reverse("office:workbench"))


@login_not_required
@require_http_methods(["GET", "POST"])
def set_up(request: ActorRequest) -> HttpResponse:
    """Declare the body and its administrator; only while nobody can sign in."""
    if has_users():
        return redirect("accounts:sign-in")
    form = SetUpForm(request.POST or None)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name not in {"new_password", "repeated"}}
        try:
            found_body(**values, password=form.cleaned_data["new_password"], at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã thiết lập xong. Đăng nhập để bắt đầu."))
            return redirect("accounts:sign-in")
    return render(request, "office/set_up.html", {"form": form}, status=400 if form.is_bound else 200)


def components(request: ActorRequest) -> HttpResponse:
    """The parts of the interface with their code; for administrators."""
    if not request.actor.paths((Role.ADMINISTRATOR,)):
        raise NotVisible
    context = sample_context(today=clock.today(), now=clock.now())
    drawn = samples(request, context)
    return render(request, "office/components.html", {"samples": drawn, "icons": ICONS})


def _error(request: HttpRequest, error: DomainError, status: int) -> HttpResponse:
    return render(request, "ui/error.html", {"error": error, "status": status}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, NotVisible(), 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, NotPermitted("Ông/Bà không có quyền mở trang này."), 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    error = NotPermitted(
        "Phiên làm việc của trang đã hết hiệu lực nên yêu cầu chưa được thực hiện.",
        remedy="Quay lại trang trước, tải lại trang rồi thực hiện lại.",
    )
    return _error(request, error, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    error = DomainError(
        "Đã có lỗi ngoài dự kiến, yêu cầu chưa được thực hiện và không có gì bị thay đổi.",
        remedy="Thử lại sau ít phút; nếu vẫn gặp lỗi, báo cho người quản trị kèm thời điểm xảy ra.",
    )
    return _error(request, error, 500)
