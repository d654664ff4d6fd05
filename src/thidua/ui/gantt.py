"""A timeline drawn on the server: an SVG of rows and months, every bar a link, no script and no inline style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

WIDTH, LABEL, HEAD, ROW = 1160, 340, 44, 28
LABEL_LETTERS = 50
MINIMUM = 6
TONES = ("neutral", "progress", "done", "soon", "overdue")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. Without both dates the row stands without a bar."""

    label: str
    url: str
    starts_on: date | None
    ends_on: date | None
    tone: str = "progress"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    starts_on: date
    ends_on: date
    bars: Sequence[Bar]
    today: date | None = None
    title: str = ""


def months(first: date, last: date) -> list[date]:
    """Return the first days of the months the two days lie in and all between."""
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(day)
        day = (day + timedelta(days=31)).replace(day=1)
    return found


def draw(chart: Chart) -> SafeString:
    """Return the SVG. Bars outside the chart's days are cut at its edges."""
    start = chart.starts_on.replace(day=1)
    end = (chart.ends_on.replace(day=1) + timedelta(days=31)).replace(day=1)
    days = (end - start).days
    height = HEAD + ROW * len(chart.bars) + 4

    def x(day: date) -> float:
        return round(LABEL + (WIDTH - LABEL) * min(max((day - start).days, 0), days) / days, 1)

    grid = []
    for month in months(start, end - timedelta(days=1)):
        is_quarter = month.month in (1, 4, 7, 10)
        grid.append(
            format_html(
                '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="g-head" x="{}" y="36">{}</text>',
                "g-quarter" if is_quarter else "g-grid",
                x(month),
                x(month),
                4 if is_quarter else 24,
                height,
                x(month) + 4,
                f"T{month.month}",
            )
        )
        if is_quarter:
            name = gettext("Quý %(quarter)s/%(year)s") % {
                "quarter": ("I", "II", "III", "IV")[month.month // 3],
                "year": month.year,
            }
            grid.append(format_html('<text class="g-head" x="{}" y="17">{}</text>', x(month) + 4, name))
    rows = [_row(bar, HEAD + ROW * at, x, start, end) for at, bar in enumerate(chart.bars)]
    today = ""
    if chart.today is not None and start <= chart.today < end:
        at = x(chart.today)
        today = format_html('<line class="g-today" x1="{}" x2="{}" y1="24" y2="{}"/>', at, at, height)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="group" aria-label="{}" focusable="false">{}{}{}</svg>',
        WIDTH,
        height,
        chart.title or gettext("Dòng thời gian"),
        format_html_join("", "{}", ((part,) for part in grid)),
        format_html_join("", "{}", ((part,) for part in rows)),
        today,
    )


def _row(bar: Bar, y: int, x: object, start: date, end: date) -> SafeString:
    assert callable(x)
    text = bar.label if len(bar.label) <= LABEL_LETTERS else bar.label[: LABEL_LETTERS - 1].rstrip() + "…"
    shape = SafeString("")
    if bar.starts_on and bar.ends_on and bar.ends_on >= start and bar.starts_on < end:
        left, right = x(bar.starts_on), x(bar.ends_on + timedelta(days=1))
        css = "g-fill" if bar.tone == "progress" else f"g-{bar.tone}"
        width = max(round(right - left, 1), MINIMUM)
        left = min(left, WIDTH - width)
        shape = format_html('<rect class="{}" x="{}" y="{}" width="{}" height="14" rx="3"/>', css, left, y + 7, width)
    return format_html(
        '<a href="{}" aria-label="{}"><rect class="g-row" x="0" y="{}" width="{}" height="{}"/>'
        '<title>{}</title><text class="g-label" x="8" y="{}">{}</text>{}</a>',
        bar.url,
        spoken(bar),
        y,
        WIDTH,
        ROW,
        spoken(bar),
        y + 18,
        text,
        shape,
    )


def spoken(bar: Bar) -> str:
    """Return the row in words."""
    days = " – ".join(f"{day:%d/%m/%Y}" for day in (bar.starts_on, bar.ends_on) if day)
    return "; ".join(part for part in (bar.label, days, bar.note) if part)
