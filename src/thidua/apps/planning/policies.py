"""Who may bring plans in, write, approve, see and work them. `can_…` for one object, `visible_…` for rows.

A draft is its unit's own affair. What was issued is seen at the unit, above it, and by every unit that received it;
what a unit reports is seen by that unit, by those above it, and by the plan's unit: other branches see nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.apps.documents.queries import StoredFile
from thidua.apps.organizations.queries import Unit
from thidua.apps.planning.enums import PlanState, UnitPart
from thidua.apps.planning.models import (
    Assignment,
    BudgetLine,
    CalendarFeed,
    Intake,
    Plan,
    PlanEvent,
    PlanReceipt,
    PlanTarget,
    ProgressReport,
    SheetImport,
    TargetActual,
    TargetShare,
    Task,
)
from thidua.core.actor import ANY_ROLE, Actor, Role
from thidua.core.policies import within

WRITERS = (Role.OFFICER,)
"""Who brings documents in."""
DRAFTERS = (Role.OFFICER, Role.UNIT_CLERK)
"""Who writes the plans of a unit."""
APPROVERS = (Role.UNIT_HEAD, Role.LEADER)
"""Who approves what leaves a unit."""
JUDGES = (Role.OFFICER, Role.UNIT_HEAD, Role.LEADER)
"""Who confirms results, answers difficulties and grants extensions, at the unit of the plan."""
REPORTERS = (Role.OFFICER, Role.UNIT_CLERK, Role.UNIT_HEAD)
"""Who reports for a unit, there or from above it."""
INTERNAL = (PlanState.DRAFT, PlanState.SUBMITTED)


def at(actor: Actor, roles: Collection[str], *, field: str) -> Q:
    """Return the rows whose path in `field` is that of a unit where the actor holds one of `roles` itself."""
    return Q(**{f"{field}__in": actor.paths(roles)})


def can_bring_in(actor: Actor, *, unit_path: str) -> bool:
    """Standing officers bring in the plans of their unit and those below it."""
    return actor.holds(WRITERS, path=unit_path)


def can_see_intake(actor: Actor, intake: Intake) -> bool:
    """A reading on its way is a draft: the standing officers of the unit see it, nobody else."""
    return actor.holds(WRITERS, path=intake.unit.path)


def visible_intakes(actor: Actor) -> QuerySet[Intake]:
    return Intake.objects.filter(within(actor, WRITERS, field="unit__path"))


def can_draft(actor: Actor, *, unit_path: str) -> bool:
    """The standing officer or the clerk of a unit writes its plans."""
    return unit_path in actor.paths(DRAFTERS)


def can_see_plan(actor: Actor, plan: Plan) -> bool:
    """See `visible_plans`."""
    return visible_plans(actor).filter(pk=plan.pk).exists()


def is_of_own_tree(actor: Actor, plan: Plan) -> bool:
    """Whether a plan just read says by itself that the actor sees it; else `can_see_plan` asks for more."""
    if plan.unit.path in actor.paths(ANY_ROLE):
        return True
    if (
        actor.user_id is not None
        and plan.created_by_id == actor.user_id
        and can_bring_in(actor, unit_path=plan.unit.path)
    ):
        return True
    return plan.state not in INTERNAL and can_oversee(actor, plan)


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """Return drafts of the actor's own units, and issued plans of, below, or sent to the actor's units.

    Whoever received a plan sees the plans that amend it.
    """
    received = PlanReceipt.objects.filter(within(actor, ANY_ROLE, field="unit__path"), plan=OuterRef("pk"))
    amended = PlanReceipt.objects.filter(within(actor, ANY_ROLE, field="unit__path"), plan=OuterRef("amends"))
    issued = _own(actor) | within(actor, ANY_ROLE, field="unit__path") | Q(Exists(received))
    issued |= Q(amends__isnull=False) & Q(Exists(amended))
    if actor.user_id is not None:
        issued |= Q(Exists(Assignment.objects.filter(people__user_id=actor.user_id, task__plan=OuterRef("pk"))))
    is_internal = Q(state__in=INTERNAL)
    return Plan.objects.filter((is_internal & _own(actor)) | (~is_internal & issued))


def _own(actor: Actor) -> Q:
    """A plan of a unit where the actor holds a role itself, or brought in by this officer for a unit below."""
    own = at(actor, ANY_ROLE, field="unit__path")
    if actor.user_id is not None:
        own |= Q(created_by_id=actor.user_id) & within(actor, WRITERS, field="unit__path")
    return own


def can_write_plan(actor: Actor, plan: Plan) -> bool:
    """Whoever drafts for the plan's unit writes it; so does the officer above who brought it in for that unit."""
    brought_in = actor.user_id is not None and plan.created_by_id == actor.user_id
    return can_draft(actor, unit_path=plan.unit.path) or (brought_in and actor.holds(WRITERS, path=plan.unit.path))


