"""Open a PDF, judge page by page whether its text layer can be believed, and assemble the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Document, SourceFormat
from thidua.lib.vanban.reading.limits import Limits, recognition_missing
from thidua.lib.vanban.reading.page import Assembly, PageInk, Word, underlined
from thidua.lib.vanban.reading.pdf.glyphs import GlyphReader, PageText, placing
from thidua.lib.vanban.reading.pdf.pdfium import library as pypdfium2
from thidua.lib.vanban.reading.pdf.pdfium import raw as pdfium
from thidua.lib.vanban.reading.pdf.rules import RuleReader
from thidua.lib.vietnamese import decode_legacy, detect_legacy, plausibility

_PASSWORD_ERROR = 4
_SCAN_DPI = 200.0


@dataclass(slots=True)
class _Page:
    ink: PageInk
    needs_recognition: bool


def read_pdf(
    content: bytes,
    *,
    limits: Limits,
    progress: Callable[[int, int], None] | None = None,
    recognizing: Callable[[int], None] | None = None,
) -> Document:
    """Read a PDF; pages without a usable text layer are recognised. Raises `UnreadableDocument`."""
    pdf = _opened(content)
    try:
        return _read(pdf, limits, progress, recognizing)
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


def _read(
    pdf: Any,
    limits: Limits,
    progress: Callable[[int, int], None] | None,
    recognizing: Callable[[int], None] | None,
) -> Document:
    count = len(pdf)
    if count == 0:
        raise UnreadableDocument(UnreadableReason.EMPTY, "Tệp PDF không có trang nào; hãy kiểm tra lại tệp đã chọn.")
    if count > limits.text_pages:
        raise UnreadableDocument(
            UnreadableReason.TOO_MANY_PAGES,
            f"Tệp PDF có {count} trang, vượt mức {limits.text_pages} trang; hãy chỉ tải phần kế hoạch.",
        )
    pages = _pages(pdf, count, limits)
    scanned = [number for number, page in pages.items() if page is not None and page.needs_recognition]
    if len(scanned) > limits.scan_pages:
        raise UnreadableDocument(
            UnreadableReason.TOO_MANY_PAGES,
            f"Tệp PDF có {len(scanned)} trang ảnh quét, vượt mức {limits.scan_pages} trang; hãy chỉ tải phần kế hoạch.",
        )
    assembly = Assembly(limits)
    notices = tuple(f"Trang {number} bị hỏng, không đọc được." for number, page in pages.items() if page is None)
    if not scanned:
        for number, page in pages.items():
            if page is not None:
                assembly.add(page.ink)
            if progress:
                progress(number, count)
        return _finished(assembly, count, notices)
    if recognizing:
        recognizing(len(scanned))
    return _recognized(pdf, pages, assembly, limits, progress, notices)


def _pages(pdf: Any, count: int, limits: Limits) -> dict[int, _Page | None]:
    pages: dict[int, _Page | None] = {}
    characters = 0
    for number in range(1, count + 1):
        page = pages[number] = _page(pdf, number, limits)
        characters += sum(len(word.text) for word in page.ink.words) if page else 0
        if characters > limits.characters:
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Tệp PDF có quá nhiều chữ; hãy chỉ tải phần kế hoạch."
            )
    return pages


def _finished(assembly: Assembly, count: int, notices: tuple[str, ...]) -> Document:
    assembly.finish()
    if not any(line.text.strip() for line in assembly.counter.lines):
        raise UnreadableDocument(
            UnreadableReason.NO_TEXT, "Không đọc được chữ nào trong tệp PDF; hãy quét lại rõ hơn rồi tải lên."
        )
    return Document(
        tuple(assembly.blocks), tuple(assembly.counter.lines), SourceFormat.PDF, page_count=count, notices=notices
    )


def _recognized(
    pdf: Any,
    pages: dict[int, _Page | None],
    assembly: Assembly,
    limits: Limits,
    progress: Callable[[int, int], None] | None,
    notices: tuple[str, ...],
) -> Document:
    """Assemble a file of which some pages, or all, are pictures."""
    # Loaded only now: the picture libraries are an extra of the installation.
    try:
        from thidua.lib.vanban.reading.scan.images import finished
        from thidua.lib.vanban.reading.scan.pages import PageReader
    except ImportError as error:
        raise recognition_missing() from error
    poor: list[int] = []
    with PageReader() as reader:
        for number, page in pages.items():
            if page is not None and page.needs_recognition:
                picture, dpi = rendered(pdf[number - 1], limits)
                seen = reader.read(picture, number, dpi)
                assembly.add(seen.ink, grids=seen.grids, cell_words=seen.cell_words)
                if seen.confidence < 0.7:
                    poor.append(number)
            elif page is not None:
                assembly.add(page.ink)
            if progress:
                progress(number, len(pages))
    is_scan = all(page is None or page.needs_recognition for page in pages.values())
    return finished(assembly, SourceFormat.SCAN if is_scan else SourceFormat.PDF, len(pages), poor, notices)


def rendered(page: Any, limits: Limits) -> tuple[Any, float]:
    """Return a picture of a page as pixels, and its resolution."""
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        width, height = item.get_px_size()
        if width * height > limits.image_pixels:
            raise UnreadableDocument(
                UnreadableReason.TOO_LARGE,
                f"Ảnh trong tệp PDF quá lớn ({width} x {height} điểm); hãy quét ở 200 đến 300 dpi rồi tải lại.",
            )
    dpi = min(_SCAN_DPI, 4200 * 72 / max(page.get_size()))
    bitmap = page.render(scale=dpi / 72, no_smoothtext=False, rev_byteorder=True, prefer_bgrx=False)
    try:
        pixels = bitmap.to_numpy().copy()
    finally:
        bitmap.close()
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    return pixels, dpi


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
            text = GlyphReader(text_page, place).read(most=limits.page_characters)
        finally:
            text_page.close()
        rules = RuleReader(place, limits.page_objects).read(page.raw)
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()
    ink = PageInk(number, max(place.width, 1.0), max(place.height, 1.0), text.words)
    under = underlined(ink.words, rules.horizontals)
    ink.horizontals = [rule for rule in rules.horizontals if rule not in under]
    ink.verticals = rules.verticals
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
