from __future__ import annotations

from thidua.core.errors import DomainError


class LastAdministrator(DomainError):
    """The act would leave the body without an administrator who can sign in."""

    def __init__(self, body: str) -> None:
        super().__init__(
            f"Đây là quản trị duy nhất của {body}; nếu thôi vai trò này thì không còn ai quản lý được cơ cấu.",
            remedy="Giao vai trò Quản trị cho một người khác trước, rồi thực hiện lại.",
        )


class UnitInUse(DomainError):
    """The unit still holds something that must be moved first."""


class ImportRefused(DomainError):
    """The list cannot be read, or has errors, so nothing of it is applied."""

    status = 400


class AlreadyFounded(DomainError):
    """The installation was set up before; it is done once."""

    def __init__(self) -> None:
        super().__init__("Chương trình đã được thiết lập từ trước.", remedy="Đăng nhập bằng tài khoản đã có.")
