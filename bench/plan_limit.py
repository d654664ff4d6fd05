"""The limit a page is held against: a bare view that fetches the same rows and writes the very same HTML.

Behind the same middleware, in the same server. Its template is flat text learned from the page itself: wherever a
fetched value stands in the HTML it is a variable again, escaped by Django as usual; anything else is text. So the
least a page can cost is measured: the fewest queries, and one template without components, tags or lookups.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, Engine, Template
from django.test import Client
from django.urls import include, path
from django.utils.safestring import SafeString

from thidua.apps.audit.queries import entries_of
from thidua.apps.notifications.models import Notice
from thidua.apps.organizations.models import Delegation, RoleAssignment, Unit
from thidua.apps.planning import queries
from thidua.apps.planning.domain import calendar as domain
from thidua.apps.planning.domain.progress import OPEN
from thidua.apps.planning.models import Plan, PlanEvent, PlanReceipt, PlanTarget, Task, TaskUnit
from thidua.apps.planning.policies import INTERNAL
from thidua.apps.planning.queries import calendar, coverage
from thidua.apps.planning.templatetags.planning import period_words
from thidua.config import urls as program
from thidua.core import clock
from thidua.core.actor import ANY_ROLE, Actor
from thidua.core.policies import within

Values = list[Any]
HOLES = re.compile(r'(?<=>)[^<>]+(?=<)|(?<=")[^"<>]+(?=")')
TOKEN = re.compile(r'(?:name="csrfmiddlewaretoken" value="|x-csrftoken": ")([A-Za-z0-9]{64})"')


def frame(user_id: int) -> Values:
    """What stands around every page: the body, who may be stood in for, and how many notices wait."""
    Delegation.objects.filter(substitute__user_id=user_id, revoked_at=None).exists()
    held = RoleAssignment.objects.filter(person__user_id=user_id)
    body = Unit.objects.filter(parent=None, pk__in=held.values("unit")).values_list("name", flat=True)[:1]
    unread = Notice.objects.filter(recipient_id=user_id, in_program=True, read_at=None)[:100].count()
    return [*body, unread]


def head(actor: Actor, plan_id: int) -> Values:
    """The plan of a page with the figures on its tabs, its last step and what amends it, as the actor may see it."""

    def count(found: QuerySet[Any]) -> Coalesce:
        rows = found.filter(plan=OuterRef("pk")).order_by().values("plan")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    plan = Plan.objects.filter(within(actor, ANY_ROLE, field="unit__path")).exclude(state__in=INTERNAL).annotate(
        task_count=count(Task.objects.filter(is_dropped=False)), target_count=count(PlanTarget.objects.all()),
        unit_count=count(PlanReceipt.objects.all()), event_count=count(PlanEvent.objects.all()),
        is_open=Exists(Task.objects.filter(plan=OuterRef("pk"), state__in=OPEN)),
    )  # fmt: skip
    row = plan.values_list("title", "symbol", "issuer", "issued_on", "state", "state_reason", "legal_bases", "headings",
                           "task_count", "target_count", "unit_count", "event_count", "is_open")  # fmt: skip
    entries_of(subject_type="planning.plan", subject_id=plan_id).first()
    list(Plan.objects.filter(amends=plan_id).only("state", "number", "symbol", "issued_on", "amendment"))
    return _told(value for value in row.get(pk=plan_id) if not isinstance(value, list | bool))


def tasks(rows: Sequence[Task]) -> Values:
    """Tasks with the names of their units, in two queries."""
    found: Values = []
    for task in rows:
        found += [
            task.no, task.content, task.group, task.time_text, period_words(task.starts_on, task.due_on), task.percent,
            f"/ke-hoach/nhiem-vu/{task.pk}/",
        ]  # fmt: skip
    named = TaskUnit.objects.filter(task__in=[task.pk for task in rows])
    return found + list(named.values_list("as_written", flat=True))


def options(rows: Iterable[tuple[int, str]]) -> SafeString:
    """The choices of a filter, joined as the page joins them."""
    return SafeString("".join(f'<option value="{key}">{html.escape(name)}</option>' for key, name in rows))


def addressed(plan_id: int) -> SafeString:
    """The units a plan went to, as the choices of its filter."""
    units = Unit.objects.filter(Q(pk__in=PlanReceipt.objects.filter(plan=plan_id).values("unit")) | Q(plans=plan_id))
    return options(units.order_by("path").values_list("pk", "name"))


def listed(actor: Actor, plan_id: int, size: int) -> Values:
    """Rows of the list of a plan, the choices of its filters, and how many rows there are."""
    shown = ("no", "content", "group", "time_text", "starts_on", "due_on", "percent", "state", "open_due_on",
             "lead_count", "done_count")  # fmt: skip
    rows = list(Task.objects.filter(plan=plan_id, is_dropped=False).order_by("position", "pk").only(*shown)[:size])
    span = Task.objects.filter(plan=plan_id).aggregate(first=Min("due_on"), last=Max("due_on"))
    return [*head(actor, plan_id), *tasks(rows), addressed(plan_id), *_told(span.values())]


def covered(actor: Actor, plan_id: int) -> Values:
    """How far every unit has come with a plan, how its work stands, and the units below it: three queries."""
    receipts = PlanReceipt.objects.filter(plan=plan_id).order_by("unit__path").values_list(
        "unit_id", "unit__name", "unit__short_name", "unit__path", "unit__position", "unit__search_text", "state",
        "own_plan_id", "own_plan__state", "launched_on", "staff_total", "staff_taking_part", "reminders",
    )  # fmt: skip
    rows = list(receipts)
    work = coverage.work_by_unit(Plan(pk=plan_id), today=clock.today())
    coverage.units_below([row[7] for row in rows if row[7]])
    found = [value for row in rows[:25] for value in row[:-1]]
    return [*head(actor, plan_id), *_told(found), *(row[1] for row in rows if row[0] in work)]


def counted_year(actor: Actor, year: int) -> Values:
    """The lead work of a year by quarter and unit, the oldest late work, what waits, and how far plans have come."""
    today = clock.today()
    work = queries.year_work(actor, year=year)
    figures = work.order_by().annotate(standing=queries.standing(today), quarter=queries.due_quarter(year)).values_list(
        "unit_id", "quarter", "standing").annotate(count=Count("pk"))  # fmt: skip
    units = {row[0] for row in figures}
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
    late = work.filter(queries.late_work(today)).order_by("due_on", "pk")
    shown = late.values_list("task_id", "task__content", "unit__name", "due_on")[:8]
    queries.awaiting_decision(actor)
    queries.reach_of_plans(actor, year=year)
    queries.plans_by_state(actor, year=year)
    return _told([*(value for row in shown for value in row), *names.values()])


def days(actor: Actor, year: int) -> Values:
    """What falls on the days of a month's page, the tasks shown, and the choices of its filters."""
    today = clock.today()
    wanted = calendar.Wanted(is_own=False)
    first, last = domain.bounds(domain.weeks_of_month(today))
    plans = calendar.plans_on_calendar(actor, year=year)
    units = calendar.units_on_calendar(actor, wanted, plans=plans, year=year, today=today)
    counts: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in calendar.SHOWN_STATES}
    due = (
        calendar.calendar_work(actor, wanted, today=today)
        .filter(due_on__range=(first, last))
        .order_by("due_on", "task__plan", "task__position", "task")
        .values_list("due_on", "task", "task__plan__state")
        .annotate(total=Count("pk"), unit_name=Min("unit__name"), **counts)
    )
    by_day: dict[date, list[Any]] = {}
    for row in due:
        by_day.setdefault(row[0], []).append(row)
    shown = [row for rows in by_day.values() for row in rows[:4]]
    contents = dict(Task.objects.filter(pk__in={row[1] for row in shown}).values_list("pk", "content"))
    list(calendar.calendar_events(actor, wanted).filter(starts_at__date__range=(first, last)))
    list(calendar.relative_tasks(actor, wanted, year=year)[:21])
    found: Values = [options((plan.pk, plan.code or plan.title) for plan in plans), options(units)]
    for row in shown:
        found += [f"/ke-hoach/nhiem-vu/{row[1]}/", contents[row[1]], row[4]]
    return found


