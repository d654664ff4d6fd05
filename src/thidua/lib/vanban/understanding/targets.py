"""Quantified goals: in prose and bullets, and in tables of targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from thidua.lib.vanban.plan import Comparator, PlanTarget
from thidua.lib.vanban.understanding.columns import Columns
from thidua.lib.vanban.understanding.numbering import read_label
from thidua.lib.vanban.understanding.passages import Passage, cap, join
from thidua.lib.vanban.understanding.periods import PlanYears
from thidua.lib.vanban.understanding.pieces import Grid
from thidua.lib.vanban.understanding.words import lower, plain

_N = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_SCALE = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
_PER = (
    r"(?:\s*/\s*(?:năm học|năm|tháng|quý|tuần|ngày|người|đơn vị|hộ|ha|lượt|học sinh|xã|lớp|buổi|đợt|cuộc|trường"
    r"|cơ quan|đảng viên|đoàn viên|giáo viên|tổ|chi bộ|km2|1\.000 dân|vạn dân)(?!\w)(?:\s*/\s*(?:năm|tháng))?)?"
)
_MOST = 120  # targets a paragraph; a page of numbers is no list of goals
# A counted thing of no known name: two words, for most are, unless the second only joins.
_ANY_UNIT = re.compile(
    r"([^\W\d_]{2,}(?:\s(?!(?:và|của|được|đạt|trong|có|là|ở|tại|cho|với|để|do|trở|mỗi|trên|theo|về|từ|đến|tiêu|xuất"
    r"|mới)(?!\w))"
    r"[^\W\d_]+)?)"
)
_DIGIT = re.compile(r"\d")
_MONEY = re.compile(r"(?:nghìn |ngàn |triệu |tỷ |tỉ )?(?:đồng|usd|vnđ|vnd)(?!\w)" + _PER)
_UNIT_WORDS = (
    "người lao động|lượt người|lượt khách|lượt hộ|lượt|người dân|người|lao động|đại biểu|hộ gia đình|hộ nghèo|hộ"
    "|học sinh|sinh viên|giáo viên|đoàn viên|hội viên|đảng viên|cán bộ|công chức|viên chức|công nhân"
    "|mô hình|điển hình|cá nhân|tập thể|gương điển hình|gương|đơn vị sự nghiệp|đơn vị|cơ quan|trường học|trường|lớp"
    "|buổi tuyên truyền|buổi|cuộc kiểm tra|cuộc|hội nghị|đợt|phong trào|công trình|phần việc|sáng kiến|đề tài"
    "|giải pháp|đề án|dự án"
    "|tin, bài|tin bài|tin|bài viết|bài|phóng sự|chuyên mục|chuyên trang|xã|phường|thị trấn|thôn|bản|ấp|khu dân cư"
    "|huyện|tỉnh|doanh nghiệp|hợp tác xã|tổ chức|hồ sơ|văn bản|nhiệm vụ|thủ tục|vụ án|vụ việc|vụ|việc|án|tấn|kg|ha"
    "|héc ta|km|m2|m²|m3|m³|lít"
    "|giường bệnh|giường|bác sĩ|ca|liều|suất|phần quà|suất học bổng|suất quà|ngôi nhà|nhà|căn nhà|căn|cây|con"
    "|sản phẩm|chỉ tiêu|tiêu chí|điểm|giải|huy chương|danh hiệu|bằng khen|giấy khen|cờ|kỷ niệm chương|tác phẩm"
    "|video|clip|ấn phẩm|cuốn|lần|chuyến|ngày công|giờ|tiết|đội|nhóm|câu lạc bộ|chi hội|chi đoàn|chi bộ|tổ|đồng chí"
    "|đ/c|em|cháu|trẻ em|trẻ|quần chúng|đơn vị máu|kwh|mw|usd|lớp tập huấn|phiên tòa|phiên|chuyên đề|kỹ thuật"
    "|quy trình|bệnh viện|khoa|ý tưởng|bản|dịch vụ công|dịch vụ|thành viên|nhân viên|chiến sĩ|chiến sỹ|tuyến đường"
    "|cơ sở|nhóm trẻ|lớp bồi dưỡng|hội thi|cuộc thi|cặp|hợp đồng|chiến sĩ thi đua|bể|trạm|tuyến|lượt bệnh nhân"
    "|bệnh nhân|khách"
)
_UNIT = re.compile(rf"(?:{'|'.join(sorted(_UNIT_WORDS.split('|'), key=len, reverse=True))})(?!\w)" + _PER)
_VALUE = re.compile(
    rf"(?P<before>(?:(?<!\w)(?:trên|hơn|ít nhất(?: là)?|tối thiểu(?: là)?|không dưới|không thấp hơn|đạt từ|từ"
    rf"|không quá|không vượt quá|dưới|tối đa(?: là)?|khoảng|gần|xấp xỉ|ước(?: đạt)?|>=|<=|[≥≤><~])\s*)*)"
    rf"(?<![\d/.,\w-])(?P<a>{_N})\s*(?P<pa>%)?(?:\s*(?P<to>-|đến|tới)\s*(?P<b>{_N}))?(?![\d/]|\.\d|,\d)"
    rf"\s*(?P<pct>%|phần trăm(?!\w))?(?:\s*(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)(?!\w))?(?P<after>\s*(?:trở lên"
    rf"|trở xuống)(?!\w))?"
)
_TIMEWORD = re.compile(
    r"\s*(?:năm|tháng|ngày|quý|tuần|kỳ|giờ|phút|thế kỷ|tuổi|tết|h(?!\w)|trang|điều|khoản|điểm [a-zđ]|chương|bước|mục"
    r"|loại|hình thức|nội dung|nhóm nội dung|lĩnh vực|phần)(?!\w)"
)
_ORDINAL = re.compile(
    r"(?:lần thứ|thứ|số|khóa|điều|khoản|mục|phần|quý|tháng|ngày|năm|nhiệm kỳ|giai đoạn|quyết định|kế hoạch"
    r"|nghị quyết|chỉ thị|lớp|khối|cụm|tuần|quận|phường|đợt|hạng|chương|phụ lục|biểu|mẫu|cấp|hộp|nhóm|ban|phòng"
    r"|trang|khu phố|tổ dân phố|thôn|vùng|kv|covid|top|tập)\s*$"
)
_GOAL = re.compile(
    r"(?<!\w)(?:phấn đấu|chỉ tiêu|mục tiêu|đạt|ít nhất|tối thiểu|duy trì|giữ vững|tăng|giảm|nâng|tuyển|tạo việc làm"
    r"|hỗ trợ|giải quyết|xây dựng|thành lập|kết nạp|phát triển|có|khoảng|trên|không quá|dưới|hoàn thành|vận động"
    r"|bồi dưỡng|trồng|thu|mỗi|giới thiệu|lựa chọn|tổ chức|đăng|viết|triển khai|xếp loại|trong đó|bảo đảm|đảm bảo"
    r"|thực hiện)(?!\w)"
)
_STRONG = re.compile(r"chỉ tiêu|mục tiêu|phấn đấu|tối thiểu|ít nhất|không quá|không dưới|đăng ký")
_PAST = re.compile(
    r"(?<!\w)(?:đã|kết quả đạt được|năm qua|vừa qua|năm trước|cùng kỳ|tính đến|tổng số .{0,30} hiện (?:có|nay)"
    r"|hiện có|hiện nay)(?!\w)"
)
_PAST_SECTION = re.compile(
    r"tinh hinh|ket qua|thuc trang|danh gia|dac diem|bo may|co cau to chuc|can cu|thuan loi|kho khan|boi canh"
)
_LIMIT_SECTION = re.compile(r"kinh phi|du toan|muc chi|muc thuong|tien thuong|co cau giai|giai thuong")
_YEAR = re.compile(r"(?<![\d/])(?:năm\s+)?((?:19|20)\d{2})(?!\d)")
_FULL_STOP = re.compile(r"\.\s|;\s|\n|\.$")
_CLAUSE_END = re.compile(r"[;]|\.(?=\s|$)|,?\s*trong đó|\)(?=\s*[.;,]|$)")
_CLAUSE = re.compile(
    r"[;:]\s*|\.\s+(?=[^\W\d_]|\d)|\s\((?=\s*trong đó)|,\s*(?=trong đó)|\)\s*|,\s*(?=(?:và\s+)?(?:trên|ít nhất"
    r"|tối thiểu|khoảng|dưới|không quá|từ)?\s*\d)"
)
_WITHIN = re.compile(r"^[\s,]*(?:trong đó[\s,:]*)+")


@dataclass(slots=True)
class _Hit:
    start: int
    end: int
    comparator: Comparator
    minimum: float | None
    maximum: float | None
    unit: str | None
    is_percent: bool


def number(text: str) -> float:
    """Return a number in Vietnamese style: "32.500" is 32500, "56,5" is 56.5, "70.5" is 70.5."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def read_targets(passages: Sequence[tuple[Passage, str]], *, years: PlanYears) -> list[PlanTarget]:
    """Return the quantified goals of prose. With each passage come the titles above it, joined."""
    found: list[PlanTarget] = []
    for passage, titles in passages:
        if not _DIGIT.search(passage.text):
            continue
        section = plain(titles)
        if _PAST_SECTION.search(section.rsplit("|", 1)[-1]) and not re.search(r"muc tieu|chi tieu", section):
            continue
        found.extend(_of_passage(passage, section, years, len(found)))
    return found


