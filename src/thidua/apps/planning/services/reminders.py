"""Chasing: who is told today of work near or past its day, plans not acknowledged, figures not reported.

Nothing but notices is written, each under a key that says what it is about: a second run adds none. One plan is one
job, so a run that was killed goes on where it stood, and the plans share the workers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from thidua.apps.notifications.services import NewNotice
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning.domain import reminders as domain
from thidua.apps.planning.domain.addresses import plan_address, targets_address, task_address
from thidua.apps.planning.domain.reminders import Level
from thidua.apps.planning.enums import DUE_SOON, ESCALATED, FIGURES_DUE, LATE_UNITS, OVERDUE, UNACKNOWLEDGED
from thidua.apps.planning.models import Plan
from thidua.apps.planning.queries import RUNNING
from thidua.apps.planning.queries import reminders as queries
from thidua.apps.planning.services.notices import tell
from thidua.core.actor import Role
from thidua.core.jobs import schedule
from thidua.core.jobs.queue import NewJob, enqueue_many
from thidua.lib.vietnamese.workdays import is_working_day

REMIND_PLAN = "thidua.apps.planning.jobs.remind_plan"
WORKERS = (Role.UNIT_CLERK, Role.OFFICER)
NAMED_UNITS = 20
TITLE_CHARACTERS = 160


def queue_reminders(*, on: date, at: datetime) -> int:
    """Queue the reminders of a day, one job a plan that is being worked; none on a day off. Returns how many."""
    if not is_working_day(on):
        return 0
    day = on.isoformat()
    jobs = [
        NewJob(REMIND_PLAN, [key, day], key=f"planning.remind:{key}:{day}")
        for key in queries.plans_to_remind(on).values_list("pk", flat=True)
    ]
    enqueue_many(jobs=jobs, at=at)
    return len(jobs)


def send_reminders(*, plan_id: int, on: date, at: datetime) -> int:
    """Tell people what a day brings in one plan; a second run adds nothing. Returns how many notices it names."""
    plan = Plan.objects.select_related("unit").filter(pk=plan_id, state__in=RUNNING).first()
    if plan is None or not is_working_day(on):
        return 0
    one = _Round(plan, on, at)
    _remind_of_work(one)
    _ask_for_receipts(one)
    _ask_for_figures(one)
    one.send()
    return one.count


@dataclass(slots=True)
class _Round:
    """The reminders of one plan on one day, with who holds which role where, each unit looked up once."""

    plan: Plan
    on: date
    at: datetime
    count: int = 0
    _notices: list[NewNotice] = field(default_factory=list)
    _told: set[tuple[int, str]] = field(default_factory=set)
    _holders: dict[tuple[str, ...], dict[int, list[int]]] = field(default_factory=dict)
    _asked: dict[tuple[str, ...], set[int]] = field(default_factory=dict)

    def holders(self, roles: tuple[str, ...], unit_ids: Collection[int]) -> dict[int, list[int]]:
        """Return who holds one of `roles` at the very units, asking only for units not met before."""
        found, asked = self._holders.setdefault(roles, {}), self._asked.setdefault(roles, set())
        fresh = set(unit_ids) - asked
        if fresh:
            found.update(organizations.users_holding(roles, unit_ids=sorted(fresh), on=self.on))
            asked |= fresh
        return found

    def workers(self, unit_ids: Collection[int]) -> dict[int, list[int]]:
        """Return the clerks and officers of the units, of units without any their heads."""
        clerks, heads = self.holders(WORKERS, unit_ids), self.heads(unit_ids)
        return {key: clerks.get(key) or heads.get(key, []) for key in unit_ids}

    def heads(self, unit_ids: Collection[int]) -> dict[int, list[int]]:
        heads, leaders = self.holders((Role.UNIT_HEAD,), unit_ids), self.holders((Role.LEADER,), unit_ids)
        return {key: heads.get(key) or leaders.get(key, []) for key in unit_ids}

    def leaders(self) -> list[int]:
        """Return the leaders of the plan's unit, where there is none its heads."""
        key = self.plan.unit_id
        return self.holders((Role.LEADER,), [key]).get(key) or self.holders((Role.UNIT_HEAD,), [key]).get(key, [])

    def tell(self, user_ids: Iterable[int], **what: Any) -> None:
        """Tell each of them once."""
        key = str(what["key"])
        people = [one for one in dict.fromkeys(user_ids) if (one, key) not in self._told]
        self._told.update((one, key) for one in people)
        self._notices += [NewNotice(recipient_id=one, on=self.on, **what) for one in people]

    def send(self) -> None:
        """Hand over what was gathered, in one transaction."""
        tell(notices=self._notices, at=self.at)
        self.count += len(self._notices)
        self._notices = []

    @property
    def plan_words(self) -> str:
        return self.plan.code or _short(self.plan.title)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_CHARACTERS else f"{line[:TITLE_CHARACTERS].rstrip()}…"


