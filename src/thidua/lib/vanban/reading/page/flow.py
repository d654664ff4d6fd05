"""Running text on a page: columns set side by side, and lines joined to paragraphs by their geometry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from thidua.lib.vanban.model import Alignment
from thidua.lib.vanban.reading.page.ink import Line, Word
from thidua.lib.vietnamese import fold

STARTS_ITEM = re.compile(
    r"[-–—•▪➢✓+*]\s|[-–•▪➢✓]\S|[(]?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVXLC]{1,6}|[a-zđA-HĐ])[.)/]\s?\S"
    r"|(?:Điều|Chương|Mục|Phần|Khoản|Phụ lục)\s+[\dIVXLC]+"
)
_USUAL = (0.155, 0.915)
"""Margins of official documents, as shares of the width, where a page holds too few full lines to tell them."""
_USUAL_LANDSCAPE = (0.1, 0.95)
_WIDE = 700.0
_ENDS_ITEM = (".", ";", ":", "./.", "!", "?")


@dataclass(slots=True)
class Flow:
    """Lines that make one paragraph."""

    lines: list[Line]
    alignment: Alignment | None = None


@dataclass(slots=True)
class Columns:
    """Two columns side by side, each with its lines from top to bottom."""

    left: list[Line]
    right: list[Line]

    @property
    def top(self) -> float:
        return min(line.top for line in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the running text of a page begins and ends."""

    left: float
    right: float


