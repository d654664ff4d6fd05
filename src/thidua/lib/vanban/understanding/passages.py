"""Text that remembers where it stood: every value read can name its lines, its page and its exact words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from thidua.lib.vanban.plan import Found, Span

T = TypeVar("T")

_SPACE = re.compile(r"\s+")
_RESIDUE = re.compile(
    r"</?[a-zA-Z][^<>]{0,60}>|\*\*|~~|__+|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|[\u200b\ufeff\u00ad]"
)
_HASHES = re.compile(r"^\s*#{1,6}\s+")
_STAR_BULLET = re.compile(r"^\s*\*\s+")

OCR_DOUBT = "Chữ nhận dạng từ ảnh chưa chắc, cần đối chiếu với bản gốc."


def clean(text: str) -> str:
    """Return text with markup residue removed and whitespace collapsed."""
    if "#" in text:
        text = _HASHES.sub("", text)
    if "*" in text or "<" in text or "~" in text or "_" in text or not text.isprintable():
        text = _STAR_BULLET.sub("• ", text)
        text = _RESIDUE.sub(lambda match: " " if match[0][0] in "<_" else "", text)
    return _SPACE.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Mark:
    """From `offset` on, the text comes from source line `line`."""

    offset: int
    line: int
    page: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Passage:
    """Clean text with the source lines its stretches came from; `marks` are sorted by offset and never empty."""

    text: str
    marks: tuple[Mark, ...]

    def _mark_range(self, start: int, end: int) -> Sequence[Mark]:
        if len(self.marks) == 1:
            return self.marks
        offsets = [mark.offset for mark in self.marks]
        first = max(bisect_right(offsets, start) - 1, 0)
        last = max(bisect_right(offsets, max(end - 1, start)) - 1, first)
        return self.marks[first : last + 1]

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the source span of text[start:end]."""
        end = len(self.text) if end is None else end
        marks = self._mark_range(start, end)
        lines = [mark.line for mark in marks]
        return Span(min(lines), max(lines), self.text[start:end].strip(), marks[0].page)

    def found(
        self,
        value: T,
        start: int = 0,
        end: int | None = None,
        *,
        confidence: float = 0.95,
        doubt: str | None = None,
    ) -> Found[T]:
        """Return `value` as found in text[start:end]; recognised characters cap the confidence."""
        span = self.span(start, end)
        seen = min(mark.confidence for mark in self._mark_range(start, len(self.text) if end is None else end))
        if seen < confidence:
            confidence = round(seen, 3)
            if doubt is None and seen < 0.75:
                doubt = OCR_DOUBT
        return Found(value=value, spans=(span,), confidence=confidence, doubt=doubt)

    def cut(self, start: int, end: int | None = None) -> Passage:
        """Return text[start:end] without blanks at its edges, still knowing its lines."""
        end = len(self.text) if end is None else end
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        marks = self._mark_range(start, start + len(piece))
        moved = tuple(Mark(max(mark.offset - start, 0), mark.line, mark.page, mark.confidence) for mark in marks)
        return Passage(piece, moved)

    @property
    def first_line(self) -> int:
        return self.marks[0].line

    @property
    def last_line(self) -> int:
        return self.marks[-1].line


def join(passages: Sequence[Passage], separator: str = " ") -> Passage:
    """Return passages one after another; there must be at least one."""
    if len(passages) == 1:
        return passages[0]
    text: list[str] = []
    marks: list[Mark] = []
    length = 0
    for passage in passages:
        if not passage.text:
            continue
        if length:
            text.append(separator)
            length += len(separator)
        marks.extend(replace(mark, offset=mark.offset + length) for mark in passage.marks)
        text.append(passage.text)
        length += len(passage.text)
    return Passage("".join(text), tuple(marks)) if marks else passages[0]


def cap(found: Found[T], confidence: float, doubt: str) -> Found[T]:
    """Return the find at no more than `confidence`, saying why when that lowers it."""
    if found.confidence <= confidence:
        return found
    return replace(found, confidence=confidence, doubt=found.doubt or doubt)
