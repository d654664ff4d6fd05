"""Targets, figures, money and events as they are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.organizations.queries import Unit
from thidua.apps.planning.enums import Comparator, EventKind, MoneySource
from thidua.apps.planning.forms.fields import AmountField, HourField, MoneyField
from thidua.apps.planning.models import BudgetLine, PlanEvent, PlanTarget, TargetActual, Task
from thidua.ui.forms import ManyFilesField, ManyFilesInput, choice_field, in_words

TASK_LETTERS = 110


def task_choices(tasks: QuerySet[Task]) -> list[tuple[Any, str]]:
    """Return the tasks of a plan as choices."""
    found = [(one.pk, f"{one.no}. {one}" if one.no else str(one)) for one in tasks.only("no", "content", "position")]
    return [("", gettext("Không gắn với nhiệm vụ nào")), *((key, text[:TASK_LETTERS]) for key, text in found)]


class FilesField(ManyFilesField):
    """Files of evidence; none is fine."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=ManyFilesInput(attrs={"multiple": True}), **options)

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        return [one for one in super().clean(value or [], initial) if one]


class TargetForm(forms.ModelForm[PlanTarget]):
    """A target as it is added or changed by hand."""

    minimum = AmountField(label=_("Từ"), required=False)
    maximum = AmountField(label=_("Đến"), required=False)
    baseline = AmountField(label=_("Kỳ gốc"), required=False)
    whole = forms.ChoiceField(label=_("Là phần của chỉ tiêu"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PlanTarget
        fields = ("indicator", "comparator", "minimum", "maximum", "measure", "is_cumulative", "baseline",
                  "baseline_text")  # fmt: skip
        labels = {
            "indicator": _("Chỉ tiêu"),
            "comparator": _("So sánh"),
            "measure": _("Đơn vị tính"),
            "is_cumulative": _("Cộng dồn các kỳ (bỏ chọn nếu là tỷ lệ hoặc mức tại thời điểm)"),
            "baseline_text": _("Kỳ gốc là"),
        }
        widgets = {"indicator": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, wholes: Sequence[PlanTarget] = (), **kwargs: Any) -> None:
        kwargs["initial"] = {
            "whole": getattr(kwargs.get("instance"), "whole_id", None),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        choices = [("", gettext("Không, là chỉ tiêu riêng")), *((one.pk, str(one)) for one in wholes)]
        choice_field(self, "whole").choices = choices
        choice_field(self, "comparator").choices = [("", _("Chọn cách so sánh")), *in_words(Comparator.choices)]

    def _post_clean(self) -> None:
        """Leave the rules to the service: it says them once, for pages and for programs."""

    @property
    def values(self) -> dict[str, Any]:
        whole = self.cleaned_data["whole"]
        return {**{name: self.cleaned_data[name] for name in self.Meta.fields}, "whole": int(whole) if whole else None}


class SharesForm(forms.Form):
    """What each unit is to reach: a box to take the unit in, its least and its most."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        for unit in units:
            self.fields[f"take_{unit.pk}"] = forms.BooleanField(label=unit.name, required=False)
            for name, label in (("low", gettext("Từ")), ("high", gettext("Đến"))):
                self.fields[f"{name}_{unit.pk}"] = AmountField(label=f"{label}: {unit.name}", required=False)

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"unit": unit, **{name: self[f"{name}_{unit.pk}"] for name in ("take", "low", "high")}}
            for unit in self.units
        ]

    @property
    def taken(self) -> list[Unit]:
        return [unit for unit in self.units if self.cleaned_data.get(f"take_{unit.pk}")]

    @property
    def shares(self) -> dict[int, tuple[Decimal | None, Decimal | None]]:
        return {
            unit.pk: (self.cleaned_data[f"low_{unit.pk}"], self.cleaned_data[f"high_{unit.pk}"]) for unit in self.taken
        }


class ActualForm(forms.Form):
    """A figure of a period."""

    period = forms.ChoiceField(label=_("Kỳ báo cáo"))
    value = AmountField(label=_("Thực hiện trong kỳ"))
    note = forms.CharField(label=_("Ghi chú, cách tính"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    attachments = FilesField(label=_("Tài liệu kiểm chứng"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, periods: Sequence[tuple[str, Any]], instance: TargetActual | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": 0}
        if instance is not None:
            initial = {"value": instance.value, "note": instance.note, "version": instance.version}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        choice_field(self, "period").choices = periods


class ReasonForm(forms.Form):
    """The reason of an act that cannot be undone."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}))


class BudgetLineForm(forms.ModelForm[BudgetLine]):
    """A line of the estimate."""

    estimated = MoneyField(label=_("Dự toán (đồng)"))
    task = forms.ChoiceField(label=_("Nhiệm vụ"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = BudgetLine
        fields = ("purpose", "source", "estimated", "note")
        labels = {"purpose": _("Nội dung chi"), "source": _("Nguồn kinh phí"), "note": _("Ghi chú, cách tính")}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, tasks: QuerySet[Task], **kwargs: Any) -> None:
        chosen = getattr(kwargs.get("instance"), "task_id", None)
        kwargs["initial"] = {"task": chosen, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        choice_field(self, "task").choices = task_choices(tasks)
        choice_field(self, "source").choices = [("", _("Chọn nguồn kinh phí")), *in_words(MoneySource.choices)]

    def _post_clean(self) -> None:
        """Leave the rules to the service: it says them once, for pages and for programs."""

    @property
    def values(self) -> dict[str, Any]:
        task = self.cleaned_data["task"]
        return {**{name: self.cleaned_data[name] for name in self.Meta.fields}, "task": int(task) if task else None}


class SpendingForm(forms.Form):
    """An amount spent."""

    spent_on = forms.DateField(label=_("Ngày chi"), widget=forms.DateInput(format="%d/%m/%Y"))
    amount = MoneyField(label=_("Số tiền (đồng)"))
    note = forms.CharField(label=_("Chứng từ, ghi chú"), required=False, max_length=300)


class EventForm(forms.ModelForm[PlanEvent]):
    """An event: its day and hours are typed apart."""

    starts_on = forms.DateField(label=_("Ngày"), widget=forms.DateInput(format="%d/%m/%Y"))
    start_hour = HourField(label=_("Giờ bắt đầu"))
    ends_on = forms.DateField(
        label=_("Ngày kết thúc (nếu khác)"), required=False, widget=forms.DateInput(format="%d/%m/%Y")
    )
    end_hour = HourField(label=_("Giờ kết thúc"), required=False)
    participant_count = AmountField(label=_("Số người dự (dự kiến)"), required=False, is_whole=True)
    task = forms.ChoiceField(label=_("Nhiệm vụ"), required=False)
    attachments = FilesField(label=_("Thêm tài liệu (giấy mời, chương trình…)"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PlanEvent
        fields = ("kind", "title", "place", "participants", "participant_count")
        labels = {
            "kind": _("Loại"),
            "title": _("Tên sự kiện"),
            "place": _("Địa điểm"),
            "participants": _("Thành phần"),
        }
        widgets = {"participants": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, tasks: QuerySet[Task], **kwargs: Any) -> None:
        event = kwargs.get("instance")
        typed = kwargs.get("initial") or {}
        kwargs["initial"] = {**(event_initial(event) if event is not None else {}), **typed}
        super().__init__(*args, **kwargs)
        choice_field(self, "task").choices = task_choices(tasks)
        choice_field(self, "kind").choices = [
            ("", _("Chọn loại")),
            *in_words(EventKind.choices),
        ]

    def _post_clean(self) -> None:
        """Leave the rules to the service: it says them once, for pages and for programs."""

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("ends_on") and not found.get("end_hour") and "end_hour" not in self.errors:
            self.add_error("end_hour", gettext("Điền giờ kết thúc."))
        count = found.get("participant_count")
        if count is not None and not 0 <= count < 10**9:
            self.add_error("participant_count", gettext("Số người dự không hợp lệ."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        found = self.cleaned_data
        starts_on, end_hour, count = found["starts_on"], found["end_hour"], found["participant_count"]
        return {
            **{name: found[name] for name in self.Meta.fields},
            "participant_count": None if count is None else int(count),
            "starts_at": _moment(starts_on, found["start_hour"]),
            "ends_at": _moment(found["ends_on"] or starts_on, end_hour) if end_hour else None,
            "task": int(found["task"]) if found["task"] else None,
        }


def event_initial(event: PlanEvent) -> Mapping[str, Any]:
    """Return the day, the hours and the task of an event as the form shows them."""
    starts = timezone.localtime(event.starts_at)
    ends = timezone.localtime(event.ends_at) if event.ends_at else None
    return {
        "starts_on": starts.date(),
        "start_hour": starts.time(),
        "ends_on": ends.date() if ends and ends.date() != starts.date() else None,
        "end_hour": ends.time() if ends else None,
        "task": event.task_id,
    }


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


class EventResultForm(forms.Form):
    """What came of an event."""

    result = forms.CharField(label=_("Kết quả"), widget=forms.Textarea(attrs={"rows": 4}))
    participant_count = AmountField(label=_("Số người dự"), required=False, is_whole=True)
    attachments = FilesField(label=_("Thêm tài liệu, ảnh"))
    version = forms.IntegerField(widget=forms.HiddenInput)
