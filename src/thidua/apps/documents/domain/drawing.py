"""The child process of `pages`: `python -m … PATH TYPE PAGE WIDTH`, the PNG on stdout.

Exit status 2: no such page; 3: cannot be drawn. Knows no Django.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any, BinaryIO

NO_SUCH_PAGE, CANNOT_DRAW = 2, 3
MEMORY_BYTES = 1024 * 2**20
CPU_SECONDS = 20
MAX_PIXELS = 60_000_000


def main() -> int:
    """Draw one page."""
    _set_limits()
    path, media_type, page, width = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    answers = _answers()
    try:
        image = _pdf_page(path, page, width) if media_type == "application/pdf" else _frame(path, page, width)
    except IndexError:
        return NO_SUCH_PAGE
    except Exception:
        return CANNOT_DRAW
    content = io.BytesIO()
    image.save(content, "PNG", optimize=True)
    answers.write(content.getvalue())
    answers.close()
    return 0


def _answers() -> BinaryIO:
    """Keep the answer on a descriptor of its own: libraries in C may print on standard output."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answers


def _pdf_page(path: str, page: int, width: int) -> Any:
    import pypdfium2

    library: Any = pypdfium2  # without types
    document = library.PdfDocument(path)
    if not 1 <= page <= len(document):
        raise IndexError(page)
    leaf = document[page - 1]
    wide, high = leaf.get_size()
    scale = min((width - 0.01) / wide, 4 * width / high)  # the size is rounded up
    image = leaf.render(scale=scale).to_pil().convert("RGB")
    is_text = image.resize((64, 64)).getcolors(40) is not None
    return image.quantize(64) if is_text else image


def _frame(path: str, page: int, width: int) -> Any:
    from PIL import Image

    with Image.open(path, formats=["PNG", "JPEG", "TIFF"]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        if not 1 <= page <= getattr(image, "n_frames", 1):
            raise IndexError(page)
        image.seek(page - 1)
        has_ground = not ({"A", "a"} & set(image.mode) or "transparency" in image.info)
        picture = image.convert("RGB" if has_ground else "RGBA")
    picture.thumbnail((width, 4 * width))
    if not has_ground:  # as it would look on paper
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    return picture


def _set_limits() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock bounds the time
        return
    for kind, amount in ((resource.RLIMIT_DATA, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    sys.exit(main())
