"""The form that makes a calendar for phones and desks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FeedForm(forms.Form):
    """What a feed holds and what its owner calls it."""

    what = forms.ChoiceField(label=_("Lịch gồm"))
    name = forms.CharField(
        label=_("Tên lịch"),
        max_length=120,
        help_text=_("Để nhận ra khi thu hồi, ví dụ: Điện thoại của tôi."),
        error_messages={"required": _("Chưa đặt tên cho lịch này.")},
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [("", _("Việc của tôi")), *((str(key), name) for key, name in units)]
        what.required = False

    @property
    def unit_id(self) -> int | None:
        chosen = self.cleaned_data["what"]
        return int(chosen) if chosen else None
