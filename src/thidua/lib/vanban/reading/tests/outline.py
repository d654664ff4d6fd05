"""Write a document down as plain tuples, to compare with."""

from __future__ import annotations

from typing import Any

from thidua.lib.vanban.model import Document, PageBreak, Paragraph, Table


def outline(document: Document) -> list[Any]:
    """Return paragraphs as text, tables as lists of rows of texts, page breaks as page numbers."""
    parts: list[Any] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(f"{block.list_label} {block.text}" if block.list_label else block.text)
        elif isinstance(block, Table):
            parts.append([[cell.text for cell in row.cells] for row in block.rows])
        elif isinstance(block, PageBreak):
            parts.append(block.page)
    return parts


def only_table(document: Document) -> Table:
    """Return the one table of a document."""
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return table
