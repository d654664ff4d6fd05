from __future__ import annotations

from thidua.core.errors import DomainError


class SheetRefused(DomainError):  # noqa: N818 - errors end in the fact (architecture: Names)
    """The Excel list cannot be read, or has errors, so nothing of it is applied."""

    status = 400
