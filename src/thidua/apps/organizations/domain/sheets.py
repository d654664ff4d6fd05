"""An Excel list of units and people, as cells by what their headings say; nothing is judged yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thidua.lib.vanban.reading.workbooks import (
    HEADING_ROWS,
    MAX_BYTES,
    MAX_ROWS,
    Cell,
    UnreadableList,
    cell_text,
    columns_under,
    read_sheets,
    too_long,
)
from thidua.lib.vietnamese import clean

__all__ = ["MAX_BYTES", "PERSON_COLUMNS", "UNIT_COLUMNS", "Lists", "SheetRow", "UnreadableList", "read_lists"]

MAX_CELL = 500

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
    lists: dict[str, tuple[SheetRow, ...]] = {}
    for name, lines in read_sheets(content):
        kind, rows = _rows(name, [[_text(cell) for cell in cells] for cells in lines])
        if kind and kind not in lists:
            lists[kind] = rows
    if not lists:
        wanted = "“Tên đơn vị” hoặc “Họ và tên”"
        raise UnreadableList(f"Không thấy dòng tiêu đề có cột {wanted}. Dùng tệp mẫu hoặc đặt lại tên cột.")
    if not any(lists.values()):
        raise UnreadableList("Danh sách chưa có dòng nào dưới dòng tiêu đề.")
    return Lists(units=lists.get("units", ()), people=lists.get("people", ()))


def _rows(name: str, lines: Sequence[Sequence[str]]) -> tuple[str, tuple[SheetRow, ...]]:
    kind = ""
    columns: dict[int, str] = {}
    found: list[SheetRow] = []
    for line, cells in enumerate(lines, start=1):
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
            raise too_long(name)
    return kind, tuple(found)


def _text(cell: Cell) -> str:
    return " ".join(clean(cell_text(cell)).split())[:MAX_CELL]


def _headings(cells: Sequence[str]) -> tuple[str, dict[int, str]]:
    """Return which list the headings are of, and the field of each known column."""
    people = columns_under(cells, _LABELS["people"])
    named = set(people.values())
    if "full_name" in named or {"family_name", "given_name"} <= named:
        return "people", people
    units = columns_under(cells, _LABELS["units"])
    if "name" in units.values() and len(units) > 1:
        return "units", units
    return "", {}


def _labels(kind: str, own: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """Return the headings of each field, our own first; a field without one of our own starts with a blank."""
    fields = [*own, *(field for field in _VARIANTS[kind] if field not in own)]
    return {field: (own.get(field, ""), *_VARIANTS[kind].get(field, ())) for field in fields}


_LABELS = {"units": _labels("units", UNIT_COLUMNS), "people": _labels("people", PERSON_COLUMNS)}
