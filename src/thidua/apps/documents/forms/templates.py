"""What the page of a template asks for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.lib.vanban.templates.isolated import LARGEST


class TemplateForm(forms.Form):
    """A Word file with fields, and from which day papers are made from it."""

    file = forms.FileField(
        label=_("Tệp mẫu"),
        error_messages={
            "required": _("Chưa chọn tệp Word (.docx)."),
            "empty": _("Tệp không có nội dung."),
        },
    )
    in_force_from = forms.DateField(
        label=_("Áp dụng từ ngày"),
        help_text=_("Phiên bản đang dùng hết áp dụng vào ngày liền trước. Văn bản đã lập không đổi."),
        error_messages={"required": _("Chưa ghi ngày bắt đầu áp dụng."), "invalid": _("Ngày phải viết dd/mm/yyyy.")},
    )
    note = forms.CharField(
        label=_("Nội dung thay đổi"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: đổi tên cơ quan sau sắp xếp, thêm dòng điện thoại."),
    )

    def content(self) -> bytes:
        """Return the bytes of the file, no more of them than are ever looked at."""
        content: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        return content
