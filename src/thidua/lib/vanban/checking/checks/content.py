"""The content: legal bases, paragraphs, numerals and their order, headings, those addressed, the end mark."""

from __future__ import annotations

import re

from thidua.lib.vanban.checking.checks.numerals import check_numerals
from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.papers import Kind, Paper
from thidua.lib.vanban.checking.report import Report, shown
from thidua.lib.vanban.checking.roles import BODY, PROSE, TITLE_OF, Role
from thidua.lib.vanban.checking.rules import number_in_words
from thidua.lib.vanban.checking.spacing import gap_between, line_share
from thidua.lib.vanban.form import Addressing, measures
from thidua.lib.vanban.form.wording import ADDRESSEES_WORD, END_MARK
from thidua.lib.vanban.writing.widths import MM_PER_POINT

_LAW = re.compile(r"Căn cứ (?:Bộ luật|Luật|Pháp lệnh)\b")
_LAW_NUMBER = re.compile(
    r"\bsố\s*:?\s*\d+[/-]|\b\d+/\d{4}/(?:QH|PL|UBTVQH)|\bcủa (?:Quốc hội|Ủy ban Thường vụ Quốc hội)\b"
)
_OTHER_ACT = re.compile(r"[,;] (?:và )?(?=(?:Nghị định|Thông tư|Quyết định|Nghị quyết|Chỉ thị|Hướng dẫn)\b)")
"""Where a line goes on with an act that does have a number."""
_ACT = re.compile(r"Căn cứ (?:Nghị định|Thông tư|Thông tư liên tịch|Quyết định|Chỉ thị|Nghị quyết)\b")
_NUMBERED = re.compile(r"\d+\s*(?:/|-)\s*[\dA-ZĐ]|[.…_ ]{2,}/")
_DATED = re.compile(r"ngày\s+[\d.…_ ]+\s*(?:tháng|[/-])|\d{1,2}/\d{1,2}/\d{4}")
_SEVERAL = re.compile(r";\s*(?:Căn cứ|Theo đề nghị|Xét đề nghị)\b")
_PARTY = re.compile(r"\b(?:Đại hội|Đảng|Trung ương|Bộ Chính trị)\b")
_TAB_STOP_MM = 12.7
_TOLERANCE_MM = 0.35
_WORD = re.compile(r"Kính gửi:(?: |$)")


def check_content(paper: Paper, report: Report) -> None:
    """Check what stands between the head and the closing of a document or annex."""
    if paper.kind is Kind.COPY:
        return
    check_numerals(paper, report)
    _check_titles(paper, report)
    if paper.kind is Kind.ANNEX:
        return
    _check_bases(paper.of(Role.BASIS), report)
    _check_addressees(paper, report)
    _check_paragraphs(paper, report)


def _check_bases(bases: list[Line], report: Report) -> None:
    ends = [line for line in bases if line.closes]
    for place, line in enumerate(ends):
        is_last = place == len(ends) - 1
        mark = "." if is_last else ";"
        if not line.printed.endswith(mark):
            found = f"«{line.printed[-1]}»" if line.printed[-1] in ".,;:" else "không có dấu"
            report.add("basis-end", line, found, f"«{mark}»")
    for line in bases:
        text = line.printed
        law = _OTHER_ACT.split(text)[0]
        if _LAW.match(law) and (match := _LAW_NUMBER.search(law)):
            report.add("basis-law-number", line, shown(match[0]), "không ghi số, ký hiệu, cơ quan ban hành")
        elif _ACT.match(text) and not _PARTY.search(text) and not (_NUMBERED.search(text) and _DATED.search(text)):
            report.add("basis-incomplete", line, shown(text), "đủ số, ký hiệu và ngày tháng năm")
        if _SEVERAL.search(text):
            report.add("basis-line", line, shown(text), "mỗi căn cứ một dòng")


