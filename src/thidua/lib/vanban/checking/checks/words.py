"""Capital letters of Phụ lục II, only where a machine can be sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.papers import Paper
from thidua.lib.vanban.checking.report import Report
from thidua.lib.vanban.checking.roles import BODY, Role

_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_INSIDE = r"(?<=[^\s.?!:;…“\"(\-–+)\d/] )"
"""Behind a word of the same sentence."""
_CITED = r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Quy chế|Quy định|này)"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Words that are surely wrong; `wanted` may take groups of the match."""

    rule: str
    words: re.Pattern[str]
    wanted: str


_PATTERNS = (
    _Pattern("cite-lower", re.compile(_INSIDE + r"Khoản (?=\d)"), "khoản"),
    _Pattern("cite-lower", re.compile(_INSIDE + r"Điểm (?=[a-zđ](?:,|\s|\)) ?(?:khoản|Khoản|,))"), "điểm"),
    _Pattern("cite-upper", re.compile(r"(?<=khoản \d )điều (?=\d)|(?<=khoản \d\d )điều (?=\d)"), "Điều"),
    _Pattern("cite-upper", re.compile(rf"\bđiều (?=\d{{1,3}} (?:của )?{_CITED})"), "Điều"),
    _Pattern("cite-upper", re.compile(rf"\bchương (?=[IVXLC]+ (?:của )?{_CITED})"), "Chương"),
    _Pattern("cite-upper", re.compile(rf"\bphần (?=[IVXLC]+ (?:của )?{_CITED})"), "Phần"),
    _Pattern(
        "unit-lower", re.compile(_INSIDE + rf"(?<!ban )(?<!dân )Tỉnh (?=[{_UPPER}]\w)(?!Ủy|Đoàn|Hội|Đội)"), "tỉnh"
    ),
    _Pattern("unit-lower", re.compile(_INSIDE + rf"(?<!dân )Huyện (?=[{_UPPER}]\w)(?!Ủy|Đoàn|Hội|Đội)"), "huyện"),
    _Pattern("unit-number", re.compile(r"(?<!\w)(?:quận|phường) (?=\d{1,2}(?:\W|$))"), "Quận, Phường"),
    _Pattern(
        "unit-special",
        re.compile(r"(?<!\w)thành phố Hồ Chí Minh|(?<!\w)thủ đô Hà Nội"),
        "Thành phố Hồ Chí Minh, Thủ đô Hà Nội",
    ),
    _Pattern(
        "medal-case",
        re.compile(r"(?<!\w)[Hh]uân chương lao động|(?<!\w)huân chương Lao động|(?<!\w)huân chương Sao vàng"),
        "Huân chương Lao động",
    ),
    _Pattern(
        "medal-case",
        re.compile(r"(?<=[Cc]hương )(?:[\w]+ ){1,3}hạng (?:nhất|nhì|ba)(?!\w)"),
        "hạng Nhất, hạng Nhì, hạng Ba",
    ),
    _Pattern(
        "medal-case",
        re.compile(r"(?<!\w)(?:anh hùng lao động|Anh hùng lao động|nhà giáo nhân dân|Nghệ sĩ nhân dân)(?!\w)"),
        "Anh hùng Lao động, Nghệ sĩ Nhân dân",
    ),
    _Pattern("day-case", re.compile(r"(?<!\w)[Tt]hứ (?:hai|ba|tư|năm|sáu|bảy)(?=,? (?:ngày|\(ngày))"), "thứ Hai"),
    _Pattern("day-case", re.compile(r"(?<!\w)[Tt]ết (?:Nguyên Đán|nguyên đán|nguyên Đán)"), "tết Nguyên đán"),
    _Pattern(
        "day-case",
        re.compile(r"(?<=ngày )quốc khánh|(?<=ngày )quốc tế lao động|(?<=ngày )Quốc tế lao động"),
        "Quốc khánh, Quốc tế Lao động",
    ),
)
_READ = BODY | {Role.BASIS, Role.ABSTRACT, Role.SUBJECT, Role.TABLE}
_FIRST = re.compile(r"(?:[a-zđ]\)|[-–+•]|\d[\d.]*[.)]|Điều \d+\.)?\s*(?P<word>\w+)")
_SENTENCES = frozenset((Role.TEXT, Role.BASIS))


def check_words(paper: Paper, report: Report) -> None:
    """Check words whose capitals a machine can judge."""
    before: Line | None = None
    for line in paper.lines:
        if line.role not in _READ or not line.text:
            continue
        if not line.is_upper:
            for pattern in _PATTERNS:
                for match in pattern.words.finditer(line.printed):
                    report.add(pattern.rule, line, f"«{match[0].strip()}»", f"«{pattern.wanted}»")
        if line.role in _SENTENCES and line.opens and _ends_sentence(before):
            first = _FIRST.match(line.printed)
            if first is not None and first["word"][:1].islower() and len(first["word"]) > 1:
                word = first["word"]
                report.add("sentence-capital", line, f"«{word}»", f"«{word[:1].upper()}{word[1:]}»")
        before = line


def _ends_sentence(line: Line | None) -> bool:
    return line is None or line.printed.endswith((".", "?", "!", "./.")) or line.role is not Role.TEXT
