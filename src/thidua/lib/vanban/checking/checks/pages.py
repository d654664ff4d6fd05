"""Paper, margins, page numbers, fonts and colors of the whole file."""

from __future__ import annotations

import unicodedata

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.papers import Kind, Paper
from thidua.lib.vanban.checking.report import Report
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.checking.rules import number_in_words, wanted_of
from thidua.lib.vanban.checking.sections import Section
from thidua.lib.vanban.checking.word import WordFile
from thidua.lib.vanban.form import measures
from thidua.lib.vietnamese import charset_of_font

_TOLERANCE_MM = 0.3
_SIDES = {"top": "lề trên", "bottom": "lề dưới", "left": "lề trái", "right": "lề phải"}
_BLACK = frozenset(("auto", "000000"))
_COLORED = frozenset((Role.URGENCY, Role.SECRECY, Role.CIRCULATION))
"""Stamps have colors of their own."""
_CHARACTERS_OF_A_PAGE = 2600


def check_pages(word: WordFile, report: Report) -> None:
    """Check the paper and margins of each section."""
    page = measures().page
    for number, section in enumerate(word.sections):
        where = f"Trang của phần {number + 1}" if len(word.sections) > 1 else "Trang"
        size = sorted((section.width, section.height))
        if any(abs(one - other) > 1 for one, other in zip(size, (page.width_mm, page.height_mm), strict=True)):
            found = f"{number_in_words(round(section.width, 1))} × {number_in_words(round(section.height, 1))} mm"
            report.add("page-size", where, found, "A4 (210 × 297 mm)")
        if section.is_landscape and not any(
            line.section == number and line.place is not None and not line.place.is_layout for line in word.lines
        ):
            report.add("page-orientation", where, "chiều ngang", "chiều dọc")
        allowed = measures().landscape if section.is_landscape else measures().margins
        for side, name in _SIDES.items():
            span = getattr(allowed, side)
            margin = section.margins[side]
            if not span.least_mm - _TOLERANCE_MM <= margin <= span.most_mm + _TOLERANCE_MM:
                wanted = f"{name} từ {number_in_words(span.least_mm)} đến {number_in_words(span.most_mm)} mm"
                report.add(f"margin-{side}", where, f"{name} {number_in_words(round(margin, 1))} mm", wanted)


def check_page_numbers(word: WordFile, papers: list[Paper], report: Report) -> None:
    """Check that pages are numbered at the top, in the middle, from the second on."""
    first = word.sections[0]
    field = _numbered(first.headers.get("default", []))
    below = _numbered(first.footers.get("default", []))
    if field is None and below is not None:
        report.add("page-number-place", "Chân trang", "số trang ở lề dưới", "giữa lề trên")
    elif field is None and _is_long(word):
        report.add("page-number-missing", "Đầu trang", "không có số trang", "số trang ở giữa lề trên")
    if field is not None:
        _check_looks(field, report)
    if field is not None or below is not None:
        opening = [*first.headers.get("first", []), *first.footers.get("first", [])]
        if not first.has_title_page or _numbered(opening) is not None:
            report.add("page-number-first", "Đầu trang thứ nhất", "có số trang", "không hiển thị số trang thứ nhất")
    if first.start not in (None, 1):
        report.add("page-number-start", "Số trang", f"bắt đầu từ {first.start}", "bắt đầu từ 1")
    if first.number_format != "decimal":
        report.add("page-number-numerals", "Số trang", first.number_format, "1, 2, 3")
    for paper in papers:
        if paper.kind is Kind.ANNEX:
            _check_annex(paper, papers, word.sections, report)


def _check_annex(paper: Paper, papers: list[Paper], sections: list[Section], report: Report) -> None:
    head = next(line for line in paper.lines if line.text)
    before = papers[papers.index(paper) - 1].lines[-1]
    starts_apart = head.section != before.section and head.section < len(sections)
    if not starts_apart or sections[head.section].start != 1:
        found = "đánh tiếp số trang của phần trước"
        report.add("annex-page-number", head, found, "đánh riêng, bắt đầu từ 1")


def _numbered(lines: list[Line]) -> Line | None:
    return next((line for line in lines if line.page_field is not None), None)


def _check_looks(line: Line, report: Report) -> None:
    element = measures().elements["page-number"]
    looks = line.page_field
    if looks is None:
        return
    where = "Số trang ở đầu trang"
    if not element.sizes[0] <= (looks.size or 0) <= element.sizes[1]:
        report.add("page-number-size", where, f"cỡ {number_in_words(looks.size or 0)}", wanted_of(element, "size"))
    if looks.italic:
        report.add("page-number-slant", where, "chữ nghiêng", "chữ đứng")
    is_centered = line.alignment == "center" or line.looks.frame_align == "center" or line.raw.count("\t") == 1
    if not is_centered:
        report.add("page-number-alignment", where, "không ở giữa", "canh giữa")


def _is_long(word: WordFile) -> bool:
    """Tell whether the file surely has a second page."""
    if word.pages is not None:
        return word.pages > 1
    turns = any(line.starts_page for line in word.lines[1:]) or not all(one.is_continuous for one in word.sections[1:])
    return turns or sum(len(line.text) for line in word.lines) > 2 * _CHARACTERS_OF_A_PAGE


def check_letters(word: WordFile, report: Report) -> None:
    """Check the font, the color and the Unicode form of every letter."""
    page = measures().page
    edges = [line for section in word.sections for kind in (section.headers, section.footers) for line in _all(kind)]
    for line in (*word.lines, *edges):
        spans = [span for span in line.inked if not span.is_label or any(char.isalnum() for char in span.text)]
        fonts = {font: None for span in spans for font in (span.looks.font, span.looks.ascii_font) if font}
        for font in fonts:
            if charset_of_font(font) is not None:
                report.add("font-legacy", line, font, f"{page.font}, Unicode")
            elif font.casefold() != page.font.casefold():
                report.add("font-family", line, font, page.font)
        colors = {span.looks.color: None for span in spans if span.looks.color not in _BLACK}
        if colors and line.role not in _COLORED:
            report.add("text-color", line, f"màu {', '.join(str(color) for color in colors)}", "màu đen")
        if not unicodedata.is_normalized("NFC", line.raw):
            report.add("unicode-form", line, "Unicode tổ hợp", "Unicode dựng sẵn")


def _all(edges: dict[str, list[Line]]) -> list[Line]:
    return [line for lines in edges.values() for line in lines]
