"""Rules drawn under a line: whether there is one, how it is made, how long it is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.report import Report
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.checking.sections import Section
from thidua.lib.vanban.form import measures
from thidua.lib.vanban.writing.widths import MM_PER_POINT, longest_line_mm

_SLACK = 0.12
"""Share of the line by which a rule may miss its length: fonts and drawing differ by as much."""


class Made(StrEnum):
    """How a rule is made."""

    MISSING = "missing"
    TYPED = "typed"
    DASHED = "dashed"
    DRAWN = "drawn"


def check_rule(name: str, lines: Sequence[Line], role: Role, sections: Sequence[Section], report: Report) -> None:
    """Check the rule under the lines of a role; `name` is its key in the measures: motto, issuer, abstract."""
    under = [line for line in lines if line.role is role and line.text]
    if not under:
        return
    made, length, wanted_under = _rule_under(lines, under, sections)
    last = under[-1]
    wanted = _WANTED[name]
    if made is Made.MISSING:
        report.add(f"{name}-rule-missing", last, "không có đường kẻ", wanted)
    elif made in (Made.TYPED, Made.DASHED):
        report.add(f"{name}-rule-typed", last, "gõ bằng dấu" if made is Made.TYPED else "nét đứt", wanted)
    elif length is not None:
        allowed = measures().rules[name]
        share = length / wanted_under if wanted_under else 0.0
        if not allowed.least - _SLACK <= share <= allowed.most + _SLACK:
            report.add(f"{name}-rule-length", last, f"dài {round(share * 100)} % dòng chữ", wanted)


_WANTED = {
    "motto": "đường kẻ liền, dài bằng dòng chữ",
    "issuer": "đường kẻ liền, dài từ 1/3 đến 1/2 dòng chữ",
    "abstract": "đường kẻ liền, dài từ 1/3 đến 1/2 dòng chữ",
}


def _rule_under(
    lines: Sequence[Line], under: Sequence[Line], sections: Sequence[Section]
) -> tuple[Made, float | None, float]:
    """Return how the rule is made, its length and the length of the longest line of text, in mm."""
    last = under[-1]
    room = _room(last, sections)
    text = max(longest_line_mm(line.printed, width_mm=room, size=line.size, bold=line.has("bold")) for line in under)
    if last.looks.bottom_border:
        return Made.DRAWN, _border_length(last, room), text
    drawn = [one for line in _near(lines, under) for one in line.drawn]
    if drawn:
        made = Made.DRAWN if drawn[0].is_solid else Made.DASHED
        return made, drawn[0].length * MM_PER_POINT if drawn[0].length else None, text
    at = last.at + 1
    while at < len(lines) and _is_beside(lines[at], last):
        line = lines[at]
        if line.role is Role.RULE:
            return Made.TYPED, None, text
        if line.looks.top_border or (line.looks.bottom_border and not line.text):
            return Made.DRAWN, _border_length(line, room), text
        if line.text and line.role not in (Role.REFERENCE, Role.NUMBER, Role.PLACE_DATE):
            break
        at += 1
    if last.place and last.place.has_bottom_border:
        return Made.DRAWN, room, text
    if all(line.has("underline") for line in under):
        return Made.DRAWN, text, text
    return Made.MISSING, None, text


def _near(lines: Sequence[Line], under: Sequence[Line]) -> list[Line]:
    """Return the lines whose drawings may be the rule: those of the same cell, else the line and the blank after it."""
    last = under[-1]
    if last.place is not None:
        return [line for line in lines if line.place == last.place]
    if last.role in (Role.MOTTO, Role.ISSUER):  # a letterhead set with tabs: its two rules hang on any of its lines
        return [line for line in lines[:12] if line.place is None]
    at = last.at
    found = [*under]
    for line in lines[at + 1 :]:
        if line.text and line.role is not Role.REFERENCE:
            break
        found.append(line)
    return found


def _is_beside(line: Line, other: Line) -> bool:
    return (line.place is None) == (other.place is None) and (
        line.place is None
        or other.place is None
        or (line.place.table, line.place.column) == (other.place.table, other.place.column)
    )


def _room(line: Line, sections: Sequence[Section]) -> float:
    """Return the width of the column a line stands in, in mm."""
    width = line.place.width if line.place and line.place.width else None
    if width is None:
        width = sections[min(line.section, len(sections) - 1)].text_width
    return width * MM_PER_POINT


def _border_length(line: Line, room: float) -> float:
    sides = (line.looks.left or 0.0) + (line.looks.right or 0.0)
    return room - sides * MM_PER_POINT
