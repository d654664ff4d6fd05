"""What is written as a Word file reads back as the same document: any type, any content."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.tests.papers import all_types, made_up, official_documents

EXAMPLES = 60
"""`python -m bench.write` runs 500."""


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(official_documents())
def test_any_document_reads_back_the_same(paper: OfficialDocument) -> None:
    assert recognize(read_document(write_docx(paper))) == paper


@pytest.mark.parametrize("type_key", all_types())
def test_every_type_reads_back_the_same(type_key: str) -> None:
    paper = made_up(Random(2026), type_key)
    assert recognize(read_document(write_docx(paper))) == paper
