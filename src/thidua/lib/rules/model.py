"""The law as values: instruments, awards, rules, restrictions, dated figures. Made by `loading`, read by the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from thidua.lib.rules.conditions import Condition

CONFIDENCES = ("high", "medium", "low", "memory", "gap")
LEVELS = ("law", "decree", "circular", "decision", "guidance", "directive", "plan", "resolution", "consolidated")
ROUTES = ("merit", "sudden", "thematic", "service", "contribution", "patent", "work")
SUBJECTS = ("individual", "collective", "household")
LAYERS = ("national", "ministry", "province", "body")
PROCEDURE_KINDS = (
    "deadline", "dossier", "form", "publication", "consultation", "authority", "council", "bonus", "payer", "fund",
    "ceremony", "revocation", "stacking", "definition", "principle", "completion", "movement", "type", "other",
)  # fmt: skip
_CITATION = re.compile(r"^([a-z0-9đ][a-z0-9đ-]*)(?::(\d+[a-zđ]?)(?:\.(\d+[a-zđ]?))?(?:\.([a-zđ]{1,2}\d?))?)?$")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A provision: `<instrument>:<article>[.<clause>[.<point>]]`; an instrument alone is cited by its key."""

    instrument: str
    article: str = ""
    clause: str = ""
    point: str = ""

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read a citation. Raises ValueError."""
        match = _CITATION.match(text)
        if match is None:
            raise ValueError(text)
        return cls(*(part or "" for part in match.groups()))

    def __str__(self) -> str:
        parts = ".".join(part for part in (self.article, self.clause, self.point) if part)
        return f"{self.instrument}:{parts}" if parts else self.instrument


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a statement of law was read, and how far it may be relied on."""

    cite: tuple[Citation, ...]
    confidence: str
    source: str = ""
    mirror: str = ""
    carried_from: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a basis is worth on a day: does it decide, and is its wording carried over an unread amendment."""

    decides: bool
    carried: bool


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both inclusive; None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: Period) -> bool:
        return (self.first is None or other.last is None or self.first <= other.last) and (
            other.first is None or self.last is None or other.first <= self.last
        )


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    words: Words
    is_read: bool


@dataclass(frozen=True, slots=True)
class Instrument:
    key: str
    number: str
    title: Words
    level: str
    in_force: Period
    issued_on: date | None
    unknown_after: bool
    carried_from: date | None
    articles: int | None
    amends: tuple[str, ...]
    replaces: tuple[str, ...]
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Regime:
    key: str
    words: Words
    in_force: Period


@dataclass(frozen=True, slots=True)
class Award:
    key: str
    words: Words
    kind: str
    family: str
    subjects: tuple[str, ...]
    rank: int
    authority: Words | None
    in_force: Period
    basis: Basis


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item stands: file and line, its layer and who issued it, the preset it belongs to."""

    file: str
    line: int
    layer: str = "national"
    issuer: Words | None = None
    preset: str = ""
    delegated_by: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a rule speaks of: kinds of candidate, categories named or excluded (none = all)."""

    subjects: tuple[str, ...]
    applies_to: frozenset[str] = frozenset()
    not_for: frozenset[str] = frozenset()

    def covers(self, *, subject: str, category: str | None) -> bool | None:
        """Return whether a candidate is meant; None when that hangs on a category nobody gave."""
        if subject not in self.subjects:
            return False
        if not self.applies_to and not self.not_for:
            return True
        if category is None:
            return None
        return category in self.applies_to if self.applies_to else category not in self.not_for

    def meets(self, other: Scope) -> bool:
        """Return whether one candidate could fall under both."""
        if not set(self.subjects) & set(other.subjects):
            return False
        if self.applies_to and other.applies_to:
            return bool(self.applies_to & other.applies_to)
        if self.applies_to:
            return bool(self.applies_to - other.not_for)
        return not other.applies_to or bool(other.applies_to - self.not_for)


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    award: str
    scope: Scope
    route: str
    in_force: Period
    basis: Basis
    excepts: tuple[str, ...]
    adds_to: str
    note: Words | None
    conditions: Condition
    origin: Origin


@dataclass(frozen=True, slots=True)
class Restriction:
    id: str
    awards: tuple[str, ...]
    except_awards: tuple[str, ...]
    kind: str
    scope: Scope
    blocks: bool
    in_force: Period
    basis: Basis
    note: Words | None
    require: Condition
    origin: Origin

    def binds(self, award: Award) -> bool:
        return (
            (not self.awards or award.key in self.awards)
            and award.key not in self.except_awards
            and (not self.kind or award.kind == self.kind)
        )


@dataclass(frozen=True, slots=True)
class DatedValue:
    value: Fraction | str
    in_force: Period
    basis: Basis
    origin: Origin


@dataclass(frozen=True, slots=True)
class Parameter:
    key: str
    unit: str
    words: Words
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class BonusMethod:
    id: str
    base: str
    round_up_to: int
    in_force: Period
    basis: Basis
    origin: Origin


@dataclass(frozen=True, slots=True)
class Bonus:
    id: str
    awards: tuple[str, ...]
    kind: str
    coefficient: Fraction | None
    times: Fraction | None
    of: str
    is_ceiling: bool
    note: Words | None
    in_force: Period
    basis: Basis
    origin: Origin


@dataclass(frozen=True, slots=True)
class Stacking:
    """Which bonuses are paid when several awards of one recipient fall together."""

    id: str
    titles: str
    forms: str
    together: str
    in_force: Period
    basis: Basis
    origin: Origin


@dataclass(frozen=True, slots=True)
class Vote:
    id: str
    awards: tuple[str, ...]
    threshold: Fraction | None
    threshold_text: str
    base: str
    ballot: str
    note: Words | None
    in_force: Period
    basis: Basis
    origin: Origin


@dataclass(frozen=True, slots=True)
class Limit:
    days: int | None
    unit: str
    by: str


@dataclass(frozen=True, slots=True)
class Procedure:
    id: str
    kind: str
    awards: tuple[str, ...]
    words: Words
    limit: Limit | None
    in_force: Period
    basis: Basis
    origin: Origin


@dataclass(frozen=True, slots=True)
class Transition:
    id: str
    at: date
    more_favourable: bool
    basis: Basis
    origin: Origin


@dataclass(frozen=True, slots=True)
class Delegation:
    id: str
    to: tuple[str, ...]
    awards: tuple[str, ...]
    sections: tuple[str, ...]
    in_force: Period
    basis: Basis
    origin: Origin


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All the law of a set of files. Lookups by key are mappings; the order is that of the files."""

    sources: Mapping[str, Source]
    instruments: Mapping[str, Instrument]
    regimes: Mapping[str, Regime]
    scales: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Words]
    awards: Mapping[str, Award]
    rules: Mapping[str, Rule]
    restrictions: Mapping[str, Restriction]
    parameters: Mapping[str, Parameter]
    bonus_methods: Mapping[str, BonusMethod]
    bonuses: Mapping[str, Bonus]
    stackings: Mapping[str, Stacking]
    votes: Mapping[str, Vote]
    procedures: Mapping[str, Procedure]
    transitions: Mapping[str, Transition]
    delegations: Mapping[str, Delegation]
    presets: Mapping[str, Words]

    def standing(self, basis: Basis, on: date) -> Standing:
        """Return what a basis is worth on a day (see the format: Provenance)."""
        source = self.sources.get(basis.source)
        decides = basis.confidence == "high" or (basis.confidence == "medium" and source is not None and source.is_read)
        carried = basis.carried_from is not None and on >= basis.carried_from
        instrument = self.instruments.get(basis.cite[0].instrument) if basis.cite else None
        if instrument is not None:
            last = instrument.in_force.last
            if instrument.unknown_after and last is not None and on > last:
                decides = False
            carried = carried or (instrument.carried_from is not None and on >= instrument.carried_from)
        return Standing(decides, carried)

    def word(self, key: str) -> Words:
        """Return the words of a key: an award, a word of the rulebook, else the key itself."""
        award = self.awards.get(key)
        return award.words if award else self.words.get(key, Words(key, key))
