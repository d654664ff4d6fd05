"""Numbers with their unit and what bounds them: "từ 80% trở lên", "12.000 - 13.500 giấy", "dưới 90 phút/lượt"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thidua.lib.vanban.plan import Comparator

_N = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"

_SCALE = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}

_PER = (
    r"(?:\s*/\s*(?:năm học|năm|tháng|quý|tuần|ngày|người|đơn vị|hộ|ha|lượt|học sinh|xã|lớp|buổi|đợt|cuộc|trường"
    r"|cơ quan|đảng viên|đoàn viên|giáo viên|tổ|chi bộ|km2|1\.000 dân|vạn dân)(?!\w)(?:\s*/\s*(?:năm|tháng))?)?"
)

# A counted thing of no known name: two words, for most are, unless the second only joins.
_ANY_UNIT = re.compile(
    r"((?:thẻ|tấm|bức|quyển|tờ|căn|ngôi|chậu|bồn|thùng|gói|đoạn|sổ|đèn|máy|chiếc|cái|vườn)(?!\w)"
    r"|[^\W\d_]{2,}(?:\s(?!(?:và|của|được|đạt|trong|có|là|ở|tại|cho|với|để|do|trở|mỗi|trên|theo|về|từ|đến|tiêu|xuất"
    r"|mới)(?!\w))"
    r"[^\W\d_]+)?)"
)

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
    "|video|clip|ấn phẩm|cuốn|lần|chuyến|ngày công|ngày lương"
    "|giờ|tiết|đội|nhóm|câu lạc bộ|chi hội|chi đoàn|chi bộ|tổ|đồng chí"
    "|đ/c|em|cháu|trẻ em|trẻ|quần chúng|đơn vị máu|kwh|mw|usd|lớp tập huấn|phiên tòa|phiên|chuyên đề|kỹ thuật"
    "|quy trình|bệnh viện|khoa|ý tưởng|bản|dịch vụ công|dịch vụ|thành viên|nhân viên|chiến sĩ|chiến sỹ|tuyến đường"
    "|cơ sở|nhóm trẻ|lớp bồi dưỡng|hội thi|cuộc thi|cặp|hợp đồng|chiến sĩ thi đua|bể|trạm|tuyến|lượt bệnh nhân"
    "|bệnh nhân|khách|hoạt động|giấy chứng nhận|giấy phép|giấy|thửa đất|thửa|thí sinh|vận động viên|hội thảo|tọa đàm"
    "|điểm trường|phòng học|cụm|băng rôn|pano|tờ rơi|tài khoản|mã số|chương trình|người bệnh|lượt giao dịch|học viên"
    "|nghệ nhân|nông dân|thanh niên|phụ nữ|nạn nhân|hạng mục|xe|bộ|tour|sản phẩm ocop|vườn mẫu|thủ tục hành chính"
)

_UNIT = re.compile(rf"(?:{'|'.join(sorted(_UNIT_WORDS.split('|'), key=len, reverse=True))})(?!\w)" + _PER)

VALUE = re.compile(
    rf"(?P<before>(?:(?<!\w)(?:trên|hơn|ít nhất(?: là)?|tối thiểu(?: là)?|không dưới|không thấp hơn|đạt từ|từ"
    rf"|không quá|không vượt quá|dưới|tối đa(?: là)?|khoảng|gần|xấp xỉ|ước(?: đạt)?|>=|<=|[≥≤><~])\s*)*)"
    rf"(?<![\d/.,\w-])(?P<a>{_N}|(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười)(?!\w))(?:\s?/\s?(?P<of>\d{{1,5}}))?"
    rf"\s*(?P<pa>%)?(?:\s*(?P<to>-|đến|tới)\s*(?P<b>{_N}))?(?![\d/]|\.\d|,\d)"
    rf"\s*(?P<pct>%|phần trăm(?!\w))?(?:\s*(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)(?!\w))?(?P<after>\s*(?:trở lên"
    rf"|trở xuống)(?!\w))?"
)

_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

LIMITED = re.compile(r"ít nhất|tối thiểu|không dưới|không quá|tối đa")

_UNCOUNTED = re.compile(r"\s*(?:số|phần|cách|trong|vài|mặt|bên|cửa)(?!\w)")

# Time as what is measured: "dưới 90 phút/lượt", "thời gian giải quyết không quá 3 ngày".
_DURATION = re.compile(r"\s*(?P<time>phút|giờ|ngày làm việc|ngày|tuần|tháng)(?!\w)")

_DURATION_PER = re.compile(
    rf"\s*/\s*(?:(?:{'|'.join(sorted(_UNIT_WORDS.split('|'), key=len, reverse=True))})(?!\w)|[^\W\d_]{{2,}})"
)

_MEASURED = re.compile(
    r"(?<!\w)(?:thời gian (?!(?:tổ chức|thực hiện(?! thủ tục)|triển khai|nộp|gửi|hoàn thành|đăng ký|diễn ra"
    r"|làm việc|nghỉ|thi|học|tập|họp|báo cáo|nhận|giữ|công tác|từ|kể)(?!\w))[^\W\d_]+\s[^\W\d_]|rút ngắn)"
)

# What "trở lên" belongs to when these stand before it is a grade, not the number.
_GRADE = re.compile(
    r"(?<!\w)(?:loại|hạng|khá|tốt|giỏi|trung bình|cấp|bậc|trình độ|thạc sĩ|thạc sỹ|đại học|cao đẳng|trung cấp|mức|sao"
    r"|tuổi|huyện|tỉnh|xã|hoàn thành|từ|điểm|đạt|được)(?!\w)"
)

_TIMEWORD = re.compile(
    r"\s*(?:năm|tháng|ngày(?! (?:công|lương)(?!\w))|quý|tuần|kỳ|giờ|phút|thế kỷ|tuổi|tết|h(?!\w)|trang|điều|khoản"
    r"|điểm [a-zđ]|chương(?! trình)|bước|mục"
    r"|sao(?!\w)|bậc|hạng|loại|hình thức|nội dung|nhóm nội dung|lĩnh vực|phần)(?!\w)"
)

_ORDINAL = re.compile(
    r"(?:lần thứ|thứ|số|khóa|điều|khoản|mục|phần|quý|tháng|ngày|năm|nhiệm kỳ|giai đoạn|quyết định|kế hoạch"
    r"|nghị quyết|chỉ thị|lớp|khối|cụm|tuần|quận|phường|đợt|hạng|chương|phụ lục|biểu|mẫu|cấp|hộp|nhóm|ban|phòng"
    r"|trang|cả|khu phố|tổ dân phố|thôn|vùng|kv|covid|top|tập|mức độ|nghệ|chuẩn)\s*$"
)

# Words that number a thing, and are acts or sums as well: "cấp 12.000 giấy", "tổng số 1.200 người".
_ALSO_ACTS = re.compile(r"(?:(?<!\w)(?:cấp|nhóm|lớp|tổ|ban|phòng|tập|mục|phần|đợt)|(?:tổng|trong|nâng|đủ|đạt) số)\s*$")

_FAR = re.compile(r"([^.;:,]{0,60}?)(?<!\w)(trở lên|trở xuống)(?!\w)")


@dataclass(slots=True)
class Quantity:
    start: int
    end: int
    comparator: Comparator
    minimum: float | None
    maximum: float | None
    unit: str | None
    is_percent: bool
    is_named: bool = True
    """The unit is a known one."""
    fraction: bool = False


def number(text: str) -> float:
    """Return a number in Vietnamese style: "32.500" is 32500, "56,5" is 56.5, "70.5" is 70.5, "hai" is 2."""
    if text in _WORDS:
        return _WORDS[text]
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def quantity_of(match: re.Match[str], small: str) -> Quantity | None:
    before = small[max(0, match.start("a") - 40) : match.start("a")].rstrip()
    stem = small[max(0, match.start() - 40) : match.start()].rstrip() if match["before"].strip() else before
    percent = match["pct"] is not None or match["pa"] is not None
    if match["a"] in _WORDS and (not LIMITED.search(match["before"]) or _UNCOUNTED.match(small, match.end("a"))):
        return None
    duration = None if percent else _duration(match, small)
    value = number(match["a"])
    if not percent and duration is None:
        numbers = _ORDINAL.search(stem) is not None
        if numbers and _ALSO_ACTS.search(stem):
            numbers = value < 30 and match["b"] is None and "số" not in stem[-4:]
        if numbers or _TIMEWORD.match(small, match.end()):
            return None
    if (
        not percent
        and re.match(r"\s*[/-]\s*\w", small[match.end() : match.end() + 4])
        and not re.match(r"\s*/\s*(?:năm|tháng|quý)", small[match.end() :])
    ):
        return None
    other = number(match["b"]) if match["b"] else None
    if not percent and other is None and match["scale"] is None and 1900 <= value <= 2100 and "." not in match["a"]:
        return None
    end = match.end()
    unit: str | None = None
    named = True
    scale = 1.0
    if percent:
        unit = "%"
    elif duration is not None:
        unit, end = re.sub(r"\s*/\s*", "/", duration[0].strip()), duration[1]
    else:
        rest = small[match.start("scale") if match["scale"] else end :].lstrip()
        at = len(small) - len(rest)
        if money := _MONEY.match(rest):
            unit, end = money[0].strip(), at + money.end()
        else:
            scale = float(_SCALE.get(match["scale"] or "", 1))
            rest = small[end:].lstrip(' "')
            at = len(small) - len(rest)
            if known := _UNIT.match(rest):
                unit, end = re.sub(r"\s*/\s*", "/", known[0].strip()), at + known.end()
            elif other_word := _ANY_UNIT.match(rest):
                unit, end, named = other_word[1].strip(), at + other_word.end(1), False
    fraction = match["of"] is not None
    if fraction and (percent or not named or unit is None or number(match["of"]) < value):
        return None
    upward = re.match(r"\s*(trở lên|trở xuống)(?!\w)", small[end:])
    if upward and match["after"] is None and not percent:
        end += upward.end()
    later = upward[1] if upward and not percent else None
    # "từ 80% chi bộ trở lên", "40 phiên tòa trực tuyến trở lên", but "100% học sinh xếp loại khá trở lên".
    far = _FAR.match(small, end) if later is None and match["b"] is None else None
    if far and ("từ" in match["before"] or (not percent and not _GRADE.search(far[1]))):
        later = far[2]
    value *= scale
    comparator, minimum, maximum = _compare(match, value, other * scale if other is not None else None, later)
    begin = match.start() + len(match[0]) - len(match[0].lstrip())
    return Quantity(begin, end, comparator, minimum, maximum, unit, percent, named, fraction)


def _duration(match: re.Match[str], small: str) -> tuple[str, int] | None:
    """Return a measure of time and where it ends: a rate ("phút/lượt"), or the bound of a time that is measured."""
    time = _DURATION.match(small, match.end())
    if time is None:
        return None
    if rate := _DURATION_PER.match(small, time.end()):
        return small[time.start() : rate.end()], rate.end()
    bounded = match["before"].strip() not in ("", "từ") or re.search(
        r"(?:còn|xuống)\s*$", small[: match.start("a")][-12:]
    )
    if bounded and _MEASURED.search(small, max(0, match.start() - 120), match.start()):
        return time["time"], time.end()
    return None


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
