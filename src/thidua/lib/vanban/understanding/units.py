"""Names of bodies and people in charge: taking a list apart while names with inner commas stay whole.

A comma separates unless what follows still belongs to the name before it: bare kinds enumerated after "các"
("các sở, ban, ngành"), levels enumerated after one another ("UBND xã, phường"), or words that begin no name of
a body ("Sở Văn hóa, Thể thao và Du lịch").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from thidua.lib.vanban.understanding.numbering import read_label
from thidua.lib.vanban.understanding.passages import Passage, join
from thidua.lib.vanban.understanding.words import (
    ACT,
    BARE_KIND,
    HEAD,
    KIND_START,
    LEVEL_END,
    LEVEL_START,
    PLURAL,
    is_upper,
    lower,
)

_TRIM = " \t.,;:+•*–—-"
_HANGING = re.compile(r"(?:[,\-–&/(]|(?<!\w)(?:và|của|các|những|thuộc|với|cho|trực thuộc|cùng))$")
_ABBREVIATION = re.compile(r"[A-ZĐƯÂÔ][A-ZĐƯÂÔa-z&.]*[A-ZĐƯÂÔ][\w&.-]*")
_OFFICE = re.compile(r"Phòng [A-ZĐÀ-Ỹ][a-zà-ỹđ]")
"""A name even where its words, written small, say "phòng chống …"."""
_LOST_BREAK = re.compile(r"(?<=[^\W\d_])\s+(?=(?:Các|Những)\s)")
_BEFORE_PLURAL = re.compile(r"(?<!\w)(?:của|và|với|cho|gồm|thuộc|đối với|cùng|từ|đến|trong|tại|do|giữa|hoặc|là)$")
_PERSON = re.compile(r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s+){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+$")
_GENERIC_CAPITAL = re.compile(
    r"(?:Bộ|Sở|Tỉnh|Ngành|Trung ương|Thành phố|Huyện|Trường|Viện|Cục|Quận|Nhà nước|Đảng|Ban|Tổng cục|Tổng công ty"
    r"|Công ty|Bệnh viện)(?!\w)"
)
_QUALIFIED = re.compile(
    r"(?:\s(?:chuyên môn|nghiệp vụ|chức năng|trực thuộc|chuyên ngành|liên quan|tham mưu|sự nghiệp"
    r"|chuyên trách|cơ sở|đoàn thể|cấp tỉnh|cấp huyện|cấp xã))+"
)
_NAMING_ACT = re.compile(
    r"tổng hợp|tổ chức|kiểm tra|quản lý|giám sát|hướng dẫn|thông tin|tuyên truyền|vận động|thẩm định|giúp|chỉ đạo"
    r"|đánh giá|phụ trách|khen thưởng|hỗ trợ|tiếp nhận|nghiên cứu|lãnh đạo|khai thác|phổ biến|xử lý|giải quyết"
)
_NAMED_AFTER = re.compile(
    r"[-–&;,)]|và\s|cán bộ|hành chính|nhân sự|đảng|việc|dự án|đào tạo|chất lượng|viên|công tác|cuộc thi|hội thi"
    r"|đại hội|kỳ thi|phong trào|chiến dịch|ngành|huyện|tỉnh|xã|thành phố"
)
_LAST_NAME = re.compile(r"[;,(]|(?<!\w)(?:và|các)(?!\w)")
# Names that are whole in one word, and what begins another name of their rank on the next line.
_COMPLETE = re.compile(r"văn phòng|thanh tra|công đoàn|ban giám hiệu|bgh|nhà trường|lãnh đạo|kế toán|hiệu trưởng")
_EQUAL = re.compile(r"(?:phòng|ban|trung tâm|các|tổ|khoa|hội|đoàn|công đoàn|thanh tra|văn phòng|vụ|chi cục)\s")


def begins_unit(text: str) -> bool:
    """Tell whether a text begins like the name of a body or an office."""
    text = text.lstrip(" \"'“(")
    if not text:
        return False
    small = lower(text)
    if plural := PLURAL.match(small):
        rest = small[plural.end() :]
        return (
            HEAD.match(rest) is not None
            or KIND_START.match(rest) is not None
            or _ABBREVIATION.match(text[plural.end() :]) is not None
        )
    if _OFFICE.match(text):
        return True
    return HEAD.match(small) is not None or _ABBREVIATION.match(text) is not None


def looks_like_unit(text: str) -> bool:
    """Tell whether a whole text could be one or several names: begins like one, is short, says no act.

    Words of acts also stand in names: "Phòng Kế hoạch tổng hợp", "Tổ kiểm tra", "Ban Quản lý dự án".
    """
    small = lower(text).strip()
    if not small or len(small) > 400 or not begins_unit(text):
        return False
    capitals = is_upper(text)
    for act in ACT.finditer(small, 4):
        if text.lstrip()[act.start()].isupper() and not capitals:
            continue
        if BARE_KIND.search(small[: act.end()]) is not None or _act_in_name(small, act.start(), act.end()):
            continue
        return False
    return True


def _act_in_name(small: str, start: int, end: int) -> bool:
    """Tell whether a word of acting is the task a body is named after, not what it does here."""
    if _NAMING_ACT.fullmatch(small[start:end]) is None:
        return False
    before, after = small[:start].rstrip(), small[end:].lstrip()
    if not after or after[0] in ";,)":
        return len(_LAST_NAME.split(before)[-1].split()) <= 6
    kind = HEAD.fullmatch(_LAST_NAME.split(before)[-1].strip())
    return kind is not None and _NAMED_AFTER.match(after) is not None


def _enumeration_open(current: str) -> bool:
    """Tell whether `current` (lower case) ends in a bare kind that was enumerated: "các sở", "các sở, ban"."""
    plurals = list(PLURAL.finditer(current))
    if not plurals:
        return False
    plural = plurals[-1]
    items = re.split(r",\s*", current[plural.end() :])
    return all(item and _is_kind(item.strip()) for item in items)


def _is_kind(item: str) -> bool:
    """Tell whether an item enumerated after "các" names a kind: "sở", "phòng chuyên môn", "đơn vị trực thuộc"."""
    kind = KIND_START.match(item)
    return BARE_KIND.fullmatch(item) is not None or (
        kind is not None and _QUALIFIED.fullmatch(item, kind.end()) is not None
    )


def _belongs(current: str, segment: str) -> bool:
    """Tell whether `segment`, after a comma, still belongs to the name `current`."""
    small, ahead = lower(current).strip(), lower(segment).strip()
    if not ahead:
        return True
    if PLURAL.match(ahead):
        return False
    kind = KIND_START.match(ahead)
    if kind and _enumeration_open(small):
        rest = segment.strip()[kind.end() :].strip()
        if BARE_KIND.search(small) is None and (
            segment.strip()[0].isupper() or re.search(rf"(?<!\w){re.escape(kind[0])}(?!\w)", small)
        ):
            return False  # "Các phòng chuyên môn, Văn phòng Sở", "Các tổ chuyên môn, tổ văn phòng": another name
        return not rest or not rest[0].isupper() or _GENERIC_CAPITAL.match(rest) is not None or rest.isupper()
    if LEVEL_START.match(ahead) and LEVEL_END.search(small):
        return True
    if " và " in ahead and (bare := HEAD.fullmatch(ahead.partition(" và ")[0])) is not None:
        rest = segment.strip()[bare.end() :].strip()[3:]
        if rest[:1].isupper() and not begins_unit(rest):
            return True  # "Phòng Tổ chức, Thanh tra và Pháp chế": a trade that is also the name of a body
    if begins_unit(segment) or kind:
        return False
    if _PERSON.match(segment.strip()) and _PERSON.match(current.strip()) and not HEAD.match(small):
        return False
    return not (HEAD.match(small) is None and segment.strip()[:1].isupper())


def _split_outside(text: str, separators: str) -> list[tuple[int, int]]:
    """Return the stretches of a text between separators that stand outside brackets."""
    stretches, depth, start = [], 0, 0
    for place, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(depth - 1, 0)
        elif char in separators and depth == 0:
            stretches.append((start, place))
            start = place + 1
    if depth:  # an unclosed bracket must not swallow the list
        stretches, start = [], 0
        for place, char in enumerate(text):
            if char in separators:
                stretches.append((start, place))
                start = place + 1
    stretches.append((start, len(text)))
    return stretches


def _join_broken(lines: Sequence[Passage]) -> list[Passage]:
    """Join lines of a cell that are one name broken by the cell's edge."""
    groups: list[list[Passage]] = []
    for line in lines:
        label = read_label(line.text)
        if label is not None and (label.is_bullet or label.end < len(line.text)):
            body = line.cut(label.end)
            if body.text:
                groups.append([body])
            continue
        if groups:
            before, text = groups[-1][-1].text.rstrip(), line.text
            bare = HEAD.fullmatch(lower(groups[-1][0].text).strip()) if len(groups[-1]) == 1 else None
            alone = HEAD.fullmatch(lower(text).strip(" .;,")) is not None
            opened = " ".join(part.text for part in groups[-1])
            broken = (
                (_HANGING.search(lower(before)) is not None and not before.endswith((";", ",")))
                or (before.endswith(",") and _belongs(before.rstrip(","), text))
                or (text[:1].islower() and not before.endswith((";", ",", ".")))
                or (not begins_unit(text) and not before.endswith(";"))
                or (bare is not None and not (_COMPLETE.fullmatch(bare[0]) and _EQUAL.match(lower(text))))
                or (alone and not before.endswith((";", ",", ".")))
                or opened.count("(") > opened.count(")")
            )
            if broken:
                groups[-1].append(line)
                continue
        groups.append([line])
    return [join(group) for group in groups]


