"""Pages of the people of a body: list, one person, their account and roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.apps.audit.queries import history_of
from thidua.apps.organizations import policies, queries, services
from thidua.apps.organizations.forms import AccountForm, PersonForm, RoleForm
from thidua.apps.organizations.models import Person, RoleAssignment
from thidua.apps.organizations.views import workbooks
from thidua.core import clock
from thidua.core.actor import Role
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.policies import require
from thidua.ui.forms import add_errors, in_words
from thidua.ui.http import ActorRequest, go
from thidua.ui.lists import Column, Empty, Filter, ListPage
from thidua.ui.templatetags.ui import state_badge

PERSON_FIELDS = ("full_name", "unit", "title", "code", "email", "phone", "is_active")


def _roles_now(person: Person) -> list[RoleAssignment]:
    found: list[RoleAssignment] = vars(person)["roles_now"]  # fetched with the rows of the list (`to_attr`)
    return found


def _roles(person: Person) -> str:
    return "; ".join(dict.fromkeys(gettext(Role(held.role).label) for held in _roles_now(person)))


def _roles_for_excel(person: Person) -> str:
    """Name the roles as the import reads them back: with the unit where it is another one."""
    return workbooks.role_words(_roles_now(person), own=person.unit_id)


def _account(person: Person) -> str:
    if not person.is_active:
        return state_badge(gettext("Thôi công tác"), "cancelled")
    if person.user is None:
        return state_badge(gettext("Chưa có tài khoản"), "none")
    if not person.user.is_active:
        return state_badge(gettext("Tài khoản bị khóa"), "refused")
    return state_badge(gettext("Có tài khoản"), "done")


def _units(request: ActorRequest) -> list[tuple[str, str]]:
    units = policies.visible_units(request.actor).filter(queries.in_force(clock.today()))
    return [(unit.path, f"{'– ' * (unit.path.count('.') - 1)}{unit.name}") for unit in queries.in_tree_order(units)]


def _with_role(role: str) -> Q:
    held = RoleAssignment.objects.filter(queries.in_force(clock.today()), role=role)
    return Q(pk__in=held.values("person_id"))


def _state(value: str) -> Q:
    return {
        "co": Q(user__is_active=True, is_active=True),
        "chua": Q(user__isnull=True, is_active=True),
        "thoi": Q(is_active=False),
    }[value]


class PersonList(ListPage):
    """The people the actor sees, in the order of their given names."""

    title = _("Cán bộ")
    search_label = _("Tìm theo tên, mã, chức vụ, thư điện tử")
    columns = (
        Column("name", _("Họ và tên"), "full_name", sort=("sort_name",), is_title=True, width=28),
        Column("title", _("Chức vụ"), "title", sort=("title",), width=28),
        Column("unit", _("Đơn vị"), "unit.name", sort=("unit__path", "sort_name"), width=36),
        Column("roles", _("Vai trò"), _roles, excel=_roles_for_excel, width=36),
        Column("code", _("Mã"), "code", sort=("code",), is_nowrap=True, wide_only=True),
        Column("email", _("Thư điện tử"), "email", sort=("email",), only="excel", width=28),
        Column("phone", _("Điện thoại"), "phone", only="excel"),
        Column("account", _("Tài khoản"), _account, wide_only=True),
        Column("username", _("Tên đăng nhập"), "user.username", only="excel"),
    )
    filters = (
        Filter("don-vi", _("Đơn vị"), choices=_units, condition=lambda path: Q(unit__path__startswith=path)),
        Filter("vai-tro", _("Vai trò"), choices=lambda request: in_words(Role.choices), condition=_with_role),
        Filter(
            "tinh-trang",
            _("Tình trạng"),
            choices=lambda request: (
                ("co", _("Có tài khoản")),
                ("chua", _("Chưa có tài khoản")),
                ("thoi", _("Thôi công tác")),
            ),
            condition=_state,
        ),
    )
    default_sort = "name"
    export_name = "can-bo"
    template_name = "organizations/person_list.html"
    empty = Empty(_("Chưa có cán bộ nào"), _("Cán bộ của đơn vị sẽ hiện ở đây, xếp theo tên."), icon="people")

    def rows(self, request: ActorRequest) -> QuerySet[Person]:
        held = RoleAssignment.objects.filter(queries.in_force(clock.today())).select_related("unit").order_by("role")
        return (
            policies.visible_people(request.actor)
            .select_related("unit", "user")
            .prefetch_related(Prefetch("role_assignments", held, to_attr="roles_now"))
        )

    def row_url(self, row: Person) -> str:
        return reverse("organizations:person", args=[row.pk])

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {"can_create": policies.managed_units(request.actor).exists()}


def _visible(request: ActorRequest, person_id: int) -> Person:
    one = policies.visible_people(request.actor).select_related("unit", "user").filter(pk=person_id).first()
    if one is None:
        raise NotVisible
    return one


def page_of(request: ActorRequest, one: Person, tab: str) -> dict[str, Any]:
    """Return what every page of one person draws."""
    roles = list(one.role_assignments.select_related("unit").order_by("unit__path", "role"))
    can_manage = policies.can_manage_person(request.actor, one)
    can_account = policies.can_manage_account(request.actor, one, role_paths=[held.unit.path for held in roles])
    today = clock.today()
    tabs = (("person", _("Tổng quan")), ("person-history", _("Lịch sử")))
    units = policies.managed_units(request.actor).filter(queries.in_force(today))
    return {
        "person": one,
        "account_state": _account(one),
        "trail": [(gettext("Cán bộ"), reverse("organizations:people"))],
        "tabs": [
            {"label": label, "url": reverse(f"organizations:{name}", args=[one.pk]), "is_active": name == tab}
            for name, label in tabs
        ],
        "facts": [
            (gettext("Chức vụ"), one.title),
            (gettext("Mã cán bộ"), one.code),
            (gettext("Thư điện tử"), one.email),
            (gettext("Điện thoại"), one.phone),
            (gettext("Tên đăng nhập"), one.user.username if one.user else ""),
        ],
        "roles": [
            {
                "held": held,
                "label": gettext(Role(held.role).label),
                "is_over": held.valid_to is not None and held.valid_to < today,
                "can_revoke": policies.can_change_role(request.actor, held.unit),
            }
            for held in roles
        ],
        "absences": queries.absences_of(request.actor, one, on=today),
        "can_manage": can_manage,
        "can_account": can_account,
        "can_grant": one.is_active and units.exists(),
        "role_form": RoleForm(units=units, initial={"unit": one.unit_id}),
        "account_form": AccountForm(),
    }


@require_safe
def person(request: ActorRequest, person_id: int) -> HttpResponse:
    """One person: facts, roles, account."""
    return render(request, "organizations/person.html", page_of(request, _visible(request, person_id), "person"))


@require_safe
def history(request: ActorRequest, person_id: int) -> HttpResponse:
    """What was done to a person's record, by whom."""
    one = _visible(request, person_id)
    lines = history_of(subject_type="organizations.person", subject_id=one.pk)
    return render(
        request, "organizations/person_history.html", page_of(request, one, "person-history") | {"lines": lines}
    )


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    units = policies.managed_units(request.actor).filter(queries.in_force(clock.today()))
    require(units.exists(), gettext("Ông/Bà không quản trị đơn vị nào nên chưa thêm được cán bộ."))
    chosen = request.GET.get("don-vi", "")
    initial = {"unit": int(chosen) if chosen.isdecimal() else units.first()}
    form = PersonForm(request.POST or None, units=units, is_new=True, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        unit = values.pop("unit")
        try:
            made = services.add_person(actor=request.actor, unit_id=unit.pk, **values, at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return _done(request, made, gettext("Đã thêm %(name)s.") % {"name": made.full_name})
    trail = [(gettext("Cán bộ"), reverse("organizations:people"))]
    context = {"form": form, "heading": gettext("Thêm cán bộ"), "trail": trail, "back": reverse("organizations:people")}
    return render(
        request,
        "organizations/form.html",
        context | {"verb": gettext("Thêm cán bộ")},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, person_id: int) -> HttpResponse:
    one = _visible(request, person_id)
    require(policies.can_manage_person(request.actor, one), gettext("Ông/Bà không quản trị đơn vị của người này."))
    units = policies.managed_units(request.actor)
    form = PersonForm(request.POST or None, units=units, initial={name: getattr(one, name) for name in PERSON_FIELDS})
    if form.is_valid():
        values = dict(form.cleaned_data)
        unit = values.pop("unit")
        try:
            services.change_person(actor=request.actor, person_id=one.pk, unit_id=unit.pk, **values, at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return _done(request, one, gettext("Đã lưu."))
    here = reverse("organizations:person", args=[one.pk])
    trail = [(gettext("Cán bộ"), reverse("organizations:people")), (one.full_name, here)]
    context = {"form": form, "heading": gettext("Sửa thông tin cán bộ"), "trail": trail, "back": here}
    return render(
        request, "organizations/form.html", context | {"verb": gettext("Lưu")}, status=400 if form.errors else 200
    )


@never_cache
@require_POST
def account(request: ActorRequest, person_id: int) -> HttpResponse:
    """Create, lock, open an account or give it a new password; a password is shown in this answer and nowhere else."""
    one = _visible(request, person_id)
    act, at = request.POST.get("act", ""), clock.now()
    if act in {"close", "open"}:
        services.close_account(actor=request.actor, person_id=one.pk, is_active=act == "open", at=at)
        return _done(request, one, gettext("Đã mở lại tài khoản.") if act == "open" else gettext("Đã khóa tài khoản."))
    if act == "reset":
        user, password = services.reset_password(actor=request.actor, person_id=one.pk, at=at)
    else:
        form = AccountForm(request.POST)
        try:
            if not form.is_valid():
                raise InvalidInput(gettext("Cần ghi tên đăng nhập."))
            user, password = services.create_account(
                actor=request.actor, person_id=one.pk, username=form.cleaned_data["username"], at=at
            )
        except InvalidInput as error:
            add_errors(form, error)
            context = page_of(request, one, "person") | {"account_form": form}
            return render(request, "organizations/person.html", context, status=400)
    context = page_of(request, _visible(request, person_id), "person") | {
        "username": user.username,
        "password": password,
    }
    return render(request, "organizations/person_password.html", context)


@require_POST
def grant(request: ActorRequest, person_id: int) -> HttpResponse:
    one = _visible(request, person_id)
    form = RoleForm(request.POST, units=policies.visible_units(request.actor))
    if form.is_valid():
        values = dict(form.cleaned_data)
        unit = values.pop("unit")
        try:
            services.grant_role(actor=request.actor, person_id=one.pk, unit_id=unit.pk, **values, at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return _done(request, one, gettext("Đã giao vai trò."))
    context = page_of(request, one, "person") | {"role_form": form}
    return render(request, "organizations/person.html", context, status=400)


@require_POST
def revoke(request: ActorRequest, assignment_id: int) -> HttpResponse:
    held = policies.visible_roles(request.actor).select_related("person").filter(pk=assignment_id).first()
    if held is None:
        raise NotVisible
    services.revoke_role(actor=request.actor, assignment_id=held.pk, at=clock.now())
    return _done(request, held.person, gettext("Đã thu lại vai trò."))


def _done(request: ActorRequest, one: Person, text: str) -> HttpResponse:
    messages.success(request, text)
    return go(request, reverse("organizations:person", args=[one.pk]))
