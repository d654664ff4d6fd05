from __future__ import annotations

from thidua.core.errors import DomainError


class FileRefused(DomainError):  # noqa: N818 - errors end in the fact (architecture: Names)
    """The upload is empty, too large or broken off; nothing is stored."""

    status = 400


class PageNotAvailable(DomainError):  # noqa: N818
    """A page of the file cannot be drawn."""

    def __init__(self) -> None:
        super().__init__("Không vẽ được trang này của tệp.", remedy="Tải tệp về và mở bằng chương trình trên máy.")
