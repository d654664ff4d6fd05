"""Excel lists of strangers: guarded, opened, and read as rows under headings; what the cells mean is not judged."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import python_calamine

from thidua.lib.vanban.errors import UnreadableDocument
from thidua.lib.vanban.reading.archive import Archive
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, MEGABYTE
from thidua.lib.vietnamese import fold

MAX_BYTES = 10 * MEGABYTE
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_SHEETS = 20
HEADING_ROWS = 20
"""A heading row stands among the first rows, under the name of the list."""
_LIMITS = replace(DEFAULT_LIMITS, unpacked_bytes=80 * MEGABYTE, part_bytes=40 * MEGABYTE)
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,9})["']""")
_MACROS = ("vbaproject.bin", "vbadata.xml")
Cell = str | float | bool | date | None


class UnreadableList(Exception):
    """The file gives no list; `str()` is a Vietnamese sentence that says why and what to do."""


def read_sheets(content: bytes) -> list[tuple[str, list[list[Cell]]]]:
    """Return every sheet of an .xlsx file as (name, rows of cells), first row first, blank rows kept.

    An empty cell is None; formulas give the value Excel kept for them. Raises UnreadableList for anything that is no
    Excel file, holds macros, is too large, or hostile.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableList(f"Tệp lớn quá {MAX_BYTES // MEGABYTE} MB. Chia danh sách thành nhiều tệp.")
    _guard(content)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [(name, list(_rows(book.get_sheet_by_name(name)))) for name in book.sheet_names[:MAX_SHEETS]]
    except python_calamine.PasswordError:
        raise UnreadableList("Tệp được đặt mật khẩu. Bỏ mật khẩu rồi tải lại.") from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise UnreadableList("Tệp Excel bị hỏng. Mở bằng Excel, lưu lại rồi tải lên lần nữa.") from None


def cell_text(cell: Cell) -> str:
    """Return a cell as a person reads it in Excel: days dd/mm/yyyy, whole numbers without a point, "Có" and "Không"."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)


def too_long(sheet: str) -> UnreadableList:
    return UnreadableList(f"Trang tính “{sheet}” có hơn {MAX_ROWS} dòng. Chia danh sách thành nhiều tệp.")


def folded_heading(text: str) -> str:
    """Return a heading as compared: folded, without punctuation, remarks in brackets and the star of what is needed."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(re.sub(r"\(.*?\)", "", text))).split())


def columns_under(headings: Sequence[str], fields: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """Return the field of each known column. `fields` maps a field to its headings, the first one being our own.

    Our own headings go before other wordings; of two columns for one field the first one counts.
    """
    found: dict[int, str] = {}
    for rank in (slice(0, 1), slice(1, None)):
        known = {folded_heading(label): field for field, labels in fields.items() for label in labels[rank] if label}
        for at, text in enumerate(headings):
            field = known.get(folded_heading(text))
            if field and at not in found and field not in found.values():
                found[at] = field
    return dict(sorted(found.items()))


def column_letters(at: int) -> str:
    """Return what Excel calls a column: 0 is A, 26 is AA."""
    letters = ""
    while at >= 0:
        letters = chr(65 + at % 26) + letters
        at = at // 26 - 1
    return letters


def _guard(content: bytes) -> None:
    """Refuse what is no .xlsx, unpacks to too much, or names cells so far out that reading would fill the memory."""
    if not content.startswith(b"PK\x03\x04"):
        raise UnreadableList("Chỉ nhận tệp Excel đuôi .xlsx. Mở tệp bằng Excel, lưu thành “Excel Workbook (.xlsx)”.")
    try:
        archive = Archive(content, _LIMITS)
        if "xl/workbook.xml" not in archive.names:
            raise UnreadableList("Tệp này không phải bảng tính Excel (.xlsx).")
        if any(_is_macro(name.lower()) for name in archive.names):
            raise UnreadableList("Tệp có macro nên không nhận. Lưu thành “Excel Workbook (.xlsx)” rồi tải lại.")
        for name in archive.names:
            part = archive.read(name)
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _guard_size(part)
    except UnreadableDocument as error:
        raise UnreadableList(str(error).replace("bằng Word", "bằng Excel")) from None


def _is_macro(name: str) -> bool:
    return name.endswith(_MACROS) or "/macrosheets/" in name


def _guard_size(sheet: bytes) -> None:
    for match in _ADDRESS.finditer(sheet):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - 64
        if column > 10 * MAX_COLUMNS or int(match[2]) > 4 * MAX_ROWS:
            raise UnreadableList(f"Bảng tính quá rộng hoặc quá dài; mỗi trang tính nhận tối đa {MAX_ROWS} dòng.")


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[list[Cell]]:
    start = sheet.start or (0, 0)
    yield from ([] for _ in range(start[0]))
    for row in sheet.iter_rows():
        yield [_cell(cell) for cell in row[:MAX_COLUMNS]]


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if value == "" or value is None:
        return None
    return value if isinstance(value, str | bool | float | int | date) else str(value)
