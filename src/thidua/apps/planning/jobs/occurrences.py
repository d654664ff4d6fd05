"""The daily opening of the periods of recurring tasks."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from thidua.apps.planning import services
from thidua.core import clock
from thidua.core.actor import SYSTEM


@task()
def open_occurrences(day: str) -> int:
    """Open what begins within a fortnight of the day, plan by plan. Returns how many; a second run opens none."""
    on = date.fromisoformat(day)
    return sum(
        services.open_occurrences(actor=SYSTEM, plan_id=plan_id, on=on, at=clock.now())
        for plan_id in services.plans_recurring(on=on)
    )
