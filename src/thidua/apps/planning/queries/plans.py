"""Reads of plans, their documents and targets."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from thidua.apps.organizations import policies as organization_policies
from thidua.apps.planning import policies
from thidua.apps.planning.enums import PlanState
from thidua.apps.planning.models import Intake, Plan, PlanTarget
from thidua.apps.planning.queries.intakes import light
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible


def plans_of(actor: Actor, *, year: int | None = None) -> QuerySet[Plan]:
    """Return the plans the actor sees, with their unit and the number of tasks and targets."""
    plans = policies.visible_plans(actor).select_related("unit").defer("evidence", "headings", "legal_bases")
    if year is not None:
        plans = plans.filter(year=year)
    return plans.annotate(
        task_count=Count("tasks", filter=Q(tasks__is_dropped=False) | Q(amends__isnull=False), distinct=True),
        target_count=Count("targets", distinct=True),
    )


def plan_for(actor: Actor, plan_id: int) -> Plan:
    """Return a plan the actor sees. Raises NotVisible."""
    plan = Plan.objects.select_related("unit").filter(pk=plan_id).first()
    if plan is None or not (policies.is_of_own_tree(actor, plan) or policies.can_see_plan(actor, plan)):
        raise NotVisible
    return plan


def source_of(plan: Plan, *, having: Collection[str] = ()) -> Intake | None:
    """Return the document a plan was taken from, with the heavy columns named in `having`; None where there is none."""
    return light(Intake.objects.filter(plan=plan), having).first()


def targets_of(plan: Plan) -> list[tuple[PlanTarget, int]]:
    """Return the plan's targets with their depth, parts right behind their whole."""
    parts: dict[int | None, list[PlanTarget]] = {}
    for row in plan.targets.all():
        parts.setdefault(row.whole_id, []).append(row)

    def below(key: int | None, depth: int) -> list[tuple[PlanTarget, int]]:
        return [one for row in parts.get(key, []) for one in ((row, depth), *below(row.pk, depth + 1))]

    return below(None, 0)


def earlier_plans(actor: Actor) -> QuerySet[Plan]:
    """Return the plans of units the actor drafts for, from which a new one may be begun, newest first."""
    own = policies.visible_plans(actor).filter(policies.at(actor, policies.DRAFTERS, field="unit__path"))
    return own.filter(amends=None).exclude(state=PlanState.WITHDRAWN).select_related("unit").order_by("-year", "-pk")


def drafting_units(actor: Actor) -> list[tuple[int, str]]:
    """Return (key, name) of the units the actor drafts for, topmost first."""
    own = organization_policies.visible_units(actor).filter(path__in=actor.paths(policies.DRAFTERS))
    return list(own.order_by("path").values_list("pk", "name"))
