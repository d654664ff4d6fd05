"""Reads of a plan's estimate and of its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from thidua.apps.audit.queries import Line, history_of
from thidua.apps.planning import policies
from thidua.apps.planning.enums import MoneySource
from thidua.apps.planning.models import BudgetLine, Plan, PlanEvent, Spending
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.core.policies import require


@dataclass(slots=True)
class BudgetRow:
    """A line of the estimate, or lines together: what was meant, what was spent."""

    name: str
    estimated: int = 0
    spent: int = 0
    line: BudgetLine | None = None
    spendings: list[Spending] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.estimated - self.spent

    @property
    def over(self) -> int:
        return max(-self.left, 0)

    @property
    def percent(self) -> int:
        return min(self.spent * 100 // self.estimated, 100) if self.estimated else (100 if self.spent else 0)


@dataclass(slots=True)
class Budget:
    """A plan's estimate by source, each with its lines, and by task."""

    total: BudgetRow
    sources: list[tuple[BudgetRow, list[BudgetRow]]]
    tasks: list[BudgetRow]


def budget_of(actor: Actor, plan: Plan) -> Budget:
    """Return the estimate of a plan in two queries. Raises NotPermitted for who may not see amounts."""
    require_budget(actor, plan)
    lines = (
        BudgetLine.objects.filter(plan=plan)
        .select_related("task")
        .prefetch_related(Prefetch("spendings", Spending.objects.select_related("created_by")))
    )
    rows = [_row(line) for line in lines]
    sources = []
    for source in MoneySource:
        own = [row for row in rows if row.line and row.line.source == source]
        if own:
            sources.append((_sum(str(source.label), own), own))
    by_task: dict[int | None, list[BudgetRow]] = {}
    for row in rows:
        by_task.setdefault(row.line.task_id if row.line else None, []).append(row)
    tasks = [_sum(str(own[0].line.task or "") if own[0].line else "", own) for own in by_task.values()]
    return Budget(_sum("", rows), sources, sorted(tasks, key=lambda one: (not one.name, -one.estimated)))


def require_budget(actor: Actor, plan: Plan) -> None:
    require(
        policies.can_see_budget(actor, plan),
        "Kinh phí của kế hoạch chỉ hiện với đơn vị ban hành kế hoạch và cấp trên của đơn vị đó.",
    )


def _row(line: BudgetLine) -> BudgetRow:
    spendings = list(line.spendings.all())
    return BudgetRow(line.purpose, line.estimated, sum(one.amount for one in spendings), line, spendings)


def _sum(name: str, rows: Iterable[BudgetRow]) -> BudgetRow:
    found = BudgetRow(name)
    for row in rows:
        found.estimated += row.estimated
        found.spent += row.spent
    return found


def budget_history(plan: Plan) -> list[Line]:
    """Return the acts on a plan's estimate. The caller has checked that the actor sees amounts."""
    return history_of(subject_type="planning.budget", subject_id=plan.pk)


def budget_line_for(actor: Actor, line_id: int) -> BudgetLine:
    """Return a line of an estimate the actor sees. Raises NotVisible."""
    line = policies.visible_budget_lines(actor).select_related("plan__unit", "task").filter(pk=line_id).first()
    if line is None:
        raise NotVisible
    return line


def spending_for(actor: Actor, spending_id: int) -> Spending:
    """Return an amount spent against an estimate the actor sees. Raises NotVisible."""
    found = Spending.objects.select_related("line__plan__unit").filter(
        pk=spending_id, line__in=policies.visible_budget_lines(actor).values("pk")
    )
    spending = found.first()
    if spending is None:
        raise NotVisible
    return spending


def events_of(actor: Actor, plan: Plan) -> QuerySet[PlanEvent]:
    return policies.visible_events(actor).filter(plan=plan).select_related("task").order_by("starts_at", "pk")


def event_for(actor: Actor, event_id: int) -> PlanEvent:
    """Return an event of a plan the actor sees. Raises NotVisible."""
    found = policies.visible_events(actor).select_related("plan__unit", "task", "created_by").filter(pk=event_id)
    event = found.first()
    if event is None:
        raise NotVisible
    return event
