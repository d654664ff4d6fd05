"""Words of a PDF page from its single glyphs; the spaces PDFium guesses are not believed."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.page import Word
from thidua.lib.vanban.reading.pdf.pdfium import raw as pdfium
from thidua.lib.vietnamese import LegacyCharset, charset_of_font, clean, decode_legacy, plausibility

_BOLD_NAMES = ("bold", "black", "heavy", "demi", "-bd")
_ITALIC_NAMES = ("italic", "oblique", "-it")
_INVISIBLE = 3
_FILLED_AND_STROKED = 2


@dataclass(frozen=True, slots=True)
class Face:
    """What is known of the type a text object is set in."""

    bold: bool
    italic: bool
    charset: LegacyCharset | None
    is_visible: bool
    is_level: bool
    size: float = 0.0
    """Height of the type in points, 0 when not known."""


@dataclass(slots=True)
class PageText:
    """Words of a page and how far they can be believed."""

    words: list[Word]
    glyph_count: int = 0
    unknown_count: int = 0
    """Glyphs that stand for no character."""
    invisible_count: int = 0
    has_legacy_font: bool = False


class GlyphReader:
    """Reads the glyphs of one page; coordinates come out in points from the top left of the page as seen."""

    def __init__(self, text_page: Any, place: _Placing) -> None:
        self._page = text_page.raw
        self._place = place
        self._faces: dict[int, Face] = {}
        self._fonts: dict[int, tuple[str, int, int]] = {}

    def read(self, *, most: int) -> PageText:
        """Return the words of the page in the order of the file; raise when it holds more characters than `most`."""
        page = self._page
        result = PageText([])
        loose = pdfium.FS_RECTF()
        loose_ref = ctypes.byref(loose)
        x, y = ctypes.c_double(), ctypes.c_double()
        x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
        get_unicode, get_loose = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        get_origin, get_object = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetTextObject
        builder = _WordBuilder(result)
        handle_before = None
        face = None
        count = max(0, pdfium.FPDFText_CountChars(page))
        if count > most:
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Tệp PDF có quá nhiều chữ trên một trang; hãy xuất lại tệp rồi tải lên."
            )
        for index in range(count):
            code = get_unicode(page, index)
            if code in (0x20, 0xA0, 0x0D, 0x0A, 0x09, 0x3000):
                builder.blank(code)
                continue
            text_object = get_object(page, index)
            handle = ctypes.cast(text_object, ctypes.c_void_p).value if text_object else None
            if handle != handle_before or face is None:
                handle_before = handle
                face = self._face(text_object, handle, index)
            if not get_loose(page, index, loose_ref) or not get_origin(page, index, x_ref, y_ref):
                continue
            result.glyph_count += 1
            if not face.is_visible:
                result.invisible_count += 1
            if not face.is_level:
                continue
            box = self._place.box(loose.left, loose.bottom, loose.right, loose.top)
            base = self._place.point(x.value, y.value)[1]
            height = max(box[3] - box[1], 1.0)
            # Nested forms may scale the type once more: then only the box tells.
            size = face.size if 0.5 * height < face.size < 2.5 * height else 0.9 * height
            if code in (0, 0xFFFD) or 0xE000 <= code < 0xF000:
                result.unknown_count += 1
                continue
            if code in (0x02, 0xFFFE):
                code = 0x2D
            builder.add(chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd", box, base, size, face)
        builder.end()
        result.has_legacy_font = any(face.charset for face in self._faces.values())
        return result

    def _face(self, text_object: Any, handle: int | None, index: int) -> Face:
        if handle is None:
            return Face(bold=False, italic=False, charset=None, is_visible=True, is_level=True)
        if handle in self._faces:
            return self._faces[handle]
        font = pdfium.FPDFTextObj_GetFont(text_object)
        font_handle = ctypes.cast(font, ctypes.c_void_p).value or 0
        if font_handle not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("utf-8", "replace")
            self._fonts[font_handle] = name, pdfium.FPDFFont_GetWeight(font), pdfium.FPDFFont_GetFlags(font)
        name, weight, flags = self._fonts[font_handle]
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
        lower = name.lower()
        angle = self._place.seen_angle(pdfium.FPDFText_GetCharAngle(self._page, index))
        face = Face(
            bold=any(sign in lower for sign in _BOLD_NAMES) or weight >= 600 or mode == _FILLED_AND_STROKED,
            italic=any(sign in lower for sign in _ITALIC_NAMES) or bool(flags & 0x40),
            charset=charset_of_font(name),
            is_visible=mode != _INVISIBLE,
            is_level=angle < 0.12,
            size=_type_size(text_object),
        )
        self._faces[handle] = face
        return face


def _type_size(text_object: Any) -> float:
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    if not pdfium.FPDFTextObj_GetFontSize(text_object, size) or not pdfium.FPDFPageObj_GetMatrix(text_object, matrix):
        return 0.0
    return float(abs(size.value) * (matrix.c**2 + matrix.d**2) ** 0.5)


class _Placing:
    """Turns coordinates of the file into those of the page as seen: origin top left, after rotation."""

    def __init__(self, box: tuple[float, float, float, float], quarter_turns: int) -> None:
        self._left, self._bottom, right, top = box
        self._width, self._height = right - self._left, top - self._bottom
        self._turns = quarter_turns % 4
        sideways = self._turns % 2 == 1
        self.width = self._height if sideways else self._width
        self.height = self._width if sideways else self._height

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point as seen."""
        x, y = x - self._left, y - self._bottom
        if self._turns == 0:
            return x, self._height - y
        if self._turns == 1:
            return y, x
        if self._turns == 2:
            return self._width - x, y
        return self._height - y, self._width - x

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return a box as seen: left, top, right, bottom."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def seen_angle(self, angle: float) -> float:
        """Return how far from level a glyph stands on the page as seen, in radians."""
        if angle < 0:
            return 0.0
        turned = (angle + self._turns * 1.5707963) % 6.2831853
        return min(turned, 6.2831853 - turned)


