"""The page people will remember: the source at the left, what was read of it at the right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.apps.planning import domain, queries, services
from thidua.apps.planning.enums import IntakeState
from thidua.apps.planning.models import Intake
from thidua.apps.planning.views import reviewing
from thidua.apps.planning.views.reading import found_in, has_pages, picture_pages
from thidua.core import clock
from thidua.core.errors import DomainError, EditConflict, NotPermitted, NotVisible
from thidua.ui.http import ActorRequest, go

STEP_PAGES = ("intake", "intake-units", "intake-confirm")


def steps(intake: Intake, current: int) -> list[dict[str, Any]]:
    labels = [gettext("Chọn tệp"), gettext("Đối chiếu"), gettext("Ghép đơn vị"), gettext("Xác nhận")]
    urls = ["", *(reverse(f"planning:{name}", args=[intake.pk]) for name in STEP_PAGES)]
    return [
        {"label": label, "url": url, "is_done": at < current, "is_current": at == current}
        for at, (label, url) in enumerate(zip(labels, urls, strict=True))
    ]


def _reviewed(request: ActorRequest, intake: Intake) -> reviewing.Review:
    choices = [entry.get("choice") for entry in intake.draft["units"].values()]
    found = queries.meanings(request.actor, choices, on=clock.today())
    return reviewing.Review(intake.draft, found)


def _counts(intake: Intake) -> domain.Counts:
    return domain.counts(intake.draft)


def _shared(request: ActorRequest, intake: Intake, step: int) -> dict[str, Any]:
    return {
        "intake": intake,
        "steps": steps(intake, step),
        "trail": [(gettext("Kế hoạch"), reverse("planning:list")), (gettext("Đưa vào"), reverse("planning:upload"))],
        "earlier": queries.with_duplicates(request.actor, [intake])[0].earlier,
    }


@require_GET
def review(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Show where the document stands: being read, to be checked, refused; a confirmed one is its plan."""
    intake = queries.intake_for(request.actor, intake_id, having=("source", "draft"))
    if intake.state == IntakeState.CONFIRMED:
        return redirect("planning:plan", plan_id=intake.plan_id)
    if intake.state != IntakeState.REVIEW:
        can_open = intake.state == IntakeState.UNREADABLE and bool(intake.draft)
        context = {**_shared(request, intake, 1), "can_open": can_open}
        return render(request, "planning/intake_waiting.html", context)
    reviewed = _reviewed(request, intake)
    counts = _counts(intake)
    parts = domain.source_parts(intake.source)
    unread = intake.draft["unread"]
    config = {
        "version": intake.version,
        "save": reverse("planning:intake-save", args=[intake.pk]),
        "add": reverse("planning:intake-add", args=[intake.pk]),
        "doubts": list(reviewed.doubts),
        "places": reviewing.places(intake.draft),
        "choices": {name: [[value, str(label)] for value, label in rows] for name, rows in reviewing.CHOICES.items()},
        "targets": [[target["key"], target["indicator"][:120]] for target in intake.draft["targets"]],
        "words": _words(),
    }
    context = {
        **_shared(request, intake, 1),
        "sections": reviewed.sections(),
        "counts": counts,
        "summary": reviewing.summary_words(counts),
        "config": config,
        "parts": parts,
        "first_parts": parts[:2],
        "later_parts": parts[2:],
        "unread": unread,
        "unread_lines": _unread_lines(intake),
        "pages": picture_pages(intake),
        "has_pages": has_pages(intake),
        "notices": intake.source.get("notices") or [],
    }
    return render(request, "planning/intake.html", context)


