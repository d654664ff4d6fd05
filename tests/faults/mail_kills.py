"""Kill the worker at random moments while it sends digests: `python -m tests.faults.mail_kills --jobs 2000 --kills 30`.

A local SMTP sink counts mails by Message-ID. Whatever happens: every mail arrives, none is lost, a kill costs at most
one resend, a resend carries the same Message-ID, every reminder of planning is told once, every period of a recurring
task is opened once and whole, and every job ends.
Uses DATABASE_URL when set, else SQLite in a folder of its own; prints the figures as one line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import email
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 2
STUCK_SECONDS = 120.0


@dataclass
class Sink:
    """Takes every mail, a little slowly: kills then fall between the sending and its being noted."""

    seen: list[tuple[str, str, str]] = field(default_factory=list)
    """Message-ID, recipient and subject of each delivery, in order."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content)
        self.seen.append((message["Message-ID"], envelope.rcpt_tos[0], message["Subject"]))
        await asyncio.sleep(random.uniform(0, 0.02))
        return "250 taken"


@contextmanager
def listening(sink: Sink) -> Iterator[int]:
    """Run the sink on a free port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


class Worker:
    """`thidua worker` as a process, killed and started again."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "thidua.cli", "worker"], cwd=ROOT, stdout=log, stderr=log
            )

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        code = self.process.wait()
        assert code == -signal.SIGKILL, f"the worker fell by itself with {code}; see {self._log}"


