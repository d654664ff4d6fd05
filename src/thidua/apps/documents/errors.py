from __future__ import annotations

from thidua.core.errors import DomainError


class FileRefused(DomainError):  # noqa: N818 - errors end in the fact (architecture: Names)
    """The upload is empty, too large or broken off; nothing is stored."""

    status = 400
