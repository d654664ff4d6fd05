"""The daily round: everybody is told what a day brings, plan by plan."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from thidua.apps.planning import services
from thidua.core import clock


@task()
def remind(day: str) -> int:
    """Queue the reminders of a day, one job a plan. Runs daily."""
    return services.queue_reminders(on=date.fromisoformat(day), at=clock.now())


@task()
def remind_plan(plan_id: int, day: str) -> int:
    """Send the reminders of one plan on one day; a second run adds nothing."""
    return services.send_reminders(plan_id=plan_id, on=date.fromisoformat(day), at=clock.now())
