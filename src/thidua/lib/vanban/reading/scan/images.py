"""Image files: PNG, JPEG, TIFF of several pages, and others Pillow can open."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Document, SourceFormat
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.page import Assembly
from thidua.lib.vanban.reading.scan.numbering import with_mended_numbers
from thidua.lib.vanban.reading.scan.pages import PageReader

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_A4_INCHES = (8.27, 11.69)


def read_image(
    content: bytes,
    *,
    limits: Limits,
    progress: Callable[[int, int], None] | None = None,
    recognizing: Callable[[int], None] | None = None,
) -> Document:
    """Recognise an image file, each frame a page; raise `UnreadableDocument`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            count = int(getattr(image, "n_frames", 1))
    except Image.DecompressionBombError as error:
        raise UnreadableDocument(
            UnreadableReason.TOO_LARGE, "Ảnh quá lớn; hãy quét ở 200 đến 300 dpi rồi tải lại."
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _damaged() from error
    count = 1 if image.format in ("GIF", "WEBP") else count
    if count > limits.scan_pages:
        raise UnreadableDocument(
            UnreadableReason.TOO_MANY_PAGES,
            f"Tệp ảnh có {count} trang, vượt mức {limits.scan_pages} trang; hãy chỉ tải phần kế hoạch.",
        )
    if recognizing:
        recognizing(count)
    assembly = Assembly(limits)
    poor = []
    with PageReader() as reader:
        for number in range(1, count + 1):
            picture, dpi = _frame(image, number - 1, limits)
            page = reader.read(picture, number, dpi)
            assembly.add(page.ink, grids=page.grids, cell_words=page.cell_words)
            if page.confidence < 0.7:
                poor.append(number)
            if progress:
                progress(number, count)
    return finished(assembly, SourceFormat.SCAN, count, poor)


def finished(
    assembly: Assembly, source_format: SourceFormat, count: int, poor: list[int], notices: tuple[str, ...] = ()
) -> Document:
    """Return the document of recognised pages, numbers of rows mended, poor pages named."""
    assembly.finish()
    if not any(line.text.strip() for line in assembly.counter.lines):
        raise UnreadableDocument(
            UnreadableReason.NO_TEXT, "Không nhận ra chữ nào trong ảnh; hãy quét lại rõ hơn (200 dpi trở lên)."
        )
    if poor:
        pages = ", ".join(map(str, poor))
        notices = (*notices, f"Trang {pages} khó đọc (mờ, nghiêng hoặc chữ viết tay); hãy soát kỹ.")
    return Document(
        with_mended_numbers(tuple(assembly.blocks)),
        tuple(assembly.counter.lines),
        source_format,
        page_count=count,
        notices=notices,
    )


def _frame(
    image: Image.Image, index: int, limits: Limits
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.uint8]], float]:
    """Return the pixels of one frame, gray or RGB, and its resolution."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.seek(index)
            if image.width * image.height > limits.image_pixels:
                raise UnreadableDocument(
                    UnreadableReason.TOO_LARGE,
                    f"Ảnh quá lớn ({image.width} x {image.height} điểm); hãy quét ở 200 đến 300 dpi rồi tải lại.",
                )
            upright = ImageOps.exif_transpose(image)
            if "A" in upright.getbands() or "transparency" in upright.info:
                paper = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(paper, upright.convert("RGBA"))
            if upright.mode in ("1", "L", "I;16", "I", "F", "LA"):
                upright = upright.convert("L")
            else:
                upright = upright.convert("RGB")
            dpi = _resolution(image, upright)
            most = 4000 / max(upright.size)
            if most < 1:
                upright = upright.resize((max(1, int(upright.width * most)), max(1, int(upright.height * most))))
                dpi *= most
            return np.asarray(upright, dtype=np.uint8), dpi
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise _damaged() from error


def _resolution(image: Image.Image, upright: Image.Image) -> float:
    """Return dots an inch: what the file says when it makes a page of usual size, else as if it were A4."""
    said = image.info.get("dpi", (0, 0))
    try:
        dpi = float(said[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    short, long = sorted(upright.size)
    if 90 <= dpi <= 620 and 0.8 < short / dpi < 13 and long / dpi < 18:
        return dpi
    return max(short / _A4_INCHES[0], long / _A4_INCHES[1], 40.0)


def _damaged() -> UnreadableDocument:
    return UnreadableDocument(
        UnreadableReason.DAMAGED, "Tệp ảnh bị hỏng hoặc không trọn vẹn; hãy quét lại rồi tải lên lần nữa."
    )
