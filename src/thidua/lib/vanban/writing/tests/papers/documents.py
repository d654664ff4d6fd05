"""Made-up papers by their parts: letterhead, signatures, recipients, stamps, annexes, copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from thidua.lib.vanban.form import DocumentType, TitleBox, type_of, types, wording
from thidua.lib.vanban.official import (
    Annex,
    Capacity,
    Circulation,
    CopyForm,
    CopyMark,
    Level,
    OfficialDocument,
    Passage,
    Secrecy,
    Signature,
    Urgency,
)
from thidua.lib.vanban.writing.tests.papers.bodies import made_up_body
from thidua.lib.vanban.writing.tests.papers.tables import sheet
from thidua.lib.vanban.writing.tests.papers.words import ROMAN, runs, sentence

_BODIES = (
    ("", "SỞ NỘI VỤ", "SNV", "Sở Nội vụ"),
    ("ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG", "SỞ NỘI VỤ", "SNV", "Sở Nội vụ tỉnh Lâm Đồng"),
    ("UBND TỈNH THANH HÓA", "BAN THI ĐUA - KHEN THƯỞNG", "BTĐKT", "Ban Thi đua - Khen thưởng"),
    ("", "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK", "UBND", "Ủy ban nhân dân tỉnh Đắk Lắk"),
    ("BỘ NỘI VỤ", "BAN THI ĐUA - KHEN THƯỞNG TRUNG ƯƠNG", "BTĐKT", "Ban Thi đua - Khen thưởng Trung ương"),
    (
        "BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        "VIỆN KHOA HỌC KỸ THUẬT NÔNG LÂM NGHIỆP MIỀN NÚI PHÍA BẮC VÀ TÂY NGUYÊN",
        "VNLN",
        "Viện Khoa học kỹ thuật nông lâm nghiệp",
    ),
)
_PLACES = ("Hà Nội", "Lâm Đồng", "Thành phố Hồ Chí Minh", "Đắk Lắk", "Phường Điện Biên Phủ", "Thanh Hóa")
_NAMES = ("Nguyễn Văn An", "Trần Thị Bích Ngọc", "Lê Hoàng Phước", "Phạm Thị Ngữ", "Đỗ Ưng Thuận", "Y Kông Êban")
_OFFICES = (
    Signature("GIÁM ĐỐC", "Nguyễn Văn An"),
    Signature("PHÓ GIÁM ĐỐC", "Trần Thị Bích Ngọc", Capacity.DEPUTY, "GIÁM ĐỐC"),
    Signature("CHỦ TỊCH", "Lê Hoàng Phước", Capacity.COLLECTIVE, "ỦY BAN NHÂN DÂN"),
    Signature("CHÁNH VĂN PHÒNG", "Phạm Thị Ngữ", Capacity.ORDER, "GIÁM ĐỐC"),
    Signature("TRƯỞNG PHÒNG THI ĐUA", "Đỗ Ưng Thuận", Capacity.DELEGATED, "GIÁM ĐỐC"),
    Signature("GIÁM ĐỐC", "Vũ Đình Khải", Capacity.ACTING),
    Signature(
        "CHỦ TỊCH", "Hoàng Thị Ý", Capacity.COLLECTIVE, "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", "Phó Giám đốc Sở Nội vụ"
    ),
)
_RECIPIENTS = (
    "Như Điều 3",
    "Ban Thi đua - Khen thưởng Trung ương (để báo cáo)",
    "Thường trực Tỉnh ủy, Hội đồng nhân dân tỉnh",
    "Chủ tịch và các Phó Chủ tịch Ủy ban nhân dân tỉnh",
    "Các sở, ban, ngành, đoàn thể cấp tỉnh",
    "Ủy ban nhân dân các xã, phường, đặc khu",
    "Hội đồng Thi đua - Khen thưởng tỉnh",
    "Báo và Phát thanh, Truyền hình tỉnh",
    "Cổng thông tin điện tử Sở",
    "Giám đốc, các Phó Giám đốc Sở",
    "Các phòng, đơn vị thuộc Sở",
)
_ADDRESSEES = ("Bộ Nội vụ", "Ủy ban nhân dân tỉnh Lâm Đồng", "Các sở, ban, ngành thuộc tỉnh", "Hội Nông dân tỉnh")
_BASES = (
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ về thi đua, khen thưởng",
    "Căn cứ Quyết định số 15/2025/QĐ-UBND ngày 20 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh",
    "Theo đề nghị của Trưởng phòng Thi đua - Khen thưởng",
)
_TITLES = (
    "Tổ chức phong trào thi đua yêu nước năm 2026",
    "Về công tác thi đua, khen thưởng sáu tháng cuối năm",
    (
        "Về việc tặng danh hiệu “Lao động tiên tiến” và Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc "
        "trong phong trào thi đua chào mừng Đại hội đại biểu toàn quốc lần thứ XIV của Đảng"
    ),
    "Xét khen thưởng năm 2025",
)
_SUBJECTS = ("đôn đốc nộp hồ sơ khen thưởng năm 2026", "lấy ý kiến góp ý dự thảo quy chế thi đua, khen thưởng")
_CONTACT = (
    "Địa chỉ: Số 4 đường Trần Hưng Đạo, phường Xuân Hương, tỉnh Lâm Đồng",
    "Điện thoại: (0263) 3822 123; Fax: (0263) 3822 124; Thư điện tử: snv@lamdong.gov.vn",
)
_Mark = TypeVar("_Mark", Secrecy, Urgency, Circulation)
_OF_PARTIES = frozenset(("hop-dong", "ban-ghi-nho", "ban-thoa-thuan"))


def all_types() -> Sequence[str]:
    """Return the keys of all types."""
    return tuple(kind.key for kind in types())


def made_up(chance: Random, type_key: str, *, keeps_form: bool = False) -> OfficialDocument:
    """Return a document of a type; `keeps_form` leaves out what offices write and the Decree does not want."""
    kind = type_of(type_key)
    parent, issuer, agency, spoken = chance.choice(_BODIES)
    symbol = wording.symbol_of(type_key, agency=agency, unit=chance.choice(("", "VP", "NVTĐ")))
    is_issued = chance.random() < 0.8
    number = chance.choice((1, 5, 9, 10, 47, 312, 1024)) if is_issued else None
    issued_on = date(2025, 1, 1) + timedelta(days=chance.randrange(700)) if is_issued else None
    year = None if is_issued or chance.random() < 0.5 else 2026
    reference = wording.annex_reference(
        kind.name, number=number, symbol=symbol, issued_on=issued_on, issuer=spoken, blank=number is None
    )
    attachments = _attachments(chance, kind, reference, keeps_form=keeps_form)
    return OfficialDocument(
        type_key=type_key,
        issuer=issuer,
        title=_title(chance, kind),
        parent=parent,
        number=number,
        symbol=symbol,
        place=chance.choice(_PLACES) if kind.has_place_and_date else "",
        issued_on=issued_on if kind.has_place_and_date else None,
        authority_line=_authority(chance, kind),
        addressees=_addressees(chance, kind),
        legal_bases=_bases(chance, kind),
        order_word=kind.order_word,
        body=made_up_body(chance, kind, keeps_form=keeps_form, mentions=_mention(attachments)),
        signatures=_signatures(chance, kind),
        recipients=_recipients(chance),
        drafter=chance.choice(("", "", "NVA.(300)", "PL.(30)")),
        contact=_CONTACT if kind.title_box is TitleBox.UNDER_NUMBER and chance.random() < 0.4 else (),
        secrecy=_maybe(chance, Secrecy, 0.1),
        urgency=_maybe(chance, Urgency, 0.15),
        circulation=_maybe(chance, Circulation, 0.1),
        attachments=attachments,
        copy=_copy(chance, agency, spoken.upper()) if chance.random() < 0.08 else None,
        year=year if kind.has_place_and_date else None,
        month=chance.choice((None, 2, 11)) if year and kind.has_place_and_date else None,
    )


def _maybe(chance: Random, choices: type[_Mark], share: float) -> _Mark | None:
    return chance.choice(list(choices)) if chance.random() < share else None


def _title(chance: Random, kind: DocumentType) -> str:
    if not kind.has_abstract:
        return ""
    return chance.choice(_SUBJECTS if kind.title_box is TitleBox.UNDER_NUMBER else _TITLES)


def _authority(chance: Random, kind: DocumentType) -> str:
    if kind.has_authority_line:
        return chance.choice(("GIÁM ĐỐC SỞ NỘI VỤ", "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG"))
    return "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH" if kind.key == "cong-dien" else ""


def _addressees(chance: Random, kind: DocumentType) -> tuple[str, ...]:
    if not kind.addressing:
        return ()
    count = chance.choice((1, 1, 2, 4))
    return _ADDRESSEES[:count]


def _bases(chance: Random, kind: DocumentType) -> tuple[str, ...]:
    if kind.order_word:
        return _BASES[-chance.randint(1, 4) :]
    return _BASES[: chance.choice((0, 0, 1, 3))] if kind.sample == "1.4" else ()


def _signatures(chance: Random, kind: DocumentType) -> tuple[Signature, ...]:
    if kind.signers:
        first, second = chance.sample(_NAMES, 2)
        return tuple(Signature(title, name) for title, name in zip(kind.signers, (first, second), strict=True))
    if kind.key in _OF_PARTIES and chance.random() < 0.5:
        first, second = chance.sample(_NAMES, 2)
        return (Signature("ĐẠI DIỆN BÊN A", first), Signature("ĐẠI DIỆN BÊN B", second))
    return (chance.choice(_OFFICES),)


def _recipients(chance: Random) -> tuple[str, ...]:
    count = chance.choice((1, 2, 3, 3, 5, 11))
    return (*_RECIPIENTS[:count], chance.choice(("Lưu: VT", "Lưu: VT, TĐKT", "Lưu: VT, NVĐP (3)")))


def _copy(chance: Random, agency: str, issuer: str) -> CopyMark:
    form = chance.choice(list(CopyForm))
    return CopyMark(
        form=form,
        issuer=issuer,
        symbol=wording.copy_symbol(form, agency=agency),
        signature=Signature("CHÁNH VĂN PHÒNG", chance.choice(_NAMES), Capacity.ORDER, "GIÁM ĐỐC"),
        number=chance.randint(1, 40),
        place=chance.choice(_PLACES),
        issued_on=date(2026, 2, 1) + timedelta(days=chance.randrange(300)),
        recipients=("Như trên", "Lưu: VT"),
    )


def _mention(attachments: Sequence[Annex | OfficialDocument]) -> str:
    """Return the sentence that points to annexes."""
    return "Chi tiết tại Phụ lục kèm theo." if any(isinstance(each, Annex) for each in attachments) else ""


def _attachments(
    chance: Random, kind: DocumentType, reference: str, *, keeps_form: bool
) -> tuple[Annex | OfficialDocument, ...]:
    if kind.key == "quyet-dinh" and chance.random() < 0.3:
        parent, issuer, _, _ = chance.choice(_BODIES)
        issued = type_of(chance.choice(("quy-che", "quy-dinh", "ke-hoach")))
        return (
            OfficialDocument(
                type_key=issued.key,
                issuer=issuer,
                parent=parent,
                title=_title(chance, issued),
                reference=reference,
                body=made_up_body(chance, issued, keeps_form=keeps_form),
            ),
        )
    count = chance.choice((0, 0, 0, 1, 2, 3))
    return tuple(
        Annex(
            title=chance.choice(("DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG", "BIỂU TỔNG HỢP CHỈ TIÊU THI ĐUA")),
            label=ROMAN[place] if count > 1 else "",
            reference=reference,
            body=(
                sheet(chance)
                if chance.random() < 0.7
                else Passage(Level.TEXT, runs=runs(chance, sentence(chance, "."))),
            ),
        )
        for place in range(count)
    )
