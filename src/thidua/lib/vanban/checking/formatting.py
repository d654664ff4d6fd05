"""What a paragraph and its letters look like in the end: defaults, styles, lists, tables and direct formatting."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from thidua.lib.vanban.reading.docx.names import PPR, RPR, TBLPR, VAL, Element, W, is_on, number, value

_T = TypeVar("_T", "CharLooks", "ParagraphLooks")
_NO_BORDER = frozenset(("nil", "none"))
_DEFAULT_FONT = "Times New Roman"
_DEFAULT_SIZE = 10.0
_AUTOMATIC_SPACE = 14.0
"""Space in pt that Word sets for "auto", as browsers do."""
_LOW_ON_PAGE = 6_000
"""Twentieths of a point from the top: lower than that is the foot of a page of any size."""
_TOGGLES = ("bold", "italic", "capitals", "small_capitals", "hidden")


@dataclass(frozen=True, slots=True)
class CharLooks:
    """Properties of letters; None where nothing is said."""

    font: str | None = None
    ascii_font: str | None = None
    size: float | None = None
    """In pt."""
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    small_capitals: bool | None = None
    hidden: bool | None = None
    underline: bool | None = None
    raised: bool | None = None
    color: str | None = None
    """Six hexadecimal digits, or "auto"."""


@dataclass(frozen=True, slots=True)
class ParagraphLooks:
    """Properties of a paragraph, lengths in pt; None where nothing is said."""

    alignment: str | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None
    line_rule: str | None = None
    """"auto": `line` counts lines; "exact" and "atLeast": `line` is in pt."""
    left: float | None = None
    right: float | None = None
    first_line: float | None = None
    contextual: bool | None = None
    """No space between paragraphs of the same style."""
    top_border: bool | None = None
    bottom_border: bool | None = None
    side_borders: bool | None = None
    frame_align: str | None = None
    is_foot: bool | None = None
    """Set apart at the foot of its page."""
    page_break_before: bool | None = None


def over(upper: _T, lower: _T) -> _T:
    """Return `upper` with its gaps filled from `lower`."""
    gaps = {one.name: getattr(lower, one.name) for one in fields(upper) if getattr(upper, one.name) is None}
    return replace(upper, **gaps) if any(what is not None for what in gaps.values()) else upper


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it is based on filled in."""

    characters: CharLooks = CharLooks()
    paragraph: ParagraphLooks = ParagraphLooks()
    list_id: str | None = None
    list_level: int = 0


