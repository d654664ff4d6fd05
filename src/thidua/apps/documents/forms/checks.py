"""What the page that checks a Word file asks for."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def most_bytes() -> int:
    """Return how large a file may be."""
    return int(settings.OPTIONS.upload_megabytes) * 2**20


class WordFileForm(forms.Form):
    """A Word file to be checked; it is not kept."""

    file = forms.FileField(
        label=_("Tệp Word (.docx)"),
        error_messages={"required": _("Chọn tệp Word (.docx) cần kiểm tra."), "empty": _("Tệp không có nội dung.")},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > most_bytes():
            raise forms.ValidationError(gettext("Tệp lớn hơn mức cho phép."))
        return file
