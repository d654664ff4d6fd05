"""The parts of an uploaded Word file: which there may be, where they may point, what may stand in them.

A closed list everywhere: parts, their relations, Word fields. What Word would run, fetch or unpack when the paper is
opened is refused here, before anything is rendered; what is left is handed on as parsed XML.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.archive import Archive, parse_xml
from thidua.lib.vanban.reading.limits import MEGABYTE, Limits
from thidua.lib.vanban.templates.content import look_through
from thidua.lib.vanban.templates.report import Problem, Reason
from thidua.lib.vanban.templates.tags import Element, has_tag_marks, serialized

LIMITS = Limits(
    file_bytes=10 * MEGABYTE, unpacked_bytes=40 * MEGABYTE, part_bytes=16 * MEGABYTE, archive_members=300,
    unpacked_ratio=150,
)  # fmt: skip
MAIN = "word/document.xml"
RENDERED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
"""Parts in which fields are filled."""

_XML_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app|custom)\.xml"
    r"|customXml/(item|itemProps)\d*\.xml|customXml/_rels/item\d*\.xml\.rels"
    r"|word/(_rels/)?(document|header\d*|footer\d*|footnotes|endnotes|settings|webSettings|fontTable|styles"
    r"|stylesWithEffects|numbering|comments|commentsExtended|commentsIds|commentsExtensible|people)\.xml(\.rels)?"
    r"|word/glossary/(_rels/)?(document|settings|webSettings|fontTable|styles|stylesWithEffects|numbering"
    r"|header\d*|footer\d*|footnotes|endnotes)\.xml(\.rels)?"
    r"|word/theme/(_rels/)?theme\d*\.xml(\.rels)?"
)
_PICTURES = re.compile(r"(word/(theme/)?media|docProps)/[A-Za-z0-9_.-]+\.(png|jpe?g|gif)", re.IGNORECASE)
_PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_ACTIVE_PARTS = (
    (re.compile(r"vba|macro|activex|userform", re.IGNORECASE), Reason.MACRO, "macro hoặc điều khiển chạy lệnh"),
    (re.compile(r"embeddings|oleobject|package|\.(bin|xlsx?|docx?|docm|pptx?|zip|exe|dll|jar)$", re.IGNORECASE),
     Reason.EMBEDDED, "tệp hoặc đối tượng nhúng (OLE)"),
    (re.compile(r"afchunk|\.(html?|mht|mhtml|rtf|txt)$", re.IGNORECASE),
     Reason.INCLUDED, "tệp chèn nguyên khối (altChunk)"),
)  # fmt: skip
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELATIONS = frozenset(
    {
        "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles",
        "stylesWithEffects", "settings", "webSettings", "fontTable", "theme", "numbering", "footnotes", "endnotes",
        "header", "footer", "image", "hyperlink", "comments", "commentsExtended", "commentsIds",
        "commentsExtensible", "people", "customXml", "customXmlProps", "glossaryDocument",
    }
)  # fmt: skip
_LINK = re.compile(r"(https?://|mailto:)[^\s\\]+", re.IGNORECASE)
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SAVE_AGAIN = "Mở tệp bằng Word, lưu lại dạng Word Document (.docx) rồi tải lên."
_REMOVE = "Xóa phần này trong Word, lưu lại rồi tải lên."


@dataclass(slots=True)
class Package:
    """An unpacked file: `parts` as they were, `trees` of those that are XML."""

    parts: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, Element] = field(default_factory=dict)

    def packed(self) -> bytes:
        """Return the file anew: XML as parsed (no comments, no instructions), the rest as it was."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, raw in self.parts.items():
                archive.writestr(name, serialized(self.trees[name]) if name in self.trees else raw)
        return content.getvalue()


def unpack(content: bytes, problems: list[Problem]) -> Package | None:
    """Take a file apart and note all that may not be in it; None when it cannot be taken apart at all."""
    if len(content) > LIMITS.file_bytes:
        most = LIMITS.file_bytes // MEGABYTE
        problems.append(
            Problem(Reason.TOO_LARGE, f"Tệp lớn quá {most} MB.", "Bỏ bớt hình ảnh hoặc nén hình trong Word.")
        )
        return None
    if not content.startswith(b"PK\x03\x04"):
        problems.append(Problem(Reason.NOT_WORD, "Đây không phải tệp Word (.docx).", _SAVE_AGAIN))
        return None
    package = Package()
    try:
        _take_apart(content, package, problems)
    except UnreadableDocument as error:
        problems.append(_unreadable(error))
        return None
    if MAIN not in package.trees:
        problems.append(Problem(Reason.NOT_WORD, "Tệp không có phần thân của văn bản Word.", _SAVE_AGAIN))
        return None
    return package


