"""Errors of exchange."""

from __future__ import annotations


class UnreadablePackage(ValueError):  # noqa: N818 - errors end in the fact (architecture: Names)
    """These bytes are no edXML package that can be taken; `str()` says in Vietnamese what is wrong."""
