"""Documents for tests, read from invented plans or from a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from thidua.lib.vanban.model import Document
from thidua.lib.vanban.reading import DEFAULT_LIMITS
from thidua.lib.vanban.reading.text import read_text
from thidua.lib.vanban.understanding import to_json, understand
from thidua.lib.vanban.understanding.passages import Mark, Passage

PLANS = Path(__file__).with_name("plans")


def document_of(text: str) -> Document:
    return read_text(text.encode(), limits=DEFAULT_LIMITS)


def reading_of(text: str) -> dict[str, Any]:
    document = document_of(text)
    return to_json(understand(document), document)


def plan(name: str) -> dict[str, Any]:
    return reading_of((PLANS / f"{name}.txt").read_text(encoding="utf-8"))


def passage_of(text: str, line: int = 1) -> Passage:
    return Passage(text, (Mark(0, line, None, 1.0),))


def body(*lines: str, year: int = 2024) -> dict[str, Any]:
    """Return the reading of a plan with these lines as its body."""
    head = f"SỞ XÂY DỰNG\nSố: 7/KH-SXD\nHà Nam, ngày 05 tháng 01 năm {year}\nKẾ HOẠCH\nCông tác năm {year}\n\n"
    return reading_of(head + "\n".join(lines) + "\n")
