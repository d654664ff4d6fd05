"""Words of accounts."""

from __future__ import annotations

ACTS = {
    "accounts.create_user": "đã tạo tài khoản",
    "accounts.change_password": "đã đổi mật khẩu",
    "accounts.reset_password": "đã cấp lại mật khẩu cho",
    "accounts.set_language": "đã đổi ngôn ngữ hiển thị",
    "accounts.sign_in": "đã đăng nhập",
    "accounts.sign_in_failed": "đăng nhập không thành công bằng tên",
    "accounts.sign_out": "đã đăng xuất",
}
FACTS = {"address": "Từ địa chỉ", "language": "Ngôn ngữ"}
