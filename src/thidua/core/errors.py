"""Errors a person is told about. Each says what happened, why, and what to do next, in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """Something asked for cannot be done. `message` is shown as it stands; `remedy` says what to do next."""

    status = 409

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class NotVisible(DomainError):
    """The object is missing, or outside the actor's tree: the answer is the same."""

    status = 404

    def __init__(self) -> None:
        super().__init__("Không tìm thấy nội dung này.", remedy="Kiểm tra lại đường dẫn hoặc quay về Bàn làm việc.")


class NotPermitted(DomainError):
    """The object may be seen, but this act is not the actor's to do."""

    status = 403


class InvalidInput(DomainError):
    """What was typed cannot be taken. `fields` maps a field to its sentence."""

    status = 400

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.fields = dict(fields or {})


class EditConflict(DomainError):
    """Somebody else changed the same thing since it was opened."""
