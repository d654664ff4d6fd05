"""Labels in Word files: generated where Word would print the same, typed elsewhere, and read back as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thidua.lib.vanban.model import Paragraph, Run
from thidua.lib.vanban.official import Annex, Level, OfficialDocument, Passage
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.writing.docx import write_docx

_FORMS = (("Chương", Level.CHAPTER), ("Phần", Level.PART), ("Mục", Level.SECTION), ("Điều", Level.ARTICLE))


def passage(label: str) -> Passage:
    level = next((level for word, level in _FORMS if label.startswith(word)), None)
    if level in (Level.CHAPTER, Level.PART, Level.SECTION):
        return Passage(level, label, title="QUY ĐỊNH CHUNG")
    if level is None:
        kinds = {"-": Level.ITEM, "+": Level.ITEM, ")": Level.POINT, "": Level.TEXT}
        level = kinds.get(label[-1:], Level.HEADING if label[0] in "IVX" else Level.CLAUSE)
    return Passage(level, label, runs=(Run("Lời văn"),))


def labels(paper: OfficialDocument) -> list[str]:
    """Return the labels as read back: "*" before those that Word generates."""
    found = []
    for block in read_document(write_docx(paper)).blocks:
        if isinstance(block, Paragraph):
            if block.list_label:
                found.append(f"*{block.list_label}")
            elif block.text.endswith("Lời văn"):
                found.append(block.text.removesuffix("Lời văn").strip())
            elif block.text.startswith(("Chương", "Phần", "Mục")):
                found.append(block.text)
    return found


def paper(*told: str) -> OfficialDocument:
    body = (*(passage(label) for label in told), Passage(Level.TEXT, runs=(Run("Hết."),)))
    return OfficialDocument("quy-che", "SỞ NỘI VỤ", "Thi đua", body=body)


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("I. 1. 2. a) b) 3. II. 1. a)", "*I. *1. *2. *a) *b) *3. *II. *1. *a)"),
        ("a) b) c) d)", "*a) *b) *c) *d)"),
        ("1. a) b) c) d) đ) e) 2. a) b)", "*1. a) b) c) d) đ) e) *2. *a) *b)"),
        ("1. 2. 1. 2.", "*1. *2. *1. *2."),
        ("1. 1.1. 1.2. 2. 2.1.", "*1. 1.1. 1.2. *2. 2.1."),
        ("1. 2. 4. 5.", "*1. *2. 4. 5."),
        ("3. 4.", "3. 4."),
        ("- + + - •", "*- *+ *+ *- •"),
        ("01. A. i)", "01. A. i)"),
        ("IV. V.", "IV. V."),
    ],
)
def test_labels_read_back_as_they_were(told: str, read: str) -> None:
    assert labels(paper(*told.split())) == read.split()


def test_articles_go_on_through_chapters() -> None:
    told = ["Chương I", "Mục 1", "Điều 1.", "1.", "Điều 2.", "Chương II", "Mục 1", "Điều 3.", "1.", "Chương thứ ba"]
    assert labels(paper(*told)) == [
        *("*Chương I", "*Mục 1", "*Điều 1.", "*1.", "*Điều 2.", "*Chương II", "*Mục 1", "*Điều 3.", "*1."),
        "Chương thứ ba",
    ]


def test_annexes_begin_their_numbers_anew() -> None:
    annex = Annex("DANH SÁCH", body=tuple(passage(label) for label in ("Điều 1.", "1.", "2.", "1.", "Điều 2.", "1.")))
    told = replace(paper("Điều 1.", "1.", "Điều 2."), attachments=(annex, annex))
    again = ["*Điều 1.", "*1.", "*2.", "*1.", "*Điều 2.", "*1."]
    assert labels(told) == ["*Điều 1.", "*1.", "*Điều 2.", *again, *again]


def test_a_heading_without_words_keeps_its_label() -> None:
    told = replace(paper(), body=(Passage(Level.CHAPTER, "Chương I"), Passage(Level.TEXT, runs=(Run("Hết."),))))
    assert labels(told) == ["Chương I"]
