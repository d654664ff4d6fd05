"""Shared pieces of the readers: numbering source lines and tidying runs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Box, LineRange, Run, SourceLine
from thidua.lib.vanban.reading.limits import Limits


@dataclass(slots=True)
class LineCounter:
    """Gives every source line its number, within the bound on their count."""

    limits: Limits
    lines: list[SourceLine] = field(default_factory=list)

    def add(self, text: str, *, page: int | None = None, box: Box | None = None, confidence: float = 1.0) -> LineRange:
        """Number one more line and return its place."""
        number = len(self.lines) + 1
        if number > self.limits.lines:
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Văn bản có quá nhiều dòng; hãy chia nhỏ rồi tải lại."
            )
        self.lines.append(SourceLine(number, text, page=page, box=box, confidence=confidence))
        return LineRange(number, number)

    def place(self) -> LineRange:
        """Return the place the next line will have."""
        return LineRange(len(self.lines) + 1, len(self.lines) + 1)


def split_runs(runs: Iterable[Run], separator: str) -> list[tuple[Run, ...]]:
    """Cut runs into pieces at every separator."""
    pieces: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split(separator)
        if first:
            pieces[-1].append(replace(run, text=first))
        pieces.extend([replace(run, text=text)] if text else [] for text in rest)
    return [tuple(piece) for piece in pieces]


def joined(runs: Iterable[Run]) -> list[Run]:
    """Join neighbouring runs of one style, and combining marks to the run they belong to."""
    kept: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if kept and (_same_style(kept[-1], run) or not run.text.strip()):
            kept[-1] = replace(kept[-1], text=kept[-1].text + run.text)
        elif kept and unicodedata.combining(run.text[0]):
            whole = unicodedata.normalize("NFC", kept[-1].text + run.text[0])
            kept[-1] = replace(kept[-1], text=whole)
            if run.text[1:]:
                kept.append(replace(run, text=run.text[1:]))
        else:
            kept.append(run)
    return kept


def _same_style(one: Run, other: Run) -> bool:
    return (
        one.bold == other.bold
        and one.italic == other.italic
        and one.underline == other.underline
        and one.strike == other.strike
        and one.superscript == other.superscript
    )


def stripped(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Drop blanks at both ends and runs left empty by it; the rest of the white space stays as printed."""
    kept = list(runs)
    while kept and not kept[0].text.lstrip():
        kept.pop(0)
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)
