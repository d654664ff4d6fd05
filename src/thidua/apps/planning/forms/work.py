"""What is typed about the work on a task: reports, reasons, days, answers, people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.apps.planning.forms.measures import FilesField
from thidua.ui.forms import choice_field

LONGEST = 5000


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})


class ReportForm(forms.Form):
    """A report of a unit; the button pressed says whether it is one of progress or of completion."""

    percent = forms.IntegerField(
        label=_("Tiến độ (%)"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "5", "list": "muc-tien-do"}),
    )
    text = forms.CharField(label=_("Kết quả đã làm"), required=False, max_length=LONGEST, widget=_lines(4))
    difficulties = forms.CharField(
        label=_("Khó khăn, vướng mắc, đề nghị"), required=False, max_length=LONGEST, widget=_lines(2)
    )
    # Named as the drop zone sends it; a declared field leaves the class, so `Form.files` stays what Django makes it.
    files = FilesField(label=_("Tệp kèm theo"))  # type: ignore[assignment]
    version = forms.IntegerField(widget=forms.HiddenInput)


class ExtensionForm(forms.Form):
    """A later day and why."""

    to_on = forms.DateField(label=_("Xin đến hết ngày"), widget=forms.DateInput(format="%d/%m/%Y"))
    reason = forms.CharField(label=_("Lý do"), max_length=LONGEST, widget=_lines(3))


class GrantForm(forms.Form):
    """The day that is granted, the one asked for unless another is typed."""

    granted_on = forms.DateField(label=_("Cho gia hạn đến hết ngày"), widget=forms.DateInput(format="%d/%m/%Y"))
    answer = forms.CharField(label=_("Trả lời"), required=False, max_length=LONGEST, widget=_lines(2))


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Trả lời"), max_length=LONGEST, widget=_lines(4))


class WhyForm(forms.Form):
    """Why something is decided; `version` is that of the work as the page showed it."""

    reason = forms.CharField(label=_("Lý do"), max_length=LONGEST, widget=_lines(3))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PeopleForm(forms.Form):
    """Who of the unit is responsible."""

    people = forms.MultipleChoiceField(
        label=_("Người phụ trách"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "people"})
    )

    def __init__(self, *args: Any, staff: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choice_field(self, "people").choices = [
            (str(one.pk), f"{one.full_name}, {one.title}" if one.title else one.full_name) for one in staff
        ]