def can_change_plan(actor: Actor, plan: Plan) -> bool:
    """A plan is changed while it is a draft; after that only an amending plan changes it."""
    return plan.state == PlanState.DRAFT and can_write_plan(actor, plan)


def can_approve_plan(actor: Actor, plan: Plan) -> bool:
    """The head of the plan's unit, or its leader, approves it, returns it, or withdraws it."""
    return plan.unit.path in actor.paths(APPROVERS)


def can_manage_plan(actor: Actor, plan: Plan) -> bool:
    """Launching, closing, withdrawing and reminding are for those who write or approve the plans of its unit."""
    return can_write_plan(actor, plan) or can_approve_plan(actor, plan)


def can_see_drafting(actor: Actor, plan: Plan) -> bool:
    """How a plan came about is seen at its very unit, and by the officer who brought it in."""
    return plan.unit.path in actor.paths(ANY_ROLE) or can_write_plan(actor, plan)


PLAN_STEPS: Mapping[str, Callable[[Actor, Plan], bool]] = {
    "planning.submit_plan": can_write_plan,
    "planning.return_plan": can_approve_plan,
    "planning.issue_plan": can_approve_plan,
    "planning.register_issued": can_write_plan,
    "planning.launch_plan": can_manage_plan,
    "planning.close_plan": can_manage_plan,
    "planning.reopen_plan": can_manage_plan,
    "planning.withdraw_plan": can_manage_plan,
}
"""Who takes which step in the life of a plan they see."""


def can_oversee(actor: Actor, plan: Plan) -> bool:
    """Whether the actor sees how every unit stands: whoever holds a role at the plan's unit or above it."""
    return actor.holds(ANY_ROLE, path=plan.unit.path)


def overseen_plans(actor: Actor) -> QuerySet[Plan]:
    return visible_plans(actor).filter(within(actor, ANY_ROLE, field="unit__path"))


def can_judge(actor: Actor, plan: Plan) -> bool:
    """Results are confirmed, difficulties answered and extensions decided at the plan's unit."""
    return plan.unit.path in actor.paths(JUDGES) or can_write_plan(actor, plan)


def judged_plans(actor: Actor) -> QuerySet[Plan]:
    """Return the plans whose work the actor confirms and decides about; the rows of `can_judge`."""
    found = at(actor, JUDGES, field="unit__path") | at(actor, DRAFTERS, field="unit__path")
    if actor.user_id is not None:
        found |= Q(created_by_id=actor.user_id) & within(actor, WRITERS, field="unit__path")
    return visible_plans(actor).filter(found)


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """The tasks of every plan the actor sees."""
    return Task.objects.filter(plan__in=visible_plans(actor).values("pk"))


def visible_assignments(actor: Actor) -> QuerySet[Assignment]:
    """Return the work of one's own units and those below, of one's own, and all work of the plans one oversees."""
    # By keys, not by the paths of the two units beside each of thousands of rows.
    found = Q(unit__in=Unit.objects.filter(within(actor, ANY_ROLE, field="path")).values("pk"))
    found |= Q(task__plan__in=Plan.objects.filter(within(actor, ANY_ROLE, field="unit__path")).values("pk"))
    if actor.user_id is not None:
        found |= Q(pk__in=Assignment.people.through.objects.filter(person__user_id=actor.user_id).values("assignment"))
    return Assignment.objects.filter(found, task__plan__in=visible_plans(actor).values("pk"))


def can_work(actor: Actor, assignment: Assignment) -> bool:
    """Whoever reports for the unit, there or from above, and whoever it made responsible."""
    return actor.holds(REPORTERS, path=assignment.unit.path) or (
        actor.user_id is not None and assignment.people.filter(user_id=actor.user_id).exists()
    )


def workable_assignments(actor: Actor) -> QuerySet[Assignment]:
    """Return the lead work that is the actor's own to do: at the very units they report for, or named."""
    # By key, not by path: with it both sides of the "or" are found through an index.
    found = Q(unit__in=[held.unit_id for held in actor.roles if held.role in REPORTERS])
    if actor.user_id is not None:
        found |= Q(pk__in=Assignment.people.through.objects.filter(person__user_id=actor.user_id).values("assignment"))
    return Assignment.objects.filter(found, part=UnitPart.LEAD).exclude(task__plan__state__in=INTERNAL)


