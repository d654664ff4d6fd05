"""Calendars for phones and desks: the page that makes them, and what their programs read."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from thidua.apps.planning import services
from thidua.apps.planning.domain import ics
from thidua.apps.planning.forms.feeds import FeedForm
from thidua.apps.planning.queries import feeds as queries
from thidua.core import clock
from thidua.core.errors import InvalidInput, NotVisible
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go

READS = 30
READ_SECONDS = 300
"""A program may read one feed so many times in so many seconds; every calendar we know asks hourly at most."""


@require_GET
def show(request: ActorRequest) -> HttpResponse:
    """One's feeds, and the form for another."""
    form = FeedForm(units=queries.units_to_feed(request.actor))
    return _page(request, form)


@require_POST
def create(request: ActorRequest) -> HttpResponse:
    """Make a feed; its address is shown in this answer and nowhere else."""
    form = FeedForm(request.POST, units=queries.units_to_feed(request.actor))
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        feed, token = services.create_feed(
            actor=request.actor, unit_id=form.unit_id, name=form.cleaned_data["name"], at=clock.now()
        )
    except InvalidInput as error:
        add_errors(form, error)
        return _page(request, form, status=400)
    address = settings.OPTIONS.url + reverse("calendar:feed", args=[token])
    fresh = FeedForm(units=queries.units_to_feed(request.actor))
    response = _page(request, fresh, made=feed, address=address)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: ActorRequest, feed_id: int) -> HttpResponse:
    feed = services.revoke_feed(actor=request.actor, feed_id=feed_id, at=clock.now())
    messages.success(request, gettext("Đã thu hồi địa chỉ lịch “%(name)s”.") % {"name": feed.name})
    return go(request, reverse("calendar:feeds"))


def _page(
    request: ActorRequest, form: FeedForm, *, made: object = None, address: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "feeds": queries.feeds_of(request.actor),
        "made": made,
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}" if address else "",
        "trail": [(gettext("Lịch"), reverse("calendar:show"))],
    }
    return render(request, "planning/feeds.html", context, status=status)


@login_not_required
@require_safe
def read(request: ActorRequest, token: str) -> HttpResponse:
    """Answer a feed to whoever knows its secret; the same 404 for a wrong, a revoked and an emptied one.

    Nothing between us and the program may keep it (`private, no-store`): a role taken away is gone at the next read.
    """
    secret_hash = services.hash_of(token)
    key = f"feed:{secret_hash}"
    cache.add(key, 0, READ_SECONDS)
    try:
        is_often = cache.incr(key) > READS
    except ValueError:  # it ran out between the two lines
        is_often = False
    if is_often:
        return _answer("", status=429, headers={"Retry-After": str(READ_SECONDS)})
    now = clock.now()
    try:
        found = queries.read_feed(secret_hash=secret_hash, base=settings.OPTIONS.url, on=clock.today())
    except NotVisible:
        return _answer("", status=404)
    content = ics.write_calendar(
        name=f"Thi Đua: {found.feed.name}",
        description=found.feed.unit.name if found.feed.unit else found.feed.user.full_name,
        entries=found.entries,
        at=now,
    )
    services.note_read(feed=found.feed, at=now)
    return _answer(content, headers={"Content-Disposition": 'inline; filename="thi-dua.ics"'})


def _answer(content: bytes | str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    kind = "text/calendar; charset=utf-8" if status == 200 else "text/plain; charset=utf-8"
    always = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    return HttpResponse(content, status=status, content_type=kind, headers=always | dict(headers or {}))
