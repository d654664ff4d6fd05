"""The units, groups and taught wordings of one body, indexed for matching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from thidua.apps.organizations.domain import words
from thidua.apps.organizations.domain.forms import (
    PLACES,
    Form,
    agree,
    fold_name,
    form_of,
    letters,
    phrases,
    without_plural,
)
from thidua.lib.vietnamese import clean

TargetKind = Literal["unit", "group"]

OWN_BODY = phrases(words.OWN_BODY)
_TYPES = phrases(words.BODY_TYPES)
_PLACE = re.compile(r"\b(?:thành phố|tp|thị xã|thị trấn|tỉnh|huyện|quận|xã(?!\s+hội)|phường|việt nam)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit that may be meant. `depth` counts levels below the body whose papers are read (0: the body itself)."""

    id: int
    name: str
    short_name: str = ""
    code: str = ""
    kind: str = ""
    depth: int = 1


@dataclass(frozen=True, slots=True)
class GroupName:
    """A group that may be meant. `kinds` is empty for a group of listed members."""

    id: int
    name: str
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Alias:
    """A wording taught by a person; exactly one of the two is set."""

    text: str
    unit_id: int | None = None
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    kind: TargetKind
    id: int
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Wording:
    form: Form
    target: Target
    text: str


@dataclass(slots=True)
class Candidates:
    """The units, groups and taught wordings of one body, indexed for matching."""

    body: UnitName
    units: Sequence[UnitName]
    groups: Sequence[GroupName]
    aliases: Sequence[Alias]
    kinds_present: frozenset[str] = field(init=False)
    _exact: dict[str, list[Target]] = field(init=False, default_factory=dict)
    _taught: dict[str, Target] = field(init=False, default_factory=dict)
    _by_letters: dict[str, list[Wording]] = field(init=False, default_factory=dict)
    _wordings: list[Wording] = field(init=False, default_factory=list)
    _tails: tuple[Form, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._tails = _tails((self.body.name, self.body.short_name))
        self.kinds_present = frozenset(unit.kind for unit in self.units if unit.depth == 1)
        targets: dict[tuple[str, int], Target] = {}
        for unit in (self.body, *self.units):
            target = targets["unit", unit.id] = Target("unit", unit.id, unit.name, unit.depth)
            for text in (unit.name, unit.short_name):
                self._learn(text, target)
            if unit.code:
                self._exact.setdefault(fold_name(unit.code), []).append(target)
        for group in self.groups:
            target = targets["group", group.id] = Target("group", group.id, group.name, 0)
            self._learn(group.name, target)
        for alias in self.aliases:
            key = ("unit", alias.unit_id) if alias.unit_id is not None else ("group", alias.group_id or 0)
            if key in targets:
                self._taught[fold_name(alias.text)] = targets[key]
                self._index(form_of(alias.text), targets[key], alias.text)

    def _learn(self, text: str, target: Target) -> None:
        if not text:
            return
        self._exact.setdefault(fold_name(text), []).append(target)
        form = form_of(text)
        self._index(form, target, text)
        if target.kind == "group":
            self._index(without_plural(form), target, text)
        elif target.depth:
            self._index(self.without_body(form), target, text)

    def _index(self, form: Form, target: Target, text: str) -> None:
        wording = Wording(form, target, text)
        rows = self._by_letters.setdefault(letters(form), [])
        if form and wording not in rows:
            rows.append(wording)
            self._wordings.append(wording)

    def taught(self, text: str) -> Target | None:
        return self._taught.get(fold_name(text))

    def exact(self, text: str) -> list[Target]:
        return self._exact.get(fold_name(text), [])

    def agreeing(self, form: Form) -> list[Wording]:
        return [row for row in self._by_letters.get(letters(form), []) if _means(row, form)] if form else []

    def wordings(self) -> Sequence[Wording]:
        return self._wordings

    def is_body(self, form: Form) -> bool:
        """Whether the form is what the body calls itself: its type, or its name with or without the place."""
        return any(agree(form, tail) for tail in self._tails if tail not in OWN_BODY and tail not in PLACES)

    def without_body(self, form: Form) -> Form:
        """Take the body off the end: "Văn phòng Sở", "Phòng Kế hoạch thuộc Sở LĐ-TBXH tỉnh …"."""
        for start in range(1, len(form)):
            if any(agree(form[start:], tail) for tail in self._tails):
                head = form[:start]
                return head[:-1] if len(head) > 1 and head[-1] in {"thuoc", "cua"} else head
        return form


def _means(wording: Wording, form: Form) -> bool:
    """Agreement, except that a short name of capitals alone says nothing about other words with these initials."""
    if not agree(wording.form, form):
        return False
    only_capitals = all(element.isupper() for element in wording.form)
    return not only_capitals or wording.form == form or wording.text == wording.target.name


def _tails(names: Iterable[str]) -> tuple[Form, ...]:
    """Return every way in which a body's own papers name it, longest first, then the general ones of `OWN_BODY`."""
    found: set[Form] = set()
    for name in filter(None, names):
        form = form_of(name)
        found.add(form)
        place = _PLACE.search(clean(name))
        if place:
            before, word, after = name[: place.start()], place[0], name[place.end() :]
            found |= {form_of(before), form_of(before + word), form_of(f"{before} {after}"), form_of(word)}
        else:
            found |= {(*form, *phrase) for phrase in PLACES}
        kind = next((len(phrase) for phrase in _TYPES if agree(form[: len(phrase)], phrase)), 0)
        if kind:
            found |= {form[:kind], *((*form[:kind], *phrase) for phrase in PLACES)}
    found.discard(())
    return (*sorted(found, key=lambda tail: (-len(tail), tail)), *OWN_BODY)
