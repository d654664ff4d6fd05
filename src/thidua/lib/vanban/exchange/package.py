"""A document package as data: who sends what to whom, with its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum


class Priority(IntEnum):
    """How urgent (values as implementations use them)."""

    NORMAL = 0
    URGENT = 1  # khẩn
    VERY_URGENT = 2  # thượng khẩn
    IMMEDIATE = 3  # hỏa tốc
    IMMEDIATE_AT = 4  # hỏa tốc hẹn giờ


class Steering(IntEnum):
    """Whether it directs (values as implementations use them)."""

    UNSAID = 0
    NOT_DIRECTIVE = 1
    DIRECTIVE = 2
    REPORT = 3


class Business(IntEnum):
    """What the package does with the document."""

    NEW = 0
    RECALL = 1
    UPDATE = 2
    REPLACE = 3


@dataclass(frozen=True, slots=True)
class Organ:
    """A body as packages name it; `code` is its identifier."""

    code: str
    name: str
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    name: str
    position: str = ""
    competence: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that this one answers."""

    organ: str
    number: str
    notation: str
    issued_on: date | None
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the package, as it was sent."""

    name: str
    media_type: str
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A document with its files on the way from one body to others.

    `number` and `notation` are those of "05/QĐ-SNV": "05", "QĐ-SNV". `type_code` is the code of list B. `sent_at` and
    `business` make its trace; `reason` says why it is recalled, updated or replaced.
    """

    sender: Organ
    recipients: tuple[Organ, ...]
    number: str
    notation: str
    issued_on: date
    type_code: int
    type_name: str
    subject: str
    document_id: str
    sent_at: datetime
    place: str = ""
    summary: str = ""
    signer: Signer | None = None
    due_on: date | None = None
    to_places: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    sphere: str = ""
    drafter: str = ""
    copies: int = 0
    pages: int = 0
    annexes: tuple[str, ...] = ()
    answers: tuple[Reference, ...] = ()
    steering: Steering = Steering.UNSAID
    business: Business = Business.NEW
    reason: str = ""
    attachments: tuple[Attachment, ...] = ()
