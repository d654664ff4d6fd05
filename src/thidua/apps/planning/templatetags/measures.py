"""How planning writes targets, figures and what becomes of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from thidua.apps.planning import domain
from thidua.apps.planning.enums import EventState, PeriodKind, Verdict
from thidua.apps.planning.models import PlanEvent, PlanTarget, TargetActual, TargetShare
from thidua.apps.planning.queries import ReportDue, TargetRow
from thidua.apps.planning.templatetags.planning import amount_words
from thidua.core import clock
from thidua.ui.templatetags.ui import date_text, number, state_badge

register = template.Library()

VERDICT_TONES = {
    Verdict.MET: "done",
    Verdict.LIKELY: "progress",
    Verdict.AT_RISK: "doubt",
    Verdict.MISSED: "refused",
    Verdict.UNKNOWN: "none",
}
EVENT_TONES = {EventState.PLANNED: "waiting", EventState.HELD: "done", EventState.CALLED_OFF: "cancelled"}
ROMAN = ("I", "II", "III", "IV")


@register.filter
def verdict(standing: domain.Standing) -> SafeString:
    """Show how a target stands, as word and icon."""
    return state_badge(standing.verdict.label, VERDICT_TONES[standing.verdict])


@register.filter
def goal_words(row: TargetRow | ReportDue) -> str:
    """Write what the actor's part of a target asks for: the whole's amount, or that of the own units."""
    return amount_words(row.goal.comparator, row.goal.minimum, row.goal.maximum, row.target.measure)


@register.filter
def share_words(share: TargetShare) -> str:
    """Write what one unit is to reach."""
    target = share.target
    return amount_words(target.comparator, share.minimum, share.maximum, target.measure)


@register.filter
def measured(value: Decimal | None, measure: str) -> str:
    """Write an amount with its measure: "12.300 người", "56,5%"."""
    if value is None:
        return ""
    return number(value) + (measure if measure == "%" else f" {measure}" if measure else "")


@register.filter
def reason_words(row: TargetRow) -> str:
    """Say why a target stands as it does."""
    standing, measure = row.standing, row.target.measure
    if standing is None:
        return ""
    value = measured(standing.reached, measure)
    last = date_text(standing.last_on)
    words = {
        domain.Reason.NO_AMOUNT: gettext("Chỉ tiêu chưa có mức phấn đấu nên chưa so sánh được."),
        domain.Reason.NO_FIGURE: gettext("Chưa có đơn vị nào báo cáo số liệu."),
        domain.Reason.FEW_PERIODS: gettext(
            "Mới có số liệu của một kỳ (%(value)s); cần ít nhất hai kỳ để dự báo cả năm."
        ),
        domain.Reason.FORECAST: gettext("Với nhịp độ đến %(last)s, cả năm ước %(forecast)s."),
        domain.Reason.LEVEL: gettext("Mức tại %(last)s là %(value)s%(trend)s."),
        domain.Reason.REACHED: gettext("Đến %(last)s đã thực hiện %(value)s, đủ mức phấn đấu."),
        domain.Reason.EXCEEDED: gettext("Đến %(last)s đã là %(value)s, vượt mức cho phép."),
        domain.Reason.FINAL: gettext("Số liệu đã báo cáo đến hết năm: %(value)s."),
    }[standing.reason] % {
        "value": value, "last": last, "forecast": forecast_words(row), "trend": _trend(standing)
    }  # fmt: skip
    if standing.behind:
        words += " " + ngettext(
            "Còn %(count)s đơn vị chưa báo cáo đến ngày đó.",
            "Còn %(count)s đơn vị chưa báo cáo đến ngày đó.",
            standing.behind,
        ) % {"count": number(standing.behind)}
    return words


def _trend(standing: domain.Standing) -> str:
    if standing.trend is None:
        return ""
    words = {
        1: gettext("tăng so với kỳ trước"),
        0: gettext("không đổi so với kỳ trước"),
        -1: gettext("giảm so với kỳ trước"),
    }
    return f", {words[standing.trend]}"


@register.filter
def forecast_words(row: TargetRow) -> str:
    """Write the forecast with its band: "34.200 người (từ 31.000 đến 36.500)"."""
    ahead = row.standing.forecast if row.standing else None
    if ahead is None:
        return ""
    value, low, high = (rounded(one) for one in (ahead.value, ahead.low, ahead.high))
    text = measured(value, row.target.measure)
    if low == high:
        return text
    return text + gettext(" (từ %(low)s đến %(high)s)") % {"low": number(low), "high": number(high)}


def rounded(value: Decimal) -> Decimal:
    """Leave off places that an estimate cannot know: none from 100 on, one below."""
    return value.quantize(Decimal(1) if abs(value) >= 100 else Decimal("0.1"))


@register.filter
def mismatch_words(one: domain.Mismatch) -> str:
    """Say in what parts or shares do not fit their whole."""
    words = {
        domain.Gap.SHARES_LESS: gettext("Phần giao cho các đơn vị cộng lại là %(found)s, còn thiếu so với %(whole)s."),
        domain.Gap.SHARES_MORE: gettext("Phần giao cho các đơn vị cộng lại là %(found)s, nhiều hơn %(whole)s."),
        domain.Gap.PART_LARGER: gettext("Phần “%(part)s” (%(found)s) lớn hơn cả chỉ tiêu (%(whole)s)."),
        domain.Gap.PARTS_MORE: gettext("Các phần “trong đó” cộng lại là %(found)s, nhiều hơn cả chỉ tiêu (%(whole)s)."),
        domain.Gap.REPORTED_LARGER: gettext(
            "Số liệu của phần “%(part)s” (%(found)s) lớn hơn số liệu của cả chỉ tiêu (%(whole)s)."
        ),
    }
    return words[one.gap] % {"found": number(one.found), "whole": number(one.whole), "part": one.part}


def period_words(kind: str, starts_on: date, ends_on: date) -> str:
    """Name a period: "Tháng 3/2026", "Quý II/2026", "6 tháng đầu năm 2026", "Năm 2026"."""
    year = starts_on.year
    if kind == PeriodKind.MONTH:
        return gettext("Tháng %(month)s/%(year)s") % {"month": starts_on.month, "year": year}
    if kind == PeriodKind.QUARTER:
        return gettext("Quý %(quarter)s/%(year)s") % {"quarter": ROMAN[(starts_on.month - 1) // 3], "year": year}
    if kind == PeriodKind.HALF_YEAR:
        first = gettext("6 tháng đầu năm %(year)s") % {"year": year}
        return first if starts_on.month == 1 else gettext("6 tháng cuối năm %(year)s") % {"year": year}
    return gettext("Năm %(year)s") % {"year": year}


@register.filter
def period_label(one: domain.Period | TargetActual) -> str:
    """Name the period of a figure, or one still due."""
    kind = one.kind if isinstance(one, domain.Period) else one.period
    return period_words(kind, one.starts_on, one.ends_on)


@register.filter
def period_key(actual: TargetActual) -> str:
    """Name the period of a figure as addresses do."""
    periods = domain.periods_of(year=actual.starts_on.year)
    return next((one.key for one in periods if (one.starts_on, one.ends_on) == (actual.starts_on, actual.ends_on)), "")


@register.filter
def amount_alone(share: TargetShare | PlanTarget) -> str:
    """Write the bounds of a share without words: "100 – 120"."""
    bounds = dict.fromkeys(number(one) for one in (share.minimum, share.maximum) if one is not None)
    return " – ".join(bounds)


@register.filter
def event_time(event: PlanEvent) -> str:
    """Write when an event is: "08:00 – 11:30 15/05/2026"."""
    starts, ends = (date_text(one) for one in (event.starts_at, event.ends_at))
    if ends and ends.split(" ")[1] == starts.split(" ")[1]:
        return f"{starts.split(' ')[0]} – {ends}"
    return f"{starts} – {ends}" if ends else starts


@register.filter
def event_state(event: PlanEvent) -> SafeString:
    """Show where an event stands; one whose day has gone by without a result says so."""
    if event.state == EventState.PLANNED and event.starts_at < clock.now():
        return state_badge(gettext("Chờ kết quả"), "doubt")
    return state_badge(EventState(event.state).label, EVENT_TONES[EventState(event.state)])
