"""An Excel list of units and people, as cells by what their headings say; nothing is judged yet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import python_calamine

from thidua.lib.vanban.errors import UnreadableDocument
from thidua.lib.vanban.reading.archive import Archive
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, MEGABYTE
from thidua.lib.vietnamese import clean, fold

MAX_BYTES = 10 * MEGABYTE
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_SHEETS = 20
MAX_CELL = 500
HEADING_ROWS = 20
_LIMITS = replace(DEFAULT_LIMITS, unpacked_bytes=80 * MEGABYTE, part_bytes=40 * MEGABYTE)
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,9})["']""")

UNIT_COLUMNS = {
    "code": "Mã đơn vị",
    "name": "Tên đơn vị",
    "short_name": "Tên viết tắt",
    "kind": "Loại đơn vị",
    "parent": "Đơn vị cấp trên",
    "position": "Thứ tự",
    "valid_from": "Từ ngày",
}
PERSON_COLUMNS = {
    "code": "Mã cán bộ",
    "full_name": "Họ và tên",
    "unit": "Đơn vị",
    "title": "Chức vụ",
    "email": "Thư điện tử",
    "phone": "Điện thoại",
    "roles": "Vai trò",
    "username": "Tên đăng nhập",
}
"""The columns of our own lists, in their order. Headings of other lists are known by `_VARIANTS` as well."""

_VARIANTS: dict[str, dict[str, Sequence[str]]] = {
    "units": {
        "code": ("mã", "mã đv", "ký hiệu đơn vị"),
        "name": ("tên", "đơn vị", "tên đầy đủ", "tên cơ quan, đơn vị", "phòng, ban, đơn vị"),
        "short_name": ("viết tắt", "tên tắt", "tên ngắn"),
        "kind": ("loại", "loại hình", "nhóm đơn vị", "phân loại"),
        "parent": ("mã đơn vị cấp trên", "cấp trên", "mã cấp trên", "trực thuộc", "thuộc đơn vị", "đơn vị cha"),
        "position": ("thứ tự hiển thị", "số thứ tự hiển thị"),
        "valid_from": ("ngày thành lập", "ngày hiệu lực", "hiệu lực từ", "hiệu lực từ ngày"),
    },
    "people": {
        "code": ("mã nhân viên", "mã cb", "mã cbcc", "mã cbccvc", "mã số", "số hiệu", "số hiệu công chức", "mã"),
        "full_name": ("họ tên", "tên cán bộ", "họ và tên cán bộ", "họ và tên khai sinh", "cán bộ"),
        "family_name": ("họ", "họ đệm", "họ và tên đệm", "họ và đệm"),
        "given_name": ("tên",),
        "unit": ("mã đơn vị", "đơn vị công tác", "phòng ban", "phòng, ban", "phòng", "thuộc đơn vị", "nơi công tác"),
        "title": ("chức danh", "chức vụ, chức danh", "chức vụ/chức danh"),
        "email": ("email", "e-mail", "hộp thư", "địa chỉ email", "địa chỉ thư điện tử", "thư công vụ"),
        "phone": ("số điện thoại", "di động", "điện thoại di động", "sđt", "đt"),
        "roles": ("quyền", "vai trò trong hệ thống"),
        "username": ("tài khoản", "tên tài khoản", "user", "username"),
    },
}


