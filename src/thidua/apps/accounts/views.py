"""Sign-in, sign-out, one's own password and language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from thidua.apps.accounts import services
from thidua.apps.accounts.forms import PasswordForm, SignInForm
from thidua.apps.accounts.models import User
from thidua.core import clock
from thidua.core.errors import InvalidInput
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest

LANGUAGE_COOKIE_SECONDS = 365 * 24 * 60 * 60


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true":
            # A partial update met an expired session: the whole page goes to sign-in and comes back.
            here = cast("ActorRequest", request).htmx.current_url_abs_path or "/"
            return HttpResponseClientRedirect(f"{reverse('accounts:sign-in')}?{urlencode({'next': here})}")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        user = form.get_user()
        actor = cast("ActorRequest", self.request).actor_of(user)
        services.note_sign_in(actor=actor, user=user, address=_address(self.request), at=clock.now())
        _remember_language(response, user.language)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        name = form.cleaned_data.get("username", "")
        user = User.objects.filter(username__iexact=name).first() if name else None
        if user is not None and form.cleaned_data.get("password"):
            roles = cast("ActorRequest", self.request).actor_of(user).roles
            path = roles[0].unit_path if roles else ""
            services.note_failed_sign_in(user=user, unit_path=path, address=_address(self.request), at=clock.now())
        response = super().form_invalid(form)
        response.status_code = 400
        return response


class SignOut(LogoutView):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            actor = cast("ActorRequest", request).actor
            services.note_sign_out(actor=actor, user=request.user, address=_address(request), at=clock.now())
        return super().post(request, *args, **kwargs)


def locked(request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Say that too many sign-ins failed and when the next may be tried. Called by axes."""
    pause = get_cool_off(request) or timedelta()
    context = {"again_at": clock.now() + pause, "minutes": round(pause.total_seconds() / 60)}
    return render(request, "accounts/locked.html", context, status=429)


@require_http_methods(["GET", "POST"])
def change_password(request: ActorRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            changed = services.change_password(
                actor=request.actor,
                user_id=user.pk,
                old=form.cleaned_data["old_password"],
                new=form.cleaned_data["new_password"],
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("Đã đổi mật khẩu."))
            return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    template = "accounts/password_due.html" if user.must_change_password else "accounts/password.html"
    return render(request, template, {"form": form}, status=400 if form.is_bound else 200)


@require_POST
def set_language(request: ActorRequest) -> HttpResponse:
    user = cast("User", request.user)
    language = request.POST.get("language", "")
    services.set_language(actor=request.actor, user_id=user.pk, language=language, at=clock.now())
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = resolve_url(settings.LOGIN_REDIRECT_URL)
    response = HttpResponseRedirect(back)
    _remember_language(response, language)
    return response


def _remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
