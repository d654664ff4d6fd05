"""Quantified goals in prose and bullets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from thidua.lib.vanban.plan import Comparator, PlanTarget
from thidua.lib.vanban.understanding.passages import Passage
from thidua.lib.vanban.understanding.periods import PlanYears
from thidua.lib.vanban.understanding.targets.quantities import LIMITED, VALUE, Quantity, quantity_of
from thidua.lib.vanban.understanding.words import ACT, lower, plain

_MOST = 120  # targets a paragraph; a page of numbers is no list of goals

_DIGIT = re.compile(r"\d")

_GOAL = re.compile(
    r"(?<!\w)(?:phấn đấu|chỉ tiêu|mục tiêu|đạt|ít nhất|tối thiểu|duy trì|giữ vững|tăng|giảm|nâng|tuyển|tạo việc làm"
    r"|hỗ trợ|giải quyết|xây dựng|thành lập|kết nạp|phát triển|có|khoảng|trên|không quá|dưới|hoàn thành|vận động"
    r"|bồi dưỡng|trồng|thu|mỗi|giới thiệu|lựa chọn|tổ chức|đăng|viết|triển khai|xếp loại|trong đó|bảo đảm|đảm bảo"
    r"|thực hiện)(?!\w)"
)

_STRONG = re.compile(r"chỉ tiêu|mục tiêu|phấn đấu|tối thiểu|ít nhất|không quá|không dưới|đăng ký")

_PAST = re.compile(
    r"(?<!\w)(?:đã|kết quả đạt được|năm qua|vừa qua|năm (?:học )?trước|cùng kỳ|tính đến|(?:cho )?(?:đến|tới) nay"
    r"|đến thời điểm|hiện tại|hiện (?:có|còn|nay|đang)|nhiệm kỳ trước|giai đoạn trước|thời gian qua"
    r"|những năm qua)(?!\w)"
)

_AGAIN = re.compile(
    r"(?<!\w)(?:phấn đấu|chỉ tiêu|mục tiêu|đặt ra|tiếp tục|trong năm|năm nay|thời gian tới|nâng|đến cuối năm)(?!\w)"
)

_PAST_SECTION = re.compile(
    r"tinh hinh|ket qua|thuc trang|danh gia|dac diem|bo may|co cau to chuc|can cu|thuan loi|kho khan|boi canh|^quy mo"
    r"|^(?:thanh phan )?ho so"
)

_STATE_SECTION = re.compile(r"dac diem|thuc trang|tinh hinh chung|khai quat|boi canh")

_AIM_SECTION = re.compile(r"chi tieu|muc tieu|phan dau")

_AIM = re.compile(r"(?<!\w)(?:phấn đấu|chỉ tiêu|mục tiêu|đăng ký|đặt ra|kế hoạch giao)(?!\w)")

# What must be fulfilled before something is granted: "chỉ công nhận khi đạt từ 80% số phiếu".
_CONDITION = re.compile(
    r"(?<!\w)(?:chỉ|công nhận|xét|tặng|khen thưởng|đề nghị|xếp loại|được)(?!\w)[^.;]{0,160}?"
    r"(?<!\w)(?:khi|nếu|với điều kiện)(?!\w)[^.;]*$"
)
# Whom a rule is for: "Đối với thôn có dưới 100 hộ: …".
_CLASS = re.compile(r"(?<!\w)(?:đối với|trường hợp|nơi)(?!\w)[^.;:]*$")
_RULE = re.compile(r"[^.;:%]*:\s")
# A number within what is spoken of: "100% chi bộ có từ 30 đảng viên trở lên tổ chức …", "Điểm 12 mục đạt 8,5".
_SUBJECT = re.compile(r"%[^,;.]*(?<!\w)có\s*$")
_ACTS_ON = re.compile(rf"\s*(?:trở (?:lên|xuống)\s+)?{ACT.pattern}")
_MEASURE = re.compile(
    r"(?:^|[;:,.]\s*)(?:[-+•]\s*)?(?:điểm|tỷ lệ|tỉ lệ|chỉ số|mức|năng suất|thu nhập)(?!\w)[^,;.:%\d]*$"
)
_REACHES = re.compile(r"\s*(?:đạt|từ|trên|ít nhất|tối thiểu|không dưới|dưới|không quá)(?!\w)[^,;.\d]{0,20}\d")
_BY_LAW = re.compile(r"[^.;]*(?<!\w)theo (?:quy định tại )?(?:điểm [a-zđ],? )?(?:khoản \d+,? )?điều \d")
_SAME_TIME = re.compile(r"[^.;]*(?<!\w)so với (?:cùng kỳ|năm trước)(?!\w)")
_SPANS = ("phút", "giờ", "ngày", "ngày làm việc", "tuần", "tháng")
_SERVED = re.compile(r"thời gian (?:chờ|giải quyết|xử lý|khám|trả|thực hiện thủ tục|trung bình|đi lại)|rút ngắn")

_HONOR_SECTION = re.compile(
    r"tieu chuan|tieu chi (?:xet|danh gia|binh xet|cham)|^(?!.*thi dua - ).*khen thuong|hinh thuc|xet tang|dieu kien"
)
_GRANTING_SECTION = re.compile(
    r"^(?!.*(?:muc tieu|chi tieu|dang ky))"
    r".*(?:(?:tieu chuan|tieu chi|dieu kien|ty le)(?:,? [^|]*)?(?:khen|xet|tang|binh)"
    r"|^tieu chuan(?:$|[,;] ))"
)
_LIMIT_SECTION = re.compile(r"kinh phi|du toan|muc chi|muc thuong|tien thuong|co cau giai|giai thuong")

_YEAR = re.compile(r"(?<![\d/])(?:năm\s+)?((?:19|20)\d{2})(?!\d)")

_STOP = re.compile(r"\.\s")

_FULL_STOP = re.compile(r"\.\s|;\s|\n|\.$")

_CLAUSE_END = re.compile(r"[;]|\.(?=\s|$)|,?\s*trong đó|\)(?=\s*[.;,]|$)")

_CLAUSE = re.compile(
    r"[;:]\s*|\.\s+(?=[^\W\d_]|\d)|\s\((?=\s*trong đó)|,\s*(?=trong đó)|\)\s*|,\s*(?=(?:và\s+)?(?:trên|ít nhất"
    r"|tối thiểu|khoảng|dưới|không quá|từ)?\s*\d)"
)

_TAIL = re.compile(r"(?:[\s,;:.(]+|\s+(?:và|cùng|hoặc))+$")

_JOINED = re.compile(r"(?:và|cùng|hoặc)\s+")

_WITHIN = re.compile(r"^[\s,]*(?:trong đó[\s,:]*)+")


def read_targets(
    passages: Sequence[tuple[Passage, str]], *, years: PlanYears, of_plan: bool = True
) -> list[PlanTarget]:
    """Return the quantified goals of prose. With each passage come the titles above it, joined.

    A paper that plans nothing (`of_plan` False) has goals only where it says that they are: its other numbers are
    rules, figures and limits of its matter.
    """
    found: list[PlanTarget] = []
    for passage, titles in passages:
        if not _DIGIT.search(passage.text) and not LIMITED.search(lower(passage.text)):
            continue
        section = plain(titles)
        if _tells(section):
            continue
        if not of_plan and not _AIM_SECTION.search(section) and not _AIM.search(lower(passage.text)):
            continue
        found.extend(_of_passage(passage, section, years, len(found)))
    return found


def _tells(section: str) -> bool:
    """Tell whether the titles above say how things stand: the nearest one, or one around it that no aim follows."""
    if re.search(r"muc tieu|chi tieu", section):
        return False
    return _PAST_SECTION.search(section.rsplit("|", 1)[-1]) is not None or _STATE_SECTION.search(section) is not None


def _of_passage(passage: Passage, section: str, years: PlanYears, base: int) -> list[PlanTarget]:
    small = lower(passage.text)
    hits = [hit for match in islice(VALUE.finditer(small), 4 * _MOST) if (hit := quantity_of(match, small)) is not None]
    strong = re.search(r"chi tieu|muc tieu|phan dau|dang ky", section) is not None or _STRONG.search(small) is not None
    kept = [hit for hit in hits if _is_goal(hit, small, strong=strong, section=section, years=years)][:_MOST]
    targets: list[PlanTarget] = []
    whole: int | None = None
    for place, hit in enumerate(kept):
        floor = kept[place - 1].end if place else 0
        start, end = _clause(small, hit, floor, kept[place + 1].start if place + 1 < len(kept) else len(small))
        text = passage.cut(start, end)
        if lead := _WITHIN.match(lower(text.text)):
            text = text.cut(lead.end())
        text = text.cut(0, len(_TAIL.sub("", text.text)))
        if joined := _JOINED.match(text.text):
            text = text.cut(joined.end())
        sure, doubt = _sureness(hit, small[max(0, hit.start - 160) : hit.end], section, strong=strong)
        target = PlanTarget(
            indicator=text.found(text.text, confidence=sure, doubt=doubt),
            comparator=hit.comparator,
            minimum=hit.minimum,
            maximum=hit.maximum,
            unit=hit.unit,
        )
        whole, is_part = _whole_of(small[floor : hit.start], hit, whole, targets)
        if is_part and whole is not None:
            targets[whole] = replace(targets[whole], parts=(*targets[whole].parts, base + len(targets)))
        targets.append(target)
    return targets


def _whole_of(between: str, hit: Quantity, whole: int | None, targets: Sequence[PlanTarget]) -> tuple[int | None, bool]:
    """Return the whole that parts belong to from here on, and whether this number is one of them.

    What "trong đó" opens holds to the end of the sentence, for numbers of the whole's own unit.
    """
    if targets and re.search(r"(?:trong đó|bao gồm|gồm có|gồm|chia ra)(?!\w)", between):
        return (whole if whole is not None and ". " not in between else len(targets) - 1), True
    if whole is None or re.search(r"\.\s", between):
        return None, False
    return whole, hit.unit == targets[whole].unit


def _sureness(hit: Quantity, before: str, section: str, *, strong: bool) -> tuple[float, str | None]:
    if _HONOR_SECTION.search(section.rsplit("|", 1)[-1]) or (_HONOR_SECTION.search(section) and not strong):
        return 0.6, "Con số nằm ở mục tiêu chuẩn hoặc khen thưởng, có thể là điều kiện xét chứ không phải chỉ tiêu."
    if hit.fraction:
        return 0.7, "Ghi dạng “phần/tổng”, lấy số trước gạch chéo làm chỉ tiêu."
    if not hit.is_named:
        return 0.7, "Đơn vị tính không quen, có thể lấy thừa hoặc thiếu chữ."
    if not strong and (not hit.is_percent or not (_AIM_SECTION.search(section) or _GOAL.search(before))):
        return 0.7, "Con số có thể không phải chỉ tiêu của kế hoạch."
    return 0.9, None


def _sentence_around(small: str, place: int) -> tuple[int, int]:
    start = max(
        (m.end() for m in _FULL_STOP.finditer(small, max(0, place - 1500), place)), default=max(0, place - 1500)
    )
    after = _FULL_STOP.search(small, place, place + 1500)
    return start, after.start() if after else min(len(small), place + 1500)


def _is_goal(hit: Quantity, small: str, *, strong: bool, section: str, years: PlanYears) -> bool:
    start, end = _sentence_around(small, hit.start)
    sentence = small[start:end]
    before = small[start : hit.start]
    plan_year = years.second or years.first
    # A sentence tells of the past to its full stop, over semicolons, until it turns to what is aimed at.
    opening = max((m.end() for m in _STOP.finditer(small, max(0, start - 1500), start)), default=max(0, start - 1500))
    told = small[opening : hit.start]
    if (past := list(_PAST.finditer(told))) and not _STRONG.search(told) and not _AGAIN.search(told, past[-1].end()):
        return False
    if _SUBJECT.search(small, start, hit.start) and _ACTS_ON.match(small, hit.end):
        return False
    if _MEASURE.search(before) and not hit.is_percent and _REACHES.match(small, hit.end):
        return False
    if _CLASS.search(told) and _RULE.match(small, hit.end):
        return False
    if _CONDITION.search(told) and not _AIM.search(told):
        return False
    aimed = _AIM_SECTION.search(section) is not None or _AIM.search(told) is not None
    if not aimed and (_BY_LAW.match(small, hit.end) or _SAME_TIME.match(small, hit.end)):
        return False
    if hit.unit in _SPANS and not aimed and not _SERVED.search(before):
        return False
    if hit.fraction and _PAST.search(told):
        return False
    if plan_year is not None:
        before = told
        olds = [match for match in _YEAR.finditer(before) if int(match[1]) < (years.first or plan_year)]
        news = [match for match in _YEAR.finditer(before) if int(match[1]) >= (years.first or plan_year)]
        if (
            olds
            and not news
            and not _AGAIN.search(before, olds[-1].end())
            and not re.search(
                r"so với(?: năm)?\s*$|so với [^,]*$|giai đoạn|nghị quyết|luật|quyết định|từ năm",
                before[: olds[-1].end()][-60:],
            )
        ):
            return False
    nearest = section.rsplit("|", 1)[-1]
    if _LIMIT_SECTION.search(nearest) or (_GRANTING_SECTION.search(nearest) and not _AIM.search(told)):
        return False
    if hit.is_percent:
        return True
    if hit.unit is None:
        return False
    if not hit.is_named and hit.comparator is Comparator.EQUAL and not _AIM_SECTION.search(section):
        return False
    if hit.unit.endswith(("đồng", "usd", "vnd")) and not strong and not _GOAL.search(before):
        return False
    if strong:
        floor = max(0, start - 1500)
        opened = max((m.end() for m in re.finditer(r"\.\s", small[floor:start])), default=0) + floor
        return (
            _GOAL.search(small[opened : hit.end]) is not None
            or re.search(r"chi tieu|muc tieu|phan dau|dang ky", section) is not None
        )
    if _AIM_SECTION.search(section):
        return True
    compared = hit.comparator is not Comparator.EQUAL
    return compared and _GOAL.search(sentence) is not None and hit.unit not in ("lần", "giờ", "điểm", "cấp")


def _clause(small: str, hit: Quantity, floor: int, ceiling: int) -> tuple[int, int]:
    """Return the stretch that says what the number is of: its clause, not beyond the numbers beside it."""
    start = floor
    for match in _CLAUSE.finditer(small, floor, hit.start + 1):
        if match.end() <= hit.start:
            if ":" in match[0] and len(re.findall(r"[^\W\d_]{2,}", small[match.end() : hit.start])) < 2:
                continue  # "Chiến sĩ thi đua: 05 người"
            keep = match.start() if match[0].startswith(",") and "trong" not in match[0] else match.end()
            start = max(start, keep)
    stop = _CLAUSE_END.search(small, hit.end)
    end = stop.start() if stop else len(small)
    if end > ceiling:
        # The next number begins inside this clause: its words start at the comma before it.
        comma = small.rfind(",", hit.end, ceiling)
        end = comma if comma >= 0 else max(ceiling, hit.end)
    while start < hit.start and small[start] in " ,;:.()":
        start += 1
    return start, end
