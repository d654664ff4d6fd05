"""What a feed holds: decided anew at each read, from what its maker may see on that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Max, Q, QuerySet
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext

from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import policies
from thidua.apps.planning.domain.addresses import plan_address, task_address
from thidua.apps.planning.domain.calendar import day as calendar_day
from thidua.apps.planning.domain.ics import Entry
from thidua.apps.planning.enums import EventState, ExtensionState, TaskState
from thidua.apps.planning.models import Assignment, CalendarFeed, Extension, PlanEvent
from thidua.apps.planning.queries.calendar import Wanted, calendar_events, calendar_work
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible

BEHIND, AHEAD = timedelta(days=90), timedelta(days=400)
ONE_DAY = timedelta(days=1)
MOST_ENTRIES = 2000
EVENT_STATUS = {
    EventState.PLANNED: "TENTATIVE",
    EventState.HELD: "CONFIRMED",
    EventState.CALLED_OFF: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed as it is read on a day."""

    feed: CalendarFeed
    entries: Sequence[Entry]


def feeds_of(actor: Actor) -> QuerySet[CalendarFeed]:
    return policies.own_feeds(actor).select_related("unit")


def units_to_feed(actor: Actor) -> list[tuple[int, str]]:
    """Return (key, name) of the units where the actor holds a role, for the form."""
    ids = sorted({held.unit_id for held in actor.roles})
    units = organizations.Unit.objects.filter(pk__in=ids).order_by("path")
    return list(units.values_list("pk", "name"))


def read_feed(*, secret_hash: str, base: str, on: date) -> Reading:
    """Return what a feed holds on a day, nearest days first, at most 2,000 entries of the year around.

    `base` is the program's address. Raises NotVisible for a secret nobody has, a revoked feed, a closed account,
    somebody who has left, and a unit's feed once its maker holds no role there.
    """
    feed = CalendarFeed.objects.select_related("user", "unit").filter(secret_hash=secret_hash).first()
    if feed is None or feed.revoked_at is not None or not feed.user.is_active:
        raise NotVisible
    person = organizations.person_of(feed.user)
    if person is not None and not person.is_active:
        raise NotVisible
    actor = organizations.actor_for(feed.user, on=on)
    if feed.unit is not None and not policies.can_feed_unit(actor, unit_path=feed.unit.path):
        raise NotVisible
    work = calendar_work(actor, Wanted(is_own=feed.unit is None), today=on)
    events = calendar_events(actor, Wanted(is_own=feed.unit is None))
    if feed.unit is not None:
        work = work.filter(unit=feed.unit)
        received = Q(plan__receipts__unit=feed.unit) | Q(plan__unit=feed.unit)
        events = events.filter(received).distinct()
    host = urlsplit(base).hostname or "localhost"
    with translation.override(feed.user.language):
        entries = [*_due_days(work, base=base, host=host, on=on), *_events(events, base=base, host=host, on=on)]
    entries.sort(key=lambda one: (abs((_day(one.starts) - on).days), one.uid))
    return Reading(feed, entries[:MOST_ENTRIES])


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _due_days(work: QuerySet[Assignment], *, base: str, host: str, on: date) -> list[Entry]:
    found = work.select_related("task__plan", "unit").only(
        "due_on", "first_due_on", "state", "percent", "version", "reported_at", "unit__name",
        "task__content", "task__time_text", "task__product", "task__is_optional",
        "task__plan__number", "task__plan__symbol", "task__plan__title", "task__plan__issued_at",
    )  # fmt: skip
    rows = list(found.filter(due_on__range=(on, on + AHEAD)).order_by("due_on", "pk")[:MOST_ENTRIES])
    rows += found.filter(due_on__range=(on - BEHIND, on - ONE_DAY)).order_by("-due_on", "pk")[:MOST_ENTRIES]
    granted = Extension.objects.filter(assignment__in=[row.pk for row in rows], state=ExtensionState.GRANTED)
    moved = {
        row["assignment"]: (row["times"], row["last"])
        for row in granted.order_by().values("assignment").annotate(times=Count("pk"), last=Max("decided_at"))
    }
    return [_due_day(row, moved.get(row.pk, (0, None)), base=base, host=host) for row in rows]


def _due_day(row: Assignment, moved: tuple[int, datetime | None], *, base: str, host: str) -> Entry:
    task, plan = row.task, row.task.plan
    assert row.due_on is not None
    plan_name = plan.code or plan.title
    state = gettext(TaskState(row.state).label)
    lines = [
        gettext("Đơn vị chủ trì: %(unit)s") % {"unit": row.unit.name},
        gettext("Kế hoạch: %(plan)s") % {"plan": plan_name},
        gettext("Trạng thái: %(state)s, %(percent)s%%") % {"state": state, "percent": row.percent},
    ]
    if task.time_text:
        lines.append(gettext("Thời gian theo văn bản: %(time)s") % {"time": task.time_text})
    if task.product:
        lines.append(gettext("Sản phẩm: %(product)s") % {"product": task.product})
    if task.is_optional:
        lines.append(gettext("Việc chỉ thực hiện nếu có phát sinh"))
    if row.first_due_on and row.first_due_on != row.due_on:
        lines.append(gettext("Đã gia hạn từ ngày %(day)s") % {"day": f"{row.first_due_on:%d/%m/%Y}"})
    day = calendar_day(row.due_on)
    if day.is_off:
        before = f"{day.working_day_before:%d/%m/%Y}"
        lines.append(gettext("Hạn rơi vào ngày nghỉ, nên xong trong ngày %(day)s") % {"day": before})
    is_done = row.state in (TaskState.DONE, TaskState.NOT_ARISEN)
    heading = gettext("Đã xong: %(what)s") if is_done else gettext("Hạn: %(what)s")
    changed = [moment for moment in (plan.issued_at, row.reported_at, moved[1]) if moment is not None]
    return Entry(
        uid=f"viec-{row.pk}@{host}",
        starts=row.due_on,
        ends=None,
        summary=heading % {"what": task.content},
        description="\n".join(lines),
        url=base + task_address(row.task_id),
        categories=(plan_name, str(state)),
        sequence=row.version - 1 + moved[0],
        changed_at=max(changed, default=None),
    )


def _events(events: QuerySet[PlanEvent], *, base: str, host: str, on: date) -> list[Entry]:
    near = events.filter(starts_at__date__range=(on - BEHIND, on + AHEAD)).select_related("plan").order_by("starts_at")
    return [_event(event, base=base, host=host) for event in near[:MOST_ENTRIES]]


def _event(event: PlanEvent, *, base: str, host: str) -> Entry:
    plan_name = event.plan.code or event.plan.title
    lines = [gettext("Kế hoạch: %(plan)s") % {"plan": plan_name}]
    if event.participants:
        lines.append(gettext("Thành phần: %(people)s") % {"people": event.participants})
    state = EventState(event.state)
    return Entry(
        uid=f"su-kien-{event.pk}@{host}",
        starts=localtime(event.starts_at),
        ends=localtime(event.ends_at) if event.ends_at else None,
        summary=event.title,
        description="\n".join(lines),
        url=base + plan_address(event.plan_id),
        location=event.place,
        categories=(plan_name, gettext(event.get_kind_display())),
        status=EVENT_STATUS[state],
        sequence=event.version - 1,
        changed_at=None,
    )
