"""What is understood of a plan document: plain values with where they stood and how sure the reader is.

Keys and conventions follow docs/reference/plan-schema.md; `understanding.to_json` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class DocumentKind(StrEnum):
    PLAN = "plan"
    DECISION = "decision"
    DECISION_WITH_PLAN = "decision_with_plan"
    GUIDELINE = "guideline"
    OTHER = "other"


class Comparator(StrEnum):
    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    RANGE = "range"
    ABOUT = "~"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stood: source lines (inclusive, from 1), page if any, and the exact text taken."""

    first_line: int
    last_line: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value read from the source. `confidence` is 0 to 1; under `DOUBTFUL` a person should look.

    `doubt` says in one Vietnamese sentence why confidence is low, else None.
    """

    value: T
    spans: tuple[Span, ...]
    confidence: float
    doubt: str | None = None


DOUBTFUL = 0.75


class Recurrence(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Period:
    """A time as computed from its wording. Dates are inclusive; both are None where the wording gives no fixed day.

    `periods` holds the single stretches when the wording names several (the envelope is start..end).
    `recurrence_day` is the day within the recurring period's last month ("trước ngày 20 của tháng cuối quý" is 20).
    `working_days` is a relative limit ("trong 05 ngày làm việc" is 5): `relative` is then True and no date is computed.
    """

    text: str
    start: date | None = None
    end: date | None = None
    periods: tuple[tuple[date | None, date | None], ...] = ()
    recurrence: Recurrence | None = None
    recurrence_day: int | None = None
    is_continuous: bool = False
    is_optional: bool = False
    is_relative: bool = False
    working_days: int | None = None
    year_inferred: bool = False
    doubt: str | None = None
    """Why the dates may be wrong, in Vietnamese: a day the calendar does not have, a wording not understood."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    text: str
    number: str | None
    date: date | None


@dataclass(frozen=True, slots=True)
class Heading:
    label: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A row of a task table, every attribute with its own evidence; None where the row has no such thing."""

    content: Found[str]
    no: Found[str] | None = None
    group: Found[str] | None = None
    lead: Found[tuple[str, ...]] | None = None
    coordinating: Found[tuple[str, ...]] | None = None
    time: Found[Period] | None = None
    """The row's own time; `period_of_group` says when dates come from the group row instead."""
    start: date | None = None
    end: date | None = None
    product: Found[str] | None = None
    budget: Found[str] | None = None
    note: Found[str] | None = None
    code: Found[str] | None = None
    other: tuple[tuple[str, Found[str]], ...] = ()
    """Columns of no known meaning: (column title, cell)."""
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class ProseTask:
    content: Found[str]
    assignee: Found[tuple[str, ...]] | None = None
    time: Found[Period] | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day in prose. `prose_task` is the index into `PlanReading.prose_tasks` of the task it is a limit of, if any."""

    what: Found[str]
    due: Found[date]
    who: Found[str] | None = None
    prose_task: int | None = None


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """A quantified goal. `parts` are indexes into `PlanReading.targets` of the parts of this whole ("trong đó")."""

    indicator: Found[str]
    comparator: Comparator
    minimum: float | None
    maximum: float | None
    unit: str | None
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PartialDate:
    year: int | None
    month: int | None
    day: int | None


@dataclass(frozen=True, slots=True)
class Signer:
    on_behalf: Found[str] | None = None
    position: Found[str] | None = None
    name: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A stretch nothing was made of that looks as if it should have been: lines, text, and why (Vietnamese)."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class PlanReading:
    kind: Found[DocumentKind]
    issuer_parent: Found[str] | None = None
    issuer: Found[str] | None = None
    number: Found[str] | None = None
    symbol: Found[str] | None = None
    place: Found[str] | None = None
    issued: Found[PartialDate] | None = None
    title: Found[str] | None = None
    plan_year: Found[int] | None = None
    legal_bases: tuple[Found[LegalBasis], ...] = ()
    headings: tuple[Found[Heading], ...] = ()
    tasks: tuple[PlanTask, ...] = ()
    prose_tasks: tuple[ProseTask, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[PlanTarget, ...] = ()
    movements: tuple[Found[str], ...] = ()
    recipients: tuple[Found[str], ...] = ()
    signer: Signer = field(default_factory=Signer)
    unread: tuple[UnreadPart, ...] = ()
