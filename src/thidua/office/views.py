"""The first page, and the pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from thidua.core import clock
from thidua.core.actor import Role
from thidua.core.errors import DomainError, NotPermitted, NotVisible
from thidua.office.samples import sample_context, samples
from thidua.ui.http import ActorRequest
from thidua.ui.icons import ICONS


def components(request: ActorRequest) -> HttpResponse:
    """The parts of the interface with their code; for administrators."""
    if not request.actor.paths((Role.ADMINISTRATOR,)):
        raise NotVisible
    context = sample_context(today=clock.today(), now=clock.now())
    drawn = samples(request, context)
    return render(request, "office/components.html", {"samples": drawn, "icons": ICONS})


def _error(request: HttpRequest, error: DomainError, status: int) -> HttpResponse:
    return render(request, "ui/error.html", {"error": error, "status": status}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, NotVisible(), 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, NotPermitted("Ông/Bà không có quyền mở trang này."), 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    error = NotPermitted(
        "Phiên làm việc của trang đã hết hiệu lực nên yêu cầu chưa được thực hiện.",
        remedy="Quay lại trang trước, tải lại trang rồi thực hiện lại.",
    )
    return _error(request, error, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    error = DomainError(
        "Đã có lỗi ngoài dự kiến, yêu cầu chưa được thực hiện và không có gì bị thay đổi.",
        remedy="Thử lại sau ít phút; nếu vẫn gặp lỗi, báo cho người quản trị kèm thời điểm xảy ra.",
    )
    return _error(request, error, 500)
