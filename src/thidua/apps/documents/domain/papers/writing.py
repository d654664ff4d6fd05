"""The body of a paper as lines to type, one a passage, and back.

The label at its beginning says what a line is: "Chương I …", "I. …", "Điều 1. …", "1. …", "a) …", "- …". Where it
does not, the line begins with the level in brackets ("[giữa] QUYẾT NGHỊ:"), with its label behind a stroke
("[khoản|1/] …"). A heading of an article or a clause is the whole line in bold. "[bảng 1 …]" keeps the place of a
table; lines with tabs, as Excel gives them, are a new one.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from thidua.apps.documents.domain.papers import styles
from thidua.apps.documents.domain.papers.tables import sheet_of
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Level, Passage, Piece, Sheet
from thidua.lib.vietnamese import clean

LEVEL_WORDS = {
    Level.PART: "phần",
    Level.CHAPTER: "chương",
    Level.SECTION: "mục",
    Level.SUBSECTION: "tiểu mục",
    Level.HEADING: "đề mục",
    Level.ARTICLE: "điều",
    Level.CLAUSE: "khoản",
    Level.POINT: "điểm",
    Level.ITEM: "gạch",
    Level.TEXT: "thường",
    Level.CENTERED: "giữa",
}
_LEVELS = {word: level for level, word in LEVEL_WORDS.items()}
_TITLED = (Level.PART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION, Level.HEADING)
_MAY_BE_TITLED = (Level.ARTICLE, Level.CLAUSE)
_LABELS = (
    (Level.PART, re.compile(r"(Phần (?:thứ \w+|[IVXLC]+|\d+))[.:]?(?: (.*))?$", re.IGNORECASE)),
    (Level.CHAPTER, re.compile(r"(Chương (?:[IVXLC]+|\d+))[.:]?(?: (.*))?$", re.IGNORECASE)),
    (Level.SUBSECTION, re.compile(r"(Tiểu mục (?:[IVXLC]+|\d+))[.:]?(?: (.*))?$", re.IGNORECASE)),
    (Level.SECTION, re.compile(r"(Mục (?:[IVXLC]+|\d+))[.:]?(?: (.*))?$", re.IGNORECASE)),
    (Level.HEADING, re.compile(r"([IVXLC]+\.) (.*)$")),
    (Level.ARTICLE, re.compile(r"(Điều \d+[a-zđ]?\.)(?: (.*))?$")),
    (Level.CLAUSE, re.compile(r"(\d+(?:\.\d+)*\.) (.*)$")),
    (Level.POINT, re.compile(r"([a-zđ]\)) (.*)$")),
    (Level.ITEM, re.compile(r"([-+]) (.*)$")),
)
_EXPLICIT = re.compile(rf"\[({'|'.join(_LEVELS)})(?:\|([^\]]*))?\] ?(.*)$")
_TABLE = re.compile(r"\[bảng (\d+)[^\]]*\]$")


class BodyFault(ValueError):
    """A typed line cannot be taken; `str()` is a Vietnamese sentence that names it."""


def typed_body(body: tuple[Piece, ...]) -> str:
    """Return the body as lines to type."""
    return "\n".join(_typed_lines(body))


def read_body(text: str, *, before: tuple[Piece, ...] = ()) -> tuple[Piece, ...]:
    """Return what typed lines say. Lines that are as in `before` keep that piece whole, tables stay by their number.

    Raises BodyFault for a table that `before` does not have.
    """
    lines = [line for line in map(_clean, text.splitlines()) if line.strip()]
    old = _typed_lines(before)
    tables = [piece for piece in before if isinstance(piece, Sheet)]
    found: list[Piece] = []
    for how, first, last, start, end in SequenceMatcher(None, old, lines, autojunk=False).get_opcodes():
        if how == "equal":
            found += before[first:last]
        elif how in ("insert", "replace"):
            found += _read_lines(lines[start:end], tables)
    return tuple(found)


def read_line(line: str) -> Passage:
    """Return the passage that one typed line says."""
    line = line.strip()
    if explicit := _EXPLICIT.match(line):
        return _passage(_LEVELS[explicit[1]], (explicit[2] or "").strip(), explicit[3].strip())
    for level, form in _LABELS:
        if found := form.match(line):
            return _passage(level, found[1], (found[2] or "").strip())
    return _passage(Level.TEXT, "", line)


def typed_line(passage: Passage) -> str:
    """Return a passage as the shortest line that is read as it."""
    text = styles.typed(passage.runs)
    if passage.title:
        bold = passage.level in _MAY_BE_TITLED
        text = styles.typed((Run(passage.title, bold=bold),))
    plain = f"{passage.label} {text}".strip()
    if not _TABLE.match(plain) and "\t" not in plain and read_line(plain) == _joined(passage):
        return plain
    label = f"|{passage.label}" if passage.label else ""
    return f"[{LEVEL_WORDS[passage.level]}{label}] {text}".rstrip()


def _joined(passage: Passage) -> Passage:
    return Passage(passage.level, passage.label, passage.title, styles.joined(passage.runs))


def _typed_lines(body: tuple[Piece, ...]) -> list[str]:
    lines, tables = [], 0
    for piece in body:
        if isinstance(piece, Sheet):
            tables += 1
            lines.append(_table_line(tables, piece))
        else:
            lines.append(typed_line(piece))
    return lines


def _table_line(number: int, sheet: Sheet) -> str:
    rows = sheet.table.rows
    heads = [" ".join(cell.text.split()) for cell in rows[0].cells if not cell.covered] if rows else []
    names = re.sub(r"[\[\]]", "", ", ".join(head for head in heads if head)[:80])
    return f"[bảng {number}: {len(rows)} dòng, {sheet.table.column_count} cột – {names}]"


def _read_lines(lines: list[str], tables: list[Sheet]) -> list[Piece]:
    found: list[Piece] = []
    pasted: list[list[str]] = []
    for line in lines:
        if "\t" in line:
            pasted.append([cell.strip() for cell in line.split("\t")])
            continue
        if pasted:
            found.append(sheet_of(pasted))
            pasted = []
        if table := _TABLE.match(line.strip()):
            if not 0 < int(table[1]) <= len(tables):
                raise BodyFault(f"Dòng “{line.strip()[:60]}” chỉ một bảng không có trong văn bản.")
            found.append(tables[int(table[1]) - 1])
        else:
            found.append(read_line(line))
    if pasted:
        found.append(sheet_of(pasted))
    return found


def _clean(line: str) -> str:
    """Return a line as papers hold text, without control characters but the tabs between cells."""
    return "".join(char for char in clean(line) if char == "\t" or unicodedata.category(char) != "Cc").rstrip()


def _passage(level: Level, label: str, text: str) -> Passage:
    runs = styles.read(text)
    if level in _TITLED:
        return Passage(level, label, title="".join(run.text for run in runs))
    if level in _MAY_BE_TITLED and len(runs) == 1 and runs[0] == Run(runs[0].text, bold=True):
        return Passage(level, label, title=runs[0].text)
    return Passage(level, label, runs=runs)