def _lost_breaks(passage: Passage) -> list[Passage]:
    """Take apart names run together where a line break was lost: "LĐLĐ tỉnh LĐLĐ các huyện", "Sở A Các đơn vị"."""
    text = passage.text
    places = [
        match.end() for match in _LOST_BREAK.finditer(text) if not _BEFORE_PLURAL.search(lower(text[: match.start()]))
    ]
    first = re.match(r"\S+", text)
    if (
        first
        and (_ABBREVIATION.fullmatch(first[0]) or first[0] in ("Sở", "Phòng", "Ban", "Vụ", "Cục"))
        and " trưởng" not in text[: first.end() + 7]
    ):
        for match in re.finditer(rf"(?<=[^\W\d_])\s+(?={re.escape(first[0])}\s)", text[1:]):
            before = text[: match.start() + 1]
            word = before.split()[-1]
            if (
                not _BEFORE_PLURAL.search(lower(before))
                and (word.islower() or word.istitle())
                and len(before.split()) >= 2
            ):
                places.append(match.end() + 1)
    if not places:
        return [passage]
    edges = [0, *sorted(set(places)), len(text)]
    return [passage.cut(start, end) for start, end in itertools.pairwise(edges)]


def split_units(lines: Sequence[Passage]) -> list[Passage]:
    """Return the names listed in the lines of a cell or a phrase, in order, each once."""
    found: list[Passage] = []
    for whole in _join_broken([line for line in lines if line.text.strip()]):
        for start, end in _split_outside(whole.text, ";\n"):
            part = whole.cut(start, end)
            if part.text:
                found.extend(_split_commas(part))
    result: list[Passage] = []
    seen: set[str] = set()
    for name in found:
        trimmed = _trim(name)
        key = lower(trimmed.text)
        if trimmed.text and key not in seen and key not in {"v.v", "vv", "..."}:
            seen.add(key)
            result.append(trimmed)
    return result


def _trim(name: Passage) -> Passage:
    text = name.text
    start = len(text) - len(text.lstrip(_TRIM))
    end = len(text.rstrip(_TRIM + "/"))
    if text.endswith(("...", "…")):
        end = len(text.rstrip(_TRIM + "…"))
    return name.cut(start, max(end, start))


def _split_commas(part: Passage) -> list[Passage]:
    text = part.text
    stretches = _split_outside(text, ",")
    groups: list[tuple[int, int]] = []
    for start, end in stretches:
        if groups:
            current = text[groups[-1][0] : groups[-1][1]]
            if _belongs(current, text[start:end]):
                groups[-1] = (groups[-1][0], end)
                continue
        groups.append((start, end))
    result: list[Passage] = []
    for start, end in groups:
        name = part.cut(start, end)
        if name.text:
            result.extend(_lost_breaks(name))
    return result
