"""What lies on a person's desk: own work, what came back, what was received, and the days ahead. One query each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from thidua.apps.planning import policies
from thidua.apps.planning.domain.coverage import IN_FORCE
from thidua.apps.planning.domain.progress import OPEN, TO_DO
from thidua.apps.planning.enums import EventState, ExtensionState, ReceiptState, TaskState
from thidua.apps.planning.models import Assignment, Extension, PlanEvent, PlanReceipt, ProgressReport
from thidua.apps.planning.queries.coverage import worked
from thidua.apps.planning.queries.tasks import LONGEST_LATE, RUNNING
from thidua.core.actor import Actor

NEWS_DAYS = timedelta(days=14)
"""How long an answer or a decision counts as news."""


def own_year_work(actor: Actor, *, year: int) -> QuerySet[Assignment]:
    """Return the year's lead work that is the actor's own to do, done or not; what did not arise is none."""
    rows = worked(policies.workable_assignments(actor)).exclude(state=TaskState.NOT_ARISEN)
    return rows.filter(task__plan__year=year, task__plan__state__in=IN_FORCE)


def work_to_do(actor: Actor, *, today: date) -> QuerySet[Assignment]:
    """Return the actor's own lead work of running plans that waits for a report, soonest due first."""
    in_time = Q(due_on__isnull=True) | Q(due_on__gte=today - LONGEST_LATE)
    rows = worked(policies.workable_assignments(actor)).filter(in_time, state__in=TO_DO, task__plan__state__in=RUNNING)
    return rows.select_related("unit", "task__plan").order_by(Coalesce("due_on", Value(date.max)), "pk")


def answers_to(actor: Actor, *, now: datetime) -> QuerySet[ProgressReport]:
    """Return the reports of the actor's own work that were returned or answered lately, and not followed by another."""
    return (
        ProgressReport.objects.filter(
            Q(assignment__reported_at__isnull=True) | Q(assignment__reported_at__lte=F("answered_at")),
            assignment__in=policies.workable_assignments(actor).filter(state__in=TO_DO).values("pk"),
            assignment__task__plan__state__in=RUNNING,
            answered_at__gte=now - NEWS_DAYS,
        )
        .select_related("assignment__task", "assignment__unit")
        .order_by("-answered_at", "-pk")
    )


def decisions_for(actor: Actor, *, now: datetime) -> QuerySet[Extension]:
    """Return what was decided lately on the extensions the actor's own units asked for."""
    return (
        Extension.objects.filter(
            assignment__in=policies.workable_assignments(actor).values("pk"),
            state__in=(ExtensionState.GRANTED, ExtensionState.REFUSED),
            decided_at__gte=now - NEWS_DAYS,
        )
        .select_related("assignment__task", "assignment__unit")
        .order_by("-decided_at", "-pk")
    )


def receipts_to_do(actor: Actor) -> QuerySet[PlanReceipt]:
    """Return the running plans the actor's very units received and have not launched, those to acknowledge first."""
    return (
        PlanReceipt.objects.filter(
            policies.at(actor, policies.REPORTERS, field="unit__path"),
            state__in=(ReceiptState.SENT, ReceiptState.ACKNOWLEDGED, ReceiptState.PLANNED),
            plan__state__in=RUNNING,
        )
        .select_related("plan", "unit", "own_plan")
        .defer("plan__evidence", "plan__headings", "own_plan__evidence", "own_plan__headings")
        .order_by(Coalesce("acknowledged_at", "sent_at"), "pk")
    )


def due_by_day(work: QuerySet[Assignment], *, first: date, last: date) -> dict[date, int]:
    """Count open work by the day it is due, from `first` to `last`."""
    rows = work.filter(state__in=OPEN, due_on__range=(first, last)).order_by()
    return dict(rows.values_list("due_on").annotate(count=Count("pk")))


def events_ahead(actor: Actor, *, since: datetime, until: datetime) -> QuerySet[PlanEvent]:
    """Return the planned events of issued plans the actor sees, soonest first."""
    rows = policies.visible_events(actor).filter(starts_at__range=(since, until))
    return rows.filter(state=EventState.PLANNED).select_related("plan").order_by("starts_at", "pk")
