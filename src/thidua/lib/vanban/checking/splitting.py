"""Take the lines of a file apart into papers, and give every line its role."""

from __future__ import annotations

from dataclasses import replace

from thidua.lib.vanban.checking.closing import CAPACITY
from thidua.lib.vanban.checking.lines import Line, Span
from thidua.lib.vanban.checking.papers import Kind, Paper
from thidua.lib.vanban.checking.patterns import (
    ANNEX,
    COPY_FORMS,
    MOTTO,
    NATION,
    PLACE_DATE,
    RECIPIENTS,
    REFERENCE,
    TYPE_NAMES,
    alike,
    is_nation,
)
from thidua.lib.vanban.checking.placing import place_lines
from thidua.lib.vanban.understanding.names import is_name
from thidua.lib.vietnamese import fold


def find_papers(lines: list[Line]) -> list[Paper]:
    """Give every line its role and return the papers in order."""
    lines = _apart(lines)
    papers = _split(lines)
    for paper in papers:
        for at, line in enumerate(paper.lines):
            line.at = at
        place_lines(paper)
    return papers


def _apart(lines: list[Line]) -> list[Line]:
    """Split lines of a letterhead or closing that a tab sets in two columns, so that each side is a line."""
    found: list[Line] = []
    for line in lines:
        sides = line.raw.split("\t") if "\t" in line.raw and line.place is None else []
        sides = [side for side in sides if side.strip()]
        right = fold(sides[1].strip()) if len(sides) == 2 else ""
        is_head = right and (alike(right, NATION) >= 0.8 or alike(right, MOTTO) >= 0.75 or PLACE_DATE.fullmatch(right))
        if not is_head and not (right and RECIPIENTS.match(fold(sides[0].strip()))):
            found.append(line)
            continue
        left, other = _cut(line)
        looks = replace(line.looks, alignment="center")
        found.append(Line(left, looks, line.section, drawn=line.drawn, opens=line.opens, starts_page=line.starts_page))
        found.append(Line(other, looks, line.section, style="\t"))
    return found


def _cut(line: Line) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    left: list[Span] = []
    right: list[Span] = []
    seen = False
    for span in line.spans:
        if seen or "\t" not in span.text.strip(" "):
            (right if seen else left).append(span)
            continue
        before, after = span.text.lstrip("\t").rsplit("\t", 1) if "\t" in span.text.lstrip("\t") else ("", span.text)
        if not before.strip() and not any(one.text.strip() for one in left):
            left.append(replace(span, text=after.strip("\t")))
            continue
        left.append(replace(span, text=before.strip("\t")))
        right.append(replace(span, text=after.strip("\t")))
        seen = True
    return tuple(left), tuple(right)


def _split(lines: list[Line]) -> list[Paper]:
    papers = [Paper(Kind.DOCUMENT)]
    has_closed = False
    for at, line in enumerate(lines):
        paper = papers[-1]
        if (
            RECIPIENTS.match(line.folded)
            or (line.place and line.place.is_layout and is_name(line.text) >= 0.8)
            or (line.is_upper and CAPACITY.match(line.text))
        ):
            has_closed = True
        starts_apart = line.place is None and (
            line.alignment == "center" or line.starts_page or _opens_section(lines, at)
        )
        if has_closed and line.folded in COPY_FORMS and (line.is_upper or line.place) and paper.kind is not Kind.COPY:
            papers.append(_taken_back(paper, line, Kind.COPY))
        elif (
            ANNEX.fullmatch(line.folded)
            and starts_apart
            and (has_closed or len(papers) > 1)
            and any(one.text for one in paper.lines)
        ):
            papers.append(Paper(Kind.ANNEX))
        elif is_nation(line) and any(is_nation(one) for p in papers for one in p.lines) and paper.kind is not Kind.COPY:
            papers.append(_taken_back(paper, line, Kind.DOCUMENT))
        elif has_closed and line.place is None and _is_attached(lines, at, paper):
            papers.append(Paper(Kind.DOCUMENT))
        papers[-1].lines.append(line)
    return [paper for paper in papers if any(line.text for line in paper.lines)]


def _is_attached(lines: list[Line], at: int, paper: Paper) -> bool:
    """Tell of the title of a document issued with another one that has no letterhead of its own."""
    if lines[at].folded not in TYPE_NAMES or not lines[at].is_upper:
        return False
    ahead = [line for line in lines[at + 1 : at + 12] if line.text][:4]
    has_title = any(line.folded in TYPE_NAMES for line in paper.lines)
    return has_title and any(REFERENCE.match(line.folded) for line in ahead)


def _opens_section(lines: list[Line], at: int) -> bool:
    return at > 0 and lines[at].section != lines[at - 1].section


def _taken_back(paper: Paper, nation: Line, kind: Kind) -> Paper:
    """Open a paper at a second letterhead, with the lines of its table that stand before the national title."""
    new = Paper(kind)
    while paper.lines:
        last = paper.lines[-1]
        in_table = nation.place and last.place and last.place.table == nation.place.table
        beside = nation.place is None and len(new.lines) < 2 and last.text and last.is_upper and last.place is None
        if not (in_table or beside):
            break
        new.lines.insert(0, paper.lines.pop())
    return new
