"""What looks meaningful and was used by nothing: tables not understood, rows left over, garbled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.lib.vanban.model import Document
from thidua.lib.vanban.plan import PlanReading, Span, UnreadPart
from thidua.lib.vanban.understanding.closing import Closing
from thidua.lib.vanban.understanding.outline import Node
from thidua.lib.vanban.understanding.tasks import TableReading

_LETTERS = re.compile(r"[^\W\d_]")
_ODD = re.compile(r"[\ufffd□■¤§¶¬�|~^`{}\\]|[?]{2,}")
_PLAIN = re.compile(r"[\w\s.,;:()–-]+")
_FAINT = "Chữ trong ảnh quá mờ, máy nhận dạng không chắc."
_LOW = 0.45
_MOST = 200


def find_unread(
    document: Document, reading: PlanReading, tables: TableReading, nodes: Sequence[Node], closings: Sequence[Closing]
) -> list[UnreadPart]:
    """Return the stretches a person should look at, in order of their lines, at most a couple of hundred."""
    parts = list(tables.unread)
    used = _used_lines(reading)
    for node in nodes:
        piece = node.piece
        if piece is None:
            continue
        span = piece.passage.span()
        if _garbled(piece.text) and span.first_line not in used:
            parts.append(UnreadPart(span, "Dòng có nhiều ký tự lạ, không đọc được thành chữ."))
    for closing in closings[:1]:
        parts.extend(
            UnreadPart(passage.span(), "Dòng ở phần ký không rõ là chức vụ hay họ tên.")
            for passage in closing.leftover
            if len(passage.text) > 3 and passage.first_line not in used
        )
    parts.extend(
        UnreadPart(Span(line.number, line.number, line.text.strip(), line.page), _FAINT)
        for line in document.lines
        if line.confidence < _LOW and len(_LETTERS.findall(line.text)) >= 4
    )
    parts.sort(key=lambda part: (part.span.first_line, part.span.last_line))
    seen: set[tuple[int, int, str]] = set()
    result: list[UnreadPart] = []
    for part in parts:
        key = (part.span.first_line, part.span.last_line, part.span.text)
        if key not in seen:
            seen.add(key)
            result.append(part)
    return result[:_MOST]


def _used_lines(reading: PlanReading) -> set[int]:
    used: set[int] = set()
    spans = [span for heading in reading.headings for span in heading.spans]
    spans.extend(span for basis in reading.legal_bases for span in basis.spans)
    spans.extend(span for name in (*reading.movements, *reading.recipients) for span in name.spans)
    spans.extend(span for task in reading.prose_tasks for span in task.content.spans)
    for span in spans:
        used.update(range(span.first_line, span.last_line + 1))
    return used


def _garbled(text: str) -> bool:
    if len(text) < 6:
        return False
    if len(_PLAIN.sub("", text)) * 8 <= len(text):
        return False
    odd = len(_ODD.findall(text))
    letters = len(_LETTERS.findall(text))
    marks = sum(
        1
        for char in text
        if not char.isalnum() and not char.isspace() and char not in ".…_-–,;:()/%\"“”'’+*=&<>≥≤•!?[]"
    )
    return odd * 8 > len(text) or (letters * 2 < len(text.replace(" ", "")) and marks * 5 > len(text))
