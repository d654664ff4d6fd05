"""Vietnamese words as read here: one spelling of tones, what names a body, what names an act."""

from __future__ import annotations

import re
from functools import lru_cache

# Tone marks stand on either letter of these vowels in practice; both mean the same.
_TONE_PAIRS = dict(
    pair.split(":")
    for pair in [
        "oà:òa",
        "oá:óa",
        "oả:ỏa",
        "oã:õa",
        "oạ:ọa",
        "oè:òe",
        "oé:óe",
        "oẻ:ỏe",
        "oẽ:õe",
        "oẹ:ọe",
        "uỳ:ùy",
        "uý:úy",
        "uỷ:ủy",
        "uỹ:ũy",
        "uỵ:ụy",
    ]
)
_TONE = re.compile("(?<!q)(?:" + "|".join(_TONE_PAIRS) + r")(?!\w)")
_DASHES = str.maketrans("‐‑‒–—−“”„‟″«»‘’‚‛′", '------"""""""\'\'\'\'\'')
_BASE = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd",
)


@lru_cache(maxsize=8192)
def lower(text: str) -> str:
    """Return text in lower case with one spelling of tones, dashes and quotes, every character in its old place."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return _TONE.sub(lambda match: _TONE_PAIRS[match[0]], small.translate(_DASHES))


def plain(text: str) -> str:
    """Return `lower` without diacritics, every character in its old place."""
    return lower(text).translate(_BASE)


def is_upper(text: str) -> bool:
    """Tell whether the letters of a text are capitals, allowing a slip of the recogniser."""
    ahead = text[:40]
    if sum(map(str.islower, ahead)) * 12 > len(text):
        return False
    letters = [char for char in text if char.isalpha()]
    small = sum(1 for char in letters if char.islower())
    return len(letters) >= 2 and small * 12 <= len(letters)


def starts_lower(text: str) -> bool:
    return bool(text) and text[0].islower()


def starts_upper(text: str) -> bool:
    return bool(text) and text[0].isupper()


# What a body, a part of one, or an office is called. Longer names first where one begins another.
BODY_HEADS = (
    "ủy ban", "ubnd", "hội đồng nhân dân", "hđnd", "ubmttq", "mttq", "mặt trận", "bộ tư lệnh", "bộ chỉ huy",
    "bộ phận", "bộ môn",
    "bộ", "tổng cục", "tổng công ty", "tổng liên đoàn", "tổng hội", "cục", "chi cục", "vụ", "viện", "học viện", "sở",
    "ban",
    "văn phòng", "phòng", "thanh tra", "trung tâm", "trường", "đại học", "bệnh viện", "trạm", "nhà máy", "xí nghiệp",
    "nhà xuất bản", "nhà văn hóa", "thư viện", "bảo tàng", "công ty", "tập đoàn", "doanh nghiệp", "ngân hàng", "quỹ",
    "kho bạc", "cảng vụ", "cảng",
    "bảo hiểm", "bhxh", "tòa án", "tòa", "tand", "viện kiểm sát", "vksnd", "công an", "quân đội", "quân khu", "sư đoàn",
    "trung đoàn", "tiểu đoàn", "đại đội", "hải quan", "thuế", "đảng ủy", "đảng bộ", "đảng đoàn", "chi bộ", "chi ủy",
    "tỉnh ủy",
    "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đoàn ủy", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn",
    "thị đoàn",
    "công đoàn", "cđcs", "cđ", "liên đoàn", "lđlđ", "liên hiệp", "liên minh", "hội đồng", "hđtđkt", "hội",
    "hiệp hội", "đoàn",
    "chi đoàn", "chi hội", "liên chi", "đội", "tổ", "nhóm", "khối", "cụm", "khoa", "báo", "tạp chí", "đài",
    "cổng thông tin",
    "cổng", "cơ quan", "đơn vị", "địa phương", "xã", "phường", "thị trấn", "quận", "huyện", "thị xã", "thành phố",
    "tỉnh", "tp",
    "thôn", "khu phố", "khu dân cư", "tiểu ban", "thường trực", "ban chỉ đạo", "ban tổ chức", "lãnh đạo",
    "thủ trưởng", "giám đốc",
    "phó giám đốc", "hiệu trưởng", "phó hiệu trưởng", "chủ tịch", "phó chủ tịch", "trưởng", "phó trưởng", "bí thư",
    "phó bí thư", "chánh", "phó chánh",
    "tổng giám đốc", "bộ trưởng", "thứ trưởng", "cục trưởng", "vụ trưởng", "chi cục trưởng", "viện trưởng", "chánh án",
    "chánh văn phòng", "tổng biên tập", "người đứng đầu", "cấp ủy", "chính quyền", "đ/c", "đồng chí", "ông", "bà",
    "thầy",
    "cô", "giáo viên", "gvcn", "bgh", "ban giám hiệu", "nhà trường", "hợp tác xã", "htx", "làng", "bản", "ấp",
    "buôn", "kho",
    "nhà hát", "lữ đoàn", "hạt", "vườn quốc gia", "khu", "phân hiệu", "phân xưởng", "chi nhánh", "điểm trường",
    "mạng lưới",
    "ngành", "cá nhân", "tập thể", "toàn thể", "toàn ngành", "các", "những", "mỗi", "từng", "tất cả", "thành viên",
    "tổng phụ trách", "kế toán",
    "cán bộ", "công chức", "viên chức", "người lao động", "đảng viên", "đoàn viên", "hội viên", "học sinh",
    "sinh viên", "ủy viên",
    "ban ngành", "đoàn thể", "tổ chức", "trung ương", "chủ nhiệm", "phụ trách", "p", "bch", "btv", "hội cựu",
    "chuyên viên", "bqt", "hđqt", "điện lực", "bưu điện", "bưu cục", "kiểm lâm", "chi, đảng bộ", "chi, đảng ủy",
)  # fmt: skip
_HEADS = "|".join(sorted((re.escape(head) for head in BODY_HEADS), key=len, reverse=True))
# Words that begin like a head but name no body.
_NO_BODY = (
    r"báo cáo|báo động|ban hành|hội (?:nghị|thi|thảo|diễn|thao|trại|chợ|trường)|đoàn kết|đội ngũ|khu vực|khối lượng"
    r"|xã hội|trường hợp|thành phần|thành tích|phòng,? (?:chống|ngừa|cháy|bệnh)|vụ việc|vụ án"
    r"|trưởng thành|cổng chào|bản (?:tin|thân|sao|đồ|đăng ký|cam kết|chất|sắc|lĩnh)|cụm từ|bộ (?:tiêu chí|luật|máy"
    r"|hồ sơ|thủ tục|câu hỏi|chỉ số)|viện (?:dẫn|trợ)|kho tàng|tổ chức(?!\s+(?:đảng|cơ sở|đoàn(?! kết)|công đoàn"
    r"|hội(?! (?:nghị|thi|thảo|diễn|thao|trại|chợ|họp|đàm))"
    r"|chính trị|đoàn thể|thành viên|xã hội))"
    r"|đài (?:thọ|hoa)|thuế (?:suất|thu)|khối thi đua .{0,20}là|địa phương hóa|khu di tích|bản ghi|tỉnh táo"
    r"|quỹ (?:đất|đạo)|phòng truyền thống|cô đọng|bà con|sở hữu|công đoàn phí|ngành nghề|trường tồn|cá nhân hóa"
    r"|khoa học|khoa giáo|bản quyền|hạt nhân"
)
HEAD = re.compile(rf"(?!(?:{_NO_BODY})(?!\w))(?:{_HEADS})(?!\w)")

# Heads that begin a line of a letterhead; looser ones ("các", "cán bộ") do not.
_LETTERHEAD_LOOSE = {
    "các", "những", "mỗi", "từng", "tất cả", "tỉnh", "huyện", "xã", "phường", "thị trấn", "quận", "thị xã",
    "thành phố", "tp",
    "trung ương", "địa phương", "tổ chức", "khoa", "đơn vị", "ngành", "cá nhân", "tập thể", "toàn thể", "toàn ngành",
    "p", "tổ",
    "lãnh đạo", "chính quyền", "đoàn thể", "thuế", "kho", "khu", "bản", "làng", "thường trực", "quân đội",
    "thành viên", "cơ quan", "bộ môn",
    "người lao động", "cán bộ", "công chức", "viên chức", "đội", "trưởng", "kế toán", "nhóm", "thôn", "ban ngành",
}  # fmt: skip
LETTERHEAD_HEAD = re.compile(
    "(?:"
    + "|".join(sorted((re.escape(head) for head in BODY_HEADS if head not in _LETTERHEAD_LOOSE), key=len, reverse=True))
    + r")(?!\w)"
)

# Bare kinds of bodies and people, as they stand enumerated after "các".
_KINDS = (
    "tổng cục", "chi cục", "cục", "vụ", "viện", "sở", "ban ngành", "ban", "ngành", "phòng", "bộ phận", "đơn vị",
    "cơ quan",
    "địa phương", "đoàn thể", "hội đoàn thể", "hội", "tổ chức", "doanh nghiệp", "xã", "phường", "thị trấn", "huyện",
    "thị xã", "thành phố",
    "tp", "t.p", "tx", "tt", "quận", "tỉnh", "thôn", "ấp", "bản", "làng", "khu phố", "tổ dân phố", "khoa",
    "trung tâm", "trường",
    "tổ", "đội", "nhóm", "cụm", "khối", "chi bộ", "đảng bộ", "chi đoàn", "chi hội", "đoàn", "huyện ủy", "thành ủy",
    "thị ủy", "quận ủy", "đảng ủy",
    "bộ", "báo", "đài", "văn phòng", "thanh tra", "trạm", "bệnh viện", "công ty", "chi nhánh", "bộ môn", "cá nhân",
    "tập thể", "đặc khu",
    "cán bộ", "công chức", "viên chức", "người lao động", "công nhân", "đảng viên", "đoàn viên", "hội viên",
    "giáo viên", "nhân viên", "học sinh",
    "cấp", "cơ sở", "học viện", "đại học", "tập đoàn", "tổng công ty", "nhà máy", "xí nghiệp", "phân xưởng",
    "liên đoàn", "hiệp hội", "mttq", "lực lượng", "cảng vụ", "thành đoàn", "huyện đoàn", "thị đoàn", "quận đoàn",
    "chi ủy",
)  # fmt: skip
_KIND = "|".join(sorted((re.escape(kind) for kind in _KINDS), key=len, reverse=True))
_KIND += r"|(?<!\w)(?:thành|thị)(?=\s*(?:,|$))(?<!hoàn thành)"  # "các huyện, thị, thành đoàn": levels cut short
KIND_START = re.compile(rf"(?:{_KIND})(?!\w)")
BARE_KIND = re.compile(rf"(?:(?:{_KIND})(?:\s*(?:/|-)\s*(?:{_KIND}))?)\s*$")
PLURAL = re.compile(r"(?<!\w)(?:các|những|mỗi|từng|tất cả các|toàn thể)\s+")
LEVEL_START = re.compile(r"(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tp|tx|tt|quận|tỉnh|thôn|ấp|bản|đặc khu)(?!\w)")
LEVEL_END = re.compile(r"(?<!\w)(?:xã|phường|thị trấn|huyện|thị xã|thành phố|quận|thôn|ấp|cấp huyện|cấp xã)$")

# Acts that follow the name of who does them; written small where the name writes its words large.
_ACTS = (
    "chủ trì", "phối hợp", "chịu trách nhiệm", "có trách nhiệm", "có nhiệm vụ", "theo dõi", "tham mưu", "xây dựng",
    "tổ chức", "triển khai",
    "hướng dẫn", "thực hiện", "đăng tải", "tổng hợp", "bố trí", "căn cứ", "chủ động", "tích cực", "làm đầu mối",
    "là đầu mối", "là cơ quan", "là đơn vị", "là bộ phận", "là thường trực", "là người", "đầu mối",
    "báo cáo", "tuyên truyền", "kiểm tra", "đôn đốc", "chỉ đạo", "phát động", "ban hành", "xác định", "đề ra", "lập",
    "rà soát", "thẩm định", "đề xuất",
    "đảm bảo", "bảo đảm", "cân đối", "quán triệt", "phổ biến", "giám sát", "vận động", "đăng ký", "gửi", "nộp",
    "hoàn thành", "chuẩn bị", "cử",
    "tăng cường", "đẩy mạnh", "tiếp tục", "tập trung", "thường xuyên", "kịp thời", "nghiêm túc", "trực tiếp", "giúp",
    "tiếp nhận", "cung cấp", "hỗ trợ",
    "tham gia", "hưởng ứng", "quản lý", "sử dụng", "trình", "giới thiệu", "phát hiện", "lựa chọn", "bình xét", "xét",
    "xem xét", "đánh giá", "nghiên cứu",
    "cụ thể hóa", "lãnh đạo", "phụ trách", "thông tin", "đưa tin", "mở", "viết", "dự trù", "dự toán",
    "thanh quyết toán", "theo chức năng",
    "có kế hoạch", "có văn bản", "được giao", "sơ kết", "tổng kết", "phân công", "thành lập", "đề nghị", "yêu cầu",
    "thông báo", "giao", "tiến hành", "khẩn trương",
    "lồng ghép", "duy trì", "nâng cao", "khai thác", "in ấn", "dựa trên", "dựa vào", "trên cơ sở", "phân bổ",
    "cập nhật", "vận hành", "gắn", "nêu cao", "động viên",
    "tạo điều kiện", "kiến nghị", "bám sát", "công bố", "trao", "chấm", "biểu dương", "khen thưởng", "lấy ý kiến",
    "ký kết", "ký", "đóng góp", "phản ánh", "tự", "làm",
    "hằng tháng", "hằng quý", "hằng năm", "hàng tháng", "hàng quý", "hàng năm", "định kỳ", "bổ sung", "huy động",
    "khảo sát", "chủ trương", "quyết định", "phê duyệt", "thống nhất", "thống kê", "sẽ", "phải", "cần", "có",
    "giữ gìn", "giữ vững", "chăm lo", "hoàn thiện", "biên soạn", "kiện toàn", "ra quân", "xử lý", "giải quyết", "đưa",
    "dành", "nắm", "nhân rộng", "khắc phục", "thẩm tra", "chấn chỉnh", "bàn giao", "tiếp thu", "cấp phát",
)  # fmt: skip
ACT = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted((re.escape(act) for act in _ACTS), key=len, reverse=True)) + r")(?!\w)"
)