def margins_of(lines: Sequence[Line], width: float) -> Margins:
    """Return the text margins from the lines themselves: the leftmost usual start, the rightmost usual end.

    Two columns side by side tell where lines begin, not where a full one ends.
    """
    long = [line for line in lines if line.right - line.left > 0.45 * width]
    if not long:
        return Margins(0.14 * width, 0.9 * width)
    ends = sorted(line.right for line in long if _gutter(line, width) is None)
    if len(ends) < 3 and max(ends, default=0.0) < 0.85 * width:
        left, right = _USUAL_LANDSCAPE if width > _WIDE else _USUAL
        return Margins(left * width, right * width)
    right = ends[-1 - len(ends) // 10]
    # The rest of a paragraph begins at the margin, be it ever so short.
    rests = [
        below.left
        for above, below in pairwise(lines)
        if above.right > right - 0.5 * above.size and below.left < above.left and _gutter(above, width) is None
    ]
    starts = sorted([*(line.left for line in long), *rests])
    return Margins(starts[len(starts) // 10], right)


def split_columns(lines: list[Line], width: float) -> list[Line | Columns]:
    """Find zones where two columns stand side by side; the other lines come back as they are."""
    found: list[Line | Columns] = []
    at = floor = 0
    while at < len(lines):
        gutter = _gutter(lines[at], width)
        if gutter is None:
            found.append(lines[at])
            at += 1
            continue
        start, end, gutter = _zone(lines, at, gutter, width, floor)
        while found and start < at and found[-1] is lines[at - 1]:
            found.pop()
            at -= 1
            if at == start:
                break
        left: list[Line] = []
        right: list[Line] = []
        for line in lines[start:end]:
            middle = (gutter[0] + gutter[1]) / 2
            sides = (
                [word for word in line.words if word.left < middle],
                [word for word in line.words if word.left >= middle],
            )
            if sides[0]:
                left.append(Line.of(sides[0]))
            if sides[1]:
                right.append(Line.of(sides[1]))
        found.append(Columns(left, right))
        at = floor = end
    return found


def _gutter(line: Line, width: float) -> tuple[float, float] | None:
    """Return the gap that parts a line into two columns: wide, near the middle, text of some length on both sides."""
    best: tuple[float, float] | None = None
    for one, other in pairwise(line.words):
        gap = other.left - one.right
        if gap < max(1.3 * line.size, 12) or not 0.2 * width < (one.right + other.left) / 2 < 0.8 * width:
            continue
        if best is None or gap > best[1] - best[0]:
            best = one.right, other.left
    if best is None or best[0] - line.left < 28 or line.right - best[1] < 28:
        return None
    # In a line set to full measure the blanks grow alike; a gutter is much wider than the other gaps.
    gaps = sorted(other.left - one.right for one, other in pairwise(line.words))
    if len(gaps) >= 3 and best[1] - best[0] < 2.2 * gaps[-2]:
        return None
    return best


def _zone(
    lines: list[Line], seed: int, gutter: tuple[float, float], width: float, floor: int
) -> tuple[int, int, tuple[float, float]]:
    """Grow a zone of two columns down, and up to `floor`, from a line that shows both; the gutter stays free."""
    start, end = seed, seed + 1
    while end < len(lines):
        if _has_recipients(lines[end : end + 1]) and _has_number(lines[start:end]):
            break  # a letterhead ends where the recipients begin, however near
        narrowed = _narrowed(lines[end], gutter)
        if narrowed is None or not _belongs(lines[end], lines[end - 1], gutter, width, is_below=True):
            break
        gutter = narrowed
        end += 1
    while start > floor and seed - start < 4:
        if _has_number(lines[start - 1 : start]) and _has_recipients(lines[start:end]):
            break
        narrowed = _narrowed(lines[start - 1], gutter)
        if narrowed is None or not _belongs(lines[start - 1], lines[start], gutter, width, is_below=False):
            break
        gutter = narrowed
        start -= 1
    return start, end, gutter


def _has_recipients(lines: Sequence[Line]) -> bool:
    return any(fold(line.text).startswith("noi nhan") for line in lines)


def _has_number(lines: Sequence[Line]) -> bool:
    return any(fold(line.text).startswith(("so:", "so ")) for line in lines)


def _narrowed(line: Line, gutter: tuple[float, float]) -> tuple[float, float] | None:
    """Return what stays free of a gutter beside one more line, None when too little does."""
    left, right = gutter
    if max((other.left - one.right for one, other in pairwise(line.words)), default=0.0) < 1.3 * line.size:
        # A line without a gap stands in one column, however far it reaches.
        if line.left < left and right - line.right >= 6:
            return max(left, line.right), right
        if line.right > right and line.left - left >= 6:
            return left, min(right, line.left)
    middle = (left + right) / 2
    for word in line.words:
        if word.right <= middle:
            left = max(left, word.right)
        elif word.left >= middle:
            right = min(right, word.left)
        elif right - word.right >= 6:
            left = max(left, word.right)
        elif word.left - left >= 6:
            right = min(right, word.left)
        else:
            return None
    return (left, right) if right - left >= 6 else None


def _belongs(line: Line, neighbour: Line, gutter: tuple[float, float], width: float, *, is_below: bool) -> bool:
    """Tell whether a line beside a zone is part of it: on both sides, or in one column and not too far."""
    if fold(line.text).startswith("kinh gui"):
        return False
    middle = (gutter[0] + gutter[1]) / 2
    on_left = any(word.right <= middle for word in line.words)
    on_right = any(word.left >= middle for word in line.words)
    distance = abs(line.base - neighbour.base) / max(line.size, 1)
    if on_left and on_right:
        parting = max((other.left - one.right for one, other in pairwise(line.words)), default=0.0)
        return distance < 12 and parting >= max(0.8 * line.size, 8)
    if abs((line.left + line.right) / 2 - 0.525 * width) < 0.05 * width:
        return False
    if on_right:
        # A signature stands well below its title.
        return distance < (14 if is_below else 2.5) and line.left > 0.4 * width
    if line.right > 0.55 * width or distance > 3:
        return False
    return is_below or line.text.isupper() or fold(line.text).startswith("noi nhan")


def paragraphs_of(lines: Sequence[Line], margins: Margins) -> list[Flow]:
    """Join the lines of running text to paragraphs."""
    flows: list[Flow] = []
    pitch = _usual_pitch(lines)
    indents = _indents_first_lines(lines, margins)
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        begins = above is None or not flows or _starts_paragraph(line, above, margins, pitch)
        if begins or (indents and above is not None and _begins_indented(line, above, margins)):
            flows.append(Flow([line], _alignment(line, margins)))
        else:
            flows[-1].lines.append(line)
            flows[-1].alignment = Alignment.JUSTIFY
    return flows


def _indents_first_lines(lines: Sequence[Line], margins: Margins) -> bool:
    """Tell whether paragraphs here begin with an indent: lines at the margin follow indented ones."""
    indented = sum(
        above.left - margins.left > 0.9 * above.size and below.left - margins.left < 0.3 * below.size
        for above, below in pairwise(lines)
    )
    return indented >= 2


def _begins_indented(line: Line, above: Line, margins: Margins) -> bool:
    """Tell whether a line indented like the one above begins a paragraph, the one above being a whole one."""
    return (
        line.left - margins.left > 0.9 * line.size
        and abs(line.left - above.left) < 0.3 * line.size
        and above.text.endswith(_ENDS_ITEM)
        and not line.text[:1].islower()
    )


def _usual_pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance of baselines in ems, within paragraphs: a low one of those seen."""
    pitches = sorted((below.base - above.base) / max(above.size, 1) for above, below in pairwise(lines))
    pitches = [pitch for pitch in pitches if 0.8 < pitch < 3]
    return pitches[len(pitches) // 4] if pitches else 1.3


def is_centered(line: Line, margins: Margins) -> bool:
    """Tell whether a line is set in the middle of the measure, with room on both sides."""
    middle = (margins.left + margins.right) / 2
    inset = min(line.left - margins.left, margins.right - line.right)
    return abs((line.left + line.right) / 2 - middle) < 0.8 * line.size and inset > 1.2 * line.size


def _alignment(line: Line, margins: Margins) -> Alignment | None:
    if is_centered(line, margins):
        return Alignment.CENTER
    if line.left > (margins.left + margins.right) / 2 and margins.right - line.right < 2 * line.size:
        return Alignment.RIGHT
    return None


def _starts_paragraph(line: Line, above: Line, margins: Margins, pitch: float) -> bool:
    size = max(line.size, 1)
    distance = (line.base - above.base) / size
    if distance > pitch + 0.25 or distance < 0 or abs(line.size - above.size) > 0.2 * size:
        return True
    if STARTS_ITEM.match(line.text) and above.text.endswith(_ENDS_ITEM):
        return True
    if fold(line.text).startswith("(kem theo"):
        return True
    if is_centered(line, margins):
        return not _goes_on_centered(above, line, margins)
    if above.is_bold and not line.is_bold and is_centered(above, margins):
        return True
    # Indented under a line that was not: a first line. Under one indented alike: by the room left above.
    is_indented = line.left - margins.left > 0.9 * size
    if is_indented and (line.left - above.left > 0.9 * size or line.is_bold != above.is_bold):
        return True
    if line.is_bold != above.is_bold and above.text.endswith(_ENDS_ITEM):
        return True
    return had_room(above, line, margins.right)


def _goes_on_centered(above: Line, line: Line, margins: Margins) -> bool:
    """Tell whether a centered line carries on the one above, which was too long to take its first word."""
    middle = (margins.left + margins.right) / 2
    if line.is_bold != above.is_bold or abs((above.left + above.right) / 2 - middle) > 0.8 * line.size:
        return False
    if not line.is_bold and not is_centered(above, margins):
        return False
    first = line.words[0]
    width = above.right - above.left + 0.3 * above.size + first.right - first.left
    return width > margins.right - margins.left - 0.5 * above.size


def had_room(above: Line, below: Line, right: float) -> bool:
    """Tell whether the first word of a line would have fitted on the line above: then the break was meant."""
    first = below.words[0]
    blank = 0.3 * above.size
    return above.right + blank + (first.right - first.left) < right - 0.15 * above.size


def least_pitch(cells: Iterable[Sequence[Line]]) -> float | None:
    """Return the least distance of baselines in the cells of a table, in ems: that of lines within a paragraph."""
    pitches = [(below.base - above.base) / max(above.size, 1) for lines in cells for above, below in pairwise(lines)]
    return min((pitch for pitch in pitches if pitch > 0.8), default=None)


def cell_paragraphs(lines: Sequence[Line], left: float, right: float, pitch: float | None = None) -> list[Flow]:
    """Join the lines in a cell: a line goes on where its first word had no room above, and no space was left."""
    flows: list[Flow] = []
    padding = max(1.0, min((line.left - left for line in lines), default=2.0))
    measure = right - left - 2 * min(padding, 6.0)
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        if above is None or _is_new_in_cell(above, line, measure) or _is_spaced(above, line, pitch):
            flows.append(Flow([line]))
        else:
            flows[-1].lines.append(line)
    return flows


def _is_spaced(above: Line, line: Line, pitch: float | None) -> bool:
    return pitch is not None and (line.base - above.base) / max(above.size, 1) > pitch + 0.2


def _is_new_in_cell(above: Line, line: Line, measure: float) -> bool:
    if re.match(r"[-–•▪+]\s", line.text) and above.text.endswith((".", ";", ",", ":")):
        return True
    first = line.words[0]
    width = (above.right - above.left) + 0.25 * above.size + (first.right - first.left)
    if width < 0.97 * measure - 1:
        return not (line.text[:1].islower() and not above.text.endswith(_ENDS_ITEM) and width > 0.75 * measure)
    return False


def column_paragraphs(lines: Sequence[Line]) -> list[Flow]:
    """Join lines of a letterhead or closing column only where an item of a list plainly runs on."""
    flows: list[Flow] = []
    for line in lines:
        text = flows[-1].lines[-1].text if flows else ""
        is_rest = (
            bool(flows)
            and flows[-1].lines[0].text.startswith(("-", "–", "+"))
            and not text.endswith((";", "."))
            and not STARTS_ITEM.match(line.text)
            and line.base - flows[-1].lines[-1].base < 2 * line.size
        )
        if is_rest:
            flows[-1].lines.append(line)
        else:
            flows.append(Flow([line]))
    return flows


def runs_joined(above: Word, below: Word) -> str:
    """Return what stands between two lines of one paragraph: nothing after a hyphen within a word, else a blank."""
    text = above.text
    if len(text) > 1 and text.endswith("-") and text[-2].isalnum() and below.text[:1].isalnum():
        return ""
    return " "
