"""Number documents with many processes that fall at any moment: `python -m tests.faults.numbers --kills 60`.

Each process allots through the service, one number a transaction, over four series; one in ten is rolled back. Then
again while processes are killed and started anew, which ask once more for what they had no answer to. Then around
midnight of New Year, with clocks that jump, and with a database put back from before. Whatever happens: no gap, no
number twice, numbers in the order of time, every number answered for is there, the marks never ahead of the database.
Runs on DATABASE_URL when set, else on SQLite in a folder of its own and then on a PostgreSQL made for the run; prints
the figures of each as one line of JSON.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROLLED_BACK = 0.1
STUCK_SECONDS = 120.0
TYPES = ("quyet-dinh", "ke-hoach", "cong-van", "giay-moi")
GROUPS = (("Quyết định", ["quyet-dinh"]), ("Kế hoạch", ["ke-hoach"]), ("Công văn", ["cong-van", "thu-cong"]))
MIDNIGHT = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
"""00:00 on 01/01/2027 in the office."""
LOST = 37
"""Numbers given between the backup and the loss (reliability bar G3)."""


class RolledBack(Exception):
    """The document was not issued after all."""


@dataclass(frozen=True)
class Work:
    """What one process has to do. `moment` gives the clock's time for its n-th number; None: the real one."""

    name: str
    body_id: int
    each: int
    answers: Path
    moment: Callable[[int], datetime] | None = None


def make_body(name: str, *, year: int, at: datetime) -> int:
    """Make a body that numbers in four series from this year on."""
    from thidua.apps.documents import services
    from thidua.apps.organizations import services as organizations
    from thidua.apps.organizations.enums import UnitKind
    from thidua.core.actor import SYSTEM

    body = organizations.create_unit(
        actor=SYSTEM, parent_id=None, code=name, name=f"Cơ quan {name}", short_name=name, kind=UnitKind.BODY, at=at
    )
    services.set_scheme(actor=SYSTEM, body_id=body.pk, year=year, manner="groups", groups=GROUPS, at=at)
    return body.pk


def number_documents(work: Work) -> None:
    """Allot numbers one after another; what is answered for is written down, as a person would see it."""
    from django.db import transaction

    from thidua.apps.documents import services
    from thidua.apps.documents.domain.numbering import RegisterEntry
    from thidua.apps.organizations.models import Unit
    from thidua.core import clock
    from thidua.core.actor import SYSTEM

    body = Unit.objects.get(pk=work.body_id)
    answered = {line.split()[0] for line in _lines(work.answers)}
    plan = random.Random(work.name)
    with work.answers.open("a", encoding="ascii") as answers:
        for n in range(work.each):
            key, type_key, is_dropped = f"{work.name}:{n}", plan.choice(TYPES), plan.random() < ROLLED_BACK
            if key in answered:
                continue
            entry = RegisterEntry(
                request_key=key,
                type_key=type_key,
                symbol=f"{type_key}-CQ",
                title=f"Văn bản {key}",
                signer="Trần Văn Bình",
            )
            try:
                with transaction.atomic():
                    at = work.moment(n) if work.moment else clock.now()
                    line = services.allot_number(actor=SYSTEM, body=body, entry=entry, at=at)
                    if is_dropped:
                        raise RolledBack
            except RolledBack:
                answers.write(f"{key} - 0\n")
            else:
                answers.write(f"{key} {line.register_id} {line.number}\n")
            answers.flush()


def _lines(path: Path) -> list[str]:
    """Return the whole lines of a file: a kill may have torn the last one, which then was no answer."""
    if not path.exists():
        return []
    whole = path.read_text(encoding="ascii")
    kept, _, torn = whole.rpartition("\n")
    if torn:
        path.write_text(kept + "\n" if kept else "", encoding="ascii")
    return kept.splitlines()


