from __future__ import annotations

from bench.write import decision, fill, round_trip, template
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.writing.docx import write_docx


def test_the_peer_writes_the_same_words() -> None:
    ours, theirs = write_docx(decision(27)), fill(template(), 27)
    assert read_document(theirs).text == read_document(ours).text
    assert "Nguyễn Văn B27" in read_document(theirs).text


def test_nothing_changes_on_no_papers() -> None:
    assert round_trip(0) == []
