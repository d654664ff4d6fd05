"""Work of every day: queued once a day from its hour on, by however many workers; keys; the sweep."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import task

from thidua.core.jobs import schedule, sweeping
from thidua.core.jobs import worker as jobs
from thidua.core.jobs.queue import NewJob, enqueue, enqueue_many
from thidua.core.models import Job, JobState

HERE = "thidua.core.tests.test_schedule"
RAN: list[str] = []


@task()
def morning(day: str) -> None:
    RAN.append(day)


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_daily", {})
    RAN.clear()
    schedule.daily(f"{HERE}.morning", hour=6)


def keys() -> list[str]:
    return sorted(Job.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_from_its_hour_on_and_once_a_day_by_the_clock_of_the_office() -> None:
    before = datetime(2026, 11, 21, 22, 59, tzinfo=UTC)  # 05:59 on the 22nd in the office
    schedule.enqueue_due(now=before)
    assert keys() == []
    for minutes in (1, 2, 60, 17 * 60):
        schedule.enqueue_due(now=before + timedelta(minutes=minutes))
    job = Job.objects.get()
    assert (job.key, job.arguments["args"]) == (f"{HERE}.morning:2026-11-22", ["2026-11-22"])
    schedule.enqueue_due(now=before + timedelta(days=3, hours=10))  # off for two days: only this day is made up for
    assert keys() == [f"{HERE}.morning:2026-11-22", f"{HERE}.morning:2026-11-25"]


@pytest.mark.django_db
def test_looking_costs_one_query_and_hours_are_hours() -> None:
    now = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    schedule.enqueue_due(now=now)
    with CaptureQueriesContext(connection) as captured:
        schedule.enqueue_due(now=now)
    assert len(captured) == 1
    assert schedule.moment(date(2026, 11, 22), hour=6) == datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="24 is no hour"):
        schedule.daily(f"{HERE}.morning", hour=24)


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_the_same_moment_queue_once() -> None:
    now = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    barrier = threading.Barrier(4)
    errors: list[Exception] = []

    def look() -> None:
        try:
            barrier.wait(timeout=10)
            schedule.enqueue_due(now=now)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, keys()) == ([], [f"{HERE}.morning:2026-11-22"])


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_stays_queues_and_runs_the_work_of_the_day() -> None:
    schedule.daily(f"{HERE}.morning", hour=0)
    stop = threading.Event()

    def wait_then_stop() -> None:
        for _ in range(200):
            if RAN:
                break
            stop.wait(0.05)
        stop.set()

    watcher = threading.Thread(target=wait_then_stop)
    watcher.start()
    jobs.work(stop=stop)
    watcher.join()
    assert timezone.localdate().isoformat() in RAN
    RAN.clear()
    assert (jobs.work(stop=threading.Event(), until_idle=True), RAN) == (0, [])


@pytest.mark.django_db
def test_a_key_is_queued_once_whatever_became_of_it() -> None:
    at = timezone.now()
    first = enqueue(f"{HERE}.morning", "2026-11-22", at=at, key="once")
    Job.objects.filter(pk=first.pk).update(state=JobState.DONE)
    again = enqueue(f"{HERE}.morning", "2026-11-23", at=at, key="once")
    assert (again.pk, again.state, again.arguments["args"]) == (first.pk, JobState.DONE, ["2026-11-22"])
    enqueue(f"{HERE}.morning", "x", at=at)
    enqueue(f"{HERE}.morning", "x", at=at)
    assert Job.objects.filter(key__isnull=True).count() == 2


@pytest.mark.django_db
def test_many_are_queued_by_the_hundreds() -> None:
    at = timezone.now()
    new = [NewJob(f"{HERE}.morning", [str(n)], {"word": n}, key=f"n{n}" if n else None) for n in range(40)]
    with CaptureQueriesContext(connection) as captured:
        enqueue_many(jobs=new, at=at)
    assert len([one for one in captured if one["sql"].startswith("INSERT")]) == 1
    enqueue_many(jobs=new, at=at)
    assert Job.objects.count() == 41
    assert Job.objects.get(key="n7").arguments == {"args": ["7"], "kwargs": {"word": 7}}


@pytest.mark.django_db
def test_the_sweep_takes_what_ended_a_month_ago() -> None:
    now = timezone.now()
    for state, days, key in (
        (JobState.DONE, 31, "old"),
        (JobState.FAILED, 31, "old failure"),
        (JobState.DONE, 29, "young"),
        (JobState.READY, 31, "waiting"),
    ):
        job = enqueue(f"{HERE}.morning", at=now - timedelta(days=days), key=key)
        finished = None if state == JobState.READY else now - timedelta(days=days)
        Job.objects.filter(pk=job.pk).update(state=state, finished_at=finished)
    assert sweeping.sweep.call("2026-11-22") == 2
    assert keys() == ["waiting", "young"]
