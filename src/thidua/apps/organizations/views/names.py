"""Pages of how papers call units: groups and learned wordings of one body."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.apps.organizations import policies, queries, services
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.forms import AliasForm, GroupForm
from thidua.apps.organizations.models import Unit, UnitAlias
from thidua.core import clock
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.policies import require
from thidua.ui.forms import add_errors, in_words
from thidua.ui.http import ActorRequest, go

REFUSED = "Cách gọi đơn vị do cán bộ thường trực hoặc quản trị của cơ quan đặt."


def _body(request: ActorRequest) -> Unit:
    """The body asked for, or the first one whose names the actor teaches."""
    asked = request.GET.get("co-quan", "") or request.POST.get("co-quan", "")
    if asked.isdecimal():
        one = queries.body_of(queries.visible_unit(request.actor, int(asked)))
    else:
        held = [held.unit_id for held in request.actor.roles if held.role in policies.MAPPERS]
        first = policies.visible_units(request.actor).filter(pk__in=held).order_by("path").first()
        require(first is not None, gettext(REFUSED))
        one = queries.body_of(first) if first else queries.visible_unit(request.actor, 0)
    require(policies.can_map_names(request.actor, one), gettext(REFUSED))
    return one


def _context(request: ActorRequest, body: Unit) -> dict[str, Any]:
    today = clock.today()
    groups = list(queries.groups_of(body).prefetch_related("aliases"))
    members = queries.group_members([group.pk for group in groups], on=today)
    kinds = dict(in_words(UnitKind.choices))
    bodies = policies.visible_units(request.actor).filter(kind=UnitKind.BODY).order_by("path")
    return {
        "body": body,
        "bodies": [one for one in bodies if policies.can_map_names(request.actor, one)],
        "groups": [
            {
                "group": group,
                "kinds": [kinds[kind] for kind in group.kinds],
                "members": members[group.pk],
                "aliases": [alias.text for alias in group.aliases.all()],
            }
            for group in groups
        ],
        "aliases": UnitAlias.objects.filter(owner=body).select_related("unit", "group").order_by("folded"),
    }


def _alias_form(body: Unit, *args: Any, **kwargs: Any) -> AliasForm:
    units = queries.branch(body).filter(queries.in_force(clock.today()))
    return AliasForm(*args, units=units, groups=queries.groups_of(body), **kwargs)


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Groups with the units they stand for today, and the learned wordings; a field to try a wording."""
    body = _body(request)
    text = request.GET.get("thu", "").strip()
    context = _context(request, body) | {"form": _alias_form(body, initial={"text": text}), "text": text}
    if text:
        context["tried"] = queries.NameMatcher.for_body(owner=body, on=clock.today()).match(text)
    return render(request, "organizations/names.html", context)


@require_POST
def learn(request: ActorRequest) -> HttpResponse:
    body = _body(request)
    form = _alias_form(body, request.POST)
    if form.is_valid():
        try:
            alias = services.learn_alias(
                actor=request.actor,
                owner_id=body.pk,
                text=form.cleaned_data["text"],
                **form.meaning_ids(),
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Đã ghi nhớ “%(text)s”.") % {"text": alias.text})
            return go(request, _address(body))
    return render(request, "organizations/names.html", _context(request, body) | {"form": form}, status=400)


@require_POST
def forget(request: ActorRequest, alias_id: int) -> HttpResponse:
    alias = UnitAlias.objects.filter(pk=alias_id, owner__in=policies.visible_units(request.actor)).first()
    if alias is None:
        raise NotVisible
    services.forget_alias(actor=request.actor, alias_id=alias.pk, at=clock.now())
    messages.success(request, gettext("Đã bỏ cách gọi “%(text)s”.") % {"text": alias.text})
    return go(request, _address(alias.owner))


@require_http_methods(["GET", "POST"])
def create_group(request: ActorRequest) -> HttpResponse:
    body = _body(request)
    form = GroupForm(request.POST or None, units=_members(body))
    if form.is_valid():
        try:
            services.create_group(actor=request.actor, owner_id=body.pk, **_values(form), at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Đã tạo nhóm."))
            return go(request, _address(body))
    return _group_form(request, form, body, gettext("Thêm nhóm đơn vị"))


@require_http_methods(["GET", "POST"])
def edit_group(request: ActorRequest, group_id: int) -> HttpResponse:
    group = policies.visible_groups(request.actor).select_related("owner").filter(pk=group_id).first()
    if group is None:
        raise NotVisible
    require(policies.can_map_names(request.actor, group.owner), gettext(REFUSED))
    initial = {"name": group.name, "kinds": group.kinds, "members": group.members.all()}
    form = GroupForm(request.POST or None, units=_members(group.owner), initial=initial)
    if form.is_valid():
        try:
            services.change_group(actor=request.actor, group_id=group.pk, **_values(form), at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Đã lưu nhóm."))
            return go(request, _address(group.owner))
    return _group_form(request, form, group.owner, gettext("Sửa nhóm đơn vị"))


def _members(body: Unit) -> Any:
    return queries.branch(body).exclude(pk=body.pk).filter(queries.in_force(clock.today()))


def _values(form: GroupForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    return {"name": values["name"], "kinds": values["kinds"], "member_ids": [unit.pk for unit in values["members"]]}


def _group_form(request: ActorRequest, form: GroupForm, body: Unit, heading: str) -> HttpResponse:
    trail = [(gettext("Cách gọi đơn vị"), _address(body))]
    context = {"form": form, "heading": heading, "trail": trail, "back": _address(body), "verb": gettext("Lưu")}
    return render(request, "organizations/form.html", context, status=400 if form.errors else 200)


def _address(body: Unit) -> str:
    return f"{reverse('organizations:names')}?co-quan={body.pk}"
