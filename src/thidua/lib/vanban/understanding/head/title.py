"""Kind and title, and the reference of an annex to its plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.lib.vanban.plan import DocumentKind, PartialDate
from thidua.lib.vanban.understanding.head.bodies import ATTACHED, DATE, NUMBER, SYMBOL, Letterhead
from thidua.lib.vanban.understanding.passages import Passage, cap, join
from thidua.lib.vanban.understanding.pieces import Item, Piece
from thidua.lib.vanban.understanding.words import is_upper, lower

_PLANS = ("kế hoạch", "chương trình", "phương án", "đề án")


_OTHERS = (
    "thông báo", "quy chế", "quy định", "chỉ thị", "nghị quyết", "báo cáo", "tờ trình", "công văn",
    "công điện", "giấy mời", "kết luận", "thông tư", "nghị định", "biên bản", "thông tri", "thể lệ", "đề cương",
    "thông cáo", "dự án", "hợp đồng", "bản ghi nhớ", "bản thỏa thuận", "giấy ủy quyền", "giấy giới thiệu",
    "giấy nghỉ phép", "phiếu gửi", "phiếu chuyển", "phiếu báo", "thư công",
)  # fmt: skip


_KINDS = {
    **dict.fromkeys(_PLANS, DocumentKind.PLAN),
    "quyết định": DocumentKind.DECISION,
    "hướng dẫn": DocumentKind.GUIDELINE,
    **dict.fromkeys(_OTHERS, DocumentKind.OTHER),
}


_TYPE = re.compile(r"(?P<type>" + "|".join(_KINDS) + r")(?!\w)")


_SPACED_TYPE = {re.sub(r"\s", "", lower(word)): word for word in _KINDS}


_REFERENCE = re.compile(
    rf"(?P<type>kế hoạch|quyết định|công văn"
    rf"|chương trình)\s+(?:số\s*:?\s*(?P<number>[\d.…]*)\s*[/-]\s*(?P<symbol>{SYMBOL}))?",
    re.IGNORECASE,
)


_REFERENCE_ISSUER = re.compile(r"(?:năm\s*[\d.…]*|\d{4})\s+của\s+(?P<issuer>[^)]+?)\s*[)\].]*$", re.IGNORECASE)


INTRO = re.compile(
    r"(?:căn cứ|thực hiện|triển khai thực hiện|thi hành|nhằm|để |xét|theo |trên cơ sở|tiếp tục thực hiện|kính gửi"
    r"|phát huy|hưởng ứng|được sự|trong năm|năm \d{4} là|quán triệt|chào mừng)"
)


_AUTHORITY = re.compile(
    r"(?:bộ trưởng|thứ trưởng|chủ tịch|giám đốc|tổng giám đốc|hiệu trưởng|chánh án|viện trưởng|cục trưởng"
    r"|chi cục trưởng|tổng cục trưởng|trưởng|thủ tướng"
    r"|ủy ban nhân dân|ban thường vụ|ban chấp hành|ban chỉ đạo|hội đồng|đảng ủy|thủ trưởng|chánh văn phòng"
    r"|tổng kiểm toán|thống đốc|vụ trưởng|bí thư|ban thường trực|tổng)"
)


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


def read_title(items: Sequence[Item], place: int, head: Letterhead) -> None:
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
        index = _collect_title(items, place, parts, decision=kind is DocumentKind.DECISION or word[0] == "nghị quyết")
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
        lower(parts[-1].text).endswith((",", "-", " và", " của", " các", " về", " cho", " tại", " trong"))
        or (lower(parts[-1].text).endswith(" năm") and text[:1].isdigit())
        or text[:1].islower()
    )
    if (
        len(text) > 320
        or (piece.label is not None and not hanging)
        or ATTACHED.match(small)
        or NUMBER.match(text)
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
    # "CHÀO MỪNG …", "THỰC HIỆN …" in capitals under a title in capitals are of the title.
    opens = INTRO.match(small) and not (is_upper(text) and is_upper(parts[0].text) and not small.startswith("căn cứ"))
    if opens or text.endswith((";", ":")) or small.endswith("như sau"):
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
            or ATTACHED.match(piece.text)
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
    if index >= len(items) or not isinstance(piece := items[index], Piece) or not ATTACHED.match(piece.text):
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
        dated := DATE.search(passage.text)
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
