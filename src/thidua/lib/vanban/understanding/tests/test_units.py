from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.lib.vanban.understanding.tests.factories import passage_of
from thidua.lib.vanban.understanding.units import split_units


def names(*lines: str) -> list[str]:
    return [name.text for name in split_units([passage_of(line) for line in lines])]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Văn phòng; Phòng Kế hoạch, Thanh tra", ["Văn phòng", "Phòng Kế hoạch", "Thanh tra"]),
        ("UBND các xã, phường, thị trấn", ["UBND các xã, phường, thị trấn"]),
        ("Các sở, ban, ngành; UBND các huyện, thành phố", ["Các sở, ban, ngành", "UBND các huyện, thành phố"]),
        ("Các sở, ban, ngành, UBND cấp huyện", ["Các sở, ban, ngành", "UBND cấp huyện"]),
        ("Các khoa, phòng, trung tâm thuộc Viện", ["Các khoa, phòng, trung tâm thuộc Viện"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("Hội đồng Thi đua, khen thưởng trường", ["Hội đồng Thi đua, khen thưởng trường"]),
        ("Đoàn Thanh niên và Công đoàn", ["Đoàn Thanh niên và Công đoàn"]),
        ("Các Cục, Vụ, Văn phòng Bộ và các đơn vị thuộc Bộ", ["Các Cục, Vụ, Văn phòng Bộ và các đơn vị thuộc Bộ"]),
        ("LĐLĐ các huyện, TP, CĐN", ["LĐLĐ các huyện, TP", "CĐN"]),
        ("Trung tâm Thông tin (Cục A, Cục B), Văn phòng", ["Trung tâm Thông tin (Cục A, Cục B)", "Văn phòng"]),
        ("Hội Nông dân xã Các chi hội", ["Hội Nông dân xã", "Các chi hội"]),
        ("BGH, GVCN, TPT Đội", ["BGH", "GVCN", "TPT Đội"]),
    ],
)
def test_commas(cell: str, expected: list[str]) -> None:
    assert names(cell) == expected


def test_lines_of_a_cell_are_names_unless_broken() -> None:
    assert names("- Phòng Nội vụ", "- Phòng Tư pháp") == ["Phòng Nội vụ", "Phòng Tư pháp"]
    assert names("Phòng Tài nguyên", "và Môi trường") == ["Phòng Tài nguyên và Môi trường"]
    assert names("Các phòng chuyên", "môn thuộc Sở", "Văn phòng Sở") == [
        "Các phòng chuyên môn thuộc Sở",
        "Văn phòng Sở",
    ]


def test_a_name_stands_once() -> None:
    assert names("Văn phòng; văn phòng") == ["Văn phòng"]


@given(
    st.lists(
        st.sampled_from(["Văn phòng Ủy ban", "Sở Nội vụ", "Đảng ủy xã", "Trường Chính trị"]), min_size=1, unique=True
    )
)
def test_names_between_semicolons_read_back(listed: list[str]) -> None:
    assert names("; ".join(listed)) == listed
    assert names(*listed) == listed


@given(st.text(alphabet="Các sở,ban;() A-Đ\n", max_size=60))
def test_nothing_is_invented(cell: str) -> None:
    for name in names(cell):
        assert name in " ".join(cell.split()) or " ".join(name.split()) in " ".join(cell.split())


def test_levels_cut_short_belong_to_their_enumeration() -> None:
    names = split_units([passage_of("Các huyện, thị, thành đoàn; Phòng Chống thiên tai, Phòng Kế hoạch")])
    assert [name.text for name in names] == ["Các huyện, thị, thành đoàn", "Phòng Chống thiên tai", "Phòng Kế hoạch"]
