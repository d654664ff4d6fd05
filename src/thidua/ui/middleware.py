"""Around every page: its language, and errors of the domain as pages that say what happened and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from thidua.core.errors import DomainError


class LanguageMiddleware:
    """Speaks Vietnamese unless the person chose otherwise.

    What a browser asks for does not count: office machines often run an English Windows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response


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
