"""What is written as a Word file keeps the form, as the checker of other people's files sees it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from thidua.lib.vanban.checking import check_docx
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.tests.papers import all_types, made_up


@pytest.mark.parametrize("type_key", all_types())
@pytest.mark.parametrize("seed", [1, 2])
def test_every_type_keeps_the_form(type_key: str, seed: int, tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(write_docx(made_up(Random(seed), type_key, keeps_form=True)))
    assert check_docx(file) == ()