def start(work: Work) -> int:
    """Do the work in a process of its own. Returns its id."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        random.seed()
        number_documents(work)
        code = 0
    finally:
        connections.close_all()
        os._exit(code)


def run_all(works: list[Work], *, kills: int = 0) -> int:
    """Run every work in a process of its own, killing one `kills` times on the way. Returns how many were killed."""
    running = {start(work): work for work in works}
    killed, total, seen, limit = 0, sum(work.each for work in works), -1, 0.0
    while running:
        child, status = os.waitpid(-1, os.WNOHANG)
        if child:
            work = running.pop(child)
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
                running[start(work)] = work
            else:
                assert status == 0, f"{work.name} fell by itself with {status}"
            continue
        present = sum(_answers(work) for work in works)
        if present != seen:
            seen, limit = present, time.monotonic() + STUCK_SECONDS
        # Spread over the whole work, whatever the speed of the machine.
        if killed < kills and present >= total * killed // (kills + 1):
            time.sleep(random.uniform(0, 0.03))
            if running:
                os.kill(random.choice(list(running)), signal.SIGKILL)
                killed += 1
        time.sleep(0.01)
        assert time.monotonic() < limit, f"stuck at {present} answers"
    return killed


def _answers(work: Work) -> int:
    return work.answers.read_bytes().count(b"\n") if work.answers.exists() else 0


def check(works: list[Work], *, is_killed: bool = False) -> dict[str, int]:
    """Compare the registers with what was answered for. Returns the figures."""
    from thidua.apps.documents.models import IssuedNumber, NumberRegister
    from thidua.apps.documents.queries import registers as queries

    body_id = works[0].body_id
    answered, dropped = {}, set()
    for work in works:
        for line in _lines(work.answers):
            key, register, number = line.split()
            if register == "-":
                dropped.add(key)
            else:
                answered[key] = (int(register), int(number))
    asked = {f"{work.name}:{n}" for work in works for n in range(work.each)}
    assert answered.keys() | dropped == asked, "somebody got no answer"
    entries = list(IssuedNumber.objects.filter(register__body_id=body_id).select_related("register").order_by("pk"))
    assert {one.request_key: (one.register_id, one.number) for one in entries} == answered, "not what was answered for"
    gaps = duplicates = disorder = wrong_year = 0
    for register in NumberRegister.objects.filter(body_id=body_id):
        own = sorted((one for one in entries if one.register_id == register.pk), key=lambda one: one.number)
        numbers = [one.number for one in own]
        duplicates += len(numbers) - len(set(numbers))
        gaps += len(set(range(1, len(numbers) + 1)) - set(numbers))
        moments = [one.issued_at for one in own]
        disorder += sum(later < earlier for earlier, later in itertools.pairwise(moments))
        wrong_year += sum(one.issued_on.year != register.year for one in own)
    moments = [one.issued_at for one in entries]  # the whole body's, in the order they were written
    disorder += sum(later < earlier for earlier, later in itertools.pairwise(moments))
    years = {one.register.year for one in entries}
    behind = sum(max(0, one.last - one.mark) for one in queries.standings(body_id, years=years, kept=queries.marks()))
    ahead = sum(one.is_behind for one in queries.standings(body_id, years=years, kept=queries.marks()))
    figures = {"gaps": gaps, "duplicates": duplicates, "disorder": disorder, "wrong_year": wrong_year, "ahead": ahead}
    assert not any(figures.values()), f"a promise is broken: {figures}"
    assert is_killed or not behind, f"marks stand {behind} behind though nothing fell"
    return {"numbers": len(entries), "rolled_back": len(dropped), **figures, "marks_behind": behind}


def new_year(*, processes: int, each: int, folder: Path) -> dict[str, int]:
    """Number documents in the seconds around midnight, each process with a clock a little off."""
    body_id = make_body("NEWYEAR", year=2026, at=MIDNIGHT - timedelta(days=1))

    def around(offset: timedelta) -> Callable[[int], datetime]:
        step = timedelta(seconds=10) / each
        return lambda n: MIDNIGHT - timedelta(seconds=5) + n * step + offset

    works = [
        Work(f"Y{n}", body_id, each, folder / f"Y{n}", around(timedelta(milliseconds=random.randint(-900, 900))))
        for n in range(processes)
    ]
    run_all(works)
    figures = check(works)
    from thidua.apps.documents.models import IssuedNumber

    found = IssuedNumber.objects.filter(register__body_id=body_id).values_list("register__year", flat=True)
    return {**figures, "of_2026": sum(year == 2026 for year in found), "of_2027": sum(year == 2027 for year in found)}


def clock_jumps() -> dict[str, str]:
    """Let the clock jump between two numbers of one body. Returns what happened at each."""
    from django.db import transaction

    from thidua.apps.documents import services
    from thidua.apps.documents.domain.numbering import RegisterEntry
    from thidua.apps.documents.errors import ClockBehind
    from thidua.apps.organizations.models import Unit
    from thidua.core.actor import SYSTEM

    at = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
    body = Unit.objects.get(pk=make_body("CLOCK", year=2026, at=at))
    happened = {}
    jumps = ("start", 0), ("-1 day", -86_400), ("-1 h", -3_600), ("-121 s", -121), ("-119 s", -119), ("+1 day", 86_400)
    for number, (name, seconds) in enumerate((*jumps, ("back again", 0))):
        entry = RegisterEntry(
            request_key=f"clock:{number}", type_key="ke-hoach", symbol="KH-CQ", title=name, signer="Trần Văn Bình"
        )
        try:
            with transaction.atomic():
                line = services.allot_number(actor=SYSTEM, body=body, entry=entry, at=at + timedelta(seconds=seconds))
            happened[name] = f"{line.number} at {line.issued_at - at}"
        except ClockBehind:
            happened[name] = "refused"
    expected = {
        "start": "1 at 0:00:00", "-1 day": "refused", "-1 h": "refused", "-121 s": "refused",
        "-119 s": "2 at 0:00:00", "+1 day": "3 at 1 day, 0:00:00", "back again": "refused",
    }  # fmt: skip
    assert happened == expected, happened
    return happened


def put_back(home: Path) -> dict[str, int]:
    """Lose the numbers of a day by putting yesterday's database back; confirm the highest one; go on."""
    from django.db import connections, transaction

    from thidua.apps.documents import services
    from thidua.apps.documents.domain.numbering import RegisterEntry
    from thidua.apps.documents.errors import NumbersInRecovery
    from thidua.apps.documents.queries import registers as queries
    from thidua.apps.organizations.models import Unit
    from thidua.core import clock
    from thidua.core.actor import SYSTEM

    at = clock.now()
    body_id = make_body("RESTORE", year=at.year, at=at)

    def allot(name: str) -> int:
        entry = RegisterEntry(
            request_key=f"restore:{name}", type_key="giay-moi", symbol="GM-CQ", title=name, signer="Trần Văn Bình"
        )
        with transaction.atomic():
            body = Unit.objects.get(pk=body_id)
            return services.allot_number(actor=SYSTEM, body=body, entry=entry, at=clock.now()).number

    before = [allot(f"before {n}") for n in range(5)]
    database = home / "thidua.sqlite3"
    with connections["default"].cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(home / "backup.sqlite3")])
    lost = [allot(f"lost {n}") for n in range(LOST)]
    connections.close_all()
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.copy(home / "backup.sqlite3", database)
    refused = 0
    for n in range(3):
        try:
            allot(f"refused {n}")
        except NumbersInRecovery:
            refused += 1
    assert refused == 3, "a number was given before anybody had looked at the paper"
    registry = queries.registry_of(body_id)
    assert registry is not None
    asked = queries.to_confirm(registry, kept=queries.marks(), at=clock.now())
    numbers = {one.key: one.mark for one in asked}
    services.confirm_highest_numbers(
        actor=SYSTEM, body_id=body_id, numbers=numbers, evidence="Sổ in", last_on=clock.today(), at=clock.now()
    )
    after = [allot(f"after {n}") for n in range(3)]
    assert (before, lost[-1], after) == ([1, 2, 3, 4, 5], 5 + LOST, [43, 44, 45]), (before, lost[-1], after)
    return {"lost": len(lost), "refused": refused, "given_again": len({*after} & {*before, *lost}), "next": after[0]}


