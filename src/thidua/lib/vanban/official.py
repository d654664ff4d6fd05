"""An official document by its parts, each known by the role Decree 30/2020/NĐ-CP gives it.

`model.Document` holds a text in order; `OfficialDocument` holds the same text with every part in its place: what
`recognition` finds in a document that was read, what `writing` sets on paper, what an office drafts and signs.
Text is NFC Unicode without line ends. Texts that the form itself prints (national title, "Số:", "Nơi nhận:", "./.")
are not part of it; numbers are as the office counts them, their leading zero is the form's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from thidua.lib.vanban.model import LineRange, Run, Table

NOWHERE = LineRange(0, 0)
"""The lines of a table that no source holds."""


class Level(StrEnum):
    """Rank of a passage in the body (Phụ lục I, Phần I, Mục II.5; Mục V boxes 6)."""

    PART = "part"  # Phần: label and title on lines of their own, centred
    CHAPTER = "chapter"  # Chương: the same
    SECTION = "section"  # Mục (with Điều): the same
    SUBSECTION = "subsection"  # Tiểu mục: the same
    HEADING = "heading"  # "I. …": label and title on one line
    ARTICLE = "article"  # Điều
    CLAUSE = "clause"  # khoản: "1."; nested ones keep their label "1.2."
    POINT = "point"  # điểm: "a)"
    ITEM = "item"  # a dash or plus
    TEXT = "text"
    CENTERED = "centered"  # a line in the middle: "QUYẾT NGHỊ:", a subtitle


class Capacity(StrEnum):
    """In whose place a person signs (Điều 13)."""

    COLLECTIVE = "TM."
    ACTING = "Q."
    DEPUTY = "KT."
    ORDER = "TL."
    DELEGATED = "TUQ."


class Secrecy(StrEnum):
    CLASSIFIED = "MẬT"
    HIGHLY_CLASSIFIED = "TỐI MẬT"
    MOST_CLASSIFIED = "TUYỆT MẬT"


class Urgency(StrEnum):
    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    IMMEDIATE = "HỎA TỐC"


class Circulation(StrEnum):
    RETURN = "XEM XONG TRẢ LẠI"
    INTERNAL = "LƯU HÀNH NỘI BỘ"


class CopyForm(StrEnum):
    """Forms of a copy (Điều 25); the value is what stands on it."""

    WHOLE = "SAO Y"
    RECOPIED = "SAO LỤC"
    EXTRACT = "TRÍCH SAO"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of the body, or a heading.

    `label` is what numbers it, as printed ("Chương I", "I.", "Điều 3.", "2.", "a)", "-"), else "".
    `title` is the heading's own words (levels PART to HEADING, ARTICLE and CLAUSE with a heading line): set bold.
    `runs` is its text; an article may have both: "Điều 1. Title" and then runs on the same line are two things, so
    `title` and `runs` are not both filled.
    """

    level: Level
    label: str = ""
    title: str = ""
    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        return self.title or "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the body; rows whose first cell spans all columns are group rows.

    `is_wide` asks for a landscape section. Its `lines` are NOWHERE and `page` None, so that equal tables are equal.
    """

    table: Table
    is_wide: bool = False


Piece = Passage | Sheet


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, from the top line down.

    KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Nguyễn Văn A is capacity DEPUTY, authority "GIÁM ĐỐC", position "PHÓ GIÁM ĐỐC".
    Q. GIÁM ĐỐC is capacity ACTING, authority "", position "GIÁM ĐỐC"; without capacity only position and name stand.
    `own_position` is the line of a council's signer with position and agency of their own (Mục II.7).
    """

    position: str
    name: str
    capacity: Capacity | None = None
    authority: str = ""
    own_position: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its Roman `label` ("" when it is the only one), title, reference line with its brackets, body."""

    title: str
    label: str = ""
    reference: str = ""
    body: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyMark:
    """What is set below a copied document (Phụ lục I, Phần II)."""

    form: CopyForm
    issuer: str
    symbol: str
    signature: Signature
    parent: str = ""
    number: int | None = None
    place: str = ""
    issued_on: date | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document of any of the Decree's types.

    `type_key` is a key of form/types.toml ("ke-hoach", "quyet-dinh", "cong-van", …). `number` and `issued_on` are None
    until it is issued; `year` and `month` are what a draft prints of its date all the same ("ngày … tháng 3 năm
    2021"), None beside `issued_on`. `authority_line` is the line of who decides ("GIÁM ĐỐC SỞ NỘI VỤ"); `legal_bases`
    come without their closing ";" and "."; `order_word` is "QUYẾT ĐỊNH:" where the type has one. `recipients` are the
    lines of "Nơi nhận" without dash and closing mark, the last being "Lưu: VT, …". `reference` is "(Kèm theo …)" of a
    document issued by another one, which stands in `attachments` of that other one. Minutes have two signatures:
    secretary, then chair.
    """

    type_key: str
    issuer: str
    title: str
    parent: str = ""
    number: int | None = None
    symbol: str = ""
    place: str = ""
    issued_on: date | None = None
    reference: str = ""
    authority_line: str = ""
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    order_word: str = ""
    body: tuple[Piece, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    drafter: str = ""
    contact: tuple[str, ...] = ()
    secrecy: Secrecy | None = None
    urgency: Urgency | None = None
    circulation: Circulation | None = None
    attachments: tuple[Annex | OfficialDocument, ...] = ()
    copy: CopyMark | None = None
    year: int | None = None
    month: int | None = None
