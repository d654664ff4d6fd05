"""Papers for the tests of PDF: small ones built by hand, and what a PDF says when it is read by another program."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pdfplumber

from thidua.lib.vanban.model import Cell, Paragraph, Row, Run, Table
from thidua.lib.vanban.official import (
    NOWHERE,
    Capacity,
    Level,
    OfficialDocument,
    Passage,
    Piece,
    Sheet,
    Signature,
)

SENTENCE = (
    "Các phòng chuyên môn, đơn vị trực thuộc Sở chủ động xây dựng kế hoạch triển khai thực hiện, bảo đảm thiết thực, "
    "hiệu quả, phù hợp với tình hình thực tế của cơ quan, đơn vị; gửi báo cáo kết quả về Văn phòng Sở để tổng hợp."
)
PLAN = OfficialDocument(
    type_key="ke-hoach",
    issuer="SỞ NỘI VỤ",
    title="Tổ chức các phong trào thi đua yêu nước năm 2026",
    parent="UBND TỈNH HẢI SƠN",
    number=5,
    symbol="KH-SNV",
    place="Hải Sơn",
    issued_on=date(2026, 1, 5),
    signatures=(Signature("PHÓ GIÁM ĐỐC", "Nguyễn Văn Ước", Capacity.DEPUTY, "GIÁM ĐỐC"),),
    recipients=("UBND tỉnh (để báo cáo)", "Lưu: VT, TĐKT"),
)


def text(words: str, *, level: Level = Level.TEXT, label: str = "") -> Passage:
    return Passage(level, label, runs=(Run(words),))


def cell(words: str, *, rows: int = 1, columns: int = 1) -> Cell:
    paragraphs = tuple(Paragraph((Run(line),), NOWHERE) for line in words.split("\n") if line)
    return Cell(paragraphs, row_span=rows, column_span=columns)


def row(*texts: str, is_header: bool = False) -> Row:
    return Row(tuple(cell(each) for each in texts), NOWHERE, is_header=is_header)


def group(words: str, columns: int) -> Row:
    return Row((cell(words, columns=columns), *(Cell((), covered=True),) * (columns - 1)), NOWHERE)


def sheet(*rows: Row, is_wide: bool = False) -> Sheet:
    return Sheet(Table(tuple(rows), NOWHERE), is_wide)


def plan(*body: Piece, **changes: Any) -> OfficialDocument:
    return replace(PLAN, body=body, **changes)


def pages_of(pdf: bytes) -> list[Any]:
    """Return the pages as pdfplumber reads them."""
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def lines_of(pdf: bytes) -> list[list[str]]:
    """Return the text of each page as its printed lines."""
    return [[line["text"] for line in page.extract_text_lines()] for page in pages_of(pdf)]


def words_of(pdf: bytes) -> str:
    """Return all that is printed, blanks of every kind as one."""
    return " ".join(" ".join(page.extract_text(x_tolerance=1.5) for page in pages_of(pdf)).split())
