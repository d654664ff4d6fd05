"""Tell what a file is by its content; the name only tells text from markdown and HTML."""

from __future__ import annotations

import re
from enum import StrEnum

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"BM", b"RIFF", b"GIF8")
_HTML_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|h[1-6]|span|center)[\s>]", re.IGNORECASE
)
_HTML_ANYWHERE = re.compile(rb"<(?:html|body)[\s>]", re.IGNORECASE)


class FileKind(StrEnum):
    """What the content is."""

    TEXT = "text"
    HTML = "html"
    ZIP = "zip"
    OLE = "ole"
    PDF = "pdf"
    IMAGE = "image"
    RTF = "rtf"


def kind_of(content: bytes, *, filename: str | None = None) -> FileKind:
    """Return the kind of a file from its first bytes; whatever is not known is taken for text."""
    head = content[:1024]
    if head.startswith(_ZIP):
        return FileKind.ZIP
    if head.startswith(_OLE):
        return FileKind.OLE
    if b"%PDF-" in head:
        return FileKind.PDF
    if head.startswith(b"{\\rt"):
        return FileKind.RTF
    if _is_image(head):
        return FileKind.IMAGE
    if _is_html(content, filename):
        return FileKind.HTML
    return FileKind.TEXT


def _is_image(head: bytes) -> bool:
    if head.startswith(b"BM"):
        return len(head) > 26 and head[6:10] == b"\0\0\0\0"
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    return head.startswith(_IMAGES)


def _is_html(content: bytes, filename: str | None) -> bool:
    head = content[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if head.startswith(b"<?xml"):
        head = head[head.find(b"?>") + 2 :].lstrip()
    while head.startswith(b"<!--") and b"-->" in head:
        head = head[head.find(b"-->") + 3 :].lstrip()
    narrow = head.replace(b"\0", b"")
    if re.match(rb"<!doctype\s+html|<html", narrow, re.IGNORECASE):
        return True
    is_named = bool(filename) and str(filename).lower().endswith((".html", ".htm", ".xhtml", ".doc", ".xls", ".mht"))
    return is_named and bool(_HTML_START.match(narrow) or _HTML_ANYWHERE.search(narrow))
