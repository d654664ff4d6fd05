"""What the first set-up asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SetUpForm(forms.Form):
    code_given = forms.CharField(
        label=_("Mã thiết lập"),
        max_length=40,
        help_text=_("Mã hiện ở cửa sổ đang chạy chương trình; cũng có trong tệp setup-code của thư mục dữ liệu."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Tên cơ quan"),
        max_length=200,
        help_text=_("Ghi đầy đủ như trên văn bản, ví dụ: Sở Nông nghiệp và Môi trường tỉnh Bình Minh."),
    )
    short_name = forms.CharField(
        label=_("Tên viết tắt"), max_length=80, required=False, help_text=_("Ví dụ: Sở NNMT. Có thể bỏ trống.")
    )
    administrator_name = forms.CharField(
        label=_("Họ và tên người quản trị"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    new_password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        help_text=_("Ít nhất 10 ký tự, không trùng tên, không phải mật khẩu thường gặp."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("repeated") and cleaned.get("new_password") != cleaned["repeated"]:
            self.add_error("repeated", _("Hai lần nhập mật khẩu chưa giống nhau."))
        return cleaned
