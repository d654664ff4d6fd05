"""Many candidates of one kind as columns: one row each, -1 where nothing is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thidua.lib.rules.facts import Case
from thidua.lib.rules.model import Rulebook

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
OPEN = np.iinfo(np.int64).max


class NotTabular(Exception):
    """These cases cannot stand in one table; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One question for many. Arrays have a row a candidate; those of years, works and periods a second axis.

    `case` holds what is common: the award asked, the days, the route, the round, the kind of candidate.
    """

    case: Case
    first_year: int
    year: Ints
    category: Ints  # by code in `categories`
    categories: tuple[str, ...]
    gender: Ints  # 1 female, 0 male, -1 unknown
    completion: Ints  # step of the scale
    solidarity: Ints
    has_recognitions: Bools
    holds: Mapping[str, Bools]
    has_works: Bools
    works: Mapping[str, Ints]  # present kind recognized scope effective used used_for_form
    has_discipline: Bools
    discipline: Mapping[str, Ints]  # present kind first last known
    has_pending: Bools
    pending: Mapping[str, Ints]  # present kind since cleared known
    members: Mapping[str, Ints]
    flags: Mapping[str, Ints]
    attested: Mapping[str, Ints]
    declared: Mapping[str, Ints]
    kinds: tuple[str, ...]  # words of works, disciplines and pending matters, by code

    def __len__(self) -> int:
        return len(self.year)

    @property
    def years(self) -> Ints:
        return self.first_year + np.arange(self.completion.shape[1])

    def rows(self, at: Any) -> Table:
        """Return the rows chosen by a slice or an array of positions."""
        changed: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                changed[field.name] = value[at]
            elif isinstance(value, Mapping):
                changed[field.name] = {key: column[at] for key, column in value.items()}
        return replace(self, **changed)


def table_of(book: Rulebook, cases: Sequence[Case]) -> Table:
    """Return cases as a table. Raises NotTabular where they do not ask the same, or for service and movements."""
    if not cases:
        raise NotTabular("no cases")
    one = cases[0]
    if len({(case.ask, case.on, case.received_on, case.route, case.candidate.kind) for case in cases}) > 1:
        raise NotTabular("the cases ask for different awards, days, routes or kinds")
    people = [case.candidate for case in cases]
    if any(person.service is not None or person.movements is not None for person in people):
        raise NotTabular("posts and movements are judged one by one")
    known = [year for person in people for year in person.years or ()]
    known += [held.year for person in people for held in person.recognitions or ()]
    first = min([*known, one.on.year])
    width = max([*known, one.on.year]) - first + 1
    scale, scope = book.scales["completion"], book.scales.get("scope", ())
    completion, solidarity = (np.full((len(people), width), -1) for _ in range(2))
    holds: dict[str, Bools] = {}
    for row, person in enumerate(people):
        for year, record in (person.years or {}).items():
            if record.completion is not None:
                completion[row, year - first] = scale.index(record.completion)
            solidarity[row, year - first] = _truth(record.solidarity)
        for held in person.recognitions or ():
            decided = held.decided_on is None or held.decided_on <= one.on
            if decided and held.year <= one.on.year:
                column = holds.setdefault(held.award, np.zeros((len(people), width), dtype=bool))
                column[row, held.year - first] = True
    categories = tuple(dict.fromkeys(person.category for person in people if person.category is not None))
    kinds: list[str] = []

    def code(word: str | None) -> int:
        if word is None:
            return -1
        if word not in kinds:
            kinds.append(word)
        return kinds.index(word)

    def form(award: str) -> bool:
        return award in book.awards and book.awards[award].kind == "form"

    return Table(
        case=one,
        first_year=first,
        year=np.array([case.year for case in cases]),
        category=np.array([-1 if person.category is None else categories.index(person.category) for person in people]),
        categories=categories,
        gender=np.array([{"female": 1, "male": 0}.get(person.gender or "", -1) for person in people]),
        completion=completion,
        solidarity=solidarity,
        has_recognitions=np.array([person.recognitions is not None for person in people]),
        holds=holds,
        has_works=np.array([person.works is not None for person in people]),
        works=_ragged(
            [person.works or () for person in people],
            {
                "kind": lambda work: code(work.kind),
                "recognized": lambda work: _ordinal(work.recognized_on, -1),
                "scope": lambda work: -1 if work.scope is None else scope.index(work.scope),
                "effective": lambda work: _truth(work.effective),
                "used": lambda work: -1 if work.used_for is None else int(bool(work.used_for)),
                "used_for_form": lambda work: -1 if work.used_for is None else int(any(map(form, work.used_for))),
                "recognized_year": lambda work: work.recognized_on.year if work.recognized_on else -1,
            },
        ),
        has_discipline=np.array([person.discipline is not None for person in people]),
        discipline=_ragged(
            [person.discipline or () for person in people],
            {
                "kind": lambda period: code(period.kind),
                "first": lambda period: period.first.toordinal(),
                "last": lambda period: _ordinal(period.last, OPEN),
                "known": lambda period: int(period.last_is_known),
            },
        ),
        has_pending=np.array([person.pending is not None for person in people]),
        pending=_ragged(
            [person.pending or () for person in people],
            {
                "kind": lambda matter: code(matter.kind),
                "since": lambda matter: matter.since.toordinal(),
                "cleared": lambda matter: _ordinal(matter.cleared_on, OPEN),
                "known": lambda matter: int(matter.cleared_is_known),
            },
        ),
        members=_keyed([person.members or {} for person in people]),
        flags=_keyed([person.flags for person in people]),
        attested=_keyed([person.attested for person in people]),
        declared=_keyed([person.declared for person in people]),
        kinds=tuple(kinds),
    )


def _truth(value: bool | None) -> int:  # noqa: FBT001 - a truth value
    return -1 if value is None else int(value)


def _ordinal(day: date | None, absent: int) -> int:
    return absent if day is None else day.toordinal()


def _ragged(rows: Sequence[Sequence[Any]], read: Mapping[str, Callable[[Any], int]]) -> dict[str, Ints]:
    width = max((len(row) for row in rows), default=0)
    columns = {key: np.full((len(rows), width), -1) for key in ("present", *read)}
    for at, row in enumerate(rows):
        for place, item in enumerate(row):
            columns["present"][at, place] = 1
            for key, value in read.items():
                columns[key][at, place] = value(item)
    return columns


def _keyed(rows: Sequence[Mapping[str, Any]]) -> dict[str, Ints]:
    keys = dict.fromkeys(key for row in rows for key in row)
    return {key: np.array([int(row.get(key, -1)) for row in rows]) for key in keys}
