"""The embedded worker: claims a job, holds its lease by heartbeat, and lets nobody else finish it.

Claiming uses `SKIP LOCKED` on PostgreSQL and the single writer of an IMMEDIATE transaction on SQLite.
A worker killed at any point loses its lease; the job is claimed again.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import traceback
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from thidua.core import clock
from thidua.core.jobs import schedule
from thidua.core.models import Job, JobState

LEASE = timedelta(seconds=settings.OPTIONS.lease_seconds)
HEARTBEAT_SECONDS = LEASE.total_seconds() / 6
POLL_SECONDS = 0.5
SCHEDULE_SECONDS = 60.0
MAX_ATTEMPTS = 5

logger = logging.getLogger("thidua.jobs")


def claim(worker: str, *, now: datetime) -> Job | None:
    """Take the next job that is ready, or whose worker's lease is over. Returns None when there is none."""
    with transaction.atomic():
        rows = Job.objects.filter(
            Q(state=JobState.READY, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
        ).order_by("-priority", "run_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        job = rows.first()
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.worker = worker
        job.attempts += 1
        job.started_at = now
        job.lease_until = now + LEASE
        job.save(update_fields=["state", "worker", "attempts", "started_at", "lease_until"])
        return job


class _Heartbeat:
    """Extends the lease while the job runs, in a thread with its own database connection."""

    def __init__(self, job: Job, worker: str) -> None:
        self._job, self._worker = job, worker
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self) -> None:
        try:
            while not self._over.wait(HEARTBEAT_SECONDS):
                Job.objects.filter(pk=self._job.pk, worker=self._worker, state=JobState.RUNNING).update(
                    lease_until=clock.now() + LEASE
                )
        finally:
            connection.close()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def run(job: Job, *, worker: str) -> None:
    """Run a claimed job and mark its end, unless the lease was lost meanwhile."""
    mine = Job.objects.filter(pk=job.pk, worker=worker, attempts=job.attempts, state=JobState.RUNNING)
    try:
        if job.attempts > MAX_ATTEMPTS:
            raise RuntimeError(f"given up after {MAX_ATTEMPTS} attempts")
        task = import_string(job.task_path)
        if not isinstance(task, Task):
            raise TypeError(f"{job.task_path} is not a task")
        with _Heartbeat(job, worker):
            value = task.call(*job.arguments["args"], **job.arguments["kwargs"])
        mine.update(
            state=JobState.DONE, result=normalize_json(value), finished_at=clock.now(), lease_until=None, error=""
        )
    except Exception:
        logger.exception("job %s (%s) failed, attempt %d", job.pk, job.task_path, job.attempts)
        again = job.attempts < MAX_ATTEMPTS
        moment = clock.now()
        mine.update(
            state=JobState.READY if again else JobState.FAILED,
            run_at=moment + timedelta(seconds=2**job.attempts) if again else F("run_at"),
            finished_at=None if again else moment,
            lease_until=None,
            error=traceback.format_exc(limit=20)[-8000:],
        )


def work(*, stop: threading.Event, until_idle: bool = False) -> int:
    """Run jobs until `stop` is set, or until none is ready when `until_idle`. Returns how many were run.

    A worker that stays also queues the work of every day (`schedule`), looking at the clock once a minute.
    """
    worker = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    count = 0
    look_at = 0.0
    while not stop.is_set():
        if not until_idle:
            close_old_connections()
            if time.monotonic() >= look_at:
                schedule.enqueue_due(now=clock.now())
                look_at = time.monotonic() + SCHEDULE_SECONDS
        job = claim(worker, now=clock.now())
        if job is not None:
            run(job, worker=worker)
            count += 1
        elif until_idle:
            break
        else:
            stop.wait(POLL_SECONDS)
    return count
