"""The pages of a Word file: their size, margins, headers and numbers, section by section."""

from __future__ import annotations

from dataclasses import dataclass, field

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.reading.docx.names import Element, W, is_on, number, value

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MM = 20 * 72 / 25.4
"""Twentieths of a point in a millimetre."""
_USUAL = {"w": 12240, "h": 15840}
"""Word's own page where a file says none."""


@dataclass(slots=True)
class Section:
    """One section; lengths in mm. `headers` and `footers` hold lines by kind: default, first, even."""

    width: float
    height: float
    is_landscape: bool
    margins: dict[str, float]
    has_title_page: bool
    start: int | None
    number_format: str
    is_continuous: bool
    headers: dict[str, list[Line]] = field(default_factory=dict)
    footers: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def text_width(self) -> float:
        """Between the margins, in pt."""
        return (self.width - self.margins["left"] - self.margins["right"]) * 72 / 25.4


def read_sections(elements: list[Element], parts: dict[str, list[Line]]) -> list[Section]:
    """Read the `w:sectPr` elements of a file in order; `parts` holds the lines of headers and footers by relation.

    A section without a header of a kind takes over that of the one before it.
    """
    sections: list[Section] = []
    for element in elements:
        section = _read(element)
        before = sections[-1] if sections else None
        for tag, own, inherited in (
            ("headerReference", section.headers, before.headers if before else {}),
            ("footerReference", section.footers, before.footers if before else {}),
        ):
            own.update(inherited)
            for reference in element.iterchildren(W + tag):
                own[reference.get(W + "type") or "default"] = parts.get(reference.get(_R + "id") or "", [])
        sections.append(section)
    return sections


def _read(element: Element) -> Section:
    size, margin = element.find(W + "pgSz"), element.find(W + "pgMar")
    numbers = element.find(W + "pgNumType")
    width, height = (_mm(None if size is None else size.get(W + name), _USUAL[name]) for name in ("w", "h"))
    start = None if numbers is None else numbers.get(W + "start")
    return Section(
        width=width,
        height=height,
        is_landscape=width > height,
        margins={
            side: abs(_mm(None if margin is None else margin.get(W + side), 1440))
            for side in ("top", "bottom", "left", "right")
        },
        has_title_page=bool(is_on(element.find(W + "titlePg"))),
        start=None if start is None else number(start),
        number_format=(None if numbers is None else numbers.get(W + "fmt")) or "decimal",
        is_continuous=value(element, "type") == "continuous",
    )


def _mm(text: str | None, usual: int) -> float:
    return number(text, usual) / _MM
