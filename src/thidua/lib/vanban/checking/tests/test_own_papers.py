"""What the program writes is in form, whatever the type and whatever stands in it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from thidua.lib.vanban.checking import check_docx
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Annex, Level, OfficialDocument, Passage
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.tests.papers import all_types, made_up

_PAPERS_A_TYPE = 5
_MENTION = Passage(Level.TEXT, runs=(Run("Chi tiết tại phụ lục kèm theo."),))


def _worded(paper: OfficialDocument) -> OfficialDocument:
    """Mend what only its author can: a text that speaks of its annexes, a title for each article among chapters."""
    body = paper.body
    if any(piece.level is Level.CHAPTER for piece in body if isinstance(piece, Passage)):
        body = tuple(
            replace(piece, title="Nội dung", runs=())
            if isinstance(piece, Passage) and piece.level is Level.ARTICLE and not piece.title
            else piece
            for piece in body
        )
    if any(isinstance(one, Annex) for one in paper.attachments):
        body = (*body, _MENTION)
    attached = tuple(_worded(one) if isinstance(one, OfficialDocument) else one for one in paper.attachments)
    return replace(paper, body=body, attachments=attached)


@pytest.mark.parametrize("type_key", all_types())
def test_papers_of_every_type_are_in_form(type_key: str) -> None:
    for seed in range(_PAPERS_A_TYPE):
        paper = _worded(made_up(Random(f"{type_key} {seed}"), type_key))
        assert check_docx(write_docx(paper)) == (), seed
