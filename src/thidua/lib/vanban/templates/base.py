"""The Word file an office begins from: the program's own paper of a kind, its fields standing as text to be moved."""

from __future__ import annotations

import copy
import datetime
import io
import re
import zipfile
from dataclasses import replace
from xml.sax.saxutils import escape

from thidua.lib.vanban.form.wording import ADDRESSEES_WORD, date_in_words
from thidua.lib.vanban.official import Capacity, OfficialDocument
from thidua.lib.vanban.reading.archive import parse_xml
from thidua.lib.vanban.templates.kinds import Kind, kind_of
from thidua.lib.vanban.templates.package import MAIN
from thidua.lib.vanban.templates.ready_papers import with_marks
from thidua.lib.vanban.templates.tags import Element, W, serialized
from thidua.lib.vanban.writing.docx import write_docx

_PROPERTIES = "docProps/core.xml"
# An official document holds number, date and authority as such, not as text: these stand in for their fields.
_NUMBER = 918273
_DAY = datetime.date(1901, 12, 31)
_AUTHORITY = "THAMQUYENKY"
_IN_CAPITALS = re.compile(r"\{\{ ([A-Z0-9_]+) \}\}")
_LOOP = re.compile(r"\{%tr for dong in (\w+) %\}")
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
            if info.filename == MAIN:
                raw = _with_fields(chosen, raw)
            elif info.filename == _PROPERTIES:
                raw = raw.replace(escape(_title(chosen)).encode(), b"")
            target.writestr(info, raw)
    return changed.getvalue()


def _standing_in(kind: Kind, paper: OfficialDocument) -> OfficialDocument:
    paper = replace(paper, number=_NUMBER, title=_title(kind))
    if kind.is_minutes:
        return paper
    (signature,) = paper.signatures
    signed = replace(signature, capacity=Capacity.DEPUTY, authority=_AUTHORITY)
    return replace(paper, issued_on=_DAY, signatures=(signed,))


def _title(kind: Kind) -> str:
    """Return an abstract of usual length: the rule below it is drawn as long as a part of it."""
    field = kind.field("trich_yeu")
    return str(field.sample) if field is not None else ""


def _with_fields(kind: Kind, raw: bytes) -> bytes:
    root = parse_xml(raw)
    for text in root.iter(f"{W}t"):
        words = text.text or ""
        words = words.replace(str(_NUMBER), "{{ so }}").replace(date_in_words(_DAY), "{{ ngay_ban_hanh }}")
        words = words.replace(_title(kind), "{{ trich_yeu }}")
        words = words.replace(f"{Capacity.DEPUTY.value} {_AUTHORITY}", "{{ tham_quyen_ky }}")
        text.text = _IN_CAPITALS.sub(lambda mark: f"{{{{ {mark.group(1).lower()}|in_hoa }}}}", words)
    for table in root.iter(f"{W}tbl"):
        _set_widths(kind, table)
    _address(root)
    for paragraph in list(root.iter(f"{W}p")):
        alone = _ALONE.fullmatch(_text(paragraph))
        field = kind.field(alone.group(1)) if alone else None
        if alone and field and field.may_be_blank and not _is_conditional(paragraph):
            _enclose(paragraph, field.name)
    return serialized(root)


def _set_widths(kind: Kind, table: Element) -> None:
    """Give the columns of a table of rows the widths of the finished paper: marks need more room than values."""
    name = _LOOP.search(_text(table))
    field = kind.field(name.group(1)) if name else None
    grid = table.findall(f"{W}tblGrid/{W}gridCol")
    if field is None or len(grid) != len(field.columns):
        return
    whole = sum(int(column.get(f"{W}w")) for column in grid)
    shares = sum(column.width for column in field.columns)
    widths = [str(whole * column.width // shares) for column in field.columns]
    for row in (grid, *([cell.find(f"{W}tcPr/{W}tcW") for cell in row] for row in table.iter(f"{W}tr"))):
        for element, width in zip([one for one in row if one is not None], widths, strict=False):
            element.set(f"{W}w", width)


def _address(root: Element) -> None:
    """Let "Kính gửi" take one addressee on its line, several below it, and go when there is none."""
    paragraphs = list(root.iter(f"{W}p"))
    first = next((one for one in paragraphs if _text(one).startswith(ADDRESSEES_WORD)), None)
    if first is None:
        return
    last = next(one for one in paragraphs if "{{ kinh_gui|cuoi }}" in _text(one))
    alone = [_copy(first, text) for text in ("{%p elif kinh_gui %}", f"{ADDRESSEES_WORD} {{{{ kinh_gui|cuoi }}}}")]
    first.addprevious(_copy(first, "{%p if kinh_gui|nhieu %}"))
    for one in reversed([*alone, _copy(first, "{%p endif %}")]):
        last.addnext(one)


def _text(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _is_conditional(paragraph: Element) -> bool:
    before = paragraph.getprevious()
    return before is not None and before.tag == f"{W}p" and _text(before).startswith("{%p if ")


def _enclose(paragraph: Element, field: str) -> None:
    """Set a paragraph between two that look alike and say on what field it depends."""
    paragraph.addprevious(_copy(paragraph, f"{{%p if {field} %}}"))
    paragraph.addnext(_copy(paragraph, "{%p endif %}"))


def _copy(paragraph: Element, text: str) -> Element:
    """Return a paragraph that looks alike and says something else."""
    other = copy.deepcopy(paragraph)
    first, *rest = other.iter(f"{W}t")
    first.text = text
    for one in rest:
        one.text = ""
    return other
