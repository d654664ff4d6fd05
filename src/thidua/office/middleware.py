"""Who acts in this request: decided anew each time, so a role taken away is gone at the next click."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from thidua.apps.accounts.queries import User
from thidua.apps.organizations.queries import actor_for
from thidua.core import clock
from thidua.core.actor import Actor

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
        return self.get_response(request)
