"""Whatever the bytes, a document or `UnreadableDocument`; and in a child process, in bounds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import Document
from thidua.lib.vanban.reading import Limits, read_document, read_document_isolated
from thidua.lib.vanban.reading.tests.files import (
    PLAN,
    billion_laughs,
    hostile_files,
    outside_entity,
    plan_docx,
    plan_pdf,
    zip_bomb,
)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("thidua.lib.vanban.reading").setLevel(logging.CRITICAL)


def ends_well(content: bytes, filename: str | None = None) -> bool:
    try:
        return isinstance(read_document(content, filename=filename), Document)
    except UnreadableDocument as error:
        return str(error).endswith((".", ").")) and error.reason in UnreadableReason


@given(st.binary(max_size=2000), st.sampled_from([None, "a.md", "a.html", "a.doc"]))
def test_any_bytes_end_well(content: bytes, filename: str | None) -> None:
    assert ends_well(content, filename)


@given(
    st.sampled_from(
        [b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"II*\0"]
    ),
    st.binary(max_size=2000),
)
def test_any_bytes_after_a_known_start_end_well(start: bytes, content: bytes) -> None:
    assert ends_well(start + content)


SOUND = {"docx": plan_docx(), "pdf": plan_pdf(), "text": PLAN.encode()}


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.sampled_from(sorted(SOUND)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=20),
    st.floats(0.3, 1),
)
def test_damaged_files_end_well(kind: str, changes: list[tuple[float, int]], kept: float) -> None:
    content = bytearray(SOUND[kind])
    for place, byte in changes:
        content[int(place * (len(content) - 1))] = byte
    assert ends_well(bytes(content[: int(len(content) * kept)]))


@pytest.mark.parametrize("name", sorted(hostile_files()))
def test_hostile_files_end_well_and_soon(name: str) -> None:
    # Work, not waiting: a busy machine and a coverage tracer are no failure; work that grows with the square is.
    started = time.process_time()
    assert ends_well(hostile_files()[name](), "a.html" if "html" in name else None)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (zip_bomb, UnreadableReason.TOO_LARGE),
        (billion_laughs, UnreadableReason.DAMAGED),
        (lambda: outside_entity("/etc/hostname"), UnreadableReason.DAMAGED),
        (hostile_files()["encrypted package"], UnreadableReason.ENCRYPTED),
        (hostile_files()["deep xml"], UnreadableReason.TOO_COMPLEX),
        (hostile_files()["many cells"], UnreadableReason.TOO_COMPLEX),
        (hostile_files()["many lines"], UnreadableReason.TOO_COMPLEX),
        (hostile_files()["rtf"], UnreadableReason.UNKNOWN_TYPE),
    ],
)
def test_hostile_files_are_refused_for_the_right_reason(make: Callable[[], bytes], reason: UnreadableReason) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(make())
    assert caught.value.reason is reason


def test_two_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert (caught.value.reason, str(caught.value)) == (
        UnreadableReason.TOO_LARGE,
        "Tệp nặng 200 MB, vượt mức 50 MB; hãy chia nhỏ hoặc giảm dung lượng tệp rồi tải lại.",
    )


# In a child process


def test_isolated_reading_gives_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(plan_pdf())
    progress: list[tuple[int, int]] = []
    document = read_document_isolated(path, progress=lambda done, pages: progress.append((done, pages)))
    assert document == read_document(path)
    assert progress == [(1, 1)]


def test_isolated_reading_says_why_not(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(zip_bomb())
    with pytest.raises(UnreadableDocument) as caught:
        read_document_isolated(path)
    assert caught.value.reason is UnreadableReason.TOO_LARGE


def test_isolated_reading_ends_when_time_is_up(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_bytes(b"".join(b"viec %d\tphong %d\n" % (number, number) for number in range(40_000)))
    with pytest.raises(UnreadableDocument) as caught:
        read_document_isolated(path, limits=Limits(seconds=0.05))
    assert caught.value.reason is UnreadableReason.OUT_OF_TIME


def test_isolated_reading_ends_when_memory_is_up(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_bytes(b"".join(b"viec %d\tphong %d\n" % (number, number) for number in range(40_000)))
    with pytest.raises(UnreadableDocument) as caught:
        read_document_isolated(path, limits=Limits(memory_bytes=60 * 1024 * 1024))
    assert caught.value.reason is UnreadableReason.OUT_OF_MEMORY


def test_isolated_reading_of_nothing_is_an_error_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_document_isolated(tmp_path / "none.txt")