def _words() -> dict[str, str]:
    return {
        "saved": gettext("Đã lưu %s"),
        "saving": gettext("Đang lưu…"),
        "failed": gettext("Chưa lưu được. Kiểm tra mạng; nội dung vừa nhập còn trong ô."),
        "edit": gettext("Sửa"),
        "left_out": gettext("Đã bỏ một dòng."),
        "undo": gettext("Hoàn tác"),
        "conflict": gettext("Người khác vừa sửa thành:"),
        "keep_mine": gettext("Giữ bản của tôi"),
        "take_theirs": gettext("Lấy bản hiện tại"),
        "empty": gettext("(trống)"),
        "none_found": gettext("Không thấy"),
        "found": gettext("%(at)s/%(count)s chỗ"),
        "no_doubts": gettext("Không còn chỗ cần xem."),
        "no_part": gettext("Không thuộc chỉ tiêu nào"),
        "names_hint": gettext("Các tên cách nhau bằng dấu chấm phẩy"),
    }


def _unread_lines(intake: Intake) -> list[list[Any]]:
    return [[one["first_line"], one["last_line"], one.get("why") or ""] for one in intake.draft["unread"]]


@require_GET
def source_part(request: ActorRequest, intake_id: UUID, part: int) -> HttpResponse:
    """Return a later part of the source."""
    intake = queries.intake_for(request.actor, intake_id, having=("source",))
    parts = domain.source_parts(intake.source)
    if part >= len(parts):
        raise NotVisible
    return render(request, "planning/source_part.html", {"part": parts[part]})


