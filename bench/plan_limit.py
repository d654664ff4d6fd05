"""The limit a page is held against: a bare view that fetches the same rows and writes the very same HTML.

Behind the same middleware, in the same server. Its template is flat text learned from the page itself: wherever a
fetched value stands in the HTML it is a variable again, escaped by Django as usual; anything else is text. So the
least a page can cost is measured: the fewest queries, and one template without components, tags or lookups.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, Engine, Template
from django.test import Client
from django.urls import include, path

from thidua.apps.notifications.models import Notice
from thidua.apps.organizations.models import RoleAssignment, Unit
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, PlanTarget, Task, TaskUnit
from thidua.apps.planning.templatetags.planning import period_words
from thidua.config import urls as program

Values = list[Any]
HOLES = re.compile(r'(?<=>)[^<>]+(?=<)|(?<=")[^"<>]+(?=")')
TOKEN = re.compile(r'(?:name="csrfmiddlewaretoken" value="|x-csrftoken": ")([A-Za-z0-9]{64})"')


def frame(user_id: int) -> Values:
    """What stands around every page: the body, and how many notices wait."""
    held = RoleAssignment.objects.filter(person__user_id=user_id)
    body = Unit.objects.filter(parent=None, pk__in=held.values("unit")).values_list("name", flat=True)[:1]
    unread = Notice.objects.filter(recipient_id=user_id, in_program=True, read_at=None)[:100].count()
    return [*body, unread]


def head(plan_id: int) -> Values:
    """The plan of a page with the figures on its tabs, in one query."""

    def count(model: Any) -> Coalesce:
        rows = model.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    plan = Plan.objects.annotate(task_count=count(Task), target_count=count(PlanTarget), unit_count=count(PlanReceipt))
    row = plan.values_list(
        "title", "symbol", "issuer", "issued_on", "state", "task_count", "target_count", "unit_count"
    )
    return _told(row.get(pk=plan_id))


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


def listed(plan_id: int, size: int) -> Values:
    """Rows of the list of a plan, the choices of its filters, and how many rows there are."""
    shown = ("no", "content", "group", "time_text", "starts_on", "due_on", "percent", "state", "open_due_on")
    rows = list(Task.objects.filter(plan=plan_id).order_by("position", "pk").only(*shown)[:size])
    units = Unit.objects.filter(pk__in=Assignment.objects.filter(task__plan=plan_id).values("unit"))
    choices = [value for row in units.order_by("path").values_list("pk", "name") for value in row]
    span = Task.objects.filter(plan=plan_id).aggregate(first=Min("due_on"), last=Max("due_on"))
    return [*head(plan_id), *tasks(rows), *choices, *_told(span.values())]


def covered(plan_id: int) -> Values:
    """How far every unit has come with a plan, and how its work stands: two queries."""
    receipts = PlanReceipt.objects.filter(plan=plan_id).order_by("unit__path")
    rows = receipts.values_list("unit_id", "unit__name", "state", "acknowledged_at", "launched_on", "own_plan_id")
    work = Assignment.objects.filter(task__plan=plan_id, part="lead").values("unit_id")
    counted = work.annotate(
        total=Count("pk"), done=Count("pk", filter=Q(state="done")), late=Count("pk", filter=Q(due_on__lt=date.today()))
    )
    figures = counted.values_list("unit_id", "total", "done", "late")
    return [*head(plan_id), *_told(value for row in [*rows, *figures] for value in row)]


def counted_year(year: int) -> Values:
    """The lead work of a year by quarter and unit: one query for the figures, one for the names."""
    work = Assignment.objects.filter(part="lead", task__plan__year=year).exclude(state__in=("not_arisen", "cancelled"))
    by = work.values("unit_id", "due_on__quarter").annotate(
        total=Count("pk"), done=Count("pk", filter=Q(state="done")), late=Count("pk", filter=Q(due_on__lt=date.today()))
    )
    figures = by.values_list("unit_id", "due_on__quarter", "total", "done", "late")
    names = Unit.objects.filter(path__startswith="1.").values_list("pk", "name")
    return _told(value for row in [*figures, *names] for value in row)


def days(year: int, month: int) -> Values:
    """The tasks of a calendar page and the names of their units."""
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1)
    found = Task.objects.filter(plan__year=year, due_on__gte=first, due_on__lt=last)
    return tasks(list(found.only("no", "content", "group", "time_text", "starts_on", "due_on", "percent")))


FETCH: dict[str, Callable[..., Values]] = {
    "list": lambda plan_id: listed(plan_id, 25),
    "board": lambda plan_id: listed(plan_id, 200),
    "coverage": covered,
    "leader": lambda plan_id: counted_year(date.today().year),
    "calendar": lambda plan_id: days(date.today().year, date.today().month),
}


def _told(values: Any) -> Values:
    return [f"{value:%d/%m/%Y}" if isinstance(value, date) else value for value in values]


def values_for(name: str, user: Any, plan_id: int) -> Values:
    return [user.full_name, user.username, *frame(user.pk), *FETCH[name](plan_id)]


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
    flat = HOLES.sub(hole, text)
    return Engine(autoescape=True).from_string(flat.replace(token[1], "{{ token }}") if token else flat)


_learned: dict[tuple[str, int, int], Template] = {}


def bare(request: HttpRequest, name: str, plan_id: int) -> HttpResponse:
    """Answer as the page at `?trang=` does, with the least work."""
    user = request.user
    key = (name, plan_id, int(user.pk or 0))
    values = values_for(name, user, plan_id)
    if key not in _learned:
        client = Client()
        client.cookies.load(request.COOKIES)
        page = client.get(request.GET["page"]).content.decode()
        _learned[key] = learn(page, values)
    return HttpResponse(_learned[key].render(Context({"v": values, "token": get_token(request)})))


urlpatterns = [path("gioi-han/<name>/<int:plan_id>/", bare), path("", include(program.urlpatterns))]
handler403, handler404, handler500 = program.handler403, program.handler404, program.handler500
