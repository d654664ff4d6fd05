"""Open a PDF, judge page by page whether its text layer can be believed, and assemble the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pypdfium2

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Document, SourceFormat
from thidua.lib.vanban.reading.limits import Limits
from thidua.lib.vanban.reading.page import Assembly, PageInk, Word
from thidua.lib.vanban.reading.pdf.glyphs import GlyphReader, PageText, placing
from thidua.lib.vanban.reading.pdf.rules import RuleReader
from thidua.lib.vietnamese import decode_legacy, detect_legacy, plausibility

_PASSWORD_ERROR = 4


@dataclass(slots=True)
class _Page:
    ink: PageInk
    needs_recognition: bool


def read_pdf(content: bytes, *, limits: Limits, progress: Callable[[int, int], None] | None = None) -> Document:
    """Read a PDF; pages without a usable text layer are recognised. Raises `UnreadableDocument`."""
    pdf = _opened(content)
    try:
        return _read(pdf, limits, progress)
    finally:
        pdf.close()


def _opened(content: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
            raise UnreadableDocument(
                UnreadableReason.ENCRYPTED, "Tệp PDF được đặt mật khẩu; hãy bỏ mật khẩu rồi tải lại."
            ) from error
        raise UnreadableDocument(
            UnreadableReason.DAMAGED, "Tệp PDF bị hỏng hoặc không trọn vẹn; hãy xuất lại tệp PDF rồi tải lên lần nữa."
        ) from error


def _read(pdf: Any, limits: Limits, progress: Callable[[int, int], None] | None) -> Document:
    count = len(pdf)
    if count == 0:
        raise UnreadableDocument(UnreadableReason.EMPTY, "Tệp PDF không có trang nào; hãy kiểm tra lại tệp đã chọn.")
    if count > limits.text_pages:
        raise UnreadableDocument(
            UnreadableReason.TOO_MANY_PAGES,
            f"Tệp PDF có {count} trang, vượt mức {limits.text_pages} trang; hãy chỉ tải phần kế hoạch.",
        )
    assembly = Assembly(limits)
    recognized: list[int] = []
    pending: list[tuple[int, PageInk]] = []
    unread: list[int] = []
    for number in range(1, count + 1):
        page = _page(pdf, number, limits)
        if page is None:
            unread.append(number)
            continue
        if page.needs_recognition:
            recognized.append(number)
        pending.append((number, page.ink))
    if len(recognized) > limits.scan_pages:
        raise UnreadableDocument(
            UnreadableReason.TOO_MANY_PAGES,
            f"Tệp PDF có {len(recognized)} trang ảnh quét, vượt mức {limits.scan_pages} trang; "
            "hãy chỉ tải phần kế hoạch.",
        )
    for done, (_, ink) in enumerate(pending, start=1):
        assembly.add(ink)
        if progress:
            progress(done, count)
    if not any(line.text.strip() for line in assembly.counter.lines):
        raise UnreadableDocument(
            UnreadableReason.NO_TEXT, "Không đọc được chữ nào trong tệp PDF; hãy quét lại rõ hơn rồi tải lên."
        )
    notices = tuple(f"Trang {number} bị hỏng, không đọc được." for number in unread)
    return Document(
        tuple(assembly.blocks),
        tuple(assembly.counter.lines),
        SourceFormat.SCAN if len(recognized) == count else SourceFormat.PDF,
        page_count=count,
        notices=notices,
    )


def _page(pdf: Any, number: int, limits: Limits) -> _Page | None:
    """Read the ink of one page, None when the page itself is broken."""
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        place = placing(page.get_cropbox(), page.get_rotation() // 90)
        text_page = page.get_textpage()
        try:
            text = GlyphReader(text_page, place).read()
        finally:
            text_page.close()
        rules = RuleReader(place, limits.page_objects).read(page.raw)
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()
    ink = PageInk(number, max(place.width, 1.0), max(place.height, 1.0), text.words)
    ink.horizontals, ink.verticals = rules.horizontals, rules.verticals
    _decode_by_looks(ink.words, text)
    is_picture = rules.image_area > 0.5 * ink.width * ink.height
    return _Page(ink, _needs_recognition(text, is_picture=is_picture))


def _decode_by_looks(words: list[Word], text: PageText) -> None:
    """Decode a page whose fonts hide their old encoding under another name."""
    if text.has_legacy_font or not words:
        return
    charset = detect_legacy(" ".join(word.text for word in words[:3000]))
    if charset is not None:
        for word in words:
            word.text = decode_legacy(word.text, charset)


def _needs_recognition(text: PageText, *, is_picture: bool) -> bool:
    if text.glyph_count < 10:
        return is_picture
    if text.invisible_count * 10 > 9 * text.glyph_count and is_picture:
        return True
    if text.unknown_count * 5 > text.glyph_count:
        return True
    sample = " ".join(word.text for word in text.words[:2000])
    return plausibility(sample) < -0.4 and len(sample) > 200
