"""What the page of a template asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.lib.vanban.templates import Field, FieldType, Kind, Value
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


class FillForm(forms.Form):
    """Everything a kind of paper asks for, to make one from the template in force."""

    def __init__(self, *args: Any, kind: Kind, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind = kind
        for field in kind.fields:
            self.fields[field.name] = _input(field)

    def values(self) -> dict[str, Value]:
        """Return what was typed as values of the fields, lists and rows taken apart. Call it when the form is valid."""
        return {field.name: _value(field, self.cleaned_data[field.name]) for field in self.kind.fields}


def _input(field: Field) -> forms.Field:
    """Return where a field is typed: a line, a day, or a box of lines."""
    texts: dict[str, Any] = {
        "label": gettext(field.label),
        "help_text": gettext(field.meaning),
        "required": field.is_required and not field.may_be_blank,
        "error_messages": {"required": _("Chưa ghi nội dung này."), "invalid": _("Ngày phải viết dd/mm/yyyy.")},
    }
    if field.type is FieldType.DATE:
        return forms.DateField(**texts)
    if field.type is FieldType.TEXT:
        return forms.CharField(max_length=2000, **texts)
    if field.type is FieldType.ROWS:
        titles = "; ".join(gettext(column.title) for column in field.columns)
        texts["help_text"] = gettext("Mỗi hàng một dòng, dán được từ Excel; các cột theo thứ tự: %(columns)s.") % {
            "columns": titles
        }
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), strip=False, **texts)


def _value(field: Field, typed: str | date | None) -> Value:
    """Return what was typed as the field's own value; columns of a row stand between tabs."""
    if field.type is FieldType.DATE and not isinstance(typed, str):
        return typed
    if field.type is FieldType.TEXT:
        return str(typed)
    lines = [line for line in str(typed).splitlines() if line.strip()]
    if field.type is FieldType.LIST:
        return [line.strip() for line in lines]
    keys = [column.key for column in field.columns]
    return [dict(zip(keys, (cell.strip() for cell in line.split("\t")), strict=False)) for line in lines]
