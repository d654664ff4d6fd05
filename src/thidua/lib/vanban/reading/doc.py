"""Word files of 1997 to 2003 (.doc): converted to .docx in memory of a folder of their own, then read as such."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from doc2docx import convert
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Document, SourceFormat
from thidua.lib.vanban.reading.docx import read_docx
from thidua.lib.vanban.reading.limits import Limits


def read_doc(content: bytes, *, limits: Limits) -> Document:
    """Read an OLE file; raise `UnreadableDocument` when it is no Word document, encrypted, or broken."""
    if _names(content, "EncryptedPackage"):
        raise _encrypted()
    if not _names(content, "WordDocument"):
        raise UnreadableDocument(UnreadableReason.UNKNOWN_TYPE, _what_else(content))
    with tempfile.TemporaryDirectory(prefix="thidua-doc-") as folder:
        source, target = Path(folder) / "source.doc", Path(folder) / "target.docx"
        source.write_bytes(content)
        try:
            convert(source, target)
        except EncryptedDocumentError as error:
            raise _encrypted() from error
        except Doc2DocxError as error:
            raise UnreadableDocument(
                UnreadableReason.DAMAGED,
                "Tệp .doc bị hỏng hoặc quá cũ; hãy mở bằng Word, lưu lại dạng .docx rồi tải lên.",
            ) from error
        converted = target.read_bytes()
    document = read_docx(converted, limits=limits, source_format=SourceFormat.DOC)
    if _names(content, "Macros") or _names(content, "_VBA_PROJECT"):
        notice = "Tệp có chứa macro; macro không được chạy, chỉ phần chữ được đọc."
        document = replace(document, notices=(*document.notices, notice))
    return document


def _names(content: bytes, stream: str) -> bool:
    """Tell whether a stream or storage of this name is listed in the file."""
    return stream.encode("utf-16-le") in content


def _encrypted() -> UnreadableDocument:
    return UnreadableDocument(UnreadableReason.ENCRYPTED, "Tệp Word được đặt mật khẩu; hãy bỏ mật khẩu rồi tải lại.")


def _what_else(content: bytes) -> str:
    if _names(content, "Workbook") or _names(content, "Book"):
        return "Đây là tệp Excel; hãy chép kế hoạch sang Word (.docx) rồi tải lên."
    if _names(content, "PowerPoint Document"):
        return "Đây là tệp PowerPoint; hãy chép kế hoạch sang Word (.docx) rồi tải lên."
    return "Không nhận ra loại tệp; hãy tải lên tệp Word (.docx, .doc), PDF, ảnh quét hoặc văn bản (.txt)."
