from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.write_pdf import equal, unseen
from thidua.lib.vanban.official import Sheet
from thidua.lib.vanban.writing.tests.papers import made_up


def test_an_unseen_plan_has_the_same_letters_in_another_order() -> None:
    paper = made_up(Random(3), "ke-hoach")
    other = unseen(paper)
    assert other != paper
    assert replace(other, body=paper.body) == paper
    for one, same in zip(paper.body, other.body, strict=True):
        if not isinstance(one, Sheet):
            assert not isinstance(same, Sheet)
            assert sorted(one.text) == sorted(same.text)


def test_nothing_is_equal_on_no_papers() -> None:
    assert equal(0) == 0
