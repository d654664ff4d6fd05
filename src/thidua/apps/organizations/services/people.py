"""Writes to people and to the accounts they sign in with."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from thidua.apps.accounts import services as accounts
from thidua.apps.accounts.queries import User
from thidua.apps.audit import services as audit
from thidua.apps.organizations import policies
from thidua.apps.organizations.models import Person, Unit
from thidua.apps.organizations.services.fields import changed, day, plain
from thidua.apps.organizations.services.roles import keep_an_administrator
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.core.search import search_key
from thidua.lib.vietnamese import sort_name

FIELDS = ("code", "full_name", "title", "email", "phone", "is_active")


def subject(person: Person) -> audit.Subject:
    return audit.Subject("organizations.person", person.pk, person.full_name, person.unit.path)


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    unit_id: int,
    full_name: str,
    at: datetime,
    code: str = "",
    title: str = "",
    email: str = "",
    phone: str = "",
) -> Person:
    """Add somebody to the staff of a unit (`organizations.add_person`). Without code, one is given.

    Raises NotVisible, NotPermitted, InvalidInput.
    """
    unit = _managed_unit(actor, unit_id)
    person = Person(unit=unit)
    _fill(person, code=code, full_name=full_name, title=title, email=email, phone=phone)
    if not person.code:
        person.code = str(uuid.uuid4())
    person.save()
    if not plain(code):
        person.code = given_code(person.pk)
        person.save(update_fields=["code"])
    changes = changed({}, person, FIELDS) | {"unit": [None, unit.name]}
    audit.record(actor=actor, act="organizations.add_person", subject=subject(person), at=at, changes=changes)
    return person


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    person_id: int,
    unit_id: int,
    code: str,
    full_name: str,
    title: str,
    email: str,
    phone: str,
    is_active: bool,
    at: datetime,
) -> Person:
    """Change what is said of a person, the unit included (`organizations.change_person`).

    Who leaves (`is_active` False) can no longer sign in with any role. Raises NotVisible, NotPermitted, InvalidInput,
    LastAdministrator.
    """
    person = _managed_person(actor, person_id)
    before = {field: getattr(person, field) for field in FIELDS}
    before_unit = person.unit
    if unit_id != person.unit_id:
        person.unit = _managed_unit(actor, unit_id)
    if is_active != person.is_active:
        _require_account(actor, person)
    _fill(person, code=code or person.code, full_name=full_name, title=title, email=email, phone=phone)
    person.is_active = is_active
    person.save()
    if person.user is not None and (person.user.full_name, person.user.email) != (person.full_name, person.email):
        User.objects.filter(pk=person.user.pk).update(full_name=person.full_name, email=person.email)
    if before["is_active"] and not is_active:
        keep_an_administrator(before_unit.path, on=day(at))
    changes = changed(before, person, FIELDS)
    if before_unit != person.unit:
        changes["unit"] = [before_unit.name, person.unit.name]
    audit.record(actor=actor, act="organizations.change_person", subject=subject(person), at=at, changes=changes)
    return person


@transaction.atomic
def create_account(*, actor: Actor, person_id: int, username: str, at: datetime) -> tuple[User, str]:
    """Let a person sign in (`organizations.create_account`). Returns the account and its one-time password.

    Raises NotVisible, NotPermitted, InvalidInput.
    """
    person = _managed_person(actor, person_id)
    _require_account(actor, person)
    if person.user is not None:
        raise InvalidInput(f"{person.full_name} đã có tài khoản “{person.user.username}”.")
    password = accounts.one_time_password()
    user = accounts.create_user(
        actor=actor,
        username=plain(username),
        full_name=person.full_name,
        email=person.email,
        password=password,
        must_change=True,
        unit_path=person.unit.path,
        at=at,
    )
    person.user = user
    person.save(update_fields=["user"])
    audit.record(
        actor=actor,
        act="organizations.create_account",
        subject=subject(person),
        at=at,
        changes={"username": [None, user.username]},
    )
    return user, password


@transaction.atomic
def reset_password(*, actor: Actor, person_id: int, at: datetime) -> tuple[User, str]:
    """Give a person a new one-time password (`organizations.reset_password`), to be changed at the next sign-in.

    Raises NotVisible, NotPermitted, InvalidInput.
    """
    person = _managed_person(actor, person_id)
    _require_account(actor, person)
    if person.user is None:
        raise InvalidInput(f"{person.full_name} chưa có tài khoản.")
    password = accounts.one_time_password()
    user = accounts.reset_password(
        actor=actor, user_id=person.user.pk, password=password, unit_path=person.unit.path, at=at
    )
    audit.record(actor=actor, act="organizations.reset_password", subject=subject(person), at=at)
    return user, password


@transaction.atomic
def close_account(*, actor: Actor, person_id: int, is_active: bool, at: datetime) -> Person:
    """Stop a person from signing in, or let them again (`organizations.close_account`, `organizations.open_account`).

    Raises NotVisible, NotPermitted, InvalidInput, LastAdministrator.
    """
    person = _managed_person(actor, person_id)
    _require_account(actor, person)
    if person.user is None:
        raise InvalidInput(f"{person.full_name} chưa có tài khoản.")
    before, person.user.is_active = person.user.is_active, is_active
    person.user.save(update_fields=["is_active"])
    if before and not is_active:
        keep_an_administrator(person.unit.path, on=day(at))
    act = "organizations.open_account" if is_active else "organizations.close_account"
    audit.record(actor=actor, act=act, subject=subject(person), at=at, changes={"is_active": [before, is_active]})
    return person


def given_code(key: int) -> str:
    """Return the staff code of a person who came without one."""
    return f"CB{key:05d}"


def search_text(person: Person) -> str:
    """Return the folded text by which a person is found."""
    return search_key(person.full_name, person.code, person.title, person.email)


def _managed_unit(actor: Actor, unit_id: int) -> Unit:
    unit = locked(policies.visible_units(actor), unit_id)
    require(policies.can_manage_unit(actor, unit), f"Ông/Bà không quản trị {unit.name} nên chưa sửa được cán bộ ở đây.")
    return unit


def _managed_person(actor: Actor, person_id: int) -> Person:
    person = locked(policies.visible_people(actor).select_related("unit", "user"), person_id)
    require(
        policies.can_manage_person(actor, person),
        f"Thông tin của {person.full_name} do quản trị của {person.unit.name} hoặc cấp trên cập nhật.",
    )
    return person


def _require_account(actor: Actor, person: Person) -> None:
    paths = person.role_assignments.values_list("unit__path", flat=True)
    require(
        policies.can_manage_account(actor, person, role_paths=paths),
        f"{person.full_name} có vai trò ở đơn vị cấp trên; tài khoản do quản trị của đơn vị đó cập nhật.",
    )


def _fill(person: Person, *, code: str, full_name: str, title: str, email: str, phone: str) -> None:
    person.code, person.full_name, person.title = plain(code), plain(full_name), plain(title)
    person.email, person.phone = plain(email), plain(phone)
    fields: dict[str, str] = {}
    if not person.full_name or len(person.full_name) > 120:
        fields["full_name"] = "Cần ghi họ và tên, không dài quá 120 ký tự."
    if len(person.code) > 40:
        fields["code"] = "Mã cán bộ dài quá 40 ký tự."
    elif person.code and Person.objects.filter(code__iexact=person.code).exclude(pk=person.pk).exists():
        fields["code"] = f"Mã “{person.code}” đã dùng cho người khác."
    if len(person.title) > 120:
        fields["title"] = "Chức vụ dài quá 120 ký tự."
    if len(person.phone) > 30:
        fields["phone"] = "Số điện thoại dài quá 30 ký tự."
    if person.email and not is_email(person.email):
        fields["email"] = f"“{person.email}” không phải địa chỉ thư điện tử."
    if fields:
        raise InvalidInput("Thông tin cán bộ chưa đúng: " + " ".join(fields.values()), fields=fields)
    person.sort_name = sort_name(person.full_name)[:400]
    person.search_text = search_text(person)


def is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
