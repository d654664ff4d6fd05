"""Reads of accounts, and the front door to `User` for the apps above."""

from __future__ import annotations

from thidua.apps.accounts.models import User

__all__ = ["User"]


def has_users() -> bool:
    """Whether the installation was set up: somebody can sign in."""
    return User.objects.exists()
