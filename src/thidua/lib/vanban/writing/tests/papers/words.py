"""The words of made-up papers, as offices write them."""

from __future__ import annotations

from random import Random

from thidua.lib.vanban.model import Run

_VERBS = (
    "Tổ chức phát động",
    "Triển khai thực hiện",
    "Hướng dẫn, đôn đốc",
    "Kiểm tra, giám sát",
    "Sơ kết, tổng kết",
    "Tham mưu xây dựng",
    "Đẩy mạnh tuyên truyền",
    "Rà soát, bổ sung",
)
_OBJECTS = (
    "phong trào thi đua yêu nước năm 2026",
    "công tác khen thưởng đột xuất cho người lao động trực tiếp",
    "quy chế xét tặng danh hiệu “Chiến sĩ thi đua cơ sở”",
    "hồ sơ đề nghị tặng Huân chương Lao động hạng Ba",
    "việc nhân rộng điển hình tiên tiến trên 80% đơn vị",
    "các chỉ tiêu về cải cách hành chính, chuyển đổi số",
    "nội dung ký kết giao ước thi đua giữa các khối, cụm",
)
_ENDS = (
    "trong toàn tỉnh",
    "tại các cơ quan, đơn vị trực thuộc",
    "bảo đảm công khai, chính xác, kịp thời",
    "gắn với việc thực hiện nhiệm vụ chính trị được giao",
    "theo quy định của Luật Thi đua, khen thưởng",
    "trước ngày 30 tháng 11 năm 2026",
)
CAPITAL_TITLES = ("MỤC ĐÍCH, YÊU CẦU", "NHIỆM VỤ VÀ GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN", "KINH PHÍ", "QUY ĐỊNH CHUNG")
HEADINGS = ("Mục đích", "Yêu cầu chung", "Phạm vi điều chỉnh", "Nhiệm vụ trọng tâm", "Trách nhiệm của các đơn vị")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def sentence(chance: Random, end: str) -> str:
    """Return a sentence as offices write them."""
    words = [chance.choice(_VERBS), chance.choice(_OBJECTS)]
    for _ in range(chance.choice((1, 1, 2, 5))):
        words.append(chance.choice(_ENDS))
    return ", ".join((" ".join(words[:2]), *words[2:])) + end


def runs(chance: Random, text: str, *, looks: bool = True) -> tuple[Run, ...]:
    """Return a text, now and then with some words in the middle bold, italic or underlined."""
    words = text.split(" ")
    if not looks or chance.random() < 0.85 or len(words) < 6:
        return (Run(text),)
    middle = chance.choice(
        ({"bold": True}, {"italic": True}, {"underline": True}, {"superscript": True}, {"bold": True, "italic": True})
    )
    return (
        Run(" ".join(words[:2]) + " "),
        Run(" ".join(words[2:4]) + " ", **middle),
        Run(" ".join(words[4:])),
    )
