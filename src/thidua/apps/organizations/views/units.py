"""Pages of the tree and of one unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from thidua.apps.audit.queries import history_of
from thidua.apps.organizations import policies, queries, services
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.forms import CloseForm, MoveForm, NewUnitForm, UnitForm
from thidua.apps.organizations.models import Person, RoleAssignment, Unit, UnitAlias
from thidua.core import clock
from thidua.core.actor import Role
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.policies import require
from thidua.core.search import matching
from thidua.ui.forms import add_errors, in_words
from thidua.ui.http import ActorRequest, go
from thidua.ui.lists import Column, Empty, Filter, ListPage

STATES = (("hieu-luc", _("Đang hoạt động")), ("het", _("Đã kết thúc")))
UNIT_FIELDS = ("name", "short_name", "code", "kind", "valid_from", "position")


@dataclass(slots=True)
class Node:
    """A unit of the drawn tree."""

    unit: Unit
    children: list[Node] = field(default_factory=list)
    is_open: bool = False
    is_found: bool = True


def _state(value: str) -> Q:
    today = clock.today()
    return queries.in_force(today) if value == "hieu-luc" else Q(valid_to__lt=today)


def _kind_filter() -> Filter:
    return Filter("loai", _("Loại"), choices=lambda request: in_words(UnitKind.choices), field="kind")


@require_safe
def tree(request: ActorRequest) -> HttpResponse:
    """The units as a tree; a search shows what it finds with the units above."""
    today = clock.today()
    visible = policies.visible_units(request.actor)
    query, kind = request.GET.get("q", "").strip(), request.GET.get("loai", "")
    with_past = request.GET.get("ca-het") == "1"
    shown = visible if with_past else visible.filter(queries.in_force(today))
    units = list(shown.annotate(people_count=Count("people", filter=Q(people__is_active=True))).order_by("path"))
    found: set[int] | None = None
    if query or kind in UnitKind.values:
        condition = matching(query) & (Q(kind=kind) if kind in UnitKind.values else Q())
        found = set(shown.filter(condition).values_list("pk", flat=True))
    context = {
        "roots": grow(units, found),
        "query": query,
        "kind": kind,
        "kinds": in_words(UnitKind.choices),
        "with_past": with_past,
        "today": today,
        "total": len(units) if found is None else len(found),
        "is_filtered": found is not None,
        "can_create": policies.managed_units(request.actor).exists(),
        "tabs": _list_tabs("units"),
    }
    return render(request, "organizations/tree.html", context)


def grow(units: Iterable[Unit], found: set[int] | None) -> list[Node]:
    """Return the topmost nodes of a tree; with `found`, only branches that hold one of these, opened down to it."""
    nodes = {unit.pk: Node(unit) for unit in units}
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id or 0)
        (above.children if above else roots).append(node)
    for node in nodes.values():
        node.children.sort(key=lambda child: (child.unit.position, child.unit.pk))
    if found is not None:
        roots = [node for node in roots if _prune(node, found)]
    for node in roots:
        node.is_open = True
    return roots


def _prune(node: Node, found: set[int]) -> bool:
    node.is_found = node.unit.pk in found
    node.children = [child for child in node.children if _prune(child, found)]
    node.is_open = bool(node.children)
    return node.is_found or node.is_open


def _list_tabs(current: str) -> list[dict[str, Any]]:
    tabs = (("units", gettext("Cây đơn vị")), ("unit-list", gettext("Danh sách")))
    return [
        {"label": label, "url": reverse(f"organizations:{name}"), "is_active": name == current} for name, label in tabs
    ]


class UnitList(ListPage):
    """The same units as rows, with Excel export."""

    title = _("Cơ cấu tổ chức")
    search_label = _("Tìm theo tên, mã, tên viết tắt")
    columns = (
        Column("name", _("Tên đơn vị"), "name", sort=("name",), is_title=True, width=44),
        Column("code", _("Mã"), "code", sort=("code",), is_nowrap=True),
        Column("kind", _("Loại"), lambda unit: gettext(unit.get_kind_display()), sort=("kind",), width=24),
        Column("parent", _("Thuộc"), "parent.name", sort=("path",), only="screen"),
        Column("people", _("Cán bộ"), "people_count", sort=("people_count",), is_number=True, only="screen"),
        # The file has the columns of the import, so that it may be changed and brought back.
        Column("short_name", _("Tên viết tắt"), "short_name", only="excel"),
        Column("above", _("Đơn vị cấp trên"), "parent.code", only="excel"),
        Column("position", _("Thứ tự"), lambda unit: unit.position or None, only="excel", width=8),
        Column("staff", _("Số cán bộ"), "people_count", only="excel", width=10),
        Column("from", _("Từ ngày"), "valid_from", sort=("valid_from",), is_nowrap=True, only="excel"),
        Column("to", _("Đến hết ngày"), "valid_to", sort=("valid_to",), is_nowrap=True, wide_only=True),
    )
    filters = (
        _kind_filter(),
        Filter("tinh-trang", _("Tình trạng"), choices=lambda request: STATES, condition=_state),
    )
    default_sort = "parent"
    export_name = "don-vi"
    template_name = "organizations/unit_list.html"
    empty = Empty(
        _("Chưa có đơn vị nào"),
        _("Các phòng, đơn vị trực thuộc, địa phương của cơ quan sẽ hiện ở đây."),
        icon="unit",
    )

    def rows(self, request: ActorRequest) -> QuerySet[Unit]:
        people = Count("people", filter=Q(people__is_active=True))
        return policies.visible_units(request.actor).select_related("parent").annotate(people_count=people)

    def row_url(self, row: Unit) -> str:
        return reverse("organizations:unit", args=[row.pk])

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {"tabs": _list_tabs("unit-list"), "can_create": policies.managed_units(request.actor).exists()}


def page_of(request: ActorRequest, unit: Unit, tab: str) -> dict[str, Any]:
    """Return what every page of one unit draws."""
    today = clock.today()
    above = list(queries.ancestors(unit))
    trail = [(one.name, reverse("organizations:unit", args=[one.pk])) for one in above]
    people = policies.visible_people(request.actor).filter(unit=unit, is_active=True).count()
    tabs = (("unit", _("Tổng quan"), None), ("unit-people", _("Cán bộ"), people), ("unit-history", _("Lịch sử"), None))
    return {
        "unit": unit,
        "is_closed": unit.valid_to is not None and unit.valid_to < today,
        "trail": [(gettext("Cơ cấu tổ chức"), reverse("organizations:units")), *trail],
        "tabs": [
            {
                "label": label,
                "url": reverse(f"organizations:{name}", args=[unit.pk]),
                "is_active": name == tab,
                "count": count,
            }
            for name, label, count in tabs
        ],
        "can_manage": policies.can_manage_unit(request.actor, unit),
        "can_place": policies.can_place_unit(request.actor, unit),
    }


@require_safe
def unit(request: ActorRequest, unit_id: int) -> HttpResponse:
    """Facts of a unit, the units below it, who holds roles, and by which names papers call it."""
    one = queries.visible_unit(request.actor, unit_id)
    today = clock.today()
    children = one.children.filter(queries.in_force(today)).annotate(
        people_count=Count("people", filter=Q(people__is_active=True))
    )
    held = (
        RoleAssignment.objects.filter(queries.in_force(today), unit=one, person__is_active=True)
        .filter(person__in=policies.visible_people(request.actor))
        .select_related("person")
        .order_by("role", "person__sort_name")
    )
    owner = queries.body_of(one)
    groups = [group for group in queries.groups_of(owner) if one.kind in group.kinds and one.parent_id == owner.pk]
    listed = one.member_of.filter(owner=owner)
    context = page_of(request, one, "unit") | {
        "facts": [
            (gettext("Mã đơn vị"), one.code),
            (gettext("Tên viết tắt"), one.short_name),
            (gettext("Loại"), gettext(one.get_kind_display())),
            (gettext("Hoạt động từ ngày"), f"{one.valid_from:%d/%m/%Y}" if one.valid_from else ""),
            (gettext("Đến hết ngày"), f"{one.valid_to:%d/%m/%Y}" if one.valid_to else ""),
        ],
        "children": children.order_by("position", "pk"),
        "roles": [(gettext(Role(one_held.role).label), one_held.person) for one_held in held],
        "groups": sorted({group.name for group in (*groups, *listed)}),
        "aliases": UnitAlias.objects.filter(unit=one),
    }
    return render(request, "organizations/unit.html", context)


@require_safe
def staff(request: ActorRequest, unit_id: int) -> HttpResponse:
    """The people of a unit, as far as the actor sees them."""
    one = queries.visible_unit(request.actor, unit_id)
    people: QuerySet[Person] = policies.visible_people(request.actor).filter(unit=one, is_active=True)
    context = page_of(request, one, "unit-people") | {"people": people.order_by("sort_name", "pk")}
    return render(request, "organizations/unit_people.html", context)


@require_safe
def history(request: ActorRequest, unit_id: int) -> HttpResponse:
    """What was done to a unit, by whom."""
    one = queries.visible_unit(request.actor, unit_id)
    lines = history_of(subject_type="organizations.unit", subject_id=one.pk)
    return render(request, "organizations/unit_history.html", page_of(request, one, "unit-history") | {"lines": lines})


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    parents = policies.managed_units(request.actor).filter(queries.in_force(clock.today()))
    require(parents.exists(), gettext("Ông/Bà không quản trị đơn vị nào nên chưa thêm được đơn vị."))
    chosen = request.GET.get("thuoc", "")
    initial = {"parent": int(chosen) if chosen.isdecimal() else parents.first(), "kind": UnitKind.DIVISION}
    form = NewUnitForm(request.POST or None, parents=parents, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        parent = values.pop("parent")
        try:
            made = services.create_unit(actor=request.actor, parent_id=parent.pk, **values, at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Đã thêm %(name)s.") % {"name": made.name})
            return go(request, reverse("organizations:unit", args=[made.pk]))
    trail = [(gettext("Cơ cấu tổ chức"), reverse("organizations:units"))]
    context = {"form": form, "heading": gettext("Thêm đơn vị"), "trail": trail, "back": reverse("organizations:units")}
    return _form(request, context, verb=gettext("Thêm đơn vị"))


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, unit_id: int) -> HttpResponse:
    one = queries.visible_unit(request.actor, unit_id)
    require(policies.can_manage_unit(request.actor, one), gettext("Ông/Bà không quản trị đơn vị này."))
    form = UnitForm(request.POST or None, initial={name: getattr(one, name) for name in UNIT_FIELDS})
    if form.is_valid():
        try:
            services.change_unit(actor=request.actor, unit_id=one.pk, **form.cleaned_data, at=clock.now())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return _done(request, one, gettext("Đã lưu."))
    return _form(request, _about(one, form, gettext("Sửa đơn vị")), verb=gettext("Lưu"))


@require_http_methods(["GET", "POST"])
def move(request: ActorRequest, unit_id: int) -> HttpResponse:
    one = queries.visible_unit(request.actor, unit_id)
    require(policies.can_place_unit(request.actor, one), gettext("Ông/Bà không quản trị cấp trên của đơn vị này."))
    parents = policies.managed_units(request.actor).filter(queries.in_force(clock.today()))
    form = MoveForm(
        request.POST or None, parents=parents.exclude(path__startswith=one.path), initial={"parent": one.parent_id}
    )
    if form.is_valid():
        try:
            services.move_unit(
                actor=request.actor, unit_id=one.pk, parent_id=form.cleaned_data["parent"].pk, at=clock.now()
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return _done(request, one, gettext("Đã chuyển cả các đơn vị bên dưới."))
    return _form(request, _about(one, form, gettext("Chuyển đơn vị")), verb=gettext("Chuyển"))


@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, unit_id: int) -> HttpResponse:
    one = queries.visible_unit(request.actor, unit_id)
    require(policies.can_place_unit(request.actor, one), gettext("Ông/Bà không quản trị cấp trên của đơn vị này."))
    form = CloseForm(request.POST or None, initial={"valid_to": clock.today()})
    if form.is_valid():
        try:
            services.close_unit(
                actor=request.actor, unit_id=one.pk, valid_to=form.cleaned_data["valid_to"], at=clock.now()
            )
        except InvalidInput as error:
            add_errors(form, error)
        except DomainError as error:
            form.add_error(None, f"{error.message} {error.remedy}")
        else:
            return _done(request, one, gettext("Đã đóng đơn vị; những gì thuộc về đơn vị trước đó vẫn giữ nguyên."))
    return _form(request, _about(one, form, gettext("Đóng đơn vị")), verb=gettext("Đóng đơn vị"))


def _about(unit: Unit, form: Any, heading: str) -> dict[str, Any]:
    here = reverse("organizations:unit", args=[unit.pk])
    trail = [(gettext("Cơ cấu tổ chức"), reverse("organizations:units")), (unit.name, here)]
    return {"form": form, "heading": heading, "trail": trail, "back": here}


def _form(request: ActorRequest, context: dict[str, Any], *, verb: str) -> HttpResponse:
    status = 400 if context["form"].errors else 200
    return render(request, "organizations/form.html", context | {"verb": verb}, status=status)


def _done(request: ActorRequest, unit: Unit, text: str) -> HttpResponse:
    messages.success(request, text)
    return go(request, reverse("organizations:unit", args=[unit.pk]))
