"""What the names in papers mean: two bodies, with wordings as offices write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.organizations.domain import words
from thidua.apps.organizations.domain.forms import agree, fold_name, form_of
from thidua.apps.organizations.domain.names import (
    ACCEPTED,
    Alias,
    Candidates,
    GroupName,
    MatchResult,
    UnitName,
    match_name,
)
from thidua.apps.organizations.enums import UnitKind

GROUPS = [GroupName(100 + at, name, frozenset(kinds)) for at, (name, kinds) in enumerate(words.DEFAULT_GROUPS)]

DEPARTMENT = Candidates(
    body=UnitName(1, "Sở Lao động - Thương binh và Xã hội", "Sở LĐTBXH", kind="body", depth=0),
    units=[
        UnitName(2, "Văn phòng", "VP", kind="division"),
        UnitName(3, "Thanh tra", kind="division"),
        UnitName(4, "Phòng Kế hoạch - Tài chính", "P.KHTC", "KHTC", "division"),
        UnitName(5, "Phòng Lao động - Việc làm", kind="division"),
        UnitName(6, "Phòng Người có công", kind="division"),
        UnitName(7, "Trung tâm Dịch vụ việc làm", "TTDVVL", kind="subordinate"),
        UnitName(8, "Trường Trung cấp nghề", kind="subordinate"),
        UnitName(9, "Phòng LĐ-TBXH huyện Hòa An", kind="district"),
        UnitName(10, "Phòng LĐ-TBXH thành phố", kind="district"),
        UnitName(11, "Hội đồng Thi đua, khen thưởng Sở", kind="council"),
        UnitName(12, "Phòng Bảo trợ xã hội - Trẻ em và Bình đẳng giới", kind="division"),
        UnitName(13, "Phòng Hành chính", kind="division", depth=2),
        UnitName(14, "Phòng Hành chính", kind="division", depth=2),
    ],
    groups=GROUPS,
    aliases=[Alias("Khối văn phòng và thanh tra", unit_id=2), Alias("Khối cơ sở", group_id=101)],
)
FEDERATION = Candidates(
    body=UnitName(1, "Liên đoàn Lao động tỉnh Lai Châu", "LĐLĐ tỉnh", kind="body", depth=0),
    units=[
        UnitName(2, "Văn phòng", kind="division"),
        UnitName(3, "Ban Chính sách - Pháp luật", kind="division"),
        UnitName(4, "LĐLĐ huyện Mường Tè", kind="district"),
        UnitName(5, "LĐLĐ thành phố Lai Châu", kind="district"),
        UnitName(6, "Công đoàn ngành Giáo dục", kind="subordinate"),
        UnitName(7, "Công đoàn Viên chức tỉnh", kind="subordinate"),
    ],
    groups=GROUPS,
    aliases=[],
)


def found(text: str, candidates: Candidates) -> str:
    result = match_name(text, candidates)
    return result.name if result.kind != "none" else "?"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Văn phòng", "Văn phòng"),
        ("Văn phòng Sở", "Văn phòng"),
        ("VP Sở", "Văn phòng"),
        ("VĂN PHÒNG SỞ", "Văn phòng"),
        ("Đề nghị Văn phòng Sở", "Văn phòng"),
        ("Văn phòng Sở (t/h).", "Văn phòng"),
        ("P. Kế hoạch, Tài chính", "Phòng Kế hoạch - Tài chính"),
        ("Phòng KH-TC", "Phòng Kế hoạch - Tài chính"),
        ("Phòng KHTC Sở", "Phòng Kế hoạch - Tài chính"),
        ("khtc", "Phòng Kế hoạch - Tài chính"),
        ("Phòng LĐVL", "Phòng Lao động - Việc làm"),
        ("Phòng BTXH-TE và BĐG", "Phòng Bảo trợ xã hội - Trẻ em và Bình đẳng giới"),
        ("Phòng Người có công thuộc Sở Lao động - Thương binh và Xã hội", "Phòng Người có công"),
        ("TT DVVL", "Trung tâm Dịch vụ việc làm"),
        ("Trung tâm DVVL (Sở LĐTBXH)", "Trung tâm Dịch vụ việc làm"),
        ("Trường TC nghề", "Trường Trung cấp nghề"),
        ("Phòng Lao động - Thương binh và Xã hội huyện Hòa An", "Phòng LĐ-TBXH huyện Hòa An"),
        ("HĐ TĐ-KT Sở", "Hội đồng Thi đua, khen thưởng Sở"),
        ("Hội đồng Thi đua, khen thưởng Ngành", "Hội đồng Thi đua, khen thưởng Sở"),
        ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở Lao động - TBXH tỉnh", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở", "Sở Lao động - Thương binh và Xã hội"),
        ("Vãn phỏng Sở", "Văn phòng"),
        ("Thamh tra", "Thanh tra"),
        ("khối văn phòng và thanh tra", "Văn phòng"),
        ("Khối cơ sở", "Các đơn vị trực thuộc"),
        ("Các phòng chuyên môn", "Các phòng chuyên môn"),
        ("Các phòng chuyên môn sở (t/h)", "Các phòng chuyên môn"),
        ("Các bộ phận, phòng chuyên môn Sở", "Các phòng chuyên môn"),
        ("Các đơn vị sự nghiệp thuộc Sở", "Các đơn vị trực thuộc"),
        ("Các phòng chuyên môn và các đơn vị trực thuộc", "Các phòng chuyên môn và đơn vị trực thuộc"),
        ("Các phòng, đơn vị thuộc Sở", "Các phòng chuyên môn và đơn vị trực thuộc"),
        ("Các đơn vị trực thuộc Sở", "Các đơn vị trực thuộc"),
        ("Các phòng chuyên môn, đơn vị trực thuộc Sở", "Các phòng chuyên môn và đơn vị trực thuộc"),
        ("Các đơn vị thuộc Sở", "Các phòng chuyên môn và đơn vị trực thuộc"),
        ("P.LĐ-TBXH huyện, tp", "Các huyện, thành phố"),
        ("Các phòng Lao động - TBXH các huyện, thành phố", "Các huyện, thành phố"),
        ("Các địa phương", "Các huyện, thành phố"),
        ("Các đơn vị", "Toàn thể đơn vị"),
        ("Tất cả các đơn vị trong toàn ngành", "Toàn thể đơn vị"),
    ],
)
def test_a_department(text: str, name: str) -> None:
    assert found(text, DEPARTMENT) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LĐLĐ tỉnh", "Liên đoàn Lao động tỉnh Lai Châu"),
        ("Liên đoàn Lao động Lai Châu", "Liên đoàn Lao động tỉnh Lai Châu"),
        ("VP LĐLĐ tỉnh", "Văn phòng"),
        ("Ban CSPL", "Ban Chính sách - Pháp luật"),
        ("LĐLĐ TP Lai Châu", "LĐLĐ thành phố Lai Châu"),
        ("CĐN Giáo dục", "Công đoàn ngành Giáo dục"),
        ("CĐ Viên chức", "Công đoàn Viên chức tỉnh"),
        ("LĐLĐ các huyện, TP", "Các huyện, thành phố"),
        ("Các công đoàn ngành", "Các đơn vị trực thuộc"),
        ("Các ban LĐLĐ tỉnh", "Các phòng chuyên môn"),
        ("các cấp CĐ", "Toàn thể đơn vị"),
    ],
)
def test_a_federation(text: str, name: str) -> None:
    assert found(text, FEDERATION) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        " … ",
        "Lãnh đạo Sở",
        "Đơn vị được kiểm tra trong năm 2021",
        "Phòng Lao động",
        "Công đoàn",
        "Ban Thi đua, Khen thưởng tỉnh",
        "Thanh tra tỉnh",
        "các đơn vị liên quan",
        "UBND các huyện, thành phố",
        "các phòng: Kế hoạch, Thanh tra",
        "Phòng Hành chính",
    ],
)
def test_in_doubt_nothing_is_matched(text: str) -> None:
    result = match_name(text, DEPARTMENT)
    assert (result.kind, result.id) == ("none", None)
    assert result.confidence < ACCEPTED


def test_what_is_open_is_suggested_with_the_reason() -> None:
    vague = match_name("các đơn vị liên quan", DEPARTMENT)
    assert (vague.suggestions[0].name, vague.suggestions[0].confidence) == ("Toàn thể đơn vị", 0.6)
    twice = match_name("Phòng Hành chính", DEPARTMENT)
    assert twice.why == "Có 2 đơn vị cùng tên như vậy; cần chọn."
    assert sorted(one.id for one in twice.suggestions[:2]) == [13, 14]
    assert len(match_name("Phòng Trung tâm Trường Văn Thanh", DEPARTMENT).suggestions) <= 5


def test_only_the_diacritics_tell_two_units_apart() -> None:
    communes = Candidates(
        body=UnitName(1, "UBND huyện Năm Căn", depth=0),
        units=[UnitName(2, "Xã Tân An", kind="district"), UnitName(3, "Xã Tân Ân", kind="district")],
        groups=[],
        aliases=[],
    )
    assert [match_name(text, communes).id for text in ("Xã Tân An", "xã Tân Ân", "xa tan an")] == [2, 3, None]


def test_a_short_name_of_capitals_says_nothing_about_other_words() -> None:
    candidates = Candidates(
        body=UnitName(1, "Sở Y tế", depth=0), units=[UnitName(2, "Trung tâm", "TT")], groups=[], aliases=[]
    )
    assert [match_name(text, candidates).id for text in ("TT", "Thanh tra")] == [2, None]


def test_the_word_tables_name_kinds_that_exist() -> None:
    named = set().union(*words.GROUP_NOUNS.values(), *(kinds for _, kinds in words.DEFAULT_GROUPS))
    assert named <= set(UnitKind.values)


NAME_WORDS = [
    "Phòng",
    "Ban",
    "Văn",
    "Kế",
    "hoạch",
    "Tài",
    "chính",
    "Lao",
    "động",
    "và",
    "huyện",
    "An",
    "các",
    "TP",
    "LĐLĐ",
]


@given(st.lists(st.sampled_from(NAME_WORDS), min_size=1, max_size=8).map(" ".join))
def test_a_name_agrees_with_its_other_wordings(name: str) -> None:
    assert agree(form_of(name), form_of(name.replace(" và ", " - ")))
    assert form_of(f" {name};") == form_of(name)
    assert fold_name(fold_name(name)) == fold_name(name)


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    result = match_name(text, DEPARTMENT)
    assert isinstance(result, MatchResult)
    assert 0.0 <= result.confidence <= 1.0
    assert (result.kind == "none") == (result.id is None)
    assert result.why


@given(st.sampled_from([*DEPARTMENT.units[:11], *FEDERATION.units]))
def test_every_unit_is_found_by_its_own_name(unit: UnitName) -> None:
    candidates = DEPARTMENT if unit in DEPARTMENT.units else FEDERATION
    for text in (unit.name, unit.name.upper(), unit.name.lower(), f"{unit.name}."):
        assert match_name(text, candidates).id == unit.id
