"""Where the parts of a file begin: the document itself, then annexes, documents it promulgates, the mark of a copy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from thidua.lib.vanban.official import CopyForm
from thidua.lib.vanban.understanding.closing import find_closings
from thidua.lib.vanban.understanding.head.bodies import ATTACHED, MOTTO
from thidua.lib.vanban.understanding.letterhead import type_word
from thidua.lib.vanban.understanding.pieces import Item, Piece
from thidua.lib.vanban.understanding.words import is_upper, lower

ANNEX = re.compile(
    r"(?:phụ lục|phụ biểu)(?:\s+(?:số\s*)?(?P<label>[ivxlc]+|\d{1,2}|[a-hđ]))?(?!\w)\s*[.:–-]?\s*", re.IGNORECASE
)
_COPIES = {lower(form.value): form for form in CopyForm}
_MOST_HEAD = 12
"""Lines of a letterhead that may stand over its motto."""


class PartKind(Enum):
    DOCUMENT = auto()
    ANNEX = auto()
    COPY = auto()


@dataclass(frozen=True, slots=True)
class Part:
    kind: PartKind
    items: Sequence[Item]


def parts_of(items: Sequence[Item], start: int) -> list[Part]:
    """Cut items into parts; the first is the document whose head ends at `start`."""
    edges: list[tuple[int, PartKind]] = [(0, PartKind.DOCUMENT)]
    opened = 0
    for index in range(max(start, 1), len(items)):
        kind = _opens(items, index)
        if kind is None:
            continue
        place = index if kind is PartKind.ANNEX else _letterhead_start(items, index, opened)
        before = items[edges[-1][0] : place]
        if place <= edges[-1][0] or (edges[-1][0] == 0 and place < start):
            continue
        if kind is PartKind.DOCUMENT and _awaits_title(before):
            continue
        if kind is PartKind.ANNEX and edges[-1][1] is PartKind.DOCUMENT and not _is_closed(before, items[place:]):
            continue
        edges.append((place, kind))
        opened = index
    ends = [place for place, _ in edges[1:]] + [len(items)]
    return [Part(kind, items[place:end]) for (place, kind), end in zip(edges, ends, strict=True)]


def copy_form(piece: Item) -> CopyForm | None:
    """Return the form of copy a line names, None for any other line."""
    return _COPIES.get(lower(piece.text).strip(" .:")) if isinstance(piece, Piece) and is_upper(piece.text) else None


def _opens(items: Sequence[Item], index: int) -> PartKind | None:
    item = items[index]
    if not isinstance(item, Piece):
        return None
    small = lower(item.text)
    if len(small) < 160 and (motto := MOTTO.search(small)) and motto[0].startswith("cộng"):
        return PartKind.DOCUMENT
    if copy_form(item) is not None:
        return PartKind.COPY
    if item.side is not None or item.label is not None:
        return None
    match = ANNEX.match(small)
    if match and (match.end() == len(small) or is_upper(item.text)) and len(small) < 300:
        return PartKind.ANNEX
    if not is_upper(item.text):
        return None
    if type_word(item.text):
        return PartKind.DOCUMENT if _is_attached(items, index) else None
    if not _is_attached(items, index, capital=True):
        return None
    before = items[index - 1]
    goes_on = isinstance(before, Piece) and (is_upper(before.text) or ANNEX.fullmatch(before.text))
    return None if goes_on else PartKind.ANNEX


def _awaits_title(before: Sequence[Item]) -> bool:
    """Tell whether a part is so far no more than a letterhead, which the title found belongs to."""
    pieces = [item for item in before if isinstance(item, Piece)]
    return (
        len(pieces) == len(before) <= _MOST_HEAD
        and any(MOTTO.search(lower(piece.text)) for piece in pieces)
        and not any(type_word(piece.text) and is_upper(piece.text) for piece in pieces)
    )


def _is_attached(items: Sequence[Item], index: int, *, capital: bool = False) -> bool:
    """Tell whether "(Kèm theo Quyết định …)" stands under the title that begins here, all of it in capitals."""
    for item in items[index + 1 : index + 6]:
        if not isinstance(item, Piece) or item.label is not None or len(item.text) > 400 or ANNEX.match(item.text):
            return False
        if ATTACHED.match(item.text):
            return True
        if capital and (not is_upper(item.text) or type_word(item.text)):
            return False
    return False


def _letterhead_start(items: Sequence[Item], motto: int, floor: int) -> int:
    """Return where the letterhead begins whose motto stands at `motto`: with the lines of the column beside it."""
    item = items[motto]
    if isinstance(item, Piece) and item.side is None:
        start = motto
        while start > floor + 1 and motto - start < 4 and isinstance(before := items[start - 1], Piece):
            if before.side is not None or before.label is not None or not is_upper(before.text):
                break
            start -= 1
        return start if not type_word(item.text) else motto
    start = motto
    while start > floor + 1 and motto - start < _MOST_HEAD and isinstance(before := items[start - 1], Piece):
        if before.side is None or (isinstance(item, Piece) and item.side is not None and before.side >= item.side):
            break
        start -= 1
    return start


def _is_closed(before: Sequence[Item], after: Sequence[Item]) -> bool:
    """Tell whether a document was signed before an annex, or never is."""
    return bool(find_closings(before, 0)) or not find_closings(after, 0)