@dataclass(slots=True)
class Formats:
    """All formats of a file: resolves what any run or paragraph looks like."""

    theme_fonts: dict[str, str] = field(default_factory=dict)
    defaults: Style = field(default_factory=Style)
    list_indents: dict[tuple[str, int], ParagraphLooks] = field(default_factory=dict)
    list_letters: dict[tuple[str, int], CharLooks] = field(default_factory=dict)
    default_paragraph: str | None = None
    default_table: str | None = None
    _elements: dict[str, Element] = field(default_factory=dict)
    _resolved: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def read(cls, styles: Element | None, numbering: Element | None, theme_fonts: dict[str, str]) -> Formats:
        """Read styles.xml and numbering.xml; either may be missing."""
        formats = cls(theme_fonts)
        if styles is not None:
            for element in styles.iterchildren(W + "style"):
                style_id = element.get(W + "styleId") or ""
                formats._elements[style_id] = element
                if element.get(W + "default") in ("1", "true", "on"):
                    if element.get(W + "type") == "paragraph":
                        formats.default_paragraph = style_id
                    elif element.get(W + "type") == "table":
                        formats.default_table = style_id
            formats.defaults = Style(
                formats.characters(styles.find(f"{W}docDefaults/{W}rPrDefault/{RPR}")),
                formats.paragraph(styles.find(f"{W}docDefaults/{W}pPrDefault/{PPR}")),
            )
        if numbering is not None:
            formats._read_lists(numbering)
        return formats

    def _read_lists(self, root: Element) -> None:
        levels = {
            (abstract.get(W + "abstractNumId") or "", number(level.get(W + "ilvl"))): level
            for abstract in root.iterchildren(W + "abstractNum")
            for level in abstract.iterchildren(W + "lvl")
        }
        for num in root.iterchildren(W + "num"):
            abstract_id = value(num, "abstractNumId") or ""
            for (of, depth), level in levels.items():
                if of == abstract_id:
                    key = num.get(W + "numId") or "", depth
                    self.list_indents[key] = self.paragraph(level.find(PPR))
                    self.list_letters[key] = self.characters(level.find(RPR))

    # Reading of single properties

    def characters(self, properties: Element | None) -> CharLooks:
        """Read a `w:rPr`."""
        if properties is None:
            return CharLooks()
        found: dict[str, Any] = {}
        for child in properties.iterchildren():
            tag = str(child.tag).removeprefix(W)
            given = child.get(VAL)
            if tag in _ON_OFF:
                found[_ON_OFF[tag]] = is_on(child)
            elif tag == "sz":
                found["size"] = number(given) / 2
            elif tag == "u":
                found["underline"] = (given or "single") != "none"
            elif tag == "vertAlign":
                found["raised"] = given in ("superscript", "subscript")
            elif tag == "color":
                found["color"] = "auto" if child.get(W + "themeColor") in ("text1", "dark1") else (given or "auto")
            elif tag == "rFonts":
                found["font"] = self._font(child, "hAnsi")
                found["ascii_font"] = self._font(child, "ascii")
        return CharLooks(**found)

    def _font(self, fonts: Element, use: str) -> str | None:
        theme = fonts.get(f"{W}{use}Theme")
        return (self.theme_fonts.get(theme[:5]) if theme else None) or fonts.get(W + use)

    def paragraph(self, properties: Element | None) -> ParagraphLooks:
        """Read a `w:pPr`."""
        if properties is None:
            return ParagraphLooks()
        found: dict[str, Any] = {}
        for child in properties.iterchildren():
            tag = str(child.tag).removeprefix(W)
            if tag == "jc":
                found["alignment"] = _ALIGNMENTS.get(child.get(VAL) or "", child.get(VAL))
            elif tag == "spacing":
                found |= _spacing(child)
            elif tag == "ind":
                found |= _indents(child)
            elif tag == "contextualSpacing":
                found["contextual"] = is_on(child)
            elif tag == "pageBreakBefore":
                found["page_break_before"] = is_on(child)
            elif tag == "framePr":
                found["frame_align"] = child.get(W + "xAlign")
                found["is_foot"] = child.get(W + "yAlign") == "bottom" or number(child.get(W + "y")) > _LOW_ON_PAGE
            elif tag == "pBdr":
                sides = {str(side.tag).removeprefix(W) for side in child if side.get(VAL) not in _NO_BORDER}
                found["top_border"] = "top" in sides
                found["bottom_border"] = "bottom" in sides
                found["side_borders"] = "left" in sides and "right" in sides
        return ParagraphLooks(**found)

    # Inheritance

    def style(self, style_id: str | None, *, depth: int = 0) -> Style:
        """Return a style with all it inherits but the defaults; unknown ids and loops give what is known."""
        if not style_id or style_id not in self._elements or depth > 20:
            return Style()
        if style_id in self._resolved:
            return self._resolved[style_id]
        element = self._elements[style_id]
        base = self.style(value(element, "basedOn"), depth=depth + 1)
        own = element.find(PPR)
        numbering = None if own is None else own.find(W + "numPr")
        style = Style(
            over(self.characters(element.find(RPR)), base.characters),
            over(self.paragraph(own), base.paragraph),
            value(numbering, "numId") or base.list_id,
            number(value(numbering, "ilvl"), base.list_level),
        )
        self._resolved[style_id] = style
        return style

    def paragraph_style(self, properties: Element | None) -> tuple[str | None, Style]:
        """Return the id and the style of a paragraph by its `w:pPr`."""
        style_id = value(properties, "pStyle")
        if style_id not in self._elements:
            style_id = self.default_paragraph
        return style_id, self.style(style_id)

    def table_style(self, table: Element) -> Style:
        """Return the style of a table."""
        return self.style(value(table.find(TBLPR), "tblStyle") or self.default_table)

    def of_paragraph(self, properties: Element | None, table: Style) -> tuple[ParagraphLooks, CharLooks]:
        """Return what a paragraph looks like, and what its letters look like before their own formatting.

        `properties` is its `w:pPr`; `table` the style of the table around it, plain outside of tables.
        """
        _, style = self.paragraph_style(properties)
        direct = self.paragraph(properties)
        numbering = None if properties is None else properties.find(W + "numPr")
        below = over(table.paragraph, self.defaults.paragraph)
        if numbering is not None:  # a list given directly stands over the style, one of the style beneath it
            list_id = value(numbering, "numId") or style.list_id or ""
            level = number(value(numbering, "ilvl"), style.list_level)
            looks = over(over(self.list_indents.get((list_id, level), ParagraphLooks()), style.paragraph), below)
        else:
            listed = self.list_indents.get((style.list_id or "", style.list_level), ParagraphLooks())
            looks = over(over(style.paragraph, listed), below)
        letters = over(over(style.characters, table.characters), self.defaults.characters)
        return over(direct, looks), letters

    def of_run(self, properties: Element | None, base: CharLooks) -> CharLooks:
        """Return what the letters of a run look like; `base` is what their paragraph gives."""
        looks = base
        if properties is not None:
            style = self.style(value(properties, "rStyle")).characters
            if style != CharLooks():
                crossed: dict[str, Any] = {
                    name: not getattr(base, name)
                    for name in _TOGGLES
                    if getattr(style, name) and getattr(base, name)  # a style over a style turns a toggle back
                }
                looks = over(replace(style, **crossed) if crossed else style, base)
            looks = over(self.characters(properties), looks)
        return replace(
            looks,
            font=looks.font or looks.ascii_font or _DEFAULT_FONT,
            ascii_font=looks.ascii_font or looks.font or _DEFAULT_FONT,
            size=looks.size or _DEFAULT_SIZE,
            color=looks.color or "auto",
        )


