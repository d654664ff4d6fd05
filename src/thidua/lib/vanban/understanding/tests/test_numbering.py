from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.lib.vanban.understanding.numbering import read_label


@pytest.mark.parametrize(
    ("line", "text", "style"),
    [
        ("I. MỤC ĐÍCH", "I", "roman"),
        ("II- NỘI DUNG", "II", "roman"),
        ("III/ Thực hiện", "III", "roman"),
        ("IV YÊU CẦU CHUNG", "IV", "roman"),
        ("1. Mục đích", "1", "number"),
        ("1- Trên cơ sở", "1", "number"),
        ("1) Tập thể", "1", "number)"),
        ("2.3. Báo cáo", "2.3", "decimal2"),
        ("2.3 Báo cáo", "2.3", "decimal2"),
        ("4.1.2. Phòng Nội vụ", "4.1.2", "decimal3"),
        ("I.2. Kết quả", "I.2", "roman-decimal2"),
        ("a) Đối tượng", "a", "letter"),
        ("đ. Hồ sơ", "đ", "letter"),
        ("B. NỘI DUNG", "B", "LETTER"),
        ("(2) Thời gian", "2", "(number)"),
        ("(b) Nơi gửi", "b", "(letter)"),
        ("Phần II. KẾT QUẢ", "Phần II", "word phần"),
        ("- Xây dựng", "-", "bullet"),
        ("+ Tổ chức", "+", "bullet"),
        ("Điều 3. Hiệu lực", "Điều 3", "article"),
    ],
)
def test_labels(line: str, text: str, style: str) -> None:
    label = read_label(line)
    assert label is not None
    assert (label.text, label.style) == (text, style)


@pytest.mark.parametrize(
    "line",
    [
        "15/6/2024 là hạn cuối",
        "2.000 người",
        "1,5 triệu đồng",
        "Văn phòng Sở",
        "T/M BAN",
        "P. Nội vụ",
        "2020 - 2025",
        "1.5 tỷ",
    ],
)
def test_not_labels(line: str) -> None:
    assert read_label(line) is None


@given(st.integers(1, 39))
def test_any_roman_number_reads_back(value: int) -> None:
    roman = "X" * (value // 10) + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][value % 10]
    label = read_label(f"{roman}. NỘI DUNG")
    assert label is not None
    assert (label.text, label.value) == (roman, value)


@given(st.text(max_size=40))
def test_a_label_ends_inside_its_line(line: str) -> None:
    label = read_label(line)
    assert label is None or 0 <= label.end <= len(line)