def _of_passage(passage: Passage, section: str, years: PlanYears, base: int) -> list[PlanTarget]:
    small = lower(passage.text)
    hits = [hit for match in _VALUE.finditer(small) if (hit := _hit(match, small)) is not None]
    strong = re.search(r"chi tieu|muc tieu|phan dau|dang ky", section) is not None or _STRONG.search(small) is not None
    kept = [hit for hit in hits if _is_goal(hit, small, strong=strong, section=section, years=years)][:_MOST]
    targets: list[PlanTarget] = []
    whole: int | None = None
    for place, hit in enumerate(kept):
        start, end = _clause(
            small,
            hit,
            kept[place - 1].end if place else 0,
            kept[place + 1].start if place + 1 < len(kept) else len(small),
        )
        text = passage.cut(start, end)
        lead = _WITHIN.match(lower(text.text))
        inside = lead is not None or _inside_brackets(
            small, whole_end=kept[place - 1].end if place else 0, start=hit.start
        )
        if lead:
            text = text.cut(lead.end())
        text = text.cut(0, len(text.text.rstrip(" ,;.:(")))
        sure = 0.9 if hit.is_percent or strong else 0.7
        target = PlanTarget(
            indicator=text.found(
                text.text,
                confidence=sure,
                doubt=None if sure >= 0.75 else "Con số có thể không phải chỉ tiêu của kế hoạch.",
            ),
            comparator=hit.comparator,
            minimum=hit.minimum,
            maximum=hit.maximum,
            unit=hit.unit,
        )
        if inside and targets:
            owner = whole if whole is not None else len(targets) - 1
            targets[owner] = replace(targets[owner], parts=(*targets[owner].parts, base + len(targets)))
            whole = owner
        elif ". " in small[kept[place - 1].end if place else 0 : hit.start] or (
            not inside and ";" not in small[kept[place - 1].end if place else 0 : hit.start]
        ):
            whole = None
        elif whole is not None:
            targets[whole] = replace(targets[whole], parts=(*targets[whole].parts, base + len(targets)))
        targets.append(target)
    return targets


