"""Automatic numbers of a Word file, counted as Word prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thidua.lib.vanban.reading.docx.names import Element, W, is_on, number, value
from thidua.lib.vietnamese import clean

_PLACE = re.compile(r"%([1-9])")
_SYMBOL_BULLETS = str.maketrans({"o": "•", "§": "▪", "Ø": "➢", "ü": "✓", "v": "❖", "·": "•", "¨": "□"})


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    is_legal: bool = False
    restarts_after: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a file and how far each has been counted."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """By abstract list."""
    _abstract_of: dict[str, str] = field(default_factory=dict)
    _overrides: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None) -> Numbering:
        """Read numbering.xml; a file without one has no lists."""
        numbering = cls()
        if root is None:
            return numbering
        links: dict[str, str] = {}
        style_lists: dict[str, str] = {}
        for abstract in root.iterchildren(W + "abstractNum"):
            abstract_id = abstract.get(W + "abstractNumId") or ""
            levels = (_read_level(level) for level in abstract.iterchildren(W + "lvl"))
            numbering._levels[abstract_id] = dict(levels)
            if link := value(abstract, "numStyleLink"):
                links[abstract_id] = link
            if name := value(abstract, "styleLink"):
                style_lists[name] = abstract_id
        for abstract_id, link in links.items():
            if link in style_lists:
                numbering._levels[abstract_id] = numbering._levels[style_lists[link]]
        for num in root.iterchildren(W + "num"):
            list_id = num.get(W + "numId") or ""
            numbering._abstract_of[list_id] = value(num, "abstractNumId") or ""
            for override in num.iterchildren(W + "lvlOverride"):
                depth = number(override.get(W + "ilvl"))
                if (start := value(override, "startOverride")) is not None:
                    numbering._restarts[list_id, depth] = number(start, 1)
                if (level := override.find(W + "lvl")) is not None:
                    numbering._overrides.setdefault(list_id, {})[depth] = _read_level(level)[1]
        return numbering

    def label(self, list_id: str | None, depth: int) -> str | None:
        """Count one more paragraph of a list and return the label printed before it; None when there is none."""
        abstract = self._abstract_of.get(list_id or "")
        if list_id is None or abstract is None:
            return None
        levels = {**self._levels.get(abstract, {}), **self._overrides.get(list_id, {})}
        level = levels.get(depth)
        if level is None:
            return None
        counts = self._counts.setdefault(abstract, {})
        if (restart := self._restarts.pop((list_id, depth), None)) is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [other for other in counts if other > depth]:
            after = levels[deeper].restarts_after if deeper in levels else None
            if after is None or (after != 0 and depth < after):
                del counts[deeper]
        if level.kind == "bullet":
            return clean(level.text).strip().translate(_SYMBOL_BULLETS) or None
        label = _PLACE.sub(lambda match: _place(int(match[1]) - 1, counts, levels, level), level.text)
        return clean(label).strip() or None


def _place(depth: int, counts: dict[int, int], levels: dict[int, _Level], level: _Level) -> str:
    of_place = levels.get(depth, _Level())
    count = counts.get(depth, of_place.start)
    return _numeral(count, "decimal" if level.is_legal else of_place.kind)


def _read_level(element: Element) -> tuple[int, _Level]:
    start, restart = value(element, "start"), value(element, "lvlRestart")
    return number(element.get(W + "ilvl")), _Level(
        start=number(start, 1) if start else 0 if value(element, "numFmt") == "none" else 1,
        kind=value(element, "numFmt") or "decimal",
        text=(value(element, "lvlText") or "")[:100],
        is_legal=bool(is_on(element.find(W + "isLgl"))),
        restarts_after=number(restart) if restart else None,
    )


def _numeral(count: int, kind: str) -> str:
    if kind == "decimalZero":
        return f"{count:02d}"
    if kind in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 10)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman.lower() if kind == "lowerRoman" else roman
    if kind == "none":
        return ""
    return str(count)


def _roman(count: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    text = ""
    for worth, sign in (*signs, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while count >= worth:
            text += sign
            count -= worth
    return text
