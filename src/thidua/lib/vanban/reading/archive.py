"""Zip files and XML of strangers: counted while unpacked, never believed, nothing outside ever fetched."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.limits import MEGABYTE, Limits

_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def damaged(what: str) -> UnreadableDocument:
    """Return the error for a file of which a needed part is broken."""
    return UnreadableDocument(
        UnreadableReason.DAMAGED,
        f"Tệp bị hỏng ({what}); hãy mở và lưu lại bằng phần mềm soạn thảo rồi tải lên lần nữa.",
    )


class Archive:
    """A zip file whose members are unpacked within bounds; raises `UnreadableDocument` beyond them."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, EOFError) as error:
            raise damaged("tệp nén không trọn vẹn") from error
        self.names = frozenset(self._zip.namelist())
        if len(self._zip.filelist) > limits.archive_members:
            raise _bomb()

    def read(self, name: str) -> bytes:
        """Return the bytes of one member; raise `KeyError` when there is no such member."""
        info = self._zip.getinfo(name)
        if info.flag_bits & 0x1:
            raise UnreadableDocument(UnreadableReason.ENCRYPTED, "Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi tải lại.")
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(65536):
                    size += len(chunk)
                    self._count(len(chunk), size, info.compress_size)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise damaged("phần nén bên trong không giải được") from error
        return b"".join(chunks)

    def _count(self, more: int, size: int, packed: int) -> None:
        self._unpacked += more
        limits = self._limits
        is_bomb = size > MEGABYTE and size > limits.unpacked_ratio * max(packed, 1)
        if is_bomb or size > limits.part_bytes or self._unpacked > limits.unpacked_bytes:
            raise _bomb()


def _bomb() -> UnreadableDocument:
    return UnreadableDocument(
        UnreadableReason.TOO_LARGE,
        "Nội dung nén trong tệp bung ra quá lớn, giống tệp phá hoại; hãy lưu lại tệp bằng Word rồi tải lại.",
    )


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML that may be hostile: declarations of types or entities are refused, nothing is fetched."""
    if any(word in content for word in _DECLARATIONS):
        raise UnreadableDocument(
            UnreadableReason.DAMAGED,
            "Tệp chứa khai báo XML bị cấm (DTD, thực thể); hãy lưu lại tệp bằng Word rồi tải lại.",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise UnreadableDocument(
                UnreadableReason.TOO_COMPLEX, "Cấu trúc tệp lồng nhau quá sâu; hãy lưu lại tệp bằng Word rồi tải lại."
            ) from error
        raise damaged("phần XML không đúng") from error
