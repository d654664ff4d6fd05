"""Errors of exchange."""

from __future__ import annotations


class UnreadablePackage(ValueError):
    """These bytes are no edXML package that can be taken; `str()` says in Vietnamese what is wrong."""
