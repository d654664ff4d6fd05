"""Bringing documents in, and the list of those on their way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.enums import IntakeState
from thidua.apps.planning.models import Intake
from thidua.apps.planning.templatetags.planning import intake_state
from thidua.core import clock
from thidua.core.errors import DomainError, NotPermitted
from thidua.core.policies import require
from thidua.ui.forms import in_words
from thidua.ui.http import ActorRequest
from thidua.ui.lists import Column, Empty, Filter, ListPage

UNFINISHED = (IntakeState.WAITING, IntakeState.READING)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken in, and why."""

    name: str
    message: str
    remedy: str


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Take in the files of the form, each by itself; a file that cannot be kept is told and the others go on."""
    zone = queries.upload_place(request.actor)
    if zone is None:
        raise NotPermitted(gettext("Chỉ cán bộ thường trực được đưa kế hoạch vào hệ thống."))
    taken: list[Intake] = []
    refused: list[Refused] = []
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if not files:
            refused.append(Refused("", gettext("Chưa chọn tệp nào."), gettext("Chọn ít nhất một tệp rồi gửi lại.")))
        for one in files:
            try:
                taken.append(_take(request, zone, one))
            except NotPermitted:
                raise
            except DomainError as error:
                refused.append(Refused(str(one.name), error.message, error.remedy))
    rows = queries.with_duplicates(request.actor, taken)
    context = {"zone": zone, "rows": rows, "refused": refused}
    if request.headers.get("X-Upload") == "1":
        return render(request, "planning/upload_rows.html", context)
    if not taken:
        waiting = queries.open_intakes(request.actor)[:20]
        context["rows"] = queries.with_duplicates(request.actor, waiting)
    return render(request, "planning/upload.html", context, status=400 if refused and not taken else 200)


def _take(request: ActorRequest, zone: queries.UploadPlace, one: UploadedFile[bytes]) -> Intake:
    asked = request.POST.get("unit", "")
    unit_id = int(asked) if asked.isascii() and asked.isdigit() else zone.units[0][0]
    return services.start_intake(
        actor=request.actor, unit_id=unit_id, content=cast("BinaryIO", one), name=str(one.name or "tep"), at=clock.now()
    )


@require_GET
def progress(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Answer the poll of one document's row; it stops asking when the reading is over."""
    intake = queries.intake_for(request.actor, intake_id)
    if request.GET.get("trang") == "doi-chieu":
        if intake.state in UNFINISHED:
            return render(request, "planning/reading.html", {"intake": intake})
        return HttpResponse(headers={"HX-Refresh": "true"})
    row = queries.with_duplicates(request.actor, [intake])[0]
    return render(request, "planning/upload_row.html", {"row": row})


class IntakeList(ListPage):
    """Every document brought in, with where it stands."""

    title = _("Văn bản đưa vào")
    columns = (
        Column("name", _("Tên tệp"), "file.original_name", sort=("file__original_name",), is_title=True),
        Column("state", _("Tình trạng"), lambda row: intake_state(row.state), sort=("state",)),
        Column("unit", _("Đơn vị"), "unit.name", sort=("unit__path",)),
        Column("by", _("Người đưa vào"), "created_by.full_name", sort=("created_by__full_name",), wide_only=True),
        Column("at", _("Thời điểm"), "created_at", sort=("created_at",), is_nowrap=True),
    )
    filters = (Filter("tt", _("Tình trạng"), choices=lambda request: in_words(IntakeState.choices), field="state"),)
    default_sort = "-at"
    search_field = "file__original_name"
    empty = Empty(
        _("Chưa có văn bản nào được đưa vào"),
        _("Văn bản kế hoạch tải lên sẽ hiện ở đây cho đến khi được xác nhận."),
        icon="upload",
        action_label=_("Đưa kế hoạch vào"),
    )

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        actor = request.actor
        require(bool(actor.paths(policies.WRITERS)), gettext("Chỉ cán bộ thường trực xem được văn bản đang đưa vào."))
        return (
            policies.visible_intakes(actor)
            .select_related("file", "unit", "created_by")
            .defer("source", "reading", "draft")
        )

    def row_url(self, row: Intake) -> str:
        return reverse("planning:intake", args=[row.pk])

    def empty_state(self, request: ActorRequest) -> Empty:
        shown = type(self).empty
        assert shown is not None
        return Empty(shown.title, shown.text, shown.icon, shown.action_label, reverse("planning:upload"))
