"""Templates of plans, shipped with the program as JSON in `library/`: tasks by period, targets, what else is needed.

A file is our own wording. `period` is "Q1" to "Q4", "M1" to "M12", "H1", "H2", "Y", or a day "30/04"; "{year}" stands
for the plan's year and "{next_year}" for the one after. A legal basis may say from and until which day it holds.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).resolve().parent.parent / "library"
MONTHS = {
    "Y": (1, 12),
    "H1": (1, 6),
    "H2": (7, 12),
    **{f"Q{quarter}": (3 * quarter - 2, 3 * quarter) for quarter in range(1, 5)},
    **{f"M{month}": (month, month) for month in range(1, 13)},
}
ROMAN = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}


@dataclass(frozen=True, slots=True)
class Period:
    """When a task of a template is done in a given year, as an office writes it and as days."""

    text: str
    starts_on: date | None
    due_on: date


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of plan: `tasks`, `targets` and `checklist` as the file has them."""

    key: str
    name: str
    summary: str
    title: str
    legal_bases: Sequence[Mapping[str, str]]
    recipients: Sequence[str]
    tasks: Sequence[Mapping[str, Any]]
    targets: Sequence[Mapping[str, Any]]
    checklist: Sequence[Mapping[str, str]]

    def bases_on(self, day: date) -> list[Mapping[str, str]]:
        """Return the legal bases that hold on a day."""
        text = day.isoformat()
        return [one for one in self.legal_bases if one.get("from", "") <= text and text <= one.get("until", "9999")]


@cache
def templates() -> tuple[Template, ...]:
    """Return every template, by the name of its file."""
    files = sorted(LIBRARY.glob("*.json"))
    return tuple(Template(key=file.stem[3:], **json.loads(file.read_text(encoding="utf-8"))) for file in files)


def template_named(key: str) -> Template | None:
    return next((one for one in templates() if one.key == key), None)


def period_in(period: str, year: int) -> Period:
    """Return the days of a template's period in a year. Raises ValueError for an unknown one."""
    if period in MONTHS:
        first, last = MONTHS[period]
        starts_on, due_on = date(year, first, 1), date(year, last, monthrange(year, last)[1])
        if period in ROMAN:
            return Period(f"Quý {ROMAN[period]}/{year}", starts_on, due_on)
        if period.startswith("M"):
            return Period(f"Tháng {first}/{year}", starts_on, due_on)
        return Period({"Y": f"Cả năm {year}", "H1": f"6 tháng đầu năm {year}"}.get(period, f"6 tháng cuối năm {year}"),
                      starts_on, due_on)  # fmt: skip
    day, month = (int(part) for part in period.split("/"))
    due_on = date(year, month, day)
    return Period(f"Trước ngày {due_on:%d/%m/%Y}", None, due_on)


def filled(text: str, year: int) -> str:
    """Return the text of a template for a year."""
    return text.replace("{year}", str(year)).replace("{next_year}", str(year + 1))
