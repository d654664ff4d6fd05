"""What rank a number or bullet gives the paragraph it begins."""

from __future__ import annotations

from thidua.lib.vanban.official import Level
from thidua.lib.vanban.understanding.numbering import Label

_WORDS = {
    "word phần": Level.PART,
    "word chương": Level.CHAPTER,
    "word mục": Level.SECTION,
    "word tiểu mục": Level.SUBSECTION,
}
_STYLES = {
    "article": Level.ARTICLE,
    "bullet": Level.ITEM,
    "roman": Level.HEADING,
    "LETTER": Level.HEADING,
    "number": Level.CLAUSE,
}
DIVISIONS = frozenset(_WORDS.values())
"""Levels whose label stands on a line of its own, over the title."""
TITLED = frozenset((*DIVISIONS, Level.HEADING, Level.ARTICLE, Level.CLAUSE))
"""Levels that may have a title."""


def level_of(label: Label) -> Level:
    """Return the level of what begins with `label`; numbers of unusual make are points."""
    if label.style.startswith(("decimal", "roman-decimal")):
        return Level.CLAUSE
    return _WORDS.get(label.style) or _STYLES.get(label.style, Level.POINT)
