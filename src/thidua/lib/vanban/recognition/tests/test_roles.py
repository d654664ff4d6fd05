"""What each part of a text is found to be."""

from __future__ import annotations

from datetime import date

import pytest

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
    Secrecy,
    Sheet,
    Signature,
    Urgency,
)
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.recognition.foot import read_recipients, read_signature

HEAD = """UBND TỈNH BÌNH MINH
SỞ NỘI VỤ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 07/{symbol}

Bình Minh, ngày 09 tháng 02 năm 2026

"""
FOOT = """
Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Lê Văn Cường
"""


def paper(text: str, *, symbol: str = "KH-SNV") -> OfficialDocument:
    return recognize(read_document((HEAD.format(symbol=symbol) + text).encode()))


def shown(document: OfficialDocument | Annex) -> list[tuple[str, str, str, str]]:
    """Level, label, title and text of every passage, a table as its columns."""
    return [
        (piece.level.value, piece.label, piece.title, "".join(run.text for run in piece.runs))
        if isinstance(piece, Passage)
        else ("sheet", "", "", "|".join(cell.text for cell in piece.table.rows[0].cells))
        for piece in document.body
    ]


def test_a_plan() -> None:
    read = paper(
        "KẾ HOẠCH\nCông tác thi đua năm 2026\n\nCăn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n\n"
        "Căn cứ Kế hoạch số 5/KH-UBND ngày 02/01/2026 của UBND tỉnh,\n\nSở Nội vụ ban hành kế hoạch như sau:\n\n"
        "I. MỤC ĐÍCH\n\n1. Mục đích chung\n\nĐẩy mạnh phong trào thi đua trong toàn ngành nội vụ của tỉnh.\n\n"
        "2. Các phòng chủ động phát hiện, bồi dưỡng; lựa chọn điển hình tiên tiến để nhân rộng.\n\n"
        "a) Tập thể tiêu biểu trong lao động, sản xuất, học tập, công tác;\n\n- Văn phòng Sở theo dõi./.\n" + FOOT
    )
    assert (read.type_key, read.parent, read.issuer, read.title) == (
        "ke-hoach",
        "UBND TỈNH BÌNH MINH",
        "SỞ NỘI VỤ",
        "Công tác thi đua năm 2026",
    )
    assert (read.number, read.symbol, read.place, read.issued_on) == (7, "KH-SNV", "Bình Minh", date(2026, 2, 9))
    assert read.legal_bases == (
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Căn cứ Kế hoạch số 5/KH-UBND ngày 02/01/2026 của UBND tỉnh",
    )
    assert shown(read) == [
        ("text", "", "", "Sở Nội vụ ban hành kế hoạch như sau:"),
        ("heading", "I.", "MỤC ĐÍCH", ""),
        ("clause", "1.", "Mục đích chung", ""),
        ("text", "", "", "Đẩy mạnh phong trào thi đua trong toàn ngành nội vụ của tỉnh."),
        ("clause", "2.", "", "Các phòng chủ động phát hiện, bồi dưỡng; lựa chọn điển hình tiên tiến để nhân rộng."),
        ("point", "a)", "", "Tập thể tiêu biểu trong lao động, sản xuất, học tập, công tác;"),
        ("item", "-", "", "Văn phòng Sở theo dõi."),
    ]
    assert read.signatures == (Signature("GIÁM ĐỐC", "Lê Văn Cường"),)
    assert read.recipients == ("Như trên", "Lưu: VT")


