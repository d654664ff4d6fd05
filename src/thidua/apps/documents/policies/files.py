"""Who may open a file: its owner app says, for only that app knows what the file is part of."""

from __future__ import annotations

from collections.abc import Callable

from thidua.apps.documents.models import StoredFile
from thidua.core.actor import Actor

Check = Callable[[Actor, StoredFile], bool]

_checks: list[Check] = []


def register_owner(check: Check) -> None:
    """Let an app answer for the files it owns; call it in `AppConfig.ready`.

    A check returns False for files that are not the app's. A file no app answers for is open to nobody.
    """
    if check not in _checks:
        _checks.append(check)


def can_open(actor: Actor, stored: StoredFile) -> bool:
    """Whether some app lets the actor read this file."""
    return any(check(actor, stored) for check in _checks)
