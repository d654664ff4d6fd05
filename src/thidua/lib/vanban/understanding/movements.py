"""Names of emulation movements and campaigns: what stands in quotation marks where a movement is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from thidua.lib.vanban.plan import Found
from thidua.lib.vanban.understanding.passages import Passage
from thidua.lib.vanban.understanding.words import lower

_QUOTE = re.compile(r"[“„\"″«‟]\s*(?P<name>[^“”„\"″«»‟]{3,220}?)\s*[”\"″»“‟]")
_CUE = re.compile(
    r"(?<!\w)(?:phong trào|cuộc vận động|đợt thi đua|hội thi đua|chiến dịch|thi đua|cuộc thi đua|tháng thi đua"
    r"|chuyên đề thi đua|đợt cao điểm|vận động)(?!\w)"
)
_BLOCK = re.compile(
    r"(?<!\w)(?:phương châm|khẩu hiệu|mục tiêu|tinh thần|phim|kỷ niệm chương|huy hiệu|huy chương|danh hiệu|bằng khen"
    r"|giải thưởng|luật|chỉ thị|nghị quyết|quyết định|kế hoạch|lời kêu gọi|bài viết|cuốn sách|sách|"
    r"hội nghị|đại hội|tọa đàm|hội thảo|chuyên mục|chương trình truyền hình|tiêu chí|tiêu chuẩn|đề án|công trình|cờ"
    r"|học tập và làm theo|câu lạc bộ|lớp|quỹ|giải|hội thi|cuộc thi|lễ|trang|tác phẩm|câu nói|ngày)(?!\w)"
)
_CHAIN = re.compile(
    r"^[\s,;:…./]*(?:(?:và|hoặc|hay|gắn với|cùng với|tiếp tục|thực hiện|các|cuộc vận động|phong trào|thi đua"
    r"|chuyên đề|với chủ đề|mang tên|cùng|đẩy mạnh|tổ chức|triển khai|hưởng ứng)[\s,;:]*)*$"
)
_ENDS_CLAUSE = re.compile(r"[.;]\s")
_BREAKS = re.compile(r"(?<!\w)(?:gắn với|cùng với|theo|với phương châm|nhằm|để)(?!\w)")


def read_movements(passages: Iterable[Passage]) -> list[Found[str]]:
    """Return the movements named in prose and tables, each once, in order of first mention."""
    found: list[Found[str]] = []
    keys: list[str] = []
    for passage in passages:
        if not any(mark in passage.text for mark in '“"″«„‟'):
            continue
        for start, end, sure in _names(passage.text):
            name = passage.text[start:end].strip(" .,;:")
            key = re.sub(r"[\W_]+", " ", lower(name)).strip()
            if len(key) < 4 or _known(key, keys):
                continue
            keys.append(key)
            found.append(
                passage.found(
                    name,
                    start,
                    end,
                    confidence=sure,
                    doubt=None if sure >= 0.75 else "Chưa rõ tên trong ngoặc kép có phải phong trào thi đua.",
                )
            )
    return found


def _known(key: str, keys: list[str]) -> bool:
    if key in keys:
        return True
    # A name printed twice with a slip is one; past a few dozen names only equal ones are.
    near = [other for other in keys[:60] if abs(len(other) - len(key)) * 10 <= max(len(key), len(other))]
    for other in near:
        matcher = SequenceMatcher(None, key, other, autojunk=False)
        if matcher.real_quick_ratio() >= 0.9 and matcher.quick_ratio() >= 0.9 and matcher.ratio() >= 0.9:
            return True
    return False


def _names(text: str) -> list[tuple[int, int, float]]:
    small = lower(text)
    names: list[tuple[int, int, float]] = []
    last_end = -1
    last_was = False
    for match in _QUOTE.finditer(text):
        between = small[last_end : match.start()] if last_end >= 0 else None
        chained = last_was and between is not None and _CHAIN.match(between) is not None and "gắn với" not in between
        sure = 0.85 if chained else _cue_before(small, last_end, match.start())
        if sure:
            names.append((match.start("name"), match.end("name"), sure))
        last_end, last_was = match.end(), bool(sure)
    return names


def _cue_before(small: str, last_end: int, start: int) -> float:
    """Return how surely the words before a quotation call it a movement."""
    window = small[max(last_end, start - 230, 0) : start]
    for place in reversed([match.end() for match in _ENDS_CLAUSE.finditer(window)]):
        window = window[place:]
        break
    cues = list(_CUE.finditer(window))
    if not cues:
        return 0.0
    after = window[cues[-1].end() :]
    if _BLOCK.search(after) or _BREAKS.search(after):
        return 0.0
    words = len(after.split())
    named = re.search(r"(?:chủ đề|mang tên|tên gọi|chuyên đề|là|như|:)\s*$", after) is not None
    if words <= 5 or named:
        return 0.95 if words <= 5 else 0.85
    return 0.7 if words <= 14 and "," not in after else 0.0
