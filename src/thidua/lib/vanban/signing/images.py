"""Pictures of hand signatures and seals: PNG, transparent, in the Decree's colour (Phụ lục I, Mục II.7, II.8)."""

from __future__ import annotations

import io
from enum import StrEnum
from typing import Any

from thidua.lib.vanban.signing.errors import SigningReason, SigningRefused

IMAGE_BYTES = 2 * 2**20
MIN_SIDE, MAX_SIDE = 40, 4000
VISIBLE = 40
"""Alpha (of 255) from which a dot is seen."""
COLORED_SHARE = 0.6
"""Of the ink that must have the colour; the rest is the soft edge of strokes."""


class Ink(StrEnum):
    """The colour of a picture."""

    BLUE = "blue"
    RED = "red"


def check_image(content: bytes, *, ink: Ink) -> None:
    """Raise SigningRefused unless the picture is a PNG with a transparent ground and ink of that colour."""
    import numpy as np

    pixels = np.asarray(open_image(content)).astype(np.int16)
    red, green, blue, alpha = (pixels[..., channel] for channel in range(4))
    seen = alpha >= VISIBLE
    if seen.mean() > 0.95:
        raise _refused("Nền của ảnh không trong suốt.", "Xóa nền ảnh rồi lưu lại dạng PNG có nền trong suốt.")
    if seen.sum() < 50:
        raise _refused("Ảnh trống, không có nét nào.", "Chọn đúng ảnh chữ ký hoặc ảnh con dấu.")
    main, other = (blue, red) if ink is Ink.BLUE else (red, blue)
    colored = (main > other + 20) & (main + 10 > green) & seen
    if colored.sum() < COLORED_SHARE * seen.sum():
        if ink is Ink.BLUE:
            raise _refused("Ảnh chữ ký không phải màu xanh.", "Dùng ảnh chữ ký mực xanh (Nghị định 30/2020/NĐ-CP).")
        raise _refused("Ảnh con dấu không phải màu đỏ.", "Dùng ảnh con dấu màu đỏ (Nghị định 30/2020/NĐ-CP).")


def open_image(content: bytes) -> Any:
    """Return a picture's dots with their transparency. Raises SigningRefused for what is no such PNG."""
    from PIL import Image

    if len(content) > IMAGE_BYTES:
        raise _refused("Ảnh lớn quá 2 MB.", "Thu nhỏ ảnh rồi tải lại.")
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            if min(image.size) < MIN_SIDE or max(image.size) > MAX_SIDE:
                raise _refused(
                    f"Ảnh có kích thước {image.width}×{image.height} điểm.",
                    f"Dùng ảnh có cạnh từ {MIN_SIDE} đến {MAX_SIDE} điểm.",
                )
            has_ground = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
            if not has_ground:
                raise _refused("Nền của ảnh không trong suốt.", "Xóa nền ảnh rồi lưu lại dạng PNG có nền trong suốt.")
            return image.convert("RGBA")
    except SigningRefused:
        raise
    except Exception:
        # Pillow has an exception of its own for each kind of broken file.
        raise _refused("Tệp không phải ảnh PNG.", "Lưu ảnh dạng PNG có nền trong suốt rồi tải lại.") from None


def _refused(message: str, remedy: str) -> SigningRefused:
    return SigningRefused(SigningReason.IMAGE_REFUSED, message, remedy=remedy)
