"""How far the units that received a plan have come with it: what each still owes, and shares of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from thidua.apps.planning.enums import Lack, PlanState, ReceiptState

IN_FORCE = (PlanState.ISSUED, PlanState.ACTIVE, PlanState.CLOSED)
"""States in which a unit's own plan counts as its answer."""
IN_HAND = (PlanState.DRAFT, PlanState.SUBMITTED)
"""States in which a unit's own plan is being written."""


@dataclass(frozen=True, slots=True)
class Work:
    """The lead work of a unit in a plan, counted; cancelled work and containers left out.

    `expected` is what has begun or is due by now, `reported` how much of that has a report, `overdue` what is open past
    its day, `late_done` what was done after it.
    """

    lead: int = 0
    expected: int = 0
    reported: int = 0
    overdue: int = 0
    done: int = 0
    late_done: int = 0


NO_WORK = Work()


@dataclass(frozen=True, slots=True)
class Below:
    """How far the units below a unit have come with its own plan."""

    units: int = 0
    received: int = 0
    planned: int = 0
    launched: int = 0
    staff_total: int = 0
    staff_taking_part: int = 0


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """Where one addressed unit stands. `own_state` is the state of its own plan, "" for none."""

    receipt_id: int
    unit_id: int
    name: str
    short_name: str
    path: str
    place: int
    search_text: str
    state: str
    own_plan_id: int | None
    own_state: str
    launched_on: date | None
    staff_total: int | None
    staff_taking_part: int | None
    reminders: dict[str, str]
    work: Work = NO_WORK
    below: Below | None = None

    @property
    def is_received(self) -> bool:
        return self.state != ReceiptState.SENT

    @property
    def is_planned(self) -> bool:
        return self.own_state in IN_FORCE

    @property
    def is_drafting(self) -> bool:
        return self.own_state in IN_HAND

    @property
    def is_launched(self) -> bool:
        return self.state == ReceiptState.LAUNCHED

    @property
    def is_reported(self) -> bool:
        return self.work.reported >= self.work.expected

    @property
    def has_headcount(self) -> bool:
        return self.staff_total is not None

    @property
    def staff(self) -> tuple[int, int] | None:
        """(taking part, total) as the unit reported it, else as the units below it did; None where nobody has."""
        if self.staff_total is not None:
            return self.staff_taking_part or 0, self.staff_total
        if self.below is not None and self.below.staff_total:
            return self.below.staff_taking_part, self.below.staff_total
        return None

    @property
    def staff_percent(self) -> int:
        """For sorting: units that reported nothing come below those with nobody."""
        return -1 if self.staff is None else percent(*self.staff) or 0

    @property
    def report_percent(self) -> int:
        """For sorting: units with nothing to report yet come above those that reported all."""
        return 101 if not self.work.expected else percent(self.work.reported, self.work.expected) or 0

    @property
    def planned_rank(self) -> int:
        return 2 if self.is_planned else int(self.is_drafting)

    @property
    def below_count(self) -> int:
        return self.below.units if self.below else 0

    @property
    def last_reminder(self) -> date | None:
        return max((date.fromisoformat(day) for day in self.reminders.values()), default=None)

    def lacks(self, lack: str) -> bool:
        """Whether the unit still owes this."""
        return _LACKS[Lack(lack)](self)


_LACKS: dict[Lack, Callable[[UnitCoverage], bool]] = {
    Lack.RECEIPT: lambda one: not one.is_received,
    Lack.PLAN: lambda one: not one.is_planned,
    Lack.LAUNCH: lambda one: not one.is_launched,
    Lack.REPORT: lambda one: not one.is_reported,
    Lack.OVERDUE: lambda one: one.work.overdue > 0,
    Lack.HEADCOUNT: lambda one: not one.has_headcount,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the strip: how many of the units it asks have done it, and by which lack the others are found."""

    lack: Lack
    have: int
    of: int

    @property
    def missing(self) -> int:
        return self.of - self.have

    @property
    def percent(self) -> int | None:
        return percent(self.have, self.of)


def measures(units: Iterable[UnitCoverage]) -> list[Measure]:
    """Return the figures of the strip in the order of the work.

    Reports are asked only of units with work that has begun or is due, punctuality only of those that lead something.
    """
    rows = list(units)
    asked: dict[Lack, Callable[[UnitCoverage], bool]] = {
        Lack.REPORT: lambda one: one.work.expected > 0,
        Lack.OVERDUE: lambda one: one.work.lead > 0,
    }
    found = []
    for lack in (Lack.RECEIPT, Lack.PLAN, Lack.LAUNCH, Lack.REPORT, Lack.OVERDUE):
        those = list(filter(asked.get(lack), rows))
        found.append(Measure(lack, sum(not one.lacks(lack) for one in those), len(those)))
    return found


@dataclass(frozen=True, slots=True)
class Headcount:
    """People of the units that say how many take part; `units` is how many of `of` units are counted."""

    taking_part: int
    total: int
    units: int
    of: int

    @property
    def percent(self) -> int | None:
        return percent(self.taking_part, self.total)


def headcount(units: Iterable[UnitCoverage]) -> Headcount:
    """Add up the headcounts; a unit whose superior unit is counted too is part of that one's figure."""
    rows = sorted(units, key=lambda one: one.path)
    counted: set[str] = set()
    taking_part = total = covered = 0
    for one in rows:
        if not counted.isdisjoint(_above(one.path)):
            covered += 1
        elif one.staff is not None:
            counted.add(one.path)
            covered += 1
            taking_part += one.staff[0]
            total += one.staff[1]
    return Headcount(taking_part, total, covered, len(rows))


def _above(path: str) -> Iterator[str]:
    """Yield the paths of the units above one: "1.", "1.4." for "1.4.9."."""
    end = path.find(".")
    while 0 <= end < len(path) - 1:
        yield path[: end + 1]
        end = path.find(".", end + 1)


def percent(have: int, of: int) -> int | None:
    """Return the share in whole percent, rounded down so that only all is 100; None of nothing."""
    return 100 * have // of if of else None
