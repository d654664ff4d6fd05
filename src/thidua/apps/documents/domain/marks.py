"""The highest numbers given, kept outside the database: a database put back from yesterday does not know today's.

`folder` holds one file for each body and year, and the seal: whose database these marks are, and that they have never
been copied (a restored folder is a copy, and as old as its database). Any doubt makes a new seal, with which no
database agrees until a person has confirmed the highest numbers on paper. Marks only rise; each is on disk before the
call returns. A crash between commit and mark leaves the mark behind the database, which is harmless.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from thidua.apps.documents.errors import MarksUnreadable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

SEAL = "seal.json"
WITNESS = "witness"
"""Copies have its name, never its place on the disk."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The highest number of a series that left the program, and when."""

    number: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one database, whose identity is `database`."""

    folder: Path
    database: str

    def seal(self) -> str:
        """Return the seal of these marks; a new one where there is none, or it is another's or a copy's."""
        if present := self._valid_seal():
            return present
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            if present := self._valid_seal():
                return present
            former = _json(self.folder / SEAL)
            if former and former.get("database") != self.database:
                self._lay_aside(str(former.get("seal", ""))[:12])
            return self._new_seal()

    def renew(self) -> str:
        """Put a new seal on the marks, with which no database agrees; they stay as lower bounds."""
        with self._locked():
            return self._new_seal()

    def of(self, body_id: int, *, year: int) -> dict[str, Mark]:
        """Return the marks of a body's series in a year."""
        content = _json(self._path(body_id, year)) or {}
        return {
            series: Mark(int(one["number"]), datetime.fromisoformat(one["issued_at"]))
            for series, one in content.get("series", {}).items()
        }

    def raise_to(self, body_id: int, *, year: int, body: str, raised: dict[str, Mark]) -> None:
        """Put marks up to what was given; never down. `body` is its name, for who reads the file."""
        with self._locked():
            marks = self.of(body_id, year=year)
            higher = {series: mark for series, mark in raised.items() if mark.number > _number(marks.get(series))}
            if not higher:
                return
            marks |= higher
            lines = {
                series: {"number": mark.number, "issued_at": mark.issued_at.isoformat()}
                for series, mark in sorted(marks.items())
            }
            _write(self._path(body_id, year), {"body": body, "year": year, "series": lines})

    def _path(self, body_id: int, year: int) -> Path:
        return self.folder / f"{body_id}-{year}.json"

    def _valid_seal(self) -> str:
        content = _json(self.folder / SEAL)
        if not content or content.get("database") != self.database:
            return ""
        return str(content["seal"]) if content.get("witness") == _place(self.folder / WITNESS) else ""

    def _new_seal(self) -> str:
        witness, seal = self.folder / WITNESS, secrets.token_hex(16)
        witness.unlink(missing_ok=True)
        witness.write_text("", encoding="ascii")
        _write(self.folder / SEAL, {"seal": seal, "database": self.database, "witness": _place(witness)})
        return seal

    def _lay_aside(self, name: str) -> None:
        """Move the marks of another database away: they say nothing of this one's bodies."""
        aside = self.folder / f"of-another-database-{name or secrets.token_hex(6)}"
        aside.mkdir(exist_ok=True)
        for path in self.folder.glob("*.json"):
            path.replace(aside / path.name)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)  # gives the lock back


def _number(mark: Mark | None) -> int:
    return mark.number if mark else 0


def _place(path: Path) -> list[int]:
    """Return what a copy of a file does not share with it."""
    try:
        found = path.stat()
    except OSError:
        return []
    return [found.st_ino, found.st_ctime_ns]


def _json(path: Path) -> dict[str, Any] | None:
    """Return what a file holds; None where there is none. A torn file is impossible: they are put in place whole.

    Raises MarksUnreadable for a file that a disk or a person spoiled.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise MarksUnreadable(path.name) from error
    if not isinstance(content, dict):
        raise MarksUnreadable(path.name)
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    """Put a file in place whole, on disk before this returns."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
