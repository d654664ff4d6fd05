"""The head of a document by its parts: letterhead, stamps, type and title, and what leads to the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from thidua.lib.vanban.form import Addressing, DocumentType, TitleBox, type_of, types
from thidua.lib.vanban.form.wording import date_in_words
from thidua.lib.vanban.official import Circulation, Secrecy, Urgency
from thidua.lib.vanban.plan import PartialDate
from thidua.lib.vanban.recognition.foot import listed_entry, read_recipients
from thidua.lib.vanban.recognition.kept import unsaid
from thidua.lib.vanban.understanding.head.bodies import ATTACHED
from thidua.lib.vanban.understanding.letterhead import Letterhead, read_letterhead, type_word
from thidua.lib.vanban.understanding.pieces import Item, Piece
from thidua.lib.vanban.understanding.words import is_upper, lower

_KEYS = {lower(kind.name): kind.key for kind in types()}
_NEAREST = {
    "kết luận": "thong-bao",
    "thông tri": "thong-bao",
    "thông tư": "quy-dinh",
    "nghị định": "quy-dinh",
    "thể lệ": "quy-che",
    "đề cương": "de-an",
}
"""Titled papers that are none of the Decree's types; the words of their title stay."""
_STAMPS = {lower(stamp.value): stamp for stamps in (Secrecy, Urgency, Circulation) for stamp in stamps}
_STAMP_ZONE = 40
_SUBJECT = re.compile(r"(?:v/v|về việc)\s*:?\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"kính gửi\s*:?\s*", re.IGNORECASE)
_TELEGRAM = re.compile(r"\s*(?<!\w)điện\s*:\s*", re.IGNORECASE)
_BASIS = re.compile(r"(?:[-–+]\s*)?(?:căn cứ|theo đề nghị|xét|thực hiện|thi hành|trên cơ sở|theo|triển khai)(?!\w)")
_SURE_BASIS = re.compile(r"(?:[-–+]\s*)?(?:căn cứ|theo đề nghị|xét đề nghị|xét tờ trình)(?!\w)")
_OPEN_NUMBER = re.compile(r"số\s+/")
_OPEN_DATE = re.compile(r"ngày\s+tháng\s+năm(?!\s*\d)")
_SEVERAL_BASES = re.compile(r"(?<=;)\s+(?=(?:Căn cứ|Theo đề nghị|Xét đề nghị)(?!\w))")
_ORDERS = {lower(kind.order_word): kind.order_word for kind in types() if kind.order_word}
_MOST_BASES = 60


@dataclass(slots=True)
class Head:
    """What stands over the body. `body` is the index of its first item, `rest` are items of no role there."""

    kind: DocumentType
    parent: str = ""
    issuer: str = ""
    number: int | None = None
    symbol: str = ""
    place: str = ""
    issued_on: date | None = None
    year: int | None = None
    month: int | None = None
    title: str = ""
    reference: str = ""
    authority_line: str = ""
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    order_word: str = ""
    body: int = 0
    rest: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Stamps:
    secrecy: Secrecy | None = None
    urgency: Urgency | None = None
    circulation: Circulation | None = None

    def take(self, text: str) -> bool:
        """Tell whether a line is a stamp not seen before, and keep it."""
        stamp = _STAMPS.get(lower(text).strip(" .")) if is_upper(text) else None
        if isinstance(stamp, Secrecy) and self.secrecy is None:
            self.secrecy = stamp
        elif isinstance(stamp, Urgency) and self.urgency is None:
            self.urgency = stamp
        elif isinstance(stamp, Circulation) and self.circulation is None:
            self.circulation = stamp
        else:
            return False
        return True


def take_stamps(items: Sequence[Item]) -> tuple[list[Item], Stamps]:
    """Return items without the stamps of the first page, and these."""
    stamps = Stamps()
    kept = [
        item
        for index, item in enumerate(items)
        if not (index < _STAMP_ZONE and isinstance(item, Piece) and stamps.take(item.text))
    ]
    return kept, stamps


def read_head(items: Sequence[Item]) -> Head:
    """Read everything over the body."""
    letterhead = read_letterhead(items)
    zone = [item for item in items[: letterhead.end] if isinstance(item, Piece)]
    word = next((word[0] for piece in zone if (word := type_word(piece.text))), None)
    head = Head(_kind(word, letterhead), body=letterhead.end)
    _take_letterhead(head, letterhead)
    if word is not None and word not in _KEYS:
        head.title = f"{word.upper()} {head.title}".strip()
    if not head.kind.has_abstract and letterhead.title_passage is not None:
        _give_back_title(head, items, letterhead.title_passage.first_line)
    zone = [item for item in items[: head.body] if isinstance(item, Piece)]
    reference = next((place for place, piece in enumerate(zone) if ATTACHED.match(piece.text)), None)
    if reference is not None:
        head.reference = printed_reference(" ".join(piece.text for piece in zone[reference:]))
    head.rest = unsaid(items[: head.body], _said(head))
    _read_opening(head, items)
    return head


def printed_reference(text: str) -> str:
    """Return a reference line with dots where number and date are left open, as the form prints it."""
    return _OPEN_DATE.sub("ngày … tháng … năm …", _OPEN_NUMBER.sub("số …/", text))


def _kind(word: str | None, letterhead: Letterhead) -> DocumentType:
    if word is not None:
        return type_of(_KEYS.get(word) or _NEAREST.get(word, "thong-bao"))
    return type_of("ke-hoach" if letterhead.is_annex else "cong-van")


def _take_letterhead(head: Head, letterhead: Letterhead) -> None:
    head.parent = letterhead.parent.value if letterhead.parent else ""
    head.issuer = letterhead.issuer.value if letterhead.issuer else ""
    head.symbol = letterhead.symbol.value if letterhead.symbol else ""
    head.place = letterhead.place.value if letterhead.place else ""
    head.title = letterhead.title.value if letterhead.title else ""
    if head.kind.title_box is TitleBox.UNDER_NUMBER:
        head.title = _SUBJECT.sub("", head.title, count=1)
    if letterhead.is_annex:
        return  # its number and date are those of the document it belongs to, told in its reference
    if letterhead.number and letterhead.number.value.isdigit():
        head.number = int(letterhead.number.value)
    if letterhead.issued:
        day = letterhead.issued.value
        head.issued_on = whole_date(day)
        if head.issued_on is None:
            head.year, head.month = day.year, day.month


def whole_date(day: PartialDate) -> date | None:
    """Return a date that is printed in full, None for one left open or that the calendar does not have."""
    try:
        return date(day.year or 0, day.month or 0, day.day or 0)
    except ValueError:
        return None


def _give_back_title(head: Head, items: Sequence[Item], line: int) -> None:
    """Leave to the body what was read as the title of a type without one, unless it is set like a title."""
    place = next(
        (at for at, item in enumerate(items) if isinstance(item, Piece) and item.passage.first_line >= line), head.body
    )
    first = items[place] if place < len(items) else None
    if place < head.body and isinstance(first, Piece) and not (first.is_bold and first.is_centered):
        head.body, head.title = place, ""


def _said(head: Head) -> list[str]:
    day = date_in_words(head.issued_on) if head.issued_on else f"{head.month or ''} {head.year or ''}"
    number = str(head.number) if head.number is not None else ""
    return [
        head.parent, head.issuer, number, head.symbol, head.place, day, head.title, head.reference,
        head.kind.printed_name,
    ]  # fmt: skip


def _read_opening(head: Head, items: Sequence[Item]) -> None:
    """Read what leads to the body: who decides, who is addressed, the legal bases, the order word."""
    if head.kind.has_authority_line:
        _take_authority(head, items)
    _take_addressees(head, items)
    _take_bases(head, items)
    item = items[head.body] if head.body < len(items) else None
    if isinstance(item, Piece) and (order := _ORDERS.get(_order_text(item))):
        head.order_word = order
        head.body += 1


def _order_text(piece: Piece) -> str:
    return lower(piece.text).rstrip(" :") + ":"


def _take_authority(head: Head, items: Sequence[Item]) -> None:
    lines: list[str] = []
    at = head.body
    while at < len(items) and isinstance(piece := items[at], Piece):
        if not is_upper(piece.text) or piece.label is not None or _order_text(piece) in _ORDERS:
            break
        lines.append(piece.text)
        at += 1
    if lines:
        head.authority_line = " ".join(lines)
        head.body = at


def _take_addressees(head: Head, items: Sequence[Item]) -> None:
    if head.body >= len(items) or not isinstance(first := items[head.body], Piece):
        return
    match = _ADDRESSED.match(first.text)
    if match is None and head.kind.addressing is Addressing.TELEGRAM:
        match = _TELEGRAM.search(first.text)
        if match is None:
            return
        head.authority_line = first.text[: match.start()]
    if match is None:
        return
    lines = [text] if (text := first.text[match.end() :].strip()) else []
    at = head.body + 1
    while at < len(items) and isinstance(piece := items[at], Piece):
        is_entry = piece.label is not None and piece.label.is_bullet
        goes_on = bool(lines) and piece.label is None and not lines[-1].endswith((".", ";")) and (
            piece.side is not None or piece.text[:1].islower()
        )  # fmt: skip
        if not is_entry and not goes_on:
            break
        lines.append(piece.text)
        at += 1
        if piece.text.endswith("."):
            break
    head.addressees = tuple(read_recipients(lines))
    head.body = at


def _take_bases(head: Head, items: Sequence[Item]) -> None:
    end = _order_place(items, head.body) if head.kind.order_word else None
    found: list[str] = []
    at = head.body
    while at < len(items) and isinstance(piece := items[at], Piece) and (end is None or at < end):
        if not _is_basis(piece, is_ordered=end is not None):
            break
        found.extend(_SEVERAL_BASES.split(piece.text))
        at += 1
    head.legal_bases = tuple(listed_entry(text.rstrip(" ,")) for text in found)
    head.body = at


def _is_basis(piece: Piece, *, is_ordered: bool) -> bool:
    text = piece.text
    small = lower(text)
    if text.endswith(":") or (piece.label is not None and not piece.label.is_bullet):
        return False
    if is_ordered:
        return True
    return _BASIS.match(small) is not None and (
        _SURE_BASIS.match(small) is not None or piece.is_italic or text.endswith(";")
    )


def _order_place(items: Sequence[Item], start: int) -> int | None:
    for at in range(start, min(start + _MOST_BASES, len(items))):
        item = items[at]
        if isinstance(item, Piece) and _order_text(item) in _ORDERS and is_upper(item.text):
            return at
    return None