def test_a_decision_with_its_plan_and_annex() -> None:
    read = paper(
        "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\n\nGIÁM ĐỐC SỞ NỘI VỤ\n\nCăn cứ Luật Thi đua, khen thưởng;\n\n"
        "Theo đề nghị của Chánh Văn phòng.\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Ban hành Kế hoạch kèm theo.\n\n"
        "Điều 2. Quyết định này có hiệu lực từ ngày ký./.\n" + FOOT + "\nKẾ HOẠCH\nTổ chức hội thi\n"
        "(Kèm theo Quyết định số 07/QĐ-SNV ngày 09 tháng 02 năm 2026 của Giám đốc Sở Nội vụ)\n\n"
        "I. MỤC ĐÍCH\n\nPhát huy sáng kiến của công chức, viên chức.\n\nPhụ lục I\nDANH SÁCH ĐỘI THI\n"
        "(Kèm theo Kế hoạch số 08/KH-SNV của Sở Nội vụ)\n\nTT\tTên đội\tSố người\n1\tĐội A\t5\n2\tĐội B\t6\n",
        symbol="QĐ-SNV",
    )
    assert (read.authority_line, read.order_word) == ("GIÁM ĐỐC SỞ NỘI VỤ", "QUYẾT ĐỊNH:")
    assert read.legal_bases == ("Căn cứ Luật Thi đua, khen thưởng", "Theo đề nghị của Chánh Văn phòng")
    assert shown(read) == [
        ("article", "Điều 1.", "", "Ban hành Kế hoạch kèm theo."),
        ("article", "Điều 2.", "", "Quyết định này có hiệu lực từ ngày ký."),
    ]
    (plan,) = read.attachments
    assert isinstance(plan, OfficialDocument)
    assert (plan.type_key, plan.title) == ("ke-hoach", "Tổ chức hội thi")
    assert plan.reference == "(Kèm theo Quyết định số 07/QĐ-SNV ngày 09 tháng 02 năm 2026 của Giám đốc Sở Nội vụ)"
    (annex,) = plan.attachments
    assert isinstance(annex, Annex)
    assert (annex.label, annex.title) == ("I", "DANH SÁCH ĐỘI THI")
    assert annex.reference == "(Kèm theo Kế hoạch số 08/KH-SNV của Sở Nội vụ)"
    assert shown(annex) == [("sheet", "", "", "TT|Tên đội|Số người")]


def test_a_letter() -> None:
    read = paper(
        "V/v đôn đốc nộp hồ sơ\n\nKính gửi:\n- Sở Tài chính;\n- Sở Y tế.\n\n"
        "Sở Nội vụ đề nghị các sở nộp hồ sơ trước ngày 15 tháng 3 năm 2026.\n" + FOOT,
        symbol="SNV-VP",
    )
    assert (read.type_key, read.title) == ("cong-van", "đôn đốc nộp hồ sơ")
    assert read.addressees == ("Sở Tài chính", "Sở Y tế")


def test_stamps_and_drafts() -> None:
    text = (
        "MẬT\nKHẨN\nLƯU HÀNH NỘI BỘ\n" + HEAD.replace("07", "  ").replace("09", "   ") + "THÔNG BÁO\nKết quả\n\nTốt.\n"
    )
    read = recognize(read_document(text.format(symbol="TB-SNV").encode()))
    assert (read.secrecy, read.urgency, read.circulation) == (
        Secrecy.CLASSIFIED,
        Urgency.URGENT,
        Circulation.INTERNAL,
    )
    assert (read.number, read.issued_on, read.month, read.year) == (None, None, 2, 2026)


def test_chapters() -> None:
    read = paper(
        "QUY CHẾ\nThi đua, khen thưởng\n\nChương I\nQUY ĐỊNH CHUNG\n\nMục 1\nPHẠM VI\n\nĐiều 1. Phạm vi điều chỉnh\n\n"
        "1. Quy chế này quy định về thi đua, khen thưởng của Sở Nội vụ.\n\nđ) Khen thưởng người lao động trực tiếp.\n",
        symbol="QC-SNV",
    )
    assert shown(read) == [
        ("chapter", "Chương I", "QUY ĐỊNH CHUNG", ""),
        ("section", "Mục 1", "PHẠM VI", ""),
        ("article", "Điều 1.", "Phạm vi điều chỉnh", ""),
        ("clause", "1.", "", "Quy chế này quy định về thi đua, khen thưởng của Sở Nội vụ."),
        ("point", "đ)", "", "Khen thưởng người lao động trực tiếp."),
    ]


