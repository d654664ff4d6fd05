"""From bytes of unknown encoding to clean Vietnamese text."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from thidua.lib.vietnamese.legacy import LegacyCharset, decode_legacy, detect_legacy
from thidua.lib.vietnamese.syllables import plausibility

_WESTERN = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was found in; `is_certain` is False when it had to be guessed by its looks."""

    text: str
    encoding: str
    is_certain: bool


def decode_bytes(content: bytes, *, declared: str | None = None) -> Decoded | None:
    """Return the text of bytes in UTF-8, UTF-16, UTF-32, windows-1258, TCVN3, VNI or windows-1252; None when binary.

    `declared` is what the file itself says (an HTML meta element); it is believed when it decodes.
    The text is not cleaned yet: only legacy letters are replaced by Unicode ones.
    """
    marked = _by_mark(content)
    if marked is not None:
        return marked
    wide = _utf_16_without_mark(content)
    if wide is not None:
        return wide
    if content.count(b"\0") or _is_binary(content):
        return None
    try:
        return _with_legacy_letters(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        # A few broken bytes among many sound letters are damage, not another encoding.
        sound = content.decode("utf-8", "ignore")
        lost = len(content) - len(sound.encode("utf-8"))
        if lost * 10 <= sum(not char.isascii() for char in sound):
            return _with_legacy_letters(content.decode("utf-8", "replace"), "utf-8")
    if declared:
        try:
            return _with_legacy_letters(content.decode(declared), codecs.lookup(declared).name)
        except (LookupError, ValueError):
            pass
    return _by_looks(content)


def _by_mark(content: bytes) -> Decoded | None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return None if "\0" in text else _with_legacy_letters(text, encoding)
    return None


def _utf_16_without_mark(content: bytes) -> Decoded | None:
    """Recognise UTF-16 by its spaces and line ends, whose zero bytes stand on one side only."""
    sample = content[:4096]
    little, big = sample[1::2].count(0), sample[0::2].count(0)
    if max(little, big) * 5 < len(sample) // 2 or min(little, big) * 20 > max(little, big):
        return None
    encoding = "utf-16-le" if little > big else "utf-16-be"
    text = content[: len(content) // 2 * 2].decode(encoding, "replace")
    if "\0" in text or text.count("\ufffd") * 100 > len(text):
        return None
    return Decoded(text, encoding, is_certain=True)


def _is_binary(content: bytes) -> bool:
    sample = content[:65536]
    controls = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 11, 12, 13, 26))
    return controls * 100 > len(sample)


def _with_legacy_letters(text: str, encoding: str) -> Decoded:
    charset = detect_legacy(text)
    if charset is None:
        return Decoded(text, encoding, is_certain=True)
    return Decoded(decode_legacy(text, charset), charset.value, is_certain=False)


def _by_looks(content: bytes) -> Decoded | None:
    # Quotes and dashes stand where windows-1252 has them, in the legacy encodings too.
    western = "".join(_WESTERN[byte] for byte in content)
    candidates = [
        (unicodedata.normalize("NFC", content.decode("cp1258", "replace")), "windows-1258"),
        (decode_legacy(western, LegacyCharset.TCVN3), LegacyCharset.TCVN3.value),
        (decode_legacy(western, LegacyCharset.VNI), LegacyCharset.VNI.value),
        (content.decode("cp1252", "replace"), "windows-1252"),
    ]
    scored = [(plausibility(text), -rank) for rank, (text, _) in enumerate(candidates)]
    best, rank = max(scored)
    if best <= -0.5 and len(content) > 64 and sum(byte > 0x7F for byte in content[:65536]) * 4 > len(content[:65536]):
        return None
    text, encoding = candidates[-rank]
    return Decoded(text, encoding, is_certain=False)
