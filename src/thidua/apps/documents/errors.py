from __future__ import annotations

from thidua.core.errors import DomainError


class FileRefused(DomainError):  # noqa: N818 - errors end in the fact (architecture: Names)
    """The upload is empty, too large or broken off; nothing is stored."""

    status = 400


class PageNotAvailable(DomainError):  # noqa: N818
    """A page of the file cannot be drawn."""

    def __init__(self) -> None:
        super().__init__("Không vẽ được trang này của tệp.", remedy="Tải tệp về và mở bằng chương trình trên máy.")


class PaperNotReady(DomainError):  # noqa: N818
    """A paper lacks what the step asks for. `missing` says what, each with where to fill it in."""

    def __init__(self, message: str, *, missing: tuple[str, ...], remedy: str = "") -> None:
        super().__init__(f"{message} {' '.join(missing)}", remedy=remedy or "Bổ sung các mục trên rồi làm lại.")
        self.missing = missing
