"""The source as the page shows it: blocks in order, each with the lines it stands on, and where lines lie on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from thidua.lib.vanban.model import Block, Document, PageBreak, Paragraph, Table
from thidua.lib.vietnamese import fold


def source_view(document: Document) -> dict[str, Any]:
    """Return plain JSON: `blocks` (paragraphs, tables, page breaks), `boxes` of lines on page pictures, and facts."""
    return {
        "format": document.source_format.value,
        "pages": document.page_count,
        "encoding": document.encoding,
        "notices": list(document.notices),
        "blocks": [_block(block) for block in document.blocks],
        "boxes": {
            str(line.number): [
                line.page,
                *(round(edge, 4) for edge in (line.box.left, line.box.top, line.box.right, line.box.bottom)),
            ]
            for line in document.lines
            if line.box is not None and line.page is not None
        },
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, PageBreak):
        return {"type": "page", "page": block.page}
    lines = [block.lines.first, block.lines.last]
    if isinstance(block, Table):
        return {"type": "table", "lines": lines, "borderless": block.borderless, "rows": _rows(block)}
    return {"type": "paragraph", "lines": lines, "page": block.page} | _inked(block)


def _inked(paragraph: Paragraph) -> dict[str, Any]:
    label = f"{paragraph.list_label} " if paragraph.list_label else ""
    return {
        "text": label + paragraph.text,
        "bold": paragraph.is_bold or paragraph.heading_level is not None,
        "italic": paragraph.is_italic,
        "center": paragraph.alignment == "center",
    }


def _rows(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "lines": [row.lines.first, row.lines.last],
            "header": row.is_header,
            "cells": [
                {
                    "text": cell.text,
                    "rows": cell.row_span,
                    "columns": cell.column_span,
                    "bold": bool(cell.paragraphs) and all(p.is_bold for p in cell.paragraphs if p.text.strip()),
                }
                for cell in row.cells
                if not cell.covered
            ],
        }
        for row in table.rows
    ]


PART_SIZE = 120
"""Paragraphs and table rows shown at a time: a long source comes to the page in parts."""


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A stretch of the source as the page loads it."""

    number: int
    first_line: int
    last_line: int
    blocks: tuple[Mapping[str, Any], ...]


def source_parts(source: Mapping[str, Any]) -> list[SourcePart]:
    """Cut what `source_view` gave into parts of about PART_SIZE paragraphs and rows; long tables are cut too."""
    parts: list[SourcePart] = []
    held: list[Mapping[str, Any]] = []
    weight = 0

    def close() -> None:
        nonlocal held, weight
        lines = [block["lines"] for block in held if "lines" in block]
        if held:
            first = min((one[0] for one in lines), default=0)
            last = max((one[1] for one in lines), default=0)
            parts.append(SourcePart(len(parts), first, last, tuple(held)))
        held, weight = [], 0

    for block in source.get("blocks") or []:
        for piece in _pieces(block):
            held.append(piece)
            weight += len(piece["rows"]) if piece["type"] == "table" else 1
            if weight >= PART_SIZE:
                close()
    close()
    return parts


def _pieces(block: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A table longer than a part goes in pieces, cut where no merged cell hangs over."""
    if block["type"] != "table" or len(block["rows"]) <= PART_SIZE:
        yield block
        return
    rows, hanging = [], 0
    for row in block["rows"]:
        rows.append(row)
        hanging = max(hanging - 1, 0, *(cell["rows"] - 1 for cell in row["cells"]))
        if len(rows) >= PART_SIZE and not hanging:
            yield {**block, "rows": rows, "lines": [rows[0]["lines"][0], rows[-1]["lines"][1]]}
            rows = []
    if rows:
        yield {**block, "rows": rows, "lines": [rows[0]["lines"][0], rows[-1]["lines"][1]]}


def lines_holding(source: Mapping[str, Any], words: str) -> list[tuple[int, int]]:
    """Return first and last line of every paragraph and table row that holds the words, without diacritics."""
    wanted = " ".join(fold(words).split())
    if not wanted:
        return []
    found = []
    for block in source.get("blocks") or []:
        rows = block["rows"] if block["type"] == "table" else [block] if block["type"] == "paragraph" else []
        for row in rows:
            texts = [cell["text"] for cell in row["cells"]] if "cells" in row else [row["text"]]
            if any(wanted in " ".join(fold(text).split()) for text in texts):
                found.append((row["lines"][0], row["lines"][1]))
    return found
