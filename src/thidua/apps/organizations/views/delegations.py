"""Pages of absences: who does a person's work while away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.organizations import policies, queries, services
from thidua.apps.organizations.forms import DelegationForm
from thidua.apps.organizations.models import Person
from thidua.core import clock
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.policies import require
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go


def _back(request: ActorRequest, person: Person) -> str:
    """Return the page the absence is looked at on: the one that asked, else the person's."""
    asked = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        asked = reverse("organizations:person", args=[person.pk])
    return f"{asked}#vang-mat"


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest, person_id: int) -> HttpResponse:
    """Name who does a person's work, on which days."""
    one = policies.visible_people(request.actor).select_related("unit").filter(pk=person_id).first()
    if one is None:
        raise NotVisible
    require(
        policies.can_delegate(request.actor, one),
        gettext("Chỉ %(name)s hoặc quản trị của đơn vị được cử người làm thay.") % {"name": one.full_name},
    )
    people = policies.possible_substitutes(request.actor, one, body=queries.body_of(one.unit))
    form = DelegationForm(request.POST or None, people=people)
    if form.is_valid():
        values = dict(form.cleaned_data)
        substitute = values.pop("substitute")
        try:
            services.delegate(
                actor=request.actor, person_id=one.pk, substitute_id=substitute.pk, **values, at=clock.now()
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            text = gettext("Đã cử %(substitute)s làm thay %(name)s.")
            messages.success(request, text % {"substitute": substitute.full_name, "name": one.full_name})
            return go(request, _back(request, one))
    back = _back(request, one)
    trail = [(one.full_name, back)]
    context = {"form": form, "heading": gettext("Cử người làm thay"), "trail": trail, "back": back}
    return render(
        request,
        "organizations/form.html",
        context | {"verb": gettext("Cử người làm thay")},
        status=400 if form.errors else 200,
    )


@require_POST
def revoke(request: ActorRequest, delegation_id: int) -> HttpResponse:
    one = policies.visible_delegations(request.actor).select_related("person").filter(pk=delegation_id).first()
    if one is None:
        raise NotVisible
    services.revoke_delegation(actor=request.actor, delegation_id=one.pk, at=clock.now())
    messages.success(request, gettext("Đã chấm dứt việc làm thay."))
    return go(request, _back(request, one.person))