def _take_apart(content: bytes, package: Package, problems: list[Problem]) -> None:
    archive = Archive(content, LIMITS)
    with zipfile.ZipFile(io.BytesIO(content)) as listing:
        infos = [info for info in listing.infolist() if not info.is_dir()]
    if len({info.filename.lower() for info in infos}) != len(infos):
        problems.append(Problem(Reason.UNSAFE_NAME, "Trong tệp có hai phần trùng tên.", _SAVE_AGAIN))
        return
    for info in infos:
        name = info.filename
        raw = archive.read(name)
        if problem := _part_problem(name, raw):
            problems.append(problem)
        elif _XML_PARTS.fullmatch(name):
            tree = parse_xml(raw)
            if tree.getroottree().docinfo.internalDTD is not None:
                problems.append(Problem(Reason.UNSAFE_XML, f"Phần {name} khai báo thực thể XML.", _SAVE_AGAIN))
                continue
            if name.startswith("docProps/"):
                _empty_marks(tree)
            package.parts[name], package.trees[name] = raw, tree
        else:
            package.parts[name] = raw
    for name, tree in package.trees.items():
        if name.endswith(".rels"):
            _check_relations(name, tree, package, problems)
        elif name == "[Content_Types].xml":
            _check_types(tree, problems)
        else:
            look_through(tree, problems)


def _empty_marks(tree: Element) -> None:
    """Take texts with marks out of a file's properties: Word copies its first line there; nothing is filled."""
    for element in tree.iter():
        if has_tag_marks(element.text or ""):
            element.text = ""


def _part_problem(name: str, raw: bytes) -> Problem | None:
    path = name.replace("\\", "/")
    if path != name or path.startswith("/") or ":" in path or ".." in path.split("/") or "\0" in path:
        return Problem(Reason.UNSAFE_NAME, f"Trong tệp có phần mang tên không hợp lệ: “{name[:80]}”.", _SAVE_AGAIN)
    if _XML_PARTS.fullmatch(name):
        return None
    if _PICTURES.fullmatch(name):
        if raw.startswith(_PICTURE_STARTS):
            return None
        return Problem(
            Reason.PICTURE,
            f"Hình “{name}” không phải ảnh PNG, JPEG hay GIF.",
            "Chèn lại hình bằng tệp ảnh PNG hoặc JPEG.",
        )
    for pattern, reason, what in _ACTIVE_PARTS:
        if pattern.search(name):
            return Problem(reason, f"Tệp có {what}: “{name[:80]}”.", _REMOVE)
    if name.startswith("word/media/"):
        return Problem(
            Reason.PICTURE,
            f"Hình “{name[:80]}” không thuộc loại được nhận.",
            "Chèn lại hình bằng tệp ảnh PNG hoặc JPEG.",
        )
    return Problem(
        Reason.UNKNOWN_PART,
        f"Tệp có phần không được nhận trong mẫu: “{name[:80]}”.",
        "Bỏ biểu đồ, sơ đồ, phông nhúng và các đối tượng đặc biệt; chỉ giữ chữ, bảng và hình ảnh.",
    )


def _check_types(tree: Element, problems: list[Problem]) -> None:
    types = {str(one.get("PartName") or one.get("Extension")): str(one.get("ContentType")) for one in tree}
    if any("macroenabled" in found.lower() or "vba" in found.lower() for found in types.values()):
        problems.append(Problem(Reason.MACRO, "Tệp thuộc loại có macro (.docm, .dotm).", _SAVE_AGAIN))
    elif types.get(f"/{MAIN}") != _WORD_TYPE:
        problems.append(Problem(Reason.NOT_WORD, "Tệp không phải loại Word Document (.docx).", _SAVE_AGAIN))


def _check_relations(name: str, tree: Element, package: Package, problems: list[Problem]) -> None:
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in tree.iter():
        if relation.tag != _RELATION:
            continue
        kind = str(relation.get("Type") or "").rpartition("/")[2]
        target = str(relation.get("Target") or "")
        if kind == "attachedTemplate":
            problems.append(
                Problem(
                    Reason.EXTERNAL,
                    f"Tệp gắn với mẫu ở nơi khác: “{target[:80]}”.",
                    "Vào Developer, Document Template, đặt lại Normal rồi lưu.",
                )
            )
        elif kind not in _RELATIONS:
            problems.append(Problem(Reason.EMBEDDED, f"Tệp có liên kết loại không được nhận: “{kind[:60]}”.", _REMOVE))
        elif str(relation.get("TargetMode") or "").lower() == "external":
            if kind != "hyperlink" or not _LINK.fullmatch(target):
                problems.append(
                    Problem(
                        Reason.EXTERNAL,
                        f"Tệp liên kết ra ngoài: “{target[:80]}”.",
                        "Chèn hẳn hình vào văn bản, bỏ liên kết rồi tải lên.",
                    )
                )
        elif kind != "hyperlink" or not target.startswith("#"):
            inner = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if inner not in package.parts:
                problems.append(Problem(Reason.EXTERNAL, f"Tệp trỏ tới phần không có: “{target[:80]}”.", _SAVE_AGAIN))


def _unreadable(error: UnreadableDocument) -> Problem:
    reasons = {
        UnreadableReason.TOO_LARGE: Reason.TOO_LARGE,
        UnreadableReason.TOO_COMPLEX: Reason.TOO_LARGE,
        UnreadableReason.ENCRYPTED: Reason.ENCRYPTED,
    }
    reason = reasons.get(error.reason, Reason.DAMAGED)
    if "DTD" in str(error):
        reason = Reason.UNSAFE_XML
    what, _, remedy = str(error).partition("; ")
    return Problem(reason, f"{what}.", remedy[:1].upper() + remedy[1:] if remedy else _SAVE_AGAIN)
