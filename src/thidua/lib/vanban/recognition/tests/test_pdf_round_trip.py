"""What is set as PDF reads back as the same document: every type, lines and pages put together again."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Capacity, Level, Passage, Signature
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.writing.pdf import write_pdf
from thidua.lib.vanban.writing.tests.papers import all_types, made_up, sheet


@pytest.mark.parametrize("type_key", all_types())
def test_every_type_reads_back_the_same(type_key: str) -> None:
    paper = made_up(Random(7), type_key)
    assert recognize(read_document(write_pdf(paper))) == paper


def test_what_only_the_page_shows() -> None:
    """A turned page, an underline, an address at the foot of the first page, a signature of three lines."""
    chance = Random(3)
    paper = replace(
        made_up(chance, "cong-van"),
        body=(
            Passage(Level.TEXT, runs=(Run("Sở Nội vụ "), Run("đề nghị khẩn ", underline=True), Run("các đơn vị:"))),
            sheet(chance, row_count=3, is_wide=True),
            sheet(chance, row_count=3, is_wide=False),
            Passage(Level.TEXT, runs=(Run("Báo cáo kết quả trước ngày 15 tháng 3 năm 2026."),)),
        ),
        signatures=(Signature("PHÓ CHỦ TỊCH", "Lê Văn An", Capacity.COLLECTIVE, "ỦY BAN NHÂN DÂN TỈNH KT. CHỦ TỊCH"),),
        contact=("Số 4 đường Trần Hưng Đạo, phường Xuân Hương", "Điện thoại: 0263.3822.123"),
        attachments=(),
        copy=None,
    )
    assert recognize(read_document(write_pdf(paper))) == paper
