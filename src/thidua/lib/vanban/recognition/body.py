"""The body: every paragraph a passage of its level, every table a sheet, in the order of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from thidua.lib.vanban import official
from thidua.lib.vanban.official import Level, Passage
from thidua.lib.vanban.recognition.levels import DIVISIONS, TITLED, level_of
from thidua.lib.vanban.recognition.runs import cut, runs_of
from thidua.lib.vanban.recognition.sheets import sheet_of
from thidua.lib.vanban.understanding.outline import read_outline
from thidua.lib.vanban.understanding.paragraphs import join_lines
from thidua.lib.vanban.understanding.pieces import Grid, Item, Piece
from thidua.lib.vanban.understanding.words import is_upper

_END = re.compile(r"\s*(?:\.\s*/\s*\.?|/\s*\.)\s*$")
_STOPS = (".", ";", ":", "!", "?", "…")
_UNFINISHED = re.compile(r"[^.;:,!?]$")
_TITLE_WORDS = 24
_SAME_START = 0.003
"""Of the page's width."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the file told: `has_lines` printed lines instead of paragraphs, `has_styles` what is bold and centred."""

    has_lines: bool
    has_styles: bool
    is_recognised: bool = False


def read_body(items: Sequence[Item], source: Source) -> tuple[official.Piece, ...]:
    """Return the pieces of a body."""
    whole = join_lines(items) if source.has_lines else list(items)
    nodes = read_outline(whole, recognised=source.is_recognised).nodes
    indent = _usual_start(whole)
    found: list[official.Piece] = []
    waiting: Passage | None = None
    for item, node in zip(whole, nodes, strict=True):
        if isinstance(item, Grid):
            if waiting is not None:
                found.append(waiting)
                waiting = None
            found.append(sheet_of(item, has_lines=source.has_lines and not source.has_styles))
            continue
        if waiting is not None:
            if item.label is None and (item.is_bold or item.is_centered or is_upper(item.text)):
                found.append(replace(waiting, title=item.text))
                waiting = None
                continue
            found.append(waiting)
            waiting = None
        if indent is not None and item.left is not None and abs(item.left - indent) < _SAME_START:
            item = replace(item, is_centered=False)  # a short line that begins where paragraphs begin
        passage = _passage(item, source, is_heading=node.is_heading)
        if passage.level in DIVISIONS and not passage.title:
            waiting = passage
        else:
            found.append(passage)
    if waiting is not None:
        found.append(waiting)
    return tuple(found)


def _usual_start(items: Sequence[Item]) -> float | None:
    """Return where first lines of paragraphs usually begin, as a fraction of the page; None where it is not known."""
    starts = Counter(
        round(item.left, 3)
        for item in items
        if isinstance(item, Piece) and item.left is not None and not item.is_centered
    )
    return starts.most_common(1)[0][0] if starts else None


def without_end_mark(body: Sequence[official.Piece]) -> tuple[official.Piece, ...]:
    """Return a body without the "./." that closes it, its full stop kept."""
    if not body or not isinstance(last := body[-1], Passage) or not last.runs:
        return tuple(body)
    match = _END.search(last.text)
    if match is None:
        return tuple(body)
    runs = cut(last.runs, match.start())
    if not runs:
        return (*body[:-1], replace(last, runs=())) if last.label else tuple(body[:-1])
    stop = "" if runs[-1].text.endswith(_STOPS) else "."
    return (*body[:-1], replace(last, runs=(*runs[:-1], replace(runs[-1], text=runs[-1].text + stop))))


def _passage(piece: Piece, source: Source, *, is_heading: bool) -> Passage:
    label = piece.label
    if label is None:
        return Passage(_unnumbered(piece, source), runs=runs_of(piece))
    printed, start = (piece.list_label or "").strip(), 0
    if label.end or not printed:
        printed, start = piece.text[: label.end].strip(), label.end
    level = level_of(label)
    rest = runs_of(piece, start)
    text = "".join(run.text for run in rest)
    is_bold = bool(rest) and all(run.bold for run in rest)
    if level in DIVISIONS:
        printed = printed.rstrip(" .:–-")
        if text and not (is_bold or piece.is_centered or is_upper(text)):
            return Passage(_unnumbered(piece, source), runs=runs_of(piece))
        return Passage(level, printed, text)
    if level is Level.ARTICLE and printed[-1].isdigit() and text and not is_bold:
        return Passage(_unnumbered(piece, source), runs=runs_of(piece))  # "Điều 5 Quy chế này …"
    if not text:
        return Passage(Level.TEXT, runs=runs_of(piece)) if not start else Passage(level, printed)
    if level in TITLED and _is_title(text, level, source, is_bold=is_bold, is_heading=is_heading):
        return Passage(level, printed, text)
    return Passage(level, printed, runs=rest)


def _is_title(text: str, level: Level, source: Source, *, is_bold: bool, is_heading: bool) -> bool:
    if is_bold or (level is Level.HEADING and is_upper(text)):
        return True
    if source.has_styles:
        return False
    if level is Level.ARTICLE:
        return len(text.split()) <= _TITLE_WORDS and _UNFINISHED.search(text) is not None
    return is_heading


def _unnumbered(piece: Piece, source: Source) -> Level:
    is_capital = not source.has_styles and is_upper(piece.text) and len(piece.text) < 120
    return Level.CENTERED if piece.is_centered or is_capital else Level.TEXT
