"""Turns errors of the domain into pages that say what happened, why, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from thidua.core.errors import DomainError


class DomainErrorMiddleware:
    """Answers a DomainError with its status: a full page, or for htmx the message alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        is_partial = request.headers.get("HX-Request") == "true"
        template = "ui/error_partial.html" if is_partial else "ui/error.html"
        return render(request, template, {"error": exception, "status": exception.status}, status=exception.status)
