"""Recognise one page: cell by cell in ruled tables, band by band in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from thidua.lib.vanban.reading.page import Grid, GridCell, PageInk, Word
from thidua.lib.vanban.reading.scan.numbering import mended_text
from thidua.lib.vanban.reading.scan.preparing import (
    gray_without_seal,
    skew_of,
    straightened,
    without_rules,
    without_specks,
)
from thidua.lib.vanban.reading.scan.recognition import Recognizer, Seen

Image = NDArray[np.uint8]
WORKING_DPI = 200
_SCALES = (1.0, 1.4)
"""Each region is read at these sizes, and of each line the surer reading kept."""
_NUMBER_SCALES = (1.0, 1.3, 1.6)
_NUMBER = re.compile(r"(?:\d{1,3}|[IVX]{1,5})[.)]?")
_POOR = 0.55
"""Mean confidence under which a page is tried upside down and on its sides as well."""
_GOOD = 0.8


@dataclass(frozen=True, slots=True)
class _Region:
    """A part of the page to recognise by itself, in pixels."""

    left: int
    top: int
    right: int
    bottom: int
    cell: GridCell | None = None


@dataclass(slots=True)
class RecognizedPage:
    """A page ready for assembly: ink in points, grids, and the words of each cell."""

    ink: PageInk
    grids: list[Grid]
    words_of: dict[GridCell, list[Word]]
    has_ink: bool

    def cell_words(self, grid: Grid, cell: GridCell) -> list[Word]:
        """Return the words of a cell."""
        return self.words_of.get(cell, [])

    @property
    def confidence(self) -> float:
        words = [*self.ink.words, *(word for words in self.words_of.values() for word in words)]
        letters = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


class PageReader:
    """Recognises the pages of one document; use as a context."""

    def __init__(self, tessdata: Path | None = None) -> None:
        self._recognizer = Recognizer(tessdata)

    def __enter__(self) -> PageReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._recognizer.__exit__()

    def read(self, picture: NDArray[np.uint8], number: int, dpi: float) -> RecognizedPage:
        """Recognise a page given as gray or RGB pixels."""
        gray = _scaled(gray_without_seal(picture), WORKING_DPI / dpi)
        best = self._page(gray, number)
        if best.confidence < _POOR and best.has_ink:
            for turn in (2, 1, 3):
                turned = self._page(np.ascontiguousarray(np.rot90(gray, turn)), number)
                if turned.confidence > best.confidence + 0.1:
                    best = turned
                if best.confidence > _GOOD:
                    break
        return best

    def _page(self, gray: Image, number: int) -> RecognizedPage:
        gray = straightened(gray, skew_of(gray))
        ruled = without_rules(gray, WORKING_DPI)
        ink = without_specks(ruled.ink, WORKING_DPI)
        points = 72 / WORKING_DPI
        height, width = gray.shape
        page = PageInk(number, width * points, height * points)
        grids = ruled.grids
        regions = [region for grid in grids for region in _cell_regions(grid, ink, points)]
        free = ink.copy()
        for grid in grids:
            top, bottom = int(grid.top / points) - 3, int(grid.bottom / points) + 3
            left, right = int(grid.columns[0] / points) - 3, int(grid.columns[-1] / points) + 3
            free[max(0, top) : bottom, max(0, left) : right] = 0
        regions += _text_regions(free)
        # The longest work first, so that no thread is left with it at the end.
        order = sorted(range(len(regions)), key=lambda index: -_area(regions[index]))
        thickness = cv2.distanceTransform(ink, cv2.DIST_L2, 3)

        def recognize(index: int) -> list[Word]:
            return self._words(regions[index], ruled.clean, ink, thickness)

        answers = dict(zip(order, self._recognizer.map(recognize, order), strict=True))
        words_of: dict[GridCell, list[Word]] = {}
        for index, region in enumerate(regions):
            if region.cell is None:
                page.words.extend(answers[index])
            else:
                words_of[region.cell] = answers[index]
        words = [*page.words, *(word for words in words_of.values() for word in words)]
        _mark_bold(words)
        _even_sizes(words)
        kept = [grid for grid in grids if any(words_of.get(cell) for cell in grid.cells)]
        return RecognizedPage(page, kept, words_of, has_ink=bool(regions))

    def _words(self, region: _Region, clean: Image, ink: Image, thickness: Any) -> list[Word]:
        picture = clean[region.top : region.bottom, region.left : region.right]
        is_line = region.bottom - region.top < 0.3 * WORKING_DPI
        is_number = region.cell is not None and is_line and region.right - region.left < 0.45 * WORKING_DPI
        readings = [
            self._reading(picture, region, scale, is_line=is_line)
            for scale in (_NUMBER_SCALES if is_number else _SCALES)
        ]
        seen = _number_of(readings) if is_number else _mended(_surest(readings[0], readings[1]))
        return [word for one in seen if (word := _placed(one, ink, thickness)) is not None]

    def _reading(self, picture: Image, region: _Region, scale: float, *, is_line: bool) -> list[Seen]:
        """Recognise a part of the page at one scale; places come back in pixels of the page."""
        scaled = _scaled(picture, scale)
        margin = 16
        paper = int(np.percentile(scaled, 90)) if scaled.size else 255
        framed = cv2.copyMakeBorder(scaled, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(paper,))
        seen = self._recognizer.words(np.asarray(framed, dtype=np.uint8), is_line=is_line, dpi=int(WORKING_DPI * scale))
        return [
            replace(
                one,
                left=(one.left - margin) / scale + region.left,
                right=(one.right - margin) / scale + region.left,
                top=(one.top - margin) / scale + region.top,
                bottom=(one.bottom - margin) / scale + region.top,
                base=(one.base - margin) / scale + region.top,
                height=one.height / scale,
            )
            for one in seen
        ]


def _sureness(words: list[Seen]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _surest(first: list[Seen], second: list[Seen]) -> list[Seen]:
    """Take the surer of two readings, line by line where both saw the same lines."""
    lines = [[list(group) for _, group in groupby(words, key=lambda word: word.line)] for words in (first, second)]
    if len(lines[0]) != len(lines[1]):
        return max((first, second), key=_sureness)
    return [word for pair in zip(*lines, strict=True) for word in max(pair, key=_sureness)]


def _mended(seen: list[Seen]) -> list[Seen]:
    """Put the usual slips right, line by line."""
    mended: list[Seen] = []
    for _, group in groupby(seen, key=lambda word: word.line):
        words = list(group)
        texts = mended_text(" ".join(word.text for word in words)).split(" ")
        if len(texts) != len(words):
            texts = [mended_text(word.text) for word in words]
        mended.extend(replace(word, text=text) for word, text in zip(words, texts, strict=True))
    return mended


def _number_of(readings: list[list[Seen]]) -> list[Seen]:
    """Take the reading of a short cell that most agree on, those that look like a number first."""
    texts = ["".join(word.text for word in reading) for reading in readings]

    def worth(index: int) -> tuple[bool, int, float]:
        return bool(_NUMBER.fullmatch(texts[index])), texts.count(texts[index]), _sureness(readings[index])

    return readings[max(range(len(readings)), key=worth)]


def _placed(seen: Seen, ink: Image, thickness: Any) -> Word | None:
    """Return a recognised word in points; None for marks that are no word (specks, remains of ruling lines)."""
    rows = slice(max(0, int(seen.top)), max(0, int(seen.bottom)) + 1)
    part = rows, slice(max(0, int(seen.left)), max(0, int(seen.right)) + 1)
    inked = ink[part] > 0
    if not inked.any() or (seen.confidence < 0.35 and not any(char.isalnum() for char in seen.text)):
        return None
    points = 72 / WORKING_DPI
    return Word(
        seen.text,
        seen.left * points,
        seen.top * points,
        seen.right * points,
        seen.bottom * points,
        seen.base * points,
        max(6.0, min(seen.height * points * 0.85, 30.0)),
        confidence=round(max(0.0, min(seen.confidence, 1.0)), 3),
        thickness=float(thickness[part][inked].mean()),
    )


def _mark_bold(words: list[Word]) -> None:
    """Tell bold words by their strokes, thicker than is usual on the page; single signs follow their neighbours."""
    long = [word for word in words if len(word.text) > 1]
    if len(long) < 8:
        return
    usual = float(np.percentile([word.thickness for word in long], 35))
    for word in words:
        word.bold = word.thickness > 1.22 * usual


def _even_sizes(words: list[Word]) -> None:
    """Give words the usual size of the page: a short line without tall letters only looks smaller."""
    if not words:
        return
    usual = float(np.median([word.size for word in words]))
    for word in words:
        if 0.6 * usual < word.size < 1.5 * usual:
            word.size = usual


def _scaled(picture: Image, factor: float) -> Image:
    if abs(factor - 1) < 0.03 or not picture.size:
        return picture
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=interpolation), dtype=np.uint8)


def _area(region: _Region) -> int:
    return (region.right - region.left) * (region.bottom - region.top)


def _cell_regions(grid: Grid, ink: Image, points: float) -> list[_Region]:
    """Return the inked part of each cell that has any."""
    regions = []
    for cell in grid.cells:
        left, top = int(cell.left / points) + 3, int(cell.top / points) + 3
        right, bottom = int(cell.right / points) - 2, int(cell.bottom / points) - 2
        part = ink[max(0, top) : bottom, max(0, left) : right]
        box = _ink_box(part)
        if box is not None:
            x0, y0, x1, y1 = box
            regions.append(
                _Region(
                    max(left, left + x0 - 6),
                    max(top, top + y0 - 6),
                    min(right, left + x1 + 6),
                    min(bottom, top + y1 + 6),
                    cell,
                )
            )
    return regions


def _ink_box(part: Image) -> tuple[int, int, int, int] | None:
    if part.size == 0 or int(np.count_nonzero(part)) < 12:
        return None
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if rows[-1] - rows[0] < 5:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _stretches(profile: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Return the stretches of a profile that hold ink, those nearer than `gap` joined."""
    at = np.flatnonzero(profile)
    if not at.size:
        return []
    cuts = np.flatnonzero(np.diff(at) > gap)
    starts, ends = at[np.r_[0, cuts + 1]], at[np.r_[cuts, at.size - 1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]


def _text_regions(free: Image) -> list[_Region]:
    """Cut running text into bands at blank stretches, and bands into columns at wide gutters."""
    regions: list[_Region] = []
    height, width = free.shape
    rows = np.count_nonzero(free, axis=1) >= 2
    for top, bottom in _stretches(rows, int(0.045 * WORKING_DPI)):
        if bottom - top < 8:
            continue
        band = free[top:bottom]
        columns = np.count_nonzero(band, axis=0) >= 1
        for left, right in _stretches(columns, int(0.2 * WORKING_DPI)):
            box = _ink_box(band[:, left:right])
            if box is None:
                continue
            y0, y1 = top + box[1], top + box[3]
            regions.append(_Region(max(0, left - 8), max(0, y0 - 8), min(width, right + 8), min(height, y1 + 8)))
    return regions
