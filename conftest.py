"""What every test run shares: what the database never lets go may be wiped between tests that commit, only there."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

# The same examples in every run, and no stop-watch: a busy machine is no failure. `make fuzz-read` looks for new ones.
hypothesis.settings.register_profile("build", deadline=None, derandomize=True)
hypothesis.settings.load_profile("build")

_flush = TransactionTestCase._fixture_teardown


def _flush_past_the_triggers(self: TransactionTestCase) -> None:
    """Empty the tables after a test that commits: the one place where acts and issued numbers may be wiped."""
    from thidua.apps.audit.models import Head
    from thidua.apps.documents.models import DatabaseIdentity

    connection = connections["default"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            _flush(self)
            for _, statement in triggers:
                cursor.execute(statement)
        else:
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [name for (name,) in cursor.fetchall()]
            for name in tables:
                cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            _flush(self)
            for name in tables:
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    Head.objects.create(id=1, sequence=0, hash="0" * 64)
    DatabaseIdentity.objects.create(id=1)


@pytest.fixture(autouse=True, scope="session")
def _wipe_the_record_between_committing_tests() -> None:
    TransactionTestCase._fixture_teardown = _flush_past_the_triggers


@pytest.fixture(autouse=True)
def _forget_marks_between_tests() -> Iterator[None]:
    """Take away the highest numbers kept outside the database: the next test's bodies have the same keys."""
    yield
    for path in (settings.OPTIONS.home / "numbers").glob("[0-9]*.json"):
        path.unlink(missing_ok=True)
