"""Documents in the right form, to plant faults in; and a Word file opened for planting."""

from __future__ import annotations

from datetime import date
from functools import cache

from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import (
    Annex,
    Capacity,
    Circulation,
    CopyForm,
    CopyMark,
    Level,
    OfficialDocument,
    Passage,
    Signature,
    Urgency,
)
from thidua.lib.vanban.writing.docx import write_docx

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def passage(level: Level, label: str = "", text: str = "", *, title: str = "") -> Passage:
    return Passage(level, label, title, (Run(text),) if text else ())


REFERENCE = "(Kèm theo Kế hoạch số 05/KH-SNV ngày 05 tháng 01 năm 2026 của Sở Nội vụ)"

PLAN = OfficialDocument(
    "ke-hoach",
    "Sở Nội vụ",
    "Phát động phong trào thi đua yêu nước năm 2026",
    parent="UBND tỉnh Hải Sơn",
    number=5,
    symbol="KH-SNV",
    place="Hải Sơn",
    issued_on=date(2026, 1, 5),
    legal_bases=(
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi hành Luật",
        "Theo đề nghị của Trưởng phòng Thi đua",
    ),
    body=(
        passage(Level.HEADING, "I.", title="Mục đích"),
        passage(Level.CLAUSE, "1.", "Đẩy mạnh phong trào theo điểm a khoản 2 Điều 3 Luật này."),
        passage(Level.POINT, "a)", "Các phòng thuộc Sở tham gia."),
        passage(Level.POINT, "b)", "Các đơn vị trực thuộc tham gia."),
        passage(Level.POINT, "c)", "Các xã của tỉnh Nam Định gửi đăng ký."),
        passage(Level.POINT, "d)", "Các hội tham gia."),
        passage(Level.POINT, "đ)", "Các doanh nghiệp tham gia."),
        passage(Level.POINT, "e)", "Các trường tham gia."),
        passage(Level.CLAUSE, "2.", "Biểu dương kịp thời điển hình tiên tiến."),
        passage(Level.CLAUSE, "3.", "Phân công việc theo Phụ lục I và Phụ lục II kèm theo Kế hoạch này."),
        passage(Level.HEADING, "II.", title="Tổ chức thực hiện"),
        passage(Level.TEXT, "", "Các phòng, đơn vị thực hiện các việc sau:"),
        passage(Level.ITEM, "-", "Đăng ký thi đua trước ngày 31 tháng 01 năm 2026;"),
        passage(Level.ITEM, "-", "Báo cáo kết quả hằng quý."),
        passage(Level.TEXT, "", "Giám đốc Sở giao Văn phòng theo dõi việc thực hiện."),
    ),
    signatures=(Signature("Phó Giám đốc", "Nguyễn Văn An", Capacity.DEPUTY, "Giám đốc"),),
    recipients=("Như trên", "Sở Tài chính", "Lưu: VT, TĐKT"),
    drafter="PL.(300)",
    contact=("Địa chỉ: số 12 đường Trần Phú, tỉnh Hải Sơn",),
    urgency=Urgency.IMMEDIATE,
    circulation=Circulation.INTERNAL,
    attachments=(
        Annex("Danh mục việc", "I", REFERENCE, (passage(Level.TEXT, "", "Danh mục việc của các phòng."),)),
        Annex("Biểu mẫu", "II", REFERENCE, (passage(Level.TEXT, "", "Biểu mẫu đăng ký."),)),
    ),
)
"""Headings, clauses, points, stamps, two annexes."""

RULES = OfficialDocument(
    "quy-che",
    "Ủy ban nhân dân",
    "Công tác thi đua, khen thưởng",
    reference="(Kèm theo Quyết định số 12/QĐ-UBND ngày 15 tháng 10 năm 2026 của Ủy ban nhân dân xã An Lạc)",
    body=(
        passage(Level.PART, "Phần I", title="Quy định chung"),
        passage(Level.CHAPTER, "Chương I", title="Những quy định chung"),
        passage(Level.ARTICLE, "Điều 1.", title="Phạm vi điều chỉnh"),
        passage(Level.TEXT, "", "Quy chế này quy định công tác thi đua."),
        passage(Level.ARTICLE, "Điều 2.", title="Đối tượng áp dụng"),
        passage(Level.CLAUSE, "1.", "Cán bộ, công chức."),
        passage(Level.CLAUSE, "2.", "Tập thể."),
        passage(Level.CHAPTER, "Chương II", title="Tổ chức"),
        passage(Level.SECTION, "Mục 1", title="Thi đua"),
        passage(Level.SUBSECTION, "Tiểu mục 1", title="Đăng ký"),
        passage(Level.ARTICLE, "Điều 3.", title="Đăng ký thi đua"),
        passage(Level.TEXT, "", "Đăng ký vào tháng 01 hằng năm."),
        passage(Level.SUBSECTION, "Tiểu mục 2", title="Tổng kết"),
        passage(Level.ARTICLE, "Điều 4.", title="Tổng kết thi đua"),
        passage(Level.TEXT, "", "Tổng kết vào tháng 12 hằng năm."),
        passage(Level.SECTION, "Mục 2", title="Khen thưởng"),
        passage(Level.ARTICLE, "Điều 5.", title="Xét khen thưởng"),
        passage(Level.TEXT, "", "Hội đồng họp xét mỗi năm hai lần."),
        passage(Level.PART, "Phần II", title="Thi hành"),
        passage(Level.CHAPTER, "Chương III", title="Điều khoản thi hành"),
        passage(Level.ARTICLE, "Điều 6.", title="Hiệu lực"),
        passage(Level.TEXT, "", "Quy chế này có hiệu lực từ ngày ký."),
    ),
)

