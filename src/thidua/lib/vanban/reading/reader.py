"""The front door of reading: bounds first, then the reader of the kind of file found."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Document
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, MEGABYTE, Limits, recognition_missing
from thidua.lib.vanban.reading.sniffing import FileKind, kind_of

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with pages done and pages in all."""
Recognizing = Callable[[int], None]
"""Called once, before recognition begins, with the number of pages to be recognised."""


def read_document(
    source: Path | bytes,
    *,
    filename: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    recognizing: Recognizing | None = None,
) -> Document:
    """Read a file of any supported kind into the document model.

    `source` is a path or the bytes themselves; `filename` is what the file was called by its owner. The kind is told
    by content. Raises `UnreadableDocument`, and nothing else, for any bytes; `OSError` when a path cannot be opened.
    Time and memory are bounded only by the counts in `limits`: for files of strangers use `read_document_isolated`.
    """
    name = filename or (source.name if isinstance(source, Path) else None)
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size > limits.file_bytes:
        raise UnreadableDocument(
            UnreadableReason.TOO_LARGE,
            f"Tệp nặng {size // MEGABYTE} MB, vượt mức {limits.file_bytes // MEGABYTE} MB; "
            "hãy chia nhỏ hoặc giảm dung lượng tệp rồi tải lại.",
        )
    content = source.read_bytes() if isinstance(source, Path) else source
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument(UnreadableReason.EMPTY, "Tệp rỗng; hãy kiểm tra lại tệp đã chọn.")
    try:
        return _read(content, name, limits, progress, recognizing)
    except UnreadableDocument:
        raise
    except MemoryError as error:
        raise UnreadableDocument(
            UnreadableReason.OUT_OF_MEMORY, "Tệp cần quá nhiều bộ nhớ để đọc; hãy chia nhỏ tệp rồi tải lại."
        ) from error
    except RecursionError as error:
        raise UnreadableDocument(
            UnreadableReason.TOO_COMPLEX, "Cấu trúc tệp lồng nhau quá sâu; hãy lưu lại tệp bằng Word rồi tải lại."
        ) from error
    except Exception as error:
        # The parsers beneath raise errors of every kind on damaged bytes; a stranger's file must not stop the program.
        logger.warning("A reader failed on a damaged file", exc_info=True)
        raise UnreadableDocument(
            UnreadableReason.DAMAGED, "Tệp bị hỏng, không đọc được; hãy mở và lưu lại tệp rồi tải lên lần nữa."
        ) from error


def _read(
    content: bytes,
    filename: str | None,
    limits: Limits,
    progress: Progress | None,
    recognizing: Recognizing | None,
) -> Document:
    """Hand the bytes to the reader of their kind. Readers are imported when needed: each brings its own libraries."""
    kind = kind_of(content, filename=filename)
    if kind is FileKind.TEXT:
        from thidua.lib.vanban.reading.text import read_text

        is_markdown = bool(filename) and str(filename).lower().endswith((".md", ".markdown"))
        return read_text(content, limits=limits, is_markdown=is_markdown)
    if kind is FileKind.HTML:
        from thidua.lib.vanban.reading.html import read_html

        return read_html(content, limits=limits)
    if kind is FileKind.OLE:
        from thidua.lib.vanban.reading.doc import read_doc

        return read_doc(content, limits=limits)
    if kind is FileKind.ZIP:
        from thidua.lib.vanban.reading.docx import read_docx

        return read_docx(content, limits=limits)
    if kind is FileKind.PDF:
        from thidua.lib.vanban.reading.pdf import read_pdf

        return read_pdf(content, limits=limits, progress=progress, recognizing=recognizing)
    if kind is FileKind.IMAGE:
        try:
            from thidua.lib.vanban.reading.scan.images import read_image
        except ImportError as error:
            raise recognition_missing() from error

        return read_image(content, limits=limits, progress=progress, recognizing=recognizing)
    raise UnreadableDocument(
        UnreadableReason.UNKNOWN_TYPE, "Đây là tệp RTF; hãy mở bằng Word, lưu lại dạng .docx rồi tải lên."
    )
