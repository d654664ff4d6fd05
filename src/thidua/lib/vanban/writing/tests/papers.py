"""Official documents made up: of every type, with every level, tables, long names, stamps, annexes, copies.

`made_up(chance, type_key)` draws one from a `random.Random`; `official_documents()` is the same as a Hypothesis
strategy. All are in the canonical form that `recognize` returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from thidua.lib.vanban.form import DocumentType, TitleBox, type_of, types, wording
from thidua.lib.vanban.model import Cell, Paragraph, Row, Run, Table
from thidua.lib.vanban.official import (
    NOWHERE,
    Annex,
    Capacity,
    Circulation,
    CopyForm,
    CopyMark,
    Level,
    OfficialDocument,
    Passage,
    Piece,
    Secrecy,
    Sheet,
    Signature,
    Urgency,
)

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
_UNITS = ("Văn phòng Sở", "Phòng Nghiệp vụ I", "Thanh tra Sở", "Các sở, ban, ngành", "UBND các xã, phường")
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
_CAPITAL_TITLES = ("MỤC ĐÍCH, YÊU CẦU", "NHIỆM VỤ VÀ GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN", "KINH PHÍ", "QUY ĐỊNH CHUNG")
_HEADINGS = ("Mục đích", "Yêu cầu chung", "Phạm vi điều chỉnh", "Nhiệm vụ trọng tâm", "Trách nhiệm của các đơn vị")
_CONTACT = (
    "Địa chỉ: Số 4 đường Trần Hưng Đạo, phường Xuân Hương, tỉnh Lâm Đồng",
    "Điện thoại: (0263) 3822 123; Fax: (0263) 3822 124; Thư điện tử: snv@lamdong.gov.vn",
)
_Mark = TypeVar("_Mark", Secrecy, Urgency, Circulation)
_BY_ARTICLES = frozenset(("nghi-quyet", "quyet-dinh"))
_BY_CHAPTERS = frozenset(("quy-che", "quy-dinh"))
_BY_LINES = frozenset(("giay-moi", "giay-gioi-thieu", "giay-nghi-phep", "phieu-gui", "phieu-chuyen", "phieu-bao"))
_OF_PARTIES = frozenset(("hop-dong", "ban-ghi-nho", "ban-thoa-thuan"))
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def official_documents(type_key: str | None = None) -> SearchStrategy[OfficialDocument]:
    """Return documents of one type, or of any."""
    keys = st.sampled_from(all_types()) if type_key is None else st.just(type_key)
    return st.builds(made_up, st.randoms(use_true_random=False), keys)


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
        body=_body(chance, kind, keeps_form=keeps_form, mentions=_mention(attachments)),
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
                body=_body(chance, issued, keeps_form=keeps_form),
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


# Bodies


def _body(chance: Random, kind: DocumentType, *, keeps_form: bool, mentions: str = "") -> tuple[Piece, ...]:
    if kind.key in _BY_ARTICLES:
        body = _articles(chance, chance.randint(1, 4))
    elif kind.key in _BY_CHAPTERS:
        body = _chapters(chance)
    elif kind.key in _BY_LINES:
        body = [_text(chance, ".") for _ in range(chance.randint(1, 4))]
    elif kind.key == "de-an":
        body = _parts(chance, in_words=not keeps_form and chance.random() < 0.3)
    else:
        body = _headings(chance)
    if mentions:
        body.append(Passage(Level.TEXT, runs=(Run(mentions),)))
    return (*body, _text(chance, "."))


def _articles(chance: Random, count: int, first: int = 1, *, are_titled: bool = False) -> list[Piece]:
    body: list[Piece] = []
    for place in range(first, first + count):
        label = f"Điều {place}."
        if are_titled or chance.random() < 0.5:
            body.append(Passage(Level.ARTICLE, label, title=chance.choice(_HEADINGS)))
            body += _clauses(chance)
        else:
            body.append(Passage(Level.ARTICLE, label, runs=runs(chance, sentence(chance, "."), looks=False)))
    return body


def _chapters(chance: Random) -> list[Piece]:
    body: list[Piece] = []
    article = 1
    for place in range(chance.randint(1, 3)):
        body.append(Passage(Level.CHAPTER, f"Chương {ROMAN[place]}", title=chance.choice(_CAPITAL_TITLES)))
        for section in range(chance.choice((0, 0, 2))):
            body.append(Passage(Level.SECTION, f"Mục {section + 1}", title=chance.choice(_CAPITAL_TITLES)))
            if chance.random() < 0.3:
                body.append(Passage(Level.SUBSECTION, "Tiểu mục 1", title=chance.choice(_CAPITAL_TITLES)))
            body += _articles(chance, 1, article, are_titled=True)
            article += 1
        count = chance.randint(1, 3)
        body += _articles(chance, count, article, are_titled=True)
        article += count
    return body


def _parts(chance: Random, *, in_words: bool) -> list[Piece]:
    body: list[Piece] = []
    for place in range(2):
        label = f"Phần {('thứ nhất', 'thứ hai')[place] if in_words else ROMAN[place]}"
        body.append(Passage(Level.PART, label, title=chance.choice(_CAPITAL_TITLES)))
        body += _headings(chance)
    return body


def _headings(chance: Random) -> list[Piece]:
    body: list[Piece] = [_text(chance, ".")] if chance.random() < 0.5 else []
    for place in range(chance.randint(1, 4)):
        body.append(Passage(Level.HEADING, f"{ROMAN[place]}.", title=chance.choice(_CAPITAL_TITLES)))
        way = chance.random()
        if way < 0.2:
            body += [_centered(chance)] * (chance.random() < 0.3)
            body.append(sheet(chance))
            body += [sheet(chance)] * (chance.random() < 0.2)
        elif way < 0.4:
            body += [_text(chance, "."), *_items(chance)]
        elif way < 0.5:
            body += [*_clauses(chance), _text(chance, "."), *_clauses(chance)]
        else:
            body += _clauses(chance)
    return body


def _centered(chance: Random) -> Passage:
    """Return a line in the middle: a subtitle."""
    text = chance.choice(("Chỉ tiêu thi đua năm 2026", "BẢNG ĐIỂM THI ĐUA"))
    return Passage(Level.CENTERED, runs=(Run(text, bold=chance.random() < 0.5),))


def _clauses(chance: Random) -> list[Piece]:
    body: list[Piece] = []
    for place in range(chance.randint(1, 4)):
        label = f"{place + 1}."
        if chance.random() < 0.3:
            body.append(Passage(Level.CLAUSE, label, title=chance.choice(_HEADINGS)))
            if chance.random() < 0.3:
                body += [
                    Passage(Level.CLAUSE, f"{place + 1}.{nested + 1}.", runs=runs(chance, sentence(chance, ".")))
                    for nested in range(2)
                ]
            else:
                body.append(_text(chance, "."))
            continue
        below = chance.random()
        body.append(Passage(Level.CLAUSE, label, runs=runs(chance, sentence(chance, ":" if below < 0.5 else "."))))
        if below < 0.3:
            count = chance.choice((2, 3, 4, 7))
            body += [
                Passage(Level.POINT, wording.point_label(point + 1), runs=runs(chance, sentence(chance, ";")))
                for point in range(count)
            ]
        elif below < 0.5:
            body += _items(chance)
    return body


def _items(chance: Random) -> list[Piece]:
    body: list[Piece] = []
    for _ in range(chance.randint(1, 3)):
        body.append(Passage(Level.ITEM, "-", runs=runs(chance, sentence(chance, "."))))
        if chance.random() < 0.3:
            body.append(Passage(Level.ITEM, "+", runs=runs(chance, sentence(chance, ";"))))
    return body


def _text(chance: Random, end: str) -> Passage:
    return Passage(Level.TEXT, runs=runs(chance, sentence(chance, end)))


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


# Tables

_HEADS = (
    "TT",
    "Nội dung công việc",
    "Đơn vị chủ trì",
    "Thời gian thực hiện",
    "Kết quả, sản phẩm",
    "Kinh phí",
    "Ghi chú",
)


def sheet(chance: Random, *, row_count: int | None = None, is_wide: bool | None = None) -> Sheet:
    """Return a table with a head, group rows by quarter now and then, and merged cells."""
    columns = chance.choice((3, 4, 5, 7))
    rows = [Row(tuple(cell(text) for text in _HEADS[:columns]), NOWHERE, is_header=True)]
    is_grouped = chance.random() < 0.5
    count = row_count or chance.randint(2, 12)
    for place in range(count):
        if is_grouped and place % 4 == 0:
            rows.append(group_row(f"Quý {ROMAN[place // 4 % 4]}/2026", columns))
        rows.append(Row(_cells(chance, place + 1, columns), NOWHERE))
    if count >= 4 and not is_grouped and chance.random() < 0.5:
        _merge(rows, 2, 2, 2)
    return Sheet(Table(tuple(rows), NOWHERE), chance.random() < 0.2 if is_wide is None else is_wide)


def _cells(chance: Random, place: int, columns: int) -> tuple[Cell, ...]:
    cells = [
        cell(str(place)),
        Cell(tuple(_cell_paragraph(chance) for _ in range(chance.choice((1, 1, 1, 2))))),
        cell(chance.choice(_UNITS)),
        cell(f"Tháng {chance.randint(1, 12)}"),
        cell(chance.choice(("Kế hoạch", "Báo cáo", "Quyết định khen thưởng"))),
        cell(chance.choice(("12.500.000", "3.000.000", ""))),
        cell(""),
    ]
    return tuple(cells[:columns])


def _cell_paragraph(chance: Random) -> Paragraph:
    return Paragraph(runs(chance, sentence(chance, ".")), NOWHERE)


def cell(text: str) -> Cell:
    return Cell((Paragraph((Run(text),), NOWHERE),) if text else ())


def group_row(text: str, columns: int) -> Row:
    first = Cell((Paragraph((Run(text),), NOWHERE),), column_span=columns)
    return Row((first, *(Cell((), covered=True) for _ in range(columns - 1))), NOWHERE)


def _merge(rows: list[Row], first: int, column: int, count: int) -> None:
    """Merge the cells of a column downward."""
    for place in range(first, first + count):
        cells = list(rows[place].cells)
        top = Cell(cells[column].paragraphs, row_span=count)
        cells[column] = top if place == first else Cell((), covered=True)
        rows[place] = Row(tuple(cells), NOWHERE)
