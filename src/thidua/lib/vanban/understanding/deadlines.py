"""Concrete days named as limits in prose."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date

from thidua.lib.vanban.plan import Deadline, Found
from thidua.lib.vanban.understanding.passages import Passage, cap
from thidua.lib.vanban.understanding.periods import PlanYears, parse_period
from thidua.lib.vanban.understanding.subjects import own_subject
from thidua.lib.vanban.understanding.words import lower

_DAY = (
    r"(?:(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?(?:19|20)\d{2})?(?![\d/])"
    r"|(?:ngày\s+)?\d{1,2}\s+tháng\s+\d{1,2}(?:\s*(?:/|,?\s*năm)\s*(?:19|20)\d{2})?"
    r"|(?:tháng\s+)\d{1,2}(?:\s*(?:/|-|,?\s*năm)\s*(?:19|20)\d{2})?(?!\d)|0?\d{1,2}/(?:19|20)\d{2}"
    r"|quý\s+(?:iv|i{1,3}|[1-4])(?!\w)(?:\s*(?:/|-|,?\s*(?:của\s+)?năm)\s*(?:19|20)\d{2})?|năm\s+(?:19|20)\d{2})"
)
_LIMIT = re.compile(
    rf"(?P<cue>(?:(?:gửi|nộp|xong|hoàn thành|báo cáo)\s+)?(?:trước|chậm nhất|muộn nhất|trễ nhất|không quá|hạn (?:cuối"
    rf"|chót)|thời hạn|hạn nộp|hạn gửi|thời gian hoàn thành|thời gian nộp|thời gian gửi|đến hết|(?:hoàn thành|xong"
    rf"|kết thúc)(?:\s+\w+){{0,2}}?\s+(?:trong|vào|trước|đến|từ)))"
    rf"(?P<fill>\s*[:\-]?\s*(?:(?:là|vào|đến|hết|cho đến|xong|trong|nộp|gửi|hồ sơ|báo cáo|các|về|\d{{1,2}}\s*(?:h"
    rf"|giờ)\s*\d{{0,2}}|,|\w+ \(?qua [^)]{{1,60}}\)?)\s+){{0,4}}(?:ngày\s+)?)(?P<day>{_DAY})"
    rf"(?P<to>\s*(?:-|đến(?:\s+hết)?)\s*{_DAY})?"
)
_DUE_DAY = re.compile(
    r"(?<!\w)(?:gửi|nộp|báo cáo|đăng ký|hoàn thành)(?!\w)[^.;:]{0,160}?(?<!\w)(?:vào ngày"
    r"|ngày)\s+(?P<day>\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?(?:19|20)\d{2})?(?![\d/])"
    r"|\d{1,2}\s+tháng\s+\d{1,2}(?:\s*năm\s*(?:19|20)\d{2})?)"
)
_DUE_MONTH = re.compile(
    r"(?<!\w)(?:gửi|nộp|xong|hoàn thành)(?!\w)[^.;:]{0,120}?(?<!\w)trong\s+(?P<day>tháng\s+\d{1,2}(?:\s*(?:/|-"
    r"|,?\s*năm)\s*(?:19|20)\d{2})?(?!\d)"
    r"|quý\s+(?:iv|i{1,3}|[1-4])(?!\w)(?:\s*(?:/|-|,?\s*năm)\s*(?:19|20)\d{2})?)"
)
_RECURRING = re.compile(
    r"(?<!\w)(?:hằng|hàng|mỗi|định kỳ)\s+(?:năm|quý|tháng|tuần|kỳ|theo)|của tháng cuối|cuối (?:mỗi )?quý|tháng cuối quý"
)
_NOT_LIMIT = re.compile(
    r"(?:kỷ niệm|ngày sinh|ngày thành lập|ban hành|ký ngày|tính đến|kể từ|luật|nghị định|quyết định số|kế hoạch số"
    r"|công văn số|hướng dẫn số|văn bản số|thông tư số)[^;.]{0,40}$"
)
_SENTENCE = re.compile(r"(?<=[\w)”\"%])[.;]\s+(?=[^\W\d_]|[-+(“\"])|;\s*")
_EDGE = re.compile(r"^[\s,;:.()+–-]+|[\s,;:(–-]+$|\s+(?:và|vào|là|thì|ngày)$")
_WORK = re.compile(
    r"gửi|nộp|hoàn thành|báo cáo|đăng ký|trình|tổ chức|triển khai|xong|ban hành|lập|xét|bình|tổng hợp|xây dựng"
    r"|kết thúc|thực hiện|hồ sơ|danh sách|tổng kết|sơ kết|đề nghị|kế hoạch"
)


def sentences(passage: Passage) -> list[tuple[int, int]]:
    """Return the stretches of a passage between sentence ends and semicolons."""
    edges = [0, *(match.end() for match in _SENTENCE.finditer(passage.text)), len(passage.text)]
    return [(start, end) for start, end in itertools.pairwise(edges) if end > start]


def read_deadlines(
    passages: Sequence[tuple[Passage, Found[tuple[str, ...]] | None, Passage | None]],
    *,
    years: PlanYears,
    issued: date | None,
) -> list[Deadline]:
    """Return the limits named in prose. With each passage comes who is charged there and what leads it in."""
    found: list[Deadline] = []
    for passage, assignee, lead in passages:
        if not re.search(r"\d", passage.text) and "quý" not in passage.text.lower():
            continue
        small = lower(passage.text)
        if not any(pattern.search(small) for pattern in (_LIMIT, _DUE_DAY, _DUE_MONTH)):
            continue
        for start, end in sentences(passage):
            found.extend(_limits(passage, small, start, end, assignee, lead, years, issued))
    return found


def _limits(
    passage: Passage,
    small: str,
    start: int,
    end: int,
    assignee: Found[tuple[str, ...]] | None,
    lead: Passage | None,
    years: PlanYears,
    issued: date | None,
) -> list[Deadline]:
    matches = [(m.start(), m.end(), m.start("day"), m["to"] is not None) for m in _LIMIT.finditer(small, start, end)]
    if not matches:
        matches = [(m.start("day"), m.end(), m.start("day"), False) for m in _DUE_DAY.finditer(small, start, end)]
    if not matches:
        matches = [(m.start("day"), m.end(), m.start("day"), False) for m in _DUE_MONTH.finditer(small, start, end)]
    result: list[Deadline] = []
    cursor = start
    for begin, stop, day_at, ranged in matches:
        after = small[stop : stop + 40]
        around = small[max(start, begin - 60) : stop] + after
        if _RECURRING.search(around) or _NOT_LIMIT.search(small[start:begin]):
            continue
        cue = small[begin:day_at]
        day = small[day_at:stop]
        span = (
            re.search(r"(?<!\w)từ\s[^;.]{0,60}$", small[start:begin]) is not None
            and "hoàn thành" not in small[start:stop]
        )
        if (cue.startswith("đến hết") and span) or (
            day.startswith("năm") and "trước" not in cue and "hoàn thành" not in cue
        ):
            continue
        due = _due(day, cue, years, ranged=ranged)
        if due is None or (issued is not None and due < issued and (issued - due).days > 20):
            continue
        before = passage.cut(cursor, begin)
        what = _strip(before)
        rest = passage.cut(stop, end)
        if len(what.text.split()) < 3 or (_is_opening(before.text) and len(rest.text.split()) > 4):
            other = _strip(rest)
            if len(other.text.split()) >= 3:
                what = other
            elif cursor > start:
                what = _strip(passage.cut(start, begin))
            elif lead is not None:
                what = _strip(lead)
            elif len(what.text.split()) < 2:
                what = _strip(passage.cut(start, end))
        if not what.text or (
            not _WORK.search(lower(passage.text[start:end]))
            and assignee is None
            and "trước" not in cue
            and "chậm nhất" not in cue
        ):
            continue
        subject = own_subject(_strip(passage.cut(start, end)))
        who: Found[str] | None = None
        if subject is not None:
            who = subject[0].found(subject[0].text, confidence=0.85)
        elif assignee is not None:
            who = Found(", ".join(assignee.value), assignee.spans, assignee.confidence, assignee.doubt)
        given = passage.found(due, begin, stop, confidence=0.9)
        if ranged or ("hoàn thành" in cue and "trước" not in cue):
            given = cap(given, 0.8, "")
        result.append(Deadline(what=what.found(what.text, confidence=0.85), due=given, who=who))
        cursor = stop
    return result


def _is_opening(text: str) -> bool:
    return len(text.split()) < 4


def _strip(passage: Passage) -> Passage:
    while True:
        match = _EDGE.search(passage.text)
        if not match or not passage.text:
            return passage
        passage = passage.cut(match.end()) if match.start() == 0 else passage.cut(0, match.start())


def _due(day: str, cue: str, years: PlanYears, *, ranged: bool) -> date | None:
    text = day
    if "trước" in cue and not ranged:
        text = "trước " + day
    period = parse_period(text, years=years)
    if period.end is None:
        return None
    return period.end
