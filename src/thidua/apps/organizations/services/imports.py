"""Writes of an Excel list of units and people: previewed, then applied all or nothing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from thidua.apps.accounts import services as accounts
from thidua.apps.accounts.queries import User
from thidua.apps.audit import services as audit
from thidua.apps.organizations import policies
from thidua.apps.organizations.domain.records import PersonRecord, Preview, UnitRecord
from thidua.apps.organizations.domain.sheets import UnreadableList, read_lists
from thidua.apps.organizations.enums import ImportState, UnitKind
from thidua.apps.organizations.errors import ImportRefused
from thidua.apps.organizations.models import Person, RoleAssignment, StructureImport, Unit
from thidua.apps.organizations.queries import import_preview, in_force
from thidua.apps.organizations.services import names, people, roles, units
from thidua.apps.organizations.services.fields import changed, day
from thidua.core.actor import Actor
from thidua.core.errors import EditConflict, NotPermitted, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vietnamese import sort_name

BATCH = 500
UNIT_FIELDS = (*units.FIELDS, "search_text")
PERSON_FIELDS = ("full_name", "sort_name", "search_text", "title", "email", "phone", "unit", "user")


@dataclass(frozen=True, slots=True)
class OneTimeAccount:
    """An account and its first password, to be handed to a person on paper."""

    full_name: str
    unit: str
    username: str
    password: str


def subject(one: StructureImport) -> audit.Subject:
    return audit.Subject("organizations.structureimport", one.pk, one.original_name, one.unit.path)


@transaction.atomic
def start_import(*, actor: Actor, unit_id: int, content: bytes, original_name: str, at: datetime) -> StructureImport:
    """Take a list in for preview (`organizations.start_import`). Nothing of it counts until it is applied.

    Raises NotVisible, NotPermitted, ImportRefused for a file that gives no list.
    """
    unit = locked(policies.visible_units(actor), unit_id)
    refused = f"Ông/Bà không quản trị {unit.name} nên chưa nhập được danh sách."
    require(policies.can_manage_unit(actor, unit), refused)
    if actor.user_id is None:
        raise NotPermitted(refused)
    try:
        lists = read_lists(content)
    except UnreadableList as error:
        raise ImportRefused(str(error)) from None
    one = StructureImport.objects.create(
        unit=unit,
        original_name=original_name[-255:],
        sha256=hashlib.sha256(content).hexdigest(),
        rows=lists.as_json(),
        created_by_id=actor.user_id,
        created_at=at,
    )
    changes = {"sha256": one.sha256, "rows": len(lists.units) + len(lists.people)}
    audit.record(actor=actor, act="organizations.start_import", subject=subject(one), at=at, changes=changes)
    return one


@transaction.atomic
def apply_import(*, actor: Actor, import_id: UUID, digest: str, at: datetime) -> StructureImport:
    """Write a previewed list, all or nothing (`organizations.apply_import`), in a constant number of statements.

    Every row is judged anew. Raises NotVisible, ImportRefused when a row has an error, EditConflict when it was applied
    before or would now do something else than what `digest` stands for.
    """
    one = locked(policies.visible_imports(actor).select_related("unit"), import_id)
    if one.state != ImportState.PREVIEW:
        raise EditConflict("Danh sách này đã được nhập hoặc đã bỏ.", remedy="Tải tệp lên lại nếu muốn nhập lần nữa.")
    preview = import_preview(actor=actor, one=one, on=day(at))
    if preview.has_errors:
        raise ImportRefused(
            f"Danh sách còn {preview.counts['error']} dòng sai nên chưa nhập dòng nào.",
            remedy="Sửa các dòng đó trong tệp Excel rồi tải lên lại.",
        )
    if preview.digest != digest:
        raise EditConflict(
            "Cơ cấu đã thay đổi từ lúc xem trước nên kết quả nhập sẽ khác.",
            remedy="Xem lại bảng dưới đây rồi bấm Nhập.",
        )
    acts: list[audit.Act] = []
    made = _write_units(preview, one, acts)
    new_users = _write_accounts(preview, one, made, actor=actor, at=at)
    staff = _write_people(preview, made, new_users, acts)
    _write_roles(preview, made, staff, acts, at=at)
    one.state, one.applied_at, one.rows = ImportState.APPLIED, at, {}
    one.outcome = preview.counts | {"accounts": [staff[key].pk for key in preview.accounts]}
    one.save()
    acts.append(audit.Act("organizations.apply_import", subject(one), preview.counts))
    audit.record_many(actor=actor, acts=acts, at=at)
    for unit in made.values():
        if unit.kind == UnitKind.BODY:
            names.ensure_default_groups(actor=actor, owner_id=unit.pk, at=at)
    return one


@transaction.atomic
def discard_import(*, actor: Actor, import_id: UUID, at: datetime) -> None:
    """Drop a list without applying it (`organizations.discard_import`). Raises NotVisible, EditConflict."""
    one = locked(policies.visible_imports(actor).select_related("unit"), import_id)
    if one.state != ImportState.PREVIEW:
        raise EditConflict("Danh sách này đã được nhập hoặc đã bỏ.")
    one.state, one.rows = ImportState.DISCARDED, {}
    one.save(update_fields=["state", "rows"])
    audit.record(actor=actor, act="organizations.discard_import", subject=subject(one), at=at)


@transaction.atomic
def hand_over_passwords(*, actor: Actor, import_id: UUID, at: datetime) -> list[OneTimeAccount]:
    """Return the one-time passwords of an import, once (`organizations.hand_over_passwords`).

    They are made from the installation's key and a seed kept until now; with the seed gone nobody can make them again.
    Raises NotVisible, EditConflict when they were handed over before.
    """
    one = locked(policies.visible_imports(actor).select_related("unit"), import_id)
    if one.state != ImportState.APPLIED or not one.outcome.get("accounts"):
        raise NotVisible
    if not one.seed:
        raise EditConflict(
            "Danh sách mật khẩu đã được tải về; chương trình không giữ lại mật khẩu.",
            remedy="Cấp lại mật khẩu cho từng người ở trang cán bộ nếu danh sách bị mất.",
        )
    people_created = Person.objects.filter(pk__in=one.outcome["accounts"], user__must_change_password=True)
    found = [
        OneTimeAccount(person.full_name, person.unit.name, person.user.username, _password(one, person.user.username))
        for person in people_created.select_related("unit", "user")
        if person.user is not None
    ]
    one.seed = ""
    one.save(update_fields=["seed"])
    changes = {"accounts": len(found)}
    audit.record(actor=actor, act="organizations.hand_over_passwords", subject=subject(one), at=at, changes=changes)
    return found


def _password(one: StructureImport, username: str) -> str:
    mixed = hmac.digest(settings.SECRET_KEY.encode(), f"{one.pk}:{one.seed}:{username}".encode(), "sha256")
    letters = "".join(accounts.ONE_TIME_LETTERS[byte % 32] for byte in mixed[:16])
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _write_units(preview: Preview, one: StructureImport, acts: list[audit.Act]) -> dict[int, Unit]:
    """Write new and changed units, and the paths of every branch that moves. Returns them by key."""
    tree = Unit.objects.filter(path__startswith=policies.root_path(one.unit.path)).in_bulk()
    before = {key: {name: getattr(tree[key], name) for name in units.FIELDS} for key in preview.units if key > 0}
    fresh = {key: Unit(path=f"new-{uuid4()}") for key in preview.units if key < 0}
    found = {key: fresh.get(key) or tree[key] for key in preview.units}
    for key, record in preview.units.items():
        _fill_unit(found[key], record)
    Unit.objects.bulk_create(fresh.values(), batch_size=BATCH)
    tree |= {unit.pk: unit for unit in fresh.values()}
    above = {key: unit.parent_id for key, unit in found.items()}
    for key, record in preview.units.items():
        if record.parent is not None:
            found[key].parent = fresh.get(record.parent) or tree[record.parent]
    displaced = [unit for unit in tree.values() if unit.path != _path(unit, tree)]
    for unit in displaced:
        unit.path = _path(unit, tree)
    Unit.objects.bulk_update([tree[key] for key in before], UNIT_FIELDS, batch_size=BATCH)
    Unit.objects.bulk_update(displaced, ["parent", "path"], batch_size=BATCH)
    renamed = {key: old["name"] for key, old in before.items() if old["name"] != found[key].name}
    units.remember_names([(found[key], old, _body(found[key], tree)) for key, old in renamed.items()])
    for key, unit in found.items():
        act = "organizations.create_unit" if key in fresh else "organizations.change_unit"
        changes = changed(before.get(key, {}), unit, units.FIELDS)
        if above[key] != unit.parent_id:
            old_parent = tree.get(above[key] or 0)
            changes["parent"] = [old_parent.name if old_parent else None, unit.parent.name if unit.parent else None]
        acts.append(audit.Act(act, units.subject(unit), changes))
    return found


def _chain(unit: Unit, tree: Mapping[int, Unit]) -> list[Unit]:
    """Return the unit and those above it, nearest first."""
    chain = [unit]
    while chain[-1].parent_id is not None:
        chain.append(tree[chain[-1].parent_id])
    return chain


def _path(unit: Unit, tree: Mapping[int, Unit]) -> str:
    return "".join(f"{one.pk}." for one in reversed(_chain(unit, tree)))


def _body(unit: Unit, tree: Mapping[int, Unit]) -> Unit:
    chain = _chain(unit, tree)
    return next((one for one in chain if one.kind == UnitKind.BODY), chain[-1])


def _fill_unit(unit: Unit, record: UnitRecord) -> None:
    unit.code, unit.name, unit.short_name, unit.kind = record.code, record.name, record.short_name, record.kind
    unit.position, unit.valid_from = record.position, record.valid_from
    unit.search_text = units.search_text(unit)


def _write_people(
    preview: Preview, made: Mapping[int, Unit], new_users: Mapping[int, User], acts: list[audit.Act]
) -> dict[int, Person]:
    """Write new and changed people. Returns them by their key in the preview."""
    present = Person.objects.select_related("unit", "user").in_bulk([key for key in preview.people if key > 0])
    places = _places(preview, made)
    before = {key: {name: getattr(one, name) for name in people.FIELDS} for key, one in present.items()}
    before_units = {key: one.unit for key, one in present.items()}
    fresh = {key: Person(code=record.code or f"new-{key}") for key, record in preview.people.items() if key < 0}
    found = present | fresh
    for key, record in preview.people.items():
        _fill_person(found[key], record, places[record.unit])
        found[key].user = new_users.get(key) or found[key].user
    Person.objects.bulk_create(fresh.values(), batch_size=BATCH)
    without_code = [person for key, person in fresh.items() if not preview.people[key].code]
    for person in without_code:
        person.code = people.given_code(person.pk)
        person.search_text = people.search_text(person)
    Person.objects.bulk_update(without_code, ["code", "search_text"], batch_size=BATCH)
    Person.objects.bulk_update(present.values(), PERSON_FIELDS, batch_size=BATCH)
    users = [person.user for person in present.values() if person.user is not None]
    for person in present.values():
        if person.user is not None:
            person.user.full_name, person.user.email = person.full_name, person.email
    User.objects.bulk_update(users, ["full_name", "email"], batch_size=BATCH)
    for key, person in found.items():
        act = "organizations.add_person" if key in fresh else "organizations.change_person"
        changes = changed(before.get(key, {}), person, people.FIELDS)
        if before_units.get(key) != person.unit:
            changes["unit"] = [before_units[key].name if key in before_units else None, person.unit.name]
        acts.append(audit.Act(act, people.subject(person), changes))
    return found


def _places(preview: Preview, made: Mapping[int, Unit]) -> Mapping[int, Unit]:
    """Return the units of the list's people by their key: those just written, and those that were there."""
    return {**made, **Unit.objects.in_bulk({record.unit for record in preview.people.values()} - set(made))}


