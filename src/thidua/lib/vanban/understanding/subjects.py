"""Who acts in a sentence: the name it begins with, up to its verb."""

from __future__ import annotations

import re

from thidua.lib.vanban.understanding.passages import Passage
from thidua.lib.vanban.understanding.units import begins_unit
from thidua.lib.vanban.understanding.words import ACT, HEAD, PLURAL, lower

_CHARGE = re.compile(
    r"(?:(?:đề nghị|yêu cầu|giao(?:\s+cho)?|phân công|ủy quyền(?:\s+cho)?|mời|trân trọng đề nghị|kính đề nghị"
    r"|trách nhiệm của|nhiệm vụ của|đối với|riêng|đồng thời,?)\s+)+"
)
_CONDITION = re.compile(
    r"^(?:(?:căn cứ|trên cơ sở|dựa vào|để|nhằm|trong quá trình|hằng|hàng|định kỳ|theo|từ|nếu"
    r"|khi)(?!\w)[^,]{3,160},\s+){1,3}"
)
_SUBORDINATE = re.compile(
    r"(?<!\w)(?:khi|nếu|do|để|mà|được|bị|không|đã|nào|cho|về|của|(?<!trực )thuộc|tại|trong|với|bằng|theo|từ|nhằm|qua"
    r"|các|những|mỗi|từng|cấp|công tác|việc|về việc)$"
)
# Kinds that an act written small behind them may still name: "Phòng tổ chức", "Tổ kiểm tra", "Ban chỉ đạo".
_GENERIC = frozenset(
    [
        "phòng",
        "ban",
        "tổ",
        "đội",
        "nhóm",
        "vụ",
        "cục",
        "sở",
        "bộ",
        "khoa",
        "đoàn",
        "hội",
        "các",
        "trạm",
        "văn",
        "bộ-phận",
    ]
) | {
    "bộ phận",
    "văn phòng",
    "tiểu ban",
    "trung tâm",
    "hội đồng",
    "thường trực",
    "cơ quan",
    "đơn vị",
    "người",
    "cán bộ",
    "chuyên viên",
}
_NO_NAME = re.compile(
    r"(?<!\w)(?:chủ trì|phối hợp|chịu trách nhiệm|có trách nhiệm|theo dõi|tham mưu|bảo đảm|đảm bảo|bố trí|chuẩn bị"
    r"|đôn đốc|xây dựng|triển khai|thực hiện|gửi|nộp|báo cáo|lập|cử|đăng ký|ban hành|trình|rà soát|là đầu mối"
    r"|là cơ quan|phát động|chủ động|cân đối|cung cấp|đăng tải|có nhiệm vụ)(?!\w)"
)
_PEOPLE_ACTS = re.compile(r"(?<!\w)(?:chủ trì|phối hợp|chịu trách nhiệm|có trách nhiệm)(?!\w)")


def charged(passage: Passage) -> Passage:
    """Return a title or phrase without "Đối với", "Đề nghị", "Giao", "Trách nhiệm của" before the name."""
    match = _CHARGE.match(lower(passage.text))
    return passage.cut(match.end()) if match else passage


def says_act(text: str) -> bool:
    """Tell whether a text says what is to be done, in a word that stands in no name."""
    return any(text[match.start()].islower() for match in _NO_NAME.finditer(lower(text)))


def own_subject(passage: Passage) -> tuple[Passage, int] | None:
    """Return the name a sentence begins with and where its verb stands, or None when it names nobody.

    The verb is written small: "Vụ Tổ chức cán bộ tổng hợp …" acts from "tổng hợp" on. A bare kind ("Phòng tổ chức …")
    is not yet a name.
    """
    text = passage.text
    small = lower(text[:700])
    start = 0
    if condition := _CONDITION.match(small):
        start = condition.end()
    if charge := _CHARGE.match(small[start:]):
        start += charge.end()
    if not begins_unit(text[start : start + 60]):
        return None
    capital = text[start : start + 1].isupper() or not text[start : start + 1].isalpha()
    if not capital and not charge and not (start and PLURAL.match(small[start:])):
        return None
    for match in ACT.finditer(small, start + 2):
        begin = match.start()
        if text[begin].isupper():
            continue
        before = small[start:begin].rstrip()
        if before.count("(") > before.count(")") or before.endswith(("trật", "trình", "thứ")):
            continue
        if re.search(r"[.:]\s", before) or len(before) > 330:
            return None
        if ";" in before and not all(begins_unit(part) for part in before.split(";")):
            return None
        head = HEAD.match(before)
        bare = head is not None and head.end() == len(before) and before in _GENERIC
        people = _PEOPLE_ACTS.match(small[begin:])
        if bare and _NO_NAME.match(small[begin:]) is None:
            continue
        if before.endswith(",") and people is None:
            return None
        if _SUBORDINATE.search(before) or before.endswith(" và"):
            continue
        name = before.rstrip(" ,")
        if not capital and PLURAL.search(name) is None and not any(map(str.isupper, text[start:begin])):
            return None  # "Phân công lãnh đạo theo dõi …": no one in particular
        return passage.cut(start, start + len(name)), begin
    return None
