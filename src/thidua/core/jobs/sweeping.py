"""The daily sweep of the job table."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from thidua.core import clock
from thidua.core.models import Job, JobState

KEPT = timedelta(days=30)


@task()
def sweep(day: str) -> int:
    """Remove jobs that ended 30 days ago or longer. Returns how many."""
    count, _ = Job.objects.filter(
        state__in=(JobState.DONE, JobState.FAILED), finished_at__lt=clock.now() - KEPT
    ).delete()
    return count
