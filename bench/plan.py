"""A year's plan under load: `make bench-plan`. Prints figures; asserts nothing.

Builds a ministry's year (bench/plan_world.py) in an empty home, serves the program as it is served to an office, and
lets eight people who are signed in open its pages at the same time. Each page is held against its limit in the same
run (bench/plan_limit.py), and the list of a plan of 10,000 tasks against that of 100. SQLite, then PostgreSQL: that of
DATABASE_URL, or a cluster made for the run where its server is installed.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 8
WORKERS, THREADS = 2, 2
WANTED_MS, WANTED_RATIO, WANTED_GROWTH = 300, 1.5, 1.3


@dataclass(frozen=True)
class Target:
    """A page by the name of its address; `limit` names its bare view, `plan` the plan it is about."""

    label: str
    url_name: str
    limit: str = ""
    plan: str = "plan_id"
    query: str = ""
    has_plan: bool = True
    who: str = "sessions"


TARGETS = (
    Target("danh sách (5.000 nhiệm vụ)", "planning:plan-tasks", "list"),
    Target("bảng", "planning:plan-tasks", "board", query="?kieu=bang"),
    Target("lịch", "calendar:show", "calendar", has_plan=False),
    Target("độ phủ", "planning:plan-units", "coverage"),
    Target("bức tranh năm", "planning:year", "leader", has_plan=False),
    Target("bàn làm việc", "office:workbench", has_plan=False),
    Target("bàn làm việc của đơn vị", "office:workbench", has_plan=False, who="unit_sessions"),
    Target("nhiệm vụ của đơn vị", "planning:tasks", has_plan=False, who="unit_sessions"),
)
GROWTH = (
    Target("danh sách 100 dòng", "planning:plan-tasks", plan="small_id"),
    Target("danh sách 10.000 dòng", "planning:plan-tasks", plan="large_id"),
)


@dataclass
class Figures:
    """How long answers took, over how much time, and the processor time the asking itself took of it."""

    seconds: list[float]
    wall: float
    asking: float = 0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall

    def at(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def address(one: Target, world: dict[str, Any]) -> str:
    """Return the address of a page, empty while the program has no such page."""
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(one.url_name, args=[world[one.plan]] if one.has_plan else []) + one.query
    except NoReverseMatch:
        return ""


def load(port: int, path: str, sessions: Sequence[str], *, seconds: float) -> Figures:
    """Let eight people open a page again and again on connections kept open. Raises on any answer but 200."""
    taken: list[float] = []
    faults: list[str] = []
    began, asking = time.perf_counter(), time.process_time()
    end = began + seconds

    def person(session: str) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Cookie": f"sessionid={session}", "Accept-Encoding": "identity"}
        while time.perf_counter() < end and not faults:
            asked = time.perf_counter()
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            taken.append(time.perf_counter() - asked)
            if answer.status != 200:
                faults.append(f"{path}: {answer.status}")

    threads = [threading.Thread(target=person, args=(sessions[place % len(sessions)],)) for place in range(PEOPLE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if faults:
        raise RuntimeError(faults[0])
    return Figures(taken, time.perf_counter() - began, time.process_time() - asking)


def text_of(port: int, path: str, session: str) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={"Cookie": f"sessionid={session}"})
    return line.getresponse().read().decode()


def queries_of(path: str, session: str) -> int:
    """Return how many queries a page costs, all of them counted."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.cookies["sessionid"] = session
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


@contextmanager
def served() -> Iterator[int]:
    """Serve the program as `thidua up` does with THIDUA_WEB_PROCESSES=2, for as long as the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--log-level", "warning",
        "thidua.config.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def reports(world: dict[str, Any]) -> Iterator[list[int]]:
    """Let clerks report progress, one report every second, for as long as the block runs: an office is never still.

    What pages keep until something changes is so counted anew every second. Yields the works reported on.
    """
    from django.db import connection
    from django.utils import timezone

    from thidua.apps.accounts.models import User
    from thidua.apps.organizations.queries import actor_for
    from thidua.apps.planning import policies, services

    done: list[int] = []
    faults: list[Exception] = []
    stop = threading.Event()

    def write() -> None:
        try:
            names = [name for name in world["usernames"] if name.startswith("clerk")]
            today = timezone.localdate()
            actors = [actor_for(user, on=today) for user in User.objects.filter(username__in=names)]
            while not stop.wait(1):
                actor = actors[len(done) % len(actors)]
                own = policies.workable_assignments(actor)
                work = own.filter(state="in_progress", task__plan__state__in=("issued", "active")).earliest(
                    "reported_at"
                )
                services.report_progress(
                    actor=actor, assignment_id=work.pk, version=work.version, percent=min(99, work.percent + 1),
                    text="Đang thực hiện theo kế hoạch.", at=timezone.now(),
                )  # fmt: skip
                done.append(work.pk)
        except Exception as fault:  # told at the end of the block
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield done
    finally:
        stop.set()
        thread.join()
    if faults:
        raise faults[0]


def measure(engine: str, *, seconds: float) -> None:
    """Build the world in the database of the environment, and print what each page costs."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from bench import plan_world

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    world: dict[str, Any] = asdict(plan_world.build())
    print(f"\n{engine}: {plan_world.TASKS} nhiệm vụ, {plan_world.UNITS} đơn vị, {plan_world.REPORTS} báo cáo "
          f"(dựng trong {time.perf_counter() - began:.0f} giây); {PEOPLE} người cùng lúc, "
          f"{WORKERS} tiến trình × {THREADS} luồng")  # fmt: skip
    heads = f"{'trang':34}{'truy vấn':>9}{'lượt/giây':>11}{'p50 ms':>9}{'p95 ms':>9}{'máy hỏi':>9}"
    print(f"{heads}{'giới hạn p50':>14}{'tỷ lệ':>7}{'khi có ghi: p50':>17}{'p95 ms':>9}")
    with served() as port:
        for one in TARGETS:
            print(row(one, world, port, seconds=seconds), flush=True)
        print(growth(world, port, seconds=seconds), flush=True)
    connections.close_all()


