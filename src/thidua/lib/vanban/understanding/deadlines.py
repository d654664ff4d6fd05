"""Concrete days named as limits in prose."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thidua.lib.vanban.plan import Deadline, Found
from thidua.lib.vanban.understanding.passages import Passage, cap
from thidua.lib.vanban.understanding.periods import PlanYears, parse_period
from thidua.lib.vanban.understanding.subjects import own_subject
from thidua.lib.vanban.understanding.words import ACT, lower

_DAY = (
    r"(?:(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?(?:19|20)\d{2})?(?![\d/])"
    r"|(?:ngày\s+)?\d{1,2}\s+tháng\s+\d{1,2}(?:\s*(?:/|,?\s*năm)\s*(?:19|20)\d{2})?"
    r"|(?:tháng\s+)\d{1,2}(?:\s*(?:/|-|,?\s*năm)\s*(?:19|20)\d{2})?(?!\d)|0?\d{1,2}/(?:19|20)\d{2}"
    r"|quý\s+(?:iv|i{1,3}|[1-4])(?!\w)(?:\s*(?:/|-|,?\s*(?:của\s+)?năm)\s*(?:19|20)\d{2})?|năm\s+(?:19|20)\d{2})"
)
_LIMIT = re.compile(
    rf"(?P<cue>(?:(?:gửi|nộp|xong|hoàn thành|báo cáo)\s+)?(?:trước|chậm nhất|muộn nhất|trễ nhất|không quá|không"
    rf" (?:muộn|chậm) (?:hơn|quá)|hạn (?:cuối(?: cùng)?|chót|nộp|gửi|đăng ký|báo cáo|hoàn thành)|thời hạn"
    rf"|thời gian hoàn thành|thời gian nộp|thời gian gửi|đến hết|(?:hoàn thành|xong"
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
_HEADED = re.compile(
    r"(?<!\w)(?:hạn|thời hạn|thời gian|ngày)\s+(?:cuối(?: cùng)?|chót|nộp|gửi|nhận|đăng ký|hoàn thành|báo cáo)(?!\w)"
    r"[^.;:]{0,80}"
    rf"(?P<cue>:\s*(?:vào |là )?(?:\d{{1,2}}\s*(?:h|g|giờ)\s*(?:\d{{2}})?(?:\s*phút)?,?\s*)?)(?P<day>{_DAY})"
)
_BY_DAY = re.compile(
    r"(?<!\w)(?:đến|tới)\s+(?:hết\s+)?ngày\s+(?P<day>\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?(?:19|20)\d{2})?(?![\d/])"
    r"|\d{1,2}\s+tháng\s+\d{1,2}(?:\s*năm\s*(?:19|20)\d{2})?),?\s+(?:phải\s+|cơ bản\s+|các \w+ )?(?:hoàn thành|xong"
    r"|kết thúc)(?!\w)"
)
# In a task, a month or quarter it falls in is its limit as well.
_WITHIN = re.compile(
    r"(?<!\w)(?P<cue>trong|vào|vào cuối|cuối)\s+"
    r"(?P<day>(?:tháng\s+\d{1,2}(?:\s*(?:/|-|,?\s*năm)\s*(?:19|20)\d{2})?(?!\d)"
    r"|quý\s+(?:iv|i{1,3}|[1-4])(?!\w)(?:\s*(?:/|-|,?\s*năm)\s*(?:19|20)\d{2})?))"
)
_ALSO = re.compile(
    r"\s*(?:\([^()]{1,60}\))?\s*(?:,|;|và)\s*(?:trước\s+|chậm nhất\s+)?(?:ngày\s+)?(?P<day>\d{1,2}\s?[/.-]\s?\d{1,2}"
    r"(?:\s?[/.-]\s?(?:19|20)\d{2})?)(?![\d/%]|[.,]\d)(?!\s*[^\W\d_])"
)
_MOST = 24  # limits a sentence
_RECURRING = re.compile(
    r"(?<!\w)(?:hằng|hàng|mỗi|định kỳ)\s+(?:năm|quý|tháng|tuần|kỳ|theo)|của tháng cuối|cuối (?:mỗi )?quý|tháng cuối quý"
)
_NOT_LIMIT = re.compile(
    r"(?:kỷ niệm|ngày sinh|ngày thành lập|tính đến|kể từ|có hiệu lực|đã (?:được )?(?:ban hành|thành lập|công nhận)"
    r"|(?:luật|nghị định|quyết định|văn bản|thông tư)(?: được)? ban hành)[^;.]{0,40}$"
)
_CITED = re.compile(
    r"(?:ban hành|ký|luật"
    r"|(?:nghị định|quyết định|kế hoạch|công văn|hướng dẫn|văn bản|thông tư|nghị quyết) số)[^;.]{0,40}$"
)
_SENTENCE = re.compile(r"(?<=[\w)”\"%])[.;]\s+(?=[^\W\d_]|[-+(“\"])|;\s*")
_EDGE = re.compile(r"^[\s,;:.()+–-]+|^(?:phải|và)\s+|[\s,;:.(–/-]+$|\s+(?:và|vào|là|thì|ngày|trong)$")
_VERB = re.compile(r"(gửi|nộp|báo cáo)\s+(?!quý|tháng|năm)")
_WORK = re.compile(
    r"gửi|nộp|hoàn thành|báo cáo|đăng ký|trình|tổ chức|triển khai|xong|ban hành|lập|xét|bình|tổng hợp|xây dựng"
    r"|kết thúc|thực hiện|hồ sơ|danh sách|tổng kết|sơ kết|đề nghị|kế hoạch"
)


def sentences(passage: Passage) -> list[tuple[int, int]]:
    """Return the stretches of a passage between sentence ends and semicolons."""
    edges = [0, *(match.end() for match in _SENTENCE.finditer(passage.text)), len(passage.text)]
    return [(start, end) for start, end in itertools.pairwise(edges) if end > start]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph to look for limits in, what leads it in, and the prose task it is, if it is one."""

    passage: Passage
    lead: Passage | None = None
    assignee: Found[tuple[str, ...]] | None = None
    prose_task: int | None = None


