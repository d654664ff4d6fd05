"""Whatever lines a text has, in whatever order: no word of them is lost, and nothing raises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.lib.vanban.form import type_of
from thidua.lib.vanban.model import Document
from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.official_json import from_json, to_json
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.recognition.kept import words
from thidua.lib.vanban.understanding.pieces import Piece, read_items

FORM = frozenset(
    words(
        "cộng hòa xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc số ngày tháng năm v/v về việc kính gửi nơi nhận "
        "phụ lục điện tm kt tl tuq q"
    )
)
"""What the form prints itself, or prints otherwise."""
LINES = """UBND TỈNH CAO BẰNG|SỞ NỘI VỤ|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc|Số: 12/KH-SNV
Số:     /QĐ-UBND|Số 5a/QĐ-SNV|Cao Bằng, ngày 05 tháng 3 năm 2026|Hà Nội, ngày   tháng 3 năm 2021
ngày 40 tháng 13 năm 2020|KẾ HOẠCH|QUYẾT ĐỊNH|QUYẾT ĐỊNH:|THÔNG BÁO|KẾT LUẬN|BIÊN BẢN|Công tác thi đua năm 2026
Về việc tặng danh hiệu|V/v đôn đốc nộp hồ sơ|MẬT|KHẨN|HỎA TỐC|DỰ THẢO|Dự thảo lần 2|GIÁM ĐỐC SỞ NỘI VỤ
Kính gửi: Ủy ban nhân dân tỉnh|Kính gửi:|- Bộ Nội vụ;|- Sở Tài chính.|GIẤY GIỚI THIỆU|THƯ CÔNG|CÔNG ĐIỆN
Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;|Theo đề nghị của Chánh Văn phòng Sở,
Căn cứ vào đâu, Sở ban hành kế hoạch như sau:|Chương I|QUY ĐỊNH CHUNG|Chương II. TỔ CHỨC|Phần thứ nhất|Mục 1
Điều 1. Phạm vi điều chỉnh|Điều 2. Tặng danh hiệu cho ông A.|Điều 3 Quy chế này quy định như vậy.|I. MỤC ĐÍCH|II
1. Mục đích|2. Đẩy mạnh phong trào thi đua trong toàn tỉnh.|1.1. Yêu cầu|a) Các đơn vị chủ trì;|đ) Văn phòng
- Thực hiện nghiêm túc;|+ Báo cáo kết quả.|Yêu cầu các đơn vị thực hiện nghiêm túc./.|./.|Ghi chú: một dòng thừa
TT\tNội dung\tĐơn vị\tThời gian|1\tPhát động\tVăn phòng\tTháng 3|\tvà trao giải\t\t|Quý II\t\t\t|Nơi nhận:
- Như Điều 3;|- Lưu: VT, TĐKT.|PL.(300)|TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH|Q. GIÁM ĐỐC|TL. BỘ TRƯỞNG
(Đã ký)|(Ký, đóng dấu)|Nguyễn Văn An|Trần Thị Bích|THƯ KÝ|CHỦ TỌA|Phụ lục I|PHỤ LỤC 2: DANH SÁCH KHEN THƯỞNG|Phụ lục
DANH SÁCH CÁ NHÂN|(Kèm theo Quyết định số 12/QĐ-SNV ngày 05 tháng 3 năm 2026 của Sở Nội vụ)|(Ban hành kèm theo|SAO Y
TRÍCH SAO|Địa chỉ: Số 10 đường Hùng Vương|Điện thoại: 0123 456 789|HẾT|**Đậm** và *nghiêng*|ĐẢNG CỘNG SẢN VIỆT NAM
GIẤY MỜI|CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:|Ngày 5/3/2026|Lưu ý: ngày 15/6/2024 là hạn.|""".replace("\n", "|")


def said(values: Any) -> Iterator[str]:
    """Every text and number of a document's JSON."""
    if isinstance(values, dict):
        for value in values.values():
            yield from said(value)
    elif isinstance(values, list):
        for value in values:
            yield from said(value)
    else:
        yield str(values)


def type_names(paper: OfficialDocument) -> list[str]:
    attached = [each for each in paper.attachments if isinstance(each, OfficialDocument)]
    return [type_of(paper.type_key).name, *(name for each in attached for name in type_names(each))]


def printed(document: Document) -> Counter[str]:
    """The words of a source, rows that only repeat the head of a table counted once."""
    found: Counter[str] = Counter()
    for item in read_items(document):
        if isinstance(item, Piece):
            found.update(words(item.text))
        else:
            for row in {tuple(cell.text for cell in row.cells) for row in item.rows}:
                found.update(words(" ".join(row)))
    return found


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(LINES.split("|")), min_size=1, max_size=60).filter(any))
def test_no_word_is_lost(lines: list[str]) -> None:
    document = read_document("\n".join(lines).encode())
    paper = recognize(document)
    there = Counter(words(" ".join((*said(to_json(paper)), *type_names(paper)))))
    lost = {word for word in printed(document) - there if word not in FORM}
    assert lost == set()
    assert from_json(to_json(paper)) == paper