class UnreadableList(Exception):  # noqa: N818 - errors end in the fact (architecture: Names)
    """The file gives no list; `str()` is a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: where it stands in the file, and its cells by field; an empty cell is not there."""

    sheet: str
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lists:
    """What a workbook holds of units and of people."""

    units: tuple[SheetRow, ...] = ()
    people: tuple[SheetRow, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            kind: [[row.sheet, row.line, dict(row.cells)] for row in rows]
            for kind, rows in (("units", self.units), ("people", self.people))
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Lists:
        return cls(
            units=tuple(SheetRow(*row) for row in stored.get("units", ())),
            people=tuple(SheetRow(*row) for row in stored.get("people", ())),
        )


def read_lists(content: bytes) -> Lists:
    """Return the units and people of an Excel file, whatever the order of its sheets and columns.

    Raises UnreadableList for anything that is no Excel file, too large, hostile, or holds neither.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableList(f"Tệp lớn quá {MAX_BYTES // MEGABYTE} MB. Chia danh sách thành nhiều tệp.")
    _guard(content)
    lists: dict[str, tuple[SheetRow, ...]] = {}
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names[:MAX_SHEETS]:
                kind, rows = _rows(name, book.get_sheet_by_name(name))
                if kind and kind not in lists:
                    lists[kind] = rows
    except python_calamine.PasswordError:
        raise UnreadableList("Tệp được đặt mật khẩu. Bỏ mật khẩu rồi tải lại.") from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise UnreadableList("Tệp Excel bị hỏng. Mở bằng Excel, lưu lại rồi tải lên lần nữa.") from None
    if not lists:
        wanted = "“Tên đơn vị” hoặc “Họ và tên”"
        raise UnreadableList(f"Không thấy dòng tiêu đề có cột {wanted}. Dùng tệp mẫu hoặc đặt lại tên cột.")
    if not any(lists.values()):
        raise UnreadableList("Danh sách chưa có dòng nào dưới dòng tiêu đề.")
    return Lists(units=lists.get("units", ()), people=lists.get("people", ()))


def _guard(content: bytes) -> None:
    """Refuse what is no .xlsx, unpacks to too much, or names cells so far out that reading would fill the memory."""
    if not content.startswith(b"PK\x03\x04"):
        raise UnreadableList("Chỉ nhận tệp Excel đuôi .xlsx. Mở tệp bằng Excel, lưu thành “Excel Workbook (.xlsx)”.")
    try:
        archive = Archive(content, _LIMITS)
        if "xl/workbook.xml" not in archive.names:
            raise UnreadableList("Tệp này không phải bảng tính Excel (.xlsx).")
        for name in archive.names:
            part = archive.read(name)
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _guard_size(part)
    except UnreadableDocument as error:
        raise UnreadableList(str(error).replace("bằng Word", "bằng Excel")) from None


def _guard_size(sheet: bytes) -> None:
    for match in _ADDRESS.finditer(sheet):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - 64
        if column > 10 * MAX_COLUMNS or int(match[2]) > 4 * MAX_ROWS:
            raise UnreadableList(f"Bảng tính quá rộng hoặc quá dài; mỗi trang tính nhận tối đa {MAX_ROWS} dòng.")


def _rows(name: str, sheet: python_calamine.CalamineSheet) -> tuple[str, tuple[SheetRow, ...]]:
    kind = ""
    columns: dict[int, str] = {}
    found: list[SheetRow] = []
    for line, cells in enumerate(_lines(sheet), start=1):
        if not columns:
            if line > HEADING_ROWS:
                return "", ()
            kind, columns = _headings(cells)
            continue
        values = {field: cells[at] for at, field in columns.items() if at < len(cells) and cells[at]}
        if "family_name" in values or "given_name" in values:
            parts = (values.pop("family_name", ""), values.pop("given_name", ""))
            values.setdefault("full_name", " ".join(filter(None, parts)))
        if values:
            found.append(SheetRow(name, line, values))
        if len(found) > MAX_ROWS:
            raise UnreadableList(f"Trang tính “{name}” có hơn {MAX_ROWS} dòng. Chia danh sách thành nhiều tệp.")
    return kind, tuple(found)


def _lines(sheet: python_calamine.CalamineSheet) -> Iterator[list[str]]:
    start = sheet.start or (0, 0)
    yield from ([] for _ in range(start[0]))
    for row in sheet.iter_rows():
        yield [_text(cell) for cell in row[:MAX_COLUMNS]]


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(clean(str(cell)).split())[:MAX_CELL]


def _headings(cells: Sequence[str]) -> tuple[str, dict[int, str]]:
    """Return which list the headings are of, and the field of each known column."""
    folded = [_heading(cell) for cell in cells]
    people = _columns(folded, "people")
    named = set(people.values())
    if "full_name" in named or {"family_name", "given_name"} <= named:
        return "people", people
    units = _columns(folded, "units")
    if "name" in units.values() and len(units) > 1:
        return "units", units
    return "", {}


def _columns(folded: Sequence[str], kind: str) -> dict[int, str]:
    own = UNIT_COLUMNS if kind == "units" else PERSON_COLUMNS
    fields = {_heading(label): field for field, label in own.items()}
    for field, labels in _VARIANTS[kind].items():
        for label in labels:
            fields.setdefault(_heading(label), field)
    found: dict[int, str] = {}
    for at, text in enumerate(folded):
        field = fields.get(text, "")
        if field and field not in found.values():
            found[at] = field
    return found


def _heading(text: str) -> str:
    """A heading as compared: folded, without punctuation, remarks in brackets and the star of a required column."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(re.sub(r"\(.*?\)", "", text))).split())
