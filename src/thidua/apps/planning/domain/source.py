"""The source as the page shows it: blocks in order, each with the lines it stands on, and where lines lie on a page."""

from __future__ import annotations

from typing import Any

from thidua.lib.vanban.model import Block, Document, PageBreak, Paragraph, Table


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
