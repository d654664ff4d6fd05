"""The parts of a Word file and how they hang together; nothing outside the file is ever opened."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Document, SourceFormat
from thidua.lib.vanban.reading.archive import Archive, damaged, parse_xml
from thidua.lib.vanban.reading.docx.body import Body
from thidua.lib.vanban.reading.docx.names import Element
from thidua.lib.vanban.reading.docx.numbering import Numbering
from thidua.lib.vanban.reading.docx.styles import Styles
from thidua.lib.vanban.reading.limits import Limits

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_THEME_FONT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LEGACY_FONT_SIGNS = (b".Vn", b".VN", b".vn", b"VNI", b"Vni", b"vni")


def read_docx(content: bytes, *, limits: Limits, source_format: SourceFormat = SourceFormat.DOCX) -> Document:
    """Read the bytes of a Word file; raise `UnreadableDocument` when they are not one or cost too much."""
    archive = Archive(content, limits)
    main = main_part(archive)
    if main is None:
        raise not_word(archive)
    raw = archive.read(main)
    relations = _relations(archive, main)

    def part(kind: str) -> bytes | None:
        name = relations.get(kind)
        return archive.read(name) if name in archive.names and name is not None else None

    styles_part, numbering_part, theme_part = part("styles"), part("numbering"), part("theme")
    parts = (raw, styles_part or b"", theme_part or b"")
    has_legacy_fonts = any(sign in content_part for content_part in parts for sign in _LEGACY_FONT_SIGNS)
    body = Body(
        styles=Styles.read(xml_root(styles_part), theme_fonts(theme_part) if has_legacy_fonts else {}),
        numbering=Numbering.read(xml_root(numbering_part)),
        limits=limits,
        has_legacy_fonts=has_legacy_fonts,
    )
    root = xml_root(raw)
    if root is None:
        raise damaged("phần thân văn bản")
    notes = xml_root(part("footnotes")) if b"footnoteReference" in raw else None
    blocks, lines = body.read(root, notes)
    if not any(line.text.strip() for line in lines):
        raise UnreadableDocument(
            UnreadableReason.NO_TEXT,
            "Tệp Word không có chữ nào; nếu là ảnh chụp dán vào Word, hãy tải lên chính ảnh quét hoặc tệp PDF.",
        )
    notices = []
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        notices.append("Tệp có chứa macro; macro không được chạy, chỉ phần chữ được đọc.")
    if body.has_decoded:
        notices.append("Phông chữ cũ (.VnTime, VNI) đã được chuyển sang Unicode.")
    if body.has_changes:
        notices.append("Tệp còn vết sửa (Track Changes): phần thêm được giữ, phần xóa được bỏ.")
    return Document(tuple(blocks), tuple(lines), source_format, notices=tuple(notices))


def xml_root(raw: bytes | None) -> Element | None:
    """Parse a part; one in the strict dialect is read as the usual one. None gives None."""
    if raw is None:
        return None
    return parse_xml(raw.replace(_STRICT, _TRANSITIONAL) if _STRICT in raw[:4096] else raw)


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference from one part to another: its id, the last word of its type, the part it names."""

    key: str
    kind: str
    target: str


def inner_relations(archive: Archive, part: str) -> list[Relation]:
    """Return the references of a part to parts inside the file; outer ones are left out."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive.names:
        return []
    found = []
    for relation in parse_xml(archive.read(path)).iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        inner = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.append(Relation(relation.get("Id") or "", (relation.get("Type") or "").rpartition("/")[2], inner))
    return found


def _relations(archive: Archive, part: str) -> dict[str, str]:
    """Return the first inner part a part refers to, by the last word of the relation's type."""
    found: dict[str, str] = {}
    for relation in inner_relations(archive, part):
        found.setdefault(relation.kind, relation.target)
    return found


def main_part(archive: Archive) -> str | None:
    """Return the name of the part that holds the document, None when the file is no Word file."""
    if "_rels/.rels" in archive.names:
        main = _relations(archive, "").get("officeDocument")
        if main in archive.names and main is not None and "word" in main.lower():
            return main
    return next((name for name in ("word/document.xml", "word/document2.xml") if name in archive.names), None)


def theme_fonts(raw: bytes | None) -> dict[str, str]:
    """Return the Latin fonts of the theme by the first five letters of their use: major, minor."""
    root = xml_root(raw)
    if root is None:
        return {}
    fonts = {}
    for use in ("major", "minor"):
        latin = next(root.iter(f"{_THEME_FONT}{use}Font"), None)
        latin = None if latin is None else latin.find(f"{_THEME_FONT}latin")
        if latin is not None and latin.get("typeface"):
            fonts[use] = latin.get("typeface") or ""
    return fonts


def not_word(archive: Archive) -> UnreadableDocument:
    """Return the error for a zip file of another kind."""
    names = archive.names
    if any(name.startswith("xl/") for name in names):
        what = "Đây là tệp Excel; hãy chép kế hoạch sang Word (.docx) rồi tải lên."
    elif any(name.startswith("ppt/") for name in names):
        what = "Đây là tệp PowerPoint; hãy chép kế hoạch sang Word (.docx) rồi tải lên."
    elif "content.xml" in names and "mimetype" in names:
        what = "Đây là tệp LibreOffice (.odt); hãy lưu lại dạng Word (.docx) rồi tải lên."
    elif not names:
        what = "Tệp nén rỗng; hãy kiểm tra lại tệp đã chọn."
    else:
        what = "Đây là tệp nén, không phải văn bản Word; hãy giải nén rồi tải lên từng tệp."
    return UnreadableDocument(UnreadableReason.UNKNOWN_TYPE, what)
