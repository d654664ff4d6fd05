"""One planted fault for each rule of structure, with the citation it must be found by."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.lib.vanban.checking.tests.planting import (
    Plant,
    box_of,
    drop_rule,
    lonely,
    margin,
    replaced,
    rows_apart,
    stretch_rule,
    to_foot,
    turned,
    type_rule,
    typed,
    unboxed,
)

_I = "Phụ lục I, Phần I, Mục "


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault planted in a sample; `companions` are the rules it breaks besides, and cannot but break."""

    rule: str
    sample: str
    citation: str
    plant: Plant
    companions: tuple[str, ...] = ()
    name: str = ""


FAULTS = (
    Fault(
        "page-size",
        "letter",
        _I + "I.1",
        lambda w: w.section(lambda x: x.replace('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')),
    ),
    Fault("page-orientation", "letter", _I + "I.2", lambda w: w.section(turned)),
    Fault("margin-top", "letter", _I + "I.3", margin("top", 850)),
    Fault("margin-bottom", "letter", _I + "I.3", margin("bottom", 1701)),
    Fault("margin-left", "letter", _I + "I.3", margin("left", 1418)),
    Fault("margin-right", "letter", _I + "I.3", margin("right", 1418)),
    Fault(
        "font-family",
        "letter",
        _I + "I.4",
        lambda w: w.look("Thời hạn gửi", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'),
    ),
    Fault(
        "font-legacy",
        "letter",
        _I + "I.4",
        lambda w: w.look("Thời hạn gửi", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'),
    ),
    Fault("text-color", "letter", _I + "I.4", lambda w: w.look("Thời hạn gửi", '<w:color w:val="1F4E79"/>')),
    Fault(
        "unicode-form",
        "letter",
        _I + "I.4 (TCVN 6909:2001; dạng dựng sẵn là thông lệ, chưa thấy quy định bắt buộc)",
        replaced("Thời hạn", "Thơ\u0300i hạn"),
    ),
    Fault("page-number-missing", "plan", _I + "I.7", lambda w: w.part("word/header1.xml", " PAGE ", " DATE ")),
    Fault("page-number-place", "letter", _I + "I.7", lambda w: to_foot(w)),
    Fault("page-number-first", "letter", _I + "I.7", lambda w: w.section(lambda x: x.replace("<w:titlePg/>", ""))),
    Fault(
        "page-number-start",
        "letter",
        _I + "I.7",
        lambda w: w.section(lambda x: x.replace('w:start="1"', 'w:start="3"')),
    ),
    Fault(
        "page-number-numerals",
        "letter",
        _I + "I.7",
        lambda w: w.section(lambda x: x.replace("<w:pgNumType ", '<w:pgNumType w:fmt="lowerRoman" ')),
    ),
    Fault("national-title-missing", "letter", _I + "II.1.a, ô 1", lambda w: w.remove("CỘNG HÒA")),
    Fault("national-title-text", "letter", _I + "II.1.a, ô 1", replaced("CHỦ NGHĨA", "CHŨ NGHĨA")),
    Fault("national-title-place", "letter", _I + "II.1.a, Mục IV, ô 1", lambda w: lonely(w)),
    Fault("motto-missing", "letter", _I + "II.1.b, ô 1", lambda w: w.remove("Độc lập")),
    Fault(
        "motto-text",
        "letter",
        _I + "II.1.b, ô 1",
        replaced("Độc lập - Tự do - Hạnh phúc", "Độc lập - Tự do - hạnh phúc"),
    ),
    Fault(
        "motto-hyphens",
        "letter",
        _I + "II.1.b, ô 1",
        replaced("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc"),
        name="dash",
    ),
    Fault(
        "motto-hyphens",
        "letter",
        _I + "II.1.b, ô 1",
        replaced("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc"),
        name="spaces",
    ),
    Fault("motto-rule-missing", "letter", _I + "II.1.b, ô 1", drop_rule("Độc lập")),
    Fault("motto-rule-typed", "letter", _I + "II.1.b, ô 1", type_rule("Độc lập")),
    Fault("motto-rule-length", "letter", _I + "II.1.b, ô 1", stretch_rule("Độc lập", 2200)),
    Fault(
        "national-title-spacing",
        "letter",
        _I + "II.1.c, ô 1",
        lambda w: w.shape("Độc lập", '<w:spacing w:line="360" w:lineRule="auto"/>'),
    ),
    Fault("issuer-missing", "decision", _I + "II.2.a, ô 2", lambda w: w.remove("ỦY BAN NHÂN DÂN XÃ AN LẠC")),
    Fault("issuer-rule-missing", "letter", _I + "II.2.b, ô 2", drop_rule("SỞ NỘI VỤ")),
    Fault("issuer-rule-typed", "letter", _I + "II.2.b, ô 2", type_rule("SỞ NỘI VỤ")),
    Fault("issuer-rule-length", "letter", _I + "II.2.b, ô 2", stretch_rule("SỞ NỘI VỤ", 0)),
    Fault(
        "issuer-spacing", "letter", _I + "II.2.b, ô 2", lambda w: w.shape("SỞ NỘI VỤ", '<w:spacing w:before="120"/>')
    ),
    Fault("number-missing", "letter", _I + "II.3.c, ô 3", lambda w: w.remove("Số: 47")),
    Fault("number-word", "letter", _I + "II.3.c, ô 3", replaced("Số: 47", "Số 47")),
    Fault("number-zero", "plan", _I + "II.3.c, ô 3", replaced("Số: 05/", "Số: 5/")),
    Fault("number-slash", "letter", _I + "II.3.c, ô 3", replaced("47/SNV", "47-SNV")),
    Fault("number-spaces", "letter", _I + "II.3.c, ô 3", replaced("47/SNV", "47 / SNV")),
    Fault("symbol-hyphens", "letter", _I + "II.3.c, ô 3", replaced("SNV-TĐKT", "SNV–TĐKT")),
    Fault("symbol-case", "letter", _I + "II.3.c, ô 3", replaced("SNV-TĐKT", "snv-TĐKT")),
    Fault("symbol-type", "plan", _I + "II.3.b; Phụ lục III, Mục I", replaced("Số: 05/KH-SNV", "Số: 05/BC-SNV")),
    Fault("symbol-type", "letter", _I + "II.3.b; Phụ lục III, Mục I", replaced("SNV-TĐKT", "CV-SNV"), name="letter"),
    Fault("place-and-date-missing", "letter", _I + "II.4.c, ô 4", lambda w: w.remove("Hải Sơn, ngày")),
    Fault("place-comma", "letter", _I + "II.4.c, ô 4", replaced("Hải Sơn, ngày", "Hải Sơn ngày")),
    Fault("place-capital", "letter", _I + "II.4.c, ô 4", replaced("Hải Sơn, ngày", "hải Sơn, ngày")),
    Fault("date-form", "letter", _I + "II.4.b, ô 4", replaced("ngày 09 tháng 3 năm 2026", "ngày 09/3/2026")),
    Fault("date-zero", "letter", _I + "II.4.b, ô 4", replaced("ngày 09 tháng 3", "ngày 9 tháng 3"), name="day"),
    Fault("date-zero", "letter", _I + "II.4.b, ô 4", replaced("ngày 09 tháng 3", "ngày 09 tháng 03"), name="month 3"),
    Fault("date-zero", "plan", _I + "II.4.b, ô 4", replaced("ngày 05 tháng 01", "ngày 05 tháng 1"), name="month 1"),
    Fault("place-and-date-line", "plan", _I + "II.4.c, ô 4", rows_apart),
    Fault("subject-form", "letter", _I + "II.5.b, ô 5b", replaced("V/v đăng ký", "V/V đăng ký")),
    Fault("subject-missing", "letter", _I + "II.5.b, ô 5b", lambda w: w.remove("V/v")),
    Fault("subject-spacing", "letter", _I + "II.5.b, ô 5b", lambda w: w.shape("V/v", '<w:spacing w:before="0"/>')),
    Fault(
        "type-name-missing",
        "plan",
        _I + "II.5.a, ô 5a",
        lambda w: w.remove("KẾ HOẠCH"),
    ),
    Fault("abstract-missing", "plan", _I + "II.5.b, ô 5a", lambda w: w.remove("Phát động phong trào")),
    Fault("abstract-rule-missing", "plan", _I + "II.5.b, ô 5a", drop_rule("Phát động phong trào")),
    Fault("abstract-rule-typed", "plan", _I + "II.5.b, ô 5a", type_rule("Phát động phong trào")),
    Fault("abstract-rule-length", "plan", _I + "II.5.b, ô 5a", stretch_rule("Phát động phong trào", 0)),
    Fault("basis-end", "plan", _I + "II.6.a, ô 6", replaced("15 tháng 6 năm 2022;", "15 tháng 6 năm 2022.")),
    Fault(
        "basis-end", "plan", _I + "II.6.a, ô 6", replaced("Trưởng phòng Thi đua.", "Trưởng phòng Thi đua;"), name="last"
    ),
    Fault(
        "basis-law-number",
        "plan",
        _I + "II.6.a, ô 6",
        replaced("Luật Thi đua, khen thưởng ngày", "Luật Thi đua, khen thưởng số 06/2022/QH15 ngày"),
    ),
    Fault(
        "basis-incomplete",
        "plan",
        _I + "II.6.a, ô 6",
        replaced("Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ", "Nghị định của Chính phủ"),
    ),
    Fault(
        "basis-line", "plan", _I + "II.6.a, ô 6", replaced("6 năm 2022;", "6 năm 2022; Căn cứ Luật Tổ chức Chính phủ;")
    ),
    Fault("body-alignment", "letter", _I + "II.6.e, ô 6", lambda w: w.shape("Thời hạn gửi", '<w:jc w:val="left"/>')),
    Fault("body-indent", "letter", _I + "II.6.e, ô 6", lambda w: w.shape("Thời hạn gửi", '<w:ind w:firstLine="0"/>')),
    Fault(
        "body-spacing", "letter", _I + "II.6.e, ô 6", lambda w: w.shape("Thời hạn gửi", '<w:spacing w:before="40"/>')
    ),
    Fault(
        "body-line-spacing",
        "letter",
        _I + "II.6.e, ô 6",
        lambda w: w.shape("Thời hạn gửi", '<w:spacing w:before="120" w:line="480" w:lineRule="auto"/>'),
    ),
    Fault("part-numeral", "decision", _I + "II.6.đ, ô 6", lambda w: typed(w, "QUY ĐỊNH CHUNG", "Phần 1")),
    Fault("chapter-numeral", "decision", _I + "II.6.đ, ô 6", replaced("Chương III", "Chương 3")),
    Fault("section-numeral", "decision", _I + "II.6.đ, ô 6", lambda w: typed(w, "THI ĐUA", "Mục I", 1)),
    Fault("subsection-numeral", "decision", _I + "II.6.đ, ô 6", lambda w: typed(w, "ĐĂNG KÝ", "Tiểu mục I")),
    Fault("heading-numeral", "plan", _I + "V.6.b, ô 6", lambda w: typed(w, "MỤC ĐÍCH", "I/")),
    Fault(
        "article-numeral",
        "decision",
        _I + "II.6.đ, ô 6",
        lambda w: typed(w, "Văn phòng, các phòng thi hành", "Điều 2:"),
    ),
    Fault(
        "article-weight",
        "decision",
        _I + "II.6.đ, ô 6",
        lambda w: typed(w, "Văn phòng, các phòng thi hành", "Điều 2.", is_bold=False),
    ),
    Fault("clause-numeral", "plan", _I + "II.6.đ, ô 6", lambda w: typed(w, "Phân công việc", "3/")),
    Fault("point-letter", "plan", _I + "II.6.đ, ô 6", lambda w: typed(w, "Các trường tham gia", "e.")),
    Fault("part-sequence", "decision", _I + "II.6.c, II.6.đ", lambda w: typed(w, "THI HÀNH", "Phần III")),
    Fault("chapter-sequence", "decision", _I + "II.6.c, II.6.đ", replaced("Chương III", "Chương IV")),
    Fault("section-sequence", "decision", _I + "II.6.c, II.6.đ", lambda w: typed(w, "KHEN THƯỞNG", "Mục 3")),
    Fault("subsection-sequence", "decision", _I + "II.6.c, II.6.đ", lambda w: typed(w, "TỔNG KẾT", "Tiểu mục 4")),
    Fault("heading-sequence", "plan", _I + "II.6.c", lambda w: typed(w, "TỔ CHỨC THỰC HIỆN", "IV.")),
    Fault(
        "article-sequence",
        "decision",
        _I + "II.6.c, II.6.đ",
        lambda w: typed(w, "Văn phòng, các phòng thi hành", "Điều 3."),
    ),
    Fault("clause-sequence", "plan", _I + "II.6.c, II.6.đ", lambda w: typed(w, "Phân công việc", "5.")),
    Fault("point-sequence", "plan", _I + "II.6.đ, ô 6", lambda w: w.remove("Các doanh nghiệp")),
    Fault("title-missing", "decision", _I + "II.6.d, ô 6", lambda w: w.remove("ĐIỀU KHOẢN THI HÀNH")),
    Fault("article-title-missing", "decision", _I + "II.6.d, ô 6", lambda w: w.look("Hiệu lực", '<w:b w:val="0"/>')),
    Fault("end-mark", "letter", "Phụ lục III, Mục II, Mẫu 1.1 đến 1.7", replaced("2026./.", "2026.")),
    Fault("addressees-word", "letter", _I + "II.9.d, ô 9a", replaced("Kính gửi:", "Kính gửi")),
    Fault(
        "addressees-missing",
        "letter",
        _I + "II.9.b, ô 9a",
        lambda w: [w.remove("Kính gửi:"), w.remove("- Các phòng, đơn vị"), w.remove("- Ủy ban nhân dân")],
    ),
    Fault(
        "addressees-lines",
        "letter",
        _I + "II.9.d, ô 9a",
        lambda w: [w.remove("- Ủy ban nhân dân"), w.replace("thuộc Sở;", "thuộc Sở.")],
        name="one below",
    ),
    Fault(
        "addressees-lines",
        "letter",
        _I + "II.9.d, ô 9a",
        replaced("- Ủy ban nhân dân", "+ Ủy ban nhân dân"),
        name="no dash",
    ),
    Fault("addressees-end", "letter", _I + "II.9.d, ô 9a", replaced("các xã, phường.", "các xã, phường;")),
    Fault(
        "signature-missing",
        "letter",
        _I + "II.7.đ, ô 7a, 7b",
        lambda w: [w.remove("Lê Văn Cường"), w.remove("TRƯỞNG PHÒNG"), w.remove("TL. GIÁM ĐỐC")],
    ),
    Fault("capacity-form", "letter", _I + "II.7.b, ô 7a", replaced("TL. GIÁM ĐỐC", "T/L GIÁM ĐỐC"), name="slash"),
    Fault("capacity-form", "plan", _I + "II.7.b, ô 7a", replaced("KT. GIÁM ĐỐC", "KT GIÁM ĐỐC"), name="no point"),
    Fault("capacity-position", "letter", _I + "II.7.b, II.7.c, ô 7a", lambda w: w.remove("TRƯỞNG PHÒNG THI ĐUA")),
    Fault("name-degree", "letter", _I + "II.7.c, ô 7b", replaced("Lê Văn Cường", "TS. Lê Văn Cường")),
    Fault(
        "recipients-missing",
        "letter",
        _I + "II.9.d, ô 9b",
        lambda w: [w.remove(words) for words in ("Nơi nhận", "- Như trên", "- Giám đốc Sở", "- Lưu")],
    ),
    Fault("recipients-word-form", "letter", _I + "II.9.d, ô 9b", replaced("Nơi nhận:", "Nơi nhận")),
    Fault("recipients-dash", "letter", _I + "II.9.d, ô 9b", replaced("- Như trên;", "+ Như trên;")),
    Fault("recipients-end", "letter", _I + "II.9.d, ô 9b", replaced("- Như trên;", "- Như trên,")),
    Fault("recipients-end", "letter", _I + "II.9.d, ô 9b", replaced("Lưu: VT, TĐKT.", "Lưu: VT, TĐKT;"), name="last"),
    Fault("recipients-archive", "letter", _I + "II.9.d, ô 9b", replaced("- Lưu: VT, TĐKT.", "- Lưu VT, TĐKT.")),
    Fault("annex-numeral", "plan", _I + "III.1.a", replaced("Phụ lục II", "Phụ lục 2", 1)),
    Fault(
        "annex-mention",
        "plan",
        _I + "III.1.a",
        replaced("theo Phụ lục I và Phụ lục II kèm theo Kế hoạch này", "cho từng phòng"),
    ),
    Fault("annex-reference-missing", "plan", _I + "III.1.c", lambda w: w.remove("(Kèm theo")),
    Fault(
        "annex-reference-form",
        "plan",
        _I + "III.1.c",
        replaced(
            "(Kèm theo Kế hoạch số 05/KH-SNV ngày 05 tháng 01 năm 2026 của Sở Nội vụ)",
            "(Kèm theo Kế hoạch của Sở Nội vụ)",
        ),
    ),
    Fault("annex-page-number", "plan", _I + "III.1.đ", lambda w: w.section(lambda x: x.replace('w:start="1"', ""), 1)),
    Fault("urgency-box", "plan", _I + "III.2.b, ô 10b", lambda w: box_of(w, 2268)),
    Fault("urgency-color", "plan", _I + "III.2.b, ô 10b", lambda w: w.look("HỎA TỐC", '<w:color w:val="000000"/>')),
    Fault("circulation-box", "plan", _I + "III.2.c, ô 11", lambda w: unboxed(w)),
    Fault("cite-lower", "plan", "Phụ lục II, Mục V.7", replaced("điểm a khoản 2 Điều 3", "điểm a Khoản 2 Điều 3")),
    Fault("cite-upper", "plan", "Phụ lục II, Mục V.7", replaced("khoản 2 Điều 3 Luật", "khoản 2 điều 3 Luật")),
    Fault("unit-lower", "plan", "Phụ lục II, Mục III.1.a", replaced("của tỉnh Nam Định", "của Tỉnh Nam Định")),
    Fault("unit-number", "plan", "Phụ lục II, Mục III.1.b", replaced("của tỉnh Nam Định", "của quận 1")),
    Fault(
        "unit-special", "plan", "Phụ lục II, Mục III.1.c", replaced("của tỉnh Nam Định", "của thành phố Hồ Chí Minh")
    ),
    Fault(
        "medal-case",
        "letter",
        "Phụ lục II, Mục V.2",
        replaced("đăng ký thi đua năm 2026.", "đăng ký Huân chương Lao động hạng ba."),
    ),
    Fault("day-case", "letter", "Phụ lục II, Mục V.5, V.8", replaced("là ngày 31", "là thứ ba, ngày 31")),
    Fault("sentence-capital", "letter", "Phụ lục II, Mục I", replaced("Thời hạn gửi", "thời hạn gửi")),
)