def row(one: Target, world: dict[str, Any], port: int, *, seconds: float) -> str:
    """Measure one page: warmed up, then in turns with its limit."""
    path = address(one, world)
    if not path:
        return f"{one.label:34}chưa có trang này"
    sessions: list[str] = world[one.who]
    queries = queries_of(path, sessions[0])
    load(port, path, sessions, seconds=1)
    if not one.limit:
        own = load(port, path, sessions, seconds=seconds)
        return line(one.label, queries, own, None, "", while_written(world, port, path, sessions, seconds=seconds))
    from urllib.parse import quote

    bare = f"/gioi-han/{one.limit}/{world[one.plan]}/?page={quote(path)}"
    load(port, bare, sessions, seconds=2)  # every process learns its template for everybody
    same = "" if _without_token(text_of(port, path, sessions[0])) == _without_token(
        text_of(port, bare, sessions[0])) else "  (HTML khác)"  # fmt: skip
    own, limit = Figures([], 0), Figures([], 0)
    for _ in range(3):
        for figures, asked in ((own, path), (limit, bare)):
            found = load(port, asked, sessions, seconds=seconds / 3)
            figures.seconds += found.seconds
            figures.wall += found.wall
    return line(one.label, queries, own, limit, same, while_written(world, port, path, sessions, seconds=seconds))


def while_written(world: dict[str, Any], port: int, path: str, sessions: Sequence[str], *, seconds: float) -> Figures:
    """Ask for a page while a report is written every second."""
    with reports(world):
        return load(port, path, sessions, seconds=seconds)


def _without_token(text: str) -> str:
    import re

    return re.sub(r"[A-Za-z0-9]{64}", "", text)


def line(label: str, queries: int, own: Figures, limit: Figures | None, note: str, written: Figures) -> str:
    text = f"{label:34}{queries:>9}{own.per_second:>11.1f}{own.at(0.5):>9.0f}{own.at(0.95):>9.0f}"
    text += f"{own.asking / own.wall:>9.0%}"
    faults = [] if own.at(0.95) <= WANTED_MS else [f"p95 trên {WANTED_MS} ms"]
    if limit is not None:
        ratio = limit.per_second / own.per_second
        text += f"{limit.at(0.5):>14.0f}{ratio:>7.2f}"
        faults += [] if ratio <= WANTED_RATIO else [f"tỷ lệ trên {WANTED_RATIO}"]
    else:
        text += " " * 21
    text += f"{written.at(0.5):>17.0f}{written.at(0.95):>9.0f}"
    return text + note + (f"  ← {', '.join(faults)}" if faults else "")


def growth(world: dict[str, Any], port: int, *, seconds: float) -> str:
    """Hold the list of 10,000 tasks against that of 100, in turns."""
    paths = [address(one, world) for one in GROWTH]
    found: list[list[float]] = [[], []]
    for _ in range(4):
        for place, path in enumerate(paths):
            found[place].append(statistics.median(load(port, path, world["sessions"], seconds=seconds / 4).seconds))
    small, large = (1000 * statistics.median(one) for one in found)
    fault = "" if large <= WANTED_GROWTH * small else f"  ← trên {WANTED_GROWTH}"
    return f"cùng một danh sách: 100 dòng {small:.0f} ms, 10.000 dòng {large:.0f} ms, {large / small:.2f} lần{fault}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6, help="how long each page is asked for")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        measure(asked.inside, seconds=asked.seconds)
        return 0
    again = [sys.executable, "-m", "bench.plan", "--seconds", str(asked.seconds), "--inside"]
    status = 0
    for engine in ("sqlite", "postgresql"):
        if asked.only not in {None, engine}:
            continue
        with tempfile.TemporaryDirectory() as home:
            settings = {"THIDUA_HOME": home, "DJANGO_SETTINGS_MODULE": "bench.plan_settings"}
            environment = {**os.environ, **settings}
            prefix: list[str] = []
            if engine == "sqlite":
                environment.pop("DATABASE_URL", None)
            elif "DATABASE_URL" not in environment:
                if shutil.which("psql") is None and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
                    print("\npostgresql: máy này chưa cài PostgreSQL nên bỏ qua")
                    continue
                prefix = [str(ROOT / "tools" / "with_postgresql.sh")]
            status |= subprocess.run([*prefix, *again, engine], cwd=ROOT, env=environment, check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
