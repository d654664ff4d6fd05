"""Identifier codes of bodies (Quyết định 20/2020/QĐ-TTg, Điều 4, 6) and of documents sent between them."""

from __future__ import annotations

import re
from datetime import date

MAX_CODE = 35
_STATE = re.compile(r"[A-Y]\d{2}(?:\.[A-Z0-9]+)*")
"""Ministries, sectors, localities: M X1 X2, then groups set off by dots (Điều 4 khoản 1 to 3)."""
_OTHER = re.compile(r"Z\d{2}[A-Z0-9]{1,32}")
"""Other organizations: Zxy and up to 32 characters (Điều 6); how they are set off is not described."""
_OLD = re.compile(r"\d{3}(?:\.\d{2}){2}\.[A-Z]\d{2}")
"""Codes from before 2020, such as 000.00.00.H26: still met in packages of others."""


def is_body_code(code: str) -> bool:
    """Whether this may be the code of a body by the rule in force; that it was really given to it nobody here knows."""
    return len(code) <= MAX_CODE and bool(_STATE.fullmatch(code) or _OTHER.fullmatch(code))


def is_identifier(code: str) -> bool:
    """Whether a package may name a body by this code: one in force, or one of the older pattern."""
    return is_body_code(code) or bool(_OLD.fullmatch(code))


def document_id(*, organ: str, issued_on: date, number: str, notation: str) -> str:
    """Return the identifier of a document: `<OrganId>,<yyyy/MM/dd>,<number/notation>`."""
    return f"{organ},{issued_on:%Y/%m/%d},{number}/{notation}"
