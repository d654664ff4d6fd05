"""Asking for background work from a service, which may not import the job it asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django_tasks.utils import normalize_json

from thidua.core.models import Job


def enqueue(
    task_path: str,
    *args: Any,
    at: datetime,
    run_at: datetime | None = None,
    queue: str = "default",
    priority: int = 0,
    **kwargs: Any,
) -> Job:
    """Queue a task by its dotted path, in the caller's transaction."""
    return Job.objects.create(
        task_path=task_path,
        arguments={"args": normalize_json(list(args)), "kwargs": normalize_json(kwargs)},
        queue=queue,
        priority=priority,
        run_at=run_at or at,
        created_at=at,
    )
