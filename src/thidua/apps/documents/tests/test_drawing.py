"""The pictures themselves, drawn in this process; the child's bounds are the affair of `test_views`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from PIL import Image

from thidua.apps.documents.domain import drawing, pages
from thidua.apps.documents.tests.factories import make_pdf


def kept(folder: Path, content: bytes) -> str:
    path = folder / "file"
    path.write_bytes(content)
    return str(path)


def test_a_page_of_a_pdf(tmp_path: Path) -> None:
    path = kept(tmp_path, make_pdf(2))
    assert drawing._pdf_page(path, 2, 400).size == (400, 567)
    for page in (0, 3):
        with pytest.raises(IndexError):
            drawing._pdf_page(path, page, 400)


def test_a_frame_of_a_scan(tmp_path: Path) -> None:
    content = io.BytesIO()
    frames = [Image.new("RGB", (800, 600), color) for color in ("white", "black")]
    frames[0].save(content, "TIFF", save_all=True, append_images=frames[1:])
    path = kept(tmp_path, content.getvalue())
    second = drawing._frame(path, 2, 400)
    assert (second.size, second.getpixel((0, 0))) == ((400, 300), (0, 0, 0))
    with pytest.raises(IndexError):
        drawing._frame(path, 3, 400)


def test_too_many_pixels_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO()
    Image.new("1", (100, 100)).save(content, "PNG")
    monkeypatch.setattr(drawing, "MAX_PIXELS", 9_999)
    with pytest.raises(ValueError, match="too many pixels"):
        drawing._frame(kept(tmp_path, content.getvalue()), 1, 50)


@pytest.mark.parametrize(
    ("content", "media_type", "page", "status"),
    [
        (make_pdf(1), "application/pdf", "2", drawing.NO_SUCH_PAGE),
        (b"%PDF broken", "application/pdf", "1", drawing.CANNOT_DRAW),
        (b"GIF89a", "image/png", "1", drawing.CANNOT_DRAW),
    ],
)
def test_the_child_tells_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, media_type: str, page: str, status: int
) -> None:
    monkeypatch.setattr(drawing, "_set_limits", lambda: None)
    monkeypatch.setattr(drawing, "_answers", io.BytesIO)
    monkeypatch.setattr(sys, "argv", ["drawing", kept(tmp_path, content), media_type, page, "100"])
    assert drawing.main() == status


def test_the_child_sends_the_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Answers(io.BytesIO):
        sent = b""

        def close(self) -> None:
            Answers.sent = self.getvalue()

    monkeypatch.setattr(drawing, "_set_limits", lambda: None)
    monkeypatch.setattr(drawing, "_answers", Answers)
    monkeypatch.setattr(sys, "argv", ["drawing", kept(tmp_path, make_pdf(1)), "application/pdf", "1", "100"])
    assert drawing.main() == 0
    assert Image.open(io.BytesIO(Answers.sent)).width == 100


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SECONDS", 0.01)
    with pytest.raises(pages.PageNotDrawn):
        pages.draw_page(Path(kept(tmp_path, make_pdf(1))), media_type="application/pdf", page=1)


def asked(folder: Path, content: bytes, kind: str, page: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, bytes]:
    """Return the status and the answer of the child, its bounds left out and its output kept in a file."""
    path = kept(folder, content)
    with (folder / "answer").open("w+b") as answered, (folder / "answer").open("rb") as seen:
        monkeypatch.setattr(sys, "argv", ["drawing", path, kind, str(page), "300"])
        monkeypatch.setattr(sys, "stdout", answered)
        monkeypatch.setattr(drawing, "_set_limits", lambda: None)
        answers = drawing._answers()
        monkeypatch.setattr(drawing, "_answers", lambda: answers)
        status = drawing.main()
        monkeypatch.undo()
        answers.close()
        return status, seen.read()


def test_the_child_answers_with_a_picture_or_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, picture = asked(tmp_path, make_pdf(1), "application/pdf", 1, monkeypatch)
    assert (status, Image.open(io.BytesIO(picture)).size) == (0, (300, 425))
    assert asked(tmp_path, make_pdf(1), "application/pdf", 2, monkeypatch) == (drawing.NO_SUCH_PAGE, b"")
    assert asked(tmp_path, b"no picture", "image/png", 1, monkeypatch) == (drawing.CANNOT_DRAW, b"")


def test_the_child_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource", reason="only where the system bounds processes")
    asked_for: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, amounts: asked_for.append((kind, amounts[0])))
    drawing._set_limits()
    assert asked_for == [
        (resource.RLIMIT_DATA, drawing.MEMORY_BYTES),
        (resource.RLIMIT_CPU, drawing.CPU_SECONDS),
    ]