def _fill_person(person: Person, record: PersonRecord, unit: Unit) -> None:
    person.full_name, person.title, person.email = record.full_name, record.title, record.email
    person.phone, person.unit = record.phone, unit
    person.sort_name = sort_name(record.full_name)[:400]
    person.search_text = people.search_text(person)


def _write_roles(
    preview: Preview, made: dict[int, Unit], staff: dict[int, Person], acts: list[audit.Act], *, at: datetime
) -> None:
    """Give the roles that are not held today; one that ended before begins anew."""
    today = day(at)
    held = RoleAssignment.objects.filter(in_force(today), person__in=[one.pk for key, one in staff.items() if key > 0])
    present = set(held.values_list("person_id", "role", "unit_id"))
    wanted = {key for record in preview.people.values() for _, key in record.roles}
    places = made | Unit.objects.in_bulk(wanted - set(made))
    new = [
        RoleAssignment(person=staff[key], role=role, unit=places[unit], valid_from=today)
        for key, record in preview.people.items()
        for role, unit in sorted(record.roles)
        if (staff[key].pk, role, places[unit].pk) not in present
    ]
    RoleAssignment.objects.bulk_create(
        new,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person", "unit", "role"],
        update_fields=["valid_from", "valid_to"],
    )
    acts.extend(audit.Act("organizations.grant_role", roles.subject(one), {"role": one.role}) for one in new)


def _write_accounts(
    preview: Preview, one: StructureImport, made: Mapping[int, Unit], *, actor: Actor, at: datetime
) -> dict[int, User]:
    """Create the accounts of the list, by key. The passwords are handed over later: see `hand_over_passwords`."""
    if not preview.accounts:
        return {}
    one.seed = secrets.token_hex(32)
    places = _places(preview, made)
    owners = [preview.people[key] for key in preview.accounts]
    new = [
        accounts.NewAccount(
            username=owner.username,
            full_name=owner.full_name,
            email=owner.email,
            password_hash=accounts.one_time_hash(_password(one, owner.username)),
            unit_path=places[owner.unit].path,
        )
        for owner in owners
    ]
    return dict(zip(preview.accounts, accounts.create_users(actor=actor, new=new, at=at), strict=True))
