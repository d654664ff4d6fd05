"""A short run of `mail_kills` in every build; `make faults` runs it at its full length."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.mail_kills import ROOT


@pytest.mark.django_db(transaction=True)
def test_no_mail_is_lost_when_the_worker_is_killed(tmp_path: Path) -> None:
    if connection.vendor == "sqlite":  # a copy of the empty test database: migrating another takes longer than the run
        connection.cursor().execute("VACUUM INTO %s", [str(tmp_path / "thidua.sqlite3")])
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "THIDUA_HOME"}}
    command = [sys.executable, "-m", "tests.faults.mail_kills", "--jobs=30", "--kills=2", f"--home={tmp_path}"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert (figures["mails"], figures["reminders"], figures["recurrences"]) == (21, 6, 3)
    assert (figures["kills"], figures["lost"], figures["deliveries"] - figures["resends"]) == (2, 0, 21)