DECISION = OfficialDocument(
    "quyet-dinh",
    "Ủy ban nhân dân xã An Lạc",
    "Ban hành Quy chế công tác thi đua, khen thưởng",
    number=12,
    symbol="QĐ-UBND",
    place="An Lạc",
    issued_on=date(2026, 10, 15),
    authority_line="Ủy ban nhân dân xã An Lạc",
    legal_bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        "Theo đề nghị của Văn phòng",
    ),
    order_word="QUYẾT ĐỊNH:",
    body=(
        passage(Level.ARTICLE, "Điều 1.", "Ban hành kèm theo Quyết định này Quy chế công tác thi đua, khen thưởng."),
        passage(Level.ARTICLE, "Điều 2.", "Văn phòng, các phòng thi hành Quyết định này."),
    ),
    signatures=(Signature("Chủ tịch", "Trần Thị Bình", Capacity.COLLECTIVE, "Ủy ban nhân dân"),),
    recipients=("Như Điều 2", "Lưu: VT, VP"),
    attachments=(RULES,),
)
"""Articles, and rules in parts and chapters issued with it."""

LETTER = OfficialDocument(
    "cong-van",
    "Sở Nội vụ",
    "đăng ký thi đua năm 2026",
    parent="UBND tỉnh Hải Sơn",
    number=47,
    symbol="SNV-TĐKT",
    place="Hải Sơn",
    issued_on=date(2026, 3, 9),
    addressees=("Các phòng, đơn vị thuộc Sở", "Ủy ban nhân dân các xã, phường"),
    body=(
        passage(Level.TEXT, "", "Sở Nội vụ đề nghị các phòng, đơn vị gửi đăng ký thi đua năm 2026."),
        passage(Level.TEXT, "", "Thời hạn gửi là ngày 31 tháng 3 năm 2026."),
    ),
    signatures=(Signature("Trưởng phòng Thi đua", "Lê Văn Cường", Capacity.ORDER, "Giám đốc"),),
    recipients=("Như trên", "Giám đốc Sở (để báo cáo)", "Lưu: VT, TĐKT"),
)
"""V/v, two addressed."""

NOTICE = OfficialDocument(
    "thong-bao",
    "Hội đồng Thi đua - Khen thưởng",
    "Kết luận phiên họp thứ nhất của Hội đồng",
    parent="Sở Nội vụ",
    number=3,
    symbol="TB-HĐTĐKT",
    place="Hải Sơn",
    issued_on=date(2026, 2, 9),
    body=(
        passage(Level.TEXT, "", "Hội đồng đã họp phiên thứ nhất."),
        passage(Level.TEXT, "", "Các thành viên nhất trí với báo cáo."),
    ),
    signatures=(
        Signature("Chủ tịch", "Phạm Thị Dung", Capacity.COLLECTIVE, "Hội đồng", own_position="Giám đốc Sở Nội vụ"),
    ),
    recipients=("Thành viên Hội đồng", "Lưu: VT, HĐ"),
    copy=CopyMark(
        CopyForm.WHOLE,
        "Sở Nội vụ",
        "SY-SNV",
        Signature("Chánh Văn phòng", "Đỗ Văn Em", Capacity.ORDER, "Giám đốc"),
        parent="UBND tỉnh Hải Sơn",
        number=7,
        place="Hải Sơn",
        issued_on=date(2026, 2, 12),
        recipients=("Phòng Thi đua", "Lưu: VT, VP"),
    ),
)
"""A council's signer, the block of a copy."""

SAMPLES = {"plan": PLAN, "decision": DECISION, "letter": LETTER, "notice": NOTICE}


@cache
def right(name: str) -> bytes:
    """Return a sample as a Word file in the right form."""
    return write_docx(SAMPLES[name])


@cache
def typed(name: str) -> bytes:
    """Return a sample whose headings on two lines have their numbers typed, not made by a list."""
    labels = {piece.title.upper(): piece.label for piece in RULES.body if isinstance(piece, Passage)}
    word = Planting(right(name))
    for level in ("part", "chapter", "section", "subsection"):
        word.type_labels(level, labels)
    return word.content()
