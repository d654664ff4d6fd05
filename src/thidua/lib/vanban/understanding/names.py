"""Names of people as signatures print them."""

from __future__ import annotations

import re

from thidua.lib.vanban.understanding.words import is_upper, lower

POSITION = re.compile(
    r"(?:(?:q|quyền)\.?\s+)?(?:phó\s+|tổng\s+|phó tổng\s+)?(?:giám đốc|chủ tịch|trưởng|chánh|hiệu trưởng|bí thư"
    r"|bộ trưởng|thứ trưởng|cục trưởng|chi cục trưởng|vụ trưởng"
    r"|tổng cục trưởng|viện trưởng|đội trưởng|tổ trưởng|trạm trưởng|thủ trưởng|chỉ huy|chính ủy|chính trị viên"
    r"|biên tập|chủ nhiệm|ủy viên|thường trực|hạt trưởng|khối trưởng|cụm trưởng"
    r"|viện|thanh tra|tổng thư ký|thư ký|người lập|tư lệnh|thẩm phán|kiểm sát|hội trưởng|thủ tướng|trưởng ban"
    r"|phụ trách|đại diện)(?!\w)"
)


_SURNAMES = frozenset(
    [
        "nguyễn",
        "trần",
        "lê",
        "phạm",
        "hoàng",
        "huỳnh",
        "phan",
        "vũ",
        "võ",
        "đặng",
        "bùi",
        "đỗ",
        "hồ",
        "ngô",
        "dương",
        "lý",
        "đinh",
        "đoàn",
        "lương",
        "trương",
        "trịnh",
        "mai",
        "đào",
        "cao",
        "lâm",
        "tô",
        "tạ",
        "chu",
        "châu",
        "hà",
        "quách",
        "vương",
        "phùng",
        "la",
        "thái",
        "tống",
        "doãn",
        "nông",
        "triệu",
        "ma",
        "lò",
        "lường",
        "quàng",
        "cầm",
        "bế",
        "hứa",
        "hoàng",
        "mạc",
        "kiều",
        "văn",
        "thạch",
        "danh",
        "kim",
        "sơn",
        "lưu",
        "từ",
        "tăng",
        "nghiêm",
        "cù",
        "khổng",
        "giàng",
        "sùng",
        "vàng",
        "lầu",
        "thào",
        "mùa",
        "tòng",
        "điêu",
        "vi",
        "hồng",
        "ka",
        "k'",
        "y",
        "h'",
        "đàm",
        "bạch",
        "khúc",
        "tôn",
        "thân",
        "âu",
        "diệp",
        "phí",
        "viên",
        "ninh",
        "ông",
        "thiều",
        "chử",
        "giáp",
        "lã",
        "lại",
        "lục",
        "mã",
        "nhâm",
        "quản",
        "thẩm",
        "tiêu",
        "trà",
        "ưng",
        "xa",
        "hầu",
        "đồng",
        "bàn",
        "phàn",
        "chảo",
        "tẩn",
        "lù",
        "hoa",
        "cồ",
        "cấn",
        "công",
        "đậu",
        "lều",
        "nhữ",
        "bá",
        "mông",
    ]
)


_NAME_WORD = re.compile(r"[A-ZĐÀ-Ỹ][\w'’]*\.?|[A-ZĐ]\.|Y|H['’]\w+|K['’]\w+")


_TITLE_PREFIX = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|Ths|BS|BSCK\w*|CKII?|CN|KS|Ds|DS|LS|TTND|TTƯT|NGƯT|NGND|NSƯT|Dr|Đại tá|Thượng tá|Trung tá"
    r"|Thiếu tá|Thiếu tướng|Trung tướng|Đại úy)[\s.,]*)+"
)


def is_name(text: str) -> float:
    """Return how surely a line is the name of a person: 0, 0.6, 0.8 or 0.95."""
    text = _TITLE_PREFIX.sub("", text.strip(" *.,-")).strip()
    words = text.split()
    if (
        not 2 <= len(words) <= 6
        or any(char.isdigit() for char in text)
        or not all(_NAME_WORD.fullmatch(word) for word in words)
    ):
        return 0.0
    surname = lower(words[0]) in _SURNAMES
    if is_upper(text):
        return 0.8 if surname and not POSITION.match(lower(text)) else 0.0
    return 0.95 if surname else 0.6
