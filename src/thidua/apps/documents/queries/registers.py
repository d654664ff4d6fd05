"""Reads of the registers of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, OuterRef, QuerySet, Subquery, Value, When

from thidua.apps.documents.domain import numbering
from thidua.apps.documents.domain.marks import Marks
from thidua.apps.documents.domain.numbering import Series
from thidua.apps.documents.models import (
    DatabaseIdentity,
    IssuedNumber,
    NumberRecovery,
    NumberRegister,
    NumberScheme,
    Registry,
)
from thidua.apps.organizations.queries import Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """A series of a body in a year and how far it has come. `register` is None before its first number.

    `mark` is the highest number known outside the database. `is_behind`: the database knows less than that.
    """

    year: int
    series: Series
    register: NumberRegister | None
    last: int
    mark: int

    @property
    def is_behind(self) -> bool:
        return self.mark > self.last

    @property
    def key(self) -> str:
        return f"{self.year}-{self.series.key}"


def marks() -> Marks:
    """Return the marks of this database."""
    return Marks(settings.OPTIONS.home / "numbers", str(DatabaseIdentity.objects.get(pk=1).key))


def registry_of(body_id: int) -> Registry | None:
    return Registry.objects.filter(pk=body_id).first()


def bodies_with_registry() -> QuerySet[Registry, int]:
    """Return the keys of the bodies that have laid down how they number."""
    return Registry.objects.values_list("pk", flat=True)


def has_numbers(body_id: int, *, year: int) -> bool:
    """Whether numbers of the year have been given here, so that how they run is fixed."""
    registers = NumberRegister.objects.filter(body_id=body_id, year=year)
    return (
        IssuedNumber.objects.filter(register__in=registers).exists()
        or NumberRecovery.objects.filter(register__in=registers).exists()
    )


def scheme_for(body_id: int, *, year: int) -> NumberScheme | None:
    """Return how a body numbers in a year: the newest scheme that applies from it or an earlier one."""
    return NumberScheme.objects.filter(body_id=body_id, year__lte=year).order_by("-year").first()


def with_last(registers: QuerySet[NumberRegister]) -> QuerySet[NumberRegister]:
    """Add what `last_of` asks for, in the same query."""
    issued = IssuedNumber.objects.filter(register=OuterRef("pk")).order_by("-number")
    confirmed = NumberRecovery.objects.filter(register=OuterRef("pk")).order_by("-confirmed_number")
    return registers.annotate(
        last_issued=Subquery(issued.values("number")[:1]),
        last_issued_on=Subquery(issued.values("issued_on")[:1]),
        last_confirmed=Subquery(confirmed.values("confirmed_number")[:1]),
    )


def with_waiting(registers: QuerySet[NumberRegister], *, asked: Iterable[Standing]) -> QuerySet[NumberRegister]:
    """Add `waits`: whether a register gives no number until a person has confirmed the highest one."""
    waiting = [one.register.pk for one in asked if one.register]
    case = Case(When(pk__in=waiting, then=Value(True)), default=Value(False), output_field=BooleanField())
    return registers.annotate(waits=case)


def last_of(register: NumberRegister) -> int:
    """Return the highest number of a register of `with_last`; 0 before the first."""
    row: Any = register  # with what `with_last` adds
    following = numbering.next_number(
        starts_after=row.starts_after, last_issued=row.last_issued, confirmed=row.last_confirmed
    )
    return following - 1


def standings(body_id: int, *, years: Iterable[int], kept: Marks) -> list[Standing]:
    """Return every series that has a register or a mark in these years, with how far it has come."""
    wanted = list(years)
    found = {
        (one.year, one.series): one
        for one in with_last(NumberRegister.objects.filter(body_id=body_id, year__in=wanted).order_by("year", "pk"))
    }
    known = {(year, series): mark for year in wanted for series, mark in kept.of(body_id, year=year).items()}
    schemes = {year: _series_by_key(body_id, year=year) for year in {year for year, _ in known.keys() - found.keys()}}
    result = []
    for year, key in sorted({**found, **known}):
        register = found.get((year, key))
        series = (
            Series(key, register.name, tuple(register.type_keys))
            if register
            else schemes[year].get(key, Series(key, key))
        )
        mark = known.get((year, key))
        last = last_of(register) if register else 0
        result.append(Standing(year, series, register, last, mark.number if mark else 0))
    return result


def _series_by_key(body_id: int, *, year: int) -> dict[str, Series]:
    scheme = scheme_for(body_id, year=year)
    found = numbering.all_series(scheme.manner, scheme.groups) if scheme else ()
    return {one.key: one for one in found}


def is_in_recovery(registry: Registry, *, kept: Marks, standing: Iterable[Standing]) -> bool:
    """Whether the database may stand behind what is on paper: it is not the one its marks know, or behind a mark."""
    return registry.seal != kept.seal() or any(one.is_behind for one in standing)


def to_confirm(registry: Registry, *, kept: Marks, at: datetime) -> list[Standing]:
    """Return the series whose highest number a person must confirm on paper; none while all agrees.

    Those of this year, and those of last year that are behind a mark. Where the database is not the one its marks know,
    a series may have been begun that it has never heard of: then every series of the scheme is asked for.
    """
    years = years_at_stake(at)
    present = standings(registry.pk, years=years, kept=kept)
    if not is_in_recovery(registry, kept=kept, standing=present):
        return []
    asked = [one for one in present if one.is_behind or one.year == years[1]]
    scheme = scheme_for(registry.pk, year=years[1])
    if registry.seal != kept.seal() and scheme:
        seen = {one.series.key for one in asked if one.year == years[1]}
        series = numbering.all_series(scheme.manner, scheme.groups)
        asked += [Standing(years[1], one, None, 0, 0) for one in series if one.key not in seen]
    return asked


def years_at_stake(moment: datetime) -> tuple[int, int]:
    """Return the years whose numbers a restored backup may lack: last year's and this one's."""
    year = numbering.year_of(moment)
    return year - 1, year


def bodies_in_recovery(*, at: datetime) -> list[Unit]:
    """Return the bodies whose numbers wait for a person to look at the paper."""
    kept = marks()
    registries = Registry.objects.select_related("body").order_by("body__path")
    return [one.body for one in registries if to_confirm(one, kept=kept, at=at)]


def register_for(*, body: Unit, type_key: str, on: date, is_secret: bool = False) -> NumberRegister | None:
    """Return the register a document of this type would be entered in on this day.

    None before its first number, and for a body that has set no scheme (see `scheme_for`).
    """
    scheme = scheme_for(body.pk, year=on.year)
    if scheme is None:
        return None
    series = numbering.series_of(scheme.manner, scheme.groups, type_key=type_key, is_secret=is_secret)
    return NumberRegister.objects.filter(body=body, year=on.year, series=series.key).first()
