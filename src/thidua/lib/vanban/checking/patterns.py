"""The words by which the parts of a paper are told, on text without diacritics unless said."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.form import types, wording
from thidua.lib.vanban.official import Circulation, CopyForm, Secrecy, Urgency
from thidua.lib.vietnamese import fold

NATION, MOTTO = fold(wording.NATIONAL_TITLE), fold(wording.MOTTO)
TYPED_RULE = re.compile(r"[-_─–—=*~.·… ]{3,}")
NUMBER = re.compile(r"so ?[:;.]? *[\d./…_-]|so ?: ?$|so ?:|so +/")
PLACE_DATE = re.compile(
    r".{0,60}(?:ngay\W.{0,12}thang\W.{0,12}nam\W?.{0,8}|\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4})[.;]?"
)
SUBJECT = re.compile(r"v ?/ ?v\b|ve viec\b|v\.v\b")
BASIS = re.compile(r"(?:can cu|theo|xet|thuc hien|tren co so)\b")
ORDER_WORD = re.compile(r"(?:quyet dinh|quyet nghi|chi thi|nghi quyet) ?:?")
ADDRESSED = re.compile(r"kinh gui\b")
TELEGRAM = re.compile(r".{3,80} dien ?:")
REFERENCE = re.compile(r"\(? ?(?:kem theo|ban hanh kem theo|dinh kem|kem theo van ban)\b")
ANNEX = re.compile(r"phu luc(?: (?:so )?(?:[ivxlc]+|\d{1,2}|[a-h]))?[.:]?")
DASH = re.compile(r"[-–—•+*]")
CONTACT = re.compile(
    r"(?:dia chi|so dien thoai|dien thoai|dt|fax|email|e-mail|thu dien tu|website|trang thong tin)\b"
    r"|.*(?:dien thoai|e-?mail) ?:"
)
RECIPIENTS = re.compile(r"noi nhan\b")
LABELS = (
    (re.compile(r"phan (?:thu )?(?:[ivxlc]+|\d+|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)\b"), Role.PART_LABEL),
    (re.compile(r"chuong (?:[ivxlc]+|\d+|mot|hai|ba|bon|nam)\b"), Role.CHAPTER_LABEL),
    (re.compile(r"tieu muc (?:[ivxlc]+|\d+)\b"), Role.SUBSECTION_LABEL),
    (re.compile(r"muc (?:[ivxlc]+|\d+)\b"), Role.SECTION_LABEL),
)
ARTICLE = re.compile(r"dieu [\divxl]+ ?[.:)/-]?(?: |$)")
HEADING = re.compile(r"[IVXLC]{1,6}\s?[.)/]\s?\S")
CLAUSE = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}\s?[.)/]? ?\D")
POINT = re.compile(r"[a-zđ]\s?[.)/] ", re.IGNORECASE)
STAMPS: dict[str, Role] = {
    **{fold(one.value): Role.SECRECY for one in Secrecy},
    **{fold(one.value): Role.URGENCY for one in Urgency},
    "hoa toc hen gio": Role.URGENCY,
    **{fold(one.value): Role.CIRCULATION for one in Circulation},
    "tai lieu thu hoi": Role.CIRCULATION,
}
COPY_FORMS = frozenset(fold(one.value) for one in CopyForm)
TYPE_NAMES = {fold(one.name): one for one in types() if one.printed_name}
HEAD_OF_BODY = re.compile(
    r"(?:van phong|uy ban|ubnd|hdnd|hoi dong|so|phong|ban|bo|cuc|vu|tong cuc|chi cuc|trung tam|truong|benh vien|vien"
    r"|cong ty|tap doan|dang uy|lien doan|cong doan|hoi|doan|thanh tra|kho bac|toa an|mat tran|quy|dai|bao|hoc vien)\b"
)


def is_nation(line: Line) -> bool:
    return len(line.folded) < 60 and alike(line.folded, NATION) >= 0.8


def is_motto(line: Line) -> bool:
    return len(line.folded) < 50 and alike(line.folded, MOTTO) >= 0.75


def alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
