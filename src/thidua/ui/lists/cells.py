"""Values of a row, as a page writes them and as a workbook keeps them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from thidua.ui.excel import Cell as ExcelCell
from thidua.ui.lists.declared import Value
from thidua.ui.templatetags.ui import date_text, number


def value_of(value: Value, record: Any) -> object:
    """Return a column's value for a row: by calling it, or along an attribute path that may meet nothing."""
    if callable(value):
        return value(record)
    for name in value.split("."):
        if record is None:
            return None
        record = getattr(record, name)
    return record() if callable(record) and not isinstance(record, Model) else record


def shown(value: object) -> str:
    """Return a value as the page writes it."""
    if value is None:
        return ""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, bool):
        return gettext("Có") if value else gettext("Không")
    if isinstance(value, (datetime, date)):
        return date_text(value)
    if isinstance(value, (int, float)):
        return number(value)
    return str(value)


def plain(value: object) -> ExcelCell:
    """Return a value as a workbook keeps it: dates and numbers as such, anything else as text."""
    if isinstance(value, bool):
        return gettext("Có") if value else gettext("Không")
    if value is None or isinstance(value, (int, float, date)):
        return value
    if isinstance(value, SafeString):
        return strip_tags(value)
    return str(value)
