"""Pages as somebody signed in reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.test import Client

from thidua.apps.accounts.models import User

BACKEND = "thidua.apps.accounts.backends.UsernameBackend"


class Peopled(Protocol):
    """A world of tests with people in it, by what they do there."""

    @property
    def users(self) -> Mapping[str, User]: ...


def signed_in(world: Peopled, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who], backend=BACKEND)
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())