def _remind_of_work(one: _Round) -> None:
    """Tell those who do the work, when late their heads as well; then leaders and officers in one word a plan."""
    plan = one.plan
    rhythm = domain.Rhythm.of(
        before=plan.reminds_before, head_after=plan.head_after_days, leader_after=plan.leader_after_days
    )
    due = domain.reminders_on(one.on, rhythm)
    own: dict[int, Counter[int]] = {}  # what each person was told of by itself: user → unit → pieces of late work
    raised: dict[date, list[queries.WorkDue]] = {}
    latest: date | None = None
    for batch in queries.work_due(plan, due_days=due) if due else ():
        units = sorted({work.unit_id for work in batch})
        workers, heads = one.workers(units), one.heads(units)
        for work in batch:
            reminder = due[work.due_on]
            people = list(work.user_ids or workers[work.unit_id])
            if reminder.level >= Level.HEAD:
                people += heads[work.unit_id]
            one.tell(people, **_about_work(one, work, reminder))
            if reminder.offset > 0:
                for user_id in people:
                    own.setdefault(user_id, Counter())[work.unit_id] += 1
                latest = max(latest or reminder.on, reminder.on)
            if reminder.level == Level.LEADER:
                raised.setdefault(reminder.on, []).append(work)
        one.send()
    for on, works in raised.items():
        _tell_leaders(one, on, works, own)
    if latest is not None:
        leaders = set(one.leaders()) if latest in raised else set()
        _tell_officers(one, latest, own, told=leaders)


def _about_work(one: _Round, work: queries.WorkDue, reminder: domain.Reminder) -> dict[str, object]:
    days = (work.due_on - one.on).days
    content = _short(work.content)
    if days > 0:
        title = ngettext("Còn %(days)s ngày đến hạn: %(what)s", "Còn %(days)s ngày đến hạn: %(what)s", days)
    elif days == 0:
        title = gettext("Hôm nay đến hạn: %(what)s")
    else:
        title = ngettext("Quá hạn %(days)s ngày: %(what)s", "Quá hạn %(days)s ngày: %(what)s", -days)
    parts = [
        gettext("Hạn: %(day)s") % {"day": f"{work.due_on:%d/%m/%Y}"},
        gettext("Kế hoạch: %(plan)s") % {"plan": one.plan_words},
        gettext("Đơn vị chủ trì: %(unit)s") % {"unit": work.unit_name},
    ]
    if work.is_optional:
        parts.append(gettext("Việc chỉ thực hiện nếu có phát sinh"))
    if days > 0 and not is_working_day(work.due_on):
        day = domain.last_working_day(work.due_on)
        parts.append(gettext("Hạn rơi vào ngày nghỉ, nên xong trong ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"})
    return {
        "kind": OVERDUE if days < 0 else DUE_SOON,
        "title": title % {"days": abs(days), "what": content},
        "text": "; ".join(parts) + ".",
        "url": task_address(work.task_id),
        "subject_type": "planning.assignment",
        "subject_id": work.id,
        "key": f"planning.due:{work.id}:{work.due_on}:{reminder.offset}",
    }


def _tell_leaders(one: _Round, on: date, works: list[queries.WorkDue], own: dict[int, Counter[int]]) -> None:
    """Tell the leaders of the plan's unit which units have just passed the day on which they hear of it."""
    names = {work.unit_id: work.unit_name for work in works}
    counts = Counter(work.unit_id for work in works)
    title = gettext("%(works)s việc quá hạn từ %(days)s ngày trở lên, %(units)s đơn vị: %(plan)s")
    for user_id in one.leaders():
        _summary(one, user_id, counts - own.get(user_id, Counter()), names, title=title, kind=ESCALATED, on=on)


