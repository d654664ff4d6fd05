"""What stands on the first page, by who looks: own work with its next act, what needs a word, the year at a glance.

Every part is asked of the policies, so a part that is not for this person is empty and left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.planning import policies, queries
from thidua.apps.planning.enums import ExtensionState, ReceiptState, Standing, TaskState
from thidua.core.actor import Actor
from thidua.office.bench import SHOWN, Item, Part, facts_line, short
from thidua.office.paper_desk import papers_returned, papers_to_do
from thidua.ui.templatetags.ui import date_text, number, state_badge

WEEK = timedelta(days=7)
SOON = timedelta(days=14)
WEEKDAYS = (_("Thứ hai"), _("Thứ ba"), _("Thứ tư"), _("Thứ năm"), _("Thứ sáu"), _("Thứ bảy"), _("Chủ nhật"))


@dataclass(slots=True)
class Workbench:
    """The parts of the first page: one's own work at left; what needs attention, and the year, at right."""

    year: int
    is_looker: bool
    own: list[Part] = field(default_factory=list)
    attention: list[Part] = field(default_factory=list)
    headline: list[dict[str, Any]] = field(default_factory=list)
    strip: list[dict[str, Any]] = field(default_factory=list)
    days: list[dict[str, Any]] = field(default_factory=list)
    plan_count: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.own or self.attention or self.plan_count or any(one["total"] for one in self.strip))


def workbench_of(actor: Actor, *, year: int, now: datetime) -> Workbench:
    """Return the first page of a person, in constant queries; in one while nothing changed since it was last looked at.

    What is news by the hour of an answer is so by the day here.
    """
    today = timezone.localdate(now)
    return queries.kept(
        "desk", actor.key, year, today, get_language(), count=lambda: _laid_out(actor, year, now, today)
    )


def _laid_out(actor: Actor, year: int, now: datetime, today: date) -> Workbench:
    is_looker = bool(actor.paths(queries.LOOKERS))
    bench = Workbench(year, is_looker, plan_count=policies.visible_plans(actor).filter(year=year).count())
    work = queries.year_work(actor, year=year) if is_looker else queries.own_year_work(actor, year=year)
    figures = (
        queries.year_figures_of(actor, year=year, today=today)
        if is_looker
        else queries.year_figures(work, year=year, today=today)
    )
    bench.own = _present(
        _plans(actor),
        *papers_to_do(actor),
        _due(actor, today),
        _awaiting(actor),
        _received(actor),
        _figures(actor, year, today),
    )
    bench.attention = _present(
        papers_returned(actor), _late_units(actor, figures, year, today) if is_looker else None, _came_back(actor, now)
    )
    bench.strip = _strip(figures, year=year, today=today, is_looker=is_looker)
    bench.days = _days(actor, work, now=now)
    if is_looker and figures.whole.total:
        rows_url = reverse("planning:year-work")
        shown = (Standing.DONE, Standing.DONE_LATE, Standing.AT_RISK, Standing.OVERDUE)
        bench.headline = [
            {"label": gettext(one.label), "count": figures.whole.by.get(one, 0), "url": f"{rows_url}?tt={one.value}"}
            for one in shown
        ]
    return bench


def _present(*parts: Part | None) -> list[Part]:
    return [part for part in parts if part is not None and part.items]


def work_url(task_id: int, work_id: int) -> str:
    """Return the address of a unit's work on a task."""
    return f"{reverse('planning:task', args=[task_id])}?viec={work_id}#viec"


