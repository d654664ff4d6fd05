"""Who acts in this request: decided anew each time, so a role taken away is gone at the next click."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from thidua.apps.accounts.queries import User, has_users
from thidua.apps.organizations.queries import actor_for
from thidua.core import clock
from thidua.core.actor import Actor
from thidua.ui.http import go

NOBODY = Actor(user_id=None, label="")


class ActorMiddleware:
    """Sets `request.actor`, read from the database when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def actor() -> Actor:
            if not isinstance(request.user, User):  # the lazy user answers for the class it wraps
                return NOBODY
            return actor_for(request.user, on=clock.today())

        request.actor = SimpleLazyObject(actor)  # type: ignore[attr-defined]
        request.actor_of = lambda user: actor_for(user, on=clock.today())  # type: ignore[attr-defined]
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
