"""Styled text in one normal form: clean, blanks single and with the run before them, neighbours of one style joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from thidua.lib.vanban.model import Run
from thidua.lib.vanban.understanding.passages import clean
from thidua.lib.vanban.understanding.pieces import Piece

_PLAIN = Run("")
Letters = list[tuple[str, Run]]
"""Every character with its style, a run without text."""


def normal(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs in normal form."""
    kept = list(runs)
    text = clean("".join(run.text for run in kept))
    return _joined(_letters(text, kept))


def runs_of(piece: Piece, start: int = 0, end: int | None = None) -> tuple[Run, ...]:
    """Return text[start:end] of a piece in its styles, in normal form."""
    return _joined(_letters(piece.text, piece.runs)[start:end])


def cut(runs: Sequence[Run], end: int) -> tuple[Run, ...]:
    """Return the first `end` characters of runs in normal form."""
    return _joined([(char, replace(run, text="")) for run in runs for char in run.text][:end])


def without_bold(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return runs as upright where all are bold: then bold is of the place they stand in."""
    if not all(run.bold for run in runs):
        return tuple(runs)
    return normal(replace(run, bold=False) for run in runs)


def _letters(text: str, runs: Sequence[Run]) -> Letters:
    """Give every character of a cleaned text the style it had; what cleaning put in takes that of its neighbour."""
    source = [(char, run) for run in runs for char in run.text]
    letters: Letters = []
    at = 0
    style = replace(runs[0], text="") if runs else _PLAIN
    for char in text:
        if not char.isspace():
            found = next((place for place in range(at, len(source)) if source[place][0] == char), None)
            if found is not None:
                style = replace(source[found][1], text="")
                at = found + 1
        letters.append((char, style))
    return letters


def _joined(letters: Letters) -> tuple[Run, ...]:
    first = next((place for place, (char, _) in enumerate(letters) if not char.isspace()), len(letters))
    last = next((place for place in range(len(letters), first, -1) if not letters[place - 1][0].isspace()), first)
    return tuple(
        replace(style, text="".join(char for char, _ in group))
        for style, group in groupby(letters[first:last], key=lambda letter: letter[1])
    )
