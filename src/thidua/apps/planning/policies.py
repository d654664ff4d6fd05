"""Who may bring plans in, see them, and change them. `can_…` for one object, `visible_…` for rows."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from thidua.apps.documents.queries import StoredFile
from thidua.apps.planning.models import Intake, Plan, Task, TaskMember
from thidua.core.actor import ANY_ROLE, Actor, Role
from thidua.core.policies import within

WRITERS = (Role.OFFICER,)


def can_bring_in(actor: Actor, *, unit_path: str) -> bool:
    """Standing officers bring in and write the plans of their unit and those below it."""
    return actor.holds(WRITERS, path=unit_path)


def can_see_intake(actor: Actor, intake: Intake) -> bool:
    """A reading on its way is a draft: the standing officers of the unit see it, nobody else."""
    return actor.holds(WRITERS, path=intake.unit.path)


def visible_intakes(actor: Actor) -> QuerySet[Intake]:
    return Intake.objects.filter(within(actor, WRITERS, field="unit__path"))


def can_see_plan(actor: Actor, plan: Plan) -> bool:
    """A plan is seen at its unit and above it, and by every unit that leads or coordinates a task in it."""
    return visible_plans(actor).filter(pk=plan.pk).exists()


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    addressed = TaskMember.objects.filter(within(actor, ANY_ROLE, field="unit__path"), task__plan=OuterRef("pk"))
    return Plan.objects.filter(within(actor, ANY_ROLE, field="unit__path") | Exists(addressed))


def can_change_plan(actor: Actor, plan: Plan) -> bool:
    """The standing officers of the plan's unit, or of one above it, change it and its tasks."""
    return actor.holds(WRITERS, path=plan.unit.path)


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """The tasks of every plan the actor sees."""
    return Task.objects.filter(plan__in=visible_plans(actor).values("pk"))


def can_open_file(actor: Actor, stored: StoredFile) -> bool:
    """The document of an intake is open to who sees the intake, and once it is a plan, to who sees the plan."""
    intakes = Intake.objects.filter(file=stored)
    return (
        visible_intakes(actor).filter(file=stored).exists()
        or intakes.filter(plan__in=visible_plans(actor).values("pk")).exists()
    )
