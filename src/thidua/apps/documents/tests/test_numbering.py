"""The rules of numbering, and the marks outside the database."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from thidua.apps.documents.domain import numbering
from thidua.apps.documents.domain.marks import Mark, Marks
from thidua.apps.documents.enums import Manner
from thidua.apps.documents.errors import ClockBehind, MarksUnreadable

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
TWO_GROUPS = [
    {"key": "nhom-1", "name": "Quyết định", "types": ["quyet-dinh", "nghi-quyet"]},
    {"key": "nhom-2", "name": "Công văn", "types": ["cong-van"]},
]


@pytest.mark.parametrize(
    ("manner", "type_key", "series"),
    [
        (Manner.COMMON, "quyet-dinh", "chung"),
        (Manner.COMMON, "cong-van", "chung"),
        (Manner.BY_TYPE, "quyet-dinh", "quyet-dinh"),
        (Manner.BY_TYPE, "cong-van", "cong-van"),
        (Manner.BY_TYPE, "thu-cong", "cong-van"),  # neither has an abbreviation in its symbol
        (Manner.GROUPS, "nghi-quyet", "nhom-1"),
        (Manner.GROUPS, "cong-van", "nhom-2"),
        (Manner.GROUPS, "ke-hoach", "chung"),
        (Manner.BY_TYPE, "sao-luc", "ban-sao"),
        (Manner.COMMON, "sao-y", "ban-sao"),
    ],
)
def test_series_of_a_document(manner: str, type_key: str, series: str) -> None:
    groups = TWO_GROUPS if manner == Manner.GROUPS else []
    assert numbering.series_of(manner, groups, type_key=type_key).key == series
    assert numbering.series_of(manner, groups, type_key=type_key, is_secret=True).key == "mat"


@pytest.mark.parametrize(("manner", "count"), [(Manner.COMMON, 3), (Manner.BY_TYPE, 30), (Manner.GROUPS, 5)])
def test_every_type_has_one_series(manner: str, count: int) -> None:
    series = numbering.all_series(manner, TWO_GROUPS if manner == Manner.GROUPS else [])
    assert len(series) == len({one.key for one in series}) == count


def test_unknown_type_has_no_series() -> None:
    with pytest.raises(ValueError, match="no type of document"):
        numbering.series_of(Manner.COMMON, [], type_key="bang-khen")


def test_the_year_turns_at_midnight_of_the_office() -> None:
    assert numbering.day_of(MIDNIGHT - timedelta(microseconds=1)) == date(2026, 12, 31)
    assert numbering.day_of(MIDNIGHT) == date(2027, 1, 1)
    assert (numbering.year_of(MIDNIGHT - timedelta(microseconds=1)), numbering.year_of(MIDNIGHT)) == (2026, 2027)


def test_a_clock_a_little_behind_takes_the_last_moment() -> None:
    last = AT
    assert numbering.moment_of_issue(now=AT, last=None) == AT
    assert numbering.moment_of_issue(now=AT + timedelta(days=1), last=last) == AT + timedelta(days=1)
    assert numbering.moment_of_issue(now=AT - timedelta(minutes=2), last=last) == AT


def test_a_clock_far_behind_is_refused() -> None:
    with pytest.raises(ClockBehind) as refused:
        numbering.moment_of_issue(now=AT - timedelta(minutes=2, microseconds=1), last=AT)
    assert refused.value.message == (
        "Chưa cấp được số: đồng hồ máy chủ chỉ 08:57 02/03/2026, trước lần cấp số gần nhất (09:00 02/03/2026). "
        "Số cấp sau không thể mang ngày giờ trước."
    )


def test_numbers_below_ten_have_a_zero() -> None:
    assert [numbering.printed(number) for number in (1, 9, 10, 118)] == ["01", "09", "10", "118"]


@pytest.mark.parametrize(
    ("starts_after", "last_issued", "confirmed", "following"),
    [(0, None, None, 1), (118, None, None, 119), (118, 130, None, 131), (0, 5, 42, 43), (0, 50, 42, 51)],
)
def test_next_number(starts_after: int, last_issued: int | None, confirmed: int | None, following: int) -> None:
    found = numbering.next_number(starts_after=starts_after, last_issued=last_issued, confirmed=confirmed)
    assert found == following


def test_marks_only_rise(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "numbers", "a")
    marks.raise_to(1, year=2026, body="CQ", raised={"chung": Mark(7, AT)})
    marks.raise_to(1, year=2026, body="CQ", raised={"chung": Mark(5, AT), "ban-sao": Mark(2, AT)})
    assert marks.of(1, year=2026) == {"chung": Mark(7, AT), "ban-sao": Mark(2, AT)}
    assert marks.of(1, year=2027) == marks.of(2, year=2026) == {}
    content = json.loads((tmp_path / "numbers" / "1-2026.json").read_text(encoding="utf-8"))
    assert (content["body"], content["year"]) == ("CQ", 2026)


def test_the_seal_stays_while_nothing_is_copied(tmp_path: Path) -> None:
    seal = Marks(tmp_path / "numbers", "a").seal()
    assert seal == Marks(tmp_path / "numbers", "a").seal()
    (tmp_path / "numbers").rename(tmp_path / "elsewhere")
    assert Marks(tmp_path / "elsewhere", "a").seal() == seal


def test_a_copied_folder_gets_a_new_seal_and_keeps_its_marks(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "numbers", "a")
    seal = marks.seal()
    marks.raise_to(1, year=2026, body="CQ", raised={"chung": Mark(7, AT)})
    shutil.copytree(tmp_path / "numbers", tmp_path / "copy")
    copied = Marks(tmp_path / "copy", "a")
    assert copied.seal() != seal
    assert copied.seal() == copied.seal()
    assert copied.of(1, year=2026) == {"chung": Mark(7, AT)}


def test_marks_of_another_database_are_laid_aside(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "numbers", "a")
    seal = marks.seal()
    marks.raise_to(1, year=2026, body="CQ", raised={"chung": Mark(7, AT)})
    other = Marks(tmp_path / "numbers", "b")
    assert other.seal() != seal
    assert other.of(1, year=2026) == {}
    assert len(list((tmp_path / "numbers").glob("of-another-database-*/1-2026.json"))) == 1


def test_a_lost_folder_gets_a_new_seal(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "numbers", "a")
    seal = marks.seal()
    shutil.rmtree(tmp_path / "numbers")
    assert marks.seal() != seal


def test_marks_without_their_witness_get_a_new_seal(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "numbers", "a")
    seal = marks.seal()
    (tmp_path / "numbers" / "witness").unlink()
    assert marks.seal() != seal


@pytest.mark.parametrize("spoiled", [b"[]", b"{", b"\xff\xfe"])
def test_a_spoiled_file_stops_numbering_in_words(tmp_path: Path, spoiled: bytes) -> None:
    marks = Marks(tmp_path / "numbers", "a")
    marks.seal()
    (tmp_path / "numbers" / "1-2026.json").write_bytes(spoiled)
    with pytest.raises(MarksUnreadable, match="không đọc được tệp"):
        marks.of(1, year=2026)