@dataclass(frozen=True, slots=True)
class _Limit:
    begin: int
    stop: int
    day_at: int
    ranged: bool = False
    loose: bool = False
    """The wording may name when it happens, not until when."""
    again: bool = False
    """A further day of the limit before: "trước ngày 15/6 và 15/11"."""


def read_deadlines(prose: Sequence[Prose], *, years: PlanYears, issued: date | None) -> list[Deadline]:
    """Return the limits named in prose."""
    found: list[Deadline] = []
    for paragraph in prose:
        text = paragraph.passage.text
        if not re.search(r"\d", text) and "quý" not in text.lower():
            continue
        small = lower(text)
        patterns = (
            _LIMIT,
            _HEADED,
            _DUE_DAY,
            _DUE_MONTH,
            _BY_DAY,
            *([_WITHIN] if paragraph.prose_task is not None else []),
        )
        if not any(pattern.search(small) for pattern in patterns):
            continue
        before: tuple[int, int] | None = None
        for start, end in sentences(paragraph.passage):
            found.extend(_limits(paragraph, small, start, end, before, years, issued))
            before = (start, end)
    return found


def _matches(small: str, start: int, end: int, *, in_task: bool) -> list[_Limit]:
    found = [
        _Limit(m.start(), m.end(), m.start("day"), m["to"] is not None) for m in _LIMIT.finditer(small, start, end)
    ]
    for pattern in (_HEADED, _BY_DAY, _DUE_DAY, _DUE_MONTH):
        if not found:
            found = [
                _Limit(
                    m.start() if pattern is _BY_DAY else m.start("cue") if pattern is _HEADED else m.start("day"),
                    m.end("day"),
                    m.start("day"),
                )
                for m in pattern.finditer(small, start, end)
                if pattern is not _DUE_DAY
                or not _CITED.search(small[max(start, m.start("day") - 120) : m.start("day")])
            ]
    if in_task:
        taken = [(limit.begin, limit.stop) for limit in found]
        found.extend(
            _Limit(m.start(), m.end(), m.start("day"), loose=m["cue"] != "trong")
            for m in _WITHIN.finditer(small, start, end)
            if all(m.end() <= begin or m.start() >= stop for begin, stop in taken)
        )
        found.sort(key=lambda limit: limit.begin)
    more: list[_Limit] = []
    for limit in found:
        more.append(limit)
        at = limit.stop
        while not limit.ranged and (also := _ALSO.match(small, at, end)) and len(more) < 12:
            more.append(_Limit(also.start(), also.end(), also.start("day"), again=True))
            at = also.end()
    return more[:_MOST]


