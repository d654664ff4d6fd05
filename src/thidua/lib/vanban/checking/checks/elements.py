"""Size, weight, slant, case and place on the line of every element, against form/measures.toml."""

from __future__ import annotations

import re

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.papers import Kind, Paper
from thidua.lib.vanban.checking.report import Report
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.checking.rules import number_in_words, rules, wanted_of
from thidua.lib.vanban.form import Element, measures
from thidua.lib.vanban.model import Alignment

_ARTICLE_LABEL = re.compile(r"\s*Điều\s+\w+\s*\.?", re.IGNORECASE)
_LABELED = frozenset((Role.TEXT, Role.CLAUSE, Role.POINT, Role.ITEM))


def check_elements(paper: Paper, report: Report) -> None:
    """Check each line of a paper against the measures of its element."""
    for line in paper.lines:
        element = measures().elements.get(line.role.value)
        if element is None or not line.text:
            continue
        for facet in ("size", "weight", "slant", "case", "alignment"):
            key = f"{element.key}-{facet}"
            if key in rules() and not (facet == "alignment" and _stands_elsewhere(paper, line)):
                found = _fault(line, element, facet)
                if found:
                    report.add(key, line, found, wanted_of(element, facet))


def _stands_elsewhere(paper: Paper, line: Line) -> bool:
    """Tell of lines whose place follows from a text box or from a tab, not from their alignment."""
    return line.frame is not None or line.style == "\t" or paper.kind is Kind.COPY


def _fault(line: Line, element: Element, facet: str) -> str:
    """Return in words how a line departs from its element in one facet, "" when it does not."""
    if facet == "size":
        return _size_fault(line, element)
    if facet == "weight":
        return _weight_fault(line, element)
    if facet == "slant":
        if element.italic:
            return "" if line.has("italic") else "chữ đứng"
        leans = line.has("italic") if line.role in _LABELED else line.has_some("italic")
        return "chữ nghiêng" if leans else ""
    if facet == "case":
        if element.is_capital:
            return "" if line.is_upper else "chữ in thường"
        many = sum(char.isalpha() for char in line.text) > 2
        return "chữ in hoa" if line.is_upper and many else ""
    return "" if line.alignment == Alignment.CENTER else _ALIGNED.get(line.alignment, "canh trái")


_ALIGNED = {"left": "canh trái", "right": "canh phải", "justify": "canh đều hai lề"}


def _size_fault(line: Line, element: Element) -> str:
    least, most = element.sizes
    wrong = [size for size in line.sizes if not least <= size <= most]
    return f"cỡ {', '.join(number_in_words(size) for size in sorted(wrong))}" if wrong else ""


def _weight_fault(line: Line, element: Element) -> str:
    if line.role is Role.ARTICLE:  # only its label: an article without title goes on upright
        return "" if _label_is_bold(line) else "chữ không đậm"
    if element.bold:
        return "" if line.has("bold") else "chữ không đậm"
    return "chữ đậm" if line.has_some("bold") else ""


def _label_is_bold(line: Line) -> bool:
    match = _ARTICLE_LABEL.match(line.raw)
    left = match.end() if match else 0
    for span in line.spans:
        part = span.text[: max(0, left)]
        if any(char.isalnum() for char in part) and not span.looks.bold:
            return False
        left -= len(span.text)
    return True
