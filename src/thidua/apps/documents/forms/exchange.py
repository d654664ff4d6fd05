"""The form that takes a document package in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.ui.forms import choice_field


class PackageForm(forms.Form):
    """A package and the unit that receives it."""

    unit = forms.ChoiceField(label=_("Đơn vị nhận"))
    file = forms.FileField(
        label=_("Gói văn bản (.edxml, .xml)"),
        error_messages={"required": _("Chọn tệp gói văn bản."), "empty": _("Tệp không có nội dung.")},
        widget=forms.FileInput(attrs={"accept": ".edxml,.xml"}),
    )

    def __init__(self, *arguments: Any, units: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choice_field(self, "unit").choices = [(str(key), name) for key, name in units]
