from __future__ import annotations

import pytest

from bench.read import golds
from bench.score import FieldScores, ratio, score

GOLD = {
    "doc_type": "plan",
    "issuer": "SỞ Y TẾ",
    "date": {"year": 2024, "month": 1, "day": None},
    "legal_bases": [{"text": "Luật A năm 2003", "number": None, "date": None}],
    "headings": [{"label": "I", "title": "MỤC ĐÍCH", "level": 1}],
    "tasks": [
        {"no": "1", "group": "Quý I", "content": "Xây dựng kế hoạch", "lead": ["UBND các xã, phường"],
         "coordinating": [],
         "time_text": None, "start": "2024-01-01", "end": "2024-03-31"},
        {"no": "2", "group": None, "content": "Báo cáo sơ kết", "lead": [], "coordinating": [], "time_text": "15/6",
         "start": None, "end": "2024-06-15", "_optional": True},
    ],
    "deadlines": [{"what": "Gửi báo cáo tổng kết", "who": "Văn phòng Sở", "due": "2024-12-15", "_before": True}],
    "targets": [{"indicator": "100% đơn vị tham gia", "comparator": "=", "min": 100, "max": 100, "unit": "%"}],
    "movements": ["Dạy tốt"],
    "_optional_movements": ["Học tốt"],
    "recipients": ["Như trên (để b/c)"],
    "signer": {"on_behalf": "TM. BAN", "position": None, "name": "Lê An"},
}  # fmt: skip


def tally(scores: FieldScores, name: str) -> tuple[int, int, int]:
    found = scores.tallies[name]
    return found.hits, found.spurious, found.missed


def test_gold_against_itself_is_full() -> None:
    scores = score({"x": GOLD}, {"x": GOLD})
    assert scores.macro == 1.0
    assert tally(scores, "tasks") == (1, 0, 0)  # the optional one counts neither way


def test_missing_prediction_misses_all() -> None:
    scores = score({}, {"x": GOLD})
    assert scores.macro == 0.0
    assert tally(scores, "tasks.end") == (0, 0, 1)


def test_name_with_commas_may_come_in_parts() -> None:
    parts = {**GOLD, "tasks": [{**GOLD["tasks"][0], "lead": ["UBND các xã", "phường"]}]}
    assert tally(score({"x": parts}, {"x": GOLD}), "tasks.lead") == (1, 0, 0)


def test_day_before_is_accepted_where_marked() -> None:
    earlier = {**GOLD, "deadlines": [{"what": "gửi báo cáo", "who": "Văn phòng Sở", "due": "2024-12-14"}]}
    assert tally(score({"x": earlier}, {"x": GOLD}), "deadlines") == (1, 0, 0)


def test_neutral_movements_count_neither_way() -> None:
    more = {**GOLD, "movements": ["Dạy tốt", "Học tốt", "Sống đẹp"]}
    assert tally(score({"x": more}, {"x": GOLD}), "movements") == (1, 1, 0)


def test_spurious_item_adds_its_fields() -> None:
    extra = {**GOLD, "headings": [*GOLD["headings"], {"label": "II", "title": "KHÁC", "level": 1}]}
    assert tally(score({"x": extra}, {"x": GOLD}), "headings.level") == (1, 1, 0)


def test_ratio_of_far_texts_is_nothing() -> None:
    assert ratio("abc", "xyz") == 0.0


def test_annotated_plans_score_full_against_themselves() -> None:
    annotated = golds()
    if not annotated:
        pytest.skip("no annotated plans beside the project")
    assert score(annotated, annotated).macro == 1.0
