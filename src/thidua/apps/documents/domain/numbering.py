"""How documents are numbered: which series, which year, which moment (Nghị định 30/2020/NĐ-CP, Điều 15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from thidua.apps.documents.enums import Manner
from thidua.apps.documents.errors import ClockBehind
from thidua.lib.vanban.form import types

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")
TOLERANCE = timedelta(minutes=2)
"""By how much a clock may have been put back: within it a number takes the moment of the last one."""

COMMON_SERIES = "chung"
COPY_SERIES = "ban-sao"
CLASSIFIED_SERIES = "mat"
COPY_TYPES = {"sao-y": "Sao y", "sao-luc": "Sao lục", "trich-sao": "Trích sao"}
"""Copies are counted in one series of their own, whatever their form (Phụ lục I, Phần II)."""
LETTERS = ("cong-van", "thu-cong")
"""Types without an abbreviation in their symbol: in two series the same number and symbol would stand twice."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of numbers; `type_keys` empty: all types that no other series covers."""

    key: str
    name: str
    type_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """What a document brings to its line in the register (Phụ lục IV). `request_key` is the same for the same issue.

    `symbol` comes without the number ("KH-SNV"); `copies` None: not counted, as for electronic documents.
    """

    request_key: str
    type_key: str
    symbol: str
    title: str
    signer: str
    recipients: str = ""
    keeping_unit: str = ""
    copies: int | None = None
    note: str = ""
    is_secret: bool = False


def type_name(type_key: str) -> str:
    """Return the words of a type or a form of copy. Raises ValueError for an unknown key."""
    name = type_names().get(type_key)
    if name is None:
        raise ValueError(f"{type_key!r} is no type of document")
    return name


def type_names() -> dict[str, str]:
    """Return every type and form of copy that gets a number, by key, in the Decree's order."""
    return {one.key: one.name for one in types()} | COPY_TYPES


def series_of(manner: str, groups: Sequence[Mapping[str, Any]], *, type_key: str, is_secret: bool = False) -> Series:
    """Return the series a document belongs to. Secret documents and copies have theirs whatever the manner."""
    name = type_name(type_key)
    if is_secret:
        return Series(CLASSIFIED_SERIES, "Văn bản mật")
    if type_key in COPY_TYPES:
        return Series(COPY_SERIES, "Bản sao", tuple(COPY_TYPES))
    if manner == Manner.BY_TYPE:
        return Series(LETTERS[0], "Công văn, thư công", LETTERS) if type_key in LETTERS else _one(type_key, name)
    if manner == Manner.GROUPS:
        for group in grouped(groups):
            if type_key in group.type_keys:
                return group
        return Series(COMMON_SERIES, "Văn bản khác")
    return Series(COMMON_SERIES, "Văn bản đi")


def all_series(manner: str, groups: Sequence[Mapping[str, Any]]) -> tuple[Series, ...]:
    """Return every series of a scheme, each once, in the Decree's order of types, copies and secret ones last."""
    found = {one.key: one for key in type_names() for one in [series_of(manner, groups, type_key=key)]}
    secret = series_of(manner, groups, type_key=LETTERS[0], is_secret=True)
    return (*found.values(), secret)


def grouped(groups: Sequence[Mapping[str, Any]]) -> tuple[Series, ...]:
    """Return the groups of a scheme as they are stored."""
    return tuple(Series(group["key"], group["name"], tuple(group["types"])) for group in groups)


def _one(type_key: str, name: str) -> Series:
    return Series(type_key, name, (type_key,))


def day_of(moment: datetime) -> date:
    """Return the day of a moment as the office's calendar has it."""
    return moment.astimezone(OFFICE).date()


def year_of(moment: datetime) -> int:
    """Return whose year's numbers a moment belongs to."""
    return day_of(moment).year


def moment_of_issue(*, now: datetime, last: datetime | None) -> datetime:
    """Return the moment a number is given at: now, or that of the last one when the clock went back a little.

    Raises ClockBehind beyond TOLERANCE.
    """
    if last is None or now >= last:
        return now
    if last - now <= TOLERANCE:
        return last
    raise ClockBehind(now=_printed(now), last=_printed(last))


def _printed(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE):%H:%M %d/%m/%Y}"


def printed(number: int) -> str:
    """Return a number as it stands on paper: 01 to 09 with their zero (Phụ lục I, Phần I, Mục II.3)."""
    return f"{number:02d}"


def next_number(*, starts_after: int, last_issued: int | None, confirmed: int | None) -> int:
    """Return the number that follows everything given so far, on paper or here."""
    return 1 + max(starts_after, last_issued or 0, confirmed or 0)
