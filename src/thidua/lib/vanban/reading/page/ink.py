"""What is printed on one page: words and ruling lines, in points from the top left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.model import Box

_UNDERLINE_DEPTH = 0.2
"""How far under the baseline an underline lies at most, in ems."""
_LARGEST = 30.0
_SLACK = 1.5


@dataclass(slots=True)
class Word:
    """A word with its place; `base` is the baseline, `size` the height of the type."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    superscript: bool = False
    confidence: float = 1.0
    thickness: float = 0.0
    """Mean half-width of the strokes, known of recognised words."""
    glued: bool = False
    """No blank stands before it: a change of type within a printed word."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: `at` across (y of a horizontal, x of a vertical), from `start` to `end` along."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class PageInk:
    """The ink of a page. Cells hold words already when a grid was recognised cell by cell."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    horizontals: list[Rule] = field(default_factory=list)
    verticals: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """Words standing beside each other on one baseline, from left to right."""

    words: list[Word]
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float

    @classmethod
    def of(cls, words: list[Word]) -> Line:
        """Make a line of words, sorted from left to right."""
        words = sorted(words, key=lambda word: word.left)
        size = max(word.size for word in words)
        for word in words:
            if word.size < 0.8 * size and word.base < words[0].base - 0.15 * size and len(words) > 1:
                word.superscript = True
        main = [word for word in words if not word.superscript] or words
        return cls(
            words,
            words[0].left,
            max(word.right for word in words),
            min(word.top for word in words),
            max(word.bottom for word in words),
            sum(word.base for word in main) / len(main),
            size,
        )

    @property
    def text(self) -> str:
        parts: list[str] = []
        for word in self.words:
            if parts and not word.glued:
                parts.append(" ")
            parts.append(word.text)
        return "".join(parts)

    @property
    def confidence(self) -> float:
        letters = sum(len(word.text) for word in self.words) or 1
        return sum(word.confidence * len(word.text) for word in self.words) / letters

    @property
    def is_bold(self) -> bool:
        """Whether nearly all letters are bold; of recognised words a few are always misjudged."""
        bold = sum(len(word.text) for word in self.words if word.bold)
        return bold > 0.8 * sum(len(word.text) for word in self.words)

    def box(self, page: PageInk) -> Box:
        """Return the place of the line as fractions of the page."""
        return Box(
            round(max(0.0, min(1.0, self.left / page.width)), 4),
            round(max(0.0, min(1.0, self.top / page.height)), 4),
            round(max(0.0, min(1.0, self.right / page.width)), 4),
            round(max(0.0, min(1.0, self.bottom / page.height)), 4),
        )


def underlined(words: Sequence[Word], rules: Sequence[Rule]) -> set[Rule]:
    """Mark the words that a rule underlines, and return these rules: they part nothing on the page.

    Such a rule begins with a word and ends with one or with the blank behind it; those of tables begin before it.
    """
    by_base = sorted(words, key=lambda word: word.base)
    bases = [word.base for word in by_base]
    found: set[Rule] = set()
    for rule in rules:
        near = by_base[bisect_left(bases, rule.at - _UNDERLINE_DEPTH * _LARGEST) : bisect_left(bases, rule.at)]
        over = [
            word
            for word in near
            if rule.at - word.base < _UNDERLINE_DEPTH * word.size
            and rule.start - 1 <= word.left
            and word.right <= rule.end + 1
        ]
        if not over:
            continue
        slack = rule.end - max(word.right for word in over)
        if min(word.left for word in over) - rule.start < _SLACK and slack < over[0].size:
            found.add(rule)
            for word in over:
                word.underline = True
    return found


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Gather words into visual lines, from top to bottom."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.left)):
        if groups:
            last = groups[-1]
            size = max(word.size, last[-1].size)
            if word.base - last[0].base <= 0.4 * size:
                last.append(word)
                continue
        groups.append([word])
    return [Line.of(group) for group in groups]
