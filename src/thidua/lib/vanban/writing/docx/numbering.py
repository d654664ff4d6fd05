"""Word's own numbers: labels in the standard sequence are generated, so that whoever edits can go on numbering.

One list of nine levels serves the whole document, counted here as Word counts it. A label that Word would print by
itself is left to it; a sequence that begins anew gets a list that starts again; every other label is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.form import measures
from thidua.lib.vanban.form.wording import POINT_LETTERS
from thidua.lib.vanban.official import Level, Passage, Piece
from thidua.lib.vanban.writing.docx.markup import W, twips

_OUTLINE_LIST, _PLUS_LIST = 1, 2
PLUS = 1  # the list id of "+"
_LEVELS = (
    Level.PART,
    Level.CHAPTER,
    Level.SECTION,
    Level.SUBSECTION,
    Level.HEADING,
    Level.ARTICLE,
    Level.CLAUSE,
    Level.POINT,
    Level.ITEM,
)
_DEPTHS = {level: depth for depth, level in enumerate(_LEVELS)}
_PRINTED = (
    ("upperRoman", "Phần %1"),
    ("upperRoman", "Chương %2"),
    ("decimal", "Mục %3"),
    ("decimal", "Tiểu mục %4"),
    ("upperRoman", "%5."),
    ("decimal", "Điều %6."),
    ("decimal", "%7."),
    ("lowerLetter", "%8)"),
    ("bullet", "-"),
)
_UNBROKEN = _DEPTHS[Level.ARTICLE]
"""Articles are numbered through the whole document."""
_BOLD = frozenset(_DEPTHS[level] for level in _LEVELS[:6])
_CENTERED = frozenset(_DEPTHS[level] for level in _LEVELS[:4])
_DASH, _CROSS = "-", "+"
_MOST_LATIN_POINTS = 4
"""Up to d) Word's letters are the Vietnamese ones; then comes đ), which Word cannot count."""
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_WORTH = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FORMS = tuple(
    re.compile(re.escape(text).replace(f"%{depth + 1}", "([IVXLCDM]+)" if kind == "upperRoman" else r"([1-9]\d{0,3})"))
    for depth, (kind, text) in enumerate(_PRINTED[:7])
)


@dataclass(slots=True)
class Numbers:
    """Gives each passage of a document the list and level that print its label; None where the label is typed."""

    _restarts: list[frozenset[int]] = field(default_factory=list)
    """Lists beyond the first two, each with the levels at which it starts again."""
    _counts: dict[int, int] = field(default_factory=dict)
    _pending: set[int] = field(default_factory=set)
    """Levels that the current list has still to start."""

    def begin(self) -> None:
        """Start the numbers of the document, an annex or an attached document."""
        self._begin_list(range(len(_LEVELS) - 1))

    def _begin_list(self, depths: Iterable[int]) -> None:
        """Begin a list that starts again at these levels, and at those the list before it never came to."""
        self._pending.update(depths)
        self._restarts.append(frozenset(self._pending))

    @property
    def _current(self) -> int:
        return PLUS + len(self._restarts)

    def places(self, body: Sequence[Piece]) -> list[tuple[int, int] | None]:
        """Return list id and level for each piece of a body."""
        latin = _latin_points(body)
        found: list[tuple[int, int] | None] = []
        for place, piece in enumerate(body):
            found.append(
                self._place(piece, is_latin=place in latin) if isinstance(piece, Passage) and piece.text else None
            )
        return found

    def _place(self, passage: Passage, *, is_latin: bool) -> tuple[int, int] | None:
        depth = _DEPTHS.get(passage.level)
        if depth is None:
            return None
        if passage.level is Level.ITEM:
            if passage.label == _CROSS:
                return PLUS, 0
            return (self._current, depth) if passage.label == _DASH else None
        count = _count(passage.label, depth) if passage.level is not Level.POINT or is_latin else 0
        if not count:
            return None
        expected = 1 if depth in self._pending else self._counts.get(depth, 0) + 1
        if count != expected:
            if count != 1:
                return None
            self._begin_list((depth,))
        self._pending.discard(depth)
        self._counts[depth] = count
        for deeper in [other for other in self._counts if other > depth and other != _UNBROKEN]:
            del self._counts[deeper]
        return self._current, depth

    def part(self) -> bytes:
        """Return numbering.xml."""
        lists = f'<w:num w:numId="{PLUS}"><w:abstractNumId w:val="{_PLUS_LIST}"/></w:num>'
        for list_id, depths in enumerate(self._restarts, start=PLUS + 1):
            overrides = "".join(
                f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="1"/></w:lvlOverride>'
                for depth in sorted(depths)
            )
            lists += f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{_OUTLINE_LIST}"/>{overrides}</w:num>'
        levels = "".join(_level(depth, kind, text) for depth, (kind, text) in enumerate(_PRINTED))
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:numbering xmlns:w="{W}">'
            f'<w:abstractNum w:abstractNumId="{_OUTLINE_LIST}"><w:multiLevelType w:val="multilevel"/>{levels}'
            "</w:abstractNum>"
            f'<w:abstractNum w:abstractNumId="{_PLUS_LIST}"><w:multiLevelType w:val="singleLevel"/>'
            f"{_level(0, 'bullet', _CROSS)}</w:abstractNum>{lists}</w:numbering>"
        ).encode()


def _latin_points(body: Sequence[Piece]) -> set[int]:
    """Return the places of points in sequences that end at d) or before."""
    latin: set[int] = set()
    sequence: list[int] = []

    def close() -> None:
        if len(sequence) <= _MOST_LATIN_POINTS:
            latin.update(sequence)
        sequence.clear()

    for place, piece in enumerate(body):
        if not isinstance(piece, Passage):
            continue
        if piece.level is Level.POINT:
            if piece.label == "a)" or piece.label != f"{POINT_LETTERS[len(sequence) % len(POINT_LETTERS)]})":
                close()
            sequence.append(place)
        elif _DEPTHS.get(piece.level, len(_LEVELS)) < _DEPTHS[Level.POINT]:
            close()
    close()
    return latin


def _count(label: str, depth: int) -> int:
    """Return the number a label prints in the form of its level; 0 for any other label."""
    if depth == _DEPTHS[Level.POINT]:
        return "abcd".index(label[0]) + 1 if len(label) == 2 and label[0] in "abcd" and label[1] == ")" else 0
    found = _FORMS[depth].fullmatch(label)
    if found is None:
        return 0
    return int(found[1]) if found[1].isdecimal() else _roman_value(found[1])


def _roman_value(text: str) -> int:
    if not _ROMAN.fullmatch(text):
        return 0
    worths = [_WORTH[sign] for sign in text]
    return sum(-worth if worth < after else worth for worth, after in zip(worths, [*worths[1:], 0], strict=True))


def _level(depth: int, kind: str, text: str) -> str:
    centered = depth in _CENTERED and kind != "bullet"
    first = 0 if centered else twips(measures().elements["text"].first_line_mm)
    looks = "<w:b/><w:bCs/>" if depth in _BOLD and kind != "bullet" else ""
    restart = '<w:lvlRestart w:val="0"/>' if depth == _UNBROKEN else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{restart}'
        f'<w:suff w:val="{"nothing" if centered else "space"}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="{first}"/></w:pPr><w:rPr>{looks}</w:rPr></w:lvl>'
    )
