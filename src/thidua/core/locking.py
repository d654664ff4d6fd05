"""Row locks: the first statement of a service that changes a row."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from thidua.core.errors import NotVisible

M = TypeVar("M", bound=models.Model)


def locked(queryset: models.QuerySet[M], pk: object) -> M:
    """Return the row of `queryset` with this key, locked to the end of the transaction.

    On SQLite the IMMEDIATE transaction already holds the only write lock. Raises NotVisible when there is none.
    """
    row = queryset.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotVisible
    return row
