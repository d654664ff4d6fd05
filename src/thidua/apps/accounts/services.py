"""Writes to accounts."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from thidua.apps.accounts.models import User
from thidua.apps.audit import services as audit
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.locking import locked


def subject(user: User) -> audit.Subject:
    return audit.Subject("accounts.user", user.pk, f"{user.full_name} ({user.username})")


@transaction.atomic
def create_user(
    *, actor: Actor, username: str, full_name: str, email: str, password: str, must_change: bool, at: datetime
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
    audit.record(actor=actor, act="accounts.create_user", subject=subject(user), at=at, changes={"username": username})
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
    audit.record(actor=actor, act="accounts.change_password", subject=subject(user), at=at)
    return user


@transaction.atomic
def set_language(*, actor: Actor, user_id: int, language: str, at: datetime) -> User:
    """Choose the language of one's own pages (`accounts.set_language`)."""
    user = _own(actor, user_id)
    before, user.language = user.language, language
    user.save(update_fields=["language"])
    audit.record(
        actor=actor, act="accounts.set_language", subject=subject(user), at=at, changes={"language": [before, language]}
    )
    return user


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
