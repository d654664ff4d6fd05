"""The request as our views receive it, and the answers they share."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from thidua.core import clock
from thidua.core.actor import Actor

YEAR_PARAMETER = "nam"
FIRST_YEAR, LAST_YEAR = 1990, 2100


class ActorRequest(HttpRequest):
    """A request that knows who acts; `actor` has no roles when nobody is signed in.

    `actor_of` tells the same of any account, for acts recorded before a sign-in is complete.
    """

    actor: Actor
    actor_of: Callable[[AbstractBaseUser], Actor]
    htmx: HtmxDetails


def chosen_year(request: HttpRequest) -> int:
    """Return the year the person works in: `?nam=` (then remembered), else the one remembered, else this year."""
    asked = request.GET.get(YEAR_PARAMETER, "")
    if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked) <= LAST_YEAR:
        if request.session.get("year") != int(asked):
            request.session["year"] = int(asked)
        return int(asked)
    return int(request.session.get("year") or clock.today().year)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page, whether the form was sent plainly, by htmx or by the dropzone."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
