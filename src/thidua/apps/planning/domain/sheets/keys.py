"""The code in the first column by which a row of an exported list is found again: "NV12-3" is version 3 of task 12."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol, TypeVar

from thidua.apps.planning.domain.sheets.cells import Reader, folded_word

TASK, TARGET, ACTUAL = "NV", "CT", "SL"
STALE = "Nội dung này đã được sửa sau khi tải tệp. Tải lại danh sách hiện có rồi sửa trên tệp mới."
REMOVED = frozenset({"x", "xoa", "co", "v"})


class Keyed(Protocol):
    @property
    def key(self) -> int: ...

    @property
    def version(self) -> int: ...


K = TypeVar("K", bound=Keyed)


def written_key(prefix: str, key: int, version: int) -> str:
    return f"{prefix}{key}-{version}"


def find(reader: Reader, prefix: str, present: Mapping[int, K], seen: dict[int, int]) -> K | None:
    """Return the row there is that a row of the list stands for, None for a new one and for a wrong code.

    `seen` remembers the line on which each code stood.
    """
    text = reader.typed("key")
    if not text:
        return None
    match = re.fullmatch(rf"{prefix}(\d{{1,15}})-(\d{{1,9}})", text.upper())
    found = present.get(int(match[1])) if match else None
    if found is None:
        reader.fail("key", f"Không có mã “{text[:40]}” trong kế hoạch này. Để trống mã nếu là dòng mới.")
        return None
    if found.key in seen:
        reader.fail(
            "key", f"Mã “{text}” đã có ở dòng {seen[found.key]}. Bỏ một trong hai dòng, hoặc xóa mã để thêm mới."
        )
        return found
    seen[found.key] = reader.row.line
    return found


def is_stale(reader: Reader, one: Keyed) -> bool:
    """Whether the row was exported before the last change."""
    return reader.typed("key").rpartition("-")[2] != str(one.version)


def asks_removal(reader: Reader) -> bool:
    """Whether the row is marked to be removed; any other word than the mark is refused."""
    text = reader.typed("remove")
    if not text:
        return False
    if folded_word(text) not in REMOVED:
        reader.fail("remove", f"Không hiểu “{text[:40]}”. Ghi x để xóa dòng này, để trống để giữ.")
        return False
    return True