def run(*, processes: int, each: int, kills: int, home: Path) -> dict[str, Any]:
    """Do the whole run on the database of the environment. Raises AssertionError when a promise is broken."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "thidua.config.settings", "THIDUA_HOME": str(home)}
    import logging

    import django

    django.setup()
    logging.getLogger("thidua").setLevel(logging.CRITICAL)  # refusals raise the alarm; here they are expected
    from django.core.management import call_command
    from django.db import connection

    from thidua.apps.audit.queries import verify_chain
    from thidua.core import clock

    call_command("migrate", interactive=False, verbosity=0)
    year, figures = clock.today().year, {"database": connection.vendor, "processes": processes}

    def works(name: str) -> list[Work]:
        body_id = make_body(name, year=year, at=clock.now())
        return [Work(f"{name}{n}", body_id, each, home / f"{name}{n}") for n in range(processes)]

    for name, killed in (("LOAD", 0), ("KILLS", kills)):
        started, batch = time.monotonic(), works(name)
        done = run_all(batch, kills=killed)
        assert done == killed, f"only {done} of {killed} kills fell into the work"
        seconds = time.monotonic() - started
        found = check(batch, is_killed=bool(killed))
        figures[name.lower()] = {**found, "kills": done, "a_second": round(found["numbers"] / seconds)}
    figures["new_year"] = new_year(processes=processes, each=max(10, each // 25), folder=home)
    figures["clock"] = clock_jumps()
    if connection.vendor == "sqlite":
        figures["restore"] = put_back(home)
    figures["acts_verified"] = verify_chain()[0]
    connection.close()
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--each", type=int, default=500)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--home", type=Path, default=None, help="folder of the SQLite file; made anew when left out")
    parser.add_argument("--one-engine", action="store_true", help="only the database of the environment")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="thidua-numbers-") as folder:
        home = asked.home or Path(folder)
        figures = run(processes=asked.processes, each=asked.each, kills=asked.kills, home=home)
    print(json.dumps(figures))  # noqa: T201 - a command's output
    if asked.one_engine or os.environ.get("DATABASE_URL"):
        return 0
    sys.stdout.flush()
    again = [sys.executable, "-m", "tests.faults.numbers", "--one-engine"]
    again += [f"--{name}={getattr(asked, name)}" for name in ("processes", "each", "kills")]
    environment = {name: value for name, value in os.environ.items() if name != "THIDUA_HOME"}
    return subprocess.run(
        [ROOT / "tools/with_postgresql.sh", *again], cwd=ROOT, env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
