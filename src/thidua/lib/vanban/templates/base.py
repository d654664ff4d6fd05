"""The Word file an office begins from: the program's own paper of a kind, its fields standing as text to be moved."""

from __future__ import annotations

import copy
import datetime
import io
import re
import zipfile
from dataclasses import replace

from thidua.lib.vanban.form.wording import date_in_words
from thidua.lib.vanban.official import Capacity, OfficialDocument
from thidua.lib.vanban.reading.archive import parse_xml
from thidua.lib.vanban.templates.kinds import Kind, kind_of
from thidua.lib.vanban.templates.package import MAIN
from thidua.lib.vanban.templates.ready_papers import with_marks
from thidua.lib.vanban.templates.tags import Element, W, serialized
from thidua.lib.vanban.writing.docx import write_docx

# An official document holds number, date and authority as such, not as text: these stand in for their fields.
_NUMBER = 918273
_DAY = datetime.date(1901, 12, 31)
_AUTHORITY = "THAMQUYENKY"
_IN_CAPITALS = re.compile(r"\{\{ ([A-Z0-9_]+) \}\}")
_ALONE = re.compile(r"\{\{ (\w+)(\|in_hoa)? \}\}")


def base_template(kind: str) -> bytes:
    """Return the template of a kind to begin from, as a Word file that `check_template` lets pass.

    Raises `KeyError` for an unknown kind.
    """
    chosen = kind_of(kind)
    content = write_docx(_standing_in(chosen, with_marks(kind)))
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            raw = source.read(info)
            target.writestr(info, _with_fields(chosen, raw) if info.filename == MAIN else raw)
    return changed.getvalue()


def _standing_in(kind: Kind, paper: OfficialDocument) -> OfficialDocument:
    if kind.is_minutes:
        return replace(paper, number=_NUMBER)
    (signature,) = paper.signatures
    signed = replace(signature, capacity=Capacity.DEPUTY, authority=_AUTHORITY)
    return replace(paper, number=_NUMBER, issued_on=_DAY, signatures=(signed,))


def _with_fields(kind: Kind, raw: bytes) -> bytes:
    root = parse_xml(raw)
    for text in root.iter(f"{W}t"):
        words = text.text or ""
        words = words.replace(str(_NUMBER), "{{ so }}").replace(date_in_words(_DAY), "{{ ngay_ban_hanh }}")
        words = words.replace(f"{Capacity.DEPUTY.value} {_AUTHORITY}", "{{ tham_quyen_ky }}")
        text.text = _IN_CAPITALS.sub(lambda mark: f"{{{{ {mark.group(1).lower()}|in_hoa }}}}", words)
    for paragraph in list(root.iter(f"{W}p")):
        alone = _ALONE.fullmatch(_text(paragraph))
        field = kind.field(alone.group(1)) if alone else None
        if alone and field and field.may_be_blank and not _is_conditional(paragraph):
            _put_beside(paragraph, f"{{%p if {field.name} %}}", "{%p endif %}")
    return serialized(root)


def _text(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _is_conditional(paragraph: Element) -> bool:
    before = paragraph.getprevious()
    return before is not None and before.tag == f"{W}p" and _text(before).startswith("{%p if ")


def _put_beside(paragraph: Element, before: str, behind: str) -> None:
    """Set a paragraph between two that look alike and hold these tags."""
    for text, add in ((before, paragraph.addprevious), (behind, paragraph.addnext)):
        other = copy.deepcopy(paragraph)
        first, *rest = other.iter(f"{W}t")
        first.text = text
        for one in rest:
            one.text = ""
        add(other)
