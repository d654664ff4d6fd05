"""Bringing units and people in from Excel: template, upload, preview, result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.apps.organizations import policies, queries, services
from thidua.apps.organizations.domain.sheets import MAX_BYTES
from thidua.apps.organizations.enums import ImportState
from thidua.apps.organizations.forms import unit_choices
from thidua.apps.organizations.models import StructureImport, Unit
from thidua.apps.organizations.views import workbooks
from thidua.core import clock
from thidua.core.errors import EditConflict, NotVisible
from thidua.core.policies import require
from thidua.ui.excel import MEDIA_TYPE
from thidua.ui.http import ActorRequest, go

SHOWN_ROWS = 300
TONES = {"new": "info", "changed": "progress", "same": "none", "error": "overdue"}
STATES = {"new": _("Thêm mới"), "changed": _("Thay đổi"), "same": _("Không thay đổi"), "error": _("Có lỗi")}


def _unit(request: ActorRequest) -> Unit:
    """The unit the list is for: the one asked for, or the topmost the actor administers."""
    asked = request.GET.get("don-vi", "") or request.POST.get("unit", "")
    if asked.isdecimal():
        one = queries.visible_unit(request.actor, int(asked))
        require(policies.can_manage_unit(request.actor, one), gettext("Ông/Bà không quản trị đơn vị này."))
        return one
    first = policies.managed_units(request.actor).order_by("path").first()
    require(first is not None, gettext("Nhập danh sách cần quyền quản trị đơn vị."))
    return first or queries.visible_unit(request.actor, 0)


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    unit = _unit(request)
    file = request.FILES.get("file")
    if request.method == "POST" and file is not None:
        content = file.read(MAX_BYTES + 1)
        one = services.start_import(
            actor=request.actor, unit_id=unit.pk, content=content, original_name=file.name or "", at=clock.now()
        )
        return go(request, reverse("organizations:import-review", args=[one.pk]))
    units = policies.managed_units(request.actor).filter(queries.in_force(clock.today()))
    context = {
        "unit": unit,
        "units": unit_choices(units),
        "max_bytes": MAX_BYTES,
        "steps": _steps(1),
        "is_missing": request.method == "POST",
    }
    return render(request, "organizations/import.html", context, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """The preview of a list, and after “Nhập” its result."""
    one = _visible(request, import_id)
    if request.method == "POST":
        try:
            services.apply_import(
                actor=request.actor, import_id=one.pk, digest=request.POST.get("digest", ""), at=clock.now()
            )
        except EditConflict as error:
            messages.warning(request, f"{error.message} {error.remedy}")
        else:
            messages.success(request, gettext("Đã nhập danh sách."))
        return go(request, request.path)
    if one.state != ImportState.PREVIEW:
        return render(request, "organizations/import_result.html", {"one": one, "steps": _steps(3)})
    preview = queries.import_preview(actor=request.actor, one=one, on=clock.today())
    wanted = request.GET.get("xem", "")
    rows = [row for row in preview.rows if not wanted or row.state == wanted]
    rows.sort(key=lambda row: row.state != "error")
    context = {
        "one": one,
        "preview": preview,
        "chips": [
            {"state": state, "label": label, "count": preview.counts[state], "is_active": state == wanted}
            for state, label in STATES.items()
        ],
        "rows": [{"row": row, "label": STATES[row.state], "tone": TONES[row.state]} for row in rows[:SHOWN_ROWS]],
        "hidden": max(0, len(rows) - SHOWN_ROWS),
        "accounts": len(preview.accounts),
        "steps": _steps(2),
    }
    return render(request, "organizations/import_review.html", context)


@require_POST
def discard(request: ActorRequest, import_id: UUID) -> HttpResponse:
    services.discard_import(actor=request.actor, import_id=_visible(request, import_id).pk, at=clock.now())
    messages.success(request, gettext("Đã bỏ danh sách; không có gì thay đổi."))
    return go(request, reverse("organizations:import"))


@never_cache
@require_POST
def passwords(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Hand the one-time passwords over, once."""
    one = _visible(request, import_id)
    accounts = services.hand_over_passwords(actor=request.actor, import_id=one.pk, at=clock.now())
    return _file(workbooks.first_passwords(accounts), "mat-khau-lan-dau")


@require_safe
def template(request: ActorRequest) -> HttpResponse:
    _unit(request)
    return _file(workbooks.template(), "mau-don-vi-can-bo")


@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """The present units and people in the shape the import reads."""
    content = workbooks.exported(actor=request.actor, unit=_unit(request), on=clock.today())
    return _file(content, "don-vi-can-bo")


def _visible(request: ActorRequest, import_id: UUID) -> StructureImport:
    one = policies.visible_imports(request.actor).select_related("unit").filter(pk=import_id).first()
    if one is None:
        raise NotVisible
    return one


def _steps(current: int) -> list[dict[str, Any]]:
    labels = (gettext("Chọn tệp"), gettext("Xem trước"), gettext("Kết quả"))
    return [
        {"label": label, "is_done": at < current, "is_current": at == current, "url": ""}
        for at, label in enumerate(labels, start=1)
    ]


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
