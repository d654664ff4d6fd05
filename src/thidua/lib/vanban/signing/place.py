"""Where a signature stands on a page."""

from __future__ import annotations

from dataclasses import dataclass

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page (1 is the first), in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


def seal_place(person: Place, *, width: float, height: float) -> Place:
    """Return where the seal stands: over a third of the person's signature, on its left (Phụ lục I, Mục II.8).

    `width` and `height` are those of the real seal, in points.
    """
    right = person.left + person.width / 3
    middle = (person.bottom + person.top) / 2
    return Place(person.page, right - width, middle - height / 2, right, middle + height / 2)