def placing(box: tuple[float, float, float, float], quarter_turns: int) -> _Placing:
    """Return the placing of a page with this crop box, shown after so many quarter turns clockwise."""
    return _Placing(box, quarter_turns)


Placing = _Placing


class _WordBuilder:
    """Strings glyphs to words while they go on along one baseline."""

    def __init__(self, result: PageText) -> None:
        self._words = result.words
        self._text: list[str] = []
        self._left = self._top = self._right = self._bottom = self._base = self._size = 0.0
        self._last_left = 0.0
        self._face: Face | None = None
        self._is_parted = True
        self._seen: dict[tuple[str, int, int], Word] = {}

    def blank(self, code: int) -> None:
        """Note a blank of the file: its width decides, as with any gap; line ends part words always."""
        if code != 0x20 or not self._text:
            self._is_parted = True
        self._pending_blank = True

    _pending_blank = False

    def add(self, char: str, box: tuple[float, float, float, float], base: float, size: float, face: Face) -> None:
        """Add a glyph, to the word at hand or as the first of a new one."""
        left, top, right, bottom = box
        glued = False
        if self._text:
            gap = left - self._right
            same_line = abs(base - self._base) < 0.12 * max(size, self._size)
            if same_line and char == self._text[-1] and abs(left - self._last_left) < 0.08 * size and right > left:
                return
            wide = 0.06 if self._pending_blank else 0.16
            if not same_line or gap > wide * size or left < self._left - 0.3 * size or self._is_parted:
                self.end()
            elif face != self._face:
                self.end()
                glued = gap < 0.1 * size
        self._pending_blank = False
        if not self._text:
            self._left, self._top, self._bottom, self._right = left, top, bottom, right
            self._base, self._size, self._face = base, size, face
            self._glued = glued
            self._is_parted = False
        self._text.append(char)
        self._last_left = left
        self._right = max(self._right, right)
        self._top, self._bottom = min(self._top, top), max(self._bottom, bottom)
        self._size = max(self._size, size)

    _glued = False

    def end(self) -> None:
        """Finish the word at hand."""
        if not self._text or self._face is None:
            return
        text, face = "".join(self._text), self._face
        self._text = []
        if face.charset is not None and not any(char > "\u00ff" and char.isalpha() for char in text):
            decoded = decode_legacy(text, face.charset)
            if text.isascii() or plausibility(decoded) >= plausibility(text):
                text = decoded
        text = clean(text).strip()
        if not text:
            return
        word = Word(
            text,
            self._left,
            self._top,
            self._right,
            self._bottom,
            self._base,
            self._size,
            bold=face.bold,
            italic=face.italic,
            glued=self._glued,
        )
        # Bold is sometimes faked by printing the same word twice, a hair apart.
        key = text, round(self._left / 3), round(self._base / 3)
        twin = self._seen.get(key)
        if twin is not None and abs(twin.left - word.left) < 1.5 and abs(twin.base - word.base) < 1.5:
            twin.bold = True
            return
        self._seen[key] = word
        self._words.append(word)
