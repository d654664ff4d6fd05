"""Where the pages of a body turn on their side, and how a body ends: the same in every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from thidua.lib.vanban.form import wording
from thidua.lib.vanban.official import Level, Passage, Piece, Sheet

_FEW_PASSAGES = 5
"""So many passages between two turned tables are not worth turning the page for."""


def turned(body: Sequence[Piece]) -> list[bool]:
    """Tell of each piece whether it stands on a turned page: wide tables do, with the headings right above them."""
    found = [isinstance(piece, Sheet) and piece.is_wide for piece in body]
    wide = [place for place, is_turned in enumerate(found) if is_turned]
    for place in wide:
        above = place - 1
        while above >= 0 and _is_heading(body[above]):
            found[above] = True
            above -= 1
    for before, after in pairwise(wide):
        between = body[before + 1 : after]
        if len(between) <= _FEW_PASSAGES and all(isinstance(piece, Passage) for piece in between):
            found[before:after] = [True] * (after - before)
    return found


def _is_heading(piece: Piece) -> bool:
    return isinstance(piece, Passage) and (bool(piece.title) or piece.level is Level.CENTERED)


def with_end_mark(passage: Passage) -> Passage:
    """Return the passage that closes a body as printed; a heading has no end mark."""
    if passage.title or not passage.runs:
        return passage
    *before, last = passage.runs
    return replace(passage, runs=(*before, replace(last, text=wording.with_end_mark(last.text))))
