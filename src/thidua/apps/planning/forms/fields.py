"""Fields as offices fill them in: amounts with a comma, money, hours of a day."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _


class AmountField(forms.Field):
    """A number as people type it in the language of the page: "1.234,5" or "1234,5"."""

    default_error_messages = {
        "invalid": _("Số không đúng cách viết; ví dụ: 1.234,5."),
        "places": _("Chỉ nhận số nguyên."),
        "long": _("Số này lớn quá mức ghi được."),
    }

    def __init__(self, *, is_whole: bool = False, **options: Any) -> None:
        self.is_whole = is_whole
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric" if is_whole else "decimal", "autocomplete": "off"})
        )
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, (int, Decimal)) else value

    def to_python(self, value: Any) -> Decimal | None:
        text = re.sub(r"\s", "", str(value or "")).removesuffix("đ")
        if not text:
            return None
        thousand, comma = (re.escape(str(get_format(name))) for name in ("THOUSAND_SEPARATOR", "DECIMAL_SEPARATOR"))
        found = re.fullmatch(rf"(-?)(\d{{1,3}}(?:{thousand}\d{{3}})+|\d+)(?:{comma}(\d+))?", text, re.ASCII)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        sign, whole, places = found.groups()
        if places and self.is_whole:
            raise forms.ValidationError(self.error_messages["places"], code="places")
        digits = re.sub(r"\D", "", whole)
        if len(digits) > 15 or len(places or "") > 4:
            raise forms.ValidationError(self.error_messages["long"], code="long")
        return Decimal(f"{sign}{digits}.{places or '0'}").normalize() + 0


def written(value: int | Decimal) -> str:
    """Write a number as the page does, to be typed over."""
    text = f"{Decimal(value).normalize():,f}"
    swapped = {",": str(get_format("THOUSAND_SEPARATOR")), ".": str(get_format("DECIMAL_SEPARATOR"))}
    return "".join(swapped.get(char, char) for char in text)


class MoneyField(AmountField):
    """An amount in đồng; a whole number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(is_whole=True, **options)

    def clean(self, value: Any) -> int | None:
        amount = super().clean(value)
        return None if amount is None else int(amount)


class HourField(forms.CharField):
    """A time of day in 24 hours, typed as 7:30, 07:30, 7h30 or 7h."""

    default_error_messages = {"invalid": _("Giờ không đúng; ví dụ: 07:30.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"placeholder": "HH:MM", "autocomplete": "off", "size": 5}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, (time, datetime)) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})\s*[:hg.]\s*(\d{2})?", text, re.ASCII | re.IGNORECASE)
        hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour, minute)
