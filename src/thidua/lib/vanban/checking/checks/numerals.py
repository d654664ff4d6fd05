"""Numerals of parts, chapters, sections, articles, clauses and points: how they are written, how they follow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.papers import Paper
from thidua.lib.vanban.checking.report import Report, shown
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.form.wording import POINT_LETTERS
from thidua.lib.vietnamese import fold

_ORDER = (
    Role.PART_LABEL,
    Role.CHAPTER_LABEL,
    Role.SECTION_LABEL,
    Role.SUBSECTION_LABEL,
    Role.HEADING,
    Role.ARTICLE,
    Role.CLAUSE,
    Role.POINT,
)
_NAMES = {
    Role.PART_LABEL: "part",
    Role.CHAPTER_LABEL: "chapter",
    Role.SECTION_LABEL: "section",
    Role.SUBSECTION_LABEL: "subsection",
    Role.HEADING: "heading",
    Role.ARTICLE: "article",
    Role.CLAUSE: "clause",
    Role.POINT: "point",
}
_RUNNING = frozenset((Role.CHAPTER_LABEL, Role.ARTICLE))
"""Counted through the whole paper, whatever stands above."""
_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WORTH = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(slots=True)
class _Counts:
    """How far each level has been counted."""

    last: dict[Role, int] = field(default_factory=dict)

    def enter(self, role: Role) -> None:
        """Forget what stood below a level that goes on."""
        for deeper in _ORDER[_ORDER.index(role) + 1 :]:
            if deeper not in _RUNNING:
                self.last.pop(deeper, None)


def check_numerals(paper: Paper, report: Report) -> None:
    """Check the numerals of a paper in order."""
    counts = _Counts()
    for line in paper.lines:
        if line.role not in _NAMES or not line.text:
            continue
        number = _read(line, report)
        if number is None:
            continue
        counts.enter(line.role)
        before = counts.last.get(line.role)
        counts.last[line.role] = number
        is_new = number == 1 and line.role is not Role.ARTICLE
        if (
            number != (before or 0) + 1
            and not is_new
            and not (before is None and line.role in (Role.CLAUSE, Role.POINT))
        ):
            wanted = _shown(line.role, (before or 0) + 1)
            report.add(f"{_NAMES[line.role]}-sequence", line, _shown(line.role, number), wanted)


def _read(line: Line, report: Report) -> int | None:
    """Return the number of a line, and report how it is written; None when it takes no part in the count."""
    text = line.printed
    key = f"{_NAMES[line.role]}-numeral"
    if line.role in (Role.PART_LABEL, Role.CHAPTER_LABEL):
        numeral = text.split()[-1].rstrip(".:")
        if _ROMAN.fullmatch(numeral):
            return _of_roman(numeral)
        report.add(key, line, shown(text), "chữ số La Mã")
        return int(numeral) if numeral.isdigit() else None
    if line.role in (Role.SECTION_LABEL, Role.SUBSECTION_LABEL):
        numeral = text.split()[-1].rstrip(".:")
        if numeral.isdigit():
            return int(numeral)
        report.add(key, line, shown(text), "chữ số Ả Rập")
        return _of_roman(numeral) if _ROMAN.fullmatch(numeral) else None
    if line.role is Role.ARTICLE:
        return _article(line, text, report)
    if line.role is Role.HEADING:
        match = re.match(r"([IVXLC]+)\s?([.)/])", text)
        if match is None or not _ROMAN.fullmatch(match[1]):
            return None
        if match[2] != ".":
            report.add(key, line, shown(text[:12]), "dấu chấm sau số La Mã")
        return _of_roman(match[1])
    if line.role is Role.CLAUSE:
        match = re.match(r"(\d+)((?:\.\d+)*)\s?([.)/])", text)
        if match is None:
            return None
        if match[3] != ".":
            report.add(key, line, shown(text[:12]), "dấu chấm sau số thứ tự")
        return None if match[2] else int(match[1])
    return _point(line, text, report)


def _article(line: Line, text: str, report: Report) -> int | None:
    match = re.match(r"(\w+)\s+(\w+)\s?(.?)", text)
    if match is None:
        return None
    numeral, mark = match[2], match[3]
    if not numeral.isdigit() or mark != ".":
        report.add("article-numeral", line, shown(text[:14]), "chữ số Ả Rập, sau có dấu chấm")
    if numeral.isdigit():
        return int(numeral)
    return _of_roman(numeral) if _ROMAN.fullmatch(numeral) else None


def _point(line: Line, text: str, report: Report) -> int | None:
    letter, mark = text[0], text[1:].lstrip()[:1]
    if mark != ")" or letter not in POINT_LETTERS:
        report.add("point-letter", line, shown(text[:10]), "chữ cái tiếng Việt in thường và dấu đóng ngoặc đơn")
        if fold(letter) != letter and letter.lower() not in POINT_LETTERS:
            return None
    small = letter.lower()
    return POINT_LETTERS.index(small) + 1 if small in POINT_LETTERS else None


def _of_roman(numeral: str) -> int:
    total = 0
    for sign, after in zip(numeral, [*numeral[1:], ""], strict=True):
        worth = _WORTH[sign]
        total += -worth if after and _WORTH[after] > worth else worth
    return total


def _shown(role: Role, number: int) -> str:
    if role is Role.POINT:
        return f"{POINT_LETTERS[number - 1]})" if 0 < number <= len(POINT_LETTERS) else str(number)
    if role in (Role.PART_LABEL, Role.CHAPTER_LABEL, Role.HEADING):
        return _roman(number)
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while number >= worth:
            text += sign
            number -= worth
    return text
