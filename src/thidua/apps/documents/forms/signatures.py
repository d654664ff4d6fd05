"""Forms of signatures: a file to check, a picture to keep."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignedPdfForm(forms.Form):
    """A signed PDF to be checked; it is not kept."""

    file = forms.FileField(
        label=_("Tệp PDF đã ký"),
        error_messages={"required": _("Chọn tệp PDF cần kiểm tra."), "empty": _("Tệp không có nội dung.")},
    )


class ImageForm(forms.Form):
    """The picture of a hand signature or a seal."""

    image = forms.FileField(
        label=_("Ảnh PNG nền trong suốt"),
        error_messages={"required": _("Chọn tệp ảnh PNG."), "empty": _("Tệp không có nội dung.")},
        widget=forms.FileInput(attrs={"accept": ".png,image/png"}),
    )