def _check_addressees(paper: Paper, report: Report) -> None:
    lines = paper.of(Role.ADDRESSEES)
    if not lines:
        if paper.type is not None and paper.type.key == "cong-van":
            report.add("addressees-missing", "Đầu nội dung", "không có", ADDRESSEES_WORD)
        return
    if paper.type is not None and paper.type.addressing is Addressing.TELEGRAM:
        return
    word = lines[0].printed
    if not _WORD.match(word):
        report.add("addressees-word", lines[0], shown(word[:20]), ADDRESSEES_WORD)
    rest = re.sub(r"^kính gửi\s*[:;]?\s*", "", word, flags=re.IGNORECASE)
    names = [line for line in lines[1:] if line.opens or line.text.startswith("-")]
    if not names and not rest:
        report.add("addressees-lines", lines[0], "không có nơi nhận", "tên nơi nhận cùng dòng")
    elif rest and names:
        report.add(
            "addressees-lines", names[0], "vừa cùng dòng vừa xuống dòng", "mỗi nơi một dòng, có gạch đầu dòng (-)"
        )
    elif len(names) == 1:
        report.add("addressees-lines", names[0], "một nơi mà xuống dòng", "cùng dòng với «Kính gửi:»")
    elif any(not line.printed.startswith("- ") for line in names):
        line = next(line for line in names if not line.printed.startswith("- "))
        report.add("addressees-lines", line, "không có gạch đầu dòng", "mỗi nơi một dòng, có gạch đầu dòng (-)")
    if len(names) > 1:
        for place, line in enumerate(names):
            mark = "." if place == len(names) - 1 else ";"
            if line.closes and not line.printed.endswith(mark):
                report.add("addressees-end", line, shown(line.printed[-12:]), f"kết thúc bằng «{mark}»")


def _check_paragraphs(paper: Paper, report: Report) -> None:
    form = measures().body
    lines = paper.lines
    before: Line | None = None
    for line in lines:
        if line.role not in PROSE or not line.text:
            if line.text:
                before = None
            continue
        if line.opens:
            if line.alignment != "justify":
                report.add("body-alignment", line, _ALIGNED.get(line.alignment, "canh trái"), "canh đều hai lề")
            if line.role is not Role.HEADING and not _indent_fits(line, form.first_line_mm):
                found = f"lùi {number_in_words(round(_start_mm(line), 1))} mm"
                report.add("body-indent", line, found, "lùi 1 cm hoặc 1,27 cm")
            least, most = line_share(line)
            if (least is not None and least < form.line_spacing[0] - 0.1) or (most or 1) > form.line_spacing[1] + 0.02:
                found = f"{number_in_words(round(most or 1, 1))} dòng"
                report.add("body-line-spacing", line, found, "từ dòng đơn đến 1,5 dòng")
            gap = None if before is None else gap_between(lines, before, line)
            if gap is not None and gap < form.space_between_pt - 0.1:
                report.add("body-spacing", line, f"{number_in_words(round(gap, 1))}pt", "ít nhất 6pt")
        before = line


_ALIGNED = {"left": "canh trái", "right": "canh phải", "center": "canh giữa"}


def _start_mm(line: Line) -> float:
    start = ((line.looks.left or 0.0) + (line.looks.first_line or 0.0)) * MM_PER_POINT
    return start + _TAB_STOP_MM if line.raw.startswith("\t") and abs(start) < 1 else start


def _indent_fits(line: Line, allowed: tuple[float, ...]) -> bool:
    return any(abs(_start_mm(line) - one) <= _TOLERANCE_MM for one in allowed)


def _check_titles(paper: Paper, report: Report) -> None:
    lines = [line for line in paper.lines if line.text]
    for place, line in enumerate(lines):
        title = TITLE_OF.get(line.role)
        if title is not None and (place + 1 == len(lines) or lines[place + 1].role is not title):
            report.add("title-missing", line, "không có tiêu đề", "tiêu đề ở dòng ngay dưới")
    if not paper.of(Role.CHAPTER_LABEL, Role.PART_LABEL):
        return
    for line in paper.of(Role.ARTICLE):
        words = re.sub(r"^Điều\s+\w+\s*\.?\s*", "", line.printed)
        if not words or not _opens_bold(line):
            report.add("article-title-missing", line, "không có tiêu đề", "tiêu đề của điều, chữ đậm")


def _opens_bold(line: Line) -> bool:
    """Tell whether the words behind an article's number are bold."""
    seen = 0
    for span in line.spans:
        seen += len(span.text)
        if seen > len("Điều 100. ") and any(char.isalpha() for char in span.text):
            return bool(span.looks.bold)
    return line.has("bold")


def check_end(paper: Paper, report: Report) -> None:
    """Check that the content of a document ends in its mark."""
    content = [line for line in paper.lines if line.text and (line.role in BODY or line.role is Role.TABLE)]
    if not content or content[-1].role is Role.TABLE:
        return
    last = content[-1]
    if not last.printed.endswith(END_MARK) and last.role not in (Role.HEADING, *TITLE_OF, *TITLE_OF.values()):
        report.add("end-mark", last, shown(last.printed[-20:]), "kết thúc bằng «./.»")
