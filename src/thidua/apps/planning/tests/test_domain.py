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
