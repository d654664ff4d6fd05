"""Put the parts together: a document in, a plan reading out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from thidua.lib.vanban.model import Document
from thidua.lib.vanban.plan import DocumentKind, Found, PlanReading, Signer
from thidua.lib.vanban.understanding.assignments import read_assignments
from thidua.lib.vanban.understanding.closing import find_closings
from thidua.lib.vanban.understanding.deadlines import Prose, read_deadlines
from thidua.lib.vanban.understanding.letterhead import Letterhead, kind_of_symbol, read_letterhead, type_word
from thidua.lib.vanban.understanding.movements import read_movements
from thidua.lib.vanban.understanding.outline import Node, read_outline
from thidua.lib.vanban.understanding.paragraphs import join_lines
from thidua.lib.vanban.understanding.passages import Passage
from thidua.lib.vanban.understanding.periods import PlanYears
from thidua.lib.vanban.understanding.pieces import Grid, Item, Piece, read_items
from thidua.lib.vanban.understanding.preamble import preamble_end, read_preamble
from thidua.lib.vanban.understanding.tables.stacked import stack_tables
from thidua.lib.vanban.understanding.targets import read_targets, targets_of_table
from thidua.lib.vanban.understanding.tasks import read_tables
from thidua.lib.vanban.understanding.unread import find_unread
from thidua.lib.vanban.understanding.words import is_upper, lower

_SCHOOL_YEAR = re.compile(r"năm học\s*:?\s*((?:19|20)\d{2})\s*[-–/]\s*((?:19|20)?\d{2})")
_YEAR = re.compile(r"năm\s+((?:19|20)\d{2})(?!\d)")
_ANY_YEAR = re.compile(r"(?<![\d/])((?:19|20)\d{2})(?!\d)")
_SPAN_YEARS = re.compile(r"(?:giai đoạn|nhiệm kỳ)\s*((?:19|20)\d{2})\s*[-–]\s*((?:19|20)\d{2})")


def understand(document: Document) -> PlanReading:
    """Return what a document says as a plan. Never raises on content; what is missing stays None or empty."""
    items = stack_tables(read_items(document))
    head = read_letterhead(items)
    closings = find_closings(items, head.end)
    body: list[Item] = []
    cursor = head.end
    for closing in closings:
        body.extend(items[cursor : closing.start])
        cursor = closing.end
    rest = items[cursor:]
    body = [*join_lines(body), *join_lines(rest)]
    kind = _kind(head, body)
    decision = kind is not None and kind.value in (DocumentKind.DECISION, DocumentKind.DECISION_WITH_PLAN)
    opening = preamble_end(body, 0, decision=decision)
    preamble = read_preamble(body, 0, opening)
    years, plan_year = _years(head, body)
    outline = read_outline(body[opening:], recognised=any(line.confidence < 1 for line in document.lines))
    nodes = outline.nodes
    issued = _issued_on(head)

    tables = read_tables([node.item for node in nodes if isinstance(node.item, Grid)], years=years)
    assignments = read_assignments(nodes)
    by_node = {id(assignment.node): at for at, assignment in enumerate(assignments)}
    prose = [node for node in nodes if node.piece is not None]
    deadlines = read_deadlines(
        [
            Prose(assignments[at].passage, _lead_of(node), assignments[at].task.assignee, at)
            if (at := by_node.get(id(node))) is not None
            else Prose(piece.body, _lead_of(node))
            for node in prose
            if (piece := node.piece) is not None and (piece.label is None or piece.label.style != "article")
        ],
        years=years,
        issued=issued,
    )
    articles = {id(node) for node in prose if node.piece and node.piece.label and node.piece.label.style == "article"}
    targets = read_targets(
        [
            (piece.body, "|".join(parent.title for parent in node.parents))
            for node in prose
            if (piece := node.piece) is not None
            and id(node) not in articles
            and not node.is_heading
            and not piece.text.startswith("(")
        ],
        years=years,
        of_plan=kind is None or kind.value is not DocumentKind.OTHER or bool(tables.tasks or assignments),
    )
    for grid, columns in tables.target_grids:
        targets.extend(targets_of_table(grid, columns, years=years))
    movements = read_movements([*([head.title_passage] if head.title_passage else []), *_movement_passages(body)])
    signed = closings[0] if closings else None
    issuer = head.issuer or preamble.issuer
    if kind is None:
        some = bool(tables.tasks or assignments)
        source = body[0].passage if body and isinstance(body[0], Piece) else None
        value = DocumentKind.PLAN if some else DocumentKind.OTHER
        kind = Found(value, (source.span(),) if source else (), 0.5, "Không thấy tên loại văn bản.")
    reading = PlanReading(
        kind=kind,
        issuer_parent=head.parent,
        issuer=issuer,
        number=head.number,
        symbol=head.symbol,
        place=head.place,
        issued=head.issued,
        title=head.title,
        plan_year=plan_year,
        legal_bases=preamble.bases,
        headings=tuple(outline.headings),
        tasks=tuple(tables.tasks),
        prose_tasks=tuple(assignment.task for assignment in assignments),
        deadlines=tuple(deadlines),
        targets=tuple(targets),
        movements=tuple(movements),
        recipients=tuple(signed.recipients) if signed else (),
        signer=signed.signer if signed else Signer(),
    )
    return replace(reading, unread=tuple(find_unread(document, reading, tables, nodes, closings)))


def _kind(head: Letterhead, body: Sequence[Item]) -> Found[DocumentKind] | None:
    if head.kind is None:
        return kind_of_symbol(head)
    if head.kind.value is DocumentKind.DECISION:
        for item in body:
            if (
                isinstance(item, Piece)
                and item.label is None
                and (word := type_word(item.text))
                and is_upper(item.text[: word[1]])
                and word[0] in ("kế hoạch", "chương trình", "đề án", "phương án")
            ):
                return replace(head.kind, value=DocumentKind.DECISION_WITH_PLAN)
    return head.kind


def _issued_on(head: Letterhead) -> date | None:
    if head.issued is None or head.issued.value.year is None:
        return None
    value = head.issued.value
    try:
        return date(value.year or 1, value.month or 1, value.day or 1)
    except ValueError:
        return None


def _years(head: Letterhead, body: Sequence[Item]) -> tuple[PlanYears, Found[int] | None]:
    """Return the plan's year: of its title, else of its date, else the one most spoken of."""
    titles = [head.title] if head.title else []
    issued = head.issued.value.year if head.issued else None
    for title in titles:
        small = lower(title.value)
        if school := _SCHOOL_YEAR.search(small):
            first = int(school[1])
            return PlanYears(first, first + 1), _year_of(title, first)
        if found := _YEAR.findall(small):
            year = int(found[-1])
            span = _SPAN_YEARS.search(small)
            if span is None or not int(span[1]) <= year <= int(span[2]) or issued is None:
                return PlanYears(year), _year_of(title, year)
        if (span := _SPAN_YEARS.search(small)) and issued is None:
            return PlanYears(int(span[1])), _year_of(title, int(span[1]))
    if issued is not None and head.issued is not None:
        return PlanYears(issued), _year_of(head.issued, issued)
    counts: dict[int, int] = {}
    for item in body[:60]:
        if isinstance(item, Piece):
            for year_text in _ANY_YEAR.findall(item.text):
                counts[int(year_text)] = counts.get(int(year_text), 0) + 1
    if counts and body and isinstance(body[0], Piece):
        year = max(counts, key=lambda found: (counts[found], found))
        return PlanYears(year), body[0].passage.found(
            year, confidence=0.5, doubt="Không thấy năm trong tên và ngày ban hành; lấy năm được nhắc nhiều nhất."
        )
    return PlanYears(None), None


def _year_of(found: Found[Any], year: int) -> Found[int]:
    """Return a year read out of another find, with its evidence."""
    return Found(year, found.spans, found.confidence, found.doubt)


def _lead_of(node: Node) -> Passage | None:
    parent = next((parent for parent in reversed(node.parents) if parent.piece is not None), None)
    return parent.piece.body if parent is not None and parent.piece is not None else None


def _movement_passages(body: Sequence[Item]) -> list[Passage]:
    passages: list[Passage] = []
    for item in body:
        if isinstance(item, Piece):
            passages.append(item.passage)
        else:
            for row in item.rows:
                passages.extend(line for cell in row.cells for line in cell.lines)
    return passages
