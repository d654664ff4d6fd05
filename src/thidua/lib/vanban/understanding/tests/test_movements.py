"""Names of movements in quotation marks."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.understanding.movements import read_movements
from thidua.lib.vanban.understanding.tests.factories import passage_of


def movements(*texts: str) -> list[tuple[str, bool]]:
    return [(found.value, found.doubt is None) for found in read_movements([passage_of(text) for text in texts])]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("phong trào “Giỏi việc nước” và “Đảm việc nhà”", ["Giỏi việc nước", "Đảm việc nhà"]),
        ('cuộc vận động "Ngày vì người nghèo", phương châm "Dân biết"', ["Ngày vì người nghèo"]),
        ("phong trào thi đua với phương châm “Chủ động”", []),
        ("danh hiệu “Lao động tiên tiến”", []),
        ("Phong trào nông thôn mới. Phim “Mùa gặt”", []),
        ("thi đua theo chủ đề “Đoàn kết sáng tạo”", []),
        ("phong trào “abc”", []),
        ("phong trào không có tên", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [name for name, _ in movements(text)] == names


def test_a_name_stands_once_in_spite_of_a_slip() -> None:
    slips = ("Chung sức xây dựng nông thôn mới", "Chung sức xây dụng nông thôn mới", "CHUNG SỨC XÂY DỰNG NÔNG THÔN MỚI")
    assert movements(*(f"phong trào “{name}”" for name in slips)) == [(slips[0], True)]


def test_a_name_far_from_its_cue_is_doubtful() -> None:
    assert movements("phong trào của đoàn viên thanh niên trong toàn huyện “Sóng xanh mới”") == [
        ("Sóng xanh mới", False)
    ]