def prepare(jobs: int) -> dict[str, int]:
    """Fill the database: people with notices, and the jobs. Returns how many there are of each kind."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)

    from tests.faults import planned
    from tests.faults.apps import BY_MAIL
    from thidua.apps.accounts.models import User
    from thidua.apps.notifications.services import NewNotice, notify_many
    from thidua.core import clock
    from thidua.core.jobs.queue import NewJob, enqueue_many
    from thidua.lib.vietnamese.workdays import next_working_day

    at, day = clock.now(), next_working_day(clock.today())
    reminders, recurrences = jobs // 5, jobs // 10
    digests = jobs - reminders - recurrences
    users = User.objects.bulk_create(
        [
            User(username=f"u{n}", full_name=f"Người {n}", email=f"u{n}@so.example", created_at=at)
            for n in range(digests)
        ],
        batch_size=100,
    )
    silent = User.objects.create(username="silent", full_name="Không thư", created_at=at)
    notify_many(
        notices=[
            NewNotice(user.pk, BY_MAIL, f"Việc {n}", key=f"v{n}", on=day, url="/ke-hoach/")
            for number, user in enumerate(users)
            for n in range(1 + number % 3)
        ],
        at=at,
    )
    text = day.isoformat()
    queued = [NewJob("thidua.apps.notifications.jobs.send_digests", [text, 7], key=f"notifications.digests:{day}:7")]
    queued += planned.make_reminders(silent, count=reminders, on=day, at=at)
    queued += planned.make_recurrences(count=recurrences, year=day.year, at=at)
    enqueue_many(jobs=queued, at=at)
    return {"digests": digests, "reminders": reminders, "recurrences": recurrences}


def run(*, jobs: int, kills: int, home: Path) -> dict[str, Any]:
    """Do the whole run. Returns the figures; raises AssertionError when a promise is broken."""
    sink = Sink()
    with listening(sink) as port:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "THIDUA_HOME": str(home),
            "THIDUA_SMTP_HOST": "127.0.0.1",
            "THIDUA_SMTP_PORT": str(port),
            "THIDUA_SMTP_TLS": "none",
            "THIDUA_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        import django

        django.setup()
        from django.db import connection

        expected = prepare(jobs)
        started = time.monotonic()
        interrupted = work_through(jobs=jobs, kills=kills, log=home / "worker.log")
        seconds = time.monotonic() - started
        figures = checked(sink, expected, kills)
        connection.close()
    return {"database": connection.vendor, **figures, "jobs_interrupted": interrupted, "seconds": round(seconds, 1)}


def work_through(*, jobs: int, kills: int, log: Path) -> int:
    """Let workers run until everything is done, killing one `kills` times. Returns how many kills fell into a job."""
    from thidua.core import clock
    from thidua.core.models import Job, JobState

    def done() -> int:
        return Job.objects.filter(state=JobState.DONE).count()

    def wait_until(count: int, *, is_last: bool = False) -> None:
        limit, seen = time.monotonic() + STUCK_SECONDS, -1
        while True:
            present = done()
            waiting = is_last and Job.objects.exclude(state=JobState.DONE).filter(run_at__lte=clock.now()).exists()
            if present >= count and not waiting:
                return
            if present != seen:
                limit, seen = time.monotonic() + STUCK_SECONDS, present
            assert time.monotonic() < limit, f"stuck at {present} jobs; see {log}"
            time.sleep(0.03)

    worker, interrupted = Worker(log), 0
    for left in range(kills, 0, -1):
        worker.start()
        # Spread over the whole work, whatever the speed of the machine; then anywhere inside a job.
        step = max(1, 2 * (jobs - done()) // (left + 1))
        wait_until(min(done() + random.randint(1, step), jobs - left))
        time.sleep(random.uniform(0, 0.1))
        worker.kill()
        interrupted += Job.objects.filter(state=JobState.RUNNING, lease_until__gte=clock.now()).exists()
    worker.start()
    wait_until(jobs, is_last=True)
    worker.kill()
    return interrupted


def checked(sink: Sink, expected: dict[str, int], kills: int) -> dict[str, Any]:
    """Compare what arrived with what should have."""
    from tests.faults import planned
    from thidua.apps.notifications.models import Notice, OutgoingMail
    from thidua.core import clock
    from thidua.core.models import Job, JobState

    mails = {mail.message_id: mail for mail in OutgoingMail.objects.all()}
    deliveries = Counter(message_id for message_id, _, _ in sink.seen)
    duplicates = len(sink.seen) - len(deliveries)
    lost = mails.keys() - deliveries.keys()
    assert not lost, f"{len(lost)} mails were lost"
    assert deliveries.keys() == mails.keys(), "mails arrived that nobody wrote down"
    assert len(mails) == expected["digests"], f"{len(mails)} mails, expected {expected['digests']}"
    assert all(mail.sent_at for mail in mails.values()), "mails are not marked as sent"
    assert len({(who, message_id) for message_id, who, _ in sink.seen}) == len(mails), (
        "somebody got two different mails"
    )
    assert duplicates <= kills, f"{duplicates} resends for {kills} kills"
    assert {who for _, who, _ in sink.seen} == {mail.address for mail in mails.values()}
    assert not Notice.objects.filter(kind="faults.by_mail", mail__isnull=True).exists(), "notices were not mailed"
    planned.check_reminders(expected["reminders"])
    days = Job.objects.filter(task_path=f"{planned.JOBS}.open_occurrences").values_list("arguments", flat=True)
    occurrences = planned.check_recurrences([one["args"][0] for one in days], at=clock.now())
    states = Counter(Job.objects.filter(run_at__lte=clock.now()).values_list("state", flat=True))
    assert set(states) == {JobState.DONE}, f"jobs that did not end: {states}"
    return {
        "jobs": states[JobState.DONE],
        **expected,
        "occurrences": occurrences,
        "kills": kills,
        "deliveries": len(sink.seen),
        "mails": len(deliveries),
        "resends": duplicates,
        "lost": len(lost),
        "jobs_run_again": Job.objects.filter(attempts__gt=1).count(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--home", type=Path, default=None, help="folder of the SQLite file; made anew when left out")
    parser.add_argument("--seed", type=int, default=None, help="of the random moments")
    asked = parser.parse_args()
    random.seed(asked.seed)
    with tempfile.TemporaryDirectory(prefix="thidua-faults-") as folder:
        figures = run(jobs=asked.jobs, kills=asked.kills, home=asked.home or Path(folder))
    print(json.dumps(figures))  # noqa: T201 - a command's output
    return 0


if __name__ == "__main__":
    sys.exit(main())
