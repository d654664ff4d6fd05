"""The draft an officer checks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.apps.planning import domain
from thidua.lib.vietnamese import fold

SPAN = {"first_line": 4, "last_line": 4, "page": None, "text": "…"}


def leaf(confidence: float = 0.95, doubt: str | None = None) -> dict[str, Any]:
    return {"confidence": confidence, "doubt": doubt, "spans": [SPAN]}


READING: dict[str, Any] = {
    "doc_type": "plan",
    "issuer_parent": "UBND TỈNH BÌNH MINH",
    "issuer": "SỞ NỘI VỤ",
    "number": "25",
    "symbol": "KH-SNV",
    "place": "Bình Minh",
    "date": {"year": 2026, "month": 3, "day": 5},
    "title": "Công tác thi đua năm 2026",
    "legal_bases": [{"text": "Luật Thi đua, khen thưởng", "number": None, "date": None}],
    "headings": [],
    "tasks": [
        {
            "no": "1",
            "group": "Quý I",
            "content": "Phát động thi đua",
            "lead": ["Văn phòng Sở"],
            "coordinating": ["Các phòng"],
            "time_text": None,
            "start": "2026-01-01",
            "end": "2026-03-31",
            "optional": True,
        }
    ],
    "prose_tasks": [{"content": "Theo dõi, đôn đốc", "assignee": ["Văn phòng Sở"]}],
    "deadlines": [{"what": "Gửi đăng ký thi đua", "who": "Các đơn vị", "due": "2026-01-30"}],
    "targets": [
        {"indicator": "Tuyển mới", "comparator": "~", "min": 35100, "max": 35100, "unit": "người", "parts": [1]},
        {"indicator": "Trình độ cao đẳng", "comparator": "=", "min": 10100, "max": 10100, "unit": "người"},
    ],
    "movements": ["Dạy tốt, học tốt"],
    "recipients": ["Như trên", "Lưu: VT"],
    "signer": {"on_behalf": None, "position": "GIÁM ĐỐC", "name": "Trần Văn Bình"},
    "evidence": {
        "title": leaf(),
        "doc_type": leaf(),
        "date": leaf(),
        "signer": {"name": leaf(0.5, "Chữ ký che tên.")},
        "tasks": [{"content": leaf(), "lead": leaf(0.6)}],
        "prose_tasks": [{"content": leaf(), "assignee": leaf()}],
        "deadlines": [{"what": leaf(), "due": leaf(), "who": leaf()}],
        "targets": [{"indicator": leaf()}, {"indicator": leaf()}],
        "movements": [leaf()],
        "recipients": [leaf(), leaf()],
        "legal_bases": [leaf()],
    },
    "document": {"plan_year": 2026},
}


def draft() -> domain.Draft:
    return domain.draft_from_reading(READING, this_year=2030)


def test_rows_of_tables_assignments_and_duties_become_tasks() -> None:
    assert [(task["key"], task["origin"], task["content"], task["lead"], task["end"]) for task in draft()["tasks"]] == [
        ("t1", "table", "Phát động thi đua", ["Văn phòng Sở"], "2026-03-31"),
        ("p1", "prose", "Theo dõi, đôn đốc", ["Văn phòng Sở"], None),
        ("d1", "deadline", "Gửi đăng ký thi đua", ["Các đơn vị"], "2026-01-30"),
    ]
    assert draft()["tasks"][2]["evidence"].keys() == {"content", "end", "lead"}


def test_an_assignment_with_one_day_is_one_task_with_several_days_several() -> None:
    one = READING | {"deadlines": [{"what": "Gửi báo cáo", "who": None, "due": "2026-06-15", "prose_task": 0}]}
    assert [(task["key"], task["end"]) for task in domain.draft_from_reading(one, this_year=2030)["tasks"]] == [
        ("t1", "2026-03-31"),
        ("p1", "2026-06-15"),
    ]
    two = READING | {"deadlines": [*one["deadlines"], {**one["deadlines"][0], "due": "2026-12-15"}]}
    assert [(task["key"], task["end"]) for task in domain.draft_from_reading(two, this_year=2030)["tasks"]] == [
        ("t1", "2026-03-31"),
        ("p1", None),
        ("d1", "2026-06-15"),
        ("d2", "2026-12-15"),
    ]


def test_the_head_holds_scalars_and_their_evidence() -> None:
    head = draft()["head"]
    assert (head["title"], head["year"], head["issued_on"], head["signer_name"], head["kind"]) == (
        "Công tác thi đua năm 2026",
        2026,
        "2026-03-05",
        "Trần Văn Bình",
        "plan",
    )
    assert head["evidence"].keys() == {"title", "kind", "issued_on", "signer_name"}


def test_a_blank_day_stays_as_written() -> None:
    reading = READING | {"date": {"year": 2026, "month": 3, "day": None}}
    head = domain.draft_from_reading(reading, this_year=2030)["head"]
    assert (head["issued_on"], head["issued_text"]) == (None, "ngày … tháng 03 năm 2026")


def test_parts_know_their_whole() -> None:
    assert [target["whole"] for target in draft()["targets"]] == ["", "g1"]


def test_names_of_units_are_listed_once() -> None:
    assert domain.names_in(draft()) == ["Văn phòng Sở", "Các phòng", "Các đơn vị"]


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("head.title", "  Tên mới ", "Tên mới"),
        ("head.issued_on", "06/03/2026", "2026-03-06"),
        ("tasks.t1.end", "", None),
        ("tasks.t1.end", "5.4.2026", "2026-04-05"),
        ("tasks.t1.lead", "Văn phòng; Thanh tra\nPhòng A", ["Văn phòng", "Thanh tra", "Phòng A"]),
        ("tasks.t1.included", "false", False),
        ("targets.g1.min", "32.500,5", 32500.5),
        ("targets.g1.min", "", None),
        ("head.year", "2027", 2027),
    ],
)
def test_typed_values_are_kept_in_their_kind(path: str, typed: str, kept: object) -> None:
    one = draft()
    assert domain.apply_change(one, path, typed)[1] == kept
    assert path in one["seen"]


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        ("head.issued_on", "31/02/2026", "Ngày 31/02/2026 không có trong lịch."),
        ("tasks.t1.end", "mai", "Ngày cần ghi theo dạng ngày/tháng/năm, ví dụ 05/03/2026."),
        ("targets.g1.min", "1.23", "Số cần ghi theo cách viết 1.234,5."),
        ("head.year", "26", "Năm cần ghi đủ bốn chữ số, ví dụ 2026."),
        ("tasks.t1.content", " ", "Nội dung này không được để trống; nếu không cần, hãy bỏ dòng."),
    ],
)
def test_a_value_that_cannot_be_taken_says_how_to_write_it(path: str, typed: str, sentence: str) -> None:
    one = draft()
    before = draft()
    with pytest.raises(domain.InvalidChange) as error:
        domain.apply_change(one, path, typed)
    assert (str(error.value), one) == (sentence, before)


@pytest.mark.parametrize(
    "path", ["head.evidence", "head.nothing", "tasks.t9.content", "tasks.t1.key", "tasks.t1.other", "x.y", ""]
)
def test_a_path_that_is_not_there_is_refused(path: str) -> None:
    with pytest.raises(KeyError):
        domain.apply_change(draft(), path, "x")


@given(
    st.text(max_size=30),
    st.one_of(st.none(), st.text(max_size=20), st.booleans(), st.lists(st.text(max_size=5), max_size=3)),
)
def test_whatever_is_typed_gives_a_draft_or_a_sentence(path: str, typed: object) -> None:
    one = draft()
    for real in (path, "head.title", "tasks.t1.start", "targets.g2.max", "tasks.t1.lead", "seen.head.title"):
        try:
            domain.apply_change(one, real, typed)
        except (domain.InvalidChange, KeyError):
            continue
    domain.problems(one)
    domain.doubts(one)


def test_doubts_name_values_read_with_low_confidence_until_looked_at() -> None:
    one = draft()
    assert [(doubt.path, doubt.message) for doubt in domain.doubts(one)] == [
        ("head.signer_name", "Chữ ký che tên."),
        ("tasks.t1.lead", "Giá trị này đọc chưa chắc chắn; đối chiếu với văn bản gốc."),
    ]
    domain.apply_change(one, "seen.head.signer_name", True)
    domain.apply_change(one, "tasks.t1.lead", "Văn phòng")
    assert domain.doubts(one) == []


def test_an_unmatched_unit_is_a_doubt_until_a_person_decides() -> None:
    one = draft()
    name = fold("Các phòng")
    one["units"][name] = {"as_written": "Các phòng", "choice": None, "suggestions": []}
    assert f"units.{name}" in [doubt.path for doubt in domain.doubts(one)]
    domain.apply_change(one, f"units.{name}", "group:3")
    assert one["units"][name]["choice"] == {"group": 3}
    assert f"units.{name}" not in [doubt.path for doubt in domain.doubts(one)]


def test_problems_stop_confirmation_until_mended() -> None:
    one = draft()
    assert domain.problems(one) == []
    one["head"]["issuer"] = ""
    one["tasks"][0]["start"] = "2026-12-01"
    one["targets"][0]["max"] = 5
    assert [problem.path for problem in domain.problems(one)] == ["head.issuer", "tasks.t1.end", "targets.g1.max"]
    for item in one["tasks"] + one["targets"]:
        item["included"] = False
    assert [problem.path for problem in domain.problems(one)] == ["head.issuer", "tasks"]


def test_a_row_added_by_hand_is_empty_and_must_be_filled() -> None:
    one = draft()
    assert [domain.add_item(one, "tasks"), domain.add_item(one, "tasks"), domain.add_item(one, "targets")] == [
        "n1",
        "n2",
        "n1",
    ]
    assert [problem.path for problem in domain.problems(one)] == [
        "tasks.n1.content",
        "tasks.n2.content",
        "targets.n1.indicator",
    ]


def test_a_document_without_work_is_not_worth_confirming() -> None:
    empty = READING | {"tasks": [], "prose_tasks": [], "deadlines": [], "targets": []}
    assert not domain.is_worth_confirming(domain.draft_from_reading(empty, this_year=2026))
    assert domain.is_worth_confirming(draft())


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("head.issued_on", "05/03/2026"),
        ("head.number", "25"),
        ("tasks.t1.lead", "Văn phòng Sở"),
        ("tasks.t1.is_optional", "1"),
        ("tasks.p1.end", ""),
        ("targets.g1.min", "35.100"),
        ("targets.g2.whole", "g1"),
        ("seen.head.title", ""),
    ],
)
def test_a_value_reads_as_a_person_would_type_it_and_typing_it_changes_nothing(path: str, typed: str) -> None:
    one = draft()
    assert domain.typed_value(one, path) == typed
    before, after = domain.apply_change(one, path, typed)
    assert before == after


@pytest.mark.parametrize("path", ["head.evidence", "tasks.t9.lead", "nothing.t1.lead", "head.nothing"])
def test_a_value_that_is_not_there_cannot_be_read(path: str) -> None:
    with pytest.raises(KeyError):
        domain.typed_value(draft(), path)


@given(st.integers(-(10**11), 10**11))
def test_numbers_survive_being_shown_and_typed(thousandths: int) -> None:
    one = draft()
    one["targets"][0]["min"] = thousandths / 1000
    typed = domain.typed_value(one, "targets.g1.min")
    assert domain.apply_change(one, "targets.g1.min", typed) == (thousandths / 1000, thousandths / 1000)


def test_a_target_is_part_of_another_but_never_of_its_own_parts() -> None:
    one = draft()
    assert (domain.possible_wholes(one, "g1"), domain.possible_wholes(one, "g2")) == ([], ["g1"])
    with pytest.raises(domain.InvalidChange, match="không thể là một phần"):
        domain.apply_change(one, "targets.g1.whole", "g2")
    assert domain.apply_change(one, "targets.g2.whole", "") == ("g1", "")
    assert domain.possible_wholes(one, "g1") == ["g2"]


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        ("head.kind", "letter", "Cần chọn một giá trị trong danh sách."),
        ("head.number", "1" * 31, "Nội dung dài quá 30 ký tự."),
        ("head.year", "1900", "Năm cần ghi đủ bốn chữ số, ví dụ 2026."),
        ("targets.g1.max", "9" * 16, "Số này lớn quá mức ghi được."),
        ("tasks.t1.relative_days", "năm", "Số ngày cần là số nguyên."),
        ("units.vp", "person:3", "Đơn vị chọn không hợp lệ."),
    ],
)
def test_what_the_plan_cannot_hold_is_refused(path: str, typed: str, sentence: str) -> None:
    one = draft()
    one["units"]["vp"] = {"as_written": "VP", "choice": None}
    with pytest.raises(domain.InvalidChange) as error:
        domain.apply_change(one, path, typed)
    assert str(error.value) == sentence


def test_what_was_read_but_does_not_fit_is_a_problem() -> None:
    one = draft()
    one["head"] |= {"year": 20, "symbol": "K" * 81, "title": " "}
    one["tasks"][0] |= {"time_text": "T" * 501, "lead": ["Đ" * 501]}
    one["targets"][0]["min"] = 1e16
    one["targets"][0]["max"] = None
    assert [problem.path for problem in domain.problems(one)] == [
        "head.title",
        "head.year",
        "head.symbol",
        "tasks.t1.time_text",
        "tasks.t1.lead",
        "targets.g1.min",
    ]


def test_every_kind_of_row_can_be_added() -> None:
    one = draft()
    assert [domain.add_item(one, area) for area in ("legal_bases", "movements", "recipients")] == ["n1", "n1", "n1"]
    assert one["legal_bases"][-1] == {
        "key": "n1", "included": True, "text": "", "evidence": {}, "number": "", "date": None
    }  # fmt: skip
    with pytest.raises(KeyError):
        domain.add_item(one, "headings")


def test_several_places_of_one_value_become_one() -> None:
    reading = READING | {
        "evidence": {"tasks": [{"lead": [leaf(0.9), leaf(0.4, "Mờ.")], "time_text": leaf(), "end": leaf(), "no": None}]}
    }
    evidence = domain.draft_from_reading(reading, this_year=2026)["tasks"][0]["evidence"]
    assert evidence == {"lead": {"confidence": 0.4, "doubt": "Mờ.", "spans": [SPAN]}, "time_text": leaf()}


def line(number: int, text: str = "x") -> dict[str, Any]:
    return {"type": "paragraph", "lines": [number, number], "text": text}


def row(number: int, text: str, height: int = 1) -> dict[str, Any]:
    return {"lines": [number, number], "cells": [{"text": text, "rows": height, "columns": 1}]}


def test_a_long_source_comes_in_parts_and_merged_cells_stay_whole() -> None:
    rows = [row(2, "cao", height=125), *(row(number, f"d{number}") for number in range(3, 400))]
    table = {"type": "table", "lines": [2, 399], "borderless": False, "rows": rows}
    source = {"blocks": [{"type": "page", "page": 1}, line(1), table, line(400)]}
    parts = domain.source_parts(source)
    assert [(part.number, part.first_line, part.last_line) for part in parts] == [
        (0, 1, 126),
        (1, 127, 246),
        (2, 247, 366),
        (3, 367, 400),
    ]
    shown = [
        one["lines"][0]
        for part in parts
        for block in part.blocks
        for one in block.get("rows", [block])
        if "lines" in one
    ]
    assert shown == list(range(1, 401))
    assert domain.source_parts({}) == []


def test_words_are_found_in_paragraphs_and_rows_without_diacritics() -> None:
    table = {"type": "table", "lines": [2, 3], "rows": [row(2, "Văn phòng\nSở"), row(3, "Thanh tra")]}
    source = {"blocks": [line(1, "Khen thưởng"), table, {"type": "page", "page": 2}]}
    assert domain.lines_holding(source, "van  phong so") == [(2, 2)]
    assert domain.lines_holding(source, "KHEN") == [(1, 1)]
    assert domain.lines_holding(source, " ") == []
