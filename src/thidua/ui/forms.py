"""Form fields as offices fill them in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext

from thidua.core.errors import InvalidInput


def parse_date(text: str) -> date | None:
    """Read dd/mm/yyyy (and the other ways of formats.py). Returns None for anything else."""
    for form in get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None


def in_words(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, str]]:
    """Return choices in the reader's language; the labels of an enum are Vietnamese, as they are stored."""
    return [(value, gettext(str(label)) if label else "") for value, label in choices]


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """Return a field whose choices a form fills in when it is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one input; `cleaned_data` holds a list."""

    widget = ManyFilesInput

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        values = value if isinstance(value, (list, tuple)) else [value]
        return [super(ManyFilesField, self).clean(one, initial) for one in values]


def add_errors(form: forms.BaseForm, error: InvalidInput) -> None:
    """Put what a service refused onto the form: each sentence at its field, the rest above."""
    known = {name: sentence for name, sentence in error.fields.items() if name in form.fields}
    for name, sentence in known.items():
        form.add_error(name, sentence)
    if error.message not in known.values():
        form.add_error(None, f"{error.message} {error.remedy}".strip())
