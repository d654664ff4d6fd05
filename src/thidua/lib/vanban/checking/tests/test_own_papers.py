"""What the program writes is in form, whatever the type and whatever stands in it."""

from __future__ import annotations

from random import Random

import pytest

from thidua.lib.vanban.checking import check_docx
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.tests.papers import all_types, made_up

_PAPERS_A_TYPE = 5


@pytest.mark.parametrize("type_key", all_types())
def test_papers_of_every_type_are_in_form(type_key: str) -> None:
    for seed in range(_PAPERS_A_TYPE):
        paper = made_up(Random(f"{type_key} {seed}"), type_key, keeps_form=True)
        assert check_docx(write_docx(paper)) == (), seed
