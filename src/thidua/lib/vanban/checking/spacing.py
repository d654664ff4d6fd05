"""Room between lines and paragraphs, as it comes out on paper."""

from __future__ import annotations

from collections.abc import Sequence

from thidua.lib.vanban.checking.lines import Line

_NATURAL = 1.15
"""Height of a single line of Times New Roman, as a multiple of its size."""
_USUAL_SIZE = 12.0


def line_share(line: Line) -> tuple[float | None, float | None]:
    """Return the line spacing in lines, as the least and the most it may come to; None where it has no bound."""
    amount = line.looks.line
    if amount is None:
        return 1.0, 1.0
    if line.looks.line_rule == "auto":
        return amount, amount
    lines = amount / ((line.size or _USUAL_SIZE) * _NATURAL)
    return (None, max(1.0, lines)) if line.looks.line_rule == "atLeast" else (lines, lines)


def is_single(line: Line) -> bool:
    """Tell whether a line is set in single spacing; an exact height near it counts."""
    _, most = line_share(line)
    return most is None or 0.85 <= most <= 1.1


def gap_between(lines: Sequence[Line], upper: Line, lower: Line) -> float | None:
    """Return the space in pt between two paragraphs that follow each other, blank ones between them counted.

    None when they are lines of one paragraph.
    """
    first, last = upper.at, lower.at
    if not lower.opens:
        return None
    total, above = 0.0, upper
    for line in lines[first + 1 : last + 1]:
        if line.text and line is not lower:
            total += _height(line)
        if line.opens:
            total += _space(above, line)
        if not line.text:
            total += _height(line)
        above = line
    return total


def _space(above: Line, below: Line) -> float:
    """Return the space Word leaves between two paragraphs: the greater of what they ask for."""
    if above.style == below.style and (above.looks.contextual or below.looks.contextual):
        return 0.0
    return max(above.looks.after or 0.0, below.looks.before or 0.0)


def _height(line: Line) -> float:
    size = line.size or _USUAL_SIZE
    if line.looks.line_rule in ("exact", "atLeast") and line.looks.line is not None:
        least = size * _NATURAL if line.looks.line_rule == "atLeast" else 0.0
        return max(line.looks.line, least)
    return size * _NATURAL * (line.looks.line or 1.0)
