"""Pictures of targets, drawn on the server as SVG: the line in a row, and the year of one target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from thidua.apps.planning import domain
from thidua.apps.planning.queries import TargetRow
from thidua.apps.planning.templatetags.measures import forecast_words, goal_words, measured, reason_words
from thidua.ui.gantt import months
from thidua.ui.templatetags.ui import date_text, number

LINE_WIDTH, LINE_HEIGHT = 168, 16
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 300, 76, 16, 16, 34
TICKS = 4


def line(row: TargetRow) -> SafeString:
    """Draw a target in one row: what was reached, the goal as a mark or a range, the forecast as a small tick.

    The figures stand beside it in words, so that it is hidden from screen readers.
    """
    goal, standing = row.goal, row.standing
    if standing is None or goal.highest is None or goal.lowest is None:
        return SafeString("")
    seen = [goal.highest, standing.reached or Decimal(0)]
    seen += [standing.forecast.value] if standing.forecast else []
    largest = max(seen) * Decimal("1.08")
    if largest <= 0:
        return SafeString("")

    def x(value: Decimal) -> float:
        return round(float(min(max(value / largest, Decimal(0)), Decimal(1))) * LINE_WIDTH, 1)

    parts = [format_html('<rect class="t-track" x="0" y="4" width="{}" height="8" rx="2"/>', LINE_WIDTH)]
    if standing.reached is not None:
        parts.append(
            format_html(
                '<rect class="t-bar t-{}" x="0" y="4" width="{}" height="8" rx="2"/>',
                standing.verdict.value,
                max(x(standing.reached), 1),
            )
        )
    low, high = x(goal.lowest), x(goal.highest)
    parts.append(
        format_html('<rect class="t-goal" x="{}" y="0" width="{}" height="{}"/>', low, max(high - low, 2), LINE_HEIGHT)
    )
    if standing.forecast:
        at = x(standing.forecast.value)
        parts.append(format_html('<path class="t-ahead" d="M{} 12 l4 4 h-8 z"/>', at))
    return format_html(
        '<svg class="target-line" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" focusable="false">'
        "{}</svg>",
        LINE_WIDTH,
        LINE_HEIGHT,
        LINE_WIDTH,
        LINE_HEIGHT,
        _joined(parts),
    )


@dataclass(frozen=True, slots=True)
class _Field:
    """The plane of the chart: days across, amounts up."""

    starts_on: date
    ends_on: date
    bottom: float
    top: float

    def x(self, day: date) -> float:
        share = ((day - self.starts_on).days + 1) / ((self.ends_on - self.starts_on).days + 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(max(share, 0), 1), 1)

    def y(self, value: Decimal | float) -> float:
        share = (float(value) - self.bottom) / (self.top - self.bottom)
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * min(max(share, 0), 1), 1)


def chart(row: TargetRow) -> SafeString:
    """Draw a year of actual figures against the goal, with the way to it and the forecast. Nothing without figures."""
    standing, goal = row.standing, row.goal
    if standing is None or not standing.points or goal.lowest is None or goal.highest is None:
        return SafeString("")
    year = row.target.plan.year
    ahead = standing.forecast
    amounts = [goal.lowest, goal.highest, *(one.value for one in standing.points)]
    amounts += [ahead.high, ahead.low] if ahead else []
    amounts += [goal.baseline] if goal.baseline is not None and not goal.is_cumulative else []
    bottom, top, step = _scale(float(min(amounts)), float(max(amounts)), from_zero=goal.is_cumulative)
    plane = _Field(date(year, 1, 1), date(year, 12, 31), bottom, top)
    parts = [_grid(plane, step), _goal(plane, goal)]
    if goal.is_cumulative and goal.rises:
        parts.append(
            format_html(
                '<line class="c-way" x1="{}" y1="{}" x2="{}" y2="{}"/>',
                LEFT,
                plane.y(0),
                plane.x(plane.ends_on),
                plane.y(goal.lowest),
            )
        )
    if ahead:
        parts.append(_ahead(plane, standing.points[-1], ahead))
    parts.append(_points(plane, standing.points, row))
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="bieu-do-ten bieu-do-loi" focusable="false">'
        '<title id="bieu-do-ten">{}</title><desc id="bieu-do-loi">{}</desc>{}</svg>',
        WIDTH,
        HEIGHT,
        gettext("Thực hiện so với mức phấn đấu năm %(year)s") % {"year": year},
        gettext("Mức phấn đấu: %(goal)s. %(reason)s") % {"goal": goal_words(row), "reason": reason_words(row)},
        _joined(parts),
    )


def _scale(least: float, most: float, *, from_zero: bool) -> tuple[float, float, float]:
    """Return bottom, top and step of an axis with round numbers."""
    if from_zero:
        least = min(least, 0.0)
    spread = (most - least) or abs(most) or 1.0
    rough = spread / TICKS
    size = 10.0 ** floor(log10(rough))
    step = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= rough)
    bottom = floor(least / step) * step
    if not from_zero and bottom > 0 and least - bottom < step / 4:
        bottom -= step
    top = ceil(most / step) * step
    return bottom, top + (step if top - most < step / 10 else 0.0), step


def _grid(plane: _Field, step: float) -> SafeString:
    parts = []
    for at in range(round((plane.top - plane.bottom) / step) + 1):
        value = plane.bottom + at * step
        y = plane.y(value)
        parts.append(
            format_html(
                '<line class="c-grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
                '<text class="c-axis is-end" x="{}" y="{}">{}</text>',
                LEFT,
                WIDTH - RIGHT,
                y,
                y,
                LEFT - 8,
                y + 4,
                number(round(Decimal(str(value)), 4)),
            )
        )
    for month in months(plane.starts_on, plane.ends_on):
        middle = (plane.x(month) + plane.x(month.replace(day=28))) / 2
        parts.append(
            format_html(
                '<text class="c-axis" x="{}" y="{}">{}</text>',
                round(middle, 1),
                HEIGHT - 12,
                gettext("T%(month)s") % {"month": month.month},
            )
        )
    return _joined(parts)


def _goal(plane: _Field, goal: domain.Goal) -> SafeString:
    assert goal.lowest is not None
    assert goal.highest is not None
    high, low = plane.y(goal.highest), plane.y(goal.lowest)
    drawn = format_html(
        '<rect class="c-goal" x="{}" y="{}" width="{}" height="{}"/>',
        LEFT, high, WIDTH - LEFT - RIGHT, max(round(low - high, 1), 2),
    )  # fmt: skip
    if goal.baseline is None or goal.is_cumulative:
        return drawn
    y = plane.y(goal.baseline)
    base = format_html('<line class="c-base" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, y, y)
    return _joined([drawn, base])


def _ahead(plane: _Field, last: domain.Point, ahead: domain.Forecast) -> SafeString:
    x, y, end = plane.x(last.on), plane.y(last.value), plane.x(plane.ends_on)
    return format_html(
        '<path class="c-band" d="M{} {} L{} {} L{} {} z"/><line class="c-ahead" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        x, y, end, plane.y(ahead.high), end, plane.y(ahead.low), x, y, end, plane.y(ahead.value),
    )  # fmt: skip


def _points(plane: _Field, points: tuple[domain.Point, ...], row: TargetRow) -> SafeString:
    places = [(plane.x(one.on), plane.y(one.value)) for one in points]
    if row.goal.is_cumulative:
        places.insert(0, (LEFT, plane.y(0)))
    drawn = [format_html('<polyline class="c-line" points="{}"/>', " ".join(f"{x},{y}" for x, y in places))]
    drawn += [
        format_html(
            '<circle class="c-point" cx="{}" cy="{}" r="4"><title>{}</title></circle>',
            plane.x(one.on),
            plane.y(one.value),
            f"{date_text(one.on)}: {measured(one.value, row.target.measure)}",
        )
        for one in points
    ]
    return _joined(drawn)


def _joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def legend(row: TargetRow) -> list[tuple[str, str]]:
    """Return (class, words) of what the chart draws."""
    found = [
        ("c-line", gettext("Thực hiện")),
        ("c-goal", gettext("Mức phấn đấu: %(goal)s") % {"goal": goal_words(row)}),
    ]
    if row.goal.is_cumulative and row.goal.rises:
        found.append(("c-way", gettext("Nhịp độ đều để đạt")))
    if row.standing and row.standing.forecast:
        found.append(("c-ahead", gettext("Dự báo cả năm: %(forecast)s") % {"forecast": forecast_words(row)}))
    if row.goal.baseline is not None and not row.goal.is_cumulative:
        words = gettext("Kỳ gốc: %(value)s") % {"value": measured(row.goal.baseline, row.target.measure)}
        found.append(("c-base", f"{words} {row.target.baseline_text}".strip()))
    return found
