"""What is set as PDF reads back as the same document: every type, lines and pages put together again."""

from __future__ import annotations

from random import Random

import pytest

from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.writing.pdf import write_pdf
from thidua.lib.vanban.writing.tests.papers import all_types, made_up


@pytest.mark.parametrize("type_key", all_types())
def test_every_type_reads_back_the_same(type_key: str) -> None:
    paper = made_up(Random(7), type_key)
    assert recognize(read_document(write_pdf(paper))) == paper
