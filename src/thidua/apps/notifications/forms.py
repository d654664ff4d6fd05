"""What a person says about being told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from thidua.apps.notifications.enums import FIRST_HOUR, LAST_HOUR, Kind, kinds
from thidua.apps.notifications.queries import Wishes


class PreferencesForm(forms.Form):
    """The hour of the digest, and a pair of boxes for each kind."""

    hour = forms.TypedChoiceField(
        label=_("Giờ gửi thư tổng hợp"),
        coerce=int,
        choices=[(hour, f"{hour}:00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)],
    )
    working_days_only = forms.BooleanField(
        label=_("Chỉ gửi thư vào ngày làm việc"),
        help_text=_("Thông báo của ngày nghỉ, ngày lễ được gộp vào thư của ngày làm việc kế tiếp."),
        required=False,
    )

    def __init__(self, *args: Any, wishes: Wishes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"hour": wishes.hour, "working_days_only": wishes.working_days_only}
        for number, kind in enumerate(kinds()):
            in_program, by_mail = wishes.kinds[kind.key]
            self.fields[f"program_{number}"] = forms.BooleanField(
                label=_("Trong chương trình"), required=False, initial=in_program, disabled=kind.is_required
            )
            self.fields[f"mail_{number}"] = forms.BooleanField(label=_("Qua thư"), required=False, initial=by_mail)

    def by_kind(self) -> Iterator[tuple[Kind, BoundField, BoundField]]:
        """Yield each kind with its two boxes."""
        for number, kind in enumerate(kinds()):
            yield kind, self[f"program_{number}"], self[f"mail_{number}"]

    def wishes(self) -> Wishes:
        """Return what the valid form says."""
        values = self.cleaned_data
        chosen = {
            kind.key: (values[f"program_{number}"], values[f"mail_{number}"]) for number, kind in enumerate(kinds())
        }
        return Wishes(values["hour"], values["working_days_only"], chosen)
