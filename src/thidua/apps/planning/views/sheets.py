"""Bringing tasks, targets and figures of a plan in from Excel: template, upload, preview, result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.apps.planning import queries, services
from thidua.apps.planning.domain import sheets
from thidua.apps.planning.enums import SheetKind, SheetState
from thidua.apps.planning.models import Plan, SheetImport
from thidua.apps.planning.views import workbooks
from thidua.core import clock
from thidua.core.errors import EditConflict, NotVisible
from thidua.lib.vanban.reading.workbooks import MAX_BYTES
from thidua.ui.http import ActorRequest, go

SHOWN_ROWS = 200
SHOWN_LETTERS = 160
KINDS = {"nhiem-vu": SheetKind.TASKS, "chi-tieu": SheetKind.TARGETS, "so-lieu": SheetKind.ACTUALS}
SLUGS = {kind: slug for slug, kind in KINDS.items()}
TABS = {SheetKind.TASKS: "plan-tasks", SheetKind.TARGETS: "plan-targets", SheetKind.ACTUALS: "plan-targets"}
TONES = {"new": "info", "changed": "progress", "removed": "cancelled", "same": "none", "error": "overdue"}
STATES = {
    "new": _("Thêm mới"),
    "changed": _("Thay đổi"),
    "removed": _("Xóa"),
    "same": _("Không thay đổi"),
    "error": _("Có lỗi"),
}
TITLES = {
    SheetKind.TASKS: _("Nhập nhiệm vụ từ Excel"),
    SheetKind.TARGETS: _("Nhập chỉ tiêu từ Excel"),
    SheetKind.ACTUALS: _("Nhập số liệu từ Excel"),
}


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, plan_id: int, slug: str) -> HttpResponse:
    """Choose a file; what is read of it is previewed before anything is written."""
    plan, kind = _plan(request, plan_id, slug)
    services.require_sheet(request.actor, plan, kind)
    file = request.FILES.get("file")
    if request.method == "POST" and file is not None:
        one = services.start_sheet(
            actor=request.actor, plan_id=plan.pk, kind=kind, content=file.read(MAX_BYTES + 1),
            original_name=file.name or "", at=clock.now(),
        )  # fmt: skip
        return go(request, reverse("planning:sheet", args=[one.pk]))
    context = {
        "plan": plan,
        "kind": kind,
        "slug": slug,
        "title": TITLES[kind],
        "max_bytes": MAX_BYTES,
        "trail": _trail(plan, kind),
        "steps": _steps(1),
        "is_missing": request.method == "POST",
    }
    return render(request, "planning/sheet_upload.html", context, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, sheet_id: UUID) -> HttpResponse:
    """The preview of a list, and after “Nhập” its result."""
    one = queries.sheet_for(request.actor, sheet_id)
    kind = SheetKind(one.kind)
    if request.method == "POST":
        try:
            services.apply_sheet(
                actor=request.actor, sheet_id=one.pk, digest=request.POST.get("digest", ""), at=clock.now()
            )
        except EditConflict as error:
            messages.warning(request, f"{error.message} {error.remedy}")
        else:
            messages.success(request, gettext("Đã nhập danh sách."))
        return go(request, request.path)
    context: dict[str, Any] = {
        "one": one,
        "plan": one.plan,
        "kind": kind,
        "title": TITLES[kind],
        "trail": _trail(one.plan, kind),
        "back": reverse(f"planning:{TABS[kind]}", args=[one.plan_id]),
        "upload_url": reverse("planning:sheet-upload", args=[one.plan_id, SLUGS[kind]]),
        "expires_at": queries.expires_at(one),
        "is_expired": one.state == SheetState.PREVIEW and clock.now() > queries.expires_at(one),
    }
    if one.state != SheetState.PREVIEW or context["is_expired"]:
        return render(request, "planning/sheet_result.html", {**context, "steps": _steps(3)})
    services.require_sheet(request.actor, one.plan, kind)
    return render(request, "planning/sheet_review.html", {**context, **_preview(request, one), "steps": _steps(2)})


@require_POST
def discard(request: ActorRequest, sheet_id: UUID) -> HttpResponse:
    one = services.discard_sheet(actor=request.actor, sheet_id=sheet_id, at=clock.now())
    messages.success(request, gettext("Đã bỏ danh sách; không có gì thay đổi."))
    return go(request, reverse("planning:sheet-upload", args=[one.plan_id, SLUGS[SheetKind(one.kind)]]))


@require_safe
def template(request: ActorRequest, plan_id: int, slug: str) -> FileResponse:
    _found, kind = _plan(request, plan_id, slug)
    return workbooks.template(kind)


@require_safe
def export(request: ActorRequest, plan_id: int, slug: str) -> FileResponse:
    """The present rows in the shape the import reads; figures only as far as the actor sees them."""
    plan, kind = _plan(request, plan_id, slug)
    return workbooks.exported(request.actor, plan, kind, on=clock.today())


def _plan(request: ActorRequest, plan_id: int, slug: str) -> tuple[Plan, SheetKind]:
    if slug not in KINDS:
        raise NotVisible
    return queries.plan_for(request.actor, plan_id), KINDS[slug]


def _preview(request: ActorRequest, one: SheetImport) -> dict[str, Any]:
    preview = queries.sheet_preview(actor=request.actor, one=one, on=clock.today())
    listed = sheets.Listed.from_json(one.rows)
    fields = services.SHEET_LISTS[SheetKind(one.kind)].FIELDS
    asked = request.GET.get("xem", "")
    wanted = asked if asked in STATES or asked == "luu-y" else ""
    rows = [row for row in preview.rows if _is_wanted(row, wanted)]
    rows.sort(key=lambda row: (row.state != "error", row.state == "same", row.line))
    counts = [(state, label, preview.counts[state]) for state, label in STATES.items()]
    warned = sum(1 for row in preview.rows if row.warnings)
    return {
        "preview": preview,
        "sheet": listed.sheet,
        "ignored": listed.ignored,
        "chips": [
            {"state": state, "label": label, "count": count, "is_active": state == wanted}
            for state, label, count in [*counts, ("luu-y", gettext("Cần lưu ý"), warned)]
        ],
        "rows": [_shown(row, listed, fields) for row in rows[:SHOWN_ROWS]],
        "hidden": max(0, len(rows) - SHOWN_ROWS),
    }


def _is_wanted(row: sheets.Judged, wanted: str) -> bool:
    return not wanted or row.state == wanted or (wanted == "luu-y" and bool(row.warnings))


def _shown(row: sheets.Judged, listed: sheets.Listed, fields: Any) -> dict[str, Any]:
    """Return a row as the page draws it: each fault at the cell where it stands."""
    return {
        "row": row,
        "label": STATES[row.state],
        "tone": TONES[row.state],
        "faults": [
            {
                "cell": f"{listed.columns[fault.field]}{row.line}" if fault.field in listed.columns else "",
                "heading": fields[fault.field][0] if fault.field in fields else "",
                "text": fault.text,
            }
            for fault in row.faults
        ],
        "notes": [
            {"heading": fields[note.field][0], "before": _cut(note.before), "after": _cut(note.after)}
            for note in row.notes
        ],
    }


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…"


def _trail(plan: Plan, kind: SheetKind) -> list[tuple[str, str]]:
    tab = gettext("Nhiệm vụ") if kind == SheetKind.TASKS else gettext("Chỉ tiêu")
    return [
        (gettext("Kế hoạch"), reverse("planning:list")),
        (plan.code or plan.title, reverse("planning:plan", args=[plan.pk])),
        (tab, reverse(f"planning:{TABS[kind]}", args=[plan.pk])),
    ]


def _steps(current: int) -> list[dict[str, Any]]:
    labels = (gettext("Chọn tệp"), gettext("Xem trước"), gettext("Kết quả"))
    return [
        {"label": label, "is_done": at < current, "is_current": at == current, "url": ""}
        for at, label in enumerate(labels, start=1)
    ]
