"""The lease table: claimed once, kept alive, taken over when the worker is gone, finished only by its holder."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from thidua.core.jobs import worker as jobs
from thidua.core.jobs.queue import enqueue
from thidua.core.models import Job, JobState

RAN: list[Any] = []
HERE = "thidua.core.tests.test_jobs"


@task()
def note(word: str) -> str:
    RAN.append(word)
    return word.upper()


@task()
def stumble() -> None:
    RAN.append("stumble")
    raise ValueError("not today")


@task()
def vanish() -> None:
    raise SystemExit(9)


def ready(path: str, *args: Any) -> Job:
    return enqueue(f"{HERE}.{path}", *args, at=timezone.now())


@pytest.fixture(autouse=True)
def _clean() -> None:
    RAN.clear()


@pytest.mark.django_db(transaction=True)
def test_jobs_run_once_in_order_of_priority() -> None:
    ready("note", "second")
    enqueue(f"{HERE}.note", "first", at=timezone.now(), priority=5)
    assert jobs.work(stop=threading.Event(), until_idle=True) == 2
    assert RAN == ["first", "second"]
    assert list(Job.objects.values_list("state", "result").order_by("priority")) == [
        (JobState.DONE, "SECOND"),
        (JobState.DONE, "FIRST"),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_tasks_api_enqueues_and_answers() -> None:
    result = note.enqueue("word")
    jobs.work(stop=threading.Event(), until_idle=True)
    assert (note.get_result(result.id).status.value, note.get_result(result.id).return_value) == ("SUCCESSFUL", "WORD")


@pytest.mark.django_db(transaction=True)
def test_a_job_rolls_back_with_its_act() -> None:
    def act() -> None:
        with transaction.atomic():
            ready("note", "never")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_tried_again_later_and_at_last_given_up() -> None:
    job = ready("stumble")
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        Job.objects.filter(pk=job.pk).update(run_at=timezone.now())
        assert jobs.work(stop=threading.Event(), until_idle=True) == 1
        job.refresh_from_db()
        assert job.attempts == attempt
    assert (job.state, "not today" in job.error, len(RAN)) == (JobState.FAILED, True, jobs.MAX_ATTEMPTS)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_gone_loses_its_job() -> None:
    job = ready("note", "again")
    now = timezone.now()
    first = jobs.claim("first", now=now)
    assert first is not None
    assert jobs.claim("second", now=now) is None
    second = jobs.claim("second", now=now + jobs.LEASE + timedelta(seconds=1))
    assert second is not None
    assert (second.pk, second.attempts, second.worker) == (job.pk, 2, "second")
    jobs.run(first, worker="first")  # the first comes back late: it may not mark the job any more
    job.refresh_from_db()
    assert (job.state, job.worker) == (JobState.RUNNING, "second")
    jobs.run(second, worker="second")
    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_a_job_for_something_that_is_no_task_fails_in_words() -> None:
    job = enqueue("os.getcwd", at=timezone.now())
    jobs.work(stop=threading.Event(), until_idle=True)
    job.refresh_from_db()
    assert (job.state, "os.getcwd is not a task" in job.error) == (JobState.READY, True)
