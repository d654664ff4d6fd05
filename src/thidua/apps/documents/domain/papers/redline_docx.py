"""The comparison of versions as a Word file with tracked changes: each change in the name of who made it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from thidua.apps.documents.domain.papers.redline import RedLine, Stretch


def redline_docx(*, title: str, lines: Iterable[RedLine], authors: Mapping[int, tuple[str, datetime]]) -> bytes:
    """Return a Word file in which every change may be accepted or refused; `authors` says who wrote which version."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.add_heading(title, level=1)
    part, number = "", 0
    for line in lines:
        if line.part != part:
            part = line.part
            document.add_heading(part, level=2)
        paragraph = document.add_paragraph()._p
        for stretch in line.stretches:
            number += 1
            paragraph.append(_run(stretch, number, authors))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _run(stretch: Stretch, number: int, authors: Mapping[int, tuple[str, datetime]]) -> Any:
    """Return the element of a stretch: a run, or a run within the change that brought it or took it away."""
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText" if stretch.kind == "deleted" else "w:t")
    text.text = stretch.text
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    if stretch.kind == "kept":
        return run
    change = OxmlElement("w:del" if stretch.kind == "deleted" else "w:ins")
    author, at = authors[stretch.version]
    change.set(qn("w:id"), str(number))
    change.set(qn("w:author"), author)
    change.set(qn("w:date"), at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    change.append(run)
    return change
