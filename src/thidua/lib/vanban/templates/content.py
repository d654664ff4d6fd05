"""What Word itself would run, fetch or fill in when a paper is opened: objects, includes, field codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thidua.lib.vanban.templates.report import Problem, Reason
from thidua.lib.vanban.templates.tags import Element, W, shown

_FORBIDDEN = {
    "altChunk": (Reason.INCLUDED, "Văn bản chèn nguyên khối tệp khác (altChunk)."),
    "subDoc": (Reason.INCLUDED, "Văn bản ghép văn bản con (subdocument)."),
    "object": (Reason.EMBEDDED, "Văn bản có đối tượng nhúng (OLE)."),
    "OLEObject": (Reason.EMBEDDED, "Văn bản có đối tượng nhúng (OLE)."),
    "control": (Reason.MACRO, "Văn bản có điều khiển chạy lệnh (ActiveX)."),
    "ocx": (Reason.MACRO, "Văn bản có điều khiển chạy lệnh (ActiveX)."),
    "movie": (Reason.EMBEDDED, "Văn bản có phim hoặc âm thanh nhúng."),
    "binData": (Reason.EMBEDDED, "Văn bản có dữ liệu nhị phân nhúng."),
    "mailMerge": (Reason.EXTERNAL, "Văn bản gắn với nguồn trộn thư (Mail Merge)."),
    "attachedTemplate": (Reason.EXTERNAL, "Văn bản gắn với mẫu ở nơi khác."),
    "frameset": (Reason.EXTERNAL, "Văn bản gồm các khung trang (frameset)."),
    "webVideoPr": (Reason.EXTERNAL, "Văn bản có phim trực tuyến."),
    "script": (Reason.MACRO, "Văn bản có đoạn mã chạy lệnh."),
}
_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "SEQ", "TOC", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "HYPERLINK"}
)
_INNER = re.compile(r"#?[\w.-]*")
_LINK = re.compile(r"#?[\w.-]*|(https?://|mailto:)[^\s\\]+", re.IGNORECASE)
_POINTERS = {"src": _INNER, "link": _INNER, "href": _LINK}
"""Attributes that may fetch something (never from elsewhere), and one that a person may follow."""
_STRICT = "{http://purl.oclc.org/ooxml/"
_SAVE_AS_WORD = "Mở tệp bằng Word, lưu lại dạng Word Document (.docx) rồi tải lên."
_REMOVE = "Xóa phần này trong Word, lưu lại rồi tải lên."
_RELATIONSHIP_NAMES = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def look_through(root: Element, problems: list[Problem]) -> None:
    """Note what may not stand in a part of a template, each kind of thing once with the text near it."""
    seen: set[str] = set()

    def note(problem: Problem) -> None:
        if problem.message not in seen:
            seen.add(problem.message)
            problems.append(problem)

    codes = _FieldCodes()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        space, _, name = element.tag.rpartition("}")
        if space.startswith(_STRICT):
            note(Problem(Reason.NOT_WORD, "Tệp lưu ở dạng Strict Open XML.", _SAVE_AS_WORD))
        if name in _FORBIDDEN:
            reason, message = _FORBIDDEN[name]
            note(Problem(reason, message, _REMOVE, _near(element)))
        for attribute, value in element.attrib.items():
            own = str(attribute).rpartition("}")[2]
            allowed = None if str(attribute).startswith(_RELATIONSHIP_NAMES) else _POINTERS.get(own)
            if allowed is not None and not allowed.fullmatch(value):
                note(
                    Problem(
                        Reason.EXTERNAL, f"Văn bản lấy nội dung từ nơi khác: “{value[:80]}”.", _REMOVE, _near(element)
                    )
                )
        if element.tag == f"{W}fldSimple":
            codes.whole(str(element.get(f"{W}instr") or ""), element)
        elif element.tag == f"{W}fldChar":
            codes.mark(str(element.get(f"{W}fldCharType")), element)
        elif element.tag in (f"{W}instrText", f"{W}delInstrText"):
            codes.text(element.text or "", element)
        elif element.tag == f"{W}t":
            codes.printed(element.text or "")
    codes.finish()
    for code, element in codes.found:
        if problem := _code_problem(code, _near(element)):
            note(problem)


@dataclass(slots=True)
class _Code:
    """A Word field being read: its code so far; the code ends where the result begins."""

    where: Element
    texts: list[str]
    has_result: bool = False


class _FieldCodes:
    """Puts the codes of Word fields together again, which may be broken over many runs."""

    def __init__(self) -> None:
        self._open: list[_Code] = []
        self.found: list[tuple[str, Element]] = []

    def whole(self, code: str, element: Element) -> None:
        self.found.append((code, element))

    def mark(self, kind: str, element: Element) -> None:
        if kind == "begin":
            if self._open and not self._open[-1].has_result:
                # The result of a field within a code becomes part of the code when Word opens the paper.
                self.found.append(("QUOTE", element))
            self._open.append(_Code(element, []))
        elif kind == "separate" and self._open:
            self._open[-1].has_result = True
        elif kind == "end" and self._open:
            code = self._open.pop()
            self.found.append(("".join(code.texts), code.where))

    def text(self, text: str, element: Element) -> None:
        if self._open:
            self._open[-1].texts.append(text)
        else:
            self.found.append((text, element))

    def printed(self, text: str) -> None:
        """Take printed text that stands within a code, which Word reads as code too."""
        if self._open and not self._open[-1].has_result:
            self._open[-1].texts.append(text)

    def finish(self) -> None:
        while self._open:
            code = self._open.pop()
            self.found.append(("".join(code.texts), code.where))


def _code_problem(code: str, where: str) -> Problem | None:
    words = code.split()
    name = words[0].upper() if words else ""
    if not code.strip():
        return None if code == "" else Problem(Reason.WORD_FIELD, "Văn bản có trường Word rỗng.", _REMOVE, where)
    if "{" in code or "}" in code:
        return Problem(
            Reason.TAG_OUTSIDE_TEXT,
            "Thẻ của mẫu nằm trong mã trường của Word.",
            "Gõ thẻ thành chữ thường, không đặt trong trường (Insert Field).",
            where,
        )
    if name in _FIELDS and (name != "HYPERLINK" or _is_safe_link(words[1:])):
        return None
    return Problem(
        Reason.WORD_FIELD,
        f"Văn bản có trường Word không được phép: {shown(name)[:40]}.",
        "Nhấn Ctrl+Shift+F9 để đổi trường thành chữ, hoặc xóa trường đó; chỉ giữ số trang và mục lục.",
        where,
    )


def _is_safe_link(arguments: list[str]) -> bool:
    targets = [one.strip('"') for one in arguments if not one.startswith("\\")]
    return all(_LINK.fullmatch(target) for target in targets)


def _near(element: Element) -> str:
    """Return the text of the paragraph an element stands in."""
    paragraph = element if element.tag == f"{W}p" else next(element.iterancestors(f"{W}p"), None)
    return "" if paragraph is None else shown("".join(text.text or "" for text in paragraph.iter(f"{W}t")))