def day_mark(due_on: date | None, *, today: date) -> SafeString | str:
    """Mark a day that has passed or is near."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days < 0:
        return state_badge(
            ngettext("Quá hạn %(count)s ngày", "Quá hạn %(count)s ngày", -days) % {"count": number(-days)}, "overdue"
        )
    if days == 0:
        return state_badge(gettext("Đến hạn hôm nay"), "soon")
    return (
        state_badge(ngettext("Còn %(count)s ngày", "Còn %(count)s ngày", days) % {"count": days}, "soon")
        if days <= SOON.days
        else ""
    )


def _plans(actor: Actor) -> Part:
    items = [
        Item(short(one.title), url := reverse("planning:plan", args=[one.pk]), facts_line(one.code, one.issuer),
             act=gettext("Xem và duyệt"), act_url=url)
        for one in queries.plans_to_approve(actor)[:SHOWN]
    ]  # fmt: skip
    return Part("cho-duyet", gettext("Kế hoạch chờ duyệt"), items, f"{reverse('planning:list')}?tt=submitted")


def _due(actor: Actor, today: date) -> Part:
    items = []
    for work in queries.work_to_do(actor, today=today)[:SHOWN]:
        due = gettext("hạn %(day)s") % {"day": date_text(work.due_on)} if work.due_on else ""
        items.append(
            Item(
                short(work.task.content),
                work_url(work.task_id, work.pk),
                facts_line(work.unit.name, work.task.plan.code, due),
                day_mark(work.due_on, today=today),
                gettext("Báo cáo tiến độ"),
                reverse("planning:work-report", args=[work.pk]),
            )
        )
    return Part("den-han", gettext("Việc phải làm"), items, reverse("planning:tasks"))


def _received(actor: Actor) -> Part:
    items = []
    for receipt in queries.receipts_to_do(actor)[:SHOWN]:
        act, url, is_post = _next_step(receipt)
        plan = receipt.plan
        items.append(
            Item(short(plan.title), reverse("planning:plan", args=[plan.pk]), facts_line(plan.code, receipt.unit.name),
                 act=act, act_url=url, is_post=is_post)
        )  # fmt: skip
    return Part("da-nhan", gettext("Kế hoạch cấp trên giao"), items, reverse("planning:received"))


def _next_step(receipt: Any) -> tuple[str, str, bool]:
    """Return the next act on a received plan: acknowledge, write the own plan, go on with it, launch."""
    if receipt.state == ReceiptState.SENT:
        return gettext("Tiếp nhận"), reverse("planning:receipt-acknowledge", args=[receipt.pk]), True
    if receipt.own_plan is None:
        return gettext("Lập kế hoạch"), reverse("planning:receipt-own-plan", args=[receipt.pk]), True
    if receipt.own_plan.state in policies.INTERNAL:
        return gettext("Soạn tiếp"), reverse("planning:plan", args=[receipt.own_plan_id]), False
    return gettext("Triển khai"), reverse("planning:receipt-launch", args=[receipt.pk]), False


def _figures(actor: Actor, year: int, today: date) -> Part:
    due = [one for one in queries.target_reports(actor, year=year, on=today) if one.due]
    items = []
    for one in due[:SHOWN]:
        url = reverse("planning:target-report", args=[one.target.pk, one.unit.pk])
        missing = ngettext("còn %(count)s kỳ", "còn %(count)s kỳ", len(one.due)) % {"count": len(one.due)}
        note = facts_line(one.unit.name, missing)
        items.append(Item(short(one.target.indicator), url, note, act=gettext("Báo số liệu"), act_url=url))
    return Part("so-lieu", gettext("Số liệu phải báo"), items, reverse("planning:target-reports"))


def _awaiting(actor: Actor) -> Part:
    """Completions, extensions asked and difficulties that wait for the actor's word."""
    items = []
    for work in queries.work_awaiting(actor)[:SHOWN]:
        url = work_url(work.task_id, work.pk)
        has_asked = getattr(work, "has_asked", False)
        if work.state == TaskState.AWAITING:
            mark, act = state_badge(gettext("Chờ xác nhận"), "waiting"), gettext("Xem và xác nhận")
        elif has_asked:
            mark, act = state_badge(gettext("Xin gia hạn"), "waiting"), gettext("Xem và trả lời")
        else:
            mark, act = state_badge(gettext("Có khó khăn"), "doubt"), gettext("Trả lời")
        due = gettext("hạn %(day)s") % {"day": date_text(work.due_on)} if work.due_on else ""
        items.append(Item(short(work.task.content), url, facts_line(work.unit.name, due), mark, act, url))
    return Part("cho-tra-loi", gettext("Chờ xác nhận, trả lời"), items, reverse("planning:awaiting"))


