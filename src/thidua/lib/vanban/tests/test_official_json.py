"""An official document as JSON: nothing is lost, nothing unknown comes in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.lib.vanban.model import Alignment, Cell, Paragraph, Row, Run, Table
from thidua.lib.vanban.official import (
    NOWHERE,
    Annex,
    Capacity,
    Circulation,
    CopyForm,
    CopyMark,
    Level,
    OfficialDocument,
    Passage,
    Secrecy,
    Sheet,
    Signature,
    Urgency,
)
from thidua.lib.vanban.official_json import MalformedPaper, from_json, to_json

_words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
_runs = st.lists(st.builds(Run, _words, *[st.booleans()] * 5), max_size=3).map(tuple)
_paragraphs = st.builds(
    Paragraph,
    _runs,
    st.just(NOWHERE),
    alignment=st.none() | st.sampled_from(Alignment),
    heading_level=st.none() | st.integers(1, 9),
    list_label=st.none() | _words,
)
_cells = st.builds(
    Cell, st.lists(_paragraphs, max_size=2).map(tuple), st.integers(1, 3), st.integers(1, 3), st.booleans()
)
_rows = st.builds(Row, st.lists(_cells, max_size=2).map(tuple), st.just(NOWHERE), is_header=st.booleans())
_tables = st.builds(
    Table,
    st.lists(_rows, max_size=2).map(tuple),
    st.just(NOWHERE),
    st.booleans(),
    st.none() | st.lists(st.floats(0, 1), max_size=2).map(tuple),
)
_bodies = st.lists(
    st.builds(Passage, st.sampled_from(Level), _words, _words, _runs) | st.builds(Sheet, _tables, st.booleans()),
    max_size=3,
).map(tuple)
_signatures = st.builds(Signature, _words, _words, st.none() | st.sampled_from(Capacity), _words, _words)
_lines = st.lists(_words, max_size=2).map(tuple)
_annexes = st.builds(Annex, _words, _words, _words, _bodies)


def _documents(attached: Any) -> Any:
    return st.builds(
        OfficialDocument,
        _words,
        _words,
        _words,
        parent=_words,
        number=st.none() | st.integers(1, 9999),
        issued_on=st.none() | st.dates(),
        addressees=_lines,
        legal_bases=_lines,
        body=_bodies,
        signatures=st.lists(_signatures, max_size=2).map(tuple),
        recipients=_lines,
        secrecy=st.none() | st.sampled_from(Secrecy),
        urgency=st.none() | st.sampled_from(Urgency),
        circulation=st.none() | st.sampled_from(Circulation),
        attachments=st.lists(attached, max_size=2).map(tuple),
        copy=st.none() | st.builds(CopyMark, st.sampled_from(CopyForm), _words, _words, _signatures),
    )


@settings(max_examples=100, deadline=None)
@given(_documents(_annexes | _documents(_annexes)))
def test_nothing_is_lost(paper: OfficialDocument) -> None:
    assert from_json(json.loads(json.dumps(to_json(paper), ensure_ascii=False))) == paper


def test_what_is_written() -> None:
    paper = OfficialDocument(
        "quyet-dinh",
        "SỞ NỘI VỤ",
        "Về việc tặng danh hiệu",
        number=5,
        issued_on=date(2026, 1, 5),
        body=(
            Passage(Level.ARTICLE, "Điều 1.", runs=(Run("Tặng"), Run("danh hiệu", bold=True))),
            Sheet(Table((Row((Cell((Paragraph((Run("TT"),), NOWHERE),)),), NOWHERE, is_header=True),), NOWHERE)),
        ),
        signatures=(Signature("PHÓ GIÁM ĐỐC", "Nguyễn Văn A", Capacity.DEPUTY, "GIÁM ĐỐC"),),
        attachments=(Annex("DANH SÁCH"),),
    )
    assert to_json(paper) == {
        "type_key": "quyet-dinh",
        "issuer": "SỞ NỘI VỤ",
        "title": "Về việc tặng danh hiệu",
        "number": 5,
        "issued_on": "2026-01-05",
        "body": [
            {
                "kind": "passage",
                "level": "article",
                "label": "Điều 1.",
                "runs": [{"text": "Tặng"}, {"text": "danh hiệu", "bold": True}],
            },
            {
                "kind": "sheet",
                "table": {
                    "rows": [{"cells": [{"paragraphs": [{"runs": [{"text": "TT"}]}]}], "is_header": True}],
                },
            },
        ],
        "signatures": [
            {"position": "PHÓ GIÁM ĐỐC", "name": "Nguyễn Văn A", "capacity": "KT.", "authority": "GIÁM ĐỐC"}
        ],
        "attachments": [{"kind": "annex", "title": "DANH SÁCH"}],
    }


_GOOD = {"type_key": "ke-hoach", "issuer": "SỞ", "title": "Kế hoạch"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "Dữ liệu văn bản sai tại «văn bản»: phải là một đối tượng."),
        ({"issuer": "S", "title": "T"}, "Dữ liệu văn bản thiếu mục «type_key» tại «văn bản»."),
        ({**_GOOD, "colour": 1}, "Dữ liệu văn bản sai tại «văn bản»: không có mục «colour»."),
        ({**_GOOD, "number": True}, "Dữ liệu văn bản sai tại «văn bản.number»: phải là một số nguyên."),
        ({**_GOOD, "number": "5"}, "Dữ liệu văn bản sai tại «văn bản.number»: phải là một số nguyên."),
        ({**_GOOD, "title": None}, "Dữ liệu văn bản sai tại «văn bản.title»: phải là một chuỗi ký tự."),
        (
            {**_GOOD, "title": "a\nb"},
            "Dữ liệu văn bản sai tại «văn bản.title»: có ký tự điều khiển hoặc ngắt dòng.",
        ),
        (
            {**_GOOD, "issued_on": "05/01/2026"},
            "Dữ liệu văn bản sai tại «văn bản.issued_on»: phải là một ngày dạng năm-tháng-ngày.",
        ),
        (
            {**_GOOD, "urgency": "GẤP"},
            "Dữ liệu văn bản sai tại «văn bản.urgency»: phải là một trong KHẨN, THƯỢNG KHẨN, HỎA TỐC.",
        ),
        ({**_GOOD, "recipients": "VT"}, "Dữ liệu văn bản sai tại «văn bản.recipients»: phải là một danh sách."),
        (
            {**_GOOD, "body": [{"level": "text"}]},
            "Dữ liệu văn bản sai tại «văn bản.body[0].kind»: phải là một trong passage, sheet.",
        ),
        ({**_GOOD, "body": ["x"]}, "Dữ liệu văn bản sai tại «văn bản.body[0]»: phải là một đối tượng."),
        (
            {**_GOOD, "body": [{"kind": "passage", "level": "text", "runs": [{"text": "a", "bold": 1}]}]},
            "Dữ liệu văn bản sai tại «văn bản.body[0].runs[0].bold»: phải là đúng hoặc sai.",
        ),
        (
            {**_GOOD, "body": [{"kind": "sheet", "table": {"rows": [], "column_widths": [float("nan")]}}]},
            "Dữ liệu văn bản sai tại «văn bản.body[0].table.column_widths[0]»: phải là một số.",
        ),
        (
            {**_GOOD, "body": [{"kind": "sheet", "table": {"rows": [], "lines": {}}}]},
            "Dữ liệu văn bản sai tại «văn bản.body[0].table»: không có mục «lines».",
        ),
    ],
)
def test_what_is_no_document(values: object, message: str) -> None:
    with pytest.raises(MalformedPaper) as caught:
        from_json(values)
    assert str(caught.value) == message


def test_endless_nesting() -> None:
    values: dict[str, Any] = dict(_GOOD)
    for _ in range(400):
        values = {**_GOOD, "kind": "document", "attachments": [values]}
    del values["kind"]
    with pytest.raises(MalformedPaper, match="lồng nhau quá sâu"):
        from_json(values)
