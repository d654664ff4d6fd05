"""What a file is, told from its first bytes, and what it may be called."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from typing import BinaryIO

from thidua.lib.vietnamese import clean

UNKNOWN = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SERVED_AS_THEY_ARE = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/tiff", "text/plain", DOCX, XLSX, "application/msword"}
)
"""Types that are sent under their own name; anything else goes out as bytes."""

MAX_NAME = 200
HEAD_BYTES = 4096
"""How much of a file `media_type` wants to see."""

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
)
_OFFICE_PARTS = (("word/", DOCX), ("xl/", XLSX))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def media_type(head: bytes, content: BinaryIO | None = None) -> str:
    """Return the type of a file by its first `HEAD_BYTES` bytes, never by its name.

    For a zip file the list of members is read from `content`, which must seek; nothing is unpacked.
    """
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            return found
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(_OLE):
        return "application/msword" if _has_word_stream(content) else "application/x-ole-storage"
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    if head.startswith(_UTF16):
        return "text/plain"
    if b"\x00" in head:
        return UNKNOWN
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html"
    return "text/plain" if _looks_like_text(head) else UNKNOWN


def _zip_type(content: BinaryIO | None) -> str:
    if content is None:
        return "application/zip"
    try:
        content.seek(0)
        with zipfile.ZipFile(content) as archive:
            names = [info.filename for info in archive.infolist()[:2000]]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return UNKNOWN
    for prefix, found in _OFFICE_PARTS:
        if any(name.startswith(prefix) for name in names):
            return found
    return "application/zip"


def _has_word_stream(content: BinaryIO | None) -> bool:
    """Whether an OLE file names a "WordDocument" stream; its directory lies in the first megabytes or at the end."""
    if content is None:
        return True
    needle = "WordDocument".encode("utf-16-le")
    size = content.seek(0, io.SEEK_END)
    content.seek(0)
    first = content.read(4 * 2**20)
    content.seek(max(0, size - 2**20))
    return needle in first or needle in content.read()


def _looks_like_text(head: bytes) -> bool:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return bool(head) and controls == 0


def clean_name(name: str) -> str:
    """Return a name safe to show and to save under: no folder, no control or direction mark, NFC, not too long."""
    name = clean(name.replace("\x00", "")).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in name)
    name = " ".join(name.translate({ord(char): "_" for char in '<>:"|?*'}).split()).strip(". ")
    if len(name) > MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else name[:MAX_NAME]
    return name or "tep"