_ON_OFF = {
    "b": "bold",
    "i": "italic",
    "caps": "capitals",
    "smallCaps": "small_capitals",
    "vanish": "hidden",
}
_ALIGNMENTS = {"start": "left", "end": "right", "both": "justify", "distribute": "justify"}


def _points(element: Element, name: str) -> float | None:
    given = element.get(W + name)
    return None if given is None else number(given) / 20


def _spacing(element: Element) -> dict[str, str | float | bool | None]:
    found: dict[str, Any] = {}
    for name in ("before", "after"):
        if (element.get(f"{W}{name}Autospacing") or "0") in ("1", "true", "on"):
            found[name] = _AUTOMATIC_SPACE
        elif element.get(f"{W}{name}Lines") is not None:
            found[name] = number(element.get(f"{W}{name}Lines")) / 100 * 12
        elif (space := _points(element, name)) is not None:
            found[name] = space
    if element.get(W + "line") is not None:
        rule = element.get(W + "lineRule") or "auto"
        found["line_rule"] = rule
        found["line"] = number(element.get(W + "line")) / (240 if rule == "auto" else 20)
    return found


def _indents(element: Element) -> dict[str, str | float | bool | None]:
    found: dict[str, Any] = {}
    for name, words in (("left", ("start", "left")), ("right", ("end", "right"))):
        for word in words:
            if (indent := _points(element, word)) is not None:
                found[name] = indent
    if (hanging := _points(element, "hanging")) is not None:
        found["first_line"] = -hanging
    elif (first := _points(element, "firstLine")) is not None:
        found["first_line"] = first
    return found
