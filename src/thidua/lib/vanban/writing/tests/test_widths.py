"""How wide words print."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.writing.widths import longest_line_mm, text_width_mm, wrapped


@pytest.mark.parametrize(
    ("text", "size", "bold", "width"),
    [
        ("Độc lập - Tự do - Hạnh phúc", 13, True, 56.14),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, 88.32),
        ("ươƯƠ", 10, False, 9.06),
        ("字", 10, False, 2.117),
    ],
)
def test_widths_are_those_of_liberation_serif(text: str, size: float, bold: bool, width: float) -> None:
    assert text_width_mm(text, size=size, bold=bold) == pytest.approx(width, rel=0.005)


def test_lines_break_at_blanks() -> None:
    assert wrapped("một hai ba bốn", width_mm=15, size=14) == ["một hai", "ba bốn"]
    assert wrapped("", width_mm=15, size=14) == [""]
    assert longest_line_mm("nghiêngngảnghiêngngả", width_mm=10, size=14) == 10