def can_receive(actor: Actor, receipt: PlanReceipt) -> bool:
    """The clerk, officer or head of the addressed unit acknowledges, launches and reports for it."""
    return receipt.unit.path in actor.paths(REPORTERS)


def visible_receipts(actor: Actor) -> QuerySet[PlanReceipt]:
    """Return what one's own units and those below received, and every receipt of the plans one oversees."""
    found = within(actor, ANY_ROLE, field="unit__path") | within(actor, ANY_ROLE, field="plan__unit__path")
    return PlanReceipt.objects.filter(found, plan__in=visible_plans(actor).values("pk"))


def can_report_target(actor: Actor, *, unit_path: str) -> bool:
    """Figures of a target are reported by the unit they are of."""
    return unit_path in actor.paths(REPORTERS)


def visible_actuals(actor: Actor) -> QuerySet[TargetActual]:
    """Return the figures of one's own units and those below, and all figures of the plans one oversees."""
    found = within(actor, ANY_ROLE, field="unit__path") | within(actor, ANY_ROLE, field="target__plan__unit__path")
    return TargetActual.objects.filter(found, target__plan__in=visible_plans(actor).values("pk"))


def can_feed_unit(actor: Actor, *, unit_path: str) -> bool:
    """A unit's calendar is for whoever holds a role at the unit or above it; asked anew whenever it is read."""
    return actor.holds(ANY_ROLE, path=unit_path)


def own_feeds(actor: Actor) -> QuerySet[CalendarFeed]:
    """Return the feeds a person made and has not revoked; nobody else sees or reads them."""
    if actor.user_id is None:
        return CalendarFeed.objects.none()
    return CalendarFeed.objects.filter(user_id=actor.user_id, revoked_at__isnull=True)


def own_work(actor: Actor) -> QuerySet[Assignment]:
    """Return the lead work of the very units where the actor holds a role, and what is theirs by name."""
    found = Q(unit__in=[held.unit_id for held in actor.roles])
    if actor.user_id is not None:
        found |= Q(pk__in=Assignment.people.through.objects.filter(person__user_id=actor.user_id).values("assignment"))
    return Assignment.objects.filter(found, part=UnitPart.LEAD).exclude(task__plan__state__in=INTERNAL)


def visible_targets(actor: Actor) -> QuerySet[PlanTarget]:
    """The targets of every plan the actor sees; not what units are to reach of them, nor what they reached."""
    return PlanTarget.objects.filter(plan__in=visible_plans(actor).values("pk"))


def visible_shares(actor: Actor) -> QuerySet[TargetShare]:
    """Return the shares of one's own units and those below, and all shares of the plans one oversees."""
    found = within(actor, ANY_ROLE, field="unit__path") | within(actor, ANY_ROLE, field="target__plan__unit__path")
    return TargetShare.objects.filter(found, target__plan__in=visible_plans(actor).values("pk"))


def can_see_budget(actor: Actor, plan: Plan) -> bool:
    """Amounts of money are seen at the plan's unit and above it, not by the units that received the plan."""
    return can_oversee(actor, plan)


def visible_budget_lines(actor: Actor) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(plan__in=overseen_plans(actor).values("pk"))


def visible_events(actor: Actor) -> QuerySet[PlanEvent]:
    """The events of every plan the actor sees."""
    return PlanEvent.objects.filter(plan__in=visible_plans(actor).values("pk"))


def can_see_sheet(actor: Actor, one: SheetImport) -> bool:
    """See `visible_sheets`."""
    return visible_sheets(actor).filter(pk=one.pk).exists()


def visible_sheets(actor: Actor) -> QuerySet[SheetImport]:
    """Return the Excel lists one brought in oneself, of plans one still sees."""
    if actor.user_id is None:
        return SheetImport.objects.none()
    return SheetImport.objects.filter(created_by_id=actor.user_id, plan__in=visible_plans(actor).values("pk"))


def can_open_file(actor: Actor, stored: StoredFile) -> bool:
    """A file is open to who sees what it hangs on: an intake, its plan, a report, a figure, an event."""
    plans = visible_plans(actor).values("pk")
    return (
        visible_intakes(actor).filter(file=stored).exists()
        or Intake.objects.filter(file=stored, plan__in=plans).exists()
        or ProgressReport.objects.filter(files=stored, assignment__in=visible_assignments(actor).values("pk")).exists()
        or visible_actuals(actor).filter(files=stored).exists()
        or PlanEvent.objects.filter(files=stored, plan__in=plans).exists()
        or visible_sheets(actor).filter(file=stored).exists()
    )
