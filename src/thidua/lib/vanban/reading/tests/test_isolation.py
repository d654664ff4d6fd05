"""What is said of a child that ends without an answer, or answers badly."""

from pathlib import Path

import pytest

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading import Limits, isolation, read_document_isolated


@pytest.mark.parametrize(
    ("last_words", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", UnreadableReason.OUT_OF_TIME),
        ("import os; os.abort()", UnreadableReason.OUT_OF_MEMORY),
        ("raise MemoryError", UnreadableReason.OUT_OF_MEMORY),
        ("import sys; sys.exit(3)", UnreadableReason.DAMAGED),
    ],
)
def test_a_child_that_dies_is_explained_by_how_it_died(
    last_words: str, reason: UnreadableReason, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dying_child.py").write_text(last_words, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(isolation, "_CHILD", "dying_child")
    paper = tmp_path / "a.txt"
    paper.write_text("Kế hoạch", encoding="utf-8")
    with pytest.raises(UnreadableDocument) as refused:
        read_document_isolated(paper)
    assert refused.value.reason == reason


@pytest.mark.parametrize("program", ["print('document 4'); print('x', end='')", "print('lộn xộn'.encode())", "pass"])
def test_a_child_that_breaks_off_gives_a_refusal(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_child.py").write_text(program, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(isolation, "_CHILD", "broken_child")
    paper = tmp_path / "a.txt"
    paper.write_text("Kế hoạch", encoding="utf-8")
    with pytest.raises(UnreadableDocument) as refused:
        read_document_isolated(paper)
    assert refused.value.reason == UnreadableReason.DAMAGED


def test_a_reading_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_child.py").write_text(
        "print('ready 0', flush=True); import time; time.sleep(60)", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(isolation, "_CHILD", "slow_child")
    paper = tmp_path / "a.txt"
    paper.write_text("Kế hoạch", encoding="utf-8")
    with pytest.raises(UnreadableDocument) as refused:
        read_document_isolated(paper, limits=Limits(seconds=1))
    assert refused.value.reason == UnreadableReason.OUT_OF_TIME