def _limits(
    paragraph: Prose,
    small: str,
    start: int,
    end: int,
    previous: tuple[int, int] | None,
    years: PlanYears,
    issued: date | None,
) -> list[Deadline]:
    passage, assignee, lead = paragraph.passage, paragraph.assignee, paragraph.lead
    result: list[Deadline] = []
    cursor = start
    for limit in _matches(small, start, end, in_task=paragraph.prose_task is not None):
        begin, stop, day_at = limit.begin, limit.stop, limit.day_at
        around = small[max(start, begin - 60) : min(end, stop + 40)]
        if _RECURRING.search(around) or _NOT_LIMIT.search(small[max(start, begin - 120) : begin]):
            continue
        cue = "trước " if limit.again else small[begin:day_at]
        day = small[day_at:stop]
        span = (
            re.search(r"(?<!\w)từ\s[^;.]{0,60}$", small[max(start, begin - 80) : begin]) is not None
            and "hoàn thành" not in small[start:stop]
        )
        if (cue.startswith("đến hết") and span) or (
            day.startswith("năm") and "trước" not in cue and "hoàn thành" not in cue
        ):
            continue
        due = _due(day, cue, years, ranged=limit.ranged)
        if due is None or (issued is not None and due < issued and (issued - due).days > 20):
            continue
        what = _what(passage, start, end, limit, cursor, previous, lead)
        if limit.again and result:
            what = result[-1].what
        elif not what.value or (
            not _WORK.search(lower(passage.text[start:end]))
            and assignee is None
            and "trước" not in cue
            and "chậm nhất" not in cue
        ):
            continue
        given = passage.found(due, begin, stop, confidence=0.9)
        if limit.loose:
            given = cap(given, 0.7, "Thời gian ghi “vào” hoặc “cuối”, có thể là lúc làm chứ không phải hạn chót.")
        elif limit.ranged or limit.again or ("hoàn thành" in cue and "trước" not in cue):
            given = cap(given, 0.8, "")
        who = _who(paragraph, start, end, begin)
        result.append(Deadline(what=what, due=given, who=who, prose_task=paragraph.prose_task))
        cursor = stop
    return result


def _what(
    passage: Passage,
    start: int,
    end: int,
    limit: _Limit,
    cursor: int,
    previous: tuple[int, int] | None,
    lead: Passage | None,
) -> Found[str]:
    """Return what is to be done by a limit: the words before it, else behind it, else of the clause or line above."""
    verb = _VERB.match(lower(passage.text[limit.begin : limit.stop]))
    edge = limit.begin + verb.end(1) if verb else limit.begin
    before = passage.cut(cursor, edge)
    what = _strip(before)
    sure = 0.85
    if len(what.text.split()) >= 2 and ACT.match(lower(what.text)):
        return what.found(what.text, confidence=sure)
    if len(what.text.split()) < 3 or (_is_opening(before.text) and len(passage.cut(limit.stop, end).text.split()) > 4):
        other = _strip(passage.cut(limit.stop, end))
        if len(other.text.split()) >= 3:
            what = other
        elif cursor > start:
            what = _strip(passage.cut(start, edge))
        elif previous is not None:
            what = _strip(passage.cut(*previous))
        elif lead is not None:
            what, sure = _strip(lead), 0.7
        elif len(what.text.split()) < 2:
            what, sure = _strip(passage.cut(start, end)), 0.7
    doubt = "Câu chỉ ghi thời hạn, việc phải làm lấy theo đề mục phía trên." if sure < 0.75 else None
    return what.found(what.text, confidence=sure, doubt=doubt)


def _who(paragraph: Prose, start: int, end: int, begin: int) -> Found[str] | None:
    """Return who a limit binds: the sentence's own subject, else whom the paragraph charges."""
    passage = paragraph.passage
    colon = passage.text.rfind(": ", start, begin)
    for at in (start, colon + 1) if colon >= 0 else (start,):
        if subject := own_subject(_strip(passage.cut(at, end))):
            return subject[0].found(subject[0].text, confidence=0.85)
    given = paragraph.assignee
    if given is None:
        return None
    sentence = passage.text[start:end].lstrip()
    if (
        start
        and sentence[:1].isupper()
        and passage.text[:start].rstrip().endswith(".")
        and (own_subject(passage) is not None and ACT.match(lower(sentence)) is None)
    ):
        return None  # whom the first sentence names does not act in the next
    return Found(", ".join(given.value), given.spans, given.confidence, given.doubt)


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
