"""One search over everything a person may see: plans, tasks, papers, units, people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.documents.policies import visible_papers
from thidua.apps.documents.queries import paper_kind
from thidua.apps.organizations.policies import visible_people, visible_units
from thidua.apps.planning.policies import visible_plans, visible_tasks
from thidua.core.actor import Actor
from thidua.core.search import matching

SHOWN = 8
QUERY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing to search: which rows, how one is called, where it opens, and the list of all."""

    label: str | Promise
    icon: str
    rows: Callable[[Actor], QuerySet[Any]]
    facts: Callable[[Any], str]
    page: str
    all_page: str


@dataclass(frozen=True, slots=True)
class Hit:
    text: str
    facts: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    label: str | Promise
    icon: str
    hits: Sequence[Hit]
    all_url: str
    """The full list, when there is more than is shown."""


def _tasks(actor: Actor) -> QuerySet[Any]:
    """Return the tasks that are worked: neither copies in amending plans nor what an amendment took out."""
    tasks = visible_tasks(actor).filter(plan__amends=None, is_dropped=False)
    return tasks.select_related("plan").order_by("-plan__year", "position", "pk")


KINDS = (
    Kind(
        _("Kế hoạch"),
        "plan",
        lambda actor: visible_plans(actor).order_by("-year", "-pk"),
        lambda plan: str(plan.year),
        "planning:plan",
        "planning:list",
    ),
    Kind(
        _("Nhiệm vụ"),
        "task",
        _tasks,
        lambda task: task.plan.code or task.plan.title[:80],
        "planning:task",
        "planning:tasks",
    ),
    Kind(
        _("Văn bản"),
        "file",
        lambda actor: visible_papers(actor).select_related("entry").order_by("-edited_at", "-pk"),
        lambda paper: " · ".join(str(fact) for fact in (paper_kind(paper), paper.entry) if fact),
        "papers:paper",
        "papers:outgoing",
    ),
    Kind(
        _("Đơn vị"),
        "unit",
        lambda actor: visible_units(actor).order_by("path"),
        lambda unit: gettext(unit.get_kind_display()),
        "organizations:unit",
        "organizations:units",
    ),
    Kind(
        _("Cán bộ"),
        "person",
        lambda actor: visible_people(actor).select_related("unit").order_by("sort_name", "pk"),
        lambda person: ", ".join(part for part in (person.title, person.unit.name) if part),
        "organizations:person",
        "organizations:people",
    ),
)


def search_everything(actor: Actor, query: str) -> list[Found]:
    """Return what holds every word of `query`, diacritics or not; one database query for each kind."""
    words = query.strip()[:QUERY_LIMIT]
    if not words:
        return []
    found = []
    for kind in KINDS:
        rows = list(kind.rows(actor).filter(matching(words))[: SHOWN + 1])
        if rows:
            more = (
                f"{_url(kind.all_page)}?{urlencode({'q': words})}" if len(rows) > SHOWN and _url(kind.all_page) else ""
            )
            hits = [Hit(str(row), kind.facts(row), _url(kind.page, row.pk)) for row in rows[:SHOWN]]
            found.append(Found(kind.label, kind.icon, hits, more))
    return found


def _url(name: str, *arguments: Any) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
