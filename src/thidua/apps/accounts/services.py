"""Writes to accounts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from thidua.apps.accounts.models import User
from thidua.apps.audit import services as audit
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.locking import locked

ONE_TIME_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 characters that nobody confuses on paper: no l, o, 0, 1."""
ONE_TIME_ITERATIONS = 10_000
"""A random password of 80 bits needs no slow hash; Django hashes anew, slowly, at the first sign-in."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to create; `password_hash` comes from `one_time_hash`."""

    username: str
    full_name: str
    email: str
    password_hash: str
    unit_path: str = ""


def one_time_password() -> str:
    """Return a random password of 80 bits, in four groups that can be read aloud."""
    return "-".join("".join(secrets.choice(ONE_TIME_LETTERS) for _ in range(4)) for _ in range(4))


def one_time_hash(password: str) -> str:
    """Return the hash of a one-time password, about a hundred times faster than that of a chosen one."""
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), iterations=ONE_TIME_ITERATIONS)


def subject(user: User, *, unit_path: str = "") -> audit.Subject:
    return audit.Subject("accounts.user", user.pk, f"{user.full_name} ({user.username})", unit_path)


def _home(actor: Actor) -> str:
    """The topmost unit the actor holds a role in: where the record of their own acts is read."""
    return actor.roles[0].unit_path if actor.roles else ""


@transaction.atomic
def create_user(
    *,
    actor: Actor,
    username: str,
    full_name: str,
    email: str,
    password: str,
    must_change: bool,
    at: datetime,
    unit_path: str = "",
) -> User:
    """Create an account (`accounts.create_user`). The caller has checked that the actor may add people to the unit.

    Raises InvalidInput when the name is taken or the password too weak.
    """
    username = username.strip()
    if User.objects.filter(username__iexact=username).exists():
        message = f"Tên đăng nhập “{username}” đã có người dùng."
        raise InvalidInput(message, fields={"username": message})
    user = User(username=username, full_name=full_name, email=email, must_change_password=must_change, created_at=at)
    _set_password(user, password)
    user.save()
    where = subject(user, unit_path=unit_path)
    audit.record(actor=actor, act="accounts.create_user", subject=where, at=at, changes={"username": username})
    return user


@transaction.atomic
def create_users(*, actor: Actor, new: Sequence[NewAccount], at: datetime) -> list[User]:
    """Create many accounts with one-time passwords (`accounts.create_user`), in a constant number of statements.

    The caller has checked the actor's right and that the names are free.
    """
    users = User.objects.bulk_create(
        [
            User(
                username=one.username,
                full_name=one.full_name,
                email=one.email,
                password=one.password_hash,
                must_change_password=True,
                created_at=at,
            )
            for one in new
        ],
        batch_size=500,
    )
    acts = [
        audit.Act("accounts.create_user", subject(user, unit_path=one.unit_path), {"username": user.username})
        for user, one in zip(users, new, strict=True)
    ]
    audit.record_many(actor=actor, acts=acts, at=at)
    return users


@transaction.atomic
def reset_password(*, actor: Actor, user_id: int, password: str, at: datetime, unit_path: str = "") -> User:
    """Give an account a one-time password (`accounts.reset_password`). The caller has checked the actor's right."""
    user = locked(User.objects.all(), user_id)
    user.password = one_time_hash(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor=actor, act="accounts.reset_password", subject=subject(user, unit_path=unit_path), at=at)
    return user


@transaction.atomic
def change_password(*, actor: Actor, user_id: int, old: str, new: str, at: datetime) -> User:
    """Change one's own password (`accounts.change_password`). Raises InvalidInput."""
    user = _own(actor, user_id)
    if not user.check_password(old):
        raise InvalidInput("Mật khẩu hiện tại chưa đúng.", fields={"old_password": "Mật khẩu hiện tại chưa đúng."})
    _set_password(user, new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor=actor, act="accounts.change_password", subject=subject(user, unit_path=_home(actor)), at=at)
    return user


@transaction.atomic
def set_language(*, actor: Actor, user_id: int, language: str, at: datetime) -> User:
    """Choose the language of one's own pages (`accounts.set_language`). Raises InvalidInput for one we do not have."""
    user = _own(actor, user_id)
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput("Ngôn ngữ này chưa có.", fields={"language": "Chọn một ngôn ngữ trong danh sách."})
    before, user.language = user.language, language
    user.save(update_fields=["language"])
    audit.record(
        actor=actor,
        act="accounts.set_language",
        subject=subject(user, unit_path=_home(actor)),
        at=at,
        changes={"language": [dict(settings.LANGUAGES).get(code, code) for code in (before, language)]},
    )
    return user


@transaction.atomic
def note_sign_in(*, actor: Actor, user: User, address: str, at: datetime) -> None:
    """Record that somebody signed in (`accounts.sign_in`)."""
    _note("accounts.sign_in", actor, user, _home(actor), address, at)


@transaction.atomic
def note_sign_out(*, actor: Actor, user: User, address: str, at: datetime) -> None:
    """Record that somebody signed out (`accounts.sign_out`)."""
    _note("accounts.sign_out", actor, user, _home(actor), address, at)


@transaction.atomic
def note_failed_sign_in(*, user: User, unit_path: str, address: str, at: datetime) -> None:
    """Record a refused sign-in to an account that exists (`accounts.sign_in_failed`).

    Names without an account are not recorded: people type passwords there.
    """
    _note("accounts.sign_in_failed", Actor(user_id=None, label="Người chưa đăng nhập"), user, unit_path, address, at)


def _note(act: str, actor: Actor, user: User, unit_path: str, address: str, at: datetime) -> None:
    where = subject(user, unit_path=unit_path)
    audit.record(actor=actor, act=act, subject=where, at=at, changes={"address": address})


def _own(actor: Actor, user_id: int) -> User:
    """Only one's own account is changed here; any other answers as if it were missing."""
    if actor.user_id != user_id:
        raise NotVisible
    return locked(User.objects.all(), user_id)


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        message = " ".join(error.messages)
        raise InvalidInput(message, fields={"new_password": message}) from None
    user.set_password(password)