@require_GET
def find_in_source(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Answer the source lines that hold the words, for the search box over the source."""
    intake = queries.intake_for(request.actor, intake_id, having=("source",))
    return found_in(intake.source, request.GET.get("q", ""))


@require_GET
def rows_part(request: ActorRequest, intake_id: UUID, section: str, part: int) -> HttpResponse:
    """Return later rows of a long section."""
    intake = queries.intake_for(request.actor, intake_id, having=("draft",))
    reviewed = _reviewed(request, intake)
    try:
        items = reviewed.items(section)
    except KeyError:
        raise NotVisible from None
    first = part * reviewing.ROWS_AT_ONCE
    rows = reviewed.rows(section, items[first : first + reviewing.ROWS_AT_ONCE])
    return render(request, "planning/review_rows.html", {"rows": rows})


@require_POST
def save(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Keep one value; answer what the page shows of it now, or why it was not taken."""
    path = request.POST.get("path", "")
    try:
        intake = services.save_draft(
            actor=request.actor,
            intake_id=intake_id,
            version=_number(request.POST.get("version")),
            path=path,
            seen_value=request.POST.get("seen", ""),
            value=request.POST.get("value", ""),
            at=clock.now(),
        )
    except EditConflict as error:
        current = queries.intake_for(request.actor, intake_id, having=("draft",))
        answer = _error(error) | {
            "version": current.version,
            "current": domain.typed_value(current.draft, path),
        }
        return JsonResponse(answer, status=error.status)
    except DomainError as error:
        return JsonResponse(_error(error), status=error.status)
    return JsonResponse(_saved(request, intake, path))


def _error(error: DomainError) -> dict[str, Any]:
    return {"message": error.message, "remedy": error.remedy}


def _saved(request: ActorRequest, intake: Intake, path: str) -> dict[str, Any]:
    reviewed = _reviewed(request, intake)
    counts = _counts(intake)
    answer: dict[str, Any] = {
        "version": intake.version,
        "saved": f"{timezone.localtime(clock.now()):%H:%M}",
        "summary": reviewing.summary_words(counts),
        "doubts": list(reviewed.doubts),
    }
    about = path.removeprefix("seen.")
    area = about.partition(".")[0]
    if area == "units":
        rows = reviewing.unit_rows(intake.draft, reviewed.meanings)
        row = next((row for row in rows if row.folded == about.removeprefix("units.")), None)
        answer["html"] = render_to_string("planning/unit_row.html", {"row": row}, request) if row else ""
        answer["typed"] = row.value if row else ""
        answer["left"] = sum(not one.is_settled for one in rows)
        return answer
    drawn = reviewed.at(about)
    if isinstance(drawn, reviewing.Value):
        answer["html"] = render_to_string("planning/review_value.html", {"value": drawn}, request)
    else:
        answer["html"] = render_to_string("planning/review_row.html", {"row": drawn}, request)
    answer["typed"] = domain.typed_value(intake.draft, about)
    return answer


@require_POST
def add(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Add an empty row; answer how it is drawn."""
    try:
        area = request.POST.get("area", "")
        intake, key = services.add_to_draft(actor=request.actor, intake_id=intake_id, area=area, at=clock.now())
    except DomainError as error:
        return JsonResponse(_error(error), status=error.status)
    path = f"{area}.{key}"
    reviewed = _reviewed(request, intake)
    html = render_to_string("planning/review_row.html", {"row": reviewed.at(path)}, request)
    return JsonResponse({"version": intake.version, "html": html, "path": path, "doubts": list(reviewed.doubts)})


@require_GET
def units(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Step 3: every name of a unit once, with what it stands for."""
    intake = _open(request, intake_id)
    if isinstance(intake, HttpResponse):
        return intake
    rows = reviewing.unit_rows(intake.draft, _reviewed(request, intake).meanings)
    context = {
        **_shared(request, intake, 2),
        "open_rows": [row for row in rows if not row.value],
        "matched_rows": [row for row in rows if row.value],
        "left": sum(not row.is_settled for row in rows),
        "config": {
            "version": intake.version,
            "save": reverse("planning:intake-save", args=[intake.pk]),
            "words": _words(),
        },
    }
    return render(request, "planning/intake_units.html", context)


def _open(request: ActorRequest, intake_id: UUID) -> Intake | HttpResponse:
    """Return an intake under review; for any other the way to its page."""
    intake = queries.intake_for(request.actor, intake_id, having=("draft",))
    if intake.state != IntakeState.REVIEW:
        return redirect("planning:intake", intake_id=intake.pk)
    return intake


@require_http_methods(["GET", "POST"])
def confirm(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Step 4: what will be written, what still stops it; then all of it at once."""
    error: DomainError | None = None
    if request.method == "POST":
        version = _number(request.POST.get("version"))
        try:
            done = services.confirm_intake(
                actor=request.actor, intake_id=intake_id, version=version,
                is_issued=request.POST.get("issued") == "1", at=clock.now(),
            )  # fmt: skip
        except NotPermitted:
            raise
        except DomainError as refused:
            error = refused
        else:
            note = gettext("Đã đưa kế hoạch vào hệ thống với %(count)s nhiệm vụ.")
            messages.success(request, note % {"count": done.plan.tasks.count() if done.plan else 0})
            return go(request, reverse("planning:plan", args=[done.plan_id]))
    intake = _open(request, intake_id)
    if isinstance(intake, HttpResponse):
        return intake
    reviewed = _reviewed(request, intake)
    rows = reviewing.unit_rows(intake.draft, reviewed.meanings)
    head = intake.draft["head"]
    context = {
        **_shared(request, intake, 3),
        "error": error,
        "problems": domain.problems(intake.draft),
        "counts": _counts(intake),
        "head": head,
        "is_issued_paper": bool((head["number"] or head["symbol"]) and head["issued_on"]),
        "head_values": {value.path.removeprefix("head."): value.shown for value in reviewed.sections()[0].values},
        "unmatched": [row for row in rows if not row.value],
        "matched_count": sum(bool(row.value) for row in rows),
        "unmapped": sum(not row.is_settled for row in rows),
        "other_doubts": sum(not path.startswith("units.") for path in reviewed.doubts),
    }
    return render(request, "planning/intake_confirm.html", context, status=error.status if error else 200)


@require_POST
def read_again(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    services.read_again(actor=request.actor, intake_id=intake_id, at=clock.now())
    return go(request, reverse("planning:intake", args=[intake_id]))


@require_POST
def review_anyway(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    services.review_anyway(actor=request.actor, intake_id=intake_id, at=clock.now())
    return go(request, reverse("planning:intake", args=[intake_id]))


@require_POST
def discard(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    intake = services.discard_intake(actor=request.actor, intake_id=intake_id, at=clock.now())
    messages.success(request, gettext("Đã bỏ văn bản “%(name)s”.") % {"name": intake.file.original_name})
    return go(request, reverse("planning:list"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