def _inside_brackets(small: str, *, whole_end: int, start: int) -> bool:
    between = small[whole_end:start]
    return "trong đó" in between


def _hit(match: re.Match[str], small: str) -> _Hit | None:
    before = small[max(0, match.start("a") - 40) : match.start("a")].rstrip()
    words = match["before"].split()
    stem = small[max(0, match.start() - 40) : match.start()].rstrip()
    percent = match["pct"] is not None or match["pa"] is not None
    if not percent and (_ORDINAL.search(stem if words else before) or _TIMEWORD.match(small, match.end())):
        return None
    if (
        not percent
        and re.match(r"\s*[/-]\s*\w", small[match.end() : match.end() + 4])
        and not re.match(r"\s*/\s*(?:năm|tháng|quý)", small[match.end() :])
    ):
        return None
    value = number(match["a"])
    other = number(match["b"]) if match["b"] else None
    if not percent and other is None and match["scale"] is None and 1900 <= value <= 2100 and "." not in match["a"]:
        return None
    end = match.end()
    unit: str | None = None
    if percent:
        unit = "%"
        scale = 1.0
    else:
        rest = small[match.start("scale") if match["scale"] else end :].lstrip()
        at = len(small) - len(rest)
        money = _MONEY.match(rest)
        scale = 1.0
        if money:
            unit, end = money[0].strip(), at + money.end()
        else:
            scale = float(_SCALE.get(match["scale"] or "", 1))
            rest = small[end:].lstrip()
            at = len(small) - len(rest)
            named = _UNIT.match(rest)
            if named:
                unit, end = re.sub(r"\s*/\s*", "/", named[0].strip()), at + named.end()
            elif match["before"].strip() and (other_word := _ANY_UNIT.match(rest)):
                unit, end = other_word[1].strip(), at + other_word.end(1)
    upward = re.match(r"\s*(trở lên|trở xuống)(?!\w)", small[end:])
    if upward and match["after"] is None and not percent:
        end += upward.end()
    later = upward[1] if upward and not percent else None
    if (
        later is None
        and "từ" in match["before"]
        and match["b"] is None
        and (far := re.match(r"[^.;:,]{0,60}?(trở lên|trở xuống)(?!\w)", small[end:]))
    ):
        later = far[1]
    value *= scale
    comparator, minimum, maximum = _compare(match, value, other * scale if other is not None else None, later)
    return _Hit(
        match.start() + len(match[0]) - len(match[0].lstrip()), end, comparator, minimum, maximum, unit, percent
    )


