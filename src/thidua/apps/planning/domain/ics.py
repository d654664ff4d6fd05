"""A calendar as programs read it: RFC 5545, with the names and refresh interval of RFC 7986.

Due days are all-day events that block no time. They are events and not to-dos (VTODO), which the calendars of Google,
Outlook and iPhones pass over in what they subscribe to. No alarms: reminding is the program's own work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText

ZONE = "Asia/Ho_Chi_Minh"
REFRESH = timedelta(hours=6)
SUMMARY_CHARACTERS = 200
DESCRIPTION_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar: on whole days (dates, `ends` the last of them) or between two moments.

    `uid` stays the same for the same thing, however its day moves; `sequence` never falls.
    """

    uid: str
    starts: date | datetime
    ends: date | datetime | None
    summary: str
    description: str = ""
    url: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    status: str = "CONFIRMED"
    sequence: int = 0
    changed_at: datetime | None = None


def write_calendar(*, name: str, description: str, entries: Iterable[Entry], at: datetime) -> bytes:
    """Return a calendar as it is sent: UTF-8, lines of at most 75 octets ended by CRLF."""
    found = Calendar()
    found.add("prodid", "-//Thi Dua//Lich//VI")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        found.add(key, vText(_clean(name)))
    for key in ("description", "x-wr-caldesc"):
        found.add(key, vText(_clean(description)))
    found.add("x-wr-timezone", ZONE)
    refresh = vDuration(REFRESH)
    refresh.params["VALUE"] = "DURATION"
    found.add("refresh-interval", refresh)
    found.add("x-published-ttl", vDuration(REFRESH))
    found.add_component(_zone())
    for entry in entries:
        found.add_component(_event(entry, at))
    return bytes(found.to_ical())


def _zone() -> Timezone:
    """Return the zone of the whole country: seven hours before Greenwich since 1975, never summer time."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - local time, as the standard wants it here
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at)
    event.add("sequence", entry.sequence)
    if entry.changed_at is not None:
        event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts)
    if not isinstance(entry.starts, datetime):
        last = entry.ends if entry.ends is not None else entry.starts
        event.add("dtend", last + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    elif entry.ends is not None and entry.ends > entry.starts:
        event.add("dtend", entry.ends)
    event.add("summary", vText(_short(_clean(entry.summary).replace("\n", " "), SUMMARY_CHARACTERS)))
    event.add("status", entry.status)
    if entry.description:
        event.add("description", vText(_short(_clean(entry.description), DESCRIPTION_CHARACTERS)))
    if entry.location:
        event.add("location", vText(_clean(entry.location)))
    if entry.url:
        event.add("url", entry.url)
    if entry.categories:
        event.add("categories", [_clean(one) for one in entry.categories])
    return event


def _clean(text: str) -> str:
    """Drop what no line of a calendar may hold: control characters; line ends are kept as one kind."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one == "\n" or one == "\t" or (one >= " " and one != "\x7f")).strip()


def _short(text: str, characters: int) -> str:
    return text if len(text) <= characters else f"{text[: characters - 1].rstrip()}…"
