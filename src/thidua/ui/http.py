"""The request as our views receive it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from thidua.core.actor import Actor


class ActorRequest(HttpRequest):
    """A request that knows who acts; `actor` has no roles when nobody is signed in."""

    actor: Actor
    htmx: HtmxDetails
