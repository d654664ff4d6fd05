from __future__ import annotations

from thidua.core.errors import DomainError


class SheetRefused(DomainError):
    """The Excel list cannot be read, or has errors, so nothing of it is applied."""

    status = 400
