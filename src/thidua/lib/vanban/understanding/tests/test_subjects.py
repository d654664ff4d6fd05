"""Who a sentence begins with."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.understanding.subjects import charged, own_subject, says_act
from thidua.lib.vanban.understanding.tests.factories import passage_of


def subject(text: str) -> str | None:
    found = own_subject(passage_of(text))
    return found[0].text if found else None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Vụ Tổ chức cán bộ tổng hợp kết quả.", "Vụ Tổ chức cán bộ"),
        ("Phòng A (bộ phận tổng hợp) theo dõi tiến độ.", "Phòng A (bộ phận tổng hợp)"),
        ("Sở Y tế; Sở Nội vụ chủ trì thẩm định.", "Sở Y tế; Sở Nội vụ"),
        ("Công an xã giữ gìn an ninh trật tự.", "Công an xã"),
        ("Trên cơ sở đăng ký, các phòng lập danh sách.", "các phòng"),
        ("Căn cứ tình hình, xây dựng kế hoạch.", None),
        ("Công đoàn, phối hợp vận động đoàn viên.", "Công đoàn"),
        ("Đoàn trường, xây dựng kế hoạch.", None),
        ("Phòng tổ chức thi vòng một.", None),
        ("Văn phòng bảo đảm phương tiện.", "Văn phòng"),
        ("Phân công lãnh đạo trực tiếp theo dõi.", None),
        ("Tổ chức hội nghị tổng kết.", None),
        ("Sở Nội vụ. Các phòng lập danh sách.", None),
        ("Sở Nội vụ; hồ sơ xây dựng đúng mẫu.", None),
        ("Rà soát hồ sơ.", None),
        ("các đơn vị lập danh sách.", None),
        ("Sở Nội vụ", None),
    ],
)
def test_subjects(sentence: str, name: str | None) -> None:
    assert subject(sentence) == name


def test_words_before_a_name_are_no_part_of_it() -> None:
    assert charged(passage_of("Đối với Sở Nội vụ")).text == "Sở Nội vụ"
    assert charged(passage_of("Sở Nội vụ")).text == "Sở Nội vụ"


def test_words_that_only_act() -> None:
    assert [says_act(text) for text in ("Sở Y tế gửi hồ sơ", "Phòng Quản lý vận hành", "Phòng Lập Kế hoạch")] == [
        True,
        False,
        False,
    ]
