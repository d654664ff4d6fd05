"""What is known of a candidate: the fixed case format, read strictly. What is absent is None, never false."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

import yaml

from thidua.lib.rules.errors import CaseInvalid
from thidua.lib.rules.model import ROUTES, SUBJECTS

_T = TypeVar("_T")
_KNOWN = {"id", "ask", "on", "received", "route", "candidate", "round", "expect", "because"}


@dataclass(frozen=True, slots=True)
class YearRecord:
    completion: str | None
    solidarity: bool | None


@dataclass(frozen=True, slots=True)
class Held:
    """A recognition already given; `year` is the last year of the achievement rewarded."""

    award: str
    year: int
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class WorkDone:
    id: str
    kind: str | None
    recognized_on: date | None
    scope: str | None
    effective: bool | None
    used_for: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Discipline:
    kind: str
    first: date
    last: date | None
    last_is_known: bool


@dataclass(frozen=True, slots=True)
class Pending:
    kind: str
    since: date
    cleared_on: date | None
    cleared_is_known: bool


@dataclass(frozen=True, slots=True)
class Post:
    post: str
    years: Fraction


@dataclass(frozen=True, slots=True)
class MovementLed:
    launched_by: str
    years: int
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    kind: str
    category: str | None = None
    gender: str | None = None
    years: Mapping[int, YearRecord] | None = None
    recognitions: tuple[Held, ...] | None = None
    works: tuple[WorkDone, ...] | None = None
    discipline: tuple[Discipline, ...] | None = None
    pending: tuple[Pending, ...] | None = None
    members: Mapping[str, int] | None = None
    service: tuple[Post, ...] | None = None
    movements: tuple[MovementLed, ...] | None = None
    flags: Mapping[str, bool] = field(default_factory=dict)
    attested: Mapping[str, bool] = field(default_factory=dict)
    declared: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question: may this candidate be given this award on this day."""

    id: str
    ask: str
    on: date
    received_on: date
    candidate: Candidate
    route: str = ""
    round: Mapping[str, Fraction] = field(default_factory=dict)
    expect: Mapping[str, Any] = field(default_factory=dict)
    because: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """The achievement year: the last with evidence, else that of the day received (to October the year before)."""
        usual = self.received_on.year if self.received_on.month >= 11 else self.received_on.year - 1
        later = [year for year in self.candidate.years or () if usual < year <= self.on.year]
        return max(later, default=usual)


def read_cases(text: str) -> list[Case]:
    """Read one or several cases from YAML or JSON. Raises CaseInvalid."""
    try:
        documents = [one for one in yaml.load_all(text, Loader=_Plain) if one is not None]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ở dòng {mark.line + 1}" if mark else ""
        raise CaseInvalid(f"Tệp không phải là YAML hoặc JSON đúng cú pháp{where}.") from None
    except (ValueError, RecursionError):
        raise CaseInvalid("Tệp có ngày không có thật hoặc lồng nhau quá sâu.") from None
    return [parse_case(one, place=f"Trường hợp thứ {number}") for number, one in enumerate(documents, start=1)]


