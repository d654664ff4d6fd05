"""The inbox, and what a person wants to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.apps.accounts.queries import User
from thidua.apps.notifications import services
from thidua.apps.notifications.enums import kind_of, kinds
from thidua.apps.notifications.forms import PreferencesForm
from thidua.apps.notifications.models import Notice
from thidua.apps.notifications.policies import visible_notices
from thidua.apps.notifications.queries import wishes_of
from thidua.core import clock
from thidua.core.errors import InvalidInput
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go
from thidua.ui.lists import Column, Empty, Filter, ListPage, Text


def _kinds(request: ActorRequest) -> Sequence[tuple[str, Text]]:
    seen = set(visible_notices(request.actor).order_by().values_list("kind", flat=True).distinct())
    return [(kind.key, kind.label) for kind in kinds() if kind.key in seen]


def _kind_label(notice: Notice) -> str:
    kind = kind_of(notice.kind)
    return str(kind.label) if kind else ""


def _what(notice: Notice) -> SafeString:
    return render_to_string("notifications/what.html", {"notice": notice})


def _address(notice: Notice) -> str:
    return reverse("notifications:open", args=[notice.pk])


class Inbox(ListPage):
    """What one is told, unread first."""

    title = _("Thông báo")
    search_label = _("Tìm trong thông báo")
    columns = (
        Column("what", _("Nội dung"), _what, is_title=True),
        Column("kind", _("Loại"), _kind_label, sort=("kind", "-created_at")),
        Column("at", _("Thời điểm"), "created_at", sort=("is_read", "created_at"), is_nowrap=True),
    )
    filters = (
        Filter("loai", _("Loại"), choices=_kinds, field="kind"),
        Filter(
            "tinh-trang",
            _("Tình trạng"),
            choices=lambda request: (("chua", _("Chưa đọc")), ("da", _("Đã đọc"))),
            condition=lambda value: Q(read_at__isnull=value == "chua"),
            kind="chips",
        ),
    )
    empty = Empty(
        _("Chưa có thông báo nào"),
        _("Việc được giao, việc sắp đến hạn, báo cáo được trả lại và những việc khác cần Ông/Bà biết sẽ hiện ở đây."),
        icon="inbox",
    )
    template_name = "notifications/list.html"

    def rows(self, request: ActorRequest) -> QuerySet[Notice]:
        is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
        return visible_notices(request.actor).annotate(is_read=is_read).order_by("is_read", "-created_at", "-pk")

    def row_url(self, row: Notice) -> str:
        return _address(row)

    def row_css(self, row: Notice) -> str:
        return "" if row.read_at else "is-unread"


@require_GET
def open_notice(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    notice = services.read_notice(actor=request.actor, notice_id=notice_id, at=clock.now())
    return HttpResponseRedirect(notice.url or reverse("notifications:list"))


@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    count = services.read_all_notices(actor=request.actor, at=clock.now())
    words = ngettext("Đã đánh dấu %(count)s thông báo là đã đọc.", "Đã đánh dấu %(count)s thông báo là đã đọc.", count)
    messages.success(request, words % {"count": count})
    return go(request, reverse("notifications:list"))


@require_http_methods(["GET", "POST"])
def preferences(request: ActorRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = PreferencesForm(request.POST or None, wishes=wishes_of(user.pk))
    if form.is_valid():
        try:
            services.set_preferences(actor=request.actor, user_id=user.pk, wishes=form.wishes(), at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _now("Đã lưu tùy chọn thông báo."))
            return go(request, reverse("notifications:preferences"))
    trail = [(_now("Thông báo"), reverse("notifications:list"))]
    context = {"form": form, "address": user.email, "trail": trail}
    return render(request, "notifications/preferences.html", context, status=400 if form.is_bound else 200)