def _compare(
    match: re.Match[str], value: float, other: float | None, later: str | None
) -> tuple[Comparator, float | None, float | None]:
    before = match["before"]
    after = (match["after"] or later or "").strip()
    if other is not None:
        return Comparator.RANGE, value, other
    if after == "trở lên" or re.search(r"trên|hơn|ít nhất|tối thiểu|không dưới|không thấp|>|≥", before):
        return Comparator.AT_LEAST, value, None
    if after == "trở xuống" or re.search(r"không quá|không vượt|dưới|tối đa|<|≤", before):
        return Comparator.AT_MOST, None, value
    if re.search(r"khoảng|gần|xấp xỉ|ước|~", before):
        return Comparator.ABOUT, value, value
    return Comparator.EQUAL, value, value


def _sentence_around(small: str, place: int) -> tuple[int, int]:
    start = max(
        (m.end() for m in _FULL_STOP.finditer(small, max(0, place - 1500), place)), default=max(0, place - 1500)
    )
    after = _FULL_STOP.search(small, place, place + 1500)
    return start, after.start() if after else min(len(small), place + 1500)


def _is_goal(hit: _Hit, small: str, *, strong: bool, section: str, years: PlanYears) -> bool:
    start, end = _sentence_around(small, hit.start)
    sentence = small[start:end]
    before = small[start : hit.start]
    plan_year = years.second or years.first
    if _PAST.search(before) and not _STRONG.search(before):
        return False
    if plan_year is not None:
        olds = [match for match in _YEAR.finditer(before) if int(match[1]) < (years.first or plan_year)]
        news = [match for match in _YEAR.finditer(before) if int(match[1]) >= (years.first or plan_year)]
        if (
            olds
            and not news
            and not re.search(
                r"so với(?: năm)?\s*$|so với [^,]*$|giai đoạn|nghị quyết|luật|quyết định|từ năm",
                before[: olds[-1].end()][-60:],
            )
        ):
            return False
    if _LIMIT_SECTION.search(section.rsplit("|", 1)[-1]):
        return False
    if hit.is_percent:
        return True
    if hit.unit is None:
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
    if re.search(r"chi tieu|muc tieu|phan dau", section):
        return True
    compared = hit.comparator is not Comparator.EQUAL
    return compared and _GOAL.search(sentence) is not None and hit.unit not in ("lần", "giờ", "điểm", "cấp")


def _clause(small: str, hit: _Hit, floor: int, ceiling: int) -> tuple[int, int]:
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


# ---------------------------------------------------------------- tables of targets


def targets_of_table(grid: Grid, columns: Columns, *, years: PlanYears) -> list[PlanTarget]:
    """Return the targets of a table with an indicator a row, its measure, and the value for the plan's year."""
    titles = [plain(title) for title in columns.titles]
    body = grid.rows[columns.header_rows :]
    name = next(
        (
            place
            for place, title in enumerate(titles)
            if re.search(r"chi tieu|muc tieu|noi dung|tieu chi", title) and not re.search(r"\d{4}", title)
        ),
        None,
    )
    measure = next(
        (
            place
            for place, title in enumerate(titles)
            if re.search(r"^dvt$|don vi tinh|^dv tinh|don vi do|^don vi$", title)
        ),
        None,
    )
    year = str(years.second or years.first or "")
    values = [
        place
        for place, title in enumerate(titles)
        if place not in (name, measure)
        and re.search(r"ke hoach|muc tieu|chi tieu|phan dau|dang ky|giao|nam \d{4}|so luong|muc|can dat", title)
        and not re.search(r"thuc hien|uoc|nam truoc|so sanh|ket qua nam", title)
    ]
    if name is None or not values:
        return []
    value = next(
        (place for place in values if year and year in titles[place]),
        values[-1] if len(values) > 1 and any(re.search(r"\d{4}", titles[p]) for p in values) else values[0],
    )
    found: list[PlanTarget] = []
    for row in body:
        if max(name, value) >= len(row.cells) or not row.cells[name].lines or not row.cells[value].lines:
            continue
        label, cell = join(row.cells[name].lines), join(row.cells[value].lines)
        unit = row.cells[measure].text.strip() or None if measure is not None and measure < len(row.cells) else None
        match = _VALUE.search(lower(cell.text))
        hit = _hit(match, lower(cell.text)) if match else None
        if match is None or hit is None or len(cell.text) > 60:
            continue
        numbered = read_label(label.text)
        name_text = (
            label.cut(numbered.end) if numbered and numbered.end < len(label.text) and not numbered.is_bullet else label
        )
        target = PlanTarget(
            indicator=name_text.found(name_text.text.strip(" -+•:")),
            comparator=hit.comparator,
            minimum=hit.minimum,
            maximum=hit.maximum,
            unit=hit.unit if hit.unit == "%" and not unit else unit or hit.unit,
        )
        found.append(target)
    return found


__all__ = ["cap", "number", "read_targets", "targets_of_table"]
