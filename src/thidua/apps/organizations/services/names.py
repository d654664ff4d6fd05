"""Writes to groups and to the wordings by which papers name units."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.organizations import policies
from thidua.apps.organizations.domain.forms import fold_name
from thidua.apps.organizations.domain.words import DEFAULT_GROUPS
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Unit, UnitAlias, UnitGroup
from thidua.apps.organizations.services.fields import plain
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require

_REFUSED = "Cách gọi đơn vị của {} do cán bộ thường trực hoặc quản trị của cơ quan này đặt."


def group_subject(group: UnitGroup) -> audit.Subject:
    return audit.Subject("organizations.unitgroup", group.pk, group.name, group.owner.path)


def alias_subject(alias: UnitAlias) -> audit.Subject:
    return audit.Subject("organizations.unitalias", alias.pk, alias.text, alias.owner.path)


@transaction.atomic
def ensure_default_groups(*, actor: Actor, owner_id: int, at: datetime) -> list[UnitGroup]:
    """Give a body the groups every body has (`organizations.create_group`). Returns those that were missing."""
    owner = _owner(actor, owner_id)
    present = set(UnitGroup.objects.filter(owner=owner).values_list("name", flat=True))
    made = UnitGroup.objects.bulk_create(
        [UnitGroup(owner=owner, name=name, kinds=list(kinds)) for name, kinds in DEFAULT_GROUPS if name not in present]
    )
    if made:
        acts = [audit.Act("organizations.create_group", group_subject(group), {"kinds": group.kinds}) for group in made]
        audit.record_many(actor=actor, acts=acts, at=at)
    return made


@transaction.atomic
def create_group(
    *, actor: Actor, owner_id: int, name: str, kinds: Collection[str], member_ids: Collection[int], at: datetime
) -> UnitGroup:
    """Name a group of units in the papers of a body (`organizations.create_group`).

    Its members are the body's units of `kinds` and those listed. Raises NotVisible, NotPermitted, InvalidInput.
    """
    owner = _owner(actor, owner_id)
    group = UnitGroup(owner=owner)
    members = _fill(group, name, kinds, member_ids)
    group.save()
    group.members.set(members)
    changes = {"name": [None, group.name], "kinds": [[], group.kinds], "members": [[], [unit.name for unit in members]]}
    audit.record(actor=actor, act="organizations.create_group", subject=group_subject(group), at=at, changes=changes)
    return group


@transaction.atomic
def change_group(
    *, actor: Actor, group_id: int, name: str, kinds: Collection[str], member_ids: Collection[int], at: datetime
) -> UnitGroup:
    """Change the name or the members of a group (`organizations.change_group`).

    Raises NotVisible, NotPermitted, InvalidInput.
    """
    group = locked(policies.visible_groups(actor).select_related("owner"), group_id)
    require(policies.can_map_names(actor, group.owner), _REFUSED.format(group.owner.name))
    before = (group.name, list(group.kinds), list(group.members.values_list("name", flat=True)))
    members = _fill(group, name, kinds, member_ids)
    group.save()
    group.members.set(members)
    after = (group.name, group.kinds, [unit.name for unit in members])
    changes = {
        field: [old, new]
        for field, old, new in zip(("name", "kinds", "members"), before, after, strict=True)
        if old != new
    }
    audit.record(actor=actor, act="organizations.change_group", subject=group_subject(group), at=at, changes=changes)
    return group


@transaction.atomic
def learn_alias(
    *, actor: Actor, owner_id: int, text: str, at: datetime, unit_id: int | None = None, group_id: int | None = None
) -> UnitAlias:
    """Remember that a wording means a unit or a group in the papers of a body (`organizations.learn_alias`).

    A wording taught before is given its new meaning. Raises NotVisible, NotPermitted, InvalidInput.
    """
    owner = _owner(actor, owner_id)
    text = plain(text)
    folded = fold_name(text)
    if not folded or len(text) > 300:
        message = "Cách ghi cần có chữ và không dài quá 300 ký tự."
        raise InvalidInput(message, fields={"text": message})
    if (unit_id is None) == (group_id is None):
        raise InvalidInput("Cần chọn một đơn vị hoặc một nhóm.", fields={"unit": "Cần chọn một đơn vị hoặc một nhóm."})
    unit = policies.visible_units(actor).filter(pk=unit_id).first() if unit_id is not None else None
    group = UnitGroup.objects.filter(pk=group_id, owner=owner).first() if group_id is not None else None
    if unit is None and group is None:
        raise NotVisible
    alias = UnitAlias.objects.filter(owner=owner, folded=folded).first() or UnitAlias(owner=owner, folded=folded)
    before = _meaning(alias) if alias.pk else None
    alias.text, alias.unit, alias.group = text, unit, group
    alias.save()
    changes = {"means": [before, _meaning(alias)]}
    audit.record(actor=actor, act="organizations.learn_alias", subject=alias_subject(alias), at=at, changes=changes)
    return alias


@transaction.atomic
def forget_alias(*, actor: Actor, alias_id: int, at: datetime) -> None:
    """Forget a taught wording (`organizations.forget_alias`). Raises NotVisible, NotPermitted."""
    visible = UnitAlias.objects.filter(owner__in=policies.visible_units(actor)).select_related("owner", "unit", "group")
    alias = locked(visible, alias_id)
    require(policies.can_map_names(actor, alias.owner), _REFUSED.format(alias.owner.name))
    audit.record(
        actor=actor,
        act="organizations.forget_alias",
        subject=alias_subject(alias),
        at=at,
        changes={"means": [_meaning(alias), None]},
    )
    alias.delete()


def _meaning(alias: UnitAlias) -> str:
    return str(alias.unit or alias.group)


def _owner(actor: Actor, owner_id: int) -> Unit:
    owner = locked(policies.visible_units(actor), owner_id)
    require(policies.can_map_names(actor, owner), _REFUSED.format(owner.name))
    return owner


def _fill(group: UnitGroup, name: str, kinds: Collection[str], member_ids: Collection[int]) -> list[Unit]:
    group.name = plain(name)
    group.kinds = [kind for kind in UnitKind.values if kind in kinds]
    members = list(Unit.objects.filter(path__startswith=group.owner.path, pk__in=member_ids))
    fields: dict[str, str] = {}
    if not group.name or len(group.name) > 200:
        fields["name"] = "Cần ghi tên nhóm, không dài quá 200 ký tự."
    elif UnitGroup.objects.filter(owner=group.owner, name=group.name).exclude(pk=group.pk).exists():
        fields["name"] = f"Đã có nhóm “{group.name}”."
    if not group.kinds and not members:
        fields["kinds"] = "Cần chọn ít nhất một loại đơn vị hoặc một đơn vị."
    if len(members) != len(set(member_ids)):
        fields["members"] = "Có đơn vị không thuộc cơ quan này."
    if fields:
        raise InvalidInput("Nhóm chưa đúng: " + " ".join(fields.values()), fields=fields)
    return members
