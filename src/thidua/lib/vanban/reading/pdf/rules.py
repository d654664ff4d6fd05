"""Ruling lines of a PDF page from its drawn paths."""

from __future__ import annotations

import ctypes
from typing import Any

from thidua.lib.vanban.reading.page import Rule
from thidua.lib.vanban.reading.pdf.glyphs import Placing
from thidua.lib.vanban.reading.pdf.pdfium import raw as pdfium

_THIN = 3.0
"""A filled box not thicker than this, in points, is a line."""
_MOST_SEGMENTS = 400
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class RuleReader:
    """Collects horizontal and vertical lines, those in nested forms included."""

    def __init__(self, place: Placing, most_objects: int) -> None:
        self._place = place
        self._left = most_objects
        self.horizontals: list[Rule] = []
        self.verticals: list[Rule] = []
        self.image_area = 0.0

    def read(self, page: Any) -> RuleReader:
        """Walk the objects of a page (raw handle)."""
        self._walk(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY, 0)
        return self

    def _walk(self, holder: Any, count: Any, get: Any, matrix: _Matrix, depth: int) -> None:
        for index in range(count(holder)):
            self._left -= 1
            if self._left < 0:
                return
            item = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 6:
                inner = _times(_matrix_of(item), matrix)
                self._walk(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _image(self, item: Any, matrix: _Matrix) -> None:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            x0, y0 = _at(matrix, left.value, bottom.value)
            x1, y1 = _at(matrix, right.value, top.value)
            self.image_area += abs(x1 - x0) * abs(y1 - y0)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        segments = pdfium.FPDFPath_CountSegments(item)
        if not 2 <= segments <= _MOST_SEGMENTS:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        own = _times(_matrix_of(item), matrix)
        if not stroke.value:
            if fill.value:
                self._filled(item, segments, own)
            return
        start = here = None
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(segments):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = self._place.point(*_at(own, x.value, y.value))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO and here is not None:
                self._line(here, point)
            here = point
            if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
                self._line(here, start)
                here = start

    def _filled(self, item: Any, segments: int, matrix: _Matrix) -> None:
        """Take thin filled boxes for lines, as Word draws the borders of its tables; several may share a path."""
        box: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(segments):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                self._thin(box)
                box = []
            elif kind != pdfium.FPDF_SEGMENT_LINETO:
                return
            box.append(self._place.point(*_at(matrix, x.value, y.value)))
        self._thin(box)

    def _thin(self, box: list[tuple[float, float]]) -> None:
        if len(box) < 2:
            return
        left, right = min(point[0] for point in box), max(point[0] for point in box)
        top, bottom = min(point[1] for point in box), max(point[1] for point in box)
        if bottom - top <= _THIN:
            self._line((left, (top + bottom) / 2), (right, (top + bottom) / 2))
        if right - left <= _THIN:
            self._line(((left + right) / 2, top), ((left + right) / 2, bottom))

    def _line(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = one, other
        if abs(y0 - y1) < 0.8 and abs(x0 - x1) > 1.5:
            self.horizontals.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) < 0.8 and abs(y0 - y1) > 1.5:
            self.verticals.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _matrix_of(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _at(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
