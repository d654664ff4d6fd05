"""Issuing body and its parent, number and symbol, place and date: the lines above the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.plan import DocumentKind, Found, PartialDate
from thidua.lib.vanban.understanding.passages import Passage, join
from thidua.lib.vanban.understanding.pieces import Piece
from thidua.lib.vanban.understanding.words import LETTERHEAD_HEAD, is_upper, lower

MOTTO = re.compile(
    r"c[ộoô]ng h[oòó][aàá] x[ãa] h[ộo]i ch[ủu] ngh[ĩi]a vi[ệe]t nam|độc lập\s*-\s*tự do\s*-\s*hạnh phúc"
    r"|đảng cộng sản việt nam"
    r"|c[ộoô]ng h[oòó][aàá] x[ãa] h[ộo]i(?:\s+chủ nghĩa)?$|^chủ nghĩa việt nam$|đoàn tncs hồ chí minh$"
)


SYMBOL = r"(?:[^\W\d_][\w.&Đđ]*)(?:\s?[-–/]\s?[^\W_][\w.&]*)*"


NUMBER = re.compile(
    rf"(?:^|(?<=\s))s[ốo]\s*[:.]?\s*(?P<number>[\d.…/ _]*?[a-z]?)\s*(?:(?P<slash>/)"
    rf"|(?P<dash>[-–—]{{1,3}}))\s*(?P<symbol>{SYMBOL})",
    re.IGNORECASE,
)


DATE = re.compile(
    r"(?P<place>[^,;:()\d]{2,60}?)?\s*[,.]?\s*ngày(?P<day>[\s.…_]*[\dIlO]{0,2}[\s.…_]*)tháng(?P<month>[\s.…_]*[\dIlO]{0,2}[\s.…_]*)năm(?P<year>[\s.…_]*\d{0,4}[.…_]*)",
    re.IGNORECASE,
)


DATE_SHORT = re.compile(
    r"^(?P<place>[^,;:()\d]{2,40}),\s*(?:ngày\s*)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})$",
    re.IGNORECASE,
)


# Letters a recogniser sets for digits.
_MISTAKEN = str.maketrans("IiLlOo", "111100")


ATTACHED = re.compile(r"^[(\[]?\s*(?:ban hành\s+)?(?:kèm theo|đính kèm|ban hành theo)", re.IGNORECASE)


_NOISE = re.compile(r"^[\W\d_]*$|^\(?(?:dự thảo|mật|tối mật|khẩn|hỏa tốc|lưu hành nội bộ)[\s\w]*\)?$")


@dataclass(slots=True)
class Letterhead:
    """What the head says. `end` is the index of the first item after the title; `kind` regards the head alone."""

    kind: Found[DocumentKind] | None = None
    parent: Found[str] | None = None
    issuer: Found[str] | None = None
    number: Found[str] | None = None
    symbol: Found[str] | None = None
    place: Found[str] | None = None
    issued: Found[PartialDate] | None = None
    title: Found[str] | None = None
    title_passage: Passage | None = None
    end: int = 0
    is_annex: bool = False
    used: list[int] = field(default_factory=list)


def read_zone(pieces: Sequence[Piece], head: Letterhead, *, bodies: bool = True) -> None:
    left: list[Piece] = []
    pending: list[Piece] = []
    waiting: Passage | None = None
    place_line: Passage | None = None
    ended = False
    for number, piece in enumerate(pieces):
        text = piece.text
        small = lower(text)
        motto = MOTTO.search(small)
        passage = piece.passage
        if head.issued is None and _parted_date(piece, pieces[number + 1 : number + 2]):
            place_line = passage
            continue
        if place_line is not None:
            _take_date([place_line, passage], head)
            place_line = None
            continue
        if motto:
            head.used.append(passage.first_line)
            passage = passage.cut(0, motto.start())
            text, small = passage.text, lower(passage.text)
            if not text or not re.search(r"\w", text):
                continue
        if head.symbol is None and re.fullmatch(r"số\s*[:.]?[\s.…\d]*", small):
            waiting = passage
            continue
        if waiting is not None and head.symbol is None and re.match(r"[/-]\s*[A-ZĐ]{2}", text):
            passage = join([waiting, passage])  # the blank left for the number parted the line in two
            text, small = passage.text, lower(passage.text)
        match = NUMBER.search(text) if head.symbol is None else None
        if match and ("số" in small or "so" in small):
            _take_number(passage, match, head)
            head.used.append(passage.first_line)
            ended = True
            before, after = passage.cut(0, match.start()), passage.cut(match.end())
            if before.text and is_upper(before.text):
                left.append(_with_passage(piece, before))
            if after.text and head.issued is None:
                _take_date([after], head)
            continue
        if head.issued is None and _take_date([passage], head):
            pending = []
            continue
        if head.issued is None and (pending or re.search(r"ngày[\s.…\d]*$|tháng[\s.…\d]*$", small)):
            # "Cao Bằng, ngày" and "tháng 3 năm 2021" on two lines.
            if _take_date([*(part.passage for part in pending), passage], head):
                pending = []
                continue
            if len(pending) < 2:
                pending.append(piece)
                continue
        if ended or not bodies or _NOISE.match(small) or len(text) > 110:
            continue
        if piece.side and piece.side > 0 and any(other.side == 0 for other in left):
            continue
        if small.startswith(("v/v", "về việc", "kính gửi", "(", '"', "số")):
            continue
        if (
            is_upper(text)
            or (left and LETTERHEAD_HEAD.match(small))
            or LETTERHEAD_HEAD.match(small)
            or (left and not text.endswith((".", ";", ":")))
        ):
            left.append(_with_passage(piece, passage))
    if bodies and left:
        _take_bodies(left, head)


def _parted_date(piece: Piece, following: Sequence[Piece]) -> bool:
    """Tell whether a long name of a place, and its comma, stands on a line above that of its date."""
    return (
        piece.text.endswith(",")
        and len(piece.text) < 60
        and not is_upper(piece.text)
        and any(line.side == piece.side and re.match(r"ngày[\s.…\d]*tháng", lower(line.text)) for line in following)
    )


def _with_passage(piece: Piece, passage: Passage) -> Piece:
    return Piece(passage=passage, is_bold=piece.is_bold, side=piece.side)


def _take_number(passage: Passage, match: re.Match[str], head: Letterhead) -> None:
    symbol = re.sub(r"\s*([-–/])\s*", lambda m: "-" if m[1] == "–" else m[1], match["symbol"]).strip(" .,-")
    digits = re.sub(r"[\s.…_]", "", match["number"]).strip("/")
    head.symbol = passage.found(symbol, match.start("symbol"), match.end("symbol"))
    if digits:
        head.number = passage.found(digits, match.start("number"), match.end("number"))


def _take_date(parts: Sequence[Passage], head: Letterhead) -> bool:
    passage = join(parts)
    match = DATE.search(passage.text) or DATE_SHORT.match(passage.text)
    if not match:
        return False
    if (
        len(passage.text) > match.end() + 40
        or ATTACHED.match(passage.text)
        or re.search(r"căn cứ|quyết định|kế hoạch", lower(passage.text[: match.start("day")]))
    ):
        return False

    def number(group: str, top: int) -> int | None:
        digits = re.sub(r"\D", "", match[group].translate(_MISTAKEN))
        return int(digits) if digits and 1 <= int(digits) <= top else None

    year = number("year", 2999)
    value = PartialDate(year if year and year >= 1900 else None, number("month", 12), number("day", 31))
    head.issued = passage.found(
        value,
        match.start("day") - 4,
        match.end(),
        confidence=0.95 if value.year else 0.7,
        doubt=None if value.year else "Năm ban hành để trống.",
    )
    name = (match["place"] or "").strip(" .,-–*")
    if name and any(char.isalpha() for char in name):
        head.place = passage.found(name, match.start("place"), match.end("place"))
    head.used.extend(part.first_line for part in parts)
    return True


def _take_bodies(lines: Sequence[Piece], head: Letterhead) -> None:
    groups: list[list[Passage]] = []
    bolds: list[bool] = []
    for line in lines:
        small = lower(line.text).strip("*-– ")
        before = lower(groups[-1][-1].text).strip() if groups else ""
        hangs = before.endswith((" và", "-", ",", "&", " của")) or small.startswith(("và ", "- ", "& ", ","))
        if (
            groups
            and (hangs or not LETTERHEAD_HEAD.match(small) or _continues_body(before, small))
            and not (bolds[-1] != line.is_bold and line.is_bold and LETTERHEAD_HEAD.match(small))
        ):
            groups[-1].append(line.passage)
        else:
            groups.append([line.passage])
            bolds.append(line.is_bold)
        head.used.append(line.passage.first_line)
    bodies = [join(group) for group in groups]
    issuer = bodies[-1]
    sure = LETTERHEAD_HEAD.match(lower(issuer.text)) is not None
    doubt = "Tên cơ quan ban hành không theo cách gọi thường gặp."
    name = issuer.text.strip(" *-–_")
    head.issuer = issuer.found(name, confidence=0.95 if sure else 0.7, doubt=None if sure else doubt)
    if len(bodies) > 1:
        head.parent = bodies[-2].found(
            bodies[-2].text.strip(" *-–_"),
            confidence=0.95 if len(bodies) == 2 else 0.8,
            doubt=None if len(bodies) == 2 else "Phần đầu văn bản có hơn hai cơ quan.",
        )


def _continues_body(before: str, line: str) -> bool:
    """Tell whether a line that begins like a body only ends a name: "BAN CHẤP HÀNH / ĐẢNG BỘ TỈNH"."""
    return before in (
        "ban chấp hành",
        "ban thường vụ",
        "ban chỉ đạo",
        "hội đồng",
        "văn phòng",
        "tổng",
        "bch",
        "btv",
        "trường",
        "trung tâm",
        "ủy ban",
        "liên hiệp các",
    ) or (before.startswith("ban chỉ đạo") and len(before.split()) <= 4 and line.startswith("phong trào"))
