"""What a paper lacks before it may be handed in, signed or numbered: each as a sentence with its box in the Decree."""

from __future__ import annotations

from thidua.lib.vanban.form import Addressing, type_of
from thidua.lib.vanban.official import OfficialDocument


def missing_parts(paper: OfficialDocument) -> tuple[str, ...]:
    """Return what is missing, in the order of the page (Phụ lục I, Phần I, Mục IV)."""
    kind = type_of(paper.type_key)
    lacks = (
        (not paper.issuer, "Chưa có tên cơ quan ban hành (ô số 2)."),
        (not paper.symbol, "Chưa có ký hiệu (ô số 3)."),
        (kind.has_place_and_date and not paper.place, "Chưa có địa danh (ô số 4)."),
        (kind.has_abstract and not paper.title, "Chưa có trích yếu (ô số 5)."),
        (kind.addressing is not Addressing.NONE and not paper.addressees, "Chưa ghi “Kính gửi” (ô số 9a)."),
        (kind.has_authority_line and not paper.authority_line, "Chưa có dòng thẩm quyền ban hành (ô số 6)."),
        (not paper.body, "Chưa có nội dung (ô số 6)."),
        (not any(one.position for one in paper.signatures), "Chưa có chức vụ của người ký (ô số 7a)."),
        (not any(one.name for one in paper.signatures), "Chưa có họ và tên người ký (ô số 7b)."),
        (not paper.recipients, "Chưa có “Nơi nhận” (ô số 9b)."),
    )
    return tuple(sentence for is_missing, sentence in lacks if is_missing)
