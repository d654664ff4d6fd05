"""Writes to the tree of units."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from thidua.apps.audit import services as audit
from thidua.apps.organizations import policies
from thidua.apps.organizations.domain.forms import fold_name
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.errors import UnitInUse
from thidua.apps.organizations.models import Person, Unit, UnitAlias
from thidua.apps.organizations.queries import body_of, branch, in_force
from thidua.apps.organizations.services import names
from thidua.apps.organizations.services.fields import changed, plain
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.core.search import search_key

FIELDS = ("code", "name", "short_name", "kind", "position", "valid_from")


def subject(unit: Unit) -> audit.Subject:
    return audit.Subject("organizations.unit", unit.pk, unit.name, unit.path)


@transaction.atomic
def create_unit(
    *,
    actor: Actor,
    parent_id: int | None,
    code: str,
    name: str,
    kind: str,
    at: datetime,
    short_name: str = "",
    position: int = 0,
    valid_from: date | None = None,
) -> Unit:
    """Add a unit below another (`organizations.create_unit`); without parent, which only SYSTEM may, a topmost body.

    A body gets its default groups. Raises NotVisible, NotPermitted, InvalidInput.
    """
    parent = None
    if parent_id is not None:
        parent = locked(policies.visible_units(actor), parent_id)
        require(
            policies.can_manage_unit(actor, parent), f"Ông/Bà không quản trị {parent.name} nên chưa thêm được đơn vị."
        )
    else:
        require(actor.is_system, "Cơ quan cấp cao nhất được lập khi cài đặt, không thêm tại đây.")
    unit = Unit(parent=parent, path=f"new-{uuid.uuid4()}", position=position, valid_from=valid_from)
    unit.code, unit.name, unit.short_name, unit.kind = plain(code), plain(name), plain(short_name), kind
    _check(unit)
    unit.search_text = search_text(unit)
    unit.save()
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    unit.save(update_fields=["path"])
    changes = changed({}, unit, FIELDS) | ({"parent": [None, parent.name]} if parent else {})
    audit.record(actor=actor, act="organizations.create_unit", subject=subject(unit), at=at, changes=changes)
    if unit.kind == UnitKind.BODY:
        names.ensure_default_groups(actor=actor, owner_id=unit.pk, at=at)
    return unit


@transaction.atomic
def change_unit(
    *,
    actor: Actor,
    unit_id: int,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    position: int,
    valid_from: date | None,
    at: datetime,
) -> Unit:
    """Change what is said of a unit (`organizations.change_unit`). Its old name stays known as an alias in its body.

    Raises NotVisible, NotPermitted, InvalidInput.
    """
    unit = locked(policies.visible_units(actor), unit_id)
    require(policies.can_manage_unit(actor, unit), f"Ông/Bà không quản trị {unit.name} nên chưa sửa được đơn vị này.")
    before = {field: getattr(unit, field) for field in FIELDS}
    unit.code, unit.name, unit.short_name, unit.kind = plain(code), plain(name), plain(short_name), kind
    unit.position, unit.valid_from = position, valid_from
    _check(unit)
    unit.search_text = search_text(unit)
    unit.save()
    if before["name"] != unit.name:
        remember_names([(unit, before["name"], body_of(unit))])
    audit.record(
        actor=actor,
        act="organizations.change_unit",
        subject=subject(unit),
        at=at,
        changes=changed(before, unit, FIELDS),
    )
    if unit.kind == UnitKind.BODY:
        names.ensure_default_groups(actor=actor, owner_id=unit.pk, at=at)
    return unit


@transaction.atomic
def move_unit(*, actor: Actor, unit_id: int, parent_id: int, at: datetime) -> Unit:
    """Put a unit with its whole branch below another (`organizations.move_unit`), in one statement.

    Raises NotVisible, NotPermitted, InvalidInput for a move into its own branch or of a topmost body.
    """
    unit = locked(policies.visible_units(actor), unit_id)
    target = locked(policies.visible_units(actor), parent_id)
    require(
        policies.can_place_unit(actor, unit) and policies.can_manage_unit(actor, target),
        f"Chuyển {unit.name} cần quyền quản trị ở cả nơi đi và nơi đến.",
    )
    if target.path.startswith(unit.path):
        message = f"Không chuyển được {unit.name} vào chính đơn vị đó hoặc đơn vị bên dưới."
        raise InvalidInput(message, fields={"parent": message})
    before_path, before_parent = unit.path, unit.parent
    unit.parent = target
    unit.save(update_fields=["parent"])
    relocate(before_path, f"{target.path}{unit.pk}.")
    unit.refresh_from_db()
    changes = {"parent": [before_parent.name if before_parent else None, target.name], "path": [before_path, unit.path]}
    audit.record(actor=actor, act="organizations.move_unit", subject=subject(unit), at=at, changes=changes)
    return unit


@transaction.atomic
def close_unit(*, actor: Actor, unit_id: int, valid_to: date, at: datetime) -> Unit:
    """End a unit after a day (`organizations.close_unit`). Its past stays as it was.

    Raises NotVisible, NotPermitted, InvalidInput, and UnitInUse while units or people in force are left in it.
    """
    unit = locked(policies.visible_units(actor), unit_id)
    require(
        policies.can_place_unit(actor, unit),
        f"Đóng {unit.name} cần quyền quản trị ở đơn vị cấp trên trực tiếp của đơn vị.",
    )
    if unit.valid_from and valid_to < unit.valid_from:
        message = f"Ngày kết thúc phải từ ngày {unit.valid_from:%d/%m/%Y} là ngày bắt đầu của đơn vị."
        raise InvalidInput(message, fields={"valid_to": message})
    later = valid_to + (date.resolution)
    below = branch(unit).exclude(pk=unit.pk).filter(in_force(later)).count()
    people = Person.objects.filter(unit__path__startswith=unit.path, is_active=True).count()
    if below or people:
        raise UnitInUse(
            f"{unit.name} còn {below} đơn vị và {people} người đang hoạt động nên chưa đóng được.",
            remedy="Chuyển các đơn vị và cán bộ sang nơi khác trước.",
        )
    before, unit.valid_to = unit.valid_to, valid_to
    unit.save(update_fields=["valid_to"])
    audit.record(
        actor=actor,
        act="organizations.close_unit",
        subject=subject(unit),
        at=at,
        changes={"valid_to": [before, valid_to]},
    )
    return unit


def search_text(unit: Unit) -> str:
    """Return the folded text by which a unit is found."""
    return search_key(unit.name, unit.short_name, unit.code)


def relocate(before: str, after: str) -> None:
    """Rewrite the paths of a branch: the prefix `before` becomes `after`."""
    Unit.objects.filter(path__startswith=before).update(path=Concat(Value(after), Substr("path", len(before) + 1)))


def remember_names(renamed: Iterable[tuple[Unit, str, Unit]]) -> None:
    """Keep former names as aliases, given (unit, old name, body). A wording that means something already stays."""
    rows = list(renamed)
    owners = {body.pk for _, _, body in rows}
    known = set(UnitAlias.objects.filter(owner__in=owners).values_list("owner_id", "folded")) if owners else set()
    new = {
        (body.pk, fold_name(old)): UnitAlias(owner=body, text=old, folded=fold_name(old), unit=unit)
        for unit, old, body in rows
        if (body.pk, fold_name(old)) not in known and fold_name(old) != fold_name(unit.name)
    }
    UnitAlias.objects.bulk_create(new.values())


def _check(unit: Unit) -> None:
    fields: dict[str, str] = {}
    if not unit.name:
        fields["name"] = "Cần ghi tên đơn vị."
    elif len(unit.name) > 200:
        fields["name"] = "Tên đơn vị dài quá 200 ký tự."
    if not unit.code:
        fields["code"] = "Cần ghi mã đơn vị."
    elif len(unit.code) > 40:
        fields["code"] = "Mã đơn vị dài quá 40 ký tự."
    elif Unit.objects.filter(code__iexact=unit.code).exclude(pk=unit.pk).exists():
        fields["code"] = f"Mã “{unit.code}” đã dùng cho đơn vị khác."
    if len(unit.short_name) > 80:
        fields["short_name"] = "Tên viết tắt dài quá 80 ký tự."
    if unit.kind not in UnitKind.values:
        fields["kind"] = "Cần chọn loại đơn vị."
    if unit.valid_from and unit.valid_to and unit.valid_from > unit.valid_to:
        fields["valid_from"] = f"Ngày bắt đầu phải trước ngày kết thúc {unit.valid_to:%d/%m/%Y}."
    if fields:
        raise InvalidInput("Thông tin đơn vị chưa đúng: " + " ".join(fields.values()), fields=fields)
