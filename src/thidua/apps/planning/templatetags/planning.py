"""How planning writes times, targets and parts of a document on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape as escape_text
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from thidua.apps.planning import queries
from thidua.apps.planning.enums import Comparator, IntakeState, Recurrence, UnitPart
from thidua.apps.planning.models import Plan, PlanTarget, Task
from thidua.apps.planning.queries import Quarter, names_of
from thidua.apps.planning.templatetags.work import due_mark, mark_of, work_of
from thidua.core import clock
from thidua.ui.templatetags.ui import number, state_badge

register = template.Library()

STATE_TONES = {
    IntakeState.WAITING: "waiting",
    IntakeState.READING: "progress",
    IntakeState.REVIEW: "doubt",
    IntakeState.UNREADABLE: "refused",
    IntakeState.CONFIRMED: "done",
    IntakeState.DISCARDED: "cancelled",
}


def period_words(starts_on: date | None, due_on: date | None) -> str:
    """Write a stretch of days: "01/06 – 30/06/2020", "đến hết 31/08/2020", "từ 01/03/2020"."""
    if starts_on and due_on:
        if starts_on == due_on:
            return f"{due_on:%d/%m/%Y}"
        first = f"{starts_on:%d/%m}" if starts_on.year == due_on.year else f"{starts_on:%d/%m/%Y}"
        return f"{first} – {due_on:%d/%m/%Y}"
    if due_on:
        return gettext("đến hết %(day)s") % {"day": f"{due_on:%d/%m/%Y}"}
    if starts_on:
        return gettext("từ %(day)s") % {"day": f"{starts_on:%d/%m/%Y}"}
    return ""


def time_words(
    *,
    starts_on: date | None,
    due_on: date | None,
    recurrence: str = "",
    recurrence_day: int | None = None,
    relative_days: int | None = None,
    is_continuous: bool = False,
) -> str:
    """Write when something is to be done, as computed; empty where nothing is known."""
    parts = [period_words(starts_on, due_on)]
    if recurrence:
        label = gettext(str(Recurrence(recurrence).label)).lower()
        if recurrence_day:
            label += ", " + gettext("trước ngày %(day)s") % {"day": f"{recurrence_day:02d}"}
            if recurrence in {Recurrence.QUARTERLY, Recurrence.HALF_YEARLY, Recurrence.YEARLY}:
                label += " " + gettext("của tháng cuối kỳ")
        parts.append(label)
    if relative_days:
        parts.append(
            ngettext("trong %(count)s ngày làm việc", "trong %(count)s ngày làm việc", relative_days)
            % {"count": f"{relative_days:02d}"}
        )
    if is_continuous:
        parts.append(gettext("thường xuyên"))
    return "; ".join(part for part in parts if part)


@register.filter
def computed_time(task: Task) -> str:
    """Write a task's time as computed."""
    return time_words(
        starts_on=task.starts_on,
        due_on=task.due_on,
        recurrence=task.recurrence,
        recurrence_day=task.recurrence_day,
        relative_days=task.relative_days,
        is_continuous=task.is_continuous,
    )


def drafted_time(row: Mapping[str, Any]) -> str:
    """Write the time of a row of a draft as computed."""

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return time_words(
        starts_on=day(row["start"]),
        due_on=day(row["end"]),
        recurrence=row["recurrence"] if row["recurrence"] in Recurrence.values else "",
        recurrence_day=row["recurrence_day"],
        relative_days=row["relative_days"],
        is_continuous=row["is_continuous"],
    )


register.filter("due_mark", due_mark)


@register.filter
def intake_state(state: str) -> SafeString:
    """Show where an intake stands."""
    one = IntakeState(state)
    return state_badge(one.label, STATE_TONES[one])


def quarter_label(quarter: Quarter, *, with_year: bool = True) -> str:
    name = gettext("Quý %(quarter)s") % {"quarter": quarter.roman}
    return f"{name}/{quarter.year}" if with_year else name


