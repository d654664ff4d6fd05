"""Plans and tasks as they are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.apps.planning.enums import Recurrence
from thidua.apps.planning.models import Plan, Task
from thidua.ui.forms import choice_field, in_words


class LinesField(forms.CharField):
    """Texts, one a line: legal bases, recipients."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 5}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = (" ".join(line.split()) for line in (value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        if any(len(line) > 2000 for line in value):
            raise forms.ValidationError(_("Có dòng dài quá 2.000 ký tự."))


class DaysField(forms.CharField):
    """Numbers of days, such as "14, 7, 1"; none for no reminders."""

    default_error_messages = {"invalid": _("Ghi các số ngày cách nhau bằng dấu phẩy; ví dụ: 14, 7, 1.")}

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        parts = [part for part in re.split(r"[,;\s]+", value or "") if part]
        if any(not re.fullmatch(r"\d{1,4}", part, re.ASCII) for part in parts):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return sorted({int(part) for part in parts}, reverse=True)


SIGNER = ("on_behalf", "position", "name")


class PlanForm(forms.ModelForm[Plan]):
    """Everything a plan says besides its tasks and targets. What a request leaves out stays as it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    legal_bases = LinesField(label=_("Căn cứ"))
    movements = LinesField(label=_("Phong trào thi đua"))
    recipients = LinesField(label=_("Nơi nhận"))
    signer_on_behalf = forms.CharField(label=_("Quyền hạn ký"), required=False, max_length=200)
    signer_position = forms.CharField(label=_("Chức vụ người ký"), required=False, max_length=200)
    signer_name = forms.CharField(label=_("Họ và tên người ký"), required=False, max_length=120)
    reminder_days = DaysField(label=_("Nhắc trước hạn (ngày)"), required=False)
    head_after_days = forms.IntegerField(
        label=_("Báo thủ trưởng khi quá hạn (ngày)"), required=False, min_value=0, max_value=365
    )
    leader_after_days = forms.IntegerField(
        label=_("Báo lãnh đạo khi quá hạn (ngày)"), required=False, min_value=0, max_value=365
    )

    def __init__(self, posted: Any = None, *, instance: Plan | None = None, initial: Any = None) -> None:
        super().__init__(posted, instance=instance, initial={**_said(instance), **(initial or {})})

    @property
    def plan_values(self) -> dict[str, Any]:
        """The values that were sent, as `services.change_plan` takes them. Unchanged legal bases keep what is known."""
        sent = {name: self.cleaned_data[name] for name in self.fields if name in self.data and name != "version"}
        for name in ("head_after_days", "leader_after_days", "year"):
            if sent.get(name, 0) is None:
                del sent[name]
        signer = {part: sent.pop(f"signer_{part}") for part in SIGNER if f"signer_{part}" in sent}
        if signer:
            sent["signer"] = {part: signer.get(part, self.instance.signer.get(part, "")) for part in SIGNER}
        if "legal_bases" in sent:
            known = {one["text"]: one for one in self.instance.legal_bases}
            sent["legal_bases"] = [
                known.get(text, {"text": text, "number": None, "date": None}) for text in sent["legal_bases"]
            ]
        if self.instance.reminder_days is None and sent.get("reminder_days") == self.instance.reminds_before:
            del sent["reminder_days"]
        return sent

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


def _said(plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    return {
        "legal_bases": [one["text"] for one in plan.legal_bases],
        "movements": plan.movements,
        "recipients": plan.recipients,
        "reminder_days": plan.reminds_before,
        "head_after_days": plan.head_after_days,
        "leader_after_days": plan.leader_after_days,
        **{f"signer_{part}": plan.signer.get(part, "") for part in SIGNER},
    }


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
        label=_("Lặp lại"),
        required=False,
        choices=lambda: [("", _("Không lặp lại")), *in_words(Recurrence.choices)],
    )
    parent = forms.ChoiceField(label=_("Là phần của nhiệm vụ"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("Cần xong trước"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "people"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, near: Sequence[Task] = (), **options: Any) -> None:
        """`near` are the tasks of the plan that may be chosen; without any, links are left as they are."""
        super().__init__(*args, **options)
        if not near:
            del self.fields["parent"], self.fields["needs"]
            return
        labels = [(str(one.pk), f"{one.no}. {one.content[:120]}" if one.no else one.content[:120]) for one in near]
        wholes = {str(one.pk) for one in near if one.parent_id is None and not one.recurrence}
        parent, needs = choice_field(self, "parent"), choice_field(self, "needs")
        parent.choices = [("", _("Không, là nhiệm vụ riêng")), *(one for one in labels if one[0] in wholes)]
        needs.choices = labels

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
    def links(self) -> tuple[int | None, list[int]] | None:
        """The task this is a part of, and those that must be done first; None where the form does not ask."""
        if "needs" not in self.fields:
            return None
        parent = self.cleaned_data["parent"]
        return int(parent) if parent else None, [int(one) for one in self.cleaned_data["needs"]]

    @property
    def units(self) -> dict[str, list[str]]:
        return {"lead": self.cleaned_data["lead"], "coordinating": self.cleaned_data["coordinating"]}