FETCH: dict[str, Callable[[Actor, int], Values]] = {
    "list": lambda actor, plan_id: listed(actor, plan_id, 25),
    "board": lambda actor, plan_id: listed(actor, plan_id, 200),
    "coverage": covered,
    "leader": lambda actor, plan_id: counted_year(actor, clock.today().year),
    "calendar": lambda actor, plan_id: days(actor, clock.today().year),
}


def _told(values: Any) -> Values:
    return [f"{value:%d/%m/%Y}" if isinstance(value, date) else value for value in values]


def values_for(name: str, user: Any, actor: Actor, plan_id: int) -> Values:
    return [user.full_name, user.username, *frame(user.pk), *FETCH[name](actor, plan_id)]


def learn(text: str, values: Values) -> Template:
    """Return the flat template that writes `text` from `values`."""
    places = {str(value): place for place, value in reversed(list(enumerate(values))) if value not in {None, ""}}
    token = TOKEN.search(text)

    def hole(found: re.Match[str]) -> str:
        inside = html.unescape(found[0])
        place = places.get(inside.strip())
        if place is None:
            return found[0]
        before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
        return f"{before}{{{{ v.{place} }}}}{after}"

    if "{{" in text or "{%" in text:
        raise ValueError("the page holds the signs of a template")
    for place, value in enumerate(values):  # what is joined on the page is one piece here
        if isinstance(value, SafeString) and value:
            text = text.replace(value, f"{{{{ v.{place} }}}}")
    flat = HOLES.sub(hole, text)
    return Engine(autoescape=True).from_string(flat.replace(token[1], "{{ token }}") if token else flat)


_learned: dict[tuple[str, int, int], Template] = {}


def bare(request: HttpRequest, name: str, plan_id: int) -> HttpResponse:
    """Answer as the page at `?trang=` does, with the least work."""
    user = request.user
    key = (name, plan_id, int(user.pk or 0))
    values = values_for(name, user, request.actor, plan_id)
    if key not in _learned:
        client = Client()
        client.cookies.load(request.COOKIES)
        page = client.get(request.GET["page"]).content.decode()
        _learned[key] = learn(page, values)
    return HttpResponse(_learned[key].render(Context({"v": values, "token": get_token(request)})))


urlpatterns = [path("gioi-han/<name>/<int:plan_id>/", bare), path("", include(program.urlpatterns))]
handler403, handler404, handler500 = program.handler403, program.handler404, program.handler500
