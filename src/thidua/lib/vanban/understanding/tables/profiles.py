"""What the cells of a column look like: shares of names, times, numbers, crosses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.understanding.numbering import read_label
from thidua.lib.vanban.understanding.periods import tokenize
from thidua.lib.vanban.understanding.periods.tokens import Kind
from thidua.lib.vanban.understanding.pieces import GridCell
from thidua.lib.vanban.understanding.units import looks_like_unit
from thidua.lib.vanban.understanding.words import lower

MEASURE = re.compile(
    r"^(?:%|người|đồng|triệu.*|tỷ.*|cái|chiếc|lượt.*|ha|kg|tấn|km|hộ|cuộc|bài|buổi|lớp|giờ|điểm|đơn vị|xã|mô hình"
    r"|danh hiệu)$"
)


ROLE_MARK = re.compile(
    r"(?:(?:cơ quan|đơn vị|bộ phận)?\s*(?:chủ trì|ct|lãnh đạo thực hiện|đầu mối))\s*:|(?:(?:cơ quan|đơn vị"
    r"|bộ phận)?\s*(?:phối hợp|ph|tham gia)(?:\s+(?:thực hiện|với))?)\s*:"
)


_NUMERIC = re.compile(r"[\d.,%\s/()<>≥≤=+-]+(?:%|đ|đồng|điểm)?")


_QUANTITY = re.compile(
    r"(?:(?:đạt|từ|trên|dưới|ít nhất|tối thiểu|tối đa|không quá|không dưới|khoảng|hơn|phấn đấu|[<>≤≥]=?)\s*)*\d"
    r"(?![\d.]*\s?/\s?\d)"
)


_CLOCK = re.compile(r"(?<!\d)\d{1,2}\s*(?:h|giờ|g)\s*\d{0,2}|(?<!\d)\d{1,2}:\d{2}(?!\d)")


_CROSS = re.compile(r"[xX✓✔√●•*+]|có")


_FORM = re.compile(r"[.…_]{3,}")


@dataclass(slots=True)
class Profile:
    """Shares of the filled cells of a column that look like each thing."""

    filled: int = 0
    total: int = 0
    units: float = 0.0
    times: float = 0.0
    numbers: float = 0.0
    quantities: float = 0.0
    """Cells that begin with a number or what bounds it: "ít nhất 02 lớp"."""
    labels: float = 0.0
    crosses: float = 0.0
    clocks: float = 0.0
    length: float = 0.0
    forms: float = 0.0
    texts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, cells: Sequence[GridCell]) -> Profile:
        sample = [cell.text.strip() for cell in cells[:160]]
        texts = [text for text in sample if text]
        profile = cls(filled=len(texts), total=len(sample), texts=texts)
        if not texts:
            return profile
        count = len(texts)
        profile.length = sum(min(len(text), 300) for text in texts) / count
        profile.numbers = sum(1 for text in texts if _NUMERIC.fullmatch(text)) / count
        profile.quantities = sum(1 for text in texts if len(text) <= 60 and _QUANTITY.match(lower(text))) / count
        profile.labels = (
            sum(
                1
                for text in texts
                if len(text) <= 7
                and (
                    text.rstrip(".)").isdigit()
                    or ((label := read_label(text + ". x")) is not None and label.style != "bullet")
                )
            )
            / count
        )
        profile.crosses = sum(1 for text in texts if _CROSS.fullmatch(text)) / count
        profile.clocks = sum(1 for text in texts if _CLOCK.search(text.lower())) / count
        profile.forms = sum(1 for text in texts if _FORM.search(text) and len(re.sub(r"[.…_\s]", "", text)) < 8) / count
        profile.times = sum(1 for text in texts if looks_like_time(text)) / count
        profile.units = sum(1 for text in texts if _names(text)) / count
        return profile


def _names(text: str) -> bool:
    """Tell whether a cell names bodies, plainly or with their parts told: "Chủ trì: …; phối hợp: …"."""
    small = lower(text)
    return ROLE_MARK.match(small) is not None or (looks_like_unit(text) and not MEASURE.match(small))


def looks_like_time(text: str) -> bool:
    if len(text) > 110:
        return False
    small = lower(text)
    if re.search(r"thường xuyên|cả năm|hằng|hàng (?:tháng|quý|năm)|định kỳ", small) and len(text) < 60:
        return True
    covered = sum(
        token.end - token.start
        for token in tokenize(text)
        if token.kind not in (Kind.NUMBER, Kind.AND, Kind.TO, Kind.ROMAN)
    )
    return covered * 2 >= len(text.strip())
