"""Who acts in this request: decided anew each time, so a role taken away is gone at the next click."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from thidua.apps.accounts.queries import User, has_users
from thidua.apps.organizations.queries import actor_for
from thidua.core import clock
from thidua.core.actor import Actor
from thidua.office.acting import SESSION_KEY, acted_on, actor_of_request
from thidua.ui.http import ActorRequest, go


class ActorMiddleware:
    """Sets `request.actor`, read from the database when first asked for.

    When somebody acted for an absent person and may no longer, that ends here: what was just sent is not done in his
    own name by mistake.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = cast("ActorRequest", request)  # what views are handed from here on
        known.actor = cast("Actor", SimpleLazyObject(lambda: actor_of_request(request)))
        known.actor_of = lambda user: actor_for(cast("User", user), on=clock.today())
        if SESSION_KEY in request.session and acted_on(request) is None:
            del request.session[SESSION_KEY]
            if request.method != "GET" or request.headers.get("HX-Request") == "true":
                messages.info(request, _("Việc làm thay đã kết thúc nên việc vừa gửi chưa được thực hiện."))
                return go(request, reverse("office:workbench"))
            messages.info(request, _("Việc làm thay đã kết thúc; Ông/Bà trở lại công việc của mình."))
        return self.get_response(request)


class PasswordDueMiddleware:
    """Whoever got a one-time password chooses their own before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespace == "accounts" or not isinstance(request.user, User):
            return None
        return go(request, reverse("accounts:password")) if request.user.must_change_password else None


class SetUpMiddleware:
    """While nobody can sign in, the sign-in page leads to the first set-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name != "accounts:sign-in" or has_users():
            return None
        return go(request, reverse("office:set-up"))
