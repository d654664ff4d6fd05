"""The first set-up of an installation: its body and the person who administers it."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from thidua.apps.accounts import services as accounts
from thidua.apps.accounts.queries import User, has_users
from thidua.apps.audit import services as audit
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.errors import AlreadyFounded
from thidua.apps.organizations.services import people, roles, units
from thidua.apps.organizations.services.fields import plain
from thidua.core.actor import SYSTEM, Role
from thidua.core.errors import InvalidInput

CODE_LENGTH = 12
DEFAULT_CODE = "CQ"
FOUNDING_ROLES = (Role.ADMINISTRATOR, Role.OFFICER)
"""Whoever sets an installation up administers it and can bring in the first plan, before others have accounts."""


def setup_code() -> str:
    """Return the code that the first set-up asks for, made at need and kept in the home folder for its owner alone.

    It proves that who opens the page first is who started the program.
    """
    path = _code_path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        letters = "".join(secrets.choice(accounts.ONE_TIME_LETTERS) for _ in range(CODE_LENGTH))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write("-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4)))
    return path.read_text(encoding="ascii").strip()


@transaction.atomic
def found_body(
    *,
    code_given: str,
    name: str,
    administrator_name: str,
    username: str,
    password: str,
    at: datetime,
    short_name: str = "",
    body_code: str = DEFAULT_CODE,
) -> User:
    """Create the topmost body, its groups, and the account of its first administrator (`organizations.found_body`).

    Possible once, while no account exists, with the code of `setup_code`. Raises AlreadyFounded, InvalidInput.
    """
    if has_users():
        raise AlreadyFounded
    if not secrets.compare_digest(_letters(code_given).encode(), _letters(setup_code()).encode()):
        message = (
            "Mã thiết lập chưa đúng. Xem mã ở cửa sổ đang chạy chương trình hoặc tệp setup-code trong thư mục dữ liệu."
        )
        raise InvalidInput(message, fields={"code_given": message})
    if not plain(username):
        raise InvalidInput("Cần ghi tên đăng nhập.", fields={"username": "Cần ghi tên đăng nhập."})
    body = units.create_unit(
        actor=SYSTEM, parent_id=None, code=body_code, name=name, short_name=short_name, kind=UnitKind.BODY, at=at
    )
    if has_users():  # the record of acts lets one writer at a time past; whoever was first has founded the body
        raise AlreadyFounded
    person = people.add_person(
        actor=SYSTEM, unit_id=body.pk, full_name=administrator_name, title="Quản trị hệ thống", at=at
    )
    user = accounts.create_user(
        actor=SYSTEM,
        username=plain(username),
        full_name=person.full_name,
        email="",
        password=password,
        must_change=False,
        at=at,
    )
    person.user = user
    person.save(update_fields=["user"])
    for role in FOUNDING_ROLES:
        roles.grant_role(actor=SYSTEM, person_id=person.pk, unit_id=body.pk, role=role, at=at)
    facts = {"administrator": person.full_name, "username": user.username}
    audit.record(actor=SYSTEM, act="organizations.found_body", subject=units.subject(body), at=at, changes=facts)
    transaction.on_commit(lambda: _code_path().unlink(missing_ok=True))
    return user


def _code_path() -> Path:
    home: Path = settings.OPTIONS.home
    return home / "setup-code"


def _letters(code: str) -> str:
    """The code as compared: case, blanks and hyphens do not matter."""
    return "".join(letter for letter in code.lower() if letter.isalnum())
