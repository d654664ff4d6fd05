"""What the form itself prints: the fixed words of official documents, and the lines made of numbers and dates.

Writers of every format take these words from here, readers compare with them.
"""

from __future__ import annotations

import re
from datetime import date

from thidua.lib.vanban.form.loading import copy_type, type_of
from thidua.lib.vanban.official import CopyForm, Signature

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS_WORD = "Nơi nhận:"
ADDRESSEES_WORD = "Kính gửi:"
TELEGRAM_WORD = "điện:"
SUBJECT_WORD = "V/v"
ANNEX_WORD = "Phụ lục"
END_MARK = "./."
BLANK_NUMBER = " " * 8
BLANK_DAY = BLANK_MONTH = BLANK_YEAR = " " * 5
BLANK_PLACE = "……"

_FURTHER_CAPACITY = re.compile(r"\s+(?=(?:KT|TL|TUQ|Q)\.\s)")
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters of points in order: those of the Vietnamese alphabet that the Decree itself uses."""


def number_line(number: int | None, symbol: str) -> str:
    """Return "Số: 05/KH-SNV"; with None the place of the number stays blank."""
    return f"Số: {padded(number) if number is not None else BLANK_NUMBER}/{symbol}"


def padded(number: int) -> str:
    """Return a number of a document: 0 before those under 10 (Phụ lục I, Phần I, Mục II.3.c)."""
    return f"{number:02d}"


def place_and_date(place: str, issued_on: date | None, *, year: int | None = None, month: int | None = None) -> str:
    """Return "Hà Nội, ngày 05 tháng 01 năm 2026"; of a draft, what is not known stays blank.

    Days under 10 and the months 1 and 2 have a leading 0, other months none (Phụ lục I, Phần I, Mục II.4.b).
    """
    return f"{place or BLANK_PLACE}, {date_in_words(issued_on, year=year, month=month)}"


def date_in_words(day: date | None, *, year: int | None = None, month: int | None = None) -> str:
    """Return "ngày 05 tháng 01 năm 2026"; without `day`, what `year` and `month` do not say stays blank."""
    if day is not None:
        return f"ngày {day.day:02d} tháng {_month(day.month)} năm {day.year:04d}"
    return f"ngày {BLANK_DAY} tháng {_month(month) if month else BLANK_MONTH} năm {year or BLANK_YEAR}"


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


def subject_line(title: str) -> str:
    """Return the abstract of a công văn as it stands under the number."""
    return f"{SUBJECT_WORD} {title}"


def listed(entries: tuple[str, ...]) -> tuple[str, ...]:
    """Return the entries, each closed by ";", the last by "."."""
    return tuple(f"{entry}{'.' if place == len(entries) else ';'}" for place, entry in enumerate(entries, start=1))


def legal_basis_lines(bases: tuple[str, ...]) -> tuple[str, ...]:
    """Return the legal bases as printed, one a line (Phụ lục I, Phần I, Mục II.6.a)."""
    return listed(bases)


def recipient_lines(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines under "Nơi nhận:" (Phụ lục I, Phần I, Mục II.9.d)."""
    return tuple(f"- {line}" for line in listed(recipients))


def addressee_lines(addressees: tuple[str, ...]) -> tuple[str, ...]:
    """Return those addressed: one alone as it is, to stand beside the word; more as lines with dashes."""
    if len(addressees) == 1:
        return addressees
    return tuple(f"- {line}" for line in listed(addressees))


def telegram_line(sender: str) -> str:
    """Return the line of a công điện that leads to those addressed."""
    return f"{sender} {TELEGRAM_WORD}".lstrip()


def telegram_lines(addressees: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines of those a công điện goes to, with dashes even for one (Phụ lục III, Mục II, Mẫu 1.6)."""
    return tuple(f"- {line}" for line in listed(addressees))


def annex_line(label: str) -> str:
    """Return "Phụ lục", with its Roman number where there are several."""
    return f"{ANNEX_WORD} {label}".rstrip()


def annex_reference(
    document: str, *, number: int | None, symbol: str, issued_on: date | None, issuer: str, blank: bool = False
) -> str:
    """Return "(Kèm theo Kế hoạch số 05/KH-SNV ngày 05 tháng 01 năm 2026 của Sở Nội vụ)".

    What is not known is left open by dots; `blank` leaves number and date open, as an electronic document has it
    (Phụ lục I, Phần I, Mục III.1.c).
    """
    shown = padded(number) if number is not None and not blank else "…"
    day = date_in_words(issued_on) if issued_on is not None and not blank else "ngày … tháng … năm …"
    return f"(Kèm theo {document} số {shown}/{symbol} {day} của {issuer})"


def signature_lines(signature: Signature) -> tuple[str, ...]:
    """Return the lines above the signature, capacity first: ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC").

    An authority that names a further capacity ("ỦY BAN NHÂN DÂN KT. CHỦ TỊCH") takes a line for each. The line of a
    council's signer with position and agency of their own stands apart, right above the name.
    """
    if signature.capacity is None:
        lines = [signature.position]
    elif signature.authority:
        lines = [*_FURTHER_CAPACITY.split(f"{signature.capacity} {signature.authority}"), signature.position]
    else:
        lines = [f"{signature.capacity} {signature.position}"]
    return tuple(line.upper() for line in lines if line)


def symbol_of(type_key: str, *, agency: str, unit: str = "") -> str:
    """Return the symbol of a document: "KH-SNV"; of a công văn "SNV-VP" (Phụ lục I, Phần I, Mục II.3.b).

    `unit` is the abbreviation of the unit or field that drafts a công văn.
    """
    kind = type_of(type_key)
    parts = (kind.abbreviation, agency) if kind.abbreviation else (agency, unit)
    return "-".join(part for part in parts if part)


def copy_symbol(form: CopyForm, *, agency: str) -> str:
    """Return the symbol of a copy: "SY-SNV"."""
    return f"{copy_type(form).abbreviation}-{agency}"


def point_label(place: int) -> str:
    """Return the label of the nth point from 1 on: "a)", "d)", "đ)"."""
    return f"{POINT_LETTERS[place - 1]})"


def with_end_mark(text: str) -> str:
    """Return the text that closes a document, its full stop followed by the mark: "… thi hành./."."""
    return f"{text.removesuffix('.')}{END_MARK}"


def without_end_mark(text: str) -> str:
    """Return a closing text as it is without mark, its full stop kept; other text unchanged."""
    if not text.endswith(END_MARK):
        return text
    told = text.removesuffix(END_MARK).rstrip()
    return told if not told or told[-1] in ";:!?…" else f"{told}."
