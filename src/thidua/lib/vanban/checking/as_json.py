"""Departures as JSON and back, for programs and for the child process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from thidua.lib.vanban.checking.rules import Departure, Severity
from thidua.lib.vanban.form import Confidence


def to_json(departures: Iterable[Departure]) -> list[dict[str, Any]]:
    """Return departures as plain objects, one key a field."""
    return [asdict(departure) for departure in departures]


def from_json(entries: Iterable[dict[str, Any]]) -> tuple[Departure, ...]:
    """Return departures from what `to_json` gave."""
    return tuple(
        Departure(**{**entry, "confidence": Confidence(entry["confidence"]), "severity": Severity(entry["severity"])})
        for entry in entries
    )
