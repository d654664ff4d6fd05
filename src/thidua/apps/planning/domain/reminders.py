"""When people are reminded of a day: before it, on it, and after it; and when lateness goes up to heads and leaders.

Reminders go out on working days only: one that would fall on a day off goes out the working day before while there is
still time, and the next working day once the day has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType

from thidua.apps.planning.domain.periods import periods_of
from thidua.apps.planning.enums import PeriodKind
from thidua.lib.vietnamese.workdays import add_working_days, is_working_day, next_working_day

LATE_AT_ONCE = 1
WEEK = 7
LATE_UNTIL = 60
"""Weekly reminders stop after this many days late; the pages go on showing the lateness."""
LOOK_BACK = timedelta(days=3)
"""A machine that was off makes up for the reminders of so many days."""
LONGEST_BREAK = timedelta(days=16)
"""No run of days off is longer, Tết with its weekends included."""
ACKNOWLEDGE_WITHIN = 3
"""Working days in which a unit acknowledges a plan it received; then its people are reminded."""
ACKNOWLEDGE_AGAIN = 8
"""Working days after which the head of the unit is told as well."""


class Level(IntEnum):
    """Whom a reminder reaches: those who do the work, then their head too, then the leader of the plan's unit too."""

    PEOPLE = 1
    HEAD = 2
    LEADER = 3


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a plan reminds: days before the due day, and after how many days late the head and the leader are told."""

    before: tuple[int, ...] = (14, 7, 1)
    head_after: int = 3
    leader_after: int = 7

    @classmethod
    def of(cls, *, before: Iterable[object], head_after: int, leader_after: int) -> Rhythm:
        """Return a rhythm from what a plan keeps; anything that is no number of days is passed over."""
        days = {one for one in before if isinstance(one, int) and not isinstance(one, bool) and 0 < one <= 366}
        return cls(tuple(sorted(days, reverse=True)), head_after, leader_after)

    @property
    def offsets(self) -> tuple[int, ...]:
        """Days from the due day on which somebody is told: -14, -7, -1, 0, 1, 3, 7, 14 …, 56."""
        weekly = range(WEEK, LATE_UNTIL + 1, WEEK)
        after = {LATE_AT_ONCE, self.head_after, self.leader_after, *weekly}
        return tuple(sorted({*(-one for one in self.before), 0, *(one for one in after if one > 0)}))

    def level(self, offset: int) -> Level:
        """Return how far up a reminder goes that is `offset` days after the due day.

        The leader is told once; a head whose unit stays late hears of it every week.
        """
        if offset <= 0:
            return Level.PEOPLE
        if offset == max(self.leader_after, 1):
            return Level.LEADER
        return Level.HEAD if offset >= self.head_after else Level.PEOPLE


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a due day: `offset` days from it (negative: before), going out `on`, reaching up to `level`."""

    offset: int
    on: date
    level: Level


def sending_day(due_on: date, offset: int) -> date:
    """Return the working day on which the reminder `offset` days from the due day goes out."""
    nominal = due_on + timedelta(days=offset)
    return next_working_day(nominal) if offset > 0 else last_working_day(nominal)


def last_working_day(day: date) -> date:
    """Return the last working day up to `day`: `day` itself when it is one."""
    return day if is_working_day(day) else add_working_days(day, -1)


@lru_cache(maxsize=256)
def reminders_on(today: date, rhythm: Rhythm) -> Mapping[date, Reminder]:
    """Return the due days people are reminded of today, each with its one reminder; nothing on a day off.

    Of several that fall together, or were missed in the last three days while no machine ran, the latest counts; how
    far up it goes is the furthest of them. What was to be said before a day is not said once it has passed.
    """
    found: dict[date, Reminder] = {}
    if not is_working_day(today):
        return found
    for offset in rhythm.offsets:  # ascending: a later one takes the place of an earlier one
        for back in range(-LONGEST_BREAK.days, LONGEST_BREAK.days + LOOK_BACK.days + 1):
            due_on = today - timedelta(days=back + offset)
            if offset <= 0 and due_on < today:
                continue
            on = sending_day(due_on, offset)
            if today - LOOK_BACK <= on <= today:
                level = rhythm.level(offset)
                if due_on in found:
                    level = max(level, found[due_on].level)
                found[due_on] = Reminder(offset, on, level)
    return MappingProxyType(found)


def acknowledgements_on(today: date) -> dict[int, tuple[date, date]]:
    """Return the sending days (first, last) of plans whose receipt is asked after today, by the working days gone.

    {3: …, 8: …}; nothing on a day off. A plan sent on a day off counts from the next working day on.
    """
    if not is_working_day(today):
        return {}
    found = {}
    for count in (ACKNOWLEDGE_WITHIN, ACKNOWLEDGE_AGAIN):
        last = add_working_days(today, -count)
        # What was sent on the days off behind `last` has had just as many working days; three days are made up for.
        found[count] = (last - LOOK_BACK, add_working_days(last, 1) - timedelta(days=1))
    return found


FIGURES_AGAIN = 7


def figures_due_on(today: date) -> dict[date, int]:
    """Return the last days of the quarters whose figures are asked for today: {day: 0 at first, 1 a week later}."""
    found: dict[date, int] = {}
    if not is_working_day(today):
        return found
    for quarter in periods_of(year=today.year - 1, kind=PeriodKind.QUARTER)[-1:] + periods_of(
        year=today.year, kind=PeriodKind.QUARTER
    ):
        for again, after in enumerate((1, 1 + FIGURES_AGAIN)):
            day = next_working_day(quarter.ends_on + timedelta(days=after))
            if today - LOOK_BACK <= day <= today:
                found[quarter.ends_on] = again
    return found
