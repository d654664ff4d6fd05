"""The record of acts, for those who answer for a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.audit.enums import named_acts
from thidua.apps.audit.models import Entry
from thidua.apps.audit.policies import can_read_any, visible_entries
from thidua.apps.audit.queries import described
from thidua.core.policies import require
from thidua.ui.http import ActorRequest
from thidua.ui.lists import Column, Empty, Filter, ListPage, Text


def _acts(request: ActorRequest) -> Sequence[tuple[str, Text]]:
    seen = set(visible_entries(request.actor).order_by().values_list("act", flat=True).distinct())
    return [(act, words) for act, words in named_acts().items() if act in seen]


def _people(request: ActorRequest) -> Sequence[tuple[Any, Text]]:
    seen = visible_entries(request.actor).exclude(actor_id=None).order_by().values_list("actor_id", "actor_label")
    names = dict(seen.distinct())
    return sorted(names.items(), key=lambda pair: str(pair[1]).split()[-1:])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _what(entry: Entry) -> SafeString:
    return render_to_string("audit/what.html", {"line": described(entry, with_subject=True)})


def _plain_what(entry: Entry) -> str:
    line = described(entry, with_subject=True)
    changes = [
        f"{one.label}: {one.before} → {one.after}" if one.before else f"{one.label}: {one.after}"
        for one in line.changes
    ]
    return "; ".join([f"{line.words} {line.subject}", *changes])


class Entries(ListPage):
    """Who did what, when, in one's unit and below it."""

    title = _("Nhật ký")
    search_label = _("Tìm theo người, đối tượng")
    columns = (
        Column("at", _("Thời điểm"), "at", sort=("sequence",), is_nowrap=True, width=20),
        Column("actor", _("Người thực hiện"), "actor_label", is_nowrap=True, width=28),
        Column("what", _("Việc đã làm"), _what, excel=_plain_what, is_title=True, width=80),
    )
    filters = (
        Filter("viec", _("Việc"), choices=_acts, field="act"),
        Filter("nguoi", _("Người"), choices=_people, field="actor_id"),
        Filter("tu", _("Từ ngày"), condition=lambda day: Q(at__gte=_midnight(day)), kind="date"),
        Filter(
            "den", _("đến hết ngày"), condition=lambda day: Q(at__lt=_midnight(day + timedelta(days=1))), kind="date"
        ),
    )
    default_sort = "-at"
    export_name = "nhat-ky"
    empty = Empty(
        _("Chưa có thao tác nào được ghi lại"),
        _("Mọi thao tác trong đơn vị và các đơn vị bên dưới sẽ được ghi lại ở đây, không ai sửa hay xóa được."),
        icon="audit",
    )

    def get(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        require(can_read_any(request.actor), gettext("Nhật ký chỉ mở cho quản trị và lãnh đạo đơn vị."))
        return super().get(request, **kwargs)

    def rows(self, request: ActorRequest) -> QuerySet[Entry]:
        return visible_entries(request.actor)
