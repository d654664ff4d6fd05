"""A short run of `numbers` in every build, on the database of the tests; `make faults` runs it at its full length."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.numbers import LOST, ROOT


@pytest.mark.django_db(transaction=True)
def test_numbers_follow_one_another_whatever_falls(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "THIDUA_HOME"}}
    restored: dict[str, int] | None = None
    if connection.vendor == "sqlite":  # a copy of the empty test database: migrating another takes longer than the run
        connection.cursor().execute("VACUUM INTO %s", [str(tmp_path / "thidua.sqlite3")])
        restored = {"lost": LOST, "refused": 3, "given_again": 0, "next": 43}
    else:
        at = connection.settings_dict
        environment["DATABASE_URL"] = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    command = [sys.executable, "-m", "tests.faults.numbers", "--processes=4", "--each=15", "--kills=4", "--one-engine"]
    ended = subprocess.run(
        [*command, f"--home={tmp_path}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    for part in ("load", "kills", "new_year"):
        found = {name: figures[part][name] for name in ("gaps", "duplicates", "disorder", "wrong_year", "ahead")}
        assert found == dict.fromkeys(found, 0)
    assert (figures["load"]["numbers"] + figures["load"]["rolled_back"], figures["kills"]["kills"]) == (60, 4)
    assert figures["new_year"]["of_2026"] + figures["new_year"]["of_2027"] == figures["new_year"]["numbers"]
    assert (figures["database"], figures.get("restore")) == (connection.vendor, restored)