class _Plain(yaml.SafeLoader):
    """YAML where only true and false are truth values (`on` is a key here) and a day is read by us, quoted or not."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in ("timestamp", "bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF"))


def parse_case(value: object, *, place: str = "Trường hợp") -> Case:
    """Read one case from plain values. Raises CaseInvalid naming the key."""
    top = _Reader(value, place)
    route = top.text("route") or ""
    if route and route not in ROUTES:
        raise CaseInvalid(f"{place}: route «{route}» không có. Chọn: {', '.join(ROUTES)}.")
    on = top.day("on")
    if on is None:
        raise CaseInvalid(f"{place}: thiếu on (ngày quyết định).")
    candidate, ignored = _candidate(top.below("candidate"))
    return Case(
        id=top.text("id") or "",
        ask=top.needed("ask"),
        on=on,
        received_on=top.day("received") or on,
        route=route,
        candidate=candidate,
        round=top.below("round").numbers() if top.get("round") else {},
        expect=top.get("expect") or {},
        because=tuple(str(one) for one in top.get("because") or ()),
        ignored=(*(key for key in top.value if key not in _KNOWN), *ignored),
    )


def _candidate(given: _Reader) -> tuple[Candidate, tuple[str, ...]]:
    kind = given.needed("kind")
    if kind not in SUBJECTS:
        raise CaseInvalid(f"{given.place}: kind «{kind}» không có. Chọn: {', '.join(SUBJECTS)}.")
    read = {
        "kind", "category", "gender", "years", "recognitions", "initiatives", "discipline", "pending", "members",
        "service", "movements", "attested", "declared",
    }  # fmt: skip
    flags = {key: value for key, value in given.value.items() if isinstance(value, bool) and key not in read}
    candidate = Candidate(
        kind=kind,
        category=given.text("category"),
        gender=given.text("gender"),
        years=given.by_year(),
        recognitions=given.many("recognitions", _recognition),
        works=given.many("initiatives", _work),
        discipline=given.many("discipline", _discipline),
        pending=given.many("pending", _pending),
        members=given.below("members").counts() if given.get("members") is not None else None,
        service=given.many("service", _post),
        movements=given.many("movements", _movement),
        flags=flags,
        attested=given.below("attested").booleans() if given.get("attested") else {},
        declared=given.below("declared").booleans() if given.get("declared") else {},
    )
    ignored = tuple(f"candidate.{key}" for key in given.value if key not in read and key not in flags)
    return candidate, ignored


def _recognition(one: _Reader) -> Held:
    decided = one.day("decided")
    year = one.whole("year")
    if year is None:
        if decided is None:
            raise CaseInvalid(f"{one.place}: cần year hoặc decided.")
        year = decided.year
    return Held(one.needed("award"), year, decided)


def _work(one: _Reader) -> WorkDone:
    used = one.get("used_for")
    if used is not None and not isinstance(used, list):
        raise CaseInvalid(f"{one.place}: used_for phải là danh sách.")
    names = None if used is None else tuple(str(use.get("award") if isinstance(use, dict) else use) for use in used)
    return WorkDone(
        one.text("id") or one.place.rpartition(".")[2],
        one.text("kind"),
        one.day("recognized"),
        one.text("scope"),
        one.boolean("effective"),
        names,
    )


def _discipline(one: _Reader) -> Discipline:
    first = one.day("from")
    if first is None:
        raise CaseInvalid(f"{one.place}: thiếu from (ngày bắt đầu kỷ luật).")
    return Discipline(one.needed("kind"), first, one.day("until"), "until" in one.value)


def _pending(one: _Reader) -> Pending:
    since = one.day("since")
    if since is None:
        raise CaseInvalid(f"{one.place}: thiếu since (ngày bắt đầu).")
    return Pending(one.needed("kind"), since, one.day("cleared"), "cleared" in one.value)


def _post(one: _Reader) -> Post:
    years = one.get("years")
    if years is not None:
        return Post(one.needed("post"), one.fraction("years"))
    first, last = one.day("from"), one.day("until")
    if first is None or last is None:
        raise CaseInvalid(f"{one.place}: cần years, hoặc from và until.")
    return Post(one.needed("post"), Fraction((last - first).days + 1, 365))


def _movement(one: _Reader) -> MovementLed:
    return MovementLed(one.text("launched_by") or "", one.whole("years") or 0, one.whole("rank") or 1)


class _Reader:
    """A mapping of a case; errors name the key."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise CaseInvalid(f"{place}: cần một nhóm khóa: giá trị.")
        self.value: dict[str, Any] = {str(key): one for key, one in value.items()}
        self.place = place

    def get(self, key: str) -> Any:
        return self.value.get(key)

    def below(self, key: str) -> _Reader:
        if key not in self.value:
            raise CaseInvalid(f"{self.place}: thiếu {key}.")
        return _Reader(self.value[key], f"{self.place}, {key}")

    def text(self, key: str) -> str | None:
        value = self.get(key)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise CaseInvalid(f"{self.place}: {key} phải là chữ.")

    def needed(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise CaseInvalid(f"{self.place}: thiếu {key}.")
        return value

    def day(self, key: str) -> date | None:
        value = self.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise CaseInvalid(f"{self.place}: {key} «{value}» không phải là một ngày có thật (YYYY-MM-DD).") from None

    def whole(self, key: str) -> int | None:
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if isinstance(value, str) and value.isdecimal():
            return int(value)
        raise CaseInvalid(f"{self.place}: {key} phải là số nguyên không âm.")

    def boolean(self, key: str) -> bool | None:
        value = self.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise CaseInvalid(f"{self.place}: {key} phải là true hoặc false.")

    def fraction(self, key: str) -> Fraction:
        try:
            return Fraction(str(self.value[key]))
        except (ValueError, ZeroDivisionError):
            raise CaseInvalid(f"{self.place}: {key} phải là số.") from None

    def numbers(self) -> dict[str, Fraction]:
        return {key: self.fraction(key) for key, value in self.value.items() if value is not None}

    def counts(self) -> dict[str, int]:
        return {key: count for key in self.value if (count := self.whole(key)) is not None}

    def booleans(self) -> dict[str, bool]:
        return {key: bool(self.boolean(key)) for key in self.value if self.value[key] is not None}

    def _list(self, key: str) -> Iterator[_Reader] | None:
        value = self.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            raise CaseInvalid(f"{self.place}: {key} phải là danh sách.")
        return (_Reader(one, f"{self.place}, {key}.{number}") for number, one in enumerate(value, start=1))

    def many(self, key: str, read: Callable[[_Reader], _T]) -> tuple[_T, ...] | None:
        found = self._list(key)
        return None if found is None else tuple(read(one) for one in found)

    def by_year(self) -> dict[int, YearRecord] | None:
        found = self._list("years")
        if found is None:
            return None
        years: dict[int, YearRecord] = {}
        for one in found:
            year = one.whole("year")
            if year is None or not 1900 <= year <= 2200:
                raise CaseInvalid(f"{one.place}: thiếu year, hoặc năm không hợp lý.")
            if year in years:
                raise CaseInvalid(f"{one.place}: năm {year} viết hai lần.")
            years[year] = YearRecord(one.text("completion"), one.boolean("solidarity"))
        return years
