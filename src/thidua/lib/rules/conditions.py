"""The closed language of conditions, one class an operator (see docs/reference/rule-format.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thidua.lib.rules.model import Basis, Words


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure that stands in a dated parameter."""

    parameter: str


Figure = Fraction | Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What every condition may carry: its own provenance, the route it belongs to, words of its own."""

    basis: Basis
    has_own_basis: bool = False
    route: str = ""
    note: Words | None = None
    line: int = field(default=0, compare=False)

    @property
    def children(self) -> tuple[Condition, ...]:
        return ()

    def walk(self) -> Iterator[Condition]:
        """Yield this condition and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Condition):
    of: tuple[Condition, ...]

    @property
    def children(self) -> tuple[Condition, ...]:
        return self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Condition):
    of: tuple[Condition, ...]

    @property
    def children(self) -> tuple[Condition, ...]:
        return self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Condition):
    of: Condition

    @property
    def children(self) -> tuple[Condition, ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Condition):
    n: int
    of: tuple[Condition, ...]

    @property
    def children(self) -> tuple[Condition, ...]:
        return self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion(Condition):
    """A level in every year of the window, or in `count` of them."""

    at_least: str = ""
    exactly: str = ""
    years: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Solidarity(Condition):
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Condition):
    award: tuple[str, ...]
    count: int = 1
    consecutive: int = 0
    step: int = 1  # years from one of the consecutive times to the next
    ending_within: int = 1
    same_year: bool = False
    years: int = 0
    since: str = ""
    anytime: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetsStandard(Condition):
    award: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Condition):
    scope: str = ""
    kind: tuple[str, ...] = ()
    count: int = 1
    effective: bool = False
    unused: str = ""
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class After(Condition):
    """Conditions over the years since an award was held."""

    award: tuple[str, ...]
    years: int
    conditions: tuple[Condition, ...]
    count_from: str = "last"
    no_later: str = ""

    @property
    def children(self) -> tuple[Condition, ...]:
        return self.conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Condition):
    """Conditions over the last `years` years."""

    years: int
    conditions: tuple[Condition, ...]

    @property
    def children(self) -> tuple[Condition, ...]:
        return self.conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Members(Condition):
    ratio: str = ""
    count: str = ""
    at_least: Figure | None = None
    more_than: Figure | None = None
    at_most: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Condition):
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested(Condition):
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared(Condition):
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement(Condition):
    launched_by: str = ""
    years: int = 0
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Condition):
    posts: tuple[str, ...]
    years: Fraction
    below: Fraction | None = None
    women_less: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Condition):
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gender(Condition):
    is_: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undisciplined(Condition):
    at_least: str = ""
    running_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPending(Condition):
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Condition):
    award: tuple[str, ...]
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Condition):
    of: str
    rank: str
    ratio: Figure
    rounding: str = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Condition):
    """A clause of the law that nobody read: never decides."""
