"""A SQLite that keeps its word: write-ahead logging can corrupt a database before 3.51.3, so newer or without."""

from __future__ import annotations

import sqlite3
import sys

FIRST_SAFE_WAL = (3, 51, 3)
"""The WAL-reset race with two connections was fixed here (docs/decisions/0003-sqlite.md)."""


def prefer_bundled_sqlite() -> None:
    """Let Django use the SQLite of the `pysqlite3` wheel, where it is installed. Call before Django starts."""
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def journal_pragmas() -> str:
    """The statements each connection opens with: WAL where it is safe, the rollback journal elsewhere."""
    version = sys.modules.get("sqlite3", sqlite3).sqlite_version_info
    mode = "WAL" if tuple(version) >= FIRST_SAFE_WAL else "DELETE"
    return f"PRAGMA journal_mode={mode}; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF;"