def amount_words(comparator: str, minimum: Any, maximum: Any, measure: str) -> str:
    """Write a target's amount: "từ 32.500 đến 33.000 người", "ít nhất 70%", "khoảng 20 người"."""
    unit = measure if measure == "%" else f" {measure}" if measure else ""
    low, high = number(minimum), number(maximum)
    if comparator == Comparator.RANGE and low and high:
        return gettext("từ %(low)s đến %(high)s") % {"low": low, "high": high} + unit
    amount = low or high
    if not amount:
        return ""
    if comparator == Comparator.AT_LEAST:
        return gettext("từ %(amount)s trở lên") % {"amount": f"{low or high}{unit}"}
    if comparator == Comparator.AT_MOST:
        return gettext("không quá %(amount)s") % {"amount": f"{high or low}{unit}"}
    if comparator == Comparator.ABOUT:
        return gettext("khoảng %(amount)s") % {"amount": f"{amount}{unit}"}
    return f"{amount}{unit}"


@register.filter
def amount(target: PlanTarget) -> str:
    """Write what a target asks for."""
    return amount_words(target.comparator, target.minimum, target.maximum, target.measure)


@register.filter
def lines_of(evidence: Mapping[str, Any] | None) -> str:
    """Return the source lines of an item or of one value as "12-14", empty where it has none."""
    found = spans_of(evidence)
    if isinstance(evidence, Mapping) and "spans" not in evidence:
        # The heading row over a task is often far above it: it names a place only where nothing else does.
        found = spans_of({name: leaf for name, leaf in evidence.items() if name != "group"}) or found
    return f"{min(span[0] for span in found)}-{max(span[1] for span in found)}" if found else ""


def spans_of(evidence: Any) -> list[tuple[int, int]]:
    """Return (first line, last line) of every span in a piece of evidence, however deep."""
    if isinstance(evidence, Mapping):
        if "spans" in evidence:
            return [
                (span["first_line"], span["last_line"]) for span in evidence["spans"] or [] if span.get("first_line")
            ]
        return [span for leaf in evidence.values() for span in spans_of(leaf)]
    if isinstance(evidence, list):
        return [span for leaf in evidence for span in spans_of(leaf)]
    return []


QUOTED_FIRST = ("group", "content", "lead", "coordinating", "time_text", "time", "end")


def quoted(evidence: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the source says of an item: one quotation for each place, in the order of the source.

    A place is a run of lines; what was read from the same lines stands together, content first.
    """
    names = [name for name in QUOTED_FIRST if name in evidence]
    names += [name for name in evidence if name not in QUOTED_FIRST and name != "no"]
    places: dict[tuple[int, int], dict[str, Any]] = {}
    for name in names:
        leaf = evidence[name]
        for span in (leaf.get("spans") or []) if isinstance(leaf, Mapping) else []:
            place = places.setdefault((span["first_line"], span["last_line"]), {**span, "texts": []})
            text = span.get("text") or ""
            if text and not any(text in said for said in place["texts"]):
                place["texts"].append(text)
    return [{**places[key], "text": " · ".join(places[key]["texts"])} for key in sorted(places)]


@register.filter
def lead_names(task: Task) -> str:
    """Name the lead units as the plan does. Uses what `tasks_with_units` fetched."""
    return "; ".join(names_of(task, UnitPart.LEAD))


@register.simple_tag
def plan_name(plan: Plan) -> SafeString:
    """Name a plan as offices cite it."""
    return format_html("{}", plan.code or plan.title)


CARD_LETTERS = 200


@register.filter
def board_cards(tasks: Sequence[Task]) -> SafeString:
    """Draw the tasks of a column, joined here: a template would take most of a page of hundreds of cards."""
    today, optional = clock.today(), f" · {gettext('nếu có')}"
    before, after = reverse("planning:task", args=[0]).rsplit("0", 1)
    cards = []
    for task in tasks:
        seen = queries.seen_work(task, today=today)
        text = task.content if len(task.content) <= CARD_LETTERS else task.content[: CARD_LETTERS - 1] + "…"
        no = f'<span class="muted">{escape_text(task.no)}.</span> ' if task.no else ""
        leads = "".join(f"<span>{escape_text(name)}</span>" for name in names_of(task, UnitPart.LEAD))
        when = escape_text(computed_time(task) or task.time_text) + (optional if task.is_optional else "")
        cards.append(
            f'<li><a class="board-card" href="{before}{task.pk}{after}"><span class="board-text">{no}'
            f'{escape_text(text)}</span><span class="board-units">{leads}</span><span class="board-when">{when}</span>'
            f"{mark_of(task, seen, today=today)}{work_of(task, seen)}</a></li>"
        )
    return SafeString("".join(cards))
