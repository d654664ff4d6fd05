"""Writes to roles."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.organizations import policies
from thidua.apps.organizations.errors import LastAdministrator
from thidua.apps.organizations.models import RoleAssignment, Unit
from thidua.apps.organizations.queries import in_force
from thidua.apps.organizations.services.fields import day
from thidua.core.actor import Actor, Role
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require


def subject(held: RoleAssignment) -> audit.Subject:
    label = f"{held.person.full_name} – {Role(held.role).label}, {held.unit.name}"
    return audit.Subject("organizations.roleassignment", held.pk, label, held.unit.path)


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    person_id: int,
    unit_id: int,
    role: str,
    at: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> RoleAssignment:
    """Give a person a role at a unit and below it (`organizations.grant_role`), from today unless said otherwise.

    Raises NotVisible, NotPermitted for a unit where the actor is not administrator, InvalidInput.
    """
    unit = locked(policies.visible_units(actor), unit_id)
    person = policies.visible_people(actor).select_related("unit").filter(pk=person_id).first()
    if person is None:
        raise NotVisible
    require(
        policies.can_change_role(actor, unit),
        f"Chỉ quản trị của {unit.name} hoặc cấp trên được giao vai trò ở đơn vị này.",
    )
    require(
        policies.can_take_role(actor, person),
        "Người đang làm thay không tự giao vai trò cho mình.",
        remedy="Người được thay hoặc quản trị khác của đơn vị giao vai trò này.",
    )
    fields: dict[str, str] = {}
    if role not in Role.values:
        fields["role"] = "Cần chọn vai trò."
    starts = valid_from or day(at)
    if valid_to and valid_to < starts:
        fields["valid_to"] = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    if not person.is_active:
        fields["person"] = f"{person.full_name} đã thôi công tác."
    held = RoleAssignment.objects.filter(person=person, unit=unit, role=role).first()
    if (
        held is not None
        and (held.valid_to is None or held.valid_to >= starts)
        and (held.valid_from, held.valid_to)
        == (
            valid_from or held.valid_from,
            valid_to,
        )
    ):
        fields["role"] = f"{person.full_name} đã có vai trò này ở {unit.name}."
    if fields:
        raise InvalidInput("Chưa giao được vai trò: " + " ".join(fields.values()), fields=fields)
    held = held or RoleAssignment(person=person, unit=unit, role=role)
    before = [held.valid_from, held.valid_to] if held.pk else None
    held.valid_from, held.valid_to = starts, valid_to
    held.save()
    if before is not None and role == Role.ADMINISTRATOR:
        keep_an_administrator(unit.path, on=day(at))
    changes = {"role": role, "valid": [before, [held.valid_from, held.valid_to]]}
    audit.record(actor=actor, act="organizations.grant_role", subject=subject(held), at=at, changes=changes)
    return held


@transaction.atomic
def revoke_role(*, actor: Actor, assignment_id: int, at: datetime) -> None:
    """Take a role away at once (`organizations.revoke_role`); that it was held until yesterday stays on record.

    Raises NotVisible, NotPermitted, LastAdministrator.
    """
    visible = policies.visible_roles(actor).select_related("person", "unit")
    held = locked(visible, assignment_id)
    require(
        policies.can_change_role(actor, held.unit),
        f"Chỉ quản trị của {held.unit.name} hoặc cấp trên được thu lại vai trò ở đơn vị này.",
    )
    today = day(at)
    before, last_day = held.valid_to, today - timedelta(days=1)
    record = subject(held)
    if before is not None and before <= last_day:
        raise InvalidInput("Vai trò này đã kết thúc từ trước.")
    if held.valid_from is not None and held.valid_from > last_day:
        held.delete()
    else:
        held.valid_to = last_day
        held.save(update_fields=["valid_to"])
    if held.role == Role.ADMINISTRATOR:
        keep_an_administrator(held.unit.path, on=today)
    changes = {"role": held.role, "valid_to": [before, last_day]}
    audit.record(actor=actor, act="organizations.revoke_role", subject=record, at=at, changes=changes)


def keep_an_administrator(path: str, *, on: date) -> None:
    """Raise LastAdministrator unless the topmost body of `path` has an administrator who can sign in that day.

    Call after the change. A body that never had one (before its first set-up) is left alone.
    """
    root = policies.root_path(path)
    at_root = RoleAssignment.objects.filter(unit__path=root, role=Role.ADMINISTRATOR)
    if not at_root.filter(in_force(on), person__is_active=True, person__user__is_active=True).exists():
        raise LastAdministrator(Unit.objects.get(path=root).name)
