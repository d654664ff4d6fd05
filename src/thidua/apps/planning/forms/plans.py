"""Plans and tasks as they are typed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.apps.planning.enums import Recurrence
from thidua.apps.planning.models import Plan, Task


class PlanForm(forms.ModelForm[Plan]):
    """The head of a plan."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Plan
        fields = ("title", "number", "symbol", "issued_on", "year", "place", "issuer", "issuer_parent")
        labels = {
            "title": _("Trích yếu"),
            "number": _("Số"),
            "symbol": _("Ký hiệu"),
            "issued_on": _("Ngày ban hành"),
            "year": _("Năm"),
            "place": _("Địa danh"),
            "issuer": _("Cơ quan ban hành"),
            "issuer_parent": _("Cơ quan chủ quản"),
        }
        widgets = {"title": forms.Textarea(attrs={"rows": 3}), "issued_on": forms.DateInput(format="%d/%m/%Y")}

    def _post_clean(self) -> None:
        """Leave the rules to the service: it says them once, for pages and for programs."""


class NamesField(forms.CharField):
    """Names of units, one a line or with semicolons; the page turns them into tokens with suggestions."""

    widget = forms.Textarea(attrs={"rows": 3, "data-tokens": ""})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        names = (name.strip() for name in re.split(r"[;\n]", value or ""))
        return list(dict.fromkeys(name for name in names if name))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if any(len(name) > 500 for name in value):
            raise forms.ValidationError(_("Có tên đơn vị dài quá 500 ký tự; tách thành từng đơn vị."))


class TaskForm(forms.ModelForm[Task]):
    """A task as it is added or changed by hand."""

    lead = NamesField(label=_("Chủ trì"), required=False)
    coordinating = NamesField(label=_("Phối hợp"), required=False)
    recurrence = forms.ChoiceField(
        label=_("Lặp lại"), required=False, choices=[("", _("Không lặp lại")), *Recurrence.choices]
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Task
        fields = (
            "content", "time_text", "starts_on", "due_on", "recurrence", "is_optional", "is_continuous",
            "no", "group", "product", "budget", "note",
        )  # fmt: skip
        labels = {
            "content": _("Nội dung"),
            "time_text": _("Thời gian như văn bản"),
            "starts_on": _("Từ ngày"),
            "due_on": _("Đến hết ngày"),
            "is_optional": _("Nếu có (chỉ làm khi phát sinh)"),
            "is_continuous": _("Thường xuyên"),
            "no": _("STT"),
            "group": _("Nhóm"),
            "product": _("Sản phẩm"),
            "budget": _("Kinh phí"),
            "note": _("Ghi chú"),
        }
        widgets = {
            "content": forms.Textarea(attrs={"rows": 3}),
            "product": forms.Textarea(attrs={"rows": 2}),
            "budget": forms.TextInput,
            "note": forms.Textarea(attrs={"rows": 2}),
            "starts_on": forms.DateInput(format="%d/%m/%Y"),
            "due_on": forms.DateInput(format="%d/%m/%Y"),
        }

    def _post_clean(self) -> None:
        """Leave the rules to the service: it says them once, for pages and for programs."""

    @property
    def task_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields,)}

    @property
    def units(self) -> dict[str, list[str]]:
        return {"lead": self.cleaned_data["lead"], "coordinating": self.cleaned_data["coordinating"]}
