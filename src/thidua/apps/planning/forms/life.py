"""What the steps in the life of a plan ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.apps.planning import domain
from thidua.apps.planning.forms.plans import NamesField
from thidua.ui.forms import choice_field


class StepReasonForm(forms.Form):
    """Why a plan is returned, withdrawn or reopened."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class PlanLaunchForm(forms.Form):
    """From which day a plan is carried out, and how that was begun."""

    on = forms.DateField(label=_("Ngày triển khai"))
    note = forms.CharField(
        label=_("Cách triển khai"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(forms.Form):
    """Whether a plan is ended although work is open."""

    with_open_work = forms.BooleanField(label=_("Kết thúc dù còn việc dở"), required=False)


class IssueForm(forms.Form):
    """Number, day and signer of a plan, and whom it goes to besides the units it names."""

    number = forms.CharField(label=_("Số"), required=False, max_length=30)
    symbol = forms.CharField(label=_("Ký hiệu"), required=False, max_length=80)
    issued_on = forms.DateField(label=_("Ngày ban hành"), required=False)
    signer_on_behalf = forms.CharField(label=_("Quyền hạn ký"), required=False, max_length=200)
    signer_position = forms.CharField(label=_("Chức vụ người ký"), required=False, max_length=200)
    signer_name = forms.CharField(label=_("Họ và tên người ký"), required=False, max_length=120)
    further = NamesField(label=_("Gửi thêm tới"), required=False)


class DraftForm(forms.Form):
    """How a new plan begins: `start` is "mau:<template>", "cu:<plan>" or "trang"."""

    unit = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    year = forms.IntegerField(label=_("Năm"))
    start = forms.ChoiceField(label=_("Bắt đầu từ"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Trích yếu"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *given: Any, units: list[tuple[int, str]], earlier: list[tuple[int, str]], **options: Any):
        super().__init__(*given, **options)
        choice_field(self, "unit").choices = units
        templates = [(f"mau:{one.key}", one.name) for one in domain.templates()]
        plans = [(f"cu:{key}", name) for key, name in earlier]
        choice_field(self, "start").choices = [*templates, *plans, ("trang", _("Kế hoạch trống"))]
