"""A Word file as the lines it prints, each with all that says how it looks and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thidua.lib.vanban.checking.drawings import Drawn, Frame
from thidua.lib.vanban.checking.formatting import CharLooks, ParagraphLooks
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vietnamese import clean, fold

_SPACES = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look; `is_label` when a list makes it."""

    text: str
    looks: CharLooks
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: the number of its table, its row and column, how many columns there are, its width in pt if told."""

    table: int
    row: int
    column: int
    columns: int
    is_layout: bool
    """The table only sets columns side by side: letterhead, recipients and signature."""
    width: float | None = None
    has_bottom_border: bool = False


@dataclass(slots=True, eq=False)
class Line:
    """One printed line: a paragraph, or a part of it between line breaks. An empty one has no text.

    Two lines that read the same are two lines: they compare by who they are.
    """

    spans: tuple[Span, ...]
    looks: ParagraphLooks
    section: int = 0
    place: Place | None = None
    frame: Frame | None = None
    drawn: tuple[Drawn, ...] = ()
    style: str | None = None
    opens: bool = True
    """First line of its paragraph."""
    closes: bool = True
    starts_page: bool = False
    page_field: CharLooks | None = None
    """How the page number looks that stands in this line."""
    role: Role = Role.NONE
    at: int = 0
    """Its place among the lines of its paper."""
    text: str = field(init=False)
    """Cleaned: NFC, single spaces."""
    folded: str = field(init=False)
    printed: str = field(init=False)
    """The text as it is printed, letters set as capitals made capitals."""

    def __post_init__(self) -> None:
        self.text = _SPACES.sub(" ", clean(self.raw)).strip()
        self.folded = fold(self.text)
        self.printed = self.text
        if any(span.looks.capitals or span.looks.small_capitals for span in self.spans):
            self.printed = _SPACES.sub(" ", clean("".join(map(_capitals, self.spans)))).strip()

    @property
    def raw(self) -> str:
        """The text as the file holds it."""
        return "".join(span.text for span in self.spans)

    @property
    def inked(self) -> list[Span]:
        """The stretches that leave ink."""
        return [span for span in self.spans if span.text.strip()]

    @property
    def size(self) -> float:
        """The size in pt of most of its letters."""
        return max(self.sizes.items(), key=lambda pair: pair[1])[0] if self.sizes else 0.0

    @property
    def sizes(self) -> dict[float, int]:
        """How many letters stand in each size; raised marks are left out."""
        found: dict[float, int] = {}
        for span in self.inked:
            if not span.looks.raised and any(char.isalnum() for char in span.text):
                found[span.looks.size or 0.0] = found.get(span.looks.size or 0.0, 0) + len(span.text.strip())
        return found

    def has(self, look: str) -> bool:
        """Tell whether all its words are bold, italic …; marks and spaces do not count."""
        worded = [span for span in self.inked if any(char.isalnum() for char in span.text)]
        return bool(worded) and all(getattr(span.looks, look) for span in worded)

    def has_some(self, look: str) -> bool:
        """Tell whether any of its words is bold, italic …"""
        return any(getattr(span.looks, look) for span in self.inked if any(char.isalnum() for char in span.text))

    @property
    def is_upper(self) -> bool:
        return self.printed == self.printed.upper() and any(char.isalpha() for char in self.printed)

    @property
    def alignment(self) -> str:
        return self.looks.alignment or "left"

    @property
    def has_rule(self) -> bool:
        """Whether a line is drawn with it, or by it alone."""
        return bool(self.drawn or self.looks.bottom_border or (not self.text and self.looks.top_border))


def _capitals(span: Span) -> str:
    return span.text.upper() if span.looks.capitals or span.looks.small_capitals else span.text