def _tell_officers(one: _Round, on: date, own: dict[int, Counter[int]], *, told: set[int]) -> None:
    """Tell the officers of the plan's unit once which units are late, on days that bring something new."""
    rows = queries.late_units(one.plan, today=one.on)
    names = {unit_id: name for unit_id, name, _count in rows}
    counts = Counter({unit_id: count for unit_id, _name, count in rows})
    title = gettext("%(works)s việc quá hạn, %(units)s đơn vị: %(plan)s")
    for user_id in one.holders((Role.OFFICER,), [one.plan.unit_id]).get(one.plan.unit_id, []):
        if user_id not in told:
            _summary(one, user_id, counts - own.get(user_id, Counter()), names, title=title, kind=LATE_UNITS, on=on)


def _summary(
    one: _Round, user_id: int, counts: Counter[int], names: dict[int, str], *, title: str, kind: str, on: date
) -> None:
    if not counts:
        return
    named = [f"{name} ({counts[key]})" for key, name in names.items() if counts[key]]
    text = ", ".join(named[:NAMED_UNITS])
    if len(named) > NAMED_UNITS:
        text += " " + gettext("và %(count)s đơn vị khác") % {"count": len(named) - NAMED_UNITS}
    words = {
        "works": counts.total(),
        "units": len(named),
        "plan": one.plan_words,
        "days": max(one.plan.leader_after_days, 1),
    }
    one.tell(
        [user_id],
        kind=kind,
        title=title % words,
        text=f"{text}.",
        url=plan_address(one.plan.pk),
        subject_type="planning.plan",
        subject_id=one.plan.pk,
        key=f"{kind}:{one.plan.pk}:{on}",
    )


def _ask_for_receipts(one: _Round) -> None:
    """Tell units that have not acknowledged the plan in time; the second time their heads as well."""
    for days, (first, last) in domain.acknowledgements_on(one.on).items():
        rows = queries.unacknowledged(
            one.plan,
            since=schedule.moment(first, hour=0),
            until=schedule.moment(last + timedelta(days=1), hour=0),
            today=schedule.moment(one.on, hour=0),
        )
        units = sorted({unit_id for _key, unit_id, _sent in rows})
        workers = one.workers(units) if rows else {}
        heads = one.heads(units) if rows and days > domain.ACKNOWLEDGE_WITHIN else {}
        for key, unit_id, sent_at in rows:
            sent = f"{localtime(sent_at):%d/%m/%Y}"
            one.tell(
                [*workers[unit_id], *heads.get(unit_id, [])],
                kind=UNACKNOWLEDGED,
                title=gettext("Chưa tiếp nhận kế hoạch %(plan)s gửi ngày %(day)s")
                % {"plan": one.plan_words, "day": sent},
                text=_short(one.plan.title),
                url=plan_address(one.plan.pk),
                subject_type="planning.planreceipt",
                subject_id=key,
                key=f"{UNACKNOWLEDGED}:{key}:{days}",
            )


def _ask_for_figures(one: _Round) -> None:
    """Tell units that owe figures of the targets for a quarter that has ended."""
    ends = {day: again for day, again in domain.figures_due_on(one.on).items() if day.year == one.plan.year}
    missing = queries.figures_missing(one.plan, on=one.on, ends=ends) if ends else {}
    workers = one.workers(sorted(missing)) if missing else {}
    for unit_id, by_day in missing.items():
        for day, count in by_day.items():
            quarter = f"{('I', 'II', 'III', 'IV')[(day.month - 1) // 3]}/{day.year}"
            one.tell(
                workers[unit_id],
                kind=FIGURES_DUE,
                title=gettext("%(count)s chỉ tiêu chờ số liệu quý %(quarter)s: %(plan)s")
                % {"count": count, "quarter": quarter, "plan": one.plan_words},
                text=gettext("Số liệu tính đến hết ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"},
                url=targets_address(one.plan.pk),
                subject_type="planning.plan",
                subject_id=one.plan.pk,
                key=f"{FIGURES_DUE}:{one.plan.pk}:{unit_id}:{day}:{ends[day]}",
            )
