"""The opening of a document: the documents it rests on, and the body that issues it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thidua.lib.vanban.plan import Found, LegalBasis
from thidua.lib.vanban.understanding.numbering import Label
from thidua.lib.vanban.understanding.passages import Passage, cap
from thidua.lib.vanban.understanding.pieces import Grid, Item, Piece
from thidua.lib.vanban.understanding.units import begins_unit
from thidua.lib.vanban.understanding.words import ACT, HEAD, is_upper, lower, plain

_NUMBERED = (
    "thông tư liên tịch|thông tư|nghị quyết liên tịch|nghị quyết|nghị định|quyết định|chỉ thị|kế hoạch liên tịch"
    "|kế hoạch (?:hành động|công tác|phối hợp)|kế hoạch|hướng dẫn liên ngành|hướng dẫn|công văn"
    "|chương trình (?:phối hợp|hành động|công tác)|chương trình"
    "|quy chế (?:phối hợp|làm việc)|quy chế|quy định"
    "|thông báo|kết luận|công điện|văn bản hợp nhất|văn bản|đề án|thông tri|sắc lệnh|lệnh|điều lệ"
    "|tờ trình|báo cáo|quy ước|giao ước|giấy phép|luật|bộ luật|pháp lệnh|phương án"
)
_LAWS = (
    "bộ luật|luật|hiến pháp|pháp lệnh|điều lệ|quy chế|nghị quyết đại hội|chương trình|kế hoạch|nghị quyết|quy định"
    "|hướng dẫn|đề án|quyết định|chỉ thị|thông tư|nghị định|công văn|kết luận"
)
_CODE = r"\d{1,5}[a-z]?(?:\s?[/-]\s?[\dA-Za-zĐƯđ][\wĐđ.&]*)+(?:\s?-\s?[A-ZĐ][\wĐđ&]*)*"
_NUMBERED_MENTION = re.compile(
    rf"(?<!\w)(?P<type>{plain(_NUMBERED)})\s+(?:lien "
    rf"tich\s+)?(?:so\s*:?\s*(?P<number>\d[^\s,;()]*(?:\s?[-/]\s?[A-ZĐa-z][^\s,;()]*)*)|(?P<code>{_CODE}))",
    re.IGNORECASE,
)
_LAW_MENTION = re.compile(rf"(?<!\w)(?P<type>{_LAWS})(?!\w)", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"(?:^|[.;:]\s*|,\s+|(?<!\w)và\s+|(?<!\w)(?:căn cứ(?: vào)?|thực hiện|thi hành|theo|triển khai(?: thực hiện)?"
    r"|tinh thần|quán triệt|cụ thể hóa|thực hiện nghiêm|nội dung|trên cơ sở|tại|quy định tại|hưởng ứng|bởi|chiếu)\s+"
    r"(?:các\s+|nội dung\s+|tinh thần\s+)?"
    r"(?:(?:điểm|khoản|điều|mục|phần|chương)\s+[\w.]{1,6}(?:\s*(?:,|và)\s*[\w.]{1,4})?,?\s+(?:của\s+)?){0,4})$"
)
_DATE = re.compile(
    r"ngày\s+(?P<d>\d{1,2})\s*(?:[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})"
    r"|tháng\s+(?P<m2>\d{1,2})\s*,?\s*năm\s+(?P<y2>\d{4}))",
    re.IGNORECASE,
)
_PROPOSAL = re.compile(r"(?:theo|xét|trên cơ sở)\s+(?:đề nghị|đề xuất|tờ trình)|(?<!\w)tờ trình\s+số")
_BASIS = re.compile(
    r"(?:căn cứ|thực hiện|thi hành|theo|triển khai|quán triệt|tiếp tục|hưởng ứng|trên cơ sở|để|nhằm|xét|cụ thể hóa"
    r"|luật|nghị|quyết|thông tư|chỉ thị|kế hoạch|hướng dẫn|công văn)(?!\w)"
)
_ISSUES = re.compile(r"như sau|sau đây|cụ thể|sau\s*:")
_LEADING = re.compile(
    r"^(?:(?:căn cứ(?: vào)?|thực hiện(?: nghiêm| tốt)?|thi hành|theo|triển khai(?: thực hiện)?|quán triệt|tiếp tục"
    r"|hưởng ứng|trên cơ sở|để|nhằm|cụ thể hóa)\s+)+",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<=[\w)”\"]\s)(?=[A-ZĐ])")
_ISSUING_ACT = re.compile(
    r"(?<!\w)(?:xây dựng|ban hành|triển khai|xác định|đề ra|tổ chức|phát động|lập|thông báo|thống nhất|yêu cầu"
    r"|hướng dẫn|đề nghị|quyết định|chỉ đạo|thực hiện)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Preamble:
    """The opening: items[start:end]."""

    start: int
    end: int
    bases: tuple[Found[LegalBasis], ...]
    issuer: Found[str] | None


def preamble_end(items: Sequence[Item], start: int, *, decision: bool) -> int:
    """Return the index after the opening: at the first numbered line, table, or after the line that opens the list."""
    for index in range(start, len(items)):
        item = items[index]
        if isinstance(item, Grid):
            return index
        small = lower(item.text)
        if decision:
            if re.match(r"quyết định\s*:?$|điều\s+1(?!\d)", small):
                return index
            continue
        if item.label is not None and not item.label.is_bullet and not _basis_label(item, item.label):
            return index
        if item.heading_level is not None and not _BASIS.match(small):
            return index
        if small.rstrip("* ").endswith(":") and _ISSUES.search(small[-60:]):
            return index + 1
        if index - start > 40:
            return index
    return len(items)


def _basis_label(item: Piece, label: Label) -> bool:
    """Tell whether a numbered line is one of several bases ("1. Căn cứ …") rather than the first heading."""
    return lower(item.body_text).startswith("căn cứ") and not is_upper(item.body_text) and label.style != "roman"


def read_preamble(items: Sequence[Item], start: int, end: int) -> Preamble:
    """Read legal bases and, where the letterhead is lost, the issuing body from the opening."""
    bases: list[Found[LegalBasis]] = []
    seen: set[str] = set()
    issuer: Found[str] | None = None
    for item in items[start:end]:
        if not isinstance(item, Piece):
            continue
        passage = item.body
        cut = _issuing_clause(passage)
        if cut is not None:
            begin, act, sure = cut
            name = passage.cut(begin, act)
            issuer = name.found(
                name.text.strip(" ,."),
                confidence=sure,
                doubt="Không còn phần đầu văn bản; lấy theo chủ thể ban hành nêu trong nội dung.",
            )
            passage = passage.cut(0, begin)
        if not passage.text or _PROPOSAL.match(lower(passage.text)):
            continue
        for found in _bases(passage):
            key = re.sub(r"\W", "", lower(found.value.number or found.value.text)) + str(
                found.value.date if not found.value.number else ""
            )
            if key not in seen:
                seen.add(key)
                bases.append(found)
    return Preamble(start, end, tuple(bases), issuer)


def _issuing_clause(passage: Passage) -> tuple[int, int, float] | None:
    """Return start and end of the subject that issues the plan, and how sure, or None."""
    text = passage.text
    small = lower(text)
    if not (_ISSUES.search(small[-80:]) or small.endswith(":")):
        return None
    starts = [0, *(match.end() for match in re.finditer(r"[;,.:]\s+", text))]
    for begin in reversed(starts[-60:]):
        if not begins_unit(text[begin : begin + 60]) or not text[begin : begin + 1].isupper():
            continue
        act = _issuing_act(text, small, begin)
        if act is not None and not re.search(r"[;.]\s", text[begin:act]):
            return begin, act, 0.75
    acts = [match.start() for match in _ISSUING_ACT.finditer(small) if text[match.start()].islower()]
    for act in acts[:40]:
        heads = [
            m.start()
            for m in _CAPITAL.finditer(text, max(0, act - 300), act)
            if begins_unit(text[m.start() : act])
            and not re.search(r"(?:của|do|với|cho|tại|về|thuộc|và)\s$", small[max(0, m.start() - 20) : m.start()])
        ]
        heads = [
            place
            for place in heads
            if not re.search(r"[;,.:]", text[place:act])
            and (HEAD.match(small[place:]) or text[place : place + 2].isupper())
        ]
        if heads and len(text[heads[-1] : act].split()) >= 2:
            place = heads[-1]
            for earlier in reversed(heads[:-1]):
                if small[earlier:act].count(" ") <= 12 and small[:earlier].rstrip().endswith(tuple("0123456789")):
                    place = earlier
            return place, act, 0.65
    return None


def _issuing_act(text: str, small: str, begin: int) -> int | None:
    for match in ACT.finditer(small, begin + 2, begin + 400):
        place = match.start()
        if text[place].isupper():
            continue
        before = small[begin:place].rstrip()
        head = HEAD.match(before)
        if head is not None and head.end() >= len(before) and len(before.split()) < 2:
            continue
        if before.endswith((" của", " về", " để", " nhằm", " cho", " và", " được")):
            continue
        return begin + len(before)
    return None


def _bases(passage: Passage) -> list[Found[LegalBasis]]:
    text = passage.text
    small = lower(text)
    proposal = _PROPOSAL.search(small)
    limit = proposal.start() if proposal else len(text)
    starts: list[tuple[int, re.Match[str] | None]] = []
    numbered = {match.start(): match for match in _NUMBERED_MENTION.finditer(plain(text), 0, limit)}
    for place, match in sorted(
        {**{m.start(): None for m in _LAW_MENTION.finditer(text, 0, limit)}, **numbered}.items()
    ):
        if starts and place < starts[-1][0] + 4:
            continue
        if lower(text[place : place + 8]) == "tờ trình":
            continue
        before = small[max(0, place - 80) : place]
        introduced = _INTRODUCED.search(before) is not None
        if not introduced:
            continue
        if match is None and not _is_named_document(text, small, place, before, inside=bool(starts)):
            continue
        if starts and before.endswith(", ") and not _complete(text[starts[-1][0] : place], starts[-1][1]):
            continue
        if (
            starts
            and re.search(r"(?:về|thực hiện|triển khai|hướng dẫn|thi hành)\s+$", before)
            and starts[-1][1] is not None
            and not re.search(r"[;.]\s", text[starts[-1][0] : place])
        ):
            continue  # a document inside the name of another
        starts.append((place, match))
    if not starts:
        return []
    found: list[Found[LegalBasis]] = []
    for (place, match), following in zip(starts, [*starts[1:], (limit, None)], strict=True):
        end = following[0]
        semicolon = re.search(r";\s|;$|\.\s+(?=[A-ZĐ])", text[place:end])
        if semicolon:
            end = place + semicolon.start()
        part = passage.cut(place, end)
        trimmed = _trim(part)
        number = _number(match, text) if match else _law_number(trimmed.text)
        value = LegalBasis(trimmed.text, number, _date(trimmed.text, number))
        result = trimmed.found(value)
        if (
            number is None
            and value.date is None
            and match is None
            and not lower(trimmed.text).startswith(("luật", "bộ luật", "hiến pháp", "pháp lệnh", "điều lệ"))
        ):
            result = cap(result, 0.7, "Văn bản nêu không có số, ngày.")
        found.append(result)
    return found


def _is_named_document(text: str, small: str, place: int, before: str, *, inside: bool) -> bool:
    """Tell whether a mention without a number names a document: "Luật Thi đua, khen thưởng", "Điều lệ Công đoàn"."""
    word = re.match(r"\S+(?:\s\S+)?", small[place:])
    name = text[place:]
    if word is None:
        return False
    kind = _LAW_MENTION.match(name)
    assert kind is not None
    rest = name[kind.end() :].strip()
    type_name = lower(kind["type"])
    if type_name in ("luật", "bộ luật", "hiến pháp", "pháp lệnh"):
        return bool(rest) and name[0].isupper()
    if not name[0].isupper():
        return False
    if type_name in ("điều lệ", "nghị quyết đại hội"):
        return bool(rest)
    # A plan, resolution or the like without a number counts right behind "Căn cứ", with a name of some words.
    clause = re.split(r"[;,]", name)[0]
    return (
        re.search(r"(?:căn cứ|thực hiện)(?:\s+vào)?\s+$", before) is not None
        and not inside
        and len(clause.split()) >= 4
    )


def _complete(text: str, match: re.Match[str] | None) -> bool:
    """Tell whether the document before a comma is complete, so that what follows is another one."""
    return match is not None or re.match(r"(?:bộ )?luật|hiến pháp|pháp lệnh|điều lệ", lower(text)) is not None


def _trim(part: Passage) -> Passage:
    text = part.text
    changed = True
    while changed:
        before = text
        text = text.rstrip(" ;.,:/*")
        text = re.sub(r"\s+(?:và|cùng|hoặc|căn cứ|thực hiện|theo|các)$", "", text, flags=re.IGNORECASE)
        changed = text != before
    return part.cut(0, len(text))


def _number(match: re.Match[str], text: str) -> str | None:
    printed = text[slice(*match.span("number" if match["number"] else "code"))]
    return re.sub(r"\s+", "", printed).strip(".,;:-/") if printed else None


def _law_number(text: str) -> str | None:
    """Return the number that follows a law's name: "Luật Thi đua, khen thưởng số 06/2022/QH15"."""
    found = re.search(r"\ssố\s*:?\s*(\d{1,3}/(?:19|20)\d{2}/[A-ZĐ]{2,}\d*)", text[:200])
    return found[1] if found else None


def _date(text: str, number: str | None) -> date | None:
    begin = 0
    if number:
        place = re.sub(r"\s", "", text).find(number)
        begin = max(place, 0)
    found = _DATE.search(text, begin)
    if found is None or (number is not None and found.start() > begin + len(number) + 60):
        return None
    try:
        return date(int(found["y"] or found["y2"]), int(found["m"] or found["m2"]), int(found["d"]))
    except ValueError:
        return None
