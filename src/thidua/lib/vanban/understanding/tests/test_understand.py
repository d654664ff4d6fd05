"""Bounds: any document gives a reading, in bounded time, with every value pointing at lines that exist."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.lib.vanban.understanding import explain, to_json, understand
from thidua.lib.vanban.understanding.tests.factories import PLANS, document_of, plan, reading_of

LINES = sorted({line for path in PLANS.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()})
NAMES = sorted(path.stem for path in PLANS.glob("*.txt"))
KEYS = [
    "doc_type", "issuer_parent", "issuer", "number", "symbol", "place", "date",
    "title", "legal_bases", "headings",
    "tasks", "prose_tasks", "deadlines", "targets", "movements", "recipients", "signer", "evidence", "unread",
    "document",
]  # fmt: skip


def spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        if "spans" in value and "confidence" in value:
            return list(value["spans"])
        return [span for part in value.values() for span in spans(part)]
    return [span for part in value for span in spans(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", NAMES)
def test_evidence_mirrors_values_and_stands_in_the_source(name: str) -> None:
    reading = plan(name)
    lines = (PLANS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert list(reading) == KEYS
    for key in ("legal_bases", "headings", "tasks", "prose_tasks", "deadlines", "targets", "movements", "recipients"):
        assert len(reading["evidence"][key]) == len(reading[key])
    for task, leaf in zip(reading["tasks"], reading["evidence"]["tasks"], strict=True):
        assert (len(task["lead"]), len(task["coordinating"])) == (len(leaf["lead"]), len(leaf["coordinating"]))
    for span in spans(reading["evidence"]):
        assert 1 <= span["first_line"] <= span["last_line"] <= len(lines)
        source = set(" ".join(lines[span["first_line"] - 1 : span["last_line"]]).split())
        assert set(span["text"].split()[1:-1]) <= source


@pytest.mark.parametrize("name", NAMES)
def test_explained_in_words(name: str) -> None:
    reading = plan(name)
    short, long = explain(reading, with_evidence=False), explain(reading, with_evidence=True)
    assert short.splitlines()[0].startswith("Loại văn bản")
    assert len(long) > len(short)
    for task in reading["tasks"]:
        assert task["content"] in short


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=60)), max_size=60))
def test_any_lines_give_a_reading(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip() or "\x00" in text:
        return
    try:
        document = document_of(text)
    except Exception:
        return
    json.dumps(to_json(understand(document), document))


@pytest.mark.parametrize(
    "stretch",
    [
        "a ",
        "1.",
        "I.1.",
        "(",
        "“",
        "Sở A, ",
        "các xã, ",
        "Căn cứ Luật ",
        "100% ",
        "TM. ",
        "KẾ HOẠCH ",
        "tháng 1 năm ",
        ", trong đó ",
        "A. ",
    ],
)
def test_long_lines_take_bounded_time(stretch: str) -> None:
    line = stretch * (12_000 // len(stretch))
    began = time.process_time()
    reading_of(
        f"KẾ HOẠCH\nCông tác\n\nCăn cứ {line} như sau:\nI. TỔ CHỨC THỰC HIỆN\n1. {line}\n- {line}\n"
        f"Nơi nhận:\n- {line}\n"
    )
    assert time.process_time() - began < 4


def test_five_thousand_rows_take_bounded_time() -> None:
    rows = [
        f"{n}\tXây dựng văn bản số {n}\tPhòng Nội vụ\tTrước ngày {n % 28 + 1}/{n % 12 + 1}/2024" for n in range(1, 5001)
    ]
    document = document_of(
        "KẾ HOẠCH\nCông tác năm 2024\n\nSTT\tNội dung\tChủ trì\tThời gian\n" + "\n".join(rows) + "\n"
    )
    began = time.process_time()
    reading = understand(document)
    assert time.process_time() - began < 4
    assert len(reading.tasks) == 5000


def test_nothing_of_a_plan() -> None:
    reading = reading_of("Danh bạ điện thoại\nNguyễn Văn An 0900 000 001\n")
    assert [reading[key] for key in ("tasks", "prose_tasks", "deadlines", "targets")] == [[], [], [], []]
    assert reading["doc_type"] == "other"
