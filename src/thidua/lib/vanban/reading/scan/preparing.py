"""Prepare a picture of a page: seal taken off, straightened, ruling lines found and painted over."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from thidua.lib.vanban.reading.page import Rule

Image = NDArray[np.uint8]
_WIDEST_SKEW = 4.0
"""Degrees a page may be turned in the scanner."""


def gray_without_seal(picture: NDArray[np.uint8]) -> Image:
    """Return a gray picture in which red ink (seals, stamps) has become paper."""
    if picture.ndim == 2:
        return picture
    red = picture[:, :, 0].astype(np.int16)
    others = np.maximum(picture[:, :, 1], picture[:, :, 2]).astype(np.int16)
    gray = cv2.cvtColor(picture[:, :, :3], cv2.COLOR_RGB2GRAY)
    is_red = (red - others) > 45
    if not is_red.any():
        return np.asarray(gray, dtype=np.uint8)
    cleaned = np.where(is_red, np.maximum(picture[:, :, 0], 225), gray)
    return np.asarray(cleaned, dtype=np.uint8)


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


def is_sideways(gray: Image) -> bool:
    """Tell whether lines of text run up or down the page instead of across."""
    scale = 600 / max(gray.shape)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else gray
    ink = _ink(np.asarray(small, dtype=np.uint8), 15)
    across, down = _opened(ink, 25, 1), _opened(ink, 1, 25)
    text = cv2.subtract(cv2.subtract(ink, across), down)
    by_row = text.sum(axis=1, dtype=np.float64) / text.shape[1]
    by_column = text.sum(axis=0, dtype=np.float64) / text.shape[0]
    return float(np.square(np.diff(by_column)).mean()) > 1.6 * float(np.square(np.diff(by_row)).mean())


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
    """A page with its ruling lines taken out: the ink without them, and the lines in points."""

    ink: Image
    clean: Image
    horizontals: list[Rule]
    verticals: list[Rule]


def without_rules(gray: Image, dpi: float) -> Ruled:
    """Find the ruling lines of a straight page and paint them over."""
    ink = _ink(gray, int(dpi / 6) | 1)
    # Serifs that touch make short rows of ink: only longer ones are ruling lines, mended where the scan broke them.
    piece, bridge = int(dpi * 0.16), max(3, int(dpi * 0.05))
    across = _opened(_closed(_opened(ink, piece, 1), bridge, 1), int(dpi * 0.45), 1)
    down = _opened(_closed(_opened(ink, 1, piece), 1, bridge), 1, int(dpi * 0.22))
    points = 72 / dpi
    horizontals = [
        Rule((y + h / 2) * points, x * points, (x + w) * points) for x, y, w, h in _boxes(across) if h < dpi * 0.08
    ]
    verticals = [
        Rule((x + w / 2) * points, y * points, (y + h) * points) for x, y, w, h in _boxes(down) if w < dpi * 0.08
    ]
    lines = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    clean = gray.copy()
    clean[lines > 0] = int(np.percentile(gray[::8, ::8], 85))
    text = cv2.bitwise_and(ink, cv2.bitwise_not(lines))
    return Ruled(np.asarray(text, dtype=np.uint8), clean, horizontals, verticals)


def _closed(ink: Image, width: int, height: int) -> Image:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((height, width), np.uint8)), dtype=np.uint8)


def _boxes(mask: Image) -> list[tuple[int, int, int, int]]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [tuple(int(value) for value in stats[index][:4]) for index in range(1, min(count, 5000))]  # type: ignore[misc]


def without_specks(ink: Image, dpi: float) -> Image:
    """Drop dust: pieces of ink too small for a dot over a letter."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    smallest = max(3, int((dpi / 90) ** 2))
    kept = np.zeros(count, dtype=np.uint8)
    kept[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] >= smallest, 255, 0)
    return np.asarray(kept[labels], dtype=np.uint8)
