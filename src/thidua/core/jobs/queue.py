"""Asking for background work from a service, which may not import the job it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django_tasks.utils import normalize_json

from thidua.core.models import Job

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewJob:
    """A task to run by its dotted path. A job with a `key` is queued once, however often it is asked for."""

    task_path: str
    args: Sequence[Any] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    run_at: datetime | None = None
    queue: str = "default"
    priority: int = 0


def enqueue(
    task_path: str,
    *args: Any,
    at: datetime,
    run_at: datetime | None = None,
    queue: str = "default",
    priority: int = 0,
    key: str | None = None,
    **kwargs: Any,
) -> Job:
    """Queue a task by its dotted path, in the caller's transaction.

    With a `key` that was used before nothing is queued and the job of that time is returned, whatever its state.
    """
    job = _row(NewJob(task_path, args, kwargs, key, run_at, queue, priority), at)
    if key is None:
        job.save(force_insert=True)
        return job
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return Job.objects.get(key=key)


def enqueue_many(*, jobs: Iterable[NewJob], at: datetime) -> None:
    """Queue many tasks, a statement for every 500; those whose key was used before are passed over."""
    Job.objects.bulk_create([_row(one, at) for one in jobs], batch_size=BATCH, ignore_conflicts=True)


def _row(new: NewJob, at: datetime) -> Job:
    return Job(
        task_path=new.task_path,
        arguments={"args": normalize_json(list(new.args)), "kwargs": normalize_json(dict(new.kwargs))},
        key=new.key,
        queue=new.queue,
        priority=new.priority,
        run_at=new.run_at or at,
        created_at=at,
    )
