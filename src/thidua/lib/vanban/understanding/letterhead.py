"""The head of a document: issuing body and its parent, number, symbol, place, date, kind and title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.plan import DocumentKind, Found, PartialDate
from thidua.lib.vanban.understanding.passages import Passage, cap, join
from thidua.lib.vanban.understanding.pieces import Grid, Item, Piece
from thidua.lib.vanban.understanding.words import LETTERHEAD_HEAD, is_upper, lower, plain

_PLANS = ("kế hoạch", "chương trình", "phương án", "đề án")
_OTHERS = (
    "thông báo", "quy chế", "quy định", "chỉ thị", "nghị quyết", "báo cáo", "tờ trình", "công văn",
    "công điện", "giấy mời", "kết luận", "thông tư", "nghị định", "biên bản", "thông tri", "thể lệ", "đề cương",
)  # fmt: skip
_KINDS = {
    **dict.fromkeys(_PLANS, DocumentKind.PLAN),
    "quyết định": DocumentKind.DECISION,
    "hướng dẫn": DocumentKind.GUIDELINE,
    **dict.fromkeys(_OTHERS, DocumentKind.OTHER),
}
_SYMBOL_KINDS = {
    "KH": DocumentKind.PLAN,
    "KHLT": DocumentKind.PLAN,
    "KHLN": DocumentKind.PLAN,
    "CTR": DocumentKind.PLAN,
    "QĐ": DocumentKind.DECISION,
    "HD": DocumentKind.GUIDELINE,
}
_TYPE = re.compile(r"(?P<type>" + "|".join(_KINDS) + r")(?!\w)")
_SPACED_TYPE = {re.sub(r"\s", "", lower(word)): word for word in _KINDS}
_ANNEX = re.compile(r"(?:phụ lục|phụ biểu|biểu phụ lục|danh mục|bảng)(?!\w)")
_MOTTO = re.compile(
    r"c[ộoô]ng h[oòó][aàá] x[ãa] h[ộo]i ch[ủu] ngh[ĩi]a vi[ệe]t nam|độc lập\s*-\s*tự do\s*-\s*hạnh phúc"
    r"|đảng cộng sản việt nam"
    r"|c[ộoô]ng h[oòó][aàá] x[ãa] h[ộo]i(?:\s+chủ nghĩa)?$|^chủ nghĩa việt nam$|đoàn tncs hồ chí minh$"
)
_SYMBOL = r"(?:[^\W\d_][\w.&Đđ]*)(?:\s?[-–/]\s?[^\W_][\w.&]*)*"
_NUMBER = re.compile(
    rf"(?:^|(?<=\s))s[ốo]\s*[:.]?\s*(?P<number>[\d.…/ _]*?[a-z]?)\s*(?:(?P<slash>/)"
    rf"|(?P<dash>[-–]))\s*(?P<symbol>{_SYMBOL})",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?P<place>[^,;:()\d]{2,60}?)?\s*[,.]?\s*ngày(?P<day>[\s.…_]*\d{0,2}[\s.…_]*)tháng(?P<month>[\s.…_]*\d{0,2}[\s.…_]*)năm(?P<year>[\s.…_]*\d{0,4}[.…_]*)",
    re.IGNORECASE,
)
_DATE_SHORT = re.compile(
    r"^(?P<place>[^,;:()\d]{2,40}),\s*(?:ngày\s*)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})$",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"^[(\[]?\s*(?:ban hành\s+)?(?:kèm theo|đính kèm|ban hành theo)", re.IGNORECASE)
_REFERENCE = re.compile(
    rf"(?P<type>kế hoạch|quyết định|công văn"
    rf"|chương trình)\s+(?:số\s*:?\s*(?P<number>[\d.…]*)\s*[/-]\s*(?P<symbol>{_SYMBOL}))?",
    re.IGNORECASE,
)
_REFERENCE_ISSUER = re.compile(r"(?:năm\s*[\d.…]*|\d{4})\s+của\s+(?P<issuer>[^)]+?)\s*[)\].]*$", re.IGNORECASE)
_INTRO = re.compile(
    r"(?:căn cứ|thực hiện|triển khai thực hiện|thi hành|nhằm|để |xét|theo |trên cơ sở|tiếp tục thực hiện|kính gửi"
    r"|phát huy|hưởng ứng|được sự|trong năm|năm \d{4} là|quán triệt|chào mừng)"
)
_AUTHORITY = re.compile(
    r"(?:bộ trưởng|thứ trưởng|chủ tịch|giám đốc|tổng giám đốc|hiệu trưởng|chánh án|viện trưởng|cục trưởng"
    r"|chi cục trưởng|tổng cục trưởng|trưởng|thủ tướng"
    r"|ủy ban nhân dân|ban thường vụ|ban chấp hành|ban chỉ đạo|hội đồng|đảng ủy|thủ trưởng|chánh văn phòng"
    r"|tổng kiểm toán|thống đốc|vụ trưởng|bí thư|ban thường trực|tổng)"
)
_NOISE = re.compile(r"^[\W\d_]*$|^\(?(?:dự thảo|mật|tối mật|khẩn|hỏa tốc|lưu hành nội bộ)[\s\w]*\)?$")
_SENTENCE_END = re.compile(r"[.;:]$")


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


def type_word(text: str) -> tuple[str, int] | None:
    """Return the type word a title line begins with and where the title goes on, or None.

    The word stands in capitals, alone or before the title ("KẾ HOẠCH Công tác …"); "Kế hoạch số 5" is a citation.
    """
    stripped = text.strip(" *:")
    small = lower(stripped)
    match = _TYPE.match(small)
    if match:
        head = stripped[: match.end()]
        if is_upper(head) or len(small) == match.end():
            return match["type"], text.find(stripped) + match.end()
    squeezed = re.sub(r"\s", "", small)
    if " " in small and len(small) <= 24 and squeezed in _SPACED_TYPE and is_upper(stripped):
        return _SPACED_TYPE[squeezed], len(text)
    return None


def read_letterhead(items: Sequence[Item]) -> Letterhead:
    """Read the head of a document from its unjoined lines."""
    head = Letterhead()
    place = _title_place(items)
    zone_end = place if place is not None else min(_zone_limit(items), len(items))
    _read_zone([item for item in items[:zone_end] if isinstance(item, Piece)], head)
    if place is None:
        head.end = _zone_used(items, zone_end, head)
        return head
    _read_title(items, place, head)
    if head.number is None and head.symbol is None and not head.is_annex:
        # Party and union papers may print number and date under the title.
        after = [item for item in items[head.end : head.end + 3] if isinstance(item, Piece) and len(item.text) < 120]
        _read_zone(
            [piece for piece in after if _NUMBER.match(piece.text) or _DATE_SHORT.match(piece.text)], head, bodies=False
        )
    return head


def _title_place(items: Sequence[Item]) -> int | None:
    """Return the index of the line with the type word, or of an annex title; None where there is none."""
    annex: int | None = None
    for index, item in enumerate(items[:60]):
        if isinstance(item, Grid):
            if annex is not None:
                return annex
            continue
        if item.label is not None and not item.label.is_bullet and item.label.style != "article":
            break
        small = lower(item.text.strip())
        if type_word(item.text) and (
            is_upper(item.text[: len(small)]) or item.text.strip()[:4].isupper() or len(small) < 20
        ):
            return index
        if annex is None and _ANNEX.match(small) and is_upper(item.text.split("(")[0]) and len(small) < 200:
            annex = index
        if annex is None and _ATTACHED.match(small) and index:
            annex = max(index - 1, 0)
            while (
                annex > 0
                and isinstance(before := items[annex - 1], Piece)
                and is_upper(before.text)
                and not before.label
                and not _MOTTO.search(lower(before.text))
            ):
                annex -= 1
        if re.match(r"điều 1|căn cứ", small):
            break
    return annex


def _zone_limit(items: Sequence[Item]) -> int:
    for index, item in enumerate(items[:30]):
        if (
            isinstance(item, Grid)
            or (item.label and not item.label.is_bullet)
            or len(item.text) > 160
            or _INTRO.match(lower(item.text))
        ):
            return index
    return min(len(items), 30)


def _zone_used(items: Sequence[Item], zone_end: int, head: Letterhead) -> int:
    return zone_end if head.used else 0


# ---------------------------------------------------------------- bodies, number, place and date


def _read_zone(pieces: Sequence[Piece], head: Letterhead, *, bodies: bool = True) -> None:
    left: list[Piece] = []
    pending: list[Piece] = []
    waiting: Passage | None = None
    ended = False
    for piece in pieces:
        text = piece.text
        small = lower(text)
        motto = _MOTTO.search(small)
        passage = piece.passage
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
        match = _NUMBER.search(text) if head.symbol is None else None
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
    match = _DATE.search(passage.text) or _DATE_SHORT.match(passage.text)
    if not match:
        return False
    if (
        len(passage.text) > match.end() + 40
        or _ATTACHED.match(passage.text)
        or re.search(r"căn cứ|quyết định|kế hoạch", lower(passage.text[: match.start("day")]))
    ):
        return False

    def number(group: str, top: int) -> int | None:
        digits = re.sub(r"\D", "", match[group])
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


# ---------------------------------------------------------------- title


def _read_title(items: Sequence[Item], place: int, head: Letterhead) -> None:
    first = items[place]
    assert isinstance(first, Piece)
    word = type_word(first.text)
    parts: list[Passage] = []
    index = place + 1
    if word is None:
        head.is_annex = True
        parts, index = _annex_title(items, place)
    else:
        kind = _KINDS[word[0]]
        head.kind = first.passage.found(kind, 0, word[1])
        rest = first.passage.cut(word[1])
        if rest.text.strip(" :*"):
            parts.append(rest.cut(len(rest.text) - len(rest.text.lstrip(" :*-"))))
    if word is not None:
        index = _collect_title(
            items, place, parts, decision=head.kind is not None and head.kind.value is DocumentKind.DECISION
        )
    head.used.extend(line for part in parts for line in range(part.first_line, part.last_line + 1))
    head.used.extend(range(first.passage.first_line, first.passage.last_line + 1))
    if parts:
        title = join(parts)
        head.title_passage = title
        head.title = title.found(title.text.strip(" .;:*_"))
    index = _read_reference(items, index, head)
    head.end = index
    if head.is_annex:
        head.kind = first.passage.found(
            DocumentKind.PLAN, confidence=0.7, doubt="Phụ lục đứng riêng, đọc như kế hoạch mà nó kèm theo."
        )


def _collect_title(items: Sequence[Item], place: int, parts: list[Passage], *, decision: bool) -> int:
    index = place + 1
    shape: Piece | None = None
    if parts and isinstance(first := items[place], Piece):
        shape = first
    while index < len(items):
        piece = items[index]
        if not isinstance(piece, Piece) or not _goes_on(
            piece, items[index + 1 : index + 3], parts, shape, decision=decision
        ):
            break
        parts.append(piece.passage)
        shape = shape if parts[:-1] and shape else piece
        index += 1
    return index


def _goes_on(
    piece: Piece, ahead: Sequence[Item], parts: Sequence[Passage], shape: Piece | None, *, decision: bool
) -> bool:
    """Tell whether a line belongs to the title being gathered."""
    text = piece.text.strip()
    small = lower(text)
    hanging = bool(parts) and (
        lower(parts[-1].text).endswith((",", "-", " và", " của", " năm", " các", " về", " cho", " tại", " trong"))
        or text[:1].islower()
    )
    if (
        len(text) > 320
        or (piece.label is not None and not hanging)
        or _ATTACHED.match(small)
        or _NUMBER.match(text)
        or small.startswith(("nơi nhận", "kính gửi", "điều 1"))
    ):
        return False
    if is_upper(text) and small in ("quyết định", "quyết định:"):
        return False
    if not parts:
        if decision and is_upper(text) and _AUTHORITY.match(small) and not small.startswith(("về", "v/v")):
            return False
        return not (small.startswith("căn cứ") or small.endswith("như sau:"))
    if decision and is_upper(text) and not is_upper(parts[-1].text):
        return False
    if (
        decision
        and is_upper(text)
        and _AUTHORITY.match(small)
        and any(isinstance(item, Piece) and lower(item.text).startswith("căn cứ") for item in ahead)
    ):
        return False
    if hanging:
        return True
    if _INTRO.match(small) or text.endswith((";", ":")) or small.endswith("như sau"):
        return False
    if text.endswith(".") and len(text) > 120:
        return False
    if is_upper(parts[0].text) and len(parts[0].text) > 12:
        return (is_upper(text) and not piece.gap) or (
            piece.is_bold and shape is not None and shape.is_bold and not piece.gap
        )
    if shape is not None and (shape.is_bold or shape.is_centered):
        return (
            piece.is_bold == shape.is_bold
            and piece.is_centered == shape.is_centered
            and not (piece.gap and not shape.is_bold)
            and len(text) < 200
        )
    if shape is not None and shape.whole:
        return False
    return not piece.gap and len(text) < 130 and not text.endswith(".")


def _annex_title(items: Sequence[Item], place: int) -> tuple[list[Passage], int]:
    parts: list[Passage] = []
    index = place
    while index < len(items):
        piece = items[index]
        if (
            not isinstance(piece, Piece)
            or _ATTACHED.match(piece.text)
            or (piece.label is not None)
            or len(piece.text) > 300
        ):
            break
        small = lower(piece.text)
        annex = re.match(r"(?:phụ lục|phụ biểu|biểu)\s*(?:số\s*)?(?:[ivx]+|\d{1,2})?(?!\w)\s*[.:-]?\s*", small)
        passage = piece.passage.cut(annex.end()) if annex else piece.passage
        if parts and not (is_upper(passage.text) or piece.is_bold or passage.text[:1].islower()):
            break
        if passage.text:
            parts.append(passage)
        index += 1
    return parts, index


def _read_reference(items: Sequence[Item], index: int, head: Letterhead) -> int:
    """Pass the line "(Kèm theo Quyết định số …)"; an annex standing alone takes number and date from it."""
    if index >= len(items) or not isinstance(piece := items[index], Piece) or not _ATTACHED.match(piece.text):
        return index
    parts = [piece.passage]
    index += 1
    while (
        ")" not in parts[-1].text and index < len(items) and len(parts) < 4 and isinstance(more := items[index], Piece)
    ):
        parts.append(more.passage)
        index += 1
    passage = join(parts)
    head.used.extend(line for part in parts for line in range(part.first_line, part.last_line + 1))
    if not head.is_annex:
        return index
    doubt = "Lấy theo dòng dẫn chiếu «kèm theo», phụ lục không tự ghi."
    match = _REFERENCE.search(passage.text)
    if match and match["symbol"]:
        if head.symbol is None:
            head.symbol = cap(
                passage.found(
                    re.sub(r"\s*([-–/])\s*", r"\1", match["symbol"]), match.start("symbol"), match.end("symbol")
                ),
                0.7,
                doubt,
            )
        digits = re.sub(r"\D", "", match["number"] or "")
        if digits and head.number is None:
            head.number = cap(passage.found(digits, match.start("number"), match.end("number")), 0.7, doubt)
    if head.issued is None and (
        dated := _DATE.search(passage.text)
        or re.search(r"ngày\s*(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", passage.text)
    ):
        values = [
            int(digits) if (digits := re.sub(r"\D", "", dated[name])) else None for name in ("year", "month", "day")
        ]
        head.issued = cap(passage.found(PartialDate(*values), dated.start("day"), dated.end()), 0.7, doubt)
    if head.issuer is None and (named := _REFERENCE_ISSUER.search(passage.text)):
        head.issuer = cap(
            passage.found(named["issuer"].strip(), named.start("issuer"), named.end("issuer")), 0.7, doubt
        )
    return index


def kind_of_symbol(head: Letterhead) -> Found[DocumentKind] | None:
    """Return the kind the symbol tells ("KH-…"), for a document whose title lost its type word."""
    if head.symbol is None:
        return None
    kind = _SYMBOL_KINDS.get(re.split(r"[-/.]", head.symbol.value.upper())[0])
    if kind is None:
        return None
    return Found(kind, head.symbol.spans, 0.7, "Không thấy tên loại văn bản, suy từ ký hiệu.")


__all__ = ["Letterhead", "kind_of_symbol", "plain", "read_letterhead", "type_word"]
