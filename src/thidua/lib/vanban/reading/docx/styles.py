"""Styles of a Word file, with what they inherit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from thidua.lib.vanban.reading.docx.names import PPR, RPR, TBLPR, VAL, Element, W, is_on, number, value

_HEADING_NAME = re.compile(r"(?:heading|tiêu đề)\s*([1-9])", re.IGNORECASE)
_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")
_NO_BORDER = frozenset(("nil", "none"))


@dataclass(frozen=True, slots=True)
class Looks:
    """Properties of characters; None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    superscript: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, other: Looks) -> Looks:
        """Return these looks with the gaps filled from `other`."""
        if other == _PLAIN:
            return self
        return Looks(
            bold=other.bold if self.bold is None else self.bold,
            italic=other.italic if self.italic is None else self.italic,
            underline=other.underline if self.underline is None else self.underline,
            strike=other.strike if self.strike is None else self.strike,
            superscript=other.superscript if self.superscript is None else self.superscript,
            capitals=other.capitals if self.capitals is None else self.capitals,
            hidden=other.hidden if self.hidden is None else self.hidden,
            font=other.font if self.font is None else self.font,
        )


_PLAIN = Looks()


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph, character or table style with everything inherited filled in."""

    looks: Looks = _PLAIN
    alignment: str | None = None
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    has_borders: bool | None = None


@dataclass(slots=True)
class Styles:
    """All styles of a file by id; unknown ids give a plain style."""

    theme_fonts: dict[str, str] = field(default_factory=dict)
    default_looks: Looks = _PLAIN
    _elements: dict[str, Element] = field(default_factory=dict)
    _resolved: dict[str, Style] = field(default_factory=dict)
    _default_paragraph: str | None = None

    @classmethod
    def read(cls, root: Element | None, theme_fonts: dict[str, str]) -> Styles:
        """Read styles.xml; a file without one has plain styles."""
        styles = cls(theme_fonts)
        if root is None:
            return styles
        for element in root.iterchildren(W + "style"):
            style_id = element.get(W + "styleId") or ""
            styles._elements[style_id] = element
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                styles._default_paragraph = style_id
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{RPR}")
        styles.default_looks = styles.looks(defaults)
        return styles

    def looks(self, properties: Element | None) -> Looks:
        """Read the character properties of a run or style."""
        if properties is None:
            return _PLAIN
        found: dict[str, Any] = {}
        for child in properties.iterchildren():
            name = child.tag
            if name == W + "b":
                found["bold"] = is_on(child)
            elif name == W + "i":
                found["italic"] = is_on(child)
            elif name == W + "u":
                found["underline"] = (child.get(VAL) or "single") != "none"
            elif name in (W + "strike", W + "dstrike"):
                found["strike"] = is_on(child)
            elif name == W + "vertAlign":
                found["superscript"] = child.get(VAL) == "superscript"
            elif name == W + "caps":
                found["capitals"] = is_on(child)
            elif name in (W + "vanish", W + "webHidden"):
                found["hidden"] = is_on(child)
            elif name == W + "rFonts":
                found["font"] = self._font(child)
        return Looks(**found) if found else _PLAIN

    def _font(self, fonts: Element) -> str | None:
        for name in ("hAnsi", "ascii"):
            theme = fonts.get(f"{W}{name}Theme")
            font = self.theme_fonts.get(theme[:5]) if theme else None
            font = font or fonts.get(W + name)
            if font:
                return font
        return None

    def paragraph(self, style_id: str | None) -> Style:
        """Return a paragraph style, the default one when `style_id` is None or unknown."""
        if style_id not in self._elements:
            style_id = self._default_paragraph
        return self.style(style_id)

    def style(self, style_id: str | None, *, depth: int = 0) -> Style:
        """Return a style with what it is based on filled in; loops end after twenty steps."""
        if not style_id or style_id not in self._elements or depth > 20:
            return Style()
        if style_id in self._resolved:
            return self._resolved[style_id]
        element = self._elements[style_id]
        base = self.style(value(element, "basedOn"), depth=depth + 1)
        paragraph = element.find(PPR)
        numbering = None if paragraph is None else paragraph.find(W + "numPr")
        outline = value(paragraph, "outlineLvl")
        heading = _HEADING_NAME.match(value(element, "name") or "")
        borders = has_borders(element.find(TBLPR))
        level = value(numbering, "ilvl")
        style = replace(
            base,
            looks=self.looks(element.find(RPR)).over(base.looks),
            alignment=value(paragraph, "jc") or base.alignment,
            outline=number(outline) if outline else int(heading[1]) - 1 if heading else base.outline,
            list_id=value(numbering, "numId") or base.list_id,
            list_level=number(level) if level else base.list_level,
            has_borders=base.has_borders if borders is None else borders,
        )
        self._resolved[style_id] = style
        return style


def has_borders(properties: Element | None, name: str = "tblBorders") -> bool | None:
    """Tell whether a table or cell declares at least two drawn sides; None when it declares nothing."""
    borders = None if properties is None else properties.find(W + name)
    if borders is None:
        return None
    drawn = [side for side in borders if side.tag in _SIDE_TAGS and side.get(VAL) not in _NO_BORDER]
    return len(drawn) >= 2


_SIDE_TAGS = frozenset(W + side for side in _SIDES)
