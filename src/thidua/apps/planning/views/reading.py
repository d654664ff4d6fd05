"""The source of a document as pages show it: text in parts, and pictures of pages with the places of lines on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import JsonResponse

from thidua.apps.planning.domain import lines_holding
from thidua.apps.planning.models import Intake

PICTURED = frozenset({"pdf", "scan"})
PAGES_SHOWN = 300
"""More page pictures than this are not offered; the text always is whole."""


@dataclass(frozen=True, slots=True)
class LineBox:
    """Where a source line lies on its page, in thousandths of the page."""

    line: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page to be shown as a picture, with the places of its lines."""

    number: int
    boxes: tuple[LineBox, ...]


def has_pages(intake: Intake) -> bool:
    """Whether the document has pages that can be shown as pictures."""
    return intake.source.get("format") in PICTURED and bool(intake.source.get("pages"))


def picture_pages(intake: Intake) -> list[PagePicture]:
    """Return the pages of a PDF or scan with the places of their lines; nothing for other documents."""
    if not has_pages(intake):
        return []
    boxes: dict[int, list[LineBox]] = {}
    for line, (page, left, top, right, bottom) in (intake.source.get("boxes") or {}).items():
        boxes.setdefault(page, []).append(
            LineBox(int(line), round(left * 1000), round(top * 1000),
                    max(round((right - left) * 1000), 1), max(round((bottom - top) * 1000), 1))
        )  # fmt: skip
    last = min(int(intake.source["pages"]), PAGES_SHOWN)
    return [PagePicture(page, tuple(boxes.get(page, ()))) for page in range(1, last + 1)]


def found_in(source: Mapping[str, Any], words: str) -> JsonResponse:
    """Answer [first line, last line] of every place that holds the words."""
    return JsonResponse({"lines": lines_holding(source, words[:200])})


def unread_of(intake: Intake | None) -> list[dict[str, Any]]:
    """Return what could not be read, as the reading lists it."""
    return list(intake.draft.get("unread") or []) if intake else []