def test_groups_and_styles_are_kept() -> None:
    read = paper(
        "KẾ HOẠCH\nHội thi\n\nTT\tNội dung\tChủ trì\nQUÝ I\t\t\n1\tPhát động\tVăn phòng\n2\tTổng kết\tVăn phòng\n\n"
        "Hạn nộp là **ngày 15/3/2026** tại *Văn phòng*.\n"
    )
    sheet, passage = read.body
    assert isinstance(sheet, Sheet)
    assert [row.is_header for row in sheet.table.rows] == [True, False, False, False]
    assert [cell.column_span for cell in sheet.table.rows[1].cells] == [3, 1, 1]
    assert passage == Passage(
        Level.TEXT,
        runs=(
            Run("Hạn nộp là "),
            Run("ngày 15/3/2026 ", bold=True),
            Run("tại "),
            Run("Văn phòng", italic=True),
            Run("."),
        ),
    )


def test_a_titled_paper_of_no_type_keeps_its_words() -> None:
    read = paper("KẾT LUẬN\nKiểm tra công tác thi đua\n\nĐơn vị đã thực hiện tốt.\n", symbol="KL-SNV")
    assert (read.type_key, read.title) == ("thong-bao", "KẾT LUẬN Kiểm tra công tác thi đua")


def test_a_copy() -> None:
    read = paper(
        "THÔNG BÁO\nKết quả\n\nSở Nội vụ thông báo kết quả hội thi như sau.\n" + FOOT + "\nSAO Y\n\n"
        "VĂN PHÒNG SỞ NỘI VỤ\n\nSố: 03/SY-VP\n\nBình Minh, ngày 01 tháng 3 năm 2026\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\n\nNgô Văn Tám\n",
        symbol="TB-SNV",
    )
    assert read.copy == CopyMark(
        CopyForm.WHOLE,
        "VĂN PHÒNG SỞ NỘI VỤ",
        "SY-VP",
        Signature("CHÁNH VĂN PHÒNG", "Ngô Văn Tám", Capacity.ORDER, "GIÁM ĐỐC"),
        number=3,
        place="Bình Minh",
        issued_on=date(2026, 3, 1),
        recipients=("Như trên", "Lưu: VT"),
    )


@pytest.mark.parametrize(
    ("lines", "signature"),
    [
        (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "(Đã ký)", "Lê Văn A"], ("PHÓ GIÁM ĐỐC", "Lê Văn A", "KT.", "GIÁM ĐỐC", "")),
        (["Q. GIÁM ĐỐC", "Lê Văn A"], ("GIÁM ĐỐC", "Lê Văn A", "Q.", "", "")),
        (["T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Lê Văn A"], ("BÍ THƯ", "Lê Văn A", "TM.", "BAN THƯỜNG VỤ", "")),
        (
            ["TM. ỦY BAN NHÂN DÂN", "TỈNH BÌNH MINH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn A"],
            ("PHÓ CHỦ TỊCH", "Lê Văn A", "TM.", "ỦY BAN NHÂN DÂN TỈNH BÌNH MINH KT. CHỦ TỊCH", ""),
        ),
        (
            ["TM. HỘI ĐỒNG", "CHỦ TỊCH", "Giám đốc Sở Nội vụ", "Lê Văn A"],
            ("CHỦ TỊCH", "Lê Văn A", "TM.", "HỘI ĐỒNG", "Giám đốc Sở Nội vụ"),
        ),
    ],
)
def test_signatures(lines: list[str], signature: tuple[str, str, str, str, str]) -> None:
    read = read_signature(lines, has_lines=True)
    assert read is not None
    assert (read.position, read.name, read.capacity, read.authority, read.own_position) == signature


def test_recipients_on_one_line_and_over_two() -> None:
    assert read_recipients(["- Như trên; - Lưu: VT."]) == ["Như trên", "Lưu: VT"]
    assert read_recipients(["- Ủy ban nhân dân", "các xã;", "- Lưu: VT, TĐKT (10)."]) == [
        "Ủy ban nhân dân các xã",
        "Lưu: VT, TĐKT (10)",
    ]
