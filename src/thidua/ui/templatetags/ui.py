"""Tags and filters of the UI kit; built into every template, no {% load %} needed."""

from __future__ import annotations

import datetime as calendar
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, DateInput, FileInput, RadioSelect, Select
from django.template import TemplateSyntaxError
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from thidua.lib.vietnamese import fold
from thidua.ui.gantt import Chart, draw
from thidua.ui.icons import drawing
from thidua.ui.states import TONES

register = template.Library()


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """Write a number as an office does: 1234.5 → "1.234,5". Nothing for None. `places` fixes the decimals."""
    if value is None or value == "":
        return ""
    amount = value if isinstance(value, Decimal) else Decimal(str(value))
    text = f"{amount:,.{places}f}" if places is not None else f"{amount.normalize():,f}"
    swapped = {",": str(get_format("THOUSAND_SEPARATOR")), ".": str(get_format("DECIMAL_SEPARATOR"))}
    return "".join(swapped.get(char, char) for char in text)


@register.filter
def money(value: Any) -> str:
    """Write an amount in đồng: 2530000 → "2.530.000 đ"."""
    return f"{number(value, 0)}\u00a0đ" if value is not None and value != "" else ""


@register.filter(name="date")
def date_text(value: Any, form: str = "") -> str:
    """Write a date as dd/mm/yyyy and a moment as HH:MM dd/mm/yyyy; with an argument, as Django's own filter does."""
    if value in (None, ""):
        return ""
    if form:
        from django.template.defaultfilters import date as django_date

        return str(django_date(value, form))
    if isinstance(value, calendar.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%H:%M %d/%m/%Y}"
    return f"{value:%d/%m/%Y}" if isinstance(value, calendar.date) else ""


@register.filter
def filesize(value: Any) -> str:
    """Write a size in bytes for people: 1536000 → "1,5 MB"."""
    size = Decimal(value or 0)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{number(size.quantize(Decimal('0.1')) if unit != 'B' else size)} {unit}"
        size /= 1000
    return f"{number(size.quantize(Decimal('0.1')))} GB"


@register.filter
def highlight(text: Any, query: str) -> SafeString:
    """Mark the words of a search in a text, with or without diacritics."""
    original = str(text or "")
    words = [re.escape(word) for word in fold(query or "").split()]
    folded = fold(original)
    if not words or len(folded) != len(original):  # decomposed text has no common positions; it is shown unmarked
        return escape(original)
    parts, end = [], 0
    for found in re.finditer("|".join(sorted(words, key=len, reverse=True)), folded):
        parts.append(escape(original[end : found.start()]))
        parts.append(format_html("<mark>{}</mark>", original[found.start() : found.end()]))
        end = found.end()
    parts.append(escape(original[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


@register.simple_tag
def icon(meaning: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon by its meaning (see ui/icons.py). Without a label it is hidden from screen readers."""
    return _icon(str(meaning), str(label), str(css))


@lru_cache(maxsize=1024)
def _icon(meaning: str, label: str, css: str) -> SafeString:
    try:
        inside = drawing(meaning)
    except KeyError:
        raise TemplateSyntaxError(f"no icon means {meaning!r}: add it to thidua/ui/icons.py") from None
    hidden = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>{}</svg>',
        css,
        hidden,
        mark_safe(inside),  # noqa: S308 - drawn from our own build
    )


@register.simple_tag
def state_badge(label: Any, tone: str = "neutral") -> SafeString:
    """Show a state as icon and word, in one of the tones of ui/states.py."""
    if tone not in TONES:
        raise TemplateSyntaxError(f"{tone!r} is no tone: see thidua/ui/states.py")
    text = getattr(label, "label", None) or label
    return _state_badge(gettext(str(text)), tone)


@lru_cache(maxsize=1024)
def _state_badge(text: str, tone: str) -> SafeString:
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', tone, icon(TONES[tone]), text)


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Draw a form field's input with the classes and descriptions the kit needs."""
    inner = field.field.widget
    attrs: dict[str, Any] = {}
    if isinstance(inner, (CheckboxSelectMultiple, RadioSelect)):
        pass
    elif isinstance(inner, CheckboxInput):
        attrs["class"] = "form-check-input"
    elif isinstance(inner, Select):
        attrs["class"] = "form-select"
    else:
        attrs["class"] = "form-control"
    if isinstance(inner, DateInput):
        attrs |= {"inputmode": "numeric", "placeholder": gettext("dd/mm/yyyy"), "autocomplete": "off", "data-date": ""}
        attrs["class"] += " is-date"
    described = [f"{field.auto_id}_help"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_error")
        attrs["aria-invalid"] = "true"
        if "class" in attrs:
            attrs["class"] += " is-invalid"
    if described and not getattr(inner, "use_fieldset", False):
        attrs["aria-describedby"] = " ".join(described)
    own = inner.attrs.get("class")
    if own and "class" in attrs:
        attrs["class"] = f"{own} {attrs['class']}"
    return field.as_widget(attrs=attrs)


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is several inputs under one question (radio buttons, a list of check boxes)."""
    return isinstance(field.field.widget, (CheckboxSelectMultiple, RadioSelect))


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_file(field: BoundField) -> bool:
    return isinstance(field.field.widget, FileInput)


@register.inclusion_tag("ui/gantt.html")
def gantt(chart: Chart) -> dict[str, Any]:
    """Draw a timeline and its table."""
    return {"chart": chart, "svg": draw(chart)}
