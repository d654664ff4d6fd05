"""A stranger's file is checked in a child process within bounds."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.checking import check_docx, check_docx_isolated
from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.checking.tests.samples import right
from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.limits import Limits


def test_the_child_says_what_the_checker_says() -> None:
    word = Planting(right("plan"))
    word.style("text", "rPr", '<w:sz w:val="20"/>')
    word.replace("Số: 05/", "Số: 5/")
    content = word.content()
    assert [one.rule for one in check_docx_isolated(content)] == ["number-zero", "text-size"]
    assert check_docx_isolated(content) == check_docx(content)


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UnreadableDocument) as raised:
        check_docx_isolated(right("plan"), limits=Limits(seconds=0.0))
    assert raised.value.reason is UnreadableReason.OUT_OF_TIME


def test_what_the_checker_refuses_the_child_refuses_in_its_words() -> None:
    with pytest.raises(UnreadableDocument) as raised:
        check_docx_isolated(b"PK\x03\x04 no archive")
    assert raised.value.reason is UnreadableReason.DAMAGED
