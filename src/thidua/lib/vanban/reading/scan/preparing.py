"""Prepare a picture of a page: seal taken off, straightened, ruling lines found and painted over."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from thidua.lib.vanban.reading.page import Grid, Rule, find_grids

Image = NDArray[np.uint8]
_WIDEST_SKEW = 4.0
"""Degrees a page may be turned in the scanner."""
_NEAR = 3.5
"""Points within which ruling lines of a scan meet."""


def gray_without_seal(picture: NDArray[np.uint8]) -> Image:
    """Return a gray picture in which red ink (seals, stamps) has become paper."""
    if picture.ndim == 2:
        return picture
    red = picture[:, :, 0].astype(np.int16)
    others = np.maximum(picture[:, :, 1], picture[:, :, 2]).astype(np.int16)
    gray = cv2.cvtColor(picture[:, :, :3], cv2.COLOR_RGB2GRAY)
    excess = red - others
    core = (excess > 30).astype(np.uint8)
    if not core.any():
        return np.asarray(gray, dtype=np.uint8)
    # The soft edge of the stamp goes too; black print beside it is dark in red light as well and stays.
    rim = cv2.dilate(core, np.ones((5, 5), np.uint8)) > 0
    is_red = (core > 0) | (rim & (excess > 6) & (red > 110))
    paper = int(np.percentile(gray[::8, ::8], 85))
    return np.asarray(np.where(is_red & (red > 90), paper, gray), dtype=np.uint8)


def skew_of(gray: Image) -> float:
    """Return by how many degrees the text must be turned to stand level: the turn with the sharpest lines."""
    scale = 800 / max(gray.shape)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else gray
    ink = _ink(np.asarray(small, dtype=np.uint8), 15)
    if not ink.any():
        return 0.0

    def sharpness(angle: float) -> float:
        turned = _turned(ink, angle, 0, cv2.INTER_NEAREST)
        rows = turned.sum(axis=1, dtype=np.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best = max(np.arange(-_WIDEST_SKEW, _WIDEST_SKEW + 0.01, 0.5), key=sharpness)
    for step in (0.2, 0.05):
        best = max(np.arange(best - 2 * step, best + 2.01 * step, step), key=sharpness)
    return float(best) if abs(best) >= 0.04 else 0.0


def straightened(gray: Image, angle: float) -> Image:
    """Turn a picture by an angle, paper filling the corners."""
    if not angle:
        return gray
    return _turned(gray, angle, int(np.percentile(gray[::8, ::8], 90)), cv2.INTER_CUBIC)


def _turned(picture: Image, angle: float, fill: int, interpolation: int) -> Image:
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        picture, matrix, (width, height), flags=interpolation, borderMode=cv2.BORDER_CONSTANT, borderValue=(fill,)
    )
    return np.asarray(turned, dtype=np.uint8)


def _ink(gray: Image, block: int) -> Image:
    ink = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 15)
    return np.asarray(ink, dtype=np.uint8)


def _opened(ink: Image, width: int, height: int) -> Image:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (max(1, width), max(1, height)))
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


@dataclass(slots=True)
class Ruled:
    """A page with its ruling lines taken out: ink and picture without them, and the tables they make, in points."""

    ink: Image
    clean: Image
    grids: list[Grid]


def without_rules(gray: Image, dpi: float) -> Ruled:
    """Find the ruling lines of a straight page and paint them over."""
    ink = _ink(gray, int(dpi / 6) | 1)
    # Serifs that touch make short rows of ink: only longer ones are ruling lines, mended where the scan broke them.
    piece, bridge = int(dpi * 0.16), max(3, int(dpi * 0.05))
    across = _opened(_closed(_opened(ink, piece, 1), bridge, 1), int(dpi * 0.45), 1)
    down = _opened(_closed(_opened(ink, 1, piece), 1, bridge), 1, int(dpi * 0.22))
    points = 72 / dpi
    across_boxes, across_labels = _boxes(across)
    down_boxes, down_labels = _boxes(down)
    thick = dpi * 0.08
    horizontals = {
        label: Rule((y + h / 2) * points, x * points, (x + w) * points)
        for label, (x, y, w, h) in across_boxes.items()
        if h < thick
    }
    verticals = {
        label: Rule((x + w / 2) * points, y * points, (y + h) * points)
        for label, (x, y, w, h) in down_boxes.items()
        if w < thick
    }
    grids = find_grids(list(horizontals.values()), list(verticals.values()), near=_NEAR)
    # Long strokes of large letters look like short rules: those alone, in no table, must be longer than any letter.
    lines = cv2.bitwise_or(
        _painted(
            across_labels, {label for label, rule in horizontals.items() if _is_rule(rule, grids, is_across=True)}
        ),
        _painted(down_labels, {label for label, rule in verticals.items() if _is_rule(rule, grids, is_across=False)}),
    )
    lines = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    clean = gray.copy()
    clean[lines > 0] = int(np.percentile(gray[::8, ::8], 85))
    text = cv2.bitwise_and(ink, cv2.bitwise_not(lines))
    return Ruled(np.asarray(text, dtype=np.uint8), clean, grids)


def _is_rule(rule: Rule, grids: list[Grid], *, is_across: bool) -> bool:
    if rule.end - rule.start > 72:
        return True
    middle = (rule.start + rule.end) / 2
    for grid in grids:
        if grid.holds(middle, rule.at) if is_across else grid.holds(rule.at, middle):
            return any(abs(rule.at - at) <= _NEAR for at in (grid.rows if is_across else grid.columns))
    return False


def _painted(labels: NDArray[np.int32], chosen: set[int]) -> Image:
    table = np.zeros(int(labels.max()) + 1, dtype=np.uint8)
    table[list(chosen)] = 255
    return np.asarray(table[labels], dtype=np.uint8)


def _closed(ink: Image, width: int, height: int) -> Image:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((height, width), np.uint8)), dtype=np.uint8)


def _boxes(mask: Image) -> tuple[dict[int, tuple[int, int, int, int]], NDArray[np.int32]]:
    """Return the boxes of connected pieces (left, top, width, height) by label, and the labels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes = {}
    for label in range(1, min(count, 5000)):
        x, y, width, height = (int(value) for value in stats[label][:4])
        boxes[label] = x, y, width, height
    return boxes, np.asarray(labels, dtype=np.int32)


def without_specks(ink: Image, dpi: float) -> Image:
    """Drop dust: pieces of ink too small for a dot over a letter."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    smallest = max(3, int((dpi / 90) ** 2))
    kept = np.zeros(count, dtype=np.uint8)
    kept[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] >= smallest, 255, 0)
    return np.asarray(kept[labels], dtype=np.uint8)