def _late_units(actor: Actor, figures: queries.YearFigures, year: int, today: date) -> Part:
    rows_url = reverse("planning:year-work")
    late = [one for one in figures.units if one.by.get(Standing.OVERDUE)][:SHOWN]
    items = []
    for one in late:
        count = one.by[Standing.OVERDUE.value]
        words = ngettext("%(count)s việc quá hạn", "%(count)s việc quá hạn", count) % {"count": number(count)}
        url = f"{rows_url}?dv={one.key}&tt={Standing.OVERDUE.value}"
        items.append(Item(one.name, url, mark=state_badge(words, "overdue"), act=gettext("Xem việc"), act_url=url))
    part = Part("don-vi-cham", gettext("Đơn vị chậm"), items, f"{rows_url}?tt={Standing.OVERDUE.value}")
    plan_id = queries.plan_most_late(actor, year=year, today=today)
    if plan_id is None:
        return part
    url = reverse("planning:plan-units", args=[plan_id])
    return replace(part, act=gettext("Đôn đốc"), act_url=f"{url}?thieu=overdue")


def _came_back(actor: Actor, now: datetime) -> Part:
    """Returned completions, answered difficulties and decisions on extensions, the newest first."""
    found: list[tuple[datetime, Item]] = []
    for report in queries.answers_to(actor, now=now)[:SHOWN]:
        work = report.assignment
        mark = (
            state_badge(gettext("Bị trả lại"), "refused")
            if report.is_returned
            else state_badge(gettext("Đã trả lời"), "info")
        )
        url, act_url = work_url(work.task_id, work.pk), reverse("planning:work-report", args=[work.pk])
        note = facts_line(work.unit.name, short(report.answer))
        item = Item(short(work.task.content), url, note, mark, gettext("Báo cáo tiến độ"), act_url)
        found.append((report.answered_at or now, item))
    for one in queries.decisions_for(actor, now=now)[:SHOWN]:
        work = one.assignment
        if one.state == ExtensionState.GRANTED:
            mark = state_badge(gettext("Được gia hạn đến %(day)s") % {"day": date_text(one.granted_on)}, "done")
        else:
            mark = state_badge(gettext("Không được gia hạn"), "refused")
        url = work_url(work.task_id, work.pk)
        found.append(
            (one.decided_at or now, Item(short(work.task.content), url, facts_line(work.unit.name, one.answer), mark))
        )
    found.sort(key=lambda pair: pair[0], reverse=True)
    return Part("tra-ve", gettext("Có trả lời"), [item for _at, item in found[:SHOWN]])


def _strip(figures: queries.YearFigures, *, year: int, today: date, is_looker: bool) -> list[dict[str, Any]]:
    rows_url = reverse("planning:year-work") if is_looker else reverse("planning:tasks")
    strip = []
    for one in figures.quarters:
        if not one.key:
            continue
        quarter = queries.Quarter(year, one.key)
        strip.append(
            {
                "label": gettext("Quý %(quarter)s") % {"quarter": quarter.roman},
                "done": one.done,
                "total": one.total,
                "overdue": one.by.get(Standing.OVERDUE, 0),
                "url": f"{rows_url}?quy={one.key}" if is_looker else f"{rows_url}?ky={year}-q{one.key}&vt=lead",
                "is_current": quarter.first_day <= today <= quarter.last_day,
            }
        )
    return strip


def _days(actor: Actor, work: Any, *, now: datetime) -> list[dict[str, Any]]:
    """Return the next seven days that hold something: how much is due, and events."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = start.date()
    last = today + WEEK - timedelta(days=1)
    counted = queries.due_by_day(work, first=today, last=last)
    events: dict[date, list[Any]] = {}
    for event in queries.events_ahead(actor, since=start, until=start + WEEK)[:20]:
        events.setdefault(timezone.localdate(event.starts_at), []).append(event)
    calendar_url = reverse("calendar:show")
    return [
        {
            "label": _day_label(day, today),
            "count": counted.get(day, 0),
            "events": events.get(day, ()),
            "url": f"{calendar_url}?kieu=ngay&ngay={day.isoformat()}",
        }
        for day in _span(today, last)
        if counted.get(day) or day in events
    ]


def _span(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _day_label(day: date, today: date) -> str:
    return gettext("Hôm nay") if day == today else f"{WEEKDAYS[day.weekday()]} {day:%d/%m}"
