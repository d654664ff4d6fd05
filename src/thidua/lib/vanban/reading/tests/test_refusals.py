"""What is refused, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading import DEFAULT_LIMITS, Limits, doc, read_document, reader
from thidua.lib.vanban.reading.tests.files import cell, docx_of, drawn_pdf, pages_pdf, paragraph, ruled_table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def refusal(content: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[UnreadableReason, str]:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(content, limits=limits)
    return refused.value.reason, str(refused.value)


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("Workbook", "Đây là tệp Excel; hãy chép kế hoạch sang Word (.docx) rồi tải lên."),
        ("PowerPoint Document", "Đây là tệp PowerPoint; hãy chép kế hoạch sang Word (.docx) rồi tải lên."),
        ("Khác", "Không nhận ra loại tệp; hãy tải lên tệp Word (.docx, .doc), PDF, ảnh quét hoặc văn bản (.txt)."),
    ],
)
def test_old_office_files_that_are_no_word(stream: str, words: str) -> None:
    assert refusal(OLE + stream.encode("utf-16-le")) == (UnreadableReason.UNKNOWN_TYPE, words)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (EncryptedDocumentError("khóa"), UnreadableReason.ENCRYPTED),
        (Doc2DocxError("hỏng"), UnreadableReason.DAMAGED),
    ],
)
def test_old_word_files_that_cannot_be_converted(
    error: Exception, reason: UnreadableReason, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(source: Path, target: Path) -> None:
        raise error

    monkeypatch.setattr(doc, "convert", fail)
    assert refusal(OLE + "WordDocument".encode("utf-16-le"))[0] is reason


def test_macros_of_an_old_word_file_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    converted = docx_of(paragraph("Kế hoạch"))
    monkeypatch.setattr(doc, "convert", lambda source, target: target.write_bytes(converted))
    content = OLE + "WordDocument".encode("utf-16-le") + "Macros".encode("utf-16-le")
    assert read_document(content).notices == ("Tệp có chứa macro; macro không được chạy, chỉ phần chữ được đọc.",)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), UnreadableReason.OUT_OF_MEMORY),
        (RecursionError(), UnreadableReason.TOO_COMPLEX),
        (KeyError("x"), UnreadableReason.DAMAGED),
    ],
)
def test_no_error_of_a_reader_escapes(
    error: BaseException, reason: UnreadableReason, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(reader, "_read", fail)
    assert refusal(b"Ke hoach")[0] is reason


@pytest.mark.parametrize(
    ("content", "limits", "reason"),
    [
        (b"x" * 100, Limits(file_bytes=99), UnreadableReason.TOO_LARGE),
        (b"{\\rtf1 Ke hoach}", DEFAULT_LIMITS, UnreadableReason.UNKNOWN_TYPE),
        (pages_pdf(3), Limits(text_pages=2), UnreadableReason.TOO_MANY_PAGES),
        (pages_pdf(1), DEFAULT_LIMITS, UnreadableReason.NO_TEXT),
        (drawn_pdf(b"BT /F1 12 Tf 100 700 Td (Ke hoach thi dua) Tj ET"), Limits(characters=5),
         UnreadableReason.TOO_COMPLEX),
        (drawn_pdf(b"BT /F1 12 Tf 100 700 Td (Ke hoach thi dua) Tj ET"), Limits(page_characters=5),
         UnreadableReason.TOO_COMPLEX),
        (docx_of(paragraph("một") + paragraph("hai")), Limits(lines=1), UnreadableReason.TOO_COMPLEX),
        (docx_of(ruled_table(cell("1", '<w:gridSpan w:val="2"/>') + cell("2"))), Limits(table_columns=2),
         UnreadableReason.TOO_COMPLEX),
    ],
)  # fmt: skip
def test_bounds(content: bytes, limits: Limits, reason: UnreadableReason) -> None:
    assert refusal(content, limits)[0] is reason


@pytest.mark.parametrize(
    ("turn", "matrix"), [(0, "1 0 0 1 100 700"), (90, "0 1 -1 0 142 100"), (180, "-1 0 0 -1 495 142"),
                         (270, "0 -1 1 0 453 742")],
)  # fmt: skip
def test_turned_pages_are_read_as_seen(turn: int, matrix: str) -> None:
    content = f"BT /F1 12 Tf {matrix} Tm (Ke hoach) Tj ET".encode()
    pdf = drawn_pdf(content)
    turned = pdf.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 595 842]/Rotate %d" % turn)
    (line,) = read_document(turned).lines
    assert line.text == "Ke hoach"
    assert line.box is not None
    assert 0 < line.box.left < 0.3
    assert 0 < line.box.top < 0.25


def test_words_printed_twice_count_once_and_slanted_ones_are_left_out() -> None:
    twice = b"BT /F1 12 Tf 100 700 Td (Dam) Tj ET BT /F1 12 Tf 100.3 700 Td (Dam) Tj ET"
    stamp = b" BT /F1 12 Tf 0.7 0.7 -0.7 0.7 300 300 Tm (Mat) Tj ET"
    document = read_document(drawn_pdf(twice + stamp))
    assert [line.text for line in document.lines] == ["Dam"]
